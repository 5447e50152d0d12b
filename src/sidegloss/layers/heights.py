"""A grid and the order of its columns -> the height of each vertex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import floor

from sidegloss.layers.grid import Grid
from sidegloss.layers.order import Order

_ROUNDS = 8
_HOLD = 0.1
"""How much it counts that a vertex without neighbours stays where it is."""
_PULL = (1, 2, 8)
"""How much it counts that a stretch of line is level, by how many of its ends are slots: what runs
on through columns is to be straight above all."""

_STEP = 16
"""What the eye takes for a slip of the hand and not for a turn: levelled where there is room."""


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
    for start, slots, end in grid.circles:
        both[slots[0]].append(start)
        both[slots[-1]].append(end)
    # One sweep each way to come near; then all neighbours count, and every sweep can only better
    # the sum of squares: what looks to one side alone would drift apart.
    sweeps = [grid.right, grid.left, *(both for _ in range(_ROUNDS))]
    for n, beside in enumerate(sweeps):
        for column, offsets in columns if n % 2 else reversed(columns):
            _settle(column, offsets, _wishes(grid, column, beside, centres), centres)
    # Half up everywhere: whole distances stay whole, and nothing comes to overlap.
    whole = [floor(y + 0.5) for y in centres]
    for column, offsets in (*columns, *reversed(columns), *columns):
        _level(grid, column, offsets, both, whole)
    edges = (y - height // 2 for y, height in zip(whole, grid.heights, strict=True))
    top = min(edges, default=0)
    return [y - top for y in whole]


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
            continue
        is_slot = vertex >= grid.boxes
        pulls = [_PULL[is_slot + (other >= grid.boxes)] for other in around]
        whole = sum(pulls)
        wished = sum([centres[b] * pull for b, pull in zip(around, pulls, strict=True)])
        yield wished / whole, whole


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


def _level(
    grid: Grid,
    column: Sequence[int],
    offsets: Sequence[int],
    beside: Sequence[Sequence[int]],
    centres: list[int],
) -> None:
    """Take out small steps: move a vertex a little where that levels more of its lines."""
    for n, vertex in enumerate(column):
        y = centres[vertex]
        top, bottom = y - _STEP, y + _STEP
        if n:
            top = max(top, centres[column[n - 1]] + offsets[n] - offsets[n - 1])
        if n + 1 < len(column):
            bottom = min(bottom, centres[column[n + 1]] - offsets[n + 1] + offsets[n])
        level = {y: 0}
        for other in beside[vertex]:
            if top <= centres[other] <= bottom:
                pull = _PULL[(vertex >= grid.boxes) + (other >= grid.boxes)]
                level[centres[other]] = level.get(centres[other], 0) + pull
        centres[vertex] = max(level, key=lambda wished: (level[wished], -abs(wished - y), -wished))
