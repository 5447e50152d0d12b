"""The key to the marks, the bar of kinds, and the list of an article's sources."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SiteUnderTest
from sidegloss.builder import Builder, Layout
from sidegloss.pages.key import _widths
from sidegloss.theme import DEFAULT

Make = Callable[..., SiteUnderTest]

SOURCES = """\
zebra: {title: Stripes, author: Ada Zebra, issued: 2001, URL: https://z.example/, rests-on: none}
émile: {title: Lettres, author: Jean Émile, issued: 2002, rests-on: logs}
adams: {title: Wells, author: [{family: adams, given: Bo}], issued: 2003, rests-on: unknown}
logs: {title: Logs, issued: 2004, rests-on: none}
alone: {title: Not cited, issued: 2005}
"""
KINDS = {
    "a": "[@zebra]",
    "b": "**False.** [@émile]",
    "c": "**Unsourced.** x",
    "d": "[@zebra; @adams]",
}


IMAGE = (DEFAULT / "assets" / "share.png").read_bytes()


def built(site: Make, notes: dict[str, str], front: str = "", **more: str) -> SiteUnderTest:
    """A site with one article, at ``weir/``, and one claim for each of *notes*."""
    text = " ".join(f"[The claim {label}][^{label}]." for label in notes)
    below = "".join(f"[^{label}]: {note}\n\n" for label, note in notes.items())
    made = site(
        {
            "pyproject.toml": '[tool.sidegloss]\ntitle = "Water"\nurl = "https://water.example/"\n',
            "content/sources.yaml": SOURCES,
            "content/weir.md": f"---\ndate: 2026-03-01\n{front}---\n\n# Weir\n\n{text}\n\n{below}",
            "content/a.png": IMAGE,
            **{f"content/{name}.md": each for name, each in more.items()},
        }
    )
    assert made.build().written
    return made


def between(page: str, start: str, end: str) -> str:
    return page.split(start, 1)[1].split(end, 1)[0]


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def key_of(made: SiteUnderTest) -> str:
    return between(made.read("weir/index.html"), '<section class="key"', "</section>")


def listed(made: SiteUnderTest, page: str = "weir/index.html") -> dict[str, str]:
    """The entries of a page's list of sources: key -> html."""
    html = between(made.read(page), '<section class="sources"', "</section>")
    return dict(re.findall(r'<li class="content" id="source-(.*?)">(.*?)</li>', html, re.DOTALL))


# ---------------------------------------------------------------- the key


def test_the_key_counts_the_claims_of_each_kind_and_leads_to_the_first(site: Make) -> None:
    key = key_of(built(site, KINDS))

    links = re.findall(r'data-do="next-of-kind" data-kind="(.*?)" href="(.*?)".*?<b>(.)</b>', key)
    assert links == [
        ("disputed", "#claim-b", "1"),
        ("unsourced", "#claim-c", "1"),
        ("sourced", "#claim-a", "2"),
    ]
    assert "1 disputed 1 unsourced 2 sourced" in plain(key)


def test_the_parts_of_the_bar_are_the_kinds_in_the_order_of_the_key(site: Make) -> None:
    key = key_of(built(site, KINDS))

    parts = re.findall(r'<rect data-kind="(.*?)" x="(.*?)%" width="(.*?)%"', key)
    assert parts == [("disputed", "0", "25"), ("unsourced", "25", "25"), ("sourced", "50", "50")]


@pytest.mark.parametrize("numbers", [[1], [1, 999], [1, 1, 1, 5000], [3, 3, 3], [7, 1, 1, 1]])
def test_no_part_of_a_bar_is_too_narrow_to_be_seen_and_the_whole_is_full(
    numbers: list[int],
) -> None:
    widths = _widths(numbers)

    assert min(widths) >= 10
    assert sum(widths) == 1000


def test_the_key_counts_claims_that_a_source_supports_and_their_origins(site: Make) -> None:
    key = plain(key_of(built(site, KINDS)))

    assert "3 claims rest on 2 origins. Point at an underlined passage" in key


def test_the_key_leads_to_the_picture_of_the_sourcing(site: Make) -> None:
    made = built(site, KINDS)

    assert re.search(r'<a href="~sourcing/"[^>]*>See the whole picture →</a>', key_of(made))
    assert "weir/~sourcing/index.html" in made.written()


def test_an_article_that_cites_nothing_has_a_key_without_a_picture(site: Make) -> None:
    key = key_of(built(site, {"a": "x", "b": "y", "c": "z"}))

    assert "3 claims." in plain(key)
    assert "picture" not in key


def test_a_page_with_fewer_than_three_claims_has_no_key(site: Make) -> None:
    page = built(site, {"a": "[@zebra]", "b": "[@logs]"}).read("weir/index.html")

    assert '<section class="key"' not in page


def test_a_german_article_declines_its_origins(site: Make) -> None:
    key = plain(key_of(built(site, KINDS, front="language: de\n")))

    assert "3 Aussagen gehen auf 2 Ursprünge zurück." in key


# ---------------------------------------------------------------- sources


def test_each_source_is_listed_once_in_alphabetical_order(site: Make) -> None:
    found = listed(built(site, KINDS))

    assert list(found) == ["adams", "émile", "zebra", "logs"]


def test_a_source_has_its_record_and_leads_back_to_every_note_that_cites_it(site: Make) -> None:
    entry = listed(built(site, KINDS))["zebra"]

    assert 'data-record="zebra"' in entry
    assert 'href="https://z.example/"' in entry
    backs = re.findall(r'<a href="(#.*?)" role="doc-backlink" aria-label="(.*?)">(.)</a>', entry)
    assert backs == [("#fnref-a", "Note 1", "1"), ("#fnref-d", "Note 4", "4")]


def test_sources_that_only_trails_reach_are_listed_below(site: Make) -> None:
    made = built(site, KINDS)

    section = between(made.read("weir/index.html"), '<section class="sources"', "</section>")
    above, below = section.split("<h3>Behind these sources</h3>")
    assert 'id="source-logs"' in below
    assert 'id="source-logs"' not in above
    assert "doc-backlink" not in below


def test_a_source_that_a_sentence_names_is_listed(site: Make) -> None:
    found = listed(built(site, {"a": "As @adams says, nothing is known."}))

    assert list(found) == ["adams"]
    assert 'href="#fnref-a"' in found["adams"]


def test_the_source_that_an_article_reprints_is_listed_and_its_head_links_there(
    site: Make,
) -> None:
    made = built(site, {"a": "[@adams]"}, front="source: zebra\n")

    page = made.read("weir/index.html")
    head = between(page, '<p class="reprints">', "</p>")
    assert '<a class="source title" href="#source-zebra"' in head
    assert "https://z.example/" in head
    assert page.count('data-record="zebra"') == 1
    assert "doc-backlink" not in listed(made)["zebra"]


def test_an_article_without_citations_has_no_list_of_sources(site: Make) -> None:
    assert "doc-bibliography" not in built(site, {"a": "x"}).read("weir/index.html")


def test_an_entry_of_a_feed_ends_with_its_sources(site: Make) -> None:
    feed = built(site, KINDS).read("feed.xml")

    sources = feed.split("Sources&lt;/h2&gt;")[1]
    assert "Jean Émile" in sources
    assert "https://z.example/" in sources
    assert "https://water.example/weir/#fnref-a" in sources
    assert sources.index("Behind these sources") < sources.index("Logs")


def test_no_heading_takes_the_id_of_the_list_of_sources(site: Make) -> None:
    made = site(
        {
            "content/sources.yaml": SOURCES,
            "content/a.md": "# A\n\n## Sources\n\n## Cite-this\n\n[B][^b]. [c](#sources)\n\n[^b]: [@logs]\n",
        }
    )
    result = made.build()

    page = made.read("a/index.html")
    assert page.count('id="sources"') == 1
    assert 'id="section-sources"' in page
    assert 'id="section-cite-this"' in page
    assert [each for each in result.diagnostics if each.code.startswith("link")] == []


# ---------------------------------------------------------------- lists of articles


def test_a_list_shows_the_claims_of_each_article_by_kind(site: Make) -> None:
    made = built(
        site,
        KINDS,
        front="tags: [salt]\nseries: Wells\n",
        plain="---\ndate: 2026-01-01\n---\n\nx\n",
    )

    for page in ("index.html", "tags/salt/index.html", "series/wells/index.html"):
        entry = between(made.read(page), '<ol class="entries">', "</li>")
        assert len(re.findall("<rect ", entry)) == 3, page
        labels = re.findall(r'aria-label="(.*?)".*?</svg> (\d)', entry)
        assert labels == [("Disputed", "1"), ("Unsourced", "1"), ("Sourced", "2")], page
    assert made.read("index.html").count('class="shares"') == 1


def test_the_first_entry_of_the_front_page_is_the_lead_and_shows_its_image(site: Make) -> None:
    other = "---\ndate: 2026-01-01\nimage: a.png\n---\n\nx\n"
    made = built(site, KINDS, front="image: a.png\ntags: [salt]\n", other=other)

    front = made.read("index.html")
    assert front.count('class="leading"') == front.count('<img src="a.png" alt="" width="') == 1
    assert "leading" not in made.read("tags/salt/index.html")


def test_a_build_with_a_memory_follows_the_kind_of_a_claim_in_lists(
    site: Make, tmp_path: Path
) -> None:
    made = built(site, KINDS, front="tags: [salt]\n")
    layout = Layout(made.folder, tmp_path / "warm", has_memory=True, jobs=1)
    assert Builder(layout).build().written
    text = (made.folder / "content/weir.md").read_text(encoding="utf-8")
    made.write({"content/weir.md": text.replace("**False.**", "**Confirmed.**")})

    written = Builder(layout).build().written

    assert written
    assert {"index.html", "tags/salt/index.html", "weir/index.html"} <= {*written.changed}
    for page in ("index.html", "tags/salt/index.html"):
        warm = (tmp_path / "warm" / page).read_text(encoding="utf-8")
        assert 'data-kind="disputed"' not in between(warm, '<ol class="entries">', "</ol>")
