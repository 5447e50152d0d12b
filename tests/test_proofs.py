"""Quotations and saved copies: each copy has its result, and nothing is called checked that is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest

from conftest import SiteUnderTest, Texts

Make = Callable[[Texts], SiteUnderTest]

K = "We wrote: The dam has never once been inspected. It was once inspected twice a year."
J = "The dam has been inspected twice."
SOURCES = """\
k: {title: K, author: Ann Kay, issued: 2020, access: on-file, text: snapshots/k.txt, archived: 2026-01-02, rests-on: none}
j: {title: J, author: Bo Jay, issued: 1940, access: on-file, text: snapshots/j.txt, accessed: 2025-01-02, rests-on: none}
n: {title: N, author: Cy Enn, issued: 1930, access: on-file, rests-on: none}
m: {title: M, author: Di Emm, issued: 1950, access: on-file, rests-on: {source: j, how: quotes}}
b: {title: B, author: Ed Bee, issued: 1960, access: on-file, rests-on: [{source: k, how: quotes}, {source: j, how: quotes}]}
o: {title: O, author: Flo Oh, issued: 1970, access: on-file, text: snapshots/o.txt, archived: 2024-05-06, rests-on: {source: k, how: republishes}}
"""
TEXTS = {
    "content/sources.yaml": SOURCES,
    "content/snapshots/k.txt": K,
    "content/snapshots/j.txt": J,
    "content/snapshots/o.txt": "The dam has never once been in-\nspected, said – “they”.",
}
NEVER, TWICE = '"The dam has never once been inspected"', '"has been inspected twice"'
# (a note, the codes, what each proof line says)
ROWS = [
    (f"{NEVER} [@k].", [], ["Checked against the copy of 2 January 2026"]),
    (f"{TWICE} [@j].", [], ["Checked against the copy of 2 January 2025"]),
    (f"{NEVER} [@k quoting @j].", ["quotation-altered"], ["The words change on the way. Found in: Kay 2020 (copy of 2 January 2026). Not found in: Jay 1940 (copy of 2 January 2025)."]),
    (f"{NEVER} [@k republishing @j].", ["quotation-altered"], ["The words change on the way. Found in: Kay 2020 (copy of 2 January 2026). Not found in: Jay 1940 (copy of 2 January 2025)."]),
    (f"{NEVER} [@k citing @j].", [], ["Checked against the copy of 2 January 2026"]),
    (f"{NEVER} [@k via @j].", [], ["Checked against the copy of 2 January 2026"]),
    (f"{NEVER} [@k paraphrasing @j].", [], ["Checked against the copy of 2 January 2026"]),
    (f"{NEVER} [@j].", ["quotation-not-found"], ["Not found in: Jay 1940 (copy of 2 January 2025)."]),
    (f"{NEVER} [@j quoting @k].", ["quotation-not-found"], ["The words change on the way. Found in: Kay 2020 (copy of 2 January 2026). Not found in: Jay 1940 (copy of 2 January 2025)."]),
    ('"The dam has always been inspected" [@k quoting @j].', ["quotation-not-found"], ["Not found in: Kay 2020 (copy of 2 January 2026); Jay 1940 (copy of 2 January 2025)."]),
    ('"once inspected twice a year" [@k quoting @j].', ["quotation-altered"], ["The words change on the way. Found in: Kay 2020 (copy of 2 January 2026). Not found in: Jay 1940 (copy of 2 January 2025)."]),
    (f"{NEVER} [@n].", [], ["No copy to check"]),
    (f"{NEVER} [@n quoting @k].", [], ["Checked against the saved copies: Kay 2020 (copy of 2 January 2026). No copy: Enn 1930."]),
    (f"{NEVER} [@n quoting @j].", ["quotation-not-found"], ["Not found in: Jay 1940 (copy of 2 January 2025). No copy: Enn 1930."]),
    (f"{NEVER} [@k quoting @n quoting @j].", ["quotation-altered"], ["The words change on the way. Found in: Kay 2020 (copy of 2 January 2026). Not found in: Jay 1940 (copy of 2 January 2025). No copy: Enn 1930."]),
    (f"{NEVER} [@k quoting @n citing @j].", [], ["Checked against the saved copies: Kay 2020 (copy of 2 January 2026). No copy: Enn 1930."]),
    (f"{TWICE} [@m].", [], ["Checked against the saved copies: Jay 1940 (copy of 2 January 2025). No copy: Emm 1950."]),
    (f"{NEVER} [@m].", ["quotation-not-found"], ["Not found in: Jay 1940 (copy of 2 January 2025). No copy: Emm 1950."]),
    (f"{NEVER} [@m citing @j].", [], ["No copy to check"]),
    (f"{NEVER} [@b].", [], ["No copy to check"]),
    (f"{NEVER} [@o].", [], ["Checked against the saved copies: Oh 1970 (copy of 6 May 2024); Kay 2020 (copy of 2 January 2026)."]),
    (f"{NEVER} [@o quoting @j].", ["quotation-altered"], ["The words change on the way. Found in: Oh 1970 (copy of 6 May 2024). Not found in: Jay 1940 (copy of 2 January 2025)."]),
    ('"The dam […] inspected" [@k quoting @j].', [], ["Checked against the saved copies: Kay 2020 (copy of 2 January 2026); Jay 1940 (copy of 2 January 2025)."]),
    ('"the dam … inspected" [@k].', [], ["Checked against the copy of 2 January 2026"]),
    ('"he dam has never" [@k].', ["quotation-not-found"], ["Not found in: Kay 2020 (copy of 2 January 2026)."]),
    ('"The dam has never once been inspect" [@k].', ["quotation-not-found"], ["Not found in: Kay 2020 (copy of 2 January 2026)."]),
    ("“The dam has never once been inspected” [@k; @j].", [], ["Checked against the copy of 2 January 2026"]),
    (f"{NEVER} [disputes @k quoting @j].", ["quotation-altered"], ["The words change on the way. Found in: Kay 2020 (copy of 2 January 2026). Not found in: Jay 1940 (copy of 2 January 2025)."]),
    (f"{NEVER} [as told by @k quoting @j].", ["citation-signal", "quotation-altered"], ["The words change on the way. Found in: Kay 2020 (copy of 2 January 2026). Not found in: Jay 1940 (copy of 2 January 2025)."]),
    (f"\n> {NEVER[1:-1]}\n> — [@k quoting @j]", ["quotation-altered"], ["The words change on the way. Found in: Kay 2020 (copy of 2 January 2026). Not found in: Jay 1940 (copy of 2 January 2025)."]),
    (f"\n> {NEVER[1:-1]}\n\n— [@k].", [], ["Checked against the copy of 2 January 2026"]),
    (f"{NEVER} [@k]. {NEVER} [@k].", [], ["Checked against the copy of 2 January 2026"]),
    (f"{NEVER} [@k]. {NEVER} [@k quoting @j].", ["quotation-altered"], ["The dam has never once been inspected Checked against the copy of 2 January 2026", "The dam has never once been inspected The words change on the way. Found in: Kay 2020 (copy of 2 January 2026). Not found in: Jay 1940 (copy of 2 January 2025)."]),
    (f"{NEVER} said [@k].", [], []),
    ('"The dam has never once [@k].', ["quotation-closed"], []),
    (f"{NEVER}, [@k].", [], ["Checked against the copy of 2 January 2026"]),
    ('"The dam has never once been inspected." [@k]', [], ["Checked against the copy of 2 January 2026"]),
    ("‘The dam has never once been inspected’ [@k].", [], ["Checked against the copy of 2 January 2026"]),
    ("„The dam has never once been inspected“ [@k].", [], ["Checked against the copy of 2 January 2026"]),
    ("«The dam has never once been inspected» [@k].", [], ["Checked against the copy of 2 January 2026"]),
    ('"The dam has [never once] been inspected" [@k].', [], ["Checked against the copy of 2 January 2026"]),
]  # fmt: skip
OUR_CODES = {"quotation-altered", "quotation-not-found", "quotation-closed", "citation-signal"}


def site_of(note: str) -> dict[str, str | bytes]:
    body = note.replace("\n", "\n    ")
    return {**TEXTS, "content/a.md": f"[One][^a]\n\n[^a]: {body}\n\n    [@k; @j; @n; @m; @b; @o]\n"}


def lines(html: str) -> list[str]:
    found = re.findall(r'<p class="proof".*?</p>', html, re.DOTALL)
    return [" ".join(unescape(re.sub("<[^>]+>", "", line)).split()) for line in found]


@pytest.mark.parametrize(("note", "codes", "said"), ROWS, ids=range(len(ROWS)))
def test_every_copy_of_the_words_has_its_result(
    site: Make, note: str, codes: list[str], said: list[str]
) -> None:
    under_test = site(site_of(note))
    built = under_test.build()
    assert sorted(d.code for d in built.diagnostics if d.code in OUR_CODES) == codes
    assert lines(under_test.read("a/index.html")) == said
    assert lines(under_test.read("a/a/index.html")) == said


def test_no_file_of_the_site_calls_words_checked_that_a_copy_lacks(site: Make) -> None:
    under_test = site(site_of(f"{NEVER} [@k quoting @j]."))
    assert under_test.build().written
    for file in under_test.output.rglob("*"):
        if file.is_file() and file.suffix in (".html", ".json", ".jsonld", ".xml"):
            text = file.read_text(encoding="utf-8")
            assert "Checked against" not in text, file
            assert "inspected twice" not in text, file  # the copies are never published


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Der Wortlaut ändert sich unterwegs. Zu finden in:"),
        ("fr", "Les mots changent en chemin. Présents dans :"),
        ("es", "Las palabras cambian por el camino. Figuran en:"),
        ("ar", "تغيّرت الألفاظ في الطريق. وردت في:"),
    ],
)
def test_the_change_of_words_is_said_in_the_article_s_language(
    site: Make, language: str, words: str
) -> None:
    texts = site_of(f"{NEVER} [@k quoting @j].")
    article = f"---\nlanguage: {language}\n---\n{texts['content/a.md']!s}"
    under_test = site({**texts, "content/a.md": article})
    assert under_test.build().written
    (line,) = lines(under_test.read("a/index.html"))
    assert line.startswith(words)
