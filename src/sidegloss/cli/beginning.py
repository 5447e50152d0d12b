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
    subcommand_metavar="DIR | article TITLE | source KEY --url URL",
    add_help_option=True,
)
def new() -> None:
    """Begin a site in the folder DIR, or an article or a source in a site.

    A folder called "article" is written ./article.
    """


@new.command("", hidden=True)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="", help="The site's name; left out, that of the folder.")
def new_site(folder: Path, title: str) -> None:
    """Begin a site in the folder DIR, which is empty or not there yet."""
    from sidegloss import starting  # noqa: PLC0415 - only here

    with _refusals(folder):
        names = starting.site(folder, title)
    click.echo("\n".join((folder / name).as_posix() for name in names))
    click.echo(f"\nnext: cd {folder.as_posix()}, then sidegloss preview", err=True)


@new.command("article")
@SITE
@click.argument("title")
def new_article(site: Path, title: str) -> None:
    """Begin an article called TITLE: a draft, seen in the preview only."""
    from sidegloss import starting  # noqa: PLC0415 - only here

    with _refusals(site):
        path = starting.article(site, title, _today())
    click.echo(f"{path}: a draft; to publish it, delete its line draft: true")


@new.command("source")
@SITE
@click.argument("key")
@click.option("--url", required=True, help="Where the source is found.")
@click.option("--title", default="", help="The source's title.")
@click.option("--type", "kind", default="webpage", show_default=True, help="Its type, as in CSL.")
def new_source(site: Path, key: str, url: str, title: str, kind: str) -> None:
    """Append the source KEY to the site's file of sources; cite it as [@KEY] in a note."""
    from sidegloss import starting  # noqa: PLC0415 - only here

    with _refusals(site):
        path = starting.source(site, key, url, _today(), title=title, kind=kind)
    click.echo(f"{path}: {key}; cite it in a note: [@{key}]")


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
