"""What is published in the formats of others, as their published schemas have it.

Feeds are held to the grammar of RFC 4287, the sitemap to the schema of sitemaps.org, JSON-LD to the
vocabulary of schema.org: every type and property is one of its own, stands where it may, and has a
value that it may have.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree
from schema_org.registry import CLASS_METADATA, PROPERTY_BY_SCHEMA, ancestry

from conftest import SETTINGS, SiteUnderTest
from sidegloss.builder import Builder, Layout
from sidegloss.csl import TYPES as CSL_TYPES
from sidegloss.pages.linked_data import REVIEWED
from test_feeds import SITE, URL
from tools import ROOT, npm_package

GRAMMAR = Path(__file__).parent / "cases" / "atom.rnc"
JING = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"
"""The validator of RELAX NG that the Nu HTML checker has in its archive."""
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>')

Thing = dict[str, Any]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Folders: this repository's own site, and a site with all that JSON-LD can say."""
    own, rich = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("rich")
    Builder(Layout(site=ROOT, output=own, url="https://example.org/reader/")).build()
    under_test = SiteUnderTest(rich / "site", rich / "output")
    under_test.write({"pyproject.toml": SETTINGS, **SITE, **of_every_type()})
    assert under_test.build(url=URL).written
    return [own, under_test.output]


def of_every_type() -> dict[str, str]:
    """An article with a verdict of every kind, which cites a source of every type of CSL's."""
    record = (
        "  author: [{family: Okafor, given: Ada}, {literal: The Weir}]\n  title: A title\n"
        "  container-title: Whole\n  publisher: House\n  rests-on: none\n"
        "  archive-url: https://archive.example/x\n"
    )
    dates = ("1939", "1939-05", "2026-03-08", "1939/1945", "c. 1840", "-0044")
    sources = "".join(
        f"k{number}:\n  type: {kind}\n  issued: {dates[number % len(dates)]}\n"
        f"  {'DOI: 10.1/x' if number % 2 else 'URL: https://a.example/x?a=1'}\n{record}"
        f"{'  retracted: true' if number % 3 else ''}\n"
        for number, kind in enumerate(sorted(CSL_TYPES))
    )
    verdicts = sorted(REVIEWED)
    words = [verdict.replace("-", " ").capitalize() for verdict in verdicts]
    text = "".join(
        f"[Claim {number}][^c{number}] is made.\n\n"
        f'[^c{number}]: **{words[number % len(words)]}.** "its words" [@k{number}, p. 1; @k0].\n\n'
        for number in range(len(CSL_TYPES))
    )
    head = "title: All\ndate: 2026-03-12\nauthor: [Cy Du, {literal: The Desk}]\nsource: k1\ntags: [a, b]\nseries: S\n"
    return {
        "content/sources/all.yaml": sources,
        "content/all.md": f"---\n{head}---\n\n{text}",
    }


# ---------------------------------------------------------------- feeds


def told_of_feeds(vnu: list[str], files: list[Path]) -> list[str]:
    """What the grammar says of *files*."""
    java, _, _, jar = vnu
    run = subprocess.run(
        [java, "-cp", jar, JING, "-c", GRAMMAR, *files],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert run.stderr == ""
    assert bool(run.stdout) == bool(run.returncode)
    return run.stdout.splitlines()


def test_every_feed_is_one_by_the_grammar_of_its_standard(
    vnu: list[str], built: list[Path]
) -> None:
    feeds = [file for folder in built for file in sorted(folder.rglob("feed.xml"))]

    assert len(feeds) > 6
    assert told_of_feeds(vnu, feeds) == []


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ((r"<id>.*?</id>", ""), "missing required child element “id”"),
        (
            (r"<updated>.*?</updated>", "<updated>2026-03-12</updated>"),
            "Bad character content “2026-03-12”",
        ),
        ((r'<content type="html">', '<content type="html" lang="en">'), "“lang” not allowed"),
        ((r"<generator>", "<maker/><generator>"), "“maker”"),
        ((r'type="text/html"', 'type="html"'), "“type”"),
    ],
)
def test_a_wrong_feed_would_be_found(
    vnu: list[str], built: list[Path], tmp_path: Path, edit: tuple[str, str], told: str
) -> None:
    text = (built[1] / "feed.xml").read_text(encoding="utf-8")
    bad = tmp_path / "feed.xml"
    bad.write_text(re.sub(*edit, text, count=1), encoding="utf-8")

    assert told in "\n".join(told_of_feeds(vnu, [bad]))


# ---------------------------------------------------------------- the sitemap


