"""Long lists -> pages of them, and articles -> entries of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from sidegloss import passages, views
from sidegloss.bylines import people
from sidegloss.model import Placed, Sourced
from sidegloss.pages.key import shares_of_kinds
from sidegloss.pages.notes import counted
from sidegloss.pages.surroundings import Surroundings
from sidegloss.slugs import root_from
from sidegloss.words import Words

LIST_LENGTH = 200
"""Entries of a list before it is paged (product.md, section 5)."""

T = TypeVar("T")

Listed = tuple[str, Callable[[], Iterator[views.Page]], tuple[Placed, ...], tuple[object, ...]]
"""(address, what makes the page there, the articles and what else it is made of)."""


def paged(
    around: Surroundings, address: str, entries: Sequence[T]
) -> Iterator[tuple[views.Pager, str, Sequence[T]]]:
    """Part a list: (where this page stands, its address, its entries); one page at least."""
    total = max(-(-len(entries) // LIST_LENGTH), 1)
    for number in range(1, total + 1):
        here = _address(address, number)
        root = root_from(here)
        pager = views.Pager(
            number,
            total,
            around.href(root, _address(address, number - 1)) if number > 1 else "",
            around.href(root, _address(address, number + 1)) if number < total else "",
        )
        yield pager, here, entries[(number - 1) * LIST_LENGTH : number * LIST_LENGTH]


def _address(address: str, number: int) -> str:
    return address if number == 1 else f"{address}page/{number}/"


def entry(around: Surroundings, place: Placed, root: str) -> views.Entry:
    """An article as a list shows it."""
    article, signed, words = place.article, around.byline(place), around.words
    is_signed = signed.is_reprint or article.front.author
    return views.Entry(
        title=article.title,
        href=around.href(root, place.address),
        date=article.front.date,
        author=people(words, signed.authors) if is_signed else "",
        publication=signed.publication,
        annotator=people(words, signed.annotators) if signed.is_reprint else "",
        summary=article.front.summary or article.lede,
        claims=len(passages.passages(place)),
        shares=shares_of_kinds(place),
        is_draft=article.front.draft,
    )


def claim_entry(words: Words, sourced: Sourced, text: str, href: str) -> views.ClaimEntry:
    """A claim as a list shows it: *text* with what its note comes to."""
    return views.ClaimEntry(
        text=text,
        href=href,
        kind=sourced.note.kind,
        finding=passages.finding(sourced.standing),
        judgement=passages.verdict_told(words, sourced),
        standing=counted(sourced.standing),
    )


def article_claims(
    around: Surroundings, place: Placed, root: str, count: int | None = None
) -> views.ArticleClaims:
    """The first *count* claims of an article, or all of them."""
    href = around.href(root, place.address)
    entries = tuple(
        claim_entry(
            around.words, passage.sourced, passage.claim.text, f"{href}#claim-{passage.label}"
        )
        for passage in passages.passages(place)[:count]
    )
    return views.ArticleClaims(place.article.title, href, entries)
