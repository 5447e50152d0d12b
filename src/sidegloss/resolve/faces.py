"""Articles of a site, and the same after an edit -> those that differ in their text alone.

Of these nothing else of the site asks, so nothing need be looked at again: what is told of them is the
same, elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sidegloss.model import (
    Article,
    Diagnostic,
    ImageSlot,
    LinkSlot,
    Location,
    in_order,
)

FEW = 20
"""Articles that are compared; where more have changed at once, looking at all is as good."""


def exchanged(
    before: Sequence[Article], now: Sequence[Article], told: Sequence[Diagnostic]
) -> tuple[list[int], tuple[Diagnostic, ...]] | None:
    """Numbers of the articles of which only the text has changed; None where more has changed.

    With them *told*, all that was told of the site before, at the places where it now stands. Where one of
    these is not known, more has changed.
    """
    if len(before) != len(now):
        return None
    changed = [n for n, (old, new) in enumerate(zip(before, now, strict=True)) if old is not new]
    if len(changed) > FEW or any(before[n].known != now[n].known for n in changed):
        return None
    moved = _moved(told, {before[n].path: _moves(before[n], now[n]) for n in changed})
    return None if moved is None else (changed, moved)


# ---------------------------------------------------------------- places

_Moves = dict[Location | None, Location | None]
"""Where what stood at a place now stands; None where that is not known."""


def _moved(
    told: Sequence[Diagnostic], moves: Mapping[str, _Moves]
) -> tuple[Diagnostic, ...] | None:
    """*told* as it is told after an exchange, in the order of places; None where one is lost."""
    numbers = [n for n, each in enumerate(told) if each.at.path in moves]
    found = []
    for diagnostic in (told[n] for n in numbers):
        at = moves[diagnostic.at.path].get(diagnostic.at)
        if at is None and diagnostic.at.line:
            return None
        found.append(replace(diagnostic, at=at or diagnostic.at))
    moved = list(told)
    for n, each in zip(numbers, in_order(found), strict=True):
        moved[n] = each
    return tuple(moved)


def _moves(old: Article, new: Article) -> _Moves:
    """Of two articles that differ in their text alone."""
    moves: _Moves = {}
    for start, end in zip(_places(old), _places(new), strict=True):
        if moves.setdefault(start, end) != end:
            moves[start] = None
    return moves


def _places(article: Article) -> Iterator[Location | None]:
    """Of all in an article that can be told of, in an order of its own."""
    yield from (claim.at for claim in article.claims)
    for mention in article.mentions:
        yield mention.at
        yield from (diagnostic.at for diagnostic in mention.if_known)
    yield from (diagnostic.at for diagnostic in article.diagnostics)
    bodies = (article.body, *(note.body for note in article.notes))
    slots = (piece for body in bodies for piece in body)
    yield from (piece.at for piece in slots if isinstance(piece, LinkSlot | ImageSlot))
    for note in article.notes:
        yield note.at
        for citation in (*note.citations, *note.possible):
            yield citation.at
            yield from (step.at for step in citation.steps)
