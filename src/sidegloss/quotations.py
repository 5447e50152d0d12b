"""Words and a kept copy -> found, near or absent.

Exact or refuse. Both sides are folded by what printers, browsers and scanners change: quotation
marks, dashes, blanks, line breaks, hyphens at a line's end, ligatures. What is then the same letter
for letter, between borders of words, is found. Near is a hint for the author and proves nothing.

All marks count as one kind of quotation mark, all dashes as one kind of dash, the blanks around a
dash not at all. A hyphen at a line's end may be the word's own or the printer's: it agrees with
both, and is no border of a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from functools import cached_property
from heapq import merge
from itertools import pairwise
from unicodedata import category, normalize

OMITTED = 2000
"""Characters that an ``…`` may stand for: a page. Farther apart it is two quotations, and any text
holds "the gates … failed" if the gap may be as wide as the book."""

INSERTED = 5, 60
"""Words, and characters, that an editor's ``[the company]`` may stand for: a name or a clause; the
characters hold for languages without blanks."""

ENDING = 12
"""Letters that the brackets of ``walk[ed]`` may stand for: the end of one word."""

BREAKS = 40
"""Omissions and brackets in one quotation; with more it is a collage, and the search gets long."""

SHOWN = 200
"""Characters of the copy that a finding shows."""

NEARNESS = 0.75
"""The ratio of difflib from which a passage is worth a hint; 0.6 is its own for "close"."""

QUOTE, OPENING, CLOSING, DASH, LOOSE = "'", "\x03", "\x04", "\x02", "\x05"
MARKS = "\"'`´‘’‚‛“”„‟′″‴‵‶ʹʺʻʼʽ״׳＂＇「」『』｢｣〝〞〟❛❜❝❞﹁﹂﹃﹄"
GUILLEMETS = "«»‹›"
CONTROLS = "".join(map(chr, (*range(9), 9, *range(0x0E, 0x20), 0x7F)))
ALIKE = {
    **dict.fromkeys(map(ord, MARKS), QUOTE),
    **dict(zip(map(ord, GUILLEMETS), (OPENING, CLOSING) * 2, strict=True)),
    **dict.fromkeys(map(ord, "‐‑﹣－"), "-"),
    **dict.fromkeys(map(ord, "‒–—―−⸺⸻﹘"), DASH),
    **dict.fromkeys(map(ord, CONTROLS + "\xa0\u1680\u180e\u202f\u205f\u3000"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    **dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n"),
}
SOFT = "\u00ad"
INVISIBLE = "\u0640\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
# What is written without blanks: Thai, Lao, Tibetan, Burmese, Khmer; kana; Han and its punctuation.
UNSPACED = (
    "\u0e00-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
BORDERLESS = re.compile(f"[{UNSPACED}\u1100-\u11ff\uac00-\ud7ff]")  # Korean: particles are cut off
STABLE = "\u3001-\u3029\u3400-\u4dbf\u4e00-\u9fff"  # NFKC leaves it alone, nothing composes with it
COMPATIBLE = re.compile(
    f"(?P<nothing>{SOFT}(?: *\n[ \n]*)?|[{INVISIBLE}]+)|[!-~]?[^\x00-\x7f{SOFT}{INVISIBLE}{STABLE}]+"
)
SEPARATOR = re.compile(
    f"[{QUOTE}{OPENING}{CLOSING}]{{2,}}|[ \n{DASH}-]{{2,}}|[\n{DASH}-]"
    f"|(?<=[{UNSPACED}{OPENING}]) | (?=[{UNSPACED};:!?{CLOSING}])"
)
LINE_END = re.compile("- *\n[ \n]*")
CLINGING = re.compile(f"[{UNSPACED};:!?]|{CLOSING}(?!\\w)")
FREE_BEFORE = re.compile(f"(?:[{UNSPACED}]|(?:^|\\W){OPENING})\\Z")
UNBREAKABLE = re.compile(r"\d[.,]\d|n't")  # 3 is not 3.5, can is not can't

DOTS = r"(?:…|\.(?:\s?\.){2,})"
BREAK = re.compile(
    rf"(?P<omission>(?:(?:\[\s*{DOTS}\s*\]|\(\s*{DOTS}\s*\)|{DOTS})\s*)+)"
    r"|(?P<sic>\[sic!?\])"
    r"|(?<!\w)\[(?P<letter>[^\W\d_])\](?=\w)"
    r"|(?P<ending>(?<=\w)\[[^\[\]]*\])"
    r"|(?P<insertion>\[[^\[\]]*\])"
)
GAPS = ("", "letter", "sic", "ending", "insertion", "omission")
"""What may stand between two parts, by how much it may stand for."""

BLANKS = " \t\r\n\u00a0\u202f\u3000"
NOT_REQUIRED = MARKS + GUILLEMETS + BLANKS + ".,;،؛。，、；．"


class State(Enum):
    """What a look at the copy came to."""

    FOUND = "found"
    NEAR = "near"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the words stand: *line* and *column* of the copy from 1, and its *passage* there.

    For NEAR they tell of the passage most like the words; for ABSENT they are 0, 0 and "".
    """

    state: State
    line: int = 0
    column: int = 0
    passage: str = ""


