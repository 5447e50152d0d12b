"""What the picture of a shared link may say. It has no template: `cards` draws it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CardView:
    """A passage or an article on a picture for sharing. All texts are plain, in the page's language."""

    text: str
    """The passage; or an article's title."""
    is_quotation: bool
    """Whether *text* is set in the quotation marks *quotes*."""
    quotes: tuple[str, str]
    kind: str
    """``disputed``, ``unsourced``, ``sourced`` or ``context``; empty for an article."""
    finding: str
    """What stands first: "Rests on a retracted source"; may be empty."""
    label: str
    """The verdict, or the kind, in a word; may be empty."""
    standing: str
    """"3 outlets, 1 origin"; may be empty."""
    article_title: str
    """Not shown where it is *text* itself."""
    byline: str
    """Authors, publication, annotators and date; may be empty."""
    site_title: str
    language: str
    direction: str
    """``ltr`` or ``rtl``: a picture of the latter is mirrored."""
