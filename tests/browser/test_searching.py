"""The search in a browser: by keys, on a phone, below a sub-path; it loads nothing unasked and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from test_access import violations_in_every_light

from conftest import Served, SiteUnderTest
from readers import Readers, is_in_view, notes, reading, until
from test_claims import SOURCES, WEIR, articles
from tools import extra

pytestmark = pytest.mark.browser

SHAPED = '<img src=x onerror="document.title=1">'
FILES = articles(*range(45)) | {
    "content/weir.md": WEIR,
    "content/été.md": "---\ntitle: Été\ndate: 2019-01-01\nlanguage: fr\n---\n\n"
    "[L’écluse fuyait][^eau].\n\n[^eau]: **Corrigé.** Personne n’a compté [@courier].\n",
    "content/shui.md": "---\ntitle: 水门\ndate: 2018-01-01\nlanguage: zh\n---\n\n"
    "[九个水门检查失败][^shui]。\n\n[^shui]: 他们说 [@logs]。\n",
    "content/shaped.md": f"---\ntitle: '{SHAPED}'\ndate: 2026-05-01\n---\n\n"
    f"[A shaped `{SHAPED}` claim][^s].\n\n[^s]: `{SHAPED}` [@shaped].\n",
    "content/sources.yaml": f"{SOURCES}shaped: {{title: '{SHAPED}', rests-on: none}}\n",
}
"""Claims in three parts; the newest holds the weir's."""
ENGINES = ("own", "pagefind")


Searched = Callable[[str, str], Served]


@pytest.fixture(scope="session")
def searched(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Served]) -> Searched:
    """Builds the site in a language and searched by *engine*, and serves it below ``repo/``; each once."""

    @cache
    def make(language: str, engine: str) -> Served:
        if engine == "pagefind":
            extra("search", "pagefind_bin")
        folder = tmp_path_factory.mktemp("searched")
        under_test = SiteUnderTest(folder / "site", folder / "served" / "repo")
        settings = f'title = "Found"\nlanguage = "{language}"\nsearch = "{engine}"\n'
        under_test.write({"pyproject.toml": f"[tool.sidegloss]\n{settings}", **FILES})
        result = under_test.build()
        assert result.written is not None, result.diagnostics
        served = serve(folder / "served")
        return Served(served.folder, f"{served.address}repo/")

    return make


@pytest.fixture
def look(chromium: Browser, searched: Searched) -> Iterator[Readers]:
    """Opens pages of that site; errors of theirs, and breaches of their policy, fail the test."""
    yield from reading(Readers(chromium, searched("en", "own")))


@pytest.fixture(params=ENGINES)
def either(
    request: pytest.FixtureRequest, chromium: Browser, searched: Searched
) -> Iterator[Readers]:
    """The same with our own indexes, and with Pagefind's: what readers see is the same."""
    yield from reading(Readers(chromium, searched("en", request.param)))


@pytest.fixture
def indexed(chromium: Browser, searched: Searched) -> Iterator[Readers]:
    """The same with Pagefind's."""
    yield from reading(Readers(chromium, searched("en", "pagefind")))


def found(page: Page, what: str = "claims") -> list[str]:
    return page.locator(f".found [data-what={what}] li > a:visible").all_inner_texts()


def told(page: Page) -> str:
    return page.locator(".told").inner_text()


def ask(page: Page, text: str, *claims: str) -> None:
    """Type *text*, and wait until these claims and no others are shown."""
    page.locator("[name=q]").fill(text)
    until(lambda: found(page), list(claims), page)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.textContent"))


# ---------------------------------------------------------------- what is found


def test_claims_are_found_by_their_words_and_those_of_their_notes(either: Readers) -> None:
    page = either("search/")

    ask(page, "FAILED gates", "Nine gates failed")
    ask(page, "ecluse", "L’écluse fuyait")
    ask(page, "compté personne", "L’écluse fuyait")
    ask(page, "水门检查", "九个水门检查失败")
    ask(page, "nowhere to be found")
    until(lambda: told(page), "Nothing found.", page)


def test_articles_and_sources_are_found_too(either: Readers) -> None:
    page = either("search/?q=courier")

    until(lambda: found(page, "sources"), ["The courier"], page)
    page.locator("[name=q]").fill("ete")
    until(lambda: found(page, "articles"), ["Été"], page)
    assert page.locator(".found mark").all_inner_texts() == ["Été"]


