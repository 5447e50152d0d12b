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


Paint = Callable[[str, str], str]
"""(role, text) -> the text as shown. Roles: ``error``, ``warning``, ``info``, ``caret``, ``place``, ``help``."""


def plain(role: str, text: str) -> str:  # noqa: ARG001 - a Paint
    """*text* without colour."""
    return text


def report(
    diagnostics: Iterable[Diagnostic],
    form: Form,
    text_of: Callable[[str], str],
    *,
    is_verbose: bool = False,
    paint: Paint = plain,
) -> Iterator[str]:
    """The printed messages in order, each different one once.

    ``text`` prints the first message of a code in a file in full and its repeats as one line, and
    leaves infos out; with *is_verbose* it prints everything in full. ``json`` yields one object a
    line with the flat fields of `Diagnostic` and `Location`, always for every message. ``github``
    yields workflow commands, infos only with *is_verbose*. *text_of* returns the text of a file by
    its path in a `Location`; where it raises OSError the message has no excerpt. Only ``text``
    calls it.
    """
    found = ordered(diagnostics)
    if form == "json":
        yield from map(_json, found)
    elif form == "github":
        yield from (_annotation(d) for d in found if is_verbose or d.severity is not Severity.INFO)
    else:
        yield from _texts(found, text_of, is_verbose=is_verbose, paint=paint)


UNREADABLE = frozenset(
    {
        *("content-exists", "toml-readable", "utf-8", "file-readable", "yaml-readable"),
        *("bib-readable", "ledger-readable", "front-matter-closed", "front-matter-form"),
        *("file-regular", "file-size", "internal-fault"),
    }
)
"""Codes of files that could not be read: other messages may only follow from these."""


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each different diagnostic once: unreadable files first, then by place, severity and code."""
    return sorted(
        dict.fromkeys(diagnostics),
        key=lambda each: (
            each.code not in UNREADABLE,
            each.at,
            _RANKS[each.severity],
            each.code,
            each.message,
        ),
    )


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity: "2 errors, 1 warning"; empty where there are none."""
    counts = Counter(diagnostic.severity for diagnostic in ordered(diagnostics))
    return ", ".join(
        counted(counts[severity], severity) for severity in Severity if counts[severity]
    )


def total(diagnostics: Iterable[Diagnostic], *, is_verbose: bool = False) -> str:
    """The closing line of the text form: the counts, and how to see what was left out."""
    found = ordered(diagnostics)
    problems = [(d.at.path, d.code) for d in found if d.severity is not Severity.INFO]
    lead = "" if problems else "No problems found."
    hidden = []
    if len(problems) < len(found):
        hidden.append("list infos")
    if len(problems) > len(set(problems)):
        hidden.append("print every message in full")
    how = f"; run with --verbose to {' and '.join(hidden)}" if hidden and not is_verbose else ""
    return f"{lead} {summary(found)}{how}".strip()


def change_of(
    before: Iterable[Diagnostic], now: Iterable[Diagnostic]
) -> tuple[list[Diagnostic], int]:
    """(the messages that are new, how many are fixed). A message that only moved is neither."""
    left = Counter(map(_what, ordered(before)))
    new = []
    for each in ordered(now):
        if left[_what(each)]:
            left[_what(each)] -= 1
        else:
            new.append(each)
    return new, left.total()


def _what(diagnostic: Diagnostic) -> tuple[str, str, str, str]:
    return diagnostic.at.path, diagnostic.code, diagnostic.severity, diagnostic.message


def counted(number: int, noun: str) -> str:
    """*number* with its noun: "1 error", "2 errors"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


# ---------------------------------------------------------------- for people


LISTED = 8
"""Lines that the summary of repeats names."""

HINTS = 5
"""Different hints that the summary of repeats gives."""


def _texts(
    found: Iterable[Diagnostic], text_of: Callable[[str], str], *, is_verbose: bool, paint: Paint
) -> Iterator[str]:
    texts: dict[str, list[str]] = {}
    for first, *repeats in _groups(found, is_verbose=is_verbose):
        path = first.at.path
        if path not in texts:
            texts[path] = _lines(path, text_of)
        yield _text(first, texts[path], paint)
        if repeats:
            yield _repeats(first, repeats, paint)


def _groups(found: Iterable[Diagnostic], *, is_verbose: bool) -> Iterable[list[Diagnostic]]:
    """The messages to print together: those of one code and severity in one file."""
    if is_verbose:
        return [[each] for each in found]
    groups: dict[tuple[str, str, Severity], list[Diagnostic]] = {}
    for each in found:
        if each.severity is not Severity.INFO:
            groups.setdefault((each.at.path, each.code, each.severity), []).append(each)
    return groups.values()


def _repeats(first: Diagnostic, repeats: list[Diagnostic], paint: Paint) -> str:
    """``content/a.md: 13 more warnings on lines 12, 14, 19, … [html-as-text]``, and other hints than the first's."""
    more = paint(first.severity, counted(len(repeats), f"more {first.severity}"))
    lines = sorted({each.at.line for each in repeats if each.at.line})
    named = ", ".join(map(str, lines[:LISTED])) + (", …" if len(lines) > LISTED else "")
    where = f" on line{'s' if len(lines) > 1 else ''} {named}" if lines else ""
    shown = f"{paint('place', f'{_safe(first.at.path)}:')} {more}{where} [{first.code}]"
    hints = [
        each for each in dict.fromkeys(d.hint for d in repeats) if each not in {"", first.hint}
    ]
    if not hints:
        return shown
    listed = "; ".join(_safe(each.split("\n")[0]) for each in hints[:HINTS])
    return f"{shown}\n   = {paint('help', 'help:')} {listed}{'; …' if len(hints) > HINTS else ''}"


def _text(diagnostic: Diagnostic, lines: list[str], paint: Paint) -> str:
    at = diagnostic.at
    place = f"{at.path}:{at.line}:{at.column}" if at.line else at.path
    label = paint(diagnostic.severity, f"{diagnostic.severity}:")
    head = f"{paint('place', f'{_safe(place)}:')} {label} {_safe(diagnostic.message)}"
    gutter = len(str(at.line)) + 3 if at.line else 2
    shown = [f"{head} [{diagnostic.code}]"]
    if 1 <= at.line <= len(lines):
        line, carets = _excerpt(lines[at.line - 1], at)
        spaces = len(carets) - len(carets.lstrip())
        below = carets[:spaces] + paint("caret", carets[spaces:])
        shown += [f"{at.line:>{gutter}} | {line}".rstrip(), f"{'':>{gutter}} | {below}"]
    first, *more = diagnostic.hint.split("\n")
    if first:
        shown.append(f"{'':>{gutter}} = {paint('help', 'help:')} {_safe(first)}")
        shown += [f"{'':>{gutter}}         {_safe(line)}".rstrip() for line in more]
    return "\n".join(shown)


def _excerpt(line: str, at: Location) -> tuple[str, str]:
    """The line as shown, and the carets below it."""
    begin = min(at.column - 1, len(line))
    end = _end(line, at)
    before, marked, after = line[:begin], line[begin:end], line[end:]
    if _cells(line) > WIDTH:
        before, marked, after = _cut(before, marked, after)
    spaces = "".join(c if c == "\t" else " " * _cells(c) for c in _safe(before))
    return _safe(before + marked + after), spaces + "^" * max(1, _cells(marked))


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
    except OSError:
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
