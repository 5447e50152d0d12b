"""axe-core finds nothing to complain of, on every kind of page and in every state."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from conftest import Served
from readers import (
    SIZES,
    Readers,
    card,
    claim,
    make_room,
    marker,
    notes,
    point_at,
    press_at,
    shows,
    until,
)

pytestmark = pytest.mark.browser

PAGES = {
    "front page": "",
    "article": "weir/",
    "article in German": "wehr/",
    "article from right to left": "sadd/",
    "page without notes": "about/",
    "passage": "weir/gates/",
    "passage in a table": "weir/cell/",
    "sourcing": "weir/~sourcing/",
    "source": "sources/courier/",
    "sources": "sources/",
    "claims": "claims/",
    "search": "search/",
    "not found": "404.html",
}
# Each scheme and each size is met; what is laid out otherwise keeps its colours.
LIGHTS: tuple[tuple[Literal["light", "dark"], str], ...] = (
    ("light", "wide"),
    ("dark", "tablet"),
    ("light", "phone"),
)


def violations(page: Page) -> list[str]:
    """What axe-core finds on *page* as it stands: a rule and the elements that break it."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes'][:3]]}" for rule in found]


def violations_in_every_light(page: Page) -> dict[str, list[str]]:
    found = {}
    for scheme, size in LIGHTS:
        width, height = SIZES[size]
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        found[f"{scheme}, {size}"] = violations(page)
    return {state: rules for state, rules in found.items() if rules}


def violations_in_both_schemes(page: Page) -> dict[str, list[str]]:
    """The same without a new size, which closes all cards."""
    found = {}
    for scheme, _ in LIGHTS[:2]:
        page.emulate_media(color_scheme=scheme)
        found[scheme] = violations(page)
    return {scheme: rules for scheme, rules in found.items() if rules}


@pytest.mark.parametrize("kind", PAGES)
def test_no_violation_on_any_kind_of_page(kind: str, read: Readers) -> None:
    page = read(PAGES[kind], reduced_motion="reduce")

    assert violations_in_every_light(page) == {}


@pytest.mark.parametrize(
    "address",
    ["", "spinach/", "manual/writing/", "sources/", "tags/", "series/where-it-comes-from/"],
)
def test_no_violation_in_the_demonstration(address: str, read_demonstration: Readers) -> None:
    page = read_demonstration(address, reduced_motion="reduce")

    assert violations_in_every_light(page) == {}


@pytest.mark.parametrize("nth", [8, pytest.param(1, marks=pytest.mark.long)])
def test_no_violation_on_the_page_of_any_claim(
    nth: int, demonstration: Served, read_demonstration: Readers
) -> None:
    all_pages = [
        name for name in demonstration.pages() if 'class="passage"' in _text(demonstration, name)
    ]
    pages = all_pages[::nth]
    page = read_demonstration(pages[0], reduced_motion="reduce")
    found = {}
    for name in pages:
        page.goto(name.removesuffix("index.html"))
        found[name] = violations(page)

    assert len(all_pages) > 50
    assert {name: rules for name, rules in found.items() if rules} == {}


def _text(site: Served, name: str) -> str:
    return (site.folder / name).read_text(encoding="utf-8")


# ---------------------------------------------------------------- states


def _hover(page: Page) -> None:
    point_at(page, claim(page, "gates"))
    shows(page, "1")


def _press(page: Page) -> None:
    make_room(page, claim(page, "gates"))
    press_at(page, claim(page, "gates"))
    shows(page, "1")


def _tap(page: Page) -> None:
    claim(page, "gates").tap(position={"x": 12, "y": 6})
    shows(page, "1")


def _focus(page: Page) -> None:
    page.locator("#claim-gates a").focus()
    page.keyboard.press("Tab")
    shows(page, "1")


def _open_source(page: Page) -> None:
    _press(page)
    card(page).locator(".source").last.click()
    until(lambda: notes(page)[-1], "source", page)


def _open_ways(page: Page) -> None:
    _press(page)
    card(page).locator(".copy-as").click()
    card(page).locator(".ways").wait_for()


def _select_words(page: Page) -> None:
    page.evaluate("getSelection().selectAllChildren(document.querySelector('article > p'))")
    page.locator(".share").wait_for()


def _open_keys(page: Page) -> None:
    page.locator("[data-do=keys]").first.click()
    page.locator("#_keys").wait_for()


def _find(page: Page) -> None:
    page.locator("[name=q]").fill("gates")
    page.locator("main li:visible").first.wait_for()
    page.locator(".told", has_text=re.compile(r"\d")).wait_for()


def _find_nothing(page: Page) -> None:
    page.locator("[name=q]").fill("zzzzzz")
    page.locator(".told", has_text=re.compile(r"\w")).wait_for()


def _rest(page: Page) -> None:
    page.locator("h1").wait_for()


STATES: dict[str, tuple[str, str, Callable[[Page], None]]] = {
    "card by hover": ("weir/", "tablet", _hover),
    "card by focus": ("weir/", "tablet", _focus),
    "card pinned": ("weir/", "wide", _press),
    "card, right to left": ("sadd/", "tablet", _press),
    "sheet": ("weir/", "phone", _tap),
    "source in a card": ("weir/", "wide", _open_source),
    "source in a sheet": ("weir/", "phone", _open_source),
    "ways to copy": ("weir/", "tablet", _open_ways),
    "ways to copy in a sheet": ("sadd/", "phone", _open_ways),
    "selected words": ("weir/", "phone", _select_words),
    "list of keys": ("weir/", "wide", _open_keys),
    "text only": ("weir/?depth=text", "wide", _rest),
    "notes in the margin": ("weir/?depth=notes", "wide", _rest),
    "notes in the text": ("weir/?depth=notes", "phone", _rest),
    "claims found": ("claims/", "wide", _find),
    "claims found on a phone": ("claims/", "phone", _find),
    "search with results": ("search/", "tablet", _find),
    "search without results": ("search/", "phone", _find_nothing),
}