@dataclass(frozen=True, slots=True)
class _Layer:
    """One rewriting: from offset *after[i]* on, a text is what stood from *before[i]* on."""

    after: tuple[int, ...]
    before: tuple[int, ...]

    def back(self, offset: int) -> int:
        at = bisect_right(self.after, offset) - 1
        return offset if at < 0 else self.before[at] + offset - self.after[at]


@dataclass(frozen=True)  # without slots: the grams are counted when the first words are missing
class Folded:
    """A copy made ready: its *text* folded and without dashes, *dashes* before each character."""

    original: str
    text: str = field(compare=False, repr=False)
    dashes: bytes = field(compare=False, repr=False)
    layers: tuple[_Layer, ...] = field(compare=False, repr=False)
    lines: tuple[int, ...] = field(compare=False, repr=False)

    @cached_property
    def grams(self) -> Mapping[str, list[int]]:
        """Every third sequence of four characters: its offsets. Knows no words, so any script."""
        grams: dict[str, list[int]] = {}
        for at in range(0, len(self.text) - 3, 3):
            grams.setdefault(self.text[at : at + 4], []).append(at)
        return grams

    def origin(self, offset: int) -> int:
        """The offset in the original text of what stands at *offset* of the folded one."""
        for layer in reversed(self.layers):
            offset = layer.back(offset)
        return min(offset, len(self.original))


# ---------------------------------------------------------------- folding


def folded(text: str) -> Folded:
    """A kept copy made ready for any number of quotations; linear in its length."""
    composed, to_composed = _rewritten(COMPATIBLE, text.translate(ALIKE), _composed)
    joined, to_joined = _rewritten(SEPARATOR, composed, _joined)
    bare, to_bare = _rewritten(re.compile(f"[{LOOSE}-]"), joined, lambda _: "")
    dashes = bytearray(len(bare) + 1)
    for passed, dash in enumerate(re.finditer(f"[{LOOSE}-]", joined)):
        dashes[dash.start() - passed] = ord(dash.group())
    return Folded(
        text,
        bare.translate({ord(OPENING): QUOTE, ord(CLOSING): QUOTE}),
        bytes(dashes),
        (to_composed, to_joined, to_bare),
        (0, *(end.end() for end in re.finditer(r"\r\n|\n|\r", text))),
    )


def _rewritten(
    pattern: re.Pattern[str], text: str, change: Callable[[re.Match[str]], str]
) -> tuple[str, _Layer]:
    """*text* with every match changed, and the way back."""
    pieces: list[str] = []
    after: list[int] = []
    before: list[int] = []
    length = last = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = change(match)
        pieces += text[last:start], new
        length += start - last
        if len(new) != end - start:
            inner = _inner(match.group()) if len(new) > 1 else []
            after += [length + offset for offset in inner] + [length + len(new)]
            before += [*range(start + 1, start + 1 + len(inner)), end]
        length += len(new)
        last = end
    return "".join((*pieces, text[last:])), _Layer(tuple(after), tuple(before))


def _inner(run: str) -> list[int]:
    """Where each character but the first of *run* came to stand; a long run is not looked into."""
    return [len(normalize("NFKC", run[:cut])) for cut in range(1, len(run))] * (len(run) <= 64)


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
    if CLINGING.match(after) or FREE_BEFORE.search(before):
        return ""
    return " "


# ---------------------------------------------------------------- the quotation


@dataclass(frozen=True, slots=True)
class _Part:
    """Words without a gap, *needles* as they may begin, and how they follow the part before."""

    text: str
    dashes: bytes
    needles: tuple[str, ...]
    gap: str
    is_cut: bool
    """Whether the end of its last word stands in brackets."""


