"""A path -> the bytes of a regular file of limited size; a pipe, a device or a link is refused at once.

A file is looked at before and after it is opened, and opened without following a link or waiting.
So reading ends even where somebody exchanges the file at that moment.
"""

# What counts is where a path really leads, link by link: `os.path` says it without further looks.

from __future__ import annotations

import errno
import os
import stat

TEXT_LIMIT = 20 * 1024 * 1024
"""Bytes that a text may have: an article, a file of sources, a saved copy, a drawing."""

MEDIA_LIMIT = 1024 * 1024 * 1024
"""Bytes that a file may have that is published as it is."""

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

Name = str | os.PathLike[str]


class NotRegularError(OSError):
    """The path leads to a folder, a link, a pipe, a socket or a device."""


class TooLargeError(OSError):
    """The file has more bytes than may be read; the second argument says how many."""


def is_within(path: str, folder: str) -> bool:
    """Whether *path* is *folder* or below it; both are absolute and free of links."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def open_regular(name: Name) -> int:
    """Return a descriptor for reading *name*. Raises NotRegularError, and OSError as `os.open` does."""
    if not stat.S_ISREG(os.lstat(name).st_mode):
        raise _not_regular(name)
    file = os.open(name, _FLAGS)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise _not_regular(name)
    return file


def read_regular(name: Name, limit: int = TEXT_LIMIT) -> bytes:
    """Return the bytes of *name*. Raises NotRegularError, TooLargeError, and OSError."""
    with open(open_regular(name), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(limit + 1) if size <= limit else b""
    if size > limit or len(data) > limit:
        raise TooLargeError(errno.EFBIG, f"larger than {shown_size(limit)}", os.fspath(name))
    return data


def shown_size(limit: int) -> str:
    """*limit* in bytes as people read it: ``20 MB``."""
    return f"{limit // 1024**3} GB" if limit >= 1024**3 else f"{limit // 1024**2} MB"


def _not_regular(name: Name) -> NotRegularError:
    return NotRegularError(errno.EINVAL, "not a regular file", os.fspath(name))
