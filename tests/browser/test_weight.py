"""What pages weigh: below their caps, from their own site alone, and as the manual says."""

from __future__ import annotations

import gzip
import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from conftest import Served
from readers import Readers
from tools import ROOT

pytestmark = pytest.mark.browser

FRAGMENT_AT_MOST = 4_500
FINDER_AT_MOST = 1_000
FORM_AT_MOST = {"search": 12_500, "claims": 10_000}
"""What the pages with a form load before there is a question."""
STYLE_AT_MOST = 11_000
SCRIPTS_AT_MOST = 9_000
FONTS_AT_MOST = 70_000
MANUAL = ROOT / "content" / "manual" / "publishing.md"
KINDS = {"": "HTML", ".css": "Style", ".js": "Script", ".woff2": "Fonts"}


@dataclass(frozen=True, slots=True)
class Weight:
    """What a browser loaded for one page: bytes, raw and by gzip, for each kind; and how often."""

    raw: dict[str, int]
    packed: dict[str, int]
    requests: int
    scripts: dict[str, int]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Served]) -> Served:
    """The long article that is timed in bench/, built and served."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "bench")
        page = importlib.import_module("page")
        return serve(page.built(tmp_path_factory.mktemp("long")))


@pytest.fixture(scope="module")
def weights(chromium: Browser, demonstration: Served, long: Served) -> dict[str, Weight]:
    """By the names that the manual's table has for them."""
    return {
        "eight-glasses": weight(chromium, demonstration, "eight-glasses/"),
        "500 claims": weight(chromium, long, "marked/"),
        "front page": weight(chromium, demonstration, ""),
    }


def weight(browser: Browser, site: Served, address: str) -> Weight:
    """Load a page and weigh all that was asked for."""
    read = Readers(browser, site)
    page = read("404.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address or site.address)
    page.wait_for_load_state("networkidle")
    for context in read.contexts:
        context.close()
    assert read.errors == [], "a page asks no other host for anything"
    raw, packed = dict.fromkeys(KINDS.values(), 0), dict.fromkeys(KINDS.values(), 0)
    scripts = {}
    names = [urlsplit(url).path.removeprefix("/") for url in asked]
    names = [name for name in names if "favicon" not in name]  # once a site, when a browser likes
    for name in names:
        text = (site.folder / (name if Path(name).suffix else f"{name}index.html")).read_bytes()
        if Path(name).suffix == ".js":
            scripts[Path(name).name.split(".")[0]] = len(gzip.compress(text, 9))
        raw[KINDS[Path(name).suffix]] += len(text)
        packed[KINDS[Path(name).suffix]] += len(
            text if ".woff2" in name else gzip.compress(text, 9)
        )
    return Weight(raw, packed, len(names), scripts)


def told() -> dict[str, dict[str, list[float]]]:
    """The manual's table: the numbers of every cell, by page and column."""
    section = MANUAL.read_text(encoding="utf-8").split("## What a page weighs")[1].split("\n## ")[0]
    head, _, *rows = ([cell.strip() for cell in row.split("|")[1:-1]] for row in table(section))
    return {
        row[0]: {
            column: [float(number) for number in re.findall(r"[\d.]+", cell)]
            for column, cell in zip(head[1:], row[1:], strict=True)
        }
        for row in rows
    }


def table(section: str) -> list[str]:
    return [line for line in section.splitlines() if line.startswith("|")]


def test_script_and_style_stay_below_their_caps(weights: dict[str, Weight]) -> None:
    for name, page in weights.items():
        loaded = set(page.scripts)
        assert {"reader", "search-open"} <= loaded <= {"reader", "search-open", "share"}, name
        assert 0 < page.packed["Script"] <= SCRIPTS_AT_MOST, name
        assert 0 < page.packed["Fonts"] <= FONTS_AT_MOST, name
        assert 0 < page.packed["Style"] <= STYLE_AT_MOST, name


@pytest.mark.parametrize("address", ["spinach/fake/", "spinach/~sourcing/", "sources/"])
def test_every_other_kind_of_page_stays_below_the_caps_of_an_article(
    address: str, chromium: Browser, demonstration: Served
) -> None:
    page = weight(chromium, demonstration, address)

    assert page.packed["Script"] <= SCRIPTS_AT_MOST
    assert page.packed["Style"] <= STYLE_AT_MOST
    assert page.packed["Fonts"] <= FONTS_AT_MOST


def test_what_is_loaded_when_words_are_selected_stays_below_its_cap(
    demonstration: Served,
) -> None:
    (script,) = (demonstration.folder / "assets").glob("fragment.*.js")
    (style,) = (demonstration.folder / "assets").glob("share.*.css")

    assert len(gzip.compress(script.read_bytes(), 9)) <= FRAGMENT_AT_MOST
    assert len(gzip.compress(style.read_bytes(), 9)) <= 1_000


@pytest.mark.parametrize("name", FORM_AT_MOST)
def test_a_page_with_a_form_stays_below_its_cap(
    name: str, chromium: Browser, demonstration: Served
) -> None:
    page = weight(chromium, demonstration, f"{name}/")

    assert set(page.scripts) == {"reader", "search-open", "find", name}
    assert page.packed["Script"] <= FORM_AT_MOST[name]


@pytest.mark.parametrize("name", ["search-own", "search-pagefind"])
def test_what_finds_stays_below_its_cap(name: str, demonstration: Served) -> None:
    (script,) = (demonstration.folder / "assets").glob(f"{name}.*.js")

    assert len(gzip.compress(script.read_bytes(), 9)) <= FINDER_AT_MOST


def test_the_manual_tells_what_pages_weigh(weights: dict[str, Weight]) -> None:
    rows = told()

    assert len(rows) == len(weights)
    for name, page in weights.items():
        row = next(row for title, row in rows.items() if name in title.lower())
        assert row.pop("Requests") == [page.requests]
        assert sorted(row) == sorted(KINDS.values())
        for kind, (raw, packed) in row.items():
            assert raw * 1000 == pytest.approx(page.raw[kind], rel=0.3), (name, kind)
            assert packed * 1000 == pytest.approx(page.packed[kind], rel=0.3), (name, kind)
