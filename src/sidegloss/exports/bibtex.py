"""Sources -> ``sources.bib``: BibTeX that biblatex reads too, the inverse of `sidegloss.bibtex`.

Names of fields are those that both know (``journal``, ``address``); a date stands twice, in biblatex's
``date`` and in BibTeX's ``year``. ``entrysubtype`` tells CSL's type where that of the entry does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sidegloss.bibtex import TYPES
from sidegloss.dates import understood
from sidegloss.exports.csl_json import shown_names
from sidegloss.exports.noted import Noted
from sidegloss.model import Name, Output, Source

NAME = "sources.bib"

_KINDS = {
    **{name: "article" for name in TYPES.values() if name.startswith("article")},
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "collection": "collection",
    "dataset": "dataset",
    "entry-encyclopedia": "inreference",
    "entry-dictionary": "inreference",
    "graphic": "image",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "motion_picture": "video",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "report": "report",
    "review": "review",
    "software": "software",
    "song": "audio",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "online",
}
"""CSL types -> kinds of entry; any other is ``misc``."""

_PARTS = frozenset(("incollection", "inproceedings", "inreference"))
_HOUSES = {"report": "institution", "thesis": "institution", "online": "organization"}
_ROLES = {"container-author": "bookauthor"}
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "$&#%_"},
    }
)
_JOINED = ("--", "``", "''", "?`", "!`", ",,", "<<", ">>")
"""What TeX joins into one sign, in one encoding of fonts or another: ``?`` and a backtick are ¿."""
_LIGATURE = re.compile(
    "|".join(f"{re.escape(pair[0])}(?={re.escape(pair[1])})" for pair in _JOINED)
)
_ENCLOSED = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_NO_KEY = re.compile(r"[\s{}(),%#~\\\"']")
_DASH = re.compile(r"\s*[-‐‑‒–—]+\s*")
_YEAR = re.compile(r"(?:c\. )?(-?\d{4})")


def sources_bib(noted: Noted) -> Iterator[Output]:
    """The sources that an article's page names, by key; an entry begins at a line with ``@``."""
    if noted.sources:
        text = "\n".join(map(entry, noted.sources))
        yield Output(noted.place.address + NAME, text.encode())


@lru_cache(maxsize=2048)  # a source is cited in many articles
def entry(source: Source) -> str:
    """One source, ending in a line break."""
    kind = _kind(source)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(source, kind) if value)
    return f"@{kind}{{{_NO_KEY.sub('-', source.key)},\n{lines}}}\n"


def _kind(source: Source) -> str:
    return _KINDS.get(source.type, "misc" if source.type or not source.url else "online")


def _read_as(kind: str, source: Source) -> str:
    """The CSL type that an entry without ``entrysubtype`` would get."""
    return "webpage" if kind == "misc" and source.url else TYPES.get(kind, "document")


def _fields(source: Source, kind: str) -> Iterator[tuple[str, str]]:
    """(name, value) in the order in which entries are read; empty ones are to be left out."""
    is_article = kind == "article"
    for role, people in shown_names(source):
        yield _ROLES.get(role, role), " and ".join(_people(people))
    # in braces of its own: styles would put what follows the first word into lower case
    yield "title", f"{{{_escaped(source.title)}}}" if source.title else ""
    if source.type and source.type != _read_as(kind, source):
        short = source.type.removeprefix("article-")
        yield "entrysubtype", short if is_article else source.type
    container = "booktitle" if kind in _PARTS else "journal" if is_article else "titleaddon"
    yield container, _escaped(source.container_title)
    yield "type", _escaped(source.genre)
    yield "edition", _escaped(source.edition)
    yield "volume", _escaped(source.volume)
    yield "number" if kind in {"article", "periodical"} else "issue", _escaped(source.issue)
    yield "eid" if kind in {"article", "periodical"} else "number", _escaped(source.number)
    yield "pages", _DASH.sub("--", _escaped(source.page)) if source.page else ""
    yield _HOUSES.get(kind, "publisher"), _escaped(source.publisher)
    yield "address", _escaped(source.publisher_place)
    yield from _dates(source)
    yield "medium", _escaped(source.medium)
    yield "language", _escaped(source.language)
    yield "archive", _escaped(source.archive)
    yield "archive_location", _escaped(source.archive_location)
    yield "isbn", _escaped(source.isbn)
    yield "doi", _verbatim(source.doi)
    yield "url", _verbatim(source.url)
    yield "urldate", _date(source.accessed)
    yield "archive-url", _verbatim(source.archive_url)
    yield "archived", _date(source.archived)
    yield "access", source.access
    if source.retracted:
        yield "pubstate", "retracted"
        yield "retracted", "true"


def _dates(source: Source) -> Iterator[tuple[str, str]]:
    if understood(source.issued):
        year = _YEAR.search(source.issued)
        yield "date", _date(source.issued)
        yield "year", year[1] if year else ""
    else:
        yield "year", _escaped(source.issued)
    yield "origdate", _date(source.original_date)


def _date(text: str) -> str:
    """In the form of EDTF that biblatex reads: ``1840~`` is about 1840."""
    ends = text.split("/")
    return _escaped_date("/".join(_about(each) for each in ends))


def _about(date: str) -> str:
    return f"{date.removeprefix('c. ')}~" if date.startswith("c. ") else date


def _escaped_date(text: str) -> str:
    return text if understood(text) else _escaped(text)


def _escaped(text: str) -> str:
    """Text for TeX. It stays UTF-8; what would join into another sign is kept apart."""
    escaped = " ".join(text.split()).translate(_ESCAPES)
    return _LIGATURE.sub(_kept_apart, escaped) if any(map(escaped.count, _JOINED)) else escaped


def _kept_apart(found: re.Match[str]) -> str:
    return f"{found[0]}{{}}"


def _verbatim(text: str) -> str:
    """An address, which TeX is to take as it stands: only braces would end it too early."""
    return text.translate(_ENCLOSED)


# ---------------------------------------------------------------- names


def _people(people: tuple[Name, ...]) -> list[str]:
    """Each name; where more are not named, BibTeX has a word for it, which must be the last."""
    if people[-1:] == (Name(literal="others"),):
        return [*map(_name, people[:-1]), "others"]
    return [*map(_name, people)]


def _name(person: Name) -> str:
    """``van der Berg, Jr., Ada``; an organisation, or a name of one part, in braces."""
    if person.literal or not (person.family and person.given):
        whole = person.literal or " ".join(
            filter(None, (person.given, person.particle, person.family, person.suffix))
        )
        return f"{{{_escaped(whole)}}}"
    particle = person.particle if person.particle.islower() else ""
    family = (
        person.family if particle or not person.particle else f"{person.particle} {person.family}"
    )
    last = f"{particle} {_part(family)}" if particle else _part(family)
    return ", ".join(filter(None, (last, _part(person.suffix), _part(person.given))))


def _part(text: str) -> str:
    """A part of a name, in braces where BibTeX would see several in it."""
    escaped = _escaped(text)
    is_plain = not re.search(r"[,\\]|\band\b|^[a-z]|\s[a-z]", text)
    return escaped if is_plain else f"{{{escaped}}}"
