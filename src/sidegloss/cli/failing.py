"""An unexpected exception -> a few lines for the person who ran the command, and the exit code."""

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
"""The exit code of an internal fault."""

SHOWN = ("SIDEGLOSS_TRACEBACK", "CI")
"""If one of these is set, the report is printed: in a workflow a file would be lost."""


def refused(error: OSError) -> int:
    """Print what the system refused: a file that may not be read, a disk that is full."""
    if os.environ.get("SIDEGLOSS_TRACEBACK"):
        click.echo("".join(traceback.format_exception(error)), err=True)
    for text in report([refusals.of_system(error, Path())], "text", lambda _: ""):
        click.echo(text, err=True)
    return 1


def failed(fault: Exception) -> int:
    """Print that Sidegloss itself failed, and the report or the name of the file that has it."""
    report = _report(fault)
    click.echo(f"Sidegloss failed because of an internal fault: {in_short(fault)}", err=True)
    if any(os.environ.get(name) for name in SHOWN):
        click.echo(f"Please report it with these lines:\n\n{report}", err=True)
    else:
        click.echo(
            f"Please report it with the file {_kept(report)}. The file may quote your text:"
            " read it before you send it.",
            err=True,
        )
    return OURS


def _kept(report: str) -> str:
    """The name of a new file that holds *report*."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="sidegloss-", suffix=".txt", delete=False
    ) as file:
        file.write(report)
    return file.name


def in_short(fault: Exception) -> str:
    """The last line of the traceback, cut: it may hold a whole text."""
    return " ".join(f"{type(fault).__name__}: {fault}".split())[:200]


def _report(fault: Exception) -> str:
    import platform  # noqa: PLC0415 - only here
    from importlib import metadata  # noqa: PLC0415 - as above; 30 ms

    python = f"Python {platform.python_version()}, {platform.platform()}"
    lines = (
        f"sidegloss {metadata.version('sidegloss')}, {python}",
        f"command: {' '.join(sys.argv)}",
        "".join(traceback.format_exception(fault)),
    )
    return "\n".join(lines).encode(errors="backslashreplace").decode()
