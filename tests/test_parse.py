"""Manuscript -> Article: titles, headings, ledes, figures, tables, slots; nothing ever raises."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sidegloss.markup import plugin
from sidegloss.model import FrontMatter, LinkSlot, Manuscript
from sidegloss.parse import Reading, links, parse
from sidegloss.words import load
from tables import article, html, marked

BARE = FrontMatter()


# ---------------------------------------------------------------- titles, headings, ledes


def test_the_front_matter_s_title_wins_and_the_heading_stays() -> None:
    found = article("# One\n\nx", front=FrontMatter(title="Two"))

    assert found.title == "Two"
    assert html(found.body).startswith('<h2 id="one">One</h2>')


def test_the_first_heading_is_the_title_and_does_not_stand_in_the_body_again() -> None:
    found = article("# One *two* `three`\n\nx", front=BARE)

    assert (found.title, html(found.body)) == ("One two three", "<p>x</p>\n")
    assert (found.headings, found.title_id) == ((), "one-two-three")
    assert found.anchors == {"one-two-three"}


def test_a_heading_that_is_not_at_the_top_gives_the_title_and_stays() -> None:
    found = article("x\n\n## One", front=BARE)

    assert found.title == "One"
    assert '<h2 id="one">One</h2>' in html(found.body)


@pytest.mark.parametrize("heading", ["# The [gates][^a]", "# The gates[^a]"])
def test_a_title_that_bears_a_note_stays_where_its_claim_is(heading: str) -> None:
    found = article(f"{heading}\n\nx\n\n[^a]: A", front=BARE)

    assert found.title == "The gates"
    assert "{fnref-a}" in html(found.body)


def test_a_heading_in_a_quotation_gives_no_title() -> None:
    assert article("> # One\n\nx", front=BARE).title == "Weir"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("weir-gates.md", "Weir gates"),
        ("a/nine_gates.md", "Nine gates"),
        ("essays/index.md", "Essays"),
    ],
)
def test_without_any_heading_the_file_s_name_is_the_title(name: str, title: str) -> None:
    manuscript = Manuscript(f"content/{name}", name, BARE, "x")

    assert parse(manuscript, Reading(load("en"))).title == title


def test_headings_go_down_one_level_where_the_text_has_its_own_first_level() -> None:
    found = article("# One\n\n## Two\n\n###### Six")

    assert [(heading.level, heading.id) for heading in found.headings] == [
        (2, "one"),
        (3, "two"),
        (6, "six"),
    ]
    assert "<h3" in html(found.body)


def test_headings_stay_where_they_are_below_a_title_of_their_own() -> None:
    found = article("# Title\n\n## Two\n\n### Three", front=BARE)

    assert [heading.level for heading in found.headings] == [2, 3]


def test_the_lede_is_the_first_paragraph_of_the_text_without_its_marks() -> None:
    found = article('# T\n\n> q\n\n[Nine *of*][^a] the\n`gates`[^a] ![a](g.png "b").\n\n[^a]: A')

    assert found.lede == "Nine of the gates a."


def test_a_long_lede_ends_with_a_whole_word() -> None:
    found = article("word, " * 100)

    assert len(found.lede) <= 282
    assert found.lede.endswith("word …")


def test_words_of_running_text_are_counted_and_those_of_notes_are_not() -> None:
    assert article("One two\nthree.[^a]\n\n[^a]: four five six").words == 3


def test_anchors_are_all_that_a_link_may_lead_to() -> None:
    found = article("## One\n\n[x][^a] [y][^a]\n\n[^a]: A")

    assert found.anchors == {"one", "claim-a", "claim-a~2", "fn-a", "notes"}


def test_a_text_without_notes_has_no_notes_to_lead_to() -> None:
    assert article("## One").anchors == {"one"}


def test_ids_of_headings_keep_the_marks_of_every_script() -> None:
    found = article("## مستندًا\n\n## हिन्दी में\n\n## A²: b_c – d!")

    assert [heading.id for heading in found.headings] == ["مستندًا", "हिन्दी-में", "a²-b_c--d"]


# ---------------------------------------------------------------- claims as values


def test_claims_are_values_in_the_order_of_the_text() -> None:
    text = "[one [two *b*][^b] `c`][^a] [x][^A]\n\n> q\n\n[^c]\n\n[^a]: A\n[^b]: B\n[^c]: C"

    claims = article(text).claims

    assert [(c.labels, c.ids, c.text, c.is_block) for c in claims] == [
        (("a",), ("a",), "one two b c", False),
        (("b",), ("b",), "two b", False),
        (("a",), ("a~2",), "x", False),
        (("c",), ("c",), "q", True),
    ]


def test_the_text_of_a_block_claim_is_all_that_stands_in_it() -> None:
    text = "| a | b |\n|---|---|\n| [c][^b] | d |\n\n[^a]\n\n```\ne  f\n```\n\n[^a]\n\n[^a]: A\n[^b]: B"

    assert [claim.text for claim in article(text).claims] == ["a b c d", "c", "e f"]


def test_a_passage_is_placed_from_its_bracket_to_the_end_of_its_references() -> None:
    text = "# T\n\nä [one\ntwo][^a][^b] x\n\n[^a]: A\n[^b]: B"

    assert marked(text, article(text).claims[0].at) == "[one\ntwo][^a][^b]"


def test_notes_know_their_markers_and_whether_a_passage_bears_them() -> None:
    text = "[x][^a] y[^b] z[^a]\n\n[^a]: see[^b]\n\n[^b]: see[^c]\n\n[^c]: C"

    notes = article(text).notes

    assert [(n.label, n.number, n.references, n.is_point) for n in notes] == [
        ("a", 1, ("fnref-a", "fnref-a~2"), False),
        ("b", 2, ("fnref-b", "fnref-b~2"), True),
        ("c", 3, ("fnref-c",), True),
    ]


def test_places_count_the_lines_of_the_front_matter() -> None:
    manuscript = Manuscript("content/a.md", "a.md", BARE, "x [y][^a]\n\n[^a]: A", first_line=6)

    found = parse(manuscript, Reading(load("en")))

    assert (found.claims[0].at.line, found.claims[0].at.column) == (6, 3)
    assert found.notes[0].at.line == 8


def test_the_same_text_gives_the_same_article() -> None:
    text = '# T\n\n[x "y"][^a] ![i](i.png)\n\n[^a]: **Disputed.** "z" [@k]'

    assert article(text) == article(text)
    assert hash(article(text)) == hash(article(text))


# ---------------------------------------------------------------- slots


def test_links_inside_the_site_are_slots_and_others_are_written() -> None:
    text = '[a](b.md#c) [d](#e) [f](https://example.org/?a=1&b=2 "t") [g](mailto:a@b.org)\n\n[h](i.md "<j>")'

    found = article(text)

    slots = [slot for slot in links(found.body) if isinstance(slot, LinkSlot)]
    assert [(slot.target, slot.fragment) for slot in slots] == [
        ("b.md", "c"),
        ("", "e"),
        ("i.md", ""),
    ]
    assert [marked(text, slot.at) for slot in slots] == [
        "[a](b.md#c)",
        "[d](#e)",
        '[h](i.md "<j>")',
    ]
    assert (
        '<a href="https://example.org/?a=1&amp;b=2" title="t" rel="noopener noreferrer">f</a>'
        in html(found.body)
    )
    assert 'title="&lt;j&gt;"' in html(found.body)


def test_links_and_images_are_placed_in_lists_of_tasks_and_cells() -> None:
    text = "- [x] y [a](b.md) ![c](d.png)\n\n| e \\| [f](g.md) |\n|---|\n| ![h](i.png) |"

    assert [marked(text, slot.at) for slot in links(article(text).body)] == [
        "[a](b.md)",
        "![c](d.png)",
        "[f](g.md)",
        "![h](i.png)",
    ]


def test_an_image_with_a_title_alone_in_its_paragraph_is_a_figure() -> None:
    found = html(article('![the *weir*](w.png "A & B")').body)

    assert found == (
        "<figure>{image w.png “the weir”}<figcaption>A &amp; B</figcaption></figure>\n"
    )


@pytest.mark.parametrize(
    "text", ["![a](b.png)", 'x ![a](b.png "c")', '![a](b.png "c") ![d](e.png "f")']
)
def test_other_images_are_no_figures(text: str) -> None:
    assert "<figure>" not in html(article(text).body)


def test_cells_say_how_they_are_aligned_without_a_style() -> None:
    found = html(article("| a | b | c |\n|:--|:-:|--:|\n| d | e | f |").body)

    assert [f'data-align="{side}"' in found for side in ("left", "center", "right")] == [True] * 3
    assert "style=" not in found


def test_tasks_have_boxes() -> None:
    found = html(
        article("- [ ] a\n- [x] b\n- [X] c\n- [y] d\n- [ ]e\n1. [ ] [f][^a]\n\n[^a]: A").body
    )

    assert found.count('<span class="task">☐</span> ') == 2
    assert found.count('<span class="task">☑</span> ') == 2
    assert "[y] d" in found
    assert "[ ]e" in found


def test_raw_html_is_text() -> None:
    found = html(article('<script>x</script>\n\n<div onclick="y">\n\na <img src=z>').body)

    assert "<script" not in found
    assert "<div" not in found
    assert "<img" not in found


@pytest.mark.parametrize("label", ['"onclick="x', "<b>", "a'b", "a&b"])
def test_no_label_can_break_out_of_an_attribute(label: str) -> None:
    found = article(f"[x][^{label}]\n\n[^{label}]: A")

    assert [d.code for d in found.diagnostics] == ["label-form"]
    assert not {'"', "<", ">", "'", "&"} & set(found.notes[0].address)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "vbscript:x", "data:text/html,x"])
def test_links_that_would_run_are_no_links(address: str) -> None:
    assert "<a" not in html(article(f"[x]({address}) <{address}>").body)


# ---------------------------------------------------------------- random texts

PIECES = [
    *"[]()^@!*_`~|>#-+.\\\"'<&:;\n\n\t ",
    "[^a]", "[^a]: ", "[^b]", "][^a]", "[x][^a]", "[@k]", "[@k, p. 1", "](u)", "![", "    ", "\n\n",
    "“", "”", "’", "—", "> ", "- ", "1. ", "- [ ] ", "| a |\n|---|\n", "```", "**", "x", "ä", "\0",
    "disputes ", "quoting @", "# ", "---\n", ": ", "\u2028", "\x85", "\x0b", "\x1c", "日",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)


def never_raises(text: str) -> None:
    """Parse *text*, and look at every place that is told."""
    for found in (article(text), article(f"[x][^a]\n\n[^a]: {text}", quotes=True)):
        assert all(
            diagnostic.at.line >= 1 and diagnostic.at.column >= 1
            for diagnostic in found.diagnostics
        )
        body = "".join(map(html, [found.body, *(n.body for n in found.notes)]))
        assert body.count("<span") == body.count("</span>")


def is_left_alone(text: str) -> None:
    """A text without marks gives markdown-it's own html."""
    text = text.replace("[^", "[").replace("@", "")
    bare = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    ours = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).use(plugin)

    assert _without_ids(ours.render(text)) == bare.render(text)


