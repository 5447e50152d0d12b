"""Looks at a site -> what is served of it, and what open pages and the terminal are told."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from threading import Lock

from sidegloss.builder.look import Look
from sidegloss.hosting import Shelf
from sidegloss.model import Diagnostic, Severity
from sidegloss.preview.editors import address
from sidegloss.preview.faults import Faults
from sidegloss.refusals import of_system
from sidegloss.report import ordered, report, summary
from sidegloss.serve import News

OWN = {"~preview.js": "preview.js", "~preview.css": "preview.css"}
"""What the preview adds to a site: ``~`` begins no slug, so nothing of the site is hidden."""

MARKS = "~placeholders.css"
"""The style sheet of placeholders, for pages that have some."""

TOLD_AT_MOST = 40
"""Messages that open pages are told of; the counts are of all."""

_FINGERPRINT = re.compile(rb'\.[0-9a-f]{8}(?=\.css")')
_FIRST = re.compile(rb"<link\b|<script\b|<style\b|</head>", re.IGNORECASE)


class Shown:
    """What is shown of a site. Takes looks in one thread, and is asked in many.

    *told* is called with all messages whenever they differ from before.
    """

    def __init__(
        self,
        site: Path,
        text_of: Callable[[str], str],
        editor: str,
        news: News,
        *,
        faults: Faults,
        told: Callable[[Sequence[Diagnostic]], None],
    ) -> None:
        self.editor = editor
        self.news = news
        self.base = "/"
        """Where the site is on its host."""
        self._site, self._text_of = site.absolute(), text_of
        self._faults, self._told = faults, told
        self._said: tuple[Diagnostic, ...] | None = None
        self._look = Look(())
        self._names = _NAMES
        self._diagnostics: tuple[Diagnostic, ...] = ()
        self._failed: dict[str, tuple[Diagnostic, ...]] = {}
        self._changed: dict[str, int] = {}
        self._turn = 0
        self._lock = Lock()
        folder = Path(__file__).parent
        self._own = {name: (folder / file).read_bytes() for name, file in OWN.items()}
        self._marks = (folder / "placeholders.css").read_bytes()

    def take(self, look: Look, changed: frozenset[str]) -> None:
        """Show *look* from now on. *changed* are the names of files that may hold something new."""
        with self._lock:
            self._turn += 1
            self._diagnostics = look.diagnostics
            if look.paths is not self._look.paths:
                self._names = look.paths | _NAMES
            self._look, self._failed = look, {}
            self._changed |= dict.fromkeys(sorted(changed & look.paths), self._turn)
        self.tell()

    def stay(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Show what was shown before, with the *diagnostics* of a look that failed."""
        with self._lock:
            self._turn += 1
            self._diagnostics = tuple(diagnostics)
            self._failed = {}
        self.tell()

    def shelf(self) -> Shelf:
        """The files as they are."""
        look, names = self._look, self._names
        return Shelf(names, lambda name: self._read(look, name))

    def _read(self, look: Look, name: str) -> bytes | Path | None:
        if name in self._own:
            return self._own[name]
        if name == MARKS:
            return self._marks + _marks_of(look.unknown)
        try:
            held = self._faults.attempt(lambda: look.at(name))
        except OSError as error:
            held = (of_system(error, self._site),)
        if isinstance(held, tuple):
            self._fail(look, name, held)
            return self._accompanied(_page_of(held, self.base)) if name.endswith(".html") else None
        if held is None and name.endswith(".html") and self._diagnostics and not look.paths:
            return self._accompanied(_page_of(self._diagnostics, self.base))
        if isinstance(held, bytes) and name.endswith(".html"):
            return self._accompanied(self._marked(held, look))
        return held

    def _fail(self, look: Look, name: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Report that a page could not be rendered, like any other problem."""
        with self._lock:
            is_news = look is self._look and self._failed.get(name) != diagnostics
            if is_news:
                self._failed[name] = diagnostics
        if is_news:
            self.tell()

    def _marked(self, html: bytes, look: Look) -> bytes:
        """A page with the style sheet of placeholders, where it has some."""
        named = (f'data-source="{escape(key)}"'.encode() in html for key in look.unknown)
        if b'class="placeholder' not in html and not any(named):
            return html
        version = hashlib.sha256(_marks_of(look.unknown)).hexdigest()[:8]
        link = f'<link rel="stylesheet" href="{escape(self.base)}{MARKS}?{version}">\n'.encode()
        head = html.find(b"</head>")
        return html[:head] + link + html[head:] if head >= 0 else html

    def _accompanied(self, html: bytes) -> bytes:
        """A page with the preview's script before its own.

        The digest leaves out what the style sheets are called, which changes with what they hold:
        a page that differs in nothing else need not be shown again.
        """
        digest = hashlib.sha256(_FINGERPRINT.sub(b"", html)).hexdigest()[:16]
        told = {"base": self.base, "page": digest, "run": self.news.run, "turn": self._turn}
        fields = "".join(f' data-{name}="{escape(str(value))}"' for name, value in told.items())
        script = f'<script src="{escape(self.base)}~preview.js"{fields}></script>\n'.encode()
        first = _FIRST.search(html)
        at = first.start() if first else len(html)
        return html[:at] + script + html[at:]

    def tell(self) -> None:
        """Tell open pages, and the terminal where the messages differ."""
        with self._lock:
            failed = (each for told in self._failed.values() for each in told)
            diagnostics = ordered((*self._diagnostics, *failed))
            turn, changed = self._turn, dict(self._changed)
            severities = list(Severity)
            shown = sorted(diagnostics, key=lambda each: severities.index(each.severity))
            shown = shown[:TOLD_AT_MOST]
            found = report(shown, "text", self._text_of, is_verbose=True)
            texts = dict(zip(ordered(shown), found, strict=True))
            counts = {s: sum(each.severity is s for each in diagnostics) for s in Severity}
            word = {
                "run": self.news.run,
                "turn": turn,
                "changed": changed,
                "summary": summary(diagnostics),
                "counts": {str(severity): number for severity, number in counts.items()},
                "isWrong": counts[Severity.ERROR] > 0,
                "more": len(diagnostics) - len(shown),
                "messages": [self._message(each, texts[each]) for each in shown],
            }
            # Told while nobody else can: a later word never comes before an earlier one.
            self.news.tell(json.dumps(word))
            if tuple(diagnostics) != self._said:
                self._said = tuple(diagnostics)
                self._told(diagnostics)

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


_NAMES = frozenset({"404.html", MARKS, *OWN})


def _marks_of(unknown: Iterable[str]) -> bytes:
    """The rules that mark citations of *unknown* keys as placeholders."""
    keys = [json.dumps(key, ensure_ascii=False) for key in sorted(unknown)]
    if not keys:
        return b""
    citations = ", ".join(f"[data-source={key}], [data-record={key}]" for key in keys)
    return f":is({citations}) {{ {_MARK} }}\n".encode(errors="replace")


_MARK = (
    "outline: 1px dashed light-dark(#b3261e, #ff9b90); outline-offset: .1em;"
    " background: light-dark(#fdeceb, #3a1f1e)"
)


def _page_of(diagnostics: Iterable[Diagnostic], base: str) -> bytes:
    """The page that takes the place of one that cannot be rendered."""
    items = "".join(
        f"<li><p>{escape(each.message)}</p>"
        f"<p><code>{escape(each.at.path)}{f':{each.at.line}' if each.at.line else ''}</code></p>"
        f"{f'<p>{escape(each.hint)}</p>' if each.hint else ''}</li>\n"
        for each in ordered(diagnostics)
        if each.severity is Severity.ERROR
    )
    return (
        _ERROR_PAGE.replace("BASE", escape(base)).replace("ITEMS", items).encode(errors="replace")
    )


_ERROR_PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width"><title>This page cannot be shown</title>
<link rel="stylesheet" href="BASE{MARKS}"></head>
<body class="unshown"><main><h1>This page cannot be shown</h1>
<p>Fix the problem below: the page then appears by itself.</p>
<ul>
ITEMS</ul></main></body></html>
"""
