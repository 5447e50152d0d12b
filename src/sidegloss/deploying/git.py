"""Arguments -> what git prints, run in one folder with git's own plumbing commands."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from sidegloss.model import Diagnostic, Location, Severity, SiteError

_PASSWORD = re.compile(r"(?<=://)[^/@\s]+@")


class GitError(Exception):
    """Git exited with another code than 0. The argument is what it printed."""

    def __str__(self) -> str:
        """The printed text, without names and passwords in addresses."""
        return without_password(super().__str__())

    @property
    def reason(self) -> str:
        """The most telling line of what git printed: the first fatal one, else the last."""
        lines = [line.strip() for line in str(self).splitlines() if line.strip()]
        fatal = [line for line in lines if line.startswith(("fatal:", "error:"))]
        line = (fatal or lines[-1:] or ["it printed nothing"])[0]
        return line.partition(": ")[2] or line


class Git:
    """Runs git in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: str, fed: bytes = b"", index: str = "") -> str:
        """What git prints, without the last line's end. *fed* is its input, *index* its index file.

        Raises GitError, and SiteError (``deploy-git``) where git is not installed.
        """
        around = {**os.environ, "LC_ALL": "C", "LANGUAGE": "", "GIT_NO_REPLACE_OBJECTS": "1"}
        if index:
            around["GIT_INDEX_FILE"] = index
        try:
            git = subprocess.Popen(  # noqa: S603 - arguments are a list, no shell reads them
                ["git", *arguments],  # noqa: S607 - the git that the author uses
                cwd=self.folder,
                env=around,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except FileNotFoundError:
            hint = "install git: https://git-scm.com/downloads"
            raise SiteError(error("deploy-git", "git is not installed", "git", hint)) from None
        printed, complained = git.communicate(fed)
        if git.returncode:
            raise GitError((printed + complained).decode(errors="replace").strip())
        return printed.decode(errors="surrogateescape").rstrip("\n")

    def answer(self, *arguments: str) -> str | None:
        """What git prints; None if it fails."""
        try:
            return self.run(*arguments)
        except GitError:
            return None

    def can(self, *arguments: str) -> bool:
        """Whether git succeeds."""
        return self.answer(*arguments) is not None


def without_password(text: str) -> str:
    """*text* with ``https://name:password@host`` shortened to ``https://host``."""
    return _PASSWORD.sub("", text)


def error(code: str, message: str, path: str, hint: str) -> Diagnostic:
    """An error about a branch, a remote or a program, which *path* names."""
    return Diagnostic(code, Severity.ERROR, message, Location(without_password(path)), hint)
