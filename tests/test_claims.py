"""All claims of a site -> their pages and JSON indexes: in parts, whole, and calm under edits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.listing import PART

Make = Callable[[Texts], SiteUnderTest]

LINK = re.compile(r'<li data-kind="(\w+)">.*?<a href="([^"]+)">(.*?)</a>')
TITLE = re.compile(r'<h2><a href="([^"]+)">')
PAGE_AT_MOST = 100_000
INDEX_AT_MOST = 50_000
SOURCES = """\
blog: {title: The blog, issued: 2026, URL: https://blog.example/, rests-on: logs}
courier: {title: The courier, issued: 2026, URL: https://courier.example/, rests-on: logs}
logs: {title: The logs, issued: 2026, access: leaked, rests-on: none}
denial: {title: A denial, issued: 2026, type: speech, rests-on: none}
"""


def article(number: int, claims: int = 2) -> str:
    """An article of its own day, the later the higher *number*."""
    day = date(2020, 1, 1) + timedelta(days=number)
    passages = " ".join(f"[Claim {n} of article {number}][^c{n}]." for n in range(claims))
    notes = "".join(f"[^c{n}]: [@blog, p. {n + 1}]\n\n" for n in range(claims))
    return f"---\ntitle: Article {number}\ndate: {day}\n---\n\n{passages}\n\n{notes}"


def articles(*numbers: int, claims: int = 2) -> dict[str, str]:
    return {f"content/a{number:04}.md": article(number, claims) for number in numbers}


def published(under_test: SiteUnderTest) -> dict[str, str]:
    """What stands below claims/ once the site is built."""
    assert under_test.build().written is not None
    return {
        name: under_test.read(name) for name in under_test.written() if name.startswith("claims/")
    }


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before | after if before.get(name) != after.get(name)}


def index(under_test: SiteUnderTest, number: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(under_test.read(f"claims/index/{number}.json"))
    return found


# ---------------------------------------------------------------- in parts


def test_claims_stand_in_parts_of_twenty_articles_from_the_oldest(site: Make) -> None:
    under_test = site(articles(*range(45)) | {"content/sources.yaml": SOURCES})

    found = published(under_test)

    assert sorted(found) == [
        "claims/index.html",
        "claims/index/1.json",
        "claims/index/2.json",
        "claims/index/3.json",
        "claims/page/1/index.html",
        "claims/page/2/index.html",
    ]
    titles = [re.findall(r"Article (\d+)</a>", found[name]) for name in PAGES_OF_45]
    assert titles == [
        [str(n) for n in range(19, -1, -1)],
        [str(n) for n in range(39, 19, -1)],
        [str(n) for n in range(44, 39, -1)],
    ]
    for number, shown in enumerate(titles, 1):
        assert [a["title"] for a in index(under_test, number)] == [f"Article {n}" for n in shown]


PAGES_OF_45 = ("claims/page/1/index.html", "claims/page/2/index.html", "claims/index.html")


def test_a_new_article_changes_the_newest_part_only(site: Make) -> None:
    under_test = site(articles(*range(45)) | {"content/sources.yaml": SOURCES})
    before = published(under_test)

    under_test.write(articles(45))

    assert changed(before, published(under_test)) == {"claims/index.html", "claims/index/3.json"}


def test_a_new_part_leaves_the_indexes_of_the_others_and_what_their_pages_list(
    site: Make,
) -> None:
    under_test = site(articles(*range(2 * PART)) | {"content/sources.yaml": SOURCES})
    before = published(under_test)

    under_test.write(articles(2 * PART))
    after = published(under_test)

    assert {name for name in changed(before, after) if "/index/" in name} == {"claims/index/3.json"}
    listed = "claims/page/1/index.html"
    assert LINK.findall(after[listed]) == LINK.findall(before[listed])
    newest = [href.lstrip("./") for _, href, _ in LINK.findall(before["claims/index.html"])]
    moved = after["claims/page/2/index.html"]
    assert [href.lstrip("./") for _, href, _ in LINK.findall(moved)] == newest


def test_an_edit_changes_the_part_of_its_article_only(site: Make) -> None:
    under_test = site(articles(*range(45)) | {"content/sources.yaml": SOURCES})
    before = published(under_test)

    old = article(7).replace("Claim 1 of", "What was said of")
    under_test.write({"content/a0007.md": old})

    assert changed(before, published(under_test)) == {
        "claims/page/1/index.html",
        "claims/index/1.json",
    }


def test_a_further_claim_in_an_old_article_changes_its_part_and_the_total(site: Make) -> None:
    under_test = site(articles(*range(45)) | {"content/sources.yaml": SOURCES})
    before = published(under_test)

    under_test.write({"content/a0007.md": article(7, claims=3)})
    after = published(under_test)

    assert changed(before, after) == {
        "claims/index.html",
        "claims/page/1/index.html",
        "claims/index/1.json",
    }
    assert "91 claims" in after["claims/index.html"]


def test_three_thousand_claims_stay_small_per_page(site: Make) -> None:
    under_test = site(articles(*range(250), claims=12) | {"content/sources.yaml": SOURCES})

    found = published(under_test)

    pages = {name: len(text.encode()) for name, text in found.items() if name.endswith(".html")}
    indexes = {name: len(text.encode()) for name, text in found.items() if name.endswith(".json")}
    assert (len(pages), len(indexes)) == (13, 13)
    assert sum(len(LINK.findall(text)) for text in found.values()) == 3_000
    assert max(pages.values()) < PAGE_AT_MOST
    assert max(indexes.values()) < INDEX_AT_MOST
    assert "3,000 claims" in found["claims/index.html"]


# ---------------------------------------------------------------- what is listed

WEIR = """\
---
title: Weir
date: 2026-03-12
---

[Nine [gates][^gates] failed][^failed], [twice][^gates]. [So it was said][^gates][^said].
[What][^denied] he denied.[^point] [Both][^one][^two].

> All of it.

[^all]

[^gates]: **Disputed.** [@blog quoting @logs; disputes @denial]

[^failed]: [@blog; @courier, p. 2]

[^said]: **Unverified.** See [^gates] and [a part][^failed].

[^denied]: [disputes @denial; cf. @logs]

[^point]: A remark [@denial].

[^one]: **True.** [@blog]

[^two]: [@denial]

[^all]: **Missing context.** [cf. @logs]
"""
PAGES = {
    "content/sources.yaml": SOURCES,
    "content/weir.md": WEIR,
    "content/index.md": "# Home\n\n[Welcome][^hello].\n\n[^hello]: [@logs]\n",
    "content/about.md": "# About\n\nNo claim, and a remark.[^r]\n\n[^r]: [@logs]\n",
    "content/draft.md": "---\ndraft: true\n---\n\n[Not yet][^n].\n\n[^n]: [@logs]\n",
}
IDS = ["gates", "failed", "said", "denied", "one", "two", "all"]
"""Claims of the weir, one a note that a passage bears, in the order of the notes."""


def test_the_lists_and_the_head_of_an_article_count_its_claims_alike(site: Make) -> None:
    under_test = site(PAGES)
    text = published(under_test)["claims/index.html"]

    assert len(LINK.findall(text)) == len(IDS) + 1
    assert ">8 claims</output>" in text
    key = under_test.read("weir/index.html").split('<section class="key"')[1].split("</section>")[0]
    assert sum(map(int, re.findall(r"<b>(\d+)</b>", key))) == 7
    assert "<span>7 claims</span>" in under_test.read("index.html")


@pytest.mark.parametrize("is_for_disk", [False, True], ids=["served", "for disk"])
def test_every_claim_is_listed_once_and_links_into_its_article(
    is_for_disk: bool, site: Make
) -> None:
    under_test = site(PAGES)
    under_test.build(for_disk=is_for_disk)
    name = "index.html" if is_for_disk else ""

    text = under_test.read("claims/index.html")

    assert ("<form" in text) == ("claims." in text) == (not is_for_disk)

    assert [href for _, href, _ in LINK.findall(text)] == [
        *(f"../weir/{name}#claim-{claim}" for claim in IDS),
        f"../{name}#claim-hello",
    ]
    assert TITLE.findall(text) == [f"../weir/{name}", f"../{name}"]
    for _, href, _ in LINK.findall(text):
        file, claim = href.removeprefix("../").split("#")
        page = under_test.read(file if is_for_disk else f"{file}index.html")
        assert f'id="{claim}"' in page


def test_the_index_tells_of_each_claim_what_the_page_does(site: Make) -> None:
    under_test = site(PAGES)
    page = published(under_test)["claims/index.html"]

    listed = index(under_test, 1)

    assert [(each["title"], each["address"]) for each in listed] == [
        ("Weir", "weir/"),
        ("Home", ""),
    ]
    claims = [(each["address"], claim) for each in listed for claim in each["claims"]]
    assert LINK.findall(page) == [
        (claim["kind"], f"../{address}#claim-{claim['id']}", claim["text"])
        for address, claim in claims
    ]


def test_the_index_tells_how_a_claim_stands_and_what_it_rests_on(site: Make) -> None:
    under_test = site(PAGES)
    published(under_test)

    told = {claim.pop("id"): claim for claim in index(under_test, 1)[0]["claims"]}

    assert {name: told[name] for name in ("gates", "said")} == {
        "gates": {
            "text": "gates",
            "kind": "disputed",
            "verdict": "disputed",
            "finding": "",
            "told": "Disputed · 1 outlet, 1 origin",
            "stances": ["supports", "disputes"],
            "sources": ["blog", "denial", "logs"],
            "origins": 1,
        },
        "said": {
            "text": "So it was said",
            "kind": "unsourced",
            "verdict": "unverified",
            "finding": "",
            "told": "Unverified",
            "stances": [],
            "sources": [],
            "origins": 0,
        },
    }
    assert {name: (claim["told"], claim["origins"]) for name, claim in told.items()} == {
        "gates": ("Disputed · 1 outlet, 1 origin", 1),
        "failed": ("Sourced · 2 outlets, 1 origin", 1),
        "said": ("Unverified", 0),
        "denied": ("Disputed", 0),
        "one": ("True · 1 outlet, 1 origin", 1),
        "two": ("Sourced · 1 outlet, 1 origin", 1),
        "all": ("Missing context", 0),
    }


def test_articles_of_one_day_stand_as_other_lists_have_them(site: Make) -> None:
    head = "---\ntitle: {0}\ndate: 2026-03-12\n{1}---\n\n[A claim][^c].\n\n[^c]: [@blog]\n"
    texts = {
        "content/a.md": head.format("A", ""),
        "content/b.md": head.format("B", "order: 2\n"),
        "content/c.md": head.format("C", "order: 1\n"),
        "content/sources.yaml": SOURCES,
    }
    under_test = site(texts)

    found = published(under_test)["claims/index.html"]

    order = ["c/", "b/", "a/"]
    front = re.findall(r'<h2><a href="(\w/)">', under_test.read("index.html"))
    assert front == order
    assert TITLE.findall(found) == [f"../{address}" for address in order]


def test_articles_without_a_date_stand_below_all_others(site: Make) -> None:
    page = {"content/imprint.md": "# Imprint\n\n[A claim][^c].\n\n[^c]: [@blog]\n"}
    under_test = site(articles(0, 1) | page | {"content/sources.yaml": SOURCES})

    found = published(under_test)["claims/index.html"]

    assert TITLE.findall(found) == ["../a0001/", "../a0000/", "../imprint/"]


def test_a_site_without_claims_has_no_list_of_them(site: Make) -> None:
    assert published(site({"content/about.md": "# About\n\nNothing is claimed.\n"})) == {}
