"""Citations: the grammar of a bracket, the sources' own words, verdicts, and a note's kind."""

from __future__ import annotations

import pytest

from sidegloss.model import Kind
from tables import article, cited, html, marked, note, told

GRAMMAR = {
    "a key": ("[@k]", ["supports: k"]),
    "a locator": ("[@k, p. 12]", ["supports: k (p. 12)"]),
    "a locator without the comma": ("[@k p. 12]", ["supports: k (p. 12)"]),
    "a locator holds commas": ("[@k, pp. 1-2, 5]", ["supports: k (pp. 1-2, 5)"]),
    "a locator is a time": ("[@k, 12:40]", ["supports: k (12:40)"]),
    "a locator keeps its last full stop": ("[@k, p. 3.]", ["supports: k (p. 3.)"]),
    "a locator holds brackets": ("[@k, [x]]", ["supports: k ([x])"]),
    "a locator over two lines": ("[@k,\np. 3]", ["supports: k (p. 3)"]),
    "a locator with an entity": ("[@k, p.&nbsp;12]", ["supports: k (p. 12)"]),
    "a closing comma is trimmed": ("[@k,]", ["supports: k"]),
    "an address in a locator is no key": ("[@k, to a@b.org]", ["supports: k (to a@b.org)"]),
    "several": ("[@a, p. 3; @b;@c]", ["supports: a (p. 3)", "supports: b", "supports: c"]),
    "a last semicolon": ("[@k; ]", ["supports: k"]),
    "an author suppressed": ("[-@k; see -@l]", ["supports: k", "supports: l"]),
    "a key in braces": (
        "[@{https://e.org/a?b=c}, p. 1]",
        ["supports: https://e.org/a?b=c (p. 1)"],
    ),
    "a key with inner punctuation": ("[@doe:2020/x.y+z]", ["supports: doe:2020/x.y+z"]),
    "a key in any script": ("[@ключ citing @日本]", ["supports: ключ -cites-> 日本"]),
    "a full stop after a key is no part of it": ("[@k.]", ["supports: k"]),
    "a full stop or colon before the locator": ("[@k: p. 3]", ["supports: k (p. 3)"]),
    "two marks end a key": ("[@k--l]", ["supports: k (--l)"]),
    "formatters escape": (r"[@k\_l, p\. \[3\]]", ["supports: k_l (p. [3])"]),
    "a bracket in a bracket": ("[he said [@k]]", ["supports: k"]),
}
SIGNALS = {
    "disputes": ("[disputes @k]", ["disputes: k"]),
    "in capitals": ("[BUT SEE @k]", ["disputes: k"]),
    "over two lines": ("[but\nsee @k]", ["disputes: k"]),
    "emphasised": ("[*contra* @k]", ["disputes: k"]),
    "with a comma": ("[see, @k]", ["supports: k"]),
    "with a full stop": ("[cf. @k]", ["context: k"]),
    "for every citation up to the next": (
        "[cf. @a; @b; disputes @c; @d; e.g. @e]",
        ["context: a", "context: b", "disputes: c", "disputes: d", "supports: e"],
    ),
    "before a trail": ("[contra @a quoting @b]", ["disputes: a -quotes-> b"]),
}
STEPS = {
    "a trail with locators": (
        "[@blog quoting @paper, p. 1, citing @report, p. 12]",
        ["supports: blog -quotes-> paper (p. 1) -cites-> report (p. 12)"],
    ),
    "American spellings": (
        "[@a summarizing @b analyzing @c]",
        ["supports: a -summarises-> b -analyses-> c"],
    ),
    "British spellings": (
        "[@a summarising @b analysing @c]",
        ["supports: a -summarises-> b -analyses-> c"],
    ),
    "every manner": (
        "[@a via @b paraphrasing @c translating @d republishing @e reporting @f]",
        [
            "supports: a -via-> b -paraphrases-> c -translates-> d -republishes-> e -reports-> f",
        ],
    ),
    "in capitals, emphasised": (
        "[@a *Quoting* @b CITING @c]",
        ["supports: a -quotes-> b -cites-> c"],
    ),
    "right after a comma": ("[@a,quoting @b]", ["supports: a -quotes-> b"]),
    "over two lines": ("[@a, p. 3 quoting  \n@b]", ["supports: a (p. 3) -quotes-> b"]),
    "two trails": ("[@a via @b; @c via @d]", ["supports: a -via-> b", "supports: c -via-> d"]),
}
LANGUAGES = [
    ("de", "[siehe @a, S. 3, unter Berufung auf @b]", "supports: a (S. 3) -cites-> b"),
    ("de", "[Bestreitet @a]", "disputes: a"),
    ("de", "[vgl. @a]", "context: a"),
    ("de", "[@a ÜBERSETZUNG VON @b]", "supports: a -translates-> b"),
    ("de", "[@a u\u0308bersetzt @b]", "supports: a -translates-> b"),
    ("de", "[disputes @a citing @b]", "disputes: a -cites-> b"),
    ("fr", "[voir @a, p. 3, s’appuyant sur @b]", "supports: a (p. 3) -cites-> b"),
    ("fr", "[@a d'après @b]", "supports: a -via-> b"),
    ("fr", "[dément @a]", "disputes: a"),
    ("es", "[véase @a, p. 3, citando a @b]", "supports: a (p. 3) -quotes-> b"),
    ("es", "[pero véase @a]", "disputes: a"),
    ("ar", "[انظر @a، ص 3، نقلا عن @b]", "supports: a (ص 3) -via-> b"),
    ("ar", "[ينفي @a]", "disputes: a"),
    ("ar", "[@a محلّلًا @b]", "supports: a -analyses-> b"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(*case, id=name)
        for table in (GRAMMAR, SIGNALS, STEPS)
        for name, case in table.items()
    ],
)
def test_a_bracket_is_read_by_the_grammar(text: str, expected: list[str]) -> None:
    assert [cited(citation) for citation in note(f"So {text}.").citations] == expected


