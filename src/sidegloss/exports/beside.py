"""An article -> the files beside its page: its notes, its sources, and the oEmbed of each passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sidegloss.bylines import byline
from sidegloss.exports import annotations as notes
from sidegloss.exports import bibtex, csl_json
from sidegloss.exports.noted import noted
from sidegloss.exports.oembed import oembed_paths, oembeds
from sidegloss.model import Card, Output, PageSettings, Placed, Source, Target


def beside(
    settings: PageSettings,
    sources: Mapping[str, Source],
    place: Placed,
    targets: Mapping[str, Target],
    index: str,
) -> Iterator[Output]:
    """The files beside an article. *targets* are what its links lead to, as written.

    *index* is what links to folders end in: ``index.html`` for reading from a disk, else empty.
    """
    if place.notes:
        found = noted(settings, sources, place, targets, is_for_disk=bool(index))
        yield from notes.web_annotations(found)
        yield from csl_json.sources_json(found)
        yield from bibtex.sources_bib(found)
    yield from oembeds(settings, place, byline(place.article.front, settings, sources))


def paths_beside(
    settings: PageSettings, card: Card, sources: Mapping[str, Source]
) -> tuple[str, ...]:
    """The files that `beside` writes."""
    paths = oembed_paths(settings, card.address, card.labels)
    if card.is_noted and not sources.keys().isdisjoint(card.keys):
        paths = [card.address + csl_json.NAME, card.address + bibtex.NAME, *paths]
    return tuple([card.address + notes.NAME, *paths] if card.is_noted else paths)
