"""An article and what its site adds -> all that the files beside it say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sidegloss.bylines import byline
from sidegloss.model import ImageSlot, LinkSlot, Name, PageSettings, Placed, Source, Target
from sidegloss.slugs import href, root_from
from sidegloss.trails import relied_on
from sidegloss.words import Words, load


@dataclass(frozen=True, slots=True)
class Noted:
    """An article with all that its notes name."""

    place: Placed
    sources: tuple[Source, ...]
    """Those that its page names, by key in order."""
    links: tuple[tuple[str, str], ...]
    """(target as written, address) of each link and image in its notes."""
    root: str
    """The site's address, or the way to the site's root where it has none."""
    page: str
    """The article's address, absolute where the site has one."""
    here: str
    """What the names of files beside the page are put after."""
    annotators: tuple[Name, ...]
    """Who signs the notes."""
    words: Words


def noted(
    settings: PageSettings,
    sources: Mapping[str, Source],
    place: Placed,
    targets: Mapping[str, Target],
    *,
    is_for_disk: bool = False,
) -> Noted:
    """What the files beside *place* say. *targets* are what its links lead to, as written."""
    article, url = place.article, settings.url
    root = url or root_from(place.address)
    return Noted(
        place=place,
        sources=tuple(sources[key] for key in named_sources(place, sources)),
        links=tuple(_links(place, targets, root, is_for_disk=is_for_disk and not url)),
        root=root,
        page=url + quote(place.address) if url else ("index.html" if is_for_disk else "./"),
        here=url + quote(place.address) if url else "",
        annotators=byline(article.front, settings, sources).annotators,
        words=load(article.language, settings.words),
    )


def named_sources(place: Placed, known: Mapping[str, Source]) -> list[str]:
    """Keys of the sources that an article reprints, cites or reaches by a trail, in order."""
    trails = [t for sourced in place.notes for t in (*sourced.trails, *sourced.named)]
    return sorted((relied_on(trails, known) | {place.article.front.source}) & known.keys())


def _links(
    place: Placed, targets: Mapping[str, Target], root: str, *, is_for_disk: bool
) -> Iterator[tuple[str, str]]:
    """An article's address, else that of a file."""
    for note in place.article.notes:
        for slot in note.body:
            if isinstance(slot, LinkSlot | ImageSlot) and slot.target:
                target = targets[slot.target]
                is_page = target.address is not None or not target.name
                link = href(root, target.address or "", is_for_disk=is_for_disk) if is_page else ""
                yield slot.target, link or root + quote(target.name)
