"""A site with a mistake -> the message an author reads: code, place, line, caret and hint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from conftest import SETTINGS, of_content
from sidegloss.builder import Builder, Layout
from sidegloss.editorial import RULES
from sidegloss.model import Diagnostic
from sidegloss.report import report
from tables import CASES, Row, rows
from test_house import codes

FILE = re.compile(r"^== (\S+) ==\n", re.MULTILINE)
CODE = re.compile(r"\[([a-z0-9-]+)\]$", re.MULTILINE)

EDITORIAL = tuple(rule.__name__.replace("_", "-") for rule in RULES)
"""What an editor would ask of nearly every row: switched off where a row has no settings."""

ELSEWHERE = {
    *("cards-chosen", "cards-installed", "claim-recorded", "file-readable", "ledger-exists"),
    *("internal-fault", "settings-obsolete", "url-set", "citation-unchecked", "name-read"),
    *("bib-crossref", "bib-string", "bib-syntax"),
    *(
        "extra-installed",
        "search-made",
        "snapshot-exists",
        "trail-long",
        "utf-8",
        "media-active",
        "media-metadata",
        "output-whole",
    ),
    *(
        "build-alone",
        "cache-folder",
        "executor-alike",
        "file-regular",
        "file-size",
        "file-writable",
        "host-file",
    ),
    *("article-named", "article-new", "folder-empty", "sources-open"),
    *(f"deploy-{what}" for what in ("branch", "git", "identity", "push", "remote", "repository")),
}
"""Told in tests of their own: BibTeX's slips, doubtful names, a broken file of sources; a package is missing, a ledger is checked, bytes are no text, kept copies,
files that run something; what `new` and `deploy` refuse.
"""


def files(given: str) -> dict[str, str]:
    """Name -> text of the files in a row; what stands above the first name is an article."""
    article, *named = FILE.split(given)
    quiet = "".join(f'{code} = "off"\n' for code in EDITORIAL)
    settings = f"{SETTINGS}[tool.sidegloss.rules]\n{quiet}"
    texts = {"pyproject.toml": settings, "content/weir.md": article}
    return texts | dict(zip(named[::2], named[1::2], strict=True))


def site_of(folder: Path, given: str) -> Builder:
    """The site of a row, written to *folder*, nothing being published before."""
    for name, text in files(given).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Builder(Layout(site=folder))


def printed(told: Iterable[Diagnostic], builder: Builder) -> str:
    """Diagnostics as an author reads them, without blanks at the ends of lines.

    That the site of a row has no ``url`` and no ledger is left out.
    """
    texts = report(of_content(told), "text", builder.text, is_verbose=True)
    return "".join(f"{line.rstrip()}\n" for text in texts for line in text.split("\n"))


@pytest.mark.parametrize("row", list(rows("messages.md")), ids=lambda row: row.title)
def test_every_row_of_messages_is_printed_as_it_stands(row: Row, tmp_path: Path) -> None:
    builder = site_of(tmp_path, row.given)

    assert printed(builder.build().diagnostics, builder) == row.expected


def test_every_code_has_a_row() -> None:
    tables = [table.read_text(encoding="utf-8") for table in sorted(CASES.glob("*.md"))]
    told = {code for table in tables for code in CODE.findall(table)}

    assert codes() - told <= ELSEWHERE


def test_a_byte_that_is_not_utf_8_is_told_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "weir.md").write_bytes(b"# T\n\nGr\xf6\xdfe\n")

    (found,) = (d for d in Builder(Layout(site=tmp_path)).check() if d.code == "utf-8")

    assert (found.at.line, found.at.column) == (3, 3)
