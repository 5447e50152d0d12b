"""A citation that the author wrote is shown, or a message names it: in notes and in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidegloss.guesses import Guesses
from sidegloss.model import Article, Location, Source
from sidegloss.resolve import place_of
from sidegloss.resolve.citations import key_mistakes
from tables import article, cited

KNOWN = ("doe", "smith_2004", "a:b/c.d", "ключ")


def known_sources() -> dict[str, Source]:
    at = Location("content/sources.yaml")
    return {key: Source(key=key, type="book", title=key, at=at) for key in (*KNOWN, "k", "l", "m")}


SOURCES = known_sources()


def of_note(body: str) -> Article:
    indented = body.replace("\n", "\n    ")
    return article(f"[p][^n]\n\n[^n]: {indented}\n")


def shown(body: str) -> tuple[list[str], list[str], list[str]]:
    """The note's citations, the keys it names, and the codes of its messages."""
    read = of_note(body)
    placed = place_of(read, SOURCES, {})
    (sourced,) = placed.notes
    told = [*read.diagnostics, *key_mistakes(read, placed.notes, SOURCES, Guesses())]
    named = [citation.steps[0].key for citation in sourced.note.named]
    return (
        [cited(citation) for citation in sourced.note.citations],
        named,
        sorted(d.code for d in told),
    )


