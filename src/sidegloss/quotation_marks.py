"""Quotation marks around a text: whether it has some, and which it has inside.

*quotes* are a language's marks: opening and closing, then those of a quotation inside a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

Quotes = tuple[str, str, str, str]

_PAIRS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
    "「": "」",
    "『": "』",
    "”": "”",
}
"""Opening quotation mark -> the marks that may close it."""


def is_quotation(text: str) -> bool:
    """Whether one pair of quotation marks encloses the whole of *text*."""
    closing = _PAIRS.get(text[:1], "")
    if len(text) < 3 or not closing or text[-1] not in closing:
        return False
    depth = 0
    for mark in text[1:-1]:
        depth += (mark == text[0] and mark not in closing) - (mark in closing)
        if depth < 0 and mark != "’":
            return False
    return True


def inside(text: str, quotes: Quotes) -> str:
    """*text* as it is written inside quotation marks: “…” becomes ‘…’, and ‘…’ becomes “…”."""
    return all_inside((text,), quotes)[0]


def all_inside(texts: Sequence[str], quotes: Quotes) -> list[str]:
    """The same for a text in several parts. A mark without its counterpart is left as it is."""
    waiting: dict[bool, list[tuple[int, int, int]]] = {True: [], False: []}
    changes: list[tuple[int, int, int, str]] = []
    for number, text in enumerate(texts):
        for found in _signs(quotes).finditer(text):
            start, end = found.span()
            is_apostrophe = found[0] == "’" and text[end : end + 1].isalnum()
            for is_outer in (True, False):
                opening, closing = quotes[:2] if is_outer else quotes[2:]
                other, its_closing = quotes[2:] if is_outer else quotes[:2]
                if found[0] == closing and waiting[is_outer] and not is_apostrophe:
                    changes.append((*waiting[is_outer].pop(), other))
                    changes.append((number, start, end, its_closing))
                elif found[0] == opening:
                    waiting[is_outer].append((number, start, end))
                else:
                    continue
                break
    out = list(texts)
    for number, start, end, sign in sorted(changes, reverse=True):
        out[number] = out[number][:start] + sign + out[number][end:]
    return out


@lru_cache(maxsize=64)
def _signs(quotes: Quotes) -> re.Pattern[str]:
    """Matches any of the marks, the longest first: some have a space."""
    signs = sorted(set(quotes), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, signs)))
