"""Links to selected words, and evidence to take along: what is copied, and what it leads to."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route

from conftest import Served, SiteUnderTest, Texts
from readers import (
    STILL,
    Readers,
    card,
    claim,
    is_in_view,
    make_room,
    marker,
    press_at,
    shows,
    stopped,
    until,
)

pytestmark = pytest.mark.browser

ARTICLES = ("eight-glasses/", "leaked-cvs/", "spinach/", "manual/writing/", "manual/citing/")
CLIPBOARD = ["clipboard-read", "clipboard-write"]

# The text nodes that a reader can select words in, outside notes: [text, ...]. A marker is no text.
TEXTS = """
globalThis.selectable = () => {
  const nodes = [], walker = document.createTreeWalker(document.querySelector("article"), 4);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!parent.closest(".notes, .sources, .key, details, .inset, .share, sup") && node.data.trim()) nodes.push(node);
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
    nodes = [number for number, text in enumerate(texts) if re.search(r"[^\W_]", text)]
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
    """The same stretch in whole words: also those that go on in the next text, as *Post*’s does."""
    return list(
        page.evaluate(
            """([first, from, last, to]) => {
              const nodes = selectable(), segmenter = new Intl.Segmenter("en", { granularity: "word" });
              const word = (node, at) => segmenter.segment(nodes[node].data).containing(at);
              const closing = word(last, to - 1), end = closing.index + closing.segment.length;
              const follows = last + 1 < nodes.length && nodes[last].parentNode.closest("p, td, li, blockquote")?.contains(nodes[last + 1]);
              const rest = end === nodes[last].length && follows && /^[’']?[a-z]+/.exec(nodes[last + 1].data)?.[0].length;
              return [first, word(first, from).index, rest ? last + 1 : last, rest || end];
            }""",
            selected.places(),
        )
    )


def found(page: Page, words: str) -> Selected:
    """The first place of *words* within one text."""
    for number, text in enumerate(page.evaluate("selectable().map((node) => node.data)")):
        if words in text:
            return Selected(number, text.index(words), number, text.index(words) + len(words))
    raise AssertionError(words)


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
        # a typeface that arrives late is used from the next layout on: a picture makes one
        context.route("**/*.woff2", lambda route: route.abort())
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


@pytest.fixture
def painter(chromium: Browser, demonstration: Served) -> Iterator[Painter]:
    """Opens links to the demonstration where it can be seen what they light."""
    made = Painter(chromium, demonstration)
    yield made
    made.close()


def picture(page: Page) -> str:
    """The whole page as it is painted."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    session = page.context.new_cdp_session(page)
    options = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": True}
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    return str(session.send("Page.captureScreenshot", {**options, "clip": clip})["data"])


def opened(read: Readers, address: str, **options: Any) -> Page:
    page = read(address, permissions=CLIPBOARD, **options)
    page.evaluate(f"() => {{ {TEXTS} }}")
    return page


def leads_to_heading(page: Page, selected: Selected, link: str) -> bool:
    """Whether *selected* is a part of a heading, which the contents repeat, and *link* leads there."""
    heading = page.evaluate(
        "([first]) => selectable()[first].parentElement.closest('h2, h3, h4')?.id",
        selected.places(),
    )
    return bool(heading) and link.endswith(f"#{heading}")


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
        if ":~:text=" not in link:
            is_right = leads_to_heading(pages[address], selected, link)
        else:
            is_right = painter.lights(link, snapped(pages[address], selected))
        if not is_right:
            wrong.append((selected, link))
    assert wrong == []


# ---------------------------------------------------------------- links to selected words


def test_a_link_to_selected_words_lights_just_these_words(
    read_demonstration: Readers, painter: Painter
) -> None:
    check_selections(read_demonstration, painter, seed=5, count=16)


@pytest.mark.long
def test_two_hundred_links_to_selected_words_light_just_these_words(
    read_demonstration: Readers, painter: Painter
) -> None:
    check_selections(read_demonstration, painter, seed=200, count=200)


def test_a_link_that_lights_a_word_too_few_is_told_from_one_that_is_right(
    read_demonstration: Readers, painter: Painter
) -> None:
    page = opened(read_demonstration, "spinach/")
    number, text = next(
        (number, text)
        for number, text in enumerate(page.evaluate("selectable().map((node) => node.data)"))
        if len(text) > 200
    )
    end = text.index(" ", 120)
    link = copy_link(page, Selected(number, 0, number, end))

    assert painter.lights(link, [number, 0, number, end])
    assert not painter.lights(link, [number, 0, number, text.rindex(" ", 0, end)])


def test_words_that_stand_once_are_linked_without_what_stands_beside_them(read: Readers) -> None:
    page = opened(read, "weir/")

    link = copy_link(page, found(page, "so that whoever follows a link"))

    assert link == (
        f"{read.site.address}weir/#smaller-still:~:text=so%20that%20whoever%20follows%20a%20link"
    )


def test_a_link_falls_back_to_the_claim_that_its_words_stand_in_else_to_the_heading(
    read: Readers,
) -> None:
    page = opened(read, "weir/")
    in_claim = copy_link(page, found(page, "weir was built"))
    before_headings = copy_link(page, found(page, "one hand at a time"))
    below_heading = copy_link(page, found(page, "Its builders left a plate"))

    assert "/weir/#claim-built:~:text=" in in_claim
    assert "/weir/#:~:text=" in before_headings
    assert "/weir/#smaller-still:~:text=" in below_heading


# Claims of whole blocks, whose notes repeat every word of them.
SALT = """---
title: Salt
---
The wells were measured twice.

