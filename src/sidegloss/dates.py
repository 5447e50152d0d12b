"""A date as an author or an export writes it -> the same in one of product.md's forms.

``2026-03-09``, ``2026-03``, ``2026``, ``-0044``, each with ``c.`` before it, and two of them
around a ``/`` (``..`` for an open end): a small part of EDTF, the Library of Congress's form.
"""

from __future__ import annotations

import re
from datetime import date

from sidegloss.model import Value

FORMS = "2026-03-09, 2026-03, 2026, c. 1840 or 1939/1945"

ONE = re.compile(
    r"(?P<about>(?:c(?:a|irca)?\.? ?|~)?)"
    r"(?P<year>-?\d{1,4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<unsure>[?~%]?)\Z",
    re.ASCII,
)
SEASONS = frozenset({"21", "22", "23", "24"})
"""EDTF's spring to winter, which stand where a month does."""

OPEN = ".."


def understood(text: str) -> str:
    """*text* in its settled form; empty where it is no date, or none of the calendar."""
    begin, slash, end = (part.strip() for part in text.partition("/"))
    if not slash:
        return _one(begin)
    first, last = _end(begin), _end(end)
    if not first or not last or first == last == OPEN:
        return ""
    if OPEN not in {first, last} and _is_before(last, first):
        return ""
    return f"{first}/{last}"


def day(text: str) -> str:
    """*text* where it is one whole day of the calendar (``2026-03-09``), else empty."""
    text = text.strip()
    return _one(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else ""


def mend(text: str, forms: str = FORMS) -> str:
    """A hint for a *text* that is no date: what to type instead."""
    begin = re.match(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])", text.strip())
    near = f"{begin[1]}-{begin[2]:0>2}-{begin[3]:0>2}" if begin else ""
    return f"write {near}" if day(near) else f"write {forms}"


def from_csl(value: Value) -> tuple[str, str]:
    """(date, what to show where that is empty) of CSL's object, or of CSL-YAML's list of parts."""
    if value.items is not None:
        return _from_parts([_parts(item) for item in value.items]), ""
    given = {field.name: field.value for field in value.fields or ()}
    if "date-parts" in given:
        parts = [each.items or () for each in given["date-parts"].items or ()]
        done = _from_parts([[part.text or "" for part in each] for each in parts if each])
        is_about = _says_yes(given.get("circa")) and not done.startswith("c. ")
        return (f"c. {done}" if done and is_about else done), ""
    if "year" in given:
        return _from_parts([_parts(value)]), ""
    raw = next((given[name].text for name in ("raw", "literal") if name in given), "") or ""
    return understood(raw), raw


def _parts(value: Value) -> list[str]:
    given = {field.name: field.value.text or "" for field in value.fields or ()}
    return [given.get(name, "") for name in ("year", "month", "day")]


def _says_yes(value: Value | None) -> bool:
    return value is not None and (value.text or "") not in {"", "0", "false"}


def _from_parts(parts: list[list[str]]) -> str:
    """One list of year, month, day a date, two a range; citeproc writes an open end as zeros."""
    if len(parts) > 1 and parts[1][0] in {"", "0"}:
        return understood(f"{_joined(parts[0])}/{OPEN}")
    return understood("/".join(_joined(each) for each in parts[:2]))


def _joined(parts: list[str]) -> str:
    rest = [part.strip().zfill(2) for part in parts[1:3] if part.strip() not in {"", "0"}]
    return "-".join([parts[0].strip(), *rest])


def _end(text: str) -> str:
    return OPEN if text in {"", OPEN} else _one(text)


def _one(text: str) -> str:
    match = ONE.match(text)
    if not match:
        return ""
    year, month, day = int(match["year"]), match["month"], match["day"]
    if month in SEASONS and not day:
        month = None
    # The calendar repeats every 400 years, and `date` knows none before the year 1.
    try:
        date(year % 400 + 2000, int(month or 1), int(day or 1))
    except ValueError:
        return ""
    about = "c. " if match["about"] or match["unsure"] else ""
    sign = "-" if year < 0 else ""
    return about + "-".join(part for part in (f"{sign}{abs(year):04}", month, day) if part)


def _is_before(one: str, other: str) -> bool:
    """Whether *one* ends before *other* begins, as far as both are told."""
    first, second = _numbers(one), _numbers(other)
    shared = min(len(first), len(second))
    return first[:shared] < second[:shared]


def _numbers(text: str) -> tuple[int, ...]:
    text = text.removeprefix("c. ")
    year, *rest = text.removeprefix("-").split("-")
    return (-int(year) if text.startswith("-") else int(year), *map(int, rest))
