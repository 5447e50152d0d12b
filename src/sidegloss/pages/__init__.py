"""Site -> Pages: which exist, where, and what each may say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from urllib.parse import urlsplit

from sidegloss import views
from sidegloss.listing import Fed, newest_first
from sidegloss.model import Media, Placed, Site
from sidegloss.pages.articles import Articles
from sidegloss.pages.cards import Cards, pictures
from sidegloss.pages.claims import claim_pieces
from sidegloss.pages.departed import departed_pages, departed_paths
from sidegloss.pages.feeds import feed, feed_pieces
from sidegloss.pages.lists import entry, paged
from sidegloss.pages.needs import WHOLE_BIBLIOGRAPHY, Needs
from sidegloss.pages.picture import sourcing_address, sourcing_view
from sidegloss.pages.search import search_piece
from sidegloss.pages.sources import source_pieces
from sidegloss.pages.surroundings import Surroundings
from sidegloss.pages.topics import topic_pieces
from sidegloss.pages.uses import used_in, uses
from sidegloss.slugs import file_of, root_from
from sidegloss.words import term

NONE = Cards()
NEWEST = 5
"""Articles that the page for missing addresses names."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a site's pages, not made yet. Pieces are made in any order, in any process."""

    make: Callable[[], Iterator[views.Page]]
    paths: tuple[str, ...]
    """Of the pages that it makes."""
    place: Placed | None = None
    """The article whose pages these are, if they are one's."""
    on: tuple[Placed, ...] | None = None
    """The articles that it is made of, and nothing else of the site but what `Needs` names; None: any."""
    also: tuple[object, ...] = ()
    """What else it is made of: plain values."""

    def __call__(self) -> Iterator[views.Page]:
        return self.make()


def pages(
    site: Site, media: Iterable[Media] = (), cards: Cards = NONE, *, is_for_disk: bool = False
) -> Iterator[views.Page]:
    """Every page of the site, as `pieces` makes them."""
    for piece in pieces(site, media, cards, is_for_disk=is_for_disk):
        yield from piece()


def pieces(
    site: Site, media: Iterable[Media] = (), cards: Cards = NONE, *, is_for_disk: bool = False
) -> Iterator[Piece]:
    """The pages of the site, a piece an article, a source, a part of a list. *media* gives the sizes
    of the images that articles show, *cards* what pictures there are for sharing.

    *is_for_disk*: links end in ``index.html``, for reading without a server.
    """
    around = Surroundings(site, is_for_disk=is_for_disk)
    articles = Articles(around, media, cards)
    for pager, address, part in paged(around, "", newest_first(around.site.articles)):
        front = [place for place in site.articles if not place.address and pager.number == 1]
        paths = (file_of(address), *(path for place in front for path in articles.own_paths(place)))
        yield Piece(partial(_front, articles, pager, address, part), paths, next(iter(front), None))
    yield from (_piece(articles, place) for place in site.articles)
    # what hangs on a source is known once the whole site has been gone through: only when asked
    found = cache(partial(uses, site))
    using = cache(partial(used_in, site))
    for address, make, key in source_pieces(around, found):
        on = tuple(using().get(key, ())) if key else None
        yield Piece(make, (file_of(address),), None, on, (WHOLE_BIBLIOGRAPHY,))
    for address, make, on, also in claim_pieces(around):
        yield Piece(make, (file_of(address),), None, on, also)
    for address, make, on, also in topic_pieces(around):
        yield Piece(make, (file_of(address),), None, on, also)
    for path, make, on, also in feed_pieces(_far(articles)):
        yield Piece(make, (path,), None, on, also)
    for address, make, on, also in search_piece(around):
        yield Piece(make, (file_of(address),), None, on, also)
    yield Piece(partial(departed_pages, around), departed_paths(site))
    newest = tuple(newest_first(site.articles)[:NEWEST])
    yield Piece(partial(_not_found, around, newest), ("404.html",), None, newest)


