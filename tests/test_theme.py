"""Templates and assets: a site's own go before the default ones, and what is wrong is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout
from sidegloss.model import Diagnostic
from sidegloss.theme import DEFAULT, Theme

Make = Callable[[Texts], SiteUnderTest]

CONTENT: Texts = {"content/a.md": "# Weir\n\n[It][^n].\n\n[^n]: So.\n", "content/index.md": "Home."}
EXTENDED = (
    '{% extends "default/article.html" %}\n{% block foot %}<footer>Mine</footer>{% endblock %}\n'
)


def wrong(under_test: SiteUnderTest) -> Diagnostic:
    """The one thing that kept the site from being built."""
    result = under_test.build()
    assert result.written is None
    (error,) = (d for d in result.diagnostics if d.severity == "error")
    return error


def assets(under_test: SiteUnderTest) -> list[str]:
    return [name for name in under_test.written() if name.startswith("assets/")]


# ---------------------------------------------------------------- shadowing


def test_a_template_of_the_site_stands_in_for_the_default_one(site: Make) -> None:
    under_test = site({**CONTENT, "templates/article.html": "<p>{{ page.title }}"})
    assert under_test.build().written
    assert under_test.read("a/index.html") == "<p>Weir"
    assert "<h1>" in under_test.read("404.html")


def test_a_template_may_extend_the_one_that_it_shadows(site: Make) -> None:
    under_test = site({**CONTENT, "templates/article.html": EXTENDED})
    assert under_test.build().written
    html = under_test.read("a/index.html")
    assert "<footer>Mine</footer>" in html
    assert 'id="fn-n"' in html
    assert "<footer>Mine</footer>" not in under_test.read("404.html")


def test_what_all_pages_extend_may_be_shadowed_and_extended(site: Make) -> None:
    extended = '{% extends "default/base.html" %}{% block foot %}<footer>All</footer>{% endblock %}'
    under_test = site({**CONTENT, "templates/base.html": extended})
    assert under_test.build().written
    for name in ("a/index.html", "index.html", "404.html", "sources/index.html"):
        assert under_test.read(name).count("<footer>All</footer>") == 1


def test_a_macro_may_be_shadowed(site: Make) -> None:
    own = (
        '{% macro list(entries) %}<b>{{ entries|length }} {{ t("site.sources") }}</b>{% endmacro %}'
    )
    own += "{% macro pager(pager) %}{% endmacro %}"
    under_test = site({**CONTENT, "templates/entries.html": own})
    under_test.write({"content/b.md": "---\ndate: 2026-01-01\n---\n"})
    assert under_test.build().written
    assert "<b>1 Sources</b>" in under_test.read("index.html")


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ('{{ {"a": 1}.a }} {{ page.title.upper().lower() }}', "1 weir"),
        (
            "{% macro m(a, b='x') %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 2) }} {{ m(b=3, a=4) }}",
            "1x 12 43",
        ),
        (
            '{% macro m() %}{{ varargs|join("-") }}{{ kwargs.z }}{% endmacro %}{{ m(1, 2, z=3) }}',
            "1-23",
        ),
        (
            "{% macro m() %}<{{ caller(2) }}>{% endmacro %}{% call(n) m() %}{{ n }}{% endcall %}",
            "<2>",
        ),
        (
            "{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(*['&']) }}{{ m(**{'a': '&'|safe}) }}",
            "<&amp;><&>",
        ),
        (
            "{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(m('&')) }} {{ m(m('&')) ~ '<' }}",
            "<<&amp;>> <<&amp;>>&lt;",
        ),
    ],
)
def test_calls_and_fields_are_what_they_are_in_jinja(site: Make, template: str, shown: str) -> None:
    under_test = site({**CONTENT, "templates/article.html": template})
    assert under_test.build().written
    assert under_test.read("a/index.html") == shown


def test_a_remembered_macro_is_called_once_for_equal_arguments_by_whichever_page(
    site: Make,
) -> None:
    own = (
        "{% set called = namespace(times=0) %}"
        "{% macro told(word) %}{% set called.times = called.times + 1 %}{{ word }}{{ called.times }}"
        "{% endmacro %}{% macro both(word) %}{{ told(word) }}{{ told(word) }}{% endmacro %}"
        "{% set told = told|remembered %}"
    )
    page = '{% import "own.html" as own %}{{ own.both("a") }} {{ own.told("b") }}'
    under_test = site({**CONTENT, "templates/own.html": own, "templates/article.html": page})
    under_test.write({"content/b.md": "# Second\n"})
    assert under_test.build().written
    assert under_test.read("a/index.html") == under_test.read("b/index.html") == "a1a1 b2"


def test_a_macro_knows_the_words_of_the_page_that_imports_it(site: Make) -> None:
    own = "{% macro said() %}{{ words.language }} {{ t('site.sources') }}{% endmacro %}"
    page = '{% import "own.html" as own %}{{ own.said() }}'
    under_test = site({**CONTENT, "templates/own.html": own, "templates/article.html": page})
    under_test.write({"content/b.md": "---\nlanguage: de\n---\n# Zwei\n"})
    assert under_test.build().written
    assert under_test.read("a/index.html") == "en Sources"
    assert under_test.read("b/index.html") == "de Quellen"


def test_what_a_page_says_is_escaped(site: Make) -> None:
    texts = {"content/a.md": '---\ntitle: "<script>&\\"x"\nsummary: "<b>"\n---\n<i>Text</i>\n'}
    under_test = site(texts)
    assert under_test.build().written
    html = under_test.read("a/index.html")
    assert "<script>&" not in html
    assert "<b>" not in html
    assert "&lt;i&gt;Text" in html
    assert "<h1>&lt;script&gt;&amp;" in html


# ---------------------------------------------------------------- what is wrong with a template


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("a\n{{ nothing }}\n", 2, "'nothing' is undefined"),
        ("a\nb\n{{ page.nothing }}\n", 3, "has no attribute 'nothing'"),
        ("{% if %}\n", 1, "the template fails: "),
        ("a\n\n{% block x %}\n", 3, "the template fails: "),
        ('a\n{% include "gone.html" %}\n', 2, "gone.html"),
        ('{% extends "gone.html" %}\n', 1, "gone.html"),
        ('a\n{{ t("no.such") }}\n', 2, "asks for no.such, which is not there"),
        ('a\n{{ asset("gone.css") }}\n', 2, "asks for assets/gone.css, which is not there"),
        ("a\n{{ 1 // 0 }}\n", 2, "division"),
        ("a\n{{ page.title + 1 }}\n", 2, "the template fails: "),
        ("a\n{{ page.notes[7].number }}\n", 2, "the template fails: "),
        ("{% macro m() %}\n{{ lost }}\n{% endmacro %}\n\n{{ m() }}", 2, "'lost' is undefined"),
        ("{% macro m() %}{% endmacro %}\n{{ m(1) }}", 2, "takes not more than 0 argument"),
        ('a\n{% include "../../pyproject.toml" %}', 2, "pyproject.toml"),
        ('{% include "article.html" %}', 1, "the template fails: "),
    ],
)
def test_a_wrong_template_is_told_with_file_and_line(
    site: Make, template: str, line: int, message: str
) -> None:
    error = wrong(site({**CONTENT, "templates/article.html": template}))
    assert (error.code, error.at.path, error.at.line) == (
        "template-whole",
        "templates/article.html",
        line,
    )
    assert message in error.message
    assert error.hint


def test_a_mistake_in_an_imported_template_is_told_where_it_stands(site: Make) -> None:
    texts = {
        "templates/article.html": '{% import "own.html" as own %}\n{{ own.say() }}',
        "templates/own.html": "{% macro say() %}\n\n{{ nothing }}{% endmacro %}",
    }
    error = wrong(site({**CONTENT, **texts}))
    assert (error.at.path, error.at.line) == ("templates/own.html", 3)


def test_a_template_that_is_not_utf_8_is_told(site: Make) -> None:
    error = wrong(site({**CONTENT, "templates/article.html": b"\xff"}))
    assert (error.code, error.at.path) == ("template-whole", "article.html")


# ---------------------------------------------------------------- assets


def test_an_asset_bears_a_fingerprint_of_what_it_holds(site: Make) -> None:
    under_test = site({**CONTENT, "templates/assets/own.css": "p {}"})
    assert under_test.build().written
    (first,) = (name for name in assets(under_test) if name.startswith("assets/own."))
    assert re.fullmatch(r"assets/own\.[0-9a-f]{8}\.css", first)
    under_test.write({"templates/assets/own.css": "p { color: red }"})
    assert under_test.build().written
    (second,) = (name for name in assets(under_test) if name.startswith("assets/own."))
    assert second != first
    assert under_test.read(second) == "p { color: red }"


def test_pages_link_to_assets_by_their_fingerprint(site: Make) -> None:
    under_test = site(CONTENT)
    assert under_test.build().written
    (style,) = (
        name
        for name in assets(under_test)
        if name.startswith("assets/reader.") and name.endswith(".css")
    )
    assert f'href="../{style}"' in under_test.read("a/index.html")
    assert f'href="{style}"' in under_test.read("index.html")
    assert f'href="/{style}"' in under_test.read("404.html")


def test_an_asset_of_the_site_stands_in_for_the_default_one(site: Make) -> None:
    under_test = site({**CONTENT, "templates/assets/reader.css": "/* mine */"})
    assert under_test.build().written
    (style,) = (
        name
        for name in assets(under_test)
        if name.startswith("assets/reader.") and name.endswith(".css")
    )
    assert under_test.read(style) == "/* mine */"
    assert f'href="../{style}"' in under_test.read("a/index.html")
    assert [name for name in assets(under_test) if name.endswith(".js")]


def test_a_published_style_sheet_selects_what_its_source_selects(site: Make) -> None:
    # ".card :is(a)" is a link in a card, ".card:is(a)" a card that is a link.
    theme = Theme(site({}).folder, "templates")
    apart = re.compile(r"[\w\])\"*] +:[a-z:]|[\w\])\"*] +::")

    for output in theme.assets():
        if output.path.endswith(".css"):
            name = re.sub(r"\.\w+\.css$", ".css", output.path)
            source = re.sub(
                r"/\*.*?\*/", "", (DEFAULT / name).read_text(encoding="utf-8"), flags=re.DOTALL
            )
            assert len(apart.findall(output.data.decode())) == len(apart.findall(source)), name


def test_the_themes_scripts_and_styles_lose_their_comments_and_a_sites_own_stay_as_written(
    site: Make,
) -> None:
    own = {"own.css": "/* mine */\np { color: red }\n", "own.js": "// mine\nlet a = 1;\n"}
    under_test = site({**CONTENT, **{f"templates/assets/{name}": own[name] for name in own}})
    under_test.build()
    code = [name for name in assets(under_test) if name.endswith((".css", ".js"))]
    of_site = [name for name in code if name.startswith("assets/own.")]

    assert {under_test.read(name) for name in of_site} == set(own.values())
    assert [name for name in code if name not in of_site and "/*" in under_test.read(name)] == []
    assert len(code) > len(of_site) + 5


@pytest.mark.parametrize(
    ("link", "is_own"),
    [("url(own.woff2)", True), ('url("deep/own.svg")', True), ("url( './own.woff2#a' )", True),
     ("url(gone.png)", False), ("url(data:image/png,own.woff2)", False), ("url(#own)", False)],
)  # fmt: skip
def test_a_style_sheet_links_to_assets_by_their_fingerprint(
    link: str, is_own: bool, site: Make
) -> None:
    files = {"own.woff2": "a", "deep/own.svg": "<svg/>", "own.css": f"p {{ background: {link} }}"}
    under_test = site({**CONTENT, **{f"templates/assets/{name}": files[name] for name in files}})
    under_test.build()
    (sheet,) = (
        name
        for name in assets(under_test)
        if name.startswith("assets/own.") and name.endswith("css")
    )
    text = under_test.read(sheet)

    assert (text != files["own.css"]) is is_own
    if is_own:
        (target,) = re.findall(r"""url\(\s*["']?([^"'#)]+)""", text)
        assert (under_test.output / "assets" / target).is_file()


def test_a_changed_font_changes_the_name_of_the_style_sheet_that_links_to_it(site: Make) -> None:
    under_test = site({**CONTENT, "templates/assets/own.woff2": "a",
                       "templates/assets/own.css": "p { background: url(own.woff2) }"})  # fmt: skip
    under_test.build()
    before = {name for name in assets(under_test) if name.startswith("assets/own.")}
    under_test.write({"templates/assets/own.woff2": "b"})
    under_test.build()
    after = {name for name in assets(under_test) if name.startswith("assets/own.")}

    assert len(before) == len(after) == 2
    assert before & after == set()


def test_an_asset_may_stand_in_a_folder_and_bear_any_name(site: Make) -> None:
    names = ("fonts.v1/LICENSE", "fonts.v1/own.woff2", "two.dots.js", "ü x.txt")
    under_test = site({**CONTENT, **{f"templates/assets/{name}": name for name in names}})
    assert under_test.build().written
    found = {(under_test.output / name).read_bytes(): name for name in assets(under_test)}
    for name in names:
        folder, _, _ = f"assets/{name}".rpartition("/")
        assert found[name.encode()].startswith(f"{folder}/"), found[name.encode()]


def test_an_asset_that_changes_while_a_theme_is_read_is_none_of_it(site: Make) -> None:
    under_test = site({**CONTENT, "templates/assets/own.css": "a"})
    before = Theme(under_test.folder, "templates")
    version = before.version()

    under_test.write({"templates/assets/own.css": "b"})

    assert before.version() == version
    assert Theme(under_test.folder, "templates").version() != version


def test_the_version_of_a_theme_changes_with_every_file_of_it(site: Make) -> None:
    under_test = site(CONTENT)
    seen = [Theme(under_test.folder, "templates").version()]
    for name, text in (
        ("templates/article.html", "a"),
        ("templates/article.html", "b"),
        ("templates/assets/own.css", "b"),
        ("templates/assets/deep/own.css", "b"),
    ):
        under_test.write({name: text})
        seen.append(Theme(under_test.folder, "templates").version())
    (under_test.folder / "templates/article.html").unlink()
    seen.append(Theme(under_test.folder, "templates").version())
    assert len(set(seen)) == 6


FILTERS = {
    "as JSON": '{{ asset("own.css")|tojson }}',
    "in an address": '{{ asset("own.css")|urlencode }}',
    "cut": '{{ asset("own.css")[3:] }}',
    "in capitals": '{{ asset("own.css")|upper }}',
    "twice": '{% set own = asset("own.css") %}{{ own }} {{ own }}',
    "with a sign of HTML": '{{ asset("a&b.css") }}',
}


@pytest.mark.parametrize("shown", FILTERS.values(), ids=FILTERS)
def test_whatever_a_template_does_with_an_asset_s_address_a_warm_build_has_the_new_one(
    shown: str, site: Callable[[Texts], SiteUnderTest], tmp_path: Path
) -> None:
    under_test = site(
        {
            "content/a.md": "# A\n\nText.",
            "templates/article.html": '{% extends "default/article.html" %}'
            f"{{% block head %}}<!-- {shown} -->{{% endblock %}}",
            "templates/assets/own.css": "b {}",
            "templates/assets/a&b.css": "b {}",
        }
    )
    warm = Layout(under_test.folder, under_test.output, has_memory=True)
    assert Builder(warm).build().written
    under_test.write({"templates/assets/own.css": "i {}", "templates/assets/a&b.css": "i {}"})

    assert Builder(warm).build().written

    Builder(Layout(under_test.folder, tmp_path / "clean")).build()
    page = (under_test.output / "a/index.html").read_text()
    assert page == (tmp_path / "clean/a/index.html").read_text()
