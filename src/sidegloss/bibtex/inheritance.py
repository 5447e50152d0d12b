"""Entries of a .bib file -> the same with what they inherit by ``crossref`` and ``xdata``.

The names that fields take on the way are those of biblatex's manual, appendix B.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sidegloss.bibtex.entries import Item, Written
from sidegloss.model import Diagnostic, Severity

_PARTS = frozenset(
    """
    inbook bookinbook suppbook incollection suppcollection inproceedings conference inreference
    """.split()  # noqa: SIM905
)
_IN_PERIODICALS = frozenset({"article", "suppperiodical"})
_OF_BOOKS = {
    "title": "booktitle",
    "subtitle": "booksubtitle",
    "titleaddon": "booktitleaddon",
}
_OF_PERIODICALS = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_OF_VOLUMES = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
_KEPT_BACK = frozenset(
    """
    ids crossref xref xdata entryset entrysubtype execute label options presort related
    relatedoptions relatedstring relatedtype shortauthor shorteditor shorthand shorttitle sortkey
    sorttitle sortname sortyear indextitle indexsorttitle pages abstract annotation annote file
    keywords note doi
    """.split()  # noqa: SIM905
)

_GENERATIONS = 20
"""Entries above one another that are looked through."""


def inherited(items: Iterable[Item]) -> tuple[tuple[Item, ...], tuple[Diagnostic, ...]]:
    """*items* without ``@xdata``, each with its parents' fields behind its own.

    The diagnostics are warnings ``bib-crossref``: a parent that the file does not have.
    """
    items = tuple(items)
    family = _Family({item.key.lower(): item for item in reversed(items) if item.key})
    whole = tuple(family.whole(item, ()) for item in items if item.kind != "xdata")
    return whole, tuple(dict.fromkeys(family.found))


class _Family:
    def __init__(self, items: Mapping[str, Item]) -> None:
        self.items = items
        self.found: list[Diagnostic] = []
        self.parents: dict[str, Item] = {}
        """Parents with all that they inherit themselves, by key in lower case."""

    def whole(self, item: Item, above: tuple[str, ...]) -> Item:
        """*item* with all that it inherits; *above* are the keys that led to it, so that circles end."""
        if len(above) > _GENERATIONS:
            return item
        fields = {field.name: field for field in item.fields}
        for name in ("xdata", "crossref"):
            for field in self._further(item, fields.get(name), (*above, item.key.lower())):
                fields.setdefault(field.name, field)
        return replace(item, fields=tuple(fields.values()))

    def _further(
        self, item: Item, link: Written | None, above: tuple[str, ...]
    ) -> Iterator[Written]:
        if link is None:
            return
        for key in (each.strip() for each in link.text.split(",")):
            parent = self.items.get(key.lower())
            if parent is None:
                message = f"{item.key} takes fields from {key}, which this file does not have"
                hint = f"export {key} too, or write its fields into {item.key}"
                self.found.append(
                    Diagnostic("bib-crossref", Severity.WARNING, message, link.at, hint)
                )
            elif key.lower() not in above:
                if key.lower() not in self.parents:
                    self.parents[key.lower()] = self.whole(parent, above)
                yield from _handed_down(self.parents[key.lower()], item, link.name)


def _handed_down(parent: Item, child: Item, by: str) -> Iterator[Written]:
    named = _renamed(parent, child) if by == "crossref" else {}
    written = {field.name for field in parent.fields}
    for field in parent.fields:
        name = named.get(field.name, field.name)
        is_taken = name != field.name and name in written
        if by == "xdata" or (name not in _KEPT_BACK and not is_taken):
            yield replace(field, name=name)


def _renamed(parent: Item, child: Item) -> Mapping[str, str]:
    if parent.kind == "periodical" and child.kind in _IN_PERIODICALS:
        return _OF_PERIODICALS
    if parent.kind.startswith("mv") and child.kind not in _IN_PERIODICALS:
        return _OF_VOLUMES if not child.kind.startswith("in") else _OF_BOOKS
    return _OF_BOOKS if child.kind in _PARTS else {}
