"""What never leaves the author's machine: a canary in every private place, sought in the output."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout
from sidegloss.model import Copy, Settings
from sidegloss.read import kept_copies

Make = Callable[[Texts], SiteUnderTest]

CANARY = "kanarienvogel"
ARTICLE = """\
---
title: Weir
date: 2026-03-12
---

[Nine gates failed][^gates]. ![A gate](gate.png) [A table](data/table.csv)

[^gates]: [@courier quoting @logs].
"""
SOURCES = f"""\
# {CANARY} in a comment
courier:
  title: The Courier
  rests-on: {{source: logs, how: quotes, note: "{CANARY}-ground"}}
  note: {CANARY}-note
  snapshot: snapshots/courier.html
  text: snapshots/courier.txt
  custom: {{mine: {CANARY}-custom, deep: {{er: {CANARY}-deeper}}}}
logs: {{title: Logs, rests-on: none}}
uncited: {{title: {CANARY}-uncited, author: {CANARY}-author, rests-on: logs}}
drafted: {{title: {CANARY}-drafted, rests-on: behind}}
behind: {{title: {CANARY}-behind, rests-on: none}}
"""
LEDGER = f'{{"article": "a/", "label": "b", "date": "", "words": "{CANARY}"}}'
"""A claim that is gone: nothing says what became of it, so nothing is said of it."""
LENIENT = '[tool.sidegloss]\ntitle = "A site"\ncards = "none"\nrules.claim-kept = "warning"\n'
"""So that the site is built all the same."""
PRIVATE: dict[str, str | bytes] = {
    "pyproject.toml": LENIENT,
    "content/weir.md": ARTICLE,
    "content/gate.png": b"a picture",
    "content/data/table.csv": "a;b\n",
    "content/sources.yaml": SOURCES,
    "content/sources/zotero.json": (
        f'[{{"id": "courier", "type": "article", "note": "{CANARY}-zotero", "file": "/home/me/{CANARY}.pdf", "abstract":'
        f' "{CANARY}-abstract", "keyword": "{CANARY}-keyword"}},'
        f' {{"id": "unused", "type": "book", "title": "{CANARY}-unused"}}]'
    ),
    "content/sources/notes.txt": CANARY,
    "content/sources/.cache": CANARY,
    "content/draft.md": f"---\ntitle: {CANARY}-draft\ndate: 2026-03-13\ndraft: true\n---\n\n"
    f"[A {CANARY}][^x], ![x]({CANARY}.png).\n\n[^x]: {CANARY} [@drafted].\n",
    f"content/{CANARY}.png": CANARY,
    f"content/{CANARY}/unreferenced.jpg": CANARY,
    "content/snapshots/courier.html": f"<p>{CANARY}</p>",
    "content/snapshots/courier.txt": CANARY,
    "content/snapshots/note.md": CANARY,
    "content/ledger.json": LEDGER,
    "content/.env": CANARY,
    "content/.git/config": CANARY,
    "content/deep/.DS_Store": CANARY,
    "content/deep/ledger.json": CANARY,
    "content/deep/sources.yaml": f"x: {{title: {CANARY}}}",
    "templates/assets/.hidden": CANARY,
    "templates/unused.html": CANARY,
    "notes.md": CANARY,
    ".env": CANARY,
}

DATA = (
    "sources/sources.json",
    "weir/annotations.jsonld",
    "weir/sources.bib",
    "weir/sources.json",
)
"""What is published for machines: it tells of a source as much as a citation shows, and no more."""


def found(output: Path) -> list[str]:
    """Where in *output* the canary sings: in a file's name, or in what it holds."""
    files = [file for file in output.rglob("*") if file.is_file()]
    return [
        file.relative_to(output).as_posix()
        for file in files
        if CANARY in file.as_posix().removeprefix(str(output))
        or CANARY.encode() in file.read_bytes().lower()
    ]


def test_nothing_private_is_published(site: Make) -> None:
    under_test = site(PRIVATE)
    result = under_test.build()
    assert result.written, result.diagnostics
    assert found(under_test.output) == []
    assert {"gate.png", "data/table.csv", *DATA} < set(under_test.written())
    assert not [name for name in DATA if "snapshots" in under_test.read(name)]


COMMENTED = f"""\
---
title: Weir
date: 2026-03-12
tags: [locks]
---

<!-- {CANARY}: call the lawyer -->
Nine <!-- {CANARY} --> gates %%{CANARY}%% failed.

## The <!-- {CANARY} --> gates %%{CANARY}%%

[Nine <!-- {CANARY} [x][^{CANARY}] --> of fourteen][^gates]<!-- {CANARY} -->, said %%
{CANARY}

%% the [blog <!-- {CANARY} -->](https://a.example/ "title<!-- {CANARY} -->").

<!--
# {CANARY}

[^{CANARY}]: {CANARY} [@uncited]
-->

- one <!-- {CANARY} -->
<!-- - {CANARY} -->
- [two][^row]

> A quotation <!-- {CANARY}
> {CANARY} --> goes on.
> — [@courier <!-- {CANARY} -->, p. 3]

[^gates]

| a <!-- | {CANARY} --> | b |
| --- | --- |
%% | {CANARY} | %%
| [c %%{CANARY}%%][^row] | d |

![A gate <!-- {CANARY} -->](gate.png "Gate %%{CANARY}%%")

[^gates]: **Disputed.** "nine <!-- {CANARY} --> gates" %%{CANARY}%% [@courier quoting @logs<!-- {CANARY} -->].
    <!-- {CANARY} -->

    %%
    {CANARY}
    %%

    More.
[^row]: %%{CANARY}%% A row [@logs, p. <!-- {CANARY} --> 3].
"""


