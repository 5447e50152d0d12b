"""The fields of one source, as a file has them -> a Source, and what is wrong with it.

Written by hand, every field is checked and an unknown one is an error. Exported by a programme
(CSL-JSON, CSL-YAML, BibTeX), what is not understood is kept in `Source.other`, and a value that
cannot be used is left out with a warning: an author cannot mend what Zotero writes next time.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from sidegloss import csl, dates, grounds, loose_dates, names, rich_text
from sidegloss.addresses import first_web, is_web, leads_out
from sidegloss.fields import did_you_mean
from sidegloss.model import (
    Diagnostic,
    End,
    Field,
    Location,
    Name,
    Retraction,
    Severity,
    Source,
    Value,
)

TRUTHS = {"true": True, "yes": True, "false": False, "no": False}

EXTRA = re.compile(
    r"^[ \t]*(rests-on|archive-url|archived|access)[ \t]*:[ \t]*(\S.*?)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines of ours in Zotero's field Extra, which it exports as ``note``."""

IN_CUSTOM = ("archive-url", "archived", "access", "retracted")
"""Fields of ours in CSL's ``custom``, where our own exports put them."""

DOI = re.compile(r"\s*(?:https?://(?:dx\.|www\.)?doi\.org/|doi\s*:?\s*)+", re.IGNORECASE)

BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?\Z")
"""An address that was written without its scheme: ``courier.example/weir``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A source as one file has it. One that was exported is completed by one written by hand."""

    source: Source
    is_exported: bool


def understood(
    key: str,
    at: Location,
    fields: tuple[Field, ...],
    manners: Mapping[str, str],
    *,
    is_exported: bool,
) -> tuple[Entry, tuple[Diagnostic, ...]]:
    """The source called *key*. *manners* holds every spelling of ``how:`` -> its manner."""
    reading = _Reading(manners, is_exported=is_exported)
    reading.check_key(key, at)
    for field in (*fields, *_extra(fields)) if is_exported else fields:
        reading.take(field)
    return Entry(reading.source(key, at), is_exported), tuple(reading.told)


