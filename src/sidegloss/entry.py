"""The fields of one source, as a file has them -> a Source, and what is wrong with it.

Written by hand, every field is checked and an unknown one is an error. Exported by a programme
(CSL-JSON, CSL-YAML, BibTeX), what is not understood is kept in `Source.other`, and a value that
cannot be used is left out with a warning: an author cannot mend what Zotero writes next time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sidegloss import csl, dates, names
from sidegloss.addresses import is_web, leads_out
from sidegloss.fields import did_you_mean
from sidegloss.model import (
    Diagnostic,
    End,
    Field,
    Ground,
    Location,
    Name,
    Retraction,
    Severity,
    Source,
    Value,
)

KEY = re.compile(r"\w(?:[\w:.#$%&\-+?<>~/]*\w)?\Z")
"""Pandoc's keys: a letter, digit or _ at both ends, and some punctuation between."""

ENDS = {"none": End.FIRST_HAND, "unknown": End.UNKNOWN}

TRUTHS = {"true": True, "yes": True, "false": False, "no": False}

EXTRA = re.compile(
    r"^[ \t]*(rests-on|archive-url|archived|access)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.I | re.M
)
"""Lines of ours in Zotero's field Extra, which it exports as ``note``."""

RICH = re.compile(r"</?(?:i|b|sc|sup|sub|span)(?: [^<>]*)?>")
"""The markup that CSL allows in a title."""


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
    reading = _Reading(manners, is_exported)
    reading.check_key(key, at)
    for field in (*fields, *_extra(fields)) if is_exported else fields:
        reading.take(field)
    return Entry(reading.source(key, at), is_exported), tuple(reading.told)


