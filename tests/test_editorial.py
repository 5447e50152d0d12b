"""A site -> what an editor would ask of it: each rule broken and kept, at the severity asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import SETTINGS
from sidegloss.editorial import RULES
from tables import Row, rows
from test_messages import CODE, printed, site_of

CODES = [rule.__name__.replace("_", "-") for rule in RULES]
CASES = list(rows("editorial.md"))


def messages_of(folder: Path, given: str, rules: str = "") -> str:
    """What is printed of the site of a row; *rules* are lines of ``[tool.sidegloss.rules]``."""
    if "== pyproject.toml ==" not in given:
        given += f"\n== pyproject.toml ==\n{SETTINGS}[tool.sidegloss.rules]\n"
    builder = site_of(folder, f"{given}{rules}")
    return printed(builder.check(), builder)


def code_of(row: Row) -> str:
    return row.title.split(",")[0]


def is_broken(row: Row) -> bool:
    return row.title.startswith(f"{code_of(row)}, broken: ")


BROKEN = [row for row in CASES if is_broken(row)]


@pytest.mark.parametrize("row", CASES, ids=lambda row: row.title)
def test_an_editor_is_asked_what_stands_in_the_row_and_nothing_else(
    row: Row, tmp_path: Path
) -> None:
    assert messages_of(tmp_path, row.given) == row.expected


def test_a_row_gives_the_one_message_of_its_rule_or_none() -> None:
    wrong = [
        row.title
        for row in CASES
        if CODE.findall(row.expected) != ([code_of(row)] if is_broken(row) else [])
    ]

    assert wrong == []


def test_every_rule_has_a_row_that_breaks_it_and_one_that_keeps_it() -> None:
    broken = {code_of(row) for row in BROKEN}
    kept = {code_of(row) for row in CASES if row.title.startswith(f"{code_of(row)}, kept: ")}

    assert (sorted(broken), sorted(kept)) == (sorted(CODES), sorted(CODES))


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row.title)
def test_a_site_sets_the_severity_of_a_rule(row: Row, severity: str, tmp_path: Path) -> None:
    told = messages_of(tmp_path, row.given, f'{code_of(row)} = "{severity}"\n')

    place, _, rest = row.expected.split(": ", 2)
    assert told == f"{place}: {severity}: {rest}"


@pytest.mark.parametrize("row", BROKEN, ids=lambda row: row.title)
def test_a_site_switches_a_rule_off(row: Row, tmp_path: Path) -> None:
    assert messages_of(tmp_path, row.given, f'{code_of(row)} = "off"\n') == ""
