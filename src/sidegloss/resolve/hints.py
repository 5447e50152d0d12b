"""What does not fit -> a diagnostic, and what the author may have meant."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

from sidegloss.guesses import COMPARED, closest, completed, nearest
from sidegloss.model import Diagnostic, Location, Severity

_DATE = re.compile(r"\A\d{4}-\d\d-\d\d-")
"""Before the name of a post of Jekyll, which its address lacks."""


def error(code: str, message: str, at: Location, hint: str) -> Diagnostic:
    """A mistake that keeps the site from being published."""
    return Diagnostic(code, Severity.ERROR, message, at, hint)


def unfit(name: str, at: Location) -> Diagnostic:
    """Of a file whose name cannot be an address."""
    return error(
        "address-whole",
        f"the file {name!r} cannot be published under its name",
        at,
        "rename it: no colon after the first letter, no backslash, no control character",
    )


def unportable(what: str, name: str, at: Location) -> Diagnostic:
    """Of a file that keeps its site from being checked out, or built, on Windows."""
    return Diagnostic(
        "name-portable",
        Severity.WARNING,
        f"Windows can have no {what} called {name!r}",
        at,
        'rename it: no device (con, nul, aux, com1 …), none of <>:"|?*, no dot or blank at the end',
    )


def near(word: str, known: Iterable[str], sign: str = "") -> str:
    """What *word* may have meant, as a hint; empty where nothing is like it."""
    words = list(known)
    found = nearest(word, words) or completed(word, words)
    return f"did you mean {sign}{found}?" if found else ""


def near_file(name: str, target: str, known: Iterable[str]) -> str:
    """The file that *name* may have meant: of a name like it, in whatever folder."""
    index = f"{target.strip('/')}/index.md"
    by_stem: dict[str, list[str]] = {}
    for other in known:
        for stem in {_stem(other), _DATE.sub("", _stem(other))}:
            by_stem.setdefault(stem, []).append(other)
        if other == index:
            return f"did you mean {path_from(name, index)}?"
    stem = nearest(_stem(target), by_stem)
    if not stem:
        return ""
    found = closest(target, sorted(by_stem[stem])[:COMPARED])
    return f"did you mean {path_from(name, found)}?"


def _stem(path: str) -> str:
    file = posixpath.basename(path)
    return (file.rpartition(".")[0] or file).casefold()


def path_from(name: str, other: str) -> str:
    """The path of one file of the content folder as written in another."""
    return posixpath.relpath(other, posixpath.dirname(name) or ".")
