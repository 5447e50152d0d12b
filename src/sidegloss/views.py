"""What each template may say: one frozen dataclass a page, made by `pages`, shown by `theme`.

This is the theme's contract. A template sees one view as ``page`` and nothing of the model behind
it; equal views render to equal bytes. Every ``href`` is ready to be written as it stands: relative
to the page, ending as the site's addresses end. Texts are plain (the template escapes them) but
for those called *html*.
"""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.model import End, Kind, Name, Retraction, Stance
from sidegloss.words import Words


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str
    is_current: bool = False
    """True where it leads to the page that it stands on."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page: head, navigation, foot."""

    site_title: str
    site_description: str
    site_author: str
    title: str
    """The page's own title, as plain text."""
    description: str
    words: Words
    """The page's language, its direction, and every word that readers see."""
    root: str
    """From this page to the site's root: ``""``, ``../``, ``../../`` …; absolute on the 404 page."""
    home: str
    nav: tuple[Link, ...]
    canonical: str
    """The page's absolute address; empty where the site has no ``url``."""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as a citation may show it. Fields bear CSL's names; dates are texts for ``date``."""

    key: str
    href: str
    """Of its own page."""
    type: str
    title: str
    author: tuple[Name, ...]
    editor: tuple[Name, ...]
    container_title: str
    publisher: str
    publisher_place: str
    volume: str
    issue: str
    number: str
    page: str
    edition: str
    genre: str
    medium: str
    language: str
    issued: str
    accessed: str
    original_date: str
    url: str
    doi: str
    isbn: str
    archive: str
    archive_location: str
    archive_url: str
    archived: str
    access: str
    snapshot: str
    """Where its kept copy stands on this site; empty where that is not published."""
    retracted: Retraction | None

    def __hash__(self) -> int:
        """By key and address: a page asks for the citations of the same few again and again."""
        return hash((self.key, self.href))


@dataclass(frozen=True, slots=True)
class StepView:
    """One stop of a trail. *manner* says how the stop before came by it; empty on the first."""

    source: CitedSource
    locator: str
    manner: str
    is_own: bool
    """False where the step comes from the source's record and not from the note."""


@dataclass(frozen=True, slots=True)
class TrailView:
    stance: Stance
    signal: str
    """The author's own signal word ("cf.", "but see"); empty where there is none."""
    steps: tuple[StepView, ...]
    end: End
    ways: tuple[StepView, ...]
    """Where *end* is UNDETERMINED: what the last step may rest on."""
    quotation: str
    """The source's own words; empty where the note gives none."""


@dataclass(frozen=True, slots=True)
class Branch:
    """Trails drawn together: *feeders* lead to the first of *steps*, which go on to an end.

    A trail that meets no other is a branch without feeders whose first step is the outlet.
    """

    stance: Stance
    feeders: tuple[Branch, ...]
    steps: tuple[StepView, ...]
    manner: str
    """How the last step came by what it leads into; empty where the branch leads to an end."""
    locator: str
    """Where in what it leads into."""
    end: End | None
    """None where the branch leads into another."""
    ways: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class Bracket:
    """Citations where they stand in the sentence: to be shown in their short form.

    *is_attribution* closes a block quotation (``— Source, p. 3``). *is_alone* is the whole of its
    paragraph: the trails below the note say it already, so nothing need be shown.
    """

    citations: tuple[TrailView, ...]
    is_attribution: bool
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Count:
    """A number of something, for ``count(what, number)``: ``("outlet", 3)`` reads "3 outlets"."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class NoteView:
    """One item of an article's list of notes. Its id in the page is ``fn-`` and *label*."""

    number: int
    label: str
    kind: Kind
    verdict: str
    """A key for ``t("verdict." …)``; empty where the note gives none."""
    body: tuple[str | Bracket, ...]
    """The note as written: stretches of html, and brackets of citations between them."""
    trails: tuple[TrailView, ...]
    """Each different trail of the note once, in the order of the note."""
    branches: tuple[Branch, ...]
    """The same trails, drawn together where they meet."""
    located: frozenset[tuple[str, str]]
    """(key, locator) of the citations that stand in its sentences: said once, not said again."""
    standing: tuple[Count, ...]
    """outlets, origins, undetermined and unknown ends; empty where nothing supports."""
    is_one_origin: bool
    """Several outlets that all lead to one origin: it looks corroborated and is not."""
    retracted: tuple[CitedSource, ...]
    """Retracted sources that its citations rest on, at any depth."""
    backs: tuple[str, ...]
    """Ids of the markers that lead here, to link back to."""
    is_point: bool


