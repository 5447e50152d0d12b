"""Sources as citations show them, and the trails that citations begin."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.model import End, Form, Name, Retraction, Stance


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as a citation may show it. Fields bear CSL's names; dates are texts for ``date``."""

    key: str
    href: str
    """Of its own page."""
    type: str
    title: str
    author: tuple[Name, ...]
    editor: tuple[Name, ...]
    container_title: str
    publisher: str
    publisher_place: str
    volume: str
    issue: str
    number: str
    page: str
    edition: str
    genre: str
    medium: str
    language: str
    issued: str
    accessed: str
    original_date: str
    url: str
    doi: str
    isbn: str
    archive: str
    archive_location: str
    archive_url: str
    archived: str
    access: str
    snapshot: str
    """Where its kept copy stands on this site; empty where that is not published."""
    retracted: Retraction | None

    def __hash__(self) -> int:
        """By key and address: a page asks for the citations of the same few again and again."""
        return hash((self.key, self.href))


@dataclass(frozen=True, slots=True)
class StepView:
    """One stop of a trail. *manner* says how the stop before came by it; empty on the first."""

    source: CitedSource
    locator: str
    manner: str
    is_own: bool
    """False where the step comes from the source's record and not from the note."""
    shown: str = ""
    """The locator as html, where readers see more than its text: emphasis, a suffix."""


@dataclass(frozen=True, slots=True)
class TrailView:
    stance: Stance
    signal: str
    """The author's own words before it ("cf.", "as counted by"); empty where there are none."""
    form: Form
    """Whether its sentence shows the author, and how."""
    signal_html: str
    """*signal* as html, where it holds emphasis."""
    steps: tuple[StepView, ...]
    end: End
    ways: tuple[StepView, ...]
    """Where *end* is UNDETERMINED: what the last step may rest on."""
    quotation: str
    """The source's own words; empty where the note gives none."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Trails drawn together: *feeders* lead to the first of *steps*, which go on to an end.

    A trail that meets no other is a branch without feeders whose first step is the outlet.
    """

    stance: Stance
    feeders: tuple[Branch, ...]
    steps: tuple[StepView, ...]
    manner: str
    """How the last step came by what it leads into; empty where the branch leads to an end."""
    locator: str
    """Where in what it leads into."""
    end: End | None
    """None where the branch leads into another."""
    ways: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class Bracket:
    """Citations where they stand in the sentence: to be shown in their short form.

    *is_attribution* closes a block quotation (``— Source, p. 3``). *is_alone* is the whole of its
    paragraph: the trails below the note say it already, so nothing need be shown.
    """

    citations: tuple[TrailView, ...]
    is_attribution: bool
    is_alone: bool
    is_named: bool = False
    """A source named in the sentence itself: ``@key says``."""
