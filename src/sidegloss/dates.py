"""A date as an author or an export writes it -> the same in one of product.md's forms; the only parser.

``2026-03-09``, ``2026-03``, ``2026``, ``-0044``, ``2026-21`` (spring), ``199X`` (some year of the 1990s),
each with ``c.`` before it, and two of them around a ``/`` (``..`` for an open end): a part of EDTF, the
Library of Congress's form. An ISO date-time counts as its day. `loose_dates` reads what people write else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sidegloss.model import Value

FORMS = "2026-03-09, 2026-03, 2026, c. 1840 or 1939/1945"

ONE = re.compile(
    r"(?P<about>(?:c(?:a|irca)?\.? ?|~)?)"
    r"(?P<year>-?\d{4}|\d{3}[Xxu]|\d\d(?:XX|xx|uu))"
    r"(?:-(?:(?P<month>\d\d)|XX|xx|uu)(?:-(?:(?P<day>\d\d)|XX|xx|uu)"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?(?:\d\d)?))?)?)?)?"
    r"(?P<unsure>[?~%]?)\Z",
    re.ASCII,
)
SEASONS = {f"{number}": number - 20 for number in range(21, 25)}
"""EDTF's spring to winter (21 to 24), which stand where a month does -> 1 to 4."""

OPEN = ".."


@dataclass(frozen=True, slots=True)
class Day:
    """A day, a month, a season, a year or more: 0 is what is not known.

    *season* is 1 (spring) to 4 (winter). *span* is 10 or 100 where *year* begins a decade or a century of
    which any year may be meant. A year below 0 is before Christ: -44 is 44 BC, as CSL counts.
    """

    year: int
    month: int = 0
    day: int = 0
    season: int = 0
    span: int = 1
    is_circa: bool = False


Ends = tuple[Day | None, Day | None]
"""Beginning and end, the same for a single date; None is an open end."""


def ends(text: str) -> Ends | None:
    """The two ends of *text*, or None where it is no date of the calendar."""
    begin, slash, end = (part.strip() for part in text.partition("/"))
    if not slash:
        only = _one(begin)
        return (only, only) if only else None
    first, last = _one(begin), _one(end)
    is_known = (first or begin in {"", OPEN}) and (last or end in {"", OPEN})
    if not is_known or not (first or last):
        return None
    return None if first and last and _is_before(last, first) else (first, last)


def understood(text: str) -> str:
    """*text* in its settled form; empty where it is no date, or none of the calendar."""
    found = ends(text)
    if found is None:
        return ""
    if "/" not in text:
        return _settled(found[0])
    return f"{_settled(found[0])}/{_settled(found[1])}"


def day(text: str) -> str:
    """*text* where it is one whole day of the calendar (``2026-03-09``), else empty."""
    text = text.strip()
    is_day = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and _one(text)
    return text if is_day else ""


def _settled(day: Day | None) -> str:
    if day is None:
        return OPEN
    about = "c. " if day.is_circa else ""
    sign, year = "-" if day.year < 0 else "", f"{abs(day.year):04}"
    if day.span > 1:
        year = year[: 4 - len(str(day.span)) + 1] + "X" * (len(str(day.span)) - 1)
    month = day.month or (day.season and day.season + 20)
    parts = [f"{number:02}" for number in (month, day.day) if number]
    return about + "-".join([sign + year, *parts])


def _one(text: str) -> Day | None:
    match = ONE.match(text)
    if not match:
        return None
    span = 10 ** len(re.findall(r"[Xxu]", match["year"]))
    year = int(re.sub(r"[Xxu]", "0", match["year"]))
    season = SEASONS.get(match["month"] or "", 0)
    month, day = (0 if season else int(match["month"] or 0)), int(match["day"] or 0)
    if (season and day) or match["month"] == "00" or match["day"] == "00" or year == 0:
        return None
    if match["month"] is None:
        day = 0
    # The calendar repeats every 400 years, and `date` knows none before the year 1.
    try:
        date(year % 400 + 2000, month or 1, day or 1)
    except ValueError:
        return None
    is_circa = bool(match["about"] or match["unsure"])
    return Day(year, month, day, season, span, is_circa=is_circa)


