"""A word that is not known -> the known one that was probably meant, for a hint.

What a guess costs is bounded, and so is how many are made: a file in which every label is wrong
must not be compared word by word with all the others.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

COMPARED = 300
"""Known words that one guess compares letter by letter; of more, those of like length and beginning."""


def nearest(word: str, known: Iterable[str], least: float = 0.6) -> str:
    """The one of *known* that was probably meant, empty if none is near (*least*, from 0 to 1)."""
    words = list(known)
    if len(words) > COMPARED:
        first, size = word[:1], len(word)
        alike = (each for each in words if each[:1] == first and abs(len(each) - size) < 3)
        words = [each for each, _ in zip(alike, range(COMPARED), strict=False)]
    found = difflib.get_close_matches(word, words, 1, least)
    return found[0] if found else ""


class Guesses:
    """Guesses for a number of mistakes: who makes more is helped enough by the first."""

    def __init__(self, most: int = 100) -> None:
        self.left = most

    def is_due(self) -> bool:
        """Whether one more guess is to be made; it is counted."""
        self.left -= 1
        return self.left >= 0
