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

# As in `standing`.
# ruff: noqa: PTH116

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sidegloss.model import Copy, Kept, SiteError, Staged
from sidegloss.write.looks import look_of
from sidegloss.write.manifest import FINISHED, UNFINISHED, manifest, save_manifest
from sidegloss.write.places import MANIFEST, above, folded, is_inside
from sidegloss.write.putting import put_all, remove, sweep
from sidegloss.write.staging import Stage
from sidegloss.write.standing import Wanted, blocking, differing, not_ours, occupied
from sidegloss.write.whole import whole
from sidegloss.write.written import Written

__all__ = [
    "MANIFEST",
    "Stage",
    "Wanted",
    "Written",
    "folded",
    "manifest",
    "occupied",
    "whole",
    "write",
]


def write(outputs: Iterable[Wanted], folder: Path) -> Written:
    """Make *folder* hold *outputs*, besides what is foreign to us.

    Raises SiteError where a foreign file would have to give way (nothing is touched then), and
    ValueError for what no caller may ask for: a path that leads out, or two outputs at one place.
    """
    wanted = _by_path(outputs)
    refusal = occupied(folder)
    if refusal:
        raise SiteError(refusal)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise SiteError(not_ours(str(folder))) from None
    root = os.path.realpath(folder)
    manifest_look = look_of(f"{root}/{MANIFEST}")
    is_finished, ours = manifest(root)
    sweep(root, ours if not is_finished else ())
    found, looks = differing(wanted, ours, root, folder.name)
    stale = sorted(ours - wanted.keys())
    in_the_way = blocking(stale, wanted)
    # On a disk that knows no case, a file "A" that gives way to "a" looks like "a" unchanged.
    freed = {folded(path) for path in in_the_way}
    changed = [path for path in wanted if path in found or folded(path) in freed]
    if changed or stale or not is_finished or ours != wanted.keys():
        save_manifest(root, UNFINISHED, ours | wanted.keys())
        removed = remove(in_the_way, root)
        new = (wanted[path] for path in changed)
        looks |= put_all((each for each in new if not isinstance(each, Kept)), root)
        removed += remove([path for path in stale if path not in in_the_way], root)
        looks |= save_manifest(root, FINISHED, wanted.keys())
    else:
        removed = []
        looks |= {MANIFEST: manifest_look} if manifest_look else {}
    kept = len(wanted) - len(changed)
    return Written(tuple(sorted(changed)), kept, tuple(sorted(removed)), looks)


def _by_path(outputs: Iterable[Wanted]) -> dict[str, Wanted]:
    """Outputs by their paths, which are known to be different places inside the folder."""
    wanted: dict[str, Wanted] = {}
    places: dict[str, str] = {}
    for output in outputs:
        if not is_inside(output.path):
            raise ValueError(f"no path inside the output: {output.path!r}")
        other = places.setdefault(folded(output.path), output.path)
        if output.path in wanted or other != output.path:
            raise ValueError(f"two outputs at one place: {other!r}, {output.path!r}")
        if isinstance(output, Copy | Staged):
            os.stat(output.origin)  # raises before anything is touched
        wanted[output.path] = output
    for path in wanted:
        for folder in above(folded(path)):
            if folder in places:
                raise ValueError(f"a file and a folder at one place: {places[folder]!r}, {path!r}")
    return wanted
