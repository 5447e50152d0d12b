"""An article's sourcing, drawn."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.model import End, Kind, Stance
from sidegloss.views.citations import CitedSource
from sidegloss.views.frames import Frame


@dataclass(frozen=True, slots=True)
class SourcingRow:
    """A trail of a claim, for the table below the drawing."""

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
class SourcingView:
    """``sourcing.html``: an article's claims and what they rest on, drawn in columns."""

    frame: Frame
    article_title: str
    article_href: str
    summary: str
    """What the drawing shows, in a sentence."""
    further: str
    """What else it shows, in a few sentences."""
    box: str
    """The ``viewBox`` of its ``<svg>``; *width* and *height* are its size, in rem."""
    width: str
    height: str
    html: str
    """The inside of its ``<svg>``: heads of the columns, then claims by their numbers, then sources
    in the order in which they are met; each is a link, and its lines follow it."""
    styles: tuple[str, ...]
    """Of the lines that there are, in the order of the legend: a stance (from a claim to a source),
    ``step`` (from source to source) or ``circle``."""
    marks: tuple[tuple[str, str], ...]
    """Of the sources that there are, in the order of the legend: what it is (``step``: rests on another;
    else how trails end there) and a piece of svg around 0 0, 16 units wide at most."""
    rows: tuple[SourcingRow, ...]