- [the well is salted][^season]
- [the cistern is not][^cistern]

> We do not measure salt. They measured nothing here.

[^quotation]

| Month | Wells |
| ----- | ----- |
| July  | 12    |
| May   | 12    |

[^table]

[^season]:
    - the well is salted
    - the cistern is not

[^cistern]: the cistern is not

[^quotation]:
    > We do not measure salt. They measured nothing here.

[^table]:
    | Month | Wells |
    | ----- | ----- |
    | July  | 12    |
    | May   | 12    |
"""


@pytest.mark.parametrize(
    "words",
    ["well is salted", "cistern", "do not", "measured nothing", "They", "July", "May", "12"],
)
def test_words_in_a_list_a_quotation_and_a_table_are_lit_where_a_note_repeats_them(
    words: str,
    chromium: Browser,
    site: Callable[[Texts], SiteUnderTest],
    serve: Callable[[Path], Served],
) -> None:
    salt = site({"content/salt.md": SALT})
    salt.build()
    served = serve(salt.output)
    read, painter = Readers(chromium, served), Painter(chromium, served)
    page = opened(read, "salt/")
    selected = found(page, words)
    link = copy_link(page, selected)

    assert ":~:text=" in link
    assert painter.lights(link, selected.places())
    painter.close()
    for context in read.contexts:
        context.close()
    assert read.errors == []


@pytest.mark.parametrize(
    ("words", "target"),
    [("weir was built", "claim-built"), ("Its builders left a plate", "smaller-still")],
)
def test_where_the_words_are_gone_the_link_still_lands_near_them(
    words: str, target: str, read: Readers
) -> None:
    page = opened(read, "weir/")
    link = copy_link(page, found(page, words))

    other = read(re.sub(r"text=.*", "text=no%20such%20words", link))

    until(lambda: is_in_view(other.locator(f"#{target}")), expected=True, page=other)


def test_no_card_covers_the_words_that_a_link_lights(read: Readers) -> None:
    page = opened(read, "weir/")
    link = copy_link(page, found(page, "weir was built"))

    other = read(link)  # what the address asks for is done once this has loaded
    until(lambda: is_in_view(other.locator("#claim-built")), expected=True, page=other)

    assert other.locator(".card").count() == 0


def test_words_in_a_card_or_of_no_article_get_no_button(read: Readers) -> None:
    page = opened(read, "weir/")
    run = stopped(page)
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    for place in (".card p", ".masthead nav"):
        page.evaluate(
            "(place) => getSelection().selectAllChildren(document.querySelector(place))", place
        )
        run(600)
        assert page.locator(".share").count() == 0


def test_the_button_is_reached_by_tab_and_left_by_escape(read: Readers) -> None:
    page = opened(read, "weir/")
    select(page, found(page, "one hand at a time")).wait_for()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.share') !== null")
    page.keyboard.press("Enter")
    page.locator(".share", has_text="Link copied").wait_for()
    page.keyboard.press("Escape")
    page.locator(".share").wait_for(state="detached")

    assert copied(page).endswith("#:~:text=one%20hand%20at%20a%20time")


def test_a_drag_over_words_offers_the_button_when_the_hand_is_lifted(read: Readers) -> None:
    page = opened(read, "weir/")
    run = stopped(page)
    box = page.locator("article > p").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 10)
    page.mouse.down()
    with page.expect_response("**/fragment.*.js"):
        page.mouse.move(box["x"] + 220, box["y"] + 12, steps=5)
    run(600)
    while_held = page.locator(".share").count()
    page.mouse.up()
    run(600)
    page.locator(".share").wait_for()
    page.mouse.click(5, 500)
    page.locator(".share").wait_for(state="detached")

    assert while_held == 0


@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
@pytest.mark.parametrize("address", ["weir/", "sadd/"])
def test_the_button_stands_below_the_words_and_within_the_window(
    address: str, size: str, read: Readers
) -> None:
    page = opened(read, address, size=size, touch=size == "phone")
    page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('article > p .claim'))"
    ) if address == "sadd/" else select(page, found(page, "ever since"))
    page.locator(".share").wait_for()

    words, button, width = page.evaluate("""() => [
      getSelection().getRangeAt(0).getBoundingClientRect().bottom,
      document.querySelector(".share button").getBoundingClientRect().toJSON(),
      document.documentElement.clientWidth,
    ]""")

    assert button["top"] >= words
    assert button["left"] >= 0
    assert button["right"] <= width
    assert button["height"] >= (44 if size == "phone" else 24)


def test_nothing_of_it_is_loaded_before_it_is_asked_for(read: Readers) -> None:
    page = read("about/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.reload(wait_until="networkidle")
    before = [name.split(".")[0] for name in asked]
    page.evaluate("getSelection().selectAllChildren(document.querySelector('article > p'))")
    page.locator(".share").wait_for()

    assert {"fragment", "reader"} & set(before) == {"reader"}
    assert sorted(name.split(".")[0] for name in asked[len(before) :]) == ["fragment", "share"]


# ---------------------------------------------------------------- links to claims


@pytest.mark.parametrize("fragment", ["claim-built", "fn-built"])
@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
def test_a_link_to_a_claim_lands_on_it_lit_with_its_card_pinned(
    size: str, fragment: str, read: Readers
) -> None:
    page = read(f"weir/#{fragment}", size=size, touch=size == "phone")
    shows(page, "11")
    until(lambda: stands_free(page, "built"), expected=True, page=page)
    assert card(page).get_attribute("role") == "dialog"

    page.evaluate("location.hash = '#claim-march'")

    shows(page, "5")
    until(lambda: stands_free(page, "march"), expected=True, page=page)


def test_who_goes_on_while_the_page_loads_is_not_taken_back(read: Readers) -> None:
    page = read("weir/")
    run = stopped(page)
    page.add_init_script("addEventListener('load', () => { location.hash = '#claim-march' })")
    page.goto("weir/?again#claim-built")
    shows(page, "5")

    run(250)  # the look at the first place would come 99 ms after loading

    assert stands_free(page, "march")


def stands_free(page: Page, label: str) -> bool:
    """Whether a claim is lit and in view, and no sheet covers it."""
    return bool(
        page.evaluate(
            """(id) => {
              const lit = document.getElementById(id).matches(".on"), sheet = document.querySelector(".card.sheet");
              const box = document.getElementById(id).getBoundingClientRect();
              return lit && box.top > 0 && box.bottom < (sheet ? sheet.getBoundingClientRect().top : innerHeight);
            }""",
            f"claim-{label}",
        )
    )


@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
def test_without_a_script_a_link_to_a_claim_lands_on_it_lit(size: str, read: Readers) -> None:
    page = read("weir/#claim-built", size=size, scripts=False)
    lit = page.locator("#claim-built:target")

    assert is_in_view(lit)
    assert lit.evaluate("(e) => getComputedStyle(e).backgroundColor") != claim(
        page, "gates"
    ).evaluate("(e) => getComputedStyle(e).backgroundColor")
    assert page.locator("#fnref-built > a").get_attribute("href") == "#fn-built"


# ---------------------------------------------------------------- evidence

BIB = "@article{lockquay,\n  title = {Nine}\n}\n\n@book{manual,\n  title = {M}\n}\n"
CSL = json.dumps([{"id": "manual"}, {"id": "lockquay", "title": "Nine"}])


def ways(page: Page, label: str = "gates", number: str = "1") -> Locator:
    """The list of ways to take a claim's note along, open."""
    make_room(page, claim(page, label))
    press_at(page, claim(page, label))
    shows(page, number)
    card(page).locator(".copy-as").click()
    listed = card(page).locator(".ways")
    listed.wait_for()
    return listed


