"""Placed articles + ledger -> what became of every address that was ever published.

An address answers where the claim that stands there has the words that were published, more or
less; where front matter leads it on (``aliases``, ``claim-aliases``) to such a claim; or where it
was withdrawn with a word (``retired``, or a row under ``retired-articles``). All else is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sidegloss.ledger.likeness import SAME, likeness
from sidegloss.model import RENAMED, Departed, Ledger, Placed, RetiredArticle, Row
from sidegloss.passages import Passage, passages
from sidegloss.slugs import label_address


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of old addresses, and of the ledger's claims."""

    departed: tuple[Departed, ...] = ()
    """Addresses that were given up with a word, and lead on or say why."""
    lost: tuple[Row, ...] = ()
    changed: tuple[tuple[Row, Passage], ...] = ()
    """Where the words that stand at an address are others than were published."""


def outcomes(placed: Iterable[Placed], ledger: Ledger) -> Outcomes:
    """Compare a site with its ledger, in time that grows with both."""
    site = Standings(placed)
    retired = {row.article for row in ledger.retired}
    lost: list[Row] = []
    changed: list[tuple[Row, Passage]] = []
    for row in ledger.rows:
        own = site.at(row.article)
        found = own.outcome(row.article, row.label) if own else None
        if own is None and row.article in retired:
            continue
        if own is None or found is None:
            lost.append(row)
        elif isinstance(found, Passage) and _is_other(row, found):
            changed.append((row, found))
    return Outcomes(
        departed=tuple(_departed(site, ledger)),
        lost=tuple(lost),
        changed=tuple(changed),
    )


def published(placed: Iterable[Placed]) -> Iterator[Row]:
    """The row of every claim that stands on the site."""
    for place in placed:
        for passage in passages(place):
            date = place.article.front.date
            yield Row(place.address, passage.label, date, passage.claim.text)


def _is_other(row: Row, passage: Passage) -> bool:
    words = passage.claim.text
    return bool(row.words) and row.words != words and likeness(row.words, words) < SAME


# ---------------------------------------------------------------- what an article says


@dataclass(slots=True)
class Standing:
    """One article: its claims by their labels, and what it says of those that it gave up."""

    place: Placed
    here: dict[str, Passage] = field(default_factory=dict)
    led: dict[str, str] = field(default_factory=dict)
    """Old label, or old address and label -> the label that stands for it."""
    withdrawn: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        front = self.place.article.front
        self.here = {passage.label: passage for passage in passages(self.place)}
        self.led = {old: label_address(new.removeprefix("^")) for old, new in front.claim_aliases}
        self.withdrawn = dict(front.retired)

    def outcome(self, article: str, label: str) -> Passage | str | None:
        """The passage that stands for *label* as it was at *article*; why there is none; or None."""
        whole = f"{article}{label}"
        if article and article != self.place.address:
            if whole in self.withdrawn:
                return self.withdrawn[whole]
            label = self.led.get(whole, label)
        known: set[str] = set()
        while label not in self.here and label in self.led and label not in known:
            if len(known) == RENAMED:
                return None
            known.add(label)
            label = self.led[label]
        return self.here.get(label, self.withdrawn.get(label))

    def given_up(self, article: str = "") -> list[str]:
        """The labels that it gave up; those that it names behind the old address *article*."""
        names = (*self.led, *self.withdrawn)
        if not article:  # of the front page: its labels go without an address
            return [name for name in names if "/" not in name]
        behind = (name.removeprefix(article) for name in names if name.startswith(article))
        return [label for label in behind if "/" not in label]


class Standings:
    """All articles, by the addresses at which they stand and stood."""

    def __init__(self, placed: Iterable[Placed]) -> None:
        self.all = [Standing(place) for place in placed]
        self._here = {standing.place.address: standing for standing in self.all}
        self._there = {
            alias: standing
            for standing in reversed(self.all)
            for alias in standing.place.article.front.aliases
        }

    def at(self, address: str) -> Standing | None:
        """The article that stands at *address*, or that says that it stood there."""
        return self._here.get(address) or self._there.get(address)

    def is_here(self, address: str) -> bool:
        """Whether an article stands at *address* today."""
        return address in self._here


# ---------------------------------------------------------------- addresses that were given up


def _departed(site: Standings, ledger: Ledger) -> Iterator[Departed]:
    recorded: dict[str, dict[str, str]] = defaultdict(dict)
    for row in ledger.rows:
        recorded[row.article][row.label] = row.words
    for standing in site.all:
        own = standing.place.address
        yield from _claims(standing, own, standing.given_up(), recorded[own])
        for alias in standing.place.article.front.aliases:
            if not site.is_here(alias):  # else it is told as a mistake
                yield from _moved(standing, alias, recorded[alias])
    for gone in ledger.retired:
        if not site.at(gone.article):
            yield from _withdrawn(gone, recorded[gone.article])


def _moved(standing: Standing, alias: str, words: dict[str, str]) -> Iterator[Departed]:
    """An article's old address, and those of its claims below it."""
    if alias:
        yield Departed(alias, standing.place.article.name, to=standing.place.address)
    if alias.endswith("/") or not alias:
        given_up = (*standing.given_up(), *standing.given_up(alias))
        yield from _claims(standing, alias, (*standing.here, *given_up, *words), words)


def _withdrawn(gone: RetiredArticle, words: dict[str, str]) -> Iterator[Departed]:
    """A withdrawn article, and its claims."""
    whole = Departed(gone.article, "", is_moved=False, reason=gone.reason, see=gone.see)
    if gone.article:
        yield whole
    for label, passage in words.items():
        yield replace(whole, address=f"{gone.article}{label}/", label=label, words=passage)


def _claims(
    standing: Standing, article: str, labels: Iterable[str], words: dict[str, str]
) -> Iterator[Departed]:
    """What became of *labels* as they stood at *article*."""
    name, to = standing.place.article.name, standing.place.address
    for label in dict.fromkeys(labels):
        if article == to and label in standing.here:
            continue
        found = standing.outcome(article, label)
        said = Departed(f"{article}{label}/", name, label, words.get(label, ""), to=to)
        if isinstance(found, Passage):
            yield replace(said, to_label=found.label, words=said.words or found.claim.text)
        elif found is not None:
            yield replace(said, is_moved=False, reason=found)
