"""Records -> Bibliography: every shape that Zotero writes, and what an author writes by hand."""

from __future__ import annotations

import json
import re
import time

import pytest

from sidegloss import csl, dates
from sidegloss.bibliography import bibliography, entries, joined
from sidegloss.model import (
    Bibliography,
    Diagnostic,
    End,
    Location,
    Name,
    Record,
    Retraction,
    Severity,
    Source,
)
from tables import Row, rows

CASES = list(rows("sources.md"))


def record(text: str, path: str = "content/sources.yaml") -> Record:
    ending = path.rpartition(".")[2]
    return Record(path, text, {"yml": "yaml"}.get(ending, ending))


def shown(diagnostic: Diagnostic) -> str:
    at = diagnostic.at
    said = f"{diagnostic.severity}: {diagnostic.message} [{diagnostic.code}]"
    return f"{at.line}:{at.column}: {said}\n  {diagnostic.hint}\n"


def sources(*records: Record) -> dict[str, Source]:
    found = bibliography(records)
    assert found.diagnostics == ()
    return {source.key: source for source in found.sources}


def source(fields: str) -> Source:
    """The only source of a file written by hand; how a doubtful name was read is left aside."""
    indented = "".join(f"  {line}\n" for line in fields.splitlines())
    found = bibliography([record(f"it:\n{indented}")])
    assert [each for each in found.diagnostics if each.code != "name-read"] == []
    return found.sources[0]


# ---------------------------------------------------------------- messages


@pytest.mark.parametrize("row", CASES, ids=lambda row: row.title)
def test_a_file_gets_the_messages_of_the_table(row: Row) -> None:
    named = re.search(r"\((content/\S+)\)$", row.title)
    path = named[1] if named else "content/sources.yaml"

    found = bibliography([record(row.given, path)])

    assert "".join(map(shown, found.diagnostics)) == row.expected
    assert {each.at.path for each in found.diagnostics} <= {path}


def test_every_message_is_a_lower_case_sentence_with_a_hint() -> None:
    told = [
        each
        for row in CASES
        for each in entries(
            record(row.given, "a.bib" if "BibTeX" in row.title else "a.yaml")
        ).diagnostics
    ]
    assert len(told) > 40
    for each in told:
        assert not each.message.endswith(".")
        assert each.hint
        assert each.at.line


# ---------------------------------------------------------------- written by hand


def test_a_source_keeps_each_field_and_its_place() -> None:
    courier = source(
        "title: Weir gates failed\nURL: https://courier.example/\nvolume: 007\nedition:"
    )

    assert courier.title == "Weir gates failed"
    assert courier.url == "https://courier.example/"
    assert courier.volume == "007"
    assert courier.at == Location("content/sources.yaml", 1, 1, 1, 3)
    assert dict(courier.places) == {
        "title": Location("content/sources.yaml", 2, 10, 2, 27),
        "URL": Location("content/sources.yaml", 3, 8, 3, 32),
        "volume": Location("content/sources.yaml", 4, 11, 4, 14),
    }


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ada Okafor", Name("Okafor", "Ada")),
        ("Okafor, Ada", Name("Okafor", "Ada")),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", particle="van")),
        ("van der Berg, Jan", Name("Berg", "Jan", particle="van der")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        ("Reuters", Name(literal="Reuters")),
        ("山田太郎", Name(literal="山田太郎")),
        ("{literal: Harrow River Authority}", Name(literal="Harrow River Authority")),
        (
            "{family: Gaulle, given: Charles, non-dropping-particle: de}",
            Name("Gaulle", "Charles", particle="de"),
        ),
    ],
)
def test_a_name_is_understood_as_it_is_spoken(written: str, name: Name) -> None:
    assert source(f"author: {written}").author == (name,)


def test_names_may_be_a_list_and_stand_in_any_role() -> None:
    it = source("author: [Ada Okafor, {literal: Reuters}]\ncompiler: Ben Ito\neditor: Ada Okafor")
    assert it.author == (Name("Okafor", "Ada"), Name(literal="Reuters"))
    assert it.editor == (Name("Okafor", "Ada"),)
    assert it.other_names == (("compiler", (Name("Ito", "Ben"),)),)


