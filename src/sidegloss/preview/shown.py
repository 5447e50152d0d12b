"""Looks at a site -> what is served of the last good one, and what open pages are told."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from threading import Lock

from sidegloss.hosting import Shelf
from sidegloss.look import Look
from sidegloss.model import Diagnostic, Severity, SiteError
from sidegloss.preview.editors import address
from sidegloss.report import ordered, report, summary
from sidegloss.serve import News

OWN = {"~preview.js": "preview.js", "~preview.css": "preview.css"}
"""What the preview adds to a site: ``~`` begins no slug, so nothing of the site is hidden."""

TOLD_AT_MOST = 40
"""Messages that open pages are told of; the counts are of all."""

_NOTHING = b"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width"><title>Nothing to show yet</title></head>
<body><main><p>There is nothing to show yet: the site has mistakes, and has not been built before.</p></main></body></html>
"""
_FINGERPRINT = re.compile(rb'\.[0-9a-f]{8}(?=\.css")')
_FIRST = re.compile(rb"<link\b|<script\b|<style\b|</head>", re.IGNORECASE)


class Shown:
    """What is shown of a site. Takes looks in one thread, and is asked in many."""

    def __init__(
        self,
        site: Path,
        text_of: Callable[[str], str],
        editor: str,
        base: str,
        news: News,
    ) -> None:
        self.editor = editor
        self.news = news
        self._site, self._text_of, self._base = site.absolute(), text_of, base
        self._look = Look(())
        self._names = frozenset({"404.html", *OWN})
        self._diagnostics: tuple[Diagnostic, ...] = ()
        self._failed: dict[str, tuple[Diagnostic, ...]] = {}
        self._kept: dict[str, bytes] = {}
        self._changed: dict[str, int] = {}
        self._turn = 0
        self._lock = Lock()
        folder = Path(__file__).parent
        self._own = {name: (folder / file).read_bytes() for name, file in OWN.items()}

    def take(self, look: Look, changed: frozenset[str]) -> None:
        """Show *look* from now on, or the one before it where that cannot be shown.

        *changed* are the names of files that may hold something else than before.
        """
        with self._lock:
            self._turn += 1
            self._diagnostics = look.diagnostics
            if look.paths:
                if look.paths is not self._look.paths:
                    self._names = look.paths | OWN.keys()
                self._look, self._failed = look, {}
                self._changed |= dict.fromkeys(sorted(changed & look.paths), self._turn)
        self._tell()

    def shelf(self) -> Shelf:
        """The files as they stand."""
        look, names = self._look, self._names
        return Shelf(names, lambda name: self._read(look, name))

    def _read(self, look: Look, name: str) -> bytes | Path | None:
        if name in self._own:
            return self._own[name]
        try:
            held = look.at(name)
        except SiteError as refusal:
            held = self._kept.get(name)
            self._fail(look, name, refusal.diagnostics)
        else:
            if isinstance(held, bytes) and name.endswith(".html"):
                self._kept[name] = held
        if name.endswith(".html") and not isinstance(held, Path):
            return self._accompanied(held or _NOTHING)
        return held

    def _fail(self, look: Look, name: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        """A template failed at one page: that is told like any other mistake."""
        with self._lock:
            is_news = look is self._look and self._failed.get(name) != diagnostics
            if is_news:
                self._failed[name] = diagnostics
        if is_news:
            self._tell()

    def _accompanied(self, html: bytes) -> bytes:
        """A page with the preview's script before its own.

        The digest leaves out what the style sheets are called, which changes with what they hold:
        a page that differs in nothing else need not be shown anew.
        """
        digest = hashlib.sha256(_FINGERPRINT.sub(b"", html)).hexdigest()[:16]
        told = {"base": self._base, "page": digest, "run": self.news.run, "turn": self._turn}
        fields = "".join(f' data-{name}="{escape(str(value))}"' for name, value in told.items())
        script = f'<script src="{escape(self._base)}~preview.js"{fields}></script>\n'.encode()
        first = _FIRST.search(html)
        at = first.start() if first else len(html)
        return html[:at] + script + html[at:]

    def _tell(self) -> None:
        with self._lock:
            failed = (each for told in self._failed.values() for each in told)
            diagnostics = ordered((*self._diagnostics, *failed))
            turn, changed = self._turn, dict(self._changed)
            severities = list(Severity)
            shown = sorted(diagnostics, key=lambda each: severities.index(each.severity))
            shown = shown[:TOLD_AT_MOST]
            texts = dict(zip(ordered(shown), report(shown, "text", self._text_of), strict=True))
            word = {
                "run": self.news.run,
                "turn": turn,
                "changed": changed,
                "summary": summary(diagnostics),
                "isWrong": any(each.severity is Severity.ERROR for each in diagnostics),
                "more": len(diagnostics) - len(shown),
                "messages": [self._message(each, texts[each]) for each in shown],
            }
            # Told while nobody else can: a later word never comes before an earlier one.
            self.news.tell(json.dumps(word))

    def _message(self, diagnostic: Diagnostic, text: str) -> dict[str, str]:
        at = diagnostic.at
        file = self._site / at.path
        is_there = bool(self.editor) and file.is_file()
        return {
            "severity": str(diagnostic.severity),
            "place": f"{at.path}:{at.line}:{at.column}" if at.line else at.path,
            "text": diagnostic.message,
            "code": diagnostic.code,
            "excerpt": text.partition("\n")[2],
            "href": address(self.editor, file, at.line, at.column) if is_there else "",
        }
