"""What surrounds every page: head, navigation, foot."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.words import Words


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str
    is_current: bool = False
    """True where it leads to the page that it stands on."""


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """The picture that stands beside a link to the page where it is shared."""

    href: str
    """Absolute: the places that show it know no page to start from."""
    width: int
    height: int
    """In pixels, as *width*; 0 where they are not known."""
    alt: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page: head, navigation, foot."""

    site_title: str
    site_description: str
    site_author: str
    title: str
    """The page's own title, as plain text."""
    description: str
    words: Words
    """The page's language, its direction, and every word that readers see."""
    root: str
    """From this page to the site's root: ``""``, ``../``, ``../../`` …; absolute on the 404 page."""
    home: str
    nav: tuple[Link, ...]
    canonical: str
    """The page's absolute address; empty where the site has no ``url``."""
    is_draft: bool = False
    url: str = ""
    """The site's absolute address, ending in ``/``; empty where it has none."""
    robots: str = ""
    """What search engines are asked: ``noindex``, ``noindex, follow``; empty for nothing."""
    image: SharedPicture | None = None
    """None: the site's one default picture."""
    linked_data: str = ""
    """What the page says in JSON-LD, ready to stand in a ``<script>``; empty where it says nothing."""
    sheets: tuple[str, ...] = ()
    """Style sheets that its text asks for besides the page's own: names of assets."""
    feed: str = ""
    """The feed that the page is told in, or that it lists; empty where there is none."""
    authors: tuple[str, ...] = ()
    """Who signs the page's text, for readers of ``article:author``; of articles and passages only."""
    fonts: tuple[str, ...] = ()
    """Fonts that the page surely shows: names of assets. None where its letters are in other files."""
    search: str = ""
    """The page for searching, as the navigation links to it; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Pager:
    """Where this page stands among the pages of a long list."""

    number: int
    total: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of something, for ``count(what, number)``: ``("outlet", 3)`` reads "3 outlets"."""

    what: str
    number: int
