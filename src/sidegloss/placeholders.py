"""Site with errors -> the same site as the preview shows it: a visible placeholder at each fault.

Only a preview calls this. A build stops at the first error, so no placeholder can be published.
What is not known here (an address that two articles share, a duplicated note) renders as it is;
the list of messages has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from sidegloss.markup import placeholder
from sidegloss.model import (
    Article,
    Diagnostic,
    End,
    Excerpt,
    ImageSlot,
    LinkSlot,
    Location,
    Manuscript,
    Note,
    Piece,
    Placed,
    Severity,
    Site,
    Source,
)
from sidegloss.parse import Reading, parse_with_placeholders
from sidegloss.resolve import place_of
from sidegloss.slugs import target_name

REPARSED = frozenset({"note-defined", "formula-readable"})
"""Codes of faults that are shown by parsing an article again."""

LABELS = {
    "image-target": "image missing",
    "foreign-media": "image on another host",
    "media-active": "image refused",
}
"""What the placeholder of an image says, by the code of its error."""

_LABEL = re.compile(r"\[\^([^\W_](?:[\w.\-]*[^\W_])?)\]")


@dataclass(frozen=True, slots=True)
class Written:
    """What an article was parsed from, and the texts of saved copies that its quotations are checked against."""

    manuscript: Manuscript
    reading: Reading
    copies: Mapping[str, str]


class Placeholders:
    """Makes the placeholders of one site again and again; an unchanged article is made once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Placed, tuple[Diagnostic, ...], Placed]] = {}

    def site(
        self,
        site: Site,
        diagnostics: Iterable[Diagnostic],
        written: Callable[[str], Written],
    ) -> Site:
        """*site* with placeholders; *site* itself where *diagnostics* has no error.

        *written* returns what the article at a path was parsed from.
        """
        errors: dict[str, list[Diagnostic]] = {}
        for each in diagnostics:
            if each.severity is Severity.ERROR:
                errors.setdefault(each.at.path, []).append(each)
        if not errors:
            self._known.clear()
            return site
        refused = frozenset(_refused(site, errors))
        sources = {source.key: source for source in site.sources}
        places = []
        known: dict[str, tuple[Placed, tuple[Diagnostic, ...], Placed]] = {}
        for place in site.articles:
            path = place.article.path
            wrong = (*errors.get(path, ()), *_refusals(place.article, refused))
            if not wrong:
                places.append(place)
                continue
            before = self._known.get(path)
            if before is None or before[0] is not place or before[1] != wrong:
                before = (place, wrong, _filled(place, wrong, sources, written(path)))
            known[path] = before
            places.append(before[2])
        self._known = known
        stand_ins = tuple(map(_stand_in, sorted(unknown_keys(site))))
        return replace(
            site,
            articles=tuple(places),
            sources=tuple(sorted((*site.sources, *stand_ins), key=lambda source: source.key)),
            cited=site.cited | {source.key for source in stand_ins},
            media=tuple(name for name in site.media if name not in refused),
        )


def unknown_keys(site: Site) -> frozenset[str]:
    """Keys that a note, a trail or a source of *site* names and that no source has."""
    known = {source.key for source in site.sources}
    named = {ground.key for source in site.sources for ground in source.grounds}
    for place in site.articles:
        named.add(place.article.front.source)
        for sourced in place.notes:
            for trail in sourced.trails:
                named.update(step.key for step in (*trail.steps, *trail.ways))
    return frozenset(named - known - {""})


def _stand_in(key: str) -> Source:
    """What citations of a key show that no source has."""
    return Source(key=key, title=f"unknown source: @{key}", end=End.NOT_ASKED)


# ---------------------------------------------------------------- files that are not shown


def _refused(site: Site, errors: Mapping[str, Sequence[Diagnostic]]) -> Iterator[str]:
    """Names of the files that have an error of their own."""
    prefix = site.settings.content.strip("/")
    return (name for name in site.media if f"{prefix}/{name}" in errors)


def _refusals(article: Article, refused: frozenset[str]) -> Iterator[Diagnostic]:
    """An error at each image of *article* whose file is *refused*."""
    if not refused:
        return
    for piece in (*article.body, *(each for note in article.notes for each in note.body)):
        if isinstance(piece, ImageSlot) and target_name(article.name, piece.target) in refused:
            yield Diagnostic("media-active", Severity.ERROR, "", piece.at)


# ---------------------------------------------------------------- one article


def _filled(
    place: Placed, errors: Sequence[Diagnostic], sources: Mapping[str, Source], written: Written
) -> Placed:
    """*place* with a placeholder at each of its *errors*."""
    article = place.article
    manuscript = written.manuscript
    if any(each.code in REPARSED for each in errors):
        labels = list(dict.fromkeys(_missing(errors, manuscript)))
        article = parse_with_placeholders(manuscript, written.reading, labels)
        place = replace(place, notes=place_of(article, sources, written.copies).notes)
    at = {each.at: each for each in errors}
    notes = [_with_body(sourced.note, _pieces(sourced.note.body, at)) for sourced in place.notes]
    filled = replace(article, body=_pieces(article.body, at), notes=tuple(notes))
    above = [each for each in errors if each.at.line < manuscript.first_line]
    return replace(
        place,
        article=_below(above, filled) if above else filled,
        notes=tuple(replace(old, note=note) for old, note in zip(place.notes, notes, strict=True)),
    )


def _missing(errors: Iterable[Diagnostic], manuscript: Manuscript) -> Iterator[str]:
    """The labels of notes that are not defined, as they are written at the places of *errors*."""
    lines = manuscript.text.split("\n")
    for each in errors:
        number = each.at.line - manuscript.first_line
        if each.code == "note-defined" and 0 <= number < len(lines):
            found = _LABEL.match(lines[number], each.at.column - 1)
            if found:
                yield found[1]


def _with_body(note: Note, body: tuple[Piece, ...]) -> Note:
    return note if body is note.body else replace(note, body=body)


def _pieces(body: tuple[Piece, ...], errors: Mapping[Location, Diagnostic]) -> tuple[Piece, ...]:
    """*body* with html in place of the slots that have an error; as many pieces as before."""
    if not any(isinstance(p, LinkSlot | ImageSlot) and p.at in errors for p in body):
        return body
    return tuple(
        _slot(piece, errors[piece.at])
        if isinstance(piece, LinkSlot | ImageSlot) and piece.at in errors
        else piece
        for piece in body
    )


def _slot(slot: LinkSlot | ImageSlot, error: Diagnostic) -> str:
    """The html of a link's address or of an image that has an *error*."""
    if isinstance(slot, ImageSlot):
        return placeholder(f"{LABELS.get(error.code, 'image unusable')}: {slot.target}")
    target = f"{slot.target}#{slot.fragment}" if slot.fragment else slot.target
    # The slot is the value of an href: what follows the address are further attributes.
    return f'#" class="placeholder" data-placeholder="link broken: {escape(target)}'


def _below(errors: Iterable[Diagnostic], article: Article) -> Article:
    """*article* below what is wrong with its file or its front matter."""
    lines = "".join(f"<p>{placeholder(each.message)}</p>\n" for each in errors)
    return replace(
        article, body=(lines, *article.body), excerpts=tuple(map(_later, article.excerpts))
    )


def _later(excerpt: Excerpt) -> Excerpt:
    """*excerpt* in a body with one more piece at its beginning."""
    (first, end), (head, head_end) = excerpt.pieces, excerpt.head
    moved = (head + 1, head_end + 1) if head_end else (0, 0)
    return replace(excerpt, pieces=(first + 1, end + 1), head=moved)
