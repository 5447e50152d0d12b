"""A table of cases in Markdown -> its rows; a Markdown text -> an article and how it shows.

A row is a title, an input and what is expected, between lines that hold one full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sidegloss.model import (
    Article,
    Citation,
    CitationEnd,
    CitationSlot,
    FrontMatter,
    ImageSlot,
    LinkSlot,
    Location,
    Manuscript,
    Note,
    Piece,
)
from sidegloss.parse import Reading, parse
from sidegloss.words import load

CASES = Path(__file__).parent / "cases"
MARKER = re.compile(r'<sup[^>]* id="(fnref-[^"]+)">.*?\[\d+\]</a></sup>')
ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
TAG = re.compile(r'<(span|div)((?: [\w-]+="[^"]*")+)>')


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a table."""

    title: str
    given: str
    expected: str


def rows(name: str) -> Iterator[Row]:
    """The rows of ``tests/cases/<name>``, in order."""
    parts = re.split(r"^\.\n", (CASES / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    for index in range(0, len(parts) - 1, 3):
        title = parts[index].strip().splitlines()[-1]
        yield Row(title, parts[index + 1], parts[index + 2])


def article(
    text: str, language: str = "en", *, quotes: bool = False, front: FrontMatter | None = None
) -> Article:
    """*text* understood alone, as ``content/weir.md``; quotation marks stay as written."""
    manuscript = Manuscript("content/weir.md", "weir.md", front or FrontMatter(title="T"), text)
    return parse(manuscript, Reading(load(language), has_typographic_quotes=quotes))


def html(pieces: tuple[Piece, ...]) -> str:
    """Html with its slots in braces, each marker as ``{its id}``, attributes of marks sorted."""
    return TAG.sub(_sorted, MARKER.sub(r"{\1}", "".join(map(_shown, pieces))))


def _sorted(tag: re.Match[str]) -> str:
    attributes = sorted(ATTRIBUTE.findall(tag[2]))
    return f"<{tag[1]} {' '.join(attributes)}>"


def _shown(piece: Piece) -> str:
    if isinstance(piece, LinkSlot):
        return f"{{link {piece.target}{'#' if piece.fragment else ''}{piece.fragment}}}"
    if isinstance(piece, ImageSlot):
        return f"{{image {piece.target} “{piece.alt}”{piece.title and f' “{piece.title}”'}}}"
    if isinstance(piece, CitationSlot):
        words = ["by"] * piece.is_attribution + ["alone"] * piece.is_alone
        return f"{{{' '.join(['cite', *map(str, piece.citations), *words])}}}"
    return "{end}" if isinstance(piece, CitationEnd) else piece


def note(text: str, language: str = "en") -> Note:
    """The note ``[^n]`` whose body is *text*, read in an article of its own."""
    body = text.replace("\n", "\n    ")
    return article(f"[passage][^n]\n\n[^n]: {body}\n", language).notes[0]


def cited(citation: Citation) -> str:
    """A citation as ``stance: key (locator) -manner-> key``, its quotation in ``“”``."""
    steps = [
        (f"-{step.manner}-> " if step.manner else "")
        + step.key
        + (f" ({step.locator})" if step.locator else "")
        for step in citation.steps
    ]
    words = f" “{citation.quotation}”" if citation.quotation else ""
    return f"{citation.stance}: {' '.join(steps)}{words}"


def marked(text: str, at: Location | None) -> str:
    """What *at* marks in *text*, its first line being line 1."""
    assert at is not None
    lines = text.split("\n")
    if at.line == at.end_line:
        return lines[at.line - 1][at.column - 1 : at.end_column - 1]
    first, *between = lines[at.line - 1 : at.end_line]
    between[-1] = between[-1][: at.end_column - 1]
    return "\n".join([first[at.column - 1 :], *between])


def told(found: Article) -> list[str]:
    """``line:column code``, one a diagnostic, in the order of their places."""
    return [f"{d.at.line}:{d.at.column} {d.code}" for d in sorted(found.diagnostics, key=_place)]


def _place(diagnostic: object) -> tuple[int, int, str]:
    at = getattr(diagnostic, "at")  # noqa: B009
    return at.line, at.column, getattr(diagnostic, "code")  # noqa: B009
