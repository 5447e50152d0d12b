"""Citations and trails -> keys that no source has, steps that no record has, circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from sidegloss import trails
from sidegloss.guesses import Guesses
from sidegloss.model import Article, Diagnostic, End, Location, Placed, Severity, Source, Trail
from sidegloss.resolve.hints import error, near


def key_mistakes(
    article: Article, sources: Mapping[str, Source], guesses: Guesses
) -> Iterator[Diagnostic]:
    """Keys that no source has, and brackets that would cite one and are read as text."""
    for note in article.notes:
        for citation in note.citations:
            for step in citation.steps:
                if step.key not in sources:
                    yield error(
                        "source-defined",
                        f"no source has the key @{step.key}",
                        step.at or note.at,
                        (near(step.key, sources, "@") if guesses.is_due() else "")
                        or "add it to content/sources.yaml",
                    )
    own = article.front.source
    if own and own not in sources:
        yield error(
            "source-defined",
            f"no source has the key {own}",
            article.front.source_at or Location(article.path),
            near(own, sources) or "add it to content/sources.yaml",
        )
    for mention in article.mentions:
        if mention.key not in sources:
            continue
        if mention.is_in_note:
            yield Diagnostic(
                "citation-signal",
                Severity.INFO,
                f"'{mention.lead}' is no signal word, so this bracket is text and no citation",
                mention.at,
                f"put the words before the bracket: {mention.lead} [@{mention.key}]",
            )
        else:
            yield Diagnostic(
                "citation-outside-note",
                Severity.WARNING,
                f"@{mention.key} is cited outside a note, so this bracket stays text",
                mention.at,
                "put it in a note: [passage][^id]",
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