@pytest.mark.parametrize("state", STATES)
def test_no_violation_in_any_state(state: str, read: Readers) -> None:
    address, size, reach = STATES[state]
    page = read(address, size=size, touch=reach is _tap, reduced_motion="reduce")
    reach(page)

    assert violations_in_both_schemes(page) == {}


@pytest.mark.parametrize(("size", "reach"), [("wide", _press), ("phone", _open_ways)])
def test_no_violation_in_forced_colours_or_with_more_contrast(
    size: str, reach: Callable[[Page], None], read: Readers
) -> None:
    page = read(size=size, reduced_motion="reduce", forced_colors="active")
    reach(page)
    forced = violations(page)
    page.emulate_media(forced_colors="none", contrast="more")

    assert forced + violations(page) == []


def test_the_page_would_not_pass_with_a_fault(read: Readers) -> None:
    page = read(reduced_motion="reduce")
    page.evaluate("document.images[0].removeAttribute('alt')")

    assert [rule for rule in violations(page) if rule.startswith("image-alt")]


# ---------------------------------------------------------------- what axe cannot see


def test_a_marker_says_what_it_leads_to_and_where(read: Readers) -> None:
    page = read()
    first = marker(page, "gates")

    assert first.get_attribute("role") == "doc-noteref"
    assert first.get_attribute("aria-label") == "Disputed, note 1"
    assert first.get_attribute("aria-details") == "fn-gates"
    assert first.inner_text() == "[1]"


def test_targets_are_24_pixels_and_leave_the_lines_as_they_are(read: Readers) -> None:
    page = read()
    sizes = page.locator("article > p sup > a[data-n]").evaluate_all(
        "(all) => all.map((e) => { const r = e.getBoundingClientRect(); return [r.width, r.height] })"
    )
    lines = page.evaluate("""() => {
      const paragraph = document.querySelector("#claim-gates").parentElement;
      const height = () => paragraph.getBoundingClientRect().height;
      const before = height();
      paragraph.querySelector("sup").style.display = "none";
      return [before, height()];
    }""")

    assert sizes
    assert [size for size in sizes if min(size) < 24] == []
    assert lines[0] == pytest.approx(lines[1], abs=1)


def test_the_kind_of_a_claim_never_rests_on_colour_alone(read: Readers) -> None:
    page = read()
    styles = page.evaluate("""() => [...new Set(["gates", "leak", "rule", "planned"].map((label) => {
      const style = getComputedStyle(document.getElementById("claim-" + label));
      return style.textDecorationStyle + style.textDecorationThickness;
    }))]""")

    assert len(styles) == 4


# ---------------------------------------------------------------- small windows

# Controls on a phone; a link within a sentence is as high as its line.
PHONE_CONTROLS = """
  .masthead :is(a, button), .key [data-do], summary, .card.sheet :is(.bar, .ways) :is(a, button)
"""
SMALL = """(selector) => [...document.querySelectorAll(selector)]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }))
  .map((part) => [part, part.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < 43.9)
  .map(([part, { width, height }]) => [part.className || part.dataset.do || part.localName,
    part.textContent.trim(), Math.round(width), Math.round(height)].join(" "))
"""


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("address", ["weir/", "sadd/", "claims/", "weir/~sourcing/"])
def test_on_a_phone_controls_have_44_pixels_both_ways(
    address: str, width: int, read: Readers
) -> None:
    page = read(address, size="phone", touch=True)
    page.set_viewport_size({"width": width, "height": 700})

    assert page.evaluate(SMALL, PHONE_CONTROLS) == []


@pytest.mark.parametrize("width", [390, 320])
def test_in_a_sheet_controls_have_44_pixels_and_steps_a_pitch_of_36(
    width: int, read: Readers
) -> None:
    page = read(size="phone", touch=True, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 700})
    _tap(page)
    pitches = page.locator(".card .path > li").evaluate_all("""(steps) => steps
      .map((step) => [step.getBoundingClientRect().top, step.previousElementSibling?.getBoundingClientRect().top])
      .filter(([, above]) => above !== undefined)
      .map(([top, above]) => top - above)""")
    card(page).locator(".copy-as").click()
    card(page).locator(".ways").wait_for()

    assert page.evaluate(SMALL, PHONE_CONTROLS) == []
    assert len(pitches) > 1
    assert min(pitches) >= 35.9


@pytest.mark.parametrize(("width", "height"), [(320, 600), (360, 225)], ids=["phone", "400 %"])
def test_no_page_scrolls_sideways(width: int, height: int, read: Readers) -> None:
    page = read(size="phone")
    page.set_viewport_size({"width": width, "height": height})
    wider = {}
    for address in PAGES.values():
        page.goto(address)
        if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
            wider[address] = found

    assert wider == {}


@pytest.mark.parametrize(("width", "height"), [(320, 600), (360, 225)], ids=["phone", "400 %"])
def test_no_card_or_list_makes_the_page_scroll_sideways(
    width: int, height: int, read: Readers
) -> None:
    page = read(size="phone", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    _open_ways(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert card(page).evaluate("(e) => [e.scrollWidth <= e.clientWidth, e.clientHeight > 90]") == [
        True,
        True,
    ]


def test_copied_text_holds_no_markers_and_no_notes(read: Readers) -> None:
    page = read(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("""() => getSelection().setBaseAndExtent(
      document.querySelector("article > p"), 0, document.querySelector("#what-was-said"), 0)""")

    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")

    assert "failed their last inspection, the blog wrote" in copied
    assert "[1]" not in copied
    assert "Disputed" not in copied
