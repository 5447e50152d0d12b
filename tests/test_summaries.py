"""A claim in one line, wherever it is summed up: by its own note, and a retraction first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss import read
from sidegloss.bibliography import bibliography
from sidegloss.bylines import byline
from sidegloss.model import Placed, Record, Site
from sidegloss.pages import pictures
from sidegloss.parse import Reading, parse
from sidegloss.passages import passages, told
from sidegloss.resolve import resolve
from sidegloss.words import SHIPPED, load

Make = Callable[[Texts], SiteUnderTest]

URL = "https://example.org/r/"
HEAD = f'[tool.sidegloss]\ntitle = "S"\nauthor = "Rosa Miller"\nurl = "{URL}"\n'
GONE = "retracted: {date: 2026-02-02, reason: wrong}"
SOURCES = f"""\
study: {{type: report, title: Study, issued: 2020, URL: https://s.example/, rests-on: none, {GONE}}}
logs: {{type: report, title: Logs, issued: 2020, URL: https://l.example/, rests-on: none}}
courier: {{type: webpage, title: Courier, issued: 2021, URL: https://c.example/, rests-on: study}}
blog: {{type: webpage, title: Blog, issued: 2021, URL: https://b.example/, rests-on: logs}}
fork: {{type: webpage, title: Fork, issued: 2021, URL: https://f.example/, rests-on: [courier, logs]}}
"""
RESTS, MAY = "Rests on a retracted source", "May rest on a retracted source"
SUMMED = {
    "cited directly": ("**Confirmed.** [@study]", f"{RESTS} · Confirmed · 1 outlet, 1 retracted"),
    "two outlets, one of them sound": (
        "**Disputed.** [@courier; @blog]",
        f"{RESTS} · Disputed · 2 outlets, 1 origin, 1 retracted",
    ),
    "two outlets on one": ("[@courier; @study]", f"{RESTS} · Sourced · 2 outlets, 1 retracted"),
    "a step of the note's own": (
        "[@blog quoting @study]",
        f"{RESTS} · Sourced · 1 outlet, 1 retracted",
    ),
    "a branch": ("[@fork]", f"{MAY} · Sourced · 1 outlet, 1 undetermined origin"),
    "a branch and a trail": (
        "[@fork; @courier]",
        f"{RESTS} · Sourced · 2 outlets, 1 retracted, 1 undetermined origin",
    ),
    "a branch that the note goes past": ("[@fork citing @logs]", "Sourced · 1 outlet, 1 origin"),
    "one that disputes": ("[@logs; disputes @study]", "Disputed · 1 outlet, 1 origin"),
    "one that gives context": ("**Unverified.** [cf. @study]", "Unverified"),
    "none": ("[@blog]", "Sourced · 1 outlet, 1 origin"),
}
KINDS = {
    # note -> kind, as product.md's table has it, and what sums it up
    "**Disputed.** [@logs]": ("disputed", "Disputed · 1 outlet, 1 origin"),
    "**False.** Nothing.": ("disputed", "False"),
    "**Misleading.** x": ("disputed", "Misleading"),
    "**Corrected.** x": ("disputed", "Corrected"),
    "**Outdated.** x": ("disputed", "Outdated"),
    "**Partly true.** [@logs]": ("disputed", "Partly true · 1 outlet, 1 origin"),
    "**Missing context.** x": ("disputed", "Missing context"),
    "**Satire.** x": ("disputed", "Satire"),
    "**Unsourced.** x": ("unsourced", "Unsourced"),
    "**Unverified.** [@logs]": ("unsourced", "Unverified · 1 outlet, 1 origin"),
    "**Unsourced.** [disputes @logs]": ("disputed", "Disputed · Unsourced"),
    "**Confirmed.** Nothing.": ("context", "Confirmed"),
    "**Confirmed.** [@logs]": ("sourced", "Confirmed · 1 outlet, 1 origin"),
    "**Confirmed.** [@logs; disputes @blog]": (
        "disputed",
        "Disputed · Confirmed · 1 outlet, 1 origin",
    ),
    "**True.** [cf. @logs]": ("context", "True"),
    "**Opinion.** [@logs]": ("sourced", "Opinion · 1 outlet, 1 origin"),
    "[@logs]": ("sourced", "Sourced · 1 outlet, 1 origin"),
    "[cf. @logs]": ("context", "Context"),
    "[disputes @logs]": ("disputed", "Disputed"),
    "Only words.": ("context", "Context"),
}


def built(site: Make, notes: dict[str, str], text: str = "", front: str = "") -> SiteUnderTest:
    """A site with one article, at ``weir/``; a claim for each of *notes* where no *text* is given."""
    text = text or " ".join(f"[The claim {label}][^{label}]." for label in notes)
    below = "".join(f"[^{label}]: {note}\n\n" for label, note in notes.items())
    made = site(
        {
            "pyproject.toml": HEAD,
            "content/sources.yaml": SOURCES,
            "content/weir.md": f"---\ntitle: Weir\ndate: 2026-03-01\n{front}---\n\n{text}\n\n{below}",
        }
    )
    assert made.build(url=URL).written
    return made


def description(made: SiteUnderTest, page: str, name: str = "og:description") -> str:
    found = re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)">', made.read(page))
    assert found
    return unescape(found[1])


def listed(made: SiteUnderTest) -> dict[str, str]:
    """What the page of all claims says of each, by its link's fragment."""
    rows = re.findall(
        r'#claim-([^"]*)">.*?</a>\n<p class="facts">(.*?)</p></li>', made.read("claims/index.html")
    )
    fact = re.compile(r"<(?:strong|b|span)\b[^>]*>(.*?)</")
    return {label: " · ".join(fact.findall(said)) for label, said in rows}


def indexed(made: SiteUnderTest, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(made.read(path))[0]["claims"]
    return found


def linked(made: SiteUnderTest, page: str) -> Any:
    found = re.search(r'application/ld\+json">(.*?)</script>', made.read(page))
    assert found
    return json.loads(found[1])


def placed(made: SiteUnderTest) -> tuple[Site, Placed]:
    """The site as it is resolved, and its article."""
    root = made.folder
    settings = read.settings(root)
    sources = bibliography([Record("content/sources.yaml", SOURCES, "yaml")])
    name = "weir.md"
    manuscript = read.manuscript(root, f"content/{name}", name)
    words = load(manuscript.front.language or settings.language)
    found = resolve(settings, [parse(manuscript, Reading(words))], sources, ())
    return found, found.articles[0]


# ---------------------------------------------------------------- a retraction first


def test_a_claim_is_summed_up_alike_everywhere_with_a_retraction_first(site: Make) -> None:
    labels = {f"c{n}": note for n, (note, _) in enumerate(SUMMED.values())}
    wanted = {f"c{n}": said for n, (_, said) in enumerate(SUMMED.values())}

    made = built(site, labels)

    by_search = {each["at"]: each["told"] for each in indexed(made, "search/index/1.json")}
    by_claims = {each["id"]: each["told"] for each in indexed(made, "claims/index/1.json")}
    assert by_claims == wanted
    assert by_search == {f"claim-{label}": said for label, said in wanted.items()}
    assert listed(made) == wanted
    for label, said in wanted.items():
        page = f"weir/{label}/index.html"
        for name in ("og:description", "description"):
            found = description(made, page, name)
            assert re.sub(r" · disputed by [^–]* – ", " – ", found).startswith(
                f"{said} – “Weir”"
            ), label
        assert linked(made, page)["description"] == said
        assert f" – {said}" in json.loads(made.read(f"weir/{label}/oembed.json"))["title"]


def test_a_retraction_is_the_first_that_a_note_says(site: Make) -> None:
    made = built(site, {"a": "**Confirmed.** By one [@study].", "b": "[@fork]", "c": "[@logs]"})

    notes = made.read("weir/index.html").split('<ol class="list">')[1].split("</ol>\n</section>")[0]
    first, second, third = (
        re.sub(r"<[^>]*>", " ", note) for note in re.split(r'<li class="content"', notes)[1:]
    )

    assert first.index(f"{RESTS}:") < first.index("Confirmed")
    assert "1 outlet, 1 retracted" in first
    assert second.index(f"{MAY}:") < second.index("Sourced")
    assert RESTS not in third
    assert MAY not in third


def test_a_retraction_never_changes_the_marks_of_the_text(site: Make) -> None:
    made = built(site, {"a": "**Confirmed.** [@study]", "b": "[@study]", "c": "[@fork]"})

    text = made.read("weir/index.html")

    marks = re.findall(r'class="claim[^"]*" data-kind="(\w+)"', text)
    assert marks == ["sourced", "sourced", "sourced"]


def test_the_head_of_an_article_says_it_before_its_counts(site: Make) -> None:
    made = built(site, {"a": "[@study; @logs]", "b": "[@fork]", "c": "[@study]"})

    head = made.read("weir/index.html").split("<h1")[1].split("</header>")[0]
    said = " ".join(re.sub(r"<[^>]*>", " ", head).split())
    assert "2 claims rest on a retracted source ( Study 2020 )" in said
    assert "1 claim may rest on a retracted source" in said
    assert said.index("2 claims rest") < said.index("3 sourced") < said.index("3 claims rest on")
    assert re.findall(r'href="(#claim-[^"]*)"', head)[:2] == ["#claim-a", "#claim-b"]
    assert "This article" not in said


def test_an_article_with_few_claims_says_it_without_a_key(site: Make) -> None:
    made = built(site, {"a": "[@study; @logs]", "b": "[@fork]"})

    page = made.read("weir/index.html")
    assert "This article rests on a retracted source:" in page
    assert '<section class="key"' not in page


def test_the_head_of_an_article_says_that_it_may_rest_on_one(site: Make) -> None:
    made = built(site, {"b": "[@fork]"})

    assert "This article may rest on a retracted source:" in made.read("weir/index.html")


def test_pictures_for_sharing_say_it_first(site: Make) -> None:
    made = built(site, {"a": "[@study; @logs]", "b": "[@fork]", "c": "[@logs]"})

    site_of, place = placed(made)
    signed = byline(place.article.front, site_of.settings, {})
    found = pictures(site_of.settings, place, signed, "claims")

    said = {address: (card.finding, card.label, card.standing) for address, card in found}
    assert said == {
        "weir/": (RESTS, "", "3 claims, 1 origin, 1 retracted"),
        "weir/a/": (RESTS, "Sourced", "2 outlets, 1 origin, 1 retracted"),
        "weir/b/": (MAY, "Sourced", "1 outlet, 1 undetermined origin"),
        "weir/c/": ("", "Sourced", "1 outlet, 1 origin"),
    }


def test_annotations_and_linked_data_call_a_retracted_source_so(site: Make) -> None:
    made = built(site, {"a": "**True.** [@study; @logs]", "b": "[@logs]"})

    first, second = json.loads(made.read("weir/annotations.jsonld"))["first"]["items"]
    statuses = [
        each.get("creativeWorkStatus") for each in linked(made, "weir/index.html")["citation"]
    ]

    assert [each["value"] for each in first["body"] if "value" in each][:2] == [RESTS, "True"]
    assert [each["source"].get("schema:creativeWorkStatus") for each in first["body"][2:4]] == [
        "Retracted",
        None,
    ]
    assert RESTS not in json.dumps(second)
    assert statuses == ["Retracted", None]


@pytest.mark.parametrize("language", SHIPPED)
def test_every_language_says_it(language: str, site: Make) -> None:
    made = built(site, {"a": "[@study]", "b": "[@fork]"}, front=f"language: {language}\n")
    words = load(language)

    one, other = (told(words, each.sourced) for each in passages(placed(made)[1]))

    assert one.split(" · ")[0] != other.split(" · ")[0]
    assert {"1", "واحد"} & set(re.findall(r"\w+", one.split(" · ")[2]))
    assert description(made, "weir/a/index.html").startswith(one)


# ---------------------------------------------------------------- each claim by its own note


def test_kinds_are_those_of_the_table(site: Make) -> None:
    labels = {f"k{n}": note for n, note in enumerate(KINDS)}

    made = built(site, labels)

    found = {
        each["id"]: (each["kind"], each["told"]) for each in indexed(made, "claims/index/1.json")
    }
    assert {note: found[label] for label, note in labels.items()} == KINDS


TWO = {"salt": "**False.** [@logs]", "survey": "**Unsourced.** Nobody says.", "third": "[@blog]"}
BOTH = "[A survey][^salt][^survey] and [more][^third]; [the oldest well][^survey]."


def test_a_passage_with_two_notes_is_two_claims_by_their_own_notes(site: Make) -> None:
    made = built(site, TWO, BOTH)

    wanted = {"salt": "False · 1 outlet, 1 origin", "survey": "Unsourced"}
    claims = {each["id"]: each for each in indexed(made, "claims/index/1.json")}
    assert {label: claims[label]["told"] for label in wanted} == wanted
    assert {label: said for label, said in listed(made).items() if label in wanted} == wanted
    assert [claims[label]["kind"] for label in wanted] == ["disputed", "unsourced"]
    assert claims["salt"]["text"] == claims["survey"]["text"] == "A survey"
    for label, said in wanted.items():
        assert description(made, f"weir/{label}/index.html").startswith(f"{said} –")
        assert f'id="claim-{label}"' in made.read("weir/index.html")


def test_the_page_of_a_claim_is_marked_by_its_own_note(site: Make) -> None:
    made = built(site, TWO, BOTH)

    for label, kind in (("salt", "disputed"), ("survey", "unsourced")):
        page = made.read(f"weir/{label}/index.html")
        assert f'class="claim on" data-kind="{kind}" data-notes="{label}"' in page
    assert '<span class="claim" data-kind="disputed" data-notes="salt survey"' in made.read(
        "weir/index.html"
    )


def test_the_key_of_an_article_counts_each_note_of_a_passage(site: Make) -> None:
    made = built(site, TWO, BOTH)

    key = made.read("weir/index.html").split('<section class="key"')[1].split("</section>")[0]
    kinds = re.findall(r'data-kind="(\w+)" href="(.*?)".*?<b>(\d+)</b>', key)
    assert [(kind, number) for kind, _, number in kinds] == [
        ("disputed", "1"),
        ("unsourced", "1"),
        ("sourced", "1"),
    ]
    assert kinds[1][1] == "#claim-survey"
    assert "2 claims rest on 1 origin." in key


def test_a_further_passage_is_found_by_its_own_words(site: Make) -> None:
    made = built(site, TWO, BOTH)

    found = {each["at"]: each for each in indexed(made, "search/index/1.json")}

    assert found["claim-survey~2"]["text"] == "the oldest well"
    assert found["claim-survey~2"]["note"] == ""
    assert found["claim-survey"]["note"] == "Unsourced. Nobody says."
    assert found["claim-salt"]["note"] == "False."


def test_the_menu_of_verdicts_names_each_word_once(site: Make) -> None:
    made = built(site, TWO, BOTH)

    for page in ("claims/index.html", "search/index.html"):
        menu = made.read(page).split('<select name="standing">')[1].split("</select>")[0]
        options = re.findall(r"<option[^>]*>(.*?)</option>", menu)
        assert len(options) == len(set(options))
        assert {"Disputed", "Unsourced", "Satire", RESTS, MAY} < set(options)
        assert re.findall(r'<optgroup label="(.*?)">', menu) == ["Kind", "Verdict"]
