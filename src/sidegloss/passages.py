"""A placed article -> its passages that have an address of their own, and what is said of each.

A note's label is an address for ever: that of the first passage of the text that bears the note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sidegloss.model import Article, Claim, Kind, Placed, Sourced, Stance, Standing
from sidegloss.quotation_marks import inside, is_quotation
from sidegloss.shortening import shortened
from sidegloss.words import Words, count, term

HEADLINE = 90
"""Letters of a passage in a title: what the places that unfurl links show of one."""


UNDISPUTED = frozenset(("unsourced", "unverified", "confirmed", "true", "opinion"))
"""Verdicts that do not themselves make a claim disputed (product.md, section 3)."""


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


def further_passages(article: Article) -> Iterator[tuple[str, str, Claim]]:
    """(label, id, passage) of each passage that bears a note which an earlier passage bears already."""
    for claim in article.claims:
        for name in claim.ids:
            label, tilde, _ = name.partition("~")
            if tilde:
                yield label, name, claim


def stances(sourced: Sourced) -> tuple[Stance, ...]:
    """What the note's citations do to the claim, each stance once, in the order of `Stance`."""
    found = {trail.citation.stance for trail in sourced.trails}
    return tuple(stance for stance in Stance if stance in found)


def sources_of(sourced: Sourced) -> tuple[str, ...]:
    """Keys of the sources that the note's trails pass, each once: those that it cites come first."""
    followed = sourced.trails
    cited = [trail.steps[0].key for trail in followed]
    return tuple(dict.fromkeys((*cited, *(s.key for trail in followed for s in trail.steps))))


def passage_address(article: str, label: str) -> str:
    """The address of a passage's own page, below that of its article."""
    return f"{article}{label}/"


def headline(words: Words, claim: Claim) -> str:
    """The passage in quotation marks, not longer than a title may be."""
    return in_quotes(words, claim.text, HEADLINE)


def in_quotes(words: Words, text: str, length: int) -> str:
    """*text* in the language's quotation marks, cut to *length*; one that is a quotation keeps its own.

    Quotations inside *text* have the marks of an inner quotation.
    """
    opening, closing = words.quotes[:2]
    if is_quotation(text):
        opening, closing, text = text[:1], text[-1:], text[1:-1].strip("\u202f\u00a0 ")
        space = "\u202f" if words.quotes[0].endswith("\u202f") and opening == "«" else ""
        opening, closing = opening + space, space + closing
    else:
        text = inside(text, words.quotes)
    return f"{opening}{shortened(text, length)}{closing}"


def told(words: Words, sourced: Sourced) -> str:
    """A claim in one line: "Rests on a retracted source · Disputed · 2 outlets, 1 origin, 1 retracted"."""
    parts = (
        finding_told(words, sourced),
        verdict_told(words, sourced),
        standing_told(words, sourced),
    )
    return " · ".join(filter(None, parts))


def finding(standing: Standing) -> str:
    """What stands first wherever a claim is summed up, a key of ``finding.…``; empty for nothing."""
    if standing.retracted:
        return "retracted"
    return "perhaps-retracted" if standing.perhaps_retracted else ""


def finding_told(words: Words, sourced: Sourced) -> str:
    """The finding in words; may be empty."""
    found = finding(sourced.standing)
    return term(words, f"finding.{found}") if found else ""


def verdict_told(words: Words, sourced: Sourced) -> str:
    """The note's verdict in a word, or its kind if it gives none.

    A source may dispute a claim that the note does not call disputed: "Disputed · Confirmed" says both.
    """
    note = sourced.note
    kind = term(words, f"kind.{note.kind}")
    if not note.verdict:
        return kind
    verdict = term(words, f"verdict.{note.verdict}")
    is_hidden = note.kind is Kind.DISPUTED and note.verdict in UNDISPUTED
    return f"{kind} · {verdict}" if is_hidden else verdict


def standing_told(words: Words, sourced: Sourced) -> str:
    """What the note's trails come to: "3 outlets, 1 origin"; empty where nothing supports."""
    counts = [count(words, what, number) for what, number in counted(sourced.standing)]
    return term(words, "list.comma").join(counts)


def counted(standing: Standing) -> Iterator[tuple[str, int]]:
    """What is counted of a note, in the order it is said; nothing where nothing supports."""
    if not standing.outlets:
        return
    for what, keys in (
        ("outlet", standing.outlets),
        ("origin", standing.origins),
        ("retracted", standing.retracted),
        ("undetermined", standing.undetermined),
        ("unknown", standing.unknown),
        ("unasked", standing.not_asked),
        ("circular", standing.circular),
    ):
        if keys:
            yield what, len(keys)
