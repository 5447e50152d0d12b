"""A text and a way to measure -> its lines; what does not fit ends early, in an ellipsis.

Pure, and knows no font: *measure* says how wide some words are, in any unit. Lines break at blanks,
after hyphens and strokes, between the characters of scripts that write no blanks, and nowhere else
but in a word that is longer than a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

Measure = Callable[[str], float]

ELLIPSIS = "…"
_BREAK = "\u200b"
_JOINERS = "\u200c\u200d"

# more marks on one letter than any orthography asks for grow out of the line
_MARKS = 4
# what is longer cannot fit, however thin its letters are
_LONGEST = 800

_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")
_HYPHENS = "-‐–—/"
# Japanese and Chinese typesetting: what may not begin a line, and what may not end one
# (W3C, Requirements for Japanese Text Layout, 3.1.7 and 3.1.8)
_NOT_FIRST = frozenset(
    "、。，．・：；？！）〕］｝〉》」』】〟ー々〻ゝゞヽヾ…‥”’»)]}.,!?:;%％‰℃"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    "ๆฯะาำๅະາຳ"
)
_NOT_LAST = frozenset("（〔［｛〈《「『【〝“‘«([{$¥￥£€เแโใไເແໂໃໄ")

_SENTENCE = re.compile(
    r"(?:[^\W\d_]{4}|[\d)\]»”’])[.!?](?=[)\]»”’]*\s+[^\w\s]*[^\W\d_a-z])|[。！？؟۔।]"
)
_CLAUSE = re.compile(r"\w(?=[,;:،؛，；：]|\s[–—]\s)|[、]")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays on one line, and whether a blank follows it."""

    text: str
    is_word_end: bool


def clean(text: str) -> str:
    """*text* as it can be drawn: composed, blanks made one, without what has no shape of its own.

    Controls, lone surrogates, unassigned and private characters go, and so do marks of direction:
    an author's must not reach beyond the author's words.
    """
    kept = (char for char in unicodedata.normalize("NFC", text) if _has_shape(char))
    blanks = _BLANKS.sub(" ", "".join(kept)).strip()
    return "".join(_bounded(cluster) for cluster in clusters(blanks))


def _has_shape(char: str) -> bool:
    if char in _JOINERS or char == _BREAK or char.isspace():
        return True
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _bounded(cluster: str) -> str:
    marks = [at for at, char in enumerate(cluster) if unicodedata.category(char) in {"Mn", "Me"}]
    left_out = set(marks[_MARKS:])
    return "".join(char for at, char in enumerate(cluster) if at not in left_out)


