"""A small graph -> its layered drawing: which box stands in which column, and how lines run.

After Sugiyama, Tagawa and Toda (1981): edges that close a circle are turned back; columns come by
longest path; long edges get a slot in every column that they cross (grid); sweeps by the mean of
the neighbours, with exchanges of neighbours, take crossings out (order); heights are the least
squares that keep order and distance (heights). Pure, and a function of what is given, not of the
order in which it is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sidegloss.layers.grid import LANE, Box, Edge, grid
from sidegloss.layers.heights import aligned
from sidegloss.layers.order import crossings, ordered

__all__ = ["LANE", "Box", "Drawing", "Edge", "Route", "Spot", "layered"]


class Spot(NamedTuple):
    """Where a box stands. *y* is its centre, in the units of the boxes' heights, from 0 down."""

    box: Box
    column: int
    y: int


class Route(NamedTuple):
    """How an edge runs: *slots* are the heights in the columns that it crosses, in its order.

    An edge that *is_back* goes left, to a column before its own or to its own; its slots include
    the columns of both its ends.
    """

    edge: Edge
    slots: tuple[int, ...]
    is_back: bool


class Drawing(NamedTuple):
    """Boxes by their ids, routes by their edges, sorted; *height* holds them all."""

    spots: tuple[Spot, ...]
    routes: tuple[Route, ...]
    height: int
    crossings: int


def layered(boxes: Iterable[Box], edges: Iterable[Edge], gap: int) -> Drawing:
    """Draw a graph: boxes of different ids, edges between them, *gap* between boxes of a column.

    Equal edges count once. Raises KeyError where an edge names no box, ValueError where it leads
    from a box to itself.
    """
    known = sorted(boxes)
    given = sorted(set(edges))
    drawn, lanes, back = grid(known, given)
    order = ordered(drawn)
    centres = aligned(drawn, order, gap)
    routes = (
        Route(edge, tuple(centres[vertex] for vertex in lane), is_back)
        for edge, lane, is_back in zip(given, lanes, back, strict=True)
    )
    below = (y + height // 2 for y, height in zip(centres, drawn.heights, strict=True))
    return Drawing(
        spots=tuple(Spot(box, drawn.layers[n], centres[n]) for n, box in enumerate(known)),
        routes=tuple(routes),
        height=max(below, default=0),
        crossings=crossings(drawn, order),
    )
