"""What is held back, in the form of any program, reaches no file of the output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SiteUnderTest, Texts, line
from sidegloss.builder import Builder, Layout
from sidegloss.drafts import holds_back, is_draft_name, published_name

Make = Callable[[Texts], SiteUnderTest]

CANARY = "kanarienvogel"
BODY = f"""

# {CANARY} heading

[A {CANARY} passage][^{CANARY}]. ![A {CANARY}]({CANARY}.png) [data]({CANARY}.csv)

[^{CANARY}]: **Disputed.** {CANARY} [@drafted].
"""
REST = f"""\
title: {CANARY}-title
date: 2026-03-13
summary: {CANARY}-summary
tags: [{CANARY}-tag]
series: {CANARY}-series
aliases: [/{CANARY}/]
"""
PUBLIC: Texts = {
    "pyproject.toml": (
        '[tool.sidegloss]\ntitle = "A site"\nurl = "https://example.org/"\ncards = "none"\n'
    ),
    "content/weir.md": "---\ntitle: Weir\ndate: 2026-03-12\n---\n\n[Nine][^n].\n\n[^n]: [@logs].\n",
    "content/sources.yaml": (
        f"logs: {{title: Logs, rests-on: none}}\ndrafted: {{title: {CANARY}-source, rests-on: none}}\n"
    ),
    f"content/{CANARY}.png": CANARY,
    f"content/{CANARY}.csv": CANARY,
}


def yaml(*lines: str) -> str:
    return "---\n" + REST + "".join(f"{each}\n" for each in lines) + "---" + BODY


def toml(*lines: str) -> str:
    fields = f'title = "{CANARY}-title"\ndate = 2026-03-13\ntags = ["{CANARY}-tag"]\n'
    return "+++\n" + fields + "".join(f"{each}\n" for each in lines) + "+++" + BODY


HELD = {
    "draft: true": yaml("draft: true"),
    "draft: True": yaml("draft: True"),
    "draft: yes": yaml("draft: yes"),
    "draft: on": yaml("draft: on"),
    "draft: 1": yaml("draft: 1"),
    "draft: 'true'": yaml("draft: 'true'"),
    'draft: "yes"': yaml('draft: "yes"'),
    "draft: y": yaml("draft: y"),
    "draft with spaces": yaml("draft:    true   # not yet"),
    "Draft: TRUE": yaml("Draft: TRUE"),
    "quoted key": yaml('"draft": true'),
    "published: false": yaml("published: false"),
    "published: no": yaml("published: no"),
    "published: 'false'": yaml("published: 'false'"),
    "published: off": yaml("published: off"),
    "published: 0": yaml("published: 0"),
    "publish: false": yaml("publish: false"),
    "publish: no": yaml("publish: no"),
    "status: draft": yaml("status: draft"),
    "status: Draft": yaml("status: Draft"),
    "status: [draft]": yaml("status: [draft]"),
    "status in a list": yaml("status:", "  - Draft", "  - politics"),
    "typographic quotation marks": yaml("published: “false”"),
    "a full stop": yaml("status: Draft."),
    "given twice": yaml("draft: true", "draft: false"),
    "draft wins over published": yaml("draft: true", "published: true", "publish: true"),
    "published: false wins over draft: false": yaml("draft: false", "published: false"),
    "status wins over publish": yaml("publish: true", "status: draft"),
    "a blank line precedes": "\n" + yaml("draft: true"),
    "many blank lines precede": " \n\t\n\n" + yaml("draft: true"),
    "a byte order mark precedes": "\ufeff" + yaml("draft: true"),
    "a mark and blank lines precede": "\ufeff\n\n" + yaml("published: false"),
    "an unseen character precedes": "\u200b" + yaml("draft: true"),
    "Windows line ends": yaml("draft: true").replace("\n", "\r\n"),
    "old Macintosh line ends": yaml("draft: true").replace("\n", "\r"),
    "spaces behind the fences": yaml("draft: true").replace("---\n", "---  \t\n"),
    "closed by dots": yaml("draft: true").replace("true\n---", "true\n..."),
    "at the end of the file": f"---\ntitle: {CANARY}\ndraft: true\n---",
    "in one mapping": f"---\n{{title: {CANARY}, draft: true}}\n---" + BODY,
    "TOML draft": toml("draft = true"),
    "TOML draft as text": toml('draft = "true"'),
    "TOML published": toml("published = false"),
    "TOML publish": toml("publish = false"),
    "TOML status": toml('status = "draft"'),
    "TOML Draft": toml("Draft = true"),
    "TOML quoted key": toml('"draft" = true'),
    "TOML with tables": toml(
        "draft = true", "[params]", f'x = "{CANARY}"', "[[resources]]", "n = 1"
    ),
    "TOML with a text of several lines": toml("draft = true", f'x = """\n{CANARY}\n"""'),
    "TOML after blank lines": "\ufeff\n\n" + toml("draft = true"),
    "TOML with Windows line ends": toml("draft = true").replace("\n", "\r\n"),
    "TOML with spaces behind the fences": toml("draft = true").replace("+++\n", "+++ \n"),
}

NAMES = [
    "_secret.md",
    "_drafts/secret.md",
    "_secret/index.md",
    "essays/_secret.md",
    "essays/_later/deep/secret.md",
    "_index.md",
    "essays/_index.md",
    "_posts/2026-03-13-secret.md",
    "__init.md",
    "_.md",
]


def found(output: Path) -> list[str]:
    """Where in *output* the canary is: in a file's name, or in what it holds, packed or escaped."""
    escaped = json.dumps(CANARY)[1:-1].encode()
    return [
        file.relative_to(output).as_posix()
        for file in output.rglob("*")
        if file.is_file()
        and (CANARY in file.name or {CANARY.encode(), escaped} & _words(file.read_bytes().lower()))
    ]


