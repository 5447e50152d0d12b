"""A site's folder, while its author works in it -> the site as it would be published, kept up to date.

Joins three that do not know each other: `watch` says that something changed, the builder looks
anew, `serve` shows it and tells the open pages. A page is rendered when somebody asks for it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from sidegloss.builder import Builder
from sidegloss.builder.look import Look
from sidegloss.model import Diagnostic, Settings
from sidegloss.preview.faults import Faults
from sidegloss.preview.shown import Shown
from sidegloss.refusals import of_system
from sidegloss.regular_files import is_within
from sidegloss.serve import HOST, News, Server, listen
from sidegloss.theme import DEFAULT
from sidegloss.watch import Folder, Watch

AGAIN = 0.2
"""Seconds after which a file is tried again that could not be read."""
LATER = 1.0
"""Seconds between further tries."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a site is to be shown."""

    port: int
    host: str = HOST
    base: str = ""
    """Where the site stands on its host (``/repo/``); empty: where the settings' ``url`` puts it."""
    editor: str = ""
    """As `editors.scheme` gives it: where a click on a message leads; empty: nowhere."""
    is_polling: bool = False


def _nothing(_: Exception) -> None:
    """Nobody is told of an exception."""


class Preview:
    """A site that is being looked at while it is written.

    *told* is called with all messages whenever they differ from before, *failed* with each
    exception that nobody expected: the preview goes on.
    """

    def __init__(
        self,
        builder: Builder,
        wanted: Wanted,
        told: Callable[[Sequence[Diagnostic]], None],
        failed: Callable[[Exception], object] = _nothing,
    ) -> None:
        self._builder, self._wanted = builder, wanted
        self._wait: float | None = None
        """Seconds after which to look again: a file could not be read."""
        self._is_whole_due = True
        """Whether the next look must look at all files: the last one failed half-way."""
        self._site = builder.layout.site
        self._faults = Faults(failed)
        self._settings: Settings | None = None
        self._watch = Watch(is_polling=wanted.is_polling)
        # Watched before it is read: nothing is missed in between.
        self._watch.over(self._folders(None))
        news = News()
        self._shown = Shown(
            self._site, builder.text, wanted.editor, news, faults=self._faults, told=told
        )
        self._turn(frozenset())
        base = self._shown.base = wanted.base or _base(self._settings)
        self.server: Server = listen(
            self._shown.shelf, wanted.port, host=wanted.host, base=base, news=news
        )
        if not self.server.is_loopback:
            self._shown.editor = ""  # other machines are not told where files are
            self._shown.tell()

    @property
    def is_limited(self) -> bool:
        """Whether the folders are looked through, since the system would watch no more of them."""
        return self._watch.is_limited

    def step(self, seconds: float | None = None) -> bool:
        """Wait for a change and take it in; False after *seconds* without one."""
        changed = self._watch.wait(self._wait or seconds)
        if not changed and not self._wait:
            return False
        self._turn(changed)
        return True

    def close(self) -> None:
        """Show no longer, and let every open page go."""
        self._shown.news.end()
        self._watch.close()
        self.server.server_close()

    def _turn(self, changed: frozenset[Path]) -> None:
        """Look at the site and show it; whatever fails is shown, and what was shown before stays."""
        is_again, self._wait = bool(self._wait), None
        known = None if self._is_whole_due or is_again else changed
        self._is_whole_due = True
        try:
            wrong = self._faults.attempt(lambda: self._taken(known, changed, is_again=is_again))
        except OSError as error:
            # An editor holds the file (Windows), or it went between being listed and being read.
            # It is usually there again in a moment, so only the second time is reported.
            self._wait = LATER if is_again else AGAIN
            wrong = (of_system(error, self._site),) if is_again else None
        else:
            self._is_whole_due = wrong is not None
        if wrong:
            self._shown.stay(wrong)

    def _taken(
        self, known: frozenset[Path] | None, changed: frozenset[Path], *, is_again: bool
    ) -> None:
        look = self._builder.look(known, is_tolerant=is_again)
        if any(each.code == "file-readable" for each in look.diagnostics):
            self._wait = LATER
        if look.settings:
            self._settings = look.settings
            self._watch.over(self._folders(look.settings))
        self._shown.take(look, self._names(look, changed))

    def _folders(self, settings: Settings | None) -> Iterator[Folder]:
        """The content, the templates, the settings; and the folders above, where these come and go."""
        named = (settings.content, settings.templates) if settings else ("content", "templates")
        names: dict[Path, set[str]] = {self._site: {"pyproject.toml"}}
        root = os.path.realpath(self._site)
        for name in named:
            folder = self._site / name
            if not is_within(os.path.realpath(folder), root):
                continue  # refused; and nobody watches a whole disk
            yield Folder(folder)
            while folder not in (self._site, folder.parent):
                names.setdefault(folder.parent, set()).add(folder.name)
                folder = folder.parent
        yield Folder(DEFAULT)
        for path, below in names.items():
            yield Folder(path, frozenset(below))

    def _names(self, look: Look, changed: frozenset[Path]) -> frozenset[str]:
        """*changed* as names of files that may be published: relative to the content folder."""
        if look.settings is None:
            return frozenset()
        content = (self._site / look.settings.content).resolve()
        inside = (path for path in changed if path.is_relative_to(content))
        return frozenset(path.relative_to(content).as_posix() for path in inside)


def run(preview: Preview) -> None:
    """Serve and keep up to date until interrupted (Ctrl-C)."""
    server = Thread(target=preview.server.serve_forever, args=(0.1,), daemon=True)
    try:
        server.start()  # within: an interruption right after it must find its way out too
        while True:
            preview.step()
    except KeyboardInterrupt:
        preview.server.shutdown()
    finally:
        preview.close()


def _base(settings: Settings | None) -> str:
    path = urlsplit(settings.url).path if settings else ""
    return f"/{path.strip('/')}/" if path.strip("/") else "/"
