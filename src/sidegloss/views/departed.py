"""What stands at an address that was given up."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.views.frames import Frame


@dataclass(frozen=True, slots=True)
class MovedClaim:
    """A claim as it was known at an old address: *id* is its fragment there."""

    id: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class DepartedView:
    """``departed.html``: leads on where *href* is given, else says what happened."""

    frame: Frame
    is_article: bool
    href: str
    """Where to go; empty where it was withdrawn and nothing stands for it."""
    target: str
    """What stands there, in a word or a title."""
    is_moved: bool
    words: str
    """The claim's, as published; empty for an article, and where they are not known."""
    reason: str
    article_title: str
    """Of the article that a claim was withdrawn from; empty where that is gone too."""
    article_href: str
    claims: tuple[MovedClaim, ...]
    """Of an article that moved: where each claim went, for links that name one by its fragment."""
