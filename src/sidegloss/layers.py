"""Boxes and edges -> a layered drawing: the column and height of each box, the way of each line.

After Sugiyama, Tagawa and Toda (1981), made simple. A box is in the column where the longest path to
it ends; an edge has a slot in each column that it crosses. The first column keeps the order of the
boxes' numbers. In the others each box and slot is level with the middle of those that lead to it, or
nearly so where there is no room. Equal graphs give equal drawings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple


class Box(NamedTuple):
    """What to draw: the room that it takes *above* and *below* the height where lines meet it."""

    above: int
    below: int


class Edge(NamedTuple):
    """From one box to another, by number. Long edges of a *lane* into one box run together."""

    start: int
    end: int
    lane: str


class Layout(NamedTuple):
    """The height of each box; of each edge, the (column, height) of each box and slot that it meets.

    *height* is that of the whole, which begins at 0.
    """

    heights: Sequence[int]
    ways: Mapping[Edge, Sequence[tuple[int, int]]]
    height: int


_SLOT = Box(6, 6)


def columns_of(are_last: Sequence[bool], edges: Iterable[Edge]) -> list[int]:
    """The column of each box. An edge that closes a circle leads back, to a box further left.

    Boxes that *are_last* and from which no edge leads on have the last column to themselves.
    """
    after: list[list[int]] = [[] for _ in are_last]
    for edge in sorted(set(edges)):
        after[edge.start].append(edge.end)
    order = _in_order(after)
    rank = {n: place for place, n in enumerate(order)}
    pairs = [(start, end) for start, ends in enumerate(after) for end in ends if start != end]
    leading_on = {start for start, end in pairs if rank[start] < rank[end]}
    columns = [0] * len(are_last)
    for left, right in sorted(sorted(map(rank.__getitem__, pair)) for pair in pairs):
        columns[order[right]] = max(columns[order[right]], columns[order[left]] + 1)
    lasts = {n for n, is_last in enumerate(are_last) if is_last and n not in leading_on}
    right = 1 + max((column for n, column in enumerate(columns) if n not in lasts), default=-1)
    return [right if n in lasts else column for n, column in enumerate(columns)]


def _in_order(after: Sequence[Sequence[int]]) -> list[int]:
    """The numbers, each before those *after* it but where that would close a circle.

    It is the reverse of the order in which a search in depth leaves them.
    """
    left: list[int] = []
    seen: set[int] = set()
    for root in range(len(after)):
        way = [] if root in seen else [(root, iter(after[root]))]
        seen.add(root)
        while way:
            n, further = way[-1]
            found = next((each for each in further if each not in seen), None)
            if found is None:
                left.append(n)
                way.pop()
            else:
                seen.add(found)
                way.append((found, iter(after[found])))
    return left[::-1]


def layered(boxes: Sequence[Box], columns: Sequence[int], edges: Iterable[Edge]) -> Layout:
    """Lay out a graph whose edges lead to later columns. It is as high as its highest column."""
    ways, columns = _ways(sorted(set(edges)), columns)
    extents = [*boxes, *[_SLOT] * (len(columns) - len(boxes))]
    rows: list[list[int]] = [[] for _ in range(max(columns, default=-1) + 1)]
    for n, column in enumerate(columns):
        rows[column].append(n)
    lefts: list[dict[int, None]] = [{} for _ in columns]
    for left, right in (pair for way in ways.values() for pair in pairwise(way)):
        lefts[right][left] = None
    height = max((sum(sum(extents[n]) for n in row) for row in rows), default=0)
    heights = [height // 2] * len(columns)
    for row in rows:
        for n in row:
            heights[n] = _middle([heights[left] for left in lefts[n]] or [heights[n]])
        row.sort(key=heights.__getitem__)
        apart = _apart([heights[n] for n in row], [extents[n] for n in row], height)
        for n, y in zip(row, apart, strict=True):
            heights[n] = y
    spots = {edge: [(columns[n], heights[n]) for n in way] for edge, way in ways.items()}
    return Layout(heights[: len(boxes)], spots, height)


def _ways(
    edges: Sequence[Edge], columns: Sequence[int]
) -> tuple[dict[Edge, list[int]], Sequence[int]]:
    """What each edge meets: boxes and, by further numbers, slots. The columns of all."""
    slots: dict[tuple[int, str, int], int] = {}
    ways = {}
    for edge in edges:
        between = range(columns[edge.start] + 1, columns[edge.end])
        keys = [(edge.end, edge.lane, column) for column in between]
        met = [slots.setdefault(key, len(columns) + len(slots)) for key in keys]
        ways[edge] = [edge.start, *met, edge.end]
    return ways, [*columns, *(column for _, _, column in slots)]


def _middle(heights: list[int]) -> int:
    """The median."""
    heights.sort()
    half = len(heights) // 2
    return (heights[half] + heights[~half]) // 2


def _apart(heights: Sequence[int], boxes: Sequence[Box], height: int) -> Iterator[int]:
    """Move what is in a column apart, none further than the worst must be moved."""
    ends = list(accumulate(map(sum, boxes), initial=0))
    packed = [end + box.above for end, box in zip(ends, boxes, strict=False)]
    down = [min(max(y - p, 0), height - ends[-1]) for y, p in zip(heights, packed, strict=True)]
    least = list(accumulate(reversed(down), min))
    most = accumulate(down, max)
    return (p + (a + b) // 2 for p, a, b in zip(packed, most, reversed(least), strict=True))
