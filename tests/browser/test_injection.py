"""Nothing that content can say runs a script: hostile text in every field, opened in a browser.

Each page is read twice: under its policy, which must find nothing to forbid, and with the policy taken
out, so that it is our escaping that is tried and not the browser's last line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from conftest import Served
from payloads import PAYLOADS, built, scripts

pytestmark = pytest.mark.browser

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
WATCH = """
window.injected = [];
for (const name of ["alert", "confirm", "prompt"])
  window[name] = (...given) => window.injected.push(name + given);
addEventListener("securitypolicyviolation", (event) => window.injected.push("forbidden " + event.violatedDirective));
"""
TRIED = """() => {
  for (const each of document.querySelectorAll("main *")) {
    for (const name of ["mouseover", "focus", "click", "error", "load"])
      if (!each.closest("a, button, summary, label, form, dialog")) each.dispatchEvent(new Event(name));
  }
  return window.injected;
}"""


@pytest.fixture
def tried(chromium: Browser) -> Iterator[Callable[[Served, bool], list[str]]]:
    """Opens every page of a site, with or without its policy -> what ran, by page."""
    context = chromium.new_context()
    context.add_init_script(WATCH)
    page: Page = context.new_page()
    page.set_default_timeout(15_000)

    def without_policy(route: Route) -> None:
        answer = route.fetch()
        html, count = POLICY.subn("", answer.text())
        assert count == 1
        route.fulfill(response=answer, body=html)

    def opened(site: Served, is_under_policy: bool) -> list[str]:
        others: list[str] = []

        def refuse(route: Route) -> None:
            others.append(route.request.url)
            route.abort()

        context.unroute_all()
        context.route(lambda url: not url.startswith(site.address), refuse)
        if not is_under_policy:
            context.route(re.compile(r"/(index\.html|404\.html)$"), without_policy)
        ran = []
        for name in site.pages():
            if 'http-equiv="refresh"' in (site.folder / name).read_text(encoding="utf-8"):
                continue  # leads on at once, to a page that is read itself
            page.goto(site.address + name)
            ran += [f"{name}: {each}" for each in page.evaluate(TRIED)]
        return [*ran, *others]

    yield opened
    context.close()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_page_has_a_script_or_a_style_or_an_address_of_its_content(
    payload: str, tmp_path: Path
) -> None:
    under_test = built(tmp_path, payload)
    pages = [name for name in under_test.written() if name.endswith(".html")]
    found = {name: scripts(under_test.read(name)) for name in pages}

    assert {"weir/index.html", "weir/gates/index.html", "weir/~sourcing/index.html"} <= set(pages)
    assert {"claims/index.html", "sources/courier/index.html", "old/weir/index.html"} <= set(pages)
    assert {"404.html", "index.html", "about/index.html"} <= set(pages)
    assert {name: told for name, told in found.items() if told} == {}
    assert [name for name in pages if not POLICY.search(under_test.read(name))] == []


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(payload, marks=pytest.mark.long if number > 1 else ())
        for number, payload in enumerate(PAYLOADS)
    ],
)
def test_no_field_runs_a_script_with_or_without_the_policy(
    payload: str,
    tmp_path: Path,
    serve: Callable[[Path], Served],
    tried: Callable[[Served, bool], list[str]],
) -> None:
    served = serve(built(tmp_path, payload).output)

    assert tried(served, True) == []
    assert tried(served, False) == []
