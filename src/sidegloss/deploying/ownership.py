"""A branch -> the commits on it that Sidegloss did not publish, each with its files.

A commit is ours if it has no parent and its message names the very tree that it holds: so all of its
files were published by Sidegloss. A message that is quoted, copied or kept by ``git commit --amend``
names another tree. On top of such a commit, commits that change CNAME and nothing else are GitHub's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice

from sidegloss.deploying.git import Git, error
from sidegloss.deploying.target import DOMAIN, Target
from sidegloss.model import SiteError

MARK = "Published-with: Sidegloss"
_SUBJECT = "Publish the site"
_FIRST_RELEASE = f"{_SUBJECT}\n\n{MARK}\n"
"""The message of version 0.1, which does not name the tree."""

_COMMITS, _FILES = 8, 8
"""How many commits, and files of each, a message names."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. *author* and *committer* hold name, address and time."""

    name: str
    tree: str
    parents: tuple[str, ...]
    author: str
    committer: str
    message: str


def message_for(tree: str) -> str:
    """The message of the commit that publishes *tree*."""
    return f"{_SUBJECT}\n\n{MARK}\nPublished-tree: {tree}\n"


def foreign_commits(target: Target, paths: Collection[str]) -> str:
    """The commits that Sidegloss did not publish and their files, as a text; "" if there are none.

    *paths* are the files that are to be published. Version 0.1 did not name the tree. Its commit is
    accepted if nobody amended it and each of its files is one of *paths*. Raises SiteError
    (``deploy-repository``) if the clone is shallow and lacks commits of the branch.
    """
    if not target.tip:
        return ""
    found = list(islice(_foreign(target.git, target.tip, set(paths)), _COMMITS))
    if not found:
        return ""
    named = "; ".join(_described(commit, files) for commit, files in found)
    more = (
        int(target.git.run("rev-list", "--count", f"{found[-1][0].name}^@"))
        if (len(found) == _COMMITS and found[-1][0].parents)
        else 0
    )
    return f"{named}; and {_counted(more, 'older commit')}" if more else named


def _foreign(git: Git, tip: str, paths: set[str]) -> Iterator[tuple[Commit, list[str]]]:
    """Foreign commits from *tip* on, along first parents, with what each changed."""
    name = tip
    while name:
        commit = _commit(git, name)
        name = commit.parents[0] if commit.parents else ""
        files = _changed(git, commit)
        if not commit.parents:
            if not _is_ours(commit, files, paths):
                yield commit, [f for f in files if f not in paths] or files
        elif len(commit.parents) > 1 or files != [DOMAIN]:
            yield commit, files


def _is_ours(commit: Commit, files: list[str], paths: set[str]) -> bool:
    if commit.message == message_for(commit.tree):
        return True
    is_first_release = commit.message == _FIRST_RELEASE and commit.author == commit.committer
    return is_first_release and paths.union([DOMAIN]).issuperset(files)


def _commit(git: Git, name: str) -> Commit:
    """Read the commit *name* (https://git-scm.com/docs/git-commit-tree has its form)."""
    head, _, message = git.run("cat-file", "commit", name).partition("\n\n")
    fields = [line.partition(" ")[::2] for line in head.split("\n")]
    parents = tuple(value for key, value in fields if key == "parent")
    one = dict(reversed(fields))
    return Commit(name, one["tree"], parents, one["author"], one["committer"], f"{message}\n")


def _changed(git: Git, commit: Commit) -> list[str]:
    """The paths that *commit* changed against its first parent, sorted; all if it has none."""
    if commit.parents:
        trees = (f"{commit.parents[0]}^{{tree}}", commit.tree)
        if not git.can("cat-file", "-e", trees[0]):
            message = (
                "this clone is shallow: it lacks commits of the branch, so none can be replaced"
            )
            hint = "run: git fetch --unshallow"
            raise SiteError(error("deploy-repository", message, commit.name[:10], hint))
        listed = git.run("diff-tree", "-r", "-z", "--no-renames", "--name-only", *trees)
    else:
        listed = git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit.tree)
    return [path for path in listed.split("\0") if path]


def _described(commit: Commit, files: list[str]) -> str:
    subject = commit.message.partition("\n")[0][:60]
    author = commit.author.partition(" <")[0]
    shown = ", ".join(files[:_FILES]) or "no files"
    more = len(files) - _FILES
    rest = f" and {_counted(more, 'more file')}" if more > 0 else ""
    text = f"{commit.name[:10]} “{subject}” by {author} ({shown}{rest})"
    if commit.message == _FIRST_RELEASE:
        text += ", perhaps by Sidegloss 0.1: if nobody added these files, use --force once"
    return text.encode(errors="surrogateescape").decode(errors="replace")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
