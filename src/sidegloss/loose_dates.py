"""A date as people write it (``28/11/2026``, ``March 2026``, ``spring 2026``, ``44 BC``) -> the form that Sidegloss reads.

For hints, and for exports whose text can be read in one way only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sidegloss.dates import FORMS, understood

_MONTHS = """
january januar jänner janvier enero
february februar février fevrier febrero feber
march märz maerz mars marzo
april avril abril
may mai mayo
june juni juin junio
july juli juillet julio
august août aout agosto
september septembre septiembre setiembre
october oktober octobre octubre
november novembre noviembre
december dezember décembre decembre diciembre
"""
_NUMBERS = {
    name: number
    for number, names in enumerate(_MONTHS.strip().splitlines(), 1)
    for name in names.split()
}
_SEASONS = {
    "spring": 21,
    "frühling": 21,
    "frühjahr": 21,
    "printemps": 21,
    "primavera": 21,
    "summer": 22,
    "sommer": 22,
    "été": 22,
    "verano": 22,
    "autumn": 23,
    "fall": 23,
    "herbst": 23,
    "automne": 23,
    "otoño": 23,
    "winter": 24,
    "hiver": 24,
    "invierno": 24,
}
_ERAS = r"(?:b\.?\s?c\.?(?:\s?e\.?)?|v\.?\s?chr\.?|av\.?\s?j\.?-?c\.?|a\.?\s?c\.?)"
_ABOUT = re.compile(
    r"(?:c|ca|circa|about|around|approx|um|vers|hacia|environ|etwa)\.?\s+(?P<rest>.+)\Z",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?P<first>\d{4})\s*(?:-{1,3}|[–—]|to|bis|à|/)\s*(?P<last>\d{4})\Z", re.IGNORECASE
)
LONGEST = 100
"""Characters of a date: a longer text is none."""
_WORD = re.compile(r"[^\W\d_]{3,}\.?")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.)?(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)


def read(text: str) -> str:
    """*text* in the form of `dates`, where it can be read in one way only; else empty."""
    found = tuple(readings(text))
    return found[0] if len(found) == 1 else ""


def hint(text: str, forms: str = FORMS) -> str:
    """An instruction for a *text* that is no date: both readings where day and month may be mistaken."""
    found = tuple(readings(text))
    return f"write {' or '.join(found)}" if found else f"write {forms}"


def readings(text: str) -> Iterator[str]:
    """What *text* may mean, each different date once."""
    if len(text) > LONGEST:
        return
    yield from dict.fromkeys(filter(None, map(understood, _candidates(" ".join(text.split())))))


def month(word: str) -> int:
    """1 to 12 for a month's name or its beginning, in English, German, French or Spanish; else 0."""
    folded = word.lower().rstrip(".")
    if len(folded) < 3:
        return 0
    numbers = {number for name, number in _NUMBERS.items() if name.startswith(folded)}
    return numbers.pop() if len(numbers) == 1 else 0


def _candidates(text: str) -> Iterator[str]:
    if about := _ABOUT.match(text):
        yield from (f"c. {each}" for each in _candidates(about["rest"]))
        return
    if between := _RANGE.match(text):
        yield f"{between['first']}/{between['last']}"
        return
    numbers = [int(each) for each in re.findall(r"\d+", text)]
    if re.fullmatch(r"[\d\s./-]+", text, re.ASCII) and not text.startswith("-"):
        yield from _of_numbers(text, numbers)
    elif text.startswith("-") and re.fullmatch(r"-\d{1,3}", text, re.ASCII):
        yield f"-{text[1:]:0>4}"
    elif re.fullmatch(rf"\d{{1,4}}\s?{_ERAS}", text, re.IGNORECASE):
        yield f"-{numbers[0]:04}"
    elif re.fullmatch(r"\d{3}0['’]?s", text, re.ASCII):
        yield f"{text[:3]}X"
    else:
        yield from _of_words(text)


def _of_numbers(text: str, numbers: list[int]) -> Iterator[str]:
    """``12/2026``, ``28/11/2026``, ``2026.3.9``, ``20260309``, ``800``."""
    digits = [len(each) for each in re.findall(r"\d+", text)]
    match digits:
        case [8]:
            yield f"{text[:4]}-{text[4:6]}-{text[6:]}"
        case [3]:
            yield f"{numbers[0]:04}"
        case [1 | 2, 4]:
            yield f"{numbers[1]:04}-{numbers[0]:02}"
        case [4, 1 | 2]:
            yield f"{numbers[0]:04}-{numbers[1]:02}"
        case [4, 1 | 2, 1 | 2]:
            yield f"{numbers[0]:04}-{numbers[1]:02}-{numbers[2]:02}"
        case [1 | 2, 1 | 2, 4]:
            first, second, year = numbers
            yield f"{year:04}-{second:02}-{first:02}"
            if "." not in text:  # with full stops, the day comes first
                yield f"{year:04}-{first:02}-{second:02}"


def _of_words(text: str) -> Iterator[str]:
    """``5 March 2026``, ``Mar. 5, 2026``, ``March 2026``, ``spring 2026``."""
    years = _YEAR.findall(text)
    if len(years) != 1:
        return
    words = [word.lower().rstrip(".") for word in _WORD.findall(text)]
    seasons = [_SEASONS[word] for word in words if word in _SEASONS]
    months = [number for number in map(month, words) if number]
    days = _DAY.findall(_YEAR.sub("", text))
    if len(seasons) == 1 and not months and not days:
        yield f"{years[0]}-{seasons[0]}"
    elif len(months) == 1 and len(days) <= 1 and not seasons:
        yield "-".join([years[0], f"{months[0]:02}", *(f"{day:0>2}" for day in days)])
