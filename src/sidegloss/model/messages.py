"""Places and messages: one thing to tell the author, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where in the author's own file: lines and columns count characters from 1.

    Line 0 means the file as a whole. The end is exclusive; an end of 0 means one character.
    """

    path: str
    line: int = 0
    column: int = 1
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to tell the author. *code* names the rule that ought to hold."""

    code: str
    severity: Severity
    message: str
    at: Location
    hint: str = ""


def in_order(told: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by place."""
    return sorted(told, key=lambda each: (each.at, each.severity, each.code, each.message))


class SiteError(Exception):
    """A refusal to go on: the site cannot be read at all, and the author can mend it."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type[SiteError], tuple[Diagnostic, ...]]:
        """As it was, where it was met in another process."""
        return type(self), self.diagnostics
