"""Names of files that a site publishes -> their sizes in pixels, and what would run in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import imagesize

from sidegloss import activity
from sidegloss.model import Diagnostic, Location, Media, Settings, Severity


def measured(site: Path, settings: Settings, names: Iterable[str]) -> tuple[Media, ...]:
    """The files called *names*, with their sizes in pixels; 0 where none can be told."""
    content = site / settings.content
    return tuple(Media(name, *_size(content / name)) for name in names)


def active_media(site: Path, settings: Settings, names: Iterable[str]) -> Iterator[Diagnostic]:
    """What is to be told of the files called *names* that would run something where they are opened."""
    for name in names:
        kind = activity.DOCUMENTS.get(activity.ending_of(name))
        file = site / settings.content / name
        found = activity.active(file.read_bytes()) if kind and file.is_file() else None
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


def _size(file: Path) -> tuple[int, int]:
    # A picture may be broken in as many ways as there are formats; its size is only a courtesy.
    try:
        width, height = imagesize.get(str(file))
    except Exception:  # noqa: BLE001
        return 0, 0
    return max(int(width), 0), max(int(height), 0)