def _without_ids(rendered: str) -> str:

    return re.sub(r'<(h[1-6]) id="[^"]*">', r"<\1>", rendered)


@seed(20260312)
@settings(max_examples=150, deadline=None, database=None)
@given(TEXTS)
def test_no_text_raises(text: str) -> None:
    never_raises(text)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None, database=None)
@given(TEXTS)
def test_no_text_of_thousands_raises(text: str) -> None:
    never_raises(text)


@seed(20260312)
@settings(max_examples=100, deadline=None, database=None)
@given(TEXTS)
def test_texts_without_marks_give_markdown_it_s_own_html(text: str) -> None:
    is_left_alone(text)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, database=None)
@given(TEXTS)
def test_thousands_of_texts_without_marks_give_markdown_it_s_own_html(text: str) -> None:
    is_left_alone(text)


@pytest.mark.parametrize(
    ("given", "text", "headings"),
    [
        ("The Weir", "# The Weir\n\nText.\n\n## More\n", ["More"]),
        ("The Weir", "# the *weir*.\n\nText.\n", []),
        ("Ada\N{RIGHT SINGLE QUOTATION MARK}s weir", "# Ada's weir\n\nText.\n", []),
        ("The Weir", "The Weir\n===\n\nText.\n", []),
        ("The Weir", "## The Weir\n\nText.\n", ["The Weir"]),
        ("The Weir", "# The Lock\n\nText.\n", ["The Lock"]),
        ("The Weir", "Text.\n\n# The Weir\n", ["The Weir"]),
        ("The Weir", "# The [Weir][^a]\n\n[^a]: x\n", ["The Weir"]),
    ],
)
def test_a_heading_that_repeats_the_title_is_shown_once(
    given: str, text: str, headings: list[str]
) -> None:
    found = article(text, front=FrontMatter(title=given))
    assert found.title == given
    assert [heading.text for heading in found.headings] == headings
    assert bool(found.title_id) is (given != "" and len(headings) == text.count("\n## More"))
