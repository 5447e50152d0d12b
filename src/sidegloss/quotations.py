"""Words and a kept copy -> found, near or absent.

Exact or refuse. Both sides are folded by what printers, browsers and scanners change: marks, dashes
and the blanks around them, line breaks, invisible signs, compatibility forms. What is then the same
letter for letter, between borders of words, is found. Near is but a hint for the author. A hyphen
at a line's end may be the word's own or the printer's: it agrees with both, and is no border.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from functools import cached_property
from heapq import merge
from itertools import pairwise
from unicodedata import category, normalize

# What may stand between two parts of a quotation: characters, and words, at most. An omission: a
# page; with more, any book holds "the gates … failed". [The company]: a name. walk[ed]: the end of
# one word. A letter in brackets, and [sic]: nothing is left out but a blank.
WIDTHS = ((0, 0), (1, 0), (1, 0), (12, 1), (60, 5), (2000, 2000))
GAPS = dict(zip(("", "letter", "sic", "ending", "insertion", "omission"), WIDTHS, strict=True))
CLOSE = ("letter", "sic", "ending")
BREAKS = 40  # omissions and brackets in one quotation; with more it is a collage, and costs time
SHOWN = 200  # characters of the copy that a finding shows
NEARNESS = 0.75  # the ratio from which a passage is worth a hint; difflib calls 0.6 close

QUOTE, OPENING, CLOSING, DASH, LOOSE = "'", "\x03", "\x04", "\x02", "\x05"
MARKS = "\"'`´‘’‚‛“”„‟′″‴‵‶ʹʺʻʼʽ״׳＂＇「」『』｢｣〝〞〟❛❜❝❞﹁﹂﹃﹄"
GUILLEMETS = "«»‹›"
BLANKS = " \t\r\n\u00a0\u202f\u3000"
ALIKE = {
    **dict.fromkeys(map(ord, MARKS), QUOTE),
    **dict(zip(map(ord, GUILLEMETS), (OPENING, CLOSING) * 2, strict=True)),
    **dict.fromkeys(map(ord, "‐‑﹣－"), "-"),
    **dict.fromkeys(map(ord, "‒–—―−⸺⸻﹘"), DASH),
    **dict.fromkeys((*range(10), *range(14, 32), 0x7F, *range(0x2000, 0x200B)), " "),
    **dict.fromkeys(map(ord, "\xa0\u1680\u180e\u202f\u205f\u3000"), " "),
    **dict.fromkeys(map(ord, "\r\n\v\f\x85\u2028\u2029"), "\n"),
}
EDGES = MARKS + GUILLEMETS + BLANKS
NOT_REQUIRED = EDGES + ".,;،؛。，、；．"  # where a quotation ends or leaves something out

INVISIBLE = "\u0640\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
STABLE = "\u3001-\u3029\u3400-\u4dbf\u4e00-\u9fff"  # NFKC leaves it alone, nothing composes with it
COMPATIBLE = re.compile(
    f"(?P<nothing>\u00ad(?: *\n[ \n]*)?|[{INVISIBLE}]+)"
    f"|[!-~]?[^\x00-\x7f\u00ad{INVISIBLE}{STABLE}]{{1,1000}}"  # NFKC sorts marks by the square
)
# What is written without blanks: Thai, Lao, Tibetan, Burmese, Khmer; kana; Han and its punctuation.
UNSPACED = "\u0e00-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SEPARATOR = re.compile(
    f"[{QUOTE}{OPENING}{CLOSING}]{{2,}}|[ \n{DASH}-]{{2,}}|[\n{DASH}-]"
    f"|(?<=[{UNSPACED}{OPENING}]) | (?=[{UNSPACED};:!?{CLOSING}])"
)
LINE_END = re.compile("- *\n[ \n]*")
CLINGING = re.compile(f"[{UNSPACED};:!?]|{CLOSING}(?!\\w)")  # as in French: « oui » !
FREE_BEFORE = re.compile(f"(?:[{UNSPACED}]|(?:^|\\W){OPENING})\\Z")
ANY_DASH = re.compile(f"[{LOOSE}-]")
BORDERLESS = re.compile(f"[{UNSPACED}\u1100-\u11ff\uac00-\ud7ff]")  # Korean: particles are cut off
UNBREAKABLE = re.compile(r"\d[.,]\d|n't")  # 3 is not 3.5, can is not can't

DOTS = r"(?:…|\.(?:\s?\.){2,})"
BREAK = re.compile(
    rf"(?P<omission>(?:(?:\[\s*{DOTS}\s*\]|\(\s*{DOTS}\s*\)|{DOTS})\s*)+)"
    r"|(?P<sic>\[sic!?\])"
    r"|(?<!\w)\[(?P<letter>[^\W\d_])\](?=\w)"
    r"|(?P<ending>(?<=\w)\[[^\[\]]*\])"
    r"|(?P<insertion>\[[^\[\]]*\])"
)


class State(Enum):
    """What a look at the copy came to."""

    FOUND = "found"
    NEAR = "near"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the words stand, or for NEAR what is like them: *line* and *column* count from 1."""

    state: State
    line: int = 0
    column: int = 0
    passage: str = ""


