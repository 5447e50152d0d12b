"""A plain text -> a person's name or an organisation's, by product.md, section 4."""

from __future__ import annotations

import pytest

from sidegloss import names
from sidegloss.bibliography import bibliography
from sidegloss.model import Name, Record, Severity

ORGANISATIONS = """
World Health Organization
United Nations
Ministry of Health
U.S. Department of Justice
Office for National Statistics
City of Harlow Bay, Statistics Office
Harlow Bay, Statistics Office
Department of Health, Education and Welfare
Department of Health and Human Services
Food and Drug Administration
Associated Press
The Guardian
The New York Times
Washington Post
Marsh for Mayor
Human Rights Watch
Amnesty International
Médecins Sans Frontières
Save the Children
Bill & Melinda Gates Foundation
Johnson & Johnson
Simon & Schuster
Tidewater, Inc.
Alphabet Inc.
R Core Team
BBC Verify
Channel 4
City Auditor
Umweltbundesamt
Statistisches Bundesamt
Bundesministerium der Justiz
Max-Planck-Gesellschaft
Ludwig-Maximilians-Universität München
Landeskriminalamt Bayern
Die Zeit
Süddeutsche Zeitung
Deutsche Umwelthilfe e.V.
Ministère de la Santé
Cour des comptes
Agence France-Presse
Le Monde
Instituto Nacional de Estadística
El País
Médicos sin Fronteras
Ministerio de Ciencia y Nuevas Tecnologías
وزارة الصحة
منظمة الصحة العالمية
Reuters
Voltaire
曹雪芹
"""

PERSONS = {
    "Ada Okafor": Name("Okafor", "Ada"),
    "Simone de Beauvoir": Name("Beauvoir", "Simone", particle="de"),
    "Ludwig van Beethoven": Name("Beethoven", "Ludwig", particle="van"),
    "Ursula von der Leyen": Name("Leyen", "Ursula", particle="von der"),
    "Osama bin Laden": Name("Laden", "Osama", particle="bin"),
    "Naguib al-Mahfouz": Name("al-Mahfouz", "Naguib"),
    "Leonardo da Vinci": Name("Vinci", "Leonardo", particle="da"),
    "Juan de la Cruz": Name("Cruz", "Juan", particle="de la"),
    "Vincent Van Gogh": Name("Van Gogh", "Vincent"),
    "Robert De Niro": Name("De Niro", "Robert"),
    "Santiago Ramón y Cajal": Name("Ramón y Cajal", "Santiago"),
    "José Ortega y Gasset": Name("Ortega y Gasset", "José"),
    "Francesc Pi i Margall": Name("Pi i Margall", "Francesc"),
    "J. R. R. Tolkien": Name("Tolkien", "J. R. R."),
    "Martin Luther King Jr.": Name("King", "Martin Luther", suffix="Jr."),
    "Ada Okafor (editor)": Name("Okafor", "Ada"),
    "Okafor, Ada": Name("Okafor", "Ada"),
    "Press, Frank": Name("Press", "Frank"),
    "Court, Margaret": Name("Court", "Margaret"),
    "de Gaulle, Charles": Name("Gaulle", "Charles", particle="de"),
    "محمد بن سلمان": Name("بن سلمان", "محمد"),
    "曹 雪芹": Name("曹", "雪芹", is_family_first=True),
    "김 대중": Name("김", "대중", is_family_first=True),
    "Karl Landesmann": Name("Landesmann", "Karl"),
}


@pytest.mark.parametrize("text", ORGANISATIONS.strip().splitlines())
def test_an_organisation_stays_whole(text: str) -> None:
    assert names.from_text(text) == Name(literal=text)
    assert names.several(text) == ()


@pytest.mark.parametrize(("text", "name"), PERSONS.items())
def test_a_person_is_read_in_parts(text: str, name: Name) -> None:
    assert names.from_text(text) == name
    assert names.several(text) == ()


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Ada Okafor and Ben Ito", ("Ada Okafor", "Ben Ito")),
        ("Ada Okafor & Ben Ito", ("Ada Okafor", "Ben Ito")),
        ("Ada Okafor und Ben Ito", ("Ada Okafor", "Ben Ito")),
        ("Ana García y Luis Pérez", ("Ana García", "Luis Pérez")),
        ("Okafor, Ada and Ito, Ben", ("Okafor, Ada", "Ito, Ben")),
        ("Okafor, A.; Ito, B.", ("Okafor, A.", "Ito, B.")),
        ("J. Ortega and M. Lund", ("J. Ortega", "M. Lund")),
        ("Johnson and Johnson", ("Johnson", "Johnson")),
        ("Smith, Jones, Brown", ("Smith", "Jones", "Brown")),
    ],
)
def test_two_persons_in_one_text_are_told_apart(text: str, persons: tuple[str, ...]) -> None:
    assert names.several(text) == persons


@pytest.mark.parametrize("text", ["others", "et al.", "et al", "et. al.", "and others"])
def test_those_who_are_not_named_are_one_name_whatever_they_are_called(text: str) -> None:
    assert names.from_text(text) == Name(literal=names.ET_AL)
    assert names.from_parts({"family": text}) == Name(literal=names.ET_AL)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name(literal="Ministry of Health"), True),
        (Name(literal="人民日报"), True),
        (Name(literal="曹雪芹"), False),
        (Name("Okafor", "Ada"), False),
        (Name(literal=names.ET_AL), False),
    ],
)
def test_a_format_may_ask_whether_a_name_is_an_organisations(name: Name, *, expected: bool) -> None:
    assert names.is_organisation(name) is expected


def test_explicit_parts_are_never_read_anew() -> None:
    assert names.from_parts({"family": "Press", "given": "Ministry of"}).family == "Press"
    assert names.from_parts({"literal": "Ada Okafor"}) == Name(literal="Ada Okafor")
    assert names.from_parts({"family": "曹", "given": "雪芹"}).is_family_first


def told(author: str) -> list[tuple[str, Severity, str, str]]:
    found = bibliography([Record("content/sources.yaml", f"it: {{author: {author}}}\n", "yaml")])
    return [(each.code, each.severity, each.message, each.hint) for each in found.diagnostics]


def test_an_info_says_how_a_doubtful_name_was_read_and_what_to_write_instead() -> None:
    assert told("Ministry of Health") == [
        (
            "name-read",
            Severity.INFO,
            "Ministry of Health is read as an organisation",
            "if it is a person, write {family: Health, given: Ministry of}",
        )
    ]
    ((code, severity, message, hint),) = told("Santiago Ramón y Cajal")
    assert (code, severity) == ("name-read", Severity.INFO)
    assert message.endswith("family name Ramón y Cajal, given name Santiago")
    assert hint == "if it is an organisation, write {literal: Santiago Ramón y Cajal}"


@pytest.mark.parametrize("author", ["Ada Okafor", "Fred R. Shapiro", "'Okafor, Ada'", "Reuters"])
def test_a_name_that_nobody_doubts_gets_no_message(author: str) -> None:
    assert told(author) == []


def test_the_hint_for_two_persons_is_a_list_that_can_be_read() -> None:
    ((code, severity, _, hint),) = told("'Okafor, Ada and Ito, Ben'")
    assert (code, severity) == ("source-name", Severity.ERROR)
    assert '["Okafor, Ada", "Ito, Ben"]' in hint
    assert told('["Okafor, Ada", "Ito, Ben"]') == []
