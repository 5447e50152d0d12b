"""Firefox and WebKitGTK read the page as Chromium does."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from conftest import Served
from engines import Engine, Firefox, running_firefox, running_webkit, settled
from readers import NOTES, SITE
from sidegloss.builder import Builder, Layout
from tools import extra

pytestmark = pytest.mark.browser

RUNNING: dict[str, Callable[[], AbstractContextManager[Engine]]] = {
    "firefox": running_firefox,
    "webkit": running_webkit,
}


@pytest.fixture(scope="module", params=RUNNING)
def running(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with RUNNING[request.param]() as engine:
        yield engine


@pytest.fixture
def engine(running: Engine) -> Iterator[Engine]:
    """The engine, whose pages' errors fail the test."""
    running.errors()
    yield running
    assert running.errors() == []


@pytest.fixture(scope="module")
def weir_without_script(
    weir: Served, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Served]
) -> Served:
    """The same pages as a browser sees them that runs no script."""
    folder = tmp_path_factory.mktemp("no-script") / "site"
    shutil.copytree(weir.folder, folder)
    for file in folder.rglob("*.html"):
        html = re.sub(r"<script.*?</script>", "", file.read_text(encoding="utf-8"))
        file.write_text(html, encoding="utf-8")
    return serve(folder)


def look(engine: Engine, site: Served, address: str = "weir/", width: int = 820) -> None:
    """Open a page, the pointer in a corner."""
    engine.open(site.address + address, width, 900)
    settled(lambda: engine.script("document.readyState"), "complete")
    engine.move(3, 3)


def place(engine: Engine, selector: str) -> tuple[float, float]:
    """A point on the first line of the first such element that shows; it is scrolled to."""
    read = f"""(() => {{
      const all = [...document.querySelectorAll({selector!r})];
      const e = all.find((each) => each.checkVisibility()) ?? all[0];
      const seen = e.getBoundingClientRect();
      if (seen.top < 0 || seen.bottom > innerHeight) e.scrollIntoView({{ block: "center", behavior: "instant" }});
      const r = e.getClientRects()[0];
      return [r.x + Math.min(12, r.width / 2), r.y + r.height / 2];
    }})()"""
    seen = [engine.script(read)]

    def is_at_rest() -> bool:  # the page may still be on its way to where a link led
        seen.append(engine.script(read))
        return bool(seen[-1] == seen[-2])

    settled(is_at_rest, expected=True)
    x, y = seen[-1]
    return x, y


def lives_on(engine: Engine, milliseconds: int) -> None:
    """Let the page's own clock go on, for what must not happen meanwhile."""
    until = engine.script("performance.now()") + milliseconds
    settled(lambda: engine.script("performance.now()") >= until, expected=True)


def shows(engine: Engine, *expected: str) -> None:
    settled(lambda: engine.script(NOTES.strip()), list(expected))


def is_seen(engine: Engine) -> Any:
    """Whether the outermost card stands still, wholly in the window and opaque."""
    return engine.script("""(() => {
      const card = document.querySelector(".card"), r = card.getBoundingClientRect();
      const style = getComputedStyle(card);
      return Number(style.opacity) > 0.95 && r.top >= 0 && Math.round(r.bottom) <= innerHeight
        && r.left >= 0 && Math.round(r.right) <= innerWidth;
    })()""")


def focused(engine: Engine) -> Any:
    return engine.script(
        "document.activeElement.closest('.card') ? 'card' : document.activeElement.hash"
    )


def role(engine: Engine) -> Any:
    return engine.script("document.querySelector('.card').getAttribute('role')")


@pytest.mark.parametrize("width", [820, 1440])
def test_a_pointer_that_rests_opens_a_card_and_one_that_leaves_closes_it(
    width: int, engine: Engine, weir: Served
) -> None:
    look(engine, weir, width=width)

    engine.move(*place(engine, "#claim-gates"))
    shows(engine, "1")
    settled(lambda: is_seen(engine), expected=True)
    x, y = engine.script("""(() => {
      const r = document.querySelector(".card").getBoundingClientRect();
      return [r.x + 60, r.y + 30];
    })()""")
    engine.move(x, y)
    lives_on(engine, 1100)
    shows(engine, "1")
    engine.move(3, 880)
    shows(engine)


def test_esc_closes_and_the_claim_under_the_pointer_does_not_reopen(
    engine: Engine, weir: Served
) -> None:
    look(engine, weir)
    x, y = place(engine, "#claim-gates")
    engine.move(x, y)
    shows(engine, "1")

    engine.press("Escape")
    shows(engine)
    engine.move(x + 20, y)
    lives_on(engine, 800)

    assert engine.script(NOTES.strip()) == []


