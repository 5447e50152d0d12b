"""What the rules of one document have found so far, until `collect` puts it in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token


@dataclass(slots=True)
class Found:
    """Something in an inline token that is to be told to the author or to another file."""

    what: str
    token: Token
    start: int
    end: int
    detail: Any = None


@dataclass(slots=True)
class Scratch:
    """What one document's rules have found so far; made anew for every document."""

    labels: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    """Folded label -> (label as first written, line, column), both from 0."""
    again: list[tuple[str, int, int]] = field(default_factory=list)
    """Further definitions of a label: (label, line, column)."""
    underindented: list[tuple[str, int, int]] = field(default_factory=list)
    """Lines that look like the continuation of a note: (its label, line, column)."""
    found: list[Found] = field(default_factory=list)
    token: Token | None = None
    """The inline token being read."""
    in_note: bool = False
    has_marks: bool = False
    """Whether the inline token may hold a reference or a citation at all."""
    has_tag: bool = False
    is_plain: bool = False
    """Whether brackets are read as text, with no marks in them."""
    read_to: int = 0
    """The offset in the inline token up to which keys have been found already."""

    def once(self) -> Iterable[Found]:
        """What was found, each find once: markdown-it reads some texts twice."""
        return {(each.what, id(each.token), each.start): each for each in self.found}.values()


def find(state: StateInline, what: str, start: int, end: int, detail: Any) -> None:
    """Remember a find; offsets of a nested text (an image's) would be of another string."""
    scratch: Scratch = state.env["sidegloss"]
    if scratch.token is not None and state.src == scratch.token.content:
        scratch.found.append(Found(what, scratch.token, start, end, detail))
