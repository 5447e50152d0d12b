"""All claims in a browser: found by words, verdict, stance and source, over all pages of the list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from conftest import Served, SiteUnderTest
from readers import Readers, reading, until
from sidegloss.words import load
from test_claims import SOURCES, WEIR, articles

pytestmark = pytest.mark.browser

FILES = articles(*range(24)) | {
    "content/weir.md": WEIR,
    "content/été.md": "---\ntitle: Été\ndate: 2019-01-01\n---\n\n[L’écluse fuyait][^eau].\n\n"
    "[^eau]: **Corrected.** [@courier]\n",
    "content/sources.yaml": SOURCES,
}
"""Two pages of claims: the weir's six and forty-eight of two an article, the one of 2019 last."""
TOTAL = 56
CLAIM_1_3 = [(1, 23), (0, 13), (1, 13), (1, 3)]
"""Claims whose texts hold "claim", "1" and "3", on both pages."""


@pytest.fixture(scope="session")
def claiming(tmp_path_factory: pytest.TempPathFactory) -> SiteUnderTest:
    folder = tmp_path_factory.mktemp("claiming")
    under_test = SiteUnderTest(folder / "site", folder / "output")
    under_test.write({"pyproject.toml": '[tool.sidegloss]\ntitle = "Claims"\n', **FILES})
    return under_test


@pytest.fixture(scope="session")
def listed(claiming: SiteUnderTest, serve: Callable[[Path], Served]) -> Served:
    """The site with claims on two pages, built and served."""
    assert claiming.build().written is not None
    return serve(claiming.output)


@pytest.fixture
def look(chromium: Browser, listed: Served) -> Iterator[Readers]:
    """Opens pages of that site; errors of theirs fail the test."""
    yield from reading(Readers(chromium, listed))


def found(page: Page) -> list[str]:
    """The texts of the claims that the list shows."""
    return page.locator(".rows li > a:visible").all_inner_texts()


def told(page: Page) -> str:
    return page.locator(".told").inner_text()


def fill(page: Page, name: str, text: str) -> None:
    page.locator(f"[name={name}]").fill(text)


def choose(page: Page, name: str, text: str) -> None:
    page.locator(f"[name={name}]").select_option(value=text)


def finds(page: Page, *claims: str) -> None:
    """Wait until the list shows these claims and no others, and says how many."""
    until(lambda: (found(page), told(page)), (list(claims), f"{len(claims)} of {TOTAL}"), page)


def test_claims_are_found_by_their_words_on_every_page_of_the_list(look: Readers) -> None:
    page = look("claims/")

    fill(page, "q", "FAILED gates")
    finds(page, "Nine gates failed")
    fill(page, "q", "claim 1 3")
    finds(page, *(f"Claim {claim} of article {n}" for claim, n in CLAIM_1_3))
    fill(page, "q", "ecluse")
    finds(page, "L’écluse fuyait")


def test_claims_are_found_by_how_they_stand(look: Readers) -> None:
    page = look("claims/")

    choose(page, "standing", "disputed")
    finds(page, "gates", "What", "All of it.", "L’écluse fuyait")
    choose(page, "standing", "verdict missing-context")
    finds(page, "All of it.")
    choose(page, "standing", "verdict true")
    finds(page, "Both")
    choose(page, "standing", "unsourced")
    finds(page, "So it was said")
    choose(page, "standing", "finding retracted")
    until(lambda: (found(page), told(page)), ([], "No claim found."), page)


def test_claims_are_found_by_what_a_source_does_to_them(look: Readers) -> None:
    page = look("claims/")

    choose(page, "stance", "disputes")
    finds(page, "gates", "What")
    choose(page, "stance", "context")
    finds(page, "What", "All of it.")


def test_claims_are_found_by_any_source_on_their_trails(look: Readers) -> None:
    page = look("claims/")

    fill(page, "source", "DENIAL")
    finds(page, "gates", "What", "Both")
    fill(page, "source", "courier")
    finds(page, "Nine gates failed", "L’écluse fuyait")
    fill(page, "source", "logs")
    until(lambda: told(page), f"{TOTAL - 2} of {TOTAL}", page)


def test_what_is_asked_together_must_all_hold(look: Readers) -> None:
    page = look("claims/")

    fill(page, "source", "denial")
    choose(page, "stance", "supports")
    finds(page, "gates", "Both")
    choose(page, "standing", "sourced")
    finds(page, "Both")
    fill(page, "q", "gates")
    until(lambda: (found(page), told(page)), ([], "No claim found."), page)


def test_a_claim_that_was_found_leads_into_its_article(look: Readers) -> None:
    page = look("claims/")

    fill(page, "q", "article 18")
    finds(page, "Claim 0 of article 18", "Claim 1 of article 18")
    page.get_by_role("link", name="Claim 1 of article 18").click()

    page.wait_for_url("**/a0018/#claim-c1")
    assert page.locator("#claim-c1").count() == 1


def test_clearing_what_was_asked_brings_the_whole_list_back(look: Readers) -> None:
    page = look("claims/")
    whole = page.locator(".by-article").inner_html()
    assert page.locator(".pager").is_visible()

    fill(page, "q", "failed")
    choose(page, "stance", "supports")
    finds(page, "Nine gates failed")
    assert not page.locator(".pager").is_visible()
    fill(page, "q", "")
    choose(page, "stance", "")

    until(lambda: page.locator(".by-article").inner_html(), whole, page)
    assert page.locator(".pager").is_visible()
    assert told(page) == f"{TOTAL} claims"


