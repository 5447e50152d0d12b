"""A layered drawing: every line leads on, nothing overlaps, little crosses."""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import pairwise, permutations
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidegloss.layers import Box, Edge, Layout, columns_of, layered

BOX = Box(22, 22)
Graph = tuple[list[Box], list[bool], list[Edge]]


@st.composite
def graphs(draw: st.DrawFn, most: int = 12) -> Graph:
    """Boxes of several heights, some of them last, and any edges between them: circles too."""
    count = draw(st.integers(1, most))
    extents = st.sampled_from((8, 15, 33))
    boxes = [Box(draw(extents), draw(extents)) for _ in range(count)]
    are_last = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    numbers = st.integers(0, count - 1)
    links = draw(st.lists(st.tuples(numbers, numbers, st.sampled_from("ab")), max_size=2 * most))
    return boxes, are_last, [Edge(*link) for link in links if link[0] != link[1]]


def drawn(boxes: list[Box], are_last: list[bool], edges: list[Edge]) -> tuple[list[int], Layout]:
    """The columns, and the layout without the edges that lead back."""
    columns = columns_of(are_last, edges)
    onward = [edge for edge in edges if columns[edge.start] < columns[edge.end]]
    return columns, layered(boxes, columns, onward)


def plain(count: int, edges: list[Edge]) -> Layout:
    return drawn([BOX] * count, [False] * count, edges)[1]


def chain(*ids: int) -> list[Edge]:
    return [Edge(start, end, "step") for start, end in pairwise(ids)]


# ---------------------------------------------------------------- columns


@given(graphs())
def test_every_line_meets_its_ends_and_each_column_between_them(graph: Graph) -> None:
    columns, layout = drawn(*graph)

    for edge, stops in layout.ways.items():
        ends = [(columns[n], layout.heights[n]) for n in edge[:2]]
        assert [stops[0], stops[-1]] == ends
        first, last = ends[0][0], ends[1][0]
        assert [column for column, _ in stops] == list(range(first, last + 1))


@given(graphs())
def test_nothing_leads_back_where_there_is_no_circle(graph: Graph) -> None:
    onward = [edge for edge in graph[2] if edge.start < edge.end]

    columns = columns_of(graph[1], onward)

    assert all(columns[edge.start] < columns[edge.end] for edge in onward)


@given(graphs())
def test_no_line_stays_in_a_column(graph: Graph) -> None:
    columns = columns_of(graph[1], graph[2])

    assert all(columns[edge.start] != columns[edge.end] for edge in graph[2])


def test_no_line_stays_in_a_column_where_circles_share_an_edge() -> None:
    edges = [Edge(0, 2, "a"), Edge(1, 0, "a"), Edge(1, 2, "a"), Edge(2, 1, "a")]
    columns = columns_of([False] * 3, edges)

    assert all(columns[edge.start] != columns[edge.end] for edge in edges)


@given(graphs())
def test_what_is_last_stands_alone_in_the_last_column(graph: Graph) -> None:
    _, are_last, edges = graph
    columns = columns_of(are_last, edges)
    leading = {edge.start for edge in edges if columns[edge.start] < columns[edge.end]}

    lasts = {columns[n] for n, is_last in enumerate(are_last) if is_last and n not in leading}
    others = {columns[n] for n, is_last in enumerate(are_last) if not is_last}
    assert len(lasts) <= 1
    assert not lasts or max(lasts) > max(others, default=-1)


def test_a_box_stands_where_the_longest_way_to_it_ends() -> None:
    edges = [*chain(0, 1, 2, 3), Edge(0, 3, "a"), Edge(4, 3, "a")]

    assert columns_of([False] * 5, edges) == [0, 1, 2, 3, 0]


def test_a_circle_is_closed_by_the_edge_back_to_where_it_was_entered() -> None:
    assert columns_of([False] * 4, chain(0, 1, 2, 3, 1)) == [0, 1, 2, 3]


def test_of_many_circles_each_is_cut_once() -> None:
    both_ways = [*chain(*range(200)), *chain(*reversed(range(200)))]

    assert columns_of([False] * 200, both_ways) == list(range(200))


# ---------------------------------------------------------------- heights


@given(graphs())
def test_no_two_boxes_overlap_and_no_line_runs_through_one(graph: Graph) -> None:
    boxes = graph[0]
    columns, layout = drawn(*graph)

    taken: dict[int, list[tuple[int, int]]] = {}
    for box, column, y in zip(boxes, columns, layout.heights, strict=True):
        taken.setdefault(column, []).append((y - box.above, y + box.below))
    slots = {stop for stops in layout.ways.values() for stop in stops[1:-1]}
    for column, y in slots:
        taken.setdefault(column, []).append((y, y))
    for stack in taken.values():
        assert all(upper[1] <= lower[0] for upper, lower in pairwise(sorted(stack)))


