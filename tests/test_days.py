"""Dates as people write them: the day as written, or a hint with the right form of that very date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidegloss.days import correction, day_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-12", "2026-03-12"),
        (" 2026-03-12 ", "2026-03-12"),
        ("2000-02-29", "2000-02-29"),
        ("2020-12-30T13:43:34-08:00", "2020-12-30"),
        ("2020-12-31T23:43:34-08:00", "2020-12-31"),
        ("2021-01-01T00:10:00+14:00", "2021-01-01"),
        ("2019-03-18 12:00:00 -0300", "2019-03-18"),
        ("2019-03-18 12:00:00 -03:00", "2019-03-18"),
        ("2019-03-18 12:00:00+0000", "2019-03-18"),
        ("2019-03-18 9:05:00 +0100", "2019-03-18"),
        ("2019-03-18T12:00:00Z", "2019-03-18"),
        ("2019-03-18t12:00:00z", "2019-03-18"),
        ("2019-03-18T12:00:00.123Z", "2019-03-18"),
        ("2019-03-18T12:00:00,5+05:30", "2019-03-18"),
        ("2019-03-18T12:00:00.123456+00:00", "2019-03-18"),
        ("2019-03-18 12:00", "2019-03-18"),
        ("2019-03-18T12:00", "2019-03-18"),
        ("2019-03-18T12", "2019-03-18"),
        ("2019-03-18 12:00:00 UTC", "2019-03-18"),
        ("2009-11-10 23:00:00 +0000 UTC", "2009-11-10"),
        ("2019-03-18T23:59:60Z", "2019-03-18"),
        ("2019-03-18T24:00:00", "2019-03-18"),
        ("2019-03-18  12:00:00", "2019-03-18"),
        ("20190318T120000Z", "2019-03-18"),
    ],
)
def test_a_day_and_an_iso_date_time_are_read_as_written(text: str, day: str) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("28/11/2026", "write 2026-11-28"),
        ("11/28/2026", "write 2026-11-28"),
        ("03/04/2026", "write 2026-04-03 or 2026-03-04"),
        ("3-4-2026", "write 2026-04-03 or 2026-03-04"),
        ("05/05/2026", "write 2026-05-05"),
        ("24.11.2026", "write 2026-11-24"),
        ("3.4.2026", "write 2026-04-03 or 2026-03-04"),
        ("12/2026", "write 2026-12-DD, with the day"),
        ("2026-03", "write 2026-03-DD, with the day"),
        ("2026/3", "write 2026-03-DD, with the day"),
        ("202603", "write 2026-03-DD, with the day"),
        ("2026", "write 2026-MM-DD, with the month and the day"),
        ("13/2026", "write 2026-MM-DD, with the month and the day"),
        ("spring 2026", "write 2026-MM-DD, with the month and the day"),
        ("Q1 2026", "write 2026-MM-DD, with the month and the day"),
        ("March 2026", "write 2026-03-DD, with the day"),
        ("Jan 5, 2026", "write 2026-01-05"),
        ("12 March 2026", "write 2026-03-12"),
        ("the 12th of March, 2026", "write 2026-03-12"),
        ("2026 March 12", "write 2026-03-12"),
        ("5-Jan-2026", "write 2026-01-05"),
        ("05Jan2026", "write 2026-01-05"),
        ("Sept 3 2026", "write 2026-09-03"),
        ("Febuary 3 2026", "write 2026-02-03"),
        ("5 janvier 2026", "write 2026-01-05"),
        ("1er août 2026", "write 2026-08-01"),
        ("juil. 2026", "write 2026-07-DD, with the day"),
        ("12. März 2026", "write 2026-03-12"),
        ("Donnerstag, 12. Maerz 2026", "write 2026-03-12"),
        ("Dez. 2026", "write 2026-12-DD, with the day"),
        ("12 de marzo de 2026", "write 2026-03-12"),
        ("martes, 12 de mayo de 2026", "write 2026-05-12"),
        ("١٢ مارس ٢٠٢٦", "write 2026-03-12"),
        ("12 آذار 2026", "write 2026-03-12"),
        ("٢٠٢٦-٠٣-١٢", "write 2026-03-12"),
        ("2026年3月12日", "write 2026-03-12"),
        ("2026-1-5", "write 2026-01-05"),
        ("2026/01/05", "write 2026-01-05"),
        ("2026.1.5", "write 2026-01-05"),
        ("2026-28-11", "write 2026-11-28"),
        ("2026\N{EN DASH}03\N{EN DASH}12", "write 2026-03-12"),
        ("c. 2026-03-12", "write 2026-03-12"),
        ("20260105", "write 2026-01-05"),
        ("05012026", "write 2026-01-05 or 2026-05-01"),
        ("1617235200", "write 2021-04-01"),
        ("2026-W11-4", "write 2026-03-12"),
        ("2026-071", "write 2026-03-12"),
        ("28/11/26", "write 2026-11-28"),
        ("3/4/98", "write 1998-04-03 or 1998-03-04"),
        ("26-03-12", "write 2012-03-26 or 2026-03-12"),
        ("12 March \N{RIGHT SINGLE QUOTATION MARK}26", "write 2026-03-12"),
        ("12 March", "write YYYY-03-12, with the year"),
        ("March", "write YYYY-03-DD, with the year and the day"),
        ("12. 3.", "write YYYY-03-12 or YYYY-12-03, with the year"),
        ("12\N{EN DASH}14 March 2026", "write 2026-03-12 or 2026-03-14"),
        ("2026-03-12/2026-03-14", "write 2026-03-12 or 2026-03-14"),
        ("Mon, 05 Jan 2026 10:30:00 +0100", "write 2026-01-05"),
        ("Mon Jan 05 2026 10:30:00 GMT+0100 (CET)", "write 2026-01-05"),
        ("2026-03-12T25:00", "write 2026-03-12"),
        ("2019-03-18T12:00:00+01:00[Europe/Paris]", "write 2019-03-18"),
        ("2026-03-00", "write 2026-03-DD, with the day"),
        ("0000-00-00", "write the day as YYYY-MM-DD, for example 2026-03-12"),
        ("soon", "write the day as YYYY-MM-DD, for example 2026-03-12"),
        ("2026-02-30", "February 2026 has 28 days: write 2026-02-28 or an earlier day"),
        ("2026-02-30T10:00:00Z", "February 2026 has 28 days: write 2026-02-28 or an earlier day"),
        ("31/04/2026", "April 2026 has 30 days: write 2026-04-30 or an earlier day"),
        ("30 February 2026", "February 2026 has 28 days: write 2026-02-28 or an earlier day"),
        ("1900-02-29", "February 1900 has 28 days: write 1900-02-28 or an earlier day"),
        ("99/99/2026", "months go from 01 to 12: write the day as YYYY-MM-DD"),
        ("12026-03-01", "a year has four digits: write the day as YYYY-MM-DD"),
    ],
)
def test_any_other_form_is_refused_with_the_right_form_of_that_very_date(
    text: str, hint: str
) -> None:
    assert day_of(text) == ""
    assert correction(text)[1] == hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("28/11/2026", "cannot read 28/11/2026 as a date"),
        ("2026-02-30", "2026-02-30 is not a valid date"),
        ("today", "today is not a date"),
        ("", "a date is missing"),
    ],
)
def test_the_message_says_what_is_wrong(text: str, message: str) -> None:
    assert correction(text)[0] == message


@given(
    st.text(max_size=30)
    | st.text("0123456789-/. :TZQW,", max_size=24)
    | st.lists(st.sampled_from(["March", "12", "2026", "mai", "/", "-", "Q1", "3", "99"])).map(
        " ".join
    )
)
def test_whatever_is_written_there_is_a_hint(text: str) -> None:
    message, hint = correction(text)
    assert message
    assert hint


@given(st.dates(), st.sampled_from(["", "T00:00:00Z", " 23:59:59 -1200", "T23:59+14:00"]))
def test_a_day_is_never_turned_into_another(day: object, time: str) -> None:
    assert day_of(f"{day}{time}") == str(day)
