"""The tables that files are read by -> JSON Schemas of ``sources.yaml`` and ``[tool.sidegloss]``.

For editors: they suggest names and flag what a build would refuse. What a build takes they take too,
so that nothing right is flagged; what only a build can know (dates, keys) they leave to it. Draft 7,
which the editors' servers of YAML and TOML understand.
"""

from __future__ import annotations

from typing import Any

from sidegloss import csl, entry, grounds, names, settings
from sidegloss.addresses import HOST, LONGEST_HOST
from sidegloss.model import MANNERS, Settings

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"

SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
"""What is read as a text: to an editor ``1984`` is a number, and nothing at all a null."""

WEB = {"type": ["string", "null"], "pattern": "^(?:[Hh][Tt][Tt][Pp][Ss]?://.*)?$"}


def of_sources() -> Schema:
    """What ``content/sources.yaml`` may hold: sources written by hand, by key."""
    return {
        "$schema": DRAFT,
        "title": "Sources of a Sidegloss site",
        "type": ["object", "null"],
        "additionalProperties": {"$ref": "#/definitions/source"},
        "definitions": {
            "source": _closed({name: _field(name) for name in csl.FIELDS}),
            "name": {"anyOf": [SCALAR, _closed(dict.fromkeys(names.PARTS, SCALAR))]},
            "ground": {"anyOf": [SCALAR, _ground()]},
        },
    }


def of_settings() -> Schema:
    """What a site's ``pyproject.toml`` may hold below ``[tool.sidegloss]``; the rest is open."""
    table = _closed({key: _setting(key) for key in settings.KNOWN})
    table["properties"] |= {key: {"description": why} for key, why in settings.OBSOLETE.items()}
    return {
        "$schema": DRAFT,
        "title": "Settings of a Sidegloss site",
        "type": "object",
        "properties": {"tool": {"type": "object", "properties": {"sidegloss": table}}},
        "definitions": {"words": {"type": "object", "additionalProperties": _WORD}},
    }


_WORD = {"anyOf": [{"type": "string"}, {"$ref": "#/definitions/words"}]}


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "additionalProperties": False, "properties": properties}


# ---------------------------------------------------------------- sources


def _field(name: str) -> Schema:
    """What the field of a source called *name* may hold."""
    name = csl.ALIASES.get(name, name)
    if name in csl.NAMES or name in csl.OTHER_NAMES:
        return _one_or_several("name")
    if name in csl.DATES or name in csl.OTHER_DATES:
        return {"type": [*SCALAR["type"], "object", "array"]}  # as CSL has them, too
    shaped: Schema = {
        "rests-on": _one_or_several("ground"),
        "retracted": {"anyOf": [_truth(), _closed({"date": SCALAR, "reason": SCALAR, "URL": WEB})]},
        "publish-snapshot": _truth(),
        "type": {"enum": [*csl.TYPES, None]},
        "access": {"enum": [*csl.ACCESS, None]},
        "URL": WEB,
        "archive-url": WEB,
    }
    found: Schema = shaped.get(name, SCALAR if name in csl.TEXTS else {})
    return found


def _one_or_several(definition: str) -> Schema:
    one = {"$ref": f"#/definitions/{definition}"}
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _ground() -> Schema:
    parts = dict.fromkeys(grounds.PARTS, SCALAR)
    # suggested, not enforced: each language has spellings of its own
    parts["how"] = {"anyOf": [{"enum": [*MANNERS]}, SCALAR]}
    return {**_closed(parts), "required": ["source"]}


def _truth() -> Schema:
    return {"enum": [True, False, None, *entry.TRUTHS]}


# ---------------------------------------------------------------- settings


def _setting(key: str) -> Schema:
    """What the setting called *key* may hold."""
    texts: Schema = {"type": "array", "items": {"type": "string"}}
    text: Schema = {"type": "string"}
    name = {"anyOf": [text, _closed(dict.fromkeys(names.PARTS, text))]}
    other: Schema = {
        "author": {"anyOf": [name, {"type": "array", "items": name}]},
        "nav": texts,
        "root-files": texts,
        "rules": {"type": "object", "additionalProperties": {"enum": [*settings.SEVERITIES]}},
        "words": {"$ref": "#/definitions/words"},
        "passage-pages": {"type": "boolean", "default": True},
        "cards": {"enum": [*settings.CARDS]},
        "search": {"enum": [*settings.SEARCHES]},
        "language": {"type": "string", "pattern": f"^(?:{_plain(settings.LANGUAGE.pattern)})?$"},
        "url": {"type": "string", "pattern": WEB["pattern"]},
        "domain": {
            "type": "string",
            "pattern": f"^(?:{_plain(HOST.pattern)})?$",
            "maxLength": LONGEST_HOST,
        },
    }
    found: Schema = dict(other[key]) if key in other else {"type": "string"}
    default = getattr(Settings(), key.replace("-", "_"), "")
    return {**found, "default": default} if default and key in settings.TEXTS else found


def _plain(pattern: str) -> str:
    """A pattern as JavaScript reads it."""
    return pattern.removesuffix(r"\Z").replace(r"\Z", "$")
