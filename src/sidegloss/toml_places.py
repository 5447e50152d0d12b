"""The text of a TOML file -> where its keys stand: `tomllib` gives values and no places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sidegloss.model import Location

PIECE = re.compile(
    r'"""(?:\\.|(?!""").)*"{3,5}|\'\'\'.*?\'{3,5}'
    r'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[A-Za-z0-9_-]+|[^\S\n]+|.|\n',
    re.DOTALL,
)
"""What a TOML text is made of, as far as finding its keys needs."""

Path = tuple[str, ...]

Piece = tuple[str, Location]


def places(text: str, path: str) -> dict[Path, Location]:
    """Every key and table of a TOML *text* -> where its name stands; ``("nav", "0")`` an item.

    *text* is known to be TOML. Keys inside an inline table are not told apart from it.
    """
    return dict(reversed(list(_scan(text, path))))


def _scan(text: str, path: str) -> Iterator[tuple[Path, Location]]:
    table: Path = ()
    for pieces in _statements(text, path):
        header = pieces[0][0] == "["
        begin = next(i for i, (piece, _) in enumerate(pieces) if piece != "[")
        names, rest = _dotted(pieces, begin)
        if header:
            table = names
        key = names if header else (*table, *names)
        for length in range(len(table) + (not header), len(key) + 1):
            yield key[:length], pieces[begin][1]
        if not header:
            strings = [at for mark, at in pieces[rest:] if mark[0] in "\"'"]
            yield from (((*key, str(i)), at) for i, at in enumerate(strings))


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
