"""Text with the markup that exports allow in it (``<i>``, ``<sub>``, ``&amp;``) -> plain text."""

from __future__ import annotations

import html
import re

_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|sc|sup|sub|span|scp|tt|inf|p|br|title|math|m[inos]|mrow|mtext|ms(?:ub|up)|mml:\w+|jats:\w+)(?: [^<>]*)?/?>",
    re.IGNORECASE,
)
_SHIFTED = re.compile(r"<(su[bp])(?: [^<>]*)?>([^<>]{1,20})</\1>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_SUPERSCRIPTS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()aeoxhklmnpstij", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼ")


def plain(text: str) -> str:
    """*text* without the tags that CSL, Crossref and publishers use, and with entities as characters.

    Raised and lowered signs become Unicode's where it has them: ``H<sub>2</sub>O`` -> ``H₂O``.
    """
    if "<" not in text and "&" not in text:
        return text
    return _ENTITY.sub(_character, _TAG.sub("", _SHIFTED.sub(_moved, text)))


def superscript(text: str) -> str:
    """*text* raised, where Unicode has every sign of it (``²``, ``ⁿ⁺¹``); else as it is."""
    return _shifted(text, _SUPERSCRIPTS)


def subscript(text: str) -> str:
    """*text* lowered, where Unicode has every sign of it; else as it is."""
    return _shifted(text, _SUBSCRIPTS)


def _shifted(text: str, table: dict[int, int]) -> str:
    bare = text.strip()
    return bare.translate(table) if bare and all(ord(sign) in table for sign in bare) else text


def _moved(found: re.Match[str]) -> str:
    return superscript(found[2]) if found[1].lower() == "sup" else subscript(found[2])


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])
