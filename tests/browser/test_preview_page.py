"""An open page of the preview while its author writes: what it keeps, what it shows anew, what it says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from conftest import Served
from previewing import Previewed, previewing
from readers import (
    SITE,
    Readers,
    card,
    claim,
    marker,
    press_at,
    reading,
    shows,
    until,
)
from sidegloss.preview import editors
from tools import ROOT

pytestmark = pytest.mark.browser

GATES = "[Nine of the fourteen gates"
TEMPLATES = ROOT / "templates"


@dataclass(frozen=True, slots=True)
class Written:
    """A site in the hands of its author, and its preview."""

    folder: Path
    previewed: Previewed
    read: Readers

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace *old* by *new* in a file, once, and save it."""
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def restyle(self, name: str, old: str, new: str) -> None:
        """Have a file of the theme's in the site's own folder, with *new* in place of *old*."""
        own = self.folder / "templates" / name
        own.parent.mkdir(parents=True, exist_ok=True)
        text = (own if own.exists() else TEMPLATES / name).read_text(encoding="utf-8")
        assert old in text
        own.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def written(chromium: Browser, tmp_path: Path) -> Iterator[Written]:
    """A copy of the weir's site in its preview; errors of its pages fail the test."""
    folder = tmp_path / "site"
    shutil.copytree(SITE, folder)
    with previewing(folder, editor=editors.EDITORS["code"]) as previewed:
        readers = Readers(chromium, Served(folder, previewed.url))
        for _ in reading(readers):
            yield Written(folder, previewed, readers)


def opened(written: Written, address: str = "weir/", **options: Any) -> Page:
    """A page that is followed, and that would forget this mark if it were loaded anew."""
    page = written.read(address, **options)
    until(lambda: page.locator("#_preview").count(), 1, page)
    page.evaluate("window.mark = 1")
    return page


def loads(page: Page) -> list[str]:
    """Grows with every load of the page."""
    found: list[str] = []
    page.on("load", lambda loaded: found.append(loaded.url))
    return found


def says(page: Page, text: str) -> Callable[[], bool]:
    """Whether the article holds *text*."""
    return lambda: text in page.locator("article").inner_text()


def was_loaded_anew(page: Page) -> bool:
    return bool(page.evaluate("window.mark !== 1"))


def top(place: Locator) -> float:
    return float(place.evaluate("(e) => e.getBoundingClientRect().top"))


def panel(page: Page) -> Locator:
    return page.locator("#_preview .panel")


# ---------------------------------------------------------------- an edit


def test_an_edit_shows_without_a_load_and_the_page_still_works(written: Written) -> None:
    page = opened(written)

    for old, new in (("Nine of", "Ten of"), ("Ten of", "Eleven of"), ("Eleven of", "Twelve of")):
        written.edit("content/weir.md", old, new)
        until(says(page, f"{new} the fourteen gates"), expected=True, page=page)
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    page.keyboard.press("Escape")
    shows(page)

    assert not was_loaded_anew(page)


def test_an_edit_keeps_the_place_and_the_open_card_and_shows_the_note_anew(
    written: Written,
) -> None:
    page = opened(written)
    press_at(page, claim(page, "built"))
    number = re.findall(r"\d+$", card(page).get_attribute("aria-label") or "")[0]
    shows(page, number)
    before = top(claim(page, "built"))
    assert page.evaluate("scrollY") > 0

    written.edit("content/weir.md", GATES, f"A paragraph more.\n\n{GATES}")
    until(says(page, "A paragraph more."), expected=True, page=page)
    shows(page, number)
    after = top(claim(page, "built"))
    written.edit("content/weir.md", "[^built]: ", "[^built]: Said anew. ")
    until(lambda: "Said anew." in card(page).inner_text(), expected=True, page=page)

    assert after == pytest.approx(before, abs=1)
    assert not was_loaded_anew(page)


def test_an_edit_keeps_the_views_of_a_card_and_the_depth_and_the_theme(written: Written) -> None:
    page = opened(written)
    page.locator("[data-do=theme]").click()
    theme = page.locator("html").get_attribute("data-theme")
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    card(page).locator(".path .source").first.click()
    shows(page, "source")

    written.edit("content/weir.md", GATES, f"{GATES} again")
    until(says(page, "gates again"), expected=True, page=page)

    shows(page, "source")
    card(page).locator("[data-do=back]").click()
    shows(page, "1")
    assert page.locator("html").get_attribute("data-theme") == theme != ""
    assert not was_loaded_anew(page)


