"""Diagnostics -> text for people, JSON lines for programs, annotations for GitHub's workflows.

content/weir.md:12:30: error: no note [^denail] is defined [note-defined]
   12 | The river authority calls the count [“a misreading”][^denail], and two
      |                                                      ^^^^^^^^^
      = help: did you mean [^denial]?
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from sidegloss.model import Diagnostic, Location, Severity

Form = Literal["text", "json", "github"]

WIDTH = 100
"""Cells of an excerpt: a longer line is cut around the place."""

AHEAD = 30
"""Cells that are kept before the place at least, where a line is cut."""

TAB = 4
"""Cells that a tab counts as where a line is cut; in carets a tab stays a tab."""

_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


def report(
    diagnostics: Iterable[Diagnostic], form: Form, text_of: Callable[[str], str]
) -> Iterator[str]:
    """One text a diagnostic, sorted by place and severity, each different one once.

    ``text`` holds several lines a diagnostic, ``json`` is JSON Lines (one object a line, the
    fields of `Diagnostic` and `Location` flat), ``github`` a workflow command a line.
    *text_of* gives the text of a file by its path as in `Location`; where it raises
    FileNotFoundError there is no excerpt. Only ``text`` asks it.
    """
    texts: dict[str, list[str]] = {}
    for diagnostic in ordered(diagnostics):
        if form == "json":
            yield _json(diagnostic)
        elif form == "github":
            yield _annotation(diagnostic)
        else:
            path = diagnostic.at.path
            if path not in texts:
                texts[path] = _lines(path, text_of)
            yield _text(diagnostic, texts[path])


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each different diagnostic once: by place, then errors before warnings, then by code."""
    return sorted(
        dict.fromkeys(diagnostics),
        key=lambda each: (each.at, _RANKS[each.severity], each.code, each.message),
    )


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity: "2 errors, 1 warning"; empty where there are none."""
    counts = Counter(diagnostic.severity for diagnostic in ordered(diagnostics))
    return ", ".join(
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    )


# ---------------------------------------------------------------- for people


def table(diagnostics: Iterable[Diagnostic]) -> str:
    """How often each code was told, errors first: a line a code; empty where there is nothing."""
    counts = Counter((_RANKS[d.severity], d.code, d.severity) for d in ordered(diagnostics))
    width = max((len(code) for _, code, _ in counts), default=0)
    rows = sorted(counts.items())
    return "\n".join(f"{n:6}  {code:{width}}  {severity}" for (_, code, severity), n in rows)


def _text(diagnostic: Diagnostic, lines: list[str]) -> str:
    at = diagnostic.at
    place = f"{at.path}:{at.line}:{at.column}" if at.line else at.path
    head = f"{place}: {diagnostic.severity}: {diagnostic.message} [{diagnostic.code}]"
    gutter = len(str(at.line)) + 3 if at.line else 2
    shown = [_safe(head)]
    if 1 <= at.line <= len(lines):
        line, carets = _excerpt(lines[at.line - 1], at)
        shown += [f"{at.line:>{gutter}} | {line}".rstrip(), f"{'':>{gutter}} | {carets}"]
    first, *more = diagnostic.hint.split("\n")
    if first:
        shown.append(f"{'':>{gutter}} = help: {_safe(first)}")
        shown += [f"{'':>{gutter}}         {_safe(line)}".rstrip() for line in more]
    return "\n".join(shown)


def _excerpt(line: str, at: Location) -> tuple[str, str]:
    """The line as shown, and the carets below it."""
    begin = min(at.column - 1, len(line))
    end = _end(line, at)
    before, marked, after = line[:begin], line[begin:end], line[end:]
    if _cells(line) > WIDTH:
        before, marked, after = _cut(before, marked, after)
    blanks = "".join(c if c == "\t" else " " * _cells(c) for c in _safe(before))
    return _safe(before + marked + after), blanks + "^" * max(1, _cells(marked))


def _end(line: str, at: Location) -> int:
    """Where the carets end on the first line of a place (exclusive, from 0)."""
    if at.end_line > at.line:
        return max(len(line.rstrip()), at.column)
    return max(min(at.end_column - 1, len(line)), at.column) if at.end_column else at.column


def _cut(before: str, marked: str, after: str) -> tuple[str, str, str]:
    """A long line around its place: some of what is before, the place, as much as fits after."""
    ahead = max(AHEAD, WIDTH - _cells(marked + after) - 1)
    if _cells(before) > ahead:
        before = "…" + _fitting(before[::-1], ahead)[::-1]
    room = WIDTH - _cells(before)
    if _cells(marked) > room:
        return before, _fitting(marked, room - 1) + "…", ""
    room -= _cells(marked)
    return before, marked, after if _cells(after) <= room else _fitting(after, room - 1) + "…"


def _fitting(text: str, cells: int) -> str:
    """As much of the beginning of *text* as *cells* hold."""
    for index, character in enumerate(text):
        cells -= _cells(character)
        if cells < 0:
            return text[:index]
    return text


def _cells(text: str) -> int:
    """How many cells of a terminal *text* takes: East Asian letters two, combining marks none."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_width(character) for character in _safe(text))


def _width(character: str) -> int:
    if character == "\t":
        return TAB
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _safe(text: str) -> str:
    """*text* without what would steer a terminal, or turn the order of what follows."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in _HARMLESS or unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HARMLESS = "\t\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
"""What Persian writing and pictographs are made of stays as it is."""


def _lines(path: str, text_of: Callable[[str], str]) -> list[str]:
    try:
        text = text_of(path)
    except FileNotFoundError:
        return []
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


# ---------------------------------------------------------------- for machines


def _json(diagnostic: Diagnostic) -> str:
    at = diagnostic.at
    fields = {
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line,
        "end_column": at.end_column,
        "severity": str(diagnostic.severity),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }
    return json.dumps(fields, ensure_ascii=False)


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _annotation(diagnostic: Diagnostic) -> str:
    """``::error file=…,line=…::message``, as GitHub's documentation of workflow commands has it.

    GitHub takes columns only within one line, and counts the end as we do (github/docs#40038).
    """
    at = diagnostic.at
    properties = {"file": at.path}
    if at.line:
        properties["line"] = str(at.line)
        if at.end_line > at.line:
            properties["endLine"] = str(at.end_line)
        else:
            properties["col"] = str(at.column)
            properties["endColumn"] = str(max(at.end_column, at.column + 1))
    properties["title"] = diagnostic.code
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    hint = f"\nhelp: {diagnostic.hint}" if diagnostic.hint else ""
    return f"::{_COMMANDS[diagnostic.severity]} {told}::{_escaped(diagnostic.message + hint)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
