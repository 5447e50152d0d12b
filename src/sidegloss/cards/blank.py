"""-> the svg of the default picture: a page as the logo mark has it, without a word.

Lines of text, a claim among them, the rule, and the gloss at the side.
"""

from __future__ import annotations

from sidegloss.cards.drawing import ACCENT, HEIGHT, INK, PANEL, RULE, WIDTH, framed, underline

_TINT = "#fbeadb"
_LINE = 'stroke-linecap="round" stroke-width="16"'
# of the lines of text: where they end, and where the claim in them begins and ends
_LINES = (
    (770, 0, 0),
    (735, 0, 0),
    (780, 372, 780),
    (752, 96, 612),
    (765, 0, 0),
    (470, 0, 0),
)
_FIRST, _LEADING = 128, 76


def draw_blank() -> str:
    """The whole svg."""
    text = "".join(_line(number, *ends) for number, ends in enumerate(_LINES))
    panel = (
        f'<rect x="{PANEL}" width="{WIDTH - PANEL}" height="{HEIGHT}" fill="{_TINT}"/>'
        f'<rect x="{PANEL}" width="{RULE}" height="{HEIGHT}" fill="{ACCENT}"/>'
    )
    at = _FIRST + 2.5 * _LEADING
    gloss = "".join(
        f'<path d="M976 {at + offset:g}H{end}" stroke="{ACCENT}" {_LINE} stroke-opacity="{opacity}"/>'
        for offset, end, opacity in ((-38, 1088, 1), (0, 1124, 0.45), (38, 1050, 0.45))
    )
    return framed(
        text + panel + f'<circle cx="930" cy="{at - 38:g}" r="14" fill="{ACCENT}"/>' + gloss
    )


def _line(number: int, end: int, claim: int, claim_end: int) -> str:
    y = _FIRST + number * _LEADING
    line = f'<path d="M96 {y}H{end}" stroke="{INK}" {_LINE} stroke-opacity=".16"/>'
    if not claim_end:
        return line
    return (
        line
        + f'<path d="M{claim} {y}H{claim_end}" stroke="{INK}" {_LINE} stroke-opacity=".8"/>'
        + underline("disputed", [claim - 8, claim_end + 8], y + 10, 76, ACCENT)
    )
