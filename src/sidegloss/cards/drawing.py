"""CardView -> the svg of its picture, and the font files that it is set in.

The picture is a page with a margin: the passage to read, marked as the reading page marks it, and beside
it, in the colour of its kind, the gloss. Colours are those of the theme's light dress (reader.css).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil

from sidegloss.cards.setting import (
    Block,
    Hand,
    Type,
    drawn,
    fitted,
    font_files,
    line,
    set_block,
    set_line,
)
from sidegloss.views import CardView

WIDTH, HEIGHT = 1200, 630
PAGE, INK, MUTED, ACCENT, WASH = "#fdfcf9", "#1d1c1a", "#5e5a53", "#a8480b", "#f5f2ea"
WARNING = "#a1264f"

_COLOURS = {
    "sourced": ("#4a5568", "#eaeef5"),
    "context": ("#1f6f63", "#e3f3ef"),
    "disputed": ("#a8480b", "#fbeadb"),
    "unsourced": ("#a1264f", "#fae4ea"),
}
# templates/sprite.html, in a box of 16
_ICONS = {
    "sourced": '<circle cx="8" cy="8" r="5.6"/><path d="m5.6 8.2 1.7 1.7 3.2-3.7"/>',
    "context": '<path d="M3 4h10M3 8h10M3 12h6"/>',
    "disputed": '<path d="M2.6 5.4h9.8M9.6 2.6l2.8 2.8-2.8 2.8M13.4 10.8H3.6M6.4 8l-2.8 2.8 2.8 2.8"/>',
    "unsourced": (
        '<circle cx="8" cy="8" r="5.6"/>'
        '<path d="M6.3 6.6c.1-1.1.8-1.6 1.7-1.6 1 0 1.7.6 1.7 1.5 0 1.2-1.7 1.3-1.7 2.6M8 10.9v.3"/>'
    ),
}

_MARGIN, _TOP, _BOTTOM = 72, 64, 566
PANEL, RULE, _INSET = 856, 6, 44
_MEASURE = PANEL - _MARGIN - 52
# "1 origin" stays together
_NUMBER = re.compile(r"(\d) ")
_GLOSS = WIDTH - PANEL - _INSET - 48

_PASSAGE = tuple(Type(size, round(size * 1.4)) for size in (78, 68, 60, 54, 48, 43, 39, 36))
_HEADLINE = tuple(Type(size, round(size * 1.2), 600) for size in (84, 76, 68, 60, 54, 48))
_FINDING = (Type(30, 36, 600), Type(27, 33, 600), Type(24, 30, 600))
_LABEL = (Type(40, 46, 600), Type(34, 40, 600), Type(30, 36, 600))
_STANDING = (Type(28, 37), Type(26, 34))
_TITLE, _BYLINE = Type(26, 33, 600), Type(24, 32)
_SITE = (Type(25, 31, 600), Type(22, 28, 600))


@dataclass(frozen=True, slots=True)
class Drawing:
    """An svg without any reference, and the files of the fonts that it names."""

    svg: str
    fonts: tuple[str, ...]


def draw(card: CardView, folders: tuple[str, ...]) -> Drawing:
    """*card* drawn; letters that the shipped font lacks are looked for in *folders*."""
    hand = Hand(folders, card.language, card.direction == "rtl")
    colour, tint = _COLOURS.get(card.kind, (ACCENT, WASH))
    foot = _foot(card, hand)
    foot_height = sum(block.height for block in foot)
    passage = _passage(card, _BOTTOM - _TOP - foot_height - (28 if foot_height else 0), hand)
    finding = fitted(drawn(card.finding, hand), _FINDING, _GLOSS, 108, hand)
    label = fitted(drawn(card.label, hand), _LABEL, _GLOSS, 92 if finding.lines else 120, hand)
    standing = fitted(
        _NUMBER.sub("\\1\u00a0", drawn(card.standing, hand)), _STANDING, _GLOSS, 150, hand
    )
    site = fitted(drawn(card.site_title, hand), _SITE, _GLOSS - 46, 64, hand)
    svg = (
        _ground(colour, tint, hand)
        + _set_passage(card, passage, colour, hand)
        + _set_foot(foot, hand)
        + _set_gloss(card, (finding, label, standing), colour, hand)
        + _set_site(site, hand)
    )
    return Drawing(framed(svg), font_files((passage, *foot, finding, label, standing, site)))


def framed(inside: str) -> str:
    """A whole svg of the size of a picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAGE}"/>{inside}</svg>'
    )


def _at(x: float, hand: Hand) -> float:
    """Where *x* from the side on which reading begins lies from the left."""
    return WIDTH - x if hand.is_rtl else x


def _rect(x: float, width: float, fill: str, hand: Hand) -> str:
    left = _at(x + width, hand) if hand.is_rtl else x
    return f'<rect x="{left:g}" width="{width:g}" height="{HEIGHT}" fill="{fill}"/>'


def _ground(colour: str, tint: str, hand: Hand) -> str:
    return _rect(PANEL, WIDTH - PANEL, tint, hand) + _rect(PANEL, RULE, colour, hand)


# ---------------------------------------------------------------- the passage


def _quotes(card: CardView) -> tuple[str, str]:
    return card.quotes if card.is_quotation else ("", "")


def _passage(card: CardView, height: float, hand: Hand) -> Block:
    types = _PASSAGE if card.kind else _HEADLINE
    return fitted(drawn(card.text, hand), types, _MEASURE, height, hand, quotes=_quotes(card))