_Layer = tuple[list[int], list[int]]
"""One rewriting: from each offset of the first list on, a text is what stood from the second's."""


@dataclass(frozen=True)  # without slots: the grams are made when the first words are missing
class Folded:
    """A copy made ready: its *text* folded and without dashes, *dashes* before each character."""

    original: str
    text: str = field(compare=False, repr=False)
    dashes: bytes = field(compare=False, repr=False)
    layers: tuple[_Layer, ...] = field(compare=False, repr=False)

    @cached_property
    def grams(self) -> Mapping[str, list[int]]:
        """Every third sequence of four characters: its offsets. Knows no words, so any script."""
        grams: dict[str, list[int]] = {}
        for at in range(0, len(self.text) - 3, 3):
            grams.setdefault(self.text[at : at + 4], []).append(at)
        return grams

    def origin(self, offset: int) -> int:
        """The offset in the original text of what stands at *offset* of the folded one."""
        for after, before in reversed(self.layers):
            if at := bisect_right(after, offset):
                offset += before[at - 1] - after[at - 1]
        return min(offset, len(self.original))


def folded(text: str) -> Folded:
    """A kept copy made ready for any number of quotations; linear in its length."""
    composed, to_composed = _rewritten(COMPATIBLE, text.translate(ALIKE), _composed)
    joined, to_joined = _rewritten(SEPARATOR, composed, _joined)
    bare, to_bare = _rewritten(ANY_DASH, joined, lambda _: "")
    dashes = bytearray(len(bare) + 1)
    for passed, dash in enumerate(ANY_DASH.finditer(joined)):
        dashes[dash.start() - passed] = ord(dash.group())
    bare = bare.translate({ord(OPENING): QUOTE, ord(CLOSING): QUOTE})
    return Folded(text, bare, bytes(dashes), (to_composed, to_joined, to_bare))


def _rewritten(
    pattern: re.Pattern[str], text: str, change: Callable[[re.Match[str]], str]
) -> tuple[str, _Layer]:
    """*text* with every match changed, and the way back."""
    pieces, after, before = list[str](), list[int](), list[int]()
    length = last = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = change(match)
        pieces += text[last:start], new
        length += start - last
        if len(new) != end - start:
            if len(new) > 1 and end - start <= 64:  # a longer run has a place as a whole
                cuts = range(start + 1, end)
                after += [length + len(normalize("NFKC", text[start:cut])) for cut in cuts]
                before += cuts
            after.append(length + len(new))
            before.append(end)
        length += len(new)
        last = end
    return "".join((*pieces, text[last:])), (after, before)


def _composed(match: re.Match[str]) -> str:
    return "" if match["nothing"] else normalize("NFKC", match.group())


def _joined(match: re.Match[str]) -> str:
    """One sign for a run of quotation marks, or of blanks and dashes."""
    run, text, (start, end) = match.group(), match.string, match.span()
    if run[0] in (QUOTE, OPENING, CLOSING):
        return QUOTE
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    if "-" in run or DASH in run:
        is_word = before[-1:].isalpha() and after[:1].isalpha()
        return LOOSE if is_word and LINE_END.fullmatch(run) else "-"
    return "" if CLINGING.match(after) or FREE_BEFORE.search(before) else " "


