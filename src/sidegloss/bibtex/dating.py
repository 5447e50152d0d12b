"""BibTeX's ``year``, ``month`` and ``day`` -> one date, as biblatex would write it in ``date``."""

from __future__ import annotations

import re

from sidegloss import loose_dates
from sidegloss.bibtex import tex

_YEAR = re.compile(r"(-?\d{1,4})\Z", re.ASCII)
_YEARS = re.compile(r"(\d{4})\s*(?:-{1,3}|[–/])\s*(\d{4})\Z", re.ASCII)
_ABOUT = re.compile(r"(?:\[|c\.?\s?|ca\.?\s|circa\s|~|©)?\s*(\d{3,4})\s*(?:\]|\?|~)*\Z", re.ASCII)
_WORD = re.compile(r"[^\W\d_]{3,}")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)", re.ASCII)


def date_of(year: str, month: str = "", day: str = "") -> str:
    """``2026-03-08``; a *year* that is no number ("in press") stays as it is, without month and day."""
    text = tex.text(year).strip()
    if years := _YEARS.match(text):
        return f"{years[1]}/{years[2]}"
    if number := _YEAR.match(text):
        return _of_parts(number[1], tex.text(month), tex.text(day))
    about = _ABOUT.match(text)
    if about is None:
        return text
    return f"{about[1]:0>4}" if text[0] in "[©" and "?" not in text else f"c. {about[1]:0>4}"


def _of_parts(year: str, month: str, day: str) -> str:
    sign, digits = ("-", year[1:]) if year.startswith("-") else ("", year)
    months = _months(month)
    if not months:
        return f"{sign}{digits:0>4}"
    days = _DAY.findall(day) or ([] if month.strip().isdigit() else _DAY.findall(month))
    ends = [f"{sign}{digits:0>4}-{number:02}" for number in months]
    if len(days) == 1 and len(ends) == 1:
        return f"{ends[0]}-{days[0]:0>2}"
    if len(days) == 2:
        return f"{ends[0]}-{days[0]:0>2}/{ends[-1]}-{days[1]:0>2}"
    return "/".join(ends)


def _months(written: str) -> list[int]:
    """The months of *written*, two at most: ``mar``, ``3``, ``March/April``."""
    if written.strip().isdecimal():
        number = int(written.strip()[:3])
        return [number] if 1 <= number <= 12 else []
    numbers = map(loose_dates.month, _WORD.findall(written))
    return [number for number in numbers if number][:2]
