"""An export and a page that nothing in the code knows of: whoever adds one adds no more than this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sidegloss.builder.arguments import Arguments
from sidegloss.builder.given import Task
from sidegloss.exports.search import plain
from sidegloss.model import Output, Placed


def notes_table(articles: Sequence[Placed]) -> Iterator[Output]:
    """Every note's words, one a line."""
    lines = [
        f"{place.address}\t{each.note.label}\t{plain(each.note.body)}\n"
        for place in articles
        for each in place.notes
    ]
    yield Output("notes.tsv", "".join(lines).encode())


def verdicts_page(articles: Sequence[Placed]) -> Iterator[Output]:
    """A page that counts what the notes say and what they rest on."""
    lines = [
        f"<p>{place.article.title}: {each.note.verdict}, {len(each.standing.origins)}</p>\n"
        for place in articles
        for each in place.notes
    ]
    yield Output("verdicts/index.html", "".join(lines).encode())


def added(arguments: Arguments) -> Iterator[Task]:
    """Their tasks."""
    yield Task(notes_table, (arguments.whole(arguments.cards),), ("notes.tsv",))
    yield Task(verdicts_page, (arguments.facts(arguments.cards),), ("verdicts/index.html",))
