"""Feeds, the sitemap, robots.txt: as their readers expect them, and never out of date."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout, build
from sidegloss.builder.unchanged import last_result
from sidegloss.carrying import carried, fit_for_xml
from test_builder import bytes_of

Make = Callable[[Texts], SiteUnderTest]

URL = "https://example.org/reader/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SOURCES = "courier: {title: The Courier, rests-on: logs}\nlogs: {title: Logs, rests-on: none}\n"
WEIR = """\
---
title: Weir & <gates>
date: 2026-03-12
updated: 2026-03-14
tags: [Water]
series: The river
corrections: [{date: 2026-04-01, text: It was nine}]
---

[Nine gates failed][^gates], see [the other](other.md#claim-count) and [below](#so).

![a gate](gate.png "The gate")

![again](gate.png)

## So

It was.

[^gates]: **Disputed.** "nine" [@courier, p. 1], says [the other](other.md).
"""
OTHER = """\
---
title: Other
date: 2026-02-01
language: de
author: Ada Okafor
tags: [water, Iron]
series: The river
---

[The count][^count] is theirs.

[^count]: [@courier]
"""
GATE = b"GIF89a" + bytes([7, 0, 5, 0, 0, 0, 0])
SITE: Texts = {
    "content/sources.yaml": SOURCES,
    "content/weir.md": WEIR,
    "content/other.md": OTHER,
    "content/about.md": "# About\n\nOf us.\n",
    "content/gate.png": GATE,
}


def numbered(number: int, text: str = "") -> str:
    day = f"{1 + number // 28:02}-{1 + number % 28:02}"
    return f"---\ntitle: No. {number}\ndate: 2026-{day}\n---\n\nText {number}. {text}\n"


def feed(under_test: SiteUnderTest, path: str = "feed.xml") -> Any:
    """The feed as a reader of feeds has it."""
    data = (under_test.output / path).read_bytes()
    found = feedparser.parse(data)
    assert not found.bozo, found.get("bozo_exception")
    whole(data)
    return found


def whole(data: bytes) -> None:
    """What RFC 4287 demands of a feed, in our own words."""
    root = ET.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    stamp = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    ids = []
    for each in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(each.findall(ATOM + name)) == 1, name
        assert stamp.fullmatch(each.findtext(f"{ATOM}updated", ""))
        ids.append(each.findtext(f"{ATOM}id", ""))
        alternates = [x for x in each.findall(f"{ATOM}link") if x.get("rel") == "alternate"]
        assert len(alternates) == 1
        for link in each.findall(f"{ATOM}link"):
            assert urlsplit(link.get("href", "")).scheme == "https"
    assert all(urlsplit(each).scheme == "https" for each in ids)
    assert len(set(ids[1:])) == len(ids) - 1
    (link,) = (x for x in root.findall(f"{ATOM}link") if x.get("rel") == "self")
    assert link.get("href", "").endswith("feed.xml")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    for entry in root.findall(f"{ATOM}entry"):
        assert stamp.fullmatch(entry.findtext(f"{ATOM}published", ""))
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "html"
        assert content.text


class Links(HTMLParser):
    """Every link of a stretch of html, and every attribute of any other name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: set[str] = set()
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        for name, value in attrs:
            self.names.add(name)
            if name in {"href", "src"}:
                self.links.append(value or "")
            elif name == "id":
                self.ids.add(value or "")


# ---------------------------------------------------------------- the feed


def test_the_feed_holds_text_notes_and_corrections_with_whole_links(site: Make) -> None:
    under_test = site(SITE)
    under_test.build(url=URL)
    found = feed(under_test)
    first, second = found.entries
    assert (first.title, second.title) == ("Weir & <gates>", "Other")
    assert (first.published[:10], first.updated[:10]) == ("2026-03-12", "2026-04-01")
    assert found.feed.updated[:10] == "2026-04-01"
    assert second.author == "Ada Okafor"
    assert [tag.term for tag in second.tags] == ["water", "Iron"]
    root = ET.fromstring((under_test.output / "feed.xml").read_bytes())
    texts = [each.text or "" for each in root.iter(f"{ATOM}content")]
    html = Links(texts[0])
    assert "It was nine" in texts[0]
    assert texts[0].index("It was nine") < texts[0].index("Nine gates") < texts[0].index("“nine”")
    assert all(link.startswith(URL) for link in html.links)
    assert f"{URL}weir/#fn-gates" in html.links
    assert f"{URL}other/#claim-count" in html.links
    assert f"{URL}gate.png" in html.links
    assert {"fn-gates", "fnref-gates", "claim-gates"} <= html.ids
    assert not {"class", "svg", "loading", "role", "data-kind", "script", "style"} & html.names
    assert "Quellen" in texts[1], "each in its own language"


def test_the_feed_holds_the_newest_twenty_and_no_page_and_no_draft(site: Make) -> None:
    texts = {f"content/a{number}.md": numbered(number) for number in range(25)}
    draft = numbered(99).replace("date", "draft: true\ndate")
    under_test = site({**SITE, **texts, "content/draft.md": draft})
    under_test.build(url=URL, drafts=True)
    titles = [entry.title for entry in feed(under_test).entries]
    assert len(titles) == 20
    assert titles[0] == "Weir & <gates>"
    assert "No. 99" not in titles


def test_without_an_address_there_is_no_feed_and_no_link_to_one(site: Make) -> None:
    under_test = site(SITE)
    under_test.build()
    assert not [n for n in under_test.written() if n.endswith(".xml") or n == "robots.txt"]
    assert "atom+xml" not in under_test.read("index.html") + under_test.read("weir/index.html")


def test_without_a_dated_article_there_is_no_feed(site: Make) -> None:
    under_test = site({"content/about.md": "# About\n\nOf us.\n"})
    under_test.build(url=URL)
    assert "feed.xml" not in under_test.written()
    assert "atom+xml" not in under_test.read("index.html")


def test_pages_lead_to_their_feeds(site: Make) -> None:
    under_test = site(SITE)
    under_test.build(url=URL)
    for page, link in {
        "index.html": "feed.xml",
        "weir/index.html": "../feed.xml",
        "tags/water/index.html": "../../tags/water/feed.xml",
        "series/the-river/index.html": "../../series/the-river/feed.xml",
    }.items():
        html = under_test.read(page)
        assert f'<link rel="alternate" type="application/atom+xml" href="{link}"' in html
        assert (under_test.output / page).parent.joinpath(link).resolve().is_file()
    assert "atom+xml" not in under_test.read("about/index.html")


def test_signs_that_xml_forbids_are_left_out(site: Make) -> None:
    under_test = site({"content/x.md": numbered(1, "a\x0cb \x1b[1m \uffff ]]> <!-- -->")})
    under_test.build(url=URL)
    assert "Text 1." in feed(under_test).entries[0].content[0].value
    assert fit_for_xml("a\x00\x0bb\ud800\ufffe\U0001f600\n") == "ab\U0001f600\n"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a class="x" href="../y/?a=1&amp;b=2">', '<a href="https://h/b/y/?a=1&amp;b=2">'),
        ('<a href="#fn-x" role="doc-noteref">', '<a href="https://h/b/c/#fn-x">'),
        ('<a href="https://else/">', '<a href="https://else/">'),
        ('<a href="mailto:a@b">', '<a href="mailto:a@b">'),
        (
            '<img src="p.png" alt="a &gt; b" loading="lazy">',
            '<img src="https://h/b/c/p.png" alt="a &gt; b">',
        ),
        ("a <svg class='x'><path d='M0'/></svg> b", "a b"),
        (
            '<video src="m.mp4" controls preload="metadata"></video>',
            '<video src="https://h/b/c/m.mp4" controls=""></video>',
        ),
        ("<p>1 &lt; 2</p>", "<p>1 &lt; 2</p>"),
    ],
)
def test_html_is_carried_with_whole_links_alone(html: str, expected: str) -> None:
    assert carried(html, "https://h/b/c/") == expected