@cache
def sitemap_schema() -> etree.XMLSchema:
    """The schema of sitemaps.org, as an npm package carries it."""
    return etree.XMLSchema(etree.parse(npm_package("sitemap") / "schema" / "sitemap.xsd"))


def test_the_sitemap_is_one_by_its_schema(built: list[Path]) -> None:
    for folder in built:
        sitemap_schema().assertValid(etree.parse(folder / "sitemap.xml"))


def test_each_part_of_a_large_sitemap_is_one_by_its_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidegloss.exports.listed.AT_MOST", 3)
    under_test = SiteUnderTest(tmp_path / "site", tmp_path / "output")
    under_test.write({"pyproject.toml": SETTINGS, **SITE})
    under_test.build(url=URL)
    parts = sorted(under_test.output.glob("sitemap-*.xml"))

    assert len(parts) > 2
    for part in parts:
        sitemap_schema().assertValid(etree.parse(part))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<lastmod>2026", "<lastmod>12 March 2026"),
        ("<loc>.*?</loc>", ""),
        ("</url>", "<changefreq>often</changefreq></url>"),
    ],
)
def test_a_wrong_sitemap_would_be_found(built: list[Path], right: str, wrong: str) -> None:
    text = (built[1] / "sitemap.xml").read_text(encoding="utf-8")
    changed = re.sub(right, wrong, text, count=1)

    assert changed != text
    assert not sitemap_schema().validate(etree.fromstring(changed.encode()))


# ---------------------------------------------------------------- JSON-LD


def linked_data(folder: Path) -> Iterator[tuple[str, Thing]]:
    """(page, thing): all that stands in pages as JSON-LD."""
    for file in sorted(folder.rglob("*.html")):
        for text in DATA.findall(file.read_text(encoding="utf-8")):
            found = json.loads(text)
            assert found.pop("@context") == "https://schema.org"
            for thing in found.get("@graph", [found]):
                yield file.relative_to(folder).as_posix(), thing


def wrong(thing: Thing) -> Iterator[str]:
    """What the vocabulary does not allow in *thing*, at any depth."""
    kind = thing.get("@type", "")
    if kind not in CLASS_METADATA or CLASS_METADATA[kind].superseded_by:
        yield f"{kind!r} is no type"
        return
    kinds = {kind, *ancestry(kind)}
    for name, given in thing.items():
        if name in {"@type", "@id"}:
            continue
        known = PROPERTY_BY_SCHEMA.get(name)
        if known is None or known.superseded_by:
            yield f"{name} is no property"
            continue
        if not kinds & set(known.domains):
            yield f"{name} is none of {kind}"
        for value in given if isinstance(given, list) else [given]:
            if not fits(value, known.ranges):
                yield f"{name} of {kind} is no {known.ranges}: {value!r}"
            if isinstance(value, dict):
                yield from wrong(value)


def fits(value: Any, ranges: tuple[str, ...]) -> bool:
    """Whether a property whose values are of *ranges* may have *value*."""
    if isinstance(value, dict):
        return bool({value.get("@type"), *ancestry(value.get("@type", ""))} & set(ranges))
    if not isinstance(value, str) or not value:
        return False
    return (
        "Text" in ranges
        or ("URL" in ranges and urlsplit(value).scheme in {"http", "https"})
        or ("Date" in ranges and bool(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value)))
    )


def test_all_linked_data_are_of_the_vocabulary(built: list[Path]) -> None:
    found = [each for folder in built for each in linked_data(folder)]

    assert len(found) > 150
    assert {thing["@type"] for _, thing in found} == {"Article", "Claim", "ClaimReview"}
    assert [f"{page}: {told}" for page, thing in found for told in wrong(thing)] == []


@pytest.mark.parametrize(
    ("thing", "told"),
    [
        ({"@type": "Artikel"}, "'Artikel' is no type"),
        ({"@type": "Article", "titel": "x"}, "titel is no property"),
        ({"@type": "Article", "claimReviewed": "x"}, "claimReviewed is none of Article"),
        ({"@type": "Article", "author": "Ada"}, "author of Article is no"),
        ({"@type": "Article", "author": {"@type": "Book"}}, "author of Article is no"),
        ({"@type": "Article", "datePublished": "c. 1840"}, "datePublished of Article is no"),
        ({"@type": "Article", "url": "/weir/"}, "url of Article is no"),
        ({"@type": "Claim", "citation": [{"@type": "Book", "x": "y"}]}, "x is no property"),
    ],
)
def test_wrong_linked_data_would_be_found(thing: Thing, told: str) -> None:
    assert [each for each in wrong(thing) if each.startswith(told)]
