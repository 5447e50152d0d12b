"""A date as people write it -> the day, or for a hint the right form of that very date.

One whole day is read, ``2026-03-12``, and the day of an ISO 8601 date-time as written, whatever its
offset. Every other form is refused, since a day and a month are easily exchanged; but it is understood
well enough to say what to write. Nothing here looks at a clock.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sidegloss.months import NAMES, month_of

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_CLOCK = r"(?:[01]?[0-9]|2[0-4])(?::[0-5][0-9](?::[0-5][0-9]|:60)?(?:[.,][0-9]+)?)?"
_ZONE = r"(?: ?(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)(?: [A-Z]{1,5}| [+-][0-9]{2,4})?| [A-Z]{2,5})?"
_DATE_TIME = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:[Tt]| +){_CLOCK}{_ZONE}\Z")
"""What ISO 8601 and RFC 3339 allow, and what Jekyll (``2019-03-18 12:00:00 -0300``) and Go write."""
_BASIC = re.compile(
    r"([0-9]{4})([0-9]{2})([0-9]{2})T[0-9]{2}(?:[0-9]{2}){0,2}(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2,4})?\Z"
)
_LONGEST = 80
"""Characters of a text that is looked at for a date."""

_FORM = "YYYY-MM-DD"
_EXAMPLE = f"write the day as {_FORM}, for example 2026-03-12"

_TIME = re.compile(
    r"(?:\bT|\bat\b|\bum\b|\bà\b|\ba las\b|,| )\s*\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?\s*"
    r"(?:[AaPp]\.?[Mm]\.?)?(?:\s*(?:[Zz]\b|(?:GMT|UTC)?[+-]\d\d:?\d\d|[A-Z]{2,5}\b))?(?:\s*\([^)]*\))?"
)
_PIECE = re.compile(r"\d+|[^\W\d_]+")
_CLOCKWORK = frozenset(
    {"now", "today", "yesterday", "tomorrow", "last-modified", "lastmod", "auto"}
)
_PART_OF_YEAR = re.compile(r"\b[QHTSqhts][1-4]\b")
"""A quarter or a half of a year: no day, and no month."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A year, a month and a day as far as they are given: 0 is what is missing."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def is_valid(self) -> bool:
        if self.month > 12 or (self.year and not 1000 <= self.year <= 9999):
            return False
        return self.day <= (monthrange(self.year or 2000, self.month)[1] if self.month else 31)

    @property
    def form(self) -> str:
        """``2026-03-12``, with ``DD``, ``MM`` or ``YYYY`` for what is missing."""
        year = f"{self.year:04}" if self.year else "YYYY"
        month = f"{self.month:02}" if self.month else "MM"
        return f"{year}-{month}-{f'{self.day:02}' if self.day else 'DD'}"


def day_of(text: str) -> str:
    """The day that *text* gives, as ``2026-03-12``; empty if it is not one valid day or date-time."""
    text = text.strip()
    found = _DATE_TIME.match(text)
    basic = _BASIC.match(text)
    written = found[1] if found else "-".join(basic.groups()) if basic else text
    parts = _DAY.match(written)
    return written if parts and _exists(*map(int, parts.groups())) else ""


def reads_as_day(text: str) -> bool:
    """Whether *text* is a date in some form, as far as it says the year."""
    shown = " ".join(text.split())[:_LONGEST]
    return bool(day_of(text)) or any(
        given.is_valid and given.year for given in _readings(_plain(shown))
    )


def correction(text: str) -> tuple[str, str]:
    """(what is wrong, what to write) of a *text* that is no day.

    Where day and month could be exchanged, both readings are given. What is missing is asked for.
    """
    shown = " ".join(text.split())[:_LONGEST]
    if not shown:
        return "a date is missing", _EXAMPLE
    if shown.casefold() in _CLOCKWORK:
        return f"{shown} is not a date", f"{_EXAMPLE}: Sidegloss reads no clock"
    readings = list(dict.fromkeys(_readings(_plain(shown))))
    valid = [given for given in readings if given.is_valid]
    if valid:
        return f"cannot read {shown} as a date", _asked(valid)
    if readings:
        return f"{shown} is not a valid date", _existing(readings[0])
    return f"cannot read {shown} as a date", _EXAMPLE


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


