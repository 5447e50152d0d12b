"""Arguments -> a build, printed messages and an exit code. The only module that prints.

Exit codes: 0 done, 1 mistakes in the content (with ``--strict`` warnings too) or a file that the
system refuses, 2 wrong usage, 3 a mistake of ours.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sidegloss.cli.beginning import new
from sidegloss.cli.building import build, merge
from sidegloss.cli.failing import failed, refused
from sidegloss.cli.options import FORMAT, SITE, STRICT, builder_of, layout_of, options
from sidegloss.cli.previewing import preview
from sidegloss.cli.publishing import deploy, ledger
from sidegloss.cli.telling import code_of, tell
from sidegloss.report import Form, table


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(package_name="sidegloss")
@click.pass_context
def commands(context: click.Context) -> None:
    """Annotated articles in, a published reader out."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@commands.command()
@options(SITE, FORMAT, STRICT)
def check(site: Path, form: Form, strict: bool) -> None:
    """Read the site and say what is wrong with it; write nothing."""
    builder = builder_of(layout_of(site, None, with_drafts=True))
    diagnostics = builder.check()
    tell(diagnostics, form, site)
    if form == "text":
        click.echo(f"\n{table(diagnostics)}" if diagnostics else "nothing to tell")
    sys.exit(code_of(diagnostics, strict=strict))


for each in (build, merge, preview, ledger, deploy, new):
    commands.add_command(each)
COMMANDS = tuple(commands.commands)


def main(arguments: Sequence[str] | None = None, default_site: Path | None = None) -> None:
    """The command line. *default_site* stands in for the current folder."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file's name may be no text, a terminal ASCII
            stream.reconfigure(errors="backslashreplace")
    try:
        commands.main(args=arguments and list(arguments), prog_name="sidegloss", obj=default_site)
    except OSError as error:
        sys.exit(refused(error))
    except Exception as mistake:  # noqa: BLE001 - here alone: to say that it is ours
        sys.exit(failed(mistake))