def _words(data: bytes) -> set[bytes]:
    return {CANARY.encode()} if CANARY.encode() in data else set()


@pytest.mark.parametrize("text", HELD.values(), ids=list(HELD))
def test_a_draft_in_any_form_is_in_no_file_of_the_output(site: Make, text: str) -> None:
    under_test = site({**PUBLIC, "content/secret.md": text})
    result = under_test.build()
    assert result.written, list(map(line, result.diagnostics))
    assert found(under_test.output) == []
    assert "secret" not in " ".join(under_test.written())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_begins_with_an_underscore_makes_a_draft(site: Make, name: str) -> None:
    under_test = site({**PUBLIC, f"content/{name}": yaml("draft: false", "published: true")})
    assert under_test.build().written
    assert found(under_test.output) == []


def test_the_preview_shows_each_draft(site: Make) -> None:
    """So the tests above could fail."""
    shown = [text for name, text in HELD.items() if name != "given twice"]
    drafts = {f"content/a{number}.md": f"{text}" for number, text in enumerate(shown)}
    drafts = {
        name: text.replace(f"aliases: [/{CANARY}/]", "order: 1") for name, text in drafts.items()
    }
    under_test = site({**PUBLIC, **drafts, "content/_later/b.md": "Text."})
    result = under_test.build(drafts=True)
    assert result.written, [line(d) for d in result.diagnostics if d.severity == "error"]
    pages = set(found(under_test.output))
    assert {f"a{number}/index.html" for number in range(len(shown))} <= pages
    assert "later/b/index.html" in under_test.written()


@pytest.mark.parametrize(
    "mark",
    [
        "draft: false",
        "draft: no",
        "draft: 0",
        "draft:",
        "published: true",
        "published: yes",
        "published:",
        "published: 2024-01-05",
        "published: soon",
        "publish: true",
        "status: published",
        "status: final",
        "status: drafty",
        "status: [final]",
        "tags: [draft]",
        "title: draft",
    ],
)
def test_any_other_value_has_no_effect(site: Make, mark: str) -> None:
    under_test = site({"content/a.md": f"---\n{mark}\n---\nText.\n"})
    assert under_test.build().written
    assert "a/index.html" in under_test.written()


