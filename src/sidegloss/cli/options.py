"""Options that several commands have, each written once; and what they come to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sidegloss.builder import Layout, Progress, nobody

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from sidegloss.builder import Builder

F = TypeVar("F", bound=Callable[..., Any])

SITE = click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: click.get_current_context().obj or Path(),
    show_default="this folder",
    help="The site's folder.",
)
OUTPUT = click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write, in place of the site's own output folder.",
)
DRAFTS = click.option("--drafts", is_flag=True, help="Build drafts too; only with --output.")
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How messages are printed.",
)
STRICT = click.option("--strict", is_flag=True, help="Let warnings fail like errors.")

FOR_DISK = click.option(
    "--for-disk", is_flag=True, help="Write links that work without a server, from a disk."
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Processes to build in; where it is left out, as many as there are cores and it pays.",
)


def options(*wanted: Callable[[F], F]) -> Callable[[F], F]:
    """Several options at once, in the order in which help lists them."""

    def decorated(function: F) -> F:
        for option in reversed(wanted):
            function = option(function)
        return function

    return decorated


def layout_of(
    site: Path, output: Path | None, *, with_drafts: bool = False, is_for_disk: bool = False
) -> Layout:
    """How the site in a folder is to be built, for the address that the environment may give."""
    url = os.environ.get("SIDEGLOSS_URL", "")
    return Layout(site, output, url, with_drafts=with_drafts, is_for_disk=is_for_disk)


def builder_of(
    layout: Layout, told_of: Progress = nobody, executor: Executor | None = None
) -> Builder:
    """The whole machine, which takes long to import."""
    from sidegloss.builder import Builder  # noqa: PLC0415 - it brings the whole machine

    return Builder(layout, told_of, executor)
