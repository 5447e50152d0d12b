"""Unknown keys -> only those that are mistakes: what a broken file of sources may define is not checked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sidegloss.model import Bibliography, Diagnostic, Location, Severity

_KEY = re.compile(r"@?(\S+)\Z")
"""What the messages ``source-defined`` about citations end in."""
_BROKEN = frozenset({"yaml-readable", "bib-readable", "utf-8"})


def without_followers(found: Iterable[Diagnostic], bibliography: Bibliography) -> list[Diagnostic]:
    """*found* without the unknown keys that only follow from a file that cannot be read, and one
    warning ``citation-unchecked`` that counts them."""
    found = list(found)
    if not (bibliography.lost or bibliography.unreadable):
        return found
    lost = frozenset(bibliography.lost)
    checked = [each for each in found if not _follows(each, lost, bool(bibliography.unreadable))]
    count = len(found) - len(checked)
    return [*checked, _summary(count, bibliography)] if count else checked


def _follows(diagnostic: Diagnostic, lost: frozenset[str], is_anything_lost: bool) -> bool:
    if diagnostic.code != "source-defined":
        return False
    key = _KEY.search(diagnostic.message)
    return is_anything_lost or bool(key and key[1] in lost)


def _summary(count: int, bibliography: Bibliography) -> Diagnostic:
    broken = [each.at.path for each in bibliography.diagnostics if each.code in _BROKEN]
    path = (*bibliography.unreadable, *broken)[0]
    what = "1 citation is" if count == 1 else f"{count} citations are"
    message = f"{what} not checked, because {path} cannot be read whole"
    hint = "fix the errors in this file first"
    return Diagnostic("citation-unchecked", Severity.WARNING, message, Location(path), hint)
