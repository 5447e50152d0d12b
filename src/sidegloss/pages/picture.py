"""A placed article and its sources -> the picture of where its claims come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from sidegloss import views
from sidegloss.layers import Box, Drawing, Edge, Spot, layered
from sidegloss.model import Claim, End, Note, Placed, Sourced, Stance, Trail
from sidegloss.pages.labels import cut, whose
from sidegloss.pages.sheet import (
    CLAIMS,
    DOT,
    HEAD,
    RING,
    SOURCES,
    Sheet,
    beside,
    path,
    places,
    sheet,
)
from sidegloss.pages.surroundings import Surroundings
from sidegloss.slugs import root_from
from sidegloss.words import Words, load, term

_HEIGHT, _GAP = 36, 8
_CLAIM_ROOM, _CLAIM_TEXT = 14, 34
"""Of a claim's text: ems in a line, pixels between its end and the end of the column."""
_WHOSE_ROOM, _TITLE_ROOM, _SOURCE_TEXT = 12, 14, 18
"""Of a source's text: ems in its first and second line, pixels from the left of the column."""
_ENDS = (End.CIRCULAR, End.UNDETERMINED, End.UNKNOWN, End.FIRST_HAND, End.NOT_ASKED)
"""Where trails end at one source in several ways, the first of these is drawn."""
_MARKS = ("first-hand", "step", "not-asked", "unknown", "undetermined", "circular")
_STYLES = ("supports", "disputes", "context", "step", "circle")
_COUNTED = {
    End.UNDETERMINED: "undetermined",
    End.UNKNOWN: "unknown",
    End.NOT_ASKED: "unasked",
    End.CIRCULAR: "circular",
}


@dataclass(slots=True)
class _Graph:
    """The notes that cite, the sources by the number of their boxes, and what joins them.

    Trails have numbers in the order of the notes; *edges* and *through* say which run there.
    """

    notes: list[Sourced]
    sources: dict[str, int] = field(default_factory=dict)
    edges: dict[Edge, list[int]] = field(default_factory=dict)
    through: dict[int, list[int]] = field(default_factory=dict)
    ends: dict[str, set[End]] = field(default_factory=dict)

    def mark(self, key: str) -> str:
        return str(next((end for end in _ENDS if end in self.ends.get(key, ())), "step"))


@lru_cache(maxsize=1)
def _drawn(place: Placed) -> tuple[_Graph, Drawing | None]:
    """The graph and its layout; remembered for the second page that shows the same picture."""
    graph = _graph(place)
    return graph, layered(_boxes(graph), graph.edges, _GAP) if graph.notes else None


def picture(
    place: Placed, around: Surroundings, at: str | None = None, full: str = ""
) -> views.PictureView | None:
    """The picture for the page at the address *at*, the article's own where it is None.

    *full* is the address of the page that shows it in full, "" where there is none. None where the
    article cites nothing.
    """
    graph, drawing = _drawn(place)
    if drawing is None:
        return None
    here = place.address if at is None else at
    root = root_from(here)
    page = _Page(place, around, root, "" if at is None else around.href(root, place.address))
    on = sheet(drawing, is_mirrored=page.words.direction == "rtl")
    nodes = tuple(_nodes(graph, drawing, on, page))
    styles = {line.style for node in nodes for line in node.leads}
    marks = {node.mark for node in nodes}
    return views.PictureView(
        article_title=place.article.title,
        href=around.href(page.root, full) if full else "",
        width=on.width,
        height=on.height,
        columns=tuple(_columns(drawing, on)),
        nodes=nodes,
        styles=tuple(style for style in _STYLES if style in styles),
        marks=tuple(mark for mark in _MARKS if mark in marks),
        rows=tuple(_rows(graph.notes, page)),
        claims=len(graph.notes),
        sources=len(graph.sources),
        origins=_how_many(graph, End.FIRST_HAND),
        ends=tuple(
            views.Count(what, number)
            for end, what in _COUNTED.items()
            if (number := _how_many(graph, end))
        ),
        disputed=sum(any(map(_disputes, sourced.trails)) for sourced in graph.notes),
        left_out=len(place.notes) - len(graph.notes),
    )


