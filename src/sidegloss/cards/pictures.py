"""CardView -> the PNG of its picture, and what its letters are set in."""

from __future__ import annotations

from sidegloss.cards import faces
from sidegloss.cards.blank import draw_blank
from sidegloss.cards.drawing import draw
from sidegloss.cards.lines import clean
from sidegloss.views import CardView


def picture(card: CardView, folders: tuple[str, ...] | None = None) -> bytes:
    """The PNG of *card*. Letters that the shipped font lacks are looked for in *folders*.

    These are the machine's own where none are given. A text in letters that no font has is left out; see
    `lacking`.
    """
    drawn = draw(card, faces.system_folders() if folders is None else folders)
    return _rendered(drawn.svg, drawn.fonts)


def fonts(card: CardView, folders: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """The files of fonts, besides the shipped, that the picture of *card* is set in."""
    where = faces.system_folders() if folders is None else folders
    return tuple(face.path for face in faces.others(_letters(card), where, card.language))


def lacking(card: CardView, folders: tuple[str, ...] | None = None) -> str:
    """The characters of *card* that no font has, in the order of their numbers."""
    where = faces.system_folders() if folders is None else folders
    return faces.lacking(_letters(card), where, card.language)


def blank_picture() -> bytes:
    """The PNG for a site without pictures of its own: the mark, and a claim with its gloss; no word."""
    return _rendered(draw_blank(), ())


def _letters(card: CardView) -> str:
    texts = (
        card.text,
        *card.quotes,
        card.label,
        card.standing,
        card.article_title,
        card.byline,
        card.site_title,
    )
    return clean(" ".join(texts))


def _rendered(svg: str, files: tuple[str, ...]) -> bytes:
    import resvg_py  # noqa: PLC0415 - an extra

    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=list(files))
