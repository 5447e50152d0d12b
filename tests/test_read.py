"""A site's folder -> what stands in it: settings, manuscripts, records, files, and never a secret."""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sidegloss import read
from sidegloss.authors import full_name
from sidegloss.front_matter import READERS
from sidegloss.media import measured
from sidegloss.model import (
    Diagnostic,
    FrontMatter,
    Location,
    Manuscript,
    Media,
    Name,
    Record,
    Settings,
    Severity,
    SiteError,
)
from sidegloss.texts import text_of

HEAD = "[tool.sidegloss]\n"


def folder(path: Path, texts: Mapping[str, str | bytes]) -> Path:
    """A site's folder that holds *texts*, by name."""
    for name, text in texts.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def shown(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [
        f"{each.at.path}:{each.at.line}:{each.at.column}: {each.severity}: {each.message}"
        f" [{each.code}] {each.hint}"
        for each in diagnostics
    ]


def settings(tmp_path: Path, text: str, url: str = "") -> Settings:
    return read.settings(folder(tmp_path, {"pyproject.toml": text}), url)


def refused(tmp_path: Path, text: str, url: str = "") -> list[str]:
    with pytest.raises(SiteError) as caught:
        settings(tmp_path, text, url)
    return shown(caught.value.diagnostics)


def manuscript(tmp_path: Path, text: str | bytes) -> Manuscript:
    site = folder(tmp_path, {"content/weir.md": text})
    (found,) = read.manuscripts(site, Settings())
    return found


# ---------------------------------------------------------------- settings


def test_a_folder_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert read.settings(tmp_path) == Settings()
    assert settings(tmp_path, '[project]\nname = "x"\n') == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = f"""{HEAD}title = "Nine gates"
url = "https://example.org/reader"
description = "d"
author = "Ada Okafor"
language = "de-AT"
nav = ["about.md", "a/b.md"]
content = "texts"
templates = "theme"
output = "public"
rules = {{circular-trail = "error", note-used = "off"}}
passage-pages = false
cards = "claims"
domain = "reader.example.org"
[tool.sidegloss.words.de]
kind.disputed = "Strittig"
"""
    assert settings(tmp_path, text) == Settings(
        domain="reader.example.org",
        title="Nine gates",
        url="https://example.org/reader/",
        description="d",
        author=(Name(family="Okafor", given="Ada"),),
        language="de-AT",
        nav=("about.md", "a/b.md"),
        content="texts",
        templates="theme",
        output="public",
        rules=(("circular-trail", Severity.ERROR), ("note-used", None)),
        words=(("de.kind.disputed", "Strittig"),),
        passage_pages=False,
        cards="claims",
        nav_at=(
            Location("pyproject.toml", 7, 8, 7, 18),
            Location("pyproject.toml", 7, 20, 7, 28),
        ),
    )


def test_the_environments_url_stands_in_for_the_settings(tmp_path: Path) -> None:
    text = f'{HEAD}url = "https://example.org/"\n'
    assert settings(tmp_path, text, "https://preview.example/x").url == "https://preview.example/x/"
    assert refused(tmp_path, text, "preview.example") == [
        (
            "SIDEGLOSS_URL:0:1: error: url is no address of a site: preview.example [settings-value]"
            " write the whole address of the site: https://example.org/reader/"
        )
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            'titel = "x"',
            "2:1: error: there is no setting titel [settings-known] did you mean title?",
        ),
        (
            'x = """\ntitle = 1\n"""\n',
            "2:1: error: there is no setting x [settings-known] delete it",
        ),
        ("title = 3", '2:1: error: title must be a text [settings-value] write title = "…"'),
        (
            "nav = [1]",
            '2:1: error: nav must be a list of texts [settings-value] write nav = ["…"]',
        ),
        (
            'url = "javascript:alert(1)"',
            (
                "2:1: error: url is no address of a site: javascript:alert(1) [settings-value]"
                " write the whole address of the site: https://example.org/reader/"
            ),
        ),
        (
            'language = "German"',
            (
                '2:1: error: language is no language tag [settings-value] write a tag such as "en",'
                ' "de" or "pt-BR"'
            ),
        ),
        (
            'output = "../x"',
            (
                "2:1: error: output leads out of the site's folder [path-inside] write the name of a"
                ' folder beside pyproject.toml: output = "output"'
            ),
        ),
        (
            'content = "."',
            (
                "2:1: error: content leads out of the site's folder [path-inside] write the name of a"
                ' folder beside pyproject.toml: content = "content"'
            ),
        ),
        (
            'output = "Content/built"',
            (
                "2:1: error: output and content lie in one another [settings-value] give output a"
                " folder of its own"
            ),
        ),
        (
            'cards = "claim"',
            "2:1: error: cards cannot be claim [settings-value] did you mean claims?",
        ),
        (
            'passage-pages = "yes"',
            (
                "2:1: error: passage-pages must be true or false [settings-value] write passage-pages ="
                " true, or false"
            ),
        ),
        (
            '  [tool.sidegloss.rules]\n  # a comment\n  note-used = "eror"',
            (
                "4:3: error: eror is no severity [settings-value] write note-used ="
                ' "error", "warning", "info" or "off"'
            ),
        ),
        (
            'rules = "off"',
            (
                "2:1: error: rules must be a table [settings-value] write [tool.sidegloss.rules] and"
                ' below it circular-trail = "error"'
            ),
        ),
        (
            'words.en.kind.dispted = "x"',
            (
                "2:1: error: there is no word en.kind.dispted [settings-known] did you mean"
                " en.kind.disputed?"
            ),
        ),
        (
            "[tool.sidegloss.words]\nen.kind.disputed = 3",
            '3:1: error: the word disputed must be a text [settings-value] write disputed = "…"',
        ),
        (
            "title = Nine gates",
            (
                "2:9: error: not TOML: invalid value [toml-readable] write texts in quotes: title ="
                ' "Nine gates"'
            ),
        ),
    ],
)
def test_a_wrong_setting_is_shown_where_it_stands(tmp_path: Path, text: str, wanted: str) -> None:
    assert refused(tmp_path, f"{HEAD}{text}\n") == [f"pyproject.toml:{wanted}"]


