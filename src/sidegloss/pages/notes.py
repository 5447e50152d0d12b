"""A note with its citations followed -> its view: joined with the sources and trails that it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from sidegloss import passages, views
from sidegloss.model import (
    Bearer,
    CitationSlot,
    Form,
    Piece,
    Placed,
    Proof,
    Sourced,
    Standing,
    Step,
    Trail,
)
from sidegloss.pages.context import Context, ranged
from sidegloss.pages.joined import different, joined
from sidegloss.pages.slots import Slots
from sidegloss.shortening import shortened
from sidegloss.slugs import root_from
from sidegloss.trails import is_one_origin, retracted_on

OPENING = 48
"""Characters of a quotation that tell it apart from the others of its note."""


class Notes:
    """Makes the views of an article's notes."""

    def __init__(self, context: Context, slots: Slots) -> None:
        self.context, self.slots = context, slots
        self._step = lru_cache(maxsize=4096)(self._made_step)

    def of(self, place: Placed, pages: Collection[str]) -> tuple[views.NoteView, ...]:
        """The views of an article's notes; *pages* are the labels that have pages of their own."""
        root = root_from(place.address)
        former: dict[str, list[str]] = defaultdict(list)
        for old, new in place.article.former:
            former[new].append(old)
        return tuple(self._note(sourced, root, pages, former=former) for sourced in place.notes)

    def _note(
        self,
        sourced: Sourced,
        root: str,
        pages: Collection[str],
        *,
        former: Mapping[str, Sequence[str]],
    ) -> views.NoteView:
        note = sourced.note
        trails = [self._trail(trail, root) for trail in sourced.trails]
        named = [self._trail(trail, root) for trail in sourced.named]
        distinct = different(trails)
        body = _set_out(self._note_body(note.body, (trails, named), root))
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
            proofs=self._proofs(sourced, root),
            named=_unlisted(named, distinct),
            is_one_origin=is_one_origin(sourced.standing),
            retracted=retracted,
            perhaps_retracted=perhaps,
            backs=note.references,
            is_point=note.is_point,
            former=tuple(former.get(note.address, ())),
            here=self.context.href("", f"{note.address}/") if note.address in pages else "",
        )

    def _proofs(self, sourced: Sourced, root: str) -> tuple[views.ProofView, ...]:
        """One for each quotation, or one for all if every copy says the same of each."""
        found = [
            (each, tuple(self._bearer(b, root) for b in each.bearers)) for each in sourced.proofs
        ]
        is_one = len({bearers for _, bearers in found}) == 1
        return tuple(
            views.ProofView(
                _proof_of(bearers), "" if is_one else shortened(each.quotation, OPENING), bearers
            )
            for each, bearers in (found[:1] if is_one else found)
        )

    def _bearer(self, bearer: Bearer, root: str) -> views.BearerView:
        """A copy has the date at which it was made, else the one at which the source was read."""
        source = self.context.sources[bearer.key]
        made = "" if bearer.proof is Proof.NO_COPY else source.archived or source.accessed
        return views.BearerView(self.context.cited(bearer.key, root), bearer.proof, made)

    def retracted(
        self, notes: Iterable[Sourced], root: str
    ) -> tuple[tuple[views.CitedSource, ...], tuple[views.CitedSource, ...]]:
        """Retracted sources that the supporting trails of *notes* pass through, and that they may."""
        trails = [trail for sourced in notes for trail in sourced.trails]
        passed, ahead = retracted_on(trails, self.context.sources)
        return self._all_cited(passed, root), self._all_cited(ahead, root)

    def _all_cited(self, keys: Iterable[str], root: str) -> tuple[views.CitedSource, ...]:
        return tuple(self.context.cited(key, root) for key in sorted(keys))

    def _note_body(
        self,
        pieces: Iterable[Piece],
        followed: tuple[Sequence[views.TrailView], Sequence[views.TrailView]],
        root: str,
    ) -> tuple[str | views.Bracket, ...]:
        """*followed* are the trails of the note's citations, and of the sources it names."""
        body: list[str | views.Bracket] = []
        for piece in pieces:
            if isinstance(piece, CitationSlot):
                trails = followed[piece.is_named]
                shown = tuple(trails[index] for index in piece.citations)
                body.append(
                    views.Bracket(shown, piece.is_attribution, piece.is_alone, piece.is_named)
                )
                continue
            html = piece if isinstance(piece, str) else self.slots.filled(piece, root)
            if body and isinstance(body[-1], str):
                body[-1] += html
            else:
                body.append(html)
        return tuple(body)

    def _trail(self, trail: Trail, root: str) -> views.TrailView:
        return views.TrailView(
            stance=trail.citation.stance,
            signal=trail.citation.signal,
            signal_html=trail.citation.signal_html,
            form=trail.citation.form,
            steps=tuple(self._step(step, root) for step in trail.steps),
            end=trail.end,
            ways=tuple(self._step(step, root) for step in trail.ways),
            quotation=trail.citation.quotation,
        )

    def _made_step(self, step: Step, root: str) -> views.StepView:
        return views.StepView(
            source=self.context.cited(step.key, root),
            locator=ranged(step.locator),
            shown=ranged(step.shown),
            manner=step.manner,
            is_own=step.is_own,
        )


