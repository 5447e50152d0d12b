"""An article's notes -> W3C Web Annotations: what they select, say and may be."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pyld import jsonld

from anno_context import ANNO, load_context
from conftest import Served, SiteUnderTest, Texts
from random_articles import random_article
from sidegloss.builder import Builder, Layout
from sidegloss.exports.anchors import anchored
from sidegloss.model import FrontMatter
from tables import article

Make = Callable[[Texts], SiteUnderTest]

MARKER = re.compile(r"\[\d+\]")
URL = "https://weir.example/papers/"
SETTINGS = (
    f'[tool.sidegloss]\ntitle = "A site"\nurl = "{URL}"\nauthor = "The desk"\ncards = "none"\n'
)
WEIR = """\
---
title: Nine gates
date: 2026-03-12
updated: 2026-03-15
author: Ada Okafor
---

[Nine of *fourteen* gates [failed][^failed].][^gates] A point[^point]. [Again][^gates]

[^gates]: **Disputed.** "nine of fourteen" [@blog, p. 3 quoting @paper, p. 12; disputes @letter].

    See [the rule](rules.md#when) and [the other note][^failed], ![a plan](plan.png).

[^failed]: [@paper]

[^point]: Only words, "quoted" & **bold**.
"""
SOURCES = """\
blog: {title: The blog, URL: "https://blog.example/1", rests-on: {source: paper, how: quotes}, archive-url: "https://archive.example/1", archived: 2026-03-13}
paper: {title: The paper, DOI: 10.1000/182, author: [Ada Okafor, Ben Ito], issued: 2026-03, rests-on: none}
letter: {title: A letter, rests-on: none}
"""
SITE: dict[str, str | bytes] = {
    "pyproject.toml": SETTINGS,
    "content/weir.md": WEIR,
    "content/rules.md": "# Rules\n\n## When\n\nNever.\n",
    "content/plan.png": b"",
    "content/sources.yaml": SOURCES,
}


def collection(under_test: SiteUnderTest, name: str = "weir/annotations.jsonld") -> Any:
    return json.loads(under_test.read(name))


def items(under_test: SiteUnderTest, name: str = "weir/annotations.jsonld") -> dict[str, Any]:
    """label -> its annotation."""
    found = collection(under_test, name)["first"]["items"]
    return {item["id"].rpartition("#")[2]: item for item in found}


@pytest.fixture
def weir_site(site: Make) -> SiteUnderTest:
    under_test = site(SITE)
    result = under_test.build()
    assert result.written, result.diagnostics
    return under_test


# ---------------------------------------------------------------- passages


def selected(text: str, **aliases: str) -> dict[str, list[str]]:
    """label -> what is selected for it; *aliases* are former labels."""
    front = FrontMatter(title="T", claim_aliases=tuple(aliases.items()))
    found = anchored(article(text, front=front))
    return {
        label: [found.text[anchor.begin : anchor.end] for anchor in anchors]
        for label, anchors in found.anchors.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x [one two][^a] y", {"a": ["one two"]}),
        ("x [one *two* `three`][^a] y", {"a": ["one two three"]}),
        ("*x [one*][^a] y", {"a": ["one*"]}),
        ("[one [two][^b] three][^a]", {"b": ["two"], "a": ["one two[1] three"]}),
        ("[[one][^b]][^a]", {"b": ["one"], "a": ["one"]}),
        ("[one [two][^b]][^a]", {"b": ["two"], "a": ["one two"]}),
        ("[one[^b] [two][^c]][^a]", {"b": ["[1]"], "c": ["two"], "a": ["one[1] two"]}),
        ("[one][^a][^b]", {"a": ["one"], "b": ["one"]}),
        ("[one][^a][two][^a]", {"a": ["one", "two"]}),
        ("[one][^a] [two][^a]", {"a": ["one", "two"]}),
        ("[one [two][^a] three][^a]", {"a": ["one two[1] three", "two"]}),
        ("[one[^b] two][^a]", {"b": ["[1]"], "a": ["one[1] two"]}),
        ("one[^a]", {"a": ["[1]"]}),
        ("one[^a] [two][^a]", {"a": ["two"]}),
        ("> one\n>\n> two\n\n[^a][^b]", {"a": ["one\ntwo"], "b": ["one\ntwo"]}),
        ("> one [two][^b].\n\n[^a]", {"b": ["two"], "a": ["one two[1]."]}),
        ("- one\n- [two][^b]\n\n[^a]", {"b": ["two"], "a": ["one\ntwo"]}),
        ("```\none\n```\n\n[^a]", {"a": ["one"]}),
        ("[ one ][^a]", {"a": ["one"]}),
        ("[*one [two*][^b] three][^a]", {"b": ["two*"], "a": ["*one two*[1] three"]}),
        ("A & [<b> \U0001f600][^a]", {"a": ["<b> \U0001f600"]}),
        ("[one & `<sup>`][^a]", {"a": ["one & <sup>"]}),
        ("[one ![two](https://a.example/b.png) three][^a]", {"a": ["one  three"]}),
        ('[one [two](b.md "x > y") three][^a]', {"a": ["one two three"]}),
        ("[if $a < b$][^a]", {"a": ["if a<b"]}),
        ("# One [two][^a]\n\nthree", {"a": ["two"]}),
        ("one\\\n[two\\\nthree][^a]", {"a": ["two\nthree"]}),
    ],
)
def test_a_note_selects_its_passages(text: str, expected: dict[str, list[str]]) -> None:
    notes = "".join(f"\n[^{label}]: A note.\n" for label in expected)

    assert selected(f"{text}\n{notes}") == expected


def test_a_picture_alone_selects_its_marker() -> None:
    assert selected("[![](https://a.example/b.png)][^a]\n\n[^a]: A note.") == {"a": ["[1]"]}


def test_a_note_of_other_notes_alone_selects_its_marker_by_id(site: Make) -> None:
    under_test = site({"content/a.md": "[x][^a]\n\n[^a]: y[^b]\n\n[^b]: z\n"})
    assert under_test.build().written

    (selector,) = items(under_test, "a/annotations.jsonld")["b"]["target"]["selector"]

    assert (selector["type"], selector["value"]) == ("FragmentSelector", "fnref-b")
    assert 'id="fnref-b"' in under_test.read("a/index.html")


def test_a_former_label_selects_nothing() -> None:
    assert selected("one [two][^a]\n\n[^a]: A note.", old="^a") == {"a": ["two"]}


def ends_of(number: int) -> Iterator[tuple[str, str]]:
    """(what is selected, the claim as the article has it) of each passage, blanks left out."""
    understood = article(random_article(number).split("---\n", 2)[2])
    told = {f"claim-{i}": c.text for c in understood.claims for i in c.ids}
    text, anchors = anchored(understood)
    for anchor in (each for found in anchors.values() for each in found):
        if anchor.id in told:
            exact = MARKER.sub("", text[anchor.begin : anchor.end])
            yield "".join(exact.split()), "".join(told[anchor.id].split())


@pytest.mark.parametrize("number", range(60))
def test_a_passage_selects_the_text_of_its_claim(number: int) -> None:
    for exact, claimed in ends_of(number):
        assert exact == claimed


@pytest.mark.long
@pytest.mark.parametrize("start", range(1000, 6000, 500))
def test_every_passage_selects_the_text_of_its_claim(start: int) -> None:
    for number in range(start, start + 500):
        for exact, claimed in ends_of(number):
            assert exact == claimed, number


# ---------------------------------------------------------------- what an annotation says


def test_there_is_one_annotation_for_each_note(weir_site: SiteUnderTest) -> None:
    assert list(items(weir_site)) == ["failed", "gates", "point"]
    assert collection(weir_site)["total"] == 3


def test_a_note_on_two_passages_has_two_targets(weir_site: SiteUnderTest) -> None:
    targets = items(weir_site)["gates"]["target"]

    assert [target["selector"][0]["value"] for target in targets] == [
        "claim-gates",
        "claim-gates~2",
    ]
    assert [target["selector"][1]["exact"] for target in targets] == [
        "Nine of fourteen gates failed[1].",
        "Again",
    ]


def test_a_quotation_has_32_characters_of_the_article_on_each_side(site: Make) -> None:
    text = f"{'x' * 20} \U0001f600𝒳 & [one][^a] {'y' * 40}\n\n[^a]: A note."
    under_test = site({"content/a.md": f"Before.\n\n{text}"})
    assert under_test.build().written

    _, quote = items(under_test, "a/annotations.jsonld")["a"]["target"]["selector"]

    assert quote == {
        "type": "TextQuoteSelector",
        "exact": "one",
        "prefix": f"fore.\n{'x' * 20} \U0001f600𝒳 & ",
        "suffix": f"[1] {'y' * 28}",
    }


def test_a_quotation_ends_where_the_article_does(weir_site: SiteUnderTest) -> None:
    _, quote = items(weir_site)["gates"]["target"][0]["selector"]
    _, last = items(weir_site)["gates"]["target"][1]["selector"]

    assert quote["prefix"] == ""
    assert last["suffix"] == "[2]\n"


def test_a_note_of_many_passages_and_citations_is_as_long_as_both_together(site: Make) -> None:
    def size(count: int) -> int:
        passages = "".join(f"[x{n}][^a]\n\n" for n in range(count))
        cited = " ".join(f"[@k, p. {n}]" for n in range(count))
        text = f"{passages}[^a]: {cited}\n"
        under_test = site({"content/a.md": text, "content/sources.yaml": "k: {title: K}"})
        assert under_test.build().written
        return len(under_test.read("a/annotations.jsonld"))

    # were each citation to name each passage, four times the note would take sixteen times as long
    assert size(200) < 5 * size(50)


def test_the_passages_of_one_note_are_found_in_time_that_grows_with_their_number() -> None:
    def seconds(count: int) -> float:
        parsed = article("[x][^a] y\n\n" * count + "[^a]: [@k]\n")
        begin = time.process_time()
        (found,) = anchored(parsed).anchors.values()
        assert len(found) == count
        return time.process_time() - begin

    short = min(seconds(500) for _ in range(3))

    # were each looked for among all, sixteen times the passages would take 256 times as long
    assert min(seconds(8_000) for _ in range(2)) <= 64 * short + 0.05


def test_what_is_cited_is_a_part_of_its_source(weir_site: SiteUnderTest) -> None:
    verdict, blog, letter, written = items(weir_site)["gates"]["body"]

    claimed = [f"{URL}weir/#claim-gates"]
    assert (verdict["purpose"], verdict["value"]) == ("assessing", "Disputed")
    assert blog == {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": {"id": "https://blog.example/1", "schema:name": "The blog"},
        "state": {
            "type": "TimeState",
            "cached": "https://archive.example/1",
            "sourceDate": "2026-03-13T00:00:00Z",
        },
        "locator": "p. 3",
        "schema:isBasedOn": {
            "type": "SpecificResource",
            "source": {"id": "https://doi.org/10.1000/182", "schema:name": "The paper"},
            "locator": "p. 12",
        },
        "selector": {"type": "TextQuoteSelector", "exact": "nine of fourteen"},
        "givesSupportTo": claimed,
    }
    assert letter["source"] == {"id": f"{URL}sources/letter/", "schema:name": "A letter"}
    assert letter["disputes"] == claimed
    assert written["purpose"] == "commenting"


def test_a_note_is_told_as_written_for_readers_elsewhere(weir_site: SiteUnderTest) -> None:
    comment = items(weir_site)["gates"]["body"][-1]

    assert (comment["format"], comment["language"]) == ("text/html", "en")
    assert comment["value"] == (
        f'<p><strong>Disputed.</strong> “nine of fourteen” (<a href="{URL}sources/blog/">The blog'
        f'</a>, p. 3; disputes <a href="{URL}sources/letter/">A letter</a>).</p>\n'
        f'<p>See <a href="{URL}rules/#when">the rule</a> and <span>the other note</span>'
        f'<sup><a href="{URL}weir/#fn-failed">[1]</a></sup>, <img src="{URL}plan.png" alt="a plan">'
        ".</p>"
    )


def test_a_note_of_nothing_but_citations_has_no_comment(weir_site: SiteUnderTest) -> None:
    (cited,) = items(weir_site)["failed"]["body"]

    assert cited["purpose"] == "linking"


@pytest.mark.parametrize(
    ("label", "motivation"),
    [("gates", "assessing"), ("failed", "linking"), ("point", "commenting")],
)
def test_the_motivation_is_what_a_note_does_first(
    weir_site: SiteUnderTest, label: str, motivation: str
) -> None:
    assert items(weir_site)[label]["motivation"] == motivation


def test_an_annotation_says_who_made_it_and_on_which_day(weir_site: SiteUnderTest) -> None:
    told = items(weir_site)["point"]

    assert told["id"] == f"{URL}weir/annotations.jsonld#point"
    assert told["creator"] == {"type": "Person", "name": "Ada Okafor"}
    assert (told["created"], told["modified"]) == ("2026-03-12T00:00:00Z", "2026-03-15T00:00:00Z")


def test_a_verdict_is_told_in_the_language_of_the_article(site: Make) -> None:
    text = "---\nlanguage: ar\n---\n\n[x][^a]\n\n[^a]: **Disputed.** y\n"
    under_test = site({"content/a.md": text})
    assert under_test.build().written

    verdict = items(under_test, "a/annotations.jsonld")["a"]["body"][0]

    assert (verdict["language"], verdict["textDirection"]) == ("ar", "rtl")
    assert not verdict["value"].isascii()


# ---------------------------------------------------------------- where the files stand


def test_without_an_address_everything_is_told_from_the_file(site: Make) -> None:
    under_test = site({**SITE, "pyproject.toml": '[tool.sidegloss]\ntitle = "A site"\n'})
    assert under_test.build().written

    found = collection(under_test)
    gates = items(under_test)["gates"]

    assert found["id"] == "annotations.jsonld"
    assert gates["target"][0]["source"] == "./"
    assert gates["body"][1]["givesSupportTo"][0] == "./#claim-gates"
    assert gates["body"][2]["source"]["id"] == "../sources/letter/"
    assert '<a href="../rules/#when">' in gates["body"][-1]["value"]


def test_from_a_disk_pages_are_named_with_their_files(site: Make) -> None:
    under_test = site({**SITE, "pyproject.toml": '[tool.sidegloss]\ntitle = "A site"\n'})
    assert under_test.build(for_disk=True).written

    gates = items(under_test)["gates"]

    assert gates["target"][0]["source"] == "index.html"
    assert '<a href="../rules/index.html#when">' in gates["body"][-1]["value"]


def test_the_front_page_has_its_files_at_the_root(site: Make) -> None:
    texts = {f"content/a{n:03}.md": f"---\ndate: 2026-01-01\n---\nText {n}" for n in range(250)}
    front = "[One][^a]\n\n[^a]: [@blog]\n"
    under_test = site({**SITE, **texts, "content/index.md": front})
    assert under_test.build().written

    (told,) = items(under_test, "annotations.jsonld").values()

    link = '<link rel="alternate" type="application/ld+json" href="annotations.jsonld">'
    assert told["target"]["source"] == URL
    assert link in under_test.read("index.html")
    assert link not in under_test.read("page/2/index.html")
    assert {"annotations.jsonld", "sources.json", "sources.bib"} <= set(under_test.written())


def test_an_article_without_notes_has_no_files(weir_site: SiteUnderTest) -> None:
    assert [name for name in weir_site.written() if name.startswith("rules/")] == [
        "rules/index.html"
    ]
    assert "ld+json" not in weir_site.read("rules/index.html")


def test_a_draft_has_its_files_only_where_drafts_are_built(site: Make) -> None:
    under_test = site({**SITE, "content/weir.md": WEIR.replace("title:", "draft: true\ntitle:")})
    assert under_test.build().written
    assert not [name for name in under_test.written() if name.startswith("weir/")]

    assert under_test.build(drafts=True).written
    assert "weir/annotations.jsonld" in under_test.written()


def test_a_label_that_is_the_name_of_the_file_is_told(site: Make) -> None:
    under_test = site({"content/a.md": "[x][^annotations.jsonld]\n\n[^annotations.jsonld]: y\n"})

    told = [d.code for d in under_test.build().diagnostics if d.severity == "error"]

    assert told == ["address-unique"]


def test_a_template_of_a_site_changes_no_annotation(site: Make) -> None:
    under_test = site(SITE)
    assert under_test.build().written
    before = under_test.read("weir/annotations.jsonld")

    own = '{% extends "default/article.html" %}{% block masthead %}<p>Ours</p>{% endblock %}'
    under_test.write({"templates/article.html": own})
    assert under_test.build().written

    assert "<p>Ours</p>" in under_test.read("weir/index.html")
    assert under_test.read("weir/annotations.jsonld") == before


def test_a_renamed_target_reaches_the_notes_that_link_to_it(site: Make) -> None:
    under_test = site(SITE)
    builder = Builder(Layout(under_test.folder, under_test.output))
    assert builder.build().written

    under_test.write({"content/rules.md": "---\nslug: law\n---\n# Rules\n\n## When\n\nNever.\n"})
    assert builder.build().written

    assert f"{URL}law/#when" in under_test.read("weir/annotations.jsonld")


# ---------------------------------------------------------------- the model and its vocabulary


def of_type(value: Any, kind: str) -> Iterator[dict[str, Any]]:
    """Every object of a type, at any depth."""
    if isinstance(value, list):
        for each in value:
            yield from of_type(each, kind)
    elif isinstance(value, dict):
        if value.get("type") == kind:
            yield value
        for each in value.values():
            yield from of_type(each, kind)


MOTIVATIONS = {"assessing", "commenting", "highlighting", "linking"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
MUSTS: dict[str, tuple[str, Callable[[dict[str, Any]], bool]]] = {
    "5.1 one IRI": ("AnnotationCollection", lambda c: isinstance(c["id"], str)),
    "5.1 the context": ("AnnotationCollection", lambda c: ANNO in c["@context"]),
    "5.1 a label that is a string": ("AnnotationCollection", lambda c: isinstance(c["label"], str)),
    "5.1 a total": ("AnnotationCollection", lambda c: c["total"] == len(c["first"]["items"])),
    "5.1 one first page": (
        "AnnotationCollection",
        lambda c: c["first"]["type"] == "AnnotationPage" and c["last"] == c["first"]["id"],
    ),
    "5.2 one IRI, no context within": (
        "AnnotationPage",
        lambda p: isinstance(p["id"], str) and "@context" not in p,
    ),
    "5.2 an array of one annotation or more": (
        "AnnotationPage",
        lambda p: bool(p["items"]) and all(i["type"] == "Annotation" for i in p["items"]),
    ),
    "5.2 begins at 0": ("AnnotationPage", lambda p: p["startIndex"] == 0),
    "3.1 one IRI, one target or more": (
        "Annotation",
        lambda a: isinstance(a["id"], str) and bool(a["target"]),
    ),
    "3.2.5 no bodyValue": ("Annotation", lambda a: "bodyValue" not in a),
    "3.3.1 moments in UTC": (
        "Annotation",
        lambda a: all(MOMENT.fullmatch(a[n]) for n in ("created", "modified") if n in a),
    ),
    "3.3.2 an agent's name": (
        "Annotation",
        lambda a: "creator" not in a or isinstance(a["creator"]["name"], str),
    ),
    "3.3.5 one known motivation": ("Annotation", lambda a: a["motivation"] in MOTIVATIONS),
    "3.2.4 one value": ("TextualBody", lambda b: isinstance(b["value"], str) and bool(b["value"])),
    "3.2.1 one language, format, direction": (
        "TextualBody",
        lambda b: (
            b["textDirection"] in {"ltr", "rtl"}
            and b["format"] in {"text/html", "text/plain"}
            and isinstance(b["language"], str)
        ),
    ),
    "3.3.5 a known purpose": ("TextualBody", lambda b: b["purpose"] in MOTIVATIONS),
    "4 one source": (
        "SpecificResource",
        lambda r: isinstance(r["source"], str) or isinstance(r["source"]["id"], str),
    ),
    "4.2.1 one value and what it conforms to": (
        "FragmentSelector",
        lambda s: bool(s["value"]) and s["conformsTo"] == "http://tools.ietf.org/rfc/rfc3236",
    ),
    "4.2.4 one exact text": ("TextQuoteSelector", lambda s: bool(s["exact"])),
    "4.2.4 not within a character": (
        "TextQuoteSelector",
        lambda s: not re.match("[\u0300-\u036f]", s["exact"] + s.get("suffix", "")[:1]),
    ),
    "4.3.1 a moment in UTC": (
        "TimeState",
        lambda s: "sourceDate" not in s or bool(MOMENT.fullmatch(s["sourceDate"])),
    ),
}
"""section of the model, what it asks for -> (what it asks this of, whether it is so)."""


@pytest.fixture(scope="session")
def collections(demonstration: Served) -> list[Any]:
    files = sorted(demonstration.folder.rglob("annotations.jsonld"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


@pytest.mark.parametrize(("kind", "is_so"), MUSTS.values(), ids=MUSTS)
def test_what_the_model_asks_for_is_so(
    collections: list[Any],
    weir_site: SiteUnderTest,
    kind: str,
    is_so: Callable[[dict[str, Any]], bool],
) -> None:
    found = list(of_type([*collections, collection(weir_site)], kind))

    assert found
    assert [each for each in found if not is_so(each)] == []


def test_annotations_have_addresses_of_their_own(collections: list[Any]) -> None:
    for each in collections:
        names = [each["first"]["id"], *(item["id"] for item in each["first"]["items"])]
        assert len(set(names)) == len(names)


def expanded(document: Any) -> Any:
    """What JSON-LD makes of a document: a term that no context knows stands below ``urn:unknown:``."""
    unknown = {"@vocab": "urn:unknown:"}
    told = {**document, "@context": [unknown, *document["@context"]]}
    options = {"base": f"{URL}weir/annotations.jsonld", "documentLoader": load_context}
    return jsonld.expand(told, options)


def test_every_term_is_of_a_known_vocabulary(
    collections: list[Any], weir_site: SiteUnderTest
) -> None:
    for document in (*collections, collection(weir_site)):
        assert "urn:unknown:" not in json.dumps(expanded(document))


def test_a_term_of_no_vocabulary_would_be_found(weir_site: SiteUnderTest) -> None:
    document = collection(weir_site)
    document["first"]["items"][0]["motivation"] = "guessing"

    assert "urn:unknown:guessing" in json.dumps(expanded(document))


def test_json_ld_reads_an_annotation_as_the_vocabulary_has_it(weir_site: SiteUnderTest) -> None:
    (found,) = expanded(collection(weir_site))
    (page,) = found["https://www.w3.org/ns/activitystreams#first"]
    first = page["https://www.w3.org/ns/activitystreams#items"][0]["@list"][0]

    oa = "http://www.w3.org/ns/oa#"
    (cited,) = first[f"{oa}hasBody"]
    (target,) = first[f"{oa}hasTarget"]
    assert first["@type"] == [f"{oa}Annotation"]
    assert first["@id"] == f"{URL}weir/annotations.jsonld#failed"
    assert first[f"{oa}motivatedBy"] == [{"@id": f"{oa}linking"}]
    assert first["http://purl.org/dc/terms/created"] == [
        {
            "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
            "@value": "2026-03-12T00:00:00Z",
        }
    ]
    assert target[f"{oa}hasSource"] == [{"@id": f"{URL}weir/"}]
    assert len(target[f"{oa}hasSelector"]) == 2
    assert cited["http://purl.org/spar/cito/givesSupportTo"] == [
        {"@id": f"{URL}weir/#claim-failed"}
    ]
    (work,) = cited[f"{oa}hasSource"]
    assert work["@id"] == "https://doi.org/10.1000/182"
    assert work["http://schema.org/name"] == [{"@value": "The paper"}]
    assert cited[f"{oa}hasPurpose"] == [{"@id": f"{oa}linking"}]
