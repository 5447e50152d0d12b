"""What is lost or changed -> a diagnostic for each, with the exact edit that fixes it.

A label whose words are now under another one was renamed. An article whose claims are now in another
one was moved. What is nowhere was withdrawn. These are guesses, and so they are hints.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sidegloss.ledger.likeness import SAME, Index, likeness
from sidegloss.ledger.outcomes import Outcomes, Standing, Standings, outcomes, published
from sidegloss.ledger.rows import claim_row, recorded, retired_row
from sidegloss.model import (
    Diagnostic,
    Ledger,
    Location,
    Placed,
    RetiredArticle,
    Row,
    Severity,
)

WITHDRAWN = "withdrawn"
"""The reason that a hint gives: the author knows a better one."""

_EXACT = 8
"""Passages with the very words of a lost claim that are looked at."""

_PLAIN = re.compile(r"[^\W\d_][\w ./-]*\Z")
_OTHER = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


TOLD = frozenset(("claim-kept", "claim-changed", "claim-recorded"))
"""Codes of what the ledger reports."""


def told(placed: Sequence[Placed], ledger: Ledger, path: str) -> Iterator[Diagnostic]:
    """What is not in order with the ledger at *path*: lost and changed claims as errors.

    Claims that it has no row of are one warning.
    """
    found = outcomes(placed, ledger)
    yield from findings(placed, ledger, found, changed=Severity.ERROR)
    unrecorded = list(recorded(ledger, published(placed))[0].rows[len(ledger.rows) :])
    if unrecorded:
        count = len(unrecorded)
        what = "a published claim is" if count == 1 else f"{count} published claims are"
        yield Diagnostic(
            "claim-recorded",
            Severity.WARNING,
            f"{what} not in the ledger: {_named(unrecorded)}",
            Location(path),
            f"run: sidegloss ledger; then commit {path}",
        )


def findings(
    placed: Sequence[Placed],
    ledger: Ledger,
    found: Outcomes,
    *,
    changed: Severity = Severity.WARNING,
    drafts: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Diagnostic]:
    """``claim-kept`` for lost claims, an error; ``claim-changed`` for those with other words.

    *drafts* are the paths of articles that are not published, by their addresses.
    """
    if not (found.lost or found.changed):
        return
    site = Standings(placed)
    lost: dict[str, list[Row]] = defaultdict(list)
    for row in found.lost:
        lost[row.article].append(row)
    search = _Search(site, ledger)
    edits: dict[str, _Edit] = {}
    for address, rows in lost.items():
        own = site.at(address) or search.moved_to(rows)
        if own is not None:
            edit = edits.setdefault(own.place.article.name, _Edit(own))
            edit.take(address, rows, is_alias=site.at(address) is None)
        elif address in drafts:
            yield _drafted(address, drafts[address], rows)
        else:
            yield _gone(address, rows)
    for edit in edits.values():
        yield edit.told()
    for row, passage in found.changed:
        now = Row(row.article, row.label, row.date, passage.claim.text)
        yield Diagnostic(
            "claim-changed",
            changed,
            f"/{row.article}{row.label}/ was published with other words: “{row.words}”",
            passage.claim.at,
            f"if it is the same claim, let its row in {row.at.path} read:"
            f"\n{claim_row(now)},\nif it is another one, give it a label of its own",
        )


class _Search:
    """Finds where claims are now, by their words."""

    def __init__(self, site: Standings, ledger: Ledger) -> None:
        known = {row.article for row in ledger.rows}
        self.passages = [
            (standing, label, passage.claim.text)
            for standing in site.all
            for label, passage in standing.here.items()
        ]
        self.index = Index(text for _, _, text in self.passages)
        self.is_new = [standing.place.address not in known for standing, _, _ in self.passages]

    def moved_to(self, rows: Sequence[Row]) -> Standing | None:
        """The article that has at least half of *rows*: word for word, or if it is new reworded."""
        counts: dict[str, int] = defaultdict(int)
        found: dict[str, Standing] = {}
        for row in rows:
            numbers = self.index.exact(row.words)[:_EXACT] or self._reworded(row)
            for name, standing in dict(map(self._article, numbers)).items():
                found[name] = standing
                counts[name] += 1
        best = max(counts, key=lambda name: counts[name], default="")
        return found[best] if best and 2 * counts[best] >= len(rows) else None

    def _reworded(self, row: Row) -> list[int]:
        """Passages of new articles with the label of *row* and at least half of its words."""
        alike = (number for _, number in self.index.alike(row.words))
        return [n for n in alike if self.is_new[n] and self.passages[n][1] == row.label]

    def _article(self, number: int) -> tuple[str, Standing]:
        standing = self.passages[number][0]
        return standing.place.article.name, standing


def _drafted(address: str, path: str, rows: Sequence[Row]) -> Diagnostic:
    row = retired_row(RetiredArticle(address, WITHDRAWN))
    return Diagnostic(
        "claim-kept",
        Severity.ERROR,
        f"the article is a draft now, and links to these published claims will break: {_named(rows)}",
        Location(path),
        f'publish it again; or write below the line "retired-articles": [ of {rows[0].at.path}:\n{row},',
    )


def _gone(address: str, rows: Sequence[Row]) -> Diagnostic:
    row = retired_row(RetiredArticle(address, WITHDRAWN))
    return Diagnostic(
        "claim-kept",
        Severity.ERROR,
        f"the article /{address} no longer exists; links to its published claims will break:"
        f" {_named(rows)}",
        rows[0].at,
        f'write below the line "retired-articles": [ of {rows[0].at.path}:\n{row},\n'
        f"or, if it was moved, in the front matter of the new article: {_aliases([address])}",
    )


@dataclass(slots=True)
class _Edit:
    """What the front matter of one article must say so that nothing is lost."""

    standing: Standing
    rows: list[Row] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    led: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, str] = field(default_factory=dict)
    labels: list[str] = field(init=False)
    index: Index = field(init=False)
    taken: set[int] = field(default_factory=set)
    """Numbers of passages that have been found for a row."""

    def __post_init__(self) -> None:
        self.labels = list(self.standing.here)
        self.index = Index(passage.claim.text for passage in self.standing.here.values())

    def take(self, address: str, rows: Sequence[Row], *, is_alias: bool) -> None:
        """Fix *rows*, whose article was at *address*."""
        self.rows += rows
        here = self.standing.here
        if is_alias:
            self.aliases.append(address)
        for row in rows:
            own = here.get(row.label)
            if is_alias and own and likeness(row.words, own.claim.text) >= SAME:
                continue
            # a label that is in use is another claim here: the old one needs its whole address
            name = f"{address}{row.label}" if own else row.label
            new = self._renamed(row)
            if new:
                self.led[name] = new
            else:
                self.withdrawn[name] = WITHDRAWN

    def _renamed(self, row: Row) -> str:
        """The label that now has the words of *row*, or ""; of several the first that is free."""
        numbers = self.index.exact(row.words) or [n for _, n in self.index.alike(row.words)]
        others = [n for n in numbers if self.labels[n] != row.label]
        if not others:
            return ""
        number = next((n for n in others if n not in self.taken), others[0])
        self.taken.add(number)
        return self.labels[number]

    def told(self) -> Diagnostic:
        """``claim-kept``, with all fields of the front matter that change."""
        front = self.standing.place.article.front
        lines = []
        if self.aliases:
            lines.append(_aliases([*front.aliases, *self.aliases]))
        if self.led:
            lines += _pairs("claim-aliases", dict(front.claim_aliases) | self.led)
        if self.withdrawn:
            lines += _pairs("retired", dict(front.retired) | self.withdrawn)
        return Diagnostic(
            "claim-kept",
            Severity.ERROR,
            f"{_no_longer(self.rows)}: {_named(self.rows)}",
            Location(self.standing.place.article.path),
            "\n".join(
                ("write in its front matter, in place of these fields if it has them:", *lines)
            ),
        )


def _no_longer(rows: Sequence[Row]) -> str:
    if len(rows) == 1:
        return "a published claim no longer exists; links to it will break"
    return f"{len(rows)} published claims no longer exist; links to them will break"


def _named(rows: Iterable[Row]) -> str:
    return ", ".join(f"/{row.article}{row.label}/" for row in rows)


def _aliases(addresses: Sequence[str]) -> str:
    return f"aliases: [{', '.join(_yaml(address or '/') for address in addresses)}]"


def _pairs(name: str, pairs: dict[str, str]) -> list[str]:
    return [f"{name}:", *(f"  {_yaml(key)}: {_yaml(value)}" for key, value in pairs.items())]


def _yaml(text: str) -> str:
    """A text as YAML reads it back: plain where that is safe, else as JSON has it."""
    is_plain = _PLAIN.match(text) and text[-1] != " " and text.lower() not in _OTHER
    return text if is_plain else json.dumps(text, ensure_ascii=False)
