"""Records -> Bibliography: every source of a site once, and what is wrong with them.

`entries` understands one file and may be remembered by its text; `joined` looks across files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sidegloss import bibtex, csl, fields
from sidegloss.characters import clean
from sidegloss.entry import Entry, understood
from sidegloss.guesses import Guesses
from sidegloss.model import (
    MANNERS,
    Bibliography,
    Diagnostic,
    Field,
    Ground,
    Location,
    Record,
    Severity,
    Source,
    Value,
)

DEFAULT_MANNERS: Mapping[str, str] = {manner: manner for manner in MANNERS}
"""What ``how:`` may say where no table of words is given."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What one file of sources says. *is_whole* is False where part of it could not be read."""

    found: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    is_whole: bool = True


def bibliography(
    records: Iterable[Record], manners: Mapping[str, str] = DEFAULT_MANNERS
) -> Bibliography:
    """All sources of *records*. *manners*: each spelling of ``how:``, lower case -> its manner."""
    return joined(entries(record, manners) for record in records)


# ---------------------------------------------------------------- one file


def entries(record: Record, manners: Mapping[str, str] = DEFAULT_MANNERS) -> Entries:
    """The sources of one file, in its order, in any of the shapes that are known.

    Written by hand: a mapping of keys. Exported: a list, a list below ``references``, one object
    with an ``id`` (CSL-JSON, CSL-YAML), or BibTeX.
    """
    if record.form == "bib":
        root, told = bibtex.parse(clean(record.text), record.path)
    else:
        root, told = fields.parse(record.text, record.path)
    if root is None:
        return Entries((), told, is_whole=not told)
    items = _exported(root)
    if items is not None:
        results = [_of_item(item, manners) for item in items]
    elif root.fields is not None:
        results = [_of_field(field, manners) for field in root.fields]
    else:
        results = [(None, (_no_sources(root),))]
    found = tuple(entry for entry, _ in results if entry)
    diagnostics = tuple(each for _, told_here in results for each in told_here)
    return Entries(found, (*told, *diagnostics), is_whole=not told)


def _exported(root: Value) -> tuple[Value, ...] | None:
    """The entries of an exported file; None where the shape is that of one written by hand."""
    if root.items is not None:
        return root.items
    named = {field.name: field.value for field in root.fields or ()}
    if "references" in named and named["references"].items is not None:
        return named["references"].items
    if "id" in named and named["id"].text is not None:
        return (root,)
    return None


def _of_field(
    field: Field, manners: Mapping[str, str]
) -> tuple[Entry | None, tuple[Diagnostic, ...]]:
    entry, told = understood(
        field.name, field.at, field.value.fields or (), manners, is_exported=False
    )
    if field.value.fields is not None:
        return entry, told
    message = f"the source {field.name} has no fields"
    hint = "write them below it, indented: title: …, URL: …"
    return entry, (*told, _error("source-field", message, field.value.at, hint))


def _of_item(
    item: Value, manners: Mapping[str, str]
) -> tuple[Entry | None, tuple[Diagnostic, ...]]:
    named = {field.name: field.value for field in reversed(item.fields or ())}
    key = _key(named)
    if not key:
        hint = "write id: and a key" if item.fields else "write a mapping with id:, type:, title: …"
        return None, (_error("source-key", "an entry of the list has no id", item.at, hint),)
    return understood(key, named.get("id", item).at, item.fields or (), manners, is_exported=True)


def _key(named: Mapping[str, Value]) -> str:
    """The id, but Zotero's ``citation-key`` where the id is an address in its library."""
    key = (named["id"].text or "") if "id" in named else ""
    pinned = (named["citation-key"].text or "") if "citation-key" in named else ""
    return pinned if pinned and ("/" in key or not key) else key


def _no_sources(root: Value) -> Diagnostic:
    hint = "write a key, a colon, and the source's fields indented below it"
    return _error("source-field", "no sources stand here", root.at, hint)


# ---------------------------------------------------------------- across files


def joined(files: Iterable[Entries]) -> Bibliography:
    """The sources of all *files*, sorted by key.

    An entry written by hand completes an exported one of the same key, and wins field by field.
    """
    files = tuple(files)
    written: dict[str, Entry] = {}
    exported: dict[str, Entry] = {}
    told = [diagnostic for file in files for diagnostic in file.diagnostics]
    for entry in (entry for file in files for entry in file.found):
        kept = exported if entry.is_exported else written
        first = kept.setdefault(entry.source.key, entry)
        if first is not entry and not (entry.is_exported and first.source == entry.source):
            told.append(_twice(entry.source, first.source))
    keys = sorted(written.keys() | exported.keys())
    sources = tuple(_completed(exported.get(key), written.get(key)) for key in keys)
    # Where a file could not be read, most "unknown" keys would be known in a moment.
    is_whole = all(file.is_whole for file in files)
    return Bibliography(sources, (*told, *_check_grounds(sources, is_whole=is_whole)))


def _twice(source: Source, first: Source) -> Diagnostic:
    message = f"a source {source.key} is defined already, in {first.at.path}, line {first.at.line}"
    hint = "give one of the two another key, or put their fields together"
    return _error("source-defined-once", message, source.at, hint)


def _completed(exported: Entry | None, written: Entry | None) -> Source:
    if exported is None or written is None:
        only = written or exported
        assert only is not None, "a key has an entry"  # noqa: S101
        return only.source
    below, above = exported.source, written.source
    attributes = [each for name, _ in above.places for each in csl.ATTRIBUTES.get(name, ())]
    return replace(
        below,
        **{attribute: getattr(above, attribute) for attribute in attributes},
        other=tuple((dict(below.other) | dict(above.other)).items()),
        other_names=tuple((dict(below.other_names) | dict(above.other_names)).items()),
        places=tuple((dict(below.places) | dict(above.places)).items()),
        at=above.at,
    )


def _check_grounds(sources: tuple[Source, ...], *, is_whole: bool) -> list[Diagnostic]:
    known = {source.key: source for source in sources}
    guesses = Guesses()
    return [
        _check_ground(source, ground, known, guesses)
        for source in sources
        for ground in source.grounds
        if ground.key == source.key or (is_whole and ground.key not in known)
    ]


def _check_ground(
    source: Source, ground: Ground, known: Mapping[str, Source], guesses: Guesses
) -> Diagnostic:
    key, at = ground.key, ground.at or source.at
    if key == source.key:
        hint = "write none if it is first-hand, or the key of what it rests on"
        return _error("source-rests-on-another", f"{key} rests on itself", at, hint)
    hint = f"add {key} to content/sources.yaml"
    hint = fields.did_you_mean(key, known, hint) if guesses.is_due() else hint
    return _error("source-defined", f"{source.key} rests on {key}, which is no source", at, hint)


def _error(code: str, message: str, at: Location, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, at, hint)