# ---------------------------------------------------------------- the hint


def _asked(readings: list[_Given]) -> str:
    """What to write for one of several *readings*, all valid."""
    forms = " or ".join(dict.fromkeys(given.form for given in readings))
    first = readings[0]
    parts = (("year", first.year), ("month", first.month), ("day", first.day))
    missing = [f"the {name}" for name, value in parts if not value]
    is_alike = all(
        (bool(each.year), bool(each.month), bool(each.day))
        == (bool(first.year), bool(first.month), bool(first.day))
        for each in readings
    )
    if len(missing) == 3:
        return _EXAMPLE
    if not is_alike:
        return f"write {forms}, with what is missing"
    return f"write {forms}, with {' and '.join(missing)}" if missing else f"write {forms}"


def _existing(given: _Given) -> str:
    """What to write for a day that is in no calendar."""
    if not 1000 <= given.year <= 9999 and given.year:
        return f"a year has four digits: write the day as {_FORM}"
    if not 1 <= given.month <= 12:
        return f"months go from 01 to 12: write the day as {_FORM}"
    days = monthrange(given.year or 2000, given.month)[1]
    month = NAMES[given.month - 1]
    year = f" {given.year}" if given.year else ""
    return f"{month}{year} has {days} days: write {_Given(given.year, given.month, days).form} or an earlier day"


# ---------------------------------------------------------------- reading what people write


def _plain(text: str) -> str:
    """*text* with ASCII digits and hyphens, without a time of day."""
    text = "".join(
        str(unicodedata.digit(each))
        if each.isdigit() and unicodedata.digit(each, None) is not None
        else "-"
        if unicodedata.category(each) == "Pd" or each == "\N{MINUS SIGN}"
        else each
        for each in text
    )
    return _TIME.sub(" ", text).strip()


def _readings(text: str) -> Iterator[_Given]:
    """What *text* may mean, the likeliest first."""
    several = _several(text)
    if several:
        yield from several
        return
    if text.isdigit():
        yield from _unparted(text)
        return
    week = re.fullmatch(r"(\d{4})-?W(\d\d)(?:-?(\d))?", text)
    if week:
        yield from _of_week(int(week[1]), int(week[2]), int(week[3] or 0))
        return
    ordinal = re.fullmatch(r"(\d{4})-(\d{3})", text)
    if ordinal:
        yield from _of_year(int(ordinal[1]), int(ordinal[2]))
        return
    yield from _of_pieces(_PART_OF_YEAR.sub(" ", text))


def _several(text: str) -> list[_Given]:
    """The first and the last day, where *text* gives two."""
    whole = re.findall(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)", text)
    if len(whole) > 1:
        return [_Given(*map(int, each)) for each in whole]
    shared = re.search(r"(?<!\d)(\d{1,2})\.? ?(?:-|bis|to|au) ?(\d{1,2})\.? (?=[^\W\d])", text)
    if shared and _month_in(text):
        rest = text[: shared.start()], text[shared.end() :]
        ends = (_Given(*_first(f"{rest[0]}{day} {rest[1]}")) for day in (shared[1], shared[2]))
        return [each for each in ends if each.year]
    return []


def _first(text: str) -> tuple[int, int, int]:
    found = next(_of_pieces(text), _Given())
    return found.year, found.month, found.day


def _month_in(text: str) -> bool:
    return any(month_of(word) for word in _PIECE.findall(text))


