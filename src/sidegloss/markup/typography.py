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

_MARK = re.compile("[\"']")
_APOSTROPHE = "’"
_BREAKS = ("softbreak", "hardbreak")


def typographic_quotes(state: StateCore) -> None:
    """Core rule, after the inline rules and before texts are joined; ``env["quotes"]`` or none."""
    marks: tuple[str, str, str, str] | None = state.env.get("quotes")
    if marks is None:
        return
    for token in state.tokens:
        if token.type == "inline" and ('"' in token.content or "'" in token.content):
            _curl(token.children or (), marks)


def _curl(children: Sequence[Token], marks: tuple[str, str, str, str]) -> None:
    """Replace the marks of one paragraph's texts."""
    texts = [_neighbour(child) for child in children]
    edits: dict[int, dict[int, str]] = {}
    waiting: list[tuple[str, int, int]] = []
    open_count = {'"': 0, "'": 0}
    for number, child in enumerate(children):
        if child.type != "text":
            continue
        for match in _MARK.finditer(child.content):
            mark, position = match[0], match.start()
            before = child.content[position - 1] if position else _last(texts, number)
            after = child.content[position + 1 : position + 2] or _first(texts, number)
            can_open, can_close = _sides(before, after, mark)
            if can_close and open_count[mark]:
                while waiting:  # what was opened inside and never closed stays as it is
                    kind, at, offset = waiting.pop()
                    open_count[kind] -= 1
                    if kind == mark:
                        break
                    if kind == "'":
                        edits.setdefault(at, {})[offset] = _APOSTROPHE
                is_inner = mark == "'"
                pair = marks[2:] if is_inner else marks[:2]
                edits.setdefault(at, {})[offset] = pair[0]
                edits.setdefault(number, {})[position] = pair[1]
            elif can_open:
                waiting.append((mark, number, position))
                open_count[mark] += 1
            elif mark == "'":
                edits.setdefault(number, {})[position] = _APOSTROPHE
    for mark, at, offset in waiting:
        if mark == "'":
            edits.setdefault(at, {})[offset] = _APOSTROPHE
    for number, changes in edits.items():
        children[number].content = _edited(children[number].content, changes)


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
        return " "
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
