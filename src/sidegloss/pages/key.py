"""A placed article -> what its claims amount to: how many of each kind, from how many origins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sidegloss import views
from sidegloss.model import Kind, Placed, Sourced
from sidegloss.passages import passages

CLAIMS_PER_KEY = 3
"""An article with fewer claims has no key to its marks (reading-page.md)."""
_ORDER = (Kind.DISPUTED, Kind.UNSOURCED, Kind.CONTEXT, Kind.SOURCED)
"""What a reader should know first comes first."""
_WHOLE, _LEAST = 1000, 10
"""Widths are counted in tenths of a percent: of the whole bar, and of the narrowest part."""


def key_to_marks(place: Placed) -> views.Key | None:
    """The key to an article's marks; None for an article with few claims."""
    claims = passages(place)
    if len(claims) < CLAIMS_PER_KEY:
        return None
    first = {each.sourced.note.kind: f"#claim-{each.label}" for each in reversed(claims)}
    labels = frozenset(each.label for each in claims)
    supported, origins = claims_and_origins(place)
    return views.Key(
        claims=len(claims),
        supported=supported,
        origins=origins,
        shares=_shares((each.sourced.note.kind for each in claims), first),
        retracted=_retractions((n for n in place.notes if n.standing.retracted), labels),
        perhaps_retracted=_retractions(
            (n for n in place.notes if n.standing.perhaps_retracted and not n.standing.retracted),
            labels,
        ),
    )


def claims_and_origins(place: Placed) -> tuple[int, int]:
    """Count the claims of an article that a source supports, and the origins that these rest on."""
    found = [each.sourced.standing for each in passages(place) if each.sourced.standing.outlets]
    return len(found), len({key for standing in found for key in standing.origins})


def shares_of_kinds(place: Placed) -> tuple[views.KindShare, ...]:
    """The claims of an article by kind, as a list of articles shows them."""
    return _shares((each.sourced.note.kind for each in passages(place)), {})


def _retractions(notes: Iterable[Sourced], labels: frozenset[str]) -> views.Retractions | None:
    """*labels* are those of passages; other notes are linked to themselves."""
    found = [sourced.note.address for sourced in notes]
    if not found:
        return None
    return views.Retractions(len(found), f"#{'claim' if found[0] in labels else 'fn'}-{found[0]}")


def _shares(kinds: Iterable[Kind], first: dict[Kind, str]) -> tuple[views.KindShare, ...]:
    """*first* leads to the first claim of each kind."""
    numbers = Counter(kinds)
    present = [kind for kind in _ORDER if numbers[kind]]
    widths = _widths([numbers[kind] for kind in present])
    starts = [sum(widths[:index]) for index in range(len(widths))]
    return tuple(
        views.KindShare(kind, numbers[kind], _percent(start), _percent(width), first.get(kind, ""))
        for kind, start, width in zip(present, starts, widths, strict=True)
    )


def _widths(numbers: list[int]) -> list[int]:
    """Parts of `_WHOLE`, none narrower than `_LEAST`: the widest gives what the narrow ones lack."""
    total = sum(numbers)
    widths = [max(_LEAST, number * _WHOLE // total) for number in numbers]
    if widths:
        widths[widths.index(max(widths))] += _WHOLE - sum(widths)
    return widths


def _percent(tenths: int) -> str:
    return f"{tenths / 10:g}"
