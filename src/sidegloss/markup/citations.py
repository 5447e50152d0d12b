"""The inside of a bracket -> the citations it holds, with offsets; None where it holds none.

The grammar is Pandoc's, with a signal word before a key (what the source does to the claim) and
step words between keys (how one source came by the next): see product.md, section 3. Every scan
is linear in the length of the bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from unicodedata import normalize

from sidegloss.markup.locators import Unescaped, locator, unescaped
from sidegloss.model import Form, Severity, Stance

KEY = re.compile(
    r"(?<!\w)(?<!\w-)-?@"
    r"(?:\{(?P<braced>[^{}\s]+)\}|(?P<key>\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*))"
)
"""A citation key, in braces or bare; ``@`` after a letter or digit is never one (an address)."""
CONTINUES = "continues"
"""The meaning of a prefix that keeps the stance in force (``also``, ``esp.``)."""

_PARTS = re.compile("[;؛]")
"""Between two citations; an Arabic author writes the second form, and the comma ``،``."""
_LAST_WORDS = re.compile(r"(?:^|(?<=[\s,،]))[^\s,،]+(?:\s+[^\s,،]+){0,4}\s*\Z")
_LONGEST_PREFIX = 80
"""Characters of a prefix that may be signal words; a longer one is running text."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an author may write, as `spelling` gives it -> what it means."""

    signals: Mapping[str, str]
    """-> stance, or `CONTINUES`"""
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
    shown: str = ""
    """The locator as html, where readers see more than its plain text: emphasis, a suffix."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of a bracket, not yet placed in a file."""

    stops: tuple[Stop, ...]
    stance: Stance
    prefix: str = ""
    """The words before the key, as plain text."""
    shown: str = ""
    """The same as html, where they hold emphasis."""
    form: Form = Form.FULL
    is_signalled: bool = True
    """False if the prefix is no signal word: it is shown as written."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something in a bracket of citations that is wrong, by offset into it."""

    code: str
    message: str
    hint: str
    start: int
    end: int
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Reading:
    """The citations of a bracket, at least one, and what is wrong in it."""

    cited: tuple[Cited, ...]
    mistakes: tuple[Mistake, ...] = ()
    is_certain: bool = True
    """False if the text is a citation only where one of its keys is a known source."""
    is_bare: bool = False
    """Whether it is ``@key`` without a bracket around it."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all its citations."""
        return tuple(stop.key for cited in self.cited for stop in cited.stops)


def spelling(word: str) -> str:
    """A word as a `Vocabulary` holds it: case, apostrophes and composed letters do not matter."""
    folded = word.casefold()
    return folded if folded.isascii() else normalize("NFC", folded).replace("’", "'")


def read_bracket(raw: str, words: Vocabulary) -> Reading | None:
    """The text between ``[`` and ``]`` -> its citations; None if it holds no citation.

    A bracket whose first prefix is no signal may be running text (``[thanks @jack]``). It is read
    as a citation that is not certain, unless it holds several citations or any other bracket.
    """
    if "[" in raw.partition("@")[0] or "@" not in raw:
        return None
    bracket = unescaped(raw)
    found = list(KEY.finditer(bracket.text))
    if not found:
        return None
    reading = _Walk(bracket, words).read(found)
    if reading.cited[0].is_signalled:
        return reading
    if any(mark in raw for mark in "[]<`") or bracket.holds_back:
        return None
    return replace(reading, is_certain=len(reading.cited) > 1)


def read_bare(raw: str) -> Reading | None:
    """``@key`` or ``@key [p. 3]``, whole -> a citation in the author's sentence."""
    key = KEY.match(raw)
    if key is None:
        return None
    bracket = unescaped(raw[key.end() :].strip()[1:-1])
    place, shown = locator(bracket, (0, len(bracket.text)))
    stop = Stop(key["braced"] or key["key"], 0, key.end(), place, "", shown)
    form = Form.AUTHORLESS if raw.startswith("-") else Form.IN_TEXT
    cited = Cited((stop,), Stance.CONTEXT, form=form)
    return Reading((cited,), is_certain=False, is_bare=True)


