"""Site -> the pages of a preview, each rendered when it is requested.

A preview has the tasks of a build and runs one when its page is requested. The result is cached under
the task's key for as long as its address exists. Pictures for sharing are left out: nobody shares a
preview.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from sidegloss.builder.arguments import Arguments
from sidegloss.builder.given import Task
from sidegloss.builder.tasks import tasks
from sidegloss.media import measured
from sidegloss.model import Diagnostic, Output, Settings, Site
from sidegloss.theme import Theme, can_rename, renamed


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
    """Returns the file at a path, or None. Raises SiteError if a template fails."""
    unknown: frozenset[str] = frozenset()
    """Keys that citations name and no source has."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What a look was made of, for the next one."""

    site: Site
    """As it was resolved."""
    shown: Site
    """The same with placeholders where there are errors."""
    arguments: Arguments
    look: Look
    tasks: Mapping[str, Task]
    """By each path that one makes."""
    media: Mapping[str, Path]


class Looks:
    """Looks at one site again and again; a page that is the same is not rendered again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._theme: tuple[str, Theme] | None = None
        self._known: dict[str, tuple[str, Output]] = {}
        """By path: the key of the task that made it, and what it made."""
        self._lock = Lock()
        self._last: _Made | None = None

    def look(
        self,
        site: Site,
        filled: Site,
        diagnostics: tuple[Diagnostic, ...],
        digests: Mapping[str, str],
    ) -> Look:
        """*site* as it would be published; nothing of it is made yet.

        *filled* is the same with placeholders where there are errors, *digests* are those of the
        articles' files.
        """
        settings = site.settings
        theme = self._theme_now(settings)
        shown = _searched_at_once(filled)
        sizes = measured(self._root, settings, shown.media)
        known = _unfilled(digests, site, shown)
        arguments = Arguments(shown, sizes, known, "none", theme, is_for_disk=False)
        listed = {path: task for task in tasks(arguments) for path in task.paths}
        content = self._root / settings.content
        media = {name: content / name for name in shown.media}
        paths = frozenset((*listed, *media))
        with self._lock:
            for path in self._known.keys() - listed.keys():
                del self._known[path]  # who holds the look before may still ask for it
        unknown = shown.cited - {source.key for source in site.sources}
        look = Look(diagnostics, settings, paths, unknown=unknown)
        return self._shown(_Made(site, shown, arguments, look, listed, media))

    def exchanged(
        self,
        before: Site,
        site: Site,
        filled: Site,
        diagnostics: tuple[Diagnostic, ...],
        digests: Mapping[str, str],
    ) -> Look | None:
        """The look at *before* with the articles of *site* that are other ones: these differ in their text
        alone. Tasks whose arguments hold such a text have other keys from now on.

        *filled* is *site* with placeholders. None where *before* is not what was looked at last, or where
        what stands for an article with errors differs in more than its text.
        """
        last = self._last
        if last is None or last.site is not before:
            return None
        shown = _searched_at_once(filled)
        both = list(zip(last.shown.articles, shown.articles, strict=True))
        if any(old.article.known != new.article.known for old, new in both):
            return None
        changed = [new for old, new in both if old is not new]
        with self._lock:
            last.arguments.exchange(shown, changed, _unfilled(digests, site, shown))
        look = replace(last.look, diagnostics=diagnostics)
        return self._shown(replace(last, site=site, shown=shown, look=look))

    def _shown(self, made: _Made) -> Look:
        """A look at what is *made*, now and when it is asked for."""

        def at(path: str) -> bytes | Path | None:
            task = made.tasks.get(path)
            names = made.arguments.theme.asset_names
            return self._made(task, path, names) if task else made.media.get(path)

        look = replace(made.look, at=at)
        self._last = replace(made, look=look)
        return look

    def _made(self, task: Task, path: str, names: Mapping[str, str]) -> bytes:
        """What *task* makes at *path*, with the *names* that assets are published under.

        One at a time: they would share one interpreter anyway.
        """
        with self._lock:
            key, known = task.key(""), self._known.get(path)
            if known is None or known[0] != key or not can_rename(known[1].marks, names):
                for output in task.run():
                    known = self._known[output.path] = (key, output)
                    if output.path == path:
                        break
            assert known is not None, "a task makes what it names"  # noqa: S101
            return renamed(known[1].data, known[1].marks, names)

    def _theme_now(self, settings: Settings) -> Theme:
        """The theme; the one of before where it is the same, its templates compiled."""
        theme = Theme(self._root, settings.templates)
        version = theme.version()
        if self._theme is None or self._theme[0] != version:
            self._theme = (version, theme)
        return self._theme[1]


def _searched_at_once(site: Site) -> Site:
    """*site* searched by our own indexes: Pagefind's are made of the whole site, by another program."""
    if site.settings.search != "pagefind":
        return site
    return replace(site, settings=replace(site.settings, search="own"))


def _unfilled(digests: Mapping[str, str], site: Site, shown: Site) -> Mapping[str, str]:
    """*digests* without those of articles that have placeholders."""
    if site.articles is shown.articles:
        return digests
    filled = {
        new.article.path
        for old, new in zip(site.articles, shown.articles, strict=True)
        if old is not new
    }
    return {path: each for path, each in digests.items() if path not in filled}
