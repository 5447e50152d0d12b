"""Placed articles -> the order and the parts in which lists show them."""

from __future__ import annotations

from collections.abc import Sequence

from sidegloss.model import Article, Claim, Placed, Site, Stance, Trail

PART = 20
"""Articles to a page of claims: some 240 claims, as long as a list may be (product.md, section 5)."""

_STANCES = tuple(Stance)


def newest_first(placed: Sequence[Placed]) -> list[Placed]:
    """The articles that stand in lists: those with a date, and not the front page.

    Those of one day stand by their ``order``, then those without one by their paths.
    """
    listed = [place for place in placed if place.address and place.article.front.date]
    listed.sort(key=_within_a_day)
    listed.sort(key=lambda place: place.article.front.date, reverse=True)
    return listed


def _within_a_day(place: Placed) -> tuple[bool, int, str]:
    order = place.article.front.order
    return order is None, order or 0, place.article.path


def parts_of_claims(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Articles with claims in parts of `PART`, the oldest part first, in each the newest first.

    A new article changes the last part only, and an edit the part it stands in. Articles without
    a date come first of all.
    """
    return in_parts([place for place in placed if own_claims(place.article)])


def in_parts(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Articles in parts of `PART`, as `parts_of_claims` has them."""
    ordered = sorted(placed, key=_within_a_day, reverse=True)
    ordered.sort(key=lambda place: place.article.front.date)
    parts = [ordered[start : start + PART] for start in range(0, len(ordered), PART)]
    return [part[::-1] for part in parts]


def noted_parts(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Articles that have notes, in parts, as they are searched."""
    return in_parts([place for place in placed if place.notes])


def is_searched(site: Site) -> bool:
    """Whether the site has a page for searching: where it wants one, and has what can be found."""
    has_any = bool(site.cited) or any(place.article.claims for place in site.articles)
    return has_any and site.settings.search != "none"


def own_claims(article: Article) -> list[tuple[str, Claim]]:
    """The claims that have an address of their own, and its id: the first passages of notes."""
    named = ((next((i for i in claim.ids if "~" not in i), ""), claim) for claim in article.claims)
    return [(own, claim) for own, claim in named if own]


def told_of(place: Placed, claim: Claim) -> tuple[str, tuple[Stance, ...], tuple[Trail, ...]]:
    """What a list says of a claim, over all its notes: verdict, stances, trails."""
    notes = [sourced for sourced in place.notes if sourced.note.address in claim.labels]
    followed = tuple(trail for sourced in notes for trail in sourced.trails)
    stances = {trail.citation.stance for trail in followed}
    verdict = next((sourced.note.verdict for sourced in notes if sourced.note.verdict), "")
    return verdict, tuple(stance for stance in _STANCES if stance in stances), followed
