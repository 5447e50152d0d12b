"""Choosing rules by character gives the tokens that markdown-it's own loops give."""

from __future__ import annotations

import random
from typing import Any

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from random_articles import random_article
from sidegloss.markup import plugin, scan_by_character
from sidegloss.markup.rules import placed_link

PIECES = (
    *("[", "]", "[[", "]]", "[" * 12, "](u)", '](u "t")', "![", "[r]", "[^a]", "][^a]", "[^b]"),
    *("*", "**", "_", "~~", "~", "`", "``", "\\", "\\[", "&amp;", "&", "<b>", "<http://a.b>", "<"),
    *("\n", "\n\n", "  \n", "\\\n", "\n    ", "\n  ", "\n\t", "\n> ", "\n- ", "\n1. ", "\n2) "),
    *("\n+ ", "\n* ", "\n# ", "\n---", "\n===", "\n***", "\n```", "\n~~~", "\n: ", "\n~ "),
    *("| a | b |\n|---|---|\n", "|", "\n[^a]: ", "\n[^a]:\n    ", "\n[r]: /u", "\n<!--", "\n<p>"),
    *(
        "word",
        "x",
        " ",
        "  ",
        "\t",
        "é",
        "日本",
        "“",
        "'",
        '"',
        ".",
        ":",
        "+",
        "@k",
        "[@k]",
        "\u00a0",
    ),
)

LINKS = (
    *("[a b](", "[", "a", "](", "/u", "https://a.example/?b=c#d", ")", "(", " ", "\n", "é", '"t"'),
    *("javascript:", "x", "\\", "&amp;", "<", ">", "*", "`", "!", "%20", "]", "\u3000", "\x7f"),
)


def parser() -> MarkdownIt:
    """The marks, and every rule of markdown-it that articles know, up to what `collect` is given."""
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return md.use(deflist_plugin).use(plugin).disable("marks_collect")


STOCK, QUICK = parser(), parser()
scan_by_character(QUICK)


def assert_same(text: str) -> None:
    assert read(QUICK, text) == read(STOCK, text), text


def read(md: MarkdownIt, text: str) -> tuple[list[Any], Any]:
    """What *md* makes of *text*: its tokens, and what its rules remembered."""
    env: dict[str, Any] = {}
    tokens = [token.as_dict() for token in md.parse(text, env)]
    return tokens, env


@pytest.mark.parametrize("seed", range(20))
def test_random_texts_give_the_same_tokens(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        assert_same("".join(chance.choices(PIECES, k=chance.randint(1, 40))) + "\n\n[^b]: B [@k]")


def test_random_articles_give_the_same_tokens() -> None:
    for number in range(100):
        assert_same(random_article(number))


@pytest.mark.parametrize("mark", ["[", "![", "> ", "- ", "*a ", "[^a]: ", "[x](", "[a [b](c) "])
@pytest.mark.parametrize("depth", [1, 18, 19, 20, 21, 22, 40])
def test_the_limit_of_nesting_is_the_same(mark: str, depth: int) -> None:
    assert_same(mark * depth + "x" + "](u)" * depth + "\n\n[^a]: A")
    assert_same(mark * depth + "x" + "][^a]" * depth + "\n\n[^a]: A")


def test_links_are_read_as_markdown_it_reads_them() -> None:
    stock, placed = MarkdownIt("commonmark"), MarkdownIt("commonmark")
    placed.inline.ruler.at("link", placed_link)
    chance = random.Random(1)
    for _ in range(1500):
        text = "".join(chance.choices(LINKS, k=chance.randint(3, 9)))
        assert placed.render(text) == stock.render(text), text


def test_a_rule_that_no_table_knows_is_refused() -> None:
    md = parser().enable("linkify")

    with pytest.raises(KeyError, match="linkify"):
        scan_by_character(md)
