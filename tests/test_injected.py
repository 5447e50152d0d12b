"""Hostile text in every field -> nothing in feeds, exports, JSON-LD and pictures that a reader of theirs would run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest

from conftest import SiteUnderTest
from payloads import PAYLOADS, built, scripts
from test_feeds import ATOM, Links

URL = "https://a.example/r/"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script', re.DOTALL)
PLAIN = ("title", "subtitle", "summary", "generator", "name")


@pytest.fixture(scope="module", params=PAYLOADS)
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """(payload, the site that has it in every field, built)."""
    return request.param, built(tmp_path_factory.mktemp("hostile"), request.param)


Hostile = tuple[str, SiteUnderTest]


def harmful(html: str) -> list[str]:
    """What *html* would run or ask of others, besides the pictures of the site itself."""
    return [each for each in scripts(html) if not each.startswith(f"img src={URL}")]


def strings(value: Any) -> Iterator[tuple[str, str]]:
    """(name of the field, text) at any depth of what was read from JSON."""
    if isinstance(value, dict):
        for name, each in value.items():
            found = [each] if isinstance(each, str) else each
            if isinstance(found, list):
                yield from ((name, text) for text in found if isinstance(text, str))
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def test_feeds_hold_the_text_and_nothing_that_runs(hostile: Hostile) -> None:
    payload, under_test = hostile
    feeds = list(under_test.output.rglob("feed.xml"))

    assert {"feed.xml", "tags/x/feed.xml"} <= {
        file.relative_to(under_test.output).as_posix() for file in feeds
    }
    for file in feeds:
        data = file.read_bytes()
        root = ET.fromstring(data)
        assert {node.tag.partition("}")[0] for node in root.iter()} == {ATOM[:-1]}
        for node in root.iter():
            kind = node.get("type", "text")
            assert (kind == "html") == (node.tag == f"{ATOM}content"), "all else is plain text"
            if node.tag == f"{ATOM}link":
                assert node.get("href", "").startswith(URL)
        (content,) = (node.text or "" for node in root.iter(f"{ATOM}content"))
        assert harmful(content) == []
        assert {*Links(content).names} & {
            "script",
            "style",
            "svg",
            "math",
            "iframe",
            "base",
        } == set()
        if "alert" in payload:
            assert "alert(1)" in content, "the text is carried, as text"
        assert not feedparser.parse(data).bozo


def test_exports_are_whole_and_html_within_them_runs_nothing(hostile: Hostile) -> None:
    _, under_test = hostile
    names = [name for name in under_test.written() if name.endswith((".json", ".jsonld"))]

    assert {"weir/annotations.jsonld", "weir/sources.json", "weir/gates/oembed.json"} <= set(names)
    assert {"sources/sources.json"} <= set(names)
    for name in names:
        said = json.loads(under_test.read(name))
        if name.endswith("oembed.json"):
            assert said["type"] == "link"
            assert "html" not in said
        for field, text in strings(said):
            if field in {"id", "source", "url", "provider_url", "URL"}:
                assert not re.match(r"(?i)\s*(java\s*script|data|vbscript):", text), (name, text)
    bodies = [
        body["value"]
        for item in json.loads(under_test.read("weir/annotations.jsonld"))["first"]["items"]
        for body in item["body"]
        if body.get("format") == "text/html"
    ]
    assert bodies
    assert [told for body in bodies for told in harmful(body)] == []


def test_linked_data_end_where_their_element_ends(hostile: Hostile) -> None:
    _, under_test = hostile
    found = {
        name: DATA.findall(under_test.read(name))
        for name in under_test.written()
        if name.endswith(".html")
    }

    assert {"weir/index.html", "weir/gates/index.html"} <= {
        n for n, texts in found.items() if texts
    }
    for name, texts in found.items():
        assert len(texts) <= 1, name
        for text in texts:
            assert "<" not in text
            assert json.loads(text)["@context"] == "https://schema.org"


@pytest.mark.parametrize(
    "html",
    [
        "<p><script>alert(1)</script>",
        '<p onclick="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<img src="https://evil.example/x.png">',
        f'<img src="{URL}x.png" onerror="alert(1)">',
        '<p style="x:y">',
    ],
)
def test_what_would_run_would_be_found(html: str) -> None:
    assert harmful(html)


def test_bibtex_of_a_source_is_one_entry(hostile: Hostile) -> None:
    _, under_test = hostile
    text = under_test.read("weir/sources.bib")

    assert len(re.findall(r"^@", text, re.MULTILINE)) == text.count("\n}\n") == 3
