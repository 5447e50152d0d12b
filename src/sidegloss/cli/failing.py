"""What nobody expected -> a few lines for whoever ran the command, and the exit code.

The one place where a mistake of ours is caught: to say that it is ours, and what to send.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from pathlib import Path

import click

from sidegloss import refusals
from sidegloss.report import report

OURS = 3
"""The exit code of a mistake of ours."""

SHOWN = ("SIDEGLOSS_TRACEBACK", "CI")
"""Where one of these is set, a report is shown: in a workflow a file would be lost."""


def refused(error: OSError) -> int:
    """Say what the system refused: a file that may not be read, a disk that is full. Returns the exit code."""
    if os.environ.get("SIDEGLOSS_TRACEBACK"):
        click.echo("".join(traceback.format_exception(error)), err=True)
    for text in report([refusals.of_system(error, Path())], "text", lambda _: ""):
        click.echo(text, err=True)
    return 1


def failed(mistake: Exception) -> int:
    """Say that the mistake is ours, and where the report of it lies."""
    report = _report(mistake)
    click.echo(f"Sidegloss made a mistake: {_in_short(mistake)}", err=True)
    if any(os.environ.get(name) for name in SHOWN):
        click.echo(f"Please report it, with these lines:\n\n{report}", err=True)
    else:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="sidegloss-", suffix=".txt", delete=False
        ) as file:
            file.write(report)
        told = (
            f"Please report it, with the file {file.name}. It may quote your text: read it first."
        )
        click.echo(told, err=True)
    return OURS


def _in_short(mistake: Exception) -> str:
    """The last line of its trace, cut: it may hold a whole text."""
    return " ".join(f"{type(mistake).__name__}: {mistake}".split())[:200]


def _report(mistake: Exception) -> str:
    import platform  # noqa: PLC0415 - only here
    from importlib import metadata  # noqa: PLC0415 - as above; 30 ms

    python = f"Python {platform.python_version()}, {platform.platform()}"
    lines = (
        f"sidegloss {metadata.version('sidegloss')}, {python}",
        f"command: {' '.join(sys.argv)}",
        "".join(traceback.format_exception(mistake)),
    )
    return "\n".join(lines).encode(errors="backslashreplace").decode()
