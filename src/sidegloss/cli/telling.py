"""Messages, results and progress -> what a terminal shows, and the exit code."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from sidegloss.builder import Progress, Result, nobody
from sidegloss.model import Diagnostic, Severity
from sidegloss.report import Form, report, summary
from sidegloss.texts import text_of

_PATIENCE = 1.0
"""Seconds of work of which nothing is said."""
_EVERY = 0.1
"""Seconds between two words on how far the work is."""


def progress() -> Progress:
    """Says on a terminal how far work is that takes more than a second."""
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


def tell(diagnostics: Sequence[Diagnostic], form: Form, site: Path) -> None:
    """Print messages to stdout, and how many there are to stderr."""
    for text in report(diagnostics, form, partial(text_of, site)):
        click.echo(text)
    if form == "text" and diagnostics:
        click.echo(summary(diagnostics), err=True)


def waiting() -> None:
    """Say that another build of the site is waited for."""
    click.echo("another build of this site is running: waiting until it has ended", err=True)


def code_of(diagnostics: Sequence[Diagnostic], *, strict: bool) -> int:
    """The exit code: 1 where one of them fails the command."""
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(diagnostic.severity in failing for diagnostic in diagnostics))


def written_of(result: Result) -> str:
    """What a build that wrote has done to its folder."""
    written = result.written
    assert written is not None  # noqa: S101 - callers have looked
    files = len(written.changed) + written.unchanged
    return (
        f"{result.output}: {files} files,"
        f" {len(written.changed)} written, {len(written.removed)} removed"
    )
