"""Sources as data beside an article: CSL-JSON and BibTeX, which can be read back as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Served, SiteUnderTest, Texts
from sidegloss import csl
from sidegloss.bibliography import bibliography
from sidegloss.exports.bibtex import entry
from sidegloss.exports.csl_json import item
from sidegloss.model import Name, Record, Retraction, Source

Make = Callable[[Texts], SiteUnderTest]

COURIER = Source(
    key="courier",
    type="article-newspaper",
    title="Weir {gates} failed: 50% & more, #1_a ~ ^ \\ $5 -- says \"report\" ``x''",
    author=(
        Name(family="Okafor", given="Ada"),
        Name(family="Berg", given="Jan", particle="van der"),
        Name(family="King", given="Martin Luther", suffix="Jr."),
        Name(literal="Harrow River Authority and Sons, Ltd."),
        Name(family="García Márquez", given="Gabriel"),
    ),
    editor=(Name(family="de la Cruz", given="Inés"),),
    container_title="Eastmere Courier & Echo",
    publisher="Eastmere Press",
    publisher_place="Köln",
    volume="12",
    issue="3",
    page="448–450",
    edition="2",
    genre="Letter",
    medium="print",
    language="en-GB",
    issued="2026-03-09",
    accessed="2026-03-12",
    original_date="c. 1840",
    url="https://courier.example/weir_1?a=50%25&b=~x#y",
    doi="10.1000/a_b(c)%d",
    isbn="978-3-16-148410-0",
    archive="County Records",
    archive_location="Box 3_a",
    archive_url="https://archive.example/web/2026/https://courier.example/weir_1",
    archived="2026-03-13",
    access="paywalled",
    retracted=Retraction("2026-04-01", "A slip", "https://courier.example/slip"),
)
SHOWN = (
    *("key", "type", "title", "author", "editor", "container_title", "publisher"),
    *("publisher_place", "volume", "issue", "number", "page", "edition", "genre", "medium"),
    *("language", "issued", "accessed", "original_date", "url", "doi", "isbn", "archive"),
    *("archive_location", "archive_url", "archived", "access"),
)


def read_back(text: str, form: str) -> dict[str, Source]:
    found = bibliography([Record(f"content/sources/a.{form}", text, form)])
    assert [each.message for each in found.diagnostics] == []
    return {source.key: source for source in found.sources}


def from_json(source: Source) -> Source:
    return read_back(json.dumps([item(source)]), "json")[source.key]


def from_bib(source: Source) -> Source:
    return read_back(entry(source), "bib")[source.key]


def shown(source: Source) -> dict[str, object]:
    """What a citation shows, as it shows it: a dash of any kind joins pages."""
    fields: dict[str, Any] = {name: getattr(source, name) for name in SHOWN}
    fields["page"] = re.sub("[-–]+", "-", source.page)
    fields["author"] = [spoken(name) for name in source.author]
    fields["editor"] = [spoken(name) for name in source.editor]
    return fields


def spoken(name: Name) -> str:
    parts = (name.literal, name.given, name.particle, name.family, name.suffix)
    return " ".join(part for part in parts if part)


# ---------------------------------------------------------------- there and back


def test_csl_json_is_read_back_as_it_was() -> None:
    read = from_json(COURIER)

    assert shown(read) == shown(COURIER)
    assert read.author == COURIER.author
    assert read.retracted == COURIER.retracted


def test_bibtex_is_read_back_as_it_was() -> None:
    read = from_bib(COURIER)

    # a backslash is read as what is left of TeX, so it comes back as a sign that TeX does not know
    assert shown(read) == shown(replace(COURIER, title=COURIER.title.replace("\\", "∖")))
    assert read.author == COURIER.author
    assert read.retracted


@pytest.mark.parametrize("kind", csl.TYPES)
def test_every_type_is_read_back(kind: str) -> None:
    for url in ("", "https://a.example"):
        source = Source(
            "a", type=kind, title="T", container_title="C", publisher="P", issue="3", url=url
        )
        assert shown(from_json(source)) == shown(source)
        assert shown(from_bib(source)) == shown(source)


@pytest.mark.parametrize("url", ["", "https://a.example"])
def test_what_has_no_type_gets_one(url: str) -> None:
    source = Source("a", title="T", url=url)

    assert from_json(source).type == from_bib(source).type == ("webpage" if url else "document")


@pytest.mark.parametrize("kind", ["article-journal", "periodical", "report", ""])
def test_a_number_and_an_issue_are_kept_apart(kind: str) -> None:
    source = Source("a", type=kind, title="T", number="17", issue="3")

    read = from_bib(source)

    assert (read.number, read.issue) == ("17", "3")


DATES = {
    "2026-03-09": {"date-parts": [[2026, 3, 9]]},
    "2026-03": {"date-parts": [[2026, 3]]},
    "2026": {"date-parts": [[2026]]},
    "0044": {"date-parts": [[44]]},
    "-0044": {"date-parts": [[-44]]},
    "c. 1840": {"date-parts": [[1840]], "circa": True},
    "c. -0500": {"date-parts": [[-500]], "circa": True},
    "1939/1945": {"date-parts": [[1939], [1945]]},
    "1939-09-01/1945-05": {"date-parts": [[1939, 9, 1], [1945, 5]]},
    "c. 1840/1850": {"date-parts": [[1840], [1850]], "circa": True},
    "1840/c. 1850": {"raw": "1840/c. 1850"},
    "1939/..": {"date-parts": [[1939], [0, 0, 0]]},
    "../1945": {"raw": "../1945"},
    "n.d.": {"literal": "n.d."},
}


@pytest.mark.parametrize(("date", "told"), DATES.items())
def test_a_date_is_told_in_parts_and_read_back(date: str, told: dict[str, Any]) -> None:
    source = Source("a", type="book", title="T", issued=date)

    assert item(source)["issued"] == told
    assert from_json(source).issued == date
    assert from_bib(source).issued == date


@pytest.mark.parametrize(
    ("date", "line"),
    [
        ("c. 1840", "date = {1840~},\n  year = {1840},"),
        ("1939/1945", "date = {1939/1945},\n  year = {1939},"),
        ("2026-03-09", "date = {2026-03-09},\n  year = {2026},"),
        ("n.d.", "year = {n.d.},"),
    ],
)
def test_bibtex_has_a_year_beside_the_date(date: str, line: str) -> None:
    assert line in entry(Source("a", type="book", title="T", issued=date))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name(family="Okafor", given="Ada"), "Okafor, Ada"),
        (Name(family="Berg", given="Jan", particle="van der"), "van der Berg, Jan"),
        (Name(family="King", given="Martin", suffix="Jr."), "King, Jr., Martin"),
        (Name(literal="Harrow & Sons"), r"{Harrow \& Sons}"),
        (Name(literal="others"), "{others}"),
        (Name(family="Plato"), "{Plato}"),
        (Name(family="de la Cruz", given="Inés"), "{de la Cruz}, Inés"),
        (Name(family="Black and White", given="A."), "{Black and White}, A."),
        (Name(family="Gogh", given="Vincent", particle="Van"), "Van Gogh, Vincent"),
    ],
)
def test_a_name_is_written_as_bibtex_parts_it(name: Name, written: str) -> None:
    source = Source("a", type="book", title="T", author=(name, Name(family="Ito", given="Ben")))

    assert f"author = {{{written} and Ito, Ben}}" in entry(source)
    assert [spoken(each) for each in from_bib(source).author] == [spoken(name), "Ben Ito"]


TEXT = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufffd") | st.just(" "),
    min_size=1,
    max_size=30,
).map(lambda text: " ".join(text.split()))


@settings(max_examples=150, deadline=None)
@given(title=TEXT.filter(bool))
def test_any_title_is_read_back_from_csl_json(title: str) -> None:
    # CSL has marks for italics and the like, and no way to write what only looks like one
    title = title.replace("<", "")
    source = Source("a", type="book", title=title)

    assert from_json(source).title == title


ASCII = st.text(st.characters(min_codepoint=33, max_codepoint=126) | st.just(" "), max_size=24)


@settings(max_examples=150, deadline=None)
@given(title=ASCII)
def test_any_title_is_read_back_from_bibtex(title: str) -> None:
    # a tag and a backslash in what is exported are what is left of markup: see the rows of test_bibtex
    title = " ".join(re.sub(r"[<\\\\&]", "", f"{title} Ü").split())
    source = Source("a", type="book", title=title, container_title=title)

    read = from_bib(source)

    assert (read.title, read.container_title) == (title, title)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Who?` Ü", "Who?{}` Ü"),
        ("No!`` Ü", "No!{}`{}` Ü"),
        ("1 -- 2", "1 -{}- 2"),
        ("``a''", "`{}`a'{}'"),
        (",,a", ",{},a"),
        ("a >> b", "a >{}> b"),
        ("50 % & more_", r"50 \% \& more\_"),
        ("¿Qué?", "¿Qué?"),
    ],
)
def test_what_tex_would_join_into_another_sign_is_kept_apart(title: str, written: str) -> None:
    source = Source("a", type="book", title=title)

    assert f"title = {{{{{written}}}}}," in entry(source)
    assert from_bib(source).title == title


def test_other_roles_stand_in_for_an_author_that_is_not_given() -> None:
    people = (("interviewer", (Name(family="Ito", given="Ben"),)),)
    with_author = Source("a", author=COURIER.author, other_names=people)

    assert from_json(Source("a", title="T", other_names=people)).other_names == people
    assert "interviewer" not in item(with_author)
    assert "interviewer" not in entry(with_author)


# ---------------------------------------------------------------- forms


def test_an_entry_of_bibtex_begins_its_line_and_its_key_follows() -> None:
    text = entry(Source("a.b:c/d_e", type="report", title="@x\n@y{z,", url="https://a.example/{@}"))

    assert re.findall(r"^@(\w+)\{([^,]+),$", text, re.MULTILINE) == [("report", "a.b:c/d_e")]
    assert text.endswith("\n}\n")
    assert "https://a.example/%7B@%7D" in text


VARIABLES = {*csl.TEXTS, *csl.OTHER_TEXTS} - {"archive-url", "access", "snapshot", "text"}


def wrong(entries: Iterable[dict[str, Any]]) -> list[str]:
    """What csl-data.json, the schema of CSL 1.0.2, would not have."""
    found = []
    for each in entries:
        for name, value in each.items():
            if name in {*csl.NAMES, *csl.OTHER_NAMES}:
                is_right = all(is_name(person) for person in value)
            elif name in {*csl.DATES, *csl.OTHER_DATES} - {"archived"}:
                is_right = is_date(value)
            elif name == "custom":
                is_right = isinstance(value, dict)
            elif name == "type":
                is_right = value in csl.TYPES
            else:
                is_right = name in VARIABLES and isinstance(value, str) and bool(value)
            if not is_right:
                found.append(f"{each['id']}: {name}: {value!r}")
    return found


def is_name(person: dict[str, str]) -> bool:
    parts = {"family", "given", "non-dropping-particle", "suffix", "literal"}
    return bool(person) and person.keys() <= parts and all(person.values())


def is_date(value: dict[str, Any]) -> bool:
    parts = value.get("date-parts", [[0]])
    return (
        value.keys() <= {"date-parts", "season", "circa", "literal", "raw"}
        and 1 <= len(parts) <= 2
        and all(1 <= len(each) <= 3 for each in parts)
        and all(type(number) is int for each in parts for number in each)
    )


def test_csl_json_holds_what_its_schema_has(demonstration: Served) -> None:
    files = sorted(demonstration.folder.rglob("sources.json"))
    entries = [each for file in files for each in json.loads(file.read_text(encoding="utf-8"))]

    assert len(files) > 4
    assert wrong([*entries, item(COURIER)]) == []
    assert wrong([{"id": "a", "type": "pamphlet", "archive-url": "x"}]) == ["a: archive-url: 'x'"]


# ---------------------------------------------------------------- files


WEIR = {
    "content/weir.md": "---\nsource: reprinted\n---\n\n[x][^x]\n\n[^x]: [@blog quoting @paper; cf. @Tidewater]\n",
    "content/bare.md": "[x][^x]\n\n[^x]: Nobody said so.\n",
    "content/sources.yaml": """\
