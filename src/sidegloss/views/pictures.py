"""An article's sourcing, drawn."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.model import End, Kind, Stance
from sidegloss.views.citations import CitedSource
from sidegloss.views.frames import Count


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A line of the picture, from one node to another."""

    path: str
    """What ``d`` of a ``<path>`` holds."""
    style: str
    """A stance (from a claim to a source), ``step`` (from source to source) or ``circle``."""
    trails: tuple[int, ...]
    """Numbers of the trails that run along it: what has one in common lights up together."""


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A claim or a source in the picture. All measures are pixels."""

    href: str
    trails: tuple[int, ...]
    """Numbers of the trails that pass through it."""
    number: int
    """The number of a claim's note; 0 for a source."""
    kind: Kind | None
    """A claim's; None for a source."""
    name: tuple[str, ...]
    """What there is room for, in one or two lines: of a claim, or whose a source is."""
    below: str
    """A source's title below its *name*; empty for a claim and where the title is its name."""
    title: str
    """The same in full."""
    mark: str
    """How it is drawn: ``claim``, ``step`` (rests on what follows) or an end (``first-hand`` …)."""
    is_retracted: bool
    x: int
    """Of its mark; that of a claim is its number."""
    y: int
    """Its middle."""
    text_x: int
    left: int
    """Of the area that belongs to it."""
    width: int
    height: int
    leads: tuple[PictureLine, ...]
    """The lines from it; those of a source run on between its two lines of text."""


@dataclass(frozen=True, slots=True)
class PictureColumn:
    """The head of a column: ``claims``, ``outlets``, ``between`` or ``origins``."""

    name: str
    x: int


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
    ways: tuple[CitedSource, ...]
    """Where *end* is UNDETERMINED: what the last may rest on."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """An article's claims and what they rest on, drawn in columns; for ``picture.html``."""

    article_title: str
    href: str
    """Of the page that shows it in full; empty where there is none, or this is it."""
    width: int
    height: int
    columns: tuple[PictureColumn, ...]
    nodes: tuple[PictureNode, ...]
    """Claims by their numbers, then sources in the order in which they are met."""
    styles: tuple[str, ...]
    """Of the lines that there are, in the order of the legend."""
    marks: tuple[str, ...]
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
