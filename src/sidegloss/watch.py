"""Folders -> that something changed in them, and what: one batch for each thing an author did.

A lone change is told at once; only a burst is gathered. What systems and editors do differs:

- Linux says when a file that was written to is closed, so a save is told then and never half done.
  macOS and Windows do not: there a write is told once it has been quiet for a moment.
- Editors save by writing a file of another name and renaming it (vim, `sed -i`, "atomic" saving), or
  take the old one away first. What came and went under a passing name is not told at all.
- Windows and macOS may give a path in another case than the disk does, and a rename as a removal and
  a creation. So paths say *that* something changed; what is there now must be looked up.
- Where a system's limit of watches is reached, or a folder is of a kind that reports nothing, the
  folders are looked through every second instead.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import cast

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

# watchdog may find a new folder twice, by listing it and by its event, and warns that it takes it once.
warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)

HEARD: list[type[FileSystemEvent]] = [
    *(DirCreatedEvent, DirDeletedEvent, DirMovedEvent),
    *(FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent),
]
"""Not among them: that a file was opened, or closed unwritten, which reading it does."""

LULL = 0.002
"""Seconds of quiet that end a lone change: a save is several events, microseconds apart."""
BURST_LULL = 0.1
"""Seconds of quiet that end a burst (a checkout, a copied folder)."""
BURST_AT_MOST = 1.0
"""Seconds after which a burst that does not end is told as far as it got."""
LONE = 2
"""Files up to which a change is a lone one: an article and a note of the editor's beside it."""
SETTLE = 0.1 if sys.platform == "linux" else 0.015
"""Seconds that a file must be left alone to count as written, where nothing says that it is closed."""
MISSED = 0.05
"""Seconds that a file must be missing: an editor may be about to put a new one in its place."""
INTERVAL = 1.0
"""Seconds between two looks where folders are looked through."""
_LIMITS = {errno.ENOSPC, errno.EMFILE}
_PASSING_ENDINGS = (
    "~",
    ".swp",
    ".swo",
    ".swx",
    ".tmp",
    ".part",
    ".crswap",
    "___jb_tmp___",
    "___jb_old___",
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder to watch, which need not be there yet: all that lies in it, or only some *names*."""

    path: Path
    names: frozenset[str] | None = None


def is_passing(name: str) -> bool:
    """Whether a file of this *name* is hidden, or an editor's own for a moment."""
    is_framed = name[:1] == name[-1:] == "#"  # emacs
    is_probe = name == "4913"  # vim tries whether it may write
    return name.startswith(".") or name.endswith(_PASSING_ENDINGS) or is_framed or is_probe


class Noticed:
    """Events, with the time at which each was seen -> batches of changed paths, and when each is due."""

    def __init__(self) -> None:
        self._settled: dict[str, float] = {}
        self._born: set[str] = set()
        self._first = self._last = 0.0

    def written(self, path: str, now: float, *, is_closed: bool, is_new: bool = False) -> None:
        """*path* was written to; *is_closed*: nobody does so any more."""
        if is_new and path not in self._settled:
            self._born.add(path)
        self._note(path, now, 0 if is_closed else SETTLE)

    def removed(self, path: str, now: float) -> None:
        """*path* is gone; where it was new it has never been."""
        if path in self._born:
            self._born.remove(path)
            del self._settled[path]
            self._last = now
        else:
            self._note(path, now, MISSED)

    def due(self, now: float) -> float | None:
        """Seconds until there is a batch to tell; None where nothing was noticed."""
        if not self._settled:
            return None
        lull = LULL if len(self._settled) <= LONE else BURST_LULL
        quiet = min(self._last + lull, self._first + BURST_AT_MOST)
        return max(quiet, min(self._settled.values())) - now

    def batch(self, now: float) -> frozenset[str]:
        """What is due; what is still being written to stays."""
        told = frozenset(path for path, at in self._settled.items() if at <= now)
        for path in told:
            del self._settled[path]
        self._born -= told
        self._first = now
        return told

    def _note(self, path: str, now: float, wait: float) -> None:
        if not self._settled:
            self._first = now
        self._last = now
        self._settled[path] = now + wait


_Key = tuple[str, frozenset[str] | None, int]
"""A folder that is there: its real path, the names that count, its number on the disk."""


class Watch:
    """Watches folders until it is closed. Use it from one thread."""

    def __init__(self, *, is_polling: bool = False) -> None:
        self.is_limited = False
        """Whether the system's limit made it look through the folders itself."""
        self._noticed = Noticed()
        self._changed = Condition()
        self._is_stale = False
        self._folders: tuple[Folder, ...] = ()
        self._watched: dict[_Key, ObservedWatch] = {}
        self._observer = self._polling() if is_polling else self._reporting()

    def over(self, folders: Iterable[Folder]) -> None:
        """Watch these folders, and no others that were watched before."""
        wanted = tuple(folders)
        if wanted != self._folders:
            self._folders = wanted
            self._arm()

    def wait(self, seconds: float | None = None) -> frozenset[Path]:
        """The next batch of changed paths; empty after *seconds* without one."""
        end = None if seconds is None else time.monotonic() + seconds
        with self._changed:
            while True:
                now = time.monotonic()
                due = self._noticed.due(now)
                if due is not None and due <= 0:
                    batch = self._noticed.batch(now)
                    break
                if end is not None and end <= now:
                    return frozenset()
                # Never for ever: on Windows Ctrl-C does not wake a thread that waits.
                self._changed.wait(min(1.0, due or 1.0, 1.0 if end is None else end - now))
            is_stale, self._is_stale = self._is_stale, False
        if is_stale:
            self._arm()
        return frozenset(map(Path, batch))

    def close(self) -> None:
        """Watch no longer."""
        self._observer.stop()
        self._observer.join()

    def notice(self, event: FileSystemEvent, folder: _Heard) -> None:
        """Take in what the system reports of *folder*; called in a thread of its own."""
        source = folder.named(event.src_path)
        target = folder.named(event.dest_path)
        is_gone = event.event_type in {"deleted", "moved"}
        now = time.monotonic()
        with self._changed:
            if event.is_directory or Path(target or source).is_symlink():
                self._is_stale = True
            if source and is_gone:
                self._noticed.removed(source, now)
            elif source:
                is_closed = event.is_directory or event.event_type == "closed"
                is_new = event.event_type == "created"
                self._noticed.written(source, now, is_closed=is_closed, is_new=is_new)
            if target:
                self._noticed.written(target, now, is_closed=True)
            self._changed.notify_all()

    # ------------------------------------------------------------ the system's watches

    def _reporting(self) -> BaseObserver:
        try:
            observer = Observer()
        except OSError as error:
            if error.errno not in _LIMITS:
                raise
            self.is_limited = True
            return self._polling()
        observer.start()
        return observer

    def _polling(self) -> BaseObserver:
        observer = PollingObserver(timeout=INTERVAL)
        observer.start()
        return observer

    def _arm(self) -> None:
        """Watch what the folders are now: one may have been made anew, or a link lead elsewhere."""
        try:
            self._rearm()
        except OSError as error:
            if error.errno not in _LIMITS or self.is_limited:
                raise
            self.is_limited = True
            self.close()
            self._watched.clear()
            self._observer = self._polling()
            self._rearm()

    def _rearm(self) -> None:
        # A folder may be made in one that is not watched yet: what is there is looked at until
        # nothing new was found, and from then on every folder that is made is reported.
        while (wanted := self._wanted()).keys() != self._watched.keys():
            for key in [key for key in self._watched if key not in wanted]:
                self._observer.unschedule(self._watched.pop(key))
            for key in [key for key in wanted if key not in self._watched]:
                ear = cast("FileSystemEventHandler", wanted[key])
                try:
                    self._watched[key] = self._observer.schedule(
                        ear, key[0], recursive=key[1] is None, event_filter=HEARD
                    )
                except FileNotFoundError:  # it has gone again
                    continue
        self._probe()

    def _wanted(self) -> dict[_Key, _Heard]:
        """What there is to watch."""
        wanted: dict[_Key, _Heard] = {}
        for folder in (*self._folders, *_linked(self._folders)):
            real = folder.path.resolve()
            try:
                number = real.stat().st_ino
            except OSError:  # not there, or nobody may look
                continue
            if real.is_dir():
                # By its number too: a folder of the same name may be another one.
                key = (str(real), folder.names, number)
                wanted.setdefault(key, _Heard(self, str(real), folder.names))
        return wanted

    def _probe(self) -> None:
        """Watch one folder more. Raises OSError at the limit, which watchdog keeps quiet about
        where it meets it in a subfolder.
        """
        if sys.platform == "linux" and not isinstance(self._observer, PollingObserver):
            with tempfile.TemporaryDirectory() as folder:
                deaf = FileSystemEventHandler()
                self._observer.unschedule(self._observer.schedule(deaf, folder))


class _Heard:
    """What the system reports of one folder goes to the watch."""

    def __init__(self, watch: Watch, real: str, names: frozenset[str] | None) -> None:
        self.real, self._watch, self._names = real, watch, names
        self._within = f"{real.rstrip(os.sep)}{os.sep}"

    def dispatch(self, event: FileSystemEvent) -> None:
        """Called by watchdog."""
        # A folder is "modified" whenever something in it is, which is told by itself.
        is_change = event.event_type != "modified" or not event.is_directory
        is_heard = event.event_type in {"created", "modified", "closed", "moved", "deleted"}
        if is_heard and is_change and (self.named(event.src_path) or self.named(event.dest_path)):
            self._watch.notice(event, self)

    def named(self, path: bytes | str) -> str:
        """*path* where it is one to tell of, else an empty text."""
        text = os.fsdecode(path)
        if text == self.real:
            return text
        below = text.removeprefix(self._within)
        names = below.split(os.sep)  # noqa: PTH206 - four times a file: a Path takes ten times as long
        if below == text or any(map(is_passing, names)):
            return ""
        return text if self._names is None or names[0] in self._names else ""


def _linked(folders: Sequence[Folder]) -> Iterator[Folder]:
    """Where links inside *folders* lead: the system watches a link itself, not what is behind it.

    What leads out of all of them is left alone, and so is what leads to a folder around its own.
    """
    known = [folder.path.resolve() for folder in folders]
    for folder, own in zip(folders, known, strict=True):
        for at, below, files in os.walk(folder.path) if folder.names is None else ():
            below[:] = [name for name in below if not is_passing(name)]
            for place in (Path(at, name) for name in (*below, *files)):
                if place.is_symlink():
                    real = place.resolve()
                    is_inside = any(real.is_relative_to(each) for each in known)
                    if is_inside and not own.is_relative_to(real):
                        names = None if real.is_dir() else frozenset({real.name})
                        yield Folder(real if real.is_dir() else real.parent, names)
