"""A site's folder -> one build of it at a time.

The folder itself is locked, so nothing is left behind, and the system ends the lock with the process
that holds it. Where folders cannot be locked (Windows), a file in the user's cache folder is locked instead.
Where nothing can be locked (some network disks), builds are not kept apart: what they remember is right
even so, since a build remembers only what it wrote itself.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from threading import Event

from sidegloss.builder.kept import cache_folder
from sidegloss.model import Diagnostic, Location, Severity, SiteError

PATIENCE = 120.0
"""Seconds for which a build waits for another one."""
_TURN = 0.05
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}

Waiting = Callable[[], None]
"""Hears that another build runs and is waited for."""


def nobody_waits() -> None:
    """Nobody hears that another build is waited for."""


@contextmanager
def alone(
    site: Path, waiting: Waiting = nobody_waits, patience: float = PATIENCE
) -> Iterator[None]:
    """Hold the lock of *site*. Raises SiteError (``build-alone``) after *patience* seconds."""
    file = _opened(site)
    if file is None:
        yield
        return
    try:
        _wait(file, site, waiting, patience)
        yield
    finally:
        os.close(file)  # which ends the lock


def _wait(file: int, site: Path, waiting: Waiting, patience: float) -> None:
    turns = 0
    while not _locked(file):
        if turns == 0:
            waiting()
        turns += 1
        if turns * _TURN > patience:
            raise SiteError(_busy(site))
        Event().wait(_TURN)


def _busy(site: Path) -> Diagnostic:
    message = "another build of this site is running and does not end"
    hint = "wait until it has ended, or end it; then run the command again"
    return Diagnostic("build-alone", Severity.ERROR, message, Location(str(site)), hint)


if sys.platform == "win32":
    import msvcrt

    def _opened(site: Path) -> int | None:
        """A descriptor to lock for *site*; None if none can be opened."""
        name = blake2b(os.fsencode(os.path.realpath(site)), digest_size=16).hexdigest()
        file = cache_folder() / "locks" / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            return os.open(file, os.O_RDWR | os.O_CREAT)
        except OSError:
            return None

    def _locked(file: int) -> bool:
        """Whether the lock is held now; True also where the disk knows no locks."""
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return error.errno not in _BUSY
        return True

else:
    import fcntl

    def _opened(site: Path) -> int | None:
        """A descriptor of the folder *site*; None where it cannot be opened."""
        try:
            return os.open(site, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return None

    def _locked(file: int) -> bool:
        """Whether the lock is held now; True also where the disk knows no locks."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno not in _BUSY
        return True
