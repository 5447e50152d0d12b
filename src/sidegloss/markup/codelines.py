"""The lines of a Markdown text, one after another -> which of them are code.

A model of CommonMark's block structure that knows only what decides this: quotations, list items, notes and
definitions (what contains), paragraphs (whose lines are never indented code) and fences.
`tests/test_comments.py` compares it with markdown-it's own reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

_FENCE = re.compile(r"(`{3,})[^`]*\Z|(~{3,})")
_ITEM = re.compile(r"([-+*]|(\d{1,9})[.)])(?=[ \t]|\Z)")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|\Z)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\Z")
_NOTE = re.compile(r"\[\^[^\]\[\s]+\]:")
_DEFINITION = re.compile(r"[:~](?=[ \t])")
_DEEPEST = 40
"""Containers in containers that are told apart; markdown-it reads 20."""
_QUOTE = -1
"""In place of the width of a list item."""


@dataclass(slots=True)
class CodeLines:
    """What the lines read so far leave open."""

    containers: tuple[int, ...] = ()
    """The width of each list item, note or definition that is open; `_QUOTE` for a quotation."""
    in_paragraph: bool = False
    was_paragraph: bool = False
    """Whether the last line that was not blank belonged to a paragraph: a definition may follow."""
    fence: str = ""
    is_empty_item: bool = False
    """Whether the last line opened a list item and ended: a blank line closes it."""

    def copy(self) -> CodeLines:
        """The same, to go on from another line."""
        return replace(self)

    def read(self, text: str) -> int | None:
        """Where the words of the next line begin; None if the line is code."""
        line = _Line(text)
        matched = line.enter(self.containers)
        is_whole = matched == len(self.containers)
        if self.fence and is_whole:
            self._close_fence(line)
            return None
        if line.is_blank:
            self._leave(matched - (is_whole and self.is_empty_item))
            return line.position
        self.is_empty_item = False
        if not is_whole and not self._is_lazy(line):
            self._leave(matched)
        return self._words(line)

    def _leave(self, matched: int) -> None:
        self.containers = self.containers[:matched]
        self.in_paragraph, self.fence, self.is_empty_item = False, "", False

    def _close_fence(self, line: _Line) -> None:
        rest = line.rest.rstrip(" \t")
        if line.indent < 4 and len(rest) >= len(self.fence) and not rest.strip(self.fence[0]):
            self.fence = ""

    def _is_lazy(self, line: _Line) -> bool:
        """Whether a line outside of the containers goes on with the paragraph inside them."""
        return self.in_paragraph and (line.indent >= 4 or not self._begins_block(line))

    def _begins_block(self, line: _Line) -> bool:
        rest = line.rest
        return bool(
            rest[0] == ">"
            or _FENCE.match(rest)
            or _HEADING.match(rest)
            or _RULE.match(rest)
            or _NOTE.match(rest)
            or self._item(line)
        )

    def _item(self, line: _Line) -> re.Match[str] | None:
        """A list marker at the head of a line; in a paragraph it must be ``1.`` and say something."""
        found = _ITEM.match(line.rest)
        if not found or _RULE.match(line.rest):
            return None
        if self.in_paragraph and _QUOTE not in self.containers[-1:] and not self.containers:
            is_empty = not line.rest[found.end() :].strip(" \t")
            return None if is_empty or (found[2] or "1").lstrip("0") != "1" else found
        return found

    def _words(self, line: _Line) -> int | None:
        """Open what the line opens; where its words begin, None if it is code."""
        while line.indent < 4 and not line.is_blank and len(self.containers) < _DEEPEST:
            if not self._open(line):
                break
        if line.is_blank:
            return line.position
        if line.indent >= 4 and not self.in_paragraph:
            self.was_paragraph = False
            return None
        fence = _FENCE.match(line.rest) if line.indent < 4 else None
        if fence:
            self.fence = fence[1] or fence[2]
            self.in_paragraph = self.was_paragraph = False
            return None
        ends = line.indent < 4 and (
            _HEADING.match(line.rest)
            or _RULE.match(line.rest)
            or (self.in_paragraph and _UNDERLINE.match(line.rest))
        )
        self.in_paragraph = self.was_paragraph = not ends
        return line.position

    def _open(self, line: _Line) -> bool:
        """Open the container that begins at the head of *line*, if one does."""
        rest, width = line.rest, 0
        if rest[0] == ">":
            line.quote()
            width = _QUOTE
        elif found := self._item(line):
            width = line.item(found.end())
            self.is_empty_item = line.is_blank
        elif found := _NOTE.match(rest):
            width = 4
            line.skip(found.end())
            self.is_empty_item = False
        elif self.was_paragraph and (found := _DEFINITION.match(rest)):
            width = line.item(found.end())
        else:
            return False
        self.containers += (width,)
        self.in_paragraph = self.was_paragraph = False
        return True


@dataclass(slots=True)
class _Line:
    """A line being read from the left; columns count tabs as up to four, as CommonMark does."""

    text: str
    position: int = 0
    column: int = 0
    """The column of the character at *position*."""
    margin: int = 0
    """The column at which the container begins that was entered last."""
    rest: str = field(default="")

    def __post_init__(self) -> None:
        self._skip_blanks()

    @property
    def is_blank(self) -> bool:
        return self.position == len(self.text)

    @property
    def indent(self) -> int:
        return self.column - self.margin

    def enter(self, containers: tuple[int, ...]) -> int:
        """Move past what keeps the line in *containers*; in how many of them it is."""
        for number, width in enumerate(containers):
            if width == _QUOTE:
                if self.is_blank or self.indent >= 4 or self.rest[0] != ">":
                    return number
                self.quote()
            elif not self.is_blank:
                if self.indent < width:
                    return number
                self.margin += width
        return len(containers)

    def quote(self) -> None:
        """Move past a ``>`` and the space that may follow it."""
        self.margin = self.column + 1
        self._move(1)
        if self.column > self.margin or self.text[self.position - 1 : self.position] in (" ", "\t"):
            self.margin += 1

    def item(self, length: int) -> int:
        """Move past a list marker of *length* characters; how far its item is indented."""
        begin, after = self.margin, self.column + length
        self._move(length)
        blanks = self.column - after
        self.margin = after + (1 if self.is_blank or blanks > 4 else blanks)
        return self.margin - begin

    def skip(self, length: int) -> None:
        """Move past *length* characters; the words that follow are not indented."""
        self._move(length)
        self.margin = self.column

    def _move(self, length: int) -> None:
        self.position += length
        self.column += length
        self._skip_blanks()

    def _skip_blanks(self) -> None:
        text, position, column = self.text, self.position, self.column
        while position < len(text) and text[position] in " \t":
            column += 4 - column % 4 if text[position] == "\t" else 1
            position += 1
        self.position, self.column, self.rest = position, column, text[position:]