@pytest.mark.parametrize(("language", "text", "expected"), LANGUAGES)
def test_each_language_has_its_words_and_english_is_always_known(
    language: str, text: str, expected: str
) -> None:
    assert [cited(citation) for citation in note(text, language).citations] == [expected]


def test_arabic_semicolons_part_citations() -> None:
    assert [cited(c) for c in note("[@k، ص 3؛ @l]", "ar").citations] == [
        "supports: k (ص 3)",
        "supports: l",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[me@example.org]",
        "[mail me@example.org, @k]",
        "[thanks @octocat]",
        "[to @k]",
        "[quoting @k]",
        "[@]",
        "[@k](u.md)",
        "![@k](u.png)",
        "[@k][r]\n\n[r]: https://example.org/",
        "[@k]\n\n[@k]: https://example.org/",
        r"\[@k\]",
        r"\[@k]",
        "`[@k]`",
        "(@k)",
        "@k says",
    ],
)
def test_what_is_no_citation_stays_text(text: str) -> None:
    assert note(text).citations == ()


@pytest.mark.parametrize("text", ["[@k]", "[see @k, p. 3]", "[thanks @octocat]", "x [@k; @l] y"])
def test_citations_outside_notes_stay_text(text: str) -> None:
    assert html(article(text).body) == f"<p>{text}</p>\n"


def test_a_key_outside_a_note_is_remembered_until_the_sources_are_known() -> None:
    (mention,) = article("x [see @k, p. 3] y").mentions

    assert (mention.keys, mention.form, mention.at.column) == (("k",), "bracket", 3)


def test_words_that_are_no_signal_are_remembered_until_the_sources_are_known() -> None:
    (mention,) = article("[p][^n]\n\n[^n]: [thanks to @k]").mentions

    assert (mention.keys, mention.form) == (("k",), "prefixed")
    assert [wrong.code for wrong in mention.if_known] == ["citation-signal"]


def test_a_bracket_around_a_citation_is_not_told_of() -> None:
    assert article("[p][^n]\n\n[^n]: [as [@k] says]").mentions == ()


MISTAKES = [
    ("[@a @b]", "citation-step", "@b"),
    ("[@a and @b]", "citation-step", "@b"),
    ("[@a, p. 3, @{b}]", "citation-step", "@{b}"),
    ("[@a disputes @b]", "citation-step", "@b"),
    ("[@a, quoting, @b]", "citation-step", "@b"),
    ("[@a; foo @b]", "citation-signal", "foo @b"),
    ("[@a; quoting @b]", "citation-signal", "quoting @b"),
    ("[@a; and more]", "citation-key", "and more"),
    ("[@a; see ch. 3; @b]", "citation-key", "see ch. 3"),
    (r"[@a\; @b\*; c]", "citation-key", "c"),
]


@pytest.mark.parametrize(("text", "code", "place"), MISTAKES)
def test_a_mistake_in_a_bracket_has_its_exact_place(text: str, code: str, place: str) -> None:
    source = f"[p][^n]\n\n[^n]: Ä\n    so {text}"

    found = [d for d in article(source).diagnostics if d.code == code]

    assert [marked(source, d.at) for d in found] == [place]


def test_a_missing_step_word_lists_the_step_words() -> None:
    (found,) = article("[p][^n]\n\n[^n]: [@a @b]").diagnostics

    assert "citing, via, quoting, paraphrasing, summarising" in found.hint


def test_a_step_word_after_a_semicolon_says_to_take_the_semicolon_out() -> None:
    (found,) = article("[p][^n]\n\n[^n]: [@a; quoting @b]").diagnostics

    assert found.hint.startswith("take the ';' out")


