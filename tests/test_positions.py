"""Places are exact: a reported span begins and ends at its characters, whatever stands around."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tables import article, marked

Draw = Callable[[st.SearchStrategy[str]], str]

WORDS = (
    "x",
    "größe",
    "日本",
    "e\u0301",
    "`a]`",
    "*b*",
    "&amp;",
    r"\*",
    "C#",
    "a\tb",
    "🌊",
    "<i>",
    "~~s~~",
)
TABLE_WORDS = ("x", "größe", "日本", r"a\|b", r"`c\|d`", "*b*", "🌊", r"\\", "&amp;")
CONTAINERS = ("> ", ">", ">\t", "- ", "-   ", "-\t", "1. ", "12) ", "* ", ">  ")
LEAVES = (
    "paragraph",
    "lazy",
    "atx",
    "closed",
    "setext",
    "table",
    "bare table",
    "task",
    "definition",
)


@st.composite
def sentences(draw: st.DrawFn, words: tuple[str, ...], breaks: tuple[str, ...] = (" ",)) -> str:
    """Some words, a mark (``§``) among them and some words; blanks or line breaks between."""
    parts: list[str] = []
    for part in [*draw(st.lists(st.sampled_from([*words, "§"]), max_size=5)), "§"]:
        parts += [part, draw(st.sampled_from(breaks))]
    ending = draw(st.sampled_from(["", "y", ".", r"\#"]))
    return "".join(parts).rstrip() + ending


@st.composite
def leaves(draw: st.DrawFn) -> tuple[str, list[str]]:
    """(what it is, the lines of a block without containers)."""
    kind = draw(st.sampled_from(LEAVES))
    line = draw(sentences(TABLE_WORDS if "table" in kind else WORDS))
    other = draw(sentences(TABLE_WORDS))
    text = draw(sentences(WORDS, (" ", "\n", "  \n", "\\\n")))
    indent = draw(st.sampled_from(["", " ", "   "])) if kind == "paragraph" else ""
    blocks = {
        "paragraph": [indent + part for part in text.split("\n")],
        "lazy": text.split("\n"),
        "atx": [f"## {line}"],
        "closed": [f"###   {line} ###  "],
        "setext": [line, "y §", "---"],
        "task": [f"- [ ] {line}"],
        "definition": ["x", "", f":   {line}", "", f"    {line}"],
        "table": ["| h | § |", "|---|:-:|", f"|{line} |  {other}|", f"| {other} | {line} |"],
        "bare table": ["h § | i", "--|--", f"{line} | {other}"],
    }
    return kind, blocks[kind]


def wrapped(lines: list[str], container: str, *, lazy: bool) -> list[str]:
    """The lines in a container; *lazy* leaves its mark off the lines that go on."""
    if lazy:
        return [container + lines[0], *lines[1:]]
    if any(line[:1].isspace() for line in lines):
        # else the mark would take the first blank of each line, or the first line would be code
        container = "> " if container.startswith(">") else "- "
    if container.startswith(">"):
        return [container + line for line in lines]
    rest = "\t" if container.endswith("\t") else " " * len(container)
    return [container + lines[0], *(rest + line if line else line for line in lines[1:])]


@st.composite
def blocks(draw: st.DrawFn) -> list[str]:
    """A block, up to three containers deep."""
    kind, lines = draw(leaves())
    for container in draw(st.lists(st.sampled_from(CONTAINERS), max_size=3)):
        lines = wrapped(lines, container, lazy=kind == "lazy")
    return lines


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, int, int]:
    """(a text, how many claims it holds, how many citations)."""
    claims = citations = 0
    out: list[str] = draw(st.sampled_from([[], ["# T", ""], ["x", ""]])).copy()
    for number, lines in enumerate(draw(st.lists(blocks(), min_size=1, max_size=4))):
        in_note = draw(st.booleans())
        text = "\n".join(lines)
        while "§" in text:
            if in_note:
                text = text.replace("§", f"[see @k{citations}, p. 3]", 1)
                citations += 1
            else:
                form = ("[c{0} x][^a]", "[c{0} [u](v.md) *w*][^a]", "[c{0}][^a][^A]")[claims % 3]
                text = text.replace("§", form.format(claims), 1)
                claims += 1
        if in_note:
            text = f"y[^n{number}]\n\n[^n{number}]:\n    " + text.replace("\n", "\n    ")
        out += [text, ""]
    return "\n".join([*out, "apart", "", "[^a]: A", ""]), claims, citations


def check(document: tuple[str, int, int]) -> None:
    """Every claim and every citation of the text is found where it stands."""
    text, claims, citations = document
    found = article(text)

    spans = [marked(text, claim.at) for claim in found.claims]
    keys = [
        marked(text, step.at)
        for note in found.notes
        for citation in note.citations
        for step in citation.steps
    ]

    assert len(spans) == claims
    assert all(
        (re.match(r"\[c\d+[ \]]", span) and span.endswith("^a]")) or span.endswith("^A]")
        for span in spans
    )
    numbers = [int(match[0]) for span in spans if (match := re.search(r"\d+", span))]
    assert numbers == list(range(claims))
    assert sorted(keys) == sorted(f"@k{number}" for number in range(citations))


SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@seed(20260312)
@settings(max_examples=60, deadline=None, database=None, suppress_health_check=SLOW)
@given(documents())
def test_every_claim_and_citation_is_reported_where_it_stands(
    document: tuple[str, int, int],
) -> None:
    check(document)


@pytest.mark.long
@settings(max_examples=5000, deadline=None, database=None, suppress_health_check=SLOW)
@given(documents())
def test_every_claim_and_citation_is_reported_where_it_stands_in_thousands_of_texts(
    document: tuple[str, int, int],
) -> None:
    check(document)
