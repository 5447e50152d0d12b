"""What the front page and the lists may say."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.model import End, Kind, Stance
from sidegloss.views.articles import ArticleView, KindShare
from sidegloss.views.citations import CitedSource, StepView
from sidegloss.views.frames import Count, Frame, Link, Pager


@dataclass(frozen=True, slots=True)
class Image:
    """An image beside an entry, which says nothing that the entry does not."""

    href: str
    width: int
    """In pixels, as *height*; 0 where they are not known."""
    height: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a list."""

    title: str
    href: str
    date: str
    author: str
    publication: str
    annotator: str
    """As those of `ArticleView`; without the site's author, except as the annotator of a reprint."""
    summary: str
    claims: int
    shares: tuple[KindShare, ...]
    """Its claims by kind; empty where it has none."""
    is_draft: bool
    is_lead: bool = False
    """True for the first entry of the front page, which is larger than the others."""
    image: Image | None = None
    """The front matter's; of the lead only."""


@dataclass(frozen=True, slots=True)
class FrontView:
    """``index.html``: the text of content/index.md, where there is one, and the articles."""

    frame: Frame
    article: ArticleView | None
    entries: tuple[Entry, ...]
    """Newest first."""
    pager: Pager


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A claim in a list of claims."""

    text: str
    href: str
    kind: Kind
    """That of its own note, as all that follows; its passage may bear other notes."""
    finding: str
    """A key for ``t("finding." …)``: ``retracted``, ``perhaps-retracted``; empty for none. It comes first."""
    judgement: str
    """The verdict in words, else the kind."""
    standing: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A claim that depends on a source. *stance* is that of the citation.

    *is_direct* is False where the source is reached by a trail only.
    """

    claim: ClaimEntry
    stance: Stance
    is_direct: bool


@dataclass(frozen=True, slots=True)
class ArticleUses:
    title: str
    href: str
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """``source.html``."""

    frame: Frame
    source: CitedSource
    rests_on: tuple[StepView, ...]
    """What its record says it rests on, in the order written."""
    end: End | None
    """Where its trail ends: FIRST_HAND, UNKNOWN or NOT_ASKED where *rests_on* is empty, CIRCULAR where it
    rests on itself through others; else None."""
    rested_on_by: tuple[StepView, ...]
    """The sources whose records rest on it; the manner is how they do."""
    rested_further: tuple[CitedSource, ...]
    """Sources that rest on those, at any depth: the hundred nearest."""
    uses: tuple[ArticleUses, ...]
    total: int
    """How many claims depend on it, in all articles; 0 on the further pages of a long list."""
    pager: Pager


@dataclass(frozen=True, slots=True)
class SourceEntry:
    source: CitedSource
    claims: int
    """How many claims it stands behind, directly or through a trail."""


@dataclass(frozen=True, slots=True)
class SourcesView:
    """``sources.html``."""

    frame: Frame
    entries: tuple[SourceEntry, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class ArticleClaims:
    title: str
    href: str
    claims: tuple[ClaimEntry, ...]


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """``claims.html``: some of the site's articles with all their claims, newest first.

    Pages are counted from the oldest articles, so that a new one changes the newest page only;
    that page stands at ``claims/``.
    """

    frame: Frame
    articles: tuple[ArticleClaims, ...]
    total: int
    """Claims on all pages; 0 on all but the newest, so that an edit changes few of them."""
    pager: Pager
    index: str
    """The address below which the JSON indexes are, one a page: ``1.json`` and so on. Empty with
    ``--for-disk``: no script may read an index from a disk, so the page has no form."""


@dataclass(frozen=True, slots=True)
class TopicView:
    """``topic.html``: the articles of a tag or of a series."""

    frame: Frame
    sort: str
    """``tags`` or ``series``."""
    name: str
    above: str
    """The page that lists them all."""
    total: int
    """Articles on all of its pages."""
    entries: tuple[Entry, ...]
    """Those of a tag newest first, those of a series as they are to be read."""
    pager: Pager


@dataclass(frozen=True, slots=True)
class TopicEntry:
    name: str
    href: str
    articles: int


@dataclass(frozen=True, slots=True)
class TopicsView:
    """``topics.html``: all tags, or all series."""

    frame: Frame
    sort: str
    entries: tuple[TopicEntry, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """``search.html``: a form; a script fills in what it finds."""

    frame: Frame
    engine: str
    """What finds: ``own`` or ``pagefind``; the script ``search-….js`` of that name asks it."""
    parts: int
    """How many indexes of claims there are: ``index/1.json`` and so on, the newest last. Pagefind has none."""
    claims: str
    """Where all claims are listed; empty where there are none."""
    sources: str
    """Where all sources are listed; empty where there are none."""
    newest: tuple[ArticleClaims, ...]
    """Some claims of the newest articles, shown before there are words."""
    examples: tuple[Link, ...]
    """Searches that find something: each leads to this page with a query."""


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """``404.html``: its links begin at the site's root, since its own address may be anything."""

    frame: Frame
    entries: tuple[Entry, ...]
    """A few of the newest articles."""


# ---------------------------------------------------------------- a picture of an article's sourcing
