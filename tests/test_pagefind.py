"""A site searched by Pagefind: its records, when its program runs, what is told where it cannot."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Callable
from fnmatch import fnmatch
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout, build, pagefind
from sidegloss.exports.records import search_entries, search_records, spaced
from test_claims import SOURCES, articles
from test_search import NOTED, settings
from tools import extra

Make = Callable[[Texts], SiteUnderTest]

FILES = articles(*range(3)) | {
    "content/ecluse.md": NOTED,
    "content/sources.yaml": SOURCES,
    "pyproject.toml": settings(search="pagefind"),
}
_FRAGMENT = re.compile(r"pagefind_dcd(\{.*)", re.DOTALL)


@pytest.fixture
def layout(site: Make) -> Layout:
    """A site that Pagefind searches, built and remembered."""
    extra("search", "pagefind_bin")
    made = site(FILES)
    layout = Layout(made.folder, made.output, has_memory=True)
    result = Builder(layout).build()
    assert result.written, result.diagnostics
    return layout


def found(layout: Layout, what: str) -> list[dict[str, Any]]:
    """The entries of a kind that stand in Pagefind's files."""
    assert layout.output
    entries = []
    for file in (layout.output / "search/pagefind/fragment").iterdir():
        text = _FRAGMENT.fullmatch(gzip.decompress(file.read_bytes()).decode())
        assert text
        fragment = json.loads(text[1])
        if fragment["filters"]["what"] == [what]:
            entries.append(json.loads(fragment["anchors"][0]["id"]))
    return entries


def edit(layout: Layout, old: str, new: str) -> set[str]:
    """What below search/ another process writes or removes after an article was edited."""
    file = layout.site / "content/ecluse.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    written = build(layout).written
    assert written
    both = (*written.changed, *written.removed)
    return {name for name in both if name.startswith("search/")}


# ---------------------------------------------------------------- records


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’écluse fuyait", "écluse fuyait"),
        ("dell'acqua, they’re", "acqua, they’re"),
        ("水门检查", " 水门 门检 检查 查 "),
        ("nine gates", "nine gates"),
    ],
)
def test_words_are_parted_as_pagefind_can_tell_them(text: str, expected: str) -> None:
    assert spaced(text) == expected


def test_there_is_a_record_for_each_claim_article_and_source(site: Make) -> None:
    made = site(FILES)
    site_of = Builder(Layout(made.folder)).site()
    published = {source.key: source for source in site_of.sources if source.key in site_of.cited}
    entries = search_entries(site_of.settings, published, site_of.articles)
    records = {each.path: each.data.decode() for each in search_records(entries)}

    kinds = Counter(path.partition("/")[0] for path in records)
    assert kinds == {"claims": 3 * 2 + 3, "articles": 3 + 1, "sources": 3}
    claim = next(record for record in records.values() if "L’écluse" in record)
    (shown,) = re.findall(r'<i id="([^" \n]*)">', claim)
    assert json.loads(unescape(shown)) == {
        "at": "claim-eau",
        "text": "L’écluse fuyait",
        "kind": "disputed",
        "verdict": "corrected",
        "finding": "",
        "told": "Corrected · 1 outlet, 1 origin",
        "sources": ["The courier", "The logs"],
        "note": "Corrigé. « de l’eau », et peu d’elle & <rien>; voir.",
        "article": {"address": "ecluse/", "title": "Écluse", "language": "fr"},
    }
    narrowed = re.findall(r'data-pagefind-filter="(\w+)\[content\]" content="(\w+)"', claim)
    assert narrowed == [
        ("what", "claims"),
        ("kind", "disputed"),
        ("verdict", "corrected"),
        ("source", "courier"),
        ("source", "logs"),
    ]
    assert '<p data-pagefind-weight="2">écluse fuyait</p>' in claim
    assert "elle &amp; &lt;rien&gt;; voir.</p>" in claim


# ---------------------------------------------------------------- the index


