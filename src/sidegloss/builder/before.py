"""A site as it was read last, and all that it was resolved from."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.bibliography import Entries
from sidegloss.builder.stages import Asked
from sidegloss.model import Article, Bibliography, Diagnostic, Settings, Site


@dataclass(frozen=True, slots=True)
class Around:
    """All that a site is resolved from, its articles apart."""

    settings: Settings
    entries: tuple[Entries, ...]
    files: frozenset[str]
    kept: frozenset[str]
    ledger: tuple[str | None, str]
    copies: dict[str, str]

    def is_same(self, other: Around) -> bool:
        """Entries of sources are the same ones: equal ones may have moved in their file."""
        both = zip(self.entries, other.entries, strict=False)
        return self == other and all(one is another for one, another in both)


@dataclass(slots=True)
class Before:
    """The site as it was read last. *told* is None until it is asked what is to be told of it."""

    around: Around
    asked: list[Asked]
    """What parsing was asked for, one an article."""
    articles: list[Article]
    sources: Bibliography
    site: Site
    told: tuple[Diagnostic, ...] | None
    numbers: dict[str, int]
    """Of the articles, by their paths."""
    told_of_media: tuple[Diagnostic, ...] = ()
    """What was told of the files that it shows, which may change while the site does not."""
