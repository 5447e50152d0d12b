"""The text of a bracket without escapes, and the locators in it: plain, and as readers see them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape

from sidegloss.markup.emphasis import written

BLANKS = " \t\n\u00a0,،"
"""What is trimmed around a locator: spaces and commas."""
_COMMAS = ",،"
_ESCAPE = re.compile(
    r"\\([!-/:-@\[-`{-~])|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z0-9]{2,31});"
)
_OPAQUE = re.compile(
    r"(?P<code>`+)[^`]+(?P=code)|\[[^\[\]]*\]\([^()\s]*\)|<[^<>\s]*>|\w+://\S+|\bwww\.\S+"
)
"""Code, links and addresses: an ``@`` in them begins no key."""
_HELD = "\ue000"
"""Stands for an ``@`` that is escaped, or in a link or code."""
_AFTER_KEY = re.compile(r"[.:]+(?=\s|\Z)")
"""A full stop that ends the sentence, or a colon before the locator: no part of either."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unescaped:
    """A bracket's text without backslashes (formatters add them) and entities.

    *offsets* has the place of each character in *raw*.
    """

    raw: str
    text: str
    offsets: tuple[int, ...]

    @property
    def holds_back(self) -> bool:
        """Whether an ``@`` in it begins no key."""
        return _HELD in self.text

    def plain(self, begin: int, end: int) -> str:
        """The characters from *begin* to *end* as they are read."""
        return self.text[begin:end].replace(_HELD, "@")

    def written(self, begin: int, end: int) -> tuple[str, str]:
        """(plain text, html) of a stretch; html is "" where the plain text says all."""
        if begin >= end:
            return "", ""
        return written(self.source(begin, end), self.plain(begin, end))

    def source(self, begin: int, end: int) -> str:
        """A stretch as it is in the file."""
        return self.raw[self.offsets[begin] : self.offsets[end - 1] + 1]


def unescaped(raw: str) -> Unescaped:
    """*raw* with its escapes read; an ``@`` that is escaped, or part of a link, is held back."""
    held = {at for match in _OPAQUE.finditer(raw) for at in range(*match.span()) if raw[at] == "@"}
    offsets: list[int] = []
    parts: list[str] = []
    done = 0
    for match in _ESCAPE.finditer(raw):
        meant = (match[1] or unescape(match[0])).replace("@", _HELD)
        parts += [_with_held(raw, done, match.start(), held), meant]
        offsets += [*range(done, match.start()), *[match.end() - 1] * len(meant)]
        done = match.end()
    parts.append(_with_held(raw, done, len(raw), held))
    return Unescaped(raw, "".join(parts), (*offsets, *range(done, len(raw))))


def _with_held(raw: str, begin: int, end: int, held: set[int]) -> str:
    if not held:
        return raw[begin:end]
    return "".join(_HELD if at in held else raw[at] for at in range(begin, end))


def locator(bracket: Unescaped, span: Span) -> tuple[str, str]:
    """(locator, html) of the text after a key.

    The html is "" where the locator says all. ``{p. 3}, and *passim*`` has more: a suffix.
    """
    begin, end = _trimmed(bracket.text, *span)
    if begin == end:
        return "", ""
    if bracket.text[begin] == "{" and (close := _closing(bracket.text, begin, end)):
        return _braced(bracket, (begin + 1, close), (close + 1, end))
    is_apart = bracket.text[span[0] : begin].isspace()
    if is_apart and bracket.text[begin] == "[" and bracket.text.find("]", begin) == end - 1:
        begin, end = begin + 1, end - 1
    return bracket.written(begin, end)


def _braced(bracket: Unescaped, inside: Span, after: Span) -> tuple[str, str]:
    place, html = bracket.written(*_trimmed(bracket.text, *inside))
    suffix, marked = bracket.written(*after)
    if not suffix:
        return place, html
    rest = marked or escape(suffix)
    if not place:
        return "", rest.lstrip(BLANKS)
    glue = "" if suffix[0] in _COMMAS else " "
    return place, f"{html or escape(place)}{glue}{rest}"


def _trimmed(text: str, begin: int, end: int) -> Span:
    """The span without spaces and commas at its ends, and without the mark that ends a key."""
    if stop := _AFTER_KEY.match(text, begin, end):
        begin = stop.end()
    while begin < end and text[begin] in BLANKS:
        begin += 1
    while begin < end and text[end - 1] in BLANKS:
        end -= 1
    return begin, end


def _closing(text: str, begin: int, end: int) -> int:
    """The offset of the brace that closes the one at *begin*, or 0."""
    depth = 0
    for at in range(begin, end):
        depth += (text[at] == "{") - (text[at] == "}")
        if not depth:
            return at
    return 0
