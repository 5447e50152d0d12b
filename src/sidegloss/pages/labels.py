"""Text and the room there is -> the lines that a drawing shows, by an estimate of their width.

No font can be measured while a site is built, and readers have different ones: the estimates are
those of wide interface fonts, so that narrower ones leave some room.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from itertools import accumulate

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
_BLANK = _WIDTHS[" "]
_ORDINARY = 0.58
"""Ems of a small letter or a digit; *_CLASSES* has the others."""
_WHOSE_ROOM, _TITLE_ROOM = 12, 14
"""Ems in the first and the second line of a source's label."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a drawing says of a source, escaped: the same wherever it is drawn in one language."""

    href: str
    whose: tuple[str, ...]
    """What there is room for: in two lines where there is no *title*."""
    title: str
    """Empty where the title says whose it is."""
    whole: str
    """Both in full."""
    is_retracted: bool


def label(source: CitedSource, words: Words) -> Label:
    """How a drawing names a source."""
    who = whose(source, words)
    title = source.title if not who.startswith(source.title) else ""
    return Label(
        href=source.href,
        whose=_shown(cut(who, _WHOSE_ROOM, 1 if title else 2), words),
        title="".join(_shown(cut(title, _TITLE_ROOM, 1), words)),
        whole=escape(f"{who}: {title}" if title else who),
        is_retracted=source.retracted is not None,
    )


def _shown(lines: Iterable[str], words: Words) -> tuple[str, ...]:
    return tuple(escape(line) for line in isolated(lines, words))


def isolated(lines: Iterable[str], words: Words) -> tuple[str, ...]:
    """On a page from right to left: each line in its own direction, as in a ``<bdi>``."""
    if words.direction == "rtl":
        return tuple(f"\u2068{line}\u2069" for line in lines)
    return tuple(lines)


def cut(text: str, room: float, lines: int) -> tuple[str, ...]:
    """*text* on at most so many *lines* of *room* ems each; an ellipsis stands for what is left out.

    Breaks are at blanks; a word that is longer than a line is cut within.
    """
    words = text.split()
    shown: list[str] = []
    at = 0
    while at < len(words) and len(shown) < lines:
        begin, used = at, _word_width(words[at])
        at += 1
        while at < len(words):
            used += _BLANK + _word_width(words[at])
            if used > room:
                break
            at += 1
        shown.append(" ".join(words[begin:at]))
    if at < len(words) and shown:
        shown[-1] += f" {words[at]}…"
    return tuple([_shortened(line, room) for line in shown])


def _shortened(line: str, room: float) -> str:
    """The longest beginning of *line* that fits, at a word's end where that loses little."""
    if _width(line) <= room:
        return line
    widths = list(accumulate(map(_em, line), initial=_em("…")))
    fit = max(bisect_right(widths, room) - 1, 1)
    at_word = line.rfind(" ", fit // 2, fit + 1)
    kept = line[: at_word if at_word > 0 else fit]
    return kept.rstrip(" ,;:.–-…") + "…"


def _width(text: str) -> float:
    return sum(map(_em, text))


_word_width = lru_cache(maxsize=16384)(_width)


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