def test_every_key_of_a_trail_has_its_place() -> None:
    source = "[p][^n]\n\n[^n]: „so“ [see @a, p. 3,\n    quoting -@{b:c}; @d]"

    steps = [step for citation in article(source).notes[0].citations for step in citation.steps]

    assert [marked(source, step.at) for step in steps] == ["@a", "-@{b:c}", "@d"]


# ---------------------------------------------------------------- the sources' own words

QUOTED = [
    ('"w w" [@k]', "w w"),
    ("“w w” [@k]", "w w"),
    ("„w w“ [@k]", "w w"),
    ("„w w” [@k]", "w w"),
    ("«w w» [@k]", "w w"),
    ("«\u202fw w\u202f» [@k]", "w w"),
    ("»w w« [@k]", "w w"),
    ("‘w w’ [@k]", "w w"),
    ("‚w w‘ [@k]", "w w"),
    ('"w w". [@k]', "w w"),
    ('"w w", [@k]', "w w"),
    ('"w w"[@k]', "w w"),
    ('"w\nw"\n[@k]', "w w"),
    ('"*w* `w`" [@k]', "w w"),
    ('"w [x](u.md)" [@k]', "w x"),
    ('*"w w"* [@k]', "w w"),
    ("“a,” [@k]", "a,"),
    ("“w ‘x’ w” [@k]", "w ‘x’ w"),
    ("“a “b” c” [@k]", "a “b” c"),
    ("«a “b” c» [@k]", "a “b” c"),
    ("„a ‚b‘ c“ [@k]", "a ‚b‘ c"),
    ("“don’t w” [@k]", "don’t w"),
    ("‘don’t w’ [@k]", "don’t w"),
    ("‘the gates’ state’ [@k]", "the gates’ state"),
    ("“a ‘b” [@k]", "a ‘b"),
    ("“a [...] b” [@k]", "a [...] b"),
    ("‘a’ and ‘b’ [@k]", "b"),
    ('"a" and "b" [@k]', "b"),
    ('5" and "b" [@k]', "b"),
    ("“a [@l] b” [@k]", "a b"),
    ("‘a’ [@l] it’s ‘b’ [@k]", "b"),
    ("the gates’ state [@k]", ""),
    ("the ’90s [@k]", ""),
    ('"w w"; [@k]', ""),
    ('"w w" said [@k]', ""),
    ('"w" **x** [@k]', ""),
    ("“w” — [@k]", ""),
    ('5" wide [@k]', ""),
    ("“open only [@k]", ""),
    ("only closed” [@k]", ""),
    ("“a» [@k]", ""),
    ('"" [@k]', ""),
    ("“a\n\nb” [@k]", ""),
]
BLOCKS = [
    ("\n> w w\n> — [@k]", "w w"),
    ("\n> w w — [@k]", "w w"),
    ("\n> w\n> w -- [@k].", "w w"),
    ("\n> w – [@k]", "w"),
    ("\n> *w* w\n>\n> — [@k]", "w w"),
    ("\n> w w\n\n— [@k]", "w w"),
    ("\n> w\n>\n> v\n\n— [@k]", "w v"),
    ("\n> - w\n> - v\n>\n> — [@k]", "w v"),
    ("\n> w\n> — [disputes @k, p. 3]", "w"),
    ("\n> w [@l] v\n> — [@k]", "w v"),
    ("- > w\n  > — [@k]", "w"),
    ("\n> “w” [@k]", "w"),
    ("\n> w w\n\n[@k]", ""),
    ("\n> w - [@k]", ""),
    ("\n> w w\n\n— [@k] more", ""),
    ("\n> w w\n\nHe was wrong — [@k]", ""),
    ("\n> w\n> — [@k]\n>\n> more", ""),
    ("\n> — [@k]", ""),
]


@pytest.mark.parametrize(("text", "expected"), [*QUOTED, *BLOCKS])
def test_words_right_before_a_citation_are_the_source_s_own(text: str, expected: str) -> None:
    if text.startswith("- >"):
        text = f"\n{text}"

    citations = {citation.steps[0].key: citation for citation in note(text).citations}

    assert citations["k"].quotation == expected


@pytest.mark.parametrize("text", ['"w" [@a; @b]', '"w" [@a] [@b]', "\n> w\n> — [@a] [@b]"])
def test_words_belong_to_the_first_citation(text: str) -> None:
    assert [citation.quotation for citation in note(text).citations] == ["w", ""]


def test_a_slot_says_which_citations_it_holds_and_where_it_stands() -> None:
    body = html(note("**True.** x [@a; @b]\n\n[@c].\n\n> w\n> — [@d]").body)

    assert "x {cite 0 1}</p>" in body
    assert "<p>{cite 2 alone}</p>" in body
    assert "— {cite 3 by}</p>" in body


