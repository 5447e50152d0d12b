"""Every selector of every annotation leads to its passage, as a browser reads the published page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from conftest import Served, SiteUnderTest, Texts
from random_articles import random_article

pytestmark = pytest.mark.browser

Make = Callable[[Texts], SiteUnderTest]

# A page parsed as one whose scripts do not run: its text, and where each element with an id is in it.
PARSED = """(html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const named = [];
  let length = 0;
  const read = (node) => {
    const begin = length;
    if (node.nodeType === Node.TEXT_NODE) length += [...node.data].length;
    node.childNodes.forEach(read);
    if (node.id) named.push([node.id, [begin, length]]);
  };
  read(page.body);
  return [page.body.textContent, named];
}"""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page in a browser: its text, and by id where each element begins and ends in it."""

    text: str
    elements: dict[str, tuple[int, int]]


Parse = Callable[[str], Parsed]


@pytest.fixture
def parse(chromium: Browser) -> Iterator[Parse]:
    """Parses a page in Chromium."""
    context = chromium.new_context()
    page: Page = context.new_page()

    def parsed(html: str) -> Parsed:
        text, named = page.evaluate(PARSED, html)
        return Parsed(text, dict(named))

    yield parsed
    context.close()


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
    page = parse(html)
    for annotation in annotations:
        for target in targets(annotation):
            fragment, quote = target["selector"]
            name = fragment["value"]
            if name not in page.elements:
                yield f"{annotation['id']}: no element has the id {name}"
                continue
            begin, end = page.elements[name]
            starts = [at for at in found_at(quote, page.text) if begin <= at]
            if not any(not page.text[begin:at].strip() for at in starts):
                yield f"{annotation['id']}: {name} does not begin with {quote['exact']!r}"
            elif not is_begun_by(page.text[begin:end], quote["exact"]):
                yield f"{annotation['id']}: {name} holds {page.text[begin:end]!r}"


def found_at(quote: dict[str, str], text: str) -> list[int]:
    """Where a quotation begins in *text*, found by its words and those around it alone."""
    whole = quote["prefix"] + quote["exact"] + quote["suffix"]
    return [
        at.start() + len(quote["prefix"]) for at in re.finditer(f"(?={re.escape(whole)})", text)
    ]


def is_begun_by(text: str, exact: str) -> bool:
    """Whether an element holds where a passage begins. A place between two others holds nothing."""
    text = text.strip()
    return exact.startswith(text) or text.startswith(exact)


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


def test_a_quotation_is_found_once(parse: Parse, demonstration: Served, weir: Served) -> None:
    for site in (demonstration, weir):
        for html, items in annotated(site.folder):
            text = parse(html).text
            for target in (target for item in items for target in targets(item)):
                _, quote = target["selector"]
                assert len(found_at(quote, text)) == 1, quote


def test_a_quotation_is_found_in_the_page_as_it_is_read(
    chromium: Browser, demonstration: Served
) -> None:
    context = chromium.new_context(base_url=demonstration.address)
    page = context.new_page()
    for name in ("spinach/", "eight-glasses/", ""):
        page.goto(name)
        text = page.text_content("body") or ""
        file = demonstration.folder / name / "annotations.jsonld"
        items = json.loads(file.read_text(encoding="utf-8"))["first"]["items"]
        for target in (target for item in items for target in targets(item)):
            _, quote = target["selector"]
            assert len(found_at(quote, text)) == 1, quote
    context.close()


@pytest.mark.parametrize(
    ("was", "now"),
    [(' id="claim-', ' id="was-'), ("</p>", "x</p>"), ("[1]</a>", "1</a>")],
)
def test_a_selector_that_is_lost_would_be_found(
    parse: Parse, weir: Served, was: str, now: str
) -> None:
    html, items = next(annotated(weir.folder))

    assert list(lost(html.replace(was, now), items, parse))


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
