"""Placed articles + ledger -> addresses that were given up, and what is wrong with giving them up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sidegloss.guesses import Guesses
from sidegloss.ledger import Standings
from sidegloss.model import Departed, Diagnostic, FrontMatter, Location, Placed, Severity
from sidegloss.passages import passage_address, passages
from sidegloss.resolve.hints import error, near
from sidegloss.slugs import RESERVED, is_fit, is_short


def alias_mistakes(placed: Sequence[Placed]) -> Iterator[Diagnostic]:
    """Old addresses of articles that are somebody else's, or can be nobody's."""
    here = {place.address: place.article.path for place in placed}
    taken: dict[str, str] = {}
    for place in placed:
        path = place.article.path
        at = _place(place.article.front, "aliases", path)
        for alias in place.article.front.aliases:
            other = here.get(alias) if alias != place.address else None
            other = other or taken.get(alias)
            if other:
                yield error(
                    "address-unique",
                    f"its old address /{alias} is that of {other}",
                    at,
                    "an address can lead to one article only: take it out of one of them",
                )
            elif alias.split("/", 1)[0] in RESERVED:
                yield error(
                    "address-reserved",
                    f"the old address /{alias} belongs to the site's own pages",
                    at,
                    f"take it out (reserved: {', '.join(RESERVED)})",
                )
            elif not (is_fit(alias) and is_short(alias)):
                yield error(
                    "address-whole",
                    f"nothing can be published at the old address /{alias[:60]}",
                    at,
                    "write it as it stood in the browser, without the site's own address",
                )
            taken.setdefault(alias, path)


def label_mistakes(placed: Sequence[Placed]) -> Iterator[Diagnostic]:
    """Labels that were given up and are in use, or that lead on to nothing."""
    guesses = Guesses()
    for standing in Standings(placed).all:
        front, path = standing.place.article.front, standing.place.article.path
        for name, given_up in (("claim-aliases", standing.led), ("retired", standing.withdrawn)):
            for label in given_up:
                if label in standing.here:
                    yield error(
                        "label-given-up",
                        f"[^{label}] was given up, by {name}, and is in use",
                        standing.here[label].sourced.note.at,
                        f"give the note another label, or take {label} out of {name}:"
                        " a label is never used for another claim",
                    )
        for old, new in standing.led.items():
            if standing.outcome("", new) is None:
                yield Diagnostic(
                    "alias-target",
                    Severity.WARNING,
                    f"claim-aliases leads {old} on to {new}, which is no claim of this article",
                    _place(front, "claim-aliases", path),
                    (near(new, standing.here) if guesses.is_due() else "")
                    or "write the label of a note that has a passage",
                )


def departed_mistakes(
    placed: Sequence[Placed], departed: Iterable[Departed], withdrawn: Collection[str]
) -> Iterator[Diagnostic]:
    """Addresses that were given up and are in use: told where the newcomer stands.

    *withdrawn* are the addresses of articles that the ledger says are gone.
    """
    here = {place.address: Location(place.article.path) for place in placed}
    articles = set(here)
    for place in placed:
        for passage in passages(place):
            here[passage_address(place.address, passage.label)] = passage.sourced.note.at
    given_up = {gone.address: f"a claim of {gone.article}" for gone in departed if gone.label}
    given_up |= dict.fromkeys(articles.intersection(withdrawn) - {""}, "a withdrawn article")
    for address, what in given_up.items():
        if address in here:
            yield error(
                "address-unique",
                f"its address /{address} was that of {what}",
                here[address],
                "give it another one: an address is never used for something else",
            )


def _place(front: FrontMatter, name: str, path: str) -> Location:
    return dict(front.places).get(name, Location(path))
