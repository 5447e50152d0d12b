"""What a build did to its folder."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to its folder: paths as in `Output`, sorted."""

    changed: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