@dataclass(frozen=True, slots=True)
class _Part:
    """Words after a *gap*; *needles*: as they may begin; *is_cut*: brackets end the last word."""

    text: str
    dashes: bytes
    needles: tuple[str, ...]
    gap: str
    is_cut: bool


def _parts(words: str) -> tuple[_Part, ...]:
    """The parts of *words* between omissions and brackets; none if nothing is left to look up."""
    pieces = [*_pieces(words), ("", "")]
    if len(pieces) > BREAKS + 2:
        return ()
    parts = [
        _part(piece, gap, following, is_free=not number or gap == "letter")
        for number, ((gap, piece), (following, _)) in enumerate(pairwise(pieces))
    ]
    return tuple(part for part in parts if part.text)


def _pieces(words: str) -> list[tuple[str, str]]:
    """What stands between the breaks of *words*, each after the widest break before it."""
    pieces: list[tuple[str, str]] = []
    gap, letter, last = "", "", 0
    for match in BREAK.finditer(words):
        if piece := letter + words[last : match.start()].strip(BLANKS):
            pieces.append((gap, piece))
            gap = ""
        gap = max(gap, match.lastgroup or "", key=GAPS.__getitem__)
        letter, last = match["letter"] or "", match.end()
    return [*pieces, (gap, letter + words[last:].strip(BLANKS))]


def _part(piece: str, gap: str, following: str, *, is_free: bool) -> _Part:
    """*is_free*: the first letter may be a capital or not, as the author's sentence has it."""
    ready = folded(piece if following in CLOSE else piece.rstrip(NOT_REQUIRED))
    text = ready.text.strip()
    start = ready.text.find(text)
    other = text[:1].swapcase() + text[1:]
    is_two = is_free and other != text and len(other) == len(text)
    dashes = ready.dashes[start : start + len(text) + 1]
    return _Part(text, dashes, (text, other) if is_two else (text,), gap, following == "ending")


def look_up(words: str, copy: Folded) -> Finding:
    """Where *words* stand in *copy*; else the passage most like them, or that there is none."""
    parts = _parts(words.lstrip(EDGES))
    as_typed = (_part(words.strip(EDGES), "", "", is_free=True),)  # the copy may have brackets too
    for way in dict.fromkeys((as_typed, parts)) if parts else ():
        if span := _standing(way, copy):
            return _finding(State.FOUND, span, copy)
    near = _nearest(parts, copy)
    return _finding(State.NEAR, near, copy) if near else Finding(State.ABSENT)


def _standing(parts: tuple[_Part, ...], copy: Folded) -> tuple[int, int] | None:
    """From where to where *parts* stand in order, the first time."""
    if not all(any(needle in copy.text for needle in part.needles) for part in parts):
        return None
    reached = ((at, at + len(parts[0].text)) for at in _occurrences(parts[0], copy))
    for part in parts[1:]:
        reached = _following(reached, part, copy)
    return next(reached, None)


def _following(
    reached: Iterator[tuple[int, int]], part: _Part, copy: Folded
) -> Generator[tuple[int, int]]:
    """*reached*, prolonged by *part*, in order: where the last span is too far, so are all before."""
    latest, ahead = None, next(reached, None)
    for at in _occurrences(part, copy):
        while ahead and ahead[1] <= at:
            latest, ahead = ahead, next(reached, None)
        is_within = latest and at - latest[1] <= GAPS[part.gap][0]
        if not (is_within or ahead):
            return
        if latest and is_within and _is_gap(part.gap, copy.text[latest[1] : at]):
            yield latest[0], at + len(part.text)


def _is_gap(gap: str, between: str) -> bool:
    """Whether the copy's words *between* two parts are what *gap* may stand for."""
    is_ending = gap != "ending" or " " not in between.rstrip()
    return is_ending and len(between.split()) <= GAPS[gap][1]


def _occurrences(part: _Part, copy: Folded) -> Iterator[int]:
    """Where *part* stands between borders of words."""
    for at in merge(*(_everywhere(needle, copy.text) for needle in part.needles)):
        begins = part.gap == "ending" or not _is_inside(copy, at)
        ends = part.is_cut or not _is_inside(copy, at + len(part.text))
        if begins and ends and _agree(part.dashes, copy.dashes[at : at + len(part.dashes)]):
            yield at