class _Page:
    """What the picture's texts and links depend on; *article* leads to it, "" on its own page."""

    def __init__(self, place: Placed, around: Surroundings, root: str, article: str) -> None:
        self.around, self.root = around, root
        self.words: Words = load(place.article.language, around.site.settings.words)
        self._article = article
        self._claims = {
            label: claim for claim in reversed(place.article.claims) for label in claim.labels
        }

    def claim(self, note: Note) -> tuple[str, str]:
        """A claim's text and where it stands; those of its note where no passage bears it."""
        claim: Claim | None = self._claims.get(note.address)
        if claim:
            return claim.text, f"{self._article}#claim-{note.address}"
        see = term(self.words, "notes.see-note", n=note.number)
        return see, f"{self._article}#fn-{note.address}"

    def source(self, key: str) -> views.CitedSource:
        return self.around.cited(key, self.root)

    def isolated(self, lines: Iterable[str]) -> tuple[str, ...]:
        """On a page from right to left: each line in its own direction, as in a ``<bdi>``."""
        is_mirrored = self.words.direction == "rtl"
        return tuple(f"\u2068{line}\u2069" if is_mirrored else line for line in lines)


# ---------------------------------------------------------------- what is drawn


def _graph(place: Placed) -> _Graph:
    """Claims, sources and ends as the article's trails have them; boxes of claims come first."""
    graph = _Graph([sourced for sourced in place.notes if sourced.trails])
    trails = [(n, trail) for n, sourced in enumerate(graph.notes) for trail in sourced.trails]
    for number, (claim, trail) in enumerate(trails):
        boxes = [_box(graph, step.key) for step in trail.steps]
        edges = [Edge(claim, boxes[0], str(trail.citation.stance))]
        # a note may say of a source that it cites itself: its mark tells that, no line could
        edges += [Edge(start, end, "step") for start, end in pairwise(boxes) if start != end]
        for edge in edges:
            graph.edges.setdefault(edge, []).append(number)
        for box in dict.fromkeys((claim, *boxes)):
            graph.through.setdefault(box, []).append(number)
        graph.ends.setdefault(trail.steps[-1].key, set()).add(trail.end)
    return graph


def _box(graph: _Graph, key: str) -> int:
    return graph.sources.setdefault(key, len(graph.notes) + len(graph.sources))


def _boxes(graph: _Graph) -> Iterator[Box]:
    for number in range(len(graph.notes)):
        yield Box(number, _HEIGHT)
    for key, number in graph.sources.items():
        yield Box(number, _HEIGHT, is_last=graph.mark(key) == End.FIRST_HAND)


def _how_many(graph: _Graph, end: End) -> int:
    return sum(end in ends for ends in graph.ends.values())


def _disputes(trail: Trail) -> bool:
    return trail.citation.stance is Stance.DISPUTES


# ---------------------------------------------------------------- how it is drawn


@dataclass(frozen=True, slots=True)
class _Canvas:
    """Where nodes and lines lie on the sheet, by the numbers of their boxes."""

    on: Sheet
    page: _Page
    spots: tuple[Spot, ...]
    leads: list[tuple[views.PictureLine, ...]]
    through: Mapping[int, list[int]]


def _nodes(graph: _Graph, drawing: Drawing, on: Sheet, page: _Page) -> Iterator[views.PictureNode]:
    marks = {number: graph.mark(key) for key, number in graph.sources.items()}
    canvas = _Canvas(on, page, drawing.spots, _leads(graph, drawing, on, marks), graph.through)
    for number, sourced in enumerate(graph.notes):
        yield _claim_node(sourced.note, number, canvas)
    for key, number in graph.sources.items():
        yield _source_node(page.source(key), number, marks[number], canvas)


