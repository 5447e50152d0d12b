"""``build``: write a site to its output folder."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from sidegloss.builder import Layout, Result
from sidegloss.builder import build as build_site
from sidegloss.cli.options import (
    DRAFTS,
    FOR_DISK,
    FORMAT,
    JOBS,
    OUTPUT,
    SITE,
    STRICT,
    VERBOSE,
    builder_of,
    layout_of,
    options,
)
from sidegloss.cli.telling import code_of, progress, require_site, tell, waiting, written_of
from sidegloss.installed import install
from sidegloss.report import Form


@click.command(short_help="Write the site to the output folder.")
@options(SITE, OUTPUT, DRAFTS, FORMAT, VERBOSE, STRICT, FOR_DISK)
@JOBS
@click.option(
    "--executor",
    metavar="ADDRESS",
    help="Build on the Dask scheduler at this address. Its workers need access to the site's folder.",
)
def build(  # noqa: PLR0917
    site: Path,
    output: Path | None,
    drafts: bool,
    form: Form,
    is_verbose: bool,
    strict: bool,
    for_disk: bool,
    jobs: int | None,
    executor: str | None,
) -> None:
    """Write the site to the output folder. If there is an error, nothing is written."""
    require_site(site, form)
    layout = _wanted(site, output, drafts, for_disk, jobs)
    result = _built_by(executor, layout) if executor else build_site(layout, progress(), waiting)
    _end(result, form, site, is_verbose=is_verbose, strict=strict)


def _wanted(
    site: Path, output: Path | None, drafts: bool, for_disk: bool, jobs: int | None
) -> Layout:
    if drafts and not output:
        raise click.UsageError(
            "--drafts requires --output DIR: drafts are never written to the published folder."
        )
    layout = layout_of(site, output, with_drafts=drafts, is_for_disk=for_disk)
    return replace(layout, has_memory=True, jobs=jobs or 0)


def _built_by(address: str, layout: Layout) -> Result:
    from sidegloss.builder.elsewhere import executing  # noqa: PLC0415 - an extra

    try:
        with executing(address) as executor:
            return builder_of(layout, progress(), executor).build(waiting)
    except ImportError:
        message = f"--executor needs a package that is not installed; {install('dask')}"
        raise click.ClickException(message) from None
    except OSError as error:
        raise click.ClickException(f"no scheduler answers at {address}: {error}") from None


def _end(result: Result, form: Form, site: Path, *, is_verbose: bool, strict: bool) -> NoReturn:
    tell(result.diagnostics, form, site, is_verbose=is_verbose)
    if result.written is None:
        click.echo("Nothing was written.", err=True)
        sys.exit(1)
    click.echo(written_of(result), err=form != "text")
    sys.exit(code_of(result.diagnostics, strict=strict))
