"""Tokens of an article -> the same with edges around the block that each claim stands in.

What a claim's own page shows of the article is a stretch of its html: the paragraph, the row of a
table below its head, or the annotated block. Edges mark where such a stretch begins and ends; they
become no html, and rendering counts its pieces between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from sidegloss.model import Excerpt

_PREFIX = "claim-"


@dataclass(frozen=True, slots=True)
class Edge:
    """A slot that stays empty: here the stretch called *name* begins, or ends."""

    name: int


@dataclass(slots=True)
class _Stretch:
    """Tokens *first* to *last* of an article hold the passages of *labels*."""

    first: int
    last: int
    labels: list[str]
    form: str
    is_quoted: bool
    head: int = -1
    """The stretch that is the head of its table."""


def edged(tokens: Sequence[Token]) -> tuple[list[Token], list[_Stretch]]:
    """The tokens with edges among them, and what they are the edges of."""
    stretches = _stretches(tokens)
    if not stretches:
        return list(tokens), []
    before: dict[int, list[int]] = defaultdict(list)
    after: dict[int, list[int]] = defaultdict(list)
    for name, stretch in enumerate(stretches):
        before[stretch.first].append(name)
        after[stretch.last].append(name)
    out: list[Token] = []
    for index, token in enumerate(tokens):
        out.extend(_edge(name, is_inline=token.type == "inline") for name in before.get(index, ()))
        out.append(token)
        out.extend(_edge(name) for name in after.get(index, ()))
    return out, stretches


def excerpts(
    stretches: Sequence[_Stretch], counted: Sequence[tuple[int, int]]
) -> tuple[Excerpt, ...]:
    """The excerpts of an article; *counted* has the pieces before both edges of each stretch."""
    return tuple(
        Excerpt(
            labels=tuple(stretch.labels),
            form=stretch.form,
            is_quoted=stretch.is_quoted,
            pieces=counted[name],
            head=counted[stretch.head] if stretch.head >= 0 else (0, 0),
        )
        for name, stretch in enumerate(stretches)
        if stretch.labels
    )


def _edge(name: int, *, is_inline: bool = False) -> Token:
    token = Token("edge", "", 0)
    token.hidden = is_inline  # else markdown-it ends the line of the tag before it
    token.meta = {"edge": Edge(name)}
    return token


class _Search:
    """One walk through an article's tokens, knowing what it is inside of."""

    def __init__(self) -> None:
        self.found: list[_Stretch] = []
        self.blocks: list[_Stretch] = []
        self.quotes = 0
        self.head_from = -1
        self.head = -1
        """The stretch that is the head of the table, once that is past."""
        self.row = -1
        self.in_row = 0
        """How many stretches there were before the row."""

    def inline(self, index: int, token: Token, before: Token) -> None:
        labels = _labels(token)
        if not labels:
            return
        if self.row >= 0:
            if len(self.found) > self.in_row:
                self.found[-1].labels += labels
            else:
                self._add(self.row, self.row, labels, "row", self.head)
        elif before.type == "paragraph_open" and not before.hidden:
            self._add(index - 1, index + 1, labels, "block")
        else:
            self._add(index, index, labels, "text")

    def tag(self, index: int, token: Token) -> None:
        match token.type:
            case "blockquote_open":
                self.quotes += 1
            case "blockquote_close":
                self.quotes -= 1
            case "thead_open":
                self.head_from, self.head = index, -1
            case "thead_close":
                self.head = len(self.found)
                self._add(self.head_from, index, [], "row")
            case "tr_open":
                self.row, self.in_row = index, len(self.found)
            case "tr_close":
                for stretch in self.found[self.in_row :]:
                    stretch.last = index
                self.row = -1
            case "claim_block_open":
                self._add(index, index, _own(token.meta["ids"]), "block")
                self.blocks.append(self.found[-1])
            case "claim_block_close":
                self.blocks.pop().last = index

    def _add(self, first: int, last: int, labels: list[str], form: str, head: int = -1) -> None:
        self.found.append(_Stretch(first, last, labels, form, self.quotes > 0, head))


def _stretches(tokens: Sequence[Token]) -> list[_Stretch]:
    search = _Search()
    for index, token in enumerate(tokens):
        if token.type == "inline":
            search.inline(index, token, tokens[index - 1])
        elif token.block:
            search.tag(index, token)
    return search.found


def _labels(inline: Token) -> list[str]:
    """The labels whose first passage begins in a paragraph."""
    children = inline.children or ()
    marks = (child for child in children if child.type in ("segment_open", "place"))
    return _own([mark.meta["id"] for mark in marks])


def _own(ids: Sequence[str]) -> list[str]:
    """Of ids of passages, the labels of those that are the first of their notes."""
    return [name.removeprefix(_PREFIX) for name in ids if name and "~" not in name]
