"""A paragraph's words in quotation marks: which of them are a source's own, and which are never closed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from sidegloss.markup.positions import Positions
from sidegloss.markup.tokens import folded, plain, text_of
from sidegloss.model import Diagnostic, Severity

_CITATION_MARK = "\ufffc"
_GAP = re.compile(r"\s*[.,]?\s*\Z")
_CITED = re.compile(rf"\s*[.,]?\s*{_CITATION_MARK}")
_SHOWN = 40
"""Characters of a quotation that a message shows."""


class Quotations:
    """Words in quotation marks, paired once over a whole paragraph, to be asked for by citation."""

    def __init__(self, children: Sequence[Token]) -> None:
        parts: list[str] = []
        self._ends: dict[int, int] = {}
        self._citations: dict[int, Token] = {}
        length = 0
        for number, child in enumerate(children):
            if child.type == "citation":
                self._ends[number], self._citations[number] = length, child
                # what may be text (a handle, an aside) is part of the words around it
                parts.append(_CITATION_MARK + plain(child.children or ()))
            else:
                parts.append(text_of(child))
            length += len(parts[-1])
        self._text = "".join(parts)
        self._pairs, self._open = pairs(self._text)

    def before(self, number: int) -> str:
        """The words in quotation marks that end right before the citation, or ""."""
        end = self._ends[number]
        gap = _GAP.search(self._text, max(end - 40, 0), end)
        close = gap.start() - 1 if gap else end - 1
        opening = self._pairs.get(close)
        if opening is None:
            return ""
        words = self._text[opening + 1 : close].replace(_CITATION_MARK, "")
        return folded(words)

    def unclosed(self, inline: Token, places: Positions) -> Iterator[Diagnostic]:
        """Each opening mark that is never closed before a citation without a quotation."""
        cited = iter(self._ends.items())
        number, end = next(cited)
        for mark in self._open:
            while end <= mark and (following := next(cited, None)):
                number, end = following
            if end > mark and not self.before(number):
                words = folded(
                    self._text[mark : min(end, mark + _SHOWN)].replace(_CITATION_MARK, "")
                )
                yield Diagnostic(
                    "quotation-closed",
                    Severity.WARNING,
                    f"a quotation mark is never closed, so these words are not read as a"
                    f" quotation: {words}",
                    places.span(inline, *self._citations[number].meta["span"]),
                    "close the quotation directly before the citation",
                )


_CLOSES = {
    '"': '"',
    "”": "“„”",
    "“": "„",
    "»": "«",
    "«": "»",
    "’": "‘‚",
    "‘": "‚",
}
"""Closing mark -> the marks it may close: English “”, German „“, French «», reversed »«."""
_MARKS = re.compile('["“”„«»‘‚’]')


def pairs(text: str) -> tuple[dict[int, int], list[int]]:
    """Offsets of quotation marks: closing -> opening, and those that are never closed; linear.

    ``’`` closes only an open ``‘``. Single marks that stay open may be apostrophes: left out.
    """
    waiting: dict[str, list[int]] = {mark: [] for mark in '"“”„«»‘‚'}
    paired: dict[int, int] = {}
    for match in _MARKS.finditer(text):
        position, mark = match.start(), match[0]
        opened = max((waiting[m][-1] for m in _CLOSES.get(mark, "") if waiting[m]), default=-1)
        if mark == "’":
            # an apostrophe looks the same: the pair stays open for a later mark, until cited
            if opened >= 0 and not text[position + 1 : position + 2].isalnum():
                paired[position] = opened
                if _CITED.match(text, position + 1):
                    _forget(waiting, opened)
        elif opened >= 0:
            paired[position] = opened
            _forget(waiting, opened)
        elif mark != '"' or not text[position - 1 : position].isalnum():  # 5" is a measure
            waiting[mark].append(position)
    return paired, sorted(at for mark in '"“”„«»' for at in waiting[mark])


def _forget(waiting: dict[str, list[int]], opened: int) -> None:
    """A pair is closed: what was opened in it is no longer waiting."""
    for positions in waiting.values():
        while positions and positions[-1] >= opened:
            positions.pop()
