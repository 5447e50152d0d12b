"""``preview``: arguments -> a site served to this machine, and what the terminal says of it."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from sidegloss.cli.failing import failed
from sidegloss.cli.options import SITE, builder_of, layout_of, options
from sidegloss.cli.telling import painter, require_site
from sidegloss.model import Diagnostic, Severity
from sidegloss.report import change_of, plain, report, total
from sidegloss.texts import text_of

PORT = 8000


@click.command(short_help="Preview the site with live reload, drafts included.")
@options(SITE)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Port to serve on. If it is taken, another one is used.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on. 0.0.0.0 exposes the preview to your network.",
)
@click.option(
    "--base",
    default="",
    metavar="PATH",
    help="Serve below this path, such as /repo/ (default: the path of the site's url).",
)
@click.option("--open", "is_opened", is_flag=True, help="Open the site in the browser.")
@click.option(
    "--editor",
    default="",
    metavar="NAME",
    help="Editor that a click on a message opens: code, zed, idea …, or an address with {path}:{line}:{column}.",
)
@click.option("--poll", is_flag=True, help="Poll for changes (network drives, WSL, Docker).")
def preview(  # noqa: PLR0917
    site: Path, port: int, host: str, base: str, is_opened: bool, editor: str, poll: bool
) -> None:
    """Preview the site with live reload, drafts included.

    A page with an error shows a placeholder at the fault. Press Ctrl+C to stop.
    """
    # Only the preview needs to watch and to serve, and both take long to import.
    from sidegloss.preview import Preview, Wanted, editors, run  # noqa: PLC0415

    address = editors.scheme(editor, os.environ)
    if address is None:
        raise click.BadParameter(
            f"use {', '.join(editors.EDITORS)}, or an address with {{path}}",
            param_hint="--editor",
        )
    require_site(site, "text")
    base = f"/{base.strip('/')}/" if base.strip("/") else base and "/"
    printed = Printed(site)
    try:
        shown = Preview(
            builder_of(layout_of(site, None, with_drafts=True)),
            Wanted(port, host, base, address, poll),
            printed.take,
            failed,
        )
    except OSError as error:
        raise click.ClickException(f"cannot serve at {host}: {error.strerror or error}") from None
    if shown.is_limited:
        click.echo(_LIMITED, err=True)
    if not shown.server.is_loopback:
        click.echo("Anyone who can reach this machine can read the drafts.", err=True)
    click.echo(f"Preview: {shown.server.url}  Press Ctrl+C to stop.")
    if is_opened:
        click.launch(shown.server.url)
    run(shown)


_LIMITED = (
    "The system does not allow more folders to be watched, so changes are looked for every second."
    " (On Linux, raise fs.inotify.max_user_watches.)"
)


class Printed:
    """Prints what changes in the messages of a site: the new ones, and how many are fixed."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._before: tuple[Diagnostic, ...] = ()
        self._is_first = True

    def take(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Print the new errors and warnings; nothing if only infos or places differ."""
        problems = tuple(each for each in diagnostics if each.severity is not Severity.INFO)
        new, fixed = change_of(self._before, problems)
        is_first, self._is_first = self._is_first, False
        self._before = problems
        if not (new or fixed or is_first):
            return
        paint = painter(sys.stdout) or plain
        if not is_first:
            click.echo(paint("time", _rule()))
        for text in report(new, "text", partial(text_of, self._site), paint=paint):
            click.echo(text)
        lead = "" if is_first else f"{_counts(len(new), fixed)}. "
        click.echo(f"{lead}{total(diagnostics, is_verbose=True)}")


def _counts(new: int, fixed: int) -> str:
    """How much has changed: "2 new, 1 fixed"."""
    return ", ".join(
        f"{number} {what}" for number, what in ((new, "new"), (fixed, "fixed")) if number
    )


def _rule() -> str:
    """A line over the terminal's width with the time in it."""
    width = min(shutil.get_terminal_size().columns, 100)
    return f"── {time.strftime('%H:%M:%S')} ".ljust(width, "─")