def test_all_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    text = f"{HEAD}titel = 1\nauthor = 1\ndomain = 1\ncards = 1\n"
    assert [line.split(":")[1] for line in refused(tmp_path, text)] == ["2", "3", "4", "5"]


@pytest.mark.parametrize("domain", ["https://a.example", "a.example/x", "localhost", "a b.example"])
def test_a_domain_is_a_host_name(tmp_path: Path, domain: str) -> None:
    (told,) = refused(tmp_path, f'{HEAD}domain = "{domain}"\n')
    assert told.startswith("pyproject.toml:2:1: error: domain is not a host name")


def test_the_setting_extras_is_ignored_with_a_warning(tmp_path: Path) -> None:
    found = settings(tmp_path, f'{HEAD}extras = ["math", "anything"]\n')
    (told,) = found.diagnostics
    assert found == replace(Settings(), diagnostics=(told,))
    assert (told.code, told.severity, told.at.line) == ("settings-obsolete", "warning", 2)


def test_settings_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    site = folder(tmp_path, {"pyproject.toml": b'[tool.sidegloss]\ntitle = "\xfc"\n'})
    with pytest.raises(SiteError) as caught:
        read.settings(site)
    assert shown(caught.value.diagnostics)[0].startswith(
        "pyproject.toml:2:10: error: the byte 0xfc"
    )


# ---------------------------------------------------------------- manuscripts


def test_a_text_without_front_matter_is_all_text(tmp_path: Path) -> None:
    assert manuscript(tmp_path, "# Nine gates\n") == Manuscript(
        "content/weir.md", "weir.md", FrontMatter(), "# Nine gates\n"
    )


