"""A date as sources and articles give it -> the date as readers of a language write it.

Forms: ``2026-03-09``, ``2026-03``, ``2026``, ``-0044`` (44 BC, as CSL counts), each after ``c.``,
and two of them around a slash, of which one may be missing or ``..``. Anything else stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sidegloss.words.table import Words, term

_DATE = re.compile(
    r"(c\.|ca\.|circa\b)?\s*(-?\d{1,4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day, a month or a year: 0 is what was not told."""

    year: int
    month: int = 0
    day: int = 0
    is_circa: bool = False


_Ends = tuple[_Day | None, _Day | None]
"""Beginning and end, the same for a single date; None is an open end."""


def date(words: Words, text: str) -> str:
    """*text* in full: "9 March 2026", "c. 1840", "January–June 2025"."""
    ends = _read(text)
    return _between(words, *ends) if ends else text


def year(words: Words, text: str) -> str:
    """*text* as an author-year citation gives it: "2026", "1939–1945", "n.d." where it is empty."""
    if not text.strip():
        return term(words, "citation.undated")
    ends = _read(text)
    if ends is None:
        return text
    return _between(words, *(day and replace(day, month=0, day=0) for day in ends))


# ---------------------------------------------------------------- reading


def _read(text: str) -> _Ends | None:
    """The two ends of *text*, or None where it is no date that we know."""
    first, slash, last = text.partition("/")
    texts = (first, last) if slash else (text, text)
    ends = _day(texts[0]), _day(texts[1])
    is_known = all(day or end.strip() in ("", "..") for day, end in zip(ends, texts, strict=True))
    return ends if is_known and any(ends) else None


def _day(text: str) -> _Day | None:
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    circa, year, month, day = found.groups()
    if not (1 <= int(month or 1) <= 12 and 1 <= int(day or 1) <= 31):
        return None
    return _Day(int(year), int(month or 0), int(day or 0), is_circa=bool(circa))


# ---------------------------------------------------------------- writing


def _between(words: Words, first: _Day | None, last: _Day | None) -> str:
    """One date, or a range that says what both ends share once."""
    if first is None or last is None:
        return "–".join(_one(words, day) if day else "" for day in (first, last))
    if first == last:
        return _one(words, first)
    shared = _shared(words, first, last)
    if shared:
        return shared
    begin, end = _one(words, first), _one(words, last)
    # Ends of several words need air around the dash: "June 2025 – March 2026".
    is_long = " " in _exact(words, first) or " " in end
    return f"{begin} – {end}" if is_long else f"{begin}–{end}"


def _shared(words: Words, first: _Day, last: _Day) -> str:
    """A range of days or of months within one year; empty where it is none."""
    if first.year != last.year or first.is_circa or last.is_circa:
        return ""
    if not first.month or not last.month or bool(first.day) != bool(last.day):
        return ""
    if not first.day:
        ends = {"first": _month(words, first), "last": _month(words, last)}
        return term(words, "date.months-of-a-year", **ends, year=_year(words, first))
    return term(
        words,
        "date.days-of-a-month" if first.month == last.month else "date.days-of-a-year",
        first=_number(words, first),
        first_month=_month(words, first),
        last=_number(words, last),
        last_month=_month(words, last),
        month=_month(words, last),
        year=_year(words, first),
    )


def _one(words: Words, day: _Day) -> str:
    exact = _exact(words, day)
    return term(words, "date.circa", date=exact) if day.is_circa else exact


def _exact(words: Words, day: _Day) -> str:
    if not day.month:
        return _year(words, day)
    return term(
        words,
        "date.day" if day.day else "date.month",
        day=_number(words, day),
        month=_month(words, day),
        year=_year(words, day),
    )


def _number(words: Words, day: _Day) -> str:
    return term(words, "date.first") if day.day == 1 else str(day.day)


def _month(words: Words, day: _Day) -> str:
    return term(words, "date.months").split()[day.month - 1] if day.month else ""


def _year(words: Words, day: _Day) -> str:
    return term(words, "date.before-christ", year=-day.year) if day.year < 0 else str(day.year)
