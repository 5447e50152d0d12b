"""A layered drawing -> places and paths on a sheet of pixels, from the left or from the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sidegloss.layers import Drawing, Route

CLAIMS = 216
"""Width of the column of claims, their numbers at its end."""
SOURCES = 184
"""Width of every further column."""
HEAD = 40
"""Height of the heads of the columns."""
FOOT = 8
DOT = 8
"""From the left of a column of sources to its marks."""
RING = 7
"""Half the width of the widest marks."""
_MARKS = {"claim": 0, "step": 3, "first-hand": 6, "not-asked": 5}
_NARROWEST, _WIDEST = 46, 120
_SLOPE = 4
"""A gutter is a quarter as wide as its steepest line is high, within these bounds."""
_BESIDE = 3
"""How far apart two lines run between the same two nodes."""

Place = tuple[int, int, int]
"""Of a node: its column, its height on the sheet, half the width of its mark."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where columns lie. *is_mirrored*: the first column stands on the right."""

    lefts: tuple[int, ...]
    width: int
    height: int
    is_mirrored: bool

    def x(self, x: int) -> int:
        """A place counted from the first column's side."""
        return self.width - x if self.is_mirrored else x

    def right(self, column: int) -> int:
        """The end of a column."""
        return self.lefts[column] + (SOURCES if column else CLAIMS)


def sheet(drawing: Drawing, *, is_mirrored: bool) -> Sheet:
    """Room for every column, and gutters as wide as the lines in them are steep."""
    columns = {spot.box.id: spot.column for spot in drawing.spots}
    heights = {spot.box.id: spot.y for spot in drawing.spots}
    steepest = [0] * (max(columns.values(), default=0) + 1)
    for route in drawing.routes:
        first = columns[route.edge.start]
        ends = heights[route.edge.start], *route.slots, heights[route.edge.end]
        for n, (above, below) in enumerate(pairwise(ends) if not route.is_back else ()):
            steepest[first + n] = max(steepest[first + n], abs(above - below))
    gutters = [min(max(rise // _SLOPE, _NARROWEST), _WIDEST) for rise in steepest[:-1]]
    lefts = [0]
    for column, gutter in enumerate(gutters):
        lefts.append(lefts[-1] + (SOURCES if column else CLAIMS) + gutter)
    # Only a circle's turn needs room beyond the last column.
    turns = any(r.is_back and columns[r.edge.start] == len(lefts) - 1 for r in drawing.routes)
    width = lefts[-1] + (SOURCES if len(lefts) > 1 else CLAIMS) + (_NARROWEST if turns else 0)
    return Sheet(tuple(lefts), width, HEAD + drawing.height + FOOT, is_mirrored)


def beside(routes: Sequence[Route]) -> list[int]:
    """How far up or down each route is moved, so that those between two nodes show apart."""
    groups: dict[tuple[int, int], list[int]] = {}
    for n, route in enumerate(routes):
        groups.setdefault((route.edge.start, route.edge.end), []).append(n)
    shifts = [0] * len(routes)
    for group in groups.values():
        for place, n in enumerate(group):
            shifts[n] = (2 * place - len(group) + 1) * _BESIDE // 2
    return shifts


def places(drawing: Drawing, marks: Mapping[int, str]) -> list[Place]:
    """Where each node is, by its number; *marks* are those of the sources by theirs."""
    return [
        (spot.column, spot.y + HEAD, _MARKS.get(marks.get(spot.box.id, "claim"), RING))
        for spot in drawing.spots
    ]


def path(on: Sheet, route: Route, ends: tuple[Place, Place]) -> str:
    """What ``d`` of the line between two nodes holds.

    It is drawn from its end to its start: the dashes of lines that run together into one node
    then fall on each other.
    """
    (start, first, own), (end, last, mark) = ends
    slots = [slot + HEAD for slot in reversed(route.slots)]
    pen = _Pen(on, on.lefts[end] + DOT - mark - 1, last)
    pen.run(on.lefts[end])
    if route.is_back:
        _draw_back(pen, slots, start, end)
        pen.turn(on.right(start), first, _NARROWEST // 2)
    else:
        for column, slot in zip(range(end - 1, start, -1), slots, strict=True):
            pen.curve(on.right(column), slot)
            pen.run(on.lefts[column])
        pen.curve(on.right(start), first)
    pen.run(on.lefts[start] + DOT + own if start else on.right(0))
    return pen.drawn()


def _draw_back(pen: _Pen, slots: Sequence[int], start: int, end: int) -> None:
    """Around the left of the target, and through the slots to the right."""
    on = pen.on
    pen.turn(on.lefts[end], slots[0], -_NARROWEST // 2)
    for column, slot in zip(range(end, start + 1), slots, strict=True):
        pen.curve(on.lefts[column], slot)
        pen.run(on.right(column))


class _Pen:
    """Draws from a point on: level runs, and curves that begin and end level."""

    def __init__(self, on: Sheet, x: int, y: int) -> None:
        self.on = on
        self._mirror = on.width if on.is_mirrored else 0
        self._x, self._y = x, y
        self._parts = [f"M{self._at(x, y)}"]

    def run(self, x: int) -> None:
        if x != self._x:
            self._parts.append(f"H{self.on.x(x)}")
            self._x = x

    def curve(self, x: int, y: int) -> None:
        if y == self._y:
            self.run(x)
            return
        middle = (self._x + x) // 2
        self._bend(middle, middle, x, y)

    def turn(self, x: int, y: int, reach: int) -> None:
        """Around to another height at the same place."""
        self._bend(x + reach, x + reach, x, y)

    def drawn(self) -> str:
        return "".join(self._parts)

    def _bend(self, first: int, second: int, x: int, y: int) -> None:
        points = self._at(first, self._y), self._at(second, y), self._at(x, y)
        self._parts.append("C" + " ".join(points))
        self._x, self._y = x, y

    def _at(self, x: int, y: int) -> str:
        return f"{self._mirror - x if self._mirror else x} {y}"
