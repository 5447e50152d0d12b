"""Two passages -> how much of their words they share: whether one is the other, reworded."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

SAME = 0.5
"""From here on two passages are taken for one, reworded: half of their words, in their order."""

_WORD = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\\w+"
)
"""A letter counts as a word where words are not parted: Thai, Lao, Burmese, Khmer, CJK."""


def likeness(one: str, other: str) -> float:
    """From 0 (no word in common) to 1 (the same words), by Ratcliff and Obershelp's measure."""
    first, second = _words(one), _words(other)
    if first == second:
        return 1.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
