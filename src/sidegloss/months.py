"""A month's name as people write it, in any shipped language -> its number."""

from __future__ import annotations

import unicodedata
from functools import cache

from sidegloss.guesses import nearest
from sidegloss.words import SHIPPED, load, term

NAMES = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
"""For messages, which are in English."""

_OTHERWISE = {"sept": 9, "marz": 3, "maerz": 3} | {
    "شباط": 2,
    "آذار": 3,
    "نيسان": 4,
    "أيار": 5,
    "حزيران": 6,
    "تموز": 7,
    "آب": 8,
    "أيلول": 9,
}
"""Other spellings, and names that months have in Syria, Lebanon and Iraq."""


def month_of(word: str) -> int:
    """The month that *word* names, whole, shortened or with a slip; 0 if it names none, or several."""
    folded, names = _folded(word), _names()
    if folded in names:
        return names[folded]
    if len(folded) >= 3:
        begun = {number for name, number in names.items() if name.startswith(folded)}
        if len(begun) == 1:
            return begun.pop()
    return names.get(nearest(folded, names), 0) if len(folded) >= 5 else 0


@cache
def _names() -> dict[str, int]:
    """Every name, folded."""
    found = {_folded(name): number for name, number in _OTHERWISE.items()}
    for language in SHIPPED:
        words = term(load(language), "date.months").split()
        found |= {_folded(word): number for number, word in enumerate(words, 1)}
    return found


def _folded(word: str) -> str:
    """Lower case, without accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))
