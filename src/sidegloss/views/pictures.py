"""An article's sourcing, drawn."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.model import End, Kind, Stance
from sidegloss.views.citations import CitedSource
from sidegloss.views.frames import Count


@dataclass(frozen=True, slots=True)
class PictureMark:
    """How the picture marks a source, for its legend."""

    name: str
    """``step`` (rests on what follows) or how trails end there (``first-hand`` …)."""
    html: str
    """A piece of svg around 0 0, 16 pixels wide at most."""


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A trail of a claim, for the table beside the picture."""

    number: int
    claim: str
    href: str
    kind: Kind
    stance: Stance
    outlet: CitedSource
    last: CitedSource
    """Where the trail ends: the origin, where *end* is FIRST_HAND."""
    end: End
    retracted: CitedSource | None
    """The first retracted source that the trail passes through: it reaches no origin."""
    ways: tuple[CitedSource, ...]
    """Where *end* is UNDETERMINED: what the last may rest on."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """An article's claims and what they rest on, drawn in columns; for ``picture.html``."""

    article_title: str
    href: str
    """Of the page that shows it in full; empty where there is none, or this is it."""
    width: int
    """In pixels, as *height*."""
    height: int
    html: str
    """The inside of its ``<svg>``: heads of the columns, then claims by their numbers, then sources
    in the order in which they are met; each is a link, and its lines follow it."""
    styles: tuple[str, ...]
    """Of the lines that there are, in the order of the legend: a stance (from a claim to a source),
    ``step`` (from source to source) or ``circle``."""
    marks: tuple[PictureMark, ...]
    """Of the sources that there are, in the order of the legend."""
    rows: tuple[PictureRow, ...]
    claims: int
    sources: int
    origins: int
    """How many of the sources are origins."""
    ends: tuple[Count, ...]
    """Of the sources at which trails end without an origin."""
    disputed: int
    """How many claims a source disputes."""
    left_out: int
    """How many notes cite nothing and so are not drawn."""
