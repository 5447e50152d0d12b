"""Sources -> ``sources.json``: CSL-JSON as Zotero, Pandoc and citation processors read it.

What a citation shows of a source and nothing else: the inverse of what `bibliography` reads. After
the schema of CSL 1.0.2 (csl-data.json), which keeps what CSL has no word for below ``custom``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from json import JSONEncoder
from typing import Any

from sidegloss import csl
from sidegloss.dates import Day, ends
from sidegloss.exports.noted import Noted
from sidegloss.model import Name, Output, Source

NAME = "sources.json"

_OURS = ("archive-url", "access")
_PRIVATE = ("snapshot", "text")
"""Paths on the author's machine."""
_TEXTS = {
    name: attribute for name, attribute in csl.TEXTS.items() if name not in (*_OURS, *_PRIVATE)
}
_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def sources_json(noted: Noted) -> Iterator[Output]:
    """The sources that an article's page names, by key; one stands on each line."""
    if noted.sources:
        yield Output(noted.place.address + NAME, _listed(noted.sources))


def all_sources_json(published: Mapping[str, Source]) -> Iterator[Output]:
    """Every source that the site publishes, by key."""
    yield Output(f"sources/{NAME}", _listed(published.values()))


def _listed(sources: Iterable[Source]) -> bytes:
    lines = ",\n".join(map(_line, sources))
    return f"[\n{lines}\n]\n".encode()


@lru_cache(maxsize=2048)  # a source is cited in many articles
def _line(source: Source) -> str:
    return _encode(item(source))


def item(source: Source) -> dict[str, Any]:
    """One source. CSL wants a type: one that nobody gave is a web page, or else a document."""
    told: dict[str, Any] = {"id": source.key, "type": source.type or _type(source)}
    for role, people in shown_names(source):
        told[role] = [_name(person) for person in people]
    for name, attribute in _TEXTS.items():
        if name != "type" and (text := getattr(source, attribute)):
            told[name] = text
    for name in ("issued", "accessed", "original-date"):
        if date := getattr(source, csl.DATES[name]):
            told[name] = _date(date)
    if source.retracted:
        told["status"] = "retracted"
    custom = _custom(source)
    return told | {"custom": custom} if custom else told


def shown_names(source: Source) -> Iterator[tuple[str, tuple[Name, ...]]]:
    """(role, names): authors and editors; where there are no authors, all others in their place."""
    if source.author:
        yield "author", source.author
    else:
        yield from source.other_names
    if source.editor:
        yield "editor", source.editor


def _type(source: Source) -> str:
    return "webpage" if source.url else "document"


def _name(person: Name) -> dict[str, str]:
    parts = {
        "family": person.family,
        "given": person.given,
        "non-dropping-particle": person.particle,
        "suffix": person.suffix,
        "literal": person.literal,
    }
    return {name: part for name, part in parts.items() if part}


def _custom(source: Source) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(source, csl.TEXTS[name]) for name in _OURS}
    told["archived"] = source.archived
    if source.retracted:
        gone = source.retracted
        parts = {"date": gone.date, "reason": gone.reason, "URL": gone.url}
        told["retracted"] = {name: text for name, text in parts.items() if text} or "true"
    return {name: value for name, value in told.items() if value}


# ---------------------------------------------------------------- dates


def _date(text: str) -> dict[str, Any]:
    """A date in parts. What parts cannot tell (``../1945``, ``199X``) stays a text, as CSL allows."""
    found = ends(text)
    if found is None:
        return {"literal": text}
    first, last = found
    if first is None or (last and last != first and last.is_circa) or _is_vague(first, last):
        return {"raw": text}
    told: dict[str, Any] = {"date-parts": [_parts(each) for each in _each(text, first, last)]}
    season = {"season": first.season} if first.season and first == last else {}
    return told | season | ({"circa": True} if first.is_circa else {})


def _each(text: str, first: Day, last: Day | None) -> tuple[Day | None, ...]:
    return (first, last) if "/" in text else (first,)


def _is_vague(first: Day, last: Day | None) -> bool:
    """Whether CSL's parts would say more than is known: a decade, or a range of seasons."""
    is_range = last != first
    return any(day and (day.span > 1 or (is_range and day.season)) for day in (first, last))


def _parts(day: Day | None) -> list[int]:
    """Year, month, day; zeros for an open end, as citation processors write it."""
    if day is None:
        return [0, 0, 0]
    return [day.year, *(part for part in (day.month, day.day) if part)]
