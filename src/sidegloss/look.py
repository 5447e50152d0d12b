"""The pages of a site as it stands -> what a preview shows of them, rendered when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from sidegloss.model import Diagnostic, Output, Settings
from sidegloss.views import Page


def _nothing(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Look:
    """A site at one moment. Nothing of it is written."""

    diagnostics: tuple[Diagnostic, ...]
    settings: Settings | None = None
    """None where they cannot be read."""
    paths: frozenset[str] = frozenset()
    """What would be published; empty where a mistake keeps the site from being built."""
    at: Callable[[str], bytes | Path | None] = field(default=_nothing, repr=False)
    """What stands at a path; None where nothing does. Raises SiteError where a template fails."""


class Renderings:
    """The pages that were asked for, each with the view and the theme that it was made of.

    As large as what somebody looks at, never as large as the site.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[Page, str, bytes]] = {}
        self._lock = Lock()

    def reader(
        self,
        shown: Mapping[str, Page],
        others: Mapping[str, bytes | Path],
        render: Callable[[Page], Output],
        version: str,
    ) -> Callable[[str], bytes | Path | None]:
        """path -> what stands there: a page by *render*, or one of *others*.

        *version* is the theme's. One page is rendered at a time: Jinja holds the interpreter anyway.
        """
        for path in [path for path in self._known if path not in shown]:
            self._known.pop(path, None)

        def read(path: str) -> bytes | Path | None:
            page = shown.get(path)
            if page is None:
                return others.get(path)
            with self._lock:
                known = self._known.get(path)
                if known and known[1] == version and known[0] == page:
                    return known[2]
                html = render(page).data
                self._known[path] = (page, version, html)
                return html

        return read