ALONE = [
    ("[@k, p. 3].", "<p>{cite 0 alone}</p>"),
    ("[@k];", "<p>{cite 0 alone}</p>"),
    ("([@k]).", "<p>{cite 0 alone}</p>"),
    ("[@k]; [@l].", "<p>{cite 0 alone}{cite 1 alone}</p>"),
    ("[@k],\n[@l].", "<p>{cite 0 alone}\n{cite 1 alone}</p>"),
    (
        "**Corrected.** [@k].",
        '<p><strong class="verdict">Corrected.</strong>{cite 0 alone}</p>',
    ),
    (
        "**Corrected** [@k]; [@l]!",
        '<p><strong class="verdict">Corrected</strong>{cite 0 alone}{cite 1 alone}</p>',
    ),
    ("So [@k].", "<p>So {cite 0}.</p>"),
    ("[as told by @k].", "<p>{cite 0}[as told by @k]{end}.</p>"),
]


@pytest.mark.parametrize(("text", "body"), ALONE)
def test_a_note_that_is_only_citations_shows_no_stray_mark(text: str, body: str) -> None:
    assert html(note(text).body).strip() == body


# ---------------------------------------------------------------- verdicts and kinds

KINDS = [
    ("**Disputed.** x [@k]", "disputed", Kind.DISPUTED),
    ("**false**: x", "false", Kind.DISPUTED),
    ("**Misleading!** x", "misleading", Kind.DISPUTED),
    ("**Corrected** on 14 March [@k]", "corrected", Kind.DISPUTED),
    ("__Outdated.__ x", "outdated", Kind.DISPUTED),
    ("**Partly true:** x [@k]", "partly-true", Kind.DISPUTED),
    ("**Missing\ncontext.** x [@k]", "missing-context", Kind.DISPUTED),
    ("**Satire.** x", "satire", Kind.DISPUTED),
    ("**Unsourced.** [@k]", "unsourced", Kind.UNSOURCED),
    ("**Unverified.** x [disputes @k]", "unverified", Kind.DISPUTED),
    ("**Confirmed.** x [@k]", "confirmed", Kind.SOURCED),
    ("**True.** x", "true", Kind.CONTEXT),
    ("**Opinion.** x [cf. @k]", "opinion", Kind.CONTEXT),
    ("x [@k; disputes @l]", "", Kind.DISPUTED),
    ("x [cf. @k; see @l]", "", Kind.SOURCED),
    ("x [cf. @k]", "", Kind.CONTEXT),
    ("x", "", Kind.CONTEXT),
    ("**Disputed** [@k]", "disputed", Kind.DISPUTED),
    ("**Disputed**", "disputed", Kind.DISPUTED),
    ("**Disputed。** x", "disputed", Kind.DISPUTED),
    ("**Disputed：** x", "disputed", Kind.DISPUTED),
    ("**Disputed！** x", "disputed", Kind.DISPUTED),
    ("x **Disputed.**", "", Kind.CONTEXT),
    ("*Disputed.* x", "", Kind.CONTEXT),
    ("\n> **Disputed.** x", "", Kind.CONTEXT),
]


@pytest.mark.parametrize(("text", "verdict", "kind"), KINDS)
def test_a_note_s_verdict_and_stances_decide_its_kind(text: str, verdict: str, kind: Kind) -> None:
    found = note(text)

    assert (found.verdict, found.kind) == (verdict, kind)


@pytest.mark.parametrize(
    ("language", "text", "verdict"),
    [
        ("de", "**Irreführend.** x", "misleading"),
        ("de", "**Disputed.** x", "disputed"),
        ("fr", "**Contesté.** x", "disputed"),
        ("es", "**En disputa.** x", "disputed"),
        ("ar", "**متنازع عليه.** x", "disputed"),
    ],
)
def test_verdicts_are_known_in_the_article_s_language(
    language: str, text: str, verdict: str
) -> None:
    assert note(text, language).verdict == verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Important.** x", ["3:7 unknown-verdict"]),
        ("**Important。** x", ["3:7 unknown-verdict"]),
        ("**Important** x", []),
        ("**A bold sentence of many words.** x", []),
    ],
)
def test_a_bold_first_word_that_is_no_verdict_is_told(text: str, expected: list[str]) -> None:
    assert told(article(f"[p][^n]\n\n[^n]: {text}")) == expected


def test_of_several_notes_the_first_kind_in_order_decides_how_a_claim_shows() -> None:
    found = article("[x][^a][^b][^c]\n\n[^a]: [cf. @k]\n\n[^b]: **Unverified.**\n\n[^c]: [@k]")

    assert [claim.kind for claim in found.claims] == [Kind.UNSOURCED]
    assert [n.kind for n in found.notes] == [Kind.CONTEXT, Kind.UNSOURCED, Kind.SOURCED]
