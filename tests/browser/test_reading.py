"""The page as readers meet it: one test for each row of the table of behaviour, and what follows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page

from readers import (
    Readers,
    card,
    claim,
    focused,
    is_in_view,
    marker,
    notes,
    point_at,
    point_into,
    press_at,
    shows,
    stopped,
    until,
)

pytestmark = pytest.mark.browser

STILL = "() => document.getAnimations().length === 0"

on_wide_and_tablet = pytest.mark.parametrize("size", ["wide", "tablet"])


def swipe(page: Page, x: int, y: int, by_x: int, by_y: int) -> None:
    """Draw one finger over the page."""
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        where = [{"x": point[0], "y": point[1]} for point in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    send("touchStart", (x, y))
    for step in range(1, 6):
        send("touchMove", (x + by_x * step / 5, y + by_y * step / 5))
    send("touchEnd")


def tab_to(page: Page, label: str) -> None:
    """Press Tab until the marker of *label* has the focus."""
    for _ in range(60):
        if focused(page) == f"#fn-{label}":
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by Tab to {label}")


# ---------------------------------------------------------------- what readers do


@on_wide_and_tablet
def test_pointer_rests_on_a_claims_text(size: str, read: Readers) -> None:
    page = read(size=size)
    run = stopped(page)

    point_at(page, claim(page, "rule"))
    run(310)
    before = notes(page)
    run(20)

    assert before == []
    assert notes(page) == ["4"]
    # the next opens sooner, since the reader is at it
    point_at(page, claim(page, "gates"))
    run(110)
    assert notes(page) == ["4"]
    run(20)
    assert notes(page) == ["1"]


def test_pointer_rests_on_a_claims_text_or_sooner_on_a_marker(read: Readers) -> None:
    page = read()
    run = stopped(page)

    point_at(page, marker(page, "march"))
    run(110)
    before = notes(page)
    run(20)

    assert (before, notes(page)) == ([], ["5"])


@pytest.mark.parametrize("y", [120, 500, 739])
def test_pointer_rests_on_a_claims_text_in_a_narrow_window_and_nothing_moves(
    y: int, read: Readers
) -> None:
    page = read(size="phone")
    run = stopped(page)
    page.evaluate(
        """(y) => {
          const box = document.querySelector("#claim-rule").getClientRects()[0];
          scrollBy({ top: box.y + box.height / 2 - y, behavior: "instant" });
        }""",
        y,
    )
    point_at(page, claim(page, "rule"))
    before = page.evaluate("scrollY")

    run(600)
    rested = (notes(page), page.evaluate("scrollY"))
    page.mouse.down()
    page.mouse.up()

    assert rested == ([], before), "a sheet opens by a press, never by hovering"
    shows(page, "4")
    assert card(page).get_attribute("role") == "dialog"
    assert "sheet" in str(card(page).get_attribute("class"))


@on_wide_and_tablet
def test_pointer_scrolls_past(size: str, read: Readers) -> None:
    page = read(size=size)
    run = stopped(page)
    x, y = page.evaluate("""() => {
      const r = document.querySelector("#claim-planned").getClientRects()[0];
      return [r.x + 30, r.y + r.height / 2];
    }""")

    page.mouse.move(x, 300)
    page.mouse.wheel(0, y - 300)
    under = "document.querySelector('#claim-planned').matches(':hover')"
    until(lambda: page.evaluate(under), expected=True, page=page)
    run(2000)
    still = notes(page)
    page.mouse.move(x + 2, 300)
    run(330)

    assert (still, notes(page)) == ([], ["9"])


def test_pointer_leaves(read: Readers) -> None:
    page = read()
    run = stopped(page)
    point_at(page, claim(page, "gates"))
    run(330)
    assert notes(page) == ["1"]

    point_into(page, card(page))
    run(3000)
    assert notes(page) == ["1"], "the way into the card is safe, and so is staying there"
    page.mouse.move(3, 3, steps=3)
    run(240)
    assert notes(page) == ["1"]
    run(20)
    assert notes(page) == []


def test_pointer_leaves_a_card_over_the_margin(read: Readers) -> None:
    page = read(size="wide")
    run = stopped(page)
    point_at(page, claim(page, "gates"))
    run(330)
    assert notes(page) == ["1"]

    page.mouse.move(3, 3, steps=3)
    run(780)
    before = notes(page)
    run(30)

    assert (before, notes(page)) == (["1"], [])


@on_wide_and_tablet
@pytest.mark.parametrize("by", ["click", "Enter", "Space"])
def test_click_tap_enter_space(by: str, size: str, read: Readers) -> None:
    page = read(size=size)
    run = stopped(page)

    if by == "click":
        press_at(page, claim(page, "gates"))
    else:
        marker(page, "gates").focus()
        page.keyboard.press(by)
    shows(page, "1")

    assert card(page).get_attribute("role") == "dialog"
    assert page.evaluate("document.querySelector('dialog[open], [aria-modal=true]')") is None
    # passing over other claims does not replace it
    point_at(page, claim(page, "rule"))
    run(500)
    assert notes(page) == ["1"]
    assert page.url.endswith("/weir/"), "a pinned card is no navigation"


def test_click_tap_enter_space_on_a_phone(read: Readers) -> None:
    page = read(size="phone", touch=True)

    claim(page, "gates").tap(position={"x": 12, "y": 8})
    shows(page, "1")
    page.wait_for_function(STILL)
    sheet, window = card(page).bounding_box(), page.viewport_size

    assert sheet
    assert window
    assert sheet["y"] + sheet["height"] == pytest.approx(window["height"], abs=1)
    assert sheet["height"] <= 0.6 * window["height"] + 1
    claimed = claim(page, "gates").bounding_box()
    assert claimed
    assert claimed["y"] + claimed["height"] <= sheet["y"], "the claim is not covered"
    assert claimed["y"] >= 0


@on_wide_and_tablet
def test_drag_over_a_claim(size: str, read: Readers) -> None:
    page = read(size=size)
    run = stopped(page)
    point_at(page, claim(page, "rule"))

    page.mouse.down()
    box = claim(page, "rule").evaluate(
        "(e) => { const r = e.getClientRects()[0]; return [r.x, r.y] }"
    )
    page.mouse.move(box[0] + 160, box[1] + 10, steps=8)
    page.mouse.up()
    run(200)

    assert len(page.evaluate("getSelection().toString()")) > 5
    assert notes(page) == []


def test_a_press_on_any_control_of_a_card_pins_it(read: Readers) -> None:
    page = read()
    run = stopped(page)
    point_at(page, claim(page, "gates"))
    run(330)

    card(page).locator("[data-do=ways]").dispatch_event("click")
    page.mouse.move(3, 3, steps=3)
    run(3000)

    assert notes(page) == ["1"]
    assert card(page).get_attribute("role") == "dialog"
    assert card(page).locator(".ways").is_visible()


def test_a_window_that_becomes_narrow_closes_all_cards(read: Readers) -> None:
    page = read()
    press_at(page, claim(page, "gates"))
    shows(page, "1")

    page.set_viewport_size({"width": 390, "height": 800})

    shows(page)


def test_a_press_while_pages_change_closes_no_card(read: Readers) -> None:
    page = read("weir/#claim-built")
    shows(page, "11")

    page.evaluate("document.documentElement.click()")

    assert notes(page) == ["11"]


def test_an_address_that_cannot_be_decoded_is_passed_over(read: Readers) -> None:
    page = read("weir/#%E0%A4%A")

    page.evaluate("location.hash = '#%E0%A4%B'")
    press_at(page, claim(page, "gates"))

    shows(page, "1")


def test_drag_over_a_claim_and_links_inside_a_claim_still_navigate(read: Readers) -> None:
    page = read()
    page.evaluate("document.querySelector('#claim-gates a').href = '../about/'")

    page.locator("#claim-gates a").click()

    page.wait_for_url("**/about/")


@on_wide_and_tablet
def test_tab_to_a_marker(size: str, read: Readers) -> None:
    page = read(size=size)

    tab_to(page, "leak")
    shows(page, "3")
    assert card(page).get_attribute("role") != "dialog"
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('.card')") is None, "no stops until pinned"


@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
def test_tab_to_a_marker_opens_every_card_also_where_the_focus_scrolls_the_page(
    size: str, read: Readers
) -> None:
    page = read(size=size)
    run = stopped(page)
    markers = page.locator("article > :not(.notes) [role=doc-noteref]")
    expected = [
        f"#{each}" for each in markers.evaluate_all("(all) => all.map((e) => e.hash.slice(1))")
    ]
    opened: list[str] = []

    for _ in range(200):
        page.keyboard.press("Tab")
        if focused(page) in expected[len(opened) :]:
            until(lambda: is_in_view(page.locator(":focus")), expected=True, page=page)
            run(130)
            assert len(notes(page)) == 1
            opened.append(focused(page))
        if len(opened) == len(expected):
            break

    assert opened == expected
    assert len(expected) > 9


def test_tab_to_a_marker_and_its_card_stays_whatever_the_mouse_does(read: Readers) -> None:
    page = read()
    run = stopped(page)
    tab_to(page, "leak")
    run(130)
    assert notes(page) == ["3"]

    page.mouse.move(5, 300, steps=4)
    run(3000)
    assert notes(page) == ["3"]
    point_at(page, claim(page, "gates"))
    run(3000)
    assert notes(page) == ["3"]
    page.keyboard.press("Escape")
    assert notes(page) == []


def test_enter_on_a_marker_leads_tab_through_its_card(read: Readers) -> None:
    page = read()
    tab_to(page, "gates")
    page.keyboard.press("Enter")
    until(lambda: focused(page), "card", page)

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('.card') !== null")


@on_wide_and_tablet
def test_esc(size: str, read: Readers) -> None:
    page = read(size=size)
    run = stopped(page)
    point_at(page, claim(page, "gates"))
    run(330)
    assert notes(page) == ["1"]

    page.keyboard.press("Escape")
    closed = notes(page)
    page.mouse.move(
        *(
            page.evaluate("""() => {
      const r = document.querySelector("#claim-gates").getClientRects()[0];
      return [r.x + 40, r.y + r.height / 2];
    }""")
        )
    )
    run(2000)

    assert closed == []
    assert notes(page) == [], "the claim under the pointer does not reopen it"
    page.mouse.move(3, 3)
    point_at(page, claim(page, "gates"))
    run(330)
    assert notes(page) == ["1"], "but it does when the pointer comes back"


def test_esc_closes_the_innermost_card_and_the_focus_returns(read: Readers) -> None:
    page = read()
    marker(page, "gates").focus()
    page.keyboard.press("Enter")
    shows(page, "1")
    card(page).locator(".xref").focus()
    page.keyboard.press("Enter")
    shows(page, "1", "4")

    page.keyboard.press("Escape")
    shows(page, "1")
    page.keyboard.press("Escape")
    shows(page)

    assert focused(page) == "#fn-gates"


def test_click_outside_back_gesture_on_a_sheet(read: Readers) -> None:
    page = read()
    press_at(page, claim(page, "gates"))
    shows(page, "1")

    page.mouse.click(5, 900)
    shows(page)


def test_click_outside_back_gesture_on_a_sheet_of_a_phone(read: Readers) -> None:
    page = read(size="phone", touch=True)
    claim(page, "gates").tap(position={"x": 12, "y": 8})
    shows(page, "1")

    page.touchscreen.tap(200, 20)
    shows(page)
    claim(page, "gates").tap(position={"x": 12, "y": 8})
    shows(page, "1")
    page.keyboard.press("Escape")  # a close request, as the back gesture is one
    shows(page)
    assert page.url.endswith("/weir/")


@on_wide_and_tablet
def test_reference_or_source_inside_a_card(size: str, read: Readers) -> None:
    page = read(size=size)
    run = stopped(page)
    press_at(page, claim(page, "gates"))
    shows(page, "1")

    card(page).locator(".xref").click()
    shows(page, "1", "4")
    # note 4 refers to note 1, from which it was opened: the circle is not followed
    card(page, 1).locator(".xref").click()
    run(300)
    assert len(notes(page)) == len(set(notes(page)))
    assert notes(page).count("1") == 1


def test_reference_or_source_inside_a_card_shows_the_sources_record(read: Readers) -> None:
    page = read()
    press_at(page, claim(page, "gates"))
    shows(page, "1")

    point_at(page, card(page).locator(".path .source").first)
    shows(page, "1", "source")

    assert "Weir gates failed, says report" in card(page, 1).inner_text()


@on_wide_and_tablet
def test_j_k_buttons_swipe_on_a_sheet(size: str, read: Readers) -> None:
    page = read(size=size)
    page.keyboard.press("j")
    assert notes(page) == [], "keys only while a marker or a card has the focus"

    marker(page, "logs").focus()
    page.keyboard.press("Enter")
    shows(page, "2")
    page.keyboard.press("j")
    shows(page, "3")
    page.keyboard.press("k")
    shows(page, "2")
    page.keyboard.press("Control+j")
    assert notes(page) == ["2"]
    card(page).locator("[data-do=next]").click()
    shows(page, "3")
    assert "3 of 11" in re.sub(r"\s+", " ", card(page).locator(".position").inner_text())
    card(page).locator("[data-do=close]").click()
    shows(page)


def test_j_k_buttons_swipe_on_a_sheet_of_a_phone(read: Readers) -> None:
    page = read(size="phone", touch=True)
    marker(page, "logs").tap()
    shows(page, "2")
    page.wait_for_function(STILL)
    box = card(page).bounding_box()
    assert box
    y = int(box["y"]) + 40

    swipe(page, 300, y, -200, 5)
    shows(page, "3")
    page.wait_for_function(STILL)
    swipe(page, 100, y, 200, 5)
    shows(page, "2")
    page.wait_for_function(STILL)
    swipe(page, 200, y, 0, 200)
    shows(page)


@on_wide_and_tablet
def test_click_again_where_claims_overlap(size: str, read: Readers) -> None:
    page = read(size=size)

    press_at(page, claim(page, "logs"))
    shows(page, "2")
    press_at(page, claim(page, "logs"))
    shows(page, "3")
    press_at(page, claim(page, "logs"))
    shows(page, "2")


@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
@pytest.mark.parametrize("fragment", ["claim-built", "fn-built"])
def test_claim_gates_fn_gates_in_the_address(fragment: str, size: str, read: Readers) -> None:
    page = read(f"weir/#{fragment}", size)

    shows(page, "11")
    until(lambda: is_in_view(claim(page, "built")), expected=True, page=page)

    assert "on" in (claim(page, "built").get_attribute("class") or "").split()
    assert card(page).get_attribute("role") == "dialog"
    until(lambda: is_covered(claim(page, "built"), card(page)), expected=False, page=page)


def is_covered(place: Locator, by: Locator) -> bool:
    """Whether the two share more than a pixel."""
    one, other = place.bounding_box(), by.bounding_box()
    assert one
    assert other
    return (
        min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"]) > 1
        and min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
        > 1
    )