def test_an_edit_of_a_page_with_a_claim_in_its_address_moves_nothing(written: Written) -> None:
    page = opened(written, "weir/#claim-built")
    until(lambda: page.locator(".card").count(), 1, page)
    page.keyboard.press("Escape")
    page.evaluate("scrollTo({ top: 300, behavior: 'instant' })")
    shows(page)

    written.edit("content/weir.md", "[^built]: ", "[^built]: Said anew. ")
    until(
        lambda: "Said anew." in (page.locator(".notes").text_content() or ""),
        expected=True,
        page=page,
    )

    assert page.evaluate("scrollY") == pytest.approx(300, abs=1)
    assert page.locator(".card").count() == 0
    assert page.url.endswith("#claim-built")


def test_an_edit_keeps_what_is_typed_and_where_the_focus_is(written: Written) -> None:
    page = opened(written, "claims/")
    page.locator("[name=q]").fill("gates")
    until(lambda: page.locator("output").inner_text() != "", expected=True, page=page)
    page.locator("[name=q]").evaluate("(e) => e.focus()")

    written.edit("content/weir.md", GATES, f"{GATES} again")
    until(
        lambda: "gates again" in page.locator(".by-article").inner_text(), expected=True, page=page
    )

    # The file is emptied before it is written: there may be two loads, and a wait has to outlive them.
    page.locator("[name=q]:focus").wait_for()
    until(lambda: page.locator("[name=q]").input_value(), "gates", page)


def test_a_picture_that_was_changed_is_shown_anew(written: Written) -> None:
    page = opened(written)
    picture = page.locator("img[src*='gate.svg']").first
    before = picture.get_attribute("src")

    written.edit("content/gate.svg", "<svg", "<!-- anew --><svg")

    until(lambda: picture.get_attribute("src") != before, expected=True, page=page)
    assert not was_loaded_anew(page)


# ---------------------------------------------------------------- styles, templates, scripts


def test_a_change_of_style_alone_is_applied_and_nothing_else_is_touched(written: Written) -> None:
    written.restyle("assets/reader.css", "--measure: 32rem", "--measure: 33rem")
    page = opened(written)
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    page.evaluate("window.held = document.querySelector('.card')")

    written.restyle("assets/reader.css", "--measure: 33rem", "--measure: 30rem")

    measure = "getComputedStyle(document.documentElement).getPropertyValue('--measure')"
    until(lambda: page.evaluate(measure), "30rem", page)
    until(lambda: page.locator("head link[href*='/reader.']").count(), 1, page)
    assert page.evaluate("window.held === document.querySelector('.card')")
    assert not was_loaded_anew(page)


def test_a_script_that_is_not_the_theme_s_is_run_by_a_load_that_keeps_place_and_card(
    written: Written,
) -> None:
    written.restyle("assets/sourcing.js", '"use strict";', '"use strict"; window.own = 1;')
    (written.folder / "templates/assets/own.js").write_text("window.own = 1")
    written.restyle(
        "article.html",
        "{% block head %}",
        '{% block head %}<script src="{{ asset("own.js") }}"></script>',
    )
    page = opened(written)
    press_at(page, claim(page, "built"))
    number = re.findall(r"\d+$", card(page).get_attribute("aria-label") or "")[0]
    before, loaded = top(claim(page, "built")), loads(page)

    written.edit("content/weir.md", GATES, f"A paragraph more.\n\n{GATES}")
    until(lambda: len(loaded), 1, page)

    shows(page, number)
    until(lambda: abs(top(claim(page, "built")) - before) <= 1, expected=True, page=page)
    assert page.evaluate("window.own") == 1


# ---------------------------------------------------------------- what is told


def badge(page: Page) -> Locator:
    return page.locator("#_preview .badge")


