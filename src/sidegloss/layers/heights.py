"""A grid and the order of its columns -> the height of each vertex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import floor, sqrt

from sidegloss.layers.grid import Grid
from sidegloss.layers.order import Order

_ROUNDS = 6
_HOLD = 0.1
"""How much it counts that a vertex without neighbours stays where it is."""


def aligned(grid: Grid, order: Order, gap: int) -> list[int]:
    """The centre of each vertex: near its neighbours, long lines straight, nothing overlapping.

    Boxes of a column stand *gap* apart at least, lines half of that; the topmost edge is 0.
    """
    columns = [(column, _distances(grid, column, gap)) for column in order]
    centres = [0.0] * len(grid.heights)
    for column, offsets in columns:
        for vertex, offset in zip(column, offsets, strict=True):
            centres[vertex] = offset - offsets[-1] / 2
    both = [left + right for left, right in zip(grid.left, grid.right, strict=True)]
    for _ in range(_ROUNDS):
        for column, offsets in reversed(columns):
            _settle(column, offsets, _wishes(grid, column, grid.right, centres), centres)
        for beside in (grid.left, both):
            for column, offsets in columns:
                _settle(column, offsets, _wishes(grid, column, beside, centres), centres)
    edges = (y - height / 2 for y, height in zip(centres, grid.heights, strict=True))
    top = min(edges, default=0)
    # Half up everywhere: whole distances stay whole, and nothing comes to overlap.
    return [floor(y - top + 0.5) for y in centres]


def _distances(grid: Grid, column: Sequence[int], gap: int) -> list[int]:
    """How far below the first of its column each vertex must stand at least."""
    offsets = [0]
    for upper, lower in pairwise(column):
        between = gap if upper < grid.boxes and lower < grid.boxes else max(gap // 2, 1)
        halves = (grid.heights[upper] + grid.heights[lower] + 1) // 2
        offsets.append(offsets[-1] + halves + between)
    return offsets


def _wishes(
    grid: Grid, column: Sequence[int], beside: Sequence[Sequence[int]], centres: Sequence[float]
) -> Iterator[tuple[float, float]]:
    """For each vertex the height that it would have alone, and how much that counts."""
    for vertex in column:
        around = beside[vertex]
        if not around:
            yield centres[vertex], _HOLD
        elif vertex < grid.boxes:
            yield sum([centres[b] for b in around]) / len(around), sqrt(len(around))
        else:
            # A slot looks to the next slot of its line above all: a long line is to be straight.
            weights = [1 if b < grid.boxes else 4 for b in around]
            wished = sum([centres[b] * w for b, w in zip(around, weights, strict=True)])
            yield wished / sum(weights), 2.0


def _settle(
    column: Sequence[int],
    offsets: Sequence[int],
    wishes: Iterable[tuple[float, float]],
    centres: list[float],
) -> None:
    """Isotonic regression by pooling adjacent violators: the least squares that keep the order."""
    pools: list[tuple[float, float, int]] = []
    for (wished, weight), offset in zip(wishes, offsets, strict=False):
        pool = wished - offset, weight, 1
        while pools and pools[-1][0] > pool[0]:
            pool = _pooled(pools.pop(), pool)
        pools.append(pool)
    levels = (level for level, _, size in pools for _ in range(size))
    for vertex, offset, level in zip(column, offsets, levels, strict=False):
        centres[vertex] = level + offset


def _pooled(
    above: tuple[float, float, int], below: tuple[float, float, int]
) -> tuple[float, float, int]:
    weight = above[1] + below[1]
    return (above[0] * above[1] + below[0] * below[1]) / weight, weight, above[2] + below[2]
