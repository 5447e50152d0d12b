"""BibTeX text -> the same tree of Values that CSL-JSON gives, so that one reader takes both.

`entries` splits the file, `inheritance` joins what belongs together, `people` reads names, `tex` reads TeX,
and `tables` says what a kind and a field of BibTeX or biblatex are in CSL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sidegloss import csl
from sidegloss.bibtex import entries, tex
from sidegloss.bibtex.dating import date_of
from sidegloss.bibtex.entries import Item, Written
from sidegloss.bibtex.inheritance import inherited
from sidegloss.bibtex.people import people
from sidegloss.bibtex.tables import ARCHIVES, FIELDS, GENRES, LANGUAGES, NAMES, TYPES
from sidegloss.model import Diagnostic, Field, Location, Value

__all__ = ["TYPES", "parse"]

_ADDRESSES = frozenset({"url", "doi", "archive-url", "file", "pdf", "eprint"})
_DATES = frozenset({"date", "urldate", "origdate", "eventdate", "archived", "year"})
_UNREAD = frozenset({"abstract", "keywords", "keyword", "file", "bdsk-file-1", "mendeley-tags"})
"""Long, and shown nowhere: their TeX stays as it is."""

_LATE = ("howpublished", "organization", "institution", "school", "maintitle", "titleaddon")
"""They fill a field of CSL only where no other does."""

_TITLES = {
    "title": "subtitle",
    "booktitle": "booksubtitle",
    "journaltitle": "journalsubtitle",
    "maintitle": "mainsubtitle",
}
_TAKEN = frozenset(
    {
        *_TITLES.values(),
        *("month", "day", "entrysubtype", "crossref", "xdata", "eprinttype", "eprintclass"),
        *("archiveprefix", "primaryclass", "pubstate"),
    }
)
"""Fields that are read together with another."""

_ARXIV = re.compile(
    r"(?:arxiv:)?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)\Z", re.IGNORECASE
)
_WEB = re.compile(r"https?://[^\s{}\\]+|www\.[^\s{}\\]+", re.IGNORECASE)
_STATES = {"inpress": "in press", "inpreparation": "in preparation", "submitted": "submitted"}


def parse(text: str, path: str) -> tuple[Value | None, tuple[str, ...], tuple[Diagnostic, ...]]:
    """(a list of entries shaped as CSL-JSON's, keys of entries that cannot be read, diagnostics).

    Every field has its place. The diagnostics are those of `entries.read`, and ``bib-crossref``. The list
    is None where there is no entry.
    """
    file = entries.read(text, path)
    whole, told = inherited(file.items)
    items = tuple(_entry(item) for item in whole if item.kind != "set")
    root = Value(Location(path, 1), items=items) if items else None
    return root, file.lost, (*file.diagnostics, *told)


@dataclass(frozen=True, slots=True)
class _Given:
    """An entry's fields by name, in its order."""

    kind: str
    fields: Mapping[str, Written]

    def text(self, name: str) -> str:
        return self.fields[name].text if name in self.fields else ""


def _entry(item: Item) -> Value:
    given = _Given(item.kind, {field.name: field for field in item.fields})
    fields = [_field("id", item.at, item.key), _field("type", item.at, _type(given))]
    taken = {"id", "type"}
    for name, value in _values(given):
        if name not in taken and value.text != "":
            taken.add(name)
            fields.append(Field(name, value.at, value))
    return Value(item.at, fields=tuple(fields))


def _field(name: str, at: Location, text: str) -> Field:
    return Field(name, at, Value(at, text))


def _type(given: _Given) -> str:
    subtype = given.text("entrysubtype").lower()
    if given.kind == "article" and subtype in {"newspaper", "magazine"}:
        return f"article-{subtype}"
    if subtype in csl.TYPES:
        return subtype
    if given.kind == "misc" and _WEB.search(given.text("url") or given.text("howpublished")):
        return "webpage"
    return TYPES.get(given.kind, "document")


def _values(given: _Given) -> Iterator[tuple[str, Value]]:
    """The fields in CSL's names and shapes; the first of one name is the one that counts."""
    yield from _issued(given)
    last = {name: n for n, name in enumerate(_LATE, 1)}
    for field in sorted(given.fields.values(), key=lambda field: last.get(field.name, 0)):
        if field.name in NAMES:
            yield _names(field)
        elif field.name == "rests-on":
            keys = tuple(Value(field.at, key.strip()) for key in field.text.split(";"))
            yield field.name, Value(field.at, items=keys)
        elif field.name not in _TAKEN and field.name not in {"date", "year"}:
            yield _name_of_field(field.name, given.kind), Value(field.at, _text(field, given))
    yield from _found_online(given)
    if addition := given.fields.get("titleaddon"):
        yield "title", Value(addition.at, tex.text(addition.text))


def _issued(given: _Given) -> Iterator[tuple[str, Value]]:
    if written := given.fields.get("date") or given.fields.get("year"):
        rest = given.text("month"), given.text("day")
        is_whole = written.name == "date"
        text = written.text.strip("{} ") if is_whole else date_of(written.text, *rest)
        yield "issued", Value(written.at, text)
    elif pending := given.fields.get("pubstate"):
        yield "issued", Value(pending.at, _STATES.get(pending.text.lower(), ""))


def _names(field: Written) -> tuple[str, Value]:
    items = tuple(
        Value(field.at, fields=tuple(_field(name, field.at, part) for name, part in person.items()))
        for person in people(field.text)
    )
    return NAMES[field.name], Value(field.at, items=items)


def _name_of_field(name: str, kind: str) -> str:
    if name == "number":
        return "issue" if kind in {"article", "periodical", "suppperiodical"} else "number"
    return FIELDS.get(name) or _CSL.get(name, name)


_CSL = {field.lower(): field for field in csl.FIELDS}


def _text(field: Written, given: _Given) -> str:
    name, text = field.name, field.text
    if name == "howpublished" and _WEB.search(text):
        return ""
    if name in _ADDRESSES:
        return tex.verbatim(text)
    if name in _UNREAD:
        return text
    if name in _DATES:
        return text.strip("{}")
    plain = tex.text(re.sub("--+", "-", text) if name == "pages" else text)
    match name:
        case "pages":
            plain = plain.replace("\N{EN DASH}", "-")
        case "language" | "langid":
            plain = LANGUAGES.get(plain.lower(), plain)
        case "type":
            plain = GENRES.get(plain.lower(), plain)
    return _with_subtitle(plain, tex.text(given.text(_TITLES.get(name, ""))))


def _with_subtitle(title: str, subtitle: str) -> str:
    if not subtitle or not title:
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in "?!:" else f"{title}: {subtitle}"


# ---------------------------------------------------------------- on the web


def _found_online(given: _Given) -> Iterator[tuple[str, Value]]:
    """``URL`` and ``archive`` of what stands in ``eprint``, ``howpublished`` or ``note``."""
    for name in ("eprint", "arxivid", "arxiv"):
        if field := given.fields.get(name):
            yield from _archived(field, given)
    for name in ("howpublished", "note"):
        if (field := given.fields.get(name)) and (found := _address_in(field)):
            yield "URL", Value(field.at, found)


def _address_in(field: Written) -> str:
    """The web address in ``howpublished``, or in a ``note`` that marks it as one."""
    if field.name == "note" and "\\url" not in field.text and "\\href" not in field.text:
        return ""
    found = _WEB.search(tex.verbatim(field.text))
    address = found[0].rstrip(".,;") if found else ""
    return f"https://{address}" if address.lower().startswith("www.") else address


def _archived(field: Written, given: _Given) -> Iterator[tuple[str, Value]]:
    number = tex.verbatim(field.text)
    arxiv = _ARXIV.match(number)
    kind = (given.text("eprinttype") or given.text("archiveprefix")).strip("{} ").lower()
    if arxiv and (not kind or kind == "arxiv" or field.name != "eprint"):
        kind, number = "arxiv", arxiv[1]
    if kind in ARCHIVES and number:
        name, address = ARCHIVES[kind]
        yield "archive", Value(field.at, name)
        yield "archive_location", Value(field.at, number)
        yield "URL", Value(field.at, number if number.startswith("http") else address + number)
