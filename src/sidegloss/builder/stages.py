"""What the remembered stages of a build are asked, and their answers: pure functions of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sidegloss import bibliography
from sidegloss.model import MANNERS, Article, Manuscript, Record
from sidegloss.parse import Reading, parse
from sidegloss.words import SHIPPED, load


@dataclass(frozen=True, slots=True)
class Asked:
    """What parsing an article depends on."""

    manuscript: Manuscript
    reading: Reading

    def __hash__(self) -> int:
        """By its path: every article is asked for in every round, and most are the same objects."""
        return hash(self.manuscript.path)


def parsed(asked: Sequence[Asked]) -> list[Article]:
    """What is asked, understood."""
    return [parse(one.manuscript, one.reading) for one in asked]


def entries(records: Sequence[Record]) -> Iterator[bibliography.Entries]:
    """The sources in each file of them."""
    manners = {manner: manner for manner in MANNERS}
    for language in SHIPPED:
        manners |= dict(load(language).steps)
    return (bibliography.entries(record, manners) for record in records)