def _leads(
    graph: _Graph, drawing: Drawing, on: Sheet, marks: Mapping[int, str]
) -> list[tuple[views.PictureLine, ...]]:
    """The lines from each node, by its number."""
    at = places(drawing, marks)
    leads: list[list[views.PictureLine]] = [[] for _ in at]
    for route, shift in zip(drawing.routes, beside(drawing.routes), strict=True):
        start, end = at[route.edge.start], at[route.edge.end]
        ends = (start[0], start[1] + shift, start[2]), (end[0], end[1] + shift, end[2])
        line = views.PictureLine(
            path=path(on, route, ends),
            style="circle" if route.is_back else route.edge.lane,
            trails=tuple(graph.edges[route.edge]),
        )
        leads[route.edge.start].append(line)
    return [tuple(lines) for lines in leads]


def _claim_node(note: Note, number: int, canvas: _Canvas) -> views.PictureNode:
    on, page = canvas.on, canvas.page
    text, href = page.claim(note)
    return views.PictureNode(
        href=href,
        trails=tuple(canvas.through[number]),
        number=note.number,
        kind=note.kind,
        name=page.isolated(cut(text, _CLAIM_ROOM, 2)),
        below="",
        title=text,
        mark="claim",
        is_retracted=False,
        x=on.x(CLAIMS - 6),
        y=canvas.spots[number].y + HEAD,
        text_x=on.x(CLAIMS - _CLAIM_TEXT),
        left=min(on.x(0), on.x(CLAIMS)),
        width=CLAIMS,
        height=_HEIGHT,
        leads=canvas.leads[number],
    )


def _source_node(
    source: views.CitedSource, number: int, mark: str, canvas: _Canvas
) -> views.PictureNode:
    on, page, spot = canvas.on, canvas.page, canvas.spots[number]
    who, left = whose(source, page.words), on.lefts[spot.column]
    title = source.title if not who.startswith(source.title) else ""
    name = cut(who, _WHOSE_ROOM, 1 if title else 2)
    return views.PictureNode(
        href=source.href,
        trails=tuple(canvas.through[number]),
        number=0,
        kind=None,
        name=page.isolated(name),
        below="".join(page.isolated(cut(title, _TITLE_ROOM, 1))),
        title=f"{who}: {title}" if title else who,
        mark=mark,
        is_retracted=source.retracted is not None,
        x=on.x(left + DOT),
        y=spot.y + HEAD,
        text_x=on.x(left + _SOURCE_TEXT),
        left=min(on.x(left), on.x(left + SOURCES)),
        width=SOURCES,
        height=_HEIGHT,
        leads=canvas.leads[number],
    )


def _columns(drawing: Drawing, on: Sheet) -> Iterator[views.PictureColumn]:
    """Heads of the columns; what lies between outlets and origins has one for all."""
    origins = {spot.column for spot in drawing.spots if spot.box.is_last}
    yield views.PictureColumn("claims", on.x(CLAIMS))
    last = len(on.lefts) - 1
    for column in range(1, last + 1):
        is_origins = column == last and column in origins
        name = "origins" if is_origins else ("outlets", "between")[min(column, 2) - 1]
        if is_origins or column < 3:
            yield views.PictureColumn(name, on.x(on.lefts[column] + DOT - RING))


# ---------------------------------------------------------------- the table beside it


def _rows(notes: Sequence[Sourced], page: _Page) -> Iterator[views.PictureRow]:
    """A row for each different trail of each note, in the order of the notes."""
    for sourced in notes:
        note = sourced.note
        text, href = page.claim(note)
        rows = (
            views.PictureRow(
                number=note.number,
                claim=text,
                href=href,
                kind=note.kind,
                stance=trail.citation.stance,
                outlet=page.source(trail.steps[0].key),
                last=page.source(trail.steps[-1].key),
                end=trail.end,
                ways=tuple(page.source(way.key) for way in trail.ways),
            )
            for trail in sourced.trails
        )
        yield from dict.fromkeys(rows)
