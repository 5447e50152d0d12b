"""What the remembered stages of a build are asked, and their answers: pure functions of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sidegloss import bibliography, cards
from sidegloss.exports import Noted
from sidegloss.exports import beside as files_beside
from sidegloss.model import MANNERS, Article, Manuscript, Output, Record
from sidegloss.parse import Reading, parse
from sidegloss.views import CardView
from sidegloss.words import SHIPPED, load


@dataclass(frozen=True, slots=True)
class Picture:
    """What drawing a picture depends on."""

    card: CardView
    fonts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What parsing an article depends on."""

    manuscript: Manuscript
    reading: Reading

    def __hash__(self) -> int:
        """By its path: every article is asked for in every round, and most are the same objects."""
        return hash(self.manuscript.path)


def parsed(asked: Sequence[Asked], number: int, of: int) -> list[Article]:
    """Every so manieth manuscript, understood: one process's share."""
    return [parse(one.manuscript, one.reading) for one in asked[number::of]]


def drawn(asked: Sequence[Picture]) -> Iterator[bytes]:
    """The PNG of each picture."""
    return (cards.picture(one.card) for one in asked)


def beside(articles: Sequence[Noted]) -> Iterator[tuple[Output, ...]]:
    """The files beside each article."""
    return map(files_beside, articles)


def entries(records: Sequence[Record]) -> Iterator[bibliography.Entries]:
    """The sources in each file of them."""
    manners = {manner: manner for manner in MANNERS}
    for language in SHIPPED:
        manners |= dict(load(language).steps)
    return (bibliography.entries(record, manners) for record in records)