def says(page: Page, expected: str) -> None:
    until(lambda: card(page).locator("[role=status]").inner_text(), expected, page)


def test_as_text_a_note_has_its_passage_article_verdict_sources_and_link(read: Readers) -> None:
    page = opened(read, "weir/")
    ways(page).locator("[data-do=text]").click()
    says(page, "Copied")

    assert (
        copied(page)
        == f"""“Nine of the fourteen gates at Harrow Weir failed their last inspection”

Ada Okafor, “Nine gates”, 12 March 2026

Disputed

“nine of fourteen gates did not pass” (Lock & Quay 2026).

The authority counts only gates taken out of service, and comes to two (disputes River Authority 2026, para. 3). See the rule.

– “Nine gates fail”, Lock & Quay, 10 March 2026. lockquay.example <https://lockquay.example/nine-gates>
  – quotes Okafor 2026
  – quotes Tidewater Trust 2026, p. 12
  – analyses Inspection logs, forms R-7 2025 (first-hand)
– disputes River Authority, “Statement on Harrow Weir”, 9 March 2026. authority.example <https://authority.example/statement> (first-hand)

{read.site.address}weir/gates/"""
    )


def test_with_formatting_one_item_holds_text_and_html(read: Readers) -> None:
    page = opened(read, "weir/")
    ways(page).locator("[data-do=rich]").click()
    says(page, "Copied")

    flavours = page.evaluate("""async () => {
      const items = await navigator.clipboard.read(), [item] = items;
      return [items.length, [...item.types].sort(), await (await item.getType("text/html")).text()];
    }""")

    assert flavours[:2] == [1, ["text/html", "text/plain"]]
    assert "<b>Disputed</b>" in flavours[2]
    assert f'<a href="{read.site.address}weir/gates/">' in flavours[2]


