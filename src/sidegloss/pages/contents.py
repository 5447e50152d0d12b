"""An article's headings -> its table of contents."""

from __future__ import annotations

from collections.abc import Sequence

from sidegloss import views
from sidegloss.model import Heading

CONTENTS_FROM = 4
"""Headings from which an article has a table of contents."""


def contents(headings: Sequence[Heading]) -> tuple[views.Contents, ...]:
    """Headings of the two highest levels used, the lower ones below the higher."""
    if len(headings) < CONTENTS_FROM:
        return ()
    top = min(heading.level for heading in headings)
    entries: list[tuple[Heading, list[views.Contents]]] = []
    for heading in headings:
        if heading.level == top or not entries:
            entries.append((heading, []))
        elif heading.level == top + 1:
            entries[-1][1].append(views.Contents(heading.text, f"#{heading.id}"))
    return tuple(
        views.Contents(heading.text, f"#{heading.id}", tuple(below)) for heading, below in entries
    )