def _everywhere(needle: str, text: str) -> Iterator[int]:
    at = text.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def _is_inside(copy: Folded, at: int) -> bool:
    """Whether a word, or a number, goes on over the offset *at*."""
    if not 0 < at < len(copy.text) or copy.dashes[at]:
        return copy.dashes[at] == ord(LOOSE)
    if UNBREAKABLE.search(copy.text, max(at - 2, 0), at + 2):
        return True
    around = copy.text[at - 1 : at + 1]  # M is a vowel sign of Hindi
    return all(category(sign)[0] in "LMN" for sign in around) and not BORDERLESS.search(around)


def _agree(mine: bytes, its: bytes) -> bool:
    """Whether the dashes agree; one before or after the words is asked for by the words alone."""
    if (mine[0] and not its[0]) or (mine[-1] and not its[-1]):
        return False
    pairs = zip(mine[1:-1], its[1:-1], strict=True)
    return mine[1:-1] == its[1:-1] or all(a == b or ord(LOOSE) in (a, b) for a, b in pairs)


def _nearest(parts: tuple[_Part, ...], copy: Folded) -> tuple[int, int] | None:
    """The span of *copy* most like the first words of *parts* that it lacks, if it is like them."""
    query = _missing(parts, copy.text)
    origin = _voted(query, copy.grams)
    window = copy.text[origin : origin + len(query) + 128]
    blocks = SequenceMatcher(None, window, query, autojunk=False).get_matching_blocks()
    telling = [block for block in blocks if block.size > 2] or blocks[-1:]
    begin = max(telling[0].a - telling[0].b, 0)
    end = min(telling[-1].a + len(query) - telling[-1].b, len(window))
    same = sum(block.size for block in telling)
    if not same or 2 * same < NEARNESS * (len(query) + end - begin):
        return None
    return _whole_words(copy, origin + begin, origin + end)


def _missing(parts: tuple[_Part, ...], text: str) -> str:
    """The first stretch of the words that *text* lacks, of a length that can be compared."""
    last = 0
    for part in parts:
        for at in range(0, len(part.text), SHOWN):
            last = text.find(part.text[at : at + SHOWN], last)
            if last < 0:
                start = min(at, max(len(part.text) - SHOWN, 0))
                return part.text[start : start + SHOWN]
    return parts[0].text[:SHOWN] if parts else ""


def _voted(query: str, grams: Mapping[str, list[int]]) -> int:
    """Where to look for *query*: where most of its rare grams stand in the copy as in itself."""
    known = [(grams.get(query[at : at + 4], []), at) for at in range(len(query) - 3)]
    rare = sorted((found for found in known if found[0]), key=lambda found: len(found[0]))[:32]
    votes: dict[int, float] = {}
    for places, at in rare:
        for box in ((place - at) // 32 for place in places[:300]):
            votes[box] = votes.get(box, 0) + len(places) ** -0.5  # 1 / n: one odd gram wins
    best = max(votes, key=lambda box: (votes[box] + votes.get(box + 1, 0), -box), default=0)
    return max(32 * best - 32, 0)


def _whole_words(copy: Folded, start: int, end: int) -> tuple[int, int]:
    """The span widened to borders of words, by 32 characters at most."""
    starts = (at for at in range(start, max(start - 32, -1), -1) if not _is_inside(copy, at))
    ends = (at for at in range(end, min(end + 32, len(copy.text) + 1)) if not _is_inside(copy, at))
    return next(starts, start), next(ends, end)


def _finding(state: State, span: tuple[int, int], copy: Folded) -> Finding:
    start, end = map(copy.origin, span)
    passage = " ".join(copy.original[start : min(end, start + 4 * SHOWN)].split()).rstrip("-–— ")
    if len(passage) > SHOWN:
        passage = (passage[: SHOWN - 1].rpartition(" ")[0] or passage[: SHOWN - 2]) + " …"
    column = start - copy.original.rfind("\n", 0, start)
    return Finding(state, copy.original.count("\n", 0, start) + 1, column, passage)
