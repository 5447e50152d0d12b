"""A placed article and its sources -> the picture of where its claims come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sidegloss import views
from sidegloss.layers import Box, Drawing, Edge, layered
from sidegloss.model import Claim, End, Note, Placed, Sourced, Stance, Trail
from sidegloss.pages import drawing
from sidegloss.pages.labels import Label
from sidegloss.pages.sheet import Sheet, sheet
from sidegloss.pages.surroundings import Surroundings
from sidegloss.slugs import root_from
from sidegloss.words import Words, load, term

_GAP = 8
_ENDS = (End.CIRCULAR, End.UNDETERMINED, End.UNKNOWN, End.FIRST_HAND, End.NOT_ASKED)
"""Where trails end at one source in several ways, the first of these is drawn."""
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
    ends: dict[str, list[End]] = field(default_factory=dict)
    counted: dict[str, set[End]] = field(default_factory=dict)
    """Where trails end that pass through no retracted source; no others are counted."""
    retracted: set[str] = field(default_factory=set)
    """The first retracted source of each of the others."""

    def mark(self, key: str) -> str:
        ends = self.ends.get(key)
        return str(min(ends, key=_ENDS.index)) if ends else "step"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture without what differs between the pages that show it: its links and its table."""

    width: int
    height: int
    html: str
    styles: tuple[str, ...]
    marks: tuple[views.PictureMark, ...]
    sources: int
    ends: Counter[End]
    retracted: int


def picture(
    place: Placed,
    around: Surroundings,
    at: str | None = None,
    full: str = "",
    made: Drawn | None = None,
) -> views.PictureView | None:
    """The picture for the page at the address *at*, the article's own where it is None.

    A page of its own lies below the article's. *full* is the address of the page that shows the
    picture in full, "" where there is none. None where the article cites nothing. *made* is what
    `drawn` makes of the same, where that is at hand.
    """
    made = made or drawn(place, around)
    if made is None:
        return None
    notes = [sourced for sourced in place.notes if sourced.trails]
    root = root_from(place.address if at is None else at)
    up = root_from((at or "").removeprefix(place.address))
    article = around.href(up, "") if at is not None else ""
    return views.PictureView(
        article_title=place.article.title,
        href=around.href(root, full) if full else "",
        width=made.width,
        height=made.height,
        html=made.html.replace(drawing.ROOT, root).replace(drawing.ARTICLE, article),
        styles=made.styles,
        marks=made.marks,
        rows=tuple(_rows(notes, _Names(place, around), around, article, root)),
        claims=len(notes),
        sources=made.sources,
        origins=made.ends[End.FIRST_HAND],
        ends=tuple(_elsewhere(made)),
        disputed=sum(any(map(_disputes, sourced.trails)) for sourced in notes),
        left_out=len(place.notes) - len(notes),
    )


def _elsewhere(made: Drawn) -> Iterator[views.Count]:
    """The sources at which trails end without an origin."""
    if made.retracted:
        yield views.Count("retracted", made.retracted)
    for end, what in _COUNTED.items():
        if made.ends[end]:
            yield views.Count(what, made.ends[end])


class _Names:
    """What an article's claims and sources are called, in the words of its language."""

    def __init__(self, place: Placed, around: Surroundings) -> None:
        self.words: Words = load(place.article.language, around.site.settings.words)
        self._around, self._language = around, place.article.language
        self._claims: dict[str, Claim] = {
            label: claim for claim in reversed(place.article.claims) for label in claim.labels
        }

    def claim(self, note: Note) -> tuple[str, str]:
        """A claim's text and its id; those of its note where no passage bears it."""
        claim = self._claims.get(note.address)
        if claim:
            return claim.text, f"claim-{note.address}"
        return term(self.words, "notes.see-note", n=note.number), f"fn-{note.address}"

    def source(self, key: str) -> Label:
        return self._around.label(key, drawing.ROOT, self._language)


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
        ends = graph.ends.setdefault(trail.steps[-1].key, [])
        if trail.end not in ends:
            ends.append(trail.end)
        if trail.retracted:
            graph.retracted.add(trail.retracted)
        else:
            graph.counted.setdefault(trail.steps[-1].key, set()).add(trail.end)
    return graph


