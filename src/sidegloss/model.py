"""The nouns. Every stage takes and returns these; none of them does any work.

    Manuscript -> Article ─┐
    Record ----> Source ───┴─> Site -> views (views.py) -> Output

All are frozen and hold only hashable values, so equality means "nothing a reader can see has
changed". The memos and the warm-equals-clean test rest on that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

# ---------------------------------------------------------------- places and messages


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where in the author's own file: lines and columns count characters from 1.

    Line 0 means the file as a whole. The end is exclusive; an end of 0 means one character.
    """

    path: str
    line: int = 0
    column: int = 1
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to tell the author. *code* names the rule that ought to hold."""

    code: str
    severity: Severity
    message: str
    at: Location
    hint: str = ""


class SiteError(Exception):
    """A refusal to go on: the site cannot be read at all, and the author can mend it."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics


# ---------------------------------------------------------------- what an author writes


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a YAML mapping, as written: where it stands and what it holds.

    *value* is text, a tuple of values (a list) or a tuple of Fields (a mapping).
    """

    name: str
    at: Location
    value: Value


@dataclass(frozen=True, slots=True)
class Value:
    """Text, items or fields (only one of the three is set), and where they begin."""

    at: Location
    text: str | None = None
    items: tuple[Value, ...] | None = None
    fields: tuple[Field, ...] | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of an article, checked. Empty text means: not given."""

    title: str = ""
    date: str = ""
    updated: str = ""
    author: str = ""
    summary: str = ""
    language: str = ""
    source: str = ""
    source_at: Location | None = None
    draft: bool = False
    slug: str = ""
    aliases: tuple[str, ...] = ()
    claim_aliases: tuple[tuple[str, str], ...] = ()
    retired: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    series: str = ""
    image: str = ""
    image_at: Location | None = None
    order: int | None = None
    corrections: tuple[tuple[str, str], ...] = ()
    """(date, text), oldest first."""
    margin: bool | None = None
    """None: decided by how densely the claims stand."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A Markdown file as read: its front matter understood, its text not.

    *path* is relative to the site's folder (``content/weir.md``); *name* to the content folder
    (``weir.md``). *text* begins at line *first_line* of the file.
    """

    path: str
    name: str
    front: FrontMatter
    text: str
    first_line: int = 1
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A file of sources as read: nothing understood yet. *form* is yaml, json or bib."""

    path: str
    text: str
    form: str


@dataclass(frozen=True, slots=True)
class Settings:
    """``[tool.sidegloss]`` of the site's pyproject.toml, checked."""

    title: str = "Untitled"
    url: str = ""
    description: str = ""
    author: str = ""
    language: str = "en"
    nav: tuple[str, ...] = ()
    """Names of articles, relative to the content folder."""
    content: str = "content"
    templates: str = "templates"
    output: str = "output"
    rules: tuple[tuple[str, Severity | None], ...] = ()
    """(code, severity); None switches a rule off."""
    words: tuple[tuple[str, str], ...] = ()
    """(language.dotted.key, text): what stands in for the shipped tables."""
    path: str = "pyproject.toml"
    nav_at: tuple[Location, ...] = ()


# ---------------------------------------------------------------- citations


class Stance(StrEnum):
    SUPPORTS = "supports"
    DISPUTES = "disputes"
    CONTEXT = "context"


class Kind(StrEnum):
    """How a claim shows, by product.md's order: the first that applies wins."""

    DISPUTED = "disputed"
    UNSOURCED = "unsourced"
    SOURCED = "sourced"
    CONTEXT = "context"


MANNERS = (
    "cites",
    "via",
    "quotes",
    "paraphrases",
    "summarises",
    "translates",
    "republishes",
    "analyses",
    "reports",
)
"""How one source uses the next. ``via`` says that the manner was not told."""


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a trail: a source, where in it, and how the one before came by it.

    *manner* is empty on the first step. *is_own* is False where the step was taken from a
    source's ``rests-on`` and not from the citation.
    """

    key: str
    locator: str = ""
    manner: str = ""
    is_own: bool = True
    at: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Citation:
    """A use of a source in a note. *steps* holds at least one step."""

    steps: tuple[Step, ...]
    stance: Stance = Stance.SUPPORTS
    signal: str = ""
    """The signal word as written, empty where there was none."""
    quotation: str = ""
    """The source's own words, as plain text; empty where none stand before the citation."""
    at: Location | None = field(default=None, compare=False)


# ---------------------------------------------------------------- an article, understood alone


@dataclass(frozen=True, slots=True)
class LinkSlot:
    """The address of a link to another file of the site, to be filled by `pages`.

    *target* is the path as written, without its fragment; empty for a link into this article.
    """

    target: str
    fragment: str
    at: Location


@dataclass(frozen=True, slots=True)
class ImageSlot:
    """A whole ``<img>`` whose file stands in the site: `pages` adds its address and its size."""

    target: str
    alt: str
    title: str
    at: Location


@dataclass(frozen=True, slots=True)
class CitationSlot:
    """Where a bracket of citations stands in a note: indexes into `Note.citations`.

    *is_attribution* marks the ``— [@key]`` that closes a block quotation, *is_alone* a bracket
    that is the whole of its paragraph (there is no sentence for it to stand in).
    """

    citations: tuple[int, ...]
    is_attribution: bool = False
    is_alone: bool = False


