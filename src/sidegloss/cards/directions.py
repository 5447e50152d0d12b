"""A line of text, read from one side -> the direction of each character, and the order of stretches.

The implicit part of the Unicode bidirectional algorithm (UAX 9, rules W1 to L2): explicit marks of direction
were taken out of authors' texts. An even level runs from left to right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_NUMBERS = {"EN", "AN"}
_STRONG = {"L", "R", "AL"}
_DIRECTED = {"L", "R", *_NUMBERS}
_PAIRS = dict(zip("([{⟨〈《「『【〔（［｛", ")]}⟩〉》」』】〕）］｝", strict=True))
# as UAX 9 has it (BD16)
_DEEPEST = 63
_WITHIN_NUMBERS = {("CS", "EN"), ("CS", "AN"), ("ES", "EN")}


def levels(text: str, *, is_rtl: bool) -> tuple[int, ...]:
    """The embedding level of each character of *text*, a line in a paragraph of that direction."""
    base = int(is_rtl)
    kinds = [unicodedata.bidirectional(char) or "ON" for char in text]
    if not is_rtl and {"R", "AL", "AN"}.isdisjoint(kinds):
        return (0,) * len(text)
    own = "R" if is_rtl else "L"
    _weak(kinds, own)
    _brackets(text, kinds, own)
    _neutral(kinds, own)
    return tuple(_level(kind, base) for kind in kinds)


def _level(kind: str, base: int) -> int:
    if kind == "R":
        return base | 1
    return 2 if kind in _NUMBERS or base else 0


def _weak(kinds: list[str], own: str) -> None:
    _letters(kinds, own)
    for at in range(1, len(kinds) - 1):
        left, kind, right = kinds[at - 1 : at + 2]
        if left == right and (kind, left) in _WITHIN_NUMBERS:
            kinds[at] = left
    # terminators (a percent sign, a currency's) go with a number on either side
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        for at in order:
            if kinds[at] == "ET" and kinds[at - order.step] == "EN":
                kinds[at] = "EN"
    _numbers(kinds, own)


def _letters(kinds: list[str], own: str) -> None:
    strong = before = own
    for at, kind in enumerate(kinds):
        if kind in {"NSM", "BN"}:
            kinds[at] = before
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
        elif kind in _STRONG:
            strong = kind
        before = kinds[at]


def _numbers(kinds: list[str], own: str) -> None:
    strong = own
    for at, kind in enumerate(kinds):
        if kind in _STRONG:
            strong = kinds[at] = _side(kind)
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _brackets(text: str, kinds: list[str], own: str) -> None:
    """Rule N0: both brackets of a pair have one direction."""
    other = "L" if own == "R" else "R"
    for first, last in _pairs(text, kinds):
        inside = {_side(kind) for kind in kinds[first:last] if kind in _DIRECTED}
        if own in inside:
            kinds[first] = kinds[last] = own
        elif inside:
            before = next((kind for kind in reversed(kinds[:first]) if kind in _DIRECTED), own)
            kinds[first] = kinds[last] = other if _side(before) == other else own


def _pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    open_: list[int] = []
    for at, char in enumerate(text):
        if kinds[at] != "ON":
            continue
        if char in _PAIRS:
            open_.append(at)
        found = next(
            (n for n in range(len(open_) - 1, -1, -1) if _PAIRS[text[open_[n]]] == char), None
        )
        if found is not None:
            pairs.append((open_[found], at))
            del open_[found:]
        if len(open_) > _DEEPEST:
            break
    return sorted(pairs)


def _neutral(kinds: list[str], own: str) -> None:
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] not in _DIRECTED:
            end += 1
        if end > at:
            left = _side(kinds[at - 1]) if at else own
            right = _side(kinds[end]) if end < len(kinds) else own
            kinds[at:end] = [left if left == right else own] * (end - at)
        at = end + 1


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def in_sight(stretches: Sequence[tuple[T, int]]) -> tuple[T, ...]:
    """Stretches with their levels, in the order of reading -> from left to right."""
    order = list(stretches)
    for level in range(max((level for _, level in order), default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and order[end][1] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = end + 1
    return tuple(item for item, _ in order)
