"""An article understood alone: its citations, claims, notes, and slots for what others know."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sidegloss.model.messages import Diagnostic, Location
from sidegloss.model.written import FrontMatter


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


class Form(StrEnum):
    """How a citation is shown in its sentence."""

    FULL = "full"
    """``[@key]``: (Rekdal 2014)."""
    AUTHORLESS = "authorless"
    """``[-@key]``: (2014)."""
    IN_TEXT = "in-text"
    """``@key``: Rekdal (2014)."""


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
    shown: str = ""
    """The locator as html, where readers see more than its text: emphasis, or a suffix."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A use of a source in a note. *steps* holds at least one step."""

    steps: tuple[Step, ...]
    stance: Stance = Stance.SUPPORTS
    signal: str = ""
    """The words before the key as written: a signal or other words; empty if there are none."""
    quotation: str = ""
    """The source's own words, as plain text; empty where none stand before the citation."""
    at: Location | None = field(default=None, compare=False)
    form: Form = Form.FULL
    signal_html: str = ""
    """*signal* as html, where it holds emphasis."""


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
    """The place of a bracket of citations in a note: indexes into `Note.citations`.

    *is_attribution* marks the ``— [@key]`` that closes a block quotation, *is_alone* a bracket
    that is the whole of its paragraph (there is no sentence for it to stand in).
    """

    citations: tuple[int, ...]
    is_attribution: bool = False
    is_alone: bool = False
    is_possible: bool = False
    """The indexes are into `Note.possible`. The text as written follows, up to a `CitationEnd`."""
    is_named: bool = False
    """The indexes are into `Note.named`."""


@dataclass(frozen=True, slots=True)
class CitationEnd:
    """The end of the text that stays if a possible citation is none."""


Piece = str | LinkSlot | ImageSlot | CitationSlot | CitationEnd
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
    possible: tuple[Citation, ...] = ()
    """Citations only if a key of theirs is a known source: ``@key``, ``[as counted by @key]``."""
    named: tuple[Citation, ...] = ()
    """Sources named in the note's own sentences (``@key says``), once the sources are known."""


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
class Excerpt:
    """The block that claims stand in, as a stretch of `Article.body`: what their own pages show.

    *pieces* and *head* are (first, end) indexes into the body; *head* is that of a table, (0, 0)
    where there is none.
    """

    labels: tuple[str, ...]
    """Of the notes whose first passage begins here."""
    form: str
    """``block`` (html of its own), ``text`` (a line without its element) or ``row`` of a table."""
    is_quoted: bool
    """Whether it stands in a block quotation."""
    pieces: tuple[int, int]
    head: tuple[int, int] = (0, 0)


class MentionForm(StrEnum):
    """Where keys are written that are no citation of a note, or may be none."""

    BRACKET = "bracket"
    """``[@key]``, ``[see @key]`` in running text."""
    BARE = "bare"
    """``@key`` in running text."""
    PREFIXED = "prefixed"
    """``[as counted by @key]`` in a note: a citation if a key is known."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Keys outside citations. What is reported depends on whether a key is a known source."""

    keys: tuple[str, ...]
    form: MentionForm
    at: Location = field(compare=False)
    if_known: tuple[Diagnostic, ...] = ()
    """What is wrong in it if it is a citation."""


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
    title_id: str
    """The id of the heading that gave the title and left the text for it; else empty."""
    language: str
    body: tuple[Piece, ...]
    lede: str
    """The first paragraph as plain text, for descriptions."""
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    """Every id of the page that a link may lead to."""
    claims: tuple[Claim, ...]
    excerpts: tuple[Excerpt, ...]
    former: tuple[tuple[str, str], ...]
    """(label that a note had, its label now), by the front matter's ``claim-aliases``."""
    notes: tuple[Note, ...]
    """In the order of their numbers."""
    mentions: tuple[Mention, ...]
    words: int
    """Words of running text, notes apart."""
    diagnostics: tuple[Diagnostic, ...] = ()
    facts: str = field(default="", compare=False)
    """A digest of what lists may show of it: no html, and nothing of where things are in the file."""
    known: str = field(default="", compare=False)
    """A digest of all that the rest of the site may ask of it: its facts, anchors, links and messages."""
