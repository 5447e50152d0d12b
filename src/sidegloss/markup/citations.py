"""The inside of a bracket -> the citations it holds, with places; None where it holds none.

The grammar is Pandoc's, with a signal word before a key (what the source does to the claim) and
step words between keys (how one source came by the next): see product.md, section 3. Every scan
is linear in the length of the bracket.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from unicodedata import normalize

from sidegloss.model import Stance

KEY = re.compile(
    r"(?<!\w)(?<!\w-)-?@"
    r"(?:\{(?P<braced>[^{}\s]+)\}|(?P<key>\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*))"
)
"""A citation key, in braces or bare; ``@`` after a letter or digit is never one (an address)."""

_ESCAPE = re.compile(
    r"\\([!-/:-@\[-`{-~])|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z0-9]{2,31});"
)
_BLANKS = " \t\n\u00a0,،"
_PARTS = re.compile("[;؛]")
"""Between two citations; an Arabic author writes the second form, and the comma ``،``."""
_LAST_WORDS = re.compile(r"(?:^|(?<=[\s,،]))[^\s,،]+(?:\s+[^\s,،]+){0,4}\s*\Z")
_AFTER_KEY = re.compile(r"[.:]+(?=\s|\Z)")
"""A full stop that ends the sentence, or a colon before the locator: no part of either."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an author may write, as `spelling` gives it -> what it means."""

    signals: Mapping[str, str]
    """-> stance"""
    steps: Mapping[str, str]
    """-> manner"""
    verdicts: Mapping[str, str]
    """-> key of the verdict"""


