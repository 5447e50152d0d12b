"""A placed article -> all that its pages ask of its site, besides the article itself.

Where an article and what it needs are as they were, its pages and the files beside it are too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sidegloss import trails
from sidegloss.digests import digest
from sidegloss.listing import in_series
from sidegloss.model import Departed, ImageSlot, LinkSlot, Media, PageSettings, Placed, Site
from sidegloss.slugs import target_name

WHOLE_BIBLIOGRAPHY = "all sources"
"""Among what a piece is made of: the records of all sources, and which of them are cited."""


class Needs:
    """Tells what the articles of one site need; *media* gives the sizes of the files they show."""

    def __init__(self, site: Site, media: Iterable[Media]) -> None:
        self._sources = {source.key: source for source in site.sources}
        self._digests = {source.key: digest(source) for source in site.sources}
        self._whole = digest((self._digests, site.cited))
        self._addresses = {place.article.name: place.address for place in site.articles}
        self._named = dict(site.named)
        self._media = {file.name: (file.width, file.height) for file in media}
        self._departed: dict[str, list[Departed]] = defaultdict(list)
        for gone in site.departed:
            self._departed[gone.article].append(gone)
        self._series = in_series(site.articles)
        named = {name: title for name, title, _ in _navigation(site)}
        self.shared = (
            *(
                PageSettings.of(site.settings),
                tuple(_navigation(site)),
                bool(named),
                bool(site.cited),
            ),
            any(place.article.claims for place in site.articles),
        )
        """What every page of the site needs."""

    def also(self, values: Iterable[object]) -> tuple[object, ...]:
        """What a piece is made of besides articles, spelled out."""
        return tuple(self._whole if value is WHOLE_BIBLIOGRAPHY else value for value in values)

    def of(self, place: Placed) -> tuple[Any, ...]:
        """What *place* needs: plain values, in an order of their own."""
        article = place.article
        followed = [t for each in place.notes for t in (*each.trails, *each.named)]
        steps = {step.key for trail in followed for step in trail.steps}
        ways = {step.key for trail in followed for step in trail.ways}
        keys = trails.reach({*steps, *ways, article.front.source}, self._sources)
        return (
            place.address,
            tuple(self._digests.get(key, key) for key in sorted(keys)),
            tuple(each.proofs for each in place.notes),
            tuple(tuple(c.steps[0].key for c in each.note.named) for each in place.notes),
            tuple(self._departed.get(article.name, ())),
            tuple(self._led(place)),
            self._beside(place),
        )

    def _beside(self, place: Placed) -> tuple[object, ...]:
        """Where the article stands in its series, and between which others."""
        stand = self._series.get(place.article.name)
        if stand is None:
            return ()
        others = (stand.previous, stand.next)
        told = ((each.article.title, each.address) if each else None for each in others)
        return stand.number, stand.total, *told

    def _led(self, place: Placed) -> Iterator[tuple[str, Any, Any]]:
        """Where each link and image of the article leads."""
        article = place.article
        pieces = (*article.body, *(piece for note in article.notes for piece in note.body))
        targets = [p.target for p in pieces if isinstance(p, LinkSlot | ImageSlot)]
        for target in sorted({*targets, article.front.image} - {""}):
            name = target_name(article.name, target, self._named)
            yield name, self._addresses.get(name), self._media.get(name)


def _navigation(site: Site) -> Iterator[tuple[str, str, str]]:
    places = {place.article.name: place for place in site.articles}
    for name in site.settings.nav:
        if name in places:
            yield name, places[name].article.title, places[name].address
