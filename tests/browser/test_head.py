"""The header, the key to the marks and the list of sources, as readers see and use them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from readers import SIZES, Readers

pytestmark = pytest.mark.browser

SMALL = """
(selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility())
  .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
  .filter(([, box]) => box.width < 43.99 || box.height < 43.99)
  .map(([text, box]) => `${text}: ${box.width} x ${box.height}`)
"""
CONTRAST = """
(selector) => {
  const luminance = (name) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    for (const each of [].concat(name)) {
      context.fillStyle = each;
      context.fillRect(0, 0, 1, 1);
    }
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
      .map((each) => each / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(document.querySelector(selector));
  const ground = getComputedStyle(document.body).backgroundColor;
  const [light, dark] = [luminance([ground, style.borderTopColor || style.fill]), luminance(ground)]
    .sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
"""


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["y"]


def width_of(page: Page) -> tuple[int, int]:
    """How wide the page is, and how wide its window."""
    sizes: list[int] = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return sizes[0], sizes[1]


# ---------------------------------------------------------------- header


def test_the_depths_are_words_on_wide_screens_and_icons_below_and_always_named_so(
    read: Readers,
) -> None:
    for size, is_word in (("wide", True), ("tablet", False), ("phone", False)):
        depth = read(size=size).locator(".depth")
        names = re.findall(r'button "(\w+)"', depth.aria_snapshot())
        assert names == ["Text", "Marks", "Notes"], size
        icons = [icon.is_visible() for icon in depth.locator(".icon").all()]
        words = [word.evaluate("(e) => e.offsetWidth > 2") for word in depth.locator("span").all()]
        assert (icons, words) == ([not is_word] * 3, [is_word] * 3), size


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pressed_depth_has_a_border_that_is_seen(scheme: Any, read: Readers) -> None:
    page = read(size="wide", color_scheme=scheme)

    assert page.evaluate(CONTRAST, '.depth [aria-pressed="true"]') >= 3


def test_the_header_of_a_phone_has_two_rows_and_cuts_no_name(read: Readers) -> None:
    page = read(size="phone")
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator(".home span").evaluate("(e) => { e.textContent = 'The river gazette of Harrow' }")

    name, theme = top(page, ".home"), top(page, "[data-do=theme]")
    links, depth = top(page, ".masthead nav a"), top(page, ".depth")
    box = page.locator(".home span").bounding_box()
    assert box
    assert abs(name - theme) < 12
    assert abs(links - depth) < 12
    assert depth > name + 40
    assert box["height"] < 60, "no more than two lines"
    assert page.locator(".home span").evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
    assert page.locator(".home .mark").is_visible()
    assert width_of(page) == (320, 320)


def test_links_that_do_not_fit_scroll_and_the_page_does_not(read: Readers) -> None:
    page = read(size="phone")
    nav = page.locator(".masthead nav")
    nav.evaluate("(e) => { for (let n = 6; n--; ) e.append(e.lastElementChild.cloneNode(true)) }")

    assert nav.evaluate("(e) => e.scrollWidth > e.clientWidth + 40")
    assert width_of(page) == (390, 390)
    assert nav.evaluate("(e) => getComputedStyle(e).maskImage").startswith("linear-gradient")
    fades = (
        "(e) => ['--before', '--after'].map((each) => getComputedStyle(e).getPropertyValue(each))"
    )
    before, after = nav.evaluate(fades)
    assert before in {"0px", "0"}
    assert after not in {"0px", "0"}
    nav.evaluate("(e) => { e.scrollLeft = e.scrollWidth }")
    page.wait_for_function(
        """() => getComputedStyle(document.querySelector(".masthead nav"))
          .getPropertyValue("--after") === "0px" """
    )
    assert nav.evaluate(fades)[0] not in {"0px", "0"}


def test_links_that_fit_have_no_fade(read: Readers) -> None:
    nav = read(size="wide").locator(".masthead nav")

    assert nav.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    assert nav.evaluate("(e) => getComputedStyle(e).getPropertyValue('--after')") == "0px"


@pytest.mark.parametrize("size", ["phone", "tablet"])
def test_what_a_finger_presses_is_large_enough(size: str, read: Readers) -> None:
    page = read(size=size, touch=True)

    pressed = ".masthead a, .masthead button, .key li a, .key > p > a, .foot button"
    assert page.evaluate(SMALL, pressed) == []


def test_the_list_of_keys_opens_from_the_foot_only(read: Readers) -> None:
    page = read(size="wide")
    assert page.locator(".masthead [data-do=keys]").count() == 0

    page.locator(".foot [data-do=keys]").click()
    assert page.locator("#_keys").is_visible()


def test_without_a_script_there_is_nothing_that_needs_one(read: Readers) -> None:
    page = read(size="wide", scripts=False)

    for control in (".switches", ".foot button", ".invitation"):
        assert page.locator(control).first.is_hidden(), control
    assert page.locator(".key li").count() > 1


# ---------------------------------------------------------------- the key


@pytest.mark.parametrize("size", SIZES)
def test_the_key_is_under_the_byline_and_above_the_text(size: str, read: Readers) -> None:
    page = read(size=size)

    places = [
        top(page, each) for each in ("h1", ".byline", ".key .shares", ".key li", "article > p")
    ]
    assert places == sorted(places)


def test_a_kind_of_the_key_is_underlined_as_its_claims_are(read: Readers) -> None:
    page = read(size="wide")

    kinds = page.locator(".key [data-kind]").evaluate_all(
        "(all) => all.filter((e) => e.matches('a')).map((e) => e.dataset.kind)"
    )
    style = "(e) => { const s = getComputedStyle(e); return [s.textDecorationStyle, s.textDecorationThickness, s.textDecorationColor] }"
    assert len(kinds) > 2
    for kind in kinds:
        in_key = page.locator(f".key a[data-kind={kind}] > span").evaluate(style)
        claims = page.locator(f"article > p .claim[data-kind={kind}]")
        if claims.count():
            assert in_key == claims.first.evaluate(style), kind


def test_the_parts_of_the_bar_lie_side_by_side_over_its_whole_width(read: Readers) -> None:
    page = read(size="wide")

    boxes = page.locator(".key rect").evaluate_all(
        "(all) => all.map((e) => { const b = e.getBoundingClientRect(); return [b.left, b.right] })"
    )
    bar = page.locator(".key .shares").bounding_box()
    assert bar
    assert all(abs(first[1] - second[0]) < 0.5 for first, second in pairwise(boxes))
    assert abs(boxes[0][0] - bar["x"]) < 0.5
    assert abs(boxes[-1][1] - bar["x"] - bar["width"]) < 0.5


def test_the_bar_is_left_out_where_colours_are_forced(read: Readers) -> None:
    page = read(size="wide", forced_colors="active")

    assert page.locator(".shares").first.is_hidden()
    assert page.locator(".key li").first.is_visible()


# ---------------------------------------------------------------- sources


@pytest.mark.parametrize("size", SIZES)
def test_sources_are_below_the_text_at_its_measure(size: str, read: Readers) -> None:
    page = read(size=size)

    sources = page.locator(".sources").bounding_box()
    text = page.locator("article > p:not(.tags)").last.bounding_box()
    assert sources
    assert text
    assert sources["y"] > text["y"]
    assert abs(sources["width"] - text["width"]) < 1
    assert abs(sources["x"] - text["x"]) < 1


def test_links_back_from_a_source_are_large_enough_and_lead_to_a_marker(read: Readers) -> None:
    page = read(size="wide")

    links = page.locator(".backs a")
    assert links.count() > 3
    for link in links.all()[:6]:
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        assert page.locator(f'[id="{(link.get_attribute("href") or "")[1:]}"]').count() == 1


def test_with_text_only_the_sources_stay_without_their_links_back(read: Readers) -> None:
    page = read("weir/?depth=text", size="wide")

    assert page.locator(".sources .record").first.is_visible()
    assert page.locator(".backs").first.is_hidden()
    assert page.locator(".invitation").is_hidden()
