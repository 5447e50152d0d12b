"""YAML or JSON text -> a tree of Values, each with its exact place; nothing is interpreted.

Scalars stay text (``no``, ``2026-03-09`` and ``12`` are what the author typed), a null is empty
text, both copies of a doubled key are kept. The tree is built from the parser's events and not
from its nodes: the C composer recurses without a bound, and would share what aliases repeat.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sidegloss import guesses
from sidegloss.characters import clean
from sidegloss.model import Diagnostic, Field, Location, Severity, Value
from sidegloss.yaml_errors import DEPTH, TOO_DEEP, explained

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser is six times as fast; it is missing where PyYAML was built without libyaml."""


REPEATED = 10_000
"""Values that aliases may repeat, all told: nine lines of aliases can stand for a billion."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})

UNREADABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""What YAML 1.1 calls not printable (its section 5.1); the parser would refuse it unplaced."""

BLANK = dict.fromkeys(map(ord, "\t\x85\u2028\u2029"), " ")
"""What stands in JSON as it is, and in YAML is forbidden or ends a line."""

ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB]\w\w)\\u([dD][c-fC-F]\w\w)|u[dD][89a-fA-F]\w\w|.)", re.DOTALL
)


def parse(text: str, path: str, first_line: int = 1) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    """What *text* says; None where it says nothing or cannot be read.

    A *path* ending in ``.json`` is read as JSON. *first_line* is the line of the file at which
    *text* begins. The only diagnostic is ``yaml-readable``.
    """
    places = _Places(text, path, first_line)
    readable, filler = _json(text) if path.endswith(".json") else (text, "")
    odd = UNREADABLE.search(readable)
    if odd:
        message = f"the character U+{ord(odd[0]):04X} cannot stand here"
        return None, (_error(message, "delete it", places.at(odd.start())),)
    try:
        return _Reading(yaml.parse(readable, Loader=LOADER), places, filler).document(), ()
    except _Refused as refused:
        return None, (_error(refused.message, refused.hint, places.at(refused.index)),)
    except yaml.MarkedYAMLError as error:
        message, hint, index = explained(error, text)
        return None, (_error(message, hint, places.at(index)),)


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of *words* that was probably meant, empty if none is near."""
    return guesses.nearest(word, words)


def did_you_mean(word: str, words: Iterable[str], otherwise: str = "") -> str:
    """A hint for an unknown *word*."""
    near = nearest(word, words)
    return f"did you mean {near}?" if near else otherwise


def _error(message: str, hint: str, at: Location) -> Diagnostic:
    return Diagnostic("yaml-readable", Severity.ERROR, message, at, hint)


def _json(text: str) -> tuple[str, str]:
    r"""JSON as YAML that has every character at its old place, and what to take out of its texts.

    Tabs become blanks, and so does what JSON allows and YAML does not. A pair of surrogates
    (``\ud83d\ude00``) becomes its character, and a filler to the old length.
    """
    text = UNREADABLE.sub(" ", text.translate(BLANK))
    if "\\ud" not in text.lower():
        return text, ""
    filler = next(chr(code) for code in range(0xE000, 0xF900) if chr(code) not in text)

    def joined(match: re.Match[str]) -> str:
        if match[1] and match[2]:
            high, low = int(match[1], 16), int(match[2], 16)
            return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00) + filler * 11
        return "\ufffd" + filler * 5 if len(match[0]) == 6 else match[0]

    return ESCAPE.sub(joined, text), filler


class _Refused(Exception):  # noqa: N818 - it is no error of ours
    def __init__(self, message: str, hint: str, index: int) -> None:
        super().__init__(message)
        self.message, self.hint, self.index = message, hint, index


class _Places:
    """Offsets into a text -> Locations. YAML counts more line breaks than editors do (U+2028)."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(self, begin: int, end: int = 0) -> Location:
        line, column = self._position(begin)
        if end <= begin + 1:
            return Location(self.path, line, column)
        return Location(self.path, line, column, *self._position(end))

    def _position(self, index: int) -> tuple[int, int]:
        line = bisect_right(self.starts, index)
        return line - 1 + self.first_line, index - self.starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias stands for, with how many values it holds and how deep they are nested."""

    value: Value
    count: int
    height: int


class _Reading:
    """One pass over the events of a text."""

    def __init__(self, events: Iterator[Any], places: _Places, filler: str) -> None:
        self.events, self.places, self.filler = events, places, filler
        self.anchors: dict[str, _Anchored] = {}
        self.count = 0
        self.repeated = 0
        self.deepest = 0

    def document(self) -> Value | None:
        """The one document of the text; further ones may only be empty."""
        first: Value | None = None
        for event in self.events:
            if type(event) is not DocumentStartEvent:
                continue
            begin = next(self.events)
            value = self.value(begin, 1)
            if value.text == "":
                continue
            if first is not None:
                hint = "delete the line --- that stands before this"
                raise _Refused("a second document begins here", hint, begin.start_mark.index)
            first = value
        return first

    def value(self, event: Any, depth: int) -> Value:
        if type(event) is ScalarEvent:
            self.count += 1
            self.deepest = max(self.deepest, depth)
            value = self._scalar(event)
            if event.anchor:
                self.anchors[event.anchor] = _Anchored(value, 1, 0)
            return value
        if type(event) is AliasEvent:
            return self._alias(event, depth)
        return self._collection(event, depth)

    def _scalar(self, event: Any) -> Value:
        text, style = event.value, event.style
        begin, end = event.start_mark.index, event.end_mark.index
        if not style:
            return Value(self.places.at(begin, end), "" if text in NULLS else text)
        if self.filler:
            text = text.replace(self.filler, "")
        if style == '"':  # only here can an escape name such a character
            text = clean(text)
        # The end of a block (| and >) is the beginning of what follows: of no use to a reader.
        return Value(self.places.at(begin, end if style in "'\"" else 0), text)

    def _alias(self, event: Any, depth: int) -> Value:
        anchored = self.anchors.get(event.anchor)
        index = event.start_mark.index
        if anchored is None:
            hint = f"to begin a text with a star, put it in quotes: '*{event.anchor}'"
            raise _Refused(f"no &{event.anchor} stands before *{event.anchor}", hint, index)
        self.count += anchored.count
        self.repeated += anchored.count
        self.deepest = max(self.deepest, depth + anchored.height)
        if self.repeated > REPEATED:
            hint = "write the values out instead of repeating them with *"
            raise _Refused("aliases repeat too many values", hint, index)
        if self.deepest > DEPTH:
            raise _Refused(*TOO_DEEP, index)
        return anchored.value

    def _collection(self, event: Any, depth: int) -> Value:
        index = event.start_mark.index
        if depth > DEPTH:
            raise _Refused(*TOO_DEEP, index)
        before, deepest, self.deepest = self.count, self.deepest, depth
        self.count += 1
        at = self.places.at(index)
        if type(event) is MappingStartEvent:
            value = Value(at, fields=tuple(self._fields(depth)))
        else:
            assert type(event) is SequenceStartEvent, event  # noqa: S101 - the grammar of events
            value = Value(at, items=tuple(self._items(depth)))
        if event.anchor:
            height = self.deepest - depth
            self.anchors[event.anchor] = _Anchored(value, self.count - before, height)
        self.deepest = max(deepest, self.deepest)
        return value

    def _items(self, depth: int) -> Iterator[Value]:
        while type(event := next(self.events)) is not SequenceEndEvent:
            yield self.value(event, depth + 1)

    def _fields(self, depth: int) -> Iterator[Field]:
        while type(event := next(self.events)) is not MappingEndEvent:
            name = self._name(event)
            value = self.value(next(self.events), depth + 1)
            yield Field(name, self._name_at(event), value)

    def _name(self, event: Any) -> str:
        if type(event) is ScalarEvent:
            name: str = clean(event.value)
            return name.replace(self.filler, "") if self.filler else name
        hint = "put it in quotes, or write a text before the colon"
        raise _Refused("the name of a field must be text", hint, event.start_mark.index)

    def _name_at(self, event: Any) -> Location:
        return self.places.at(event.start_mark.index, event.end_mark.index)
