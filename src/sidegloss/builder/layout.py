"""What a build is asked for, and what it came to. Light: who imports it imports no machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sidegloss.cache_folder import MEMORY
from sidegloss.model import Diagnostic
from sidegloss.write.written import Written

__all__ = ["MEMORY", "Layout", "Progress", "Recorded", "Result", "nobody"]

Progress = Callable[[str, int, int], None]
"""Hears how far long work is: of what, how much is done, how much there is."""


def nobody(what: str, done: int, total: int) -> None:
    """Nobody hears how far the work is."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A site's folder, and how it is to be built."""

    site: Path
    output: Path | None = None
    """Where to write; None: where the settings say."""
    url: str = ""
    """Stands in for the settings' ``url`` (the environment's SIDEGLOSS_URL)."""
    with_drafts: bool = False
    is_for_disk: bool = False
    has_memory: bool = False
    """Whether to remember the build in the site's folder, for the next process."""
    jobs: int = 1
    """Processes to build in; 0: as many as the machine has cores and the work is worth."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a build came to. *written* is None where an error kept it from touching the output."""

    diagnostics: tuple[Diagnostic, ...]
    output: Path
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a site's ledger. *text* is what it should hold; None where it cannot be told."""

    diagnostics: tuple[Diagnostic, ...]
    path: str = ""
    before: str | None = None
    text: str | None = None
    added: int = 0
    total: int = 0
