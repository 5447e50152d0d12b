"""A site -> what hangs on each of its sources: the claims that depend on it, the sources that do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sidegloss import views
from sidegloss.model import Ground, Placed, Site, Stance
from sidegloss.pages.lists import claim_entry
from sidegloss.words import Words, load, term

FURTHER = 100
"""Sources that are named on the page of one that they rest on through others."""


@dataclass(slots=True)
class Uses:
    """Indexes by source key."""

    claims: dict[str, dict[str, list[views.Use]]] = field(default_factory=dict)
    """-> name of an article -> the claims in it; the *href* of an entry is the fragment alone."""
    resting: dict[str, list[tuple[str, Ground]]] = field(default_factory=dict)
    """-> (key of a source whose record rests on it, how)."""

    def further(self, key: str) -> list[str]:
        """Sources that rest on *key* through others, the nearest first; those that do so directly
        are not named again. A hundred at most: else each page of a long chain would name all others.
        """
        direct = [resting for resting, _ in self.resting.get(key, ())]
        seen = {key, *direct}
        waiting = list(direct)
        for near in waiting:
            if len(waiting) > len(direct) + FURTHER:
                break
            for resting, _ in self.resting.get(near, ()):
                if resting not in seen:
                    seen.add(resting)
                    waiting.append(resting)
        return waiting[len(direct) : len(direct) + FURTHER]

    def count(self, key: str) -> int:
        """How many claims of the site depend on a source."""
        return sum(len(uses) for uses in self.claims.get(key, {}).values())


def uses(site: Site) -> Uses:
    """Index a site once: linear in its citations and the length of their trails."""
    found = Uses()
    words = load(site.settings.language, site.settings.words)
    for place in site.articles:
        for key, use in _of_article(place, words):
            found.claims.setdefault(key, {}).setdefault(place.article.name, []).append(use)
    for source in site.sources:
        for ground in source.grounds:
            found.resting.setdefault(ground.key, []).append((source.key, ground))
    return found


def used_in(site: Site) -> dict[str, list[Placed]]:
    """For each key, the articles of which some claim depends on that source."""
    found: dict[str, list[Placed]] = {}
    for place in site.articles:
        trails = [trail for sourced in place.notes for trail in sourced.trails]
        for key in {step.key for trail in trails for step in trail.steps}:
            found.setdefault(key, []).append(place)
    return found


def _of_article(place: Placed, words: Words) -> Iterator[tuple[str, views.Use]]:
    """Every source of every claim, once a claim; a point note counts as one, by its number."""
    passages = {label: claim for claim in reversed(place.article.claims) for label in claim.labels}
    for sourced in place.notes:
        note = sourced.note
        claim = passages.get(note.address)
        text = claim.text if claim else term(words, "notes.see-note", n=note.number)
        fragment = f"claim-{note.address}" if claim else f"fn-{note.address}"
        entry = claim_entry(words, sourced, text, fragment)
        seen: dict[str, tuple[Stance, bool]] = {}
        for trail in sourced.trails:
            for number, step in enumerate(trail.steps):
                if step.key not in seen or (number == 0 and not seen[step.key][1]):
                    seen[step.key] = (trail.citation.stance, number == 0)
        for key, (stance, is_direct) in seen.items():
            yield key, views.Use(entry, stance, is_direct)
