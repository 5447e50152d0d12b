"""This repository's own site -> what `check` tells of it, code by code, its pages, and what they come to."""

from __future__ import annotations

import gzip
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from conftest import Served, line
from sidegloss.builder import Builder, Layout
from tools import ROOT

TOLD = {
    ("warning", "circular-trail"): 1,
    ("warning", "independent-origins"): 6,
    ("info", "claim-sourced"): 11,
    ("info", "source-addressed"): 25,
    ("info", "source-dated"): 11,
    ("info", "trail-known"): 13,
    ("info", "url-set"): 1,
    ("info", "verdict-disputed"): 1,
}
"""What the rules would tell that this site's settings switch off: each was looked into, and readers see it."""

RULES = re.compile(r"^\[tool\.sidegloss\.rules\]\n(?:[^\[\n].*\n)+", re.MULTILINE)
TOTALS = re.compile(
    r"(\d+) pages in (\d+) files, ([\d.]+) MB \(([\d.]+) MB by gzip\)\. "
    r"A page asks for (\d) to (\d) files, itself among them, and `sidegloss check` has (\d+) messages"
)
LOADED = re.compile(
    r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"|<img[^>]* src="([^"]+)"'
)


def test_an_editor_is_told_nothing_of_this_site() -> None:
    assert list(map(line, Builder(Layout(site=ROOT)).check())) == []


def test_what_this_site_switches_off_is_what_the_table_says(tmp_path: Path) -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    shutil.copytree(ROOT / "content", tmp_path / "content")
    (tmp_path / "pyproject.toml").write_text(RULES.sub("", settings), encoding="utf-8")

    found = Builder(Layout(site=tmp_path)).check()

    told = Counter((str(each.severity), each.code) for each in found)
    assert told == TOLD, "\n".join(map(line, found))
    assert set(re.findall(r"^([\w-]+) = \"off\"", RULES.findall(settings)[0], re.MULTILINE)) == {
        code for _, code in TOLD
    }


def test_the_manual_tells_what_this_site_comes_to(demonstration: Served) -> None:
    files = [
        file.read_bytes()
        for file in demonstration.folder.rglob("*")
        if file.is_file() and file.name != ".sidegloss-files"
    ]
    pages = [(demonstration.folder / name).read_text("utf-8") for name in demonstration.pages()]
    requests = [1 + len(set(LOADED.findall(page))) for page in pages]
    manual = (ROOT / "content" / "manual" / "publishing.md").read_text(encoding="utf-8")
    (told,) = TOTALS.findall(manual)

    numbers = [float(number) for number in told]
    assert numbers[:4] == pytest.approx(
        [
            len(pages),
            len(files),
            sum(map(len, files)) / 1e6,
            sum(len(gzip.compress(file, 9)) for file in files) / 1e6,
        ],
        rel=0.1,
    )
    assert numbers[4:6] == [min(requests), max(requests)]
    assert numbers[6] == 0


def test_every_article_of_this_site_has_its_page(demonstration: Served) -> None:
    written = [file.relative_to(ROOT / "content") for file in (ROOT / "content").rglob("*.md")]
    addresses = [
        (file.parent if file.stem == "index" else file.with_suffix("")).as_posix()
        for file in written
    ]

    pages = demonstration.pages()

    expected = {f"{address}/index.html".removeprefix("./") for address in addresses}
    assert len(expected) == len(written)
    assert expected <= set(pages)
    assert {"404.html", "claims/index.html", "sources/index.html"} <= set(pages)


def test_every_page_of_this_site_is_whole(demonstration: Served) -> None:
    texts = {
        name: (demonstration.folder / name).read_text(encoding="utf-8")
        for name in demonstration.pages()
    }

    broken = [
        name
        for name, text in texts.items()
        if not text.lstrip().startswith("<!DOCTYPE html>")
        or not text.rstrip().endswith("</html>")
        or len(re.findall("<h1[ >]", text)) != 1
        or not re.search(r"<title>[^<]+</title>", text)
    ]

    assert len(texts) > 60
    assert broken == []


def test_every_claim_of_this_site_is_listed(demonstration: Served) -> None:
    text = (demonstration.folder / "claims" / "index.html").read_text(encoding="utf-8")
    claims = {
        f"../{name.removesuffix('index.html')}#{claim}"
        for name in demonstration.pages()
        for claim in re.findall(
            r' id="(claim-[\w.-]+)"', (demonstration.folder / name).read_text(encoding="utf-8")
        )
    }

    assert claims == set(re.findall(r'href="([^"]+#claim-[^"]+)"', text))


def test_every_claim_of_this_site_is_recorded_and_none_is_lost() -> None:
    found = Builder(Layout(site=ROOT)).ledger(is_check=True)

    assert [line(each) for each in found.diagnostics] == []
    assert found.text == found.before
    assert found.total > 60
