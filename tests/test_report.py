"""What the author is told: text for people, JSON lines and workflow commands for programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from sidegloss.model import Diagnostic, Location, Severity
from sidegloss.report import WIDTH, Form, change_of, report, summary, total

WEIR = """\
# Weir

The river authority calls the count [“a misreading”][^denail], and two
gates [were
mended][^gates].
"""


def problem(
    at: Location,
    hint: str = "",
    severity: Severity = Severity.ERROR,
    message: str = "no note [^denail] is defined",
    code: str = "note-defined",
) -> Diagnostic:
    return Diagnostic(code, severity, message, at, hint)


def shown(
    *problems: Diagnostic, text: str = WEIR, form: Form = "text", is_verbose: bool = False
) -> list[str]:
    return list(report(problems, form, lambda _: text, is_verbose=is_verbose))


def carets(line: str, column: int, end_column: int = 0) -> tuple[str, str]:
    """The line and the carets of one place, without the gutter."""
    at = Location("a.md", 1, column, 1 if end_column else 0, end_column)
    _, shown_line, below = shown(problem(at), text=line)[0].split("\n")
    return shown_line.removeprefix("   1 | "), below.removeprefix("     | ")


# ---------------------------------------------------------------- for people


def test_a_message_shows_the_place_the_line_the_span_and_the_mend() -> None:
    at = Location("content/weir.md", 3, 53, 3, 62)
    assert shown(problem(at, "did you mean [^denial]?"))[0] == (
        "content/weir.md:3:53: error: no note [^denail] is defined [note-defined]\n"
        "   3 | The river authority calls the count [“a misreading”][^denail], and two\n"
        "     |                                                     ^^^^^^^^^\n"
        "     = help: did you mean [^denial]?"
    )


def test_the_gutter_is_as_wide_as_the_lines_number() -> None:
    text = "\n" * 118 + "gates"
    assert shown(problem(Location("a.md", 119, 1, 119, 6)), text=text)[0].split("\n")[1:] == [
        "   119 | gates",
        "       | ^^^^^",
    ]


def test_a_place_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert shown(problem(Location("a.md", 4, 7, 5, 8)))[0].split("\n")[1:] == [
        "   4 | gates [were",
        "     |       ^^^^^",
    ]


def test_a_place_without_an_end_is_one_caret() -> None:
    assert carets("gates", 3) == ("gates", "  ^")


def test_a_place_behind_the_line_is_marked_behind_it() -> None:
    assert carets("gates", 6) == ("gates", "     ^")


@pytest.mark.parametrize("line", [0, 99])
def test_a_message_without_a_line_to_show_has_no_excerpt(line: int) -> None:
    place = "a.md:99:1" if line else "a.md"
    assert shown(problem(Location("a.md", line))) == [
        f"{place}: error: no note [^denail] is defined [note-defined]"
    ]


def test_a_message_on_a_file_that_is_missing_still_has_its_help() -> None:
    def missing(path: str) -> str:
        raise FileNotFoundError(path)

    found = list(report([problem(Location("a.md", 1), "write it")], "text", missing))
    assert found[0].split("\n")[1:] == ["     = help: write it"]


def test_a_hint_of_several_lines_stays_in_its_column() -> None:
    found = shown(problem(Location("a.md", 0), "one of\n  quoting\n  citing"))[0]
    assert found.split("\n")[1:] == [
        "   = help: one of",
        "             quoting",
        "             citing",
    ]


def test_tabs_before_a_place_stay_tabs_so_that_carets_line_up() -> None:
    assert carets("\ta\tgates", 4, 9) == ("\ta\tgates", "\t \t^^^^^")


def test_wide_letters_count_two_cells_and_combining_marks_none() -> None:
    assert carets("水門 gate", 1, 3) == ("水門 gate", "^^^^")
    assert carets("水門 gate", 4, 8) == ("水門 gate", "     ^^^^")
    assert carets("e\u0301tage", 3, 7) == ("e\u0301tage", " ^^^^")


def test_control_characters_cannot_steer_the_terminal() -> None:
    line, below = carets("\x1b[31mred\x9b \u202egates", 12, 17)
    assert line == "␛[31mred<U+009B> <U+202E>gates"
    assert line[len(below) - 5 : len(below)] == "gates"
    told = shown(problem(Location("a\x1b.md"), "h\x07", message="m\x1b\nn"))[0]
    assert told == "a␛.md: error: m␛␊n [note-defined]\n   = help: h␇"


def test_persian_joiners_and_unusual_blanks_stay_as_they_are() -> None:
    line, _ = carets("می\u200cخواهم\u3000«\u202fa\u202f»", 1)
    assert line == "می\u200cخواهم\u3000«\u202fa\u202f»"


@pytest.mark.parametrize("length", [60, WIDTH, WIDTH + 1, 1000])
@pytest.mark.parametrize("before", [0, 20, 59, 500, 990])
def test_a_long_line_is_cut_around_the_place(length: int, before: int) -> None:
    filler = "abcdefghij" * 100
    line = filler[:before] + "GATES" + filler[: max(0, length - before - 5)]
    cut, below = carets(line, before + 1, before + 6)
    assert len(cut) <= WIDTH + 1
    assert cut[len(below) - 5 : len(below)] == "GATES"
    assert below.strip() == "^^^^^"
    assert cut.strip("…") in line
    assert (cut == line) == (len(line) <= WIDTH)


def test_a_span_longer_than_the_window_is_cut_too() -> None:
    cut, below = carets("x" * 10 + "y" * 500, 11, 511)
    assert (len(cut), cut[-1]) == (WIDTH, "…")
    assert below == " " * 10 + "^" * (WIDTH - 10)


def test_a_file_is_read_once_however_many_messages_it_has() -> None:
    asked: list[str] = []

    def text_of(path: str) -> str:
        asked.append(path)
        return WEIR

    problems = [problem(Location("a.md", line)) for line in (1, 2, 3)]
    assert len(list(report(problems, "text", text_of, is_verbose=True))) == 3
    assert asked == ["a.md"]


# ---------------------------------------------------------------- repeats and infos


def repeated(count: int, path: str = "a.md") -> list[Diagnostic]:
    warning = Severity.WARNING
    return [problem(Location(path, n), "so", warning, "raw", "html") for n in range(1, count + 1)]


def test_repeats_of_a_code_in_a_file_are_one_line_with_their_count_and_lines() -> None:
    found = shown(*repeated(14), *repeated(2, "b.md"), problem(Location("a.md", 3)))
    assert [text.split("\n")[0] for text in found] == [
        "a.md:1:1: warning: raw [html]",
        "a.md: 13 more warnings on lines 2, 3, 4, 5, 6, 7, 8, 9, … [html]",
        "a.md:3:1: error: no note [^denail] is defined [note-defined]",
        "b.md:1:1: warning: raw [html]",
        "b.md: 1 more warning on line 2 [html]",
    ]


def test_the_line_of_repeats_has_the_hints_that_the_first_message_has_not() -> None:
    at, hints = Location("a.md", 1), ["write a", "", "write a", "write b", "write c", "write b"]
    found = shown(*(problem(replace(at, line=n), hint) for n, hint in enumerate(hints, 1)))
    assert found[1].split("\n")[1:] == ["   = help: write b; write c"]
    many = shown(*(problem(replace(at, line=n), f"write {n}") for n in range(1, 9)))
    assert many[1].endswith("= help: write 2; write 3; write 4; write 5; write 6; …")


def test_one_code_with_two_severities_is_two_groups() -> None:
    one, two = problem(Location("a.md", 1)), problem(Location("a.md", 2), severity=Severity.WARNING)
    assert len(shown(one, two)) == 2


def test_infos_are_left_out_of_the_text_and_of_annotations_until_asked_for() -> None:
    info = problem(Location("a.md", 1), severity=Severity.INFO)
    for form in ("text", "github"):
        assert shown(info, form=form) == []
        assert len(shown(info, form=form, is_verbose=True)) == 1
    assert len(shown(info, form="json")) == 1


def test_machines_and_verbose_readers_get_every_repeat_in_full() -> None:
    assert len(shown(*repeated(14), form="json")) == 14
    assert len(shown(*repeated(14), form="github")) == 14
    assert len(shown(*repeated(14), is_verbose=True)) == 14


def test_colour_changes_nothing_but_colour() -> None:
    at = Location("a.md", 3, 53, 3, 62)
    painted = "\n".join(
        report(
            [problem(at, "so"), *repeated(3)],
            "text",
            lambda _: WEIR,
            paint=lambda role, text: f"<{role}>{text}</>",
        )
    )
    assert "<error>error:</>" in painted
    assert "<caret>^^^^^^^^^</>" in painted
    assert "<warning>2 more warnings</>" in painted
    bare = re.sub(r"<\w*>|</>", "", painted)
    assert bare == "\n".join(shown(problem(at, "so"), *repeated(3)))


@pytest.mark.parametrize(
    ("problems", "closing"),
    [
        ([], "No problems found."),
        ([problem(Location("a"))], "1 error"),
        (repeated(2), "2 warnings; run with --verbose to print every message in full"),
        (
            [problem(Location("a"), severity=Severity.INFO)],
            "No problems found. 1 info; run with --verbose to list infos",
        ),
    ],
)
def test_the_closing_line_counts_and_says_how_to_see_the_rest(
    problems: list[Diagnostic], closing: str
) -> None:
    assert total(problems) == closing


def test_a_message_that_only_moved_is_neither_new_nor_fixed() -> None:
    before = [problem(Location("a.md", 1)), *repeated(3)]
    now = [problem(Location("a.md", 9)), *repeated(1), problem(Location("b.md", 1))]
    assert change_of(before, now) == ([problem(Location("b.md", 1))], 2)


# ---------------------------------------------------------------- order


def test_messages_are_sorted_by_place_then_severity_and_told_once() -> None:
    late = problem(Location("a.md", 10, 1))
    early = problem(Location("a.md", 9, 1), severity=Severity.INFO)
    worse = problem(Location("a.md", 9, 1), severity=Severity.WARNING)
    other = problem(Location("b.md", 1, 1))
    found = shown(other, late, early, worse, late, form="json")
    assert [(json.loads(line)["line"], json.loads(line)["severity"]) for line in found] == [
        (9, "warning"),
        (9, "info"),
        (10, "error"),
        (1, "error"),
    ]


def test_unreadable_files_come_first() -> None:
    found = shown(
        problem(Location("a.md", 1)), problem(Location("z.yaml", 7), code="yaml-readable")
    )
    assert found[0].startswith("z.yaml:7:1: error: ")


def test_a_summary_counts_each_different_message_once() -> None:
    error, warning = problem(Location("a")), problem(Location("a"), severity=Severity.WARNING)
    second, remark = problem(Location("b")), problem(Location("a"), severity=Severity.INFO)
    assert summary([error, warning, error, second, remark]) == "2 errors, 1 warning, 1 info"
    assert summary([error]) == "1 error"
    assert summary([]) == ""


# ---------------------------------------------------------------- for machines


def test_json_is_one_object_a_line_with_every_field() -> None:
    (line,) = shown(problem(Location("a.md", 3, 53, 3, 62), "so", message="é\nb"), form="json")
    assert "\n" not in line
    assert json.loads(line) == {
        "path": "a.md",
        "line": 3,
        "column": 53,
        "end_line": 3,
        "end_column": 62,
        "severity": "error",
        "code": "note-defined",
        "message": "é\nb",
        "hint": "so",
    }


def test_an_annotation_names_the_span() -> None:
    (line,) = shown(problem(Location("a.md", 3, 53, 3, 62), "so"), form="github")
    assert line == (
        "::error file=a.md,line=3,col=53,endColumn=62,title=note-defined"
        "::no note [^denail] is defined%0Ahelp: so"
    )


def test_an_annotation_over_several_lines_gives_lines_only() -> None:
    (line,) = shown(problem(Location("a.md", 4, 7, 5, 8), severity=Severity.WARNING), form="github")
    assert line.startswith("::warning file=a.md,line=4,endLine=5,title=note-defined::")


def test_an_annotation_of_a_whole_file_gives_the_file_only() -> None:
    (line,) = shown(
        problem(Location("a.md"), severity=Severity.INFO), form="github", is_verbose=True
    )
    assert line.startswith("::notice file=a.md,title=note-defined::")


def test_nothing_in_a_message_can_end_the_command_or_begin_another() -> None:
    hostile = problem(Location("a,b:c%.md", 1, 2), message="100%\r\n::error::x, y: z")
    (line,) = shown(hostile, form="github")
    assert line == (
        "::error file=a%2Cb%3Ac%25.md,line=1,col=2,endColumn=3,title=note-defined"
        "::100%25%0D%0A::error::x, y: z"
    )