UNREADABLE = {
    "never closed": f"---\ntitle: x\ndraft: true\n\n{CANARY}",
    "never closed, of one line": "---",
    "TOML that is never closed": f"+++\ndraft = true\n\n{CANARY}",
    "TOML closed as YAML": f"+++\ndraft = true\n---\n{CANARY}",
    "YAML closed as TOML": f"---\ndraft: true\n+++\n{CANARY}",
    "YAML that is none": f"---\ntitle: a: b\ndraft: true\n---\n{CANARY}",
    "YAML with a tab": f"---\ntitle:\n\t- x\ndraft: true\n---\n{CANARY}",
    "YAML that is a list": f"---\n- draft\n---\n{CANARY}",
    "TOML that is none": f"+++\ntitle = x y\ndraft = true\n+++\n{CANARY}",
    "TOML between lines of YAML": f"---\ndraft = true\n---\n{CANARY}",
    "YAML between lines of TOML": f"+++\ndraft: true\n+++\n{CANARY}",
    "TOML with a name of many parts": f"+++\n{'.'.join('a' * 9000)} = 1\n+++\n{CANARY}",
    "a draft that is no truth": f"---\ndraft: maybe\n---\n{CANARY}",
    "a draft that is a list": f"---\ndraft: [1, 2]\n---\n{CANARY}",
    "JSON": f'{{\n  "title": "x",\n  "draft": true\n}}\n{CANARY}',
    "JSON in one line": f'{{"title": "x", "draft": true}}\n{CANARY}',
    "JSON between semicolons": f';;;\n"draft": true\n;;;\n{CANARY}',
    "a fence that names a language": f"---json\n{{}}\n---\n{CANARY}",
    "a fence of four hyphens": f"----\ndraft: true\n----\n{CANARY}",
    "a fence of four plus signs": f"++++\ndraft = true\n++++\n{CANARY}",
    "a fence that is indented": f" ---\ndraft: true\n ---\n{CANARY}",
    "a rule before a text": f"---\n\n{CANARY}\n",
    "rules around a text": f"---\n\n{CANARY}\n\n---\n\nMore.\n",
    "a comment precedes": f"<!-- note -->\n---\ndraft: true\n---\n{CANARY}",
    "comments precede": f"<!-- a\nb -->\n\n%% c %%\n\n+++\ndraft = true\n+++\n{CANARY}",
    "the first fence is missing": f"title: x\ndraft: true\n---\n{CANARY}",
    "the first fence of TOML is missing": f'title = "x"\ndraft = true\n+++\n{CANARY}',
    "both fences are missing": f"title: x\ndraft: true\n\n{CANARY}",
    "a second front matter": f"---\ntitle: x\n---\n\n---\ndraft: true\n---\n{CANARY}",
    "not UTF-8": yaml("draft: true").encode("utf-16"),
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=list(UNREADABLE))
def test_front_matter_that_cannot_be_read_is_an_error_with_a_place_and_a_hint(
    site: Make, text: str | bytes
) -> None:
    under_test = site({"content/secret.md": text})
    result = under_test.build()
    errors = [each for each in result.diagnostics if each.severity == "error"]
    assert errors
    assert all(each.at.path == "content/secret.md" and each.hint for each in errors)
    assert all(each.at.line for each in errors)
    assert not under_test.output.exists()


@pytest.mark.parametrize(
    "code", ["front-matter-closed", "front-matter-form", "yaml-readable", "toml-readable"]
)
def test_no_setting_makes_that_a_lesser_thing(site: Make, code: str) -> None:
    settings = f'[tool.sidegloss]\ntitle = "x"\n[tool.sidegloss.rules]\n{code} = "off"\n'
    wrong = {
        "front-matter-closed": "---\ndraft: true\n",
        "front-matter-form": '{"draft": true}\n',
        "yaml-readable": "---\na: b: c\n---\n",
        "toml-readable": "+++\na: b\n+++\n",
    }
    under_test = site({"pyproject.toml": settings, "content/a.md": f"{wrong[code]}{CANARY}"})
    assert under_test.build().written is None


@pytest.mark.parametrize(
    "text",
    [
        "***\n\nText.\n",
        "* * *\n\nText.\n",
        "___\n\nText.\n",
        "- - -\n\nText.\n",
        "Title: a story\n---\nText.\n",
        "Note: this is a heading\n---\nText.\n",
        "Text.\n\n---\n\ndraft: true\n",
        "{braces} open this text.\n",
        "<!-- a comment -->\n\n---\n\nText.\n",
        "---\ntitle: x\n---\n\n---\n\nA rule below the front matter.\n",
        "---\ntitle: x\n---\n---\nNote: a rule.\n",
        "<!-- a comment -->\n\nText.\n",
        "One: two\nthree: four\n\nText.\n",
        "",
        "\n\n",
        "\ufeff",
    ],
)
def test_what_is_no_front_matter_stays_text(site: Make, text: str) -> None:
    under_test = site({"content/a.md": text})
    assert under_test.build().written
    assert "a/index.html" in under_test.written()


