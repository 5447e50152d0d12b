"""What is lost or changed -> what to tell, each with the very edit that mends it.

A label whose words stand under another one was renamed; an article whose claims stand in another
was moved; what stands nowhere was withdrawn. These are guesses, and so they are hints.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sidegloss.ledger.likeness import SAME, likeness
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

_PLAIN = re.compile(r"[^\W\d_][\w ./-]*\Z")
_OTHER = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))


TOLD = frozenset(("claim-kept", "claim-changed", "claim-recorded"))
"""Codes of what the ledger is asked for."""


def told(
    placed: Sequence[Placed], ledger: Ledger, path: str, *, is_check: bool
) -> Iterator[Diagnostic]:
    """All that keeps the ledger at *path* from being in order, as errors.

    *is_check*: claims that are missing from it too, in one message.
    """
    found = outcomes(placed, ledger)
    yield from findings(placed, ledger, found, Severity.ERROR)
    unrecorded = list(recorded(ledger, published(placed))[0].rows[len(ledger.rows) :])
    if is_check and unrecorded:
        count = len(unrecorded)
        what = "a published claim is" if count == 1 else f"{count} published claims are"
        yield Diagnostic(
            "claim-recorded",
            Severity.ERROR,
            f"{what} not in the ledger: {_named(unrecorded)}",
            Location(path),
            f"run: sidegloss ledger; then commit {path}",
        )


def findings(
    placed: Sequence[Placed], ledger: Ledger, found: Outcomes, severity: Severity
) -> Iterator[Diagnostic]:
    """``claim-kept`` of what is lost, ``claim-changed`` of what has other words."""
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
        if own is None:
            yield _gone(address, rows, severity)
        else:
            edit = edits.setdefault(own.place.article.name, _Edit(own))
            edit.take(address, rows, is_alias=site.at(address) is None)
    for edit in edits.values():
        yield edit.told(severity)
    for row, passage in found.changed:
        now = Row(row.article, row.label, row.date, passage.claim.text)
        yield Diagnostic(
            "claim-changed",
            severity,
            f"/{row.article}{row.label}/ was published with other words: “{row.words}”",
            passage.claim.at,
            f"if it is the same claim, let its row in {row.at.path} read:"
            f"\n{claim_row(now)},\nif it is another one, give it a label of its own",
        )


class _Search:
    """Where claims stand now, by their words."""

    def __init__(self, site: Standings, ledger: Ledger) -> None:
        recorded = {row.article for row in ledger.rows}
        self.new = [each for each in site.all if each.place.address not in recorded]
        self.by_words: dict[str, list[Standing]] = defaultdict(list)
        for standing in site.all:
            for words in {passage.claim.text for passage in standing.here.values()}:
                self.by_words[words].append(standing)

    def moved_to(self, rows: Sequence[Row]) -> Standing | None:
        """The article in which at least half of *rows* stand: to the letter, or in a new one alike."""
        counts: dict[str, int] = defaultdict(int)
        found: dict[str, Standing] = {}
        for row in rows:
            exact = self.by_words.get(row.words, ())
            for standing in exact or [each for each in self.new if _is_alike(row, each)]:
                name = standing.place.article.name
                found[name] = standing
                counts[name] += 1
        best = max(counts, key=lambda name: counts[name], default="")
        return found[best] if best and 2 * counts[best] >= len(rows) else None


def _is_alike(row: Row, standing: Standing) -> bool:
    here = standing.here.get(row.label)
    return here is not None and likeness(row.words, here.claim.text) >= SAME


def _gone(address: str, rows: Sequence[Row], severity: Severity) -> Diagnostic:
    row = retired_row(RetiredArticle(address, WITHDRAWN))
    return Diagnostic(
        "claim-kept",
        severity,
        f"the article /{address} is gone, and with it {_named(rows)}",
        rows[0].at,
        f'write below the line "retired-articles": [ of {rows[0].at.path}:\n{row},\n'
        f"or, where it stands elsewhere now, in that article's front matter: {_aliases([address])}",
    )


@dataclass(slots=True)
class _Edit:
    """What one article's front matter has to say so that nothing is lost."""

    standing: Standing
    rows: list[Row] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    led: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, str] = field(default_factory=dict)

    def take(self, address: str, rows: Sequence[Row], *, is_alias: bool) -> None:
        """Mend *rows*, whose article stood at *address*."""
        self.rows += rows
        standing = self.standing
        if is_alias:
            self.aliases.append(address)
        for row in rows:
            here = standing.here.get(row.label)
            if is_alias and here and likeness(row.words, here.claim.text) >= SAME:
                continue
            # a label that is in use means another claim here: the old one goes by its address
            name = f"{address}{row.label}" if here else row.label
            new = self._renamed(row)
            if new:
                self.led[name] = new
            else:
                self.withdrawn[name] = WITHDRAWN

    def _renamed(self, row: Row) -> str:
        """The label under which the words of *row* stand now, or ""."""
        scored = [
            (likeness(row.words, passage.claim.text), label)
            for label, passage in self.standing.here.items()
            if label != row.label
        ]
        score, label = max(scored, default=(0.0, ""), key=lambda each: each[0])
        return label if score >= SAME else ""

    def told(self, severity: Severity) -> Diagnostic:
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
            severity,
            f"published, and lost without a word: {_named(self.rows)}",
            Location(self.standing.place.article.path),
            "\n".join(
                ("write in its front matter, in place of what it has of these fields:", *lines)
            ),
        )


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
