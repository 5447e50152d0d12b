"""A page and how it is read -> an open browser that fails its test on any error of the page."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Route

from conftest import Served
from sidegloss.builder import Builder, Layout
from tools import ROOT

SITE = ROOT / "tests" / "browser" / "site"
SIZES = {"wide": (1440, 900), "tablet": (820, 1000), "phone": (390, 844)}

WATCH = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("policy violated: " + event.violatedDirective + " " + event.blockedURI));
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

# Whether nothing moves by itself; a fade that follows scrolling does not.
STILL = "() => document.getAnimations().every((one) => one.timeline !== document.timeline)"

# The number of the note that each open card shows, outermost first; a source's card has none.
NOTES = """
[...document.querySelectorAll(".card")].filter((card) => card.checkVisibility())
  .map((card) => /\\d+$/.exec(card.ariaLabel)?.[0] ?? "source")
"""


@dataclass  # without slots: Playwright marks the methods that it calls back
class Readers:
    """Opens pages of one site, each in a context of its own, and remembers what went wrong."""

    browser: Browser
    site: Served
    errors: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self,
        address: str = "weir/",
        size: str = "tablet",
        *,
        touch: bool = False,
        scripts: bool = True,
        **options: Any,
    ) -> Page:
        """A page of the site at *address*, in a window of *size*, the pointer in a corner."""
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
            java_script_enabled=scripts,
            base_url=self.site.address,
            **options,
        )
        self.contexts.append(context)
        context.route(lambda url: not url.startswith(self.site.address), self._refuse)
        if scripts:
            context.add_init_script(WATCH)
        page = context.new_page()
        page.on("console", self._remember)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.set_default_timeout(15_000)
        page.goto(address)
        if not touch:
            page.mouse.move(3, 3)
        return page

    def _refuse(self, route: Route) -> None:
        self.errors.append(f"a request to a third party: {route.request.url}")
        route.abort()

    def _remember(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


@pytest.fixture(scope="session")
def weir(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Served]) -> Served:
    """A site with every kind of markup, in three languages, built and served."""
    output = tmp_path_factory.mktemp("weir")
    result = Builder(Layout(site=SITE, output=output)).build()
    assert result.written is not None, result.diagnostics
    return serve(output)


@pytest.fixture
def read(chromium: Browser, weir: Served) -> Iterator[Readers]:
    """Opens pages of the weir's site; errors of theirs fail the test."""
    yield from reading(Readers(chromium, weir))


@pytest.fixture
def read_demonstration(chromium: Browser, demonstration: Served) -> Iterator[Readers]:
    """Opens pages of this repository's own site; errors of theirs fail the test."""
    yield from reading(Readers(chromium, demonstration))


def reading(readers: Readers) -> Iterator[Readers]:
    """*readers* for as long as a test lasts; what went wrong on their pages fails it."""
    yield readers
    for context in readers.contexts:
        context.close()
    assert readers.errors == []


# ---------------------------------------------------------------- what a page shows


def notes(page: Page) -> list[str]:
    """The numbers of the notes that open cards show, outermost first; "source" for a source."""
    return list(page.evaluate(NOTES))


def shows(page: Page, *expected: str) -> None:
    """Wait until the open cards show these notes and no others."""
    until(lambda: notes(page), list(expected), page)


def until(asked: Callable[[], object], expected: object, page: Page) -> None:
    """Wait until *asked* gives *expected*; ten seconds at most."""
    deadline = time.monotonic() + 10
    while (found := asked()) != expected:
        assert time.monotonic() < deadline, f"{found!r}, not {expected!r}"
        page.wait_for_timeout(25)


def stopped(page: Page) -> Callable[[int], None]:
    """Stop the page's clock; what is given back lets it run on for so many milliseconds."""
    page.clock.install(time=0)
    page.reload()
    page.clock.pause_at(60_000)
    page.mouse.move(3, 3)
    return page.clock.run_for


def claim(page: Page, label: str) -> Locator:
    """The first stretch of a claim's text."""
    return page.locator(f"#claim-{label}")


def marker(page: Page, label: str) -> Locator:
    """The marker that follows a claim."""
    return page.locator(f"#fnref-{label} > a")


def card(page: Page, depth: int = 0) -> Locator:
    """An open card, the outermost first."""
    return page.locator(".card").nth(depth)


def point_at(page: Page, place: Locator) -> None:
    """Move the pointer to the first line of *place*, as a hand does: in several steps."""
    place.scroll_into_view_if_needed()
    box = place.evaluate("(e) => { const r = e.getClientRects()[0]; return [r.x, r.y, r.height] }")
    page.mouse.move(box[0] + 12, box[1] + box[2] / 2, steps=4)


def point_into(page: Page, place: Locator) -> None:
    """Move the pointer into the middle of *place*, slowly."""
    box = place.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 24, steps=12)


def make_room(page: Page, place: Locator) -> None:
    """Scroll so that a card fits below *place*: a press on its controls then scrolls nothing.

    A card follows its claim one frame after a scroll, later than a test's next press.
    """
    place.evaluate(
        "(e) => scrollBy({ top: e.getBoundingClientRect().top - 120, behavior: 'instant' })"
    )
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def press_at(page: Page, place: Locator) -> None:
    """Click on the first line of *place*."""
    point_at(page, place)
    page.mouse.down()
    page.mouse.up()


def is_in_view(place: Locator) -> bool:
    """Whether the whole of *place* stands in the window."""
    script = "(e) => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }"
    return bool(place.evaluate(script))


def focused(page: Page) -> str:
    """What has the focus: ``card``, an address within the page, or the element's name."""
    script = "(() => { const e = document.activeElement; return e.matches('.card') ? 'card' : e.hash || e.localName })()"
    return str(page.evaluate(script))
