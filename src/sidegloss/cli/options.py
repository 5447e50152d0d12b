"""Options that several commands share, and the values that they give."""

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
    help="Write to this folder instead of the site's output folder.",
)
DRAFTS = click.option("--drafts", is_flag=True, help="Include drafts; requires --output.")
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Format of the messages.",
)
VERBOSE = click.option(
    "--verbose",
    "-v",
    "is_verbose",
    is_flag=True,
    help="List infos too, and print every repeat of a message in full.",
)
STRICT = click.option("--strict", is_flag=True, help="Exit with 1 if there are warnings.")

FOR_DISK = click.option(
    "--for-disk",
    is_flag=True,
    help="Write links that work without a server, for reading from a disk.",
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Number of worker processes (default: automatic).",
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