def test_as_markdown_links_lead_out_of_the_page(read: Readers) -> None:
    page = opened(read, "weir/")
    ways(page).locator("[data-do=markdown]").click()
    says(page, "Copied")

    text = copied(page)

    assert text.startswith("> “Nine of the fourteen gates")
    assert f"[*Lock & Quay* 2026](<{read.site.address}weir/#source-lockquay>)" in text
    assert text.endswith(f"<{read.site.address}weir/gates/>")


def test_a_claim_with_a_page_of_its_own_is_linked_there(read: Readers) -> None:
    page = opened(read, "weir/")
    page.evaluate("""() => {
      const link = Object.assign(document.createElement("a"), { href: "gates/", className: "here" });
      document.querySelector("#fn-gates .back").append(link);
    }""")
    listed = ways(page)
    card(page).locator("[data-do=copy]").click()
    says(page, "Link copied")
    own = copied(page)
    card(page).locator(".copy-as").click()
    listed.locator("[data-do=inside]").click()
    until(lambda: copied(page), f"{read.site.address}weir/#claim-gates", page)

    assert own == f"{read.site.address}weir/gates/"


@pytest.mark.parametrize(
    ("way", "name", "file", "expected"),
    [
        ("bibtex", "sources.bib", BIB, "@article{lockquay,\n  title = {Nine}\n}\n"),
        (
            "csl",
            "sources.json",
            CSL,
            '[\n  {\n    "id": "lockquay",\n    "title": "Nine"\n  }\n]\n',
        ),
    ],
)
def test_the_records_of_a_notes_sources_are_copied_and_no_others(
    way: str, name: str, file: str, expected: str, read: Readers
) -> None:
    page = opened(read, "weir/")
    page.route(f"**/weir/{name}", lambda route: route.fulfill(body=file))
    ways(page).locator(f"[data-do={way}]").click()
    says(page, "Copied")

    assert copied(page) == expected


def test_a_file_of_sources_that_cannot_be_read_is_said_to_be_so(read: Readers) -> None:
    page = opened(read, "weir/")
    page.route("**/weir/sources.json", lambda route: route.fulfill(status=200, body="no JSON"))
    ways(page).locator("[data-do=csl]").click()

    says(page, "The file of sources could not be read")


def test_the_platforms_own_way_to_share_is_offered_where_there_is_one(read: Readers) -> None:
    page = opened(read, "weir/")
    assert ways(page).locator("[data-do=send]").is_hidden() is not page.evaluate(
        "!!navigator.share"
    )
    page.add_init_script("navigator.share = async (shared) => { window.shared = shared }")
    page.goto("weir/?again")
    ways(page).locator("[data-do=send]").click()

    shared = page.evaluate("window.shared")

    assert shared["title"] == "Nine gates"
    assert shared["text"].startswith("“Nine of the fourteen gates")
    assert shared["url"] == f"{read.site.address}weir/gates/"


