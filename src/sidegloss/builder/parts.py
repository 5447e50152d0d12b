"""A folder that a share of a site was built into -> what is in it, for `merge`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sidegloss.builder.kept import keep, kept
from sidegloss.builder.programs import program
from sidegloss.model import Diagnostic, Location, Severity, SiteError

PART = ".sidegloss-part"
"""The file of a part that says what is in it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was built of a site elsewhere."""

    folder: str
    articles: dict[str, tuple[str, str, bytes]]
    """By their paths: digest of the file, digest of the reading, the article."""
    pieces: dict[str, tuple[str, ...]]
    """By their keys: the paths of what they came to."""


def keep_part(
    folder: Path, articles: dict[str, tuple[str, str, bytes]], pieces: dict[str, tuple[str, ...]]
) -> None:
    """Say in *folder* what is in it; see `Part`. Raises OSError."""
    keep(folder / PART, (program(), articles, pieces), is_signed=False)


def part_in(folder: Path) -> Part:
    """What lies in *folder*. Raises SiteError where that is no part, or one of another version."""
    try:
        version, entries, pieces = kept(folder / PART, is_signed=False)
    except (OSError, ValueError, TypeError):
        raise _refused(
            folder, f"{folder} is no part of a site", "name folders that build --shard wrote"
        ) from None
    if version != program():
        raise _refused(
            folder,
            f"{folder} was built by another version of Sidegloss, of Python or of a package",
            "build all parts and the whole with the same ones",
        )
    return Part(str(folder), entries, pieces)


def _refused(folder: Path, message: str, hint: str) -> SiteError:
    return SiteError(Diagnostic("part-whole", Severity.ERROR, message, Location(str(folder)), hint))
