"""A site's folder -> a built site, again and again: memory and processes live here alone.

Importing this is light. The machine is imported when a `Builder` is asked for, since it brings the
parser and the templates, and a build that changes nothing needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sidegloss.builder.layout import Layout, Progress, Recorded, Result, nobody
from sidegloss.builder.locks import Waiting, alone, nobody_waits
from sidegloss.builder.unchanged import last_result
from sidegloss.cache_folder import cache_mistakes
from sidegloss.model import SiteError

if TYPE_CHECKING:
    from sidegloss.builder.machine import Builder

__all__ = ["Builder", "Layout", "Progress", "Recorded", "Result", "alone", "build", "nobody"]


def build(layout: Layout, told_of: Progress = nobody, waiting: Waiting = nobody_waits) -> Result:
    """Build a site in a process of its own, by the shortest way that there is.

    Where nothing has changed since the last build there is nothing to do.
    *waiting* hears that another build of the site runs, for which this one waits.
    """
    try:
        with alone(layout.site, waiting):
            return _built(layout, told_of)
    except SiteError as refusal:
        return Result(refusal.diagnostics, layout.output or layout.site)


def _built(layout: Layout, told_of: Progress) -> Result:
    told = tuple(cache_mistakes(layout.site))
    if told:
        return Result(told, layout.output or layout.site)
    before = last_result(layout) if layout.has_memory else None
    if before:
        return before
    from sidegloss.builder.machine import Builder  # noqa: PLC0415 - it brings the whole machine

    return Builder(layout, told_of).build_alone()


def __getattr__(name: str) -> Any:
    if name != "Builder":
        raise AttributeError(name)
    from sidegloss.builder.machine import Builder as machine  # noqa: N813, PLC0415 - see above

    return machine
