"""Site -> what a preview shows of it: every address there is, and what stands there once it is asked for.

What was asked for is remembered with all that it was made of, as long as its address exists: the
memory is as large as what somebody looks at, never as large as the site.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from sidegloss import cards, read
from sidegloss.exports import FILES_BESIDE, beside, exports, noted
from sidegloss.model import Diagnostic, Settings, Site
from sidegloss.pages import Cards, pages, pictures
from sidegloss.slugs import file_of
from sidegloss.theme import Theme
from sidegloss.views import CardView, Page


def _nothing(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Look:
    """A site at one moment. Nothing of it is written."""

    diagnostics: tuple[Diagnostic, ...]
    settings: Settings | None = None
    """None where they cannot be read."""
    paths: frozenset[str] = frozenset()
    """What would be published; empty where a mistake keeps the site from being built."""
    at: Callable[[str], bytes | Path | None] = field(default=_nothing, repr=False)
    """What stands at a path; None where nothing does. Raises SiteError where a template fails."""


def _beside(
    site: Site, page: str, path: str, at: Callable[[str], bytes | Path | None]
) -> bytes | None:
    """The file at *path* beside the article whose page is *page*."""
    html = at(page)
    if not isinstance(html, bytes):
        return None
    found = (each for article in noted(site, {page: html}) for each in beside(article))
    return next((each.data for each in found if each.path == path), None)


@dataclass(frozen=True, slots=True)
class _Picture:
    """What drawing a picture depends on."""

    card: CardView
    fonts: tuple[str, ...]


class Looks:
    """Looks at one site again and again; a page that is the same is not rendered again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._theme: tuple[str, Theme] | None = None
        self._known: dict[str, tuple[Page | _Picture, str, bytes]] = {}
        self._lock = Lock()

    def look(self, site: Site, diagnostics: tuple[Diagnostic, ...], pictured: str) -> Look:
        """*site* as it would be published. *pictured*: for what pictures are made (`cards.chosen`)."""
        settings = site.settings
        theme, version = self._theme_now(settings)
        media = read.measured(self._root, settings, site.media)
        made = Cards(pictured, lambda card: not cards.lacking(card))
        shown: dict[str, Page | _Picture] = {page.path: page for page in pages(site, media, made)}
        shown |= {path: _Picture(card, cards.fonts(card)) for path, card in pictures(site, made)}
        content = self._root / settings.content
        others: dict[str, bytes | Path] = {each.path: each.data for each in theme.assets()}
        others |= {each.path: each.data for each in exports(site)}
        others |= {name: content / name for name in site.media}
        at = self._reader(shown, others, theme, version)
        beside_of = {
            f"{place.address}{name}": file_of(place.address)
            for place in site.articles
            if place.notes
            for name in FILES_BESIDE
        }

        def with_files(path: str) -> bytes | Path | None:
            return _beside(site, beside_of[path], path, at) if path in beside_of else at(path)

        return Look(diagnostics, settings, frozenset((*shown, *others, *beside_of)), with_files)

    def _theme_now(self, settings: Settings) -> tuple[Theme, str]:
        """The theme and its version; the one of before where it is the same, its templates compiled."""
        theme = Theme(self._root, settings.templates)
        version = theme.version()
        if self._theme is None or self._theme[0] != version:
            self._theme = (version, theme)
        return self._theme[1], version

    def _reader(
        self,
        shown: Mapping[str, Page | _Picture],
        others: Mapping[str, bytes | Path],
        theme: Theme,
        version: str,
    ) -> Callable[[str], bytes | Path | None]:
        # Pages of an address that is gone may still be asked for by whoever holds the look before.
        for path in [path for path in self._known if path not in shown]:
            self._known.pop(path, None)

        def at(path: str) -> bytes | Path | None:
            if path not in shown:
                return others.get(path)
            view = shown[path]
            with self._lock:  # one at a time: they would share one interpreter anyway
                known = self._known.get(path)
                if known and known[1] == version and known[0] == view:
                    return known[2]
                if isinstance(view, Page):
                    data = theme.render(view).data
                else:
                    data = cards.picture(view.card)
                self._known[path] = (view, version, data)
                return data

        return at