@dataclass(frozen=True, slots=True)
class Contents:
    """An entry of the table of contents, with those below it."""

    text: str
    href: str
    below: tuple[Contents, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a list."""

    title: str
    href: str
    date: str
    author: str
    summary: str
    claims: int
    is_draft: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """``article.html``."""

    frame: Frame
    title: str
    author: str
    date: str
    updated: str
    summary: str
    corrections: tuple[Correction, ...]
    reprints: CitedSource | None
    """The source that this article reprints (front matter ``source``)."""
    series: str
    tags: tuple[str, ...]
    html: str
    """The text, with its claims and markers; without the title."""
    contents: tuple[Contents, ...]
    """Empty below four headings."""
    notes: tuple[NoteView, ...]
    behind: tuple[CitedSource, ...]
    """Sources that trails lead on to and no note cites itself, each once."""
    has_margin: bool
    """Whether the notes stand in the margin of wide screens."""
    sums: tuple[Count, ...]
    """Claims, then those of each kind, then origins; empty where there is no claim."""
    retracted: tuple[CitedSource, ...]
    """Retracted sources that any of its notes rests on."""


@dataclass(frozen=True, slots=True)
class Pager:
    """Where this page stands among the pages of a long list."""

    number: int
    total: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class FrontView:
    """``index.html``: the text of content/index.md, where there is one, and the articles."""

    frame: Frame
    article: ArticleView | None
    entries: tuple[Entry, ...]
    """Newest first."""
    pager: Pager


@dataclass(frozen=True, slots=True)
class Use:
    """A claim that a source stands behind. *stance* is that of the citation.

    *is_direct* is False where the source is reached by a trail only.
    """

    text: str
    href: str
    kind: Kind
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
    """Why *rests_on* is empty: FIRST_HAND, UNKNOWN or NOT_ASKED."""
    rested_on_by: tuple[StepView, ...]
    """The sources whose records rest on it; the manner is how they do."""
    uses: tuple[ArticleUses, ...]


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
class ClaimEntry:
    """A claim in a list of claims."""

    text: str
    href: str
    kind: Kind
    verdict: str
    stances: tuple[Stance, ...]
    sources: tuple[CitedSource, ...]
    """Every source that it rests on, outlets first."""
    standing: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class ArticleClaims:
    title: str
    href: str
    date: str
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
    """Where the JSON indexes stand, one a page: ``1.json`` and so on below it."""


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """``404.html``: its links begin at the site's root, since its own address may be anything."""

    frame: Frame
    entries: tuple[Entry, ...]
    """A few of the newest articles."""


# ---------------------------------------------------------------- a picture of an article's sourcing


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A line of the picture, from one node to another."""

    path: str
    """What ``d`` of a ``<path>`` holds."""
    style: str
    """A stance (from a claim to a source), ``step`` (from source to source) or ``circle``."""
    trails: tuple[int, ...]
    """Numbers of the trails that run along it: what has one in common lights up together."""


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A claim or a source in the picture. All measures are pixels."""

    href: str
    trails: tuple[int, ...]
    """Numbers of the trails that pass through it."""
    number: int
    """The number of a claim's note; 0 for a source."""
    kind: Kind | None
    """A claim's; None for a source."""
    name: tuple[str, ...]
    """What there is room for, in one or two lines: of a claim, or whose a source is."""
    below: str
    """A source's title below its *name*; empty for a claim and where the title is its name."""
    title: str
    """The same in full."""
    mark: str
    """How it is drawn: ``claim``, ``step`` (rests on what follows) or an end (``first-hand`` …)."""
    is_retracted: bool
    x: int
    """Of its mark; that of a claim is its number."""
    y: int
    """Its middle."""
    text_x: int
    left: int
    """Of the area that belongs to it."""
    width: int
    height: int
    leads: tuple[PictureLine, ...]
    """The lines from it; those of a source run on between its two lines of text."""


@dataclass(frozen=True, slots=True)
class PictureColumn:
    """The head of a column: ``claims``, ``outlets``, ``between`` or ``origins``."""

    name: str
    x: int


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A trail of a claim, for the table beside the picture."""

    number: int
    claim: str
    href: str
    kind: Kind
    stance: Stance
    outlet: CitedSource
    last: CitedSource
    """Where the trail ends: the origin, where *end* is FIRST_HAND."""
    end: End
    ways: tuple[CitedSource, ...]
    """Where *end* is UNDETERMINED: what the last may rest on."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """An article's claims and what they rest on, drawn in columns; for ``picture.html``."""

    article_title: str
    href: str
    """Of the page that shows it in full; empty where there is none, or this is it."""
    width: int
    height: int
    columns: tuple[PictureColumn, ...]
    nodes: tuple[PictureNode, ...]
    """Claims by their numbers, then sources in the order in which they are met."""
    styles: tuple[str, ...]
    """Of the lines that there are, in the order of the legend."""
    marks: tuple[str, ...]
    """Of the sources that there are, in the order of the legend."""
    rows: tuple[PictureRow, ...]
    claims: int
    sources: int
    origins: int
    """How many of the sources are origins."""
    ends: tuple[Count, ...]
    """Of the sources at which trails end without an origin."""
    disputed: int
    """How many claims a source disputes."""
    left_out: int
    """How many notes cite nothing and so are not drawn."""


@dataclass(frozen=True, slots=True)
class SourcingView:
    """``sourcing.html``: the picture of an article's sourcing on a page of its own."""

    frame: Frame
    article_title: str
    article_href: str
    picture: PictureView


View = ArticleView | FrontView | SourceView | SourcesView | ClaimsView | NotFoundView

TEMPLATES: dict[type[View], str] = {
    ArticleView: "article.html",
    FrontView: "index.html",
    SourceView: "source.html",
    SourcesView: "sources.html",
    ClaimsView: "claims.html",
    NotFoundView: "404.html",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A view, and the file under output/ that it becomes."""

    path: str
    view: View
