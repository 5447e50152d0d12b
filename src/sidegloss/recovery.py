"""A YAML file of sources that cannot be read whole -> the entries that can be, and one error for each that cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sidegloss import fields
from sidegloss.model import Diagnostic, Field, Location, Value

_BEGIN = re.compile(r"^(?![\s#\-\]}]|\.\.\.)[^\n]+", re.MULTILINE)
"""A line at the left margin that begins an entry."""
_KEY = re.compile(
    r"^[ \t]{0,3}(?P<quote>[\"']?)(?P<key>[^\s:#\"'][^:#\n\"']*?)(?P=quote)[ \t]*(?::[ \t]*(?:\{.*)?(?:#.*)?)?$",
    re.MULTILINE,
)
_UNKNOWN_ALIAS = re.compile(r"no &(\S+) ")

Recovered = tuple[Value | None, tuple[str, ...], tuple[Diagnostic, ...]]


def recovered(text: str, path: str) -> Recovered | None:
    """(the entries of *text* that can be read, the keys of the others, an error for each fault).

    None where *text* has no entries at its left margin, or where no single one of them is at fault.
    """
    found: list[Field] = []
    lost: list[str] = []
    told: list[Diagnostic] = []
    for part, line in _parts(text):
        value, errors = fields.parse(part, path, line)
        errors = tuple(error for error in errors if not _is_elsewhere(error, text))
        if value is not None and value.fields is not None and not errors:
            found += value.fields
        else:
            lost += _keys(part)
            told += errors
    if not told:
        return None
    known = {field.name for field in found}
    root = Value(Location(path, 1), fields=tuple(found)) if found else None
    return root, tuple(key for key in dict.fromkeys(lost) if key not in known), tuple(told)


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """Each entry with the line that it begins on; what is before the first belongs to none."""
    begins = [found.start() for found in _BEGIN.finditer(text)]
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        yield text[begin:end], text.count("\n", 0, begin) + 1


def _keys(part: str) -> Iterator[str]:
    """The keys that a broken part may define: those of lines that have no value."""
    first = part.partition("\n")[0]
    yield first.partition(":")[0].strip().strip("\"'")
    yield from (found["key"].strip() for found in _KEY.finditer(part))


def _is_elsewhere(error: Diagnostic, text: str) -> bool:
    """Whether *error* is about an anchor that another entry of *text* has."""
    found = _UNKNOWN_ALIAS.match(error.message)
    return bool(found) and f"&{found[1]}" in text if found else False
