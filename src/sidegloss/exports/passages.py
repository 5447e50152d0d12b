"""An article and its published page -> where the passages of each note stand in the page's text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from sidegloss.exports.published import BLANK, Mark, Published
from sidegloss.model import Article, Note

MARKER = "fnref-"
"""How the ids of markers begin."""

_MARKER_ID = re.compile(rf' id="({MARKER}[^"]+)"')


class Passage(NamedTuple):
    """A stretch of a page's text, without the blanks around it, and the id of its element."""

    id: str
    begin: int
    end: int


def passages(article: Article, page: Published) -> dict[str, tuple[Passage, ...]]:
    """For the address of each note its passages, in the order of the text.

    A note on a point has none: its place is its marker in the text, ``[3]``, which the element of
    that id holds whole. So has a passage without words, such as a picture. Nothing is given for
    what a site's own template leaves out.
    """
    places = {mark.id: number for number, mark in enumerate(page.marks) if mark.id}
    ids: dict[str, list[str]] = {note.address: [] for note in article.notes}
    for claim in article.claims:
        for name in claim.ids:
            ids[name.partition("~")[0]].append(f"claim-{name}")
    return {
        note.address: tuple(_of_note(note, ids[note.address], places, page))
        for note in article.notes
    }


def wanted(article: Article) -> set[str]:
    """Ids of the marks by which passages are found: claims, and every marker of the text."""
    claims = (f"claim-{name}" for claim in article.claims for name in claim.ids)
    markers = (name for note in article.notes for name in note.references[:1])
    text = (piece for piece in article.body if isinstance(piece, str))
    return {*claims, *markers, *(name for each in text for name in _MARKER_ID.findall(each))}


def _of_note(
    note: Note, ids: Collection[str], places: Mapping[str, int], page: Published
) -> Iterator[Passage]:
    own = frozenset((*ids, *note.references))
    found = [_passage(name, note, own, places[name], page) for name in ids if name in places]
    worded = [passage for passage in found if passage.begin < passage.end]
    yield from worded
    marker = next(iter(note.references), "")
    if not worded and marker in places:
        mark = page.marks[places[marker]]
        yield Passage(mark.id, mark.begin, mark.end)


def _passage(name: str, note: Note, own: frozenset[str], number: int, page: Published) -> Passage:
    """*own* are the ids of the note's passages, and of its markers."""
    marks = page.marks
    first = _first(number, note.address, marks)
    if first is None:
        return Passage(name, marks[number].begin, marks[number].begin)
    mark = marks[first]
    is_block = "claim-block" in mark.classes
    end = _end_of_block(first, page) if is_block else _end(first, note, own, page)
    text = page.text[mark.begin : end]
    begin = mark.begin + len(text) - len(text.lstrip(BLANK))
    return Passage(name, begin, max(begin, mark.begin + len(text.rstrip(BLANK))))


def _first(number: int, label: str, marks: Sequence[Mark]) -> int | None:
    """The segment or block that the id of a passage stands on, else right before or right in."""
    begin = marks[number].begin
    after = range(number, len(marks))
    for way in (after, range(number - 1, -1, -1)):
        for index in way:
            if marks[index].begin != begin:
                break
            if label in marks[index].notes and _is_claim(marks[index]):
                return index
    return None


def _is_claim(mark: Mark) -> bool:
    return "claim" in mark.classes or "claim-block" in mark.classes


def _after(first: int, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks behind one; nothing is walked over to come there."""
    return (marks[index] for index in range(first + 1, len(marks)))


def _end_of_block(first: int, page: Published) -> int:
    """Where a block ends, the markers after it left out."""
    end = page.marks[first].end
    inside = takewhile(lambda mark: mark.end <= end, _after(first, page.marks))
    for mark in reversed([mark for mark in inside if mark.id.startswith(MARKER)]):
        if page.text[mark.end : end].strip(BLANK):
            break
        end = mark.begin
    return end


def _end(first: int, note: Note, own: frozenset[str], page: Published) -> int:
    """Where the last of a passage's segments ends.

    Between segments stand nothing but markers of the claims within it; the passage's own marker
    ends it. Where it holds a passage of the same note, that one's marker comes first.
    """
    end = at = page.marks[first].end
    depth = 1
    for mark in _after(first, page.marks):
        if mark.begin < at:  # within the segment
            continue
        if page.text[at : mark.begin]:
            break
        if mark.id.startswith(MARKER):
            depth -= mark.id in own
            if not depth:
                break
            at = mark.end
            continue
        depth += mark.id in own
        if _is_claim(mark):
            if note.address not in mark.notes:
                break
            end = at = mark.end
    return end