def test_every_field_of_front_matter_is_read(tmp_path: Path) -> None:
    text = """---
title: "Nine gates: a count"
date: 2026-03-12
updated: 2026-03-14
author: [Ada Okafor, Ben Ito]
summary: >
  What the count
  rests on.
language: de
source: "@courier"
draft: yes
slug: nine-gates
aliases: [/old/weir/, older]
claim-aliases: {gaets: gates}
retired: {logs: the claim was withdrawn}
tags: rivers, gates
series: Harrow Weir
image: weir.jpg
order: -3
corrections:
  - {date: 2026-03-14, text: Not May.}
  - {date: 2026-03-13, text: Not June.}
margin: off
---
Text.
"""
    found = manuscript(tmp_path, text)
    assert found.diagnostics == ()
    assert found.front == FrontMatter(
        title="Nine gates: a count",
        date="2026-03-12",
        updated="2026-03-14",
        author=(Name(family="Okafor", given="Ada"), Name(family="Ito", given="Ben")),
        author_at=Location("content/weir.md", 5, 9),
        summary="What the count rests on.",
        language="de",
        source="courier",
        source_at=Location("content/weir.md", 10, 9, 10, 19),
        draft=True,
        slug="nine-gates",
        aliases=("old/weir/", "older/"),
        claim_aliases=(("gaets", "gates"),),
        retired=(("logs", "the claim was withdrawn"),),
        tags=("rivers", "gates"),
        series="Harrow Weir",
        image="weir.jpg",
        image_at=Location("content/weir.md", 18, 8, 18, 16),
        order=-3,
        corrections=(("2026-03-13", "Not June."), ("2026-03-14", "Not May.")),
        places=(
            ("aliases", Location("content/weir.md", 13, 10)),
            ("claim-aliases", Location("content/weir.md", 14, 16)),
            ("retired", Location("content/weir.md", 15, 10)),
        ),
        margin=False,
    )
    assert (found.text, found.first_line) == ("Text.\n", 25)


def test_every_field_may_be_written_in_toml(tmp_path: Path) -> None:
    text = """
+++
title = "Nine gates"
date = 2026-03-12T10:30:00-08:00
updated = 2026-03-14
author = ["Ada Okafor", {name = "Ben Ito"}]
summary = '''
What the count
rests on.'''
draft = true
aliases = [
  "/old/weir/",
]
tags = ["rivers", "gates"]
image = "weir.jpg"
order = -3
margin = false

[claim-aliases]
gaets = "gates"

[[corrections]]
date = 2026-03-14
text = "Not May."

[[corrections]]
date = 2026-03-13 09:00:00
text = "Not June."
+++
Text.
"""
    found = manuscript(tmp_path, text)
    assert found.diagnostics == ()
    assert found.front == FrontMatter(
        title="Nine gates",
        date="2026-03-12",
        updated="2026-03-14",
        author=(Name("Okafor", "Ada"), Name("Ito", "Ben")),
        author_at=found.front.author_at,
        summary="What the count rests on.",
        draft=True,
        aliases=("old/weir/",),
        claim_aliases=(("gaets", "gates"),),
        tags=("rivers", "gates"),
        image="weir.jpg",
        image_at=Location("content/weir.md", 15, 9, 15, 19),
        order=-3,
        corrections=(("2026-03-13", "Not June."), ("2026-03-14", "Not May.")),
        places=(
            ("aliases", Location("content/weir.md", 11, 11, 13, 2)),
            ("claim-aliases", Location("content/weir.md", 19, 2, 19, 15)),
        ),
        margin=False,
    )
    assert (found.text, found.first_line) == ("Text.\n", 30)


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ('titel = "x"', "2:1: warning: unknown front-matter field: titel"),
        (
            'date = "12/2026"',
            "2:8: error: cannot read 12/2026 as a date [date-form] write 2026-12-DD",
        ),
        ("date = 10:30:00", "2:8: error: cannot read 10:30:00 as a date [date-form]"),
        ("order = 1.5", "2:9: error: order must be a whole number"),
        ("tags = [1, [2]]", "2:8: error: tags must be a list of texts"),
        (
            '[[corrections]]\ndate = 2026-03-14\ntext = "x"\n[[corrections]]\ndate = "soon"\ntext = "y"',
            "6:8: error: cannot read soon as a date",
        ),
        ("[retired]\ngates = [1]", "3:9: error: gates must be a text"),
        ("title = x", "2:9: error: not TOML: invalid value [toml-readable]"),
        ("a = 1\na = 2", "3:6: error: not TOML: cannot overwrite a value [toml-readable]"),
        ("x = [", "1:1: error: not TOML: invalid value [toml-readable]"),
    ],
)
def test_wrong_toml_front_matter_is_shown_where_it_is(
    tmp_path: Path, field: str, wanted: str
) -> None:
    (found,) = shown(manuscript(tmp_path, f"+++\n{field}\n+++\nText.\n").diagnostics)
    assert found.startswith(f"content/weir.md:{wanted}")


