"""The page as readers meet it: one test for each row of the table of behaviour, and what follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Locator, Page

from readers import (
    STILL,
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


@pytest.mark.parametrize("control", [".copy-as", "[data-do=copy]", ".path .source", "p"])
def test_a_press_on_any_control_of_a_card_pins_it(control: str, read: Readers) -> None:
    page = read()
    run = stopped(page)
    point_at(page, claim(page, "gates"))
    run(330)
    assert card(page).get_attribute("role") == "group"

    card(page).locator(control).first.click()
    page.mouse.move(3, 3, steps=3)
    run(3000)

    assert len(notes(page)) == 1
    assert card(page).get_attribute("role") == "dialog"


def test_a_drag_that_begins_in_a_card_and_ends_outside_selects_its_words(read: Readers) -> None:
    page = read()
    run = stopped(page)
    point_at(page, claim(page, "gates"))
    run(330)
    point_into(page, card(page))

    page.mouse.down()
    page.mouse.move(5, 900, steps=8)
    page.mouse.up()
    run(3000)

    assert len(page.evaluate("getSelection().toString()")) > 5
    assert notes(page) == ["1"]


@pytest.mark.parametrize(
    ("width", "to"), [(900, 390), (1440, 900), (900, 1440)], ids=["narrow", "no-margin", "margin"]
)
def test_a_window_that_crosses_a_width_closes_the_card_and_the_focus_returns(
    width: int, to: int, read: Readers
) -> None:
    page = read()
    page.set_viewport_size({"width": width, "height": 900})
    marker(page, "gates").focus()
    page.keyboard.press("Enter")
    shows(page, "1")
    until(lambda: focused(page), "card", page)

    page.set_viewport_size({"width": to, "height": 900})

    shows(page)
    assert focused(page) == "#fn-gates"


def test_a_card_stays_in_a_window_that_becomes_lower(read: Readers) -> None:
    page = read()
    press_at(page, claim(page, "leak"))
    shows(page, "3")

    page.set_viewport_size({"width": 820, "height": 500})

    until(
        lambda: page.evaluate("""() => {
          const card = document.querySelector(".card").getBoundingClientRect();
          const claim = document.querySelector("#claim-leak").getBoundingClientRect();
          return claim.bottom < 0 || claim.top > innerHeight || (card.top >= 0 && card.bottom <= innerHeight);
        }"""),
        expected=True,
        page=page,
    )


@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
@pytest.mark.parametrize("at", [0.05, 0.6, 0.95])
def test_no_control_of_a_card_scrolls_the_page_by_a_press_or_by_tab(
    at: float, size: str, read: Readers
) -> None:
    page = read(size=size)
    page.evaluate(
        """(at) => {
          const box = document.querySelector("#claim-leak").getBoundingClientRect();
          scrollBy({ top: box.y - at * innerHeight, behavior: "instant" });
        }""",
        at,
    )
    page.mouse.move(3, 3)
    marker(page, "leak").dispatch_event("click", {"detail": 1})
    shows(page, "3")
    page.wait_for_function(STILL)
    before = page.evaluate("scrollY")

    for control in (".copy-as", ".copy-as", ".source", "[data-do=back]", "[data-do=copy]"):
        box = card(page).locator(control).first.bounding_box()
        assert box, control
        page.mouse.click(box["x"] + 8, box["y"] + box["height"] / 2)
        assert page.evaluate("scrollY") == before, control
    page.evaluate("document.querySelector('.card').focus({ preventScroll: true })")
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.card') !== null")
        assert page.evaluate("scrollY") == before


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
    stops = card(page).locator("a, button, summary, [tabindex='0']")
    assert stops.count() > 3
    assert {stop.evaluate("(e) => e.tabIndex") for stop in stops.all()} == {-1}
    for _ in range(4):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('.card')")
        assert inside is None, "no stops until pinned"


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


def test_esc_leads_one_view_back_and_then_closes_and_the_focus_returns(read: Readers) -> None:
    page = read()
    marker(page, "gates").focus()
    page.keyboard.press("Enter")
    shows(page, "1")
    card(page).locator(".xref").focus()
    page.keyboard.press("Enter")
    shows(page, "4")
    assert focused(page) == "card"

    page.keyboard.press("Escape")
    shows(page, "1")
    assert focused(page) == "#fn-rule", "the reference that was followed"
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


def test_click_outside_back_gesture_on_a_sheet_is_a_close_request(read: Readers) -> None:
    page = read(size="phone", touch=True)
    page.evaluate("""() => {
      const Original = CloseWatcher;
      window.CloseWatcher = class extends Original {
        constructor() { super(); window.watcher = this; }
      };
    }""")
    length = page.evaluate("history.length")
    claim(page, "gates").tap(position={"x": 12, "y": 8})
    shows(page, "1")
    card(page).locator(".xref").tap()
    shows(page, "4")

    page.evaluate("watcher.requestClose()")
    shows(page, "1")
    page.evaluate("watcher.requestClose()")
    shows(page)

    assert page.evaluate("history.length") == length
    assert page.url.endswith("/weir/")


SIZES_OF_CARDS = pytest.mark.parametrize("size", ["wide", "tablet", "phone"])


@SIZES_OF_CARDS
def test_reference_or_source_inside_a_card_replaces_its_content_in_place(
    size: str, read: Readers
) -> None:
    page = read(size=size)
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    page.wait_for_function(STILL)
    first = page.evaluate_handle("document.querySelector('.card')")
    assert card(page).locator("[data-do=back]").is_hidden()

    card(page).locator(".xref").click()
    shows(page, "4")
    card(page).locator(".trails .source, .cited .source").first.click()
    shows(page, "source")

    assert page.evaluate("(first) => document.querySelector('.card') === first", first)
    assert page.locator(".card").count() == 1
    assert card(page).locator("[data-do=back]").inner_text() == "Back"
    assert card(page).locator("[data-do=next]").is_hidden()
    box = card(page).bounding_box()
    window = page.viewport_size
    assert box
    assert window
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= window["height"] + 1
    card(page).locator("[data-do=back]").click()
    shows(page, "4")
    card(page).locator("[data-do=back]").click()
    shows(page, "1")
    assert card(page).locator("[data-do=back]").is_hidden()
    assert "1 of 11" in re.sub(r"\s+", " ", card(page).locator(".position").inner_text())


def test_reference_or_source_inside_a_card_opens_by_no_hover_and_no_focus(read: Readers) -> None:
    page = read()
    run = stopped(page)
    marker(page, "gates").focus()
    page.keyboard.press("Enter")
    assert notes(page) == ["1"]

    point_at(page, card(page).locator(".path .source").first)
    run(3000)
    point_at(page, card(page).locator(".xref"))
    run(3000)
    assert notes(page) == ["1"]
    for _ in range(6):
        page.keyboard.press("Tab")
        run(1000)
        assert notes(page) == ["1"]


def test_reference_or_source_inside_a_card_that_circles_leads_back(read: Readers) -> None:
    page = read()
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    card(page).locator(".xref").click()
    shows(page, "4")

    card(page).locator(".xref").click()  # note 4 refers to note 1, from which it was opened

    shows(page, "1")
    assert card(page).locator("[data-do=back]").is_hidden()


def test_reference_or_source_inside_a_card_shows_the_record_in_the_list_of_sources(
    read: Readers,
) -> None:
    page = read()
    record = page.locator(".sources [data-record=tidewater]").text_content() or ""
    press_at(page, claim(page, "gates"))
    shows(page, "1")

    card(page).locator("[data-source=tidewater]").first.click()

    shows(page, "source")
    assert "Tidewater Trust" in record
    assert (card(page).text_content() or "").startswith(record)
    assert card(page).locator("[data-record]").count() == 1


CITED = """() => {
  const link = Object.assign(document.createElement("a"), { href: "#", textContent: "Okafor (2026)" });
  link.className = "source";
  link.dataset.source = "lockquay";
  link.id = "cite-okafor";
  document.querySelector("article > p").append(" ", link);
}"""


def test_a_citation_in_the_text_opens_a_card_as_a_marker_does(read: Readers) -> None:
    page = read()
    page.evaluate(CITED)
    run = stopped_here(page)
    citation = page.locator("#cite-okafor")

    point_at(page, citation)
    run(130)
    assert notes(page) == ["source"]
    assert "Nine gates fail" in card(page).inner_text()
    assert card(page).locator("[data-do=copy]").is_hidden()
    page.mouse.move(3, 3)
    run(300)
    assert notes(page) == []
    page.keyboard.press("Tab")
    citation.focus()
    run(130)
    assert notes(page) == ["source"]
    page.keyboard.press("Enter")
    assert card(page).get_attribute("role") == "dialog"
    assert focused(page) == "card"
    page.keyboard.press("Escape")
    assert notes(page) == []
    assert page.evaluate("document.activeElement.id") == "cite-okafor"


def stopped_here(page: Page) -> Callable[[int], None]:
    """Stop the page's clock from now on, without loading the page again."""
    page.clock.install(time=0)
    page.clock.pause_at(60_000)
    return page.clock.run_for


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
def test_the_links_of_the_key_lead_from_claim_to_claim_of_a_kind(size: str, read: Readers) -> None:
    page = read(size=size)
    page.evaluate("""() => {
      const link = Object.assign(document.createElement("a"), { href: "#claim-gates", textContent: "2 disputed" });
      link.dataset.do = "next-of-kind";
      link.dataset.kind = "disputed";
      link.id = "disputed";
      document.querySelector("article header").append(link);
    }""")
    disputed = page.evaluate("""[...document.querySelectorAll(".list > li[data-kind=disputed]")]
      .map((e) => e.id.slice(3))""")
    assert len(disputed) == 2
    number = {label: marker(page, label).get_attribute("data-n") for label in disputed}

    for label in [*disputed, disputed[0]]:
        page.locator("#disputed").click()
        shows(page, str(number[label]))
        until(partial(is_in_view, marker(page, label)), expected=True, page=page)
        assert page.url.endswith(f"#claim-{label}")
        page.evaluate("scrollTo(0, 0)")


