"""A picture's layout and what it says -> the inside of its svg, for every page that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from sidegloss.layers import Drawing, Edge, Spot
from sidegloss.model import Note
from sidegloss.pages.labels import Label, cut, isolated
from sidegloss.pages.sheet import CLAIMS, DOT, HEAD, RING, SOURCES, Sheet, beside, path, places
from sidegloss.words import Words, term

HEIGHT = 36
"""Of a node, in pixels."""
ROOT, ARTICLE = "<root>", "<article>"
"""Where links begin: each page puts its own way to the site's root and to the article there.
Nothing else of a drawing can read so, since escaped text holds no ``<``."""
_CLAIM_ROOM, _CLAIM_TEXT, _NUMBER = 14, 34, 6
"""Of a claim's text: ems in a line; of it and its number: pixels to the end of the column."""
_SOURCE_TEXT = 18
"""Pixels from the left of a column of sources to their text."""
MARKS = {
    name: f'<g class="stop" data-end="{name}">{shape}</g>'
    for name, shape in {
        "first-hand": '<circle class="full" r="6"/>',
        "step": '<circle class="full" r="3"/>',
        "not-asked": '<circle r="5"/>',
        "unknown": '<circle r="7"/><path d="M-2-1.7A2.1 2.1 0 1 1 .7.2Q0 .6 0 1.6M0 3.7v.1"/>',
        "undetermined": '<circle r="7"/><path d="M-4 0h3L3.2-3M-1 0l4.2 3"/>',
        "circular": '<circle r="7"/><path d="M2.9-1A3.1 3.1 0 1 0 3 1.1M3.3-3.4V-1H.9"/>',
    }.items()
}
"""What a source is, drawn around 0 0; in the order of the legend."""
_ENDINGS = {"step": "picture.passes", "undetermined": "picture.undetermined"}


def heads(drawing: Drawing, on: Sheet, words: Words) -> str:
    """Heads of the columns; what lies between outlets and origins has one for all."""
    last = len(on.lefts) - 1
    has_origins = any(spot.box.is_last and spot.column == last for spot in drawing.spots)
    drawn = [_head("claims", on.x(CLAIMS), words, ' text-anchor="end"')]
    for column in range(1, last + 1):
        is_origins = column == last and has_origins
        name = "origins" if is_origins else "outlets" if column == 1 else "between"
        if is_origins or column < 3:
            drawn.append(_head(name, on.x(on.lefts[column] + DOT - RING), words))
    return "".join(drawn)


def _head(name: str, x: int, words: Words, anchor: str = "") -> str:
    shown = escape(term(words, f"picture.{name}"))
    return f'<text class="head"{anchor} x="{x}" y="14">{shown}</text>\n'


def lines(
    drawing: Drawing, on: Sheet, marks: Mapping[int, str], trails: Mapping[Edge, Sequence[int]]
) -> list[str]:
    """The lines from each node, by its number; *trails* are the numbers of those that run there."""
    at = places(drawing, marks)
    leads = [""] * len(at)
    for route, shift in zip(drawing.routes, beside(drawing.routes), strict=True):
        edge = route.edge
        start, end = at[edge.start], at[edge.end]
        if shift:
            start, end = (start[0], start[1] + shift, start[2]), (end[0], end[1] + shift, end[2])
        leads[edge.start] += (
            f'<path class="{"circle" if route.is_back else edge.lane}"'
            f' data-trails="{_numbers(trails[edge])}" d="{path(on, route, (start, end))}"/>'
        )
    return leads


@dataclass(frozen=True, slots=True)
class Node:
    """What every node has: where it stands, the trails that pass it, and the lines from it."""

    spot: Spot
    trails: Sequence[int]
    leads: str


def claim(node: Node, note: Note, said: tuple[str, str], on: Sheet, words: Words) -> str:
    """A claim with its number, *said* its text and its id; it leads into the article."""
    text, fragment = said
    y, x = node.spot.y + HEAD, on.x(CLAIMS - _CLAIM_TEXT)
    shown = [escape(line) for line in isolated(cut(text, _CLAIM_ROOM, 2), words)]
    marker = term(words, "notes.marker", kind=term(words, f"kind.{note.kind}"), n=note.number)
    href, trails = f"{ARTICLE}#{escape(fragment)}", _numbers(node.trails)
    return (
        f'<g data-kind="{note.kind}"><a href="{href}" data-trails="{trails}">'
        f"<title>{escape(f'{marker}: {text}')}</title>{_field(on, 0, CLAIMS, y)}"
        f"{_texts('claimed', x, y + 5, 16, shown)}"
        f'<text class="number" x="{on.x(CLAIMS - _NUMBER)}" y="{y + 5}">{note.number}</text></a>'
        f"{node.leads}</g>\n"
    )


def source(node: Node, label: Label, mark: str, on: Sheet, words: Words) -> str:
    """A source with its mark; it leads to its page."""
    left, y = on.lefts[node.spot.column], node.spot.y + HEAD
    is_retracted = ' class="retracted"' if label.is_retracted else ""
    return (
        f'<g><a href="{label.href}" data-trails="{_numbers(node.trails)}"{is_retracted}>'
        f"<title>{label.whole} ({_said(mark, label, words)})</title>"
        f"{_field(on, left, SOURCES, y)}"
        f"{_named(label, on.x(left + _SOURCE_TEXT), y, has_leads=bool(node.leads))}"
        f'<g transform="translate({on.x(left + DOT)} {y})">{MARKS[mark]}</g></a>{node.leads}</g>\n'
    )


def _said(mark: str, label: Label, words: Words) -> str:
    ending = term(words, _ENDINGS.get(mark) or f"end.{mark}")
    if label.is_retracted:
        ending += term(words, "list.comma") + term(words, "source.retracted")
    return escape(ending)


def _named(label: Label, x: int, y: int, *, has_leads: bool) -> str:
    """Whose a source is, and below it its title; lines from it run on between the two."""
    if label.title:
        return (
            f'<text class="whose" x="{x}" y="{y - 4}">{label.whose[0]}</text>'
            f'<text class="titled" x="{x}" y="{y + 15}">{label.title}</text>'
        )
    if has_leads and len(label.whose) == 1:
        return _texts("whose", x, y - 5, 0, label.whose)
    return _texts("whose", x, y + 5, 19 if has_leads else 16, label.whose)


def _texts(style: str, x: int, y: int, pitch: int, shown: Sequence[str]) -> str:
    """Lines of text, *pitch* apart, around the height *y*."""
    first = y - pitch * (len(shown) - 1) // 2
    texts = [
        f'<text class="{style}" x="{x}" y="{first + pitch * n}">{line}</text>'
        for n, line in enumerate(shown)
    ]
    return "".join(texts)


def _field(on: Sheet, left: int, width: int, y: int) -> str:
    """The area of a node, which can be pointed at."""
    x = on.x(left + width) if on.is_mirrored else left
    return f'<rect x="{x}" y="{y - HEIGHT // 2}" width="{width}" height="{HEIGHT}" rx="4"/>'


def _numbers(trails: Sequence[int]) -> str:
    """What has one of these in common lights up together."""
    return " ".join(map(str, trails))
