"""Site -> Pages: which exist, where, and what each may say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from sidegloss import views
from sidegloss.listing import newest_first
from sidegloss.model import Media, Site
from sidegloss.pages.articles import Articles, sourcing_address
from sidegloss.pages.cards import Cards, pictures
from sidegloss.pages.claims import claim_pages
from sidegloss.pages.departed import departed_pages
from sidegloss.pages.lists import entry, paged
from sidegloss.pages.sources import source_pages
from sidegloss.pages.surroundings import Surroundings
from sidegloss.pages.uses import uses
from sidegloss.slugs import file_of, root_from
from sidegloss.words import term

NONE = Cards()


def pages(
    site: Site, media: Iterable[Media] = (), cards: Cards = NONE, *, is_for_disk: bool = False
) -> Iterator[views.Page]:
    """Every page of the site. *media* gives the sizes of the images that articles show, *cards*
    what pictures there are for sharing.

    *is_for_disk*: links end in ``index.html``, for reading without a server.
    """
    around = Surroundings(site, is_for_disk=is_for_disk)
    articles = Articles(around, media, cards)
    yield from _front(around, articles)
    for place in site.articles:
        if place.address:
            view = articles.view(place)
            yield views.Page(file_of(place.address), view)
            yield from articles.passages(place, view)
        sourcing = articles.sourcing(place)
        if sourcing:
            yield views.Page(file_of(sourcing_address(place.address)), sourcing)
    yield from source_pages(around, uses(site))
    yield from claim_pages(around)
    yield from departed_pages(around)
    yield views.Page("404.html", _not_found(around))


def _front(around: Surroundings, articles: Articles) -> Iterator[views.Page]:
    """The front page: content/index.md where there is one, and the articles below it."""
    front = next((place for place in around.site.articles if not place.address), None)
    settings = around.site.settings
    for pager, address, part in paged(around, "", newest_first(around.site.articles)):
        root = root_from(address)
        article = articles.view(front) if front and pager.number == 1 else None
        frame = article.frame if article else None
        frame = frame or around.frame(address, settings.title, settings.description, around.words)
        entries = tuple(entry(around, place, root) for place in part)
        yield views.Page(file_of(address), views.FrontView(frame, article, entries, pager))
        if front and article:
            yield from articles.passages(front, article)


def _not_found(around: Surroundings) -> views.NotFoundView:
    """404.html stands at any address, so its links begin at the root of the site's ``url``."""
    url = around.site.settings.url
    root = urlsplit(url).path.rstrip("/") + "/" if url else "/"
    title = term(around.words, "not-found.title")
    frame = around.frame("404.html", title, "", around.words, root=root)
    newest = newest_first(around.site.articles)[:5]
    entries = tuple(entry(around, place, root) for place in newest)
    return views.NotFoundView(replace(frame, canonical="", home=root), entries)


__all__ = ["Cards", "pages", "pictures"]
