"""Outputs -> those that cannot stand at one address, or under their name at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sidegloss.model import Diagnostic, Location, Severity
from sidegloss.slugs import is_fit, is_short
from sidegloss.write import Wanted, folded


def clashes(outputs: Iterable[Wanted]) -> Iterator[Diagnostic]:
    """A name that no file can have, two files at one address, or one where another needs a folder.

    Neither case nor composition parts two names: some disks know neither.
    """
    taken: dict[str, str] = {}
    folders: dict[str, str] = {}
    for output in outputs:
        if not (is_fit(output.path) and is_short(output.path)):
            yield _unfit(output.path)
        place = folded(output.path)
        above = place.rpartition("/")[0]
        while above and above not in folders:
            folders[above] = output.path
            above = above.rpartition("/")[0]
        if place in taken:
            yield _clash(taken[place], output.path)
        taken.setdefault(place, output.path)
    for place, path in taken.items():
        if place in folders:
            yield _clash(path, folders[place])


def _unfit(path: str) -> Diagnostic:
    return Diagnostic(
        "address-whole",
        Severity.ERROR,
        f"no file can be published as {path[-80:]!r}",
        Location(path[-80:]),
        "rename it: 255 bytes at most, no backslash, no control character",
    )


def _clash(first: str, second: str) -> Diagnostic:
    return Diagnostic(
        "address-unique",
        Severity.ERROR,
        f"two files want one address: {first} and {second}",
        Location(second),
        "rename one of them",
    )
