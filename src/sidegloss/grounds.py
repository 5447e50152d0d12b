"""The value of ``rests-on`` -> what a source rests on, or why there is nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sidegloss.fields import did_you_mean
from sidegloss.model import End, Ground, Location, Value

KEY = re.compile(r"\w(?:[\w:.#$%&\-+?<>~/]*\w)?\Z")
"""Pandoc's keys: a letter, digit or _ at both ends, and some punctuation between."""

ENDS = {"none": End.FIRST_HAND, "unknown": End.UNKNOWN}

PARTS = ("source", "locator", "how", "note")

Tell = Callable[[str, str, Location, str], None]
"""Takes a code, a message, a place and a hint."""

EXAMPLE = "{source: key, locator: p. 12, how: quotes}"


def understood(
    value: Value, manners: Mapping[str, str], tell: Tell
) -> tuple[tuple[Ground, ...], End | None]:
    """(grounds, why there are none). *manners*: each spelling of ``how:`` -> its manner.

    A key, ``key, p. 12``, fields, or a list of these; ``none`` and ``unknown`` stand alone.
    """
    items = value.items if value.items is not None else (value,)
    read = [(item, _ground(item, manners, tell)) for item in items if item.text != ""]
    grounds = tuple(ground for _, ground in read if isinstance(ground, Ground))
    ends = [(item, end) for item, end in read if isinstance(end, End)]
    if ends and len(read) > 1:
        hint = f"keep either {ends[0][0].text or 'this'} or the other entries"
        tell("source-field", "none and unknown stand alone in rests-on", ends[0][0].at, hint)
    if grounds:
        return grounds, None
    return (), ends[0][1] if ends else End.NOT_ASKED


def key_of(text: str) -> str:
    """A key as it may be written in YAML: ``key``, ``@key`` or ``@{key}``."""
    return text.strip().removeprefix("@").removeprefix("{").removesuffix("}")


def _ground(value: Value, manners: Mapping[str, str], tell: Tell) -> Ground | End | None:
    if value.fields is not None:
        return _ground_of_parts(value, manners, tell)
    if value.items is not None:
        tell(
            "source-field",
            "rests-on holds a list in a list",
            value.at,
            f"write a key, or {EXAMPLE}",
        )
        return None
    key, _, locator = (value.text or "").partition(",")
    return _grounded(key, value.at, Ground("", locator.strip()), tell)


def _ground_of_parts(value: Value, manners: Mapping[str, str], tell: Tell) -> Ground | End | None:
    parts, at = _parts(value, tell)
    if not parts.get("source"):
        tell(
            "source-field",
            "rests-on names no source",
            at.get("source", value.at),
            f"write {EXAMPLE}",
        )
        return None
    manner = _manner(parts.get("how", ""), at.get("how", value.at), manners, tell)
    ground = Ground("", parts.get("locator", ""), manner, parts.get("note", ""))
    return _grounded(parts["source"], at["source"], ground, tell)


def _parts(value: Value, tell: Tell) -> tuple[dict[str, str], dict[str, Location]]:
    parts: dict[str, str] = {}
    at: dict[str, Location] = {}
    for field in value.fields or ():
        if field.name not in PARTS:
            hint = did_you_mean(field.name, PARTS, "write source, locator, how or note")
            tell("source-field", f"rests-on has no field {field.name}", field.at, hint)
        elif field.name in parts:
            tell("field-once", f"{field.name} is given twice", field.at, "keep one of the two")
        elif field.value.text is None:
            tell("source-field", f"{field.name} must be a text", field.value.at, f"write {EXAMPLE}")
        else:
            parts[field.name] = " ".join(field.value.text.split())
            at[field.name] = field.value.at
    return parts, at


def _grounded(key: str, at: Location, ground: Ground, tell: Tell) -> Ground | End | None:
    key = key_of(key)
    if key.casefold() in ENDS:
        return ENDS[key.casefold()]
    if KEY.match(key):
        return Ground(key, ground.locator, ground.manner, ground.note, at)
    hint = 'write a key; a key and its place stand in quotes: "tidewater, p. 12"'
    tell("source-key", f"{key or 'an empty text'} cannot be the key of a source", at, hint)
    return None


def _manner(written: str, at: Location, manners: Mapping[str, str], tell: Tell) -> str:
    manner = manners.get(written.lower(), "") if written else "via"
    if manner:
        return manner
    known = tuple(dict.fromkeys(manners.values()))
    hint = did_you_mean(written, manners, f"write one of {', '.join(known)}")
    tell("source-manner", f"{written} is no way to use a source", at, hint)
    return "via"
