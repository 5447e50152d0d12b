"""A site and a place in it -> what surrounds a page there: frame, navigation, links, citations."""

from __future__ import annotations

import re
from copy import copy
from functools import cache, lru_cache, partial
from urllib.parse import quote

from sidegloss import views
from sidegloss.bylines import Byline, byline, people
from sidegloss.listing import feed_path, in_series, is_searched
from sidegloss.model import Placed, Site
from sidegloss.pages.cards import FILE, SIZE
from sidegloss.slugs import href, root_from, source_address
from sidegloss.words import Words, load, term

_RANGE = re.compile(r"(?<=\d)--?(?=[A-Za-z]?\d)")


def ranged(text: str) -> str:
    """Ranges of numbers in a locator with the dash that print has: ``pp. 448-450``."""
    return _RANGE.sub("–", text)


_FONTS = ("fonts/serif-regular.woff2", "fonts/serif-display.woff2")
_LATIN = frozenset("ca da de en es eu fi fr ga gl is it nb nl nn no pt sv".split())  # noqa: SIM905
"""Languages whose letters the first files of the typeface have."""


class Surroundings:
    """What the pages of one site have in common; what many of them say alike is made once.

    A *root* is the way from a page to the site's root: "", ``../`` …
    """

    def __init__(self, site: Site, *, is_for_disk: bool) -> None:
        self.site = site
        self.is_for_disk = is_for_disk
        self.is_searched = is_searched(site) and not is_for_disk
        """Whether there is a page for searching: from a disk, no script may read an index."""
        self.sources = {source.key: source for source in site.sources}
        self.placed = {place.article.name: place for place in site.articles}
        self.named = dict(site.named)
        self.words = load(site.settings.language, site.settings.words)
        self._site_author = people(self.words, site.settings.author)
        self.series = cache(partial(in_series, site.articles))
        self.cited = lru_cache(maxsize=None)(self._cited)
        self._nav = lru_cache(maxsize=None)(self._nav_links)
        named = (self.placed[n].address for n in site.settings.nav if n in self.placed)
        self._marked = frozenset((*named, "claims/", "sources/", "search/"))
        """Addresses that the navigation marks as the page one is on."""

    def exchanged(self, site: Site) -> Surroundings:
        """The same for *site*, some of whose articles are other ones behind the same faces.

        What was made of its sources stands.
        """
        now = copy(self)
        now.site = site
        now.placed = {place.article.name: place for place in site.articles}
        now.series = cache(partial(in_series, site.articles))
        return now

    def href(self, root: str, address: str) -> str:
        """A link to the page at *address*."""
        return href(root, address, is_for_disk=self.is_for_disk)

    def frame(
        self,
        address: str,
        title: str,
        description: str,
        words: Words,
        *,
        root: str | None = None,
        is_draft: bool = False,
        robots: str = "",
        image: views.SharedPicture | None = None,
        linked_data: str = "",
        has_feed: bool = False,
        feed_of: str = "",
        sheets: tuple[str, ...] = (),
        authors: tuple[str, ...] = (),
    ) -> views.Frame:
        """The frame of the page at *address*, in the language of *words*.

        A page that may be indexed always has a description: that of the site where *description* is empty.
        *has_feed*: there is a feed, that of the site or of the page at *feed_of*.
        """
        settings = self.site.settings
        root = root_from(address) if root is None else root
        return views.Frame(
            site_title=settings.title,
            site_description=settings.description,
            site_author=self._site_author,
            title=title,
            description=description
            or ("" if robots else term(words, "site.about", title=settings.title)),
            words=words,
            root=root,
            home=self.href(root, ""),
            nav=self._nav(root, address if address in self._marked else "-", words),
            canonical=self.absolute(address),
            is_draft=is_draft,
            url=settings.url,
            robots="noindex" if is_draft else robots,
            image=image,
            linked_data=linked_data,
            sheets=sheets,
            fonts=() if self.is_for_disk or words.language[:2] not in _LATIN else _FONTS,
            authors=authors,
            feed=self.feed(root, feed_of) if has_feed and not is_draft else "",
            search=self.href(root, "search/") if self.is_searched else "",
        )

    def byline(self, place: Placed) -> Byline:
        """Who signs an article, and who its notes."""
        return byline(place.article.front, self.site.settings, self.sources)

    def absolute(self, address: str) -> str:
        """A link to *address* from anywhere; empty where the site has no ``url``."""
        url = self.site.settings.url
        return url + quote(address) if url else ""

    def feed(self, root: str, address: str = "") -> str:
        """A link to the feed that goes with the page at *address*; empty where the site has no ``url``."""
        return root + quote(feed_path(address)) if self.site.settings.url else ""

    def card(self, address: str, alt: str) -> views.SharedPicture:
        """The picture that is made for the page at *address*."""
        return views.SharedPicture(self.absolute(f"{address}{FILE}"), *SIZE, alt)

    def _nav_links(self, root: str, address: str, words: Words) -> tuple[views.Link, ...]:
        named = [self.placed[name] for name in self.site.settings.nav if name in self.placed]
        links = [
            views.Link(p.article.title, self.href(root, p.address), p.address == address)
            for p in named
        ]
        if any(place.article.claims for place in self.site.articles):
            is_here = address == "claims/"
            links.append(
                views.Link(term(words, "claims.title"), self.href(root, "claims/"), is_here)
            )
        if self.site.cited:
            is_here = address == "sources/"
            links.append(
                views.Link(term(words, "site.sources"), self.href(root, "sources/"), is_here)
            )
        if self.is_searched:
            is_here = address == "search/"
            links.append(
                views.Link(term(words, "search.title"), self.href(root, "search/"), is_here)
            )
        return tuple(links)

    def _cited(self, key: str, root: str) -> views.CitedSource:
        source = self.sources[key]
        snapshot = root + quote(source.snapshot) if source.publish_snapshot else ""
        return views.CitedSource(
            key=key,
            href=self.href(root, source_address(key)),
            type=source.type,
            title=source.title,
            author=source.author or tuple(n for _, names in source.other_names for n in names),
            editor=source.editor,
            container_title=source.container_title,
            publisher=source.publisher,
            publisher_place=source.publisher_place,
            volume=source.volume,
            issue=source.issue,
            number=source.number,
            page=ranged(source.page),
            edition=source.edition,
            genre=source.genre,
            medium=source.medium,
            language=source.language,
            issued=source.issued,
            accessed=source.accessed,
            original_date=source.original_date,
            url=source.url,
            doi=source.doi,
            isbn=source.isbn,
            archive=source.archive,
            archive_location=source.archive_location,
            archive_url=source.archive_url,
            archived=source.archived,
            access=source.access,
            snapshot=snapshot,
            retracted=source.retracted,
        )
