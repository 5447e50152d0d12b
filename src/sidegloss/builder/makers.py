"""A resolved site and how it is to be shown -> what makes its outputs: pieces that know their keys.

The same job gives the same makers in the same order in every process: so one can be named by its number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sidegloss import cards
from sidegloss.builder import pagefind
from sidegloss.builder.programs import program
from sidegloss.builder.unchanged import look_of
from sidegloss.digests import digest
from sidegloss.exports import (
    EXPORTS,
    claims_index,
    claims_indexes,
    search_articles,
    search_index,
    search_indexes,
    search_sources,
)
from sidegloss.listing import Fed, is_searched
from sidegloss.model import Media, Output, Placed, Site
from sidegloss.pages import (
    WHOLE_BIBLIOGRAPHY,
    Cards,
    Needs,
    Piece,
    Surroundings,
    article_piece,
    feed_piece,
    pictures,
    pieces,
)
from sidegloss.theme import Theme
from sidegloss.views import CardView
from sidegloss.words import load


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be made of a site, and where. Whoever works at it must see the same folders."""

    site: Site
    root: Path
    """The site's folder."""
    output: Path
    staging: Path
    """A folder for outputs on their way to *output*."""
    made_for: str
    """For what pictures are made."""
    is_for_disk: bool
    media: tuple[Media, ...]
    """The files that articles show, measured."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes some of the outputs. *key* holds everything they depend on; empty: they are always made."""

    make: Callable[[], Iterable[Output]]
    key: str = ""
    article: str = ""
    """The path of the article whose pages are made; empty where it makes something else."""


def makers(job: Job, theme: Theme, articles: Mapping[str, str]) -> Iterator[Maker]:
    """All makers of a job. *articles* are digests of the articles, by path; without any, no keys."""
    site, made = job.site, _cards(job)
    drawn = tuple(pictures(site, made))
    keys = _Keys(job, theme, articles, drawn) if articles else None
    for piece in pieces(site, job.media, made, is_for_disk=job.is_for_disk):
        path = piece.place.article.path if piece.place else ""
        make = partial(_shown, theme, piece)
        yield Maker(make, keys.of_piece(piece) if keys else "", path)
    for _, path, card in drawn:
        yield Maker(partial(_pictured, path, card), _key_of(path, card) if keys else "")
    words = load(site.settings.language, site.settings.words)
    for path, part in claims_indexes(site):
        make = partial(_outputs, partial(claims_index, path, part, words))
        yield Maker(make, keys.of((path,), part, ()) if keys else "")
    if is_searched(site) and not job.is_for_disk:
        yield from _searched(job, keys)
    for export in EXPORTS:
        yield Maker(partial(export, site))


def _searched(job: Job, keys: _Keys | None) -> Iterator[Maker]:
    """The makers of what readers search."""
    site = job.site
    key = keys.of(("search sources",), (), (WHOLE_BIBLIOGRAPHY,)) if keys else ""
    yield Maker(partial(_outputs, partial(search_sources, site)), key)
    if site.settings.search == "pagefind":
        key = pagefind.key_of(site) if keys else ""
        yield Maker(partial(pagefind.indexed, site, job.staging / "records"), key)
        return
    words = load(site.settings.language, site.settings.words)
    for path, part in search_indexes(site):
        make = partial(_outputs, partial(search_index, path, part, words))
        yield Maker(make, keys.of((path,), part, ()) if keys else "")
    key = keys.of(("search articles",), site.articles, ()) if keys else ""
    yield Maker(partial(_outputs, partial(search_articles, site)), key)


class _Keys:
    """Keys of what is made of a site's articles; each article is gone through once."""

    def __init__(
        self,
        job: Job,
        theme: Theme,
        articles: Mapping[str, str],
        drawn: Iterable[tuple[Placed, str, CardView]],
    ) -> None:
        self._needs, self._articles = Needs(job.site, job.media), articles
        self._drawn: dict[str, list[str]] = defaultdict(list)
        """By an article's path the pictures that its pages link to: fonts decide which can be drawn."""
        for place, path, _ in drawn:
            self._drawn[place.article.path].append(path)
        shown = (job.made_for, job.is_for_disk, theme.version(), program())
        self._around = digest((self._needs.shared, shown))
        self._known: dict[str, str] = {}

    def of_piece(self, piece: Piece) -> str:
        """Empty for one that is made of who knows what."""
        return "" if piece.on is None else self.of(piece.paths[:1], piece.on, piece.also)

    def of(self, what: tuple[str, ...], on: Iterable[Placed], also: Iterable[object]) -> str:
        own = tuple(map(self._own, on))
        return digest((self._around, what, own, self._needs.also(also)))

    def _own(self, place: Placed) -> str:
        path = place.article.path
        if path not in self._known:
            own = self._articles.get(path), self._needs.of(place), self._drawn.get(path)
            self._known[path] = digest(own)
        return self._known[path]


def _key_of(path: str, card: CardView) -> str:
    """The key of a picture: what it says, and how the fonts look that it is set in."""
    fonts = tuple((font, look_of(font)) for font in cards.fonts(card))
    return digest((path, card, fonts, program()))


def article_makers(job: Job, theme: Theme, placed: Iterable[Placed]) -> Iterator[Maker]:
    """The makers of some articles, none of them the front page, as `makers` gives them without keys."""
    around, made = Surroundings(job.site, is_for_disk=job.is_for_disk), _cards(job)
    for place in placed:
        piece = article_piece(around, job.media, place, made)
        yield Maker(partial(_shown, theme, piece), "", place.article.path)


def feed_makers(job: Job, theme: Theme, feeds: Iterable[Fed]) -> Iterator[Maker]:
    """The makers of some feeds, as `makers` gives them without keys."""
    around = Surroundings(job.site, is_for_disk=False)
    for fed in feeds:
        yield Maker(partial(_shown, theme, feed_piece(around, job.media, fed)))


def _cards(job: Job) -> Cards:
    return Cards(job.made_for, lambda card: not cards.lacking(card))


def depends_on_fonts(job: Job) -> bool:
    """Whether a picture uses or lacks fonts of this machine: they come and go without an edit."""
    every = Cards(job.made_for, lambda _: True)
    return any(cards.fonts(card) or cards.lacking(card) for *_, card in pictures(job.site, every))


def _shown(theme: Theme, piece: Piece) -> Iterator[Output]:
    """The pages of a piece."""
    return map(theme.render, piece())


def _pictured(path: str, card: CardView) -> Iterator[Output]:
    """A picture for sharing."""
    yield Output(path, cards.picture(card))


def _outputs(make: Callable[[], Output]) -> Iterator[Output]:
    """What is made in one."""
    yield make()
