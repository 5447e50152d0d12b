"""A built output folder -> one commit on a branch of a remote repository, by git's plumbing.

The work tree, the index and HEAD stay as they are: files are hashed as they are in the output (no
filter, no conversion of line endings), put together in a separate index, and pushed. The commit holds
the files that the manifest of output/ lists and no others. It has no parent, so the branch has no history.
A branch that holds anything that Sidegloss did not publish is replaced only by force, and never one that
has moved since it was read (``--force-with-lease``).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sidegloss.deploying.addresses import domain_address, pages_address
from sidegloss.deploying.git import Git, GitError, error, without_password
from sidegloss.deploying.ownership import foreign_commits, message_for
from sidegloss.deploying.pushing import push
from sidegloss.deploying.target import DOMAIN, Target, find_target
from sidegloss.model import Diagnostic, Severity, SiteError
from sidegloss.write import whole

__all__ = [
    "Deployed",
    "Target",
    "deploy",
    "find_target",
    "foreign",
    "site_address",
    "without_password",
]


@dataclass(frozen=True, slots=True)
class Deployed:
    """The result of a deploy. *is_pushed* is False if the branch already held the same files."""

    commit: str
    files: int
    is_pushed: bool
    is_first: bool


def site_address(target: Target, domain: str) -> tuple[str, str]:
    """(the address at which the branch is published, what says so); ("", "") if nothing does.

    *domain* is the setting: it replaces the CNAME on the branch.
    """
    if domain:
        return domain_address(domain), "the setting domain"
    kept = target.git.answer("cat-file", "blob", target.cname) if target.cname else None
    address = domain_address(kept or "")
    if address:
        return address, f"{DOMAIN} on the branch"
    address = pages_address(target.address)
    return (address, "the GitHub remote") if address else ("", "")


def foreign(target: Target, output: Path, *, is_forced: bool) -> tuple[Diagnostic, ...]:
    """A warning that names what *is_forced* will replace: what Sidegloss did not publish.

    Raises SiteError: ``deploy-branch`` if it is not forced, ``output-whole``.
    """
    named = foreign_commits(target, whole(output))
    if not named:
        return ()
    message = f"the branch holds what Sidegloss did not publish: {named}"
    if is_forced:
        hint = f"they stay reachable for a while by their ids: git show {target.tip[:10]}"
        found = error("deploy-branch", message, target.branch, hint)
        return (Diagnostic(found.code, Severity.WARNING, found.message, found.at, found.hint),)
    hint = (
        "publish to another branch: --branch NAME; or add these files to the site; or, if nobody"
        " needs them, replace them: sidegloss deploy --force"
    )
    raise SiteError(error("deploy-branch", message, target.branch, hint))


def deploy(target: Target, output: Path, domain: str = "", *, is_forced: bool = False) -> Deployed:
    """Push what was built into *output* to the branch, with *domain* in its CNAME.

    Without a *domain* the branch keeps its CNAME. *is_forced*: even if the branch holds the same
    files, because commits on it are to go. Call `foreign` first. Raises SiteError, nothing
    being pushed: ``output-whole``, ``deploy-git``, ``deploy-identity``, ``deploy-push``.
    """
    paths = whole(output)
    git = target.git
    try:
        tree = _tree(target, Path(os.path.realpath(output)), paths, domain)
    except GitError as failed:
        message = f"git cannot store the site's files: {failed.reason}"
        hint = "check that the disk is not full, and what git status and git fsck say"
        raise SiteError(error("deploy-git", message, "git", hint)) from None
    is_same = target.tip and git.run("rev-parse", f"{target.tip}^{{tree}}") == tree
    if is_same and not is_forced:
        return Deployed(target.tip, len(paths), is_pushed=False, is_first=False)
    commit = _commit(git, tree)
    push(target, commit)
    return Deployed(commit, len(paths), is_pushed=True, is_first=not target.tip)


def _tree(target: Target, root: Path, paths: Sequence[str], domain: str) -> str:
    """The tree of the files at *paths*, with the CNAME that the branch is to have."""
    git = target.git
    names = b"".join(os.fsencode(f"{root}/{path}\n") for path in paths)
    hashes = git.run("hash-object", "-w", "--no-filters", "--stdin-paths", fed=names).split()
    entries = dict(zip(paths, hashes, strict=True))
    cname = target.cname
    if domain:
        cname = git.run("hash-object", "-w", "--no-filters", "--stdin", fed=f"{domain}\n".encode())
    if cname:
        entries[DOMAIN] = cname
    lines = b"".join(
        f"100644 {name}\t".encode() + os.fsencode(path) + b"\0" for path, name in entries.items()
    )
    with tempfile.TemporaryDirectory() as folder:
        index = str(Path(folder) / "index")
        git.run("update-index", "-z", "--index-info", fed=lines, index=index)
        return git.run("write-tree", index=index)


def _commit(git: Git, tree: str) -> str:
    try:
        return git.run("commit-tree", tree, fed=message_for(tree).encode())
    except GitError as failed:
        message = f"git does not know who you are: {failed.reason}"
        hint = 'run: git config user.name "Ada Okafor"; git config user.email ada@example.org'
        raise SiteError(error("deploy-identity", message, "git", hint)) from None
