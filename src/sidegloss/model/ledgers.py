"""What was ever published: the ledger's rows, and what stands at addresses that were given up."""

from __future__ import annotations

from dataclasses import dataclass, field

from sidegloss.model.messages import Diagnostic, Location


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A claim that was published. Equal rows may stand twice; *at* is no part of what a row says."""

    article: str
    """The address of its article then (``weir/``, empty for the front page)."""
    label: str
    date: str = ""
    """The article's, then; empty where it had none."""
    words: str = ""
    """The passage's, as published or as last confirmed."""
    at: Location = field(default=Location(""), compare=False)


@dataclass(frozen=True, slots=True, order=True)
class RetiredArticle:
    """An article that was withdrawn: why, and where to go instead (an address, or empty)."""

    article: str
    reason: str = ""
    see: str = ""
    at: Location = field(default=Location(""), compare=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All rows, each once, in order."""

    rows: tuple[Row, ...] = ()
    retired: tuple[RetiredArticle, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Departed:
    """An address that was given up, and what became of what stood there.

    Where *to* is empty it was withdrawn, and *reason* says why.
    """

    address: str
    article: str
    """The name of the article that says so (``weir.md``); empty where the ledger does."""
    label: str = ""
    """Of a claim; empty for an article as a whole."""
    words: str = ""
    """The claim's, by the ledger; empty where that has no row."""
    is_moved: bool = True
    to: str = ""
    """The address that stands for it now. The front page's is empty, as elsewhere."""
    to_label: str = ""
    """The claim that stands for it now, in the article at *to*."""
    reason: str = ""
    see: str = ""
    """Where to go instead, as the ledger says of a withdrawn article."""
