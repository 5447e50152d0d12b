"""A grid and the order of its columns -> the height of each vertex."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

_Row = tuple[int, int, int, tuple[tuple[int, float], ...], float]
"""A vertex: its number, how far below the first of its column it stands at least, its neighbour
where it has just one (itself where it has none, else -1), each neighbour with its share of the
wish, and how much that wish counts."""


def aligned(grid: Grid, order: Order, gap: int) -> list[int]:
    """The centre of each vertex: near its neighbours, long lines straight, nothing overlapping.

    Boxes of a column stand *gap* apart at least, lines half of that; the topmost edge is 0.
    """
    columns = [(column, _distances(grid, column, gap)) for column in order]
    centres = [0.0] * len(grid.heights)
    for column, offsets in columns:
        middle = offsets[-1] / 2
        for vertex, offset in zip(column, offsets, strict=True):
            centres[vertex] = offset - middle
    both = [left + right for left, right in zip(grid.left, grid.right, strict=True)]
    for start, slots, end in grid.circles:
        both[slots[0]].append(start)
        both[slots[-1]].append(end)
    # One sweep each way to come near; then all neighbours count, and every sweep can only better
    # the sum of squares: what looks to one side alone would drift apart.
    for column, offsets in reversed(columns):
        _settle(_rows(grid, column, offsets, grid.right), centres)
    for column, offsets in columns:
        _settle(_rows(grid, column, offsets, grid.left), centres)
    _come_to_rest(
        grid, [_rows(grid, column, offsets, both) for column, offsets in columns], centres
    )
    # Half up everywhere: whole distances stay whole, and nothing comes to overlap.
    whole = [floor(y + 0.5) for y in centres]
    for column, offsets in (*columns, *reversed(columns), *columns):
        _level(grid, column, offsets, both, whole)
    edges = (y - height // 2 for y, height in zip(whole, grid.heights, strict=True))
    top = min(edges, default=0)
    return [y - top for y in whole]


def _come_to_rest(grid: Grid, columns: Sequence[list[_Row]], centres: list[float]) -> None:
    """Settle all columns, to and fro; one whose neighbours stand as they stood has settled."""
    looked_at = _looked_at(grid, columns)
    is_stirred = [True] * len(columns)
    there = range(len(columns))
    for n in range(_ROUNDS):
        for at in there if n % 2 else reversed(there):
            if is_stirred[at]:
                is_stirred[at] = False
                if _settle(columns[at], centres):
                    for other in looked_at[at]:
                        is_stirred[other] = True


def _looked_at(grid: Grid, columns: Sequence[Iterable[_Row]]) -> list[set[int]]:
    """For each column those in which a vertex wishes to be level with one of it."""
    looking: list[set[int]] = [set() for _ in columns]
    for at, column in enumerate(columns):
        for _, _, only, around, _ in column:
            for other in (only,) if only >= 0 else [vertex for vertex, _ in around]:
                looking[grid.layers[other]].add(at)
    return looking


def _distances(grid: Grid, column: Sequence[int], gap: int) -> list[int]:
    """How far below the first of its column each vertex must stand at least."""
    offsets = [0]
    for upper, lower in pairwise(column):
        between = gap if upper < grid.boxes and lower < grid.boxes else max(gap // 2, 1)
        halves = (grid.heights[upper] + grid.heights[lower] + 1) // 2
        offsets.append(offsets[-1] + halves + between)
    return offsets


def _rows(
    grid: Grid, column: Sequence[int], offsets: Sequence[int], beside: Sequence[Sequence[int]]
) -> list[_Row]:
    """A column as `_settle` takes it: each vertex wishes to be level with those *beside* it."""
    rows: list[_Row] = []
    boxes = grid.boxes
    for vertex, offset in zip(column, offsets, strict=True):
        around = beside[vertex]
        pulls = _PULL[1:] if vertex >= boxes else _PULL
        if len(around) > 1:
            weights = [pulls[other >= boxes] for other in around]
            weight = sum(weights)
            shares = [pull / weight for pull in weights]
            rows.append((vertex, offset, -1, tuple(zip(around, shares, strict=True)), weight))
        elif around:
            rows.append((vertex, offset, around[0], (), pulls[around[0] >= boxes]))
        else:
            rows.append((vertex, offset, vertex, (), _HOLD))
    return rows


def _settle(rows: Iterable[_Row], centres: list[float]) -> bool:
    """Isotonic regression by pooling adjacent violators: the least squares that keep the order.

    Says whether any vertex has moved.
    """
    pools: list[tuple[float, float, list[tuple[int, int]]]] = []
    last = float("-inf")
    for vertex, offset, only, around, pull in rows:
        if only >= 0:
            level = centres[only] - offset
        else:
            level = sum([centres[other] * share for other, share in around]) - offset
        weight, members = pull, [(vertex, offset)]
        while last > level:
            above, heft, standing = pools.pop()
            both = heft + weight
            level, weight = (above * heft + level * weight) / both, both
            standing += members
            members = standing
            last = pools[-1][0] if pools else float("-inf")
        pools.append((level, weight, members))
        last = level
    is_moved = False
    for level, _, members in pools:
        for vertex, offset in members:
            y = level + offset
            if y != centres[vertex]:
                centres[vertex] = y
                is_moved = True
    return is_moved


def _level(
    grid: Grid,
    column: Sequence[int],
    offsets: Sequence[int],
    beside: Sequence[Sequence[int]],
    centres: list[int],
) -> None:
    """Take out small steps: move a vertex a little where that levels more of its lines."""
    boxes = grid.boxes
    for n, vertex in enumerate(column):
        y = centres[vertex]
        around = beside[vertex]
        # Most lines are level by now, or far from it.
        if not [
            other
            for other in around
            if y != centres[other] and -_STEP <= centres[other] - y <= _STEP
        ]:
            continue
        top, bottom = y - _STEP, y + _STEP
        if n:
            top = max(top, centres[column[n - 1]] + offsets[n] - offsets[n - 1])
        if n + 1 < len(column):
            bottom = min(bottom, centres[column[n + 1]] - offsets[n + 1] + offsets[n])
        level = {y: 0}
        for other in around:
            if top <= centres[other] <= bottom:
                pull = _PULL[(vertex >= boxes) + (other >= boxes)]
                level[centres[other]] = level.get(centres[other], 0) + pull
        centres[vertex] = max(level, key=lambda wished: (level[wished], -abs(wished - y), -wished))