@pytest.mark.parametrize(
    ("name", "date", "written"),
    [
        ("2019-03-18-first-post", "", "2019-03-18"),
        ("2019-03-18", "", "2019-03-18"),
        ("2019-03-18_first post", "", "2019-03-18"),
        ("2019-03-18-first/index", "", "2019-03-18"),
        ("2019-03-18-first-post", "date: 2020-01-02", "2020-01-02"),
        ("2019-02-30-first-post", "", ""),
        ("2019-03-first-post", "", ""),
        ("12019-03-18-first-post", "", ""),
        ("first-2019-03-18", "", ""),
    ],
)
def test_a_date_is_taken_from_the_name_where_none_is_given(
    tmp_path: Path, name: str, date: str, written: str
) -> None:
    site = folder(tmp_path, {f"content/{name}.md": f"---\n{date}\n---\nText.\n"})
    (found,) = read.manuscripts(site, Settings())
    assert found.front.date == written


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Ada Okafor", "Ada Okafor"),
        ("[Ada Okafor, Ben Ito]", "Ada Okafor, Ben Ito"),
        ("[{name: Ada Okafor, orcid: 0}, Ben Ito]", "Ada Okafor, Ben Ito"),
        ("{name: Ada Okafor, email: a@example.org}", "Ada Okafor"),
        ("[{name: {given: Ada, family: Okafor}}]", "Ada Okafor"),
        ("{name: {literal: The Desk}}", "The Desk"),
    ],
)
def test_an_author_may_be_written_as_other_programs_do(
    tmp_path: Path, author: str, written: str
) -> None:
    found = manuscript(tmp_path, f"---\nauthor: {author}\n---\n")
    assert ", ".join(map(full_name, found.front.author)) == written
    assert found.diagnostics == ()


def test_an_author_without_a_name_is_an_error(tmp_path: Path) -> None:
    (found,) = manuscript(tmp_path, "---\nauthor: [{orcid: 0}]\n---\n").diagnostics
    assert (found.code, found.at.line) == ("front-matter-value", 2)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (
            "published: 2024-01-05",
            "unknown front-matter field: published [front-matter-field] did you mean date?",
        ),
        (
            "published: March 2024",
            "unknown front-matter field: published [front-matter-field] did you mean date?",
        ),
        (
            "published: 2024-01-05T10:00:00Z",
            "unknown front-matter field: published [front-matter-field] did you mean date?",
        ),
        (
            "publish: later",
            "publish is neither true nor false, and has no effect [front-matter-value]",
        ),
        ("status: private", "status: private does not hold the article back [front-matter-value]"),
        (
            "status: in  progress",
            "status: in progress does not hold the article back [front-matter-value]",
        ),
        (
            "publishDate: 2099-01-01",
            "unknown front-matter field: publishDate [front-matter-field] it does not hold",
        ),
        (
            "build: {render: never}",
            "unknown front-matter field: build [front-matter-field] it does not hold",
        ),
        (
            "# Weir",
            "the front matter holds comments only, which no reader sees [front-matter-value]",
        ),
    ],
)
def test_what_sounds_like_a_draft_and_is_none_is_a_warning(
    tmp_path: Path, head: str, told: str
) -> None:
    found = manuscript(tmp_path, f"---\n{head}\n---\nText.\n")
    (line,) = shown(found.diagnostics)
    assert f": warning: {told}" in line
    assert found.diagnostics[0].hint
    assert not found.front.draft


def test_a_text_begins_at_its_line_of_the_file(tmp_path: Path) -> None:
    text = "---\ntitle: x\n---\n\nText.\n"
    found = manuscript(tmp_path, text)
    assert text.split("\n")[found.first_line - 1 :] == found.text.split("\n")