def _box(graph: _Graph, key: str) -> int:
    return graph.sources.setdefault(key, len(graph.notes) + len(graph.sources))


def _disputes(trail: Trail) -> bool:
    return trail.citation.stance is Stance.DISPUTES


def drawn(place: Placed, around: Surroundings) -> Drawn | None:
    """What both pages show that show the picture; None where the article cites nothing."""
    if not any(sourced.trails for sourced in place.notes):
        return None
    graph = _graph(place)
    marks = {number: graph.mark(key) for key, number in graph.sources.items()}
    plan = layered(_boxes(graph, marks), graph.edges, _GAP)
    names = _Names(place, around)
    on = sheet(plan, is_mirrored=names.words.direction == "rtl")
    nodes = _nodes(graph, marks, plan, on, names)
    styles = {"circle" if route.is_back else route.edge.lane for route in plan.routes}
    met = set(marks.values())
    return Drawn(
        width=on.width,
        height=on.height,
        html=drawing.heads(plan, on, names.words) + "".join(nodes),
        styles=tuple(style for style in _STYLES if style in styles),
        marks=tuple(views.PictureMark(n, html) for n, html in drawing.MARKS.items() if n in met),
        sources=len(graph.sources),
        ends=Counter(end for ends in graph.counted.values() for end in ends),
        retracted=len(graph.retracted),
    )


def _boxes(graph: _Graph, marks: Mapping[int, str]) -> Iterator[Box]:
    for number in range(len(graph.notes)):
        yield Box(number, drawing.HEIGHT)
    for number, mark in marks.items():
        yield Box(number, drawing.HEIGHT, is_last=mark == "first-hand")


def _nodes(
    graph: _Graph, marks: Mapping[int, str], plan: Drawing, on: Sheet, names: _Names
) -> Iterator[str]:
    """Each node with its lines, in the order of the boxes' numbers."""
    leads = drawing.lines(plan, on, marks, graph.edges)
    nodes = [drawing.Node(spot, graph.through[n], leads[n]) for n, spot in enumerate(plan.spots)]
    words = names.words
    for node, sourced in zip(nodes, graph.notes, strict=False):
        yield drawing.claim(node, sourced.note, names.claim(sourced.note), on, words)
    for key, n in graph.sources.items():
        yield drawing.source(nodes[n], names.source(key), marks[n], on, words)


# ---------------------------------------------------------------- the table beside it


def _rows(
    notes: Sequence[Sourced], names: _Names, around: Surroundings, article: str, root: str
) -> Iterator[views.PictureRow]:
    """A row for each different trail of each note, in the order of the notes."""
    for sourced in notes:
        note = sourced.note
        text, fragment = names.claim(note)
        ways: dict[tuple[str, ...], Trail] = {}
        for trail in sourced.trails:
            ways.setdefault(_shown(trail), trail)
        for trail in ways.values():
            yield views.PictureRow(
                number=note.number,
                claim=text,
                href=f"{article}#{fragment}",
                kind=note.kind,
                stance=trail.citation.stance,
                outlet=around.cited(trail.steps[0].key, root),
                last=around.cited(trail.steps[-1].key, root),
                end=trail.end,
                retracted=around.cited(trail.retracted, root) if trail.retracted else None,
                ways=tuple(around.cited(way.key, root) for way in trail.ways),
            )


def _shown(trail: Trail) -> tuple[str, ...]:
    """What a row shows of a trail, by keys."""
    ends = trail.steps[0].key, trail.steps[-1].key
    return (
        str(trail.citation.stance),
        *ends,
        str(trail.end),
        trail.retracted,
        *[way.key for way in trail.ways],
    )