@pytest.mark.parametrize(
    ("written", "settled"),
    [
        ("2026-03-09", "2026-03-09"),
        ("2026-03", "2026-03"),
        ("2026", "2026"),
        ("0844", "0844"),
        ("844", ""),
        ("-44", ""),
        ("12/2026", ""),
        ("3/2025", ""),
        ("0000", ""),
        ("2026-03-09T12:00", "2026-03-09"),
        ("2026-03-09T12:00:00.5Z", "2026-03-09"),
        ("2026-01-05 10:30:00 +0100", "2026-01-05"),
        ("2026-03T12:00", ""),
        ("1987~", "c. 1987"),
        ("2004-06?", "c. 2004-06"),
        ("2004-06/2004-08~", "2004-06/c. 2004-08"),
        ("199X", "199X"),
        ("199u", "199X"),
        ("19uu", "19XX"),
        ("2004-uu", "2004"),
        ("2004-06-XX", "2004-06"),
        ("-0044-03-15", "-0044-03-15"),
        ("c. 1840", "c. 1840"),
        ("ca. 1840", "c. 1840"),
        ("circa 1840", "c. 1840"),
        ("1840~", "c. 1840"),
        ("1840?", "c. 1840"),
        ("1939/1945", "1939/1945"),
        ("2025-01-03/2025-06-30", "2025-01-03/2025-06-30"),
        ("-0010/0010", "-0010/0010"),
        ("1939/..", "1939/.."),
        ("../1945", "../1945"),
        ("/1945", "../1945"),
        ("2026-21", "2026-21"),
        ("2015-22/2016-24", "2015-22/2016-24"),
        ("2026-25", ""),
        ("2026-21-01", ""),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", ""),
        ("2026-02-30", ""),
        ("2026-00", ""),
        ("1945/1939", ""),
        ("../..", ""),
        ("/", ""),
        ("1/2/3", ""),
        ("12026", ""),
        ("٢٠٢٦", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_a_date_is_settled_or_refused(written: str, settled: str) -> None:
    assert dates.understood(written) == settled
    assert not settled or dates.understood(settled) == settled


@pytest.mark.parametrize(
    ("written", "grounds", "end"),
    [
        ("none", [], End.FIRST_HAND),
        ("Unknown", [], End.UNKNOWN),
        ("[unknown]", [], End.UNKNOWN),
        ("", [], End.NOT_ASKED),
        ("[]", [], End.NOT_ASKED),
        ("a", [("a", "", "via", "")], None),
        ("'@{a}'", [("a", "", "via", "")], None),
        ("a, p. 12, line 3", [("a", "p. 12, line 3", "via", "")], None),
        ("[a, 'b, p. 1']", [("a", "", "via", ""), ("b", "p. 1", "via", "")], None),
        (
            "{source: a, locator: p. 1, how: Quotes, note: by telephone}",
            [("a", "p. 1", "quotes", "by telephone")],
            None,
        ),
        ("[{source: a}, b]", [("a", "", "via", ""), ("b", "", "via", "")], None),
        ("{source: none}", [], End.FIRST_HAND),
    ],
)
def test_what_a_source_rests_on(
    written: str, grounds: list[tuple[str, ...]], end: End | None
) -> None:
    text = f"a: {{title: A}}\nb: {{title: B}}\nit:\n  rests-on: {written}\n"
    it = sources(record(text))["it"]
    assert [(g.key, g.locator, g.manner, g.note) for g in it.grounds] == grounds
    assert it.end == end


def test_where_nothing_is_said_nobody_has_asked() -> None:
    assert source("title: x").end is End.NOT_ASKED


def test_a_ground_stands_where_its_key_does() -> None:
    text = "a: {title: A}\nit:\n  via:\n    - {locator: p. 1, source: a}\n"
    it = sources(record(text))["it"]
    assert it.grounds[0].at == Location("content/sources.yaml", 4, 31)
    assert dict(it.places)["rests-on"] == Location("content/sources.yaml", 4, 5)


def test_the_manners_of_other_languages_may_be_given() -> None:
    text = "a: {title: A}\nit: {rests-on: {source: a, how: Zitiert}}\n"
    found = bibliography([record(text)], {"zitiert": "quotes"})
    assert found.diagnostics == ()
    assert found.sources[1].grounds[0].manner == "quotes"


def test_a_retraction_holds_what_is_known_of_it() -> None:
    full = source("retracted: {date: 2026-03-14, reason: a letter, URL: https://courier.example/c}")
    assert full.retracted == Retraction("2026-03-14", "a letter", "https://courier.example/c")
    assert source("retracted: yes").retracted == Retraction()
    assert source("retracted: false").retracted is None


def test_copies_are_paths_inside_the_content_folder() -> None:
    it = source("snapshot: ./snapshots/a.pdf\ntext: snapshots/a.txt\npublish-snapshot: true")
    assert (it.snapshot, it.text, it.publish_snapshot) == (
        "snapshots/a.pdf",
        "snapshots/a.txt",
        True,
    )


def test_what_is_not_shown_is_kept_apart() -> None:
    it = source("note: private\nISSN: 1234-5678\ncustom: {seen-by: [Ada]}\nevent-date: 2026-03")
    assert it.other == (
        ("note", "private"),
        ("ISSN", "1234-5678"),
        ("custom", '{"seen-by": ["Ada"]}'),
        ("event-date", "2026-03"),
    )


def test_a_doi_is_kept_without_the_address_of_its_resolver() -> None:
    assert source("DOI: https://doi.org/10.1000/xyz").doi == "10.1000/xyz"
    assert source("DOI: 'doi:10.1000/xyz'").doi == "10.1000/xyz"


ODD = ["", "~", "x", "[]", "{}", "[[]]", "[{}]", "[x, [y]]", "{a: {b: c}}", "{date-parts: x}"]
ODD += ["{date-parts: [[]]}", "{date-parts: [[x]]}", "{date-parts: [[2026, 13]]}", "{raw: [x]}"]
ODD += ["[{year: x}]", "{family: [x]}", "{source: [x]}", "{literal: }", "', ,'", "', Jr.'", "'@{}'"]
ODD += ["{date-parts: [[2026], []]}", "{date-parts: [[2026], [0, 0]]}", "'/'", "'none,'"]


@pytest.mark.parametrize("value", ODD)
def test_no_shape_of_a_value_is_more_than_a_message(value: str) -> None:
    fields = "".join(f"  {name}: {value}\n" for name in csl.FIELDS if name != "id")
    for text in (f"it:\n{fields}", f"-\n  id: it\n{fields}"):
        found = bibliography([record(text)])
        assert [source.key for source in found.sources] == ["it"]
        assert all(told.at.line for told in found.diagnostics)


# ---------------------------------------------------------------- exported

ZOTERO = """\
[
\t{
\t\t"id": "http://zotero.org/users/1234567/items/8HXQ2K4M",
\t\t"type": "article-newspaper",
\t\t"container-title": "Eastmere Courier",
\t\t"title": "Weir gates failed, says <i>Tidewater</i> report \\ud83d\\ude00",
\t\t"note": "seen in print\\nrests-on: tide7, p. 12; logs\\nArchive-URL: https://web.archive.org/web/2026/x\\naccess: paywalled",
\t\t"citation-key": "okafor2026",
\t\t"URL": "https:\\/\\/courier.example/weir",
\t\t"volume": 12,
\t\t"categories": ["news", "rivers"],
\t\t"author": [{"family": "Okafor", "given": "Ada"}, {"literal": "Courier & Sons"}],
\t\t"accessed": {"date-parts": [["2026", 3, 12]]},
\t\t"issued": {"date-parts": [["2026", 3, 8]], "season": 1}
\t},
\t{
\t\t"id": "tide7", "type": "report", "title": "Closed by default",
\t\t"issued": {"date-parts": [[2026, 3], [2026, 4]], "circa": true}
\t},
\t{"id": "logs", "type": "dataset", "issued": {"raw": "2025-01/2025-06"}, "accessed": {"literal": "Spring 2026"}}
]
"""


def test_zoteros_csl_json_is_read_as_exported() -> None:
    found = sources(record(ZOTERO, "content/sources/zotero.json"))
    courier = found["okafor2026"]

    assert courier.type == "article-newspaper"
    assert courier.title == "Weir gates failed, says Tidewater report 😀"
    assert courier.author == (Name("Okafor", "Ada"), Name(literal="Courier & Sons"))
    assert courier.url == "https://courier.example/weir"
    assert courier.volume == "12"
    assert (courier.issued, courier.accessed) == ("2026-03-08", "2026-03-12")
    assert (courier.archive_url, courier.access) == (
        "https://web.archive.org/web/2026/x",
        "paywalled",
    )
    assert [(g.key, g.locator) for g in courier.grounds] == [("tide7", "p. 12"), ("logs", "")]
    assert dict(courier.other)["categories"] == '["news", "rivers"]'
    assert found["tide7"].issued == "c. 2026-03/2026-04"
    assert (found["logs"].issued, found["logs"].accessed) == ("2025-01/2025-06", "2026-21")


def test_one_object_of_csl_json_is_a_source() -> None:
    text = json.dumps({"id": "one", "type": "book", "title": "One"})
    assert sources(record(text, "content/sources/one.json"))["one"].title == "One"


def test_csl_yaml_is_read_with_and_without_its_head() -> None:
    text = """\
---
references:
- id: okafor2026
  type: book
  author:
  - family: Okafor
    given: Ada
  issued:
  - year: 2026
    month: 3
  accessed: 2026-03-12
  custom-of-ours: x
...
"""
    whole = sources(record(text, "content/sources/a.yaml"))["okafor2026"]
    bare = sources(record("- {id: okafor2026, type: book}", "content/sources/a.yaml"))["okafor2026"]
    assert whole.author == (Name("Okafor", "Ada"),)
    assert (whole.issued, whole.accessed) == ("2026-03", "2026-03-12")
    assert dict(whole.other) == {"custom-of-ours": "x"}
    assert bare.type == "book"


BIB = r"""
@comment{exported}
@string{courier = "Eastmere Courier"}

@article{okafor2026,
  author = {Okafor, Ada and {Harrow River Authority} and Ludwig van der Berg and M{\"u}ller, J{\'e}r{\^o}me},
  title = {Weir gates failed, says {\'E}lan --- {NASA}},
  journal = courier,
  year = 2026, month = mar, day = 8,
  pages = {12--15},
  number = 3,
  url = {https://courier.example/a\_b},
  rests-on = {tide; logs, p. 3},
  note = {access: paywalled},
  unheard-of = {x},
}
@online{tide, author = {Reuters}, title = {Closed}, subtitle = {by default}, date = {2026-03/2026-04},
  urldate = {2026-03-09}}
@phdthesis{logs, school = {Eastmere}, title = {Logs}}
"""


def test_bibtex_is_read_in_csls_names() -> None:
    found = sources(record(BIB, "content/sources/a.bib"))
    courier, tide, logs = (found[key] for key in ("okafor2026", "tide", "logs"))

    assert courier.author == (
        Name("Okafor", "Ada"),
        Name(literal="Harrow River Authority"),
        Name("Berg", "Ludwig", particle="van der"),
        Name("Müller", "Jérôme"),
    )
    assert courier.title == "Weir gates failed, says Élan — NASA"
    assert (courier.type, courier.container_title) == ("article-journal", "Eastmere Courier")
    assert (courier.issued, courier.page, courier.issue) == ("2026-03-08", "12-15", "3")
    assert courier.url == "https://courier.example/a_b"
    assert [(g.key, g.locator) for g in courier.grounds] == [("tide", ""), ("logs", "p. 3")]
    assert courier.access == "paywalled"
    assert dict(courier.other)["unheard-of"] == "x"
    assert (tide.title, tide.issued, tide.accessed) == (
        "Closed: by default",
        "2026-03/2026-04",
        "2026-03-09",
    )
    assert tide.author == (Name(literal="Reuters"),)
    assert (logs.type, logs.publisher) == ("thesis", "Eastmere")


def test_a_field_of_bibtex_has_its_line_and_column() -> None:
    courier = sources(record(BIB, "content/sources/a.bib"))["okafor2026"]
    assert courier.at == Location("content/sources/a.bib", 5)
    for name, at in courier.places:
        if name not in {"id", "type"}:
            line = BIB.split("\n")[at.line - 1]
            assert line[: at.column - 1].endswith("= ")


# ---------------------------------------------------------------- across files


def test_an_entry_written_by_hand_completes_an_exported_one_and_wins() -> None:
    exported = record(
        json.dumps(
            [
                {
                    "id": "it",
                    "type": "report",
                    "title": "Exported",
                    "URL": "https://a.example/",
                    "note": "rests-on: other",
                    "translator": [{"family": "Ito"}],
                },
                {"id": "other", "type": "book"},
            ]
        ),
        "content/sources/zotero.json",
    )
    written = record("it: {title: Written, rests-on: none, note: mine, guest: Ada Okafor}\n")

    for order in ((exported, written), (written, exported)):
        it = sources(*order)["it"]
        assert (it.title, it.type, it.url) == ("Written", "report", "https://a.example/")
        assert (it.grounds, it.end) == ((), End.FIRST_HAND)
        assert it.other == (("note", "mine"),)
        assert [role for role, _ in it.other_names] == ["translator", "guest"]
        assert it.at.path == "content/sources.yaml"
        assert dict(it.places)["title"].path == "content/sources.yaml"
        assert dict(it.places)["URL"].path == "content/sources/zotero.json"


def test_what_was_not_written_by_hand_stays_as_exported() -> None:
    exported = record(
        '[{"id": "it", "note": "rests-on: b"}, {"id": "b"}]', "content/sources/z.json"
    )
    it = sources(exported, record("it: {title: Written}\n"))["it"]
    assert [ground.key for ground in it.grounds] == ["b"]
    assert it.end is None


def test_one_key_in_two_files_is_an_error_that_names_the_first() -> None:
    found = bibliography(
        [record("a: {title: A}\n"), record("\na: {title: A}\n", "content/sources/more.yaml")]
    )
    (told,) = found.diagnostics
    assert told.code == "source-defined-once"
    assert told.at == Location("content/sources/more.yaml", 2, 1)
    assert "content/sources.yaml, line 1" in told.message


def test_the_same_export_twice_is_no_mistake_but_two_versions_are() -> None:
    one, two = (record('[{"id": "a", "title": "A"}]', f"content/sources/{n}.json") for n in "12")
    other = record('[{"id": "a", "title": "B"}]', "content/sources/3.json")
    assert bibliography([one, two]).diagnostics == ()
    (told,) = bibliography([one, other]).diagnostics
    assert (told.code, told.severity) == ("source-defined-once", Severity.WARNING)


def test_a_library_exported_as_json_and_as_bibtex_gets_one_warning_and_the_json_is_used() -> None:
    keys = ("a", "b", "c")
    items = [{"id": key, "type": "book", "title": f"{key} in JSON"} for key in keys]
    json_file = record(json.dumps(items), "content/sources/z.json")
    text = "".join(f"@book{{{key}, title = {{{key} in BibTeX}}}}\n" for key in keys)
    bib_file = record(text, "content/sources/a.bib")

    for order in ((json_file, bib_file), (bib_file, json_file)):
        found = bibliography(order)
        (told,) = found.diagnostics
        assert (told.code, told.severity) == ("source-defined-once", Severity.WARNING)
        assert (
            told.message == "a and 2 more: also in content/sources/z.json, whose entries are used"
        )
        assert told.at.path == "content/sources/a.bib"
        assert [each.title for each in found.sources] == [f"{key} in JSON" for key in keys]


GOOD = "ok:\n  title: Fine\n"


@pytest.mark.parametrize(
    ("slip", "at", "lost"),
    [
        ("bad:\n  title: One: two\n", 4, {"bad"}),
        ("bad:\n\ttitle: One\n", 4, {"bad"}),
        ("bad:\n  title: One\n\tURL: https://a.example\n", 5, {"bad"}),
        ('bad:\n  title: "One\n  note: two\n', 4, {"bad"}),
        ("bad:\n  title: 'It's'\n", 4, {"bad"}),
        ("bad:\n  title: One\n   note: two\n", 5, {"bad"}),
        ("bad:\n  author: [Ada Okafor\n  title: One\n", 4, {"bad"}),
        ("bad\n  title: One\n", 4, {"bad"}),
        ("bad:\n  title: @one\n", 4, {"bad"}),
        ("bad:\n  title: One\n also:\n  title: Two\n", 5, {"bad", "also"}),
    ],
)
def test_a_slip_costs_its_own_entry_and_gives_one_error(slip: str, at: int, lost: set[str]) -> None:
    more = "last: {title: Last, rests-on: bad}\n'quoted key': {title: Q}\n"
    found = bibliography([record(f"{GOOD}{slip}{more}")])

    errors = [each for each in found.diagnostics if each.severity is Severity.ERROR]
    assert [each.code for each in errors if each.code != "source-key"] == ["yaml-readable"]
    assert abs(errors[0].at.line - at) <= 1
    assert {"ok", "last"} <= {each.key for each in found.sources}
    assert set(found.lost) == lost
    assert found.unreadable == ()


def test_each_of_several_slips_is_told_at_once() -> None:
    text = f"a:\n  title: One: two\n{GOOD}b:\n  title: Three: four\nc:\n\ttitle: C\n"
    found = bibliography([record(text)])
    assert [(each.code, each.at.line) for each in found.diagnostics] == [
        ("yaml-readable", 2),
        ("yaml-readable", 6),
        ("yaml-readable", 8),
    ]
    assert [each.key for each in found.sources] == ["ok"]


def test_an_anchor_in_another_entry_is_no_further_error() -> None:
    found = bibliography([record("a: &x {title: A}\nb: *x\nc:\n  title: One: two\n")])
    assert [each.at.line for each in found.diagnostics] == [4]
    assert set(found.lost) == {"b", "c"}


def test_no_key_is_called_unknown_while_a_file_cannot_be_read() -> None:
    broken = record("b: [\n", "content/sources/broken.yaml")
    found = bibliography([record("a: {rests-on: b}\n"), broken])
    assert [told.code for told in found.diagnostics] == ["yaml-readable"]


def test_a_source_may_rest_on_one_of_another_file() -> None:
    files = [
        record("a: {rests-on: b}\n"),
        record("@book{b, title = {B}}", "content/sources/b.bib"),
    ]
    assert set(sources(*files)) == {"a", "b"}


def test_sources_come_in_the_order_of_their_keys_however_the_files_do() -> None:
    one, two = record("b: {title: B}\n"), record("a: {title: A}\n", "content/sources/a.yaml")
    assert bibliography([one, two]).sources == bibliography([two, one]).sources
    assert [source.key for source in bibliography([one, two]).sources] == ["a", "b"]


def test_no_records_are_no_sources() -> None:
    assert bibliography([]) == Bibliography()
    assert joined([entries(record(""))]) == Bibliography()


def test_what_one_file_says_is_a_value() -> None:
    assert entries(record(ZOTERO)) == entries(record(ZOTERO))
    assert hash(entries(record(ZOTERO))) == hash(entries(record(ZOTERO)))


def test_no_javascript_comes_through_whoever_wrote_it() -> None:
    bad = "javascript:alert(1)"
    texts = {
        "content/sources.yaml": f"a: {{URL: '{bad}', archive-url: '{bad}', retracted: {{URL: '{bad}'}}}}",
        "content/sources/a.json": json.dumps(
            [{"id": "b", "URL": bad, "note": f"archive-url: {bad}", "archive-url": bad}]
        ),
        "content/sources/a.bib": f"@online{{c, url = {{{bad}}}, archive-url = {{{bad}}}}}",
    }
    found = bibliography([record(text, path) for path, text in texts.items()])
    assert len(found.sources) == 3
    for each in found.sources:
        assert not each.url
        assert not each.archive_url
        assert not each.retracted or not each.retracted.url
    assert len([told for told in found.diagnostics if told.code == "source-url"]) == 7
    assert {told.severity for told in found.diagnostics} == {Severity.ERROR, Severity.WARNING}


def test_eight_hundred_sources_are_read_in_well_under_a_second() -> None:
    one = """\
s{n}:
  type: article-newspaper
  title: Weir gates failed, says report {n}
  author: [{{family: Okafor, given: Ada}}, Ben Ito]
  container-title: Eastmere Courier
  issued: 2026-03-08
  URL: https://courier.example/weir/{n}
  accessed: 2026-03-12
  rests-on:
    - {{source: s{m}, locator: p. 12, how: quotes}}
"""
    text = "".join(one.format(n=n, m=(n + 1) % 800) for n in range(800))
    started = time.process_time()
    found = sources(record(text))
    assert time.process_time() - started < 1
    assert len(found) == 800