def _is_gap(gap: str, between: str) -> bool:
    """Whether the copy's words *between* two parts are what *gap* may stand for."""
    if gap == "omission":
        return len(between) <= OMITTED
    if gap == "insertion":
        return len(between) <= INSERTED[1] and len(between.split()) <= INSERTED[0]
    if gap == "ending":
        return len(between) <= ENDING and " " not in between.rstrip()
    return not between.strip()  # a letter in brackets, or [sic]: nothing is left out


def _parts(words: str) -> tuple[_Part, ...]:
    """The parts of *words* between omissions and brackets; none if nothing is left to look up."""
    pieces = _pieces(words.lstrip(MARKS + GUILLEMETS + BLANKS).rstrip(NOT_REQUIRED))
    if len(pieces) > BREAKS + 1:
        return ()
    end = -1 if pieces[-1][1] else max(-2, -len(pieces))
    pieces[end] = pieces[end][0], pieces[end][1].rstrip(NOT_REQUIRED)
    cuts = [gap == "ending" for gap, _ in pieces[1:]] + [False]
    parts = [
        _part(gap, piece, is_free=not number or gap == "letter", is_cut=is_cut)
        for number, ((gap, piece), is_cut) in enumerate(zip(pieces, cuts, strict=True))
    ]
    return tuple(part for part in parts if part.text)


def _pieces(words: str) -> list[tuple[str, str]]:
    """What stands between the breaks of *words*, each with the widest break before it."""
    pieces: list[tuple[str, str]] = []
    gap, letter, last = "", "", 0
    for match in BREAK.finditer(words):
        if piece := letter + words[last : match.start()].strip(BLANKS):
            pieces.append((gap, piece))
            gap = ""
        gap = max(gap, match.lastgroup or "", key=GAPS.index)
        letter, last = match["letter"] or "", match.end()
    tail = words[last:].rstrip(BLANKS)
    return [*pieces, (gap, letter + (tail if letter else tail.lstrip(BLANKS)))]


def _part(gap: str, piece: str, *, is_free: bool, is_cut: bool) -> _Part:
    """*is_free*: the first letter may be a capital or not, as the author's sentence has it."""
    ready = folded(piece)
    text = ready.text.strip()
    start = ready.text.find(text)
    other = text[:1].swapcase() + text[1:]
    is_two = is_free and other != text and len(other) == len(text)
    dashes = ready.dashes[start : start + len(text) + 1]
    return _Part(text, dashes, (text, other) if is_two else (text,), gap, is_cut)


# ---------------------------------------------------------------- found


def look_up(words: str, copy: Folded) -> Finding:
    """Where *words* stand in *copy*; else the passage most like them, or that there is none."""
    parts = _parts(words)
    span = _standing(_verbatim(words), copy) or _standing(parts, copy)
    if span:
        return _finding(State.FOUND, span, copy)
    near = _nearest(parts, copy)
    return _finding(State.NEAR, near, copy) if near else Finding(State.ABSENT)


def _verbatim(words: str) -> tuple[_Part, ...]:
    """*words* with brackets and dots as they stand: the copy may hold them too."""
    if not BREAK.search(words):
        return ()
    part = _part("", words.strip(MARKS + GUILLEMETS + BLANKS), is_free=True, is_cut=False)
    return (part,) if part.text else ()


def _standing(parts: tuple[_Part, ...], copy: Folded) -> tuple[int, int] | None:
    """From where to where *parts* stand in order, the first time."""
    if not parts or not all(any(n in copy.text for n in part.needles) for part in parts):
        return None
    first = parts[0]
    reached = ((at, at + len(first.text)) for at in _occurrences(first, copy))
    for before, part in pairwise(parts):
        reached = _following(reached, part, copy, is_cut=before.is_cut)
    return next(reached, None)


def _following(
    reached: Iterator[tuple[int, int]], part: _Part, copy: Folded, *, is_cut: bool
) -> Iterator[tuple[int, int]]:
    """The spans *reached*, prolonged by *part*; both in order, so that each is looked at once.

    If the last span before an occurrence is too far from it, so are all that came before.
    """
    latest, ahead = None, next(reached, None)
    for at in _occurrences(part, copy, is_cut=is_cut):
        while ahead and ahead[1] <= at:
            latest, ahead = ahead, next(reached, None)
        if not ahead and (not latest or at - latest[1] > OMITTED):
            return
        if latest and at - latest[1] <= OMITTED and _is_gap(part.gap, copy.text[latest[1] : at]):
            yield latest[0], at + len(part.text)


