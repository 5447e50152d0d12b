"""JSON Schemas for editors: what a build takes they take, what they name is what the code reads."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from sidegloss import csl, entry, schemas, settings
from sidegloss.bibliography import entries
from sidegloss.model import MANNERS, Record, SiteError
from sidegloss.schemas import Schema
from tools import ROOT

SOURCES = schemas.of_sources()
SETTINGS = schemas.of_settings()


class Editor(yaml.SafeLoader):
    """YAML as editors read it, by version 1.2: a date is a text, ``yes`` is one too."""


Editor.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in found
        if tag != "tag:yaml.org,2002:timestamp"
        and not (tag == "tag:yaml.org,2002:bool" and first not in "tTfF")
    ]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def flagged(schema: Schema, value: Any) -> list[str]:
    """What an editor flags, by the path of what is wrong."""
    return ["/".join(map(str, each.path)) for each in Draft7Validator(schema).iter_errors(value)]


def table(text: str) -> list[str]:
    return flagged(SETTINGS, tomllib.loads(f"[tool.sidegloss]\n{text}"))


@pytest.mark.parametrize("schema", [SOURCES, SETTINGS])
def test_a_schema_is_one(schema: Schema) -> None:
    Draft7Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def test_the_schemas_name_what_the_code_reads() -> None:
    source = SOURCES["definitions"]["source"]["properties"]
    table = SETTINGS["properties"]["tool"]["properties"]["sidegloss"]["properties"]

    assert set(source) == set(csl.FIELDS)
    assert set(table) == {*settings.KNOWN, *settings.OBSOLETE}
    assert set(source["type"]["enum"]) - {None} == set(csl.TYPES)
    assert set(source["access"]["enum"]) - {None} == set(csl.ACCESS)
    assert set(table["cards"]["enum"]) == set(settings.CARDS)
    assert set(table["search"]["enum"]) == set(settings.SEARCHES)
    assert set(table["rules"]["additionalProperties"]["enum"]) == set(settings.SEVERITIES)
    ground = SOURCES["definitions"]["ground"]["anyOf"][1]["properties"]
    assert set(ground["how"]["anyOf"][0]["enum"]) == set(MANNERS)


FIELDS = [
    *(f"{name}: a text" for name in csl.OTHER_TEXTS),
    *(f"{name}: 12" for name in csl.TEXTS if name not in {"type", "access", "URL", "archive-url"}),
    *(f"{name}: 2026-03-09" for name in (*csl.DATES, *csl.OTHER_DATES)),
    *(f"{name}: 2026" for name in csl.DATES),
    *(f"{name}:" for name in csl.FIELDS),
    *(f"{name}: Ada Okafor" for name in (*csl.NAMES, *csl.OTHER_NAMES)),
    *(f"type: {name}" for name in csl.TYPES),
    *(f"access: {name}" for name in csl.ACCESS),
    *(f"publish-snapshot: {truth}" for truth in entry.TRUTHS),
    *(f"rests-on: {{source: b, how: {manner}}}" for manner in MANNERS),
    "type: webpag",
    "access: free",
    "colour: red",
    "URL: https://a.example/",
    "URL: HTTP://a.example/",
    "URL: a.example",
    "archive-url: javascript:alert()",
    "issued: {date-parts: [[2026, 3]]}",
    "author: [Ada Okafor, {family: Ito, given: Ben}, {literal: A body}]",
    "author: {surname: Ito}",
    "title: [a, list]",
    "title: {a: mapping}",
    "rests-on: none",
    "rests-on: b, p. 12",
    "rests-on: [b, {source: c, locator: 12, note: seen}]",
    "rests-on: {how: quotes}",
    "rests-on: {source: b, why: no}",
    "rests-on: [[b]]",
    "via: b",
    "retracted: true",
    "retracted: yes",
    "retracted: maybe",
    "retracted: {date: 2026-03-14, reason: withdrawn, URL: https://a.example/}",
    "retracted: {day: 2026-03-14}",
    "publish-snapshot: perhaps",
    "custom: {anything: [at, {all: 1}]}",
]


@pytest.mark.parametrize("field", FIELDS)
def test_an_editor_flags_in_a_source_what_a_build_refuses(field: str) -> None:
    text = f"a:\n  {field}\n"
    refused = [told.message for told in entries(Record("s.yaml", text, "yaml")).diagnostics]

    found = flagged(SOURCES, yaml.load(text, Editor))

    assert bool(found) == bool(refused), (found, refused)


TABLES = [
    *(f'{key} = "a"' for key in settings.TEXTS if key not in {"url", "language", "domain"}),
    *(f"{key} = 1" for key in settings.KNOWN),
    *(f'{key} = "de"' for key in settings.KNOWN if key not in {"url", "domain", *settings.FOLDERS}),
    *(f'cards = "{each}"' for each in settings.CARDS),
    *(f'rules.circular-trail = "{each}"' for each in settings.SEVERITIES),
    'language = "pt-BR"',
    'language = "Englisch, bitte"',
    'language = ""',
    'url = "https://a.example/x/"',
    'url = "a.example"',
    'nav = ["about.md"]',
    'domain = "example.org"',
    'domain = "https://example.org"',
    'root-files = ["ads.txt"]',
    "root-files = [1]",
    "nav = [1]",
    "passage-pages = false",
    'rules.circular-trail = "fatal"',
    'words.en.verdicts.disputed = "in dispute"',
    'words.en."notes.title" = "Where this comes from"',
    "words.en.verdicts.disputed = 1",
    'titel = "a"',
]


@pytest.mark.parametrize("text", TABLES)
def test_an_editor_flags_in_the_settings_what_a_build_refuses(text: str) -> None:
    try:
        settings.understood(f"[tool.sidegloss]\n{text}", "pyproject.toml")
        refused = False
    except SiteError:
        refused = True

    assert bool(table(text)) == refused


def test_an_editor_flags_nothing_in_this_repository_s_own_files() -> None:
    sources = (ROOT / "content" / "sources.yaml").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert flagged(SOURCES, yaml.load(sources, Editor)) == []
    assert flagged(SETTINGS, tomllib.loads(project)) == []
