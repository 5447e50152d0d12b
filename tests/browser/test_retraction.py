"""A source retracted three steps away shows wherever something rests on it, with a script or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import Served, SiteUnderTest
from readers import Readers, card, claim, press_at, reading, shows

pytestmark = pytest.mark.browser

SOURCES = """\
blog: {title: The blog, author: {family: Blum}, issued: 2026, URL: https://blog.example/, rests-on: {source: courier, how: quotes}}
courier: {title: The courier, author: {family: Cole}, issued: 2026, URL: https://courier.example/, rests-on: {source: report, how: reports}}
report: {title: The report, author: {family: Rees}, issued: 2025, URL: https://report.example/, rests-on: {source: study, how: analyses}}
study:
  title: The study of the gates
  author: {family: Stone}
  issued: 2024
  URL: https://study.example/
  rests-on: none
  retracted: {date: 2026-03-01, reason: The figures were made up., URL: https://study.example/notice}
letter: {title: A letter, author: {family: Lee}, issued: 2026, access: on-file, rests-on: none}
survey: {title: A survey, author: {family: Voss}, issued: 2026, access: on-file, rests-on: [letter, report]}
"""
WEIR = """\
---
title: Weir
date: 2026-03-12
---

[Nine gates failed][^gates], [a letter said][^letter]. [A survey agreed][^survey].

[^gates]: "nine" [@blog, p. 1]

[^letter]: [@letter]

[^survey]: [@survey]
"""
LOCK = "---\ntitle: Lock\ndate: 2026-03-11\n---\n\n[A letter][^l].\n\n[^l]: [@letter]\n"
SITE = {
    "pyproject.toml": '[tool.sidegloss]\ntitle = "Retraction"\n',
    "content/sources.yaml": SOURCES,
    "content/weir.md": WEIR,
    "content/lock.md": LOCK,
}
SAID = "Rests on a retracted source:"
SAID_OF_A_FORK = "May rest on a retracted source:"


@pytest.fixture(scope="session")
def retracting(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Served]) -> Served:
    """A site whose claim rests on a retracted study by way of three others."""
    folder = tmp_path_factory.mktemp("retracting")
    under_test = SiteUnderTest(folder / "site", folder / "output")
    under_test.write(SITE)
    result = under_test.build()
    told = [(each.code, each.message) for each in result.diagnostics]
    assert told == [
        ("source-standing", f"note [^{label}] {does} on 'study', which was retracted")
        for label, does in (("gates", "rests"), ("survey", "may rest"))
    ]
    return serve(under_test.output)


@pytest.fixture
def look(chromium: Browser, retracting: Served) -> Iterator[Readers]:
    """Opens pages of that site; errors of theirs fail the test."""
    yield from reading(Readers(chromium, retracting))


def opened(page: Page, label: str, number: str) -> str:
    """The text of the card that a press on a claim opens."""
    press_at(page, claim(page, label))
    shows(page, number)
    return " ".join(card(page).inner_text().split())


@pytest.mark.parametrize("size", ["wide", "tablet", "phone"])
def test_the_card_of_a_claim_shows_that_a_source_three_steps_away_is_retracted(
    size: str, look: Readers
) -> None:
    page = look("weir/", size)

    shown = opened(page, "gates", "1")

    assert f"{SAID} Stone 2024" in shown
    assert shown.index(SAID) < shown.index("Sourced")
    assert card(page).locator(".warning").is_visible()


def test_the_card_shows_a_retraction_below_a_fork_and_none_where_there_is_none(
    look: Readers,
) -> None:
    page = look("weir/")

    below = opened(page, "survey", "3")
    page.keyboard.press("Escape")
    shows(page)
    sound = opened(page, "letter", "2")

    assert f"{SAID_OF_A_FORK} Stone 2024" in below
    assert SAID not in sound
    assert SAID_OF_A_FORK not in sound


def test_the_head_of_the_article_shows_the_retraction(look: Readers) -> None:
    head = look("weir/").locator("article > .head")

    rests = head.locator(".key .warning").first
    assert rests.inner_text().strip() == "1 claim rests on a retracted source (Stone 2024)"
    assert rests.locator("a").first.get_attribute("href") == "#claim-gates"
    assert "retracted" not in look("lock/").locator("body").inner_text().lower()


def test_the_page_of_the_source_shows_when_and_why_it_was_retracted(look: Readers) -> None:
    page = look("sources/study/")

    head = page.locator(".head")
    said = " ".join(head.inner_text().split())

    assert "Retracted (1 March 2026) The figures were made up. Notice of retraction" in said
    notice = head.get_by_role("link", name="Notice of retraction")
    assert notice.get_attribute("href") == "https://study.example/notice"
    assert page.locator(".by-article a", has_text="Nine gates failed").count() == 1


def test_the_page_of_what_rests_on_it_marks_the_retracted_source(look: Readers) -> None:
    rests = look("sources/report/").locator(".shelf").first

    assert "The study of the gates" in rests.inner_text()
    assert rests.locator(".retracted").inner_text() == "Retracted."


def test_without_a_script_the_notes_show_the_retraction(look: Readers) -> None:
    page = look("weir/", scripts=False)

    warnings = page.locator(".notes .warning")

    assert [item.is_visible() for item in warnings.all()] == [True, True]
    assert SAID in page.locator("#fn-gates").inner_text()
    assert SAID_OF_A_FORK in page.locator("#fn-survey").inner_text()
    assert SAID not in page.locator("#fn-letter").inner_text()
    assert page.locator("article > .head .key .warning").first.is_visible()
