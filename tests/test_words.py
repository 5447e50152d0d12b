"""The tables of words: complete, alike in shape, unlike in words; counts and dates."""

from __future__ import annotations

import pickle
import re
from collections import Counter

import pytest

from sidegloss.markup.citations import CONTINUES
from sidegloss.model import MANNERS, End, Kind, Stance
from sidegloss.words import SHIPPED, Words, count, date, keys, load, term, unknown, year
from sidegloss.words.plurals import CATEGORIES, category
from sidegloss.words.table import _flat, _table

TRANSLATED = tuple(language for language in SHIPPED if language != "en")

VERDICTS = """
disputed false misleading corrected outdated partly-true missing-context satire
unsourced unverified confirmed true opinion
"""

CSL_TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast
chapter classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
pamphlet paper-conference patent performance periodical personal_communication post post-weblog
regulation report review review-book software song speech standard thesis treaty webpage
"""


def texts(language: str) -> dict[str, str]:
    return {key: value for key, value in _flat(_table(language)) if isinstance(value, str)}


def shape(language: str) -> list[str]:
    """The keys in their order, plural categories apart."""
    found = (re.sub(r"^(count\.\w+)\..*", r"\1", key) for key, _ in _flat(_table(language)))
    return list(dict.fromkeys(found))


# ---------------------------------------------------------------- the tables


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_table_has_the_same_keys_in_the_same_order(language: str) -> None:
    assert shape(language) == shape("en")


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_the_english_text(language: str) -> None:
    own = texts(language)
    for key, text in texts("en").items():
        if not key.startswith("count."):
            assert _placeholders(own[key]) == _placeholders(text), key


@pytest.mark.parametrize("language", SHIPPED)
def test_a_count_names_its_number_wherever_the_category_does_not(language: str) -> None:
    # Arabic says one and two by the word itself; in English "one" is the number 1 alone too,
    # but "1 outlet" is what the page means.
    alone = ("zero", "one", "two") if language == "ar" else ()
    for key, text in texts(language).items():
        if key.startswith("count."):
            assert ("{n}" in text) != (key.rpartition(".")[2] in alone), key


@pytest.mark.parametrize("language", SHIPPED)
def test_every_count_has_the_plural_categories_of_its_language(language: str) -> None:
    counts = Counter(key.rpartition(".")[0] for key in texts(language) if key.startswith("count."))
    assert counts
    for what in counts:
        found = {key.rpartition(".")[2] for key in texts(language) if key.startswith(f"{what}.")}
        assert found == set(CATEGORIES[language])


@pytest.mark.parametrize("language", SHIPPED)
@pytest.mark.parametrize("name", ["signals", "steps", "verdicts"])
def test_no_spelling_has_two_meanings(language: str, name: str) -> None:
    table = _table(language)[name]
    assert isinstance(table, dict)
    spellings = [spelling for _, several in _flat(table) for spelling in several]
    assert [word for word, times in Counter(spellings).items() if times > 1] == []
    assert [word for word in spellings if word != word.lower().strip() or not word] == []


@pytest.mark.parametrize("language", SHIPPED)
def test_no_text_is_empty_or_has_loose_blanks(language: str) -> None:
    for key, text in texts(language).items():
        assert text, key
        if key not in ("list.and", "list.comma") and not key.startswith(("quotes.", "number.")):
            assert text == text.strip(), key


@pytest.mark.parametrize("language", SHIPPED)
def test_every_table_has_twelve_months(language: str) -> None:
    assert len(term(load(language), "date.months").split()) == 12


@pytest.mark.parametrize("language", SHIPPED)
def test_every_noun_of_the_model_has_a_word(language: str) -> None:
    words = load(language)
    wanted = (
        [f"kind.{kind}" for kind in Kind]
        + [f"stance.{stance}" for stance in Stance]
        + [f"manner.{manner}" for manner in MANNERS]
        + [f"end.{end}" for end in End]
        + [f"verdict.{verdict}" for verdict in VERDICTS.split()]
        + [f"type.{name}" for name in CSL_TYPES.split()]
    )
    assert [key for key in wanted if not term(words, key)] == []
    assert {manner for _, manner in words.steps} == set(MANNERS)
    assert {stance for _, stance in words.signals} == {*map(str, Stance), CONTINUES}
    assert {verdict for _, verdict in words.verdicts} == set(VERDICTS.split())


SHARED_WITH_ENGLISH = {
    "de": {"Satire", "Feed", "Text", ", "},
    "es": {"Series", "et al.", "vol. {n}", "p. {n}", "pp. {n}", ", "},
    "ar": set[str](),
    "fr": {
        *("article", "document", "figure", "image", "film", "via", "et al.", ", "),
        *("{n} note", "{n} notes", "{n} source", "{n} sources", "{n} article", "{n} articles"),
        *("Satire", "Opinion", "Sources", "Note", "Note {n}", "{kind}, note {n}", "Type", "Date"),
        *("Menu", "Pages", "Verdict", "Source", "Articles", "Notes"),
    },
}
"""Words that are the same in both languages; everything else that agrees was not translated."""


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_but_the_stated_words_was_left_in_english(language: str) -> None:
    own = texts(language)
    shared = {
        text
        for key, text in texts("en").items()
        if own.get(key) == text and not key.startswith(("number.", "date.", "quotes."))
    }
    assert shared == SHARED_WITH_ENGLISH[language]


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{([a-z_]+)\}", text))


# ---------------------------------------------------------------- loading


def test_a_language_is_found_by_its_first_subtag_and_keeps_its_own_tag() -> None:
    words = load("de-AT")
    assert (words.language, term(words, "kind.sourced")) == ("de-AT", "Belegt")


def test_an_unknown_language_has_english_words_and_its_own_direction() -> None:
    words = load("fa-IR")
    assert (words.language, words.direction) == ("fa-IR", "rtl")
    assert term(words, "kind.sourced") == "Sourced"


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        *(("ar", "rtl"), ("he", "rtl"), ("ur", "rtl"), ("ku-Arab", "rtl"), ("pa-Arab-PK", "rtl")),
        *(("en", "ltr"), ("pl", "ltr"), ("ku", "ltr"), ("ar-Latn", "ltr"), ("uz-Cyrl", "ltr")),
    ],
)
def test_the_direction_follows_the_script(language: str, direction: str) -> None:
    assert load(language).direction == direction


def test_authors_may_write_english_in_any_language() -> None:
    words = load("de")
    steps, signals, verdicts = dict(words.steps), dict(words.signals), dict(words.verdicts)
    assert (steps["zitiert"], steps["quoting"], steps["analyzing"]) == (
        "quotes",
        "quotes",
        "analyses",
    )
    assert (signals["vgl."], signals["cf."]) == ("context", "context")
    assert (verdicts["umstritten"], verdicts["partly true"]) == ("disputed", "partly-true")


@pytest.mark.parametrize("language", SHIPPED)
@pytest.mark.parametrize("name", ["signals", "steps", "verdicts"])
def test_english_spellings_keep_their_meaning_in_every_language(language: str, name: str) -> None:
    english = dict(getattr(load("en"), name))
    assert english.items() <= dict(getattr(load(language), name)).items()


def test_a_sites_own_words_stand_in_for_the_shipped_ones() -> None:
    words = load("de-CH", (("de.kind.disputed", "Strittig"), ("de.quotes.open", "«")))
    assert (term(words, "kind.disputed"), words.quotes[0]) == ("Strittig", "«")
    assert term(words, "kind.sourced") == "Belegt"


def test_what_is_said_of_the_full_tag_goes_before_the_language() -> None:
    own = (("de-AT.kind.context", "Zusammenhang"), ("de.kind.context", "Kontext"))
    assert term(load("de-AT", own), "kind.context") == "Zusammenhang"
    assert term(load("de", own), "kind.context") == "Kontext"


def test_a_sites_own_spellings_are_added_and_win() -> None:
    own = (("en.verdicts.false", "Untrue, bogus"), ("en.steps.cites", "via"))
    words = load("en", own)
    verdicts = dict(words.verdicts)
    assert (verdicts["untrue"], verdicts["bogus"], verdicts["false"]) == ("false",) * 3
    assert dict(words.steps)["via"] == "cites"


def test_a_spelling_is_found_in_lower_case_and_with_case_folded() -> None:
    verdicts = dict(load("de", (("de.verdicts.satire", "Spaß"),)).verdicts)
    for spelling in ("Meinungsäußerung", "Spaß"):
        assert verdicts[spelling.lower()] == verdicts[spelling.casefold()]


def test_a_site_may_bring_the_words_of_a_language_without_a_table() -> None:
    words = load("pl", (("pl.kind.disputed", "Sporne"), ("pl.steps.quotes", "cytując")))
    assert (term(words, "kind.disputed"), dict(words.steps)["cytując"]) == ("Sporne", "quotes")


def test_own_words_that_no_table_knows_are_named_and_left_out() -> None:
    own = (("de.kind.dispute", "x"), ("kind.disputed", "x"), ("de.kind.disputed", "y"))
    assert unknown(own) == ("de.kind.dispute", "kind.disputed")
    assert "kind.dispute" not in dict(load("de", own).terms)


def test_keys_name_what_may_be_overridden() -> None:
    assert {"kind.disputed", "verdicts.false", "quotes.open", "count.note.few"} <= keys()


def test_equal_words_are_equal_and_survive_a_process() -> None:
    words = load("fr")
    again: Words = pickle.loads(pickle.dumps(words))
    assert again == words
    assert hash(again) == hash(words)
    assert term(again, "site.home") == "Accueil"


# ---------------------------------------------------------------- terms and counts


def test_a_term_that_no_table_has_is_refused() -> None:
    with pytest.raises(KeyError, match=r"kind\.nothing"):
        term(load("en"), "kind.nothing")
    with pytest.raises(KeyError, match=r"count\.nothing"):
        count(load("en"), "nothing", 1)


def test_a_value_is_filled_in_once_whatever_it_holds() -> None:
    marker = term(load("en"), "notes.marker", kind="{n}", n=3)
    assert marker == "{n}, note 3"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 0, "0 outlets"),
        ("en", 1, "1 outlet"),
        ("en", 2, "2 outlets"),
        ("en", 1234, "1,234 outlets"),
        ("de-AT", 1, "1 Veröffentlichung"),
        ("de-AT", 12345, "12.345 Veröffentlichungen"),
        ("fr", 0, "0 publication"),
        ("fr", 1, "1 publication"),
        ("fr", 2, "2 publications"),
        ("fr", 1234, "1\u202f234 publications"),
        ("es", 0, "0 publicaciones"),
        ("es", 1234, "1234 publicaciones"),
        ("es", 12345, "12\u202f345 publicaciones"),
        ("ar", 1, "جهة ناشرة واحدة"),
        ("ar", 2, "جهتان ناشرتان"),
        ("ar", 3, "3 جهات ناشرة"),
        ("ar", 111, "111 جهة ناشرة"),
        ("pl", 5, "5 outlets"),
    ],
)
def test_a_count_reads_as_its_language_counts(language: str, number: int, expected: str) -> None:
    assert count(load(language), "outlet", number) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        *((0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (26, "many")),
        *((99, "many"), (100, "other"), (102, "other"), (103, "few"), (111, "many")),
        (1000, "other"),
    ],
)
def test_arabic_counts_by_the_rules_of_the_cldr(number: int, expected: str) -> None:
    assert category("ar", number) == expected


# ---------------------------------------------------------------- dates

DATES = """
text                    | en                       | de                       | fr                       | es                            | ar
2026-03-09              | 9 March 2026             | 9. März 2026             | 9 mars 2026              | 9 de marzo de 2026            | 9 مارس 2026
2026-03-01              | 1 March 2026             | 1. März 2026             | 1er mars 2026            | 1 de marzo de 2026            | 1 مارس 2026
2026-03                 | March 2026               | März 2026                | mars 2026                | marzo de 2026                 | مارس 2026
2026                    | 2026                     | 2026                     | 2026                     | 2026                          | 2026
c. 1840                 | c. 1840                  | um 1840                  | vers 1840                | c. 1840                       | نحو 1840
ca. 1840                | c. 1840                  | um 1840                  | vers 1840                | c. 1840                       | نحو 1840
c. 1840/1845            | c. 1840–1845             | um 1840–1845             | vers 1840–1845           | c. 1840–1845                  | نحو 1840–1845
c. 1840/c. 1845         | c. 1840 – c. 1845        | um 1840 – um 1845        | vers 1840 – vers 1845    | c. 1840 – c. 1845             | نحو 1840 – نحو 1845
c. 2026-03/2026-05      | c. March 2026 – May 2026 | um März 2026 – Mai 2026  | vers mars 2026 – mai 2026 | c. marzo de 2026 – mayo de 2026 | نحو مارس 2026 – مايو 2026
1939/1945               | 1939–1945                | 1939–1945                | 1939–1945                | 1939–1945                     | 1939–1945
2025-01/2025-06         | January–June 2025        | Januar–Juni 2025         | janvier–juin 2025        | enero–junio de 2025           | يناير–يونيو 2025
2025-12/2026-01         | December 2025 – January 2026 | Dezember 2025 – Januar 2026 | décembre 2025 – janvier 2026 | diciembre de 2025 – enero de 2026 | ديسمبر 2025 – يناير 2026
2026-03-05/2026-03-09   | 5–9 March 2026           | 5.–9. März 2026          | 5–9 mars 2026            | 5–9 de marzo de 2026          | 5–9 مارس 2026
2026-03-01/2026-04-09   | 1 March – 9 April 2026   | 1. März – 9. April 2026  | 1er mars – 9 avril 2026  | 1 de marzo – 9 de abril de 2026 | 1 مارس – 9 أبريل 2026
2026-03-09/2026-03-09   | 9 March 2026             | 9. März 2026             | 9 mars 2026              | 9 de marzo de 2026            | 9 مارس 2026
2026-03/2026-03-09      | March 2026 – 9 March 2026 | März 2026 – 9. März 2026 | mars 2026 – 9 mars 2026 | marzo de 2026 – 9 de marzo de 2026 | مارس 2026 – 9 مارس 2026
1939/                   | 1939–                    | 1939–                    | 1939–                    | 1939–                         | 1939–
../1945                 | –1945                    | –1945                    | –1945                    | –1945                         | –1945
-0044                   | 44 BC                    | 44 v. Chr.               | 44 av. J.-C.             | 44 a. C.                      | 44 ق.م
-0044-03-15             | 15 March 44 BC           | 15. März 44 v. Chr.      | 15 mars 44 av. J.-C.     | 15 de marzo de 44 a. C.       | 15 مارس 44 ق.م
-0063/0014             | 63 BC – 14               | 63 v. Chr. – 14          | 63 av. J.-C. – 14        | 63 a. C. – 14                 | 63 ق.م – 14
2026-21                 | spring 2026              | Frühling 2026            | printemps 2026           | primavera de 2026             | ربيع 2026
2015-22/2016-24         | summer 2015 – winter 2016 | Sommer 2015 – Winter 2016 | été 2015 – hiver 2016   | verano de 2015 – invierno de 2016 | صيف 2015 – شتاء 2016
199X                    | 1990s                    | 1990er Jahre             | années 1990              | década de 1990                | عقد 1990
19XX                    | 1900–1999                | 1900–1999                | 1900–1999                | 1900–1999                     | 1900–1999
2026-02-30              | 2026-02-30               | 2026-02-30               | 2026-02-30               | 2026-02-30                    | 2026-02-30
2026-13                 | 2026-13                  | 2026-13                  | 2026-13                  | 2026-13                       | 2026-13
2026-03-32              | 2026-03-32               | 2026-03-32               | 2026-03-32               | 2026-03-32                    | 2026-03-32
2026-3-9                | 2026-3-9                 | 2026-3-9                 | 2026-3-9                 | 2026-3-9                      | 2026-3-9
/                       | /                        | /                        | /                        | /                             | /
spring 2020             | spring 2020              | spring 2020              | spring 2020              | spring 2020                   | spring 2020
"""
_HEAD, *_ROWS = ([cell.strip() for cell in row.split("|")] for row in DATES.strip().splitlines())
_CASES = [
    (language, row[0], cell)
    for row in _ROWS
    for language, cell in zip(_HEAD[1:], row[1:], strict=True)
]


@pytest.mark.parametrize(("language", "text", "expected"), _CASES)
def test_a_date_reads_as_its_language_writes_it(language: str, text: str, expected: str) -> None:
    assert date(load(language), text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-09", "2026"),
        ("c. 1840", "um 1840"),
        ("1939/1945", "1939–1945"),
        ("2025-01/2025-06", "2025"),
        ("2025-12/2026-01", "2025–2026"),
        ("1939/", "1939–"),
        ("-0044", "44 v. Chr."),
        ("2026-21", "2026"),
        ("199X", "1990er Jahre"),
        ("Frühling 2020", "Frühling 2020"),
        ("", "o. J."),
        ("  ", "o. J."),
    ],
)
def test_a_year_is_short_enough_for_a_citation(text: str, expected: str) -> None:
    assert year(load("de"), text) == expected


def test_an_empty_date_stays_empty() -> None:
    assert date(load("en"), "") == ""
