"""Articles on paper: everything once, with addresses, without controls, and free to break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import Served
from readers import SITE, Readers, card, claim, press_at, shows
from sidegloss.builder import Builder, Layout
from tools import ROOT

pytestmark = pytest.mark.browser

KINDS_OF_PAGE = ("", "weir/", "sadd/", "weir/gates/", "sources/courier/", "sources/", "claims/")
CONTROLS = "button, input, select, summary, form, .switches, .invitation, .card, .share, .back"

# What is printed of a part and of the addresses that the style sheet adds to it.
ADDRESSES = """() => {
  const printed = (link) => {
    const { content } = getComputedStyle(link, "::after");
    if (content.includes(link.href)) return true;
    if (!content.includes("attr(")) return false;
    return (content.includes("attr(data-address)") ? link.dataset.address : link.href) !== "";
  };
  return [...document.querySelectorAll("article a[href^=http]")]
    .filter((link) => link.checkVisibility() && !link.textContent.includes(link.href))
    .filter((link) => !printed(link))
    .map((link) => link.outerHTML);
}"""


def on_paper(read: Readers, address: str = "weir/", size: str = "wide") -> Page:
    page = read(address, size=size)
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
def test_each_note_and_each_source_is_printed_once(size: str, read: Readers) -> None:
    page = on_paper(read, size=size)
    notes = page.locator(".notes li[id^=fn-]")
    sources = page.locator(".sources li[id^=source-]")
    records = page.locator("article [data-record]:visible").evaluate_all(
        "(all) => all.map((e) => e.dataset.record)"
    )

    assert [note.is_visible() for note in notes.all()] == [True] * 11
    assert [source.is_visible() for source in sources.all()] == [True] * sources.count()
    assert sources.count() > 5
    assert [key for key, times in Counter(records).items() if times > 1] == []


def test_a_link_out_of_the_site_has_its_address_beside_it(read: Readers) -> None:
    page = on_paper(read)

    assert page.locator("article a[href^=http]").count() > 5
    assert page.evaluate(ADDRESSES) == []


def test_the_address_of_the_sourcing_page_is_printed(
    chromium: Browser, tmp_path: Path, serve: Callable[[Path], Served]
) -> None:
    Builder(Layout(site=SITE, output=tmp_path, url="https://weir.example/")).build()
    reading = Readers(chromium, serve(tmp_path))
    link = on_paper(reading).locator(".key a[href$='~sourcing/']")
    address = link.get_attribute("data-address")
    content = link.evaluate("(e) => getComputedStyle(e, '::after').content")
    for context in reading.contexts:
        context.close()

    assert address == "https://weir.example/weir/~sourcing/"
    assert address in content or "attr(data-address)" in content


@pytest.mark.parametrize("address", KINDS_OF_PAGE)
def test_no_control_is_printed(address: str, read: Readers) -> None:
    page = read(address, size="wide")
    on_screen = page.locator(CONTROLS).locator("visible=true").count()
    page.emulate_media(media="print")

    assert on_screen > 0
    assert page.locator(CONTROLS).locator("visible=true").count() == 0


def test_an_open_card_is_not_printed(read: Readers) -> None:
    page = read()
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    page.emulate_media(media="print")

    assert not card(page).is_visible()
    assert claim(page, "gates").evaluate("(e) => getComputedStyle(e).backgroundColor") == (
        "rgba(0, 0, 0, 0)"
    )


def test_quotations_and_notes_may_break_and_headings_stay_with_their_text(read: Readers) -> None:
    page = on_paper(read)
    styles = page.evaluate("""() => {
      const of = (selector, name) =>
        [...new Set([...document.querySelectorAll(selector)].map((e) => getComputedStyle(e)[name]))];
      return {
        quotation: of("article blockquote", "breakInside"),
        note: of(".notes .list > li", "breakInside"),
        heading: of("article :is(h1, h2, h3, h4)", "breakAfter"),
        orphans: of("article p, article li", "orphans"),
        widows: of("article p, article li", "widows"),
        before: of("p:has(+ blockquote), p:has(+ .claim-block)", "breakAfter"),
      };
    }""")

    assert styles == {
        "quotation": ["auto"],
        "note": ["auto"],
        "heading": ["avoid"],
        "orphans": ["3"],
        "widows": ["3"],
        "before": ["avoid"],
    }


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_paper_has_10_5_points_light_colours_and_a_title_of_22_points(
    size: str, read: Readers
) -> None:
    page = read(size=size, color_scheme="dark")
    page.emulate_media(media="print")
    sizes = page.evaluate(
        "['body', 'h1'].map((name) => parseFloat(getComputedStyle(document.querySelector(name)).fontSize))"
    )

    assert sizes == [pytest.approx(10.5 * 96 / 72, abs=0.01), pytest.approx(22 * 96 / 72, abs=0.01)]
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 28, 26)"


def test_the_rules_for_paper_are_the_last_of_the_sheet() -> None:
    sheet = (ROOT / "templates" / "assets" / "reader.css").read_text(encoding="utf-8")
    before, _, rules = sheet.rpartition("@media print {")
    depth, end = 1, 0
    for end, sign in enumerate(rules):  # noqa: B007 - the place where the block ends is needed
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            break

    assert rules[end + 1 :].strip() == "}", "only the end of the layer follows"
    assert "@media print" not in before