_VERDICT = re.compile(r'<p><strong class="verdict">(.*?)</strong>', re.DOTALL)
_CLOSING = ".!:。．｡！：︰۔…"
"""What closes a verdict, within the bold words or after them."""
_ENDS_PARAGRAPH = re.compile(r"[.;]?\s*(?=</p>|\Z)")
_ENDS_QUOTATION = ("”", "“", "»", "«", "’", "‘", "」", "』", '"')


def _set_out(body: Sequence[str | views.Bracket]) -> tuple[str | views.Bracket, ...]:
    """The body without what the note says elsewhere: its verdict, and a citation that is but a trail."""
    body = list(body)
    if body and isinstance(body[0], str):
        body[0] = _without_verdict(body[0])
    brackets = [number for number, piece in enumerate(body) if isinstance(piece, views.Bracket)]
    for number in brackets:
        _take_out(body, number, is_only=len(brackets) == 1)
    return tuple(piece for piece in body if piece != "")


def _without_verdict(html: str) -> str:
    """*html* without the verdict that opens it; where the sentence goes on, the words stay in it."""
    found = _VERDICT.match(html)
    if not found:
        return html
    rest = html[found.end() :]
    after = rest.lstrip(" \u00a0\u202f\n")
    if found[1].rstrip().endswith(tuple(_CLOSING)) or after[:1] in _CLOSING:  # or nothing follows
        after = after.lstrip(f"{_CLOSING} \u00a0\u202f\n")
    elif not (after[0].isupper() or after[0] in "<–—"):
        return f"<p>{found[1]}{rest}"
    return f"<p>{after.lstrip('–— ')}"


def _take_out(body: list[str | views.Bracket], number: int, *, is_only: bool) -> None:
    """Hide a bracket that no sentence needs: the trail below the text names its source.

    Such a bracket opens a paragraph and closes with a full stop, or is the only one of its note and
    follows a quotation that ends there.
    """
    bracket = body[number]
    before = body[number - 1] if number else ""
    after = body[number + 1] if number + 1 < len(body) else ""
    if not (
        isinstance(bracket, views.Bracket) and isinstance(before, str) and isinstance(after, str)
    ):
        return
    if bracket.is_attribution or bracket.is_alone or bracket.is_named:
        return
    is_plain = all(cited.form is Form.FULL and not cited.signal for cited in bracket.citations)
    words = before.rstrip()
    if not is_plain:
        return
    if words.endswith("<p>") and after[:1] in (".", ";"):
        body[number + 1] = after[1:].lstrip()
    elif is_only and words.endswith(_ENDS_QUOTATION) and _ENDS_PARAGRAPH.match(after):
        is_closed = words.rstrip("".join(_ENDS_QUOTATION)).endswith((".", "!", "?", "…"))
        body[number + 1] = after[1:] if is_closed and after[:1] == "." else after
        body[number - 1] = words
    else:
        return
    body[number] = replace(bracket, is_alone=True)


def _unlisted(
    named: Iterable[views.TrailView], listed: Iterable[views.TrailView]
) -> tuple[views.TrailView, ...]:
    """One of each source that is named, if its record is not in the list of trails already."""
    seen = {trail.steps[0].source.key for trail in listed}
    by_key = {trail.steps[0].source.key: trail for trail in named}
    return tuple(trail for key, trail in by_key.items() if key not in seen)


def _proof_of(bearers: Iterable[views.BearerView]) -> Proof:
    proofs = {bearer.proof for bearer in bearers}
    return next((p for p in (Proof.ALTERED, Proof.FOUND) if p in proofs), Proof.NO_COPY)


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