# ---------------------------------------------------------------- never out of date


def _layout(under_test: SiteUnderTest) -> Layout:
    return Layout(under_test.folder, under_test.output, URL, has_memory=True, jobs=1)


@pytest.mark.parametrize("name", ["weir", "old"])
def test_a_feed_follows_an_edit_behind_an_articles_face(
    site: Make, tmp_path: Path, name: str
) -> None:
    texts = {f"content/a{number}.md": numbered(100 + number) for number in range(20)}
    old = "---\ntitle: Old\ndate: 2001-01-01\ntags: [rare]\n---\n\nOld.\n\nOld words.\n"
    under_test = site({**SITE, **texts, "content/old.md": old})
    layout = _layout(under_test)
    assert build(layout).written
    before = (under_test.folder / f"content/{name}.md").read_text()
    (under_test.folder / f"content/{name}.md").write_text(before + "\nNewly said.\n")
    result = build(layout)
    assert result.written
    Builder(Layout(under_test.folder, tmp_path / "clean", URL, jobs=1)).build()
    assert bytes_of(under_test.output) == bytes_of(tmp_path / "clean")
    fed = {"weir": "tags/water/feed.xml", "old": "tags/rare/feed.xml"}[name]
    assert "Newly said." in under_test.read(fed)
    assert last_result(layout)


