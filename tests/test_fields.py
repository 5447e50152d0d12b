"""YAML and JSON -> Values: places point at what they claim, and no text costs more than it should."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sidegloss.fields import LOADER, did_you_mean, nearest, parse
from sidegloss.model import Field, Location, Value

LETTERS = st.text(  # noncharacters, which are replaced, are in Cn
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cn"], exclude_characters="\u2028\u2029\ufeff"
    )
)
WORDS = LETTERS | st.sampled_from(["no", "~", "2026-03-09", "12", "it's", 'a "b"', "a: b", "- x"])
TREES = st.recursive(
    WORDS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(WORDS, below, max_size=4),
    max_leaves=12,
)


def read(text: str, path: str = "sources.yaml") -> Value:
    root, told = parse(text, path)
    assert not told
    assert root is not None
    return root


def said(text: str, path: str = "sources.yaml") -> str:
    root, (told,) = parse(text, path)
    assert root is None
    assert told.code == "yaml-readable"
    return f"{told.at.line}:{told.at.column}: {told.message}\n{told.hint}"


def plain(value: Value | None) -> object:
    """The tree without its places; null and empty text are one."""
    if value is None:
        return ""
    if value.items is not None:
        return [plain(item) for item in value.items]
    if value.fields is not None:
        return {field.name: plain(field.value) for field in value.fields}
    return value.text


def texts(value: Value) -> Iterator[tuple[str, Location]]:
    """Every key and every text of a tree, with its place."""
    if value.text is not None:
        yield value.text, value.at
    for item in value.items or ():
        yield from texts(item)
    for field in value.fields or ():
        yield field.name, field.at
        yield from texts(field.value)


def cut(text: str, at: Location) -> str:
    """What stands at a place of one line."""
    line = text.split("\n")[at.line - 1]
    assert at.column >= 1
    return line[at.column - 1 : at.end_column - 1 if at.end_line else at.column]


@given(TREES, st.sampled_from([True, False, None]), st.sampled_from([None, "'", '"']))
def test_a_place_in_yaml_holds_the_text_it_is_said_to_hold(
    tree: object, flow: bool | None, style: str | None
) -> None:
    text = yaml.dump(
        tree, default_flow_style=flow, default_style=style, allow_unicode=True, width=10**6
    )
    root, told = parse(text, "sources.yaml")
    assert not told
    for written, at in texts(root) if root else ():
        if at.end_line in {0, at.line} and "\n" not in written and written:
            shown = cut(text, at)
            assert yaml.load(shown, yaml.BaseLoader) == written


@given(TREES, st.booleans(), st.sampled_from([None, 2, "\t"]))
def test_a_place_in_json_holds_the_text_it_is_said_to_hold(
    tree: object, ascii_only: bool, indent: int | str | None
) -> None:
    text = json.dumps(tree, ensure_ascii=ascii_only, indent=indent)
    root, told = parse(text, "export.json")
    assert not told
    assert plain(root) == tree
    for written, at in texts(root) if root else ():
        assert json.loads(cut(text, at) if at.end_line else '""') == written


@given(st.text(max_size=60), st.sampled_from(["a.yaml", "a.json"]))
def test_any_text_is_read_or_refused_within_its_own_lines(text: str, path: str) -> None:
    _, told = parse(text, path)
    for diagnostic in told:
        assert 1 <= diagnostic.at.line <= text.count("\n") + 1
        assert diagnostic.hint


def test_scalars_stay_as_they_were_typed() -> None:
    root = read("a: no\nb: 2026-03-09\nc: 0012\nd: 1e3\ne: 'no'\nf: 12:40\n")
    wanted = {"a": "no", "b": "2026-03-09", "c": "0012", "d": "1e3", "e": "no", "f": "12:40"}
    assert plain(root) == wanted


def test_a_null_is_empty_text_and_a_quoted_one_is_not() -> None:
    assert plain(read("a:\nb: ~\nc: null\nd: '~'\n")) == {"a": "", "b": "", "c": "", "d": "~"}


def test_an_empty_value_stands_after_its_colon() -> None:
    (field,) = read("title:\n").fields or ()
    assert field.value == Value(Location("sources.yaml", 1, 7), "")


def test_both_copies_of_a_doubled_key_are_kept() -> None:
    fields = read("a: 1\na: 2\n").fields or ()
    assert [(field.name, field.at.line, field.value.text) for field in fields] == [
        ("a", 1, "1"),
        ("a", 2, "2"),
    ]


def test_lines_count_from_the_first_line_of_the_file() -> None:
    root, _ = parse("title: x\n", "weir.md", first_line=2)
    assert root is not None
    assert root.fields == (
        Field("title", Location("weir.md", 2, 1, 2, 6), Value(Location("weir.md", 2, 8), text="x")),
    )


def test_a_line_separator_of_unicode_moves_no_line() -> None:
    fields = read('a: "x\u2028y"\nb: z\n').fields or ()
    assert fields[1].at == Location("sources.yaml", 2, 1)


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "---\n", "~", "---\n---\n"])
def test_an_empty_file_says_nothing(text: str) -> None:
    assert parse(text, "sources.yaml") == (None, ())


def test_a_document_may_have_both_its_marks() -> None:
    assert plain(read("---\nreferences: []\n---\n")) == {"references": []}
    assert plain(read("---\nreferences: []\n...\n")) == {"references": []}


def test_the_c_parser_is_used_where_there_is_one() -> None:
    assert hasattr(yaml, "CSafeLoader") == (LOADER is getattr(yaml, "CSafeLoader", None))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "a: b\ntitle: Closed: the report\n",
            (
                "2:14: this value contains ': ' and must be quoted\n"
                'put the text in quotes: title: "Closed: the report"'
            ),
        ),
        (
            'title: He said "no": a report\n',
            (
                "1:20: this value contains ': ' and must be quoted\n"
                "put the text in quotes: title: 'He said \"no\": a report'"
            ),
        ),
        (
            "a:\n\tb: c\n",
            "2:1: YAML does not allow tabs here\nindent with spaces",
        ),
        ('a: "b\nc: d\n', '1:4: a quotation mark is never closed\nclose it with "'),
        (
            "a: b\nrests-on\nc: d\n",
            (
                "2:1: a name without a colon and a value\n"
                "write a colon and a blank after the name, or put more blanks before a second line"
            ),
        ),
        (
            "a: b\n  c: d\n",
            (
                "2:4: a field cannot begin here: the line above has a value already\n"
                "begin this line under the first letter of the field above"
            ),
        ),
        (
            "a: 1\n---\nb: 2\n",
            "3:1: a second document begins here\ndelete the line --- that stands before this",
        ),
        (
            "a: *b\n",
            "1:4: no &b stands before *b\nto begin a text with a star, put it in quotes: '*b'",
        ),
        ("a: é\x07\n", "1:5: the character U+0007 cannot stand here\ndelete it"),
        (
            "? [a]\n: b\n",
            "1:3: the name of a field must be text\nput it in quotes, or write a text before the colon",
        ),
    ],
)
def test_a_mistake_is_named_with_its_mend(text: str, wanted: str) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("t: @tidewater\n", 't: "@tidewater"'),
        ("t: [sic] the report\nu: v\n", 't: "[sic] the report"'),
        ("t: `x`\n", 't: "`x`"'),
        ("t: 'it's'\n", 't: "it\'s"'),
        ('t: "Nine" gates\n', "t: '\"Nine\" gates'"),
        ("t: > gates\n", 't: "> gates"'),
    ],
)
def test_a_text_that_yaml_takes_for_a_sign_is_shown_in_quotes(text: str, mend: str) -> None:
    assert f"put the text in quotes: {mend}" in said(text)
    assert plain(read(mend))


def test_a_pair_of_surrogates_is_one_character_and_moves_no_column() -> None:
    text = r'{"a": "\ud83d\ude00 \\ud83d \ud800", "b": "x"}'
    fields = read(text, "export.json").fields or ()
    assert fields[0].value.text == "😀 \\ud83d �"
    assert cut(text, fields[1].at) == '"b"'


def test_json_may_hold_tabs_and_what_yaml_forbids() -> None:
    assert plain(read('{\t"a":\t"x\x7fy\u2028z"}', "export.json")) == {"a": "x y z"}


def test_an_escape_cannot_bring_in_what_no_page_can_hold() -> None:
    assert plain(read(r'a: "x\0y\x1b"')) == {"a": "x�y�"}


def test_a_billion_laughs_are_refused_at_once() -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for above, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{','.join([f'*{above}'] * 9)}]")
    started = time.perf_counter()
    assert "aliases repeat too many values" in said("\n".join(lines))
    assert time.perf_counter() - started < 0.5


def test_a_few_aliases_are_fine() -> None:
    assert plain(read("a: &x {b: c}\nd: *x\ne: [*x, *x]\n")) == {
        "a": {"b": "c"},
        "d": {"b": "c"},
        "e": [{"b": "c"}, {"b": "c"}],
    }


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 5_000 + "x",
        '{"a":' * 100_000,
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 500)),
    ],
    ids=["brackets", "dashes", "braces", "aliases"],
)
def test_depth_is_bounded(text: str) -> None:
    started = time.perf_counter()
    assert "values are nested deeper than 40 levels" in said(text)
    assert time.perf_counter() - started < 1


def test_an_anchor_inside_itself_is_refused() -> None:
    assert said("a: &a [*a]").startswith("1:8: no &a stands before *a")


def test_the_nearest_word_is_found_whatever_its_case() -> None:
    assert nearest("auther", ("title", "author", "editor")) == "author"
    assert nearest("url", ("title", "URL")) == "URL"
    assert nearest("xyzzy", ("title", "URL")) == ""
    assert did_you_mean("auther", ("author",)) == "did you mean author?"
    assert did_you_mean("xyzzy", ("author",), "delete it") == "delete it"
