"""A built output folder -> one commit on a branch of a remote repository, by git's plumbing.

The work tree, the index and HEAD stay as they are: files are hashed as they stand in the output (no
filter, no conversion of line endings), put together in an index of our own, and pushed. What goes up
is what the manifest of output/ lists and nothing else. Each deploy replaces the one before: the branch
has one commit, without a history that nobody reads. A branch that somebody else made is never replaced,
nor one that has moved since we looked (``--force-with-lease``).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sidegloss.model import Diagnostic, Location, Severity, SiteError
from sidegloss.write import whole

MARK = "Published-with: Sidegloss"
"""The line of a commit's message by which a branch is known as ours."""

MESSAGE = f"Publish the site\n\n{MARK}\n"

DOMAIN = "CNAME"
"""The file in which GitHub keeps a site's own domain: set by its settings, committed by it, and kept."""

RECENT = 20
"""Commits that GitHub's settings may have put on top of ours."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deploy came to. *is_pushed* is False where the branch held the same already."""

    commit: str
    files: int
    is_pushed: bool
    is_first: bool


def deploy(site: Path, output: Path, branch: str, remote: str) -> Deployed:
    """Push what was built into *output* to *branch* of *remote*, from the repository around *site*.

    Raises SiteError, nothing being pushed: ``output-whole``, ``deploy-git``, ``deploy-repository``,
    ``deploy-branch``, ``deploy-remote``, ``deploy-identity``, ``deploy-push``.
    """
    paths = whole(output)
    git = _Git(site)
    _check(git, branch, remote)
    ref = f"refs/heads/{branch}"
    tip = _tip(git, ref, branch, remote)
    tree = _tree(git, Path(os.path.realpath(output)), paths, tip)
    if tip and git.said("rev-parse", f"{tip}^{{tree}}") == tree:
        return Deployed(tip, len(paths), is_pushed=False, is_first=False)
    commit = _commit(git, tree)
    _push(git, commit, tip, ref, remote)
    return Deployed(commit, len(paths), is_pushed=True, is_first=not tip)


class _GitError(Exception):
    """Git ended with another code than 0; the argument is what it said of it."""


class _Git:
    """Runs git in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def said(self, *arguments: str, fed: bytes = b"", index: str = "") -> str:
        """What git prints, without the last line's end. Raises _GitError."""
        around = {**os.environ, "LC_ALL": "C", "LANGUAGE": ""}
        if index:
            around["GIT_INDEX_FILE"] = index
        pipe = subprocess.PIPE
        try:
            git = subprocess.Popen(  # noqa: S603 - arguments are a list, no shell reads them
                ["git", *arguments],  # noqa: S607 - the git that the author uses
                cwd=self.folder,
                env=around,
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
            )
        except FileNotFoundError:
            hint = "install git: https://git-scm.com/downloads"
            raise SiteError(_error("deploy-git", "git is not installed", "git", hint)) from None
        printed, complained = git.communicate(fed)
        if git.returncode:
            told = (printed + complained).decode(errors="replace")
            raise _GitError(told.strip())
        return printed.decode(errors="surrogateescape").rstrip("\n")

    def answer(self, *arguments: str) -> str | None:
        """What git prints; None where it does not end well."""
        try:
            return self.said(*arguments)
        except _GitError:
            return None

    def can(self, *arguments: str) -> bool:
        """Whether git ends well."""
        return self.answer(*arguments) is not None


# ---------------------------------------------------------------- where to


def _check(git: _Git, branch: str, remote: str) -> None:
    try:
        git.said("rev-parse", "--git-dir")
    except _GitError as failed:
        message = f"this folder is in no repository: {_last(failed)}"
        hint = "make one with git init, or with git clone of the one you made at GitHub"
        raise SiteError(_error("deploy-repository", message, str(git.folder), hint)) from None
    if git.answer("check-ref-format", "--branch", branch) != branch:
        hint = "name it with letters, digits and hyphens: --branch gh-pages"
        raise SiteError(_error("deploy-branch", "no branch can have this name", branch, hint))
    if git.answer("symbolic-ref", "-q", "HEAD") == f"refs/heads/{branch}":
        hint = "publish on a branch of its own: --branch gh-pages"
        raise SiteError(_error("deploy-branch", "this is the branch you work on", branch, hint))
    is_address = ":" in remote or "/" in remote
    if remote.startswith("-") or not (is_address or git.can("remote", "get-url", remote)):
        known = git.said("remote").split()
        hint = "add it: git remote add origin https://github.com/YOU/SITE.git"
        if known:
            hint = f"write --remote {known[0]}, or add it: git remote add {remote} ADDRESS"
        message = "the repository knows no remote of this name"
        raise SiteError(_error("deploy-remote", message, remote, hint))