def test_an_edit_behind_the_face_of_an_article_in_a_series_equals_a_clean_build(
    site: Make, tmp_path: Path
) -> None:
    under_test = site({**SITE, "pyproject.toml": "[tool.sidegloss]\ncards = 'none'\n"})
    layout = Layout(under_test.folder, under_test.output, has_memory=True, jobs=1)
    assert build(layout).written
    (under_test.folder / "content/weir.md").write_text(WEIR.replace("It was.", "It is."))
    result = build(layout)
    assert result.written
    assert result.written.changed == ("weir/index.html",)
    Builder(Layout(under_test.folder, tmp_path / "clean", jobs=1)).build()
    assert bytes_of(under_test.output) == bytes_of(tmp_path / "clean")


def test_a_preview_serves_feeds_as_they_would_be_published(site: Make) -> None:
    under_test = site(SITE)
    builder = Builder(Layout(under_test.folder, under_test.output, URL))
    look = builder.look()
    assert {"feed.xml", "tags/water/feed.xml", "sitemap.xml", "robots.txt"} <= look.paths
    assert b"It was." in _served(look.at("feed.xml"))
    file = under_test.folder / "content/weir.md"
    file.write_text(WEIR.replace("It was.", "It is now."))
    look = builder.look([file.resolve()])
    assert b"It is now." in _served(look.at("feed.xml"))
    assert b"It is now." in _served(look.at("series/the-river/feed.xml"))
    under_test.build(url=URL)
    for path in sorted(look.paths):
        if path.endswith((".xml", ".txt")) or path.startswith(("tags/", "series/")):
            assert _served(look.at(path)) == (under_test.output / path).read_bytes(), path


def _served(found: bytes | Path | None) -> bytes:
    assert isinstance(found, bytes)
    return found


# ---------------------------------------------------------------- tags and series


def test_tags_and_series_have_a_page_each(site: Make) -> None:
    under_test = site(SITE)
    under_test.build()
    written = under_test.written()
    for page in ("tags/", "tags/water/", "tags/iron/", "series/", "series/the-river/"):
        assert f"{page}index.html" in written
    water, river = (
        under_test.read("tags/water/index.html"),
        under_test.read("series/the-river/index.html"),
    )
    assert water.index("../../weir/") < water.index("../../other/"), "a tag's newest first"
    assert river.index("../../other/") < river.index("../../weir/"), "a series as it is read"
    assert "<h1>Water</h1>" in water
    assert "2 articles" in water
    assert '<a rel="tag" href="../tags/water/">water</a>' in under_test.read("other/index.html")


