"""A source, or a text and its room -> the lines that a drawing shows, measured in the shipped typeface."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from sidegloss import views
from sidegloss.authors import joined
from sidegloss.model import Name
from sidegloss.names import ET_AL
from sidegloss.pages.advances import ADVANCES
from sidegloss.words import Words, term, year

SLACK = 1.18
"""Where the typeface is missing, readers see another one, which may be so much wider."""
_WIDTHS = {character: width for width, characters in ADVANCES for character in characters}


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
    text = " ".join(text.split())
    ends = list(accumulate(map(_em, text), initial=0.0))
    shown: list[str] = []
    start = 0
    while start < len(text) and len(shown) < lines:
        end = max(bisect_right(ends, ends[start] + room / SLACK) - 1, start + 1)
        if end < len(text) and (space := text.rfind(" ", start + 1, end + 1)) > 0:
            end = space
        shown.append(text[start:end])
        start = end + text.startswith(" ", end)
    if start < len(text):
        shown[-1] = f"{_cut(shown[-1], room)}…"
    return tuple(shown)


def _cut(line: str, room: float) -> str:
    """As many words as fit, else letters, and no sign at their end."""
    while len(line) > 1 and width(f"{line}…") > room:
        line = line.rpartition(" ")[0] or line[:-1]
    return line.rstrip(" ,;:.–-…")


def whose(source: views.CitedSource, words: Words) -> str:
    """Whose a source is, and its year: author, else where it appeared, else its title."""
    listed = source.author or source.editor
    people = [_family(name) for name in listed if name.literal != ET_AL]
    is_open = len(people) < len(listed)
    comma = term(words, "list.comma")
    if people and (is_open or len(people) > 3):
        few = people if len(people) < 4 else people[:1]
        named = f"{comma.join(few)} {term(words, 'citation.et-al')}"
    else:
        named = joined(people, comma, term(words, "list.and"))
    named = named or source.container_title or source.title or term(words, "citation.untitled")
    return f"{named} {year(words, source.issued)}" if source.issued else named


def _family(name: Name) -> str:
    return name.literal or " ".join(filter(None, (name.particle, name.family or name.given)))
