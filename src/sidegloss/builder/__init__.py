"""A site's folder -> a built site, again and again: memory and processes live here alone.

Importing this is light. The machine is imported when a `Builder` is asked for, since it brings the
parser and the templates, and a build that changes nothing needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sidegloss.builder.layout import Layout, Progress, Recorded, Result, nobody
from sidegloss.builder.refused import UNREADABLE, unreadable
from sidegloss.builder.unchanged import standing

if TYPE_CHECKING:
    from sidegloss.builder.machine import Builder

__all__ = [
    "UNREADABLE",
    "Builder",
    "Layout",
    "Progress",
    "Recorded",
    "Result",
    "build",
    "nobody",
    "unreadable",
]


def build(layout: Layout, told_of: Progress = nobody) -> Result:
    """Build a site in a process of its own, by the shortest way that there is.

    Where nothing has changed since the last build there is nothing to do; where only the text of a
    few articles has, behind their faces, these are made anew; else the whole machine runs.
    """
    before = standing(layout) if layout.has_memory else None
    if before and not before.changed:
        return before.result
    if before:
        from sidegloss.builder.behind import behind  # noqa: PLC0415 - as below

        result = behind(layout, before)
        if result:
            return result
    from sidegloss.builder.machine import Builder  # noqa: PLC0415 - it brings the whole machine

    return Builder(layout, told_of).build()


def __getattr__(name: str) -> Any:
    if name != "Builder":
        raise AttributeError(name)
    from sidegloss.builder.machine import Builder as machine  # noqa: N813, PLC0415 - see above

    return machine
