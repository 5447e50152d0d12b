"""Names of files that a site publishes -> their sizes in pixels, and what would run in them."""

# What counts is where a path really leads, link by link: `os.path` says it without further looks.
# ruff: noqa: PTH116

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import imagesize

from sidegloss import activity, refusals
from sidegloss.model import Diagnostic, Location, Media, Settings, Severity
from sidegloss.regular_files import (
    MEDIA_LIMIT,
    TEXT_LIMIT,
    NotRegularError,
    TooLargeError,
    read_regular,
    shown_size,
)


def measured(site: Path, settings: Settings, names: Iterable[str]) -> tuple[Media, ...]:
    """The files called *names*, with their sizes in pixels; 0 where none can be told."""
    content = site / settings.content
    return tuple(Media(name, *_size(content / name)) for name in names)


def active_media(site: Path, settings: Settings, names: Iterable[str]) -> Iterator[Diagnostic]:
    """What is to be told of the files called *names* that would run something where they are opened."""
    for name in names:
        kind = activity.DOCUMENTS.get(activity.ending_of(name))
        found = activity.active(_document(site / settings.content / name)) if kind else None
        if found:
            path = f"{settings.content.strip('/')}/{name}"
            yield Diagnostic(
                "media-active",
                Severity.ERROR if kind == "picture" else Severity.WARNING,
                f"whoever opens this {kind} runs what is in it: {found.what}",
                Location(path, found.line, found.column),
                "take that out, or publish it in another form"
                if kind == "picture"
                else "publish it only if you trust all of it; what it runs may act as your site",
            )


def large_media(site: Path, settings: Settings, names: Iterable[str]) -> Iterator[Diagnostic]:
    """The files called *names* that are larger than a published file may be.

    A file that browsers open as a document is read whole, so it has the limit of a text.
    """
    for name in names:
        is_document = activity.ending_of(name) in activity.DOCUMENTS
        limit = TEXT_LIMIT if is_document else MEDIA_LIMIT
        try:
            size = os.stat(site / settings.content / name).st_size
        except OSError:
            continue  # reported where the file is referred to
        if size > limit:
            path = f"{settings.content.strip('/')}/{name}"
            yield refusals.large(path, f"larger than {shown_size(limit)}")


def _document(file: Path) -> bytes:
    """What is in *file*; nothing where it is missing, is no regular file, or is too large."""
    try:
        return read_regular(os.path.realpath(file))
    except (FileNotFoundError, NotRegularError, TooLargeError):
        return b""


def _size(file: Path) -> tuple[int, int]:
    # A picture may be broken in as many ways as there are formats; its size is only a courtesy.
    try:
        width, height = imagesize.get(str(file))
    except Exception:  # noqa: BLE001
        return 0, 0
    return max(int(width), 0), max(int(height), 0)