def _extra(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Our fields that stand as lines of an exported ``note``, or in its ``custom``."""
    given = {csl.canonical(field.name) for field in fields}
    notes = [field.value for field in fields if field.name == "note" and field.value.text]
    lines = [(note.at, line) for note in notes for line in EXTRA.finditer(note.text or "")]
    named = {line[1].lower(): (at, line[2]) for at, line in reversed(lines)}
    customs = [field.value.fields or () for field in fields if field.name == "custom"]
    found = {each.name: each for custom in customs for each in custom if each.name in IN_CUSTOM}
    for name, (at, text) in named.items():
        value = _several(text, at) if name == "rests-on" else Value(at, text)
        found[name] = Field(name, at, value)
    return tuple(field for name, field in found.items() if name not in given)


def _several(text: str, at: Location) -> Value:
    """``tidewater, p. 12; logs``: a comma stands before a locator, so it cannot part keys."""
    return Value(at, items=tuple(Value(at, part.strip()) for part in text.split(";")))


class _Reading:
    """One entry, field by field."""

    def __init__(self, manners: Mapping[str, str], *, is_exported: bool) -> None:
        self.manners, self.is_exported = manners, is_exported
        self.severity = Severity.WARNING if is_exported else Severity.ERROR
        self.told: list[Diagnostic] = []
        self.set: dict[str, Any] = {"end": End.NOT_ASKED}
        self.other: list[tuple[str, str]] = []
        self.names: list[tuple[str, tuple[Name, ...]]] = []
        self.places: dict[str, Location] = {}

    def source(self, key: str, at: Location) -> Source:
        return Source(
            key,
            at=at,
            other=tuple(self.other),
            other_names=tuple(self.names),
            places=tuple(self.places.items()),
            **self.set,
        )

    def tell(self, code: str, message: str, at: Location, hint: str) -> None:
        self.told.append(Diagnostic(code, self.severity, message, at, hint))

    def check_key(self, key: str, at: Location) -> None:
        if key.casefold() in grounds.ENDS:
            hint = "give the source another key: in rests-on this word says that there is none"
        elif not grounds.KEY.match(key):
            hint = "begin and end with a letter or a digit, between them also write - _ . : /"
        else:
            return
        self.tell("source-key", f"{key or 'an empty text'} cannot be the key of a source", at, hint)

    # ------------------------------------------------------------ fields

    def take(self, field: Field) -> None:
        """Keep one field, in its own attribute or among the others."""
        name = csl.canonical(field.name)
        if name in self.places:
            hint = f"keep one of the two: the first stands on line {self.places[name].line}"
            self.tell("field-once", f"{name} is given twice", field.at, hint)
        elif name not in csl.FIELDS:
            self._unknown(field)
        elif field.value.text != "" or name == "rests-on":
            self.places[name] = field.value.at
            self._keep(name, field.value)

    def _unknown(self, field: Field) -> None:
        if self.is_exported:
            self._keep_other(field.name, field.value)
            return
        meant = csl.MEANT.get(field.name.lower(), field.name)
        hint = did_you_mean(meant, csl.FIELDS, "fields of your own go below custom:")
        self.tell("source-field", f"unknown field: {field.name}", field.at, hint)

    def _keep(self, name: str, value: Value) -> None:
        if name in csl.OURS:
            self._keep_ours(name, value)
        elif name in csl.NAMES:
            self.set[csl.NAMES[name]] = self._names(name, value)
        elif name in csl.OTHER_NAMES:
            self.names.append((name, self._names(name, value)))
        elif name in csl.DATES:
            self.set[csl.DATES[name]] = self._date(name, value)
        elif name in csl.OTHER_DATES:
            self.other.append((name, self._date(name, value)))
        elif name in csl.TEXTS:
            self.set[csl.TEXTS[name]] = self._text(name, value)
        else:
            self._keep_other(name, value)

    def _keep_ours(self, name: str, value: Value) -> None:
        if name == "rests-on":
            told = grounds.understood(value, self.manners, self.tell)
            self.set["grounds"], self.set["end"] = told
        elif name == "retracted":
            self.set["retracted"] = self._retracted(value)
        elif name == "publish-snapshot":
            self.set["publish_snapshot"] = self._truth(name, value)
        else:
            self._keep_other(name, value)

    def _keep_other(self, name: str, value: Value) -> None:
        if name == "id":
            return
        if value.text is None:
            self.other.append((name, json.dumps(_plain(value), ensure_ascii=False)))
        elif value.text:
            self.other.append((name, value.text))

    # ------------------------------------------------------------ texts

    def _text(self, name: str, value: Value) -> str:
        if value.text is not None:
            return self._checked(name, " ".join(value.text.split()), value.at)
        if self.is_exported:
            self._keep_other(name, value)
        else:
            hint = f"write {name}: and a text, in quotes if it begins with a bracket"
            self.tell("source-field", f"{name} must be a text", value.at, hint)
        return ""

    def _checked(self, name: str, text: str, at: Location) -> str:
        match name:
            case "type":
                return self._type(text, at)
            case "access":
                return self._access(text, at)
            case "URL" | "archive-url":
                return self._url(name, text, at)
            case "snapshot" | "text":
                return self._path(name, text, at)
            case "DOI":
                return self._doi(text)
            case _:
                return rich_text.plain(text) if self.is_exported else text

    def _doi(self, text: str) -> str:
        """Without the address of its resolver; in an address, signs are written ``%3C``."""
        bare = DOI.sub("", text, count=1)
        return unquote(bare) if "doi.org/" in text.lower() else bare

    def _type(self, text: str, at: Location) -> str:
        known = csl.type_of(text)
        if known:
            return known
        if self.is_exported:
            return "document"
        otherwise = "write one of CSL's types: webpage, report, article-newspaper …"
        hint = did_you_mean(text, csl.TYPES, otherwise)
        self.tell("source-type", f"unknown type of source: {text}", at, hint)
        return ""

    def _access(self, text: str, at: Location) -> str:
        if text.casefold() in csl.ACCESS:
            return text.casefold()
        hint = did_you_mean(text, csl.ACCESS, f"write one of {', '.join(csl.ACCESS)}")
        self.tell("source-access", f"access cannot be {text}", at, hint)
        return ""

    def _url(self, name: str, text: str, at: Location) -> str:
        text = first_web(text) if self.is_exported else text
        if is_web(text):
            return text
        hint = f"write https://{text}" if BARE.match(text) else "write an address with https://"
        self.tell("source-url", f"{name} must be a web address", at, hint)
        return ""

    def _path(self, name: str, text: str, at: Location) -> str:
        if not leads_out(text):
            return posixpath.normpath(text)
        hint = "write a path inside the content folder: snapshots/report.txt"
        if is_web(text):
            hint = f"write archive-url: {text}"
        self.tell("path-inside", f"{name} leads out of the content folder", at, hint)
        return ""

    def _truth(self, name: str, value: Value) -> bool:
        truth = TRUTHS.get((value.text or "").casefold())
        if truth is None:
            hint = f"write {name}: true"
            self.tell("source-field", f"{name} must be true or false", value.at, hint)
        return bool(truth)

    # ------------------------------------------------------------ dates and names

    def _date(self, name: str, value: Value) -> str:
        if value.text is None and dates.is_empty(value):
            return ""
        if value.text is None:
            done, written = dates.from_csl(value)
        else:
            done, written = dates.understood(value.text), value.text
        if done or not written:
            return done or self._no_date(name, "", value.at)
        if self.is_exported:
            return loose_dates.read(written) or rich_text.plain(" ".join(written.split()))
        return self._no_date(name, written, value.at)

    def _no_date(self, name: str, written: str, at: Location) -> str:
        message = f"cannot read {written or name} as a date"
        self.tell("source-date", message, at, loose_dates.hint(written))
        return ""

    def _names(self, role: str, value: Value) -> tuple[Name, ...]:
        if value.items is not None:
            return tuple(name for item in value.items for name in self._names(role, item))
        if value.fields is not None:
            return tuple(filter(None, (self._name_of_parts(role, value),)))
        text = " ".join((value.text or "").split())
        if not text.strip(" ,"):
            return ()
        return self._names_in(role, text, value.at)

    def _names_in(self, role: str, text: str, at: Location) -> tuple[Name, ...]:
        """One name, told apart by its words. An export may write several in one text."""
        persons = names.several(text)
        if self.is_exported:
            return tuple(names.from_text(rich_text.plain(each)) for each in persons or (text,))
        if persons:
            quoted = (f'"{each}"' if "," in each else each for each in persons)
            hint = f"write a list: [{', '.join(quoted)}]; for one organisation {{literal: {text}}}"
            self.tell("source-name", f"{role} names several persons in one text", at, hint)
            return ()
        name = names.from_text(text)
        message, hint = names.doubt(text, name)
        if message:
            self.told.append(Diagnostic("name-read", Severity.INFO, message, at, hint))
        return (name,)

    def _name_of_parts(self, role: str, value: Value) -> Name | None:
        parts: dict[str, str] = {}
        for field in value.fields or ():
            if field.name in names.PARTS:
                parts[field.name] = " ".join((field.value.text or "").split())
            elif not self.is_exported:
                hint = did_you_mean(field.name, names.PARTS, "write family and given, or literal")
                self.tell("source-name", f"unknown part of a name: {field.name}", field.at, hint)
        if self.is_exported:
            parts = {name: rich_text.plain(part) for name, part in parts.items()}
        name = names.from_parts(parts)
        if name.family or name.given or name.literal:
            return name
        hint = "write {family: Okafor, given: Ada} or {literal: Harrow River Authority}"
        self.tell("source-name", f"{role} has an empty name", value.at, hint)
        return None

    # ------------------------------------------------------------ retraction

    def _retracted(self, value: Value) -> Retraction | None:
        if value.fields is None:
            truth = TRUTHS.get((value.text or "").casefold())
            if truth is None:
                hint = "write {date: 2026-03-14, reason: …, URL: https://…}, or true"
                self.tell("source-field", "retracted must hold fields, or true", value.at, hint)
            return Retraction() if truth else None
        found = {"date": "", "reason": "", "URL": ""}
        for field in value.fields:
            if field.name not in found:
                hint = did_you_mean(field.name, found, "write date, reason or URL")
                self.tell("source-field", f"retracted has no field {field.name}", field.at, hint)
            elif field.value.text != "":
                self.places[f"retracted.{field.name}"] = field.value.at
                read = self._date if field.name == "date" else self._text
                found[field.name] = read(field.name, field.value)
        return Retraction(found["date"], found["reason"], found["URL"])


def _plain(value: Value) -> Any:
    if value.items is not None:
        return [_plain(item) for item in value.items]
    if value.fields is not None:
        return {field.name: _plain(field.value) for field in value.fields}
    return value.text or ""
