"""What an author writes, as read: manuscripts, records of sources, settings."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sidegloss.model.messages import Diagnostic, Location, Severity
from sidegloss.model.sources import Name

RENAMED = 100
"""Times that a claim's label may be changed: what ``claim-aliases`` lead on to after that is not followed."""


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
    author: tuple[Name, ...] = ()
    author_at: Location | None = None
    summary: str = ""
    language: str = ""
    source: str = ""
    source_at: Location | None = None
    draft: bool = False
    slug: str = ""
    aliases: tuple[str, ...] = ()
    """Old addresses of the article (``old/weir/``, ``2019/weir.html``)."""
    claim_aliases: tuple[tuple[str, str], ...] = ()
    """(old label, new label); the old one may stand behind an old address: ``old/weir/gates``."""
    retired: tuple[tuple[str, str], ...] = ()
    """(label that was given up, why); as above."""
    tags: tuple[str, ...] = ()
    series: str = ""
    image: str = ""
    image_at: Location | None = None
    order: int | None = None
    corrections: tuple[tuple[str, str], ...] = ()
    """(date, text), oldest first."""
    places: tuple[tuple[str, Location], ...] = ()
    """(field, where its value stands) of those that give up addresses: aliases and the like."""
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
class PageSettings:
    """What pages and exports may use of the settings, so what their keys hold of them."""

    title: str = "Untitled"
    url: str = ""
    description: str = ""
    author: tuple[Name, ...] = ()
    language: str = "en"
    nav: tuple[str, ...] = ()
    """Names of articles, relative to the content folder."""
    words: tuple[tuple[str, str], ...] = ()
    """(language.dotted.key, text): replacements for the shipped words."""
    passage_pages: bool = True
    """Whether each claim has a page of its own."""
    search: str = "own"
    """``own``: a page that searches indexes of the site; ``none``: no such page."""

    @classmethod
    def of(cls, settings: PageSettings) -> PageSettings:
        """Copy the fields that pages may use, and no others."""
        return cls(**{field.name: getattr(settings, field.name) for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Settings(PageSettings):
    """``[tool.sidegloss]`` of the site's pyproject.toml, checked."""

    cards: str = ""
    """For what pictures are made to be shared: none, articles, claims; empty: by the site's size."""
    content: str = "content"
    templates: str = "templates"
    output: str = "output"
    rules: tuple[tuple[str, Severity | None], ...] = ()
    """(code, severity); None switches a rule off."""
    root_files: tuple[str, ...] = ()
    """Files of the content folder that are published though a host acts on them, or nothing refers to them."""
    domain: str = ""
    """The host name that ``CNAME`` is to hold; empty: none is written."""
    path: str = "pyproject.toml"
    nav_at: tuple[Location, ...] = ()
    root_files_at: tuple[Location, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """Warnings about the settings themselves."""