@dataclass(frozen=True, slots=True)
class Stop:
    """A key in a bracket: *start* and *end* are offsets into the bracket's text."""

    key: str
    start: int
    end: int
    locator: str = ""
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of a bracket, not yet placed in a file."""

    stops: tuple[Stop, ...]
    stance: Stance
    signal: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a bracket of citations that cannot be read, by offset into it."""

    code: str
    message: str
    hint: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A bracket understood: its citations, or (where *cited* is empty) the first key it names."""

    cited: tuple[Cited, ...]
    mistakes: tuple[Mistake, ...] = ()
    named: Stop | None = None
    lead: str = ""
    """The words before the first key where they are no signal."""


def spelling(word: str) -> str:
    """A word as a `Vocabulary` holds it: case, apostrophes and composed letters do not matter."""
    folded = word.casefold()
    return folded if folded.isascii() else normalize("NFC", folded).replace("’", "'")


def read_bracket(raw: str, words: Vocabulary) -> Reading | None:
    """The text between ``[`` and ``]`` -> its citations; None where it names no key.

    A bracket whose first key follows other words than a signal holds no citation: `named` and
    `lead` say what it looked like, so that a known key can be hinted at.
    """
    if "@" not in raw:
        return None
    text, offsets = _unescaped(raw)
    found = list(KEY.finditer(text))
    if not found:
        return None
    lead = text[: found[0].start()]
    if _signal(lead, words) is None:
        return Reading((), (), _stop(found[0], offsets), lead.strip())
    return _Walk(text, offsets, words).read(found)


class _Walk:
    """One pass over the keys of a bracket; what stands between two keys decides their relation."""

    def __init__(self, text: str, offsets: list[int], words: Vocabulary) -> None:
        self.text, self.offsets, self.words = text, offsets, words
        self.cited: list[Cited] = []
        self.mistakes: list[Mistake] = []

    def read(self, found: list[re.Match[str]]) -> Reading:
        signal = _signal(self.text[: found[0].start()], self.words) or ""
        stance = self._stance(signal)
        stops = [_stop(found[0], self.offsets)]
        for before, match in pairwise(found):
            gap = self.text[before.end() : match.start()]
            locator, *others = _PARTS.split(gap)
            if others:
                stops[-1] = _at(stops[-1], locator)
                self.cited.append(Cited(tuple(stops), stance, signal))
                stops = [_stop(match, self.offsets)]
                self._no_keys(before.end() + len(locator) + 1, others[:-1])
                word = _signal(others[-1], self.words)
                if word is None:
                    self._no_signal(others[-1], match)
                elif word:
                    signal, stance = word, self._stance(word)
                continue
            locator, manner = self._step(gap)
            if not manner:
                self._no_step(match)
            stops[-1] = _at(stops[-1], locator)
            stops.append(_stop(match, self.offsets, manner or "via"))
        locator, *others = _PARTS.split(self.text[found[-1].end() :])
        self._no_keys(found[-1].end() + len(locator) + 1, others)
        stops[-1] = _at(stops[-1], locator)
        self.cited.append(Cited(tuple(stops), stance, signal))
        return Reading(tuple(self.cited), tuple(self.mistakes))

    def _stance(self, signal: str) -> Stance:
        return Stance(self.words.signals[spelling(signal)]) if signal else Stance.SUPPORTS

    def _step(self, gap: str) -> tuple[str, str]:
        """(locator, manner) of what stands between two keys; manner "" where no step word does."""
        last = _LAST_WORDS.search(gap[-80:])
        if not last:
            return gap, ""
        begin = len(gap) - len(gap[-80:]) + last.start()
        tail = gap[begin:].split()
        for count in range(len(tail), 0, -1):  # the longest step word wins
            word = spelling(" ".join(tail[-count:]).strip("*_"))
            if word in self.words.steps:
                cut = re.search(r"\s*".join(map(re.escape, tail[-count:])) + r"\s*\Z", gap[begin:])
                stop = begin + cut.start() if cut else begin
                return gap[:stop], self.words.steps[word]
        return gap, ""

    def _no_step(self, match: re.Match[str]) -> None:
        steps = ", ".join(self.words.steps)
        self._mistake(
            "citation-step",
            f"{match[0]} follows no step word and no ';'",
            f"write ';' between two citations, or say how the first came by it: {steps}",
            match.start(),
            match.end(),
        )

    def _no_signal(self, rest: str, match: re.Match[str]) -> None:
        word = rest.strip()
        hint = f"use one of: {', '.join(self.words.signals)}; or put the words outside the bracket"
        if spelling(word) in self.words.steps:
            hint = (
                f"take the ';' out, so that '{word}' says how the source before it came by this one"
            )
        self._mistake(
            "citation-signal",
            f"'{word}' before {match[0]} is no signal word",
            hint,
            match.start() - len(rest.lstrip()),
            match.end(),
        )

    def _no_keys(self, start: int, parts: list[str]) -> None:
        """Tell of each of *parts*, the first of which begins at *start*: they hold no key."""
        for part in parts:
            words = part.strip()
            if words:
                begin = start + len(part) - len(part.lstrip())
                self._mistake(
                    "citation-key",
                    f"nothing is cited after ';' in '{words}'",
                    "write @key after the ';', or use ',' within a locator",
                    begin,
                    begin + len(words),
                )
            start += len(part) + 1

    def _mistake(self, code: str, message: str, hint: str, start: int, end: int) -> None:
        where = self.offsets
        self.mistakes.append(Mistake(code, message, hint, where[start], where[end - 1] + 1))


def _stop(match: re.Match[str], offsets: list[int], manner: str = "") -> Stop:
    start, end = offsets[match.start()], offsets[match.end() - 1] + 1
    return Stop(match["braced"] or match["key"], start, end, "", manner)


def _at(stop: Stop, locator: str) -> Stop:
    words = " ".join(_without_stop(locator).strip(_BLANKS).split())
    return Stop(stop.key, stop.start, stop.end, words, stop.manner)


def _without_stop(locator: str) -> str:
    stop = _AFTER_KEY.match(locator)
    return locator[stop.end() :] if stop else locator


def _signal(before: str, words: Vocabulary) -> str | None:
    """The signal word in *before*, "" where nothing stands there, None where other words do."""
    word = " ".join(before.strip(" \t\n\u00a0").strip("*_,:").split())
    if not word:
        return ""
    return word if spelling(word) in words.signals else None


def _unescaped(raw: str) -> tuple[str, list[int]]:
    """The text without backslashes (formatters add them) and entities, and where each char stood."""
    if "\\" not in raw and "&" not in raw:
        return raw, list(range(len(raw)))
    offsets: list[int] = []
    parts: list[str] = []
    done = 0
    for match in _ESCAPE.finditer(raw):
        meant = match[1] or unescape(match[0])
        parts += [raw[done : match.start()], meant]
        offsets += [*range(done, match.start()), *[match.end() - 1] * len(meant)]
        done = match.end()
    return "".join(parts) + raw[done:], [*offsets, *range(done, len(raw))]
