"""The page besides its cards: without a script, on paper, in the dark, in the margin, and its weight."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from conftest import Served
from readers import (
    SIZES,
    STILL,
    Readers,
    card,
    claim,
    is_in_view,
    make_room,
    marker,
    notes,
    point_at,
    press_at,
    shows,
    stopped,
    until,
)

pytestmark = pytest.mark.browser


# ---------------------------------------------------------------- without a script


@pytest.mark.parametrize("size", SIZES)
def test_without_a_script_a_note_is_one_click_from_its_marker_and_back(
    size: str, read: Readers
) -> None:
    page = read(size=size, scripts=False)

    marker(page, "built").click()
    page.wait_for_url("**/weir/#fn-built")
    until(lambda: is_in_view(page.locator("#fn-built")), expected=True, page=page)
    page.locator("#fn-built a[role=doc-backlink]").click()
    page.wait_for_url("**/weir/#fnref-built")
    until(lambda: is_in_view(marker(page, "built")), expected=True, page=page)

    assert page.locator(".card").count() == 0


@pytest.mark.parametrize("size", SIZES)
def test_without_a_script_every_note_is_there_and_no_button(size: str, read: Readers) -> None:
    page = read(size=size, scripts=False)
    items = page.locator(".notes li[id^=fn-]")

    assert items.count() == 11
    assert [item.is_visible() for item in items.all()] == [True] * 11
    assert [button for button in page.locator("button").all() if button.is_visible()] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_script_adds_nothing_that_the_page_does_not_hold(read: Readers) -> None:
    page = read()
    text = page.locator("article").text_content() or ""
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    shown = card(page).locator(":scope > :not(.bar)").all_text_contents()
    whole = " ".join(text.split())

    missing = [part for part in shown if " ".join(part.split()) not in whole]

    assert len(shown) > 2
    assert missing == []


# ---------------------------------------------------------------- the margin


def boxes(page: Page) -> list[tuple[float, float]]:
    """Where the notes in the margin begin and end, from the top."""
    script = (
        "(all) => all.map((e) => { const r = e.getBoundingClientRect(); return [r.top, r.bottom] })"
    )
    found = page.locator(".notes li[id^=fn-]").evaluate_all(script)
    return [(top, bottom) for top, bottom in found]


@pytest.mark.parametrize("address", ["weir/", "sadd/"])
def test_on_a_wide_screen_notes_stand_beside_their_claims_without_overlap(
    address: str, read: Readers
) -> None:
    page = read(address, "wide")
    places = boxes(page)
    text = page.locator("article > p").first.bounding_box()
    note = page.locator("#fn-gates").bounding_box()

    assert text
    assert note
    assert min(second[0] - first[1] for first, second in pairwise(places)) >= 8
    is_rtl = page.evaluate("document.documentElement.dir") == "rtl"
    beside = (
        text["x"] - note["x"] - note["width"] if is_rtl else note["x"] - text["x"] - text["width"]
    )
    assert 8 < beside < 100
    marked = marker(page, "gates").bounding_box()
    assert marked
    assert abs(note["y"] - marked["y"]) < 200


def test_a_claim_and_its_note_in_the_margin_light_each_other(read: Readers) -> None:
    page = read(size="wide")

    point_at(page, claim(page, "rule"))
    until(lambda: page.locator("#fn-rule.on").count(), expected=1, page=page)
    page.mouse.move(3, 3)
    until(lambda: page.locator(".on").count(), expected=0, page=page)
    page.locator("#fn-rule").hover()
    until(lambda: page.locator("#claim-rule.on").count(), expected=1, page=page)


def test_an_article_may_refuse_the_margin(read: Readers) -> None:
    page = read("wehr/", "wide")
    text, note = (page.locator(part).first.bounding_box() for part in ("article > p", "#fn-tore"))

    assert text
    assert note
    assert note["y"] > text["y"] + text["height"]


# ---------------------------------------------------------------- readers' own ways


def test_how_much_is_shown_is_chosen_remembered_and_a_parameter(read: Readers) -> None:
    page = read()
    depth = "document.documentElement.dataset.depth"

    page.locator("[data-do=depth][value=text]").click()
    assert not marker(page, "gates").is_visible()
    assert not page.locator(".notes").is_visible()
    page.reload()
    assert page.evaluate(depth) == "text"
    page.goto("weir/?depth=notes")
    assert page.evaluate(depth) == "notes"
    assert page.locator("#fn-gates").is_visible()
    note, paragraph = (
        page.locator(part).first.bounding_box() for part in ("#fn-gates", "article > p")
    )
    assert note
    assert paragraph
    assert note["y"] < 1000, "notes in full stand by the block that they are about"


@pytest.mark.parametrize("size", ["wide", "tablet"])
def test_text_only_opens_nothing(size: str, read: Readers) -> None:
    page = read("weir/?depth=text", size)
    run = stopped(page)

    point_at(page, claim(page, "gates"))
    run(600)

    assert notes(page) == []


def test_the_dark_follows_the_system_and_a_switch_that_is_remembered(read: Readers) -> None:
    page = read(color_scheme="dark")

    def ground() -> str:
        return str(page.locator("body").evaluate("(e) => getComputedStyle(e).backgroundColor"))

    dark = ground()
    page.locator("[data-do=theme]").click()
    light = ground()
    page.reload()

    assert (dark, light) == ("rgb(21, 22, 26)", "rgb(253, 252, 249)")
    assert ground() == light


def test_the_keys_are_listed_and_the_list_closes(read: Readers) -> None:
    page = read()
    marker(page, "gates").focus()

    page.keyboard.press("?")
    assert page.locator("#_keys").is_visible()
    page.keyboard.press("Escape")
    until(lambda: page.locator("#_keys").is_visible(), expected=False, page=page)


def test_the_link_to_the_page_of_a_claim_is_copied(read: Readers) -> None:
    page = read(permissions=["clipboard-read", "clipboard-write"])
    make_room(page, claim(page, "rule"))
    press_at(page, claim(page, "rule"))
    shows(page, "4")

    card(page).locator("[data-do=copy]").click()
    until(
        lambda: page.evaluate("navigator.clipboard.readText()"),
        expected=f"{read.site.address}weir/rule/",
        page=page,
    )


def test_who_wants_less_motion_gets_none(read: Readers) -> None:
    page = read(reduced_motion="reduce")
    press_at(page, claim(page, "gates"))
    shows(page, "1")

    assert page.evaluate(STILL)


@pytest.mark.parametrize(("size", "touch"), [("tablet", False), ("phone", True)])
def test_in_forced_colours_a_lit_claim_is_highlighted_and_its_card_has_a_border(
    size: str, *, touch: bool, read: Readers
) -> None:
    page = read(size=size, touch=touch, forced_colors="active", reduced_motion="reduce")
    at_rest = claim(page, "rule").evaluate("(e) => getComputedStyle(e).textDecorationLine")
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    colours = page.evaluate("""() => {
      const probe = document.createElement("span");
      probe.style.cssText = "background: Highlight; color: HighlightText; forced-color-adjust: none";
      document.body.append(probe);
      const parts = [probe, document.querySelector("#claim-gates"), document.querySelector("#claim-gates a")];
      const [expected, lit, link] = parts.map((part) => getComputedStyle(part));
      return [[expected.backgroundColor, lit.backgroundColor], [expected.color, lit.color], [expected.color, link.color]];
    }""")

    assert at_rest == "underline"
    assert all(expected == found for expected, found in colours)
    assert card(page).evaluate("(e) => getComputedStyle(e).borderWidth") == "2px"


def test_in_forced_colours_the_pressed_depth_and_a_lit_block_have_an_outline(
    read: Readers,
) -> None:
    page = read("weir/#claim-statement", size="wide", forced_colors="active")
    shows(page, "7")
    outlines = page.evaluate("""() => {
      const outline = (selector) => getComputedStyle(document.querySelector(selector)).outline;
      return [".depth [aria-pressed=true]", ".claim-block.on", ".depth [aria-pressed=false]"].map(outline);
    }""")

    assert ["2px" in outline and "solid" in outline for outline in outlines] == [True, True, False]
    assert not page.locator(".key svg.shares").is_visible()


@pytest.mark.parametrize("size", ["wide", "tablet"])
def test_paper_carries_all_notes_and_the_addresses_of_sources(size: str, read: Readers) -> None:
    page = read(size=size)
    press_at(page, claim(page, "gates"))
    shows(page, "1")

    page.emulate_media(media="print")
    items = page.locator(".notes li[id^=fn-]")
    address = page.locator('.sources a[href="https://courier.example/weir"]').first

    assert items.count() == 11
    assert [item.is_visible() for item in items.all()] == [True] * 11
    assert not page.locator(".card").is_visible()
    assert not page.locator(".switches").is_visible()
    assert "href" in address.evaluate(
        "(e) => getComputedStyle(e, '::after').content"
    ) or address.evaluate(
        "(e) => getComputedStyle(e, '::after').content.includes('https://courier.example/weir')"
    )


def test_a_right_to_left_article_is_laid_out_so(read: Readers) -> None:
    page = read("sadd/", "tablet")
    press_at(page, claim(page, "gates"))
    shows(page, "1")

    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    box = card(page).bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 820


# ---------------------------------------------------------------- steadiness and weight


@pytest.mark.parametrize("size", SIZES)
def test_nothing_shifts_at_load(size: str, read: Readers) -> None:
    page = read(size=size)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")

    assert page.evaluate("window.shifts") == 0


def test_nothing_shifts_where_a_card_opens_or_the_window_crosses_a_width(read: Readers) -> None:
    page = read(size="wide")
    point_at(page, claim(page, "gates"))
    shows(page, "1")
    page.mouse.move(3, 3)
    shows(page)
    for width in (1000, 1440, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    assert page.evaluate("window.shifts") == 0


def test_a_shift_would_be_seen(read: Readers) -> None:
    page = read()
    page.evaluate("document.querySelector('article').prepend(document.createElement('hr'))")
    until(lambda: page.evaluate("window.shifts > 0"), expected=True, page=page)


def test_an_article_loads_little_and_all_of_it_from_its_own_site(read: Readers) -> None:
    page = read("about/")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("weir/")
    page.wait_for_load_state("networkidle")
    kinds = sorted({Path(urlsplit(url).path).suffix for url in requests})

    assert {urlsplit(url).netloc for url in requests} == {urlsplit(read.site.address).netloc}
    assert set(kinds) <= {"", ".css", ".js", ".svg", ".woff2"}
    shown = {url for url in requests if "favicon" not in url}
    assert len(shown) <= 12, shown  # the page, its picture, three styles, three scripts, four fonts


def test_an_article_has_no_inline_script_or_style(weir: Served) -> None:
    html = (weir.folder / "weir" / "index.html").read_text(encoding="utf-8")
    data = html.count('<script type="application/ld+json">')

    assert len(re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=\"", html)) == data == 1


# ---------------------------------------------------------------- how notes look


def height_of_lines(page: Page, place: str) -> float:
    script = "(e) => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)"
    return float(page.locator(place).evaluate(script))


def test_a_glance_in_the_margin_is_a_lead_and_three_lines_and_says_that_there_is_more(
    read: Readers,
) -> None:
    page = read(size="wide")
    cut, whole = page.locator("#fn-gates"), page.locator("#fn-cell")

    assert cut.locator(".lead").is_visible()
    assert height_of_lines(page, "#fn-gates > .lead + *") < 3.1
    assert cut.locator(".more").inner_text() == "… more"
    assert not cut.locator(".trails").is_visible()
    assert not whole.locator(".more").is_visible()
    page.locator("[data-do=depth][value=notes]").click()
    assert cut.locator(".trails").is_visible()
    assert not cut.locator(".more").is_visible()


def test_a_long_text_is_cut_after_three_lines(read: Readers) -> None:
    page = read(size="wide")
    note = page.locator("#fn-cell")

    note.locator(".lead + p").evaluate("(e) => e.append(' and so on'.repeat(40))")
    page.set_viewport_size({"width": 1400, "height": 900})

    until(note.locator(".more").is_visible, expected=True, page=page)
    assert 2.8 < height_of_lines(page, "#fn-cell > .lead + p") < 3.1


def test_a_glance_is_never_a_verdict_alone_where_there_is_more(read: Readers) -> None:
    page = read(size="wide")
    seen = page.locator(".notes .list > li").evaluate_all(
        "(all) => all.map((e) => [...e.children].filter((part) => part.checkVisibility()).length)"
    )

    assert min(seen) >= 2


def test_a_note_in_the_margin_is_shown_in_full_where_the_address_names_it(read: Readers) -> None:
    page = read("weir/#fn-gates", "wide")

    assert page.locator("#fn-gates .trails").is_visible()
    assert not page.locator("#fn-gates .more").is_visible()


@pytest.mark.parametrize("size", SIZES)
def test_the_number_of_a_block_hangs_at_its_rule_or_is_inside_where_there_is_no_room(
    size: str, read: Readers
) -> None:
    page = read(size=size)
    block = page.locator(".claim-block").first.bounding_box()
    number = page.locator(".claim-block .marks a").first.bounding_box()

    assert block
    assert number
    assert number["y"] < block["y"] + 24
    if size == "phone":
        assert number["x"] + number["width"] <= block["x"] + block["width"] + 1
        assert number["x"] > block["x"] + block["width"] - 40
    else:
        assert number["x"] + number["width"] <= block["x"] + 1
        assert number["x"] >= 0


def test_the_words_between_the_stops_of_a_trail_share_one_column(read: Readers) -> None:
    page = read()
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    words = card(page).locator(".trails").first.locator(".manner")
    boxes_of = "(all) => all.map((e) => { const r = e.getBoundingClientRect(); return [r.left, r.right, e.nextElementSibling.getBoundingClientRect().left] })"
    found = words.evaluate_all(boxes_of)

    assert len(found) == 3
    assert len({round(left) for left, _, _ in found}) == 1
    assert len({round(stop) for _, _, stop in found}) == 1
    assert all(right < stop for _, right, stop in found)


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_the_finding_is_at_the_head_of_a_card_in_sight(size: str, read: Readers) -> None:
    page = read(size=size, touch=size == "phone")
    marker(page, "gates").scroll_into_view_if_needed()
    press = marker(page, "gates").tap if size == "phone" else marker(page, "gates").click
    press()
    shows(page, "1")
    page.wait_for_function(STILL)
    lead, box = card(page).locator(".lead").bounding_box(), card(page).bounding_box()

    assert lead
    assert box
    assert lead["y"] - box["y"] < 30
    assert card(page).locator(".lead .kind").inner_text() == "Disputed"


def test_steps_of_a_trail_in_a_sheet_are_far_enough_apart_for_a_finger(read: Readers) -> None:
    page = read(size="phone", touch=True)
    marker(page, "gates").tap()
    shows(page, "1")
    tops = (
        card(page)
        .locator(".path > li")
        .evaluate_all("(all) => all.map((e) => e.getBoundingClientRect().top)")
    )
    heights = (
        card(page)
        .locator(".path .source")
        .evaluate_all("(all) => all.map((e) => e.getBoundingClientRect().height)")
    )

    assert min(second - first for first, second in pairwise(tops)) >= 36
    assert min(heights) >= 24


@pytest.mark.parametrize("depth", ["marks", "notes"])
def test_notes_on_a_phone_have_the_width_of_the_text(depth: str, read: Readers) -> None:
    page = read(f"weir/?depth={depth}", "phone")
    text = page.locator("article > p").first.bounding_box()
    note = page.locator("#fn-march > .lead + p").bounding_box()

    assert text
    assert note
    assert note["width"] >= text["width"] - 2


def test_the_stops_of_a_trail_are_seen_in_forced_colours(read: Readers) -> None:
    page = read(forced_colors="active")
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    drawn = (
        card(page)
        .locator(".path > li")
        .evaluate_all(
            """(all) => all.flatMap((e) => ["::before", "::after"].map((part) => {
          const { borderInlineStartWidth, borderInlineStartStyle } = getComputedStyle(e, part);
          return parseFloat(borderInlineStartWidth) >= 1 && borderInlineStartStyle !== "none";
        }))"""
        )
    )

    assert drawn
    assert all(drawn)
