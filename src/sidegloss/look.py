"""Site -> what a preview shows of it: every address there is, and what stands there once it is asked for.

What was asked for is remembered with all that it was made of, as long as its address exists: the
memory is as large as what somebody looks at, never as large as the site. Pictures for sharing are
left out: nobody shares a preview.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from threading import Lock

from sidegloss.exports import FILES_BESIDE, beside, exports, noted, search_indexes, sitemaps
from sidegloss.host_files import DOMAIN
from sidegloss.listing import is_searched
from sidegloss.media import measured
from sidegloss.model import Diagnostic, Media, Settings, Site
from sidegloss.pages import Piece, Surroundings, article_piece, feeds_anew, pieces
from sidegloss.slugs import file_of
from sidegloss.theme import Theme
from sidegloss.views import Page


def _nothing(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Look:
    """A site at one moment. Nothing of it is written."""

    diagnostics: tuple[Diagnostic, ...]
    settings: Settings | None = None
    """None where they cannot be read."""
    paths: frozenset[str] = frozenset()
    """Every address that there is; empty if there is no page to show."""
    at: Callable[[str], bytes | Path | None] = field(default=_nothing, repr=False)
    """What stands at a path; None where nothing does. Raises SiteError where a template fails."""
    unknown: frozenset[str] = frozenset()
    """Keys that citations name and no source has."""


def _beside(site: Site, page: str, path: str) -> bytes | None:
    """The file at *path* beside the article whose page is *page*."""
    places = (place for place in site.articles if file_of(place.address) == page)
    found = (each for article in noted(site, places) for each in beside(article))
    return next((each.data for each in found if each.path == path), None)


def _indexes(site: Site) -> Callable[[], dict[str, bytes]]:
    """The site in other formats: made all at once, when one of them is asked for."""
    return cache(lambda: {each.path: each.data for each in exports(site)})


def _searched_at_once(site: Site) -> Site:
    """*site* searched by our own indexes: Pagefind's are made of the whole site, by another program."""
    if site.settings.search != "pagefind":
        return site
    return replace(site, settings=replace(site.settings, search="own"))


@dataclass(frozen=True, slots=True)
class _Made:
    """What a look was made of, for the next one."""

    site: Site
    """As it was resolved."""
    shown: Site
    """The same with placeholders where there are errors."""
    around: Surroundings
    look: Look
    theme: Theme
    version: str
    media: tuple[Media, ...]
    made_by: dict[str, Piece]
    feeds: tuple[str, ...]
    others: dict[str, bytes | Path]
    beside_of: dict[str, str]
    indexes: Callable[[], dict[str, bytes]]
    anew: dict[str, Piece] = field(default_factory=dict)
    """What has been exchanged since: these stand for those of *made_by*, which is as large as the site."""


class Looks:
    """Looks at one site again and again; a page that is the same is not rendered again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._theme: tuple[str, Theme] | None = None
        self._known: dict[str, tuple[Page, str, bytes]] = {}
        self._lock = Lock()
        self._last: _Made | None = None

    def look(self, site: Site, filled: Site, diagnostics: tuple[Diagnostic, ...]) -> Look:
        """*site* as it would be published; nothing of it is made yet.

        *filled* is the same with placeholders where there are errors.
        """
        settings = site.settings
        theme, version = self._theme_now(settings)
        shown = _searched_at_once(filled)
        media = measured(self._root, settings, shown.media)
        made_by = {path: piece for piece in pieces(shown, media) for path in piece.paths}
        content = self._root / settings.content
        others: dict[str, bytes | Path] = {each.path: each.data for each in theme.assets()}
        others |= {DOMAIN: f"{settings.domain}\n".encode()} if settings.domain else {}
        others |= {name: content / name for name in shown.media}
        beside_of = {
            f"{place.address}{name}": file_of(place.address)
            for place in shown.articles
            if place.notes
            for name in FILES_BESIDE
        }
        feeds = tuple(path for path in made_by if path.endswith("feed.xml"))
        lists = sum(path.startswith("claims/") for path in made_by)
        named = [f"claims/index/{number}.json" for number in range(1, lists + 1)]
        if is_searched(shown):
            named += [path for path, _ in search_indexes(shown)]
            named += ["search/articles.json", "search/bibliography.json"]
        paths = frozenset(
            (*made_by, *others, *beside_of, *named, "sources/sources.json", *sitemaps(shown))
        )
        for path in [path for path in self._known if path not in made_by]:
            # Who holds the look before may still ask for it.
            self._known.pop(path, None)
        unknown = shown.cited - {source.key for source in site.sources}
        look = Look(diagnostics, settings, paths, unknown=unknown)
        indexes = _indexes(shown)
        around = Surroundings(shown, is_for_disk=False)
        made = _Made(
            *(site, shown, around, look, theme, version, media, made_by),
            *(feeds, others, beside_of, indexes),
        )
        return self._shown(made)

    def exchanged(
        self, before: Site, site: Site, filled: Site, diagnostics: tuple[Diagnostic, ...]
    ) -> Look | None:
        """The look at *before* with the articles of *site* that are other ones and have the same faces.

        *filled* is *site* with placeholders. None where *before* is not what was looked at last, or
        where the front page is among the articles.
        """
        last = self._last
        if last is None or last.site is not before:
            return None
        shown = _searched_at_once(filled)
        both = zip(last.shown.articles, shown.articles, strict=True)
        changed = [new for old, new in both if old is not new]
        if not all(place.address for place in changed):
            return None
        around = last.around.exchanged(shown)
        anew = {**last.anew, **feeds_anew(around, last.media, last.feeds)}
        for place in changed:
            piece = article_piece(around, last.media, place)
            anew |= dict.fromkeys(piece.paths, piece)
        indexes = _indexes(shown)
        now = replace(last, site=site, shown=shown, around=around, anew=anew, indexes=indexes)
        return self._shown(replace(now, look=replace(last.look, diagnostics=diagnostics)))

    def _shown(self, made: _Made) -> Look:
        """A look at what is *made*, now and when it is asked for."""
        pages_at = self._pages(made)

        def at(path: str) -> bytes | Path | None:
            if path in made.beside_of:
                return _beside(made.shown, made.beside_of[path], path)
            if path in made.made_by:
                return pages_at(path)
            return made.others.get(path) or made.indexes().get(path)

        look = replace(made.look, at=at)
        self._last = replace(made, look=look)
        return look

    def _theme_now(self, settings: Settings) -> tuple[Theme, str]:
        """The theme and its version; the one of before where it is the same, its templates compiled."""
        theme = Theme(self._root, settings.templates)
        version = theme.version()
        if self._theme is None or self._theme[0] != version:
            self._theme = (version, theme)
        return self._theme[1], version

    def _pages(self, made: _Made) -> Callable[[str], bytes | None]:
        found: dict[str, Page] = {}

        def at(path: str) -> bytes | None:
            with self._lock:  # one at a time: they would share one interpreter anyway
                if path not in found:
                    piece = made.anew.get(path) or made.made_by[path]
                    found.update((page.path, page) for page in piece())
                page = found.get(path)
                if page is None:
                    return None
                known = self._known.get(path)
                if known and known[1] == made.version and known[0] == page:
                    return known[2]
                data = made.theme.render(page).data
                self._known[path] = (page, made.version, data)
                return data

        return at
