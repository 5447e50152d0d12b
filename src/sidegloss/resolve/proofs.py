"""Quotations and kept copies -> what is proved, and what does not stand where it is said to.

A quotation belongs to the first source of its citation and to every further one that is reached by
quoting or republishing without a break (product.md, section 3). It is proved where it stands in
the copy of one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from sidegloss.guesses import Guesses
from sidegloss.model import (
    Citation,
    Diagnostic,
    Location,
    Proof,
    Proved,
    Severity,
    Source,
    Trail,
)
from sidegloss.quotations import Finding, Folded, State, folded, look_up
from sidegloss.resolve.hints import error, near

FAITHFUL = ("quotes", "republishes")
"""Manners by which a source's words are those of the next."""

Copies = Mapping[str, str]
"""Name of a kept copy, relative to the content folder -> its text."""


def proved(trail: Trail, sources: Mapping[str, Source], copies: Copies) -> Proved | None:
    """What became of the trail's quotation; None where it has none."""
    if not trail.citation.quotation:
        return None
    bearers = [key for key in _bearers(trail) if key in sources]
    checked = [key for key in bearers if sources[key].text in copies]
    for key in checked:
        if _found(trail.citation, copies[sources[key].text]).state is State.FOUND:
            return Proved(Proof.FOUND, key)
    return Proved(Proof.MISSING, checked[0]) if checked else Proved(Proof.UNCHECKED)


def proof_mistakes(
    trails: tuple[Trail, ...], sources: Mapping[str, Source], copies: Copies, at: Location
) -> Iterator[Diagnostic]:
    """Quotations that stand in no copy of the sources that they belong to; *at* is their note."""
    for trail in trails:
        found = proved(trail, sources, copies)
        if found and found.proof is Proof.MISSING:
            name = sources[found.key].text
            nearest = _found(trail.citation, copies[name])
            hint = "compare the words with the source; leave out what is not its own with …"
            if nearest.state is State.NEAR:
                hint = f"line {nearest.line} has: {nearest.passage}"
            yield Diagnostic(
                "quotation-not-found",
                Severity.WARNING,
                f"the words quoted from '{found.key}' do not stand in its copy, {name}",
                trail.citation.at or at,
                hint,
            )


def copy_mistakes(sources: Mapping[str, Source], copies: Copies) -> Iterator[Diagnostic]:
    """Records that name a copy as text which is not there."""
    guesses = Guesses()
    for key, source in sources.items():
        if source.text and source.text not in copies:
            yield error(
                "text-exists",
                f"the text {source.text} of '{key}' is no readable file of the content folder",
                dict(source.places).get("text", source.at),
                (near(source.text, copies) if guesses.is_due() else "")
                or "save the copy there as UTF-8, or take text: out",
            )


def _bearers(trail: Trail) -> Iterator[str]:
    """The sources whose words the quotation is said to be."""
    for number, step in enumerate(trail.steps):
        if number and step.manner not in FAITHFUL:
            return
        yield step.key


@lru_cache(maxsize=4096)
def _look_up(words: str, copy: str) -> Finding:
    return look_up(words, _folded(copy))


@lru_cache(maxsize=32)
def _folded(copy: str) -> Folded:
    return folded(copy)


def _found(citation: Citation, copy: str) -> Finding:
    return _look_up(citation.quotation, copy)
