"""Paths below output/: which may be written, how disks see them, what stands at one."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from enum import Enum

MANIFEST = ".sidegloss-files"
"""The files that a build wrote: a head with the state, then a path a line, sorted."""

TEMPORARY = re.compile(r"\.sidegloss-\d+~")
_PART = r"[^/\\\x00-\x1f\x7f]+"
_INSIDE = re.compile(
    rf"(?!.:)(?!{re.escape(MANIFEST)}\Z)(?:(?!\.\.?/){_PART}/)*(?!\.\.?\Z)(?!{TEMPORARY.pattern}\Z){_PART}"
)


def is_inside(path: str) -> bool:
    """Whether *path* is a plain relative one that we may write: no ``..``, no drive, one line."""
    return _INSIDE.fullmatch(path) is not None


def folded(path: str) -> str:
    """*path* as disks see it that know neither case nor composition (macOS, Windows)."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def above(path: str) -> Iterator[str]:
    """The folders above *path*, the outermost first."""
    end = path.find("/")
    while end != -1:
        yield path[:end]
        end = path.find("/", end + 1)


class Kind(Enum):
    MISSING = 0
    FILE = 1
    FOLDER = 2
    OTHER = 3
    """A link, a device: never ours."""


def look(name: str) -> tuple[Kind, int]:
    """What stands at *name*, and its size."""
    try:
        found = os.lstat(name)
    except (FileNotFoundError, NotADirectoryError):
        return Kind.MISSING, 0
    if stat.S_ISREG(found.st_mode):
        return Kind.FILE, found.st_size
    return (Kind.FOLDER if stat.S_ISDIR(found.st_mode) else Kind.OTHER), 0
