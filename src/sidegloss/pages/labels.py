"""A source, or a text and its room -> the lines that a drawing shows, measured in the shipped typeface."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from sidegloss import views
from sidegloss.model import Name
from sidegloss.pages.advances import ADVANCES
from sidegloss.words import Words, term, year

SLACK = 1.18
"""Where the typeface is missing, readers see another one, which may be so much wider."""
_WIDTHS = {character: width for width, characters in ADVANCES for character in characters}


@lru_cache(maxsize=16384)
def width(text: str) -> float:
    """The room that a text takes at most, in ems."""
    return sum(map(_em, text)) * SLACK


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return _em(base)
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.7


def wrap(text: str, room: float, lines: int) -> tuple[str, ...]:
    """*text* on at most so many *lines* of *room* ems; an ellipsis replaces what does not fit.

    Lines end between words; a word that is longer than a line is divided.
    """
    shown = [""]
    for piece in (piece for word in text.split() for piece in _divided(word, room)):
        if width(line := f"{shown[-1]} {piece}".lstrip()) <= room:
            shown[-1] = line
        else:
            shown.append(piece)
        if len(shown) > lines:
            last = shown[-2]
            while len(last) > 1 and width(last + "…") > room:
                last = last.rpartition(" ")[0] or last[:-1]
            shown[-2:] = [last.rstrip(" ,;:.–-…") + "…"]
            break
    return tuple(filter(None, shown))


def _divided(word: str, room: float) -> Iterator[str]:
    while len(word) > 1 and width(word) > room:
        fit = next((n for n in range(len(word) - 1, 1, -1) if width(word[:n]) <= room), 1)
        yield word[:fit]
        word = word[fit:]
    yield word


def whose(source: views.CitedSource, words: Words) -> str:
    """Whose a source is, and its year: author, else where it appeared, else its title."""
    listed = source.author or source.editor
    people = [_family(name) for name in listed if name.literal != "others"]
    is_open = len(people) < len(listed)
    if people and (is_open or len(people) > 3):
        few = people if len(people) < 4 else people[:1]
        named = f"{term(words, 'list.comma').join(few)} {term(words, 'citation.et-al')}"
    elif people:
        comma, last = term(words, "list.comma"), term(words, "list.and")
        named = last.join([*([comma.join(people[:-1])] if people[1:] else []), people[-1]])
    else:
        named = source.container_title or source.title or term(words, "citation.untitled")
    return f"{named} {year(words, source.issued)}" if source.issued else named


def _family(name: Name) -> str:
    return name.literal or " ".join(filter(None, (name.particle, name.family or name.given)))