def test_an_error_is_shown_at_its_place_counted_in_the_badge_and_goes_when_it_is_fixed(
    written: Written,
) -> None:
    page = opened(written)
    written.edit("content/weir.md", "[^built]: ", "[^bulit]: ")
    until(lambda: page.locator(".placeholder").all_inner_texts(), ["note missing: [^built]"], page)
    assert not panel(page).is_visible(), "the list opens on request only"
    written.edit("content/weir.md", GATES, f"{GATES} again")
    until(says(page, "gates again"), expected=True, page=page)

    until(lambda: (badge(page).get_attribute("aria-label") or "")[:7], "1 error", page)
    alert = page.locator("#_preview .aloud").text_content() or ""
    badge(page).click()
    first = panel(page).locator("li").first
    said = first.inner_text()
    href = first.locator("a").get_attribute("href") or ""
    written.edit("content/weir.md", "[^bulit]: ", "[^built]: ")
    until(lambda: page.locator(".placeholder").count(), 0, page)

    assert "no note [^built] is defined" in said
    assert "^^^^^^^^" in said
    assert "did you mean [^bulit]?" in said
    assert re.fullmatch(
        rf"vscode://file{re.escape(str(written.folder))}/content/weir\.md:\d+:\d+", href
    )
    assert alert.startswith("1 error")
    assert not was_loaded_anew(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_badge_is_small_and_the_end_of_the_text_is_not_below_it(
    written: Written, width: int
) -> None:
    written.edit("content/weir.md", "[^built]: ", "[^bulit]: ")
    page = opened(written)
    page.set_viewport_size({"width": width, "height": 800})
    until(lambda: badge(page).is_visible(), expected=True, page=page)

    def room() -> bool:
        page.evaluate("scrollTo({ top: 1e6, behavior: 'instant' })")
        box = badge(page).bounding_box()
        end = page.locator("body").evaluate("(e) => e.getBoundingClientRect().bottom")
        return box is not None and bool(end <= box["y"] + 1)

    until(room, expected=True, page=page)
    box = badge(page).bounding_box()
    assert box is not None
    assert box["width"] < 130
    assert box["height"] < 40
    if width > 1000:
        text = page.locator("article p").first.bounding_box()
        assert text is not None
        assert text["x"] + text["width"] < box["x"]


def test_the_list_is_reached_by_the_keyboard_and_stays_as_it_was_left(written: Written) -> None:
    page = opened(written)
    written.edit("content/weir.md", "[^built]: ", "[^unused]: Nobody says so.\n\n[^built]: ")
    until(lambda: "unused" in (panel(page).text_content() or ""), expected=True, page=page)
    assert not panel(page).is_visible()
    assert "2 warnings" in (badge(page).get_attribute("aria-label") or "")

    badge(page).focus()
    page.keyboard.press("Enter")
    until(lambda: panel(page).is_visible(), expected=True, page=page)
    page.reload()
    until(lambda: panel(page).is_visible(), expected=True, page=page)
    panel(page).locator(".close").focus()
    page.keyboard.press("Escape")
    until(lambda: panel(page).is_visible(), expected=False, page=page)
    active = "document.querySelector('#_preview').shadowRoot.activeElement.className"
    assert page.evaluate(active) == "badge"
    page.reload()
    until(lambda: badge(page).is_visible(), expected=True, page=page)
    assert not panel(page).is_visible()


def test_a_page_that_cannot_be_rendered_says_why_and_appears_once_that_is_fixed(
    written: Written,
) -> None:
    written.restyle("article.html", "{% block head %}", "{% block head %}{{ page.nonsense }}")
    page = written.read.browser.new_page()
    page.goto(f"{written.previewed.url}weir/")
    until(lambda: page.locator("h1").all_inner_texts(), ["This page cannot be shown"], page)
    until(lambda: badge(page).is_visible(), expected=True, page=page)
    loaded = loads(page)

    written.restyle("article.html", "{% block head %}{{ page.nonsense }}", "{% block head %}")
    until(lambda: len(loaded), 1, page)

    until(lambda: page.locator("h1").all_inner_texts(), ["Nine gates"], page)
    page.close()


# ---------------------------------------------------------------- many pages, no server


def test_two_pages_follow_and_one_that_was_hidden_catches_up(written: Written) -> None:
    one, two = opened(written), opened(written, "")
    hide = """(hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    two.evaluate(hide, True)
    written.edit("content/weir.md", "title: ", "title: Anew, ")
    until(lambda: "Anew, " in one.locator("h1").inner_text(), expected=True, page=one)
    assert "Anew, " not in two.locator("main").inner_text()

    two.evaluate(hide, False)

    until(lambda: "Anew, " in two.locator("main").inner_text(), expected=True, page=two)


def test_a_page_outlives_its_server_and_follows_the_next_one(
    chromium: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(SITE, folder)
    with previewing(folder) as first:
        port = first.preview.server.server_port
        page = chromium.new_page()
        page.goto(f"{first.url}weir/")
        until(lambda: page.locator("#_preview").count(), 1, page)
    until(lambda: page.locator("#_preview .badge.lost").count(), 1, page)
    article = folder / "content" / "weir.md"
    article.write_text(article.read_text().replace("title: ", "title: Anew, ", 1))

    with previewing(folder, port=port) as second:
        assert second.preview.server.server_port == port
        until(lambda: "Anew, " in page.locator("h1").inner_text(), expected=True, page=page)
        until(lambda: page.locator("#_preview .badge.lost").count(), 0, page)
        assert marker(page, "gates").count() == 1
        page.close()
