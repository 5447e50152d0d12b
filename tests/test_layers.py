"""A layered drawing: every line leads on, nothing overlaps, little crosses."""

from __future__ import annotations

from itertools import pairwise, permutations
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidegloss.layers import Box, Drawing, Edge, layered

GAP = 8
BOX = Box(18, 18)


@st.composite
def graphs(draw: st.DrawFn, most: int = 12) -> tuple[list[Box], list[Edge]]:
    """Boxes of several heights, some of them last, and any edges between them: circles too."""
    count = draw(st.integers(1, most))
    extents = st.sampled_from((8, 15, 33))
    boxes = [Box(draw(extents), draw(extents), draw(st.booleans())) for _ in range(count)]
    numbers = st.integers(0, count - 1)
    links = draw(st.lists(st.tuples(numbers, numbers, st.sampled_from("ab")), max_size=2 * most))
    return boxes, [Edge(*link) for link in links if link[0] != link[1]]


def columns(drawing: Drawing) -> list[int]:
    return [column for column, _ in drawing.spots]


def chain(*ids: int) -> list[Edge]:
    return [Edge(start, end, "step") for start, end in pairwise(ids)]


# ---------------------------------------------------------------- columns


@given(graphs())
def test_every_line_meets_its_ends_and_each_column_between_them(
    graph: tuple[list[Box], list[Edge]],
) -> None:
    drawing = layered(*graph, GAP)

    assert [route.edge for route in drawing.routes] == sorted(set(graph[1]))
    for route in drawing.routes:
        ends = [drawing.spots[n] for n in route.edge[:2]]
        assert [route.stops[0], route.stops[-1]] == (ends[::-1] if route.is_back else ends)
        first, last = route.stops[0][0], route.stops[-1][0]
        assert first < last
        assert [column for column, _ in route.stops] == list(range(first, last + 1))


@given(graphs())
def test_nothing_leads_back_where_there_is_no_circle(graph: tuple[list[Box], list[Edge]]) -> None:
    boxes, edges = graph
    onward = [edge for edge in edges if edge.start < edge.end]

    assert not any(route.is_back for route in layered(boxes, onward, GAP).routes)


@given(graphs())
def test_what_is_last_stands_alone_in_the_last_column(graph: tuple[list[Box], list[Edge]]) -> None:
    boxes, edges = graph
    drawing = layered(boxes, edges, GAP)
    leading = {route.edge.start for route in drawing.routes if not route.is_back}
    leading |= {route.edge.end for route in drawing.routes if route.is_back}

    spots = list(enumerate(zip(boxes, columns(drawing), strict=True)))
    lasts = {column for n, (box, column) in spots if box.is_last and n not in leading}
    others = {column for _, (box, column) in spots if not box.is_last}
    assert len(lasts) <= 1
    assert not lasts or max(lasts) > max(others, default=-1)


def test_a_box_stands_where_the_longest_way_to_it_ends() -> None:
    edges = [*chain(0, 1, 2, 3), Edge(0, 3, "a"), Edge(4, 3, "a")]

    assert columns(layered([BOX] * 5, edges, GAP)) == [0, 1, 2, 3, 0]


def test_a_circle_is_closed_by_the_edge_back_to_where_it_was_entered() -> None:
    drawing = layered([BOX] * 4, chain(0, 1, 2, 3, 1), GAP)

    assert [route.edge for route in drawing.routes if route.is_back] == [Edge(3, 1, "step")]


# ---------------------------------------------------------------- heights


@given(graphs())
def test_no_two_boxes_overlap_and_no_line_runs_through_one(
    graph: tuple[list[Box], list[Edge]],
) -> None:
    drawing = layered(*graph, GAP)

    taken: dict[int, set[tuple[int, int, int]]] = {}
    for box, (column, y) in zip(graph[0], drawing.spots, strict=True):
        taken.setdefault(column, set()).add((y - box.above, y + box.below, y))
    for route in drawing.routes:
        for column, y in route.stops[1:-1]:
            taken.setdefault(column, set()).add((y, y, y))
    for stack in taken.values():
        stacked = sorted(stack)
        assert all(upper[1] < lower[0] for upper, lower in pairwise(stacked))
        assert stacked[0][0] >= 0
    lowest = max(bottom for stack in taken.values() for bottom, _ in [max(s[1:] for s in stack)])
    assert drawing.height <= lowest
    assert sum(map(len, taken.values())) >= len(graph[0]), "no two boxes have one place"


def test_a_long_line_runs_level_beside_a_chain() -> None:
    edges = [*chain(0, 1, 2, 3, 4), *chain(5, 6), Edge(5, 4, "step")]

    drawing = layered([BOX] * 7, edges, GAP)

    long = next(route for route in drawing.routes if route.edge == Edge(5, 4, "step"))
    assert len(long.stops) == 5
    assert len({height for _, height in long.stops[1:-1]}) == 1


