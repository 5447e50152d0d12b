"""BibTeX text -> its entries as written, each field with its place; no TeX is read.

The grammar is that of btparse and of Dana Jacobsen's description, "Format of a BibTeX file". An entry that
is never closed costs only itself: reading goes on at the next line that begins an entry.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sidegloss.model import Diagnostic, Location, Severity

MONTHS = tuple(
    """
    january february march april may june july august september october november december
    """.split()  # noqa: SIM905 - a list to be read
)

_MACROS = {name[:length]: name for name in MONTHS for length in (3, 4, len(name))}
"""What every style of BibTeX defines (``jan``), and what people write for it."""

_BEGIN = re.compile(r"(?<![\w.])@[ \t]*(?P<kind>[A-Za-z][\w:.+-]*)\s*(?P<open>[{(])")
_NEXT = re.compile(r"^[ \t]*@[ \t]*[A-Za-z][\w-]*[ \t]*[{(]\s*[^\s,{}=\"]*\s*,", re.MULTILINE)
_BLANK = re.compile(r"(?:\s+|%[^\n]*)*")
_NAME = re.compile(r"[^\s=,{}()\"#%@\\]+")
_KEY = re.compile(r"\s*((?:(?!\s*=\s*[{\"\d])[^,\n])*?)\s*(?:(?=,)|(?=[})]\s*$))", re.MULTILINE)
_WORD = re.compile(r"[^\s=,{}()\"#%]+")
_NEXT_FIELD = re.compile(r"\}?[ \t]*,[ \t]*\n\s*[A-Za-z][\w-]*\s*=\s*[{\"\d]")
_STRAY = re.compile(r"\s*\}?\s*,?\s*[A-Za-z][\w-]*\s*=\s*[{\"\d]")
_BRACES = re.compile(r"[{}]")
_UNESCAPED = re.compile(r"\\.|[{}]", re.DOTALL)
_QUOTE = re.compile(r"[{}\"]")


@dataclass(frozen=True, slots=True)
class Written:
    """A field: its name in lower case, and its text without the outermost delimiters."""

    name: str
    text: str
    at: Location


@dataclass(frozen=True, slots=True)
class Item:
    """An entry. *kind* is in lower case; *key* is empty where the file has none."""

    kind: str
    key: str
    at: Location
    fields: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class File:
    """What a .bib file holds, comments and abbreviations apart."""

    items: tuple[Item, ...]
    lost: tuple[str, ...]
    """The keys of entries that could not be read."""
    diagnostics: tuple[Diagnostic, ...]


def read(text: str, path: str) -> File:
    """The entries of *text* in its order.

    Errors: ``bib-readable`` for an entry that is never closed. Warnings: ``bib-syntax`` for a missing
    comma or a stray brace, ``bib-string`` for an abbreviation that the file does not define,
    ``field-once`` for a field that one entry has twice (the first is used).
    """
    scanner = _Scanner(text, path)
    items = tuple(scanner.items())
    return File(items, tuple(filter(None, scanner.lost)), tuple(scanner.found))


class _Unclosed(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class _Scanner:
    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.strings = dict(_MACROS)
        self.found: list[Diagnostic] = []
        self.lost: list[str] = []
        self.is_careful = False
        self.limit = len(text)
        """Where the entry being read must be closed at the latest."""

    def at(self, index: int) -> Location:
        line = bisect_right(self.starts, index)
        return Location(self.path, line, index - self.starts[line - 1] + 1)

    def warn(self, code: str, message: str, index: int, hint: str) -> None:
        self.found.append(Diagnostic(code, Severity.WARNING, message, self.at(index), hint))

    # ------------------------------------------------------------ entries

    def items(self) -> Iterator[Item]:
        index = 0
        while begin := _BEGIN.search(self.text, index):
            line = self.starts[bisect_right(self.starts, begin.start()) - 1]
            if self.text[line : begin.start()].lstrip().startswith("%"):
                index = begin.end()
                continue
            following = _NEXT.search(self.text, begin.end())
            self.limit = following.start() if following else len(self.text)
            item: list[Item] = []
            index = self._entry(begin, item)
            yield from item

    def _entry(self, begin: re.Match[str], item: list[Item]) -> int:
        """Read one entry into *item*, once more with suspicion where its braces do not match."""
        before = len(self.found)
        for is_careful in (False, True):
            self.is_careful = is_careful
            try:
                return self._item(begin, item)
            except _Unclosed as found:
                unclosed = found
                del self.found[before:]
        return self._unclosed(begin, unclosed.index)

    def _unclosed(self, begin: re.Match[str], index: int) -> int:
        if begin["kind"].lower() == "comment":
            return begin.end()
        inside = _KEY.match(self.text, begin.end())
        key = inside[1] if inside else ""
        message = f"the entry {key or begin['kind']} is never closed"
        hint = "count its braces: each { needs a }; the entries after it are read"
        if index > begin.end():
            hint = f"close the brace or quotation mark that is opened on line {self.at(index).line}"
        at = self.at(begin.start())
        self.found.append(Diagnostic("bib-readable", Severity.ERROR, message, at, hint))
        self.lost.append(key)
        return max(self.limit, begin.end())

    def _item(self, begin: re.Match[str], items: list[Item]) -> int:
        kind, closer = begin["kind"].lower(), "}" if begin["open"] == "{" else ")"
        if kind in {"comment", "preamble"}:
            return self._skipped(begin, closer)
        if kind == "string":
            fields, end = self._fields(begin.end(), closer)
            self.strings |= {field.name: field.text for field in fields}
            return end
        index, key = begin.end(), ""
        if match := _KEY.match(self.text, index):
            key, index = " ".join(match[1].split()), match.end()
        fields, end = self._fields(index, closer)
        at = self.at(begin.start())
        items.append(Item(kind, key, at, tuple(self._once(fields))))
        if _STRAY.match(self.text, end, self.limit):
            message = f"the entry {key} is closed before its last field"
            hint = "delete one } on this line: what follows it is not read"
            self.warn("bib-syntax", message, end - 1, hint)
        return end

    def _skipped(self, begin: re.Match[str], closer: str) -> int:
        self.limit = len(self.text)
        if closer == "}":
            return self._closed(begin.end())
        end = self.text.find(")", begin.end())
        return end + 1 if end >= 0 else begin.end()

    def _once(self, fields: list[Written]) -> Iterator[Written]:
        first: dict[str, Written] = {}
        for field in fields:
            if first.setdefault(field.name, field) is field:
                yield replace(field, text=field.text.strip())
                continue
            message = f"{field.name} is given twice"
            hint = f"keep one of the two; the one on line {first[field.name].at.line} is used"
            self.found.append(Diagnostic("field-once", Severity.WARNING, message, field.at, hint))

    # ------------------------------------------------------------ fields

    def _fields(self, index: int, closer: str) -> tuple[list[Written], int]:
        """The fields from *index* on, and where the entry ends."""
        fields: list[Written] = []
        is_parted = True
        while True:
            index = self._past_blank(index)
            here = self.text[index : index + 1]
            if index >= self.limit or not here:
                raise _Unclosed(index=-1)
            if here == closer:
                return fields, index + 1
            if here == ",":
                is_parted, index = True, index + 1
                continue
            index = self._field(index, fields, closer, is_parted=is_parted)
            is_parted = False

    def _field(self, index: int, fields: list[Written], closer: str, *, is_parted: bool) -> int:
        name = _NAME.match(self.text, index)
        equals = self._past_blank(name.end()) if name else index
        if name is None or self.text[equals : equals + 1] != "=":
            return self._no_field(index, closer)
        if not is_parted:
            before = fields[-1].name if fields else "the key"
            message = f"a comma is missing between {before} and {name[0]}"
            self.warn("bib-syntax", message, index, f"write a comma before {name[0]}")
        begin = self._past_blank(equals + 1)
        text, end = self._value(begin)
        fields.append(Written(name[0].lower(), text, self.at(begin)))
        return end

    def _no_field(self, index: int, closer: str) -> int:
        """Something that is no field: reported, and left behind up to the next comma or the end."""
        said = " ".join(self.text[index : index + 30].split("\n")[0].split())
        hint = "write name = {text}, or delete it"
        self.warn("bib-syntax", f"{said!r} is not a field, so it is left out", index, hint)
        while index < self.limit and self.text[index] not in {",", closer}:
            index = self._closed(index + 1) if self.text[index] == "{" else index + 1
        return index

    def _value(self, index: int) -> tuple[str, int]:
        """The text of a value, its parts joined, and where it ends."""
        parts: list[str] = []
        while True:
            part, index = self._part(index)
            parts.append(part)
            after = self._past_blank(index)
            if self.text[after : after + 1] != "#":
                return "".join(parts), index
            index = self._past_blank(after + 1)

    def _part(self, index: int) -> tuple[str, int]:
        here = self.text[index : index + 1]
        if here == "{":
            return self._braced(index)
        if here == '"':
            end = self._quoted(index + 1)
            return self.text[index + 1 : end - 1], end
        word = _WORD.match(self.text, index)
        if word is None:
            return "", index
        return self._abbreviated(word[0], index), word.end()

    def _braced(self, index: int) -> tuple[str, int]:
        """A value in braces. A suspect one ends where its next line begins a field."""
        following = _NEXT_FIELD.search(self.text, index, self.limit) if self.is_careful else None
        try:
            end = self._closed(index + 1)
        except _Unclosed:
            if following is None:
                raise
            end = self.limit
        if following is None or following.start() >= end - 1:
            return self.text[index + 1 : end - 1], end
        message = "a brace in this value is never closed"
        self.warn("bib-syntax", message, index, "count its braces: each { needs a }")
        return self.text[index + 1 : following.start()], self.text.index(",", following.start())

    def _abbreviated(self, word: str, index: int) -> str:
        known = self.strings.get(word.lower())
        if known is not None or word[0].isdigit():
            return known if known is not None else word
        message = f"no @string defines {word}, so it is shown as written"
        hint = f"put it in braces: {{{word}}}"
        self.warn("bib-string", message, index, hint)
        return word

    def _past_blank(self, index: int) -> int:
        match = _BLANK.match(self.text, index)
        return match.end() if match else index

    def _closed(self, index: int) -> int:
        """Behind the brace that closes the one before *index*.

        BibTeX counts ``\\{`` like any other brace; an entry that never ends so is read again without them.
        """
        for braces in (_BRACES, _UNESCAPED):
            depth = 1
            for found in braces.finditer(self.text, index, self.limit):
                depth += {"{": 1, "}": -1}.get(found[0], 0)
                if depth == 0:
                    return found.end()
        raise _Unclosed(index - 1)

    def _quoted(self, index: int) -> int:
        depth = 0
        for found in _QUOTE.finditer(self.text, index, self.limit):
            if found[0] == '"' and depth == 0:
                return found.end()
            depth += {"{": 1, "}": -1}.get(found[0], 0)
        raise _Unclosed(index - 1)


def split(text: str, separator: re.Pattern[str]) -> list[str]:
    """*text* at each *separator* that is outside of braces."""
    parts, begin, depth = [], 0, 0
    marks = re.compile(rf"\\.|[{{}}]|{separator.pattern}", separator.flags | re.DOTALL)
    for found in marks.finditer(text):
        if found[0] in {"{", "}"}:
            depth = max(0, depth + (1 if found[0] == "{" else -1))
        elif depth == 0 and not found[0].startswith("\\"):
            parts.append(text[begin : found.start()])
            begin = found.end()
    return [*parts, text[begin:]]
