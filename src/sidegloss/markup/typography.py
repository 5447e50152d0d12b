"""Straight quotation marks in inline tokens -> a language's own; one linear pass a paragraph.

markdown-it's stock rule pairs marks on one level of nesting only and takes as long as all parsing;
here a mark's side is decided by its neighbours and pairs are sought across emphasis and claims.
Escaped marks (``\\"``) and code stay as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

Marks = tuple[str, str, str, str]
"""Opening and closing, then those of a quotation inside."""
Place = tuple[int, int]

_MARK = re.compile("[\"']")
_APOSTROPHE = "’"
_OMISSION = re.compile(
    r"'(?:n'|(?:\d\ds?|tis|twas|twere|em|til|till|cause|bout)\b(?!'))", re.IGNORECASE
)
"""An apostrophe that looks like the beginning of a quotation: '90s, 'tis, rock 'n' roll."""
_ENDS_N = frozenset(("'n'", "'N'"))
_BREAKS = ("softbreak", "hardbreak")


def typographic_quotes(state: StateCore) -> None:
    """Core rule, after the inline rules and before texts are joined; ``env["quotes"]`` or none."""
    marks: Marks | None = state.env.get("quotes")
    if marks is None:
        return
    for token in state.tokens:
        if token.type == "inline" and ('"' in token.content or "'" in token.content):
            _curl(token.children or (), marks)


def _curl(children: Sequence[Token], marks: Marks) -> None:
    """Replace the marks of one paragraph's texts."""
    texts = [_neighbour(child) for child in children]
    pairing = _Pairing(marks)
    is_address = False
    for number, child in enumerate(children):
        if child.type != "text" or is_address:
            is_address = child.markup == "autolink" and child.nesting == 1
            continue
        for match in _MARK.finditer(child.content):
            position = match.start()
            before = child.content[position - 1] if position else _last(texts, number)
            after = child.content[position + 1 : position + 2] or _first(texts, number)
            sides = _sides(before, after, match[0])
            if _is_omission(child.content, position, can_open=sides[0]):
                sides = (False, False)
            pairing.take(match[0], (number, position), sides)
    for number, changes in pairing.edits().items():
        children[number].content = _edited(children[number].content, changes)


def _is_omission(text: str, position: int, *, can_open: bool) -> bool:
    """Whether the mark stands for letters left out, whatever its neighbours look like."""
    ends_n = text[max(position - 2, 0) : position + 1] in _ENDS_N
    return ends_n or (can_open and _OMISSION.match(text, position) is not None)


class _Pairing:
    """Which marks open and close one another; a place is (number of the text, offset in it)."""

    def __init__(self, marks: Marks) -> None:
        self._signs = {'"': marks[:2], "'": marks[2:]}
        self._signs_at: dict[Place, str] = {}
        self._waiting: list[tuple[str, Place]] = []
        self._open = {'"': 0, "'": 0}

    def take(self, mark: str, place: Place, sides: tuple[bool, bool]) -> None:
        """The next mark of the paragraph; *sides*: whether it can open, and close."""
        can_open, can_close = sides
        if can_close and self._open[mark]:
            self._close(mark, place)
        elif can_open:
            self._waiting.append((mark, place))
            self._open[mark] += 1
        elif mark == "'":
            self._signs_at[place] = _APOSTROPHE

    def _close(self, mark: str, place: Place) -> None:
        while True:  # what was opened inside and never closed is an apostrophe, or stays
            kind, opened = self._waiting.pop()
            self._open[kind] -= 1
            if kind == mark:
                self._signs_at[opened], self._signs_at[place] = self._signs[mark]
                return
            if kind == "'":
                self._signs_at[opened] = _APOSTROPHE

    def edits(self) -> dict[int, dict[int, str]]:
        """Number of a text -> offset -> what stands there instead of the straight mark."""
        for mark, place in self._waiting:
            if mark == "'":
                self._signs_at[place] = _APOSTROPHE
        edits: dict[int, dict[int, str]] = {}
        for (number, offset), sign in self._signs_at.items():
            edits.setdefault(number, {})[offset] = sign
        return edits


def _edited(text: str, changes: dict[int, str]) -> str:
    parts, done = [], 0
    for offset in sorted(changes):
        parts += [text[done:offset], changes[offset]]
        done = offset + 1
    return "".join(parts) + text[done:]


def _neighbour(token: Token) -> str:
    if token.type in _BREAKS:
        return " "
    if token.type == "citation":
        return "x" if token.meta["reading"].is_bare else " "
    if token.type == "image":
        return "x"
    return token.content if token.nesting == 0 else ""


def _last(texts: Sequence[str], number: int) -> str:
    for text in reversed(texts[max(number - 8, 0) : number]):
        if text:
            return text[-1]
    return " "


def _first(texts: Sequence[str], number: int) -> str:
    for text in texts[number + 1 : number + 9]:
        if text:
            return text[0]
    return " "


def _sides(before: str, after: str, mark: str) -> tuple[bool, bool]:
    """Whether a mark between two characters may open and may close (CommonMark's flanking)."""
    space_before, space_after = before.isspace(), after.isspace()
    punct_before, punct_after = _is_punctuation(before), _is_punctuation(after)
    can_open = not space_after and (not punct_after or space_before or punct_before)
    can_close = not space_before and (not punct_before or space_after or punct_after)
    if mark == '"' and before.isdigit() and after != '"' and not (space_after or punct_after):
        return False, False  # 5"x3": inches
    if can_open and can_close:
        # between two letters: an apostrophe or nothing; beside punctuation it opens after it
        can_open, can_close = punct_before, punct_after
        if punct_before and punct_after:
            can_open = unicodedata.category(before) in ("Ps", "Pd", "Pi") or before in "—–/"
            can_close = not can_open
    return can_open, can_close


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