SIGNAL, STEP, DEFINED = "citation-signal", "citation-step", "source-defined"
# (a note, its citations, the sources its sentences name, its messages)
FORMS: list[tuple[str, list[str], list[str], list[str]]] = [
    ("[see @k, pp. 33-35; also @l, chap. 1]", ["supports: k (pp. 33-35)", "supports: l (chap. 1)"], [], []),
    ("[see, e.g., @k; also @l; esp. @m]", ["supports: k", "supports: l", "supports: m"], [], []),
    ("[but see, e.g., @k; especially @l]", ["disputes: k", "disputes: l"], [], []),
    ("[cf. also @k; also @l; see @m]", ["context: k", "context: l", "supports: m"], [], []),
    ("[*see* @k]", ["supports: k"], [], []),
    ("[also @k]", ["supports: k"], [], []),
    ("[e.g. @k]", ["supports: k"], [], []),
    ("[see: @k]", ["supports: k"], [], []),
    ("[see contra @k]", ["context: k"], [], [SIGNAL]),
    ("[as counted by @k]", ["context: k"], [], [SIGNAL]),
    ("[as counted by @k; @l]", ["context: k", "supports: l"], [], [SIGNAL]),
    ("[@k; as counted by @l; @m]", ["supports: k", "context: l", "supports: m"], [], [SIGNAL]),
    ("[@k; as well as @l]", ["supports: k", "context: l"], [], [SIGNAL]),
    ("[@k; and @l]", ["supports: k", "context: l"], [], [SIGNAL]),
    ("[@k; quoting @l]", ["supports: k", "context: l"], [], [SIGNAL]),
    ("[as counted by @jack]", [], [], []),
    ("[as counted by @jack quoting @k]", ["context: jack -quotes-> k"], [], [SIGNAL, DEFINED]),
    ("[thanks @jack and @jill]", [], [], []),
    ("[thanks @jack and @k]", ["context: jack (and) -via-> k"], [], [SIGNAL, STEP, DEFINED]),
    ("[@k and @l]", ["supports: k (and) -via-> l"], [], [STEP]),
    ("[@k @l]", ["supports: k -via-> l"], [], [STEP]),
    ("[@k, p. 3, quoting @l, p. 4]", ["supports: k (p. 3) -quotes-> l (p. 4)"], [], []),
    ("[@k quoting -@l]", ["supports: k -quotes-> l"], [], []),
    ("[-@k]", ["supports: k"], [], []),
    ("[-@k, p. 3; @l]", ["supports: k (p. 3)", "supports: l"], [], []),
    ("[see -@k]", ["supports: k"], [], []),
    ("[@k p. 3]", ["supports: k (p. 3)"], [], []),
    ("[@k: p. 3]", ["supports: k (p. 3)"], [], []),
    ("[@k, {p. 3}]", ["supports: k (p. 3)"], [], []),
    ("[@k, {p. 3}, and *passim*]", ["supports: k (p. 3)"], [], []),
    ("[@k{p. 3, 4} and more]", ["supports: k (p. 3, 4)"], [], []),
    ("[@k, {}, p. 3 of the draft]", ["supports: k"], [], []),
    ("[@k, {p. {3}}]", ["supports: k (p. {3})"], [], []),
    ("[@k, p. 3, and *passim*]", ["supports: k (p. 3, and passim)"], [], []),
    ("[@k, p. `3`]", ["supports: k (p. 3)"], [], []),
    ("[@k [p. 3]]", ["supports: k (p. 3)"], [], []),
    ("[@k, [p. 3]]", ["supports: k ([p. 3])"], [], []),
    ("[@k, p. 3,]", ["supports: k (p. 3)"], [], []),
    ("[@k,]", ["supports: k"], [], []),
    ("[@k;]", ["supports: k"], [], []),
    ("[@k.]", ["supports: k"], [], []),
    ("[@{k}]", ["supports: k"], [], []),
    ("[@{k}, p. 3]", ["supports: k (p. 3)"], [], []),
    ("[@{a:b/c.d}]", ["supports: a:b/c.d"], [], []),
    ("[@a:b/c.d.]", ["supports: a:b/c.d"], [], []),
    ("[@smith_2004; @doe]", ["supports: smith_2004", "supports: doe"], [], []),
    ("[@smith\\_2004]", ["supports: smith_2004"], [], []),
    ("[@ключ, с. 3]", ["supports: ключ (с. 3)"], [], []),
    ("[\\@k]", [], [], []),
    ("\\@k says", [], [], []),
    ("[see @k, as \\@jack said]", ["supports: k (as @jack said)"], [], []),
    ("&#64;k says", [], [], []),
    ("`[@k]` and `@k`", [], [], []),
    ("[@k](https://x.example/)", [], [], []),
    ("[@k, p. 3](https://x.example/)", [], [], []),
    ("[@jack](https://social.example/@jack)", [], [], []),
    ("<https://social.example/@k>", [], [], []),
    ("https://social.example/@k", [], [], []),
    ("www.social.example/@k", [], [], []),
    ("mail a@k.example or a@k", [], [], []),
    ("[mail a@k.example]", [], [], []),
    ("[@k, see https://social.example/@l]", ["supports: k (see https://social.example/@l)"], [], []),
    ("[@k, by [@l](https://x.example/)]", ["supports: k (by @l)"], [], []),
    ("[@k, in `@l`]", ["supports: k (in @l)"], [], []),
    ("@k says so", [], ["k"], []),
    ("@k.", [], ["k"], []),
    ("@k [p. 3] says", [], ["k"], []),
    ("@k, p. 3", [], ["k"], []),
    ("(@k)", [], ["k"], []),
    ("“@k”", [], ["k"], []),
    ("*@k*", [], ["k"], []),
    ("-@k and @{l}", [], ["k", "l"], []),
    ("@k's and @l’s", [], ["k", "l"], []),
    ("@k/@l", [], ["k", "l"], []),
    ("@jack says so", [], [], []),
    ("@jack [p. *3*] says", [], [], []),
    ("@k [@l]", ["supports: l"], ["k"], []),
    ("@k [see @l; @m]", ["supports: l", "supports: m"], ["k"], []),
    ("[he said [@k]]", ["supports: k"], [], []),
    ("[he said [@k] and @l]", ["supports: k"], ["l"], []),
    ("[a [link](https://x.example/) by @k]", [], ["k"], []),
    ("x\n\n| a |\n|---|\n| [@k] and @l |", ["supports: k"], ["l"], []),
    ("- [@k]\n- @l", ["supports: k"], ["l"], []),
    ("x\n\n> [@k] y @l", ["supports: k"], ["l"], []),
    ("### [@k]", ["supports: k"], [], []),
    ("[@gone]", ["supports: gone"], [], [DEFINED]),
    ("[@k; @gone]", ["supports: k", "supports: gone"], [], [DEFINED]),
    ("[@k][^n]", ["supports: k"], [], []),
    ("[@k] [@l]", ["supports: k", "supports: l"], [], []),
    ("[@k];[@l].", ["supports: k", "supports: l"], [], []),
    ("[SEE ALSO @k]", ["supports: k"], [], []),
    ("[@k; see ch. 3]", ["supports: k"], [], ["citation-key"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "citations", "named", "codes"), FORMS, ids=range(len(FORMS)))
def test_every_form_of_a_citation_is_read_named_or_reported(
    body: str, citations: list[str], named: list[str], codes: list[str]
) -> None:
    assert shown(body) == (citations, named, sorted(codes))


TEXT_FORMS = [
    ("[@k]", ["citation-outside-note"]),
    ("[see @k, p. 3]", ["citation-outside-note"]),
    ("[-@k]", ["citation-outside-note"]),
    ("@k says", ["citation-outside-note"]),
    ("@k [p. 3]", ["citation-outside-note"]),
    ("[as @k says]", ["citation-outside-note"]),
    ("[a [b](https://x.example/) by @k]", ["citation-outside-note"]),
    ("# [@k]", ["citation-outside-note"]),
    ("[@k; @l]", ["citation-outside-note"]),
    ("@k and @l", ["citation-outside-note"] * 2),
    ("[@k](https://x.example/)", []),
    ("[@gone]", ["source-defined"]),
    ("[thanks @jack]", []),
    ("@jack says", []),
    (r"[\@k]", []),
]


@pytest.mark.parametrize(("text", "codes"), TEXT_FORMS)
def test_a_citation_in_running_text_is_reported(text: str, codes: list[str]) -> None:
    read = article(text)
    assert [d.code for d in key_mistakes(read, (), SOURCES, Guesses())] == codes


@pytest.mark.parametrize("text", ["[@k][^n]", "[see @k, p. 3][^n]", "[-@k][^n]"])
def test_a_citation_beside_a_note_is_no_passage(text: str) -> None:
    read = article(f"So {text}.\n\n[^n]: x")
    assert read.claims == ()
    assert [d.code for d in key_mistakes(read, (), SOURCES, Guesses())] == ["citation-outside-note"]


PIECES = st.sampled_from(
    [
        *("[@{}]", "[see @{}, p. 3]", "[-@{}]", "[@{} p. 3]", "[@{}, {{p. 3}}, and *x*]"),
        *("[see, e.g., @{}; also @l]", "[as told by @{}]", "[@k; as told by @{}]", "[@k @{}]"),
        *("[@k quoting @{}, p. 4]", "@{} says", "@{} [p. 3]", "-@{}", "(@{})", "**@{}**"),
        *("[@{} [p. 3]]", "[@k; foo; @{}]", "[he [@{}] said]", '"words" [@{}]', '"words [@{}]'),
        *("“[@{}]” x", "[@k][^n] [@{}]", "x@y.z [@{}]", "[*see* @{}]", "[a `b` @{}]"),
        *("[x [y](https://z.example/) @{}]", "– [@{}].", "[@jack; @{}]", "@jack [@{}]"),
    ]
)


@given(st.lists(st.tuples(PIECES, st.sampled_from(KNOWN)), min_size=1, max_size=6), st.data())
def test_every_known_key_is_a_citation_or_in_a_message(
    pieces: list[tuple[str, str]], data: st.DataObject
) -> None:
    glue = data.draw(st.sampled_from([" ", ", ", "\n", ". ", "\n\n", " *x* ", "; "]))
    body = "x " + glue.join(piece.format(key) for piece, key in pieces)
    read = of_note(body)
    placed = place_of(read, SOURCES, {})
    (sourced,) = placed.notes
    citations = (*sourced.note.citations, *sourced.note.named)
    found = {step.key for citation in citations for step in citation.steps}
    told = [*read.diagnostics, *key_mistakes(read, placed.notes, SOURCES, Guesses())]
    messages = " ".join(d.message for d in told)
    assert [key for _, key in pieces if key not in found and f"@{key}" not in messages] == []