def _set_passage(card: CardView, block: Block, colour: str, hand: Hand) -> str:
    style = block.type
    # the first line's capitals stand where the icon of the gloss begins
    baseline = _TOP + style.size * 0.74
    before, after = _quotes(card)
    svg = ""
    for number, item in enumerate(block.lines):
        y = baseline + number * style.leading
        # an opening mark hangs in the margin, and the line under a claim does not run under its marks
        hung = line(before, style, hand).width if number == 0 else 0
        tail = line(after, style, hand).width if number == len(block.lines) - 1 else 0
        if card.kind:
            start, end = _MARGIN, _MARGIN + item.width - hung - tail
            svg += underline(
                card.kind, sorted((_at(start, hand), _at(end, hand))), y, style.size, colour
            )
        svg += set_line(item, style, _at(_MARGIN - hung, hand), y, fill=INK, hand=hand)
    return svg


def underline(kind: str, ends: list[float], baseline: float, em: float, colour: str) -> str:
    """As reader.css underlines a claim: dotted, dashed, wavy, heavy dotted; from left to right."""
    left, right = ends
    y = baseline + em * 0.24
    if kind == "disputed":
        return _stroke(_wave(left, right, y + em * 0.02, em), em * 0.05, "", colour)
    width, dashes = {
        "sourced": (em * 0.08, f"0 {em * 0.17:.2f}"),
        "context": (em * 0.055, f"{em * 0.2:.2f} {em * 0.16:.2f}"),
    }.get(kind, (em * 0.115, f"0 {em * 0.21:.2f}"))
    return _stroke(
        f"M{left + width / 2:.1f} {y:.1f}H{right - width / 2:.1f}", width, dashes, colour
    )


def _wave(left: float, right: float, y: float, em: float) -> str:
    count = max(1, ceil((right - left) / (em * 0.21)))
    half = (right - left) / count / 2
    return f"M{left:.1f} {y:.1f}q{half / 2:.2f} {-em * 0.1:.2f} {half:.2f} 0" + f"t{half:.2f} 0" * (
        2 * count - 1
    )


def _stroke(path: str, width: float, dashes: str, colour: str) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-opacity=".8" stroke-width="{width:.2f}"'
        f' stroke-linecap="round"{dashed}/>'
    )


# ---------------------------------------------------------------- what stands around it


def _foot(card: CardView, hand: Hand) -> tuple[Block, Block]:
    title = "" if card.article_title == card.text else drawn(card.article_title, hand)
    byline = drawn(card.byline, hand)
    return (
        fitted(title, (_TITLE,), _MEASURE, 2 * _TITLE.leading, hand),
        fitted(byline, (_BYLINE,), _MEASURE, 2 * _BYLINE.leading, hand),
    )


def _set_foot(foot: tuple[Block, Block], hand: Hand) -> str:
    title, byline = foot
    last = _BOTTOM - 4 - max(0, len(byline.lines) - 1) * byline.type.leading
    first = last - (1 if byline.lines else 0) * byline.type.leading
    first -= (len(title.lines) - 1) * title.type.leading
    x = _at(_MARGIN, hand)
    return set_block(title, x, first, INK, hand) + set_block(byline, x, last, MUTED, hand)


def _set_gloss(card: CardView, blocks: tuple[Block, Block, Block], colour: str, hand: Hand) -> str:
    """What the note comes to: a finding first, then verdict and counts."""
    finding, label, standing = blocks
    start = PANEL + _INSET
    y = float(_TOP)
    svg = ""
    if card.kind in _ICONS:
        size = 64
        # the drawings leave 2.4 of their 16 units blank around them
        left = _at(start - 9 + size, hand) if hand.is_rtl else start - 9
        svg += (
            f'<g transform="translate({left:g} {y - 9:g}) scale({size / 16:g})" fill="none" stroke="{colour}"'
            f' stroke-width="1.3" stroke-linecap="round" stroke-linejoin="round">{_ICONS[card.kind]}</g>'
        )
        y += size
    svg += set_block(finding, _at(start, hand), y + finding.type.size, WARNING, hand)
    y += finding.height + (14 if finding.lines else 0)
    svg += set_block(label, _at(start, hand), y + label.type.size, colour, hand)
    y += label.height + (14 if label.lines else 0)
    return svg + set_block(standing, _at(start, hand), y + standing.type.size, INK, hand)


def mark(x: float, y: float, size: float, ink: str = INK, accent: str = ACCENT) -> str:
    """The logo mark, its upper left corner at *x*, *y*."""
    return (
        f'<g transform="translate({x:g} {y:g}) scale({size / 24:g})" fill="none" stroke-width="2.1"'
        f' stroke-linecap="round" stroke-linejoin="round"><path stroke="{ink}" d="M2 5h11M2 12h11M2 19h7"/>'
        f'<path stroke="{accent}" d="M17.5 3.5v17"/><circle fill="{accent}" cx="21.4" cy="12" r="1.6"/></g>'
    )


def _set_site(site: Block, hand: Hand) -> str:
    start, size = PANEL + _INSET, 34
    last = _BOTTOM - 4
    first = last - max(0, len(site.lines) - 1) * site.type.leading
    left = _at(start + size, hand) if hand.is_rtl else start
    return mark(left, first - 26, size) + set_block(site, _at(start + 46, hand), first, INK, hand)
