"""Headings -> ids, unique in the page and never one that claims, notes or the theme use."""

from __future__ import annotations

import re
from unicodedata import category

_RESERVED = re.compile(r"(?:claim-|fn|source-|cite-|page-)|(?:notes|sources)\Z")
"""Beginnings that are kept for claims, notes and sources; ``page-`` is the theme's."""


class Anchors:
    """Gives out ids as GitHub does: lower case, blanks to hyphens, ``-1`` on the second."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}

    def give(self, text: str) -> str:
        """An id for a heading's plain text."""
        slug = "".join(filter(_stays, text.strip().lower())).replace(" ", "-") or "section"
        if _RESERVED.match(slug):
            slug = f"section-{slug}"
        name, count = slug, self.given.get(slug, -1) + 1
        while count and (name := f"{slug}-{count}") in self.given:
            count += 1
        self.given[slug] = count
        self.given.setdefault(name, 0)
        return name


def _stays(character: str) -> bool:
    """GitHub keeps what Ruby calls a word's: letters, marks (vowels of many scripts), numbers."""
    return character.isalnum() or character in "-_ " or category(character)[0] == "M"
