"""A site across its files, and what is written of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sidegloss.model.articles import Article, Citation, Note, Step
from sidegloss.model.ledgers import Departed
from sidegloss.model.messages import Diagnostic
from sidegloss.model.sources import End, Source
from sidegloss.model.written import FrontMatter, Settings


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
    retracted: str = ""
    """The first retracted source among *steps*: such a trail reaches no origin. Empty if there is none."""
    perhaps_retracted: tuple[str, ...] = ()
    """Retracted sources that *ways* lead to, at any depth; sorted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a claim's supporting trails amount to. Each is a tuple of source keys, sorted.

    *retracted* are the first retracted sources of trails that pass through one: these trails are counted
    there and nowhere else. *undetermined* are the sources at which ways branch; *unknown*, *not_asked* and
    *circular* are the sources where trails end without an origin. *perhaps_retracted* are the retracted
    sources that undetermined ways lead to; they are not counted.
    """

    outlets: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    retracted: tuple[str, ...] = ()
    undetermined: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    circular: tuple[str, ...] = ()
    perhaps_retracted: tuple[str, ...] = ()


class Proof(StrEnum):
    """Whether the saved copy of a source has the words that are said to be its own."""

    FOUND = "found"
    ALTERED = "altered"
    """The copy lacks the words."""
    NO_COPY = "no-copy"


@dataclass(frozen=True, slots=True)
class Bearer:
    """A source whose words a quotation is said to be, and what its copy says."""

    key: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Proved:
    """What became of a quotation: one result for each of its bearers, the source cited first."""

    quotation: str
    bearers: tuple[Bearer, ...]


@dataclass(frozen=True, slots=True)
class Sourced:
    """A note with its citations followed: one trail a citation, in order."""

    note: Note
    trails: tuple[Trail, ...]
    standing: Standing
    proofs: tuple[Proved, ...] = ()
    """One a citation that quotes, in order."""
    named: tuple[Trail, ...] = ()
    """Of `Note.named`. No count includes them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An article with its address (``weir/``, empty for the front page) and its notes followed."""

    article: Article
    address: str
    notes: tuple[Sourced, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a link or an image of an article leads to.

    *name* is that of the file; empty for the site's root. *address* is that of the article which the
    file holds, None if it holds none. *width* and *height* are in pixels, 0 where they are not known.
    """

    name: str
    address: str | None = None
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """What the list of outputs needs of an article: names, and what it leads to. No text."""

    path: str
    name: str
    address: str
    title: str
    language: str
    front: FrontMatter
    labels: tuple[str, ...] = ()
    """Of the notes that have a passage, in the order of their numbers."""
    sourcing: str = ""
    """The address of the page that draws its sourcing; empty where there is none."""
    has_claims: bool = False
    makes_claims: bool = False
    """Whether any passage is a claim with an address of its own."""
    is_noted: bool = False
    targets: tuple[str, ...] = ()
    """What its links, its images and its front matter name, each once, as written."""
    keys: tuple[str, ...] = ()
    """Of the sources that it names or that its trails reach."""
    uses: tuple[tuple[str, int], ...] = ()
    """Key of a source -> how many of its notes depend on it."""


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
    departed: tuple[Departed, ...] = ()
    """Addresses that were given up and lead on, or say why."""
    diagnostics: tuple[Diagnostic, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    """(path from the content folder that a link gives, name of the file that it leads to), where they
    differ: an article's address, a name whose letters are composed otherwise. The front page is ""."""


Marks = tuple[tuple[int, str], ...]
"""The assets that a file links to: (offset of the published name in its bytes, name of the asset).

An offset of -1: the file has the name otherwise than it was given."""


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes, and where under output/ they belong (a relative path with ``/``)."""

    path: str
    data: bytes = field(repr=False)
    marks: Marks = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file to be copied as it is: *origin* is its path on this machine."""

    path: str
    origin: str


@dataclass(frozen=True, slots=True)
class Staged:
    """A file to be moved as it is: *origin*, on this machine, was made for nothing else."""

    path: str
    origin: str
    marks: Marks = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands under output/ as it is wanted: an earlier build wrote it.

    *look* is how the file looked when that was seen: see `write.looks`.
    """

    path: str
    look: tuple[int, ...] = field(default=(), compare=False)
    marks: Marks = field(default=(), repr=False)