def test_the_list_of_keys_opens_by_its_key_anywhere_and_not_where_words_are_written(
    read: Readers,
) -> None:
    page = read()
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    page.locator("dialog[open] button").click()
    assert page.locator("dialog[open]").count() == 0
    page.evaluate("document.querySelector('article').prepend(document.createElement('input'))")

    page.locator("article > input").focus()
    page.keyboard.press("?")

    assert page.locator("dialog[open]").count() == 0
    assert page.locator("article > input").input_value() == "?"


def test_single_keys_can_be_switched_off(read: Readers) -> None:
    page = read()
    page.evaluate("localStorage.setItem('sidegloss-slash', 'off')")

    page.keyboard.press("?")

    assert page.locator("dialog[open]").count() == 0


# ---------------------------------------------------------------- where the card is

# Of every line of a claim: whether the card covers it. And whether the card is in the window.
COVERED = """(label) => {
  const card = document.querySelector(".card").getBoundingClientRect();
  const parts = [...document.querySelectorAll("[data-notes]")].filter((e) => e.dataset.notes.split(" ").includes(label));
  const lines = parts.flatMap((e) => [...e.getClientRects()]);
  const isOver = (r) => r.left < card.right - 1 && r.right > card.left + 1 && r.top < card.bottom - 1 && r.bottom > card.top + 1;
  return [lines.some(isOver), card.top >= 0 && card.bottom <= innerHeight && card.left >= 0 && card.right <= innerWidth];
}"""


