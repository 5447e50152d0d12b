"""Claims, sources and the trails between them -> the inside of an svg.

Lengths are in twentieths of a rem, so that the drawing grows with the text of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate, pairwise
from math import ceil
from operator import add, sub
from typing import NamedTuple

from sidegloss.layers import Box, Edge, columns_of, layered
from sidegloss.pages.labels import width, wrap
from sidegloss.words import Words, term

EDGE = 25
"""Room on the left and on the right, as wide as the margin of a narrow page: there the ends fade."""
_HEAD, _GAP = 36, 14
"""Above the drawing; between two nodes of a column."""
_WINDOW, _ROOM = 98, (10.5, 16)
"""In ems: of a wide window, which the columns share, and of a line in a column."""
_EM, _PITCH = 13.5, 17
"""Of the largest text in sourcing.css."""
_DOT, _INDENT, _AFTER = 8, 24, 8
"""From the left of a column to the middle of its marks and to its texts; from these to the right."""
_GUTTER, _SLOPES = (40, 90), (12, 24)
"""What part of the height the gutter after the claims and the others are wide, within these bounds."""
_SHIFTS = {"disputes": -3, "context": 3, "circle": 5}
"""How far down lines of a style are moved: those between the same two nodes show apart."""
MARKS = {
    "first-hand": (6, '<circle class="full" r="6"/>'),
    "step": (3, '<circle class="full" r="3"/>'),
    "not-asked": (5, '<circle r="5"/>'),
    "unknown": (7, '<circle r="7"/><path d="M-2-1.7A2.1 2.1 0 1 1 .7.2Q0 .6 0 1.6M0 3.7v.1"/>'),
    "undetermined": (7, '<circle r="7"/><path d="M-4 0h3L3.2-3M-1 0l4.2 3"/>'),
    "circular": (7, '<circle r="7"/><path d="M2.9-1A3.1 3.1 0 1 0 3 1.1M3.3-3.4V-1H.9"/>'),
}
"""What a source is, in the legend's order: half the width of its mark, and the mark around 0 0."""
_STYLES = ("supports", "disputes", "context", "step", "circle")


class Node(NamedTuple):
    """A claim, which has a *number*, or a source."""

    href: str
    said: str
    """All that there is to say of it."""
    text: str
    """Of a source: whose it is."""
    title: str
    mark: str
    """Of a claim its kind, of a source a key of `MARKS`."""
    trails: Sequence[str]
    """The numbers of those that pass through it: what has one in common is lit together."""
    number: int = 0
    is_retracted: bool = False


class Picture(NamedTuple):
    """The inside of an svg with its size, and the styles of the lines that there are."""

    html: str
    width: int
    height: int
    styles: tuple[str, ...]


class _Line(NamedTuple):
    """A line of text: its baseline is so far below the height of its node."""

    style: str
    shown: str
    down: int


def draw(nodes: Sequence[Node], trails: Mapping[Edge, Sequence[str]], words: Words) -> Picture:
    """Draw *nodes*, claims first; *trails* has the numbers of those that run along each edge."""
    columns = columns_of([node.mark == "first-hand" for node in nodes], trails)
    room = min(max(_WINDOW / (max(columns) + 1) - 6, _ROOM[0]), _ROOM[1])
    texts = [tuple(_lines(node, room)) for node in nodes]
    boxes = list(map(_box, texts))
    along = {_onward(edge, columns): " ".join(numbers) for edge, numbers in trails.items()}
    plan = layered(boxes, columns, along)
    heads = _heads(nodes, columns, words)
    widest = [width(head) for head in heads]
    for column, lines in zip(columns, texts, strict=True):
        widest[column] = max([widest[column], *(width(line.shown) for line in lines)])
    sheet = _Sheet(widest, plan.height, words)
    leads = [""] * len(nodes)
    for edge, stops in plan.ways.items():
        path = sheet.path(edge, stops, nodes)
        start = edge.end if edge.lane == "circle" else edge.start
        leads[start] += f'<path class="{edge.lane}" data-trails="{along[edge]}" d="{path}"/>'
    drawn = (
        f"{sheet.node(*each)}{lead}</g>\n"
        for *each, lead in zip(nodes, columns, plan.heights, boxes, texts, leads, strict=True)
    )
    styles = {edge.lane for edge in along}
    return Picture(
        html="".join((*sheet.heads(heads), *drawn)),
        width=sheet.width,
        height=_HEAD + plan.height,
        styles=tuple(style for style in _STYLES if style in styles),
    )


def _onward(edge: Edge, columns: Sequence[int]) -> Edge:
    """One that leads back, and so closes a circle, is drawn from its end."""
    start, end, _ = edge
    return edge if columns[start] < columns[end] else Edge(end, start, "circle")


