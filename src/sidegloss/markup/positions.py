"""An inline token and an offset in its text -> line and column in the author's file.

markdown-it keeps only the first and the last line of a block. But every line of an inline token's
text is its source line with a prefix cut off (indent, ``>``, list marker, ``#``) and trailing
blanks gone: a suffix, so its column follows. Cells of tables are split again as markdown-it
splits them, since ``\\|`` loses its backslash there.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token

from sidegloss.model import Location

_BLANKS = " \t\n\r\f\v"
_CONTAINERS = re.compile(r"[\s>]*(?:(?:[-+*]|\d{1,9}[.)]|\[\^[^\]\s]+\]:)[\s>]+)*\Z")
"""What may stand before a table row's first pipe: quotation, list and note markers."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where each line of an inline token's text begins in the file; for a cell, each character."""

    starts: tuple[tuple[int, int], ...]
    """(line, column), both from 0, of each line of the text."""
    offsets: tuple[int, ...]
    """Offset into the text at which each of its lines begins."""
    columns: tuple[int, ...] = ()
    """In a table's cell: the column of every character."""

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, from 0, of the character at *offset*."""
        line, column = self.starts[0]
        if self.columns:
            last = len(self.columns) - 1
            return line, self.columns[min(offset, last)] + max(offset - last, 0)
        index = bisect_right(self.offsets, offset) - 1
        line, column = self.starts[index]
        return line, column + offset - self.offsets[index]


class Origins:
    """Where the characters of a text were written, if parts of it were removed before it was read."""

    def __init__(self) -> None:
        self._lines: list[tuple[tuple[int, ...], tuple[tuple[int, int], ...]]] = []

    def add(self, pieces: Iterable[tuple[int, int, int]]) -> None:
        """The next line is made of *pieces*: (length, line and column where it was written, from 0)."""
        columns, places, column = [], [], 0
        for length, *place in pieces:
            columns.append(column)
            places.append((place[0], place[1]))
            column += length
        self._lines.append((tuple(columns), tuple(places)))

    def of(self, line: int, column: int) -> tuple[int, int]:
        """Line and column where a character was written; all from 0."""
        if line >= len(self._lines):
            return line, column
        columns, places = self._lines[line]
        piece = bisect_right(columns, column) - 1
        first_line, first_column = places[piece]
        return first_line, first_column + column - columns[piece]


class Positions:
    """Offsets in the inline tokens of one document -> Locations in its file."""

    def __init__(
        self, path: str, text: str, first_line: int, origins: Origins | None = None
    ) -> None:
        self.path, self.first_line = path, first_line
        self._origins = origins or Origins()
        self._text = text
        self._lines: list[str] | None = None
        self._places: dict[int, Places] = {}
        self._cells: dict[int, tuple[int, int]] = {}
        self._row: tuple[int, list[tuple[str, list[int]]]] = (-1, [])

    @property
    def lines(self) -> list[str]:
        if self._lines is None:
            self._lines = self._text.split("\n")
        return self._lines

    def note_cells(self, tokens: Sequence[Token]) -> None:
        """Remember which inline tokens are cells of tables: (row's line, number of the cell)."""
        row = number = 0
        for before, token in pairwise(tokens):
            if token.type == "tr_open" and token.map:
                row, number = token.map[0], 0
            elif token.type == "inline" and before.type in ("td_open", "th_open"):
                self._cells[id(token)] = (row, number)
                number += 1

    def span(self, token: Token, start: int, end: int, markup: str = "") -> Location:
        """The place of ``token.content[start:end]``; *markup* is ``#`` for an ATX heading."""
        places = self._places.get(id(token))
        if places is None:
            places = self._places[id(token)] = self._of(token, markup)
        line, column = places.at(start)
        end_line, end_column = places.at(end - 1) if end > start else (line, column)
        return self._location(line, column, end_line, end_column + 1)

    def point(self, line: int, column: int, width: int = 1) -> Location:
        """The place of *width* characters on a line; line and column from 0."""
        return self._location(line, column, line, column + width)

    def _location(self, line: int, column: int, end_line: int, end_column: int) -> Location:
        first = self.first_line
        line, column = self._origins.of(line, column)
        end_line, last = self._origins.of(end_line, max(end_column - 1, 0))
        return Location(self.path, line + first, column + 1, end_line + first, last + 2)

    def _of(self, token: Token, markup: str) -> Places:
        if id(token) in self._cells:
            return self._of_cell(token, *self._cells[id(token)])
        first = token.map[0] if token.map else 0
        starts, offsets, offset = [], [], 0
        for number, part in enumerate(token.content.split("\n"), first):
            source = self.lines[number] if number < len(self.lines) else ""
            starts.append((number, _column(source, part, markup)))
            offsets.append(offset)
            offset += len(part) + 1
        return Places(tuple(starts), tuple(offsets))

    def _of_cell(self, token: Token, row: int, number: int) -> Places:
        if self._row[0] != row:  # a row's cells are asked for one after another
            self._row = (row, _cells(self.lines[row]))
        cells = self._row[1]
        text, columns = cells[number] if number < len(cells) else ("", [])
        if text != token.content and text.endswith(token.content):
            columns = columns[len(text) - len(token.content) :]
        first = columns[0] if columns else 0
        return Places(((row, first),), (0,), tuple(columns))


def _column(source: str, part: str, markup: str) -> int:
    """The column at which *part* begins in its source line."""
    whole, wanted = source.rstrip(_BLANKS), part.rstrip(_BLANKS)
    if whole.endswith(wanted):
        return len(whole) - len(wanted)
    if markup == "#":
        whole = whole.rstrip("#").rstrip(_BLANKS)
        if whole.endswith(wanted):
            return len(whole) - len(wanted)
    bare = wanted.lstrip(_BLANKS)  # a tab that a list ate half of was written out as blanks
    if whole.endswith(bare):
        return len(whole) - len(bare) - (len(wanted) - len(bare))
    return max(source.find(bare), 0)


def _cells(row: str) -> list[tuple[str, list[int]]]:
    """A table row's cells as markdown-it splits them, with the column of every character."""
    cells: list[tuple[list[str], list[int]]] = [([], [])]
    before = ""
    for column, character in enumerate(row):
        characters, columns = cells[-1]
        if character == "|" and before == "\\":
            characters[-1], columns[-1] = "|", column
        elif character == "|":
            cells.append(([], []))
        else:
            characters.append(character)
            columns.append(column)
        before = character
    if len(cells) > 1 and _CONTAINERS.match("".join(cells[0][0])):
        cells.pop(0)
    return [_trimmed("".join(characters), columns) for characters, columns in cells]


def _trimmed(text: str, columns: list[int]) -> tuple[str, list[int]]:
    lead = len(text) - len(text.lstrip(_BLANKS))
    trimmed = text.strip(_BLANKS)
    return trimmed, columns[lead : lead + len(trimmed)]