@pytest.mark.parametrize("size", ["wide", "tablet"])
def test_a_card_covers_no_line_of_its_claim(size: str, read: Readers) -> None:
    page = read(size=size)
    labels = page.evaluate("""[...document.querySelectorAll("[id^=claim-]")].map((e) => e.id.slice(6))
      .filter((label) => !label.includes("~"))""")
    assert len(labels) > 8
    for label in labels:
        for at in (0.15, 0.5, 0.85):
            page.evaluate(
                """([id, at]) => {
                  const box = document.getElementById(id).getBoundingClientRect();
                  scrollBy({ top: box.y - at * innerHeight, behavior: "instant" });
                }""",
                [f"claim-{label}", at],
            )
            marker(page, label).click()
            shows(page, str(marker(page, label).get_attribute("data-n")))
            assert page.evaluate(COVERED, label) == [False, True], (label, at)
            page.keyboard.press("Escape")
            shows(page)


@pytest.mark.parametrize("height", [420, 600])
def test_a_card_never_covers_the_line_pointed_at(height: int, read: Readers) -> None:
    page = read()
    page.evaluate("""() => {
      const claim = document.querySelector("#claim-rule");
      claim.textContent = (claim.textContent + " ").repeat(24);
    }""")
    page.set_viewport_size({"width": 820, "height": height})
    page.evaluate("document.querySelector('#claim-rule').scrollIntoView()")
    x = page.evaluate("document.querySelector('#claim-rule').getBoundingClientRect().left") + 40
    for y in range(110, height - 20, 60):
        page.mouse.move(x, y, steps=2)
        page.mouse.down()
        page.mouse.up()
        shows(page, "4")
        top, bottom = page.evaluate("""(() => {
          const r = document.querySelector(".card").getBoundingClientRect();
          return [r.top, r.bottom];
        })()""")
        assert not top - 12 < y < bottom + 12, y
        assert top >= 0
        assert bottom <= height
        assert bottom - top > 100
        page.keyboard.press("Escape")
        shows(page)


@on_wide_and_tablet
def test_a_card_is_at_the_same_place_wherever_it_was_opened_from(size: str, read: Readers) -> None:
    page = read(size=size)
    page.evaluate("document.querySelector('#claim-leak').scrollIntoView({ block: 'center' })")
    read_place = """(() => {
      const r = document.querySelector(".card").getBoundingClientRect();
      return [r.left, r.top].map(Math.round);
    })()"""
    lines = page.evaluate("""[...document.querySelectorAll('[data-notes~=leak]')]
      .filter((e) => e.dataset.notes === "leak").flatMap((e) => [...e.getClientRects()])
      .filter((r) => r.width > 20).map((r) => [r.x + 8, r.y + r.height / 2])""")
    assert len(lines) >= 2
    places = []
    for x, y in lines:
        page.mouse.click(x, y)
        shows(page, "3")
        page.wait_for_function(STILL)
        places.append(page.evaluate(read_place))
        page.keyboard.press("Escape")
        shows(page)
    marker(page, "leak").focus()
    page.keyboard.press("Enter")
    shows(page, "3")
    page.wait_for_function(STILL)
    places.append(page.evaluate(read_place))

    assert places == places[:1] * len(places)


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
