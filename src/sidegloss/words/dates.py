"""A date as sources and articles give it -> the date as readers of a language write it.

The forms are those of `sidegloss.dates`. Anything else stays as it is.
"""

from __future__ import annotations

from dataclasses import replace

from sidegloss.dates import Day, ends
from sidegloss.words.table import Words, term


def date(words: Words, text: str) -> str:
    """*text* in full: "9 March 2026", "c. 1840", "January–June 2025"."""
    found = ends(text)
    return _between(words, *found) if found else text


def year(words: Words, text: str) -> str:
    """*text* as an author-year citation gives it: "2026", "1939–1945", "n.d." where it is empty."""
    if not text.strip():
        return term(words, "citation.undated")
    found = ends(text)
    if found is None:
        return text
    return _between(words, *(day and replace(day, month=0, day=0, season=0) for day in found))


# ---------------------------------------------------------------- writing


def _between(words: Words, first: Day | None, last: Day | None) -> str:
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


def _shared(words: Words, first: Day, last: Day) -> str:
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


def _one(words: Words, day: Day) -> str:
    exact = _exact(words, day)
    return term(words, "date.circa", date=exact) if day.is_circa else exact


def _exact(words: Words, day: Day) -> str:
    if day.season:
        season = term(words, "date.seasons").split()[day.season - 1]
        return term(words, "date.season", season=season, year=_year(words, day))
    if not day.month:
        return _year(words, day)
    return term(
        words,
        "date.day" if day.day else "date.month",
        day=_number(words, day),
        month=_month(words, day),
        year=_year(words, day),
    )


def _number(words: Words, day: Day) -> str:
    return term(words, "date.first") if day.day == 1 else str(day.day)


def _month(words: Words, day: Day) -> str:
    return term(words, "date.months").split()[day.month - 1] if day.month else ""


def _year(words: Words, day: Day) -> str:
    if day.span == 10:
        return term(words, "date.decade", year=day.year)
    if day.span > 10:
        return f"{day.year}–{day.year + day.span - 1}"
    return term(words, "date.before-christ", year=-day.year) if day.year < 0 else str(day.year)
