"""Who signs what: the authors of a reprint its text, the annotators its notes, several each by themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout, build
from sidegloss.bylines import annotated_by, byline, credited, reviews_itself
from sidegloss.front_matter import split
from sidegloss.model import FrontMatter, Name, Settings, Source
from sidegloss.words import SHIPPED, load
from test_builder import bytes_of

Make = Callable[[Texts], SiteUnderTest]

URL = "https://example.org/r/"
ATOM = "{http://www.w3.org/2005/Atom}"
SETTINGS = f'[tool.sidegloss]\ntitle = "The desk"\nauthor = "Rosa Miller"\ncards = "claims"\nurl = "{URL}"\n'
SOURCES = """\
herald: {type: article-newspaper, title: The cistern, author: Lena Voss, container-title: The Herald, issued: 2025-12-30, URL: https://herald.example/c, rests-on: none}
unsigned: {type: article-newspaper, title: The well, container-title: The Herald, issued: 2025-12-30, URL: https://herald.example/w, rests-on: none}
nobody: {type: webpage, title: A page, issued: 2025, URL: https://page.example/, rests-on: none}
report: {type: report, title: A report, author: [{literal: Harrow River Authority}, Ben Ito], publisher: HMSO, issued: 2025, URL: https://r.example/, rests-on: none}
own: {type: report, title: Own report, author: {literal: HMSO}, publisher: HMSO, issued: 2025, URL: https://o.example/, rests-on: none}
logs: {type: dataset, title: Logs, issued: 2025, URL: https://logs.example/, rests-on: none}
"""
TEXT = "\n[More salt][^salt], they say.\n\n[^salt]: **False.** [disputes @logs]\n"


def article(**front: str) -> str:
    head = "".join(f"{name}: {value}\n" for name, value in {"date": "2026-03-01", **front}.items())
    return f"---\ntitle: Cistern\n{head}---\n{TEXT}"


def built(site: Make, **front: str) -> SiteUnderTest:
    """A site with one article, that article's page at ``cistern/``."""
    made = site(
        {
            "pyproject.toml": SETTINGS,
            "content/sources.yaml": SOURCES,
            "content/cistern.md": article(**front),
        }
    )
    assert made.build(url=URL).written
    return made


def metas(made: SiteUnderTest, page: str, name: str) -> list[str]:
    found = re.findall(rf'<meta (?:property|name)="{name}" content="([^"]*)">', made.read(page))
    return [unescape(each) for each in found]


def shown(made: SiteUnderTest, page: str, kind: str) -> list[str]:
    """The parts of the first paragraph of a class."""
    found = re.search(rf'<p class="{kind}">(.*?)</p>', made.read(page), re.DOTALL)
    assert found
    parts = re.findall(r"<(?:span|time)[^>]*>(.*?)</(?:span|time)>", found[1])
    return [unescape(part) for part in parts]


def linked(made: SiteUnderTest, page: str) -> Any:
    found = re.search(r'application/ld\+json">(.*?)</script>', made.read(page))
    assert found
    return json.loads(found[1])


def entry(made: SiteUnderTest) -> tuple[list[str], list[str]]:
    """The authors and the contributors of the feed's one entry."""
    (found,) = ET.fromstring(made.read("feed.xml")).findall(f"{ATOM}entry")
    authors, others = (
        [each.findtext(f"{ATOM}name", "") for each in found.findall(ATOM + name)]
        for name in ("author", "contributor")
    )
    return authors, others


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def body(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


# ---------------------------------------------------------------- a reprint, wherever it is shown


def test_the_page_of_a_reprint_names_its_author_its_publication_and_its_annotator(
    site: Make,
) -> None:
    made = built(site, source="herald")

    first = ["By Lena Voss", "The Herald", "30 December 2025"]
    parts = [*first, "Annotated by Rosa Miller", "1 March 2026"]
    assert shown(made, "cistern/index.html", "byline") == parts
    assert shown(made, "cistern/salt/index.html", "byline") == parts


def test_lists_name_who_wrote_a_reprint_and_who_annotated_it(site: Make) -> None:
    made = built(site, source="herald", tags="[salt]", series="Wells")

    for page in ("index.html", "tags/salt/index.html", "series/wells/index.html", "404.html"):
        words = re.sub(r"<[^>]*>|\s", " ", made.read(page).split("<main", 1)[1])
        said = " ".join(words.split())
        assert "Lena Voss The Herald Annotated by Rosa Miller 1 March 2026" in said, page


def test_the_head_of_a_reprints_page_names_them(site: Make) -> None:
    made = built(site, source="herald")

    for page in ("cistern/index.html", "cistern/salt/index.html"):
        assert metas(made, page, "article:author") == metas(made, page, "author") == ["Lena Voss"]
        (said,) = metas(made, page, "og:description")
        assert metas(made, page, "description") == [said]
        assert "Lena Voss, The Herald · Annotated by Rosa Miller" in said


def test_the_feed_names_them_apart(site: Make) -> None:
    made = built(site, source="herald")

    assert entry(made) == (["Lena Voss"], ["Rosa Miller"])
    assert "By Lena Voss · The Herald · Annotated by Rosa Miller" in made.read("feed.xml")


def test_the_oembed_and_the_search_name_them(site: Make) -> None:
    made = built(site, source="herald")

    told = json.loads(made.read("cistern/salt/oembed.json"))
    (found,) = json.loads(made.read("search/articles.json"))

    assert told["author_name"] == found["author"] == "Lena Voss, The Herald"
    assert told["title"].endswith(" – Annotated by Rosa Miller")
    assert found["annotator"] == "Annotated by Rosa Miller"


def test_the_linked_data_of_a_reprint_tell_author_annotator_and_reviewer_apart(site: Make) -> None:
    made = built(site, source="herald")

    told = linked(made, "cistern/index.html")
    claim, review = linked(made, "cistern/salt/index.html")["@graph"]

    assert (told["author"], told["contributor"]) == (person("Lena Voss"), person("Rosa Miller"))
    assert told["isBasedOn"]["author"] == [person("Lena Voss")]
    assert told["isBasedOn"]["isPartOf"]["name"] == "The Herald"
    assert told["datePublished"] == "2026-03-01", "that of the annotated edition"
    assert claim["author"] == review["author"] == person("Rosa Miller")
    assert claim["appearance"]["author"] == person("Lena Voss")
    assert claim["firstAppearance"]["author"] == [person("Lena Voss")]
    assert review["itemReviewed"]["author"] == [person("Lena Voss")]


def test_the_annotator_creates_the_annotations(site: Make) -> None:
    made = built(site, source="herald")

    items = json.loads(made.read("cistern/annotations.jsonld"))["first"]["items"]

    assert [item["creator"] for item in items] == [{"type": "Person", "name": "Rosa Miller"}]


# ---------------------------------------------------------------- who is who

ROSA, LENA = Name(family="Miller", given="Rosa"), Name(family="Voss", given="Lena")
CY, DESK = Name(family="Du", given="Cy"), Name(literal="The Desk")
HERALD = Name(literal="The Herald")
WHO: dict[str, tuple[dict[str, Any], tuple[Any, ...], tuple[Any, ...], str, tuple[Any, ...]]] = {
    "the article's author annotates": (
        {"container_title": "The Herald", "author": (LENA,)},
        *((CY,), (ROSA,)),
        *("Lena Voss, The Herald", (CY,)),
    ),
    "the site's author annotates": (
        {"container_title": "The Herald", "author": (LENA,)},
        *((), (ROSA,)),
        *("Lena Voss, The Herald", (ROSA,)),
    ),
    "an author who is the source's says nothing of the annotator": (
        {"container_title": "The Herald", "author": (LENA,)},
        *((LENA,), (ROSA,)),
        *("Lena Voss, The Herald", (ROSA,)),
    ),
    "she who has no other site annotates herself": (
        {"author": (LENA,), "publisher": "House"},
        *((LENA,), ()),
        *("Lena Voss, House", (LENA,)),
    ),
    "an author and another annotate": (
        {"author": (LENA,), "publisher": "House"},
        *((LENA, CY), (ROSA,)),
        *("Lena Voss, House", (LENA, CY)),
    ),
    "one of several authors says nothing either": (
        {"author": (LENA, CY)},
        *((CY,), (ROSA,)),
        *("Lena Voss and Cy Du", (ROSA,)),
    ),
    "a source without an author is its publication's": (
        {"container_title": "The Herald", "publisher": "House"},
        *((), (ROSA,)),
        *("The Herald", (ROSA,)),
    ),
    "a publication that is the author is named once": (
        {"container_title": "The Herald", "author": (HERALD,)},
        *((), (ROSA,)),
        *("The Herald", (ROSA,)),
    ),
    "a source that nobody signs and that stood nowhere": ({}, (), (ROSA,), "", (ROSA,)),
    "a container goes before a publisher": (
        {"author": (LENA,), "container_title": "The Herald", "publisher": "House"},
        *((DESK,), ()),
        *("Lena Voss, The Herald", (DESK,)),
    ),
    "nobody annotates": ({"author": (LENA,)}, (), (), "Lena Voss", ()),
}


@pytest.mark.parametrize("case", WHO)
def test_a_reprint_is_signed_by_its_authors_and_its_notes_by_the_annotators(case: str) -> None:
    record, own, sites, who, annotators = WHO[case]
    front = FrontMatter(source="k", author=own)

    signed = byline(front, Settings(author=sites), {"k": Source("k", **record)})

    assert (credited(load("en"), signed), signed.annotators) == (who, annotators)
    assert reviews_itself(signed) == (not {*annotators}.isdisjoint(signed.authors))


def test_an_article_of_ones_own_is_signed_once() -> None:
    signed = byline(FrontMatter(author=(CY, DESK)), Settings(author=(ROSA,)), {})
    sites = byline(FrontMatter(), Settings(author=(ROSA,)), {})

    assert (signed.authors, signed.annotators) == ((CY, DESK), (CY, DESK))
    assert (sites.authors, sites.annotators) == ((ROSA,), (ROSA,))
    assert annotated_by(load("en"), signed) == ""


def test_nobody_reviews_her_own_claim(site: Make) -> None:
    """No review is published where its author made the claim."""
    made = site(
        {
            "pyproject.toml": SETTINGS.replace("Rosa Miller", "Lena Voss"),
            "content/sources.yaml": SOURCES,
            "content/cistern.md": article(source="herald"),
        }
    )
    made.build(url=URL)

    assert linked(made, "cistern/salt/index.html")["@type"] == "Claim"


def test_a_reprint_of_a_source_that_nobody_signs_is_nobody_elses(site: Make) -> None:
    made = built(site, source="nobody")

    assert entry(made) == (["Author unknown"], ["Rosa Miller"])
    assert shown(made, "cistern/index.html", "byline")[0] == "Annotated by Rosa Miller"
    assert metas(made, "cistern/index.html", "article:author") == []
    assert "author" not in linked(made, "cistern/index.html")
    assert "author_name" not in json.loads(made.read("cistern/salt/oembed.json"))


def test_an_unsigned_reprint_is_its_publications(site: Make) -> None:
    made = built(site, source="unsigned")

    assert entry(made) == (["The Herald"], ["Rosa Miller"])
    assert shown(made, "cistern/index.html", "byline")[:3] == [
        "By The Herald",
        "30 December 2025",
        "Annotated by Rosa Miller",
    ]
    assert linked(made, "cistern/index.html")["author"] == body("The Herald")


def test_a_build_with_a_memory_follows_the_author_of_a_reprinted_source(
    site: Make, tmp_path: Path
) -> None:
    made = site(
        {
            "pyproject.toml": SETTINGS.replace("claims", "none"),
            "content/sources.yaml": SOURCES,
            "content/cistern.md": article(source="herald", tags="[salt]"),
            "content/other.md": article(date="2026-01-01", author="Ann Bo"),
        }
    )
    layout = Layout(made.folder, made.output, URL, has_memory=True, jobs=1)
    assert build(layout).written
    made.write({"content/sources.yaml": SOURCES.replace("Lena Voss", "Eve Fox")})

    written = build(layout).written

    assert written
    assert {"index.html", "cistern/index.html", "tags/salt/index.html", "feed.xml"} <= {
        *written.changed
    }
    assert "other/index.html" not in written.changed
    Builder(Layout(made.folder, tmp_path / "clean", URL, jobs=1)).build()
    assert bytes_of(made.output) == bytes_of(tmp_path / "clean")
    assert "Lena Voss" not in made.read("index.html") + made.read("cistern/index.html")


# ---------------------------------------------------------------- several, and bodies


def test_several_authors_are_several_everywhere(site: Make) -> None:
    made = built(site, author="[Ann Bo, Cy Du, {literal: The Desk}]")

    names = ["Ann Bo", "Cy Du", "The Desk"]
    people = [person("Ann Bo"), person("Cy Du"), body("The Desk")]
    items = json.loads(made.read("cistern/annotations.jsonld"))["first"]["items"]
    assert entry(made) == (names, [])
    assert metas(made, "cistern/index.html", "article:author") == names
    assert linked(made, "cistern/index.html")["author"] == people
    assert linked(made, "cistern/salt/index.html")["author"] == people
    assert items[0]["creator"] == [
        {"type": "Person", "name": "Ann Bo"},
        {"type": "Person", "name": "Cy Du"},
        {"type": "Organization", "name": "The Desk"},
    ]
    assert shown(made, "cistern/index.html", "byline")[0] == "By Ann Bo, Cy Du and The Desk"


def test_a_reprint_of_several_is_signed_by_them_and_annotated_by_several(site: Make) -> None:
    made = built(site, source="report", author="[Ann Bo, {literal: The Desk}]")

    claim, review = linked(made, "cistern/salt/index.html")["@graph"]
    assert entry(made) == (["Harrow River Authority", "Ben Ito"], ["Ann Bo", "The Desk"])
    assert review["author"] == claim["author"] == [person("Ann Bo"), body("The Desk")]
    assert review["itemReviewed"]["author"] == [body("Harrow River Authority"), person("Ben Ito")]
    assert shown(made, "cistern/index.html", "byline")[:4] == [
        "By Harrow River Authority and Ben Ito",
        "HMSO",
        "2025",
        "Annotated by Ann Bo and The Desk",
    ]


@pytest.mark.parametrize("language", SHIPPED)
def test_a_byline_joins_names_as_the_language_does(language: str, site: Make) -> None:
    made = built(site, author="[Ann Bo, Cy Du]", language=language)

    joint = {"ar": " و", "de": " und ", "en": " and ", "es": " y ", "fr": " et "}[language]
    assert f"Ann Bo{joint}Cy Du" in shown(made, "cistern/index.html", "byline")[0]


@pytest.mark.parametrize("language", SHIPPED)
def test_every_language_says_who_annotated(language: str) -> None:
    signed = byline(FrontMatter(source="k"), Settings(author=(ROSA, CY)), {"k": Source("k")})

    said = annotated_by(load(language), signed)

    assert "Rosa Miller" in said
    assert len(said) > len("Rosa Miller and Cy Du")


def test_the_sites_authors_may_be_several(site: Make) -> None:
    made = site(
        {
            "pyproject.toml": SETTINGS.replace('"Rosa Miller"', '["Ann Bo", {literal = "A Desk"}]'),
            "content/sources.yaml": SOURCES,
            "content/cistern.md": article(),
        }
    )
    made.build(url=URL)

    root = ET.fromstring(made.read("feed.xml"))
    heads = [each.findtext(f"{ATOM}name") for each in root.findall(f"{ATOM}author")]
    assert heads == ["Ann Bo", "A Desk"]
    assert entry(made)[0] == heads
    assert "· Ann Bo and A Desk" in made.read("index.html")


# ---------------------------------------------------------------- as written

WRITTEN: dict[str, tuple[str, tuple[Name, ...]]] = {
    "a person": ("Ada Okafor", (Name(family="Okafor", given="Ada"),)),
    "the family first": ("'Okafor, Ada'", (Name(family="Okafor", given="Ada"),)),
    "a list": ("[Ada Okafor, Cy Du]", (Name(family="Okafor", given="Ada"), CY)),
    "parts": ("{family: Okafor, given: Ada}", (Name(family="Okafor", given="Ada"),)),
    "a body": ("{literal: Bell and Sons}", (Name(literal="Bell and Sons"),)),
    "a list of all": ("[{literal: The Desk}, Cy Du]", (DESK, CY)),
    "nothing": ("", ()),
    "an empty list": ("[]", ()),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_authors_are_read_as_those_of_sources_are(case: str) -> None:
    written, names = WRITTEN[case]

    found = split(f"---\nauthor: {written}\n---\n", "a.md", "a.md")

    assert (found.front.author, found.diagnostics) == (names, ())


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Ann Bo and Cy Du", "write author: [Ann Bo, Cy Du]"),
        ("Ann Bo & Cy Du", "write author: [Ann Bo, Cy Du]"),
        ("Ann Bo, Cy Du and Eve Fox", "write author: [Ann Bo, Cy Du, Eve Fox]"),
    ],
)
def test_two_persons_in_one_text_are_a_mistake(written: str, hint: str) -> None:
    (told,) = split(f"---\nauthor: {written}\n---\n", "a.md", "a.md").diagnostics

    assert (told.code, told.severity, told.at.line) == ("front-matter-value", "error", 2)
    assert told.hint.startswith(hint)


def test_two_persons_in_one_setting_are_a_mistake(site: Make) -> None:
    made = site({"pyproject.toml": '[tool.sidegloss]\nauthor = "Ann Bo and Cy Du"\n'})

    assert [line for line in made.check() if "settings-value" in line] == [
        "pyproject.toml:2:1: error: author names several persons in one text [settings-value]"
    ]