class _Walk:
    """One pass over the keys of a bracket; the text between two keys decides their relation."""

    def __init__(self, bracket: Unescaped, words: Vocabulary) -> None:
        self.bracket, self.text, self.words = bracket, bracket.text, words
        self.cited: list[Cited] = []
        self.mistakes: list[Mistake] = []
        self.stance = Stance.SUPPORTS
        """The stance in force: that of the last signal."""

    def read(self, found: list[re.Match[str]]) -> Reading:
        start = self._prefix(found[0], 0)
        stops = [self._stop(found[0])]
        for before, match in pairwise(found):
            begin, end = before.end(), match.start()
            place, *others = _PARTS.split(self.text[begin:end])
            if others:
                self._close(start, [*stops[:-1], self._at(stops[-1], begin, begin + len(place))])
                self._no_keys(begin + len(place) + 1, others[:-1])
                start = self._prefix(match, end - len(others[-1]))
                stops = [self._stop(match)]
                continue
            stop, manner = self._step(self.text[begin:end])
            if not manner:
                self._no_step(match)
            stops[-1] = self._at(stops[-1], begin, begin + stop)
            stops.append(self._stop(match, manner or "via"))
        begin = found[-1].end()
        place, *others = _PARTS.split(self.text[begin:])
        self._no_keys(begin + len(place) + 1, others)
        self._close(start, [*stops[:-1], self._at(stops[-1], begin, begin + len(place))])
        return Reading(tuple(self.cited), tuple(self.mistakes))

    def _close(self, begun: Cited, stops: list[Stop]) -> None:
        self.cited.append(replace(begun, stops=tuple(stops)))

    def _prefix(self, match: re.Match[str], begin: int) -> Cited:
        """A citation without its stops: the stance and the words before *match*, from *begin* on."""
        end = match.start()
        plain, shown = self.bracket.written(begin, end)
        meaning = _meaning(plain, self.words)
        form = Form.AUTHORLESS if match[0].startswith("-") else Form.FULL
        if meaning is None:
            self._no_signal(plain, begin, match)
            return Cited((), Stance.CONTEXT, plain, shown, form, is_signalled=False)
        if meaning != CONTINUES:
            self.stance = Stance(meaning)
        return Cited((), self.stance, plain, shown, form)

    def _step(self, gap: str) -> tuple[int, str]:
        """(end of the locator, manner) of the text between two keys; manner "" without a step word."""
        last = _LAST_WORDS.search(gap[-80:])
        if not last:
            return len(gap), ""
        begin = len(gap) - len(gap[-80:]) + last.start()
        tail = gap[begin:].split()
        for count in range(len(tail), 0, -1):  # the longest step word wins
            word = spelling(" ".join(tail[-count:]).strip("*_"))
            if word in self.words.steps:
                cut = re.search(r"\s*".join(map(re.escape, tail[-count:])) + r"\s*\Z", gap[begin:])
                return (begin + cut.start() if cut else begin), self.words.steps[word]
        return len(gap), ""

    def _stop(self, match: re.Match[str], manner: str = "") -> Stop:
        start, end = self.bracket.offsets[match.start()], self.bracket.offsets[match.end() - 1] + 1
        return Stop(match["braced"] or match["key"], start, end, "", manner)

    def _at(self, stop: Stop, begin: int, end: int) -> Stop:
        place, shown = locator(self.bracket, (begin, end))
        return replace(stop, locator=place, shown=shown)

    def _no_step(self, match: re.Match[str]) -> None:
        steps = ", ".join(self.words.steps)
        self._mistake(
            "citation-step",
            f"{match[0]} follows no step word and no ';'",
            f"write ';' between two citations, or say how the first came by it: {steps}",
            match.start(),
            match.end(),
        )

    def _no_signal(self, prefix: str, begin: int, match: re.Match[str]) -> None:
        start = begin + len(self.text[begin:]) - len(self.text[begin:].lstrip())
        if spelling(prefix) in self.words.steps:
            self._mistake(
                "citation-signal",
                f"'{prefix}' before {match[0]} is no signal word",
                f"take the ';' out, so that '{prefix}' says how the source before it came by this one",
                start,
                match.end(),
            )
            return
        known = (word for word, meaning in self.words.signals.items() if meaning != CONTINUES)
        self._mistake(
            "citation-signal",
            f"'{prefix}' is no signal word, so this citation counts as context",
            f"write the words before the bracket, or use one of: {', '.join(known)}",
            start,
            match.end(),
            severity=Severity.WARNING,
        )

    def _no_keys(self, start: int, parts: list[str]) -> None:
        """Report each of *parts*, the first of which begins at *start*: they hold no key."""
        for part in parts:
            words = part.strip()
            if words:
                begin = start + len(part) - len(part.lstrip())
                self._mistake(
                    "citation-key",
                    f"nothing is cited after ';' in '{self.bracket.plain(begin, begin + len(words))}'",
                    "write @key after the ';', or use ',' within a locator",
                    begin,
                    begin + len(words),
                )
            start += len(part) + 1

    def _mistake(
        self,
        code: str,
        message: str,
        hint: str,
        start: int,
        end: int,
        *,
        severity: Severity = Severity.ERROR,
    ) -> None:
        first, last = self.bracket.offsets[start], self.bracket.offsets[end - 1] + 1
        self.mistakes.append(Mistake(code, message, hint, first, last, severity))


def _meaning(prefix: str, words: Vocabulary) -> str | None:
    """The stance of a prefix; `CONTINUES` if it keeps the one in force; None if it is no signal.

    A signal may be followed by words that keep the stance, and by those for "for example":
    ``see, e.g.,``, ``but see especially``.
    """
    if len(prefix) > _LONGEST_PREFIX:
        return None
    stance = CONTINUES
    for meaning in _meanings(prefix, words):
        if meaning is None or (stance != CONTINUES and meaning not in ("supports", CONTINUES)):
            return None
        stance = meaning if stance == CONTINUES else stance
    return stance


def _meanings(prefix: str, words: Vocabulary) -> Iterator[str | None]:
    """What each word or phrase of a prefix means, the longest that is known first."""
    for part in re.split("[,،:]", prefix):
        said = spelling(part).strip("*_ ").split()
        while said:
            known = (n for n in range(len(said), 0, -1) if " ".join(said[:n]) in words.signals)
            count = next(known, 0)
            if not count:
                yield None
                return
            yield words.signals[" ".join(said[:count])]
            said = said[count:]
