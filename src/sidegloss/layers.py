"""Boxes and edges -> a layered drawing: the column and height of each box, the way of each line.

After Sugiyama, Tagawa and Toda (1981). A box is in the column where the longest path to it ends; an
edge has a slot in each column that it crosses. The first column keeps the order of the boxes'
numbers, the others are sorted by the mean place of their neighbours. Heights are the least squares
that keep order and distance. Equal graphs give equal drawings.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

_SLOT = 3
"""Extent of a slot above and below its line."""
_SWEEPS, _ROUNDS = 8, 4
_PULL = (1, 2, 8)
"""Weight of a level line, by how many of its ends are slots: long lines should be straight."""
_STEP = 20
"""A step that is smaller looks like a mistake."""
_Row = list[tuple[int, int]]
"""A column: each vertex, and how far below the first one it is at least."""


class Box(NamedTuple):
    """What to draw: its extent *above* and *below* the height where lines meet it.

    *is_last*: it is in the last column, unless an edge leads on from it.
    """

    above: int
    below: int
    is_last: bool = False


class Edge(NamedTuple):
    """From one box to another, by number. Long edges of a *lane* into one box run together."""

    start: int
    end: int
    lane: str


class Route(NamedTuple):
    """How an edge runs, from left to right: the (column, height) of each box and slot that it meets.

    One that *is_back* closes a circle: it begins at its end.
    """

    edge: Edge
    stops: tuple[tuple[int, int], ...]
    is_back: bool


class Drawing(NamedTuple):
    """The (column, height) of each box, by number; *height* includes all extents."""

    spots: tuple[tuple[int, int], ...]
    routes: tuple[Route, ...]
    height: int
    crossings: int


def layered(boxes: Sequence[Box], edges: Iterable[Edge], gap: int) -> Drawing:
    """Draw a graph with *gap* between the boxes of a column. No edge leads to its own start."""
    given = sorted(set(edges))
    columns, back = columns_of(boxes, given)
    layout = _Layout(boxes, columns, gap)
    paths = [layout.lay(edge if edge[:2] not in back else _turned(edge)) for edge in given]
    crossings = layout.sort()
    heights = layout.heights()
    spots = list(zip(columns, heights, strict=True))
    return Drawing(
        spots=tuple(spots[: len(boxes)]),
        routes=tuple(
            Route(edge, tuple(spots[vertex] for vertex in path), edge[:2] in back)
            for edge, path in zip(given, paths, strict=True)
        ),
        height=max((y + box.below for box, (_, y) in zip(boxes, spots, strict=False)), default=0),
        crossings=crossings,
    )


def _turned(edge: Edge) -> Edge:
    return Edge(edge.end, edge.start, f"back {edge.lane}")


def columns_of(
    boxes: Sequence[Box], edges: Iterable[Edge]
) -> tuple[list[int], set[tuple[int, int]]]:
    """The column of each box, and the edges that lead back to a box from which a walk came."""
    onward: list[dict[int, None]] = [{} for _ in boxes]
    for edge in edges:
        onward[edge.start][edge.end] = None
    back: set[tuple[int, int]] = set()
    rests = [iter(tuple(ends)) for ends in onward]
    left: dict[int, None] = {}
    for root in range(len(boxes)):
        walk: dict[int, None] = {} if root in left else {root: None}
        while walk:
            at = next(reversed(walk))
            end = next(rests[at], None)
            if end is None:
                left[at] = walk.pop(at)
            elif end in walk:
                back.add((at, end))
                del onward[at][end]
            elif end not in left:
                walk[end] = None
    columns = [0] * len(boxes)
    for at in reversed(left):
        for end in onward[at]:
            columns[end] = max(columns[end], columns[at] + 1)
    is_last = [box.is_last and not onward[n] for n, box in enumerate(boxes)]
    right = 1 + max((c for c, last in zip(columns, is_last, strict=True) if not last), default=-1)
    return [right if is_last[n] else column for n, column in enumerate(columns)], back


class _Layout:
    """Boxes, then slots, by number. *lefts* and *rights* are the neighbours in the columns beside."""

    def __init__(self, boxes: Sequence[Box], columns: list[int], gap: int) -> None:
        self.boxes, self.columns, self.gap = len(boxes), columns, gap
        self.extents = [(box.above, box.below) for box in boxes]
        self.lefts: list[list[int]] = [[] for _ in boxes]
        self.rights: list[list[int]] = [[] for _ in boxes]
        self.slots: dict[tuple[int, str, int], int] = {}
        self.order: list[list[int]] = [[] for _ in range(max(columns, default=-1) + 1)]

    def lay(self, edge: Edge) -> list[int]:
        """The vertices that an edge meets, new slots among them."""
        path = [edge.start]
        for column in range(self.columns[edge.start] + 1, self.columns[edge.end]):
            at = edge.end, edge.lane, column
            if at not in self.slots:
                self.slots[at] = len(self.columns)
                self.columns.append(column)
                self.extents.append((_SLOT, _SLOT))
                self.lefts.append([])
                self.rights.append([])
            path.append(self.slots[at])
        path.append(edge.end)
        for start, end in pairwise(path):
            if end not in self.rights[start]:
                self.rights[start].append(end)
                self.lefts[end].append(start)
        return path

    def sort(self) -> int:
        """Order each column; the number of crossings that are left."""
        seen: set[int] = set()
        waiting = [n for n in reversed(range(len(self.columns))) if not self.lefts[n]]
        while waiting:
            vertex = waiting.pop()
            if vertex not in seen:
                seen.add(vertex)
                waiting += reversed(self.rights[vertex])
                self.order[self.columns[vertex]].append(vertex)
        best, fewest = list(map(list, self.order)), self._crossings()
        for sweep in range(_SWEEPS if fewest else 0):
            is_rightward = sweep % 2 == 0
            place = {vertex: n for column in self.order for n, vertex in enumerate(column)}
            for column in self.order[1:] if is_rightward else self.order[:0:-1]:
                beside = self.lefts if is_rightward else self.rights
                mean = {
                    v: sum(place[b] for b in beside[v]) / len(beside[v])
                    for v in column
                    if beside[v]
                }
                # Some crossings go only where equal means change places.
                moving = iter(
                    sorted(reversed(mean) if sweep % 4 > 1 else mean, key=mean.__getitem__)
                )
                column[:] = [next(moving) if vertex in mean else vertex for vertex in column]
                place.update((vertex, n) for n, vertex in enumerate(column))
            met = self._crossings()
            if met < fewest:
                best, fewest = list(map(list, self.order)), met
        self.order = best
        return fewest

    def _crossings(self) -> int:
        """How many pairs of lines cross between columns; lines that run together count as one."""
        place = {vertex: n for column in self.order for n, vertex in enumerate(column)}
        total = 0
        for column in self.order:
            met: list[int] = []
            for vertex in column:
                ends = [place[end] for end in self.rights[vertex]]
                total += sum(len(met) - bisect_right(met, end) for end in ends)
                for end in ends:
                    insort(met, end)
        return total

    def heights(self) -> list[int]:
        """The height of each vertex: the first column packed, others level with their neighbours."""
        heights = [0.0] * len(self.columns)
        rows = [list(zip(column, self._offsets(column), strict=True)) for column in self.order]
        for vertex, offset in (each for row in rows for each in row):
            heights[vertex] = offset
        both = list(map(list.__add__, self.lefts, self.rights))
        for beside in (self.lefts, *[both] * _ROUNDS):
            for row in (*rows[1:], *rows[:0:-1]):
                self._settle(row, beside, heights)
        whole = list(map(round, heights))
        for row in (*rows[1:], *rows[:0:-1], *rows[1:]):
            self._level(row, both, whole)
        top = min((y - above for y, (above, _) in zip(whole, self.extents, strict=True)), default=0)
        return [y - top for y in whole]

    def _offsets(self, column: Iterable[int]) -> list[int]:
        """How far below the first vertex of its column each vertex is at least."""
        offsets = [0]
        for upper, lower in pairwise(column):
            between = self.gap if max(upper, lower) < self.boxes else self.gap // 2
            distance = self.extents[upper][1] + between + self.extents[lower][0]
            offsets.append(offsets[-1] + distance)
        return offsets

    def _settle(self, row: _Row, beside: Sequence[Sequence[int]], heights: list[float]) -> None:
        """Isotonic regression by pooling adjacent violators: the least squares that keep the order."""
        pools: list[tuple[float, float, int]] = []
        for vertex, offset in row:
            own = vertex >= self.boxes
            pulls = [(_PULL[own + (b >= self.boxes)], heights[b]) for b in beside[vertex]]
            weight = float(sum([pull for pull, _ in pulls]) or 1)
            level = sum([pull * y for pull, y in pulls]) / weight if pulls else heights[vertex]
            level, count = level - offset, 1
            while pools and pools[-1][0] > level:
                above, heft, members = pools.pop()
                level = (above * heft + level * weight) / (heft + weight)
                weight, count = heft + weight, members + count
            pools.append((level, weight, count))
        levels = [level for level, _, count in pools for _ in range(count)]
        for (vertex, offset), level in zip(row, levels, strict=True):
            heights[vertex] = level + offset

    def _level(self, row: _Row, beside: Sequence[Sequence[int]], heights: list[int]) -> None:
        """Move a vertex by a small step where that levels more of its lines."""
        free = [heights[vertex] - offset for vertex, offset in row]
        for n, (vertex, offset) in enumerate(row):
            y = heights[vertex]
            top = max(y - _STEP, free[n - 1] + offset if n else y - _STEP)
            bottom = min(y + _STEP, *(level + offset for level in free[n + 1 : n + 2]), y + _STEP)
            levels = Counter({y: 0})
            for other in beside[vertex]:
                if top <= heights[other] <= bottom:
                    levels[heights[other]] += _PULL[other >= self.boxes]
            heights[vertex] = max(levels, key=lambda h: (levels[h], -abs(h - y), -h))
            free[n] = heights[vertex] - offset