def test_every_verdict_that_an_author_may_write_can_be_asked_for(look: Readers) -> None:
    page = look("claims/")
    values = (
        page.locator("[name=standing]")
        .locator("option")
        .evaluate_all("(all) => all.map((option) => option.value)")
    )
    verdicts = sorted(v.removeprefix("verdict ") for v in values if v.startswith("verdict "))
    kinds = {v for v in values if v and " " not in v}
    words = {key for _, key in load("en").verdicts}
    assert verdicts == sorted(words - kinds), "a word that is a kind too is there once"
    assert kinds == {"sourced", "context", "disputed", "unsourced"}


def test_without_a_script_the_list_is_plain_and_whole(look: Readers) -> None:
    newest = look("claims/", scripts=False)
    older = look("claims/page/1/", scripts=False)

    assert newest.locator(".pager a").get_attribute("href") == "../claims/page/1/"
    assert older.locator(".pager a").get_attribute("href") == "../../../claims/"
    assert len(found(newest)) + len(found(older)) == TOTAL
    assert "L’écluse fuyait" in found(older)
    for page in (newest, older):
        assert not page.locator("form.find").is_visible()


def test_from_a_disk_the_list_is_plain_and_nothing_fails(
    chromium: Browser, claiming: SiteUnderTest, tmp_path: Path
) -> None:
    on_disk = SiteUnderTest(claiming.folder, tmp_path)
    assert on_disk.build(for_disk=True).written is not None
    with chromium.new_context() as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto((on_disk.output / "claims" / "index.html").as_uri())

        assert len(found(page)) > 6
        assert not page.locator("form.find").is_visible()
        page.get_by_role("link", name="Nine gates failed").click()
        page.wait_for_url("**/weir/index.html#claim-failed")

        assert errors == []


# ---------------------------------------------------------------- how the form looks

BORDER_AND_GROUND = """
(field) => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (...layers) => {
    for (const colour of layers) {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const [own, form] = [getComputedStyle(field), getComputedStyle(field.form)];
  return [paint(own.backgroundColor, own.borderTopColor), paint(form.backgroundColor)];
}
"""


def contrast(one: list[int], two: list[int]) -> float:
    """WCAG's ratio of two colours."""

    def luminance(colour: list[int]) -> float:
        parts = [part / 255 for part in colour]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("address", ["claims/", "search/"])
def test_the_fields_are_large_and_stand_out_from_their_ground(address: str, look: Readers) -> None:
    page = look(address)
    fields = page.locator(".find :is([type=search], select)")

    assert fields.count() >= 3
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for field in fields.all():
            assert contrast(*field.evaluate(BORDER_AND_GROUND)) >= 3
    rem = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    heights = fields.evaluate_all("(all) => all.map((e) => e.getBoundingClientRect().height)")
    assert min(heights) >= 2.5 * rem - 1 / 32


@pytest.mark.parametrize("address", ["claims/", "search/"])
def test_on_a_phone_the_form_has_one_column_of_fields_that_a_finger_hits(
    address: str, look: Readers
) -> None:
    page = look(address, size="phone", touch=True)
    fields = page.locator(".find :is([type=search], select)")

    boxes = [box for field in fields.all() if (box := field.bounding_box())]
    assert len({box["x"] for box in boxes}) == 1
    assert min(box["height"] for box in boxes) >= 44
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("address", ["claims/", "search/"])
def test_the_form_has_its_place_before_its_script_has_arrived(
    address: str, chromium: Browser, listed: Served
) -> None:
    with chromium.new_context(base_url=listed.address) as context:
        page = context.new_page()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route(re.compile(r"/assets/(claims|search)\."), hold)
        page.goto(address, wait_until="commit")
        form = page.locator(".find")
        until(lambda: len(held), 1, page)
        before = form.bounding_box()
        assert before
        assert not form.is_visible()
        held[0].continue_()
        form.wait_for()

        assert form.bounding_box() == before


def test_the_menu_of_verdicts_has_no_two_choices_of_one_name(look: Readers) -> None:
    page = look("claims/")
    menu = page.locator("[name=standing]")

    groups = menu.locator("optgroup").evaluate_all("(all) => all.map((group) => group.label)")
    names = menu.locator("option").all_inner_texts()
    assert groups == ["Kind", "Verdict"]
    assert len(names) == len(set(names))


def test_a_claim_has_no_underline_at_rest_and_a_line_of_facts_below(look: Readers) -> None:
    page = look("claims/")
    row = page.locator(".rows > li", has_text="Nine gates failed")
    link = row.locator("a")

    assert link.evaluate("(a) => getComputedStyle(a).textDecorationLine") == "none"
    assert row.locator(".facts").inner_text().split("\n") == ["Sourced 2 outlets, 1 origin"]
    fill(page, "q", "nine gates failed")
    finds(page, "Nine gates failed")
    assert row.locator(".facts").inner_text().split("\n") == ["Sourced 2 outlets, 1 origin"]
