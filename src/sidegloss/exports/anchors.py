"""Find the text of an article, and the passages in it that each note is about.

The text is the ``textContent`` of the article's HTML, which a page shows unchanged. It contains
the markers (``[3]``), because a tool that looks for a quotation in a page reads them there too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape
from typing import NamedTuple

from sidegloss.model import Article, Note

_SPACES = "\t\n\f\r "

_PLACE = re.compile(
    r'<sup\b[^>]* id="(?P<marker>fnref-[^"]+)"[^>]*>(?P<shown>.*?)</sup>'
    r'|<(?:span|div)\b[^>]* id="(?P<claim>claim-[^"]+)"[^>]*>'
)
_TAG = re.compile(r"<[^>]*>")


class Anchor(NamedTuple):
    """The id of an element, and where its passage begins and ends in the text of the article.

    A passage without words, such as a picture, ends where it begins.
    """

    id: str
    begin: int
    end: int


class Anchored(NamedTuple):
    """The text of an article, and by the address of each note its anchors in it."""

    text: str
    anchors: dict[str, tuple[Anchor, ...]]


def anchored(article: Article) -> Anchored:
    """Read the text of *article* and find the passages of each note, in the order of the text.

    A note on a point has its first marker as its anchor. So has a note on passages without words.
    """
    walk = _Walk(article)
    ids: dict[str, list[str]] = {note.address: [] for note in article.notes}
    for claim in article.claims:
        for name in claim.ids:
            ids[_label(name)].append(f"claim-{name}")
    anchors = {note.address: _anchors(note, ids[note.address], walk) for note in article.notes}
    return Anchored(walk.text, anchors)


def _label(name: str) -> str:
    """Return ``gates`` for ``gates~2``, the second passage or marker of that note."""
    return name.partition("~")[0]


def _anchors(note: Note, ids: list[str], walk: _Walk) -> tuple[Anchor, ...]:
    passages = [walk.passage(name) for name in ids if name in walk.places]
    worded = tuple(anchor for anchor in passages if anchor.begin < anchor.end)
    # a marker that is in another note is not in the text
    markers = (Anchor(name, *walk.places.get(name, (0, 0))) for name in note.references[:1])
    return worded or tuple(markers)


class _Walk:
    """One pass over the HTML of an article.

    A claim ends at its marker. Where claims of one note are nested, the inner one ends first.
    """

    def __init__(self, article: Article) -> None:
        self.places: dict[str, tuple[int, int]] = {}
        """(begin, end) of claims and markers by their ids."""
        self._parts: list[str] = []
        self._length = self._end_of_words = 0
        self._open: dict[str, list[tuple[str, int]]] = defaultdict(list)
        """By label (id, begin) of each claim whose marker has not been read."""
        self._read(article)
        self.text = "".join(self._parts)

    def passage(self, name: str) -> Anchor:
        """Return the claim with the id *name*, without the spaces around its words."""
        begin, end = self.places[name]
        return Anchor(name, end - len(self.text[begin:end].lstrip(_SPACES)), end)

    def _read(self, article: Article) -> None:
        # slots have no text: they are addresses in attributes, and pictures
        html = "".join(piece for piece in article.body if isinstance(piece, str))
        claims = {f"claim-{name}" for claim in article.claims for name in claim.ids}
        at = 0
        for found in _PLACE.finditer(html):
            self._words(html[at : found.start()])
            at = found.end()
            if found["marker"]:
                self._marker(found["marker"], found["shown"])
            elif found["claim"] in claims:
                label = _label(found["claim"].removeprefix("claim-"))
                self._open[label].append((found["claim"], self._length))
        self._words(html[at:])

    def _marker(self, name: str, shown: str) -> None:
        """Add a marker to the text; the claim before it ends where its last words end."""
        claims = self._open[_label(name.removeprefix("fnref-"))]
        if claims:
            claim, begin = claims.pop()
            self.places[claim] = (begin, max(begin, self._end_of_words))
        begin = self._length
        self._add(_TAG.sub("", shown))
        self.places[name] = (begin, self._length)

    def _words(self, html: str) -> None:
        text = unescape(_TAG.sub("", html))
        kept = len(text.rstrip(_SPACES))
        if kept:
            self._end_of_words = self._length + kept
        self._add(text)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
