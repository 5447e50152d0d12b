"""The text of content/ledger.json <-> its rows, one a line.

Every row ends in a comma and a last ``null`` needs none, so that lines which two branches add can
be joined by ``merge=union`` and the file stays JSON. What that may double is taken once; what
contradicts itself is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sidegloss.model import Diagnostic, Ledger, Location, RetiredArticle, Row, Severity

_RETIRED, _CLAIMS = "retired-articles", "claims"
_HEADS = {f'"{_RETIRED}": [': _RETIRED, f'"{_CLAIMS}": [': _CLAIMS}
_FRAME = frozenset(("{", "}", '"version": 1,', "null],", "null]", ""))

R = TypeVar("R", Row, RetiredArticle)


def rows(text: str | None, path: str) -> Ledger:
    """The ledger in *text*; an empty one where there is no file (None).

    Diagnostics: ``ledger-readable`` and ``ledger-row-once``.
    """
    if text is None:
        return Ledger()
    told: list[Diagnostic] = []
    claims: list[Row] = []
    retired: list[RetiredArticle] = []
    section = _CLAIMS
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()  # noqa: PLW2901
        if line in _FRAME:
            continue
        if line in _HEADS:
            section = _HEADS[line]
            continue
        at = Location(path, number, 1, number, len(line) + 1)
        if section == _CLAIMS and (found := _fields(line, _OF_CLAIM, _OF_CLAIM[:2])):
            claims.append(Row(**found, at=at))
        elif section == _RETIRED and (found := _fields(line, _OF_ARTICLE, _OF_ARTICLE[:1])):
            retired.append(RetiredArticle(**found, at=at))
        else:
            told.append(_unreadable(line, at))
    return Ledger(
        rows=tuple(_once(claims, lambda row: (row.article, row.label), told)),
        retired=tuple(_once(retired, lambda row: row.article, told)),
        diagnostics=tuple(told),
    )


def written(ledger: Ledger) -> str:
    """The text of a ledger: sorted, a row a line."""
    lines = [
        "{",
        '"version": 1,',
        f'"{_RETIRED}": [',
        *(f"{retired_row(row)}," for row in sorted(ledger.retired)),
        "null],",
        f'"{_CLAIMS}": [',
        *(f"{claim_row(row)}," for row in sorted(ledger.rows)),
        "null]",
        "}",
        "",
    ]
    return "\n".join(lines)


def recorded(ledger: Ledger, published: Iterable[Row]) -> tuple[Ledger, int]:
    """The ledger with the claims that it has no row of, and how many these are."""
    known = {(row.article, row.label) for row in ledger.rows}
    added = [row for row in published if (row.article, row.label) not in known]
    return Ledger((*ledger.rows, *added), ledger.retired), len(added)


def claim_row(row: Row) -> str:
    """A claim's row as it stands in the file, without its comma."""
    fields = {"article": row.article, "label": row.label, "date": row.date, "words": row.words}
    return json.dumps(fields, ensure_ascii=False)


def retired_row(row: RetiredArticle) -> str:
    """A withdrawn article's row as it stands in the file, without its comma."""
    fields = {"article": row.article, "reason": row.reason, "see": row.see}
    return json.dumps({k: v for k, v in fields.items() if v or k != "see"}, ensure_ascii=False)


_OF_CLAIM = ("article", "label", "date", "words")
_OF_ARTICLE = ("article", "reason", "see")


def _fields(line: str, known: Sequence[str], needed: Sequence[str]) -> dict[str, str]:
    """The fields of a row; empty where the line is none."""
    try:
        found: Any = json.loads(line.removesuffix(","))
    except (ValueError, RecursionError):  # of brackets within brackets
        return {}
    is_row = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
    if not is_row or not set(needed) <= found.keys() <= set(known):
        return {}
    return dict(found)


def _once(found: Iterable[R], key: Callable[[R], object], told: list[Diagnostic]) -> Iterator[R]:
    """Each row once; two that say different things of one address are told."""
    first: dict[object, R] = {}
    for row in found:
        known = first.setdefault(key(row), row)
        if known is row:
            yield row
        elif known != row:
            told.append(_conflicting(known, row))


def _conflicting(first: Row | RetiredArticle, second: Row | RetiredArticle) -> Diagnostic:
    named = f"/{first.article}" + (f"{first.label}/" if isinstance(first, Row) else "")
    return Diagnostic(
        "ledger-row-once",
        Severity.ERROR,
        f"lines {first.at.line} and {second.at.line} say different things of {named}",
        second.at,
        f"delete line {second.at.line}, or line {first.at.line}: keep what was published",
    )


def _unreadable(line: str, at: Location) -> Diagnostic:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        message = "a conflict of a merge was left in the ledger"
        hint = (
            "delete the lines that begin with <<<<<<<, ======= and >>>>>>> and keep all rows;"
            " merge=union in .gitattributes does it by itself"
        )
    else:
        message = "this line of the ledger is no row"
        hint = 'a row is {"article": "weir/", "label": "gates", "date": "…", "words": "…"}, on one line'
    return Diagnostic("ledger-readable", Severity.ERROR, message, at, hint)
