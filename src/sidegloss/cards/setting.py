"""A text, type and a box -> lines of shaped runs that fit it, and the svg that sets them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

from sidegloss.cards.directions import in_sight
from sidegloss.cards.faces import Run, advance, lacking, runs
from sidegloss.cards.lines import (
    ELLIPSIS,
    Measure,
    balanced,
    clean,
    clusters,
    pieces,
    shortened,
    wrapped,
)

# a text of which more than this part cannot be drawn is not drawn at all
_MOST_LACKING = 0.1


@dataclass(frozen=True, slots=True)
class Hand:
    """What a text is set with besides its type: where other fonts lie, its language and direction."""

    folders: tuple[str, ...]
    language: str
    is_rtl: bool


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes in pixels; *leading* from one baseline to the next."""

    size: float
    leading: float
    weight: int = 400


@dataclass(frozen=True, slots=True)
class Line:
    """*width* in pixels."""

    text: str
    runs: tuple[Run, ...]
    width: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one type."""

    type: Type
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * self.type.leading


def drawn(text: str, hand: Hand) -> str:
    """*text* as it can be drawn: an ellipsis for letters that no face has.

    Signs and emoji are left out without one. Empty where too little would be left to be honest.
    """
    ready = clean(text)
    absent = lacking(ready, hand.folders, hand.language)
    if not absent:
        return ready
    kept: list[str] = []
    gone = 0
    for cluster in clusters(ready):
        if absent.find(cluster[0]) < 0:
            kept.append(cluster)
        elif cluster[0].isalnum():
            gone += 1
            kept += [] if kept[-1:] == [ELLIPSIS] else [ELLIPSIS]
    letters = sum(char.isalnum() for char in "".join(kept))
    return clean("".join(kept)) if gone <= _MOST_LACKING * (gone + letters) else ""


def line(text: str, style: Type, hand: Hand) -> Line:
    """*text* on one line."""
    parts, ems = _shaped(text, style.weight, hand)
    return Line(text, parts, style.size * ems)


@lru_cache(4096)
def _shaped(text: str, weight: int, hand: Hand) -> tuple[tuple[Run, ...], float]:
    parts = runs(text, weight, hand.folders, hand.language, is_rtl=hand.is_rtl)
    return parts, sum(map(advance, parts))


def fitted(
    text: str,
    types: tuple[Type, ...],
    width: float,
    height: float,
    hand: Hand,
    *,
    quotes: tuple[str, str] = ("", ""),
) -> Block:
    """*text* in the first of *types*, which differ in size, in which all of it fits; else shortened in the last.

    A word is broken only in the last. *text* is one that `drawn` gave.
    """
    last = types[-1]
    if not text:
        return Block(last, ())
    measure = _measure(last.weight, hand)

    def fits(part: str, style: Type) -> bool:
        parts = pieces(quotes[0] + part + quotes[1])
        room = width / style.size
        if style is not last and any(measure(piece.text) > room for piece in parts):
            return False
        lines = wrapped(parts, room, measure)
        return len(lines) * style.leading <= height and all(measure(each) <= room for each in lines)

    style = next((style for style in types if fits(text, style)), None)
    if style is None:
        style, text = last, shortened(text, lambda part: fits(part, last))
    lines = (
        balanced(pieces(quotes[0] + text + quotes[1]), width / style.size, measure) if text else ()
    )
    return Block(style, tuple(line(each, style, hand) for each in lines))


def _measure(weight: int, hand: Hand) -> Measure:
    """What says how wide a text is, in ems."""
    known: dict[str, float] = {}

    def measure(text: str) -> float:
        if text not in known:
            known[text] = _shaped(text, weight, hand)[1]
        return known[text]

    return measure


def set_line(item: Line, style: Type, x: float, y: float, *, fill: str, hand: Hand) -> str:
    """The svg of a line that begins at *x* (on the right, where it is read from there).

    Each run is a text of its own: in one that holds several faces, resvg may set all in one of them.
    """
    left = x - item.width if hand.is_rtl else x
    svg = ""
    for run in in_sight([(run, run.level) for run in item.runs]):
        svg += _set_run(run, style, left, y, fill)
        left += style.size * advance(run)
    return svg


def _set_run(run: Run, style: Type, x: float, y: float, fill: str) -> str:
    text = run.text.strip(" ")
    if not text:
        return ""
    # resvg would set blanks at the ends of a line by the direction of the page, not by that of the run
    on_the_left = run.text.rstrip(" ") if run.level % 2 else run.text.lstrip(" ")
    x += style.size * (advance(run) - advance(replace(run, text=on_the_left)))
    # it lays out every text from left to right; an isolate gives it the direction of the run
    first, last = ("\u2067", "\u2069") if run.level % 2 else ("", "")
    return (
        f'<text xml:space="preserve" x="{x:.1f}" y="{y:.1f}" font-family="\'{escape(run.face.family)}\'"'
        f' font-size="{style.size:g}" font-weight="{run.face.weight}" fill="{fill}">'
        f"{first}{escape(text)}{last}</text>"
    )


def set_block(block: Block, x: float, y: float, fill: str, hand: Hand) -> str:
    """The svg of lines whose first has its baseline at *y*."""
    return "".join(
        set_line(item, block.type, x, y + number * block.type.leading, fill=fill, hand=hand)
        for number, item in enumerate(block.lines)
    )


def font_files(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The font files that *blocks* are set in, each once."""
    return tuple(
        dict.fromkeys(
            run.face.path for block in blocks for item in block.lines for run in item.runs
        )
    )
