"""Names of files that a site publishes -> their sizes in pixels, and what would run in them."""

# What counts is where a path really leads, link by link: `os.path` says it without further looks.
# ruff: noqa: PTH116

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import imagesize

from sidegloss import activity, inert, metadata, refusals
from sidegloss.model import Diagnostic, Location, Media, Settings, Severity
from sidegloss.regular_files import (
    MEDIA_LIMIT,
    TEXT_LIMIT,
    NotRegularError,
    TooLargeError,
    open_regular,
    read_regular,
    shown_size,
)

_SEARCHED = 32_000_000
"""Bytes of a file that are searched for metadata."""
_EXIFTOOL = "remove them: exiftool -all="
_REMOVED = {
    ".svg": "save it as Plain SVG (or svgo):",
    ".pdf": "print it to a new PDF, without your name:",
    **dict.fromkeys(
        (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"),
        "remove personal information in the program that wrote",
    ),
}


def measured(site: Path, settings: Settings, names: Iterable[str]) -> tuple[Media, ...]:
    """The files called *names*, with their sizes in pixels; 0 where none can be told."""
    content = site / settings.content
    return tuple(Media(name, *_size(content / name)) for name in names)


def active_media(site: Path, settings: Settings, names: Iterable[str]) -> Iterator[Diagnostic]:
    """A diagnostic for each of the files called *names* that could run or load something when it is opened."""
    for name in names:
        if activity.ending_of(name) in inert.ENDINGS:
            continue
        data = _document(site / settings.content / name)
        if data is None or not activity.is_document(name, data):
            continue
        found = activity.active(data, name)
        if found:
            path = f"{settings.content.strip('/')}/{name}"
            yield Diagnostic(
                "media-active",
                Severity.ERROR,
                f"this file contains {found.what}: it could run or load something when it is opened",
                Location(path, found.line, found.column),
                found.hint,
            )


def large_media(site: Path, settings: Settings, names: Iterable[str]) -> Iterator[Diagnostic]:
    """The files called *names* that are larger than a published file may be.

    A file that browsers might open as a document is read whole, so it has the limit of a text.
    """
    for name in names:
        limit = MEDIA_LIMIT if activity.ending_of(name) in inert.ENDINGS else TEXT_LIMIT
        try:
            size = os.stat(site / settings.content / name).st_size
        except OSError:
            continue  # reported where the file is referred to
        if size > limit:
            path = f"{settings.content.strip('/')}/{name}"
            yield refusals.large(path, f"larger than {shown_size(limit)}")


def _document(file: Path) -> bytes | None:
    """What is in *file*; None if it is missing, is not a regular file, or is too large."""
    try:
        return read_regular(os.path.realpath(file))
    except (FileNotFoundError, NotRegularError, TooLargeError):
        return None


def revealing_media(site: Path, settings: Settings, names: Iterable[str]) -> Iterator[Diagnostic]:
    """A diagnostic for each of the files called *names* whose metadata say who, where or by what it was made."""
    for name in names:
        file = site / settings.content / name
        if found := metadata.private(_beginning(file)):
            path = f"{settings.content.strip('/')}/{name}"
            yield Diagnostic(
                "media-metadata",
                Severity.WARNING,
                f"the metadata of this file are published with it: {', '.join(found)}",
                Location(path),
                f'{_REMOVED.get(activity.ending_of(name), _EXIFTOOL)} "{path}"',
            )


def _beginning(file: Path) -> bytes:
    """The first bytes of *file*; nothing where it is missing or is no regular file."""
    try:
        with os.fdopen(open_regular(os.path.realpath(file)), "rb") as opened:
            return opened.read(_SEARCHED)
    except (FileNotFoundError, NotRegularError):
        return b""


def _size(file: Path) -> tuple[int, int]:
    # A picture may be broken in as many ways as there are formats; its size is only a courtesy.
    try:
        width, height = imagesize.get(str(file))
    except Exception:  # noqa: BLE001
        return 0, 0
    return max(int(width), 0), max(int(height), 0)
