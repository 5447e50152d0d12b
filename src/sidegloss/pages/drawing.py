"""Claims, sources and the trails between them -> the inside of an svg.

Lengths are in twentieths of a rem, so that the drawing grows with the text of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from sidegloss.layers import Box, Drawing, Edge, Route, columns_of, layered
from sidegloss.pages.labels import width, wrap
from sidegloss.words import Words, term

EDGE = 25
"""Room on the left and on the right, as wide as the margin of a narrow page: there the ends fade."""
_HEAD, _FOOT, _GAP = 44, 6, 14
_SIZES = {"claimed": 14, "whose": 13.5, "titled": 13, "head": 12.5}
"""Of text, as in sourcing.css."""
_WINDOW, _ROOM = 98, (10.5, 16)
"""In ems: of a wide window, which the columns share, and of a line in a column."""
_PITCH = 17
_CLAIM_INDENT, _SOURCE_INDENT = 28, 21
"""From the left of a column to its text."""
_DOT = 8
"""From the left of a column to the middle of the marks of sources."""
_GUTTER, _SLOPE = (40, 90), 6
"""A gutter is a sixth as wide as its steepest line is high, within these bounds."""
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
STYLES = ("supports", "disputes", "context", "step", "circle")


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
    trails: Sequence[int]
    """The numbers of those that pass through it."""
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


def draw(nodes: Sequence[Node], trails: Mapping[Edge, Sequence[int]], words: Words) -> Picture:
    """Draw *nodes*, claims first; *trails* has the numbers of those that run along each edge."""
    columns = 1 + max(columns_of([_box(node, ()) for node in nodes], sorted(trails))[0])
    room = min(max(_WINDOW / columns - 6, _ROOM[0]), _ROOM[1])
    lines = [tuple(_lines(node, room)) for node in nodes]
    plan = layered(list(map(_box, nodes, lines)), trails, _GAP)
    sheet = _Sheet(plan, nodes, lines, words)
    leads = [""] * len(nodes)
    radii = {n: MARKS[node.mark][0] for n, node in enumerate(nodes) if not node.number}
    for route in plan.routes:
        leads[route.edge.start] += (
            f'<path class="{_style(route)}" data-trails="{_numbers(trails[route.edge])}"'
            f' d="{sheet.path(route, radii)}"/>'
        )
    drawn = (
        f"{sheet.node(node, spot, text)}{lead}</g>\n"
        for node, spot, text, lead in zip(nodes, plan.spots, lines, leads, strict=True)
    )
    styles = set(map(_style, plan.routes))
    return Picture(
        html="".join((*sheet.heads(), *drawn)),
        width=sheet.width,
        height=_HEAD + plan.height + _FOOT,
        styles=tuple(style for style in STYLES if style in styles),
    )


def _style(route: Route) -> str:
    return "circle" if route.is_back else route.edge.lane


def _numbers(trails: Sequence[int]) -> str:
    """What has one of these in common is lit together."""
    return " ".join(map(str, trails))


def _lines(node: Node, room: float) -> Iterator[_Line]:
    """A claim's lines are around its height; trails run on between the two texts of a source."""
    shown = wrap(node.text, room, 4 if node.number else 2)
    for n, line in enumerate(shown):
        down = 5 - _PITCH * (len(shown) - 1) // 2 if node.number else 13 - _PITCH * len(shown)
        yield _Line("claimed" if node.number else "whose", line, down + _PITCH * n)
    for n, line in enumerate(wrap(node.title, room, 2)):
        yield _Line("titled", line, 16 + _PITCH * n)


def _box(node: Node, lines: Sequence[_Line]) -> Box:
    return Box(
        above=max(14 - min((line.down for line in lines), default=0), 8),
        below=max(6 + max((line.down for line in lines), default=0), 8),
        is_last=node.mark == "first-hand",
    )


