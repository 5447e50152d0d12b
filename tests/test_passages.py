"""The page of each claim: where it stands, what it shows of the article, what it tells machines."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import pytest
from pyld import jsonld

from conftest import SiteUnderTest, Texts
from sidegloss.passages import in_quotes
from sidegloss.quotation_marks import is_quotation
from sidegloss.theme import deeper
from sidegloss.words import load

Make = Callable[[Texts], SiteUnderTest]

SOURCES = """\
blog: {type: post-weblog, title: The blog, author: Ada Okafor, issued: 2026-03-09, URL: https://blog.example/, rests-on: {source: report, how: quotes}}
paper: {type: article-newspaper, title: The paper, container-title: Courier, issued: 2026-03, rests-on: report}
report: {type: report, title: The <report> & "all", author: {literal: Office}, issued: c. 1840, rests-on: none}
"""
WEIR = """\
---
title: Weir
date: 2026-03-12
author: Ada Okafor
---

Before. [Nine [gates][^gates] *failed*][^failed][^method], see [the lock](essays/lock.md), [below](#two) and ![A gate](gate.png).

## Two

> Quoted: [it rained][^rain].

- [a tight item][^item]

| Gate | Locks |
| ---- | ----- |
| One  | 3     |
| Two  | [2][^cell] and [3][^cell-b] |

[Nine again][^failed]. A point.[^point]

1. a
2. b

[^list]

[^failed]: **False.** "nine" [@blog; @paper]. See [^gates] and [the lock](essays/lock.md).
[^method]: A method.
[^gates]: [@report]
[^rain]: [@paper]
[^item]: [@paper]
[^cell]: [@paper]
[^cell-b]: [@paper]
[^point]: [@paper]
[^list]: [@paper]
"""
FILES: Texts = {
    "content/index.md": "# Home\n\n[Hello][^hello].\n\n[^hello]: World.\n",
    "content/weir.md": WEIR,
    "content/essays/lock.md": "---\ntitle: Lock\nlanguage: de\n---\n\n[Tor][^tor].\n\n[^tor]: **Falsch.** [@blog]\n",
    "content/sources.yaml": SOURCES,
    "content/gate.png": b"GIF89a\x07\x00\x05\x00\x00\x00\x00",
}
LABELS = ["failed", "method", "gates", "rain", "item", "cell", "cell-b", "list"]


@pytest.fixture
def built(site: Make) -> SiteUnderTest:
    under_test = site(FILES)
    result = under_test.build(url="https://example.org/reader")
    assert result.written, result.diagnostics
    return under_test


def main(under_test: SiteUnderTest, name: str) -> str:
    """What stands in the main part of a page."""
    html = under_test.read(f"{name}index.html")
    return html[html.index("<main") : html.index("</main>")]


def excerpt(under_test: SiteUnderTest, label: str) -> str:
    """The excerpt of the weir on the page of *label*, its markup reduced to what is lit."""
    html = main(under_test, f"weir/{label}/")
    found = re.search(
        r'<div class="excerpt">\n(.*?)</div><section',
        html.replace("\n<section", "<section"),
        re.DOTALL,
    )
    assert found
    return found[1].strip()


def meta(under_test: SiteUnderTest, name: str) -> Mapping[str, str]:
    found = re.findall(
        r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', under_test.read(name)
    )
    return dict(found)


def data(under_test: SiteUnderTest, name: str) -> Any:
    html = under_test.read(f"{name}index.html")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert found
    return json.loads(found[1])


# ---------------------------------------------------------------- which there are


def test_every_label_that_has_a_passage_has_a_page(built: SiteUnderTest) -> None:
    found = [n.split("/")[1] for n in built.written() if re.fullmatch("weir/[^~]+/index.html", n)]

    assert sorted(found) == sorted(LABELS)
    assert {"hello/index.html", "essays/lock/tor/index.html"} <= set(built.written())


def test_the_pages_of_an_article_lead_to_each_other_in_the_order_of_its_notes(
    built: SiteUnderTest,
) -> None:
    order = re.findall(r'<li class="content" id="fn-([\w-]+)"', built.read("weir/index.html"))
    order.remove("point")
    pages = [main(built, f"weir/{label}/") for label in order]

    before = [re.findall('rel="prev" href="([^"]+)"', page) for page in pages]
    after = [re.findall('rel="next" href="([^"]+)"', page) for page in pages]

    assert before == [[], *([f"../{label}/"] for label in order[:-1])]
    assert after == [*([f"../{label}/"] for label in order[1:]), []]


def test_an_article_links_the_page_of_each_claim(built: SiteUnderTest) -> None:
    links = re.findall('class="here" href="([^"]+)"', built.read("weir/index.html"))

    assert sorted(links) == sorted(f"{label}/" for label in LABELS)


def test_a_site_may_do_without(site: Make) -> None:
    under_test = site({**FILES, "pyproject.toml": "[tool.sidegloss]\npassage-pages = false\n"})

    assert under_test.build(url="https://example.org/").written

    assert not [name for name in under_test.written() if name.startswith("weir/gates")]
    assert 'class="here"' not in under_test.read("weir/index.html")


def test_a_draft_has_them_only_where_drafts_are_built(site: Make) -> None:
    under_test = site({"content/a.md": "---\ntitle: A\ndraft: true\n---\n[x][^x]\n\n[^x]: y\n"})
    under_test.build()
    assert "a/x/index.html" not in under_test.written()

    under_test.build(drafts=True)

    assert meta(under_test, "a/x/index.html")["robots"] == "noindex"
    assert 'class="draft"' in under_test.read("a/x/index.html")


# ---------------------------------------------------------------- where two want one address


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"content/index.md": "[x][^b]\n\n[^b]: y\n", "content/b.md": "B"}, "address-unique"),
        ({"content/a/index.md": "[x][^b]\n\n[^b]: y\n", "content/a/b.md": "B"}, "address-unique"),
        ({"content/index.md": "[x][^claims]\n\n[^claims]: y\n"}, "address-reserved"),
        ({"content/a.md": f"[x][^{'b' * 256}]\n\n[^{'b' * 256}]: y\n"}, "address-whole"),
    ],
)
def test_a_label_that_cannot_have_its_address_is_told(files: Texts, code: str, site: Make) -> None:
    under_test = site(files)

    told = [d for d in under_test.build().diagnostics if d.severity == "error"]

    assert [(d.code, d.at.line) for d in told] == [(code, 3)]
    assert told[0].hint


# ---------------------------------------------------------------- what it shows


def lit(html: str) -> list[str]:
    return re.findall(r'<span class="claim on"[^>]*>(.*?)</span>', html)


def test_the_passage_alone_is_lit_in_its_paragraph(built: SiteUnderTest) -> None:
    whole, inner = excerpt(built, "failed"), excerpt(built, "gates")

    assert "".join(lit(whole)) == "Nine gates <em>failed</em>"
    assert lit(inner) == ["gates"]
    assert inner.startswith("<p>Before. <span>Nine </span><span class=")
    for html in (whole, inner):
        assert "<sup" not in html
        assert "id=" not in html


def test_links_and_images_lead_where_they_led_in_the_article(built: SiteUnderTest) -> None:
    html = excerpt(built, "failed")

    assert 'href="../../essays/lock/"' in html
    assert 'href="../#two"' in html
    assert 'src="../../gate.png"' in html


def test_a_quotation_stays_one_and_an_item_becomes_a_paragraph(built: SiteUnderTest) -> None:
    assert excerpt(built, "rain").startswith("<blockquote>\n<p>Quoted: ")
    assert excerpt(built, "item").startswith('<p><span class="claim on"')


def test_a_cell_stands_in_its_row_below_the_head_of_its_table(built: SiteUnderTest) -> None:
    for label, lit in (("cell", "2"), ("cell-b", "3")):
        html = excerpt(built, label)
        assert "<th>Gate</th>" in html
        assert "<td>Two</td>" in html
        assert "<td>One</td>" not in html
        assert f'data-notes="{label}">{lit}</span>' in html


def test_an_annotated_block_is_shown_whole(built: SiteUnderTest) -> None:
    html = excerpt(built, "list")

    assert html.startswith('<div class="claim-block on" data-kind="sourced" data-notes="list">')
    assert "<li>a</li>" in html
    assert "marks" not in html


def test_the_note_is_that_of_the_article_with_its_links_led_on(built: SiteUnderTest) -> None:
    html = main(built, "weir/failed/")

    assert 'href="../../sources/blog/"' in html
    assert 'href="../#fn-gates"' in html
    assert 'href="../../essays/lock/"' in html
    assert '<use href="#i-disputed"/>' in html
    assert "2 outlets, 1 origin" in html


def test_other_notes_and_further_passages_are_linked(built: SiteUnderTest) -> None:
    html = main(built, "weir/failed/")

    assert '<a href="../method/">Context</a>' in html
    assert '<a href="../#claim-failed~2">Nine again</a>' in html
    assert '<a href="../#claim-failed">' in html


def test_only_the_icons_that_it_shows_come_along(built: SiteUnderTest) -> None:
    html = built.read("weir/failed/index.html")
    used = set(re.findall(r'<use href="#(i-[\w-]+)"', html))

    assert set(re.findall(r'<symbol id="(i-[\w-]+)"', html)) == used


@pytest.mark.parametrize(
    ("link", "led"),
    [
        ('<a href="#x">', '<a href="../#x">'),
        ('<a href="../a/">', '<a href="../../a/">'),
        ('<a class="b" href="a/">', '<a class="b" href="../a/">'),
        ('<a href="https://x.example/">', '<a href="https://x.example/">'),
        ('<a href="mailto:a@b.example">', '<a href="mailto:a@b.example">'),
        ('<img src="a.png">', '<img src="../a.png">'),
        ('<use href="#i-x"/>', '<use href="#i-x"/>'),
        ('<a data-href="a">href="a"</a>', '<a data-href="a">href="a"</a>'),
        ('<a href="">', '<a href="../">'),
    ],
)
def test_links_set_out_from_the_page_above(link: str, led: str) -> None:
    assert deeper(link, "../") == led


# ---------------------------------------------------------------- what unfurls


def test_title_and_description_say_the_passage_and_its_standing(built: SiteUnderTest) -> None:
    found = meta(built, "weir/failed/index.html")

    assert found["og:title"] == "“Nine gates failed”"
    assert (
        found["og:description"] == "False · 2 outlets, 1 origin – “Weir”, Ada Okafor, 12 March 2026"
    )
    assert found["og:url"] == "https://example.org/reader/weir/failed/"
    assert found["robots"] == "noindex, follow"
    assert found["og:image"].startswith("https://example.org/reader/assets/share.")
    assert found["twitter:card"] == "summary_large_image"


def test_what_is_said_is_said_in_the_language_of_the_article(built: SiteUnderTest) -> None:
    found = meta(built, "essays/lock/tor/index.html")

    assert found["og:title"] == "„Tor“"
    assert (
        found["og:description"].startswith("Falsch · 1 Quelle")
        or "Falsch" in found["og:description"]
    )


def test_what_is_for_unfurling_stands_first_and_the_page_names_itself(
    built: SiteUnderTest,
) -> None:
    html = built.read("weir/failed/index.html")

    assert html.index("og:title") < html.index("<title>") < html.index("stylesheet")
    assert '<link rel="canonical" href="https://example.org/reader/weir/failed/">' in html
    assert 'http-equiv="refresh' not in html
    assert len(html) < 12_000


def test_without_an_address_nothing_absolute_is_said(site: Make) -> None:
    under_test = site(FILES)
    under_test.build()

    html = under_test.read("weir/failed/index.html")

    assert not [name for name in under_test.written() if name.endswith("oembed.json")]
    assert "og:url" not in html
    assert "@id" not in html


def test_the_picture_of_an_article_stands_beside_its_passages(site: Make) -> None:
    under_test = site(
        {**FILES, "content/weir.md": WEIR.replace("title", "image: gate.png\ntitle", 1)}
    )
    under_test.build(url="https://example.org/")

    for name in ("weir/index.html", "weir/failed/index.html"):
        found = meta(under_test, name)
        assert found["og:image"] == "https://example.org/gate.png"
        assert (found["og:image:width"], found["og:image:height"]) == ("7", "5")
        assert found["twitter:card"] == "summary_large_image"


def test_the_oembed_of_a_page_is_found_and_says_what_it_is(built: SiteUnderTest) -> None:
    html = built.read("weir/failed/index.html")
    address = "https://example.org/reader/weir/failed/oembed.json"

    assert f'type="application/json+oembed" href="{address}"' in html
    assert json.loads(built.read("weir/failed/oembed.json")) == {
        "version": "1.0",
        "type": "link",
        "title": "“Nine gates failed” – False · 2 outlets, 1 origin",
        "author_name": "Ada Okafor",
        "provider_name": "A site",
        "provider_url": "https://example.org/reader/",
    }


# ---------------------------------------------------------------- JSON-LD


def test_a_claim_is_said_with_its_article_and_its_sources(built: SiteUnderTest) -> None:
    found = data(built, "weir/failed/")

    assert found["@type"] == "Claim"
    assert found["@id"] == found["url"] == "https://example.org/reader/weir/failed/"
    assert found["text"] == "Nine gates failed"
    assert found["appearance"]["@id"] == "https://example.org/reader/weir/"
    assert found["appearance"]["headline"] == "Weir"
    quotation, paper = found["citation"]
    assert quotation == {
        "@type": "Quotation",
        "text": "nine",
        "isPartOf": {
            "@type": "BlogPosting",
            "name": "The blog",
            "author": [{"@type": "Person", "name": "Ada Okafor"}],
            "datePublished": "2026-03-09",
            "url": "https://blog.example/",
        },
    }
    assert (paper["@type"], paper["isPartOf"]["name"]) == ("NewsArticle", "Courier")


def test_an_article_says_what_it_is_and_what_it_cites(built: SiteUnderTest) -> None:
    found = data(built, "weir/")
    assert found["@type"] == "Article"
    assert found["@id"] == found["url"] == "https://example.org/reader/weir/"
    assert found["headline"] == "Weir"
    assert [work["@type"] for work in found["citation"]].count("BlogPosting") == 1
    (node,) = jsonld.expand({**found, "@context": {"@vocab": "http://schema.org/"}})
    assert node["@type"] == ["http://schema.org/Article"]
    assert len(node["http://schema.org/citation"]) == len(found["citation"])
    html = built.read("weir/index.html")
    text = html[html.index('ld+json">{') + 9 :].split("</script>")[0]
    digest = b64encode(sha256(text.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in html.split("script-src", 1)[1].split(";")[0]


def test_nothing_in_it_ends_its_script(built: SiteUnderTest) -> None:
    html = built.read("weir/gates/index.html")
    script = html[html.index("ld+json") :].split("</script>")[0]

    assert "<" not in script
    assert data(built, "weir/gates/")["citation"][0]["name"] == 'The <report> & "all"'
    assert "datePublished" not in data(built, "weir/gates/")["citation"][0]


def test_a_verdict_on_another_ones_claim_is_a_review(site: Make) -> None:
    """On our own words it is none, and neither is a note without a verdict."""
    reprint = WEIR.replace("title", "source: paper\ntitle", 1)
    under_test = site({**FILES, "content/weir.md": reprint})
    under_test.build(url="https://example.org/")

    claim, review = data(under_test, "weir/failed/")["@graph"]

    assert claim["@type"] == "Claim"
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "False"}
    assert review["itemReviewed"]["appearance"]["name"] == "The paper"
    assert review["author"] == {"@type": "Person", "name": "Ada Okafor"}
    assert data(under_test, "weir/gates/")["@type"] == "Claim"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "a stone", "“a stone”"),
        ("en", "“a stone dropped”", "“a stone dropped”"),
        ("en", '"a stone"', '"a stone"'),
        ("en", "“a” and “b”", "“‘a’ and ‘b’”"),
        ("en", "so “a ‘b’ c’s”, it said", "“so ‘a “b” c’s’, it said”"),
        ("en", "it’s “a” ‘tis", "“it’s ‘a’ ‘tis”"),
        ("de", "so „a“ ist", "„so ‚a‘ ist“"),
        ("en", "“a ‘b’ c’s”", "“a ‘b’ c’s”"),
        ("de", "„ein Stein“", "„ein Stein“"),
        ("de", "»ein Stein«", "»ein Stein«"),
        ("fr", "«\u202fune pierre\u202f»", "«\u202fune pierre\u202f»"),
        ("fr", "une pierre", "«\u202fune pierre\u202f»"),
        ("es", "«una piedra»", "«una piedra»"),
    ],
)
def test_a_passage_that_is_a_quotation_is_put_in_quotes_once(
    language: str, text: str, expected: str
) -> None:
    assert in_quotes(load(language), text, 90) == expected
    assert is_quotation(text) == (expected == text)
