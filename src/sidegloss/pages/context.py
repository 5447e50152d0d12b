"""What the pages of a site share, and the sources that one of them names -> its frame, links, citations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote

from sidegloss import views
from sidegloss.bylines import Byline, byline, people
from sidegloss.listing import feed_path
from sidegloss.model import FrontMatter, PageSettings, Source
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
_NO_SOURCES: Mapping[str, Source] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shared:
    """What every page of a site may use of it. It is part of the key of each."""

    settings: PageSettings
    nav: tuple[tuple[str, str], ...] = ()
    """(title, address) of the articles in the navigation."""
    has_claims: bool = False
    has_sources: bool = False
    is_searched: bool = False
    """Whether there is a page for searching."""
    is_for_disk: bool = False
    """Links end in ``index.html``, for reading without a server."""

    @property
    def words(self) -> Words:
        """In the site's language."""
        return load(self.settings.language, self.settings.words)


class Context:
    """Makes what pages have in common. *sources* are those that the page names.

    A *root* is the way from a page to the site's root: "", ``../`` …
    """

    def __init__(self, shared: Shared, sources: Mapping[str, Source] = _NO_SOURCES) -> None:
        self.shared, self.sources = shared, sources
        self.settings = shared.settings
        self.words = shared.words
        self.cited = lru_cache(maxsize=None)(self._cited)

    def href(self, root: str, address: str) -> str:
        """A link to the page at *address*."""
        return href(root, address, is_for_disk=self.shared.is_for_disk)

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
        settings, shared = self.settings, self.shared
        root = root_from(address) if root is None else root
        return views.Frame(
            site_title=settings.title,
            site_description=settings.description,
            site_author=people(self.words, settings.author),
            title=title,
            description=description
            or ("" if robots else term(words, "site.about", title=settings.title)),
            words=words,
            root=root,
            home=self.href(root, ""),
            nav=_navigation(shared, root, address if _is_marked(shared, address) else "-", words),
            canonical=self.absolute(address),
            is_draft=is_draft,
            url=settings.url,
            robots="noindex" if is_draft else robots,
            image=image,
            linked_data=linked_data,
            sheets=sheets,
            fonts=() if shared.is_for_disk or words.language[:2] not in _LATIN else _FONTS,
            authors=authors,
            feed=self.feed(root, feed_of) if has_feed and not is_draft else "",
            search=self.href(root, "search/") if shared.is_searched else "",
        )

    def byline(self, front: FrontMatter) -> Byline:
        """Who signs an article, and who its notes."""
        return byline(front, self.settings, self.sources)

    def absolute(self, address: str) -> str:
        """A link to *address* from anywhere; empty where the site has no ``url``."""
        url = self.settings.url
        return url + quote(address) if url else ""

    def feed(self, root: str, address: str = "") -> str:
        """A link to the feed that goes with the page at *address*; empty where the site has no ``url``."""
        return root + quote(feed_path(address)) if self.settings.url else ""

    def card(self, address: str, alt: str) -> views.SharedPicture:
        """The picture that is made for the page at *address*."""
        return views.SharedPicture(self.absolute(f"{address}{FILE}"), *SIZE, alt)

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


def _is_marked(shared: Shared, address: str) -> bool:
    """Whether the navigation marks the page at *address* as the one that one is on."""
    named = (each for _, each in shared.nav)
    return address in ("claims/", "sources/", "search/") or address in named


@lru_cache(maxsize=1024)
def _navigation(shared: Shared, root: str, address: str, words: Words) -> tuple[views.Link, ...]:
    """*address* is that of the page one is on, or "-"."""
    lists = (
        ("claims.title", "claims/", shared.has_claims),
        ("site.sources", "sources/", shared.has_sources),
        ("search.title", "search/", shared.is_searched),
    )
    named = [*shared.nav, *((term(words, name), to) for name, to, is_there in lists if is_there)]
    return tuple(
        views.Link(title, href(root, to, is_for_disk=shared.is_for_disk), to == address)
        for title, to in named
    )
