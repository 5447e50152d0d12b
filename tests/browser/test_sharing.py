"""Links to selected words, and evidence to take along: what is copied, and what it leads to."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from conftest import Served
from readers import Readers, card, claim, is_in_view, press_at, reading, shows, until

pytestmark = pytest.mark.browser

ARTICLES = ("eight-glasses/", "leaked-cvs/", "spinach/", "manual/writing/", "manual/citing/")
CLIPBOARD = ["clipboard-read", "clipboard-write"]

# The text nodes that a reader can select words in, outside notes: [text, ...]. A marker is no text.
TEXTS = """
globalThis.selectable = () => {
  const nodes = [], walker = document.createTreeWalker(document.querySelector("article"), 4);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!parent.closest(".notes, .behind, details, .inset, .share, sup") && node.data.trim()) nodes.push(node);
  }
  return nodes;
};
globalThis.ranged = ([first, from, last, to]) => {
  const nodes = selectable(), range = new Range();
  range.setStart(nodes[first], from);
  range.setEnd(nodes[last], to);
  return range;
};
"""

# What a browser lights and a range of ours are painted alike, one at a time.
PAINT = """
*, ::before, ::after { animation: none !important; transition: none !important }
.list > li { content-visibility: visible !important }
html:not(.expected) ::target-text, ::highlight(expected) { background: #f0f; color: #f0f }
html.expected ::target-text { background: none; color: inherit }
"""


@dataclass(frozen=True, slots=True)
class Selected:
    """Where a selection begins and ends: text nodes by their number, offsets in them."""

    first: int
    start: int
    last: int
    end: int

    def places(self) -> list[int]:
        return [self.first, self.start, self.last, self.end]


def some_words(texts: list[str], choose: random.Random) -> Selected:
    """A stretch of text that begins and ends anywhere in words: mostly short, sometimes long."""
    nodes = [number for number, text in enumerate(texts) if re.search(r"\w", text)]
    at = choose.randrange(len(nodes))
    until_at = min(len(nodes) - 1, at + choose.choice([0, 0, 0, 1, 2, 4, 9, 25]))
    first, last = nodes[at], nodes[until_at]
    starts = [found.start() for found in re.finditer(r"[^\W_]", texts[first])]
    start = choose.choice(starts)
    ends = [found.end() for found in re.finditer(r"[^\W_]", texts[last])]
    if first == last:
        ends = [end for end in ends if start < end <= start + choose.choice([9, 60, 300, 900])]
    return Selected(first, start, last, choose.choice(ends))


def snapped(page: Page, selected: Selected) -> list[int]:
    """The same stretch in whole words, as the browser divides each text into words."""
    return list(
        page.evaluate(
            """([first, from, last, to]) => {
              const nodes = selectable(), segmenter = new Intl.Segmenter("en", { granularity: "word" });
              const word = (node, at) => segmenter.segment(nodes[node].data).containing(at);
              const closing = word(last, to - 1);
              return [first, word(first, from).index, last, closing.index + closing.segment.length];
            }""",
            selected.places(),
        )
    )


def select(page: Page, selected: Selected) -> Locator:
    """Select as a reader does, and the button that is then offered."""
    page.evaluate(
        """(places) => {
          const range = ranged(places);
          getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
        }""",
        selected.places(),
    )
    return page.locator(".share button")


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def copy_link(page: Page, selected: Selected) -> str:
    """The address that the button copies."""
    page.evaluate("navigator.clipboard.writeText('')")
    button = select(page, selected)
    button.click()
    page.locator(".share", has_text="Link copied").wait_for()
    page.evaluate("getSelection().empty()")
    page.locator(".share").wait_for(state="detached")
    return copied(page)


@pytest.fixture
def source(read_demonstration: Readers) -> Readers:
    return read_demonstration


@pytest.fixture
def painted(chromium: Browser, demonstration: Served) -> Iterator[Painter]:
    with_paint = Painter(chromium, demonstration)
    yield with_paint
    with_paint.close()


class Painter:
    """Opens links in a browser of no history, and compares what is lit with what should be."""

    def __init__(self, browser: Browser, site: Served) -> None:
        self._browser = browser
        self._site = site
        self._contexts: list[BrowserContext] = []

    def open(self, address: str, **options: Any) -> Page:
        self.close()
        context = self._browser.new_context(viewport={"width": 820, "height": 1000}, **options)
        self._contexts.append(context)
        context.route(re.compile(r"/reader\.\w+\.css"), self._paint)
        context.add_init_script(TEXTS)
        page = context.new_page()
        page.goto(address, wait_until="load")
        return page

    def close(self) -> None:
        while self._contexts:
            self._contexts.pop().close()

    def lights(self, address: str, places: list[int]) -> bool:
        """Whether *address* lights the words at *places*, and nothing else of the page."""
        page = self.open(address)
        lit = picture(page)
        page.evaluate(
            """(places) => {
              document.documentElement.classList.add("expected");
              CSS.highlights.set("expected", new Highlight(ranged(places)));
            }""",
            places,
        )
        return lit == picture(page)

    def _paint(self, route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + PAINT)


def picture(page: Page) -> str:
    """The whole page as it is painted."""
    page.wait_for_timeout(100)
    session = page.context.new_cdp_session(page)
    options = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": True}
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    return str(session.send("Page.captureScreenshot", {**options, "clip": clip})["data"])


def opened(read: Readers, address: str, **options: Any) -> Page:
    page = read(address, permissions=CLIPBOARD, **options)
    page.evaluate(f"() => {{ {TEXTS} }}")
    return page


def check_selections(read: Readers, painter: Painter, seed: int, count: int) -> None:
    choose = random.Random(seed)
    pages = {address: opened(read, address) for address in ARTICLES}
    texts = {
        address: page.evaluate("selectable().map((node) => node.data)")
        for address, page in pages.items()
    }
    wrong = []
    for _ in range(count):
        address = choose.choice(ARTICLES)
        selected = some_words(texts[address], choose)
        link = copy_link(pages[address], selected)
        if ":~:text=" not in link or not painter.lights(link, snapped(pages[address], selected)):
            wrong.append((selected, link))
    assert wrong == []


def test_a_link_to_selected_words_lights_just_these_words(
    source: Readers, painted: Painter
) -> None:
    check_selections(source, painted, seed=5, count=20)


@pytest.mark.long
def test_two_hundred_links_to_selected_words_light_just_these_words(
    source: Readers, painted: Painter
) -> None:
    check_selections(source, painted, seed=200, count=200)
