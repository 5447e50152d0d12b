"""Quotations and saved copies -> what each copy says of the words, and warnings where one lacks them.

The bearers of quoted words are the source cited and each further source that is reached by quoting
or republishing without a break (product.md, section 3). The words must occur in the saved copy of
every bearer that has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from sidegloss.guesses import Guesses
from sidegloss.model import (
    Bearer,
    Citation,
    Diagnostic,
    Location,
    Proof,
    Proved,
    Severity,
    Source,
    Sourced,
    Trail,
)
from sidegloss.quotations import Finding, Folded, State, folded, look_up
from sidegloss.resolve.hints import error, near

FAITHFUL = ("quotes", "republishes")
"""Manners by which a source's words are those of the next."""
_COMPARE = "compare the words with the source; leave out what is not its own with …"

Copies = Mapping[str, str]
"""Name of a saved copy, relative to the content folder -> its text."""


def proved(trail: Trail, sources: Mapping[str, Source], copies: Copies) -> Proved | None:
    """What the copy of each bearer says of the trail's quotation; None if it has none."""
    if not trail.citation.quotation:
        return None
    keys = [key for key in dict.fromkeys(_bearers(trail)) if key in sources]
    bearers = (Bearer(key, _proof(trail.citation, sources[key], copies)) for key in keys)
    return Proved(trail.citation.quotation, tuple(bearers))


def _proof(citation: Citation, source: Source, copies: Copies) -> Proof:
    copy = copies.get(source.text, "") if source.text else ""
    if not copy.strip():
        return Proof.NO_COPY
    return Proof.FOUND if _found(citation, copy).state is State.FOUND else Proof.ALTERED


def quotation_mistakes(
    notes: Iterable[Sourced], sources: Mapping[str, Source], copies: Copies
) -> Iterator[Diagnostic]:
    """A warning for each quotation that the copy of a bearer lacks."""
    for sourced in notes:
        quoting = (trail.citation for trail in sourced.trails if trail.citation.quotation)
        for citation, found in zip(quoting, sourced.proofs, strict=True):
            at = citation.at or sourced.note.at
            yield from _lacking(citation, found, sources, copies, at=at)


def _lacking(
    citation: Citation,
    found: Proved,
    sources: Mapping[str, Source],
    copies: Copies,
    *,
    at: Location,
) -> Iterator[Diagnostic]:
    checked = [bearer for bearer in found.bearers if bearer.proof is not Proof.NO_COPY]
    lacking = next((bearer for bearer in checked if bearer.proof is Proof.ALTERED), None)
    if lacking is None:
        return
    name = sources[lacking.key].text
    nearest = _found(citation, copies[name])
    number = checked.index(lacking)
    if not number:
        yield _not_found(lacking.key, name, nearest, at)
        return
    before = checked[number - 1].key
    yield _altered(citation, (before, sources[before].text), (lacking.key, name), nearest, at)


def _not_found(key: str, name: str, nearest: Finding, at: Location) -> Diagnostic:
    hint = _COMPARE
    if nearest.state is State.NEAR:
        hint = f"line {nearest.line} has: {nearest.passage}"
    return Diagnostic(
        "quotation-not-found",
        Severity.WARNING,
        f"the words quoted from '{key}' are not in its copy, {name}",
        at,
        hint,
    )


def _altered(
    citation: Citation,
    before: tuple[str, str],
    after: tuple[str, str],
    nearest: Finding,
    at: Location,
) -> Diagnostic:
    """*before* and *after* are the (key, name of the copy) at both ends of the hop."""
    (key, name), (other, its_name) = before, after
    change, hint = "the first has the words, the second has nothing like them", _COMPARE
    if nearest.state is State.NEAR:
        change = _change(*_differing(citation.quotation, nearest.passage))
        hint = f"line {nearest.line} of {its_name} has: {nearest.passage}"
    return Diagnostic(
        "quotation-altered",
        Severity.WARNING,
        f"the words change between '{key}' ({name}) and '{other}' ({its_name}): {change}",
        at,
        hint,
    )


def _change(mine: str, its: str) -> str:
    if not mine:
        return f"the second adds “{its}”" if its else "the second has them in another form"
    return f"the first has “{mine}”, the second " + (f"has “{its}”" if its else "does not")


def copy_mistakes(sources: Mapping[str, Source], copies: Copies) -> Iterator[Diagnostic]:
    """Records that name a copy as text which is not there, or is empty."""
    guesses = Guesses()
    for key, source in sources.items():
        at = dict(source.places).get("text", source.at)
        if source.text and source.text not in copies:
            yield error(
                "text-exists",
                f"the text {source.text} of '{key}' is no readable file of the content folder",
                at,
                (near(source.text, copies) if guesses.is_due() else "")
                or "save the copy there as UTF-8, or take text: out",
            )
        elif source.text and not copies[source.text].strip():
            yield error(
                "text-exists",
                f"the text {source.text} of '{key}' is empty",
                at,
                "save the words of the source there, or take text: out",
            )


def _bearers(trail: Trail) -> Iterator[str]:
    """Keys of the sources whose words the quotation is said to be."""
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


def _differing(words: str, passage: str) -> tuple[str, str]:
    """The part of *words* that *passage* says differently, and the part that it has instead.

    Words that both begin or end with are left out. Case and marks at the ends of words do not count.
    """
    mine, its = words.split(), passage.split()
    alike, other = ([_bare(word) for word in each] for each in (mine, its))
    begin = _common(alike, other)
    end = _common(alike[begin:][::-1], other[begin:][::-1])
    return " ".join(mine[begin : len(mine) - end]), " ".join(its[begin : len(its) - end])


def _common(one: list[str], other: list[str]) -> int:
    """How many first words two lists share."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _bare(word: str) -> str:
    return folded(word).text.strip("' .,;:!?").casefold()
