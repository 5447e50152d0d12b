"""Sources: records of something citable, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sidegloss.model.messages import Diagnostic, Location


@dataclass(frozen=True, slots=True)
class Name:
    """A person (*family*, *given*) or an organisation (*literal*), as CSL has it.

    A *literal* ``others`` at the end of a list stands for those who are not named ("et al.").
    """

    family: str = ""
    given: str = ""
    literal: str = ""
    particle: str = ""
    suffix: str = ""
    is_family_first: bool = False
    """Written family, given, without a space, as Chinese, Japanese and Korean names are."""


class End(StrEnum):
    """Where a trail ends. Only FIRST_HAND is an origin."""

    FIRST_HAND = "first-hand"
    UNKNOWN = "unknown"
    NOT_ASKED = "not-asked"
    UNDETERMINED = "undetermined"
    """The record names several ways on, and the note does not say which this claim took."""
    CIRCULAR = "circular"


@dataclass(frozen=True, slots=True)
class Ground:
    """One entry of ``rests-on``: what a source rests on, where in it, and how."""

    key: str
    locator: str = ""
    manner: str = "via"
    note: str = ""
    at: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Retraction:
    date: str = ""
    reason: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A record of something citable. Fields bear CSL's names, ``-`` written ``_``.

    Dates are texts in the forms that product.md allows (``2026-03-09``, ``2026-03``, ``2026``,
    ``c. 1840``, ``1939/1945``); `words.date` shows them.
    """

    key: str
    type: str = ""
    title: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    other_names: tuple[tuple[str, tuple[Name, ...]], ...] = ()
    """(role, names): compiler, translator, interviewer …"""
    container_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    volume: str = ""
    issue: str = ""
    number: str = ""
    page: str = ""
    edition: str = ""
    genre: str = ""
    medium: str = ""
    language: str = ""
    issued: str = ""
    accessed: str = ""
    original_date: str = ""
    url: str = ""
    doi: str = ""
    isbn: str = ""
    archive: str = ""
    archive_location: str = ""
    other: tuple[tuple[str, str], ...] = ()
    """Further CSL fields, as written; nothing of them is shown."""
    archive_url: str = ""
    archived: str = ""
    access: str = ""
    snapshot: str = ""
    text: str = ""
    publish_snapshot: bool = False
    retracted: Retraction | None = None
    grounds: tuple[Ground, ...] = ()
    """What it rests on; empty where *end* says why there is nothing."""
    end: End | None = None
    """FIRST_HAND, UNKNOWN or NOT_ASKED; None where there are grounds."""
    at: Location = field(default=Location(""), compare=False)
    places: tuple[tuple[str, Location], ...] = field(default=(), compare=False)
    """(field as written, where its value stands)."""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """All sources of a site, by key in order, and what is wrong with them."""

    sources: tuple[Source, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    lost: tuple[str, ...] = ()
    """Keys of entries that could not be read: a citation of one is no mistake of its own."""
    unreadable: tuple[str, ...] = ()
    """Paths of files of which it is not known what keys they have."""
