"""What a feed may say."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.views.articles import Correction, ListedSource, NoteView
from sidegloss.views.citations import CitedSource
from sidegloss.views.frames import Frame


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """``feed-entry.html``: an article as it is read elsewhere. Its links set out from its own page."""

    frame: Frame
    """That of the article's page: its title, its description, its address as ``canonical``."""
    authors: tuple[str, ...]
    """Who signs the text; of a reprint the authors of its source, else its publication. Never empty."""
    annotators: tuple[str, ...]
    """Who signs the notes of a reprint; empty for other articles."""
    author: str
    publication: str
    annotator: str
    """As those of `ArticleView`."""
    date: str
    updated: str
    """The last day on which the article changed, as it says itself."""
    corrections: tuple[Correction, ...]
    reprints: CitedSource | None
    tags: tuple[str, ...]
    html: str
    notes: tuple[NoteView, ...]
    sources: tuple[ListedSource, ...]
    behind: tuple[CitedSource, ...]
    """As those of `ArticleView`."""
    retracted: tuple[CitedSource, ...]
    perhaps_retracted: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True)
class FeedView:
    """``feed.xml``: the newest articles of the site, or of a topic, in Atom."""

    frame: Frame
    """That of the page that the feed goes with."""
    here: str
    """The feed's own address."""
    authors: tuple[str, ...]
    """Of the site, else its title."""
    updated: str
    entries: tuple[FeedEntry, ...]
