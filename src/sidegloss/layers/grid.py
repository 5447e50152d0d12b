"""Boxes and edges -> a grid: a column for each box, and a slot for each line in those it crosses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

LANE = 6
"""Height of the slot that a long edge has in a column that it crosses."""


class Box(NamedTuple):
    """Something to draw. *is_last*: it stands in the last column, unless an edge leads on."""

    id: int
    height: int
    is_last: bool = False


class Edge(NamedTuple):
    """From box *start* to box *end*. Long edges with one *end* and *lane* run together."""

    start: int
    end: int
    lane: str = ""


@dataclass(slots=True)
class Grid:
    """Vertices by number: the boxes first, then the slots of long edges.

    *left* and *right* are the neighbours in the columns beside. *circles* are the slots of edges
    that lead back, from right to left, with the boxes at both ends: (start, slots, end). They join
    nothing before the rest is in order.
    """

    boxes: int
    heights: list[int] = field(default_factory=list)
    layers: list[int] = field(default_factory=list)
    left: list[list[int]] = field(default_factory=list)
    right: list[list[int]] = field(default_factory=list)
    circles: list[tuple[int, list[int], int]] = field(default_factory=list)

    def add(self, height: int, layer: int) -> int:
        self.heights.append(height)
        self.layers.append(layer)
        self.left.append([])
        self.right.append([])
        return len(self.heights) - 1

    def join(self, start: int, end: int) -> None:
        if end not in self.right[start]:
            self.right[start].append(end)
            self.left[end].append(start)


def grid(boxes: Sequence[Box], edges: Sequence[Edge]) -> tuple[Grid, list[list[int]], list[bool]]:
    """The grid, and for each edge the slots that it passes and whether it leads back.

    *boxes* and *edges* are sorted, and there is one of each. Raises KeyError where an edge names
    no box, ValueError where it leads from a box to itself.
    """
    number = {box.id: n for n, box in enumerate(boxes)}
    links = [(number[edge.start], number[edge.end]) for edge in edges]
    if any(start == end for start, end in links):
        raise ValueError("an edge leads from a box to itself")
    onward: list[list[int]] = [[] for _ in boxes]
    for start, end in dict.fromkeys(links):
        onward[start].append(end)
    closing = set(_closing(onward))
    forward = [[end for end in ends if (n, end) not in closing] for n, ends in enumerate(onward)]
    made = Grid(len(boxes))
    for box, column in zip(boxes, _columns(boxes, forward), strict=True):
        made.add(box.height, column)
    lanes = list(_lanes(made, edges, links, closing))
    return made, lanes, [link in closing for link in links]


def _closing(onward: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """The links that close a circle: back to a box from which the walk came here."""
    seen = [False] * len(onward)
    on_path = [False] * len(onward)
    for root in range(len(onward)):
        if seen[root]:
            continue
        walk = [(root, iter(onward[root]))]
        seen[root] = on_path[root] = True
        while walk:
            at, rest = walk[-1]
            end = next(rest, None)
            if end is None:
                on_path[at] = False
                walk.pop()
            elif on_path[end]:
                yield at, end
            elif not seen[end]:
                seen[end] = on_path[end] = True
                walk.append((end, iter(onward[end])))


def _columns(boxes: Sequence[Box], forward: Sequence[Sequence[int]]) -> list[int]:
    """By the longest way from the left; boxes that are last stand after all others."""
    waiting_for = [0] * len(boxes)
    for ends in forward:
        for end in ends:
            waiting_for[end] += 1
    columns = [0] * len(boxes)
    ready = [n for n, count in enumerate(waiting_for) if not count]
    for at in ready:
        for end in forward[at]:
            columns[end] = max(columns[end], columns[at] + 1)
            waiting_for[end] -= 1
            if not waiting_for[end]:
                ready.append(end)
    is_last = [box.is_last and not forward[n] for n, box in enumerate(boxes)]
    last = max((columns[n] for n in range(len(boxes)) if not is_last[n]), default=-1) + 1
    return [last if is_last[n] else columns[n] for n in range(len(boxes))]


def _lanes(
    grid: Grid,
    edges: Sequence[Edge],
    links: Sequence[tuple[int, int]],
    closing: AbstractSet[tuple[int, int]],
) -> Iterator[list[int]]:
    """The vertices that each edge passes, in its own direction, its ends left out."""
    slots: dict[tuple[int, str, int], int] = {}
    for (start, end), edge in zip(links, edges, strict=True):
        first, last = grid.layers[start], grid.layers[end]
        lane = []
        if (start, end) in closing:
            lane = [grid.add(LANE, layer) for layer in range(first, last - 1, -1)]
            grid.circles.append((start, lane, end))
        else:
            for layer in range(first + 1, last):
                slot = slots.get((end, edge.lane, layer))
                lane.append(grid.add(LANE, layer) if slot is None else slot)
                slots[end, edge.lane, layer] = lane[-1]
            for at, to in pairwise((start, *lane, end)):
                grid.join(at, to)
        yield lane
