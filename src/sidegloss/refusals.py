"""What the system or a limit refuses -> a message: what happened, at which path, and what to do."""

# What counts is where a path really leads, link by link: `os.path` says it without further looks.
# ruff: noqa: PTH100

from __future__ import annotations

import errno
import os
from pathlib import Path

from sidegloss.model import Diagnostic, Location, Severity
from sidegloss.regular_files import NotRegularError, TooLargeError, is_within

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_DENIED = {errno.EACCES, errno.EPERM}
_HINTS = {
    **dict.fromkeys(_FULL, "make room on the disk, then run the command again"),
    **dict.fromkeys(_DENIED, "give yourself the right to it: look at it with ls -l"),
    errno.EROFS: "name a folder that can be written to: --output DIR",
    errno.EFBIG: "raise the limit for the size of files: ulimit -f",
    errno.ENAMETOOLONG: "give the file and the folders above it shorter names",
    errno.ELOOP: "remove the link that leads to itself",
    errno.EMFILE: "raise the limit for open files: ulimit -n 4096",
    errno.ENOENT: "run the command again: the file was there a moment ago",
}
_OTHERWISE = "look at the disk and at the file, then run the command again"
_WRITING = {*_FULL, errno.EFBIG, errno.EROFS}


def of_system(error: OSError, site: Path, output: Path | None = None) -> Diagnostic:
    """The message for *error*: ``file-writable`` for what was to be written, else ``file-readable``."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    if isinstance(error, NotRegularError):
        return special(shown_path(name, site))
    if isinstance(error, TooLargeError):
        return large(shown_path(name, site), str(error.strerror))
    written = output and name and is_within(os.path.realpath(name), os.path.realpath(output))
    is_written = error.errno in _WRITING or bool(written)
    reason = (error.strerror or str(error) or type(error).__name__).rstrip(".")
    reason = f"{reason[:1].lower()}{reason[1:]}"
    hint = _HINTS.get(error.errno or 0, _OTHERWISE)
    at = Location(shown_path(name, site) if name else "." if output is None else str(output))
    if is_written:
        return Diagnostic("file-writable", Severity.ERROR, f"cannot be written: {reason}", at, hint)
    return Diagnostic("file-readable", Severity.ERROR, f"cannot be read: {reason}", at, hint)


def special(path: str) -> Diagnostic:
    """The message for a pipe, a socket, a device or a folder at *path*, where a file is needed."""
    message = "is not a regular file, so it is not read"
    hint = "put a regular file in its place, or remove it"
    return Diagnostic("file-regular", Severity.ERROR, message, Location(path), hint)


def large(path: str, how: str) -> Diagnostic:
    """The message for a file at *path* with too many bytes; *how*: ``larger than 20 MB``."""
    hint = "split it, make it smaller, or keep it elsewhere and link to it"
    return Diagnostic("file-size", Severity.ERROR, f"is {how}", Location(path), hint)


def outside(path: str, what: str) -> Diagnostic:
    """The message for a link at *path* that leads out of *what*, or nowhere."""
    message = f"{path.rpartition('/')[2]} is a link that leads out of {what}, or nowhere"
    hint = "put a copy of the file or folder in its place, or remove the link"
    return Diagnostic("path-inside", Severity.ERROR, message, Location(path), hint)


def shown_path(name: str, site: Path) -> str:
    """*name* relative to the site's folder if it is below it."""
    for root in (os.path.abspath(site), os.path.realpath(site)):
        whole = os.path.abspath(name)
        if is_within(whole, root) and whole != root:
            return os.path.relpath(whole, root).replace(os.sep, "/")
    return name
