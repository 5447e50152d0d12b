"""Placed articles -> the order and the parts in which lists show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sidegloss.model import Article, Placed, Site
from sidegloss.slugs import slug

PART = 20
"""Articles to a page of claims: some 240 claims, as long as a list may be (product.md, section 5)."""


def is_listed(place: Placed) -> bool:
    """Whether an article stands in lists and feeds: it has a date, and is not the front page."""
    return bool(place.address and place.article.front.date)


def newest_first(placed: Sequence[Placed]) -> list[Placed]:
    """The articles that stand in lists: those with a date, and not the front page.

    Those of one day stand by their ``order``, then those without one by their paths.
    """
    listed = [place for place in placed if is_listed(place)]
    listed.sort(key=_within_a_day)
    listed.sort(key=lambda place: place.article.front.date, reverse=True)
    return listed


def _within_a_day(place: Placed) -> tuple[bool, int, str]:
    order = place.article.front.order
    return order is None, order or 0, place.article.path


# ---------------------------------------------------------------- tags and series


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag or a series, and its articles."""

    sort: str
    """``tags`` or ``series``."""
    name: str
    """As most of its articles write it."""
    address: str
    articles: tuple[Placed, ...]
    """Those of a tag the newest first, those of a series as they are to be read."""


@dataclass(frozen=True, slots=True)
class InSeries:
    """Where an article stands in its series, counted from 1, and what stands beside it."""

    number: int
    total: int
    previous: Placed | None
    next: Placed | None


@lru_cache(maxsize=4096)
def topic_address(sort: str, name: str) -> str:
    """The address of a tag's or a series' page; *sort* is ``tags`` or ``series``."""
    return f"{sort}/{slug(name)}/"


def topics(placed: Sequence[Placed], sort: str) -> list[Topic]:
    """The tags, or the series, of articles that stand in lists, by their names.

    Names that make one address are one: ``Water`` and ``water``.
    """
    found: dict[str, list[Placed]] = defaultdict(list)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for place in newest_first([each for each in placed if _named(each, sort)]):
        named = {topic_address(sort, name): name for name in reversed(_named(place, sort))}
        for address, name in named.items():
            found[address].append(place)
            names[address][name] += 1
    made = [
        Topic(sort, _usual(names[address]), address, tuple(_as_read(articles, sort)))
        for address, articles in found.items()
    ]
    return sorted(made, key=lambda topic: (topic.name.casefold(), topic.address))


def in_series(placed: Sequence[Placed]) -> dict[str, InSeries]:
    """Where each article stands that belongs to a series, by the article's name."""
    return {
        place.article.name: InSeries(
            number,
            len(topic.articles),
            topic.articles[number - 2] if number > 1 else None,
            topic.articles[number] if number < len(topic.articles) else None,
        )
        for topic in topics(placed, "series")
        for number, place in enumerate(topic.articles, 1)
    }


def _named(place: Placed, sort: str) -> tuple[str, ...]:
    front = place.article.front
    return front.tags if sort == "tags" else (front.series,) if front.series else ()


def _usual(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _as_read(articles: list[Placed], sort: str) -> list[Placed]:
    """A series begins with what has an ``order``; the rest follows, the oldest first."""
    if sort == "tags":
        return articles

    def place(each: Placed) -> tuple[bool, int, str, str]:
        front = each.article.front
        return front.order is None, front.order or 0, front.date, each.article.path

    return sorted(articles, key=place)


# ---------------------------------------------------------------- feeds

FED = 20
"""Articles in a feed (product.md, section 5)."""


@dataclass(frozen=True, slots=True)
class Fed:
    """A feed: of the whole site, or of a topic."""

    address: str
    """Of the page that it goes with."""
    name: str
    """Of the topic; empty for the feed of the site."""
    articles: tuple[Placed, ...]
    """The newest first; no drafts."""

    @property
    def path(self) -> str:
        return feed_path(self.address)


def feed_path(address: str) -> str:
    """Where the feed stands that goes with the page at *address*."""
    return f"{address}feed.xml"


def feeds(placed: Sequence[Placed]) -> Iterator[Fed]:
    """The feed of the site and those of its topics; none where it would be empty."""
    shown = [place for place in placed if not place.article.front.draft]
    newest = tuple(newest_first(shown)[:FED])
    if newest:
        yield Fed("", "", newest)
    for sort in ("tags", "series"):
        for topic in topics(shown, sort):
            newest_of = topic.articles if sort == "tags" else newest_first(topic.articles)
            yield Fed(topic.address, topic.name, tuple(newest_of[:FED]))


def changed_on(place: Placed) -> str:
    """The last day on which an article changed, as it says itself; empty where it has no date."""
    front = place.article.front
    return max(front.date, front.updated, *(day for day, _ in front.corrections), "")


# ---------------------------------------------------------------- claims


def parts_of_claims(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Articles with claims in parts of `PART`, the oldest part first, in each the newest first.

    A new article changes the last part only, and an edit the part it stands in. Articles without
    a date come first of all.
    """
    return in_parts([place for place in placed if makes_claims(place.article)])


def in_parts(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Articles in parts of `PART`, as `parts_of_claims` has them."""
    ordered = sorted(placed, key=_within_a_day, reverse=True)
    ordered.sort(key=lambda place: place.article.front.date)
    parts = [ordered[start : start + PART] for start in range(0, len(ordered), PART)]
    return [part[::-1] for part in parts]


def noted_parts(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Articles that have notes, in parts, as they are searched."""
    return in_parts([place for place in placed if place.notes])


def is_searched(site: Site) -> bool:
    """Whether the site has a page for searching: where it wants one, and has what can be found."""
    has_any = bool(site.cited) or any(place.article.claims for place in site.articles)
    return has_any and site.settings.search != "none"


def makes_claims(article: Article) -> bool:
    """Whether any passage of the article is a claim with an address of its own."""
    return any("~" not in name for claim in article.claims for name in claim.ids)
