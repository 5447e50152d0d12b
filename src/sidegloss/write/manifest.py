"""The manifest of output/: which files are ours, and whether the last build was finished."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sidegloss.model import Output
from sidegloss.write.places import MANIFEST, Kind, is_inside, look
from sidegloss.write.putting import put_all

_HEAD = "# Written by Sidegloss, which removes these files and no others. State: "
FINISHED, UNFINISHED = "finished", "unfinished"


def manifest(root: str) -> tuple[bool, frozenset[str]]:
    """Whether the last build was finished, and the files that are ours.

    A line that leads out of the folder is passed over: it is none of ours.
    """
    name = f"{root}/{MANIFEST}"
    if look(name)[0] is not Kind.FILE:
        return False, frozenset()
    head, *lines = Path(name).read_bytes().decode(errors="surrogateescape").split("\n")
    if not head.startswith(_HEAD):
        return False, frozenset()
    return head == _HEAD + FINISHED, frozenset(line for line in lines if is_inside(line))


def save_manifest(root: str, state: str, paths: Iterable[str]) -> None:
    """Say that these are ours, whole or perhaps not yet."""
    text = "\n".join([_HEAD + state, *sorted(paths), ""])
    put_all([Output(MANIFEST, text.encode(errors="surrogateescape"))], root)
