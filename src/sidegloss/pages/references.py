"""A placed article -> the sources that it lists: those that its notes cite, and those behind them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sidegloss import views
from sidegloss.model import Note, Placed, Sourced
from sidegloss.pages.context import Context
from sidegloss.pages.labels import whose
from sidegloss.slugs import root_from
from sidegloss.words import Words

_OPENING = re.compile(r"[^\w]+")


def references(
    context: Context, place: Placed, words: Words
) -> tuple[tuple[views.ListedSource, ...], tuple[views.CitedSource, ...]]:
    """The sources that an article cites, with links back, and those that only its trails reach.

    Each source is in one of the two, once; both are in the alphabetical order of *words*' short forms.
    """
    root = root_from(place.address)
    backs: dict[str, list[views.Link]] = defaultdict(list)
    own = context.sources.get(place.article.front.source)
    if own:
        backs[own.key] = []
    for sourced in place.notes:
        back = _back(sourced.note)
        for key in dict.fromkeys(_cited(sourced)):
            backs[key].append(back)
    behind = {key for sourced in place.notes for key in _reached(sourced)} - backs.keys()
    return (
        tuple(
            views.ListedSource(source, tuple(backs[source.key]))
            for source in _in_order((context.cited(key, root) for key in backs), words)
        ),
        tuple(_in_order((context.cited(key, root) for key in behind), words)),
    )


def _back(note: Note) -> views.Link:
    """To the first marker of a note."""
    return views.Link(str(note.number), f"#{next(iter(note.references), f'fn-{note.address}')}")


def _cited(sourced: Sourced) -> Iterator[str]:
    """Keys of the sources that a note cites or names itself."""
    return (trail.steps[0].key for trail in (*sourced.trails, *sourced.named))


def _reached(sourced: Sourced) -> Iterator[str]:
    """Keys of all sources that a note says anything of."""
    for trail in sourced.trails:
        yield from (step.key for step in (*trail.steps, *trail.ways))
        yield from trail.perhaps_retracted
    yield from (bearer.key for proof in sourced.proofs for bearer in proof.bearers)


def _in_order(cited: Iterable[views.CitedSource], words: Words) -> list[views.CitedSource]:
    return sorted(cited, key=lambda source: (_sorted_by(whose(source, words)), source.key))


def _sorted_by(text: str) -> str:
    """*text* without accents, capitals and the punctuation that opens it."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _OPENING.sub("", letters, count=1) if _OPENING.match(letters) else letters