blog: {title: Blog, rests-on: paper}
paper: {title: Paper, rests-on: [deep, wide]}
deep: {title: Deep, rests-on: none}
wide: {title: Wide, rests-on: none, note: private}
Tidewater: {title: Tidewater, rests-on: none}
reprinted: {title: Reprinted, rests-on: none}
uncited: {title: Uncited, rests-on: none}
""",
}
KEYS = ["Tidewater", "blog", "deep", "paper", "reprinted", "wide"]


def test_an_article_has_the_sources_that_its_page_names_by_key(site: Make) -> None:
    under_test = site(WEIR)
    assert under_test.build().written

    told = json.loads(under_test.read("weir/sources.json"))

    assert [each["id"] for each in told] == KEYS
    assert re.findall(r"^@\w+\{(.+),$", under_test.read("weir/sources.bib"), re.MULTILINE) == KEYS


def test_the_site_has_all_sources_that_it_publishes(site: Make) -> None:
    under_test = site(WEIR)
    assert under_test.build().written

    told = json.loads(under_test.read("sources/sources.json"))

    assert [each["id"] for each in told] == KEYS


def test_an_article_that_cites_nothing_has_no_files_of_sources(site: Make) -> None:
    under_test = site(WEIR)
    assert under_test.build().written

    assert [name for name in under_test.written() if name.startswith("bare/sources")] == []
    assert "bare/annotations.jsonld" in under_test.written()


def test_a_site_that_cites_nothing_has_no_file_of_sources(site: Make) -> None:
    under_test = site({"content/a.md": "Nothing."})
    assert under_test.build().written

    assert [name for name in under_test.written() if "sources" in name] == ["sources/index.html"]


@pytest.mark.parametrize("form", ["json", "bib"])
def test_another_site_shows_the_same_citations_from_the_files(
    site: Make, demonstration: Served, form: str
) -> None:
    text = (demonstration.folder / f"spinach/sources.{form}").read_text(encoding="utf-8")
    keys = [
        each["id"]
        for each in json.loads((demonstration.folder / "spinach/sources.json").read_text())
    ]
    article = "".join(f"[x][^n{n}]\n\n[^n{n}]: [@{key}]\n\n" for n, key in enumerate(keys))
    under_test = site({f"content/sources/a.{form}": text, "content/a.md": article})
    result = under_test.build()
    assert result.written, result.diagnostics

    for key in keys:
        name = f"sources/{key}/index.html"
        there = record(under_test.read(name))
        assert there
        assert there == record((demonstration.folder / name).read_text(encoding="utf-8")), key


def record(page: str) -> list[str]:
    """What a source's page says of it: kind, title, record. How its trail ends is not in the files."""
    head = page[page.index('<header class="head">') : page.index("</header>", page.index("<h1>"))]
    return re.sub(r"<[^>]+>", "\n", head.split('<p class="facts">')[0]).split("\n")