Piece = str | LinkSlot | ImageSlot | CitationSlot
"""A stretch of HTML, or a slot that needs another file to be filled."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a claim. *number* counts from 1 in the order of first reference."""

    label: str
    """As first written; ids and addresses use *address*."""
    address: str
    number: int
    kind: Kind
    verdict: str
    """A key of the verdicts' table (``disputed``, ``missing-context``), or empty."""
    body: tuple[Piece, ...]
    citations: tuple[Citation, ...]
    references: tuple[str, ...]
    """Ids of the markers that lead here, those in the text before those in other notes."""
    is_point: bool
    """True where no passage of the text bears this note (nothing but ``text[^a]``)."""
    at: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """A passage with an id and at least one note, in the order of the text."""

    labels: tuple[str, ...]
    """Addresses of the passage's notes."""
    ids: tuple[str, ...]
    """One a note: its address, with ``~2``, ``~3`` on a further passage of the same note."""
    text: str
    """The passage as plain text, blanks folded."""
    kind: Kind
    is_block: bool
    at: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class Mention:
    """A bracket that looks like a citation and is not read as one: it stays text.

    *lead* are the words before the key, where they are no signal; empty in running text.
    """

    key: str
    lead: str
    is_in_note: bool
    at: Location = field(compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text. *level* counts from 2: the page's title is the only one on level 1."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A manuscript understood alone: it depends on no other file."""

    path: str
    name: str
    front: FrontMatter
    title: str
    """The front matter's, else the first heading's, else the file's name."""
    language: str
    body: tuple[Piece, ...]
    lede: str
    """The first paragraph as plain text, for descriptions."""
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    """Every id of the page that a link may lead to."""
    claims: tuple[Claim, ...]
    notes: tuple[Note, ...]
    """In the order of their numbers."""
    mentions: tuple[Mention, ...]
    words: int
    """Words of running text, notes apart."""
    diagnostics: tuple[Diagnostic, ...] = ()


# ---------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class Name:
    """A person (*family*, *given*) or a body (*literal*), as CSL has it."""

    family: str = ""
    given: str = ""
    literal: str = ""
    particle: str = ""
    suffix: str = ""


class End(StrEnum):
    """Where a trail ends. Only FIRST_HAND is an origin."""

    FIRST_HAND = "first-hand"
    UNKNOWN = "unknown"
    NOT_ASKED = "not-asked"
    UNDETERMINED = "undetermined"
    """The record names several ways on, and the note does not say which this claim took."""
    CIRCULAR = "circular"


@dataclass(frozen=True, slots=True)
class Ground:
    """One entry of ``rests-on``: what a source rests on, where in it, and how."""

    key: str
    locator: str = ""
    manner: str = "via"
    note: str = ""
    at: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Retraction:
    date: str = ""
    reason: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A record of something citable. Fields bear CSL's names, ``-`` written ``_``.

    Dates are texts in the forms that product.md allows (``2026-03-09``, ``2026-03``, ``2026``,
    ``c. 1840``, ``1939/1945``); `words.date` shows them.
    """

    key: str
    type: str = ""
    title: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    other_names: tuple[tuple[str, tuple[Name, ...]], ...] = ()
    """(role, names): compiler, translator, interviewer …"""
    container_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    volume: str = ""
    issue: str = ""
    number: str = ""
    page: str = ""
    edition: str = ""
    genre: str = ""
    medium: str = ""
    language: str = ""
    issued: str = ""
    accessed: str = ""
    original_date: str = ""
    url: str = ""
    doi: str = ""
    isbn: str = ""
    archive: str = ""
    archive_location: str = ""
    other: tuple[tuple[str, str], ...] = ()
    """Further CSL fields, as written; nothing of them is shown."""
    archive_url: str = ""
    archived: str = ""
    access: str = ""
    snapshot: str = ""
    text: str = ""
    publish_snapshot: bool = False
    retracted: Retraction | None = None
    grounds: tuple[Ground, ...] = ()
    """What it rests on; empty where *end* says why there is nothing."""
    end: End | None = None
    """FIRST_HAND, UNKNOWN or NOT_ASKED; None where there are grounds."""
    at: Location = field(default=Location(""), compare=False)
    places: tuple[tuple[str, Location], ...] = field(default=(), compare=False)
    """(field as written, where its value stands)."""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """All sources of a site, by key in order, and what is wrong with them."""

    sources: tuple[Source, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


# ---------------------------------------------------------------- across files


@dataclass(frozen=True, slots=True)
class Trail:
    """A citation followed to its end: own steps first, then those of the records.

    *ways* holds the possible next steps where *end* is UNDETERMINED. Where *end* is CIRCULAR the
    last step names a source that stood before (or the article's own).
    """

    citation: Citation
    steps: tuple[Step, ...]
    end: End
    ways: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What a claim's supporting trails amount to. Each is a tuple of source keys, sorted.

    *undetermined* are the sources at which ways branch; *unknown*, *not_asked* and *circular*
    are the sources where trails end without an origin.
    """

    outlets: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    circular: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sourced:
    """A note with its citations followed: one trail a citation, in order."""

    note: Note
    trails: tuple[Trail, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Placed:
    """An article with its address (``weir/``, empty for the front page) and its notes followed."""

    article: Article
    address: str
    notes: tuple[Sourced, ...]


@dataclass(frozen=True, slots=True)
class Media:
    """A file that an article refers to. *name* is relative to the content folder.

    *width* and *height* are pixels, 0 where the file has none.
    """

    name: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Site:
    """Everything, with every citation followed or reported."""

    settings: Settings
    articles: tuple[Placed, ...]
    """In the order of their paths; drafts only where they were asked for."""
    sources: tuple[Source, ...]
    cited: frozenset[str]
    """Keys that an article cites or reaches by a trail: these and no others are published."""
    media: tuple[str, ...]
    """Names of the files that articles refer to, sorted."""
    diagnostics: tuple[Diagnostic, ...] = ()


# ---------------------------------------------------------------- what is written


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes, and where under output/ they belong (a relative path with ``/``)."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file to be copied as it is: *origin* is its path on this machine."""

    path: str
    origin: str
