"""``build`` and ``merge``: arguments -> a site in its output folder."""

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


def _shard(
    context: click.Context, option: click.Parameter, value: str | None
) -> tuple[int, int] | None:
    """(K, N) of "K/N"."""
    if value is None:
        return None
    number, _, of = value.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise click.BadParameter("give K/N, with K from 1 to N: 3/8", context, option)
    return int(number), int(of)


@click.command(short_help="Write the site to the output folder.")
@options(SITE, OUTPUT, DRAFTS, FORMAT, VERBOSE, STRICT, FOR_DISK)
@JOBS
@click.option(
    "--shard",
    metavar="K/N",
    callback=_shard,
    help="Build only the K-th of N shares of the articles, for `merge`. Default folder: part-K-of-N.",
)
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
    shard: tuple[int, int] | None,
    executor: str | None,
) -> None:
    """Write the site to the output folder. If there is an error, nothing is written."""
    if shard and executor:
        raise click.UsageError("--shard and --executor cannot be used together.")
    require_site(site, form)
    layout = _wanted(site, output, drafts, for_disk, jobs)
    if shard:
        from sidegloss.builder.shards import build_shard  # noqa: PLC0415 - it brings the machine

        result = build_shard(layout, *shard, progress())
    elif executor:
        result = _built_by(executor, layout)
    else:
        result = build_site(layout, progress(), waiting)
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


@click.command(short_help="Combine the parts written by `build --shard` into one site.")
@click.argument(
    "parts",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@options(SITE, OUTPUT, DRAFTS, FORMAT, VERBOSE, STRICT, FOR_DISK, JOBS)
def merge(  # noqa: PLR0917
    parts: tuple[Path, ...],
    site: Path,
    output: Path | None,
    drafts: bool,
    form: Form,
    is_verbose: bool,
    strict: bool,
    for_disk: bool,
    jobs: int | None,
) -> None:
    """Combine the PARTS written by `build --shard` into one site, as if it had been built at once."""
    require_site(site, form)
    layout = replace(_wanted(site, output, drafts, for_disk, jobs), parts=parts)
    result = builder_of(layout, progress()).build(waiting)
    _end(result, form, site, is_verbose=is_verbose, strict=strict)


def _end(result: Result, form: Form, site: Path, *, is_verbose: bool, strict: bool) -> NoReturn:
    tell(result.diagnostics, form, site, is_verbose=is_verbose)
    if result.written is None:
        click.echo("Nothing was written.", err=True)
        sys.exit(1)
    click.echo(written_of(result), err=form != "text")
    sys.exit(code_of(result.diagnostics, strict=strict))