def test_no_comment_is_published(site: Make) -> None:
    under_test = site({**PRIVATE, "content/weir.md": COMMENTED, "content/index.md": COMMENTED})
    under_test.write({"content/drawn.md": COMMENTED.replace("title: Weir\n", "")})
    result = under_test.build(url="https://a.example/")
    assert result.written, result.diagnostics
    assert found(under_test.output) == []
    written = set(under_test.written())
    assert {"feed.xml", "tags/locks/feed.xml", *DATA} <= written
    assert [name for name in written if name.startswith("search/") and name.endswith(".json")]
    codes = {each.code for each in result.diagnostics}
    assert not codes & {"html-as-text", "note-used", "note-defined", "comment-closed"}


def test_the_canary_is_found_where_it_may_be(site: Make) -> None:
    """Drafts show it when they are asked for: so the test above could fail."""
    under_test = site(PRIVATE)
    assert under_test.build(drafts=True).written
    pages = found(under_test.output)
    assert {"draft/index.html", "sources/drafted/index.html", f"{CANARY}.png"} <= set(pages)
    assert "sources/behind/index.html" in pages
    assert not [name for name in pages if "uncited" in name or "snapshots" in name]


@pytest.mark.parametrize(
    "written",
    [
        "![x](sources.yaml)",
        "[x](sources.yaml)",
        "[x](sources/zotero.json)",
        "[x](sources/notes.txt)",
        "[x](snapshots/courier.html)",
        "[x](SNAPSHOTS/courier.html)",
        "[x](snapshots/note.md)",
        "[x](ledger.json)",
        "[x](deep/ledger.json)",
        "[x](deep/sources.yaml)",
        "[x](.env)",
        "[x](.git/config)",
        "[x](deep/../.env)",
        "[x](%2Eenv)",
        "[x](./.env?x)",
        "![x](../notes.md)",
        "[x](../.env)",
        "![x](../pyproject.toml)",
        "[x](..%2F.env)",
        "[x](..%5C.env)",
        "[x](/etc/passwd)",
        "![x](/etc/passwd)",
        "[x](~/x)",
        "[x](draft.md)",
        "---\nimage: ../.env\n---\n",
        "---\nimage: .env\n---\n",
    ],
)
def test_no_link_brings_what_is_private_out(site: Make, written: str) -> None:
    under_test = site({**PRIVATE, "content/link.md": written})
    result = under_test.build()
    assert result.written is None
    errors = [d for d in result.diagnostics if d.severity == "error"]
    assert errors
    assert all(d.at.path == "content/link.md" and d.hint for d in errors)
    assert not under_test.output.exists()


@pytest.mark.parametrize("written", ["", "[x](away.txt)", "---\nimage: away.txt\n---\n"])
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_the_site_is_an_error_whether_or_not_anything_refers_to_it(
    site: Make, written: str, kind: str
) -> None:
    under_test = site({**PRIVATE, "content/link.md": written})
    outside = under_test.folder.parent / "outside"
    outside.mkdir()
    (outside / "outside.txt").write_text(CANARY)
    target = outside if kind == "folder" else outside / "outside.txt"
    (under_test.folder / "content/away.txt").symlink_to(target)
    result = under_test.build()
    assert result.written is None
    assert [(d.code, d.at.path) for d in result.diagnostics] == [
        ("path-inside", "content/away.txt")
    ]
    assert not under_test.output.exists()


def test_an_asset_that_is_a_link_out_of_the_templates_is_an_error(site: Make) -> None:
    under_test = site({"content/a.md": "A.", "templates/assets/own.css": "p {}"})
    (under_test.folder / ".env").write_text(CANARY)
    (under_test.folder / "templates/assets/leak.txt").symlink_to(under_test.folder / ".env")
    result = under_test.build()
    assert result.written is None
    assert [(d.code, d.at.path) for d in result.diagnostics] == [
        ("path-inside", "templates/assets/leak.txt")
    ]


def test_an_asset_may_be_a_link_to_another(site: Make) -> None:
    under_test = site({"content/a.md": "A.", "templates/assets/own.css": "p {}"})
    (under_test.folder / "templates/assets/two.css").symlink_to("own.css")
    assert under_test.build().written
    assert [name for name in under_test.written() if name.startswith("assets/two.")]