def test_what_is_found_is_narrowed_by_verdict_and_source(either: Readers) -> None:
    page = either("search/?standing=verdict+corrected")

    until(lambda: found(page), ["L’écluse fuyait"], page)
    page.locator("[name=standing]").select_option("")
    page.locator("[name=source]").fill("a denial")
    until(
        lambda: sorted(found(page)),
        ["A remark.", "Both", "So it was said", "What", "gates", "twice"],
        page,
    )
    until(lambda: page.url.rpartition("?")[2], "source=a+denial", page)


def asked_of(page: Page) -> list[str]:
    """What a page asks for from now on, by its name below the page for searching; it grows."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/search/")[2]))
    return asked


def test_older_claims_are_loaded_where_few_were_found_or_they_are_asked_for(look: Readers) -> None:
    page = look("search/")
    asked = asked_of(page)

    page.locator("[name=q]").fill("claim")
    until(lambda: len(found(page)), 10, page)
    page.locator("[data-what=claims]").get_by_role("button", name="Show more").click()
    assert len(found(page)) == 55
    assert focused(page) == found(page)[10]
    assert sorted(name for name in asked if name.endswith(".json")) == [
        *("articles.json", "bibliography.json", "index/2.json", "index/3.json"),
    ]
    older = page.get_by_role("button", name="Search older articles")
    older.click()
    until(lambda: told(page), f"Results: {91 + 46}", page)
    assert not older.is_visible()


def test_a_claim_that_was_found_leads_to_its_passage(either: Readers) -> None:
    page = either("search/?q=nine+gates")

    page.get_by_role("link", name="Nine gates failed").click()
    page.wait_for_url("**/repo/weir/#claim-failed")
    until(lambda: len(notes(page)), 1, page)
    assert is_in_view(page.locator("#claim-failed"))
    page.go_back()
    until(lambda: found(page), ["Nine gates failed"], page)


# ---------------------------------------------------------------- by keys, by hand


def test_by_keys_alone_a_claim_is_asked_for_found_and_read(either: Readers) -> None:
    page = either("weir/")

    page.keyboard.press("/")
    page.wait_for_url("**/repo/search/")
    until(lambda: focused(page), "q", page)
    page.keyboard.type("gates")
    until(lambda: sorted(found(page)), ["Nine gates failed", "gates"], page)
    first, second = found(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert focused(page) == second
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "q"
    page.keyboard.press("Enter")
    until(lambda: focused(page), first, page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/repo/weir/#claim-{'gates' if first == 'gates' else 'failed'}")


def test_escape_leads_back_step_by_step(look: Readers) -> None:
    page = look("weir/")
    page.keyboard.press("/")
    page.wait_for_url("**/repo/search/")
    page.keyboard.type("gates")
    until(lambda: sorted(found(page)), ["Nine gates failed", "gates"], page)
    page.keyboard.press("ArrowDown")

    page.keyboard.press("Escape")
    assert focused(page) == "q"
    page.keyboard.press("Escape")
    until(lambda: (page.locator("[name=q]").input_value(), found(page)), ("", []), page)
    page.keyboard.press("Escape")
    page.wait_for_url("**/repo/weir/")


def test_the_key_writes_itself_in_a_field_and_can_be_switched_off(look: Readers) -> None:
    page = look("search/")
    page.locator("[name=source]").press("/")
    assert page.locator("[name=source]").input_value() == "/"
    page.locator("h1").click()
    page.keyboard.press("/")
    assert focused(page) == "q"

    page.locator("[name=slash]").uncheck()
    page.goto("weir/")
    is_taken = "!dispatchEvent(new KeyboardEvent('keydown', { key: '/', cancelable: true }))"
    assert page.evaluate(is_taken) is False
    page.goto("search/")
    assert not page.locator("[name=slash]").is_checked()


def test_on_a_phone_it_fits_and_opens_no_keyboard_by_itself(either: Readers) -> None:
    page = either("search/?q=gates", size="phone", touch=True)

    until(lambda: sorted(found(page)), ["Nine gates failed", "gates"], page)
    assert focused(page) != "q"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Nine gates failed").tap()
    page.wait_for_url("**/repo/weir/#claim-failed")


# ---------------------------------------------------------------- what it costs, what it may not do


def test_nothing_is_loaded_before_there_are_words(either: Readers) -> None:
    page = either("weir/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/repo/")[2]))

    page.goto("search/")
    page.wait_for_load_state("networkidle")

    assert [name for name in asked if name.endswith(".json")] == []
    opener = [name for name in asked if "search" in name and name.endswith(".js")]
    assert sorted(name.split(".")[0] for name in opener) == ["assets/search", "assets/search-open"]


POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def test_only_the_page_that_runs_pagefind_may_run_its_program(searched: Searched) -> None:
    extended = {
        page: "wasm-unsafe-eval" in POLICY.findall((served.folder / "repo" / page).read_text())[0]
        for served in [searched("en", "pagefind")]
        for page in ("search/index.html", "index.html", "weir/index.html", "404.html")
    }
    own = (searched("en", "own").folder / "repo/search/index.html").read_text()

    assert [page for page, is_extended in extended.items() if is_extended] == ["search/index.html"]
    assert "wasm-unsafe-eval" not in own


def test_pagefind_is_asked_for_what_is_shown_and_no_more(indexed: Readers) -> None:
    page = indexed("search/")
    asked = asked_of(page)

    page.locator("[name=q]").fill("claim")
    until(lambda: len(found(page)), 10, page)
    fragments = [name for name in asked if "/fragment/" in name]
    assert len(fragments) == 10 + len(found(page, "articles"))
    assert [name for name in asked if name.endswith(".json")] == []
    assert told(page).removeprefix("Results: ").isdecimal()
    page.locator("[data-what=claims]").get_by_role("button", name="Show more").click()
    until(lambda: len(found(page)), 60, page)
    until(lambda: focused(page), found(page)[10], page)


@pytest.mark.parametrize("language", ["fr", "zh"])
def test_pagefind_finds_all_languages_in_a_site_of_any(
    language: str, chromium: Browser, searched: Searched
) -> None:
    for read in reading(Readers(chromium, searched(language, "pagefind"))):
        page = read("search/")
        ask(page, "水门检查", "九个水门检查失败")
        ask(page, "ecluse", "L’écluse fuyait")
        ask(page, "FAILED gates", "Nine gates failed")
        ask(page, "nowhere to be found")


def test_an_index_of_pagefind_that_cannot_be_loaded_is_told_and_asked_for_again(
    indexed: Readers,
) -> None:
    page = indexed("search/")
    nothing = {"content_type": "text/javascript", "body": "export const nothing = 0"}
    page.route("**/pagefind.js", lambda route: route.fulfill(**nothing))
    page.locator("[name=q]").fill("gates")
    until(lambda: told(page), "The search cannot be loaded. Try again later.", page)
    page.unroute("**/pagefind.js")
    page.reload()
    until(lambda: sorted(found(page)), ["Nine gates failed", "gates"], page)


def test_what_is_shaped_like_html_is_text(either: Readers) -> None:
    page = either("search/?q=shaped+<img")

    until(lambda: found(page), [f"A shaped {SHAPED} claim"], page)
    page.locator("[name=q]").fill("onerror")
    until(lambda: found(page, "articles"), [SHAPED], page)
    until(lambda: found(page, "sources"), [SHAPED], page)
    assert page.locator(".found img").count() == 0
    assert page.title().startswith("Search")


def test_an_index_that_cannot_be_loaded_is_told_and_asked_for_again(look: Readers) -> None:
    page = look("search/")
    page.route("**/index/3.json", lambda route: route.fulfill(status=200, body="<"))
    page.locator("[name=q]").fill("gates")
    until(lambda: told(page), "The search cannot be loaded. Try again later.", page)
    page.unroute("**/index/3.json")

    page.locator("[name=q]").press("Enter")
    until(lambda: sorted(found(page)), ["Nine gates failed", "gates"], page)


def test_without_a_script_the_page_leads_to_the_lists(either: Readers) -> None:
    page = either("search/", scripts=False)

    assert not page.locator("form.find").is_visible()
    links = page.locator(".without a")
    assert [a.get_attribute("href") for a in links.all()] == ["../claims/", "../sources/", "../"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_violation_and_nothing_out_of_place(
    language: str, engine: str, chromium: Browser, searched: Searched
) -> None:
    for read in reading(Readers(chromium, searched(language, engine))):
        page = read("search/?q=claim", reduced_motion="reduce")
        page.locator(".found li").nth(9).wait_for()

        assert violations_in_every_light(page) == {}
        page.set_viewport_size({"width": 320, "height": 600})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
