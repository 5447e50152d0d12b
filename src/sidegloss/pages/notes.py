"""A note with its citations followed -> its view: joined with the sources and trails that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from sidegloss import passages, views
from sidegloss.model import Article, CitationSlot, Placed, Sourced, Standing, Step, Trail
from sidegloss.pages.joined import different, joined
from sidegloss.pages.slots import Slots
from sidegloss.pages.surroundings import Surroundings, ranged
from sidegloss.slugs import root_from
from sidegloss.trails import is_one_origin, retracted_on


class Notes:
    """Makes the views of the notes of a site's articles."""

    def __init__(self, around: Surroundings, slots: Slots) -> None:
        self.around, self.slots = around, slots
        self._step = lru_cache(maxsize=4096)(self._made_step)

    def of(self, place: Placed, pages: Collection[str]) -> tuple[views.NoteView, ...]:
        """The views of an article's notes; *pages* are the labels that have pages of their own."""
        root = root_from(place.address)
        former: dict[str, list[str]] = defaultdict(list)
        for old, new in place.article.former:
            former[new].append(old)
        return tuple(
            self._note(sourced, place.article, root, pages, former=former)
            for sourced in place.notes
        )

    def _note(
        self,
        sourced: Sourced,
        article: Article,
        root: str,
        pages: Collection[str],
        *,
        former: Mapping[str, Sequence[str]],
    ) -> views.NoteView:
        note = sourced.note
        trails = [self._trail(trail, root) for trail in sourced.trails]
        distinct = different(trails)
        body = self._note_body(sourced, trails, article, root)
        retracted, perhaps = self.retracted([sourced], root)
        return views.NoteView(
            number=note.number,
            label=note.address,
            kind=note.kind,
            verdict=note.verdict,
            body=body,
            trails=distinct,
            branches=joined(distinct),
            located=_located(body),
            standing=counted(sourced.standing),
            proofs=self._proofs(sourced),
            is_one_origin=is_one_origin(sourced.standing),
            retracted=retracted,
            perhaps_retracted=perhaps,
            backs=note.references,
            is_point=note.is_point,
            former=tuple(former.get(note.address, ())),
            here=self.around.href("", f"{note.address}/") if note.address in pages else "",
        )

    def _proofs(self, sourced: Sourced) -> tuple[views.ProofView, ...]:
        """A copy has the date at which it was made, else the one at which the source was read."""
        found: dict[views.ProofView, None] = {}
        for proved in sourced.proofs:
            source = self.around.sources.get(proved.key)
            made = (source.archived or source.accessed) if source else ""
            found[views.ProofView(proved.proof, made)] = None
        return tuple(found)

    def retracted(
        self, notes: Iterable[Sourced], root: str
    ) -> tuple[tuple[views.CitedSource, ...], tuple[views.CitedSource, ...]]:
        """Retracted sources that the supporting trails of *notes* pass through, and that they may."""
        trails = [trail for sourced in notes for trail in sourced.trails]
        passed, ahead = retracted_on(trails, self.around.sources)
        return self._all_cited(passed, root), self._all_cited(ahead, root)

    def _all_cited(self, keys: Iterable[str], root: str) -> tuple[views.CitedSource, ...]:
        return tuple(self.around.cited(key, root) for key in sorted(keys))

    def _note_body(
        self, sourced: Sourced, trails: Sequence[views.TrailView], article: Article, root: str
    ) -> tuple[str | views.Bracket, ...]:
        body: list[str | views.Bracket] = []
        for piece in sourced.note.body:
            if isinstance(piece, CitationSlot):
                shown = tuple(trails[index] for index in piece.citations)
                body.append(views.Bracket(shown, piece.is_attribution, piece.is_alone))
                continue
            html = piece if isinstance(piece, str) else self.slots.filled(piece, article, root)
            if body and isinstance(body[-1], str):
                body[-1] += html
            else:
                body.append(html)
        return tuple(body)

    def _trail(self, trail: Trail, root: str) -> views.TrailView:
        return views.TrailView(
            stance=trail.citation.stance,
            signal=trail.citation.signal,
            steps=tuple(self._step(step, root) for step in trail.steps),
            end=trail.end,
            ways=tuple(self._step(step, root) for step in trail.ways),
            quotation=trail.citation.quotation,
        )

    def _made_step(self, step: Step, root: str) -> views.StepView:
        return views.StepView(
            self.around.cited(step.key, root), ranged(step.locator), step.manner, step.is_own
        )


def _located(body: Iterable[str | views.Bracket]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (cited.steps[0].source.key, cited.steps[0].locator)
        for piece in body
        if isinstance(piece, views.Bracket) and not piece.is_alone
        for cited in piece.citations
    )


def counted(standing: Standing) -> tuple[views.Count, ...]:
    """What a note's trails amount to, as templates count it."""
    return tuple(views.Count(what, number) for what, number in passages.counted(standing))