def article_piece(
    around: Surroundings, media: Iterable[Media], place: Placed, cards: Cards = NONE
) -> Piece:
    """The piece of one article, as `pieces` gives it."""
    return _piece(Articles(around, media, cards), place)


def feed_piece(around: Surroundings, media: Iterable[Media], fed: Fed) -> Piece:
    """The piece of one feed, as `pieces` gives it."""
    return Piece(partial(feed, Articles(around, media, NONE), fed), (fed.path,))


def feeds_anew(
    around: Surroundings, media: Iterable[Media], paths: Sequence[str]
) -> dict[str, Piece]:
    """The pieces of the feeds at *paths*, which look at no article before they are asked to make."""

    @cache
    def found() -> dict[str, Callable[[], Iterator[views.Page]]]:
        articles = Articles(around, media, NONE)
        return {path: make for path, make, _, _ in feed_pieces(articles)}

    return {path: Piece(partial(_found, found, path), (path,)) for path in paths}


def _found(
    found: Callable[[], dict[str, Callable[[], Iterator[views.Page]]]], path: str
) -> Iterator[views.Page]:
    return found()[path]()


def _far(articles: Articles) -> Articles:
    """The same for pages that are read elsewhere: their links lead to the published site."""
    around = articles.around
    if not around.is_for_disk:
        return articles
    return Articles(
        Surroundings(around.site, is_for_disk=False), articles.slots.media.values(), NONE
    )


def _piece(articles: Articles, place: Placed) -> Piece:
    page = (file_of(place.address),) if place.address else ()
    own = articles.own_paths(place) if place.address else ()
    drawn = sourcing_address(place)
    sourcing = (file_of(drawn),) if drawn else ()
    return Piece(partial(_article, articles, place), (*page, *own, *sourcing), place, (place,))


def _article(articles: Articles, place: Placed) -> Iterator[views.Page]:
    """An article's page, those of its passages, and the picture of its sourcing."""
    if place.address:
        view = articles.view(place)
        yield views.Page(file_of(place.address), view)
        yield from articles.passages(place, view)
    drawn = sourcing_address(place)
    if drawn:
        yield views.Page(file_of(drawn), sourcing_view(place, articles.around))


def _front(
    articles: Articles, pager: views.Pager, address: str, part: Sequence[Placed]
) -> Iterator[views.Page]:
    """The front page: content/index.md where there is one, and the articles below it."""
    around = articles.around
    front = next((place for place in around.site.articles if not place.address), None)
    settings = around.site.settings
    root = root_from(address)
    article = articles.view(front) if front and pager.number == 1 else None
    frame = article.frame if article else None
    frame = frame or around.frame(address, settings.title, settings.description, around.words)
    has_feed = any(not place.article.front.draft for place in part)
    frame = replace(frame, feed=around.feed(root) if has_feed else "")
    entries = tuple(entry(around, place, root) for place in part)
    if pager.number == 1 and entries:
        first = replace(
            entries[0], is_lead=True, image=articles.slots.image_of(part[0].article, root)
        )
        entries = (first, *entries[1:])
    yield views.Page(file_of(address), views.FrontView(frame, article, entries, pager))
    if front and article:
        yield from articles.passages(front, article)


def _not_found(around: Surroundings, newest: Sequence[Placed]) -> Iterator[views.Page]:
    """404.html stands at any address, so its links begin at the root of the site's ``url``."""
    url = around.site.settings.url
    root = urlsplit(url).path.rstrip("/") + "/" if url else "/"
    title = term(around.words, "not-found.title")
    text = term(around.words, "not-found.text")
    frame = around.frame("404.html", title, text, around.words, root=root)
    entries = tuple(entry(around, place, root) for place in newest)
    view = views.NotFoundView(replace(frame, canonical="", home=root), entries)
    yield views.Page("404.html", view)


__all__ = [
    "WHOLE_BIBLIOGRAPHY",
    "Cards",
    "Needs",
    "Piece",
    "Surroundings",
    "article_piece",
    "feed_piece",
    "feeds_anew",
    "pages",
    "pictures",
    "pieces",
]