@pytest.mark.parametrize("text", ["---\n---\nText.\n", "---\n# nothing\ntitle:\n--- \nText.\n"])
def test_front_matter_may_say_nothing(tmp_path: Path, text: str) -> None:
    found = manuscript(tmp_path, text)
    assert (found.front, found.text, found.diagnostics) == (FrontMatter(), "Text.\n", ())


def test_a_rule_further_down_is_no_front_matter(tmp_path: Path) -> None:
    text = "Text.\n\n---\ntitle: x\n---\n"
    assert manuscript(tmp_path, text).text == text


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        (
            "titel: x",
            (
                "2:1: warning: unknown front-matter field: titel [front-matter-field] did you mean"
                " title?"
            ),
        ),
        (
            "description: x",
            (
                "2:1: warning: unknown front-matter field: description [front-matter-field] did you"
                " mean summary?"
            ),
        ),
        (
            "title: a\ntitle: b",
            (
                "3:1: error: title is given twice [field-once] keep one of the two:"
                " the first stands on line 2"
            ),
        ),
        (
            "date: 12 March 2026",
            ("2:7: error: cannot read 12 March 2026 as a date [date-form] write 2026-03-12"),
        ),
        (
            "date: 2026-02-30",
            (
                "2:7: error: 2026-02-30 is not a valid date [date-form] February 2026 has 28 days: write"
                " 2026-02-28 or an earlier day"
            ),
        ),
        (
            "updated: 12/2026",
            "2:10: error: cannot read 12/2026 as a date [date-form] write 2026-12-DD, with the day",
        ),
        (
            "date: 2026-3-9",
            "2:7: error: cannot read 2026-3-9 as a date [date-form] write 2026-03-09",
        ),
        (
            "date: [2026-03-09]",
            "2:7: error: date must be one date [date-form] write the day as YYYY-MM-DD, for example 2026-03-12",
        ),
        (
            "title: [Nine gates]",
            (
                "2:8: error: title must be a text [front-matter-value] write title: and a text, in"
                " quotes if it holds brackets or a colon"
            ),
        ),
        (
            "draft: maybe",
            "2:8: error: draft must be true or false [front-matter-value] write draft: true",
        ),
        (
            "margin: wide",
            "2:9: error: margin must be on or off [front-matter-value] write margin: on",
        ),
        (
            "order: first",
            "2:8: error: order must be a whole number [front-matter-value] write order: 3",
        ),
        (
            "slug: a/b",
            (
                "2:7: error: a/b cannot be part of an address [front-matter-value] write letters,"
                " digits, - and _ only: slug: nine-gates"
            ),
        ),
        (
            "slug: ..",
            (
                "2:7: error: .. cannot be part of an address [front-matter-value] write letters,"
                " digits, - and _ only: slug: nine-gates"
            ),
        ),
        (
            "language: deutsch!",
            (
                "2:11: error: deutsch! is no language tag [front-matter-value] write a tag such as en,"
                " de or pt-BR"
            ),
        ),
        (
            "aliases: [../../x]",
            (
                "2:10: error: ../../x is no address of this site [front-matter-value] write an old"
                " address of this site, from its root: /old/weir/"
            ),
        ),
        (
            "aliases: https://old.example/weir/",
            (
                "2:10: error: https://old.example/weir/ is no address of this site"
                " [front-matter-value] write an old address of this site, from its root: /old/weir/"
            ),
        ),
        (
            "retired: gates",
            (
                "2:10: error: retired must hold fields [front-matter-value] write retired: and below"
                " it, indented, gates: the claim was withdrawn"
            ),
        ),
        (
            "claim-aliases: {a: b, a: c}",
            "2:23: error: a is given twice [field-once] keep one of the two",
        ),
        (
            "corrections: [{date: 2026-03-14}]",
            (
                "2:15: error: a correction must have a date and a text [front-matter-value] write"
                " {date: 2026-03-14, text: what was wrong}"
            ),
        ),
        (
            "corrections: [{date: soon, text: x}]",
            (
                "2:22: error: cannot read soon as a date [date-form] write the day as YYYY-MM-DD, for"
                " example 2026-03-12"
            ),
        ),
        (
            "title: Closed: x",
            (
                "2:14: error: this value contains ': ' and must be quoted"
                ' [yaml-readable] put the text in quotes: title: "Closed: x"'
            ),
        ),
        (
            "Just prose.",
            (
                "2:1: error: the front matter holds no fields [front-matter-value] write fields such as"
                " title: Nine gates, or delete both lines ---; a rule at the top of a text is written ***"
            ),
        ),
    ],
)
def test_wrong_front_matter_is_shown_where_it_stands(
    tmp_path: Path, field: str, wanted: str
) -> None:
    found = manuscript(tmp_path, f"---\n{field}\n---\nText.\n")
    assert shown(found.diagnostics) == [f"content/weir.md:{wanted}"]
    assert found.text == "Text.\n"