def test_the_keyboard_opens_enters_pins_goes_on_and_comes_back(
    engine: Engine, weir: Served
) -> None:
    look(engine, weir)
    engine.script("document.querySelector('#claim-gates a').focus()")

    engine.press("Tab")
    settled(lambda: focused(engine), "#fn-gates")
    shows(engine, "1")
    engine.press("Tab")
    settled(lambda: focused(engine) == "card", expected=False)
    engine.script("document.querySelector('#fnref-logs > a').focus()")
    engine.press("Enter")
    shows(engine, "2")
    settled(lambda: role(engine), "dialog")
    settled(lambda: focused(engine), "card")
    engine.press("j")
    shows(engine, "3")
    engine.press("Escape")
    shows(engine)
    settled(lambda: focused(engine), "#fn-leak")


def test_a_click_pins_and_a_click_outside_closes(engine: Engine, weir: Served) -> None:
    look(engine, weir)

    engine.click(*place(engine, "#claim-gates"))
    shows(engine, "1")
    settled(lambda: role(engine), "dialog")
    engine.move(*place(engine, "#claim-march"))
    lives_on(engine, 700)
    assert engine.script(NOTES.strip()) == ["1"]
    engine.click(4, 880)
    shows(engine)


def test_a_reference_inside_a_card_replaces_its_content_and_esc_leads_back(
    engine: Engine, weir: Served
) -> None:
    look(engine, weir)
    engine.click(*place(engine, "#claim-gates"))
    shows(engine, "1")

    engine.click(*place(engine, ".card .xref"))
    shows(engine, "4")
    settled(lambda: is_seen(engine), expected=True)
    engine.click(*place(engine, ".card [data-do=back]"))
    shows(engine, "1")
    engine.click(*place(engine, ".card .xref"))
    shows(engine, "4")
    engine.press("Escape")
    shows(engine, "1")
    engine.press("Escape")
    shows(engine)


def test_the_list_of_ways_opens_at_the_first_press_and_closes_at_the_second(
    engine: Engine, weir: Served
) -> None:
    look(engine, weir)
    engine.click(*place(engine, "#claim-gates"))
    shows(engine, "1")
    settled(lambda: is_seen(engine), expected=True)
    is_open = """(() => {
      const list = document.querySelector(".ways:popover-open"), r = list?.getBoundingClientRect();
      return list ? r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth : null;
    })()"""

    engine.click(*place(engine, ".card .copy-as"))
    settled(lambda: engine.script(is_open), expected=True)
    engine.click(*place(engine, ".card .copy-as"))
    settled(lambda: engine.script(is_open), None)
    engine.click(*place(engine, ".card .copy-as"))
    settled(lambda: engine.script(is_open), expected=True)
    engine.press("Escape")
    settled(lambda: engine.script(is_open), None)
    shows(engine, "1")


@pytest.mark.parametrize("address", ["weir/", "sadd/"])
def test_margin_notes_do_not_overlap(address: str, engine: Engine, weir: Served) -> None:
    look(engine, weir, address, 1440)

    boxes = engine.script("""[...document.querySelectorAll(".notes .list > li")].map((e) => {
      const r = e.getBoundingClientRect();
      return [r.top, r.bottom, r.left, r.right];
    })""")
    text = engine.script("""(() => {
      const r = document.querySelector("article > p").getBoundingClientRect();
      return [r.left, r.right];
    })()""")

    assert min(second[0] - first[1] for first, second in pairwise(boxes)) >= 8
    assert all(left > text[1] or right < text[0] for _, _, left, right in boxes)


def test_on_a_small_screen_a_note_is_a_sheet_that_leaves_the_claim_in_view(
    engine: Engine, weir: Served
) -> None:
    look(engine, weir, width=600)
    x, y = place(engine, "#claim-gates")

    engine.tap(x, y) if isinstance(engine, Firefox) else engine.click(x, y)
    shows(engine, "1")
    # at the lower edge, and the claim above it: [0, true]
    settled(
        lambda: engine.script("""(() => {
          const card = document.querySelector(".card.sheet").getBoundingClientRect();
          const claim = document.querySelector("#claim-gates").getBoundingClientRect();
          return [Math.round(innerHeight - card.bottom), claim.bottom <= card.top];
        })()"""),
        [0, True],
    )

    engine.click(20, 20)
    shows(engine)


# Whether the claim stands in view, lit, and no sheet covers it.
LANDED = """(() => {
  const r = document.querySelector("#claim-%s.on")?.getBoundingClientRect();
  const sheet = document.querySelector(".card.sheet")?.getBoundingClientRect();
  return !!r && r.top > 0 && r.bottom < (sheet?.top ?? innerHeight);
})()"""


