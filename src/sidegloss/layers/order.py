"""A grid -> the order of each column, from the top, in which few lines cross."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from sidegloss.layers.grid import Grid

Order = list[list[int]]
"""The vertices of each column, from the top."""
_SWEEPS = 14
_PATIENCE = 6
"""Sweeps without a gain before ordering stops."""
_ROUNDS = 4
"""Rounds of exchanges in one sweep at most."""


def ordered(grid: Grid) -> Order:
    """The order with the fewest crossings that was met, from two beginnings.

    Edges that lead back are put in afterwards, and join their slots.
    """
    best, fewest = _swept(grid, _from(grid, grid.right, grid.left))
    if fewest:
        other, met = _swept(grid, _from(grid, grid.left, grid.right))
        best = other if met < fewest else best
    for start, slots, end in grid.circles:
        _turn_back(grid, best, (start, slots, end))
    return best


def _from(grid: Grid, onward: Sequence[list[int]], behind: Sequence[list[int]]) -> Order:
    """Each vertex where the depth-first walk along *onward* first meets it."""
    order: Order = [[] for _ in range(max(grid.layers, default=-1) + 1)]
    seen = [False] * len(grid.layers)
    waiting_to_turn = {slot for _, slots, _ in grid.circles for slot in slots}
    roots = (vertex for vertex in range(len(grid.layers)) if vertex not in waiting_to_turn)
    for root in sorted(roots, key=lambda vertex: bool(behind[vertex])):
        waiting = [root]
        while waiting:
            vertex = waiting.pop()
            if not seen[vertex]:
                seen[vertex] = True
                order[grid.layers[vertex]].append(vertex)
                waiting += reversed(onward[vertex])
    return order


def _swept(grid: Grid, order: Order) -> tuple[Order, int]:
    best, fewest = [list(column) for column in order], crossings(grid, order)
    idle = 0
    for sweep in range(_SWEEPS):
        if not fewest or idle == _PATIENCE:
            break
        place = _places(grid, order)
        is_rightward = sweep % 2 == 0
        for column in order if is_rightward else reversed(order):
            _by_means(column, grid.left if is_rightward else grid.right, place, sweep % 4 > 1)
        met = crossings(grid, order)
        if met:
            for column in order:
                _exchange(grid, column, place)
            met = crossings(grid, order)
        idle += 1
        if met < fewest:
            best, fewest, idle = [list(column) for column in order], met, 0
    return best, fewest


def _places(grid: Grid, order: Order) -> list[int]:
    place = [0] * len(grid.layers)
    for column in order:
        for n, vertex in enumerate(column):
            place[vertex] = n
    return place


def _by_means(
    column: list[int], beside: Sequence[Sequence[int]], place: list[int], turns_ties: bool
) -> None:
    """Sort a column by the mean place of its neighbours; who has none keeps their place.

    Equal means stay as they stood or are turned around: some crossings go only one way or the other.
    """
    mean = {v: sum(place[b] for b in beside[v]) / len(beside[v]) for v in column if beside[v]}
    standing = list(reversed(mean) if turns_ties else mean)
    moving = iter(sorted(standing, key=lambda vertex: mean[vertex]))
    column[:] = [next(moving) if vertex in mean else vertex for vertex in column]
    for n, vertex in enumerate(column):
        place[vertex] = n


def _exchange(grid: Grid, column: list[int], place: list[int]) -> None:
    """Exchange vertices that stand next to each other wherever that takes a crossing out."""
    lefts = {v: sorted([place[b] for b in grid.left[v]]) for v in column}
    rights = {v: sorted([place[b] for b in grid.right[v]]) for v in column}
    pairs = list(range(len(column) - 1))
    for _ in range(_ROUNDS):
        changed = []
        for n in pairs:
            upper, lower = column[n], column[n + 1]
            left, right = (lefts[upper], lefts[lower]), (rights[upper], rights[lower])
            if (_cross(*left) or _cross(*right)) and _gain(*left) + _gain(*right) > 0:
                column[n], column[n + 1] = lower, upper
                place[lower], place[upper] = n, n + 1
                changed.append(n)
        # Only pairs beside a change can have come to gain.
        near = {n + step for n in changed for step in (-1, 0, 1)}
        pairs = [n for n in range(len(column) - 1) if n in near]


def _cross(upper: Sequence[int], lower: Sequence[int]) -> bool:
    return bool(upper and lower and upper[-1] > lower[0])


def _gain(upper: Sequence[int], lower: Sequence[int]) -> int:
    """Crossings that go if two vertices change places, given the sorted places they lead to."""
    met = 0
    for place in upper:
        met += bisect_left(lower, place) + bisect_right(lower, place)
    return met - len(upper) * len(lower)


def crossings(grid: Grid, order: Order) -> int:
    """How many pairs of lines cross between columns; lines that run together count as one."""
    place = _places(grid, order)
    total = 0
    for column in order:
        met: list[int] = []
        for vertex in column:
            ends = [place[end] for end in grid.right[vertex]]
            for end in ends:
                if met and met[-1] > end:
                    total += len(met) - bisect_right(met, end)
            for end in ends:
                insort(met, end)
    return total


def _turn_back(grid: Grid, order: Order, circle: tuple[int, list[int], int]) -> None:
    """Put the slots of an edge that leads back right below its ends, and between them where its
    line crosses fewest others."""
    start, slots, end = circle
    below = end
    for slot in reversed(slots):
        column = order[grid.layers[slot]]
        if grid.layers[slot] == grid.layers[end]:
            column.insert(column.index(end) + 1, slot)
        elif grid.layers[slot] == grid.layers[start]:
            column.insert(column.index(start) + 1, slot)
        else:
            column.insert(_least_crossed(grid, order, below), slot)
        if below != end:
            grid.join(below, slot)
        below = slot


def _least_crossed(grid: Grid, order: Order, slot: int) -> int:
    """Where a line from *slot* enters the next column so that it crosses as few as can be."""
    column = order[grid.layers[slot] + 1]
    place = _places(grid, order)
    lines = [(place[v] < place[slot], place[w]) for w in column for v in grid.left[w]]
    return min(
        range(len(column) + 1),
        key=lambda entry: sum(is_above != (to < entry) for is_above, to in lines),
    )
