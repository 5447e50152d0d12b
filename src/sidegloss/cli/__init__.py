"""Arguments -> a build, printed messages and an exit code. The only module that prints.

Exit codes: 0 done, 1 errors in the content (with ``--strict`` warnings too) or a file that the
system refuses, 2 wrong usage, 3 an internal fault.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sidegloss.cli.beginning import new
from sidegloss.cli.building import build
from sidegloss.cli.failing import failed, refused
from sidegloss.cli.naming import EPILOG, Commands
from sidegloss.cli.options import FORMAT, SITE, STRICT, VERBOSE, builder_of, layout_of, options
from sidegloss.cli.previewing import preview
from sidegloss.cli.publishing import deploy, ledger
from sidegloss.cli.telling import code_of, require_site, tell
from sidegloss.report import Form, total


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    epilog=EPILOG,
)
@click.version_option(None, "-V", "--version", package_name="sidegloss")
@click.pass_context
def commands(context: click.Context) -> None:
    """Build a website from annotated Markdown articles."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@commands.command(short_help="Report every problem of the site; write nothing.")
@options(SITE, FORMAT, VERBOSE, STRICT)
def check(site: Path, form: Form, is_verbose: bool, strict: bool) -> None:
    """Report everything that a build would report, drafts included. Writes nothing."""
    require_site(site, form)
    builder = builder_of(layout_of(site, None, with_drafts=True))
    diagnostics = builder.check()
    tell(diagnostics, form, site, is_verbose=is_verbose)
    if form == "text" and not diagnostics:
        click.echo(total(diagnostics))
    sys.exit(code_of(diagnostics, strict=strict))


@commands.command("help", hidden=True)
@click.argument("name", required=False)
@click.pass_context
def show_help(context: click.Context, name: str | None) -> None:
    """Show the help of the command NAME, or that of Sidegloss."""
    outer = context.parent or context
    if name is None:
        click.echo(outer.get_help())
        return
    found, command, _ = commands.resolve_command(outer, [name])
    assert command is not None  # noqa: S101 - an unknown name has raised
    with click.Context(command, outer, info_name=found) as inner:
        click.echo(inner.get_help())


for each in (build, preview, ledger, deploy, new):
    commands.add_command(each)


def main(arguments: Sequence[str] | None = None, default_site: Path | None = None) -> None:
    """The command line. *default_site* stands in for the current folder."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file's name may be no text, a terminal ASCII
            stream.reconfigure(errors="backslashreplace")
    try:
        commands.main(args=arguments and list(arguments), prog_name="sidegloss", obj=default_site)
    except OSError as error:
        sys.exit(refused(error))
    except Exception as fault:  # noqa: BLE001 - the last resort: it is reported as an internal fault
        sys.exit(failed(fault))
