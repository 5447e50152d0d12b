"""The manifest of output/: which files are ours, and whether the last build was finished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sidegloss.model import Output
from sidegloss.regular_files import MEDIA_LIMIT, read_regular
from sidegloss.write.looks import Look
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
    head, *lines = read_regular(name, MEDIA_LIMIT).decode(errors="surrogateescape").split("\n")
    if not head.startswith(_HEAD):
        return False, frozenset()
    return head == _HEAD + FINISHED, frozenset(line for line in lines if is_inside(line))


def is_ours(root: str) -> bool:
    """Whether a build, finished or not, left its manifest in the folder *root*."""
    name = f"{root}/{MANIFEST}"
    return look(name)[0] is Kind.FILE and read_regular(name, MEDIA_LIMIT).startswith(_HEAD.encode())


def save_manifest(root: str, state: str, paths: Iterable[str]) -> Mapping[str, Look]:
    """Say that these are ours, whole or perhaps not yet; return the look of the manifest."""
    text = "\n".join([_HEAD + state, *sorted(paths), ""])
    return put_all([Output(MANIFEST, text.encode(errors="surrogateescape"))], root)
