"""``sidegloss new``: arguments -> a new site, article or source, and what is printed of it.

A part of the command line with a module of its own; importing it is light.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import click

from sidegloss.cli.options import SITE
from sidegloss.model import SiteError
from sidegloss.report import report
from sidegloss.texts import text_of


class _Forms(click.Group):
    """``new DIR`` beside ``new article`` and ``new source``: what names no form is a folder."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, args if args[0] in self.commands else ["", *args])


@click.group(
    cls=_Forms,
    short_help="Create a site, an article or a source.",
    subcommand_metavar="DIR | article TITLE | source KEY --url URL",
    add_help_option=True,
)
def new() -> None:
    """Create a site in the folder DIR, or an article or a source in a site.

    To create a site in a folder called "article", write ./article.
    """


@new.command("", hidden=True)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="", help="Title of the site (default: the folder's name).")
def new_site(folder: Path, title: str) -> None:
    """Create a site in the folder DIR, which must be new or empty."""
    from sidegloss import starting  # noqa: PLC0415 - only here

    with _refusals(folder):
        names = starting.site(folder, title)
    click.echo("\n".join((folder / name).as_posix() for name in names))
    click.echo(f"\nNext: cd {folder.as_posix()}, then sidegloss preview", err=True)


@new.command("article")
@SITE
@click.argument("title")
def new_article(site: Path, title: str) -> None:
    """Create a draft article called TITLE. Drafts appear in the preview only."""
    from sidegloss import starting  # noqa: PLC0415 - only here

    with _refusals(site):
        path = starting.article(site, title, _today())
    click.echo(f"{path}: a draft. To publish it, delete the line draft: true")


@new.command("source")
@SITE
@click.argument("key")
@click.option("--url", required=True, help="Address of the source.")
@click.option("--title", default="", help="Title of the source.")
@click.option(
    "--type", "kind", default="webpage", show_default=True, help="CSL type of the source."
)
def new_source(site: Path, key: str, url: str, title: str, kind: str) -> None:
    """Append the source KEY to content/sources.yaml. Cite it in a note as [@KEY]."""
    from sidegloss import starting  # noqa: PLC0415 - only here

    with _refusals(site):
        path = starting.source(site, key, url, _today(), title=title, kind=kind)
    click.echo(f"{path}: {key}. Cite it in a note: [@{key}]")


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011 - the author's own day


@contextmanager
def _refusals(site: Path) -> Iterator[None]:
    """Print a refusal, or what the system says of a file, and end with 1."""
    try:
        yield
    except SiteError as refusal:
        for text in report(refusal.diagnostics, "text", partial(text_of, site)):
            click.echo(text)
        sys.exit(1)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror or error}") from None