def clusters(text: str) -> tuple[str, ...]:
    """*text* in what readers take for single characters: a letter with its marks, a joined emoji."""
    found: list[str] = []
    for char in text:
        if found and _goes_on(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return tuple(found)


def _goes_on(cluster: str, char: str) -> bool:
    last = cluster[-1]
    if last in {" ", _BREAK}:
        return False
    if unicodedata.category(char)[0] == "M" or char in _JOINERS or char in "\u0e33\u0eb3":
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    if _is_flag(char) and _is_flag(last):
        return len(cluster) % 2 == 1
    return last == "\u200d" or (unicodedata.combining(last) == 9 and char.isalpha())


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a clean *text*, between which its lines may break."""
    return tuple(piece for word in text.split(" ") if word for piece in _pieces(word))


@lru_cache(4096)
def _pieces(word: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    held: list[str] = []
    for cluster in clusters(word):
        if held and _may_break(held, cluster):
            found.append(Piece("".join(held), is_word_end=False))
            held = []
        if cluster != _BREAK:
            held.append(cluster)
    return (*found, Piece("".join(held), is_word_end=True)) if held else tuple(found)


def _may_break(before: list[str], after: str) -> bool:
    last, first = before[-1][0], after[0]
    if first == _BREAK:
        return True
    if first in _NOT_FIRST or last in _NOT_LAST:
        return False
    if last in _HYPHENS:
        return len(before) > 1 and first.isalpha()
    return _is_unspaced(last) or _is_unspaced(first)


def _is_unspaced(char: str) -> bool:
    """Whether *char* is of a script that writes no blanks between words; Korean does."""
    if "\uac00" <= char <= "\ud7a3":
        return False
    wide = unicodedata.east_asian_width(char) in {"W", "F"}
    return (
        wide
        or "\u0e00" <= char <= "\u0eff"
        or "\u1000" <= char <= "\u109f"
        or "\u1780" <= char <= "\u17ff"
    )


def wrapped(parts: tuple[Piece, ...], width: float, measure: Measure) -> tuple[str, ...]:
    """Lines of at most *width*, each as full as can be; a piece that is wider is broken."""
    lines: list[str] = []
    line, used = "", 0.0
    blank, gap = "", 0.0
    for piece in _narrowed(parts, width, measure):
        size = measure(piece.text)
        if line and used + gap + size > width:
            lines.append(line)
            line, used = piece.text, size
        else:
            line, used = line + blank + piece.text, used + gap + size
        blank, gap = " " * piece.is_word_end, _gap(piece, measure)
    return (*lines, line) if line else tuple(lines)


def _gap(piece: Piece, measure: Measure) -> float:
    """The blank after *piece*: as wide as it is in the font of its word."""
    return measure(piece.text + " ") - measure(piece.text) if piece.is_word_end else 0.0


def _narrowed(parts: tuple[Piece, ...], width: float, measure: Measure) -> Iterator[Piece]:
    for piece in parts:
        if measure(piece.text) <= width:
            yield piece
            continue
        held = ""
        for cluster in clusters(piece.text):
            if held and measure(held + cluster) > width:
                yield Piece(held, is_word_end=False)
                held = ""
            held += cluster
        yield Piece(held, piece.is_word_end)


def balanced(parts: tuple[Piece, ...], width: float, measure: Measure) -> tuple[str, ...]:
    """As many lines as `wrapped` gives, and as even as they can be."""
    whole = tuple(_narrowed(parts, width, measure))
    count = len(wrapped(whole, width, measure))
    sizes = [measure(piece.text) for piece in whole]
    gaps = [_gap(piece, measure) for piece in whole]
    # of the first n pieces, in so many lines: the least sum of squared slack, and where the last begins
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for _ in range(count):
        best = _one_line_more(best, sizes, gaps, width)
    if len(whole) not in best:
        return wrapped(whole, width, measure)
    starts = (*best[len(whole)][1], len(whole))
    return tuple(_joined(whole[first:last]) for first, last in pairwise(starts))


def _one_line_more(
    best: dict[int, tuple[float, tuple[int, ...]]],
    sizes: list[float],
    gaps: list[float],
    width: float,
) -> dict[int, tuple[float, tuple[int, ...]]]:
    more: dict[int, tuple[float, tuple[int, ...]]] = {}
    for first, (cost, starts) in best.items():
        used = 0.0
        for last in range(first, len(sizes)):
            used += sizes[last] + (gaps[last - 1] if last > first else 0.0)
            if used > width and last > first:
                break
            total = cost + (width - used) ** 2
            if last + 1 not in more or total < more[last + 1][0]:
                more[last + 1] = (total, (*starts, first))
    return more


def _joined(parts: tuple[Piece, ...]) -> str:
    return "".join(piece.text + " " * piece.is_word_end for piece in parts).rstrip(" ")


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """A clean *text*, or as much from its beginning as *fits* with an ellipsis.

    It ends at the end of a sentence where one lies in the last two fifths of what would fit, else of a
    clause in the last quarter, else of a word. Empty where not even its first character fits.
    """
    if len(text) <= _LONGEST and fits(text):
        return text
    start = text[:_LONGEST]
    ends = _word_ends(start)
    room = _last(ends, lambda end: fits(_ended(start, end)))
    if not room:
        marks = _cluster_ends(start)
        return (
            _ended(start, room, "")
            if (room := _last(marks, lambda end: fits(_ended(start, end, ""))))
            else ""
        )
    for ending, least in ((_SENTENCE, 0.6), (_CLAUSE, 0.75)):
        good = [match.end() for match in ending.finditer(start, 0, room + 1)]
        good = [end for end in good if least * room <= end <= room and fits(_ended(start, end))]
        if good:
            return _ended(start, good[-1])
    return _ended(start, room)


def _ended(text: str, end: int, blank: str = "\u00a0") -> str:
    kept = text[:end].rstrip(" \u00a0\u202f,;:、，；：،؛–—-([{“‘«„「『（")
    joined = "" if kept and _is_unspaced(kept[-1]) else blank
    return kept + joined + ELLIPSIS


def _word_ends(text: str) -> list[int]:
    ends, at = [], 0
    for piece in pieces(text):
        at = text.index(piece.text, at) + len(piece.text)
        if piece.is_word_end or _is_unspaced(piece.text[-1]):
            ends.append(at)
    return ends


def _cluster_ends(text: str) -> list[int]:
    ends, at = [], 0
    for cluster in clusters(text):
        at += len(cluster)
        ends.append(at)
    return ends


def _last(ends: list[int], fits: Callable[[int], bool]) -> int:
    """The last of *ends* that fits, by halving; 0 where none does."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if fits(ends[middle]):
            low = middle + 1
        else:
            high = middle
    return ends[low - 1] if low else 0
