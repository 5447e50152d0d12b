"""The text of a TOML file -> where its keys are, and its values as text: `tomllib` gives no places."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from sidegloss.fields import UNREADABLE
from sidegloss.model import Diagnostic, Field, Location, Severity, Value

PIECE = re.compile(
    r'"""(?:\\.|(?!""").)*"{3,5}|\'\'\'.*?\'{3,5}'
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[A-Za-z0-9_-]+|[^\S\n]+|.|\n',
    re.DOTALL,
)
"""What a TOML text is made of, as far as finding its keys needs."""

Path = tuple[str, ...]

_DEEP = re.compile(r"""[\w"'-][ \t]*(?:\.[ \t]*[\w"'-]+[ \t]*){40}""")
_TOO_DEEP = "Values are nested too deep"

VALUE = "\n="
"""Last in the path of a value: no key of a file holds a line break and this sign."""

Piece = tuple[str, Location]


def places(text: str, path: str) -> dict[Path, Location]:
    """Every key and table of a TOML *text* -> where its name stands; ``("nav", "0")`` an item.

    *text* is known to be TOML. Keys inside an inline table are not told apart from it.
    """
    return dict(reversed(list(_scan(text, path))))


def parse(text: str, path: str, first_line: int = 1) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    """What a TOML *text* says, as `fields.parse` gives YAML: every scalar is text.

    Dates and date-times are in ISO 8601, as written. *first_line* is the line of the file at which
    *text* begins. The only diagnostic is ``toml-readable``.
    """
    if _DEEP.search(
        text
    ):  # `tomllib` takes a time that grows with the square of the parts of a name
        return None, (unreadable(_TOO_DEEP, path, first_line),)
    try:
        document = tomllib.loads(text)
        found = dict(reversed(list(_scan("\n" * (first_line - 1) + text, path))))
        tree = _tree(document, (), found, Location(path, first_line))
    except tomllib.TOMLDecodeError as error:
        return None, (unreadable(str(error), path, first_line),)
    except RecursionError:
        return None, (unreadable(_TOO_DEEP, path, first_line),)
    except ValueError:  # Python reads no number of more than 4300 digits
        return None, (unreadable("A number is too long", path, first_line),)
    return (tree if document else None), ()


def value_of(given: object, at: Location) -> Value | None:
    """Texts, and lists and tables of texts, as `fields` has those of YAML; None for anything else."""
    if isinstance(given, str):
        return Value(at, given)
    if isinstance(given, list):
        items = tuple(value_of(each, at) for each in given)
        return None if None in items else Value(at, items=tuple(filter(None, items)))
    if isinstance(given, dict) and all(isinstance(each, str) for each in given.values()):
        parts = (Field(name, at, Value(at, text)) for name, text in given.items())
        return Value(at, fields=tuple(parts))
    return None


def unreadable(said: str, path: str, first_line: int = 1) -> Diagnostic:
    """What to report of the exception of `tomllib` that *said* what is wrong."""
    found = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)", said)
    place = Location(path, first_line - 1)
    if found and found[1]:
        place = Location(path, int(found[1]) + first_line - 1, int(found[2]))
    reason = said.split(" (at ", 1)[0]
    message = f"not TOML: {reason[:1].lower()}{reason[1:]}"
    hint = 'write texts in quotes: title = "Nine gates"'
    return Diagnostic("toml-readable", Severity.ERROR, message, place, hint)


def _tree(value: Any, key: Path, found: Mapping[Path, Location], around: Location) -> Value:
    """*value* with its place: that of its text, else of its key, else of what is *around* it."""
    at = found.get((*key, VALUE)) or found.get(key) or around
    if isinstance(value, dict):
        names = ((name, (*key, name)) for name in value)
        return Value(
            at,
            fields=tuple(
                Field(name, found.get(own) or at, _tree(value[name], own, found, at))
                for name, own in names
            ),
        )
    if isinstance(value, list):
        items = enumerate(value)
        return Value(at, items=tuple(_tree(each, (*key, str(n)), found, at) for n, each in items))
    return Value(at, _text(value))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time):
        return value.isoformat()
    return UNREADABLE.sub("\ufffd", str(value))


def _scan(text: str, path: str) -> Iterator[tuple[Path, Location]]:
    table: Path = ()
    counts: Counter[Path] = Counter()
    for pieces in _statements(text, path):
        header = pieces[0][0] == "["
        begin = next(i for i, (piece, _) in enumerate(pieces) if piece != "[")
        names, rest = _dotted(pieces, begin)
        if header:
            table = names
            if begin == 2:  # one more table of a list
                table = (*names, str(counts[names]))
                yield from ((key, pieces[begin][1]) for key in (names, table))
                counts[names] += 1
        key = names if header else (*table, *names)
        for length in range(len(table) + (not header), len(key) + 1):
            yield key[:length], pieces[begin][1]
        if not header and rest < len(pieces):
            yield (*key, VALUE), _span(pieces[rest][1], pieces[-1][1])
            strings = [at for mark, at in pieces[rest:] if mark[0] in "\"'"]
            yield from (((*key, str(i)), at) for i, at in enumerate(strings))


def _span(first: Location, last: Location) -> Location:
    """From the beginning of one place to the end of the other."""
    return Location(first.path, first.line, first.column, last.end_line, last.end_column)


def _statements(text: str, path: str) -> Iterator[list[Piece]]:
    """The pieces of each header or ``key = value``, without blanks and comments."""
    pieces: list[Piece] = []
    depth, line, start = 0, 1, 0
    for match in PIECE.finditer(text):
        piece, column = match[0], match.start() - start + 1
        if piece == "\n" and depth == 0 and pieces:
            yield pieces
            pieces = []
        if piece.strip() and not piece.startswith("#"):
            depth += (piece in "[{") - (piece in "]}")
            pieces.append((piece, Location(path, line, column, line, column + len(piece))))
        if "\n" in piece:
            line += piece.count("\n")
            start = match.start() + piece.rfind("\n") + 1
    if pieces:
        yield pieces


def _dotted(pieces: list[Piece], begin: int) -> tuple[Path, int]:
    """(the parts of a dotted name, the index of what follows it)."""
    names: list[str] = []
    for index in range(begin, len(pieces)):
        piece = pieces[index][0]
        if piece in {"=", "]"}:
            return tuple(names), index + 1
        if piece != ".":
            names.append(piece.strip("\"'"))
    return tuple(names), len(pieces)
