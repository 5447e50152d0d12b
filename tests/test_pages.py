"""Which pages exist, where their links lead, and what each says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import ClassVar
from urllib.parse import unquote, urlsplit

import pytest

import shown
from conftest import SiteUnderTest, Texts
from sidegloss import views
from sidegloss.builder import Builder, Layout
from sidegloss.builder.tasks import USED
from sidegloss.words import load

Make = Callable[[Texts], SiteUnderTest]

SOURCES = """\
blog: {type: post-weblog, title: The blog, author: Ada Okafor, issued: 2026-03-09, URL: https://blog.example/, rests-on: {source: paper, how: quotes, locator: p. 2}}
paper: {type: article-newspaper, title: The paper, container-title: Courier, issued: 2026-03, access: paywalled, rests-on: [report, tip]}
report: {type: report, title: The report, author: {literal: Office}, issued: 2025, rests-on: none}
tip: {title: A tip, access: leaked, rests-on: unknown}
wire: {title: The wire, archive-url: https://archive.example/, accessed: 2026-01-02, rests-on: wire-two}
wire-two: {title: The second wire, rests-on: wire, retracted: {date: 2026-02-02, reason: Wrong}}
"""
WEIR = """\
---
title: Weir
date: 2026-03-12
updated: 2026-03-14
author: Ada Okafor
summary: A short one.
series: Locks
tags: [locks, water]
corrections: {date: 2026-03-14, text: A name}
---

## One

[Nine gates [failed][^failed] then][^gates], twice[^point]. See [the lock](essays/lock.md#claim-x).

## Two

[Again][^gates].

### Below

## Three

> Quoted.

[^wire]

![A gate](gate.png)

[^gates]: **Disputed.** "nine" [@blog, p. 1; disputes @report quoting @tip]. See [^failed].

[^failed]: [@blog quoting @paper citing @report]

[^point]: No source. [@tip]

[^wire]: [cf. @wire]
"""
LOCK = "---\ntitle: Lock\ndate: 2026-01-01\n---\n\n[X](../weir.md#two) [y][^x].\n\n[^x]: [@paper]\n"
DEEP = "# Deep\n\n[Home](../../index.md) [here][^n]\n\n[^n]: **Unverified.** Nothing.\n"
FILES: Texts = {
    "content/index.md": "# Home\n\nHello, [weir](weir.md#claim-gates).\n",
    "content/weir.md": WEIR,
    "content/essays/lock.md": LOCK,
    "content/essays/a b/deep.md": DEEP,
    "content/über.md": "---\ntitle: Über\ndate: 2026-01-02\n---\n\nText.\n",
    "content/sources.yaml": SOURCES,
    "content/gate.png": b"GIF89a\x07\x00\x05\x00\x00\x00\x00",
}


class Page(HTMLParser):
    """The links, the ids and the words of a page."""

    SPOKEN: ClassVar = {
        *("aria-label", "title", "alt", "content", "placeholder"),
        *("data-done", "data-none", "data-shown"),
    }
    FOR_MACHINES: ClassVar = {
        *("og:type", "robots", "color-scheme", "twitter:card", "viewport"),
        "Content-Security-Policy",
    }

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.root: Mapping[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.root = given
        self.links += [v for k, v in attrs if k in ("href", "src") and v is not None]
        self.ids += [v for k, v in attrs if k == "id" and v]
        names = {given.get("property"), given.get("name"), given.get("http-equiv")}
        if not names & self.FOR_MACHINES:
            self.words += [v for k, v in attrs if v and k in self.SPOKEN]

    def handle_data(self, data: str) -> None:
        if self.lasttag != "script" and (text := " ".join(data.split())):
            self.words.append(text)


def read(under_test: SiteUnderTest) -> dict[str, Page]:
    names = [name for name in under_test.written() if name.endswith(".html")]
    return {name: Page(under_test.read(name)) for name in names}


def lost(under_test: SiteUnderTest, *, on_disk: bool) -> Iterator[tuple[str, str]]:
    """Every link of a page that leads nowhere on this site, or not by a relative path."""
    found = read(under_test)
    files = set(under_test.written())
    for name, page in found.items():
        if name == "404.html":
            continue
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            path = unquote(parts.path)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            if not path:
                target = name
            elif path.endswith("/") and not on_disk:
                target = posixpath.normpath(f"{target}/index.html")
            is_lost = path.startswith("/") or target not in files
            fragment = unquote(parts.fragment)
            if is_lost or (fragment and fragment not in found[target].ids):
                yield name, link


# ---------------------------------------------------------------- addresses and links


def test_every_link_is_relative_and_leads_to_something_at_every_depth(site: Make) -> None:
    under_test = site(FILES)
    assert under_test.build().written
    assert list(lost(under_test, on_disk=False)) == []
    assert not [n for n, page in read(under_test).items() if len(set(page.ids)) != len(page.ids)]


def test_on_a_disk_every_link_names_its_file(site: Make) -> None:
    under_test = site({**FILES, "pyproject.toml": '[tool.sidegloss]\nnav = ["essays/lock.md"]\n'})
    assert under_test.build(for_disk=True).written
    assert list(lost(under_test, on_disk=True)) == []
    found = {name: page for name, page in read(under_test).items() if name != "404.html"}
    links = {link for page in found.values() for link in page.links}
    assert not [link for link in links if urlsplit(link).path.endswith("/") and ":" not in link]


def test_every_article_and_every_cited_source_has_its_page(site: Make) -> None:
    under_test = site(FILES)
    assert under_test.build().written
    wanted = {"index.html", "404.html", "weir/index.html", "essays/lock/index.html"}
    wanted |= {"essays/a-b/deep/index.html", "über/index.html", "sources/index.html"}
    wanted |= {f"sources/{key}/index.html" for key in ("blog", "paper", "report", "tip", "wire")}
    assert wanted <= set(under_test.written())


def test_a_canonical_address_is_given_only_where_the_site_has_one(site: Make) -> None:
    under_test = site(FILES)
    assert under_test.build().written
    for name in under_test.written():
        if name.endswith(".html"):
            assert "canonical" not in under_test.read(name), name
            assert "og:url" not in under_test.read(name), name
    assert under_test.build(url="https://x.example/repo").written
    base = "https://x.example/repo/"
    for name, address in {
        "index.html": base,
        "weir/index.html": f"{base}weir/",
        "über/index.html": f"{base}%C3%BCber/",
        "essays/a-b/deep/index.html": f"{base}essays/a-b/deep/",
        "sources/blog/index.html": f"{base}sources/blog/",
    }.items():
        assert f'<link rel="canonical" href="{address}">' in under_test.read(name)
    assert "canonical" not in under_test.read("404.html")
    assert list(lost(under_test, on_disk=False)) == []


@pytest.mark.parametrize(
    ("url", "root"),
    [("", "/"), ("https://x.example", "/"), ("https://x.example/a/repo", "/a/repo/")],
)
def test_the_404_page_links_from_the_root_of_the_site(site: Make, url: str, root: str) -> None:
    under_test = site({**FILES, "pyproject.toml": '[tool.sidegloss]\nnav = ["index.md"]\n'})
    assert under_test.build(url=url).written
    page = Page(under_test.read("404.html"))
    own = [link for link in page.links if not link.startswith("#")]
    assert own
    assert all(link.startswith(root) and "//" not in link for link in own)
    assert {f"{root}weir/", f"{root}sources/", root} <= set(own)
    assert "aria-current" not in under_test.read("404.html")


def test_the_page_that_one_is_on_is_marked_in_the_navigation(site: Make) -> None:
    settings = '[tool.sidegloss]\nnav = ["weir.md", "essays/lock.md"]\n'
    under_test = site({**FILES, "pyproject.toml": settings})
    assert under_test.build().written
    html = under_test.read("essays/lock/index.html")
    assert re.findall(r'<a href="([^"]*)" aria-current="page">', html) == ["../../essays/lock/"]
    sources = under_test.read("sources/index.html")
    assert re.findall(r'<a href="([^"]*)" aria-current="page">', sources) == ["../sources/"]


# ---------------------------------------------------------------- lists


def dated(number: int, day: str, more: str = "") -> str:
    return f"---\ntitle: A{number}\ndate: {day}\n{more}---\n\nText.\n"


def views_of(under_test: SiteUnderTest, *, drafts: bool = False) -> dict[str, views.View]:
    builder = Builder(Layout(under_test.folder, under_test.output, with_drafts=drafts))
    return shown.views_of(builder.site())


def front(under_test: SiteUnderTest, path: str = "index.html", **kept: bool) -> views.FrontView:
    view = views_of(under_test, **kept)[path]
    assert isinstance(view, views.FrontView)
    return view


def test_articles_stand_newest_first_then_by_their_order_then_by_their_paths(site: Make) -> None:
    under_test = site(
        {
            "content/e.md": dated(1, "2026-01-01"),
            "content/b.md": dated(2, "2026-02-01"),
            "content/a.md": dated(3, "2026-02-01"),
            "content/z.md": dated(4, "2026-02-01", "order: 2\n"),
            "content/y.md": dated(5, "2026-02-01", "order: 10\n"),
            "content/x.md": dated(6, "2026-02-01", "order: -1\n"),
            "content/d.md": dated(7, "2026-03-01"),
        }
    )
    titles = [entry.title for entry in front(under_test).entries]
    assert titles == ["A7", "A6", "A4", "A5", "A3", "A2", "A1"]


def test_an_article_without_a_date_stands_in_no_list(site: Make) -> None:
    under_test = site({**FILES, "content/about.md": "# About\n\nUs.\n"})
    assert under_test.build().written
    assert [entry.title for entry in front(under_test).entries] == ["Weir", "Über", "Lock"]
    assert "About" not in under_test.read("404.html")
    assert '<h1 class="content" id="about">About</h1>' in under_test.read("about/index.html")


def test_without_a_front_page_there_is_a_list(site: Make) -> None:
    under_test = site({"content/a.md": dated(1, "2026-01-01")})
    assert under_test.build().written
    assert front(under_test).article is None
    assert "<h1>A site</h1>" in under_test.read("index.html")


def test_long_lists_are_paged(site: Make) -> None:
    articles = {f"content/a{n:03}.md": dated(n, "2026-01-01") for n in range(401)}
    keys = [f"s{n:03}" for n in range(201)]
    cited = "".join(f"[x][^{key}]\n\n[^{key}]: [@{key}]\n\n" for key in keys)
    records = "".join(f"{key}: {{title: {key}}}\n" for key in keys)
    texts = {"content/index.md": cited, "content/sources.yaml": records}
    under_test = site({**articles, **texts})
    assert under_test.build().written
    assert list(lost(under_test, on_disk=False)) == []
    paths = ["index.html", "page/2/index.html", "page/3/index.html"]
    shown = [front(under_test, path) for path in paths]
    assert [len(each.entries) for each in shown] == [200, 200, 1]
    assert (
        len({entry.href.removeprefix("../../") for each in shown for entry in each.entries}) == 401
    )
    assert [each.article is not None for each in shown] == [True, False, False]
    assert [(p.pager.previous, p.pager.next) for p in shown] == [
        ("", "page/2/"),
        ("../../", "../../page/3/"),
        ("../../page/2/", ""),
    ]
    assert 'rel="next"' in under_test.read("index.html")
    second = views_of(under_test)["sources/page/2/index.html"]
    assert isinstance(second, views.SourcesView)
    assert [entry.source.key for entry in second.entries] == ["s200"]


def test_two_hundred_entries_are_one_page(site: Make) -> None:
    articles = {f"content/a{n:03}.md": dated(n, "2026-01-01") for n in range(200)}
    assert front(site(articles)).pager == views.Pager(1, 1, "", "")


# ---------------------------------------------------------------- an article


def article(under_test: SiteUnderTest, path: str = "a/index.html") -> views.ArticleView:
    view = views_of(under_test)[path]
    assert isinstance(view, views.ArticleView)
    return view


@pytest.mark.parametrize(("headings", "is_listed"), [(3, False), (4, True)])
def test_contents_are_listed_from_four_headings_on(
    site: Make, headings: int, is_listed: bool
) -> None:
    text = "# A\n\n" + "".join(f"## H{n}\n\nText.\n\n" for n in range(headings))
    under_test = site({"content/a.md": text})
    assert under_test.build().written
    assert len(article(under_test).contents) == (headings if is_listed else 0)
    assert ('href="#h2"' in under_test.read("a/index.html")) is is_listed


def test_lower_headings_stand_below_the_higher(site: Make) -> None:
    text = "# A\n\n## One\n\n### Under\n\n#### Deeper\n\n## Two\n\n### Under\n"
    contents = article(site({"content/a.md": text, "content/b.md": "B"})).contents
    assert [(each.text, [below.text for below in each.below]) for each in contents] == [
        ("One", ["Under"]),
        ("Two", ["Under"]),
    ]
    assert contents[0].below[0].href != contents[1].below[0].href


def test_the_head_says_when_an_article_was_changed_and_what_was_wrong(site: Make) -> None:
    under_test = site(FILES)
    assert under_test.build().written
    html = under_test.read("weir/index.html")
    head = html[html.index("<header class") : html.index("</header>\n<h2")]
    for text in (
        "Ada Okafor",
        "12 March 2026",
        "14 March 2026",
        "A name",
        "A short one.",
        "Locks",
    ):
        assert text in head


def test_a_picture_has_its_size_and_a_film_its_controls(site: Make) -> None:
    texts: Texts = {"content/a.md": "![G](gate.png)\n\n![F](film.webm) ![S](sound.mp3)\n"}
    under_test = site({**FILES, **texts, "content/film.webm": b"1", "content/sound.mp3": b"2"})
    assert under_test.build().written
    html = under_test.read("a/index.html")
    assert '<img src="../gate.png" alt="G" width="7" height="5"' in html
    assert '<video src="../film.webm" controls' in html
    assert '<audio src="../sound.mp3" controls' in html
    assert {"gate.png", "film.webm", "sound.mp3"} <= set(under_test.written())


RECORDS = (
    "x: {title: X, rests-on: {source: y, how: cites}}\ny: {title: Y, rests-on: z}\nz: {title: Z}\n"
)


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("[@x] and [@x]", [["x", "cites y", "via z"]]),
        ("[@x]. More [@y].", [["x", "cites y", "via z"]]),
        ("[@x]. More [@y, p. 2].", [["x", "cites y", "via z"], ["y p. 2", "via z"]]),
        ("[@x quoting @y]. More [@x].", [["x", "quotes y", "via z"]]),
        ("[@x, p. 1 quoting @y]. More [@x].", [["x p. 1", "quotes y", "via z"]]),
        ("[@x] [@y translating @z]", [["x", "cites y", "via z"], ["y", "translates z"]]),
        ("[@x, p. 1] [@x, p. 2]", [["x p. 1", "cites y", "via z"], ["x p. 2", "cites y", "via z"]]),
        ("[@x] [disputes @y]", [["x", "cites y", "via z"], ["y", "via z"]]),
        (
            "[@x quoting @y] [@x analysing @y]",
            [["x", "quotes y", "via z"], ["x", "analyses y", "via z"]],
        ),
    ],
)
def test_trails_share_their_steps_and_the_note_s_own_manner_wins(
    site: Make, note: str, shown: list[list[str]]
) -> None:
    under_test = site(
        {"content/a.md": f"[It][^n].\n\n[^n]: {note}\n", "content/sources.yaml": RECORDS}
    )
    (one,) = article(under_test).notes
    steps = [
        [" ".join(filter(None, (s.manner, s.source.key, s.locator))) for s in trail.steps]
        for trail in one.trails
    ]
    assert steps == shown


def test_what_supports_a_claim_is_counted(site: Make) -> None:
    under_test = site(FILES)
    weir = article(under_test, "weir/index.html")
    counts = {n.label: [(c.what, c.number) for c in n.standing] for n in weir.notes}
    assert counts == {
        "gates": [("outlet", 1), ("undetermined", 1)],
        "failed": [("outlet", 1), ("origin", 1)],
        "point": [("outlet", 1), ("unknown", 1)],
        "wire": [],
    }


def test_a_note_whose_outlets_lead_to_one_origin_is_marked_and_no_other(site: Make) -> None:
    both = "[^both]: [@wire] and [@post]\n\n[^one]: [@wire]\n\n[^two]: [@wire] and [@letter]\n"
    records = "".join(f"{key}: {{rests-on: logs}}\n" for key in ("wire", "post"))
    records += "".join(f"{key}: {{rests-on: none}}\n" for key in ("logs", "letter"))
    text = f"[A][^both], [b][^one], [c][^two].\n\n{both}"
    under_test = site({"content/a.md": text, "content/sources.yaml": records})
    under_test.build()

    page, _ = under_test.read("a/index.html").split('<section class="sources"')
    notes = page.split('<li class="content"')[1:]

    mark = 'role="img" aria-label="Several outlets, one origin"'
    assert [mark in note for note in notes] == [True, False, False]


# ---------------------------------------------------------------- drafts


def test_a_draft_is_shown_only_where_it_is_asked_for_and_says_that_it_is_one(site: Make) -> None:
    draft = "---\ntitle: Secret\ndate: 2026-05-01\ndraft: true\n---\n\n[It][^n].\n\n[^n]: [@x]\n"
    texts: Texts = {**FILES, "content/secret.md": draft}
    under_test = site({**texts, "content/sources.yaml": f"{SOURCES}x: {{title: Hidden}}\n"})
    assert under_test.build().written
    assert not [n for n in under_test.written() if "secret" in n or "sources/x/" in n]
    assert not [n for n, p in read(under_test).items() if "Secret" in str(p.words)]
    asked = [n for n in read(under_test) if 'content="noindex">' in under_test.read(n)]
    assert not asked
    assert under_test.build(drafts=True).written
    html = under_test.read("secret/index.html")
    assert '<meta name="robots" content="noindex">' in html
    assert 'class="draft"' in html
    assert "Hidden" in under_test.read("sources/x/index.html")
    assert front(under_test, drafts=True).entries[0].is_draft
    assert "noindex" not in under_test.read("weir/index.html")


# ---------------------------------------------------------------- sources


def source(under_test: SiteUnderTest, key: str) -> views.SourceView:
    view = views_of(under_test)[f"sources/{key}/index.html"]
    assert isinstance(view, views.SourceView)
    return view


def test_a_source_s_page_says_what_it_rests_on_and_what_rests_on_it(site: Make) -> None:
    under_test = site(FILES)
    paper = source(under_test, "paper")
    assert [(s.manner, s.source.key, s.source.href) for s in paper.rests_on] == [
        ("via", "report", "../../sources/report/"),
        ("via", "tip", "../../sources/tip/"),
    ]
    assert [(s.manner, s.source.key, s.locator) for s in paper.rested_on_by] == [
        ("quotes", "blog", "p. 2")
    ]
    assert (paper.end, source(under_test, "report").end, source(under_test, "tip").end) == (
        None,
        "first-hand",
        "unknown",
    )


def test_a_source_s_page_says_in_its_head_how_its_trail_ends(site: Make) -> None:
    under_test = site(
        {**FILES, "content/weir.md": f"{WEIR}\nSo they wired.[^wired]\n\n[^wired]: [@wire]\n"}
    )
    assert under_test.build().written
    ends = {
        key: re.findall(
            r'<span class="end" data-end="[\w-]+">([^<]*)</span>', _head(under_test, key)
        )
        for key in ("paper", "report", "tip", "wire")
    }
    assert ends == {
        "paper": [],
        "report": ["first-hand"],
        "tip": ["origin unknown"],
        "wire": ["in a circle"],
    }
    assert "<h2>Rests on</h2>" not in under_test.read("sources/report/index.html")


def test_sources_that_rest_on_one_through_others_are_a_list(site: Make) -> None:
    under_test = site(FILES)
    assert under_test.build().written
    page = under_test.read("sources/report/index.html")
    (further,) = re.findall(r'<ul class="further"[^>]*>(.*?)</ul>', page, re.DOTALL)
    assert re.findall(r'<li><a class="source" [^>]*>([^<]*)</a></li>', further) == ["Okafor 2026"]


def _head(under_test: SiteUnderTest, key: str) -> str:
    return under_test.read(f"sources/{key}/index.html").split("</header>")[1]


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr"])
def test_every_page_that_may_be_indexed_has_a_description(language: str, site: Make) -> None:
    tagged = "---\ntitle: Tagged\ndate: 2026-01-03\ntags: [water]\nseries: Gates\n---\n\n- Only a list.\n"
    settings = f'[tool.sidegloss]\ntitle = "The gates"\nlanguage = "{language}"\n'
    under_test = site(
        {
            **FILES,
            "content/index.md": "- [Weir](weir.md)\n",
            "content/tagged.md": tagged,
            "pyproject.toml": settings,
        }
    )
    assert under_test.build().written

    pages = {name: under_test.read(name) for name in under_test.written() if name.endswith(".html")}
    described = {
        name: re.findall(r'<meta name="description" content="([^"]+)">', text)
        for name, text in pages.items()
        if '<meta name="robots" content="noindex' not in text
    }
    assert {"tags/index.html", "series/index.html", "claims/index.html"} <= described.keys()
    assert {
        "index.html",
        "sources/paper/index.html",
        "weir/~sourcing/index.html",
    } <= described.keys()
    assert [name for name, found in described.items() if len(found) != 1] == []
    assert "{" not in "".join(text for found in described.values() for text in found)


def test_what_rests_on_a_source_is_named_only_where_it_is_published(site: Make) -> None:
    under_test = site(
        {**FILES, "content/sources.yaml": f"{SOURCES}x: {{title: X, rests-on: tip}}\n"}
    )
    assert [s.source.key for s in source(under_test, "tip").rested_on_by] == ["paper"]


def test_a_source_s_page_lists_the_claims_that_depend_on_it_by_article(site: Make) -> None:
    report = source(site(FILES), "report")
    uses = {
        each.title: [(u.claim.href, u.claim.text, u.stance, u.is_direct) for u in each.uses]
        for each in report.uses
    }
    assert uses == {
        "Weir": [
            ("../../weir/#claim-failed", "failed", "supports", False),
            ("../../weir/#claim-gates", "Nine gates failed then", "disputes", True),
        ]
    }


def test_a_point_note_is_listed_by_its_number(site: Make) -> None:
    under_test = site(FILES)
    (weir,) = (each for each in source(under_test, "tip").uses if each.title == "Weir")
    point = next(use for use in weir.uses if use.claim.href.endswith("#fn-point"))
    assert (point.claim.text, point.is_direct) == ("Note 3", True)
    assert under_test.build().written
    empty = r"<a [^>]*>\s*</a>"
    assert not [
        n for n in under_test.written() if n.endswith("l") and re.search(empty, under_test.read(n))
    ]


# ---------------------------------------------------------------- languages

GERMAN = '[tool.sidegloss]\ntitle = "Netz"\nlanguage = "de"\nnav = ["essays/lock.md"]\n'


def spoken(under_test: SiteUnderTest) -> str:
    return "\n".join(word for page in read(under_test).values() for word in page.words)


def test_a_german_site_has_none_of_the_english_words(site: Make) -> None:
    """Every word that readers see, but those that both languages have or the articles hold."""
    german, english = (dict(load(language).terms) for language in ("de", "en"))
    own = {"PAPER", "BLOG", "WIRE", "REPORT", "SITE", "NOTE"}
    texts: dict[str, str | bytes] = {}
    for name, text in FILES.items():
        kept = text.decode("latin-1") if isinstance(text, bytes) else text
        texts[name] = text if isinstance(text, bytes) else _in_german(kept)
    many = {f"content/z{n}.md": dated(n, "2020-01-01") for n in range(201)}
    under_test = site({**texts, **many, "pyproject.toml": GERMAN})
    result = under_test.build(drafts=True)
    assert result.written, result.diagnostics
    said = spoken(under_test)
    others = set(german.values())
    checked = 0
    for key, text in english.items():
        stem = re.sub(r"\s*\{\w+\}\s*", " ", text).strip()
        if german[key] == text or text in others or not re.search("[A-Za-z]{3}", stem):
            continue
        if key.startswith(("date.", "number.")) or stem.upper() in own:
            continue
        checked += 1
        assert not re.search(rf"(?<![\w-]){re.escape(stem)}(?![\w-])", said), (key, text)
    assert checked > 100
    for key in ("notes.title", "kind.disputed", "manner.quotes", "site.sources", "pager.next"):
        assert german[key] in said, key


def _in_german(text: str) -> str:
    """The same site without an English word of an author's."""
    for old, new in {
        "The blog": "Das Netztagebuch",
        "The paper": "Das Blatt",
        "The report": "Die Akte",
        "The second wire": "Der zweite Draht",
        "The wire": "Der Draht",
        "A tip": "Ein Wink",
        "No source.": "Keine.",
        "Text.": "Worte.",
        "Home": "Heim",
        "disputes @": "bestreitet @",
        "See ": "Siehe ",
        "Again": "Nochmals",
        "Quoted": "Angeführt",
        "Wrong": "Verkehrt",
        "**Disputed.**": "**Umstritten.**",
        "**Unverified.** Nothing": "**Ungeprüft.** Nichts",
    }.items():
        text = text.replace(old, new)
    return text


def test_an_arabic_article_is_laid_out_from_the_right_on_a_site_that_is_not(site: Make) -> None:
    arabic = "---\nlanguage: ar\n---\n\n[كذا][^n].\n\n[^n]: [@blog]\n"
    under_test = site({**FILES, "content/a.md": arabic})
    assert under_test.build().written
    found = read(under_test)
    assert (found["a/index.html"].root["lang"], found["a/index.html"].root["dir"]) == ("ar", "rtl")
    assert (found["weir/index.html"].root["lang"], found["weir/index.html"].root["dir"]) == (
        "en",
        "ltr",
    )
    assert dict(load("ar").terms)["notes.title"] in found["a/index.html"].words


def test_an_arabic_site_is_laid_out_from_the_right_throughout(site: Make) -> None:
    under_test = site({**FILES, "pyproject.toml": '[tool.sidegloss]\nlanguage = "ar"\n'})
    assert under_test.build().written
    assert {page.root["dir"] for page in read(under_test).values()} == {"rtl"}


def test_a_record_without_a_date_ends_in_one_full_stop(site: Make) -> None:
    under_test = site(
        {
            "content/sources.yaml": "logs: {title: Logs, author: [Okafor]}\n",
            "content/a.md": "---\ntitle: A\n---\n[Nine failed.][^n]\n\n[^n]: Counted [@logs].\n",
        }
    )
    under_test.build()
    text = re.sub(r"<[^>]+>", "", under_test.read("a/index.html"))

    assert text.count("n.d.") >= 2
    assert "n.d.." not in text


# ---------------------------------------------------------------- a source that many articles cite


def test_a_popular_source_has_pages_the_newest_uses_first(site: Make) -> None:
    article = "---\ntitle: A{n}\ndate: 20{n:02}-01-01\n---\n\n[So][^a].\n\n[^a]: [@report].\n"
    texts = {f"content/a{n:02}.md": article.format(n=n) for n in range(USED + 2)}
    under_test = site({**texts, "content/sources.yaml": SOURCES})

    found = views_of(under_test)
    newest, oldest = found["sources/report/index.html"], found["sources/report/page/1/index.html"]

    assert isinstance(newest, views.SourceView)
    assert isinstance(oldest, views.SourceView)
    assert [each.title for each in newest.uses] == [f"A{USED + 1}", f"A{USED}"]
    assert [each.title for each in oldest.uses][:2] == [f"A{USED - 1}", f"A{USED - 2}"]
    assert (newest.total, oldest.total) == (USED + 2, 0)
    assert (newest.pager.previous, newest.pager.next) == ("../../sources/report/page/1/", "")
    assert (oldest.pager.previous, oldest.pager.next) == ("", "../../../../sources/report/")


def test_one_more_use_of_a_popular_source_makes_one_of_its_pages_anew(site: Make) -> None:
    article = "---\ntitle: A{n}\ndate: 20{n:02}-01-01\n---\n\n[So][^a].\n\n[^a]: [@report].\n"
    texts = {f"content/a{n:02}.md": article.format(n=n) for n in range(2 * USED - 1)}
    under_test = site({**texts, "content/sources.yaml": SOURCES})
    assert under_test.build().written
    under_test.write({"content/more.md": article.format(n=98)})

    written = under_test.build().written

    assert written
    changed = {path for path in written.changed if path.startswith("sources/report/")}
    assert changed == {"sources/report/index.html"}
