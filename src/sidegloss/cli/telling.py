"""Messages, results and progress -> what is printed, and the exit code."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import click

from sidegloss.builder import Progress, Result, nobody
from sidegloss.model import Diagnostic, Location, Severity
from sidegloss.regular_files import read_regular
from sidegloss.report import Form, Paint, plain, report, total
from sidegloss.texts import text_of

_PATIENCE = 1.0
"""Seconds of work before its progress is shown."""
_EVERY = 0.1
"""Seconds between two updates of the progress."""


def progress() -> Progress:
    """Show on a terminal the progress of work that takes more than a second."""
    if not sys.stderr.isatty():
        return nobody
    begun: dict[str, float] = {}
    shown = [0.0]

    def told_of(what: str, done: int, total: int) -> None:
        now = time.monotonic()
        since = now - begun.setdefault(what, now)
        is_due = since > _PATIENCE and now - shown[0] > _EVERY
        if is_due and done < total:
            shown[0] = now
            click.echo(f"\r{done} of {total} {what}\033[K", err=True, nl=False)
        elif done == total and shown[0]:
            shown[0] = 0.0
            click.echo("\r\033[K", err=True, nl=False)

    return told_of


def tell(
    diagnostics: Sequence[Diagnostic], form: Form, site: Path, *, is_verbose: bool = False
) -> None:
    """Print messages to stdout, and in the text form how many there are."""
    paint = painter(sys.stdout)
    texts = report(
        diagnostics, form, partial(text_of, site), is_verbose=is_verbose, paint=paint or plain
    )
    count = 0
    for count, text in enumerate(texts, 1):  # noqa: B007 - counted
        click.echo(text, color=paint is not None)
    if form == "text" and diagnostics:
        lead = "\n" if count else ""
        click.echo(lead + total(diagnostics, is_verbose=is_verbose), color=paint is not None)


_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "info": {"fg": "blue", "bold": True},
    "caret": {"bold": True},
    "place": {"bold": True},
    "help": {"fg": "cyan"},
    "time": {"dim": True},
    "good": {"fg": "green"},
}


def painter(stream: TextIO) -> Paint | None:
    """What colours messages on *stream*; None where it is no terminal or shows no colours."""
    has_colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return _painted if stream.isatty() and has_colour else None


def _painted(role: str, text: str) -> str:
    return click.style(text, **_STYLES[role])


def require_site(site: Path, form: Form) -> None:
    """Exit with 1 and a message if the folder *site* is no site."""
    try:
        has_settings = b"tool.sidegloss" in read_regular(site / "pyproject.toml")
    except OSError:  # a link or a pipe is refused with a message of its own
        has_settings = os.path.lexists(site / "pyproject.toml")
    if has_settings or os.path.lexists(site / "content"):
        return
    at = Location(site.as_posix())
    message = "this is not a Sidegloss site"
    hint = "change into the site's folder, or create a site: sidegloss new DIR"
    tell([Diagnostic("content-exists", Severity.ERROR, message, at, hint)], form, site)
    sys.exit(1)


def waiting() -> None:
    """Say that another build of the site is waited for."""
    click.echo("another build of this site is running: waiting until it has ended", err=True)


def code_of(diagnostics: Sequence[Diagnostic], *, strict: bool) -> int:
    """The exit code: 1 if one of the messages fails the command."""
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(diagnostic.severity in failing for diagnostic in diagnostics))


def written_of(result: Result) -> str:
    """What a build did to its output folder. *result* is one that wrote."""
    written = result.written
    assert written is not None  # noqa: S101 - the caller has checked
    files = len(written.changed) + written.unchanged
    return (
        f"{result.output}: {files} files,"
        f" {len(written.changed)} written, {len(written.removed)} removed"
    )
