"""Outputs and what stands in output/ -> which differ, and what foreign thing is in the way."""

# Path objects take longer than the calls below them: with `os`, 1,000 files are compared in 25 ms.
# ruff: noqa: PTH114, PTH116, PTH123

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sidegloss.model import Copy, Diagnostic, Kept, Location, Output, Severity, SiteError, Staged
from sidegloss.regular_files import open_regular
from sidegloss.write.looks import Look, look_of
from sidegloss.write.manifest import is_ours as manifest_is_ours
from sidegloss.write.places import TEMPORARY, Kind, above, folded, look

Wanted = Output | Copy | Staged | Kept

_CHUNK = 1 << 20
_EMPTY = {".git", ".gitattributes", ".gitignore", ".gitkeep", ".DS_Store"}


def differing(
    wanted: dict[str, Wanted], ours: frozenset[str], root: str, shown: str
) -> tuple[set[str], dict[str, Look]]:
    """The paths whose file is missing or other than wanted, and the looks of the others.

    Raises SiteError where something foreign is in the way, even a file with the very bytes: what an
    earlier build did not write is never taken for ours, since a later build would remove it.
    """
    looks: dict[str, Look] = {}
    folders: dict[str, Kind] = {}
    found: set[str] = set()
    foreign: set[str] = set()
    twins = {folded(path): path for path in ours}
    for path, output in wanted.items():
        in_the_way, is_there = _road(path, ours, root, folders)
        if in_the_way:
            foreign.add(in_the_way)
        name = f"{root}/{path}"
        kind, size = look(name) if is_there else (Kind.MISSING, 0)
        if kind is Kind.FILE and path in ours:
            before = output.look if isinstance(output, Kept) else look_of(name)
            if is_same(output, name, size):
                looks |= {path: before} if before else {}
                continue
        if isinstance(output, Kept):
            raise FileNotFoundError(path)
        found.add(path)
        if kind is Kind.FOLDER:
            foreign.update(_strangers(path, ours, root))
        elif kind is not Kind.MISSING and path not in ours:
            twin = twins.get(folded(path))
            if not (twin and _is_one_file(f"{root}/{path}", f"{root}/{twin}")):
                foreign.add(path)
    if foreign:
        raise SiteError(*(not_ours(f"{shown}/{path}") for path in sorted(foreign)))
    return found, looks


def _road(path: str, ours: frozenset[str], root: str, folders: dict[str, Kind]) -> tuple[str, bool]:
    """What foreign thing stands where *path* needs a folder, and whether all its folders exist.

    *folders* remembers what was seen: each folder is looked at once.
    """
    is_there = True
    for folder in above(path):
        if folder not in folders:
            folders[folder] = look(f"{root}/{folder}")[0] if is_there else Kind.MISSING
        kind = folders[folder]
        if kind is Kind.OTHER or (kind is Kind.FILE and folder not in ours):
            return folder, False
        is_there = is_there and kind is Kind.FOLDER
    return "", is_there


def _strangers(folder: str, ours: frozenset[str], root: str) -> Iterator[str]:
    """What stands below *folder* that we did not write: files, links, empty folders."""
    for place, below, files in os.walk(f"{root}/{folder}"):
        inner = os.path.relpath(place, root).replace(os.sep, "/")
        links = [name for name in below if os.path.islink(f"{place}/{name}")]
        yield from (path for name in files + links if (path := f"{inner}/{name}") not in ours)
        if not below and not files:
            yield inner


def _is_one_file(name: str, other: str) -> bool:
    """Whether both name one file, as "a" and "A" do on a disk that knows no case."""
    try:
        return os.path.samestat(os.lstat(name), os.lstat(other))
    except FileNotFoundError:
        return False


def is_same(output: Wanted, name: str, size: int) -> bool:
    """Whether the file *name* of so many bytes holds *output*."""
    if isinstance(output, Kept | Staged):
        return isinstance(output, Kept)  # whoever made them has compared
    if isinstance(output, Output):
        return len(output.data) == size and _bytes(name) == output.data
    if os.stat(output.origin).st_size != size:
        return False
    with (
        open(open_regular(os.path.realpath(output.origin)), "rb") as one,
        open(name, "rb") as other,
    ):
        while (chunk := one.read(_CHUNK)) == other.read(_CHUNK):
            if not chunk:
                return True
    return False


def _bytes(name: str) -> bytes:
    with open(name, "rb", buffering=0) as file:
        return file.read()


def not_ours(path: str) -> Diagnostic:
    """What is told of a foreign thing at *path*."""
    return Diagnostic(
        code="output-ours",
        severity=Severity.ERROR,
        message=f"{path} was not written by an earlier build and stands in the way of this one",
        at=Location(path),
        hint="move it away, or name another folder as output in [tool.sidegloss]",
    )


def occupied(folder: Path, shown: str | None = None) -> Diagnostic | None:
    """Why nothing may be built into *folder*: it is none, or holds files and no build of ours was there.

    What git and desktops leave in an empty folder is no obstacle. *shown* is what messages call it.
    """
    shown = shown or folder.as_posix()
    name = os.path.realpath(folder)
    kind = look(name)[0]
    if kind is Kind.MISSING or (kind is Kind.FOLDER and manifest_is_ours(name)):
        return None
    if kind is not Kind.FOLDER:
        return not_ours(shown)
    found = sorted(entry.name for entry in os.scandir(name))
    foreign = [each for each in found if each not in _EMPTY and not TEMPORARY.fullmatch(each)]
    if not foreign:
        return None
    message = f"{shown} holds files that Sidegloss did not write, such as {foreign[0]}"
    hint = "empty the folder, or name another one as output in [tool.sidegloss]"
    return Diagnostic("output-ours", Severity.ERROR, message, Location(shown), hint)


def blocking(stale: list[str], wanted: dict[str, Wanted]) -> list[str]:
    """Which *stale* files stand where a wanted file or its folder shall be, or below it."""
    if not stale:
        return []
    files = {folded(path) for path in wanted}
    taken = files | {folder for path in files for folder in above(path)}
    return [
        path
        for path in stale
        if folded(path) in taken or any(folder in files for folder in above(folded(path)))
    ]