def _lines(node: Node, room: float) -> Iterator[_Line]:
    """A claim's lines are around its height; trails run on between the two texts of a source."""
    shown = wrap(node.text, room, 4 if node.number else 2)
    first = 5 - _PITCH * (len(shown) - 1) // 2 if node.number else 13 - _PITCH * len(shown)
    for n, line in enumerate(shown):
        yield _Line("claimed" if node.number else "whose", line, first + _PITCH * n)
    for n, line in enumerate(wrap(node.title, room, 2)):
        yield _Line("titled", line, 16 + _PITCH * n)


def _box(lines: Sequence[_Line]) -> Box:
    downs = [line.down for line in lines] or [0]
    return Box(max(14 - downs[0], 8) + _GAP // 2, max(6 + downs[-1], 8) + _GAP // 2)


def _heads(nodes: Sequence[Node], columns: Sequence[int], words: Words) -> list[str]:
    """The heads of the columns; those between outlets and origins have one for all."""
    last = max(columns)
    names = ["claims", "outlets", "between", *[""] * last][: last + 1]
    if any(node.mark == "first-hand" and columns[n] == last for n, node in enumerate(nodes)):
        names[-1] = "origins"
    return [term(words, f"picture.{name}") if name else "" for name in names]


class _Sheet:
    """Columns, with gutters between them. From right to left all is mirrored."""

    def __init__(self, widest: Sequence[float], height: int, words: Words) -> None:
        first, other = (min(max(height // part, _GUTTER[0]), _GUTTER[1]) for part in _SLOPES)
        widths = [_INDENT + ceil(ems * _EM) + _AFTER for ems in widest]
        gutters = [0, first, *[other] * len(widths)]
        self._rights = list(accumulate(map(add, widths, gutters)))
        self._lefts = list(map(sub, self._rights, widths))
        self.width = self._rights[-1]
        self._is_mirrored = words.direction == "rtl"

    def _x(self, x: int) -> int:
        return self.width - x if self._is_mirrored else x

    def heads(self, heads: Sequence[str]) -> Iterator[str]:
        for left, head in zip(self._lefts, heads, strict=True):
            if head:
                x = self._x(left + _INDENT)
                yield f'<text class="head" x="{x}" y="17">{escape(head)}</text>\n'

    def node(self, node: Node, column: int, y: int, box: Box, lines: Sequence[_Line]) -> str:
        """The link of a node, in a group that is still open."""
        y += _HEAD
        left, right = self._lefts[column], self._rights[column]
        top, bottom = y - box.above + _GAP // 2, y + box.below - _GAP // 2
        opening, closing = ("\u2068", "\u2069") if self._is_mirrored else ("", "")
        label = "".join(
            f'<text class="{line.style}" x="{self._x(left + _INDENT)}" y="{y + line.down}">'
            f"{opening}{escape(line.shown)}{closing}</text>"
            for line in lines
        )
        if node.number:
            about = f' data-kind="{node.mark}"'
            mark = (
                f'<text class="number" x="{self._x(left + _INDENT - 8)}" y="{y + lines[0].down}">'
                f'{node.number}</text><path class="rule" d="M{self._x(right)} {top + 3}V{bottom - 3}"/>'
            )
        else:
            about = ' class="retracted"' if node.is_retracted else ""
            mark = (
                f'<g class="stop" data-end="{node.mark}" transform="translate('
                f'{self._x(left + _DOT)} {y})">{MARKS[node.mark][1]}</g>'
            )
        return (
            f'<g{about}><a href="{escape(node.href)}" data-trails="{" ".join(node.trails)}">'
            f"<title>{escape(node.said)}</title>"
            f'<rect x="{min(self._x(left), self._x(right))}" y="{top}"'
            f' width="{right - left}" height="{bottom - top}" rx="4"/>{label}{mark}</a>'
        )

    def path(self, edge: Edge, stops: Sequence[tuple[int, int]], nodes: Sequence[Node]) -> str:
        """What ``d`` of a line is, from right to left: dashes of lines that run together coincide."""
        down = _HEAD + _SHIFTS.get(edge.lane, 0)
        start, end = nodes[edge.start], nodes[edge.end]
        (first, _), (last, y) = stops[0], stops[-1]
        leaves = self._lefts[first] + _DOT + MARKS[start.mark][0] if first else self._rights[0]
        meets = self._lefts[last] + _DOT - MARKS[end.mark][0]
        parts = [f"M{self._x(meets)} {y + down}"]
        for (column, y), (_, to) in pairwise(reversed(stops)):
            if to != y:
                left, right = self._x(self._lefts[column]), self._x(self._rights[column - 1])
                bend = (left + right) // 2
                parts.append(f"H{left}C{bend} {y + down} {bend} {to + down} {right} {to + down}")
        return "".join((*parts, f"H{self._x(leaves)}"))
