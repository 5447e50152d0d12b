"""A date as an author or an export writes it -> the same in one of product.md's forms.

``2026-03-09``, ``2026-03``, ``2026``, ``-0044``, each with ``c.`` before it, and two of them
around a ``/`` (``..`` for an open end): a small part of EDTF, the Library of Congress's form.
"""

from __future__ import annotations

import re
from datetime import date

FORMS = "2026-03-09, 2026-03, 2026, c. 1840 or 1939/1945"

ONE = re.compile(
    r"(?P<about>(?:c(?:a|irca)?\.? ?|~)?)"
    r"(?P<year>-?\d{1,4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<unsure>[?~%]?)\Z",
    re.ASCII,
)
SEASONS = frozenset({"21", "22", "23", "24"})
"""EDTF's spring to winter, which stand where a month does."""


def understood(text: str) -> str:
    """*text* in its settled form; empty where it is no date, or none of the calendar."""
    ends = text.strip().split("/")
    if len(ends) == 1:
        return _one(ends[0])
    if len(ends) != 2 or ends == ["..", ".."]:
        return ""
    begin, end = ("" if each in {"", ".."} else _one(each.strip()) for each in ends)
    if any(not done and each not in {"", ".."} for done, each in zip((begin, end), ends, strict=True)):
        return ""
    if not begin and not end:
        return ""
    if begin and end and _is_before(end, begin):
        return ""
    return f"{begin or '..'}/{end or '..'}"


def day(text: str) -> str:
    """*text* where it is one whole day of the calendar (``2026-03-09``), else empty."""
    done = understood(text)
    return done if re.fullmatch(r"\d{4}-\d\d-\d\d", done) and done == text.strip() else ""


def mend(text: str, forms: str = FORMS) -> str:
    """A hint for a *text* that is no date: what to type instead."""
    begin = re.match(r"\d{4}-\d\d-\d\d", text.strip())
    if begin and day(begin[0]):
        return f"write {begin[0]}"
    return f"write {forms}"


def from_parts(parts: list[list[str]]) -> str:
    """CSL's date-parts (one list a date, two a range) -> a date; empty where they are none."""
    return understood("/".join(_joined(each) for each in parts[:2]))


def _joined(parts: list[str]) -> str:
    year, *rest = (part.strip() for part in parts if part.strip() not in {"", "0"} or parts[0] == part)
    return "-".join([year, *(part.zfill(2) for part in rest[:2])])


def _one(text: str) -> str:
    match = ONE.match(text.strip())
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
