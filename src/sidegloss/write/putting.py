"""Outputs -> files: each written beside its place and renamed into it; removal of our own."""

# As in `standing`.
# ruff: noqa: PTH102, PTH103, PTH105, PTH106, PTH108, PTH120, PTH123, PTH208

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import takewhile

from sidegloss.model import Copy, Output, Staged
from sidegloss.write.places import TEMPORARY, Kind, above, look

_CHUNK = 1 << 20
_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_TRUNC
    | getattr(os, "O_NOFOLLOW", 0)  # a link of that name is never written through
    | getattr(os, "O_BINARY", 0)
)


def put_all(outputs: Iterable[Output | Copy | Staged], root: str) -> None:
    """Write files below *root*, and the folders that they need."""
    made = {root}
    temporary = f".sidegloss-{os.getpid()}~"
    for output in outputs:
        folder = os.path.dirname(f"{root}/{output.path}")
        if folder not in made:
            _make(folder)
            made.add(folder)
        _put(output, f"{root}/{output.path}", f"{folder}/{temporary}")


def _put(output: Output | Copy | Staged, name: str, temporary: str) -> None:
    """Write beside the place and rename into it: a reader sees the old file or the new."""
    if isinstance(output, Staged) and _is_moved(output.origin, name):
        return
    try:
        fill(temporary, _chunks(output))
        os.replace(temporary, name)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _make(folder: str) -> None:
    """Make a folder; most often the one above it is there."""
    try:
        os.mkdir(folder)
    except (FileExistsError, FileNotFoundError):
        os.makedirs(folder, exist_ok=True)


def fill(name: str, chunks: Iterable[bytes]) -> None:
    """Write a file: with no buffer between, which would ask more of the system than the writing."""
    file = os.open(name, _FLAGS, 0o666)
    try:
        for chunk in chunks:
            written = os.write(file, chunk)
            while written < len(chunk):
                written += os.write(file, memoryview(chunk)[written:])
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
    with open(output.origin, "rb") as file:
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
