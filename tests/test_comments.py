"""Comments of authors: which text is one, which is code, and that none is left."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from random_articles import random_article
from sidegloss.markup import plugin
from sidegloss.markup.codelines import CodeLines
from tables import article, html, told

CANARY = "kanarienvogel"
CODE = re.compile(r"<code.*?</code>| id=\"[^\"]*\"", re.DOTALL)
BLOCKS = (
    *("a", "b c", "> ", "- ", "1. ", "2. ", "  ", "    ", "\t", "      ", "```", "```x", "~~~"),
    *("# ", "---", "===", "***", "[^a]: ", "\n[^b]:\n    ", "| a | b |", "\n|---|---|\n", "* "),
    *("\n", "\n", "\n", "\n\n", "\n\n"),
)
INLINES = ("`", "``", "\\\\", "[", "](u)", "][^a]", "*", "<a", "![", '"', "&lt;", "<https://a.b/")
COMMENTS = (
    *(f"<!-- {CANARY} -->", f"<!--{CANARY}\n-->", f"<!-- {CANARY}\n\n```\n> - -->", "<!---->"),
    *(f"%%{CANARY}%%", f"%% `{CANARY} %%", f"\n<!-- {CANARY} -->\n", f"\n\n%% {CANARY}%%\n"),
)
"""Each on the line on which its mark stands: if that is in code, so is the canary."""


def markdown_it() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return md.use(deflist_plugin).use(plugin).disable(["html_block", "marks_collect"])


def code_lines(text: str) -> set[int]:
    """The lines of *text* that are code as markdown-it reads it."""
    env: dict[str, Any] = {}
    tokens = markdown_it().parse(text, env)
    found = [token.map for token in tokens if token.type in ("fence", "code_block") and token.map]
    return {number for first, end in found for number in range(first, end)}


def own_code_lines(text: str) -> set[int]:
    code = CodeLines()
    return {number for number, line in enumerate(text.split("\n")) if code.read(line) is None}


def with_words(text: str, numbers: set[int]) -> set[int]:
    """Of the *numbers* of lines those that hold more than blanks and marks of quotations."""
    lines = text.split("\n")
    return {
        number for number in numbers if lines[number : number + 1] and lines[number].strip("> \t")
    }


def is_same(text: str) -> bool:
    return with_words(text, code_lines(text)) == with_words(text, own_code_lines(text))


def test_code_of_random_articles_is_found_where_markdown_it_finds_it() -> None:
    assert all(is_same(random_article(number)) for number in range(60))


@pytest.mark.parametrize("seed", range(5))
def test_code_of_random_blocks_is_found_where_markdown_it_finds_it(seed: int) -> None:
    """But in a few odd cases, such as a note that begins with five spaces."""
    chance = random.Random(seed)
    texts = ["".join(chance.choices(BLOCKS, k=chance.randint(2, 14))) for _ in range(300)]

    assert sum(not is_same(text) for text in texts) <= 5


@pytest.mark.parametrize("seed", range(10))
def test_no_comment_is_left_but_in_code_or_with_an_error(seed: int) -> None:
    chance = random.Random(seed)
    pieces = (*BLOCKS, *INLINES, *COMMENTS, *COMMENTS)
    for _ in range(100):
        text = "".join(chance.choices(pieces, k=chance.randint(3, 25))) + "\n\n[^a]: A"
        found = article(text)
        bodies = [found.body, *(note.body for note in found.notes)]
        shown = CODE.sub("", "".join(str(piece) for body in bodies for piece in body))
        codes = {each.code for each in found.diagnostics}
        assert CANARY not in shown or "comment-closed" in codes, text


def test_comments_between_blocks_change_nothing() -> None:
    chance = random.Random(1)
    comments = [f"\n\n<!-- {CANARY}\n\n[x][^{CANARY}] ``` -->\n\n", f"\n\n%%{CANARY}%%\n\n"]
    for number in range(60):
        first, *blocks = random_article(number).split("\n\n")
        plain = article("\n\n".join([first, *blocks]))
        other = article(first + "".join(chance.choice(comments) + block for block in blocks))
        assert html(other.body) == html(plain.body)
        assert [claim.text for claim in other.claims] == [claim.text for claim in plain.claims]


def test_a_comment_that_nothing_closes_is_told_once_and_hides_nothing() -> None:
    found = article("a <!-- b\n\n```\nc\n```\n\n<!--<!-- [x][^a] %%\n\n[^a]: A")

    assert told(found) == ["1:3 comment-closed", "7:18 comment-closed"]
    assert "A" in html(found.notes[0].body)
