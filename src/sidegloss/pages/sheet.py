"""A layered drawing -> places and paths on a sheet of pixels, from the left or from the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sidegloss.layers import Drawing, Route

CLAIMS = 232
"""Width of the column of claims, their numbers at its end."""
SOURCES = 196
"""Width of every further column."""
HEAD = 40
"""Height of the heads of the columns."""
FOOT = 8
DOT = 8
"""From the left of a column of sources to its marks."""
MARKS = {"step": 3, "first-hand": 6}
"""Half the width of a source's mark; of others *RING*."""
RING = 7
_NARROWEST, _WIDEST = 52, 112
_SLOPE = 5
"""A gutter is a fifth as wide as its steepest line is high, within these bounds."""
_BESIDE = 3
"""How far apart two lines run between the same two nodes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where columns lie. *is_mirrored*: the first column stands on the right."""

    lefts: tuple[int, ...]
    width: int
    height: int
    is_mirrored: bool

    def x(self, x: float) -> float:
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


def path(on: Sheet, route: Route, ends: tuple[tuple[int, int], tuple[int, int]], mark: int) -> str:
    """What ``d`` of the line holds. *ends* are (column, y) of its nodes, *mark* half its target's."""
    (start, y), (end, last) = ends
    pen = _Pen(on, on.lefts[start] + DOT + 3 if start else on.right(0), y)
    target = on.lefts[end] + DOT - mark - 1
    if route.is_back:
        _draw_back(pen, route.slots, start, end, last)
    else:
        for column, slot in enumerate(route.slots, start + 1):
            pen.run(on.right(column - 1))
            pen.curve(on.lefts[column], slot)
        pen.run(on.right(end - 1))
        pen.curve(on.lefts[end], last)
    pen.run(target)
    return pen.drawn()


def _draw_back(pen: _Pen, slots: Sequence[int], start: int, end: int, last: int) -> None:
    """Out of the right, around, through the slots to the left, and around into the target."""
    on = pen.on
    pen.run(on.right(start))
    pen.turn(slots[0], _NARROWEST // 2)
    for column, slot in zip(range(start, end - 1, -1), slots, strict=True):
        if column != start:
            pen.curve(on.right(column), slot)
        pen.run(on.lefts[column])
    pen.turn(last, -_NARROWEST // 2)


class _Pen:
    """Draws from a point on: level runs, and curves that begin and end level."""

    def __init__(self, on: Sheet, x: int, y: int) -> None:
        self.on = on
        self._x, self._y = x, y
        self._parts = [f"M{self._at(x, y)}"]

    def run(self, x: int) -> None:
        if x != self._x:
            self._parts.append(f"H{_number(self.on.x(x))}")
            self._x = x

    def curve(self, x: int, y: int) -> None:
        if y == self._y:
            self.run(x)
            return
        middle = (self._x + x) / 2
        self._bend(middle, middle, x, y)

    def turn(self, y: int, reach: int) -> None:
        """Around to another height at the same place."""
        self._bend(self._x + reach, self._x + reach, self._x, y)

    def drawn(self) -> str:
        return "".join(self._parts)

    def _bend(self, first: float, second: float, x: int, y: int) -> None:
        points = self._at(first, self._y), self._at(second, y), self._at(x, y)
        self._parts.append("C" + " ".join(points))
        self._x, self._y = x, y

    def _at(self, x: float, y: int) -> str:
        return f"{_number(self.on.x(x))} {y}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
