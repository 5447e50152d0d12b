"""What each template may say: one frozen dataclass a page, made by `pages`, shown by `theme`.

This is the theme's contract. A template sees one view as ``page`` and nothing of the model behind
it; equal views render to equal bytes. Every ``href`` is ready to be written as it stands: relative
to the page, ending as the site's addresses end. Texts are plain (the template escapes them) but
for those called *html*.
"""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.views.articles import (
    ArticleView,
    BearerView,
    Contents,
    Correction,
    Key,
    KindShare,
    ListedSource,
    NoteView,
    ProofView,
    Retractions,
    SeriesView,
    Withdrawn,
)
from sidegloss.views.cards import CardView
from sidegloss.views.citations import Bracket, Branch, CitedSource, StepView, TrailView
from sidegloss.views.departed import DepartedView, MovedClaim
from sidegloss.views.feeds import FeedEntry, FeedView
from sidegloss.views.frames import Count, Frame, Link, Pager, SharedPicture
from sidegloss.views.lists import (
    ArticleClaims,
    ArticleUses,
    ClaimEntry,
    ClaimsView,
    Entry,
    FrontView,
    Image,
    NotFoundView,
    SearchView,
    SourceEntry,
    SourcesView,
    SourceView,
    TopicEntry,
    TopicsView,
    TopicView,
    Use,
)
from sidegloss.views.passages import PassageView
from sidegloss.views.sourcing import SourcingRow, SourcingView

__all__ = [
    "TEMPLATES",
    "ArticleClaims",
    "ArticleUses",
    "ArticleView",
    "BearerView",
    "Bracket",
    "Branch",
    "CardView",
    "CitedSource",
    "ClaimEntry",
    "ClaimsView",
    "Contents",
    "Correction",
    "Count",
    "DepartedView",
    "Entry",
    "FeedEntry",
    "FeedView",
    "Frame",
    "FrontView",
    "Image",
    "Key",
    "KindShare",
    "Link",
    "ListedSource",
    "MovedClaim",
    "NotFoundView",
    "NoteView",
    "Page",
    "Pager",
    "PassageView",
    "ProofView",
    "Retractions",
    "SearchView",
    "SeriesView",
    "SharedPicture",
    "SourceEntry",
    "SourceView",
    "SourcesView",
    "SourcingRow",
    "SourcingView",
    "StepView",
    "TopicEntry",
    "TopicView",
    "TopicsView",
    "TrailView",
    "Use",
    "View",
    "Withdrawn",
]

View = (
    ArticleView
    | PassageView
    | SourcingView
    | FrontView
    | SourceView
    | SourcesView
    | ClaimsView
    | TopicView
    | TopicsView
    | FeedView
    | FeedEntry
    | SearchView
    | DepartedView
    | NotFoundView
)

TEMPLATES: dict[type[View], str] = {
    ArticleView: "article.html",
    PassageView: "passage.html",
    SourcingView: "sourcing.html",
    FrontView: "index.html",
    SourceView: "source.html",
    SourcesView: "sources.html",
    ClaimsView: "claims.html",
    TopicView: "topic.html",
    TopicsView: "topics.html",
    FeedView: "feed.xml",
    FeedEntry: "feed-entry.html",
    SearchView: "search.html",
    DepartedView: "departed.html",
    NotFoundView: "404.html",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A view, and the file under output/ that it becomes."""

    path: str
    view: View
