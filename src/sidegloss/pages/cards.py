"""Articles and passages -> what their pictures for sharing say, and where these stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sidegloss import views
from sidegloss.bylines import Byline, annotated_by, credited
from sidegloss.model import PageSettings, Placed
from sidegloss.passages import (
    Passage,
    finding,
    finding_told,
    passage_address,
    passages,
    standing_told,
    verdict_told,
)
from sidegloss.quotation_marks import inside, is_quotation
from sidegloss.trails import standing
from sidegloss.words import Words, count, date, load, term

FILE = "card.png"
SIZE = (1200, 630)
"""Pixels: what Open Graph's readers crop least."""


def pictures(
    settings: PageSettings, place: Placed, signed: Byline, made_for: str
) -> Iterator[tuple[str, views.CardView]]:
    """(address of the page, what its picture says) of an article and its passages.

    *made_for* is ``none``, ``articles`` or ``claims``. An article whose author names a picture has no other.
    """
    words = load(place.article.language, settings.words)
    plain = _article_card(settings, place, signed, words)
    if made_for != "none" and not place.article.front.image:
        yield place.address, _of_article(plain, place, words)
    if made_for == "claims" and settings.passage_pages:
        for passage in passages(place):
            yield passage_address(place.address, passage.label), _of_passage(plain, passage, words)


def _of_article(plain: views.CardView, place: Placed, words: Words) -> views.CardView:
    """An article's card: how many claims, and what they rest on."""
    whole = standing(trail for sourced in place.notes for trail in sourced.trails)
    numbers = (
        ("claim", len(passages(place))),
        ("origin", len(whole.origins)),
        ("retracted", len(whole.retracted)),
    )
    counts = [count(words, what, number) for what, number in numbers if number]
    found = finding(whole)
    return replace(
        plain,
        finding=term(words, f"finding.{found}") if found else "",
        standing=term(words, "list.comma").join(counts),
    )


def _of_passage(plain: views.CardView, passage: Passage, words: Words) -> views.CardView:
    """A passage's card: its text, and what its note says of it."""
    text = passage.claim.text
    is_own = is_quotation(text)
    return replace(
        plain,
        text=text if is_own else inside(text, words.quotes),
        is_quotation=not is_own,
        kind=passage.sourced.note.kind,
        finding=finding_told(words, passage.sourced),
        label=verdict_told(words, passage.sourced),
        standing=standing_told(words, passage.sourced),
    )


def _article_card(
    settings: PageSettings, place: Placed, signed: Byline, words: Words
) -> views.CardView:
    """The card of an article, without its standing."""
    front = place.article.front
    day = date(words, front.date) if front.date else ""
    is_signed = signed.is_reprint or front.author or front.date
    who = credited(words, signed) if is_signed else ""
    opening, closing = words.quotes[:2]
    return views.CardView(
        text=place.article.title,
        is_quotation=False,
        quotes=(opening.strip(), closing.strip()),
        kind="",
        finding="",
        label="",
        standing="",
        article_title=place.article.title,
        byline=" · ".join(filter(None, (who, annotated_by(words, signed), day))),
        site_title=settings.title,
        language=words.language,
        direction=words.direction,
    )
