"""Escapes and entities that name characters which no page may contain -> texts without them.

An article's text is cleaned before it is parsed. What is left are ``&#12;``, which markdown-it takes for a
character, and ``%00`` in an address that is shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sidegloss.characters import FORBIDDEN, clean

_BREAKS = re.compile("[\t\n\u2028\u2029]")


def keep_characters_out(md: MarkdownIt) -> None:
    """Make *md* give tokens without forbidden characters, if its input has none."""
    shown: Callable[[str], str] = md.normalizeLinkText
    md.normalizeLinkText = lambda link: _escaped(shown(link))  # type: ignore[method-assign]
    md.core.ruler.after("inline", "entities_clean", _clean_entities)


def _escaped(address: str) -> str:
    """An address as it is shown: no escape in it became a control character or a line break."""
    for pattern in (FORBIDDEN, _BREAKS):
        address = pattern.sub(lambda found: quote(found[0], errors="replace"), address)
    return address


def _clean_entities(state: StateCore) -> None:
    if "&#" not in state.src:
        return
    for token in state.tokens:
        _clean(token)


def _clean(token: Token) -> None:
    token.content, token.info = clean(token.content), clean(token.info)
    attributes: dict[str, Any] = token.attrs
    for name, value in attributes.items():
        if isinstance(value, str):
            attributes[name] = clean(value)
    for child in token.children or ():
        _clean(child)
