"""Outputs and copies -> output/: every file whole, only what differs touched, only ours removed.

Nothing is touched before all outputs are there and the whole plan is known. Then:

1. the manifest is written, *unfinished*: what stood there and what shall stand there,
2. what stands in the way of a new file is removed,
3. each file that differs is written beside its place and renamed into it,
4. what is no longer wanted is removed, and the folders that this empties,
5. the manifest is written, *finished*: what stands there.

Whoever kills it in between finds whole files, old or new, and the next build mends the rest. A file
that the manifest does not list is foreign: it is neither removed nor overwritten.
"""

# Path objects take longer than the calls below them: with `os`, 1,000 files are compared in 25 ms.
# ruff: noqa: PTH103, PTH105, PTH106, PTH108, PTH114, PTH116, PTH120, PTH123, PTH208

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from pathlib import Path

from sidegloss.model import Copy, Diagnostic, Location, Output, Severity, SiteError

MANIFEST = ".sidegloss-files"
"""The files that a build wrote: a head with the state, then a path a line, sorted."""

_HEAD = "# Written by Sidegloss, which removes these files and no others. State: "
_FINISHED, _UNFINISHED = "finished", "unfinished"

_TEMPORARY = re.compile(r"\.sidegloss-\d+~")
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\]")
_CHUNK = 1 << 20
_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_TRUNC
    | getattr(os, "O_NOFOLLOW", 0)  # a link of that name is never written through
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to its folder: paths as in `Output`, sorted."""

    changed: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


def write(outputs: Iterable[Output | Copy], folder: Path) -> Written:
    """Make *folder* hold *outputs*, besides what is foreign to us.

    Raises SiteError where a foreign file would have to give way (nothing is touched then), and
    ValueError for what no caller may ask for: a path that leads out, or two outputs at one place.
    """
    wanted = _by_path(outputs)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise SiteError(_not_ours(str(folder))) from None
    root = os.path.realpath(folder)
    is_finished, ours = _manifest(root)
    _sweep(root, ours if not is_finished else ())
    differing = _differing(wanted, ours, root, folder.name)
    stale = sorted(ours - wanted.keys())
    blocking = _blocking(stale, wanted)
    # On a disk that knows no case, a file "A" that gives way to "a" looks like "a" unchanged.
    freed = {folded(path) for path in blocking}
    changed = [path for path in wanted if path in differing or folded(path) in freed]
    if changed or stale or not is_finished or ours != wanted.keys():
        _save_manifest(root, _UNFINISHED, ours | wanted.keys())
        removed = _remove(blocking, root)
        _put_all((wanted[path] for path in changed), root)
        removed += _remove([path for path in stale if path not in blocking], root)
        _save_manifest(root, _FINISHED, wanted.keys())
    else:
        removed = []
    return Written(tuple(sorted(changed)), len(wanted) - len(changed), tuple(sorted(removed)))


# ---------------------------------------------------------------- what shall stand there


def _by_path(outputs: Iterable[Output | Copy]) -> dict[str, Output | Copy]:
    """Outputs by their paths, which are known to be different places inside the folder."""
    wanted: dict[str, Output | Copy] = {}
    places: dict[str, str] = {}
    for output in outputs:
        if not _is_inside(output.path):
            raise ValueError(f"no path inside the output: {output.path!r}")
        other = places.setdefault(folded(output.path), output.path)
        if output.path in wanted or other != output.path:
            raise ValueError(f"two outputs at one place: {other!r}, {output.path!r}")
        if isinstance(output, Copy):
            os.stat(output.origin)  # raises before anything is touched
        wanted[output.path] = output
    for path in wanted:
        for above in _above(folded(path)):
            if above in places:
                raise ValueError(f"a file and a folder at one place: {places[above]!r}, {path!r}")
    return wanted


def _is_inside(path: str) -> bool:
    """Whether *path* is a plain relative one that we may write: no ``..``, no drive, one line."""
    parts = path.split("/")
    return (
        not _UNFIT.search(path)
        and parts[0][1:2] != ":"
        and not any(part in ("", ".", "..") for part in parts)
        and path != MANIFEST
        and not _TEMPORARY.fullmatch(parts[-1])
    )


def folded(path: str) -> str:
    """*path* as disks see it that know neither case nor composition (macOS, Windows)."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _above(path: str) -> Iterator[str]:
    """The folders above *path*, the outermost first."""
    end = path.find("/")
    while end != -1:
        yield path[:end]
        end = path.find("/", end + 1)


# ---------------------------------------------------------------- what stands there


class _Kind(Enum):
    MISSING = 0
    FILE = 1
    FOLDER = 2
    OTHER = 3
    """A link, a device: never ours."""


def _look(name: str) -> tuple[_Kind, int]:
    """What stands at *name*, and its size."""
    try:
        found = os.lstat(name)
    except FileNotFoundError:
        return _Kind.MISSING, 0
    if stat.S_ISREG(found.st_mode):
        return _Kind.FILE, found.st_size
    return (_Kind.FOLDER if stat.S_ISDIR(found.st_mode) else _Kind.OTHER), 0


