"""BibTeX text -> the same tree of Values that CSL-JSON gives, so that one reader takes both.

`bibtexparser` is imported when the first .bib file is read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

from sidegloss import csl
from sidegloss.model import Diagnostic, Field, Location, Severity, Value

TYPES = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "report",
    "mastersthesis": "thesis",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
"""Kinds of BibTeX and biblatex -> CSL types; any other is a ``document``."""

FIELDS = {
    "address": "publisher-place",
    "annotation": "note",
    "booktitle": "container-title",
    "chapter": "chapter-number",
    "date": "issued",
    "doi": "DOI",
    "eid": "number",
    "eventtitle": "event-title",
    "institution": "publisher",
    "isbn": "ISBN",
    "issn": "ISSN",
    "journal": "container-title",
    "journaltitle": "container-title",
    "keywords": "keyword",
    "langid": "language",
    "location": "publisher-place",
    "organization": "publisher",
    "origdate": "original-date",
    "pages": "page",
    "school": "publisher",
    "series": "collection-title",
    "shorttitle": "title-short",
    "titleaddon": "container-title",
    "type": "genre",
    "url": "URL",
    "urldate": "accessed",
}
"""Fields of BibTeX and biblatex -> CSL's, where the names differ."""

NAMES = ("author", "editor", "translator", "bookauthor")
VERBATIM = (
    *("url", "doi", "file", "eprint", "archive-url"),
    *("urldate", "origdate", "archived", "date", "month", "year"),
)
SPECIAL = re.compile(r"[\\{}$~]|--|``|''|[?!]`")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Decode = Callable[[str], str]


def parse(text: str, path: str) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    """A list of entries shaped as CSL-JSON's, each with the place of every field.

    The diagnostics are ``bib-readable``, one for each entry that cannot be read.
    """
    from bibtexparser import entrypoint  # noqa: PLC0415 - 80 ms, and few sites have a .bib file

    # It reports twice: what it logs also stands in its failed blocks, told below.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = entrypoint.parse_string(text)
    lines = text.split("\n")
    decode = _decoder()
    items = tuple(_entry(entry, path, lines, decode) for entry in library.entries)
    told = tuple(_failed(block, path) for block in library.failed_blocks)
    return (Value(Location(path, 1), items=items) if items else None), told


def _failed(block: Any, path: str) -> Diagnostic:
    at = Location(path, (block.start_line or 0) + 1)
    hint = "mend this entry, or export it anew"
    key = getattr(block, "key", "")
    if key:
        message = f"a source {key} is defined already in this file"
        return Diagnostic(
            "source-defined-once", Severity.ERROR, message, at, "delete one of the two"
        )
    said = str(block.error).split("\n", 1)[0].split(". Note", 1)[0].rstrip(".")
    message = f"not BibTeX: {said or 'an entry that is never closed'}"
    return Diagnostic("bib-readable", Severity.ERROR, message, at, hint)


def _decoder() -> Decode:
    """LaTeX -> text. Only what holds LaTeX is given to the decoder: it takes 0.1 ms a text."""
    from bibtexparser.middlewares import LatexDecodingMiddleware  # noqa: PLC0415

    middleware = LatexDecodingMiddleware()

    def decode(text: str) -> str:
        if not SPECIAL.search(text):
            return text
        # pylatexenc makes of this command the letter that only looks like it (U+02C6)
        plain = text.replace(r"\textasciicircum{}", "^")
        decoded, _ = middleware._transform_python_value_string(plain)  # noqa: SLF001 - no door
        return " ".join(str(decoded).replace("\xa0", " ").split())

    return decode


def _entry(entry: Any, path: str, lines: list[str], decode: Decode) -> Value:
    at = Location(path, (entry.start_line or 0) + 1)
    given: dict[str, str] = {field.key.lower(): _unenclosed(field.value) for field in entry.fields}
    places = {field.key.lower(): _place(field, path, lines) for field in entry.fields}
    kind = entry.entry_type.lower()
    fields = [_field("id", at, entry.key), _field("type", at, _type(kind, given))]
    taken = {"id", "type"}
    for name, value in _values(given, places, kind, decode):
        if name not in taken:
            taken.add(name)
            fields.append(Field(name, value.at, value))
    return Value(at, fields=tuple(fields))


