"""A placed article -> its passages that have an address of their own, and what is said of each.

A note's label is an address for ever: that of the first passage of the text that bears the note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sidegloss.model import Claim, Placed, Sourced, Standing
from sidegloss.shortening import shortened
from sidegloss.words import Words, count, term

HEADLINE = 90
"""Letters of a passage in a title: what the places that unfurl links show of one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A note, and the first passage that bears it. *label* is the note's address."""

    label: str
    claim: Claim
    sourced: Sourced


def passages(place: Placed) -> tuple[Passage, ...]:
    """The passages of an article, in the order of their notes' numbers."""
    first = {label: claim for claim in reversed(place.article.claims) for label in claim.ids}
    return tuple(
        Passage(sourced.note.address, first[sourced.note.address], sourced)
        for sourced in place.notes
        if sourced.note.address in first
    )


def passage_address(article: str, label: str) -> str:
    """The address of a passage's own page, below that of its article."""
    return f"{article}{label}/"


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


def headline(words: Words, claim: Claim) -> str:
    """The passage in quotation marks, not longer than a title may be."""
    return in_quotes(words, claim.text, HEADLINE)


def in_quotes(words: Words, text: str, length: int) -> str:
    """*text* in the language's quotation marks, cut to *length*; one that is a quotation keeps its own."""
    opening, closing = words.quotes[:2]
    if is_quotation(text):
        opening, closing, text = text[:1], text[-1:], text[1:-1].strip("\u202f\u00a0 ")
        space = "\u202f" if words.quotes[0].endswith("\u202f") and opening == "«" else ""
        opening, closing = opening + space, space + closing
    return f"{opening}{shortened(text, length)}{closing}"


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


def told(words: Words, passage: Passage) -> str:
    """How the claim stands: "Disputed · 3 outlets, 1 origin"."""
    both = verdict_told(words, passage), standing_told(words, passage)
    return " · ".join(filter(None, both))


def verdict_told(words: Words, passage: Passage) -> str:
    """The note's verdict in a word, or its kind where it gives none."""
    note = passage.sourced.note
    return term(words, f"verdict.{note.verdict}" if note.verdict else f"kind.{note.kind}")


def standing_told(words: Words, passage: Passage) -> str:
    """What the note's trails come to: "3 outlets, 1 origin"; empty where nothing supports."""
    counts = [count(words, what, number) for what, number in counted(passage.sourced.standing)]
    return term(words, "list.comma").join(counts)


def counted(standing: Standing) -> Iterator[tuple[str, int]]:
    """What is counted of a note, in the order it is said; nothing where nothing supports."""
    if not standing.outlets:
        return
    for what, keys in (
        ("outlet", standing.outlets),
        ("origin", standing.origins),
        ("undetermined", standing.undetermined),
        ("unknown", standing.unknown),
        ("unasked", standing.not_asked),
        ("circular", standing.circular),
    ):
        if keys:
            yield what, len(keys)
