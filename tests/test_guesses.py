"""`did you mean` proposes what was meant, and nothing rather than nonsense."""

from __future__ import annotations

import pytest

from sidegloss.fields import did_you_mean
from sidegloss.front_matter import READERS
from sidegloss.guesses import COMPARED, closest, completed, nearest

COMMANDS = ("new", "check", "build", "preview", "ledger", "deploy")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("titel", "title"),
        ("tilte", "title"),
        ("titl", "title"),
        ("tittle", "title"),
        ("Title", "title"),
        ("TITLE", "title"),
        ("summery", "summary"),
        ("sumary", "summary"),
        ("auther", "author"),
        ("autor", "author"),
        ("langauge", "language"),
        ("languaje", "language"),
        ("tag", "tags"),
        ("serie", "series"),
        ("alaises", "aliases"),
        ("claim-alias", "claim-aliases"),
        ("claim_aliases", "claim-aliases"),
        ("corections", "corrections"),
        ("correction", "corrections"),
        ("retierd", "retired"),
        ("imgae", "image"),
        ("drfat", "draft"),
        ("margins", "margin"),
        ("updatd", "updated"),
        ("sorce", "source"),
        ("ordre", "order"),
        ("sulg", "slug"),
    ],
)
def test_a_slip_of_the_keyboard_finds_its_field(word: str, meant: str) -> None:
    assert did_you_mean(word, READERS) == f"did you mean {meant}?"


@pytest.mark.parametrize(
    "word",
    [
        *("subtitle", "created", "numbersections", "layout", "comments", "mathjax", "toc", "csl"),
        *("bibliography", "params", "weighting", "footer", "header", "output", "format", "jupyter"),
        *("editor", "execute", "theme", "engine", "geometry", "documentclass", "sitemap", "robots"),
        *("template", "type", "kind", "cssclass", "banner", "x", "", "a", "id", "url", "doi", "to"),
        *("linktitle", "pagetitle", "authorship", "untitled", "updates-by", "sourcecode"),
    ],
)
def test_a_word_of_another_meaning_finds_none(word: str) -> None:
    assert did_you_mean(word, READERS, "delete it") == "delete it"


@pytest.mark.parametrize("word", ["serve", "init", "help", "watch", "publish", "start", "clean"])
def test_another_programs_command_finds_none(word: str) -> None:
    assert nearest(word, COMMANDS) == ""


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("denail", ("denial", "gates"), "denial"),
        ("denail", ("detail", "denial"), "denial"),  # as near, but it begins alike
        ("log", ("blog", "logs"), "logs"),
        ("gate", ("gates", "state"), "gates"),
        ("courrier", ("courier", "carrier"), "courier"),
        ("okafor2025", ("okafor2026", "okafor1999"), "okafor2026"),
        ("1", ("2", "3"), ""),
        ("a", ("b",), ""),
        ("ab", ("ba",), "ba"),
        ("abc", ("abd",), ""),
        ("урок", ("урко",), "урко"),
        ("x" * 200, ("x" * 199,), ""),
    ],
)
def test_a_label_or_a_key_finds_the_nearest(word: str, known: tuple[str, ...], meant: str) -> None:
    assert nearest(word, known) == meant


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("smith", ("smith2020", "jones"), "smith2020"),
        ("smith", ("smith2020", "smith2021"), ""),
        ("smith", ("smithsonian",), ""),
        ("weir", ("weir-gates", "harrow"), "weir-gates"),
        ("Smith", ("smith_2020a",), "smith_2020a"),
        ("doe", ("doe2020",), ""),
    ],
)
def test_a_key_is_completed_if_only_one_continues_it(
    word: str, known: tuple[str, ...], meant: str
) -> None:
    assert completed(word, known) == meant


def test_of_many_words_only_those_of_like_length_and_beginning_are_compared() -> None:
    words = [f"gate-{number:04}" for number in range(10 * COMPARED)]
    assert nearest("gate-0007x", words) == "gate-0007"
    assert nearest("xgate-0007", words) == ""


def test_the_closest_of_some_is_found_however_unlike() -> None:
    assert closest("a/weir.md", ("b/c/weir.md", "a/b/weir.md")) == "a/b/weir.md"
    assert closest("x", ()) == ""