def _extra(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Our fields that stand as lines of an exported ``note``."""
    given = {csl.ALIASES.get(field.name, field.name) for field in fields}
    notes = [field.value for field in fields if field.name == "note" and field.value.text]
    return tuple(
        Field(name, note.at, _split(text, note.at) if name == "rests-on" else Value(note.at, text))
        for note in notes
        for name, text in ((found[1].lower(), found[2]) for found in EXTRA.finditer(note.text or ""))
        if name not in given
    )


def _split(text: str, at: Location) -> Value:
    return Value(at, items=tuple(Value(at, part.strip()) for part in text.split(";")))


class _Reading:
    """One entry, field by field."""

    def __init__(self, manners: Mapping[str, str], is_exported: bool) -> None:
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
        if key.casefold() in ENDS:
            hint = "call the source something else: rests-on has a meaning for this word"
            self.tell("source-key", f"{key} cannot be the key of a source", at, hint)
        elif not KEY.match(key):
            hint = "begin and end the key with a letter or a digit; between them also - _ . : / + may stand"
            self.tell("source-key", f"{key or 'an empty text'} cannot be the key of a source", at, hint)

    # ------------------------------------------------------------ fields

    def take(self, field: Field) -> None:
        """Keep one field, in its own attribute or among the others."""
        name = csl.ALIASES.get(field.name, field.name)
        if name in self.places:
            self._say_twice(field, name)
        elif name not in csl.FIELDS:
            self._unknown(field)
        elif field.value.text != "" or name == "rests-on":
            self.places[name] = field.value.at
            self._keep(name, field.value)

    def _say_twice(self, field: Field, name: str) -> None:
        first = self.places[name].line
        hint = f"keep one of the two: the first stands on line {first}"
        self.tell("field-once", f"{name} is given twice", field.at, hint)

    def _unknown(self, field: Field) -> None:
        if self.is_exported:
            self._keep_other(field.name, field.value)
            return
        meant = csl.MEANT.get(field.name.lower(), "")
        hint = f"did you mean {meant}?" if meant else ""
        own = "fields of your own go below custom:"
        hint = hint or did_you_mean(field.name, csl.FIELDS, own)
        self.tell("source-field", f"a source has no field {field.name}", field.at, hint)

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
            self.set["grounds"], self.set["end"] = self._rests_on(value)
        elif name == "retracted":
            self.set["retracted"] = self._retracted(value)
        elif name == "publish-snapshot":
            self.set["publish_snapshot"] = self._truth(name, value)
        else:
            self._keep_other(name, value)

    def _keep_other(self, name: str, value: Value) -> None:
        if value.text is None:
            self.other.append((name, json.dumps(_plain(value), ensure_ascii=False)))
        elif value.text:
            self.other.append((name, value.text))

    # ------------------------------------------------------------ texts

    def _text(self, name: str, value: Value) -> str:
        if value.text is None:
            if self.is_exported:
                self._keep_other(name, value)
            else:
                hint = f"write {name}: and a text after it"
                self.tell("source-field", f"{name} must be a text", value.at, hint)
            return ""
        text = " ".join(value.text.split())
        checked = _CHECKS.get(name)
        if checked:
            return checked(self, name, text, value.at)
        return RICH.sub("", text) if self.is_exported else text

    def _type(self, name: str, text: str, at: Location) -> str:
        if text in csl.TYPES:
            return text
        if self.is_exported:
            return "document"
        hint = did_you_mean(text, csl.TYPES, "write one of CSL's types: webpage, report, book …")
        self.tell("source-type", f"{text} is no {name} of source", at, hint)
        return ""

    def _access(self, name: str, text: str, at: Location) -> str:
        if text.casefold() in csl.ACCESS:
            return text.casefold()
        hint = did_you_mean(text, csl.ACCESS, f"write {_choice(csl.ACCESS)}")
        self.tell("source-access", f"{text} is no {name}", at, hint)
        return ""

    def _url(self, name: str, text: str, at: Location) -> str:
        if is_web(text):
            return text
        hint = f"write the whole address: https://{text}" if _is_bare(text) else _WEB_ONLY
        self.tell("source-url", f"{name} must be an address of the web", at, hint)
        return ""

    def _doi(self, _name: str, text: str, _at: Location) -> str:
        return re.sub(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, count=1, flags=re.I)

    def _path(self, name: str, text: str, at: Location) -> str:
        if not leads_out(text):
            return text.removeprefix("./")
        hint = "write a path inside the content folder: snapshots/report.txt"
        if is_web(text):
            hint = f"write archive-url: {text}"
        self.tell("path-inside", f"{name} leads out of the content folder", at, hint)
        return ""

    def _truth(self, name: str, value: Value) -> bool:
        truth = TRUTHS.get((value.text or "").casefold())
        if truth is None:
            self.tell("source-field", f"{name} must be true or false", value.at, "write true")
        return bool(truth)

    # ------------------------------------------------------------ dates and names

    def _date(self, name: str, value: Value) -> str:
        if value.text is None:
            done, fallback = _csl_date(value)
        else:
            done, fallback = dates.understood(value.text), value.text if self.is_exported else ""
        if done or fallback:
            return done or " ".join(fallback.split())
        shown = value.text or "this"
        message = f"{shown} is no date of the calendar"
        self.tell("source-date", f"{name}: {message}", value.at, dates.mend(value.text or ""))
        return ""

    def _names(self, role: str, value: Value) -> tuple[Name, ...]:
        if value.items is not None:
            return tuple(name for item in value.items for name in self._names(role, item))
        name = self._name(role, value)
        return (name,) if name else ()

    def _name(self, role: str, value: Value) -> Name | None:
        if value.fields is not None:
            return self._name_of_parts(role, value)
        text = " ".join((value.text or "").split())
        if not text:
            return None
        if names.SEVERAL.search(text) and not self.is_exported:
            hint = f"write a list ([Ada Okafor, Ben Ito]), or {{literal: {text}}} for a body"
            self.tell("source-name", f"{role} seems to name several", value.at, hint)
            return None
        return names.from_text(text)

    def _name_of_parts(self, role: str, value: Value) -> Name | None:
        parts: dict[str, str] = {}
        for field in value.fields or ():
            if field.name in names.PARTS:
                parts[field.name] = " ".join((field.value.text or "").split())
            elif not self.is_exported:
                hint = did_you_mean(field.name, names.PARTS, "write family and given, or literal")
                self.tell("source-name", f"a name has no field {field.name}", field.at, hint)
        name = names.from_parts(parts)
        if name.family or name.given or name.literal:
            return name
        hint = "write {family: Okafor, given: Ada} or {literal: Harrow River Authority}"
        self.tell("source-name", f"{role} holds an empty name", value.at, hint)
        return None

    # ------------------------------------------------------------ what it rests on

    def _rests_on(self, value: Value) -> tuple[tuple[Ground, ...], End | None]:
        items = value.items if value.items is not None else (value,)
        read = [(item, self._ground(item)) for item in items if item.text != ""]
        grounds = tuple(ground for _, ground in read if isinstance(ground, Ground))
        ends = [(item, end) for item, end in read if isinstance(end, End)]
        if ends and len(read) > 1:
            hint = f"keep either {ends[0][0].text or 'none'} or the other entries"
            message = "none and unknown stand alone in rests-on"
            self.tell("source-field", message, ends[0][0].at, hint)
        if grounds:
            return grounds, None
        return (), ends[0][1] if ends else End.NOT_ASKED

    def _ground(self, value: Value) -> Ground | End | None:
        if value.fields is not None:
            return self._ground_of_parts(value)
        if value.items is not None:
            hint = "write a key, or {source: key, locator: p. 12, how: quotes}"
            self.tell("source-field", "rests-on holds a list in a list", value.at, hint)
            return None
        key, _, locator = (value.text or "").partition(",")
        return self._grounded(key, value.at, Ground("", locator.strip()))

    def _ground_of_parts(self, value: Value) -> Ground | End | None:
        parts = {"source": "", "locator": "", "how": "", "note": ""}
        at = {"source": value.at, "how": value.at}
        for field in value.fields or ():
            if field.name not in parts:
                hint = did_you_mean(field.name, parts, "write source, locator, how or note")
                self.tell("source-field", f"rests-on has no field {field.name}", field.at, hint)
                continue
            if parts[field.name]:
                hint = "keep one of the two"
                self.tell("field-once", f"{field.name} is given twice", field.at, hint)
                continue
            parts[field.name] = " ".join((field.value.text or "").split())
            at[field.name] = field.value.at
        if not parts["source"]:
            hint = "write {source: key, locator: p. 12, how: quotes}"
            self.tell("source-field", "rests-on names no source", at["source"], hint)
            return None
        manner = self._manner(parts["how"], at["how"])
        ground = Ground("", parts["locator"], manner, parts["note"])
        return self._grounded(parts["source"], at["source"], ground)

    def _grounded(self, key: str, at: Location, ground: Ground) -> Ground | End | None:
        key = key.strip().removeprefix("@").removeprefix("{").removesuffix("}")
        if key.casefold() in ENDS:
            return ENDS[key.casefold()]
        if KEY.match(key):
            return Ground(key, ground.locator, ground.manner, ground.note, at)
        hint = 'write a key; put a key and its place in quotes: "tidewater, p. 12"'
        self.tell("source-key", f"{key or 'an empty text'} cannot be the key of a source", at, hint)
        return None

    def _manner(self, written: str, at: Location) -> str:
        if not written:
            return "via"
        manner = self.manners.get(written.casefold(), "")
        if manner:
            return manner
        known = tuple(dict.fromkeys(self.manners.values()))
        hint = did_you_mean(written, self.manners, f"write {_choice(known)}")
        self.tell("source-manner", f"{written} is no way to use a source", at, hint)
        return "via"

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
                found[field.name] = self._retracted_field(field)
        return Retraction(found["date"], found["reason"], found["URL"])

    def _retracted_field(self, field: Field) -> str:
        self.places[f"retracted.{field.name}"] = field.value.at
        if field.name == "date":
            return self._date("retracted", field.value)
        return self._text(field.name, field.value)


_WEB_ONLY = "write an address that begins with https:// or http://"

_CHECKS = {
    "type": _Reading._type,  # noqa: SLF001 - a table of this class's own
    "access": _Reading._access,  # noqa: SLF001
    "URL": _Reading._url,  # noqa: SLF001
    "archive-url": _Reading._url,  # noqa: SLF001
    "DOI": _Reading._doi,  # noqa: SLF001
    "snapshot": _Reading._path,  # noqa: SLF001
    "text": _Reading._path,  # noqa: SLF001
}


def _is_bare(text: str) -> bool:
    return bool(re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", text))


def _choice(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _plain(value: Value) -> Any:
    if value.items is not None:
        return [_plain(item) for item in value.items]
    if value.fields is not None:
        return {field.name: _plain(field.value) for field in value.fields}
    return value.text or ""


def _csl_date(value: Value) -> tuple[str, str]:
    """(date, what to show where that is empty) of CSL's object, or of CSL-YAML's list of parts."""
    if value.items is not None:
        return dates.from_parts([_parts(item) for item in value.items]), ""
    given = {field.name: field.value for field in value.fields or ()}
    if "date-parts" in given:
        parts = [[part.text or "" for part in each.items or ()] for each in given["date-parts"].items or ()]
        done = dates.from_parts([each for each in parts if each and each[0]])
        is_about = _says_yes(given.get("circa"))
        return (f"c. {done}" if done and is_about and not done.startswith("c. ") else done), ""
    if {"year", "month", "day"} & given.keys():
        return dates.from_parts([_parts(value)]), ""
    raw = next((given[name].text for name in ("raw", "literal") if name in given), "") or ""
    return dates.understood(raw), raw


def _parts(value: Value) -> list[str]:
    given = {field.name: field.value.text or "" for field in value.fields or ()}
    return [given.get(name, "") for name in ("year", "month", "day")]


def _says_yes(value: Value | None) -> bool:
    return value is not None and (value.text or "") not in {"", "0", "false"}