def test_long_edges_into_one_box_run_together_by_lane() -> None:
    edges = [*chain(0, 1, 2, 3), Edge(4, 3, "a"), Edge(5, 3, "a"), Edge(0, 3, "b")]

    drawing = layered([BOX] * 6, edges, GAP)
    slots = {(r.edge.start, r.edge.lane): r.stops[1:-1] for r in drawing.routes}

    assert slots[4, "a"] == slots[5, "a"]
    assert not set(slots[4, "a"]) & set(slots[0, "b"])


# ---------------------------------------------------------------- order


@given(graphs())
def test_the_first_column_keeps_the_order_of_its_numbers(
    graph: tuple[list[Box], list[Edge]],
) -> None:
    heights = [height for column, height in layered(*graph, GAP).spots if column == 0]

    assert heights == sorted(heights)


@given(graphs(), st.randoms())
def test_the_drawing_does_not_depend_on_the_order_in_which_edges_are_given(
    graph: tuple[list[Box], list[Edge]], random: Random
) -> None:
    boxes, edges = graph
    before = layered(boxes, edges, GAP)
    random.shuffle(edges)

    assert layered(boxes, [*edges, *edges], GAP) == before


def fewest(left: int, right: int, edges: list[Edge]) -> int:
    """Crossings of the best order of the right column; the left one keeps its order."""
    best = len(edges) ** 2
    for order in permutations(range(left, left + right)):
        place = {box: n for n, box in enumerate(order)}
        lines = sorted({(edge.start, place[edge.end]) for edge in edges})
        crossed = sum(a[0] < b[0] and a[1] > b[1] for n, a in enumerate(lines) for b in lines[n:])
        best = min(best, crossed)
    return best


def two_columns(seed: int) -> list[Edge]:
    """Six boxes on the left, five on the right, each with a line, and some lines more."""
    random = Random(seed)
    edges = [Edge(n, random.randrange(6, 11), "a") for n in range(6)]
    edges += [Edge(random.randrange(6), n, "a") for n in range(6, 11)]
    return edges + [
        Edge(random.randrange(6), random.randrange(6, 11), "a") for _ in range(seed % 5)
    ]


def test_two_columns_cross_as_little_as_can_be_or_nearly() -> None:
    graphs = [two_columns(seed) for seed in range(30)]

    drawn = [layered([BOX] * 11, edges, GAP).crossings for edges in graphs]
    more = [n - fewest(6, 5, edges) for n, edges in zip(drawn, graphs, strict=True)]

    assert min(more) >= 0
    assert sum(more) <= 0.1 * sum(drawn)


def article(size: int, seed: int) -> tuple[list[Box], list[Edge]]:
    """Claims in reading order, what they cite (some of it again and again), what that rests on."""
    random = Random(seed)
    outlets, origins = size * 2 // 3, size + size * 5 // 6
    edges = []
    for claim in range(size):
        for _ in range(random.choice((1, 1, 2, 3))):
            near = claim * outlets // size + random.choice((-2, -1, 0, 0, 0, 1, 2))
            often = random.randrange(3)
            cited = min(max(near if random.random() < 0.7 else often, 0), outlets - 1)
            edges.append(
                Edge(claim, size + cited, random.choice(("supports", "supports", "disputes")))
            )
    for outlet in range(size, origins):
        if random.random() < 0.7:
            behind = random.randrange(max(outlet + 1, size + outlets), 2 * size)
            edges.append(Edge(outlet, behind, "step"))
    return [Box(18, 18, is_last=n >= origins) for n in range(2 * size)], edges


# What the layout before this one came to. It was four times as slow: it also exchanged neighbours
# until nothing got better. *free* is with claims in any order, *fixed* with claims in reading order.
CROSSINGS = {
    (10, 1): (10, 17),
    (10, 2): (11, 19),
    (20, 3): (24, 92),
    (20, 4): (24, 49),
    (30, 5): (90, 306),
    (30, 6): (80, 192),
    (60, 7): (520, 1038),
    (60, 8): (370, 865),
}


@pytest.mark.parametrize("graph", CROSSINGS)
def test_hardly_more_lines_cross_than_in_a_slower_layout(graph: tuple[int, int]) -> None:
    free, fixed = CROSSINGS[graph]

    met = layered(*article(*graph), GAP).crossings

    assert met <= 1.1 * fixed
    assert met <= 4 * free


# ---------------------------------------------------------------- nothing, and time


def test_nothing_is_drawn_of_nothing() -> None:
    assert layered([], [], GAP) == Drawing((), (), 0, 0)


def seconds(size: int) -> float:
    graph = article(size, size)
    before = process_time()
    layered(*graph, GAP)
    return process_time() - before


def test_sixty_claims_and_sixty_sources_take_no_time_that_a_build_would_feel() -> None:
    # About 5 ms where nothing else runs.
    assert min(seconds(60) for _ in range(5)) < 0.03


def test_eight_times_the_graph_takes_no_more_than_thirty_times_as_long() -> None:
    few, many = (min(seconds(size) for _ in range(3)) for size in (60, 480))

    assert many < 30 * few
