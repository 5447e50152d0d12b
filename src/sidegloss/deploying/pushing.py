"""A commit -> the branch of a remote, or the reason why the remote did not take it."""

from __future__ import annotations

from sidegloss.deploying.git import GitError, error, without_password
from sidegloss.deploying.target import Target, moved, source_of, tip_of
from sidegloss.model import Diagnostic, SiteError

_SAID = 3
"""Lines of the remote's own words that a message quotes."""
_REPLACING = ("declined", "non-fast-forward", "protected", "denying", "prohibited")
_BUSY = ("cannot lock ref", "failed to update ref", "unable to create", "reference already exists")


def push(target: Target, commit: str) -> None:
    """Put the branch at *commit*, if it still is at the commit that *target* names.

    Raises SiteError (``deploy-push``): the branch is then as somebody else left it.
    """
    lease = f"--force-with-lease={target.ref}:{target.tip}"
    quietly = ("--porcelain", "--no-follow-tags", "--recurse-submodules=no")
    try:
        target.git.run("push", *quietly, lease, target.remote, f"{commit}:{target.ref}")
    except GitError as failed:
        now = _tip_now(target)
        if now == commit:  # the answer was lost, not the push
            return
        is_moved = now not in {None, target.tip} or "(stale info)" in str(failed)
        raise SiteError(moved(target.branch) if is_moved else _refused(target, failed)) from None


def _tip_now(target: Target) -> str | None:
    """The commit that the branch is at by now; None if the remote does not answer."""
    source = source_of(target.git, target.remote, target.address)
    try:
        return tip_of(target.git, source, target.branch)
    except GitError:
        return None


def _refused(target: Target, failed: GitError) -> Diagnostic:
    """What the remote, a hook or git itself has against the push."""
    lines = str(failed).splitlines()
    refused = [line.split("\t")[-1] for line in lines if line.startswith("!")]
    said = [line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")]
    remote = without_password(target.remote)
    clash = _clash(target)
    if clash:
        message = f"{remote} has a branch {clash}, so it cannot have a branch {target.branch}"
        return error("deploy-push", message, target.branch, "name another one: --branch NAME")
    if not refused:
        return _not_reached(target, failed, lines)
    reason = ": ".join([refused[0], "; ".join(filter(None, said[:_SAID]))]).removesuffix(": ")
    if any(word in reason for word in _BUSY):
        message = f"somebody else is publishing to this branch right now: {reason}"
        hint = (
            "run sidegloss deploy again; if that does not help, the remote holds a stale lock file"
        )
        return error("deploy-push", message, target.branch, hint)
    hint = "read the reason, and check that your account may write to this branch"
    if "checked out" in reason:
        hint = "push to a bare repository, or check out another branch there"
    elif any(word in reason for word in _REPLACING):
        hint = (
            "allow force pushes to this branch in the remote's settings (branch protection, rules,"
            " hooks), or publish to another branch: --branch NAME"
        )
    message = f"{remote} rejected the commit: {reason}"
    return error("deploy-push", message, target.branch, hint)


def _not_reached(target: Target, failed: GitError, lines: list[str]) -> Diagnostic:
    """The push did not get as far as the branch: a hook here, or no right to write."""
    remote = without_password(target.remote)
    if not any(line.startswith("fatal:") for line in lines):
        said = [line for line in lines if not line.startswith(("error: failed to push", "To "))]
        reason = "; ".join(said[-_SAID:]) or "it printed nothing"
        message = f"a pre-push hook of this repository stopped the push: {reason}"
        hint = "fix what the hook reports, then run sidegloss deploy again"
        return error("deploy-push", message, target.branch, hint)
    message = f"cannot push to {remote}: {failed.reason}"
    hint = "check its address with git remote -v, and that your account may write to it"
    return error("deploy-push", message, target.branch, hint)


def _clash(target: Target) -> str:
    """A branch of the remote beside which there can be none of the target's name: a and a/b."""
    source = source_of(target.git, target.remote, target.address)
    listed = target.git.answer("ls-remote", "--heads", source) or ""
    heads = (line.partition("\trefs/heads/")[2] for line in listed.splitlines())
    own = target.branch
    return next((h for h in heads if h.startswith(f"{own}/") or own.startswith(f"{h}/")), "")
