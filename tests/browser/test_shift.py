"""Nothing on a page moves while it loads: no kind of page, in no window, however its fonts arrive."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route

from conftest import Served
from readers import WATCH

pytestmark = pytest.mark.browser

PAGES = {
    "front page": "",
    "article": "spinach/",
    "passage": "leaked-cvs/early/",
    "sourcing": "spinach/~sourcing/",
    "claims": "claims/",
    "sources": "sources/",
    "source": "sources/telegraph/",
    "search": "search/",
    "search with a question": "search/?q=spinach",
    "topics": "tags/",
    "topic": "tags/sourcing/",
    "manual": "manual/writing/",
    "not found": "404.html",
}
FONTS = "**/*.woff2"
WIDTHS = (360, 820, 1440)
PAINTED = """
new Promise((done) => {
  const observe = (list) => list.getEntriesByName("first-contentful-paint").forEach(done);
  new PerformanceObserver(observe).observe({ type: "paint", buffered: true });
}).then(() => true)
"""
AT_REST = """
async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  await new Promise((done) => setTimeout(done));
  return window.shifts;
}
"""


def serve_fast(page: Page, address: str) -> None:
    """Open the page with its fonts served at once."""
    page.goto(address)


def serve_slowly(page: Page, address: str) -> None:
    """Open the page with its fonts held back until something was painted."""
    held: list[Route] = []
    is_painted = False

    def hold(route: Route) -> None:
        if is_painted:
            route.continue_()
        else:
            held.append(route)

    page.route(FONTS, hold)
    page.goto(address, wait_until="commit")
    is_painted = page.evaluate(PAINTED)
    for route in held:
        route.continue_()
    page.wait_for_load_state()
    page.unroute(FONTS)


def refuse(page: Page, address: str) -> None:
    """Open the page without its fonts."""
    page.route(FONTS, lambda route: route.abort())
    page.goto(address)


@pytest.mark.parametrize("open_page", [serve_fast, serve_slowly, refuse])
def test_nothing_moves_while_a_page_loads(
    open_page: Callable[[Page, str], None], chromium: Browser, demonstration: Served
) -> None:
    shifts = {}
    with chromium.new_context(base_url=demonstration.address) as context:
        context.add_init_script(WATCH)
        page = context.new_page()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            for kind, address in PAGES.items():
                open_page(page, address or demonstration.address)
                if "?" in address:
                    page.locator(".found mark").first.wait_for()
                shifts[f"{kind}, {width}px"] = page.evaluate(AT_REST)

    assert len(shifts) == len(PAGES) * len(WIDTHS)
    assert {state: shift for state, shift in shifts.items() if shift} == {}
