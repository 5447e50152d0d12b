"""Articles and passages -> what their pictures for sharing say, and where these stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from sidegloss import views
from sidegloss.bylines import Byline, annotated_by, byline, credited
from sidegloss.model import Placed, Site
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


def _nothing(_: views.CardView) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Cards:
    """For what pictures are made (``none``, ``articles``, ``claims``), and whether one can be drawn."""

    made_for: str = "none"
    can_be_drawn: Callable[[views.CardView], bool] = _nothing

    def of_article(self, site: Site, place: Placed, signed: Byline) -> views.CardView | None:
        """An article's picture, or None."""
        if self.made_for == "none":
            return None
        words = load(place.article.language, site.settings.words)
        whole = standing(trail for sourced in place.notes for trail in sourced.trails)
        numbers = (
            ("claim", len(passages(place))),
            ("origin", len(whole.origins)),
            ("retracted", len(whole.retracted)),
        )
        counts = [count(words, what, number) for what, number in numbers if number]
        found = finding(whole)
        card = replace(
            _article_card(site, place, signed, words),
            finding=term(words, f"finding.{found}") if found else "",
            standing=term(words, "list.comma").join(counts),
        )
        return self._drawn(card)

    def of_passage(
        self, site: Site, place: Placed, passage: Passage, signed: Byline
    ) -> views.CardView | None:
        """A passage's picture, or None."""
        if self.made_for != "claims":
            return None
        words = load(place.article.language, site.settings.words)
        text = passage.claim.text
        is_own = is_quotation(text)
        card = replace(
            _article_card(site, place, signed, words),
            text=text if is_own else inside(text, words.quotes),
            is_quotation=not is_own,
            kind=passage.sourced.note.kind,
            finding=finding_told(words, passage.sourced),
            label=verdict_told(words, passage.sourced),
            standing=standing_told(words, passage.sourced),
        )
        return self._drawn(card)

    def _drawn(self, card: views.CardView) -> views.CardView | None:
        return card if self.can_be_drawn(card) else None


def pictures(site: Site, cards: Cards) -> Iterator[tuple[Placed, str, views.CardView]]:
    """(article, path of its file, what it says) of every picture.

    An article whose author names a picture has no other.
    """
    sources = {source.key: source for source in site.sources}
    for place in site.articles:
        signed = byline(place.article.front, site.settings, sources)
        card = cards.of_article(site, place, signed)
        if card and not place.article.front.image:
            yield place, f"{place.address}{FILE}", card
        if site.settings.passage_pages:
            for passage in passages(place):
                card = cards.of_passage(site, place, passage, signed)
                if card:
                    address = passage_address(place.address, passage.label)
                    yield place, f"{address}{FILE}", card


def _article_card(site: Site, place: Placed, signed: Byline, words: Words) -> views.CardView:
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
        site_title=site.settings.title,
        language=words.language,
        direction=words.direction,
    )