def test_an_article_leads_to_what_stands_beside_it_in_its_series(site: Make) -> None:
    third = numbered(1).replace("title", "series: the river\norder: 1\ntitle")
    under_test = site({**SITE, "content/third.md": third})
    under_test.build()
    other = under_test.read("other/index.html")
    assert '<a href="../series/the-river/">The river</a>' in other
    assert "Teil 2 von 3" in other
    assert '<a rel="prev" href="../third/">Voriger Teil: No. 1</a>' in other
    assert '<a rel="next" href="../weir/">Nächster Teil: Weir &amp; &lt;gates&gt;</a>' in other


def test_a_page_without_a_date_stands_with_no_tag_and_in_no_series(site: Make) -> None:
    about = "---\ntags: [us]\nseries: Us\n---\n# About\n\nOf us.\n"
    under_test = site({**SITE, "content/about.md": about})
    under_test.build(url=URL)
    html = under_test.read("about/index.html")
    assert "Part of the series Us" in html
    assert "Topics: us" in html
    assert not [name for name in under_test.written() if "/us/" in name]


@pytest.mark.parametrize("head", ["tags: ['!?']", "series: '…'"])
def test_a_name_without_a_letter_is_told(site: Make, head: str) -> None:
    under_test = site({"content/x.md": f"---\ndate: 2026-01-01\n{head}\n---\n\nText.\n"})
    assert any("[address-whole]" in line for line in under_test.check())


# ---------------------------------------------------------------- the sitemap


def test_the_sitemap_names_what_stands_for_itself_and_when_it_changed(site: Make) -> None:
    under_test = site({**SITE, "content/draft.md": "---\ndraft: true\n---\n\nNo.\n"})
    under_test.build(url=URL, drafts=True)
    root = ET.fromstring((under_test.output / "sitemap.xml").read_bytes())
    assert root.tag == f"{MAP}urlset"
    found = {}
    for url in root:
        assert [each.tag for each in url] in ([f"{MAP}loc"], [f"{MAP}loc", f"{MAP}lastmod"])
        found[url[0].text or ""] = url[1].text if len(url) > 1 else ""
    assert len(found) == len(root)
    assert found[f"{URL}weir/"] == "2026-04-01"
    assert found[f"{URL}about/"] == ""
    assert found[URL] == found[f"{URL}tags/water/"] == "2026-04-01"
    for address in found:
        file = under_test.output / address.removeprefix(URL) / "index.html"
        html = file.read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{address}">' in html
        assert "noindex" not in html
    assert not [address for address in found if "draft" in address or "/gates/" in address]


def test_a_sitemap_has_no_more_addresses_than_it_may(
    site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidegloss.exports.listed.AT_MOST", 3)
    under_test = site(SITE)
    under_test.build(url=URL)
    root = ET.fromstring((under_test.output / "sitemap.xml").read_bytes())
    assert root.tag == f"{MAP}sitemapindex"
    parts = [each[0].text or "" for each in root]
    assert parts[0] == f"{URL}sitemap-1.xml"
    for part in parts:
        file = under_test.output / part.removeprefix(URL)
        assert 0 < len(ET.fromstring(file.read_bytes())) <= 3


def test_robots_may_read_everything_and_find_the_sitemap(site: Make) -> None:
    under_test = site(SITE)
    under_test.build(url=URL)
    lines = under_test.read("robots.txt").splitlines()
    assert "Disallow:" not in "".join(lines)
    assert f"Sitemap: {URL}sitemap.xml" in lines


# ---------------------------------------------------------------- images


def test_the_first_image_is_loaded_at_once_and_the_others_when_they_come_near(site: Make) -> None:
    under_test = site(SITE)
    under_test.build()
    first, second = re.findall(r"<img[^>]*>", under_test.read("weir/index.html"))
    assert first == '<img src="../gate.png" alt="a gate" width="7" height="5">'
    assert 'loading="lazy"' in second
    assert "<figcaption>The gate</figcaption></figure>" in under_test.read("weir/index.html")
