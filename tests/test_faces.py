"""What may change in an article so that nothing else of its site need be looked at again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout
from sidegloss.model import Diagnostic, Location, Severity
from sidegloss.resolve import exchanged
from tables import article

Make = Callable[[Texts], SiteUnderTest]

TEXT = """\
A first paragraph.

[Nine gates failed][^gates], see [the other](other.md#top) and ![a gate](gate.png). More of it.

## The count

More words.

[^gates]: **Disputed.** "nine" [@courier, p. 1]. So they say.
"""
BEHIND = {
    "words": ("More words", "Other words"),
    "words before a claim": ("[Nine", "In all, [Nine"),
    "a line above": ("[Nine", "New.\n\n[Nine"),
    "a note's words": ("So they say", "So we say"),
    "emphasis": ("More of it", "*More* of it"),
    "a link to elsewhere": ("More of it", "[More](https://a.example/) of it"),
}
IN_FRONT = {
    "the first paragraph": ("A first", "The first"),
    "a claim": ("Nine gates failed", "Nine gates broke"),
    "a label": ("^gates", "^gate"),
    "a heading": ("## The count", "## The tally"),
    "a link": ("other.md", "others.md"),
    "a link's place": ("#top", "#foot"),
    "a picture": ("gate.png", "lock.png"),
    "a verdict": ("Disputed", "False"),
    "a citation": ("@courier", "@tribune"),
    "a locator": ("p. 1", "p. 2"),
    "quoted words": ('"nine"', '"ten"'),
    "a mistake": ("More words", "More words[^nowhere]"),
}


@pytest.mark.parametrize(("old", "new"), BEHIND.values(), ids=BEHIND)
def test_an_articles_own_text_is_its_own(old: str, new: str) -> None:
    before, same = article(TEXT), article("Else.")

    assert exchanged([before, same], [article(TEXT.replace(old, new)), same], ()) == ([0], ())


@pytest.mark.parametrize(("old", "new"), IN_FRONT.values(), ids=IN_FRONT)
def test_what_others_ask_for_is_the_sites(old: str, new: str) -> None:
    changed = article(TEXT.replace(old, new))

    assert changed != article(TEXT)
    assert exchanged([article(TEXT)], [changed], ()) is None


@pytest.mark.parametrize(
    ("at", "old", "new", "expected"),
    [
        ((9, 1, 9, 9), "More words", "Other words", (9, 1, 9, 9)),
        ((9, 1, 9, 9), "More words", "More.\n\nWords", (11, 1, 11, 9)),
        ((0, 1, 0, 0), "More words", "More.\n\nWords", (0, 1, 0, 0)),
        ((3, 1, 3, 28), "[Nine", "In all, [Nine", (3, 9, 3, 36)),
        ((5, 2, 0, 0), "More words", "Other words", None),  # nothing is known to stand there
    ],
)
def test_what_was_told_of_an_article_is_told_where_it_now_stands(
    at: tuple[int, ...], old: str, new: str, expected: tuple[int, ...] | None
) -> None:
    before, now = article(TEXT), article(TEXT.replace(old, new))
    first = Diagnostic("rule", Severity.INFO, "so", Location("a.md", 99))
    told = Diagnostic("rule", Severity.INFO, "so", Location(before.path, *at))

    found = exchanged([before], [now], [first, told])

    moved = Diagnostic("rule", Severity.INFO, "so", Location(before.path, *(expected or ())))
    assert found == (([0], (first, moved)) if expected else None)


def test_what_is_told_is_told_in_the_order_of_places() -> None:
    notes = ("[^a]: A\n", "[^b]: B\n")
    before, now = (
        article("A [x][^a] and [y][^b].\n\n" + "\n".join(both)) for both in (notes, notes[::-1])
    )
    told = [
        Diagnostic("rule", Severity.INFO, label, Location(before.path, line, 1, line, 5))
        for label, line in (("a", 3), ("b", 5))
    ]

    found = exchanged([before], [now], told)

    assert found
    assert [(each.message, each.at.line) for each in found[1]] == [("b", 3), ("a", 5)]


def test_articles_that_came_or_went_are_no_exchange() -> None:
    one = article(TEXT)

    assert exchanged([one], [one, article("New.")], ()) is None
    assert exchanged([one, article("Old.")], [one], ()) is None


def test_an_exchange_keeps_the_rest_of_the_site_as_it_was(site: Make, tmp_path: Path) -> None:
    other = "---\ntitle: Other\ndate: 2026-01-01\n---\n\nText.\n"
    under_test = site({"content/weir.md": "# Weir\n\nText.\n\nMore.\n", "content/other.md": other})
    builder = Builder(Layout(under_test.folder, tmp_path / "output"))
    builder.build()
    before = builder.site()
    under_test.write({"content/weir.md": "# Weir\n\nText.\n\nMore and more.\n"})
    now = builder.site()

    assert now.sources is before.sources
    assert [new is old for new, old in zip(now.articles, before.articles, strict=True)] == [
        True,
        False,
    ]
