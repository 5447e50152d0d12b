"""The text of a Markdown file -> the front matter that opens it, or why it has none that can be read.

YAML is between two lines ``---``, TOML between two lines ``+++``. What looks like the front matter of
this or another program and is neither is an error: it may say that the text is a draft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from sidegloss.model import Diagnostic, Location, Severity

YAML, TOML = "yaml", "toml"

_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
}
"""YAML ends a document with ``...`` too, and Pandoc reads it."""
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060"
_BLANK = re.compile(rf"[\s{_UNSEEN}]*")
_LIKE_A_FENCE = re.compile(r"---|\+\+\+|;;;|\{\s*(?:\Z|\")")
_COMMENT = re.compile(r"(?:<!--(?:(?!-->).)*-->|%%(?:(?!%%).)*%%)[\s\ufeff\u200b]*", re.DOTALL)
_FIELD = re.compile(r"[\"']?([A-Za-z_][\w-]*)[\"']?[ \t]*(?:[:=](?:[ \t]|\Z)|=\S)")
_CONTINUED = re.compile(r"[ \t]+\S|- |#|\[\[?[\w.]+\]\]?\s*\Z")
_USUAL = frozenset(
    """
    title date draft published publish status layout tags categories author permalink slug
    summary description aliases weight type params
    """.split()  # noqa: SIM905 - a list to be read
)
_HOLDING = frozenset({"draft", "published", "publish", "status"})

_RULE = "a rule at the top of a text is written ***"


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a file.

    *form* is ``yaml`` or ``toml``, empty if there is no front matter. *head* begins at line
    *first_line* of the file. The file's own text is what comes after *end*. If *mistake* is set, none
    of the file is text.
    """

    form: str = ""
    head: str = ""
    first_line: int = 1
    end: int = 0
    mistake: Diagnostic | None = None


def opening(text: str, path: str) -> Opening:
    """The front matter of *text*, whose lines end in ``\\n``; blank lines may precede it.

    The mistake is ``front-matter-closed`` or ``front-matter-form``.
    """
    blank = _BLANK.match(text)
    start = blank.end() if blank else 0
    begin = text.rfind("\n", 0, start) + 1
    line = _line(text, start)
    fence = line.rstrip()
    at = _at(text, path, start, len(fence))
    if fence in _CLOSING and not text[begin:start].strip(_UNSEEN):
        return _closed(text, fence, start + len(line) + 1, at)
    if _LIKE_A_FENCE.match(line):
        return Opening(mistake=_unlike(fence, at, is_indented=fence in _CLOSING))
    return Opening(mistake=_misplaced(text, path, start))


def _closed(text: str, fence: str, first: int, at: Location) -> Opening:
    closing = _CLOSING[fence].search(text, first) if first <= len(text) else None
    if not closing:
        hint = f"write a line {fence} below the last field; {_RULE}"
        message = "the front matter is never closed"
        return Opening(mistake=_error("front-matter-closed", message, at, hint))
    form = YAML if fence == "---" else TOML
    mistake = _second(text, closing.end(), at.path)
    return Opening(form, text[first : closing.start()], at.line + 1, closing.end(), mistake)


def _second(text: str, end: int, path: str) -> Diagnostic | None:
    """Of further front matter after the first, which could hold the text back: Pandoc joins them."""
    found = _BLANK.match(text, end)
    start = found.end() if found else end
    fence = _line(text, start).rstrip()
    if fence not in _CLOSING:
        return None
    head = takewhile(_is_of_head, text[start + len(fence) + 1 : start + 10_000].split("\n"))
    if not any(field[1].casefold() in _HOLDING for each in head if (field := _FIELD.match(each))):
        return None
    hint = "move its fields into the first"
    message = "a second front matter follows the first, and is not read"
    return _error("front-matter-form", message, _at(text, path, start, 3), hint)


def _unlike(fence: str, at: Location, *, is_indented: bool) -> Diagnostic:
    """The first line is like a fence and is none."""
    if is_indented:
        message = f"the line {fence} that opens the front matter is indented"
        hint = "begin it at the left margin"
    elif fence.startswith(("{", ";;;")):
        message = "front matter in JSON is not read"
        hint = "write it in YAML: a line ---, fields such as title: Nine gates, a line ---"
    else:
        message = f"{fence[:40]} opens the file and is no line {fence[:3]}"
        hint = f"write {fence[:3]} alone on its line to begin front matter; {_RULE}"
    return _error("front-matter-form", message, at, hint)


def _misplaced(text: str, path: str, start: int) -> Diagnostic | None:
    """Of fields at the top that are no front matter: after a comment, or without a first fence."""
    comments = start
    while found := _COMMENT.match(text, comments):
        comments = found.end()
    fence = _line(text, comments).rstrip()
    if comments > start and fence in _CLOSING and _FIELD.match(_line(text, comments + 4)):
        message = "front matter must open the file, and a comment precedes it"
        hint = f"move the comment below the second line {fence}"
        return _error("front-matter-form", message, _at(text, path, comments, 3), hint)
    lines = text[start : start + 10_000].split("\n")
    head = list(takewhile(_is_of_head, lines))
    names = {found[1].casefold() for each in head if (found := _FIELD.match(each))}
    after = lines[len(head)].rstrip() if len(head) < len(lines) else ""
    is_closed = after in _CLOSING and len(names) > 1 and names & _USUAL
    if _FIELD.match(head[0] if head else "") and (
        is_closed or (names & _HOLDING and names <= _USUAL)
    ):
        fence = "+++" if after == "+++" else "---"
        message = "these fields are no front matter: no line above opens it"
        hint = f"write a line {fence} above the first field, and one below the last"
        return _error("front-matter-form", message, _at(text, path, start, len(lines[0])), hint)
    return None


def _is_of_head(line: str) -> bool:
    return bool(_FIELD.match(line) or _CONTINUED.match(line))


def _line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def _at(text: str, path: str, start: int, length: int) -> Location:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Location(path, line, column, line, column + max(length, 1))


def _error(code: str, message: str, at: Location, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, at, hint)
