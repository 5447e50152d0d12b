"""An act that may fail in any way -> its result, or the messages that say what failed.

The one place where the preview catches exceptions: it goes on, and tries again with the next change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sidegloss.model import Diagnostic, Location, Severity, SiteError

T = TypeVar("T")

SHOWN = 200
"""Characters of an exception's text that a message has: it may hold a whole file."""


class Faults:
    """Runs what may fail. *failed* is called with each different exception once."""

    def __init__(self, failed: Callable[[Exception], object]) -> None:
        self._failed = failed
        self._seen: set[str] = set()

    def attempt(self, act: Callable[[], T]) -> T | tuple[Diagnostic, ...]:
        """What *act* returns, or why it failed. Raises OSError where the system refused a file."""
        try:
            return act()
        except SiteError as refusal:
            return refusal.diagnostics
        except OSError:
            raise
        except Exception as fault:  # noqa: BLE001 - shown to the author; the preview goes on
            told = _in_short(fault)
            if told not in self._seen:
                self._seen.add(told)
                self._failed(fault)
            return (_internal(told),)


def _in_short(fault: Exception) -> str:
    return " ".join(f"{type(fault).__name__}: {fault}".split())[:SHOWN]


def _internal(told: str) -> Diagnostic:
    return Diagnostic(
        "internal-fault",
        Severity.ERROR,
        f"Sidegloss failed because of an internal fault: {told}",
        Location("sidegloss"),
        "undo the last change to go on, and report the fault: the terminal says how",
    )
