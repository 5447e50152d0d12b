"""Parsing takes as long as the text is long: no line of hostile text makes it hang."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from tables import article

NOTE = "\n\n[^a]: A\n"
TEXTS: dict[str, Callable[[int], str]] = {
    "open brackets": lambda n: "[" * n,
    "open brackets with words": lambda n: "[a" * n,
    "open references": lambda n: "[^a" * n,
    "claims": lambda n: "[x][^a]" * n,
    "claims in claims": lambda n: "[" * n + "x" + "][^a]" * n,
    "brackets in brackets": lambda n: "[" * n + "x" + "]" * n + "[^a]",
    "open citations": lambda n: "[@a " * n,
    "keys in brackets in brackets": lambda n: "[" * n + "@a" + "]" * n,
    "quotation marks": lambda n: '"a ' * n,
    "both quotation marks": lambda n: "\"'a " * n + "b'\" " * n,
    "apostrophes": lambda n: "’'" * n,
    "an escaped backslash and links": lambda n: "\\\\[" + "[b](c)" * n,
    "an escaped bracket and links": lambda n: "\\[" + "[b](c)" * n + "][^a]",
    "ends of links": lambda n: "](u)" * n + "[^a]",
    "references before ends of links": lambda n: "[x[^a] " * n + "](u)" * n,
    "comments": lambda n: "<!--" * n + "[^a]",
    "Obsidian comments": lambda n: "%%" * n + "[^a]",
    "closed comments": lambda n: "<!-- a --> b " * n,
    "comments on lines of their own": lambda n: "<!-- a -->\n" * n,
    "comments over lines": lambda n: "a <!--\n\n--> b\n" * n,
    "comments that nothing closes": lambda n: "a <!-- b\n\n" * n,
    "comments and open code": lambda n: "`<!-- a\n" * n + "-->",
    "backticks of every length before comments": lambda n: (
        "".join("`" * (i % 40 + 1) + " " for i in range(n)) + "%%a%%"
    ),
    "dollars before a comment": lambda n: "$a " * n + "<!-- b -->",
    "double dollars before a comment": lambda n: "$$ a " * n + "<!-- b -->",
    "escapes and comments": lambda n: "\\%%" * n + "<!-- b -->",
    "quotations in quotations with a comment": lambda n: "> " * n + "<!-- a -->",
    "items in items with a comment": lambda n: "- " * n + "%%a%%\n" + "\n" * n,
    "tabs and comments": lambda n: "\t- %%a%%\n" * n,
    "fences and comments": lambda n: "```\n<!--\n```\n\n" * n,
    "addresses with escapes": lambda n: "<https://a.b/%00> " * n,
    "entities": lambda n: "&#1;&#12; " * n,
    "open tags": lambda n: "<a " * n + "[^a]",
    "links in open brackets": lambda n: "[ [b](c) " * n + "[^a]",
    "images": lambda n: "![x](" * n + "[^a]",
    "labels with blanks": lambda n: "[^a b" * n,
    "emphasis across claims": lambda n: "*[x][^a] " * n + "y*" * n,
    "only references": lambda n: "[^a]" * n,
    "undefined references": lambda n: "[x][^b] " * n,
    "lone references": lambda n: "p\n\n" + "[^a]\n\n" * n,
    "blocks with lone references": lambda n: "> x\n\n[^a]\n\n" * n,
    "rows": lambda n: "| a |\n|---|\n" + "| [x][^a] |\n" * n,
    "cells": lambda n: "|" + " a |" * n + "\n|" + "---|" * n + "\n|" + " [x][^a] |" * n,
    "headings": lambda n: "# x\n\n" * n,
    "tasks": lambda n: "- [ ] x\n" * n,
    "many notes": lambda n: "".join(
        f"[p][^n{i}]\n\n[^n{i}]: **a.** [@k]\n\n" for i in range(n // 4)
    ),
    "notes used nowhere": lambda n: "".join(f"[^n{i}]: b\n\n" for i in range(n)),
    "one note many times": lambda n: "[^n]: b\n\n" * n,
    "a passage of many lines": lambda n: "[" + "x\n" * n + "][^a]",
}
NOTES: dict[str, Callable[[int], str]] = {
    "open citations": lambda n: "[@a " * n,
    "citations": lambda n: "[@a] " * n,
    "citations in one bracket": lambda n: "[@a" + "; @a" * n + "]",
    "steps": lambda n: "[@a" + " citing @a" * n + "]",
    "missing steps": lambda n: "[@a" + " @a" * n + "]",
    "words between keys": lambda n: "[@a " + "word " * n + "@b]",
    "words before a key": lambda n: "[" + "word " * n + "@b]",
    "punctuation in a key": lambda n: "[@a" + ":" * n + "]",
    "open keys": lambda n: "[@{" * n + "]",
    "quotations before citations": lambda n: '"a" [@a] ' * n,
    "open quotations before citations": lambda n: '" [@a] ' * n,
    "one open quotation and apostrophes": lambda n: "‘" + "’ [@a] " * n,
    "blanks before a citation": lambda n: '"a"' + " " * n + "[@a]",
    "dashes in a quotation": lambda n: "\n    > " + "-" * n + " — [@a]",
    "quotations": lambda n: "\n    > a\n    > — [@a]\n\n" * n,
    "verdicts": lambda n: "**a.** " * n,
    "cross-references": lambda n: "[x][^b] " * n + "\n\n[^b]: B",
}
CASES = [
    *(pytest.param(made, "{}" + NOTE, id=name) for name, made in TEXTS.items()),
    *(
        pytest.param(made, "[p][^a]\n\n[^a]: {}\n", id=f"in a note: {n}")
        for n, made in NOTES.items()
    ),
]


def seconds(text: str, times: int = 3) -> float:
    """The least time that parsing *text* took; the collector is not counted."""
    gc.disable()
    try:
        return min(_once(text) for _ in range(times))
    finally:
        gc.enable()


def _once(text: str) -> float:
    begin = time.process_time()
    article(text, quotes=True)
    return time.process_time() - begin


@pytest.mark.parametrize(("made", "frame"), CASES)
def test_four_times_the_text_takes_about_four_times_as_long(
    made: Callable[[int], str], frame: str
) -> None:
    short, long = (frame.replace("{}", made(n)) for n in (300, 1200))
    slack = 0.01  # of a busy machine; were a scan quadratic, it would take sixteen times as long

    assert seconds(long) <= 8 * seconds(short) + slack


@pytest.mark.long
@pytest.mark.parametrize(("made", "frame"), CASES)
def test_a_megabyte_never_hangs(made: Callable[[int], str], frame: str) -> None:
    pieces = 1_000_000 * 1000 // len(made(1000))

    assert seconds(frame.replace("{}", made(pieces)), times=1) < 90
