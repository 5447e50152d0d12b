"""A resolved site and how it is to be shown -> what makes its outputs: pieces that know their keys.

The same job gives the same makers in the same order in every process: so one can be named by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sidegloss import cards, read
from sidegloss.builder.programs import program
from sidegloss.builder.unchanged import look_of
from sidegloss.digests import digest
from sidegloss.exports import EXPORTS, Export
from sidegloss.model import Media, Output, Placed, Site
from sidegloss.pages import Cards, Needs, Piece, article_piece, pictures, pieces
from sidegloss.theme import Theme
from sidegloss.views import CardView


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


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes some of the outputs. *key* holds everything they depend on; empty: they are always made."""

    make: Callable[[], Iterable[Output]]
    key: str = ""
    article: str = ""
    """The path of the article whose pages are made; empty where it makes something else."""


def makers(
    job: Job, theme: Theme, articles: Mapping[str, str], only: frozenset[str] | None = None
) -> Iterator[Maker]:
    """All makers of a job. *articles* are digests of the articles, by path; without one, no key.

    *only*: of the pages and pictures of articles those of these paths.
    """
    site = job.site
    media = read.measured(job.root, site.settings, site.media)
    made = _cards(job)
    needs = Needs(site, media)
    around = digest((needs.shared, job.made_for, job.is_for_disk, theme.version(), program()))
    for piece in pieces(site, media, made, is_for_disk=job.is_for_disk):
        place, key = piece.place, ""
        if only is not None and not (place and place.article.path in only):
            continue
        if place and place.address and place.article.path in articles:
            key = digest((around, articles[place.article.path], needs.of(place)))
        path = place.article.path if place else ""
        yield Maker(partial(_shown, theme, piece), key, path)
    shown = site.articles
    if only is not None:
        shown = tuple(place for place in shown if place.article.path in only)
    for path, card in pictures(replace(site, articles=shown), made):
        fonts = cards.fonts(card)
        key = digest((path, card, tuple((font, look_of(font)) for font in fonts), program()))
        yield Maker(partial(_pictured, path, card), key if articles else "")
    for export in EXPORTS:
        yield Maker(partial(_exported, export, site))


def article_makers(
    job: Job, theme: Theme, media: Sequence[Media], placed: Iterable[Placed]
) -> Iterator[Maker]:
    """The makers of some articles, none of them the front page, as `makers` gives them without keys."""
    made = _cards(job)
    for place in placed:
        piece = article_piece(job.site, media, place, made, is_for_disk=job.is_for_disk)
        yield Maker(partial(_shown, theme, piece), "", place.article.path)


def _cards(job: Job) -> Cards:
    return Cards(job.made_for, lambda card: not cards.lacking(card))


def has_fonts(job: Job) -> bool:
    """Whether a picture is set in fonts of the machine: these come and go without a file's change."""
    made = _cards(job)
    return any(cards.fonts(card) for _, card in pictures(job.site, made))


def _shown(theme: Theme, piece: Piece) -> Iterator[Output]:
    """The pages of a piece."""
    return map(theme.render, piece())


def _pictured(path: str, card: CardView) -> Iterator[Output]:
    """A picture for sharing."""
    yield Output(path, cards.picture(card))


def _exported(export: Export, site: Site) -> Iterator[Output]:
    """The site in another format."""
    return export(site)
