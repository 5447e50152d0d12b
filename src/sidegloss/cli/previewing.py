"""``preview``: arguments -> a site served to this machine, up to date as it is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from sidegloss.cli.options import SITE, builder_of, layout_of, options
from sidegloss.model import Diagnostic, Severity
from sidegloss.report import report, summary
from sidegloss.texts import text_of

PORT = 8000


@click.command()
@options(SITE)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Answer at this address; 0.0.0.0 lets the whole network read along.",
)
@click.option(
    "--base",
    default="",
    metavar="PATH",
    help="Serve below this path (/repo/), in place of that of the site's url.",
)
@click.option("--open", "is_opened", is_flag=True, help="Open the browser.")
@click.option(
    "--editor",
    default="",
    metavar="NAME",
    help="Where a click on a message leads: code, zed, idea …, or an address with {path}:{line}:{column}.",
)
@click.option("--poll", is_flag=True, help="Look through the folders, where none is reported.")
def preview(  # noqa: PLR0917
    site: Path, port: int, host: str, base: str, is_opened: bool, editor: str, poll: bool
) -> None:
    """Serve the site to this machine, drafts included, and keep it up to date as you write."""
    # Only the preview needs to watch and to serve, and both take long to import.
    from sidegloss.preview import Preview, Wanted, editors, run  # noqa: PLC0415

    address = editors.scheme(editor, os.environ)
    if address is None:
        raise click.BadParameter(
            f"give {', '.join(editors.EDITORS)}, or an address with {{path}}",
            param_hint="--editor",
        )
    base = f"/{base.strip('/')}/" if base.strip("/") else base and "/"
    builder = builder_of(layout_of(site, None, with_drafts=True))
    try:
        shown = Preview(
            builder,
            Wanted(port, host, base, address, poll),
            lambda diagnostics: _tell_anew(diagnostics, site),
        )
    except OSError as error:
        raise click.ClickException(f"cannot serve at {host}: {error.strerror or error}") from None
    if shown.is_limited:
        click.echo(_LIMITED, err=True)
    if not shown.server.is_loopback:
        click.echo("whoever can reach this machine can read the drafts", err=True)
    click.echo(f"reading at {shown.server.url} (Ctrl+C ends it)")
    if is_opened:
        click.launch(shown.server.url)
    run(shown)


_LIMITED = (
    "the system watches no more folders for us: looking through them every second instead"
    " (on Linux, raise fs.inotify.max_user_watches)"
)


def _tell_anew(diagnostics: Sequence[Diagnostic], site: Path) -> None:
    """What keeps the site from being built, and how much else there is, which stands in the page."""
    errors = [each for each in diagnostics if each.severity is Severity.ERROR]
    for text in report(errors, "text", partial(text_of, site)):
        click.echo(text)
    click.echo(summary(diagnostics) or "nothing to tell", err=True)
