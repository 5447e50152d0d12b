"""Headings -> ids, unique in the page and never one that claims, notes or the theme use."""

from __future__ import annotations

import re

_DROPPED = re.compile(r"[^\w\- ]+")
_RESERVED = re.compile(r"(?:claim-|fn|source-|page-)|notes\Z")
"""Beginnings that product.md keeps for claims, notes and sources; ``page-`` is the theme's."""


class Anchors:
    """Gives out ids as GitHub does: lower case, blanks to hyphens, ``-1`` on the second."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}

    def give(self, text: str) -> str:
        """An id for a heading's plain text."""
        slug = _DROPPED.sub("", text.strip().lower()).replace(" ", "-") or "section"
        if _RESERVED.match(slug):
            slug = f"section-{slug}"
        name, count = slug, self.given.get(slug, -1) + 1
        while count and (name := f"{slug}-{count}") in self.given:
            count += 1
        self.given[slug] = count
        self.given.setdefault(name, 0)
        return name
