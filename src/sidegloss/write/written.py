"""What a build did to its folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sidegloss.write.looks import Look


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to its folder: paths as in `Output`, sorted.

    *looks*: how each file looked when this build had written it, or had found it to be as wanted; also
    the manifest. A file that somebody else replaced at that moment is missing.
    """

    changed: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    looks: Mapping[str, Look] = field(default_factory=dict, compare=False, repr=False)
