"""Site -> for each article with notes, a `Noted`: everything that the files beside it depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from sidegloss.bylines import byline
from sidegloss.model import Article, ImageSlot, LinkSlot, Name, Placed, Site, Source
from sidegloss.slugs import href, root_from, target_name
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


def noted(site: Site, places: Iterable[Placed], *, is_for_disk: bool = False) -> Iterator[Noted]:
    """Yield those of *places* that have notes."""
    known = {source.key: source for source in site.sources}
    placed = {place.article.name: place.address for place in site.articles}
    placed[""] = ""
    named = dict(site.named)
    url = site.settings.url
    for place in places:
        article = place.article
        if not place.notes:
            continue
        root = url or root_from(place.address)
        is_from_disk = is_for_disk and not url
        yield Noted(
            place=place,
            sources=tuple(known[key] for key in sorted(_named(place, known))),
            links=tuple(_links(article, placed, named, root, is_for_disk=is_from_disk)),
            root=root,
            page=url + quote(place.address) if url else ("index.html" if is_for_disk else "./"),
            here=url + quote(place.address) if url else "",
            annotators=byline(article.front, site.settings, known).annotators,
            words=load(article.language, site.settings.words),
        )


def _named(place: Placed, known: Mapping[str, Source]) -> frozenset[str]:
    """Keys of the sources that an article reprints, cites or reaches by a trail."""
    trails = [t for sourced in place.notes for t in (*sourced.trails, *sourced.named)]
    return (relied_on(trails, known) | {place.article.front.source}) & known.keys()


def _links(
    article: Article,
    placed: Mapping[str, str],
    named: Mapping[str, str],
    root: str,
    *,
    is_for_disk: bool,
) -> Iterator[tuple[str, str]]:
    """An article's address, else that of a file."""
    for note in article.notes:
        for slot in note.body:
            if isinstance(slot, LinkSlot | ImageSlot) and slot.target:
                name = target_name(article.name, slot.target, named)
                is_article = name in placed
                link = href(root, placed[name], is_for_disk=is_for_disk) if is_article else ""
                yield slot.target, link or root + quote(name)
