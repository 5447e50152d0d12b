"""The names of a branch and a remote -> what the branch holds there, fetched."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sidegloss.deploying.git import Git, GitError, error
from sidegloss.model import Diagnostic, SiteError

DOMAIN = "CNAME"
"""The file in which GitHub keeps a site's domain. GitHub commits it to the branch."""


@dataclass(frozen=True, slots=True)
class Target:
    """The branch to publish to."""

    git: Git
    branch: str
    remote: str
    """A remote's name or address, as given."""
    address: str
    """Where the remote is written to: its push address."""
    tip: str
    """The commit that the branch is at; "" if the remote has no such branch."""
    cname: str
    """The blob of CNAME on the branch; "" if it has none."""

    @property
    def ref(self) -> str:
        """The branch's full name."""
        return f"refs/heads/{self.branch}"


def find_target(site: Path, branch: str, remote: str) -> Target:
    """The branch *branch* of *remote*, with its commits fetched into the repository around *site*.

    Raises SiteError: ``deploy-git``, ``deploy-repository``, ``deploy-branch``, ``deploy-remote``.
    """
    git = Git(site)
    _check_repository(git)
    _check_branch(git, branch)
    address = _push_address(git, remote)
    tip = _fetched_tip(git, branch, remote, source_of(git, remote, address))
    cname = git.answer("rev-parse", "--verify", "--quiet", f"{tip}:{DOMAIN}") if tip else None
    is_file = cname and git.answer("cat-file", "-t", cname) == "blob"
    return Target(git, branch, remote, address, tip, cname if cname and is_file else "")


def source_of(git: Git, remote: str, address: str) -> str:
    """What to fetch from so that it is the place that a push to *remote* changes.

    A remote may have a ``pushurl``. The branch must be looked up where it is written.
    """
    return remote if git.answer("remote", "get-url", remote) in {None, address} else address


def tip_of(git: Git, source: str, branch: str) -> str:
    """The commit that *branch* is at in *source*; "" if it has no such branch. Raises GitError."""
    ref = f"refs/heads/{branch}"
    lines = git.run("ls-remote", source, ref).splitlines()  # it also lists a/refs/heads/x
    return next((name for name, _, found in (x.partition("\t") for x in lines) if found == ref), "")


def moved(branch: str) -> Diagnostic:
    """The error that somebody else published to *branch* between our look and our push."""
    message = "somebody else published to this branch in the meantime; nothing was pushed"
    hint = "get their changes (git pull), then run sidegloss deploy again"
    return error("deploy-push", message, branch, hint)


def _check_repository(git: Git) -> None:
    try:
        git.run("rev-parse", "--git-dir")
    except GitError as failed:
        message = f"this folder is not in a git repository: {failed.reason}"
        hint = "create one with git init, or clone the one that you created at GitHub"
        raise SiteError(error("deploy-repository", message, str(git.folder), hint)) from None


def _check_branch(git: Git, branch: str) -> None:
    name = branch.removeprefix("refs/heads/")
    if branch.startswith("refs/"):
        message = "this is the full name of a reference, not a branch name"
        hint = f"write the short name: --branch {name}"
        if name == branch:
            hint = "only branches can be published: --branch gh-pages"
        raise SiteError(error("deploy-branch", message, branch, hint))
    is_valid = git.answer("check-ref-format", "--branch", branch) == branch
    if not is_valid or branch in {"@", "HEAD"}:
        message = "git does not allow a branch of this name"
        hint = "use letters, digits and hyphens: --branch gh-pages"
        raise SiteError(error("deploy-branch", message, branch, hint))
    if git.answer("symbolic-ref", "-q", "HEAD") == f"refs/heads/{branch}":
        message = "this is the branch that you work on"
        hint = "publish to a separate branch: --branch gh-pages"
        raise SiteError(error("deploy-branch", message, branch, hint))


def _push_address(git: Git, remote: str) -> str:
    """The one address that a push to *remote* writes to."""
    is_option = remote.startswith("-") or not remote
    found = None if is_option else git.answer("remote", "get-url", "--push", "--all", remote)
    addresses = (found or "").splitlines()
    if len(addresses) > 1:
        message = f"this remote has {len(addresses)} push addresses"
        hint = f"choose one: --remote {addresses[0]}"
        raise SiteError(error("deploy-remote", message, remote, hint))
    if addresses:
        return addresses[0]
    if not is_option and (":" in remote or "/" in remote):
        return remote
    known = git.run("remote").split()
    hint = "add it: git remote add origin https://github.com/YOU/SITE.git"
    if known:
        hint = f"write --remote {known[0]}, or add it: git remote add {remote} ADDRESS"
    message = f"no git remote is called “{remote}”"
    raise SiteError(error("deploy-remote", message, remote, hint))


def _fetched_tip(git: Git, branch: str, remote: str, source: str) -> str:
    quietly = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
    try:
        tip = tip_of(git, source, branch)
        if tip and not git.can("rev-list", "--objects", "--quiet", tip):
            git.run("fetch", *quietly, "--refmap=", source, f"refs/heads/{branch}")
    except GitError as failed:
        message = f"cannot read from the remote: {failed.reason}"
        hint = "check its address with git remote -v, and whether git fetch works"
        raise SiteError(error("deploy-remote", message, remote, hint)) from None
    if tip and not git.can("cat-file", "-e", f"{tip}^{{tree}}"):
        raise SiteError(moved(branch))
    return tip
