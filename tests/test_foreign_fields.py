"""Fields of other programs: the hint says what to write here."""

from __future__ import annotations

import pytest

from sidegloss.foreign_fields import HELD_HINT, HOLDING, IDLE, IDLE_HINT, SAID, SAME, hint_for
from sidegloss.front_matter import READERS


@pytest.mark.parametrize(
    ("fields", "ours"),
    [
        ("description excerpt abstract", "summary"),
        (
            "lastmod last_modified_at modified updated_at date-modified lastUpdated last_update",
            "updated",
        ),
        ("categories category keywords tag", "tags"),
        ("authors by byline", "author"),
        ("lang locale", "language"),
        ("redirect_from alias redirects", "aliases"),
        ("cover thumbnail featured_image featuredImage feature_image banner", "image"),
        ("weight nav_order sidebar_position", "order"),
        ("pubDate datePublished published_at", "date"),
    ],
)
def test_a_field_that_means_the_same_is_named(fields: str, ours: str) -> None:
    assert {hint_for(each) for each in fields.split()} == {f"did you mean {ours}?"}


@pytest.mark.parametrize("field", ["permalink", "url", "Permalink"])
def test_an_address_becomes_a_slug_or_an_alias(field: str) -> None:
    assert hint_for(field).startswith("did you mean slug? ")
    assert "aliases" in hint_for(field)


@pytest.mark.parametrize(
    "field",
    [
        *(
            "layout",
            "toc",
            "csl",
            "mathjax",
            "comments",
            "math",
            "linter-yaml-title-alias",
            "cssclasses",
        ),
        *("numbersections", "format", "editor", "execute", "theme", "sidebar_label", "outputs"),
    ],
)
def test_what_has_no_meaning_here_can_be_deleted(field: str) -> None:
    assert hint_for(field) == IDLE_HINT


@pytest.mark.parametrize(
    "field", ["publishDate", "expiryDate", "build", "_build", "headless", "unlisted", "private"]
)
def test_what_holds_a_text_back_elsewhere_says_what_does_here(field: str) -> None:
    assert hint_for(field) == HELD_HINT


@pytest.mark.parametrize("field", ["subtitle", "created", "bibliography", "params", "menu"])
def test_what_must_be_done_otherwise_is_said(field: str) -> None:
    assert hint_for(field)
    assert "did you mean" not in hint_for(field)


def test_a_field_is_in_one_table_and_none_is_ours() -> None:
    tables = [set(SAME), set(SAID), set(HOLDING), set(IDLE)]
    assert sum(map(len, tables)) == len(set().union(*tables))
    assert set().union(*tables) & set(READERS) == set()
    assert set(SAME.values()) <= set(READERS)
    assert all("_" not in field for field in set().union(*tables))


def test_an_unknown_word_has_no_hint() -> None:
    assert hint_for("weirdness") == ""
