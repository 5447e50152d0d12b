"""A file of bytes, each stretch with its place: appended to, read one by one, made anew when half is dead.

A stretch is known by its digest too. So what a killed process left behind the last place is no part of it,
and what two processes wrote at one time is at worst not known any more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

Place = tuple[int, int, bytes]
"""Offset, size, digest."""
_SPARE = 1 << 20
"""Bytes that may be dead in a small file."""


def read(file: Path, place: Place) -> bytes:
    """The stretch at *place*. Raises OSError, and ValueError where something else stands there."""
    offset, size, known = place
    with file.open("rb") as opened:
        opened.seek(offset)
        data = opened.read(size)
    if len(data) != size or _digest(data) != known:
        raise ValueError(file)
    return data


class Appending:
    """Takes stretches for a file; see `appending`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = file.seek(0, os.SEEK_END)

    def append(self, data: bytes) -> Place:
        """Where *data* stands from now on."""
        place = (self._at, len(data), _digest(data))
        self._file.write(data)
        self._at += len(data)
        return place


@contextmanager
def appending(file: Path, *, is_anew: bool) -> Iterator[Appending]:
    """Append to *file*, or write it *anew*: then the old one stands until all is there. Raises OSError."""
    if not is_anew:
        with file.open("ab") as opened:
            yield Appending(opened)
        return
    mark = file.with_name(f"{file.name}-{os.getpid()}")
    try:
        with mark.open("wb") as opened:
            yield Appending(opened)
        mark.replace(file)
    finally:
        mark.unlink(missing_ok=True)


def is_half_dead(file: Path, live: int) -> bool:
    """Whether *file* holds twice what is *live* in it, in bytes; also where there is none."""
    return not file.exists() or file.stat().st_size > 2 * live + _SPARE


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