@given(graphs())
def test_the_drawing_begins_at_the_top_and_has_the_height_of_its_highest_column(
    graph: Graph,
) -> None:
    boxes = graph[0]
    columns, layout = drawn(*graph)

    stacks = [[n for n in range(len(boxes)) if columns[n] == column] for column in set(columns)]
    assert layout.height >= max(sum(sum(boxes[n]) for n in stack) for stack in stacks)
    assert all(y >= box.above for box, y in zip(boxes, layout.heights, strict=True))
    assert all(y + box.below <= layout.height for box, y in zip(boxes, layout.heights, strict=True))


def test_a_box_is_level_with_the_middle_of_those_that_lead_to_it() -> None:
    layout = plain(7, [Edge(0, 5, "a"), Edge(1, 5, "a"), Edge(4, 5, "a"), Edge(3, 6, "a")])

    assert layout.heights[5:] == [layout.heights[1], layout.heights[3]]


def test_where_two_would_be_level_with_one_both_give_way() -> None:
    layout = plain(5, [Edge(1, 3, "a"), Edge(1, 4, "a")])

    assert [y - layout.heights[1] for y in layout.heights[3:]] == [-22, 22]


def test_a_long_line_runs_level_beside_a_chain() -> None:
    edges = [*chain(0, 1, 2, 3, 4), *chain(5, 6), Edge(5, 4, "step")]

    stops = plain(7, edges).ways[Edge(5, 4, "step")]

    assert len(stops) == 5
    assert len({height for _, height in stops[1:-1]}) == 1


def test_long_edges_into_one_box_run_together_by_lane() -> None:
    edges = [*chain(0, 1, 2, 3), Edge(4, 3, "a"), Edge(5, 3, "a"), Edge(0, 3, "b")]

    ways = plain(6, edges).ways

    together = ways[Edge(4, 3, "a")][1:-1]
    assert together == ways[Edge(5, 3, "a")][1:-1]
    assert not set(together) & set(ways[Edge(0, 3, "b")])


# ---------------------------------------------------------------- order


@given(graphs())
def test_the_first_column_keeps_the_order_of_its_numbers(graph: Graph) -> None:
    columns, layout = drawn(*graph)
    heights = [y for column, y in zip(columns, layout.heights, strict=True) if column == 0]

    assert heights == sorted(heights)


@given(graphs(), st.randoms())
def test_the_drawing_does_not_depend_on_the_order_in_which_edges_are_given(
    graph: Graph, random: Random
) -> None:
    boxes, are_last, edges = graph
    before = drawn(boxes, are_last, edges)
    shuffled = [*edges, *edges]
    random.shuffle(shuffled)

    assert drawn(boxes, are_last, shuffled) == before


def crossings(layout: Layout) -> int:
    """How many pairs of lines cross between columns; lines that run together count as one."""
    lines = sorted({pair for stops in layout.ways.values() for pair in pairwise(stops)})
    total = 0
    met: dict[int, list[int]] = {}
    for (column, _), (_, end) in lines:
        ends = met.setdefault(column, [])
        total += len(ends) - bisect_right(ends, end)
        insort(ends, end)
    return total


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

    met = [crossings(plain(11, edges)) for edges in graphs]
    more = [n - fewest(6, 5, edges) for n, edges in zip(met, graphs, strict=True)]

    assert min(more) >= 0
    assert sum(more) <= 0.1 * sum(met)


def article(size: int, seed: int) -> Graph:
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
    return [BOX] * (2 * size), [n >= origins for n in range(2 * size)], edges


# What a layout came to that went back and forth and exchanged neighbours until nothing got better.
# *free* is with claims in any order, *fixed* with claims in reading order.
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

    met = crossings(drawn(*article(*graph))[1])

    assert met <= 1.1 * fixed
    assert met <= 4 * free


# ---------------------------------------------------------------- nothing, and time


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn([], [], []) == ([], Layout([], {}, 0))


def seconds(size: int) -> float:
    graph = article(size, size)
    before = process_time()
    drawn(*graph)
    return process_time() - before


def test_sixty_claims_and_sixty_sources_take_no_time_that_a_build_would_feel() -> None:
    # About 1 ms where nothing else runs.
    assert min(seconds(60) for _ in range(5)) < 0.01


def test_eight_times_the_graph_takes_no_more_than_thirty_times_as_long() -> None:
    few, many = (min(seconds(size) for _ in range(3)) for size in (60, 480))

    assert many < 30 * few
