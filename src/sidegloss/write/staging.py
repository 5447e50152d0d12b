"""Outputs as they are made -> laid down beside the site, or known to stand in output/ already.

What a large site is rendered to would fill the memory, and comes from several processes. So each
output goes to a file of its own at once, in a folder that is no part of output/, and `write` moves
it to its place when all are known to be whole.
"""

from __future__ import annotations

import os
from pathlib import Path

from sidegloss.model import Kept, Output, Staged
from sidegloss.write.looks import look_of
from sidegloss.write.manifest import manifest
from sidegloss.write.places import Kind, look
from sidegloss.write.putting import fill, naming
from sidegloss.write.standing import is_same


class Stage:
    """Takes outputs; *name* tells the files of this one from those of others in the same *folder*."""

    def __init__(self, output: Path, folder: Path, name: str) -> None:
        self._root = os.path.realpath(output)
        self._ours = manifest(self._root)[1]
        self._beginning = f"{folder}/{name}-"
        self._count = 0

    def take(self, output: Output) -> Staged | Kept:
        """Where *output* is now. What is not ours is never taken for it: `write` decides on that."""
        if output.path in self._ours:
            name = f"{self._root}/{output.path}"
            kind, size = look(name)
            seen = look_of(name)
            if seen and kind is Kind.FILE and is_same(output, name, size):
                return Kept(output.path, seen, output.marks)
        self._count += 1
        origin = f"{self._beginning}{self._count}"
        with naming(origin):
            fill(origin, [output.data])
        return Staged(output.path, origin, output.marks)