class _Sheet:
    """Where the columns of a drawing are. From right to left all is mirrored."""

    def __init__(
        self,
        plan: Drawing,
        nodes: Sequence[Node],
        lines: Sequence[Sequence[_Line]],
        words: Words,
    ) -> None:
        self._plan = plan
        last = max(column for column, _ in plan.spots)
        has_origins = any(
            node.mark == "first-hand" and column == last
            for node, (column, _) in zip(nodes, plan.spots, strict=True)
        )
        names = ["claims", "outlets", *["between"] * (last > 1)][: last + 1 - has_origins]
        self._titles = {n: term(words, f"picture.{name}") for n, name in enumerate(names)}
        if has_origins:
            self._titles[last] = term(words, "picture.origins")
        widest = [_SIZES["head"] * width(self._titles.get(n, "")) for n in range(last + 1)]
        for (column, _), those in zip(plan.spots, lines, strict=True):
            for line in those:
                widest[column] = max(widest[column], _SIZES[line.style] * width(line.shown))
        steepest = [0] * last
        for route in plan.routes:
            for (column, above), (_, below) in pairwise(route.stops):
                steepest[column] = max(steepest[column], abs(above - below))
        self._lefts, self._rights = [0], [_CLAIM_INDENT + ceil(widest[0]) + 12]
        for needed, rise in zip(widest[1:], steepest, strict=True):
            gutter = min(max(rise // _SLOPE, _GUTTER[0]), _GUTTER[1])
            self._lefts.append(self._rights[-1] + gutter)
            self._rights.append(self._lefts[-1] + _SOURCE_INDENT + ceil(needed) + 8)
        self.width = self._rights[-1]
        self._is_mirrored = words.direction == "rtl"

    def _x(self, x: int) -> int:
        return self.width - x if self._is_mirrored else x

    def heads(self) -> Iterator[str]:
        """The heads of the columns; those between outlets and origins have one for all."""
        for column, title in self._titles.items():
            left = self._lefts[column] + (1 if column else _CLAIM_INDENT)
            yield f'<text class="head" x="{self._x(left)}" y="17">{escape(title)}</text>\n'

    def node(self, node: Node, spot: tuple[int, int], lines: Sequence[_Line]) -> str:
        """The link of a node, in a group that is still open."""
        column, y = spot[0], spot[1] + _HEAD
        left, right = self._lefts[column], self._rights[column]
        box = _box(node, lines)
        text = self._x(left + (_CLAIM_INDENT if node.number else _SOURCE_INDENT))
        opening, closing = ("\u2068", "\u2069") if self._is_mirrored else ("", "")
        label = "".join(
            f'<text class="{line.style}" x="{text}" y="{y + line.down}">'
            f"{opening}{escape(line.shown)}{closing}</text>"
            for line in lines
        )
        if node.number:
            about = f' data-kind="{node.mark}"'
            mark = (
                f'<text class="number" x="{self._x(_CLAIM_INDENT - 10)}" y="{y + lines[0].down}">'
                f'{node.number}</text><path class="rule" d="M{self._x(right)} {y - box.above + 3}V'
                f'{y + box.below - 3}"/>'
            )
        else:
            about = ' class="retracted"' if node.is_retracted else ""
            mark = (
                f'<g class="stop" data-end="{node.mark}" transform="translate('
                f'{self._x(left + _DOT)} {y})">{MARKS[node.mark][1]}</g>'
            )
        return (
            f'<g{about}><a href="{escape(node.href)}" data-trails="{_numbers(node.trails)}">'
            f"<title>{escape(node.said)}</title>"
            f'<rect x="{self._x(right if self._is_mirrored else left)}" y="{y - box.above}"'
            f' width="{right - left}" height="{box.above + box.below}" rx="4"/>{label}{mark}</a>'
        )

    def path(self, route: Route, radii: Mapping[int, int]) -> str:
        """What ``d`` of a route is, drawn from right to left; *radii* are those of marks, by node.

        The dashes of lines that run together into one node then coincide.
        """
        first, last = (route.edge.end, route.edge.start) if route.is_back else route.edge[:2]
        shift = _HEAD + _SHIFTS.get(_style(route), 0)
        column, y = route.stops[-1]
        x = self._lefts[column]
        parts = [f"M{self._x(x + _DOT - radii[last])} {y + shift}H{self._x(x)}"]
        for n, (column, to) in reversed(list(enumerate(route.stops[:-1]))):
            right, middle = self._rights[column], (self._rights[column] + x) // 2
            bend = f"C{self._x(middle)} {y + shift} {self._x(middle)} {to + shift} "
            parts.append(
                f"{bend}{self._x(right)} {to + shift}" if to != y else f"H{self._x(right)}"
            )
            x, y = self._lefts[column], to
            if column:
                parts.append(f"H{self._x(x if n else x + _DOT + radii[first])}")
        return "".join(parts)
