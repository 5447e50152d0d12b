"""Published html -> the text of its body as browsers give it, and where the marks stand in it.

The text is ``document.body.textContent`` of the page as a server sends it, no script having run.
Places are counted in Unicode code points, as the Web Annotation Data Model asks (4.2.5); Python's
texts count so too. A site may have templates of its own, so the page is read and not the article.

One scan, since the standard library's parser takes three times as long. It follows the tokens of the
HTML standard (13.2.5) and what moves text about: comments, raw text, templates, entities, the first
line of ``<pre>``, foreign content. It does not mend what a checker calls an error: text that stands
in a table outside of its cells stays where it is, where a parser would move it before the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

BLANK = "\t\n\f\r "

_VALUE = rf"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^{BLANK}>"'][^{BLANK}>]*+)"""
# What is never closed goes on to the end of the page, so that no sign is looked at twice.
_TOKEN = re.compile(
    rf"""<(?:
      (/?)([a-zA-Z][^{BLANK}/>]*+)((?:[^>"'=]++|=[{BLANK}]*+{_VALUE}?+|["'])*+)(?:>|(\Z))
      |!--(?:-?>|.*?(?:--!?>|\Z))
      |!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)
      |[!?/](?P<bogus>[^>]*+)>?
    )""",
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(rf"""([^{BLANK}"'>/=]++)(?:[{BLANK}]*+=[{BLANK}]*+({_VALUE}))?+""")
_REFERENCE = re.compile(r"&(?:#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?|[a-zA-Z0-9]{1,32};?)")

_LINE = re.compile(r"(?:\n|&NewLine;|&#(?:0*10(?![0-9])|[xX]0*[aA](?![0-9a-fA-F]));?)?")

_RAW = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes"))
"""Elements whose content is text as it stands; where no script runs, ``noscript`` is none of them."""
_TEXT_ONLY = frozenset(("textarea", "title"))
"""Elements whose content is text with entities."""
_FOREIGN = frozenset(("svg", "math"))
_HTML_IN_FOREIGN = frozenset(("foreignobject", "desc", "title"))
_FIRST_LINE_DROPPED = frozenset(("pre", "listing", "textarea"))
_OF_HEAD = frozenset(
    ("html", "head", "base", "link", "meta", "title", "script", "style", "noscript", "template")
)
"""What may stand before the body; anything else begins it, whether or not it is tagged."""
_MARKS = frozenset(("span", "div", "sup"))
_SPECIAL = (
    _RAW
    | _TEXT_ONLY
    | _FOREIGN
    | _HTML_IN_FOREIGN
    | _FIRST_LINE_DROPPED
    | _MARKS
    | {"template", "plaintext", "body"}
)
_SURROGATES = range(0xD800, 0xE000)
_WINDOWS = range(0x80, 0xA0)


class Mark(NamedTuple):
    """A ``span``, ``div`` or ``sup`` with an id or with notes: where its text begins and ends."""

    id: str
    notes: tuple[str, ...]
    """Labels, from ``data-notes``."""
    classes: tuple[str, ...]
    begin: int
    end: int


class Published(NamedTuple):
    """The text of a page's body, and its marks in the order of the page."""

    text: str
    marks: tuple[Mark, ...]


def published(html: str, wanted: Iterable[str] = (), further: int = 0) -> Published:
    """Read a page. Its markup is taken to be well formed.

    Where ids are *wanted*, reading may stop once the marks that bear them are closed and *further*
    characters of text stand behind: much of an article's page are its notes, which come after.
    """
    whole = html.replace("\r\n", "\n").replace("\r", "\n") if "\r" in html else html
    return _Scan(whole, wanted, further).read()


class _Scan:
    """One way through a page."""

    def __init__(self, html: str, wanted: Iterable[str], further: int) -> None:
        self.html = html
        self.wanted = set(wanted)
        self.further = further
        self.enough = 0
        """The length of text at which reading may stop; 0 while that is not known."""
        self.parts: list[str] = []
        self.length = self.measured = 0
        self.is_in_body = False
        self.templates = 0
        self.foreign: list[str] = []
        self.open: list[tuple[str, int]] = []
        """(name, index of its mark or -1): every span, div and sup that is not closed yet."""
        self.counts = dict.fromkeys(_MARKS, 0)
        self.marks: list[Mark] = []

    def read(self) -> Published:
        html, find, keep = self.html, _TOKEN.search, self.parts.append
        at = 0
        is_plain = False  # in the body, and in no template: kept up to date, since most tokens ask
        while token := find(html, at):
            start, end = token.span()
            if at < start:
                text = html[at:start]
                if not is_plain or "&" in text:
                    self._text(text)
                else:
                    keep(text)
            at = end
            name = token[2]
            if name in _SPECIAL or not is_plain or name is None or not name.islower():
                at = self._token(token, name)
                is_plain = self.is_in_body and not self.templates
                if self.enough and self._here() >= self.enough:
                    break
        else:
            self._text(html[at:])
        return Published("".join(self.parts), tuple(self.marks))

    def _text(self, text: str, *, is_raw: bool = False) -> None:
        if not self.is_in_body:
            text = text.lstrip(BLANK)
            self.is_in_body = bool(text) and not self.templates
        if not self.templates:
            self.parts.append(text if is_raw else _REFERENCE.sub(_referred, text))

    def _here(self) -> int:
        """How long the text is so far."""
        self.length += sum(map(len, self.parts[self.measured :]))
        self.measured = len(self.parts)
        return self.length

    def _token(self, token: re.Match[str], name: str | None) -> int:
        """A tag that may matter, or no tag at all; where the scan goes on."""
        if name is None:
            return self._no_tag(token)
        if token[4] is not None:
            return len(self.html)
        name = name.lower()
        if name not in _OF_HEAD and not token[1] and not self.templates:
            self.is_in_body = True
        return self._tag(token, name) if name in _SPECIAL else token.end()

    def _no_tag(self, token: re.Match[str]) -> int:
        """A comment, or what is taken for one; a CDATA section is text in foreign content alone."""
        if token["cdata"] is None:
            return token.end()
        if self._is_foreign():
            self._text(token["cdata"], is_raw=True)
            return token.end()
        end = self.html.find(">", token.start())
        return end + 1 if end >= 0 else len(self.html)

    def _is_foreign(self) -> bool:
        return bool(self.foreign) and self.foreign[-1] in _FOREIGN

    def _tag(self, token: re.Match[str], name: str) -> int:
        """A tag that matters; where the scan goes on."""
        at = token.end()
        is_open = not token[1]
        if name in _MARKS:
            if not self.templates:
                self._mark(name, token[3], is_open=is_open)
        elif name == "template":
            self.templates = max(self.templates + (1 if is_open else -1), 0)
        elif name in _FOREIGN or self._is_foreign() or name in self.foreign[-1:]:
            self._enter_or_leave(name, token, is_open=is_open)
        elif not is_open:
            return at
        elif name in _RAW or name in _TEXT_ONLY:
            return self._whole(name, at)
        elif name in _FIRST_LINE_DROPPED:
            return _past(_LINE, self.html, at)
        elif name == "plaintext":
            self._text(self.html[at:], is_raw=True)
            return len(self.html)
        return at

    def _enter_or_leave(self, name: str, token: re.Match[str], *, is_open: bool) -> None:
        if is_open:
            is_border = name in _FOREIGN or (self._is_foreign() and name in _HTML_IN_FOREIGN)
            if is_border and not token[3].endswith("/"):
                self.foreign.append(name)
        elif self.foreign and self.foreign[-1] == name:
            self.foreign.pop()

    def _whole(self, name: str, at: int) -> int:
        """The content of an element that holds no tags."""
        html = self.html
        end = re.compile(rf"</{name}(?=[{BLANK}/>])", re.IGNORECASE).search(html, at)
        stop = end.start() if end else len(html)
        if name in _FIRST_LINE_DROPPED:
            at = _past(_LINE, html, at)
        if self.is_in_body:
            self._text(html[at:stop], is_raw=name in _RAW)
        return stop

    def _mark(self, name: str, given: str, *, is_open: bool) -> None:
        opened = self.open
        if is_open:
            # most spans bear neither: they count only for what they close
            mark = _mark_of(given, self._here()) if "id" in given or "data-" in given else None
            opened.append((name, len(self.marks) if mark else -1))
            self.counts[name] += 1
            if mark:
                self.marks.append(mark)
            return
        found = not self.counts[name]
        while not found:
            closed, index = opened.pop()
            self.counts[closed] -= 1
            found = closed == name
            if found and index >= 0:
                self._close(index)

    def _close(self, index: int) -> None:
        mark = self.marks[index] = self.marks[index]._replace(end=self._here())
        if mark.id in self.wanted:
            self.wanted.discard(mark.id)
            if not self.wanted:
                self.enough = mark.end + self.further


def _past(what: re.Pattern[str], html: str, at: int) -> int:
    found = what.match(html, at)
    return found.end() if found else at


def _mark_of(attributes: str, at: int) -> Mark | None:
    given: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(attributes):
        text = value[1:-1] if value[:1] in {'"', "'"} else value
        given.setdefault(name.lower(), unescape(text) if "&" in text else text)
    if "id" not in given and "data-notes" not in given:
        return None
    notes, classes = given.get("data-notes", ""), given.get("class", "")
    return Mark(given.get("id", ""), tuple(notes.split()), tuple(classes.split()), at, at)


def _referred(found: re.Match[str]) -> str:
    """The character that a reference stands for; by the table of the standard where it has a name."""
    hexadecimal, decimal = found.groups()
    if hexadecimal is None and decimal is None:
        return unescape(found[0])
    # `unescape` leaves out control characters and the like, which a parser keeps (13.2.5.80)
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if number == 0 or number > 0x10FFFF or number in _SURROGATES:
        return "\N{REPLACEMENT CHARACTER}"
    if number in _WINDOWS:
        return bytes((number,)).decode("cp1252", "ignore") or chr(number)
    return chr(number)
