"""An article -> its claims that depend on a source; sources -> those that rest on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from sidegloss import views
from sidegloss.model import Ground, Placed, Source, Sourced, Stance
from sidegloss.pages.lists import claim_entry
from sidegloss.words import Words, term

FURTHER = 100
"""Sources that are named on the page of one that they rest on through others."""


def uses_of(place: Placed, key: str, words: Words, link: str) -> Iterator[views.Use]:
    """The claims that depend on the source *key*; a point note counts as one, by its number.

    *link* leads to the article.
    """
    claims = place.article.claims
    passages = {label: claim for claim in reversed(claims) for label in claim.labels}
    for sourced in place.notes:
        role = _role(sourced, key)
        if role is None:
            continue
        note = sourced.note
        claim = passages.get(note.address)
        text = claim.text if claim else term(words, "notes.see-note", n=note.number)
        fragment = f"claim-{note.address}" if claim else f"fn-{note.address}"
        yield views.Use(claim_entry(words, sourced, text, f"{link}#{fragment}"), *role)


def _role(sourced: Sourced, key: str) -> tuple[Stance, bool] | None:
    """What a note's first trail through the source does to the claim, and whether it begins there.

    One that begins there comes before those that only pass it.
    """
    found = None
    for trail in sourced.trails:
        if trail.steps[0].key == key:
            return trail.citation.stance, True
        if found is None and any(step.key == key for step in trail.steps):
            found = trail.citation.stance, False
    return found


Rests = Mapping[str, list[tuple[str, Ground]]]
"""Key of a source -> (key of a source whose record rests on it, how)."""


def resting_on(sources: Iterable[Source], published: Collection[str]) -> Rests:
    """Index the records of the *published* sources by what they rest on."""
    found: dict[str, list[tuple[str, Ground]]] = defaultdict(list)
    for source in sources:
        if source.key in published:
            for ground in source.grounds:
                found[ground.key].append((source.key, ground))
    return found


def resting_further(key: str, rests: Rests) -> tuple[str, ...]:
    """Sources that rest on *key* through others, the nearest first.

    Those that do so directly are not named again. A hundred at most: else each page of a long
    chain would name all others.
    """
    direct = [other for other, _ in rests.get(key, ())]
    seen = {key, *direct}
    waiting = list(direct)
    for near in waiting:
        if len(waiting) > len(direct) + FURTHER:
            break
        for other, _ in rests.get(near, ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return tuple(waiting[len(direct) : len(direct) + FURTHER])
