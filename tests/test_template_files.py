"""Templates: which refer to which, what their versions say, and overrides that would have no effect."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from jinja2 import Environment, meta

from conftest import SiteUnderTest, Texts
from sidegloss.template_files import TemplateFiles
from sidegloss.theme import DEFAULT, Theme
from sidegloss.views import TEMPLATES, Frame, View
from tools import ROOT

Make = Callable[[Texts], SiteUnderTest]

CONTENT: Texts = {
    "content/a.md": "# Weir\n\n[It][^n].\n\n[^n]: So [@s].\n",
    "content/sources.yaml": "s: {title: T, issued: 2020, rests-on: none}\n",
}
CITING: Texts = {
    "content/index.md": "---\ntitle: Home\n---\n[Front][^f] [x][^g] [y][^h].\n\n[^f]: See [@s].\n[^g]: And [@s].\n[^h]: Or [@s].\n",
    "content/a.md": "---\ndate: 2026-01-02\n---\n# Weir\n\n[It][^n], [he][^m] and [she][^o].\n\n"
    "[^n]: As @d writes, so [@s, p. 3].\n[^m]: By [@s quoting @r].\n[^o]: She [disputed by @d].\n",
    "content/sources.yaml": "s: {title: T, author: [Ada Lo], issued: 2020, rests-on: {source: r, how: quotes}}\n"
    "r: {title: R, author: [Bo Li], issued: 2019, rests-on: {source: q, how: quotes}}\n"
    "q: {title: Q, author: [Cy Mo], issued: 2018, rests-on: none, retracted: true}\n"
    "d: {title: D, author: [Di No], issued: 2021, rests-on: none}\n",
}
NAMES = sorted(file.name for file in DEFAULT.glob("*.*ml"))


def theme(folder: Path, **texts: str) -> Theme:
    """A theme of the default templates, some of them overridden: ``citation="..."``."""
    own = folder / "templates"
    own.mkdir(exist_ok=True)
    for name, text in texts.items():
        (own / f"{name}.html").write_text(text)
    return Theme(folder, "templates")


def versions(folder: Path, **texts: str) -> dict[str, str]:
    """The version of each template of `theme`."""
    made = theme(folder, **texts)
    return {name: made.version_of(name) for name in NAMES}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in NAMES if before[name] != after[name]}


# ---------------------------------------------------------------- versions


@pytest.mark.parametrize(
    ("name", "reaching"),
    [
        ("departed", {"departed.html"}),
        ("find", {"find.html", "claims.html", "search.html", "source.html"}),
        ("path", {"path.html", "trail.html", "note.html", "passage.html", "reading.html",
                  "article.html", "index.html", "feed-entry.html", "feed.xml"}),
        ("byline", {"byline.html", "passage.html", "reading.html", "article.html", "index.html"}),
    ],
)  # fmt: skip
def test_a_changed_file_changes_the_versions_of_exactly_the_templates_that_reach_it(
    name: str, reaching: set[str], tmp_path: Path
) -> None:
    before = versions(tmp_path)
    after = versions(tmp_path, **{name: (DEFAULT / f"{name}.html").read_text() + "{# new #}"})
    # a feed shows any view within its own
    shows_any = {"feed.xml"} if reaching & set(TEMPLATES.values()) else set()
    assert changed(before, after) == reaching | shows_any


def test_what_an_override_adds_to_the_original_counts_and_the_original_itself(
    tmp_path: Path,
) -> None:
    before = versions(tmp_path)
    extended = versions(tmp_path, topics='{% extends "default/topics.html" %}', mine="a")
    assert changed(before, extended) == {"topics.html", "feed.xml"}
    included = versions(
        tmp_path, topics='{% extends "default/topics.html" %}{% include "mine.html" %}'
    )
    again = versions(tmp_path, mine="b")
    assert changed(included, again) == {"topics.html", "feed.xml"}
    base = versions(tmp_path, base=(DEFAULT / "base.html").read_text() + "{# new #}")
    assert {"topics.html", "404.html"} <= changed(again, base)


@pytest.mark.parametrize(
    "tag",
    ["{% include page.name %}", "{%- include\n page.name ~ '.html' -%}", "{% extends a if a else b %}",
     "{% from 'a%}.html' import x %}"],
)  # fmt: skip
def test_a_template_that_computes_a_name_depends_on_all(tag: str, tmp_path: Path) -> None:
    before = versions(tmp_path, topics=tag)
    after = versions(tmp_path, unrelated="new")
    assert "topics.html" in changed(before, after)


def test_a_template_that_is_missing_counts_once_it_is_there(tmp_path: Path) -> None:
    before = versions(tmp_path, topics='{% include ["mine.html", "card.html"] ignore missing %}')
    assert "topics.html" in changed(before, versions(tmp_path, mine="new"))


def test_assets_and_words_are_no_part_of_a_version(tmp_path: Path) -> None:
    before = versions(tmp_path)
    (tmp_path / "templates/assets").mkdir()
    (tmp_path / "templates/assets/reader.css").write_text("p {}")
    assert changed(before, versions(tmp_path)) == set()


def test_the_version_of_some_templates_depends_on_each_of_them(tmp_path: Path) -> None:
    one = theme(tmp_path)
    assert one.version_of("404.html") != one.version_of("404.html", "topics.html")
    assert one.version_of("404.html", "topics.html") == one.version_of("topics.html", "404.html")


@pytest.mark.parametrize("name", NAMES)
def test_references_are_those_that_jinja_finds_in_the_whole_template(name: str) -> None:
    tree = Environment().parse((DEFAULT / name).read_text())
    expected = set(meta.find_referenced_templates(tree))
    found = TemplateFiles((DEFAULT,), DEFAULT)._references(name)
    shown = set(TEMPLATES.values()) if name == "feed.xml" else set()
    assert set(found) == expected | shown


# ---------------------------------------------------------------- overrides without effect


SHORT = "{% macro short(source, locator='', is_listed=false) %}!{% endmacro %}"
EXTENDS = '{% extends "default/citation.html" %}\n'


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("citation", EXTENDS + SHORT, 2, "default/citation.html replaces the macro short"),
        ("citation", '{% import "default/citation.html" as old %}\n{% set cited = old.cited %}\n' + SHORT, 3,
         "the macro cited of default/citation.html uses the short beside it"),
        ("article", '{% extends "default/article.html" %}\n{% block man %}{% endblock %}', 2,
         "default/article.html has no block man"),
        ("article", '{% extends "base.html" %}\n{% block man %}{% endblock %}', 2, "attributes"),
    ],
)  # fmt: skip
def test_an_override_that_would_not_take_effect_everywhere_is_an_error(
    name: str, text: str, line: int, message: str, site: Make
) -> None:
    result = site({**CONTENT, f"templates/{name}.html": text}).build()
    assert result.written is None
    (error,) = (each for each in result.diagnostics if each.severity == "error")
    assert message in error.message
    assert (error.at.path, error.at.line) == (f"templates/{name}.html", line)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("entries", '{% import "default/entries.html" as old %}{% set pager = old.pager %}{% macro list(a) %}{% endmacro %}'),
        ("article", '{% extends "default/article.html" %}{% block main %}{% block own %}{% endblock %}{% endblock %}'),
        ("article", '{% extends "default/" ~ "article.html" %}{% block own %}{% endblock %}'),
    ],
)  # fmt: skip
def test_an_override_that_takes_effect_is_no_error(name: str, text: str, site: Make) -> None:
    assert site({**CONTENT, f"templates/{name}.html": text}).build().written


def test_an_override_of_short_shows_on_every_kind_of_page_that_cites(site: Make) -> None:
    old = "{{ apart(whose(source)) }} {{ year(source.issued) }}</a>"
    own = (DEFAULT / "citation.html").read_text().replace(old, "mine:{{ source.key }}</a>")
    under_test = site({**CITING, "templates/citation.html": own})
    assert under_test.build(url="https://weir.example/").written
    pages = {name: under_test.read(name) for name in under_test.written()
             if name.endswith((".html", ".xml"))}  # fmt: skip
    mine = {name: set(re.findall(r"mine:(\w)", html)) for name, html in pages.items()}
    assert {name: "".join(sorted(keys)) for name, keys in mine.items() if keys} == {
        "index.html": "qrs",
        "a/index.html": "dqrs",
        "a/n/index.html": "qrs",
        "a/m/index.html": "qrs",
        "a/o/index.html": "d",
        "a/~sourcing/index.html": "dqs",
        "f/index.html": "qrs",
        "g/index.html": "qrs",
        "h/index.html": "qrs",
        "~sourcing/index.html": "qs",
        "sources/q/index.html": "s",
        "feed.xml": "dqrs",
    }
    theirs = re.compile(r"(?:Lo|Li|Mo|No) 20\d\d(?:</a>|&lt;/a&gt;)")
    assert [name for name, html in pages.items() if theirs.search(html)] == []


EXTENDED = [*TEMPLATES.values(), "base.html", "reading.html"]


def test_every_block_can_be_filled_with_what_it_holds_and_more(site: Make) -> None:
    under_test = site(CITING)
    assert under_test.build(url="https://weir.example/").written
    before = {name: under_test.read(name) for name in under_test.written() if name.endswith("ml")}
    for file in EXTENDED:
        blocks = re.findall(r"\{% block (\w+)", (DEFAULT / file).read_text())
        assert blocks, f"{file} has no block to fill"
        filled = "".join(
            f"{{% block {name} %}}{{{{ super() }}}}{{% endblock %}}" for name in blocks
        )
        under_test.write({f"templates/{file}": f'{{% extends "default/{file}" %}}{filled}'})
    assert under_test.build(url="https://weir.example/").written
    after = {name: under_test.read(name) for name in before}
    assert before["a/index.html"] == after["a/index.html"]
    assert before == after


# ---------------------------------------------------------------- the manual


def table(heading: str) -> dict[str, set[str]]:
    """The rows of the manual's table with this heading: templates -> the names that it gives them."""
    text = (ROOT / "content/manual/restyling.md").read_text(encoding="utf-8")
    _, _, rows = text.partition(f"| Template | {heading} |\n| --- | --- |\n")
    found: dict[str, set[str]] = {}
    for row in rows.partition("\n\n")[0].splitlines():
        files, _, names = row.strip("| ").partition(" | ")
        for file in re.findall(r"`([^`]+)`", files) or [files]:
            found[file] = set(re.findall(r"`(\w+)`", names))
    return found


@pytest.mark.parametrize(("view", "file"), TEMPLATES.items(), ids=TEMPLATES.values())
def test_the_manual_names_every_field_of_a_view_and_no_other(view: type[View], file: str) -> None:
    own = {field.name for field in fields(view)} - {"frame"}
    assert table("`page.`")[file] == own


def test_the_manual_names_every_field_of_the_frame() -> None:
    text = (ROOT / "content/manual/restyling.md").read_text(encoding="utf-8")
    (listed,) = re.findall(
        r"^`page\.frame` is what surrounds each page: (.*?)\. ", text, re.MULTILINE
    )
    assert set(re.findall(r"`(\w+)`", listed)) == {field.name for field in fields(Frame)}


@pytest.mark.parametrize("file", EXTENDED)
def test_the_manual_names_every_block_and_no_other(file: str) -> None:
    blocks = set(re.findall(r"\{% block (\w+)", (DEFAULT / file).read_text()))
    frames = table("blocks of its own")["base.html"]
    if file == "base.html":
        assert frames == blocks
    else:
        assert table("blocks of its own").get(file, set()) == blocks - frames
