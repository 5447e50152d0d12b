"""A site's folder -> a built site, again and again: memory and processes live here alone.

Importing this is light. The machine is imported when a `Builder` is asked for, since it brings the
parser and the templates, and a build that changes nothing needs neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sidegloss.builder.layout import Layout, Recorded, Result
from sidegloss.builder.unchanged import as_before

if TYPE_CHECKING:
    from sidegloss.builder.machine import Builder

__all__ = ["Builder", "Layout", "Recorded", "Result", "as_before"]


def __getattr__(name: str) -> Any:
    if name != "Builder":
        raise AttributeError(name)
    from sidegloss.builder.machine import Builder as machine  # noqa: N813, PLC0415 - see above

    return machine
