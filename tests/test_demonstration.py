"""This repository's own site -> what `check` tells of it, code by code, and its pages."""

from __future__ import annotations

import re
from collections import Counter

from conftest import Served, line
from sidegloss.builder import Builder, Layout
from tools import ROOT

TOLD = {
    ("warning", "circular-trail"): 1,
    ("warning", "independent-origins"): 6,
    ("info", "claim-sourced"): 11,
    ("info", "source-addressed"): 26,
    ("info", "source-dated"): 11,
    ("info", "trail-known"): 13,
    ("info", "verdict-disputed"): 1,
}
"""What is left of this site's articles, each looked into: they show what readers are shown."""


def test_an_editor_is_told_of_this_site_what_the_table_says() -> None:
    found = Builder(Layout(site=ROOT)).check()

    told = Counter((str(each.severity), each.code) for each in found)

    assert told == TOLD, "\n".join(map(line, found))


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
