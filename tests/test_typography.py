"""Straight quotation marks become a language's own, apostrophes stay apostrophes."""

from __future__ import annotations

import re

import pytest

from tables import article, html

ENGLISH = [
    ('"x y"', "“x y”"),
    ("'x y'", "‘x y’"),
    ("\"x 'y' z\"", "“x ‘y’ z”"),
    ("\"'x' y\"", "“‘x’ y”"),
    ("\"y 'x'\"", "“y ‘x’”"),
    ("it's", "it’s"),
    ("the gates' state", "the gates’ state"),
    ("'tis the season", "’tis the season"),
    ("'tis 'x'", "’tis ‘x’"),
    ("rock 'n' roll", "rock ’n’ roll"),
    ("the 1990s and the '90s", "the 1990s and the ’90s"),
    ("the '90s and the gates' state", "the ’90s and the gates’ state"),
    ("the 1990's", "the 1990’s"),
    ("O'Brien's 'x'", "O’Brien’s ‘x’"),
    ("dogs' 'x' cats'", "dogs’ ‘x’ cats’"),
    ('"x," he said, "y."', "“x,” he said, “y.”"),
    ('("x")', "(“x”)"),
    ('—"x"—y', "—“x”—y"),
    ('"x\ny"', "“x\ny”"),
    ('"¿x?"', "“¿x?”"),
]
LEFT = [
    ('5" pipe', '5" pipe'),
    ('a 5"x3" card', 'a 5"x3" card'),
    ('"unclosed', '"unclosed'),
    ('" x "', '" x "'),
    (r"\"x\"", '"x"'),
    ('`"x"` "y"', '"x" “y”'),
    ("&quot;x&quot;", '"x"'),
    ('<https://e.org/"x">', 'https://e.org/"x"'),
    ('“x” "y"', "“x” “y”"),
]
ACROSS = [
    ('"[x][^a] y"', "“x* y”"),
    ('["x"][^a] y', "“x”* y"),
    ('"[x y," z][^a] w', "“x y,” z* w"),
    ("it [isn't \"x\"][^a] 'so'", "it isn’t “x”* ‘so’"),
    ('"x[^a]"', "“x*”"),
    ('"x"[^a]', "“x”*"),
    ('"x."[^a]', "“x.”*"),
    ('"*x*" y', "“x” y"),
    ('*"x" y*', "“x” y"),
    ('"[x](u.md)"', "“x”"),
]
LANGUAGES = [
    ("de", "„x ‚y‘ z“ it’s"),
    ("fr", "«\u202fx “y” z\u202f» it’s"),
    ("es", "«x “y” z» it’s"),
    ("ar", "«x “y” z» it’s"),
    ("pt-BR", "“x ‘y’ z” it’s"),
]


def read(text: str, language: str = "en", *, quotes: bool = True) -> str:
    """What a reader sees of *text*; a marker as ``*``."""
    body = html(article(f"{text}\n\n[^a]: A\n", language, quotes=quotes).body)
    shown = re.sub("<[^>]+>", "", body).replace("{fnref-a}", "*")
    return shown.replace("&quot;", '"').strip()


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_marks_are_paired_and_apostrophes_are_none(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), LEFT)
def test_measures_code_escapes_and_addresses_stay_as_written(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), ACROSS)
def test_pairs_are_found_across_claims_emphasis_and_links(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("language", "expected"), LANGUAGES)
def test_each_language_has_its_own_marks(language: str, expected: str) -> None:
    assert read("\"x 'y' z\" it's", language) == expected


def test_typography_can_be_switched_off() -> None:
    assert read('"x" it\'s', quotes=False) == '"x" it\'s'


def test_cells_and_headings_are_set_too() -> None:
    assert read('## "x"') == "“x”"
    assert "“z”" in read('| a |\n|---|\n| "z" |')


def test_a_source_s_own_words_are_found_whether_or_not_marks_are_set() -> None:
    text = '[p][^n]\n\n[^n]: He said "it\'s *so*" [@k].'

    straight, curled = article(text), article(text, quotes=True)

    assert straight.notes[0].citations[0].quotation == "it's so"
    assert curled.notes[0].citations[0].quotation == "it’s so"