def test_a_manuscript_or_a_file_of_sources_that_is_a_link_out_is_an_error(site: Make) -> None:
    for name in ("content/two.md", "content/sources/two.yaml"):
        under_test = site({"content/a.md": "A.", "content/sources/one.yaml": "x: {title: X}"})
        outside = under_test.folder.parent / "outside"
        outside.write_text(CANARY)
        link = under_test.folder / name
        link.symlink_to(outside)
        result = under_test.build()
        link.unlink()
        assert result.written is None
        assert [d.code for d in result.diagnostics] == ["path-inside"]


# ---------------------------------------------------------------- kept copies of sources


def kept(more: str, *, article: str = ARTICLE) -> dict[str, str | bytes]:
    return {
        "content/weir.md": article,
        "content/gate.png": b"a picture",
        "content/data/table.csv": "a;b\n",
        "content/snapshots/courier.html": "<p>A copy</p>",
        "content/snapshots/other.html": CANARY,
        "content/sources.yaml": f"logs: {{title: Logs, rests-on: none}}\ncourier:\n  title: C\n{more}",
    }


PUBLISHED = "  snapshot: snapshots/courier.html\n  publish-snapshot: true\n"


def test_a_kept_copy_is_published_where_its_source_says_so(site: Make) -> None:
    under_test = site(kept(PUBLISHED))
    assert under_test.build().written
    assert under_test.read("snapshots/courier.html") == "<p>A copy</p>"
    assert found(under_test.output) == []
    assert 'href="../../snapshots/courier.html"' in under_test.read("sources/courier/index.html")


def test_the_path_of_a_kept_copy_may_be_written_in_any_way(site: Make) -> None:
    written = PUBLISHED.replace("snapshots/courier", "./snapshots//./courier")
    under_test = site(kept(written))
    assert under_test.build().written
    assert under_test.read("snapshots/courier.html") == "<p>A copy</p>"
    assert 'href="../../snapshots/courier.html"' in under_test.read("sources/courier/index.html")


def test_a_kept_copy_of_a_source_that_nothing_cites_is_not_published(site: Make) -> None:
    under_test = site(kept(PUBLISHED, article="No claim."))
    assert under_test.build().written
    assert not [name for name in under_test.written() if name.startswith("snapshots")]


@pytest.mark.parametrize(
    "more",
    [
        "  snapshot: snapshots/gone.html\n  publish-snapshot: true\n",
        "  publish-snapshot: true\n",
        "  snapshot: sources.yaml\n  publish-snapshot: true\n",
        "  snapshot: ledger.json\n  publish-snapshot: true\n",
        "  snapshot: snapshots/.hidden\n  publish-snapshot: true\n",
        "  snapshot: snapshots\n  publish-snapshot: true\n",
        "  snapshot: snapshots/inner.html\n  publish-snapshot: true\n",
        "  snapshot: weir.md\n  publish-snapshot: true\n",
    ],
)
def test_a_kept_copy_that_is_not_there_is_an_error_where_it_is_named(site: Make, more: str) -> None:
    under_test = site({**kept(more), "content/ledger.json": LEDGER, "pyproject.toml": LENIENT})
    under_test.write({"content/snapshots/.hidden": CANARY})
    (under_test.folder / "content/snapshots/inner.html").symlink_to("../ledger.json")
    result = under_test.build()
    assert result.written is None
    (error,) = (d for d in result.diagnostics if d.severity == "error")
    assert (error.code, error.at.path, error.at.line) == (
        "snapshot-exists",
        "content/sources.yaml",
        4,
    )
    assert error.hint


@pytest.mark.parametrize(
    "path", ["../x.html", "/etc/passwd", "snapshots/../../x", "C:/x", "a\\\\b"]
)
def test_a_kept_copy_whose_path_leads_out_is_an_error(site: Make, path: str) -> None:
    under_test = site(kept(f'  snapshot: "{path}"\n  publish-snapshot: true\n'))
    result = under_test.build()
    assert result.written is None
    assert "path-inside" in [d.code for d in result.diagnostics if d.severity == "error"]


def test_a_folder_of_kept_copies_that_is_a_link_holds_none(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.html").write_text(CANARY)
    (tmp_path / "site/content").mkdir(parents=True)
    (tmp_path / "site/content/snapshots").symlink_to(tmp_path / "outside")
    assert kept_copies(tmp_path / "site", Settings()) == frozenset()


def test_a_copy_stays_within_the_content_folder(tmp_path: Path, site: Make) -> None:
    """Of all that a whole site publishes, every copied file really lies in the content folder."""
    under_test = site(kept(PUBLISHED))
    (under_test.folder / "content/data/linked.csv").symlink_to("table.csv")
    under_test.write({"content/more.md": "[x](data/linked.csv)"})
    made = Builder(Layout(under_test.folder, under_test.output))
    content = os.path.realpath(under_test.folder / "content")
    (tmp_path / "passing").mkdir()
    job = made._job(made.site(), under_test.output, tmp_path / "passing")
    outputs, _ = made._outputs(job)
    copies = [each for each in outputs if isinstance(each, Copy)]
    assert len(copies) == 4
    assert all(os.path.realpath(copy.origin).startswith(content + os.sep) for copy in copies)
