"""What the page of an article may say."""

from __future__ import annotations

from dataclasses import dataclass

from sidegloss.model import Kind, Proof
from sidegloss.views.citations import Bracket, Branch, CitedSource, TrailView
from sidegloss.views.frames import Count, Frame, Link


@dataclass(frozen=True, slots=True)
class BearerView:
    """A source whose words a quotation is said to be: *proof* is what its saved copy says.

    *date* is that of the copy; empty where it is not known or there is none.
    """

    source: CitedSource
    proof: Proof
    date: str


@dataclass(frozen=True, slots=True)
class ProofView:
    """What became of a quotation."""

    proof: Proof
    """FOUND if no copy lacks the words and at least one has them; ALTERED if any lacks them."""
    words: str
    """How the quotation begins, where the note has others with another result; else empty."""
    bearers: tuple[BearerView, ...]
    """The source cited, then the further ones along the trail."""


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
    """outlets, origins, retracted sources, undetermined and unknown ends; empty where nothing supports."""
    proofs: tuple[ProofView, ...]
    """What became of its quotations; once if the answer is the same for all."""
    named: tuple[TrailView, ...]
    """Sources that its own sentences name (``@key says``), each different one once."""
    is_one_origin: bool
    """Several outlets that all lead to one origin: it looks corroborated and is not."""
    retracted: tuple[CitedSource, ...]
    """Retracted sources that its supporting trails pass through."""
    perhaps_retracted: tuple[CitedSource, ...]
    """Retracted sources that these may pass through, where ways branch."""
    backs: tuple[str, ...]
    """Ids of the markers that lead here, to link back to."""
    is_point: bool
    former: tuple[str, ...]
    """Labels that it had before: links by them still lead here."""
    here: str
    """The page of its first passage; empty where it has none."""

    def __hash__(self) -> int:
        """By label and text: what it cites there is most of what it holds."""
        return hash((self.label, self.body))


@dataclass(frozen=True, slots=True)
class KindShare:
    """The claims of one kind in an article, and their part of the bar that shows all kinds."""

    kind: Kind
    number: int
    start: str
    """Where the part begins, in percent of the bar: ``12.5``."""
    width: str
    """In percent, at least 1; the widths of all parts are 100 together."""
    href: str = ""
    """Of the first claim of the kind, on the article's own page; empty in lists."""


@dataclass(frozen=True, slots=True)
class Retractions:
    """Notes that rest, or may rest, on a retracted source."""

    number: int
    href: str
    """Of the first of them."""


@dataclass(frozen=True, slots=True)
class Key:
    """The key to the marks of an article: what its claims amount to."""

    claims: int
    supported: int
    """Claims that a source supports; *origins* are those that these rest on."""
    origins: int
    shares: tuple[KindShare, ...]
    retracted: Retractions | None
    perhaps_retracted: Retractions | None


@dataclass(frozen=True, slots=True)
class ListedSource:
    """An entry of an article's list of sources. Its id in the page is ``source-`` and the source's key."""

    source: CitedSource
    backs: tuple[Link, ...]
    """The places that cite it: the number of each note, and its marker."""


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
class Withdrawn:
    """A claim that the article made once. Its id in the page is ``claim-`` and *label*."""

    label: str
    words: str
    """As published; empty where they are not known."""
    reason: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """The series that an article belongs to, and its place there."""

    link: Link
    """Its name and its page; without an address on an article that stands in no list."""
    number: int
    total: int
    """0, as *number*, on an article that stands in no list."""
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """``article.html``."""

    frame: Frame
    title: str
    title_id: str
    """The id of the page's ``h1``, where a heading of the text gave the title; else empty."""
    author: str
    """Who signs the text, as one text; of a reprint the authors of its source, else its publication."""
    publication: str
    """Where a reprint appeared first; empty for other articles, and where *author* says it."""
    issued: str
    """When a reprint appeared first; empty for other articles, and where that is *date*."""
    annotator: str
    """Who signs the notes of a reprint; empty for other articles."""
    date: str
    updated: str
    summary: str
    corrections: tuple[Correction, ...]
    reprints: CitedSource | None
    """The source that this article reprints (front matter ``source``)."""
    series: SeriesView | None
    tags: tuple[Link, ...]
    """Without an address on an article that stands in no list."""
    html: str
    """The text, with its claims and markers; without the title."""
    contents: tuple[Contents, ...]
    """Empty below four headings."""
    notes: tuple[NoteView, ...]
    withdrawn: tuple[Withdrawn, ...]
    """Claims that were given up, with the reason."""
    sources: tuple[ListedSource, ...]
    """Sources that notes cite, and the one that the article reprints, in alphabetical order."""
    behind: tuple[CitedSource, ...]
    """Sources that only trails reach, in alphabetical order."""
    has_margin: bool
    """Whether the notes stand in the margin of wide screens."""
    key: Key | None
    """None for an article with fewer than three claims."""
    sourcing: str
    """The page that draws where its claims come from; empty where there is none."""
    retracted: tuple[CitedSource, ...]
    """Retracted sources that any of its notes rests on."""
    perhaps_retracted: tuple[CitedSource, ...]
    """Retracted sources that any of its notes may rest on."""