def _differing(
    wanted: dict[str, Output | Copy], ours: frozenset[str], root: str, shown: str
) -> set[str]:
    """The paths whose file is missing or other than wanted; SiteError where that is foreign."""
    folders: dict[str, _Kind] = {}
    differing: set[str] = set()
    foreign: set[str] = set()
    twins = {folded(path): path for path in ours}
    for path, output in wanted.items():
        in_the_way, is_there = _road(path, ours, root, folders)
        if in_the_way:
            foreign.add(in_the_way)
        kind, size = _look(f"{root}/{path}") if is_there else (_Kind.MISSING, 0)
        if kind is _Kind.FILE and _is_same(output, f"{root}/{path}", size):
            continue
        differing.add(path)
        if kind is _Kind.FOLDER:
            foreign.update(_strangers(path, ours, root))
        elif kind is not _Kind.MISSING and path not in ours:
            twin = twins.get(folded(path))
            if not (twin and _is_one_file(f"{root}/{path}", f"{root}/{twin}")):
                foreign.add(path)
    if foreign:
        raise SiteError(*(_not_ours(f"{shown}/{path}") for path in sorted(foreign)))
    return differing


def _road(
    path: str, ours: frozenset[str], root: str, folders: dict[str, _Kind]
) -> tuple[str, bool]:
    """What foreign thing stands where *path* needs a folder, and whether all its folders exist.

    *folders* remembers what was seen: each folder is looked at once.
    """
    is_there = True
    for folder in _above(path):
        if folder not in folders:
            folders[folder] = _look(f"{root}/{folder}")[0] if is_there else _Kind.MISSING
        kind = folders[folder]
        if kind is _Kind.OTHER or (kind is _Kind.FILE and folder not in ours):
            return folder, False
        is_there = is_there and kind is _Kind.FOLDER
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


def _is_same(output: Output | Copy, name: str, size: int) -> bool:
    if isinstance(output, Output):
        return len(output.data) == size and _bytes(name) == output.data
    if os.stat(output.origin).st_size != size:
        return False
    with open(output.origin, "rb") as one, open(name, "rb") as other:
        while (chunk := one.read(_CHUNK)) == other.read(_CHUNK):
            if not chunk:
                return True
    return False


def _bytes(name: str) -> bytes:
    with open(name, "rb", buffering=0) as file:
        return file.read()


def _not_ours(path: str) -> Diagnostic:
    return Diagnostic(
        code="output-ours",
        severity=Severity.ERROR,
        message=f"{path} was not written by an earlier build and stands in the way of this one",
        at=Location(path),
        hint="move it away, or name another folder as output in [tool.sidegloss]",
    )


def _blocking(stale: list[str], wanted: dict[str, Output | Copy]) -> list[str]:
    """Which *stale* files stand where a wanted file or its folder shall be, or below it."""
    if not stale:
        return []
    files = {folded(path) for path in wanted}
    taken = files | {above for path in files for above in _above(path)}
    return [
        path
        for path in stale
        if folded(path) in taken or any(above in files for above in _above(folded(path)))
    ]


# ---------------------------------------------------------------- changing it


def _put_all(outputs: Iterable[Output | Copy], root: str) -> None:
    made = {root}
    temporary = f".sidegloss-{os.getpid()}~"
    for output in outputs:
        folder = os.path.dirname(f"{root}/{output.path}")
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        _put(output, f"{root}/{output.path}", f"{folder}/{temporary}")


def _put(output: Output | Copy, name: str, temporary: str) -> None:
    """Write beside the place and rename into it: a reader sees the old file or the new."""
    try:
        with open(os.open(temporary, _FLAGS, 0o666), "wb") as file:
            file.writelines(_chunks(output))
        os.replace(temporary, name)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _chunks(output: Output | Copy) -> Iterator[bytes]:
    if isinstance(output, Output):
        yield output.data
        return
    with open(output.origin, "rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _remove(paths: list[str], root: str) -> list[str]:
    """Remove our own files and the folders that this empties; gives what was there to remove."""
    removed = []
    for path in paths:
        folders = list(_above(path))
        real = [*takewhile(lambda each: _look(f"{root}/{each}")[0] is _Kind.FOLDER, folders)]
        # Behind a link or a file in place of a folder stands nothing of ours.
        if real == folders and _look(f"{root}/{path}")[0] is _Kind.FILE:
            os.unlink(f"{root}/{path}")
            removed.append(path)
        for folder in reversed(real):
            with suppress(OSError):  # not empty: it, and what is above it, stays
                os.rmdir(f"{root}/{folder}")
    return removed


def _sweep(root: str, paths: Iterable[str]) -> None:
    """Remove what a killed build left half written: in the root, and beside *paths*."""
    folders = {root} | {os.path.dirname(f"{root}/{path}") for path in paths}
    for folder in sorted(folders):
        is_real = os.path.realpath(folder) == os.path.normpath(folder)
        if not is_real or _look(folder)[0] is not _Kind.FOLDER:
            continue
        for name in os.listdir(folder):
            if _TEMPORARY.fullmatch(name):
                os.unlink(f"{folder}/{name}")


# ---------------------------------------------------------------- the manifest


def _manifest(root: str) -> tuple[bool, frozenset[str]]:
    """Whether the last build was finished, and the files that are ours.

    A line that leads out of the folder is passed over: it is none of ours.
    """
    name = f"{root}/{MANIFEST}"
    if _look(name)[0] is not _Kind.FILE:
        return False, frozenset()
    head, *lines = _bytes(name).decode(errors="surrogateescape").split("\n")
    if not head.startswith(_HEAD):
        return False, frozenset()
    return head == _HEAD + _FINISHED, frozenset(line for line in lines if _is_inside(line))


def _save_manifest(root: str, state: str, paths: Iterable[str]) -> None:
    text = "\n".join([_HEAD + state, *sorted(paths), ""])
    _put_all([Output(MANIFEST, text.encode(errors="surrogateescape"))], root)
