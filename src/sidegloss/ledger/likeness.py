"""Two passages -> how many of their words they share: whether one is the other, reworded.

All work is bounded by the length of the texts: an author may relabel and reword a thousand claims.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

SAME = 0.5
"""From here on two passages are the same claim, reworded: half of their words, in their order."""

_WORD = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\\w+"
)
"""A letter counts as a word in scripts that do not separate words: Thai, Lao, Burmese, Khmer, CJK."""

_PAIRS = 2000
"""Pairs of equal words in two texts, up to which their order is compared; it takes that many steps."""
_CANDIDATES = 4
"""Passages that a lost claim is compared with."""
_POSTINGS = 1000
"""Steps that the search for these takes."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a passage, in order, and how often each occurs."""

    text: str
    words: tuple[str, ...]
    counts: Counter[str] = field(compare=False)


def wording(text: str) -> Wording:
    """Split *text* into words, case folded."""
    words = tuple(_WORD.findall(text.casefold()))
    return Wording(text, words, Counter(words))


def likeness(one: str, other: str) -> float:
    """From 0 (no word in common) to 1 (the same words), by Ratcliff and Obershelp's measure."""
    return compared(wording(one), wording(other))


def compared(one: Wording, other: Wording) -> float:
    """`likeness` of two wordings.

    If so few words are shared that they cannot be alike, or so many that comparing their order would
    take long, the result is the share of common words in any order, which is never lower.
    """
    if one.words == other.words:
        return 1.0
    sizes = len(one.words), len(other.words)
    if 2 * min(sizes) < SAME * sum(sizes):
        return 2 * min(sizes) / sum(sizes) if min(sizes) else 0.0
    common = one.counts.keys() & other.counts.keys()
    shared = 2 * sum(min(one.counts[w], other.counts[w]) for w in common) / sum(sizes)
    pairs = sum(one.counts[word] * other.counts[word] for word in common)
    if shared < SAME or pairs > _PAIRS:
        return shared
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio()


class Index:
    """Passages by their words: finds the few that a text may be a rewording of."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.wordings = [wording(text) for text in texts]
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self.wordings):
            self._exact[one.text].append(number)
            for word in one.counts:
                self._with[word].append(number)

    def exact(self, text: str) -> list[int]:
        """The numbers of the passages with just this text."""
        return self._exact.get(text, [])

    def candidates(self, one: Wording) -> list[int]:
        """The numbers of the passages that share the rarest words."""
        found = (self._with.get(word, []) for word in one.counts)
        weights: dict[int, float] = defaultdict(float)
        steps = 0
        for numbers in sorted(filter(None, found), key=len):
            if steps and steps + len(numbers) > _POSTINGS:
                break
            steps += len(numbers)
            for number in numbers[:_POSTINGS]:
                weights[number] += 1 / len(numbers)
        return sorted(weights, key=lambda number: (-weights[number], number))[:_CANDIDATES]

    def alike(self, text: str) -> list[tuple[float, int]]:
        """(likeness, number) of the candidates that are *text*, reworded; the likest first."""
        one = wording(text)
        scored = [(compared(one, self.wordings[n]), n) for n in self.candidates(one)]
        return sorted(
            ((s, n) for s, n in scored if s >= SAME), key=lambda each: (-each[0], each[1])
        )
