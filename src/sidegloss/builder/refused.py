"""What the system refuses -> a message."""

from __future__ import annotations

import os
from pathlib import Path

from sidegloss.model import Diagnostic, Location, Severity

UNREADABLE = "file-readable"
"""The code of a file that the system refuses."""


def unreadable(error: OSError, site: Path) -> Diagnostic:
    """The message for a file of the *site* that the system refuses."""
    name = error.filename if isinstance(error.filename, str | bytes) else str(site)
    file = Path(os.fsdecode(name)).absolute()
    root = site.absolute()
    path = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    return Diagnostic(
        "file-readable",
        Severity.ERROR,
        f"cannot be read: {error.strerror or error}",
        Location(path),
        "close the program that holds the file, or allow it to be read",
    )