def _unparted(digits: str) -> Iterator[_Given]:
    """``20260105``, ``05012026``, ``2026``, or seconds since 1970."""
    if len(digits) == 8:
        if 1900 <= int(digits[:4]) < 2100:
            yield _Given(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        else:
            yield from _either(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    elif len(digits) == 6 and 1900 <= int(digits[:4]) < 2100 and 1 <= int(digits[4:]) <= 12:
        yield _Given(int(digits[:4]), int(digits[4:]))
    elif len(digits) == 4:
        yield _Given(int(digits))
    elif len(digits) in {10, 13}:
        seconds = int(digits) if len(digits) == 10 else int(digits) // 1000
        moment = datetime.fromtimestamp(seconds, UTC)
        yield _Given(moment.year, moment.month, moment.day)


def _of_week(year: int, week: int, day: int) -> Iterator[_Given]:
    try:
        found = date.fromisocalendar(year, week, day or 1)
    except ValueError:
        return
    yield _Given(found.year, found.month, found.day if day else 0)


def _of_year(year: int, number: int) -> Iterator[_Given]:
    try:
        found = datetime.strptime(f"{year:04}-{number:03}", "%Y-%j").replace(tzinfo=UTC)
    except ValueError:
        return
    yield _Given(found.year, found.month, found.day)


def _of_pieces(text: str) -> Iterator[_Given]:
    """Of numbers and words: a month by its name, else three numbers, two or one."""
    pieces = _PIECE.findall(text)
    months = [month for piece in pieces if not piece.isdigit() and (month := month_of(piece))]
    numbers = [piece for piece in pieces if piece.isdigit()]
    if months:
        yield from _with_name(months[0], numbers)
    elif len(numbers) >= 3:
        yield from _of_three(numbers[:3], has_hyphens="-" in text)
    elif len(numbers) == 2:
        yield from _of_two(*numbers)
    else:
        yield from (_Given(int(each)) for each in numbers if len(each) == 4)


def _with_name(month: int, numbers: list[str]) -> Iterator[_Given]:
    """A month's name with a year, a day, both or neither, in any order."""
    years = [each for each in numbers if len(each) == 4 or (len(each) == 2 and int(each) > 31)]
    days = [each for each in numbers if len(each) <= 2 and each not in years[:1]]
    if not years and len(days) > 1:  # 12 March 26
        yield _Given(_year(days[1]), month, int(days[0]))
    elif not years and days and len(days[0]) == 2 and int(days[0]) > 12:  # Jan 26
        yield _Given(_year(days[0]), month)
        yield _Given(0, month, int(days[0]))
    elif years or days or not numbers:
        yield _Given(_year(years[0]) if years else 0, month, int(days[0]) if days else 0)


def _of_three(numbers: list[str], *, has_hyphens: bool) -> Iterator[_Given]:
    first, second, third = (int(each) for each in numbers)
    if len(numbers[0]) >= 3:
        yield from _year_first(first, second, third)
    elif len(numbers[2]) >= 3:
        yield from _either(third, first, second)
    else:
        yield from _either(_year(numbers[2]), first, second)
        if has_hyphens or first > 31:
            yield _Given(_year(numbers[0]), second, third)


def _year_first(year: int, month: int, day: int) -> Iterator[_Given]:
    """``2026-1-5``; with a day and a month that can only be exchanged, ``2026-28-11`` too."""
    if month > 12 >= day:
        month, day = day, month
    yield _Given(year, month, day)


def _either(year: int, first: int, second: int) -> Iterator[_Given]:
    """A day and a month in either order: the one that is no month is the day."""
    if second <= 12:
        yield _Given(year, second, first)
    if first <= 12:
        yield _Given(year, first, second)
    if first > 12 and second > 12:
        yield _Given(year, first, second)


def _of_two(one: str, other: str) -> Iterator[_Given]:
    """A month and a year, else a day and a month."""
    if len(one) == 4 or len(other) == 4:
        year, month = (one, other) if len(one) == 4 else (other, one)
        yield _Given(int(year), int(month) if 1 <= int(month) <= 12 else 0)
    elif len(one) <= 2 and len(other) <= 2:
        yield from (given for given in _either(0, int(one), int(other)) if given.is_valid)


def _year(digits: str) -> int:
    """Two digits as POSIX reads them: 69 to 99 are of the last century."""
    number = int(digits)
    return number if len(digits) > 2 else number + (1900 if number > 68 else 2000)
