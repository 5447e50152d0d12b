"""Inline tokens -> plain text: what a reader would hear, without markers and citations."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it.token import Token

_TEXT = ("text", "text_special", "code_inline")
_BREAKS = ("softbreak", "hardbreak")


def plain(children: Iterable[Token]) -> str:
    """The text of inline tokens; an image counts by its description."""
    parts = []
    for token in children:
        if token.type in _TEXT:
            parts.append(token.content)
        elif token.type in _BREAKS:
            parts.append(" ")
        elif token.type == "image":
            parts.append(plain(token.children or ()))
    return "".join(parts)


def folded(text: str) -> str:
    """The text with every run of blanks as one."""
    return " ".join(text.split())