@pytest.mark.parametrize(
    "value", ["", "~", "x", "[]", "{}", "[[]]", "[{}]", "{a: {b: c}}", "[{date: [x]}]", "''", "|"]
)
def test_no_shape_of_a_field_is_more_than_a_message(tmp_path: Path, value: str) -> None:
    names = list(READERS)
    text = "".join(f"{name}: {value}\n" for name in names)
    for told in manuscript(tmp_path, f"---\n{text}---\nText.\n").diagnostics:
        assert 2 <= told.at.line <= len(names) + 1
        assert told.hint


def test_a_wrong_field_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    found = manuscript(tmp_path, "---\ndate: soon\ntitle: Nine gates\n---\n")
    assert found.front == FrontMatter(title="Nine gates")


def test_front_matter_that_is_never_closed_is_an_error(tmp_path: Path) -> None:
    found = manuscript(tmp_path, "---\ntitle: x\n\nText.\n")
    assert shown(found.diagnostics) == [
        (
            "content/weir.md:1:1: error: the front matter is never closed [front-matter-closed] write"
            " a line --- below the last field; a rule at the top of a text is written ***"
        )
    ]


def test_every_line_ends_alike_and_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    found = manuscript(tmp_path, b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\nOne\rtwo\r\n")
    assert (found.front.title, found.text, found.first_line) == ("x", "One\ntwo\n", 4)


def test_a_byte_that_is_not_utf_8_is_shown_where_it_stands(tmp_path: Path) -> None:
    found = manuscript(tmp_path, "---\ntitle: x\n---\n\ngéü".encode() + b"\xff!\n")
    assert shown(found.diagnostics) == [
        (
            "content/weir.md:5:4: error: the byte 0xff is not UTF-8 [utf-8] save the file again as"
            " UTF-8"
        )
    ]
    assert found.text == "\ngéü�!\n"


def test_manuscripts_come_in_order_from_every_folder_but_private_ones(tmp_path: Path) -> None:
    names = ["b.md", "a.md", "d/c.md", "d/Z.MD", "sources/notes.md", "snapshots/a.md", ".x.md"]
    names += [".git/y.md", "d/.z/w.md", "a.txt", "md"]
    site = folder(tmp_path, {f"content/{name}": "x" for name in names})
    found = read.manuscripts(site, Settings())
    assert [each.name for each in found] == ["a.md", "b.md", "d/Z.MD", "d/c.md"]
    assert [each.path for each in found][:2] == ["content/a.md", "content/b.md"]


def test_another_folder_may_hold_the_content(tmp_path: Path) -> None:
    site = folder(tmp_path, {"texts/in/a.md": "x"})
    (found,) = read.manuscripts(site, Settings(content="texts/in"))
    assert (found.path, found.name) == ("texts/in/a.md", "a.md")


def test_without_a_content_folder_there_is_no_site(tmp_path: Path) -> None:
    for ask in (read.manuscripts, read.records, read.files):
        with pytest.raises(SiteError) as caught:
            ask(tmp_path, Settings())
        assert shown(caught.value.diagnostics) == [
            (
                "content:0:1: error: there is no folder content [content-exists] make the folder"
                " content and put an article in it: content/index.md"
            )
        ]


def test_a_thousand_articles_are_read_in_a_moment(tmp_path: Path) -> None:
    head = "---\ntitle: Nine gates\ndate: 2026-03-12\nauthor: Ada Okafor\nsummary: A count.\n---\n"
    body = "Nine of the fourteen gates failed.\n" * 300
    site = folder(tmp_path, {f"content/d{n % 10}/a{n}.md": head + body for n in range(1000)})
    started = time.process_time()
    assert len(read.manuscripts(site, Settings())) == 1000
    assert time.process_time() - started < 0.6  # 0.13 s on a quiet machine


# ---------------------------------------------------------------- records


def test_records_are_the_files_of_sources(tmp_path: Path) -> None:
    names = ["sources.yaml", "sources.bib", "sources/z.json", "sources/a/b.YML", "sources/c.txt"]
    names += ["sources/.hidden.yaml", "other.yaml", "d/sources.yaml", "sources-old.yaml"]
    site = folder(tmp_path, {f"content/{name}": "x\r\n" for name in names})
    assert read.records(site, Settings()) == (
        Record("content/sources.bib", "x\n", "bib"),
        Record("content/sources.yaml", "x\n", "yaml"),
        Record("content/sources/z.json", "x\n", "json"),
        Record("content/sources/a/b.YML", "x\n", "yaml"),
    )


def test_records_that_are_not_utf_8_are_all_named(tmp_path: Path) -> None:
    site = folder(tmp_path, {"content/sources.yaml": b"\xff", "content/sources/a.bib": b"x\n\xff"})
    with pytest.raises(SiteError) as caught:
        read.records(site, Settings())
    assert [(each.code, each.at) for each in caught.value.diagnostics] == [
        ("utf-8", Location("content/sources.yaml", 1, 1)),
        ("utf-8", Location("content/sources/a.bib", 2, 1)),
    ]


# ---------------------------------------------------------------- files

PRIVATE = [
    "sources.yaml",
    "Sources.yaml~",
    "sources-old.bib",
    "sources/a.pdf",
    "SOURCES/b.pdf",
    "snapshots/report.pdf",
    "Snapshots/copy.pdf",
    "ledger.json",
    "Ledger.JSON",
    ".env",
    ".git/config",
    "d/.DS_Store",
    "d/.secret/a.png",
    "d/sources.yaml",
    "weir.md",
    "d/DRAFT.MD",
]


def test_no_private_file_is_ever_among_those_that_may_be_published(tmp_path: Path) -> None:
    public = ["weir.jpg", "d/a.pdf", "d/resources.csv", "data.yaml"]
    site = folder(tmp_path, {f"content/{name}": "canary" for name in [*PRIVATE, *public]})
    assert read.files(site, Settings()) == frozenset(public)


@pytest.mark.parametrize(
    "target",
    [
        "../secret.txt",
        "../outside",
        "content/sources.yaml",
        "content/snapshots/a.pdf",
        ".env",
        "pyproject.toml",
        "nowhere",
        "content/link.txt",
    ],
)
def test_a_link_that_leads_to_what_is_private_is_left_out(tmp_path: Path, target: str) -> None:
    texts = ["../secret.txt", "../outside/a.txt", "content/sources.yaml", "content/snapshots/a.pdf"]
    site = folder(tmp_path / "site", dict.fromkeys([*texts, ".env", "pyproject.toml"], "canary"))
    (site / "content" / "link.txt").symlink_to(site / target)
    assert read.files(site, Settings()) == frozenset()


def test_a_link_inside_the_site_is_followed(tmp_path: Path) -> None:
    site = folder(tmp_path, {"content/d/a.png": "x", "templates/assets/logo.svg": "x"})
    (site / "content" / "b.png").symlink_to("d/a.png")
    (site / "content" / "e").symlink_to("d")
    (site / "content" / "logo.svg").symlink_to("../templates/assets/logo.svg")
    assert read.files(site, Settings()) == {"d/a.png", "b.png", "e/a.png", "logo.svg"}


def test_a_draft_is_not_published_by_a_link_of_another_name(tmp_path: Path) -> None:
    site = folder(tmp_path, {"content/draft.md": "canary"})
    (site / "content" / "draft.txt").symlink_to("draft.md")
    assert read.files(site, Settings()) == frozenset()


def test_sources_may_be_a_link_inside_the_site(tmp_path: Path) -> None:
    site = folder(tmp_path, {"shared.yaml": "a: {title: A}\n", "content/a.md": "x"})
    (site / "content" / "sources.yaml").symlink_to("../shared.yaml")
    assert [each.text for each in read.records(site, Settings())] == ["a: {title: A}\n"]


def test_a_link_to_a_folder_around_it_ends(tmp_path: Path) -> None:
    site = folder(tmp_path, {"content/d/a.png": "x"})
    (site / "content" / "d" / "again").symlink_to("..")
    (site / "content" / "d" / "itself").symlink_to("itself")
    assert read.files(site, Settings()) == {"d/a.png"}


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_an_article_that_lies_outside_is_refused(tmp_path: Path, kind: str) -> None:
    site = folder(tmp_path / "site", {"../out/a.md": "canary", "content/index.md": "x"})
    link, target = ("a.md", "out/a.md") if kind == "file" else ("d", "out")
    (site / "content" / link).symlink_to(tmp_path / target)
    with pytest.raises(SiteError) as caught:
        read.manuscripts(site, Settings())
    (told,) = caught.value.diagnostics
    assert told.code == "path-inside"
    assert "leads out of the site" in told.message


def test_sources_that_lie_outside_are_refused(tmp_path: Path) -> None:
    site = folder(tmp_path / "site", {"../out.yaml": "canary", "content/index.md": "x"})
    (site / "content" / "sources.yaml").symlink_to(tmp_path / "out.yaml")
    with pytest.raises(SiteError) as caught:
        read.records(site, Settings())
    assert [told.code for told in caught.value.diagnostics] == ["path-inside"]


def test_an_article_may_be_a_link_to_the_sites_own_readme(tmp_path: Path) -> None:
    site = folder(tmp_path, {"README.md": "# Hello\n", "content/a.md": "x"})
    (site / "content" / "index.md").symlink_to("../README.md")
    assert [each.text for each in read.manuscripts(site, Settings())] == ["x", "# Hello\n"]


def test_a_pipe_is_not_waited_for_but_reported(tmp_path: Path) -> None:
    site = folder(tmp_path, {"content/a.md": "x"})
    os.mkfifo(site / "content" / "b.md")
    with pytest.raises(SiteError) as caught:
        read.manuscripts(site, Settings())
    assert [(each.code, each.at.path) for each in caught.value.diagnostics] == [
        ("file-regular", "content/b.md")
    ]


# ---------------------------------------------------------------- pictures and texts


def png(width: int, height: int) -> bytes:
    """A picture as far as its size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def test_pictures_have_their_size_and_other_files_none(tmp_path: Path) -> None:
    texts: dict[str, str | bytes] = {
        "content/a.png": png(640, 480),
        "content/b.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>',
        "content/c.pdf": "%PDF",
        "content/broken.png": png(1, 1)[:20],
        "content/broken.svg": "<svg",
        "content/empty.jpg": "",
    }
    site = folder(tmp_path, texts)
    names = ["a.png", "b.svg", "c.pdf", "broken.png", "broken.svg", "empty.jpg", "missing.png"]
    assert measured(site, Settings(), names) == (
        Media("a.png", 640, 480),
        Media("b.svg", 20, 10),
        *(Media(name) for name in names[2:]),
    )


def test_the_text_of_a_file_has_the_lines_that_places_count(tmp_path: Path) -> None:
    site = folder(tmp_path, {"content/a.md": b"\xef\xbb\xbfone\r\ntwo\xff\r"})
    assert text_of(site, "content/a.md") == "one\ntwo�\n"
    assert text_of(site, "missing.md") == ""
    assert text_of(site, "content") == ""


def test_an_article_has_no_more_tags_than_readers_look_for(tmp_path: Path) -> None:
    tags = ", ".join(f"t{n}" for n in range(101))
    (told,) = manuscript(tmp_path, f"---\ntags: [{tags}]\n---\n").diagnostics
    assert (told.code, told.severity) == ("front-matter-value", "error")
    assert "101" in told.message
