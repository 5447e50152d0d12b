"""A word that is not known -> the known one that was probably meant, for a hint.

A wrong guess is worse than none, so a word is proposed only if few slips of the keyboard lead to it.
The cost of a guess is bounded, and so is their number: a file in which every label is wrong must
not be compared word by word with all the others.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

COMPARED = 300
"""Known words that one guess compares letter by letter; of more, those of like length and beginning."""

LONGEST = 80
"""Characters of a word that is compared: nothing longer is a slip of the keyboard."""

_REST = re.compile(r"[\W_]?\d+[a-z]?\Z|[-_.:]\w+\Z")
"""What a word may lack at its end: a year, or further parts (``smith`` for ``smith2020``)."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of *known* that was probably meant, without regard to case; empty if none is near.

    Of several as near, the one that begins alike. Near means one slip in four letters: a letter too many, too few or wrong, or two exchanged
    (optimal string alignment distance). Three letters may only be exchanged.
    """
    words = list(known)
    if len(words) > COMPARED:
        first, size = word[:1].casefold(), len(word)
        alike = (
            each for each in words if each[:1].casefold() == first and abs(len(each) - size) < 4
        )
        words = [each for each, _ in zip(alike, range(COMPARED), strict=False)]
    folded = word.casefold()
    found = [(distance, each) for each in words if (distance := _slips(folded, each)) is not None]
    return min(found, key=lambda one: (one[0], -_shared(folded, one[1])))[1] if found else ""


def _shared(folded: str, other: str) -> int:
    """Letters with which both words begin."""
    pairs = zip(folded, other.casefold(), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def completed(word: str, known: Iterable[str]) -> str:
    """The one of *known* that *word* begins, up to a year or a further part; empty if not exactly one."""
    folded = word.casefold()
    if len(folded) < 4:
        return ""
    found = [
        each
        for each in known
        if each.casefold().startswith(folded) and _REST.match(each[len(word) :])
    ]
    return found[0] if len(found) == 1 else ""


def closest(word: str, known: Iterable[str]) -> str:
    """The one of *known* that is most like *word*, however unlike it is; empty if there is none."""
    found = difflib.get_close_matches(word, list(known), 1, 0)
    return found[0] if found else ""


def _slips(folded: str, other: str) -> int | None:
    """How many slips lead from one word to the other; None if they are too many."""
    other = other.casefold()
    if folded == other:
        return 0
    size = max(len(folded), len(other))
    most = size // 4 or 1
    if size > LONGEST or abs(len(folded) - len(other)) > most or min(len(folded), len(other)) < 2:
        return None
    if sum((Counter(folded) - Counter(other)).values()) > most:
        return None
    slips = _distance(folded, other)
    is_near = slips <= most and (size > 3 or sorted(folded) == sorted(other))
    return slips if is_near else None


def _distance(one: str, other: str) -> int:
    """Letters to insert, delete, replace or exchange with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            cost = min(line[-1] + 1, last[column] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


class Guesses:
    """Guesses for a number of mistakes: who makes more is helped enough by the first."""

    def __init__(self, most: int = 100) -> None:
        self.left = most

    def is_due(self) -> bool:
        """Whether one more guess is to be made; it is counted."""
        self.left -= 1
        return self.left >= 0
