"""A file -> its look: what tells it from what it was, without reading it."""

from __future__ import annotations

import os
import stat

Look = tuple[int, ...]
"""Size, time of change, time of change of the entry, number on the disk: nanoseconds."""


def look_of(name: str) -> Look | None:
    """The look of the file *name*; None for anything but a regular file."""
    try:
        found = os.lstat(name)
    except OSError:
        return None
    return of_stat(found) if stat.S_ISREG(found.st_mode) else None


def of_stat(found: os.stat_result) -> Look:
    """The look of a file that was looked at already."""
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def is_one_file(one: Look, other: Look | None) -> bool:
    """Whether both are looks of one file with the same bytes, which was at most renamed in between."""
    return other is not None and (one[0], one[1], one[3]) == (other[0], other[1], other[3])