@pytest.mark.parametrize("fragment", ["claim-built", "fn-built"])
@pytest.mark.parametrize("width", [390, 820, 1440])
def test_who_comes_by_a_link_to_a_claim_sees_it_lit_with_its_card(
    width: int, fragment: str, engine: Engine, weir: Served
) -> None:
    look(engine, weir, f"weir/#{fragment}", width)

    shows(engine, "11")
    settled(lambda: engine.script(LANDED % "built"), expected=True)
    assert role(engine) == "dialog"

    engine.script("location.hash = '#claim-march'")
    shows(engine, "5")
    settled(lambda: engine.script(LANDED % "march"), expected=True)


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_without_a_script_a_link_to_a_claim_lands_on_it_lit_and_by_its_note(
    width: int, engine: Engine, weir_without_script: Served
) -> None:
    look(engine, weir_without_script, "weir/#claim-built", width)

    settled(
        lambda: engine.script("""(() => {
          const claim = document.querySelector("#claim-built:target"), r = claim.getBoundingClientRect();
          const unlit = getComputedStyle(document.querySelector("#claim-gates")).backgroundColor;
          return [r.top > 0 && r.bottom < innerHeight, getComputedStyle(claim).backgroundColor !== unlit,
            document.querySelector("#fnref-built > a").hash];
        })()"""),
        [True, True, "#fn-built"],
    )


def test_selected_words_are_offered_a_link(engine: Engine, weir: Served) -> None:
    look(engine, weir)

    engine.script("getSelection().selectAllChildren(document.querySelector('#what-was-said'))")
    settled(
        lambda: engine.script("document.querySelector('.share button')?.innerText"),
        "Copy a link to these words",
    )
    engine.script("""(() => {
      import(new URL(document.querySelector("script[data-fragment]").dataset.fragment, document.baseURI))
        .then(({ fragment }) => { window.made = fragment(getSelection().getRangeAt(0)) });
    })()""")
    made = "#what-was-said:~:text=What%20was%20said,-The"
    settled(lambda: engine.script("window.made"), made)
    engine.press("Escape")

    settled(lambda: engine.script("document.querySelector('.share')"), None)


def test_without_a_script_a_note_is_one_click_away(
    engine: Engine, weir_without_script: Served
) -> None:
    look(engine, weir_without_script)
    seen = """(() => {
      const r = document.querySelector(":target").getBoundingClientRect();
      return r.top >= 0 && r.bottom <= innerHeight;
    })()"""

    engine.click(*place(engine, "#fnref-built > a"))
    settled(lambda: engine.script("location.hash"), "#fn-built")
    settled(lambda: engine.script(seen), expected=True)
    engine.click(*place(engine, "#fn-built [role=doc-backlink]"))
    settled(lambda: engine.script("location.hash"), "#fnref-built")
    settled(lambda: engine.script(seen), expected=True)


# ---------------------------------------------------------------- searching

FOUND = "[...document.querySelectorAll('.found [data-what=claims] li > a')].map((a) => a.innerText)"
LINKS = "[...document.querySelectorAll('.found [data-what=claims] li > a')].map((a) => a.hash)"


@pytest.fixture(scope="module", params=["own", "pagefind"])
def searched(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    serve: Callable[[Path], Served],
) -> Served:
    """The same site, searched by our own indexes and by Pagefind's."""
    if request.param == "pagefind":
        extra("search", "pagefind_bin")
    folder = tmp_path_factory.mktemp("searched")
    shutil.copytree(SITE, folder / "site")
    settings = f'[tool.sidegloss]\ntitle = "Weir"\ncards = "none"\nsearch = "{request.param}"\n'
    (folder / "site/pyproject.toml").write_text(settings, encoding="utf-8")
    result = Builder(Layout(folder / "site", folder / "output")).build()
    assert result.written, result.diagnostics
    return serve(folder / "output")


@pytest.mark.parametrize("width", [390, 1440])
def test_a_claim_is_asked_for_by_keys_found_and_read(
    width: int, engine: Engine, searched: Served
) -> None:
    look(engine, searched, width=width)

    engine.press("/")
    settled(lambda: engine.script("location.pathname"), "/search/")
    settled(lambda: engine.script("document.activeElement?.name"), "q")
    for key in "repairs planned":
        engine.press(key)
    settled(lambda: engine.script(FOUND), ["The repairs had been planned for years,"])
    assert engine.script("document.documentElement.scrollWidth <= innerWidth")
    engine.press("Enter")
    settled(lambda: engine.script("document.activeElement?.hash"), "#claim-planned")
    engine.press("Enter")
    settled(lambda: engine.script("location.pathname + location.hash"), "/weir/#claim-planned")
    settled(lambda: engine.script(LANDED % "planned"), expected=True)
    assert role(engine) == "dialog"


def test_a_claim_that_was_found_is_narrowed_and_clicked_at(
    engine: Engine, searched: Served
) -> None:
    look(engine, searched, "search/?q=counted&source=tidewater")
    settled(lambda: "#claim-leak" in engine.script(LINKS), expected=True)

    engine.click(*place(engine, ".found [data-what=claims] [href$='#claim-leak']"))
    settled(lambda: engine.script("location.pathname + location.hash"), "/weir/#claim-leak")
    settled(lambda: engine.script(LANDED % "leak"), expected=True)
    assert role(engine) == "dialog"