def _is_before(one: Day, other: Day) -> bool:
    """Whether *one* ends before *other* begins, as far as both are told."""
    if one.span > 1 or other.span > 1:
        return one.year + one.span <= other.year
    if one.year != other.year or not (one.month and other.month):
        return one.year < other.year
    return (one.month, one.day or 31) < (other.month, other.day)


# ---------------------------------------------------------------- CSL


def from_csl(value: Value) -> tuple[str, str]:
    """(date, what to show where that is empty) of CSL's object, or of CSL-YAML's list of parts."""
    if value.items is not None:
        return _from_parts([_parts(item) for item in value.items]), ""
    given = {field.name: field.value for field in value.fields or ()}
    if "date-parts" in given:
        parts = [each.items or () for each in given["date-parts"].items or ()]
        told = [[part.text or "" for part in each] for each in parts if each]
        done, shown = _with_season(told, (given["season"].text or "") if "season" in given else "")
        is_about = _says_yes(given.get("circa")) and not done.startswith("c. ")
        if done or shown or told:
            return (f"c. {done}" if done and is_about else done), shown
    if "year" in given:
        return _from_parts([_parts(value)]), ""
    raw = next((given[name].text for name in ("raw", "literal") if name in given), "") or ""
    return understood(raw), raw


def is_empty(value: Value) -> bool:
    """Whether CSL's object holds no date at all: ``{}``, ``{"date-parts": [[]]}``, ``[[null]]``."""
    below = [*(value.items or ()), *(field.value for field in value.fields or ())]
    return not value.text and all(is_empty(each) for each in below)


_CSL_SEASONS = {
    **{str(number): number for number in range(1, 5)},
    "spring": 1,
    "summer": 2,
    "autumn": 3,
    "fall": 3,
    "winter": 4,
}


def _with_season(parts: list[list[str]], season: str) -> tuple[str, str]:
    """(date, what to show where that is empty) of a year with CSL's ``season``."""
    number = _CSL_SEASONS.get(season.strip().lower(), 0)
    year_alone = len(parts) == 1 and not any(part.strip("0 ") for part in parts[0][1:])
    if number and year_alone:
        return _from_parts([[parts[0][0], str(number + 20)]]), ""
    if season.strip() and year_alone and not number:
        return "", f"{season.strip()} {parts[0][0]}"
    return _from_parts(parts), ""


def _parts(value: Value) -> list[str]:
    given = {field.name: field.value.text or "" for field in value.fields or ()}
    return [given.get(name, "") for name in ("year", "month", "day")]


def _says_yes(value: Value | None) -> bool:
    return value is not None and (value.text or "") not in {"", "0", "false"}


def _from_parts(parts: list[list[str]]) -> str:
    """One list of year, month, day a date, two a range; citeproc writes an open end as zeros."""
    if len(parts) > 1 and parts[1][0].strip() in {"", "0"}:
        return understood(f"{_joined(parts[0])}/{OPEN}")
    return understood("/".join(_joined(each) for each in parts[:2]))


def _joined(parts: list[str]) -> str:
    """ISO 8601 of year, month, day; citeproc's months 13 to 16 are seasons, 17 to 20 the south's."""
    year, *more = (part.strip() for part in parts[:3])
    if re.fullmatch(r"-?\d{1,4}", year, re.ASCII):
        year = f"-{year[1:]:0>4}" if year.startswith("-") else f"{year:0>4}"
    rest = [part.zfill(2) for part in more if part not in {"", "0"}]
    if rest and rest[0].isdecimal() and 13 <= int(rest[0]) <= 20:
        rest[0] = str(int(rest[0]) + (8 if int(rest[0]) <= 16 else 4))
    return "-".join([year, *rest])
