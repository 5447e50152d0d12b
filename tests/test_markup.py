"""Passages, notes and markers: how they are read, and the html that they become."""

from __future__ import annotations

import pytest

from tables import Row, article, html, rows, told


def shown(text: str) -> str:
    """The body of *text*, its notes, and what is told of it."""
    found = article(text)
    notes = [f"[{n.number}] {n.label}: {html(n.body)}" for n in found.notes]
    lines = [html(found.body), *notes, *told(found)]
    return "\n".join(line.rstrip() for line in lines if line.strip()) + "\n"


@pytest.mark.parametrize("row", list(rows("markup.md")), ids=lambda row: row.title)
def test_every_row_of_markup_gives_its_html(row: Row) -> None:
    assert shown(row.given) == row.expected
