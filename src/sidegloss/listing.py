"""Cards of articles -> the order and the parts in which lists show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sidegloss.model import Card, FrontMatter
from sidegloss.slugs import slug

PART = 20
"""Articles to a page of claims: some 240 claims, as long as a list may be (product.md, section 5)."""


def is_listed(address: str, front: FrontMatter) -> bool:
    """Whether an article stands in lists and feeds: it has a date, and is not the front page."""
    return bool(address and front.date)


def newest_first(cards: Sequence[Card]) -> list[Card]:
    """The articles that stand in lists: those with a date, and not the front page.

    Those of one day stand by their ``order``, then those without one by their paths.
    """
    listed = [card for card in cards if is_listed(card.address, card.front)]
    listed.sort(key=_within_a_day)
    listed.sort(key=lambda card: card.front.date, reverse=True)
    return listed


def _within_a_day(card: Card) -> tuple[bool, int, str]:
    order = card.front.order
    return order is None, order or 0, card.path


# ---------------------------------------------------------------- tags and series


@dataclass(frozen=True, slots=True)
class TopicHead:
    """A tag or a series."""

    sort: str
    """``tags`` or ``series``."""
    name: str
    """As most of its articles write it."""
    address: str
    total: int
    """Articles."""
    has_feed: bool
    """Whether any of them is no draft."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag or a series, and its articles."""

    head: TopicHead
    articles: tuple[Card, ...]
    """Those of a tag the newest first, those of a series as they are to be read."""


@dataclass(frozen=True, slots=True)
class InSeries:
    """Where an article stands in its series, counted from 1, and what stands beside it."""

    number: int
    total: int
    previous: tuple[str, str] | None
    next: tuple[str, str] | None
    """Title and address."""


@lru_cache(maxsize=4096)
def topic_address(sort: str, name: str) -> str:
    """The address of a tag's or a series' page; *sort* is ``tags`` or ``series``."""
    return f"{sort}/{slug(name)}/"


def topics(cards: Sequence[Card], sort: str) -> list[Topic]:
    """The tags, or the series, of articles that stand in lists, by their names.

    Names that make one address are one: ``Water`` and ``water``.
    """
    found: dict[str, list[Card]] = defaultdict(list)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for card in newest_first([each for each in cards if _named(each, sort)]):
        named = {topic_address(sort, name): name for name in reversed(_named(card, sort))}
        for address, name in named.items():
            found[address].append(card)
            names[address][name] += 1
    made = [
        _topic(sort, _usual(names[address]), address, _as_read(articles, sort))
        for address, articles in found.items()
    ]
    return sorted(made, key=lambda topic: (topic.head.name.casefold(), topic.head.address))


def _topic(sort: str, name: str, address: str, articles: Sequence[Card]) -> Topic:
    has_feed = any(not card.front.draft for card in articles)
    return Topic(TopicHead(sort, name, address, len(articles), has_feed), tuple(articles))


def in_series(cards: Sequence[Card]) -> dict[str, InSeries]:
    """Where each article stands that belongs to a series, by the article's name."""
    return {
        card.name: InSeries(
            number,
            len(topic.articles),
            _neighbour(topic.articles[number - 2]) if number > 1 else None,
            _neighbour(topic.articles[number]) if number < len(topic.articles) else None,
        )
        for topic in topics(cards, "series")
        for number, card in enumerate(topic.articles, 1)
    }


def _neighbour(card: Card) -> tuple[str, str]:
    return card.title, card.address


def _named(card: Card, sort: str) -> tuple[str, ...]:
    front = card.front
    return front.tags if sort == "tags" else (front.series,) if front.series else ()


def _usual(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _as_read(articles: list[Card], sort: str) -> list[Card]:
    """A series begins with what has an ``order``; the rest follows, the oldest first."""
    if sort == "tags":
        return articles

    def place(each: Card) -> tuple[bool, int, str, str]:
        front = each.front
        return front.order is None, front.order or 0, front.date, each.path

    return sorted(articles, key=place)


# ---------------------------------------------------------------- feeds

FED = 20
"""Articles in a feed (product.md, section 5)."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: of the whole site, or of a topic."""

    address: str
    """Of the page that it goes with."""
    name: str
    """Of the topic; empty for the feed of the site."""
    articles: tuple[Card, ...]
    """The newest first; no drafts."""


def feed_path(address: str) -> str:
    """Where the feed stands that goes with the page at *address*."""
    return f"{address}feed.xml"


def feeds(cards: Sequence[Card]) -> Iterator[Feed]:
    """The feed of the site and those of its topics; none where it would be empty."""
    shown = [card for card in cards if not card.front.draft]
    newest = tuple(newest_first(shown)[:FED])
    if newest:
        yield Feed("", "", newest)
    for sort in ("tags", "series"):
        for topic in topics(shown, sort):
            newest_of = topic.articles if sort == "tags" else newest_first(topic.articles)
            yield Feed(topic.head.address, topic.head.name, tuple(newest_of[:FED]))


def changed_on(front: FrontMatter) -> str:
    """The last day on which an article changed, as it says itself; empty where it has no date."""
    return max(front.date, front.updated, *(day for day, _ in front.corrections), "")


# ---------------------------------------------------------------- claims


def in_parts(cards: Sequence[Card], size: int = PART) -> list[list[Card]]:
    """Articles in parts of *size*, the oldest part first, in each the newest first.

    A new article changes the last part only, and an edit the part it stands in. Articles without
    a date come first of all.
    """
    ordered = sorted(cards, key=_within_a_day, reverse=True)
    ordered.sort(key=lambda card: card.front.date)
    parts = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    return [part[::-1] for part in parts]


def parts_of_claims(cards: Sequence[Card]) -> list[list[Card]]:
    """Articles that make claims, in parts."""
    return in_parts([card for card in cards if card.makes_claims])


def noted_parts(cards: Sequence[Card]) -> list[list[Card]]:
    """Articles that have notes, in parts, as they are searched."""
    return in_parts([card for card in cards if card.is_noted])
