"""Every link inside the site leads somewhere, from a server and from a disk, and nothing leads out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from conftest import Served
from readers import SITE
from sidegloss.builder import Builder, Layout

ADDRESSES = ("href", "src", "poster", "data", "action", "cite")
REFERENCES = ("aria-details", "aria-labelledby", "aria-describedby", "aria-controls", "for")
LOADED = {"link", "script", "img", "source", "video", "audio", "iframe", "object", "embed"}


@dataclass
class Anchors(HTMLParser):
    """Of one page: its ids, what it links to, and what it loads."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        addresses = [given[name] for name in ADDRESSES if name in given]
        if given.get("rel") != "canonical":
            self.links += addresses
        if tag in LOADED and given.get("rel") != "canonical":
            self.loads += addresses
        self.ids += [given["id"]] if "id" in given else []
        self.references += [one for name in REFERENCES for one in given.get(name, "").split()]


def anchors(file: Path) -> Anchors:
    parser = Anchors()
    parser.feed(file.read_text(encoding="utf-8"))
    return parser


def broken(folder: Path, index: str) -> Iterator[str]:
    """Links between pages of *folder* that lead nowhere; *index* completes an address in ``/``."""
    pages = {file.relative_to(folder).as_posix(): anchors(file) for file in folder.rglob("*.html")}
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = resolved(name, parts.path, index)
            found = target in pages or (folder / target).is_file()
            if not found:
                yield f"{name}: {link}"
            elif parts.fragment and target in pages:
                fragment = unquote(parts.fragment)
                if fragment not in pages[target].ids:
                    yield f"{name}: {link} (no such place)"
        yield from (f"{name}: #{one}" for one in page.references if one not in page.ids)


def resolved(page: str, path: str, index: str) -> str:
    """The file that the address *path* on *page* means."""
    if not path:
        return page
    path = unquote(path)
    base = PurePosixPath("/") if path.startswith("/") else PurePosixPath("/", page).parent
    parts: list[str] = []
    for part in (base / path).parts[1:]:
        parts = parts[:-1] if part == ".." else [*parts, part]
    whole = "/".join(parts)
    last = path.rpartition("/")[2]
    return "/".join([*parts, index]) if last in {"", ".", ".."} and index else whole


def test_every_link_and_fragment_of_the_demonstration_resolves(demonstration: Served) -> None:
    assert len(demonstration.pages()) > 10
    assert list(broken(demonstration.folder, "index.html")) == []


def test_every_link_and_fragment_of_all_markup_resolves(weir: Served) -> None:
    assert list(broken(weir.folder, "index.html")) == []


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text('<a href="a/#x">1</a><a href="b/">2</a><p id="y">')
    (tmp_path / "a" / "index.html").write_text('<a href="../#y">3</a><a href="../#z">4</a>')

    assert sorted(broken(tmp_path, "index.html")) == [
        "a/index.html: ../#z (no such place)",
        "index.html: a/#x (no such place)",
        "index.html: b/",
    ]


def test_every_id_stands_once_in_its_page(demonstration: Served, weir: Served) -> None:
    for site in (demonstration, weir):
        for file in site.folder.rglob("*.html"):
            ids = anchors(file).ids
            assert sorted(set(ids)) == sorted(ids), file.name


def test_links_inside_the_site_are_relative_and_end_in_a_slash(
    demonstration: Served, weir: Served
) -> None:
    for site in (demonstration, weir):
        for file in site.folder.rglob("*.html"):
            if file.name == "404.html":
                continue
            for link in anchors(file).links:
                parts = urlsplit(link)
                assert not link.startswith(("/", "http://127.", "http://localhost")), file
                last = parts.path.rpartition("/")[2]
                assert parts.scheme or "." in last or last in {"", ".."}, f"{file}: {link}"
                assert parts.scheme or last != "index.html", f"{file}: {link}"


def test_no_page_loads_anything_from_elsewhere(demonstration: Served, weir: Served) -> None:
    for site in (demonstration, weir):
        for file in site.folder.rglob("*.html"):
            foreign = [link for link in anchors(file).loads if urlsplit(link).netloc]
            assert foreign == [], file
        for file in site.folder.rglob("*.css"):
            assert "//" not in file.read_text(), file
            assert "@import" not in file.read_text(), file


# ---------------------------------------------------------------- from a disk


def test_from_a_disk_every_link_names_a_file(demonstration_on_disk: Path) -> None:
    # the page for what is not found is a server's, with links from its root
    found = [link for link in broken(demonstration_on_disk, "") if not link.startswith("404.html")]

    assert found == []


@pytest.mark.browser
def test_from_a_disk_a_reader_goes_from_page_to_page(chromium: Browser, tmp_path: Path) -> None:
    output = tmp_path / "disk"
    result = Builder(Layout(site=SITE, output=output, is_for_disk=True)).build()
    assert result.written
    context = chromium.new_context(viewport={"width": 820, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)

    page.goto((output / "index.html").as_uri())
    page.get_by_role("link", name="Nine gates").click()
    page.locator(".sources .title").first.click()
    page.wait_for_url("**/sources/*/index.html")
    page.get_by_role("link", name="Nine gates").first.click()
    page.wait_for_url("**/weir/index.html*")

    assert page.evaluate("document.documentElement.classList.contains('js')")
    assert page.locator("body").evaluate("(e) => getComputedStyle(e).marginTop") == "0px"
    assert errors == []
    context.close()
