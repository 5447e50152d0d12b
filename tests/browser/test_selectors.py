"""Every selector of every annotation leads to its passage, as a browser reads the published page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from conftest import Served, SiteUnderTest, Texts
from odd_pages import ODD_PAGES
from random_articles import random_article
from sidegloss.exports.published import published

pytestmark = pytest.mark.browser

Make = Callable[[Texts], SiteUnderTest]

# A page parsed as one whose scripts do not run: its text, and that of each element with an id.
PARSED = """(html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const named = [...page.querySelectorAll("[id]")].map((e) => [e.id, e.textContent]);
  return [page.body.textContent, named.reverse()];
}"""


@pytest.fixture
def parse(chromium: Browser) -> Iterator[Callable[[str], tuple[str, dict[str, str]]]]:
    """Parses a page in Chromium -> the text of its body, and the text of each id's element."""
    context = chromium.new_context()
    page: Page = context.new_page()

    def parsed(html: str) -> tuple[str, dict[str, str]]:
        text, named = page.evaluate(PARSED, html)
        return text, dict(named)

    yield parsed
    context.close()


Parse = Callable[[str], tuple[str, dict[str, str]]]


def annotated(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """(page, annotations) of every article in *folder* that has some."""
    for file in sorted(folder.rglob("annotations.jsonld")):
        page = (file.parent / "index.html").read_text(encoding="utf-8")
        yield page, json.loads(file.read_text(encoding="utf-8"))["first"]["items"]


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    target = annotation["target"]
    return target if isinstance(target, list) else [target]


def lost(html: str, annotations: list[dict[str, Any]], parse: Parse) -> Iterator[str]:
    """What of the annotations does not lead to its passage."""
    text, elements = parse(html)
    for annotation in annotations:
        for target in targets(annotation):
            selectors = {each["type"]: each for each in target["selector"]}
            quote, at = selectors["TextQuoteSelector"], selectors["TextPositionSelector"]
            name = selectors["FragmentSelector"]["value"]
            begin, end = at["start"], at["end"]
            if text[begin:end] != quote["exact"]:
                yield f"{annotation['id']}: {text[begin:end]!r} is not {quote['exact']!r}"
            if text[max(begin - 32, 0) : begin] != quote["prefix"]:
                yield f"{annotation['id']}: before it stands no {quote['prefix']!r}"
            if text[end : end + 32] != quote["suffix"]:
                yield f"{annotation['id']}: after it stands no {quote['suffix']!r}"
            if not is_begun_by(elements.get(name), quote["exact"]):
                yield f"{annotation['id']}: {name} holds {elements.get(name)!r}"


def is_begun_by(text: str | None, exact: str) -> bool:
    """Whether an element holds where a passage begins. A place between two others holds nothing."""
    if text is None:
        return False
    text = text.strip()
    return exact.startswith(text) or text.startswith(exact)


@pytest.mark.parametrize(("page", "text"), ODD_PAGES.values(), ids=ODD_PAGES)
def test_a_browser_gives_an_odd_page_the_text_of_the_table(
    parse: Parse, page: str, text: str
) -> None:
    assert parse(page)[0] == text


def test_every_page_has_the_text_that_a_browser_gives_it(
    parse: Parse, demonstration: Served, weir: Served
) -> None:
    for site in (demonstration, weir):
        for name in site.pages():
            html = (site.folder / name).read_text(encoding="utf-8")
            assert published(html).text == parse(html)[0], name


def test_the_text_is_that_of_the_page_as_it_is_served(
    chromium: Browser, demonstration: Served
) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=demonstration.address)
    page = context.new_page()
    for name in ("spinach/", "eight-glasses/", ""):
        html = (demonstration.folder / name / "index.html").read_text(encoding="utf-8")
        page.goto(name)
        assert published(html).text == page.text_content("body"), name
    context.close()


def test_every_selector_of_the_demonstration_leads_to_its_passage(
    parse: Parse, demonstration: Served
) -> None:
    articles = list(annotated(demonstration.folder))

    assert len(articles) > 8
    assert sum(len(items) for _, items in articles) > 60
    assert [told for page, items in articles for told in lost(page, items, parse)] == []


def test_every_selector_of_all_markup_leads_to_its_passage(parse: Parse, weir: Served) -> None:
    articles = list(annotated(weir.folder))

    assert len(articles) > 2
    assert [told for page, items in articles for told in lost(page, items, parse)] == []


def test_a_quotation_stands_once_or_its_position_says_which(
    parse: Parse, demonstration: Served, weir: Served
) -> None:
    for site in (demonstration, weir):
        for html, items in annotated(site.folder):
            text, _ = parse(html)
            for target in (target for item in items for target in targets(item)):
                _, quote, at = target["selector"]
                whole = quote["prefix"] + quote["exact"] + quote["suffix"]
                found = [n for n in range(len(text)) if text.startswith(whole, n)]
                assert at["start"] - len(quote["prefix"]) in found
                assert len(found) == 1, f"{whole!r} stands {len(found)} times"


def test_a_selector_that_is_lost_would_be_found(parse: Parse, weir: Served) -> None:
    html, items = next(annotated(weir.folder))

    assert list(lost(html.replace("<main", "x<main"), items, parse))
    assert list(lost(html.replace(' id="claim-', ' id="was-'), items, parse))


def random_site(numbers: range) -> dict[str, str | bytes]:
    sources = "".join(f"s{number}: {{title: S{number}, rests-on: none}}\n" for number in range(6))
    articles = {f"content/a{number}.md": random_article(number) for number in numbers}
    return {"content/sources.yaml": sources, **articles}


def all_lost(under_test: SiteUnderTest, parse: Parse) -> list[str]:
    result = under_test.build()
    assert result.written, result.diagnostics
    articles = list(annotated(under_test.output))
    assert articles
    return [told for page, items in articles for told in lost(page, items, parse)]


def test_every_selector_of_random_articles_leads_to_its_passage(site: Make, parse: Parse) -> None:
    assert all_lost(site(random_site(range(25))), parse) == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(1000, 3000, 100))
def test_every_selector_of_many_articles_leads_to_its_passage(
    site: Make, parse: Parse, start: int
) -> None:
    assert all_lost(site(random_site(range(start, start + 100))), parse) == []