def test_the_ways_show_in_the_frame_of_the_first_press_and_hide_at_the_second_over_a_slow_network(
    read: Readers,
) -> None:
    page = opened(read, "weir/")
    page.route("**/share.*.js", lambda _: None)  # never answered
    page.goto("weir/?again", wait_until="commit")
    make_room(page, claim(page, "gates"))
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    at_once = page.evaluate("""() => [1, 2, 3].map(() => {
      document.querySelector(".copy-as").click();
      return document.querySelector(".ways").checkVisibility();
    })""")
    assert at_once == [True, False, True]

    listed = card(page).locator(".ways")
    card(page).locator(".copy-as").click()
    listed.wait_for(state="hidden")
    card(page).locator(".copy-as").click()
    listed.wait_for()
    card(page).locator(".copy-as").dblclick()  # shut and opened by a hand that is not sure
    listed.wait_for()


def test_the_ways_have_a_title_and_leave_the_card_where_it_is(read: Readers) -> None:
    page = opened(read, "weir/")
    make_room(page, claim(page, "gates"))
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    page.wait_for_function(STILL)
    before = card(page).bounding_box()

    card(page).locator(".copy-as").click()

    assert card(page).bounding_box() == before
    assert card(page).locator(".ways").inner_text().split("\n")[0] == "Copy this note as…"
    box, window = card(page).locator(".ways").bounding_box(), page.viewport_size
    assert box
    assert window
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= window["width"]
    assert box["y"] + box["height"] <= window["height"]


@pytest.mark.parametrize(
    ("choice", "expected"), [("markdown", "> “Nine of the fourteen"), ("copy", "http://")]
)
def test_a_choice_that_is_made_before_its_script_has_arrived_is_carried_out_then(
    choice: str, expected: str, read: Readers
) -> None:
    page = opened(read, "weir/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/share.*.js", hold)
    page.goto("weir/?again", wait_until="commit")
    page.evaluate("navigator.clipboard.writeText('')")
    make_room(page, claim(page, "gates"))
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    if choice != "copy":
        card(page).locator(".copy-as").click()
    card(page).locator(f"[data-do={choice}]").click()
    before = copied(page)

    held[0].continue_()

    until(lambda: copied(page).startswith(expected), expected=True, page=page)
    assert before == ""
    says(page, "Copied" if choice != "copy" else "Link copied")


def test_every_script_of_an_article_but_the_readers_is_async(read: Readers) -> None:
    page = read("weir/")

    scripts = page.evaluate("""[...document.querySelectorAll("script[src]")]
      .map((e) => [e.src.split("/").at(-1).split(".")[0], e.async, e.defer, e.type])""")

    assert scripts[0] == ["reader", False, False, ""]
    assert {name for name, *_ in scripts} == {"reader", "share", "search-open"}
    assert all(each[1:] == [True, False, ""] for each in scripts[1:])


def test_links_into_the_article_of_a_note_on_a_point_lead_to_its_note(read: Readers) -> None:
    page = opened(read, "weir/")
    make_room(page, marker(page, "two"))
    press_at(page, marker(page, "two"))
    shows(page, "6")

    card(page).locator(".copy-as").click()
    card(page).locator("[data-do=inside]").click()
    says(page, "Link copied")

    assert copied(page) == f"{read.site.address}weir/#fn-two"


def test_copied_words_have_the_closing_mark_of_a_site_with_blanks_in_its_marks(
    read: Readers,
) -> None:
    page = opened(read, "weir/")
    page.evaluate("""() => {
      const { dataset } = document.querySelector("script[data-open]");
      dataset.open = "«\u00a0";
      dataset.close = " »";
    }""")
    ways(page).locator("[data-do=text]").click()
    says(page, "Copied")

    assert "«\u00a0Nine of the fourteen gates" in copied(page)
    assert "last inspection »" in copied(page)


def test_the_ways_are_opened_and_left_by_keys_and_the_card_stays(read: Readers) -> None:
    page = opened(read, "weir/")
    press_at(page, claim(page, "gates"))
    shows(page, "1")
    toggle, listed = card(page).locator(".copy-as"), card(page).locator(".ways")
    toggle.focus()
    page.keyboard.press("Enter")
    listed.wait_for()
    page.keyboard.press("Tab")
    inside = page.evaluate("document.activeElement.dataset.do")
    page.keyboard.press("Escape")
    listed.wait_for(state="hidden")

    assert inside == "text"
    assert toggle.evaluate("(e) => e === document.activeElement")
    shows(page, "1")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    says(page, "Copied")
    assert listed.is_hidden()
    assert toggle.evaluate("(e) => e === document.activeElement")
    shows(page, "1")
