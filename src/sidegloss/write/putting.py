"""Outputs -> files: each written beside its place and renamed into it; removal of our own."""

# As in `standing`.
# ruff: noqa: PTH102, PTH103, PTH105, PTH106, PTH108, PTH120, PTH123, PTH208

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile

from sidegloss.model import Copy, Output, Staged
from sidegloss.regular_files import NotRegularError, open_regular
from sidegloss.write.looks import Look, is_one_file, look_of, of_stat
from sidegloss.write.places import TEMPORARY, Kind, above, look

_CHUNK = 1 << 20
_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_TRUNC
    | getattr(os, "O_NOFOLLOW", 0)  # a link of that name is never written through
    | getattr(os, "O_BINARY", 0)
)


def put_all(outputs: Iterable[Output | Copy | Staged], root: str) -> dict[str, Look]:
    """Write files below *root*, and the folders that they need; return how each looks now, by its path."""
    made = {root}
    looks: dict[str, Look] = {}
    temporary = f".sidegloss-{os.getpid()}~"
    for output in outputs:
        folder = os.path.dirname(f"{root}/{output.path}")
        if folder not in made:
            _make(folder)
            made.add(folder)
        written = _put(output, f"{root}/{output.path}", f"{folder}/{temporary}")
        found = look_of(f"{root}/{output.path}")
        if found and is_one_file(written, found):  # nobody else has replaced it since
            looks[output.path] = found
    return looks


def _put(output: Output | Copy | Staged, name: str, temporary: str) -> Look:
    """Write beside the place and rename into it: a reader sees the old file or the new.

    Return how the new file looked before it was renamed. Raises OSError that names the file.
    """
    with naming(name):
        if isinstance(output, Staged):
            look = of_stat(os.lstat(output.origin))
            if _is_moved(output.origin, name):
                return look
        try:
            look = fill(temporary, _chunks(output))
            os.replace(temporary, name)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
            raise
        return look


@contextmanager
def naming(name: str) -> Iterator[None]:
    """Let an OSError within name the file *name*: that a disk is full is said of no file."""
    try:
        yield
    except OSError as error:
        if error.errno is None or isinstance(error, NotRegularError):
            raise
        raise OSError(error.errno, error.strerror, name) from error


def _make(folder: str) -> None:
    """Make a folder; most often the one above it is there."""
    try:
        os.mkdir(folder)
    except (FileExistsError, FileNotFoundError):
        os.makedirs(folder, exist_ok=True)


def fill(name: str, chunks: Iterable[bytes]) -> Look:
    """Write a file and return its look: with no buffer between, which would ask more of the system."""
    file = os.open(name, _FLAGS, 0o666)
    try:
        for chunk in chunks:
            written = os.write(file, chunk)
            while written < len(chunk):
                written += os.write(file, memoryview(chunk)[written:])
        return of_stat(os.fstat(file))
    finally:
        os.close(file)


def _is_moved(origin: str, name: str) -> bool:
    """Move a file that is whole; not from one file system to another, where it would be copied."""
    try:
        os.replace(origin, name)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _chunks(output: Output | Copy | Staged) -> Iterator[bytes]:
    if isinstance(output, Output):
        yield output.data
        return
    with open(open_regular(os.path.realpath(output.origin)), "rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def remove(paths: list[str], root: str) -> list[str]:
    """Remove our own files and the folders that this empties; gives what was there to remove."""
    removed = []
    for path in paths:
        folders = list(above(path))
        real = [*takewhile(lambda each: look(f"{root}/{each}")[0] is Kind.FOLDER, folders)]
        # Behind a link or a file in place of a folder stands nothing of ours.
        if real == folders and look(f"{root}/{path}")[0] is Kind.FILE:
            os.unlink(f"{root}/{path}")
            removed.append(path)
        for folder in reversed(real):
            with suppress(OSError):  # not empty: it, and what is above it, stays
                os.rmdir(f"{root}/{folder}")
    return removed


def sweep(root: str, paths: Iterable[str]) -> None:
    """Remove what a killed build left half written: in the root, and beside *paths*."""
    folders = {root} | {os.path.dirname(f"{root}/{path}") for path in paths}
    for folder in sorted(folders):
        is_real = os.path.realpath(folder) == os.path.normpath(folder)
        if not is_real or look(folder)[0] is not Kind.FOLDER:
            continue
        for name in os.listdir(folder):
            if TEMPORARY.fullmatch(name):
                os.unlink(f"{folder}/{name}")