def _tip(git: _Git, ref: str, branch: str, remote: str) -> str:
    """The commit that the branch is at there, fetched; "" where there is no such branch."""
    try:
        tip = git.said("ls-remote", remote, ref).partition("\t")[0]
        if tip and not git.can("cat-file", "-e", f"{tip}^{{tree}}"):
            git.said("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", remote, ref)
    except _GitError as failed:
        message = f"the remote does not answer: {_last(failed)}"
        hint = "look at its address with git remote -v, and whether git fetch can reach it"
        raise SiteError(_error("deploy-remote", message, remote, hint)) from None
    if not tip:
        return ""
    try:
        messages = git.said("log", f"--max-count={RECENT}", "--format=%B", tip)
    except _GitError:
        raise SiteError(_moved(branch)) from None
    if MARK not in messages.splitlines():
        message = f"this branch of {remote} holds something else than a published site"
        hint = (
            "name another one with --branch; or, if nobody needs what it holds, delete it there:"
            f" git push {remote} --delete {branch}"
        )
        raise SiteError(_error("deploy-branch", message, branch, hint))
    return tip


# ---------------------------------------------------------------- what


def _tree(git: _Git, root: Path, paths: Sequence[str], tip: str) -> str:
    """The tree of the files at *paths*, and of the domain that stands at *tip*."""
    names = b"".join(os.fsencode(f"{root}/{path}\n") for path in paths)
    hashes = git.said("hash-object", "-w", "--no-filters", "--stdin-paths", fed=names).split()
    entries = dict(zip(paths, hashes, strict=True))
    domain = git.answer("rev-parse", "--verify", "--quiet", f"{tip}:{DOMAIN}") if tip else None
    if domain:
        entries.setdefault(DOMAIN, domain)
    lines = b"".join(
        f"100644 {name}\t".encode() + os.fsencode(path) + b"\0" for path, name in entries.items()
    )
    with tempfile.TemporaryDirectory() as folder:
        index = str(Path(folder) / "index")
        git.said("update-index", "-z", "--index-info", fed=lines, index=index)
        return git.said("write-tree", index=index)


def _commit(git: _Git, tree: str) -> str:
    try:
        return git.said("commit-tree", tree, fed=MESSAGE.encode())
    except _GitError as failed:
        message = f"git does not know who publishes: {_last(failed)}"
        hint = (
            'tell it: git config user.name "Ada Okafor", and git config user.email ada@example.org'
        )
        raise SiteError(_error("deploy-identity", message, "git", hint)) from None


def _push(git: _Git, commit: str, tip: str, ref: str, remote: str) -> None:
    branch = ref.removeprefix("refs/heads/")
    lease = f"--force-with-lease={ref}:{tip}"
    try:
        git.said("push", "--porcelain", "--no-follow-tags", lease, remote, f"{commit}:{ref}")
    except _GitError as failed:
        told = str(failed)
        if "(stale info)" in told:
            raise SiteError(_moved(branch)) from None
        refused = [line for line in told.splitlines() if line.startswith("!")]
        reason = refused[0].split("\t")[-1] if refused else _last(failed)
        message = f"{remote} did not take the commit: {reason}"
        hint = (
            "see that you may write there, and that no rule protects the branch from being replaced"
        )
        raise SiteError(_error("deploy-push", message, branch, hint)) from None


def _moved(branch: str) -> Diagnostic:
    message = "somebody else has published in the meantime"
    return _error("deploy-push", message, branch, "look at what they published, then deploy again")


def _last(failed: _GitError) -> str:
    """The line of git's complaint that says most: the first fatal one, else the last."""
    lines = [line.strip() for line in str(failed).splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (fatal or lines[-1:] or ["it said nothing"])[0].partition(": ")[2] or lines[-1]


def _error(code: str, message: str, path: str, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, Location(path), hint)