def _occurrences(part: _Part, copy: Folded, *, is_cut: bool = False) -> Iterator[int]:
    """Where *part* stands between borders of words; *is_cut*: it need not begin at one."""
    for at in merge(*(_everywhere(needle, copy.text) for needle in part.needles)):
        end = at + len(part.text)
        begins = is_cut or not _is_inside(copy, at)
        if begins and (part.is_cut or not _is_inside(copy, end)) and _agree(part, copy, at):
            yield at


def _everywhere(needle: str, text: str) -> Iterator[int]:
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def _is_inside(copy: Folded, at: int) -> bool:
    """Whether a word, or a number, goes on over the offset *at*."""
    text = copy.text
    if not 0 < at < len(text) or copy.dashes[at]:
        return 0 < at < len(text) and copy.dashes[at] == ord(LOOSE)
    if UNBREAKABLE.search(text, max(at - 2, 0), at + 2):
        return True
    if not (_is_of_a_word(text[at - 1]) and _is_of_a_word(text[at])):
        return False
    return not (BORDERLESS.match(text[at - 1]) or BORDERLESS.match(text[at]))


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or category(character)[0] == "M"  # a vowel sign of Hindi


def _agree(part: _Part, copy: Folded, at: int) -> bool:
    """Whether the dashes agree; one before or after the words is asked for by the words alone."""
    end = at + len(part.text)
    if part.dashes[0] > copy.dashes[at] or part.dashes[-1] > copy.dashes[end]:
        return False
    inner = part.dashes[1:-1]
    if copy.dashes.startswith(inner, at + 1):
        return True
    there = copy.dashes[at + 1 : end]
    pairs = zip(inner, there, strict=True)
    return (ord(LOOSE) in inner or ord(LOOSE) in there) and all(
        mine == its or ord(LOOSE) in (mine, its) for mine, its in pairs
    )


# ---------------------------------------------------------------- near


def _nearest(parts: tuple[_Part, ...], copy: Folded) -> tuple[int, int] | None:
    """The span of *copy* most like the first words of *parts* that it lacks, if it is like them."""
    query = _missing(parts, copy.text)
    start = _voted(query, copy.grams)
    if start is None:
        return None
    window = copy.text[max(start, 0) : start + len(query) + 128]
    blocks = SequenceMatcher(None, window, query, autojunk=False).get_matching_blocks()
    telling = [block for block in blocks if block.size > 2] or blocks[:1]
    first, last = telling[0], telling[-1]
    begin = max(first.a - first.b, 0)
    end = min(last.a + len(query) - last.b, len(window))
    same = sum(block.size for block in telling)
    if 2 * same < NEARNESS * (len(query) + end - begin):
        return None
    return _whole_words(copy, max(start, 0) + begin, max(start, 0) + end)


def _missing(parts: tuple[_Part, ...], text: str) -> str:
    """The first stretch of the words that *text* lacks, of a length that can be compared."""
    last = 0
    for part in parts:
        for at in range(0, len(part.text), SHOWN):
            stretch = text.find(part.text[at : at + SHOWN], last)
            if stretch < 0:
                start = min(at, max(len(part.text) - SHOWN, 0))
                return part.text[start : start + SHOWN]
            last = stretch
    return parts[0].text[:SHOWN] if parts else ""


def _voted(query: str, grams: Mapping[str, list[int]]) -> int | None:
    """Where *query* would begin if most of its rare grams stood where they stand in the copy."""
    known = [(grams.get(query[at : at + 4], []), at) for at in range(len(query) - 3)]
    rare = sorted((found for found in known if found[0]), key=lambda found: len(found[0]))[:32]
    votes = Counter((place - at) // 32 for places, at in rare for place in places[:300])
    if not votes:
        return None
    return 32 * max(votes, key=lambda box: (votes[box] + votes.get(box + 1, 0), -box)) - 32


def _whole_words(copy: Folded, start: int, end: int) -> tuple[int, int]:
    """The span widened to borders of words, by 32 characters at most."""
    start = next((at for at in range(start, max(start - 32, 0), -1) if not _is_inside(copy, at)), 0)
    ends = range(end, min(end + 32, len(copy.text)))
    return start, next((at for at in ends if not _is_inside(copy, at)), end)


def _finding(state: State, span: tuple[int, int], copy: Folded) -> Finding:
    start, end = map(copy.origin, span)
    line = bisect_right(copy.lines, start)
    passage = " ".join(copy.original[start : min(end, start + 4 * SHOWN)].split()).rstrip("-–— ")
    if len(passage) > SHOWN:
        passage = passage[: SHOWN - 2].rpartition(" ")[0] or passage[: SHOWN - 2]
        passage += " …"
    return Finding(state, line, start - copy.lines[line - 1] + 1, passage)
