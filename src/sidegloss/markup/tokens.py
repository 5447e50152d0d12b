"""Inline tokens -> plain text: what a reader would hear, without markers and citations."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it.token import Token

_TEXT = frozenset(("text", "text_special", "code_inline", "math_inline"))
_BREAKS = frozenset(("softbreak", "hardbreak"))


def plain(children: Iterable[Token]) -> str:
    """The text of inline tokens; an image counts by its description."""
    return "".join([text_of(token) for token in children])


def text_of(token: Token) -> str:
    """The text of one inline token; "" for a tag or a mark."""
    if token.type in _TEXT:
        return str(token.meta.get("text", token.content))
    if token.type in _BREAKS:
        return " "
    return plain(token.children or ()) if token.type == "image" else ""


def folded(text: str) -> str:
    """The text with every run of blanks as one."""
    return " ".join(text.split())