# ---------------------------------------------------------------- what refers to a draft


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[x](_drafts/secret.md)", "link-target"),
        ("[x](/drafts/secret/)", "link-target"),
        ("[x](_drafts/secret.md#top)", "link-target"),
        ("[x][^n]\n\n[^n]: See [x](_drafts/secret.md).", "link-target"),
        ("[x](_files/data.csv)", "link-target"),
        ("[x](/_files/data.csv)", "link-target"),
        ("![x](_files/a.png)", "link-target"),
        ("![x](essays/_a.png)", "link-target"),
        ("[x][^n]\n\n[^n]: ![x](_files/a.png)", "link-target"),
        ("---\nimage: _files/a.png\n---\nText.", "link-target"),
        ("[x](secret.md)", "link-target"),
    ],
)
def test_what_is_published_refers_to_no_draft(site: Make, text: str, code: str) -> None:
    files: Texts = {
        "content/a.md": text,
        "content/_drafts/secret.md": CANARY,
        "content/secret.md": "---\npublish: false\n---\n",
        "content/_files/data.csv": CANARY,
        "content/_files/a.png": CANARY,
        "content/essays/_a.png": CANARY,
    }
    under_test = site(files)
    for drafts in (False, True):
        errors = list(Builder(_layout(under_test, drafts=drafts)).check())
        errors = [each for each in errors if each.severity == "error"]
        assert [each.code for each in errors] == [code], "as `check`, so `build`"
        assert errors[0].hint
    assert under_test.build().written is None


@pytest.mark.parametrize("name", ["a.md", "a.png"])
def test_no_link_of_the_file_system_leads_from_a_public_name_to_a_draft(
    site: Make, name: str
) -> None:
    under_test = site({"content/x.md": "![x](a.png)", f"content/_private/{name}": CANARY})
    (under_test.folder / "content" / name).symlink_to(f"_private/{name}")

    under_test.build()

    written = under_test.output.rglob("*") if under_test.output.exists() else ()
    assert [
        each for each in written if each.is_file() and CANARY.encode() in each.read_bytes()
    ] == []


def _layout(under_test: SiteUnderTest, *, drafts: bool) -> Layout:
    return Layout(under_test.folder, under_test.output, with_drafts=drafts)


def test_a_draft_may_refer_to_drafts_and_to_their_files(site: Make) -> None:
    files: Texts = {
        "content/a.md": "Text.",
        "content/_drafts/one.md": "[x](two.md) ![x](a.png)",
        "content/_drafts/two.md": "[x](one.md)",
        "content/_drafts/a.png": CANARY,
    }
    under_test = site(files)
    assert under_test.build(drafts=True).written
    assert "_drafts/a.png" in under_test.written()


def test_the_navigation_names_no_draft(site: Make) -> None:
    settings = '[tool.sidegloss]\ntitle = "A"\nnav = ["_about.md"]\n'
    under_test = site({"pyproject.toml": settings, "content/_about.md": "x", "content/a.md": "x"})
    assert ["nav-target" in each for each in under_test.check(drafts=True)] == [True]
    assert under_test.build().written is None


def test_a_saved_copy_in_a_folder_of_drafts_is_not_published(site: Make) -> None:
    source = "logs: {title: L, rests-on: none, snapshot: _x/a.html, publish-snapshot: true}\n"
    under_test = site(
        {
            "content/a.md": "[x][^n]\n\n[^n]: [@logs]\n",
            "content/sources.yaml": source,
            "content/_x/a.html": CANARY,
        }
    )
    result = under_test.build()
    assert "snapshot-exists" in [each.code for each in result.diagnostics]
    assert result.written is None


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "draft", "published"),
    [
        ("weir.md", False, ""),
        ("a_b/c_.md", False, ""),
        ("_weir.md", True, ""),
        ("_drafts/weir.md", True, ""),
        ("a/_b/weir.md", True, ""),
        ("_posts/weir.md", True, "posts/weir.md"),
        ("blog/_posts/weir.md", True, "blog/posts/weir.md"),
        ("_posts/_weir.md", True, ""),
        ("_index.md", True, "index.md"),
        ("a/_index.md", True, "a/index.md"),
        ("_posts/_index.md", True, "posts/index.md"),
    ],
)
def test_a_name_makes_a_draft(name: str, *, draft: bool, published: str) -> None:
    assert is_draft_name(name) is draft
    assert published_name(name) == published


def test_a_name_that_another_program_publishes_is_reported_once_a_folder(site: Make) -> None:
    texts = {f"content/_posts/2019-03-1{n}-x.md": "Text." for n in range(5)}
    under_test = site({"content/a.md": "x", "content/b/_index.md": "x", **texts})
    assert [each for each in under_test.check() if "draft-named" in each] == [
        (
            "content/_posts/2019-03-10-x.md: warning: _posts is not published: its name begins with _,"
            " which makes a draft [draft-named]"
        ),
        (
            "content/b/_index.md: warning: b/_index.md is not published: its name begins with _, which"
            " makes a draft [draft-named]"
        ),
    ]


def test_a_mark_is_read_however_it_is_written() -> None:
    assert holds_back("draft", " TRUE ")
    assert not holds_back("draft", "")
    assert holds_back("published", "False")
    assert not holds_back("published", "2024-01-05")
    assert not holds_back("status", "true")