def test_the_files_of_the_index_are_outputs_like_all_others(layout: Layout) -> None:
    assert layout.output
    names = [
        file.relative_to(layout.output).as_posix()
        for file in (layout.output / "search").rglob("*")
        if file.is_file()
    ]
    listed = (layout.output / ".sidegloss-files").read_text().splitlines()

    assert set(names) <= set(listed)
    known = (
        *("search/index.html", "search/bibliography.json", "search/pagefind/pagefind.js"),
        *("search/pagefind/pagefind-entry.json", "search/pagefind/pagefind.en_*.pf_meta"),
        *("search/pagefind/wasm.*.pagefind", "search/pagefind/filter/*.pf_filter"),
        *("search/pagefind/fragment/*.pf_fragment", "search/pagefind/index/*.pf_index"),
    )
    assert [each for each in known if not any(fnmatch(name, each) for name in names)] == []
    assert [name for name in names if not any(fnmatch(name, each) for each in known)] == []
    assert list((layout.site / ".sidegloss").glob("staged-*")) == []


def test_what_is_found_has_the_entry_of_our_own_index(layout: Layout) -> None:
    claims = {claim["text"]: claim for claim in found(layout, "claims")}

    assert claims["L’écluse fuyait"]["at"] == "claim-eau"
    assert claims["L’écluse fuyait"]["note"].startswith("Corrigé. « de l’eau »")
    assert claims["Claim 1 of article 2"]["article"]["address"] == "a0002/"
    assert {each["title"] for each in found(layout, "articles")} >= {"Écluse", "Article 1"}
    assert {each["key"] for each in found(layout, "sources")} == {"blog", "courier", "logs"}


def test_an_edit_of_running_text_makes_no_index_anew(layout: Layout) -> None:
    assert edit(layout, "dit-on.", "disait-on.\n\nHier.") == set()


def test_an_edit_of_a_note_makes_the_index_anew_and_removes_what_is_stale(layout: Layout) -> None:
    changed = edit(layout, "Personne n’a demandé", "Tout le monde a demandé")

    assert {name.split("/")[1] for name in changed} == {"pagefind"}
    assert [each["note"] for each in found(layout, "claims") if each["at"] == "fn-point"] == [
        "Tout le monde a demandé."
    ]
    assert len(found(layout, "claims")) == 9


def test_a_whole_build_makes_no_index_anew_of_what_has_not_changed(layout: Layout) -> None:
    unasked = layout.site / "content/picture.png"
    unasked.write_bytes(b"no file that anything names")

    written = build(layout).written

    assert written
    assert [name for name in written.changed if name.startswith("search/")] == []


def test_a_site_for_a_disk_has_no_index(layout: Layout, tmp_path: Path) -> None:
    on_disk = Layout(layout.site, tmp_path / "disk", is_for_disk=True)

    assert Builder(on_disk).build().written
    assert not (tmp_path / "disk/search").exists()


def test_the_preview_searches_our_own_indexes(layout: Layout) -> None:
    look = Builder(Layout(layout.site)).look()

    page = look.at("search/index.html")
    assert isinstance(page, bytes)
    assert b"wasm-unsafe-eval" not in page
    assert b"assets/search-own." in page
    assert b"demand" in bytes(look.at("search/index/1.json") or b"")
    assert [path for path in look.paths if "pagefind/" in path] == []


# ---------------------------------------------------------------- what goes wrong


def program(folder: Path, text: str) -> str:
    """The path of a program that stands in for Pagefind's."""
    file = folder / "stand-in"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return str(file)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell's")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("echo 'first' >&2; echo 'no room left' >&2; exit 1", "no room left"),
        ("exit 3", "it ended with 3"),
        ("exit 0", "it ended with 0"),
        (None, "No such file or directory"),
    ],
)
def test_a_program_that_fails_leaves_what_was_published(
    text: str | None,
    told: str,
    layout: Layout,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert layout.output
    before = {file: file.read_bytes() for file in layout.output.rglob("*") if file.is_file()}
    path = program(tmp_path, text) if text else str(tmp_path / "nowhere")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", path)
    file = layout.site / "content/ecluse.md"
    file.write_text(file.read_text(encoding="utf-8").replace("Personne", "Nul"), encoding="utf-8")

    result = build(layout)

    assert result.written is None
    (error,) = [each for each in result.diagnostics if each.severity == "error"]
    assert (error.code, error.message) == ("search-made", f"Pagefind made no index: {told}")
    assert before == {file: file.read_bytes() for file in before}
    assert list((layout.site / ".sidegloss").glob("staged-*")) == []


def test_a_site_that_wants_it_where_it_is_not_installed_is_told_so(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "is_available", lambda: False)
    made = site(FILES)

    told = made.check()
    assert (
        'pyproject.toml: error: search = "pagefind" needs a package that is not installed [extra-installed]'
        in told
    )
    assert made.build().written is None
