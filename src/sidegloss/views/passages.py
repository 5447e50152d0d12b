"""What the page of one passage may say."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.model import Kind
from sidegloss.views.articles import NoteView
from sidegloss.views.frames import Frame, Link


@dataclass(frozen=True, slots=True)
class PassageView:
    """``passage.html``: one claim in its block, with its note.

    The links of *html* and *note* set out from the article; ``deeper`` leads them on from here.
    """

    frame: Frame
    label: str
    text: str
    """The passage, as plain text."""
    kind: Kind
    """That of its note."""
    html: str
    """The block that the passage stands in, the passage alone lit."""
    note: NoteView
    number: int
    """Which of the article's passages it is, from 1; *total* is how many there are."""
    total: int
    article_title: str
    article_href: str
    author: str
    publication: str
    issued: str
    annotator: str
    """As those of `ArticleView`."""
    date: str
    here: str
    """The passage in the article."""
    further: tuple[Link, ...]
    """Further passages of the note, in the article."""
    others: tuple[Link, ...]
    """The pages of the passage's other notes, by their kinds or verdicts."""
    previous: str
    next: str
    oembed: str
    """The absolute address of the page's oEmbed; empty where the site has no ``url``."""
