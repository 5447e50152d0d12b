"""Arguments -> a build, printed messages and an exit code. The only module that prints.

Exit codes: 0 done, 1 mistakes in the content (with ``--strict`` warnings too), 2 wrong usage.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sidegloss.beginning import SITE, new
from sidegloss.builder import Layout, Result, as_before
from sidegloss.model import Diagnostic, Severity, SiteError
from sidegloss.recording import record
from sidegloss.report import Form, report, summary, table
from sidegloss.texts import text_of

if TYPE_CHECKING:
    from sidegloss.builder import Builder

F = TypeVar("F", bound=Callable[..., Any])
PORT = 8000


def _options(*wanted: Callable[[F], F]) -> Callable[[F], F]:
    def decorated(function: F) -> F:
        for option in reversed(wanted):
            function = option(function)
        return function

    return decorated


_OUTPUT = click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write, in place of the site's own output folder.",
)
_DRAFTS = click.option("--drafts", is_flag=True, help="Build drafts too; only with --output.")
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How messages are printed.",
)
_STRICT = click.option("--strict", is_flag=True, help="Let warnings fail like errors.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(package_name="sidegloss")
@click.pass_context
def commands(context: click.Context) -> None:
    """Annotated articles in, a published reader out."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@commands.command()
@_options(SITE, _OUTPUT, _DRAFTS, _FORMAT, _STRICT)
@click.option(
    "--for-disk", is_flag=True, help="Write links that work without a server, from a disk."
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Processes to build in; where it is left out, as many as there are cores and it pays.",
)
def build(  # noqa: PLR0917
    site: Path,
    output: Path | None,
    drafts: bool,
    form: Form,
    strict: bool,
    for_disk: bool,
    jobs: int | None,
) -> None:
    """Build the site. An error stops before anything is written."""
    if drafts and not output:
        raise click.UsageError("--drafts wants --output DIR: drafts are never published")
    layout = _layout(site, output, with_drafts=drafts, is_for_disk=for_disk)
    result = _built(replace(layout, jobs=jobs or 0))
    _tell(result.diagnostics, form, site)
    if result.written is None:
        click.echo("nothing was written", err=True)
        sys.exit(1)
    click.echo(_written(result), err=form != "text")
    sys.exit(_code(result.diagnostics, strict=strict))


@commands.command()
@_options(SITE, _FORMAT, _STRICT)
def check(site: Path, form: Form, strict: bool) -> None:
    """Read the site and say what is wrong with it; write nothing."""
    builder = _builder(_layout(site, None, with_drafts=True))
    diagnostics = builder.check()
    _tell(diagnostics, form, site)
    if form == "text":
        click.echo(f"\n{table(diagnostics)}" if diagnostics else "nothing to tell")
    sys.exit(_code(diagnostics, strict=strict))


@commands.command()
@_options(SITE, _FORMAT)
@click.option(
    "--check",
    "is_check",
    is_flag=True,
    help="Write nothing; fail where a published claim is missing, lost or changed.",
)
def ledger(site: Path, form: Form, is_check: bool) -> None:
    """Record every published claim in content/ledger.json, so that no link to one is ever lost."""
    builder = _builder(_layout(site, None))
    found = builder.ledger(is_check=is_check)
    _tell(found.diagnostics, form, site)
    if found.text is None:
        click.echo("nothing was recorded", err=True)
    elif not is_check:
        if found.text != found.before and record(site, found.path, found.text):
            click.echo(f".gitattributes: {found.path} merge=union", err=form != "text")
        counts = f"{found.added} claims added, {found.total} in all"
        click.echo(f"{found.path}: {counts}", err=form != "text")
    elif not found.diagnostics:
        click.echo(f"{found.path}: {found.total} claims, all in order", err=form != "text")
    sys.exit(_code(found.diagnostics, strict=False))


@commands.command()
@_options(SITE, _FORMAT, _STRICT)
@click.option("--branch", default="gh-pages", show_default=True, help="The branch to publish on.")
@click.option("--remote", default="origin", show_default=True, help="The repository to push it to.")
def deploy(site: Path, form: Form, strict: bool, branch: str, remote: str) -> None:
    """Build the site and push it as the one commit of a branch that a host publishes."""
    from sidegloss.deploying import deploy as pushed  # noqa: PLC0415 - only here

    result = _built(replace(_layout(site, None), jobs=0))
    _tell(result.diagnostics, form, site)
    if result.written is None or _code(result.diagnostics, strict=strict):
        click.echo("nothing was published", err=True)
        sys.exit(1)
    try:
        done = pushed(site, result.output, branch, remote)
    except SiteError as refusal:
        _tell(refusal.diagnostics, form, site)
        sys.exit(1)
    what = f"{done.files} files, commit {done.commit[:10]}" if done.is_pushed else "as it was"
    click.echo(f"{branch} at {remote}: {what}", err=form != "text")
    if done.is_first:
        told = f"at GitHub, once: Settings, Pages, Deploy from a branch, {branch}, / (root)"
        click.echo(told, err=True)


@commands.command()
@_options(SITE)
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
    builder = _builder(_layout(site, None, with_drafts=True))
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


def _layout(site: Path, output: Path | None, **kept: bool) -> Layout:
    return Layout(site, output, os.environ.get("SIDEGLOSS_URL", ""), **kept)


def _built(layout: Layout) -> Result:
    remembering = replace(layout, has_memory=True)
    return as_before(remembering) or _builder(remembering).build()


def _builder(layout: Layout) -> Builder:
    from sidegloss.builder import Builder  # noqa: PLC0415 - it brings the whole machine

    return Builder(layout)


def _tell(diagnostics: Sequence[Diagnostic], form: Form, site: Path) -> None:
    for text in report(diagnostics, form, partial(text_of, site)):
        click.echo(text)
    if form == "text" and diagnostics:
        click.echo(summary(diagnostics), err=True)


def _code(diagnostics: Sequence[Diagnostic], *, strict: bool) -> int:
    failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(diagnostic.severity in failing for diagnostic in diagnostics))


def _written(result: Result) -> str:
    written = result.written
    assert written is not None  # noqa: S101 - callers have looked
    files = len(written.changed) + written.unchanged
    return (
        f"{result.output}: {files} files,"
        f" {len(written.changed)} written, {len(written.removed)} removed"
    )


commands.add_command(new)
COMMANDS = tuple(commands.commands)


def main(arguments: Sequence[str] | None = None, default_site: Path | None = None) -> None:
    """The command line. *default_site* stands in for the current folder."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file's name may be no text, a terminal ASCII
            stream.reconfigure(errors="backslashreplace")
    commands.main(args=arguments and list(arguments), prog_name="sidegloss", obj=default_site)