def _field(name: str, at: Location, text: str) -> Field:
    return Field(name, at, Value(at, text))


def _unenclosed(value: Any) -> str:
    return str(value).strip()


def _place(field: Any, path: str, lines: list[str]) -> Location:
    line = field.start_line or 0
    written = lines[line] if line < len(lines) else ""
    found = re.search(rf"\b{re.escape(field.key)}\s*=\s*", written)
    return Location(path, line + 1, (found.end() if found else 0) + 1)


def _type(kind: str, given: dict[str, str]) -> str:
    subtype = given.get("entrysubtype", "")
    if kind == "article" and subtype in {"newspaper", "magazine"}:
        return f"article-{subtype}"
    if subtype in csl.TYPES:
        return subtype
    if kind == "misc" and "url" in given:
        return "webpage"
    return TYPES.get(kind, "document")


def _values(
    given: dict[str, str], places: dict[str, Location], kind: str, decode: Decode
) -> Iterator[tuple[str, Value]]:
    """The fields in CSL's names and shapes; the first of one name is the one that counts."""
    if "year" in given and "date" not in given:
        yield "issued", Value(places["year"], _date_of_parts(given))
    for name, text in given.items():
        at = places[name]
        if name in NAMES:
            role = "container-author" if name == "bookauthor" else name
            yield role, Value(at, items=tuple(_name(each, at, decode) for each in _people(text)))
        elif name == "rests-on":
            yield name, Value(at, items=tuple(Value(at, key.strip()) for key in text.split(";")))
        elif name not in {"year", "month", "day", "subtitle", "entrysubtype"}:
            yield _name_of_field(name, kind), Value(at, _text(name, text, given, decode))


def _name_of_field(name: str, kind: str) -> str:
    if name == "number":
        return "issue" if kind in {"article", "periodical"} else "number"
    known = {field.lower(): field for field in csl.FIELDS}
    return FIELDS.get(name) or known.get(name, name)


def _text(name: str, text: str, given: dict[str, str], decode: Decode) -> str:
    if name in VERBATIM:
        return re.sub(r"\\(?=[_%&#~])", "", text).strip("{}")
    if name == "pages":
        return re.sub("-{2,3}|\N{EN DASH}", "-", text)
    if name == "title" and given.get("subtitle"):
        return decode(f"{text}: {given['subtitle']}")
    return decode(text)


def _date_of_parts(given: dict[str, str]) -> str:
    year, month, day = given["year"], given.get("month", ""), given.get("day", "")
    number = month if month.isdigit() else _month(month)
    parts = [year, number, day] if number else [year]
    return "-".join([parts[0], *(part.zfill(2) for part in parts[1:] if part)])


def _month(name: str) -> str:
    short = name.strip("{}").lower()[:3]
    return str(MONTHS.index(short) + 1) if short in MONTHS else ""


def _people(text: str) -> list[str]:
    from bibtexparser.middlewares.names import split_multiple_persons_names  # noqa: PLC0415

    return [each for each in split_multiple_persons_names(text) if each.lower() != "others"]


def _name(text: str, at: Location, decode: Decode) -> Value:
    """``{Harrow River Authority}`` is a body; any other name has BibTeX's four parts."""
    from bibtexparser.middlewares.names import parse_single_name_into_parts  # noqa: PLC0415

    if text.startswith("{") and text.endswith("}") and "}" not in text[1:-1]:
        return Value(at, fields=(_field("literal", at, decode(text[1:-1])),))
    parts = parse_single_name_into_parts(text, strict=False)
    named = {
        "given": " ".join(parts.first),
        "particle": " ".join(parts.von),
        "family": " ".join(parts.last),
        "suffix": " ".join(parts.jr),
    }
    if not named["given"] and not named["particle"]:
        named = {"literal": named["family"]}
    told = tuple(_field(name, at, decode(part)) for name, part in named.items() if part)
    return Value(at, fields=told)
