"""Citations and sources -> what is cited, keys that no source has, steps that no record has, circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from sidegloss import trails
from sidegloss.guesses import Guesses
from sidegloss.model import (
    Article,
    Citation,
    CitationEnd,
    CitationSlot,
    Diagnostic,
    End,
    Location,
    Mention,
    MentionForm,
    Note,
    Piece,
    Placed,
    Severity,
    Source,
    Sourced,
    Trail,
)
from sidegloss.resolve.hints import error, near


def settled(note: Note, sources: Mapping[str, Source]) -> Note:
    """*note* with each possible citation either cited, named or left as text.

    ``[as counted by @key]`` becomes one of `Note.citations`, ``@key`` one of `Note.named`, in the
    order of the note. One without a known key is text as written.
    """
    if not note.possible:
        return note
    citations: list[Citation] = []
    named: list[Citation] = []
    body: list[Piece] = []
    is_text_hidden = False
    for piece in note.body:
        if isinstance(piece, CitationEnd):
            is_text_hidden = False
        elif isinstance(piece, CitationSlot):
            given = note.possible if piece.is_possible else note.citations
            found = [given[index] for index in piece.citations]
            if piece.is_possible and not _names_any(found, sources):
                continue
            is_text_hidden = piece.is_possible
            into = named if piece.is_named else citations
            numbers = tuple(range(len(into), len(into) + len(found)))
            into += found
            body.append(replace(piece, citations=numbers, is_possible=False))
        elif not is_text_hidden:
            body.append(piece)
    return replace(
        note, body=tuple(body), citations=tuple(citations), named=tuple(named), possible=()
    )


def _names_any(citations: Iterable[Citation], sources: Mapping[str, Source]) -> bool:
    return any(step.key in sources for citation in citations for step in citation.steps)


def key_mistakes(
    article: Article,
    notes: Iterable[Sourced],
    sources: Mapping[str, Source],
    guesses: Guesses,
) -> Iterator[Diagnostic]:
    """Keys that no source has, and citations where none is read."""
    for sourced in notes:
        for citation in sourced.note.citations:
            for step in citation.steps:
                if step.key not in sources:
                    at = step.at or sourced.note.at
                    yield _undefined(f"@{step.key}", at, _near(step.key, sources, guesses, "@"))
    own = article.front.source
    if own and own not in sources:
        at = article.front.source_at or Location(article.path)
        yield _undefined(own, at, _near(own, sources, guesses))
    for mention in article.mentions:
        yield from _mentioned(mention, sources, guesses)


def _near(key: str, sources: Mapping[str, Source], guesses: Guesses, sign: str = "") -> str:
    return (near(key, sources, sign) if guesses.is_due() else "") or (
        "add it to content/sources.yaml"
    )


def _undefined(key: str, at: Location, hint: str) -> Diagnostic:
    return error("source-defined", f"no source has the key {key}", at, hint)


def _mentioned(
    mention: Mention, sources: Mapping[str, Source], guesses: Guesses
) -> Iterator[Diagnostic]:
    """What is wrong with keys outside citations: in running text, or after words in a note."""
    known = [key for key in mention.keys if key in sources]
    if mention.form is MentionForm.PREFIXED:
        if known:
            yield from mention.if_known
    elif known:
        stays = "this bracket" if mention.form is MentionForm.BRACKET else "it"
        yield Diagnostic(
            "citation-outside-note",
            Severity.WARNING,
            f"@{known[0]} is cited outside a note, so {stays} stays text",
            mention.at,
            "put it in a note: [passage][^id]",
        )
    elif mention.form is MentionForm.BRACKET:
        key = mention.keys[0]
        guess = near(key, sources, "@") if guesses.is_due() else ""
        yield Diagnostic(
            "source-defined",
            Severity.WARNING,
            f"no source has the key @{key}, so this bracket stays text",
            mention.at,
            guess or f"add it to content/sources.yaml, or write \\@{key} if it is no source",
        )


def trail_findings(placed: Iterable[Placed], sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """Circles that notes close, trails without end, and own steps that no record has, each once."""
    told: set[tuple[str, str]] = set()
    for place in placed:
        for sourced in place.notes:
            for trail in sourced.trails:
                yield from _circular(trail, place.article, sources)
                if len(trail.steps) > trails.LONGEST:
                    yield error(
                        "trail-long",
                        f"the trail from @{trail.steps[0].key} takes more than {trails.LONGEST}"
                        " steps",
                        trail.citation.at or sourced.note.at,
                        "say in a record on the way what it rests on in the end",
                    )
                for before, step in trails.unrecorded(trail.citation, sources):
                    if (before.key, step.key) not in told and step.key in sources:
                        told.add((before.key, step.key))
                        yield Diagnostic(
                            "trail-not-in-record",
                            Severity.INFO,
                            f"the record of '{before.key}' does not say that it rests on"
                            f" '{step.key}'",
                            step.at or sourced.note.at,
                            f"add it to '{before.key}' under rests-on:"
                            f" {{source: {step.key}, how: {step.manner}}}",
                        )


def _circular(
    trail: Trail, article: Article, sources: Mapping[str, Source]
) -> Iterator[Diagnostic]:
    """A circle that this note or this article closes; one among records alone is told once."""
    if trail.end is not End.CIRCULAR:
        return
    keys = [step.key for step in trail.steps]
    back = keys.index(keys[-1]) if keys[-1] in keys[:-1] else -1
    if back >= 0 and all(trails.is_recorded(*link, sources) for link in pairwise(keys[back:])):
        return
    way = keys[back:] if back >= 0 else [article.front.source, *keys]
    at = trail.citation.at or Location(article.path)
    yield _circle(" → ".join(way), at)


def circle_findings(sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """Circles among the records themselves, at the place of one of their steps."""
    for circle in trails.circles(sources):
        source = sources[circle[0]]
        follower = circle[1]
        at = next((g.at for g in source.grounds if g.key == follower and g.at), source.at)
        yield _circle(" → ".join((*circle, circle[0])), at)


def _circle(way: str, at: Location) -> Diagnostic:
    return Diagnostic(
        "circular-trail",
        Severity.WARNING,
        f"the trail goes in a circle: {way}",
        at,
        "if that is what happened it is a finding, and shown as one; it counts as no origin",
    )
