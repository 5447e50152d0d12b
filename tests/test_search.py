"""What readers search: which claims, notes, articles and sources stand in the indexes, and when."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout, build
from sidegloss.exports.search import plain
from sidegloss.model import CitationSlot, LinkSlot, Location
from test_builder import bytes_of
from test_claims import SOURCES, WEIR, articles

Make = Callable[[Texts], SiteUnderTest]

NOTED = """\
---
title: Écluse
date: 2026-04-01
language: fr
summary: Ce qui fuyait.
---

[L’écluse *fuyait*][^eau], dit-on.[^point] Voir [la suite][^eau].

[^eau]: **Corrigé.** « de l’eau » [@courier, p. 3], et *peu* d’elle & <rien>; [voir](https://a.example/).

[^point]: Personne n’a demandé [@logs].
"""


def settings(**values: str) -> str:
    lines = "".join(f'{key} = "{value}"\n' for key, value in values.items())
    return f'[tool.sidegloss]\ntitle = "A site"\ncards = "none"\n{lines}'


def read(under_test: SiteUnderTest, name: str) -> Any:
    return json.loads(under_test.read(f"search/{name}.json"))


@pytest.fixture
def noted(site: Make) -> SiteUnderTest:
    """A site with one article, built."""
    made = site({"content/ecluse.md": NOTED, "content/sources.yaml": SOURCES})
    assert made.build().written
    return made


# ---------------------------------------------------------------- what stands there


def test_a_claim_is_found_with_the_words_of_its_notes(noted: SiteUnderTest) -> None:
    (found,) = read(noted, "index/1")

    assert (found["address"], found["title"], found["language"]) == ("ecluse/", "Écluse", "fr")
    assert found["claims"][0] == {
        "at": "claim-eau",
        "text": "L’écluse fuyait",
        "kind": "disputed",
        "verdict": "corrected",
        "finding": "",
        "told": "Corrected · 1 outlet, 1 origin",
        "sources": ["courier", "logs"],
        "note": "Corrigé. « de l’eau », et peu d’elle & <rien>; voir.",
    }


def test_a_note_that_no_passage_bears_is_found_by_itself(noted: SiteUnderTest) -> None:
    claims = read(noted, "index/1")[0]["claims"]

    assert [(claim["at"], claim["text"]) for claim in claims[1:]] == [
        ("claim-eau~2", "la suite"),
        ("fn-point", ""),
    ]
    assert claims[2]["note"] == "Personne n’a demandé."


def test_every_place_that_is_found_is_one_of_the_page(site: Make) -> None:
    made = site({"content/weir.md": WEIR, "content/sources.yaml": SOURCES})
    made.build()
    page = made.read("weir/index.html")

    places = [claim["at"] for claim in read(made, "index/1")[0]["claims"]]

    assert len(places) == len(set(places)) > 6
    assert [at for at in places if f'id="{at}"' not in page] == []


def test_articles_are_found_with_their_summaries(noted: SiteUnderTest) -> None:
    assert read(noted, "articles") == [
        {
            "address": "ecluse/",
            "title": "Écluse",
            "language": "fr",
            "date": "2026-04-01",
            "author": "",
            "annotator": "",
            "summary": "Ce qui fuyait.",
        }
    ]


def test_only_sources_that_are_published_are_found(noted: SiteUnderTest) -> None:
    found = {each["key"]: each for each in read(noted, "bibliography")}

    assert set(found) == {"courier", "logs"}
    assert found["courier"] == {
        "key": "courier",
        "address": "sources/courier/",
        "title": "The courier",
        "names": "",
        "container": "",
        "issued": "2026",
    }


def test_the_words_of_html_are_those_that_readers_see() -> None:
    at = Location("")
    slots = (LinkSlot("a.md", "", at), CitationSlot((0,)))
    html = (
        '<p>a<em>b</em>c <a href="',
        slots[0],
        '">d</a> ',
        slots[1],
        ".</p>\n<ul>\n<li>e &lt;b&gt;</li>",
    )

    assert plain((*html, '<li>f<sup id="x"><a href="#fn-y">[2]</a></sup></li></ul>')) == (
        "abc d. e <b> f"
    )


# ---------------------------------------------------------------- where there is such a page


def test_every_page_leads_to_the_search(noted: SiteUnderTest) -> None:
    for page, way in (("index.html", ""), ("ecluse/index.html", "../"), ("404.html", "/")):
        assert f'<a href="{way}search/" aria-keyshortcuts="/">' in noted.read(page)
    assert 'href="../search/" aria-current="page"' in noted.read("search/index.html")


@pytest.mark.parametrize("asked", ["none", "for-disk", "nothing to find"])
def test_a_site_without_a_search_has_no_trace_of_it(asked: str, site: Make) -> None:
    made = site(
        {
            "content/a.md": "# A\n\nNo claim.\n" if asked == "nothing to find" else NOTED,
            "content/sources.yaml": SOURCES,
            "pyproject.toml": settings(search="none" if asked == "none" else "own"),
        }
    )
    assert made.build(for_disk=asked == "for-disk").written

    assert [name for name in made.written() if name.startswith("search/")] == []
    assert "search" not in made.read("index.html").replace("search-open", "")
    assert "<script defer" not in made.read("index.html")


def test_a_search_that_is_none_is_an_error(site: Make) -> None:
    made = site({"content/a.md": NOTED, "pyproject.toml": settings(search="onw")})

    (told,) = made.check()
    assert "search cannot be onw" in told


# ---------------------------------------------------------------- before there are words


def test_the_page_shows_the_first_claims_of_the_newest_articles(site: Make) -> None:
    made = site({**articles(*range(5), claims=4), "content/sources.yaml": SOURCES})
    made.build()

    shown = re.findall(
        r'<a href="\.\./a\d+/#claim-(c\d)">(Claim \d of article \d)</a>',
        made.read("search/index.html"),
    )

    assert shown == [
        (f"c{n}", f"Claim {n} of article {article}") for article in (4, 3, 2) for n in (0, 1, 2)
    ]


def test_each_example_is_of_what_the_site_has(site: Make) -> None:
    made = site({"content/weir.md": WEIR, "content/sources.yaml": SOURCES})
    made.build()

    examples = re.findall(r'<a href="\?([^"]*)">([^<]*)</a>', made.read("search/index.html"))

    assert examples == [
        ("q=Weir", "Weir"),
        ("standing=verdict+missing-context", "Missing context"),
        ("standing=verdict+true", "True"),
        ("source=The+logs", "The logs"),
        ("source=The+blog", "The blog"),
    ]


def test_an_edit_of_a_new_claim_changes_the_page(many: Layout, tmp_path: Path) -> None:
    assert "search/index.html" in edit(many, "Claim 0 of", "What was said of", "a0044")
    assert same_as_clean(many, tmp_path / "clean")


# ---------------------------------------------------------------- what an edit changes


@pytest.fixture
def many(site: Make) -> Layout:
    """A site whose claims lie in three parts, built and remembered."""
    made = site({**articles(*range(45)), "content/sources.yaml": SOURCES})
    layout = Layout(made.folder, made.output, has_memory=True)
    assert Builder(layout).build().written
    return layout


def edit(layout: Layout, old: str, new: str, name: str = "a0003") -> set[str]:
    """What below search/ another process writes after one article was edited."""
    file = layout.site / f"content/{name}.md"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    written = build(layout).written
    assert written
    return {name for name in written.changed if name.startswith("search/")}


def same_as_clean(layout: Layout, folder: Path) -> bool:
    assert layout.output
    assert Builder(Layout(layout.site, folder)).build().written
    return bytes_of(layout.output) == bytes_of(folder)


def test_an_edit_of_running_text_changes_no_index(many: Layout, tmp_path: Path) -> None:
    assert edit(many, "[^c0]: ", "And more.\n\n[^c0]: ") == set()
    assert same_as_clean(many, tmp_path / "clean")


def test_an_edit_of_a_note_changes_the_index_that_has_it(many: Layout, tmp_path: Path) -> None:
    assert edit(many, "[^c0]: ", "[^c0]: They say so: ") == {"search/index/1.json"}
    assert same_as_clean(many, tmp_path / "clean")
    assert edit(many, "They say so", "Nobody says so") == {"search/index/1.json"}
    assert same_as_clean(many, tmp_path / "clean again")


def test_an_edit_of_a_title_changes_the_list_of_articles(many: Layout, tmp_path: Path) -> None:
    assert edit(many, "title: Article 3", "title: Three") == {
        "search/articles.json",
        "search/index/1.json",
    }
    assert same_as_clean(many, tmp_path / "clean")


def test_a_new_article_changes_the_newest_part_only(many: Layout) -> None:
    (name, text), *_ = articles(50).items()
    (many.site / name).write_text(text)
    written = build(many).written

    assert written
    changed = {name for name in written.changed if name.startswith("search/")}
    assert changed == {"search/index.html", "search/articles.json", "search/index/3.json"}


def test_the_preview_searches_what_a_note_says_now(many: Layout) -> None:
    builder = Builder(Layout(many.site))
    before = builder.look()
    assert {"search/index.html", "search/index/3.json", "search/articles.json"} <= before.paths
    assert b"Now so" not in bytes(before.at("search/index/1.json") or b"")
    file = many.site / "content/a0003.md"
    file.write_text(file.read_text().replace("[^c0]: ", "[^c0]: Now so: "))

    look = builder.look({file.resolve()})

    for path in sorted(path for path in look.paths if path.startswith("search/")):
        assert look.at(path) is not None, path
    assert b"Now so" in bytes(look.at("search/index/1.json") or b"")
