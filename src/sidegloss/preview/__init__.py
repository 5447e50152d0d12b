"""A site's folder, as its author works in it -> the site as it would be published, kept up to date.

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
from sidegloss.look import Look
from sidegloss.model import Diagnostic
from sidegloss.preview.shown import Shown
from sidegloss.refusals import of_system
from sidegloss.regular_files import is_within
from sidegloss.serve import HOST, News, Server, listen
from sidegloss.theme import DEFAULT
from sidegloss.watch import Folder, Watch

AGAIN = 0.2
"""Seconds after which a file is tried again that was in somebody else's hands."""


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


class Preview:
    """A site that is being looked at while it is written.

    *told* is given all that is to be told whenever that differs from before.
    """

    def __init__(
        self, builder: Builder, wanted: Wanted, told: Callable[[Sequence[Diagnostic]], None]
    ) -> None:
        self._builder, self._wanted, self._told = builder, wanted, told
        self._said: tuple[Diagnostic, ...] = ()
        self._is_failing = False
        self._site = builder.layout.site
        self._watch = Watch(is_polling=wanted.is_polling)
        # Watched before it is read: nothing is missed in between.
        self._watch.over(self._folders(None))
        look = self._look()
        base = wanted.base or _base(look)
        news = News()
        self._shown = Shown(self._site, builder.text, wanted.editor, base, news)
        self.server: Server = listen(
            self._shown.shelf, wanted.port, host=wanted.host, base=base, news=news
        )
        if not self.server.is_loopback:
            self._shown.editor = ""  # whoever else reads along is not told where files lie
        self._take(look, frozenset())

    @property
    def is_limited(self) -> bool:
        """Whether the folders are looked through, since the system would watch no more of them."""
        return self._watch.is_limited

    def step(self, seconds: float | None = None) -> bool:
        """Wait for a change and take it in; False after *seconds* without one."""
        wait = AGAIN if self._is_failing else seconds
        changed = self._watch.wait(wait)
        if not changed and not self._is_failing:
            return False
        self._take(self._look(None if self._is_failing else changed), changed)
        return True

    def close(self) -> None:
        """Show no longer, and let every open page go."""
        self._shown.news.end()
        self._watch.close()
        self.server.server_close()

    def _look(self, changed: frozenset[Path] | None = None) -> Look:
        was_failing, self._is_failing = self._is_failing, False
        try:
            return self._builder.look(changed)
        except OSError as error:
            # An editor holds the file (Windows), or it went between being listed and being read.
            self._is_failing = True
            # At once that is nothing to tell: it is over in a moment.
            return Look((of_system(error, self._site),) if was_failing else self._said)

    def _take(self, look: Look, changed: frozenset[Path]) -> None:
        if look.settings:
            self._watch.over(self._folders(look))
        self._shown.take(look, self._names(look, changed))
        if look.diagnostics != self._said:
            self._said = look.diagnostics
            self._told(look.diagnostics)

    def _folders(self, look: Look | None) -> Iterator[Folder]:
        """The content, the templates, the settings; and the folders above, where these come and go."""
        settings = look.settings if look else None
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


def _base(look: Look) -> str:
    path = urlsplit(look.settings.url).path if look.settings else ""
    return f"/{path.strip('/')}/" if path.strip("/") else "/"
