"""A site's folder -> its cache folder, and why that may not be used."""

# As in `folders`.
# ruff: noqa: PTH112, PTH113, PTH114, PTH118

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sidegloss.model import Diagnostic, Location, Severity

MEMORY = ".sidegloss"
"""The folder of a site in which builds keep what makes them fast; it can be deleted at any time."""


def cache_mistakes(site: Path) -> Iterator[Diagnostic]:
    """What is wrong with the site's cache folder: it is a link, or holds anything but files and folders."""
    folder = os.path.join(site, MEMORY)
    if not os.path.lexists(folder):
        return
    if os.path.islink(folder) or not (os.path.isdir(folder) or os.path.isfile(folder)):
        yield _not_ours(MEMORY)
        return
    if os.path.isfile(folder):
        return  # somebody wants no cache here
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda each: each.name):
            is_plain = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
            if not is_plain:
                yield _not_ours(f"{MEMORY}/{entry.name}")


def _not_ours(path: str) -> Diagnostic:
    message = f"{path} is a link or a special file, which no build made"
    hint = f"remove it; {MEMORY} holds only what a build can make again"
    return Diagnostic("cache-folder", Severity.ERROR, message, Location(path), hint)
