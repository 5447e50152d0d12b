"""A number of something -> words: "3 outlets", by CLDR's plural categories.

The rules are those of the Unicode CLDR for whole numbers
(https://cldr.unicode.org/index/cldr-spec/plural-rules), without the millions of French and Spanish.
"""

from __future__ import annotations

from collections.abc import Callable

from sidegloss.words.table import Words, subtag


def count(words: Words, what: str, number: int) -> str:
    """*number* of *what* (``outlet``, ``claim`` …): "1 outlet", "1,200 outlets".

    Raises KeyError where no table counts *what*.
    """
    texts = words.by_key
    wanted = f"count.{what}.{category(words.language, number)}"
    text = texts[wanted] if wanted in texts else texts[f"count.{what}.other"]
    return text.replace("{n}", grouped(words, number))


def category(language: str, number: int) -> str:
    """CLDR's plural category of a whole *number*; a language without a table counts as English."""
    return _RULES.get(subtag(language), _one_or_other)(number)


def grouped(words: Words, number: int) -> str:
    """*number* in western digits, thousands parted as the language does."""
    if number < int(words.by_key["number.group-from"]):
        return str(number)
    return f"{number:,}".replace(",", words.by_key["number.group"])


def _one_or_other(number: int) -> str:
    return "one" if number == 1 else "other"


def _french(number: int) -> str:
    return "one" if number in (0, 1) else "other"


def _arabic(number: int) -> str:
    if number in (0, 1, 2):
        return ("zero", "one", "two")[number]
    if 3 <= number % 100 <= 10:
        return "few"
    return "many" if number % 100 >= 11 else "other"


_RULES: dict[str, Callable[[int], str]] = {"fr": _french, "ar": _arabic}

CATEGORIES: dict[str, tuple[str, ...]] = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "de": ("one", "other"),
    "en": ("one", "other"),
    "es": ("one", "other"),
    "fr": ("one", "other"),
}
"""What a table has to tell apart."""
