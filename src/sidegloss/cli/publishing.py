"""``deploy`` and ``ledger``: arguments -> a site on a branch, and the record of its claims."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from sidegloss.builder import Layout, Recorded, alone
from sidegloss.builder import build as build_site
from sidegloss.cli.options import FORMAT, SITE, STRICT, VERBOSE, builder_of, layout_of, options
from sidegloss.cli.telling import code_of, progress, require_site, tell, waiting
from sidegloss.model import SiteError
from sidegloss.recording import record
from sidegloss.refusals import of_system
from sidegloss.report import Form

if TYPE_CHECKING:
    from sidegloss.deploying import Deployed, Target


@click.command(short_help="Build the site and push it to a branch.")
@options(SITE, FORMAT, VERBOSE, STRICT)
@click.option("--branch", default="gh-pages", show_default=True, help="The branch to publish to.")
@click.option("--remote", default="origin", show_default=True, help="The repository to push to.")
@click.option(
    "--force",
    "is_forced",
    is_flag=True,
    help="Replace commits of the branch that Sidegloss did not publish; name them first.",
)
def deploy(  # noqa: PLR0917
    site: Path,
    form: Form,
    is_verbose: bool,
    strict: bool,
    branch: str,
    remote: str,
    is_forced: bool,
) -> None:
    """Build the site and push it as the one commit of a branch that a host publishes."""
    from sidegloss import deploying, read  # noqa: PLC0415 - only here

    require_site(site, form)
    try:
        target = deploying.find_target(site, branch, remote)
        layout, origin = _addressed(layout_of(site, None), target)
        result = build_site(replace(layout, has_memory=True, jobs=0), progress(), waiting)
        tell(result.diagnostics, form, site, is_verbose=is_verbose)
        if result.written is None or code_of(result.diagnostics, strict=strict):
            _end()
        replaced = deploying.foreign(target, result.output, is_forced=is_forced)
        tell(replaced, form, site)
        _record_rows(replace(layout, has_memory=True), form)
        domain = read.settings(site).domain
        done = deploying.deploy(target, result.output, domain, is_forced=bool(replaced))
    except SiteError as refusal:
        tell(refusal.diagnostics, form, site)
        _end()
    _show(target, done, layout.url, origin, form)


def _addressed(layout: Layout, target: Target) -> tuple[Layout, str]:
    """The layout with the site's address, and what the address comes from.

    SIDEGLOSS_URL comes first, then ``url``, then the domain or the remote of *target*.
    """
    from sidegloss import deploying, read  # noqa: PLC0415 - only here

    settings = read.settings(layout.site, layout.url)
    if settings.url:
        own = "SIDEGLOSS_URL" if layout.url else "the setting url"
        return replace(layout, url=settings.url), own
    address, origin = deploying.site_address(target, settings.domain)
    return replace(layout, url=address), origin


def _record_rows(layout: Layout, form: Form) -> None:
    """Add the published claims to the site's ledger, if it has one."""
    from sidegloss import read  # noqa: PLC0415 - only here

    if read.ledger(layout.site, read.settings(layout.site))[0] is None:
        return
    with alone(layout.site, waiting):
        found = builder_of(layout).ledger(is_check=False)
        if found.text is None or not found.added:
            return
        record(layout.site, found.path, found.text)
    claims = _counted(found.added, "claim")
    click.echo(f"{found.path}: {claims} added; commit this file", err=form != "text")


def _show(target: Target, done: Deployed, url: str, origin: str, form: Form) -> None:
    from sidegloss.deploying import without_password  # noqa: PLC0415 - only here

    what = "up to date; nothing to push"
    if done.is_pushed:
        what = f"{done.files} files, commit {done.commit[:10]}"
    remote = without_password(target.remote)
    click.echo(f"{target.branch} at {remote}: {what}", err=form != "text")
    if url:
        click.echo(f"address: {url} (from {origin})", err=form != "text")
    if done.is_first:
        where = f"Settings, Pages, Deploy from a branch, {target.branch}, / (root)"
        click.echo(f"on GitHub, choose once: {where}", err=True)


def _end() -> NoReturn:
    click.echo("Nothing was published.", err=True)
    sys.exit(1)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@click.command(short_help="Record every published claim in content/ledger.json.")
@options(SITE, FORMAT, VERBOSE, STRICT)
@click.option(
    "--check",
    "is_check",
    is_flag=True,
    help="Write nothing; fail if a published claim is lost or changed.",
)
def ledger(site: Path, form: Form, is_verbose: bool, strict: bool, is_check: bool) -> None:
    """Record every published claim in content/ledger.json, so shared links keep working."""
    require_site(site, form)
    is_named = False
    try:
        with alone(site, waiting):
            found = builder_of(layout_of(site, None)).ledger(is_check=is_check)
            if found.text is not None and found.text != found.before and not is_check:
                is_named = record(site, found.path, found.text)
    except SiteError as refusal:
        found = Recorded(refusal.diagnostics)
    except OSError as error:
        found = Recorded((of_system(error, site),))
    tell(found.diagnostics, form, site, is_verbose=is_verbose)
    if found.text is None:
        click.echo("Nothing was recorded.", err=True)
    elif not is_check:
        _show_rows(found, form, is_named=is_named)
    elif not found.diagnostics:
        claims = _counted(found.total, "claim")
        click.echo(f"{found.path}: {claims}, none lost or changed", err=form != "text")
    sys.exit(code_of(found.diagnostics, strict=strict))


def _show_rows(found: Recorded, form: Form, *, is_named: bool) -> None:
    if is_named:
        click.echo(f".gitattributes: {found.path} merge=union", err=form != "text")
    counts = f"{_counted(found.added, 'claim')} added, {found.total} in all"
    click.echo(f"{found.path}: {counts}", err=form != "text")
