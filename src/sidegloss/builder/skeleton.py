"""A site -> what the pages of one of its articles ask of the rest, small enough to be read at once.

An article whose file changed behind its face (`resolve/faces`) is understood, put in its place among
what is known of the others, and its own outputs are made: in a new process, without the site.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sidegloss.builder.kept import packed, unpacked
from sidegloss.listing import Fed, feeds, topic_address, topics
from sidegloss.model import (
    Article,
    Claim,
    FrontMatter,
    ImageSlot,
    Kind,
    LinkSlot,
    Location,
    Manuscript,
    Media,
    Placed,
    Site,
    Source,
)
from sidegloss.parse import skimmed
from sidegloss.slugs import target_name

_CLAIM = Claim((), (), "", Kind.CONTEXT, is_block=False, at=Location(""))
"""It stands for all that are made in a site: there is a page of them."""

Skeleton = dict[str, Any]
"""Plain values, and nouns as bytes: what is not asked for need not be made."""


def skeleton(
    site: Site,
    media: Sequence[Media],
    made_for: str,
    paths: dict[str, list[str]],
    searched: dict[str, str],
) -> Skeleton:
    """What is to be known of *site*. By an article's path: *paths* are what its maker came to,
    *searched* is the index that has its notes.
    """
    return {
        "settings": packed(site.settings),
        "sources": {source.key: packed(source) for source in site.sources},
        "places": {
            place.article.name: (place.address, place.article.path, place.article.title)
            for place in site.articles
        },
        "claiming": next((p.article.name for p in site.articles if p.article.claims), ""),
        "cited": sorted(site.cited),
        "departed": packed(site.departed),
        "named": site.named,
        "media": [(file.name, file.width, file.height) for file in media],
        "made_for": made_for,
        "paths": paths,
        "searched": searched,
        "series": _series(site.articles),
        "feeds": {
            fed.path: (fed.address, fed.name, tuple(p.article.path for p in fed.articles))
            for fed in (feeds(site.articles) if site.settings.url else ())
        },
    }


def _series(placed: Sequence[Placed]) -> dict[str, dict[str, tuple[str, int | None]]]:
    """Of each series the names of its articles, and by what they are put in order."""
    return {
        topic.address: {
            place.article.name: (place.article.front.date, place.article.front.order)
            for place in topic.articles
        }
        for topic in topics(placed, "series")
    }


def fleshed(known: Skeleton, placed: Sequence[Placed]) -> Site:
    """A site in which *placed* are whole, and of the others stands what their pages ask for."""
    settings = unpacked(known["settings"])
    led = dict(known["named"])
    names = {name for place in placed for name in _led_to(place, led)} | {*settings.nav}
    named = {place.article.front.series for place in placed} - {""}
    series = {name: known["series"].get(topic_address("series", name), {}) for name in named}
    names = names.union({known["claiming"]}, *series.values()) & known["places"].keys()
    own = {place.article.name: place for place in placed}
    fronts = {
        member: FrontMatter(series=name, date=date, order=order)
        for name, members in series.items()
        for member, (date, order) in members.items()
    }
    others = {
        name: _stub(name, known, fronts.get(name, FrontMatter())) for name in names - own.keys()
    }
    sources = sources_of(known, (key for place in placed for key in keys_of(place.article)))
    return Site(
        settings=settings,
        articles=tuple(sorted((own | others).values(), key=lambda place: place.article.path)),
        sources=tuple(sources[key] for key in sorted(sources)),
        cited=frozenset(known["cited"]),
        media=(),
        departed=unpacked(known["departed"]),
        named=tuple(led.items()),
    )


def fed_anew(known: Skeleton, paths: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The feeds that hold the text of one of the articles of *paths*: by a feed's path those of its articles."""
    return {
        path: articles
        for path, (_, _, articles) in known["feeds"].items()
        if not {*paths}.isdisjoint(articles)
    }


def fed(known: Skeleton, path: str, placed: Mapping[str, Placed]) -> Fed:
    """The feed at *path*; all its articles are among *placed*, by their paths."""
    address, name, articles = known["feeds"][path]
    return Fed(address, name, tuple(placed[path] for path in articles))


def sources_of(known: Skeleton, keys: Iterable[str]) -> dict[str, Source]:
    """The sources of *keys*, and those that they rest on."""
    found: dict[str, Source] = {}
    waiting = [key for key in keys if key in known["sources"]]
    while waiting:
        key = waiting.pop()
        if key not in found:
            source: Source = unpacked(known["sources"][key])
            found[key] = source
            waiting += [g.key for g in source.grounds if g.key in known["sources"]]
    return found


def keys_of(article: Article) -> Iterator[str]:
    """Of the sources that an article names."""
    yield article.front.source
    for note in article.notes:
        for citation in (*note.citations, *note.possible):
            yield from (step.key for step in citation.steps)


def _led_to(place: Placed, named: Mapping[str, str]) -> Iterator[str]:
    article = place.article
    for piece in (*article.body, *(each for note in article.notes for each in note.body)):
        if isinstance(piece, LinkSlot | ImageSlot) and piece.target:
            yield target_name(article.name, piece.target, named)


def _stub(name: str, known: Skeleton, front: FrontMatter) -> Placed:
    address, path, title = known["places"][name]
    article = skimmed(Manuscript(path, name, replace(front, title=title), ""), "en")
    if name == known["claiming"]:
        article = replace(article, claims=(_CLAIM,))
    return Placed(article, address, ())
