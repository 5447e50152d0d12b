"""axe-core finds nothing to complain of, on every kind of page and in every state."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from conftest import Served
from readers import SIZES, Readers, card, claim, make_room, marker, press_at, shows

pytestmark = pytest.mark.browser

PAGES = {
    "front page": "",
    "article": "weir/",
    "article in German": "wehr/",
    "article from right to left": "sadd/",
    "page without notes": "about/",
    "passage": "weir/gates/",
    "passage in a table": "weir/cell/",
    "source": "sources/courier/",
    "sources": "sources/",
    "not found": "404.html",
}


def violations(page: Page) -> list[str]:
    """What axe-core finds on *page* as it stands: a rule and the elements that break it."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {[node['html'][:120] for node in rule['nodes'][:3]]}" for rule in found]


def violations_in_every_light(page: Page) -> dict[str, list[str]]:
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            found[f"{scheme}, {size}"] = violations(page)
    return {state: rules for state, rules in found.items() if rules}


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_violation_with_cards_open(size: str, scheme: str, read: Readers) -> None:
    page = read(size=size, color_scheme=scheme, reduced_motion="reduce")
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    with_one = violations(page)
    card(page).locator(".source").last.click()
    shows(page, "source")

    assert with_one + violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", ["weir/", "sadd/"])
def test_no_violation_while_something_is_taken_along(
    address: str, size: str, scheme: str, read: Readers
) -> None:
    page = read(address, size=size, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('article > p'))")
    page.locator(".share").wait_for()
    with_words = violations(page)
    page.evaluate("getSelection().empty()")
    make_room(page, claim(page, "gates"))
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    card(page).locator(".copy-as").click()
    card(page).locator(".ways").wait_for()
    small = (
        card(page)
        .locator(".ways button:visible")
        .evaluate_all(
            "(all) => all.filter((e) => e.offsetHeight < (e.closest('.sheet') ? 44 : 24)).length"
        )
    )

    assert with_words + violations(page) == []
    assert small == 0


def test_no_violation_with_the_list_of_keys_open(read: Readers) -> None:
    page = read(reduced_motion="reduce")
    page.locator("[data-do=keys]").click()

    assert page.locator("#_keys").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize("depth", ["text", "notes"])
def test_no_violation_at_any_depth(depth: str, read: Readers) -> None:
    page = read(f"weir/?depth={depth}", reduced_motion="reduce")

    assert violations(page) == []


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


def test_at_320_pixels_nothing_is_cut_off(read: Readers) -> None:
    page = read(size="phone")
    for address in PAGES.values():
        page.goto(address)
        page.set_viewport_size({"width": 320, "height": 600})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_copied_text_holds_no_markers_and_no_notes(read: Readers) -> None:
    page = read(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("""() => getSelection().setBaseAndExtent(
      document.querySelector("article > p"), 0, document.querySelector("#what-was-said"), 0)""")

    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")

    assert "failed their last inspection, the blog wrote" in copied
    assert "[1]" not in copied
    assert "Disputed" not in copied
