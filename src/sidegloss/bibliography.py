"""Records -> Bibliography: every source of a site once, and what is wrong with them.

`entries` understands one file and may be remembered by its text; `joined` looks across files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from sidegloss.recovery import recovered

DEFAULT_MANNERS: Mapping[str, str] = {manner: manner for manner in MANNERS}
"""What ``how:`` may say where no table of words is given."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What one file of sources says."""

    found: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    lost: tuple[str, ...] = ()
    """Keys of entries that could not be read."""
    is_readable: bool = True
    """False where it is not even known which keys the file has."""
    path: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every entry could be read."""
        return self.is_readable and not self.lost


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
    root, lost, told = _read(record)
    if root is None:
        is_readable = not any(each.severity is Severity.ERROR for each in told) or bool(lost)
        return Entries((), told, lost, is_readable, record.path)
    items = _exported(root)
    if items is not None:
        results = [_of_item(item, manners) for item in items]
    elif root.fields is not None:
        results = [_of_field(field, manners) for field in root.fields]
    else:
        results = [(None, (_no_sources(root),))]
    found = tuple(entry for entry, _ in results if entry)
    diagnostics = tuple(each for _, told_here in results for each in told_here)
    return Entries(found, (*told, *diagnostics), lost, path=record.path)


def _read(record: Record) -> tuple[Value | None, tuple[str, ...], tuple[Diagnostic, ...]]:
    """(what the file says, keys of entries that cannot be read, diagnostics)."""
    if record.form == "bib":
        return bibtex.parse(clean(record.text), record.path)
    root, told = fields.parse(record.text, record.path)
    if root is None and told and record.form == "yaml":
        return recovered(record.text, record.path) or (None, (), told)
    return root, (), told


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
        message = "this entry has no key, so nothing can cite it"
        return None, (Diagnostic("source-key", Severity.WARNING, message, item.at, hint),)
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
    for file in sorted(files, key=_is_bibtex):
        doubled: list[tuple[Source, Source]] = []
        for entry in file.found:
            kept = exported if entry.is_exported else written
            first = kept.setdefault(entry.source.key, entry)
            if first is not entry and not (entry.is_exported and first.source == entry.source):
                doubled.append((entry.source, first.source))
        told += _doubled(doubled, written)
    keys = sorted(written.keys() | exported.keys())
    sources = tuple(_completed(exported.get(key), written.get(key)) for key in keys)
    unreadable = tuple(file.path for file in files if not file.is_readable)
    lost = tuple(sorted({key for file in files for key in file.lost} - set(keys)))
    mistakes = _check_grounds(sources, lost, is_whole=not unreadable)
    return Bibliography(sources, (*told, *mistakes), lost, unreadable)


def _is_bibtex(file: Entries) -> bool:
    """CSL-JSON goes first: it is exact where BibTeX has to be guessed at."""
    return file.path.casefold().endswith(".bib")


def _doubled(
    doubled: Iterable[tuple[Source, Source]], written: Mapping[str, Entry]
) -> Iterator[Diagnostic]:
    """What is said of sources that have the key of an earlier one: once where two exports overlap."""
    elsewhere: dict[str, list[Source]] = {}
    for source, first in doubled:
        if source.at.path != first.at.path and _is_among(first, written):
            yield _twice(source, first, Severity.ERROR)
        elif source.at.path != first.at.path:
            elsewhere.setdefault(first.at.path, []).append(source)
        else:
            is_by_hand = _is_among(first, written)
            yield _twice(source, first, Severity.ERROR if is_by_hand else Severity.WARNING)
    for path, sources in elsewhere.items():
        keys = (
            sources[0].key if len(sources) == 1 else f"{sources[0].key} and {len(sources) - 1} more"
        )
        message = f"{keys}: also in {path}, whose entries are used"
        hint = f"keep one of the two exports: {path} or {sources[0].at.path}"
        yield Diagnostic("source-defined-once", Severity.WARNING, message, sources[0].at, hint)


def _is_among(source: Source, written: Mapping[str, Entry]) -> bool:
    return source.key in written and written[source.key].source is source


def _twice(source: Source, first: Source, severity: Severity) -> Diagnostic:
    is_here = source.at.path == first.at.path
    where = f"on line {first.at.line}" if is_here else f"in {first.at.path}, line {first.at.line}"
    message = f"the source {source.key} is defined twice; it is already defined {where}"
    hint = "give one of the two another key, or put their fields together"
    if severity is Severity.WARNING:
        hint = "delete one of the two; the first is used"
    return Diagnostic("source-defined-once", severity, message, source.at, hint)


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


def _check_grounds(
    sources: tuple[Source, ...], lost: Iterable[str], *, is_whole: bool
) -> list[Diagnostic]:
    """Wrong steps of ``rests-on``. What a broken entry or file may define is no mistake yet."""
    known = {source.key: source for source in sources}
    excused = frozenset(lost)
    guesses = Guesses()
    return [
        _check_ground(source, ground, known, guesses)
        for source in sources
        for ground in source.grounds
        if ground.key == source.key
        or (is_whole and ground.key not in known and ground.key not in excused)
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
    return _error("source-defined", f"{source.key} rests on {key}, which is not defined", at, hint)


def _error(code: str, message: str, at: Location, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, at, hint)
