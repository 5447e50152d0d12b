"""Text and the room there is -> the lines that a drawing shows, by an estimate of their width.

No font can be measured while a site is built, and readers have different ones: the estimates are
those of wide interface fonts, so that narrower ones leave some room.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from sidegloss.model import Name
from sidegloss.views import CitedSource
from sidegloss.words import Words, term, year

_CLASSES = (
    (0.29, "iljI.,:;'|!‘’·ıí"),
    (0.36, ' ftr()[]/\\-–"“”„«»°*'),
    (0.84, "mMW@%—…wæœÆŒ"),
    (0.72, "ABCDEFGHKLNOPQRSTUVXYZÄÖÜÉÀÈÇÑ&+<>=~"),
)
_WIDTHS = {character: width for width, characters in _CLASSES for character in characters}
_ORDINARY = 0.58
"""Ems of a small letter or a digit; *_CLASSES* has the others."""


def cut(text: str, room: float, lines: int) -> tuple[str, ...]:
    """*text* on at most so many *lines* of *room* ems each; an ellipsis stands for what is left out.

    Breaks are at blanks; a word that is longer than a line is cut within.
    """
    words = text.split()
    shown: list[str] = []
    while words and len(shown) < lines:
        line = words.pop(0)
        while words and _width(f"{line} {words[0]}") <= room:
            line = f"{line} {words.pop(0)}"
        shown.append(line)
    if words and shown:
        shown[-1] += f" {words[0]}…"
    return tuple(_shortened(line, room) for line in shown)


def _shortened(line: str, room: float) -> str:
    """The longest beginning of *line* that fits, at a word's end where that loses little."""
    if _width(line) <= room:
        return line
    fit = len(line)
    while fit > 1 and _width(line[:fit]) + _width("…") > room:
        fit -= 1
    at_word = line.rfind(" ", fit // 2, fit + 1)
    kept = line[: at_word if at_word > 0 else fit]
    return kept.rstrip(" ,;:.–-…") + "…"


def _width(text: str) -> float:
    return sum(map(_em, text))


@cache
def _em(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.72 if character.isupper() else _ORDINARY


def whose(source: CitedSource, words: Words) -> str:
    """Whose a source is, and its year: author, else where it appeared, else its title."""
    people = [_family(name) for name in source.author or source.editor]
    if len(people) > 3:
        named = f"{people[0]} {term(words, 'citation.et-al')}"
    elif people:
        comma, last = term(words, "list.comma"), term(words, "list.and")
        named = last.join([*([comma.join(people[:-1])] if people[1:] else []), people[-1]])
    else:
        named = source.container_title or source.title or term(words, "citation.untitled")
    return f"{named} {year(words, source.issued)}" if source.issued else named


def _family(name: Name) -> str:
    return name.literal or " ".join(filter(None, (name.particle, name.family or name.given)))
