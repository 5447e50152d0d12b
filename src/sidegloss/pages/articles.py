"""A placed article -> its view: slots filled, notes joined with sources and trails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from urllib.parse import quote

from sidegloss import passages, views
from sidegloss.listing import own_claims
from sidegloss.model import (
    Article,
    CitationSlot,
    Departed,
    ImageSlot,
    Kind,
    LinkSlot,
    Media,
    Piece,
    Placed,
    Sourced,
    Standing,
    Step,
    Trail,
)
from sidegloss.pages.cards import Cards
from sidegloss.pages.contents import contents
from sidegloss.pages.joined import different, joined
from sidegloss.pages.passages import Passages
from sidegloss.pages.picture import Drawn, drawn, picture
from sidegloss.pages.surroundings import Surroundings, ranged
from sidegloss.passages import passage_address
from sidegloss.slugs import file_of, root_from, target_name
from sidegloss.trails import is_one_origin, relied_on
from sidegloss.words import load, term

WORDS_PER_NOTE = 45
"""Notes stand in the margin where there are at least so many words to each (reading-page.md)."""
_MOVING = (".mp4", ".webm", ".ogv")
_SOUNDING = (".mp3", ".ogg", ".m4a", ".wav")


def sourcing_address(address: str) -> str:
    """Where an article's sourcing is drawn in full: ``~`` begins no label and no slug."""
    return f"{address}~sourcing/"


class Articles:
    """Makes the views of a site's articles; *media* gives the sizes of the images they show."""

    def __init__(self, around: Surroundings, media: Iterable[Media], cards: Cards) -> None:
        self.around, self.cards = around, cards
        self.media = {file.name: file for file in media}
        self._last: tuple[Placed | None, Drawn | None] = (None, None)
        self._step = lru_cache(maxsize=4096)(self._made_step)
        self._given_up: dict[str, list[Departed]] = defaultdict(list)
        for gone in around.site.departed:
            if gone.label:
                self._given_up[gone.article].append(gone)
        self._withdrawn = {source.key for source in around.site.sources if source.retracted}

    def view(self, place: Placed) -> views.ArticleView:
        """All that an article's page may say."""
        article, front = place.article, place.article.front
        root = root_from(place.address)
        words = load(article.language, self.around.site.settings.words)
        summary = front.summary
        own = self.around.sources.get(front.source)
        pages = self._own_labels(place)
        former: dict[str, list[str]] = defaultdict(list)
        for old, new in article.former:
            former[new].append(old)
        notes = tuple(
            self._note(sourced, article, root, pages, former=former) for sourced in place.notes
        )
        return views.ArticleView(
            frame=self.around.frame(
                place.address,
                article.title,
                summary or article.lede,
                words,
                is_draft=front.draft,
                image=self._image_of(place),
            ),
            title=article.title,
            title_id=article.title_id,
            author=front.author or (self.around.site.settings.author if front.date else ""),
            date=front.date,
            updated=front.updated,
            summary=summary,
            corrections=tuple(views.Correction(*entry) for entry in front.corrections),
            reprints=self.around.cited(own.key, root) if own else None,
            series=front.series,
            tags=front.tags,
            html="".join(self._text(place)),
            contents=contents(article.headings),
            notes=notes,
            withdrawn=tuple(
                views.Withdrawn(gone.label, gone.words, gone.reason)
                for gone in self._given_up[article.name]
                if not gone.is_moved and gone.address == f"{place.address}{gone.label}/"
            ),
            behind=_behind(notes),
            has_margin=_has_margin(article),
            sums=_sums(place),
            retracted=self._retracted(place.notes, root),
            picture=self._picture(place, full=sourcing_address(place.address)),
        )

    def sourcing(self, place: Placed) -> views.SourcingView | None:
        """The picture of an article's sourcing on a page of its own; None where it cites nothing."""
        at = sourcing_address(place.address)
        shown = self._picture(place, at)
        if shown is None:
            return None
        article = place.article
        words = load(article.language, self.around.site.settings.words)
        title = term(words, "picture.title-of", title=article.title)
        root = root_from(at)
        return views.SourcingView(
            frame=self.around.frame(at, title, "", words, is_draft=article.front.draft),
            article_title=article.title,
            article_href=self.around.href(root, place.address),
            picture=shown,
        )

    def _picture(
        self, place: Placed, at: str | None = None, full: str = ""
    ) -> views.PictureView | None:
        if self._last[0] is not place:
            self._last = (place, drawn(place, self.around))
        return picture(place, self.around, at, full, self._last[1])

    def passages(self, place: Placed, shown: views.ArticleView) -> Iterator[views.Page]:
        """The pages of an article's passages; *shown* is its view."""
        if self.around.site.settings.passage_pages:
            found = Passages(self.around, place, shown, self._text(place), self.cards)
            yield from (views.Page(file_of(address), view) for address, view in found.each())

    def own_paths(self, place: Placed) -> tuple[str, ...]:
        """The files of the pages of an article's passages."""
        labels = self._own_labels(place)
        return tuple(file_of(passage_address(place.address, label)) for label in labels)

    def _own_labels(self, place: Placed) -> tuple[str, ...]:
        """The labels whose passages have pages of their own."""
        if not self.around.site.settings.passage_pages:
            return ()
        return tuple(passage.label for passage in passages.passages(place))

    def _text(self, place: Placed) -> list[str]:
        """The pieces of an article's text, its slots filled."""
        root = root_from(place.address)
        return [
            piece if isinstance(piece, str) else self._filled(piece, place.article, root)
            for piece in place.article.body
        ]

    def _image_of(self, place: Placed) -> views.SharedPicture | None:
        """The picture that the front matter names for sharing, else the one that is made."""
        article, around = place.article, self.around
        if not around.site.settings.url:
            return None
        if not article.front.image:
            is_drawn = self.cards.of_article(around.site, place)
            return around.card(place.address, article.title) if is_drawn else None
        name = target_name(article.name, article.front.image)
        file = self.media.get(name, Media(name))
        href = around.absolute(name)
        return views.SharedPicture(href, file.width, file.height, article.title)

    def _filled(self, piece: Piece, article: Article, root: str) -> str:
        if isinstance(piece, LinkSlot):
            return escape(self._link(piece, article, root))
        if isinstance(piece, ImageSlot):
            return self._image(piece, article, root)
        return ""

    def _link(self, slot: LinkSlot, article: Article, root: str) -> str:
        fragment = f"#{slot.fragment}" if slot.fragment else ""
        if not slot.target:
            return fragment or "#"
        name = target_name(article.name, slot.target)
        place = self.around.placed.get(name)
        if place:
            return self.around.href(root, place.address) + fragment
        return root + quote(name) + fragment

    def _image(self, slot: ImageSlot, article: Article, root: str) -> str:
        name = target_name(article.name, slot.target)
        src, alt = escape(root + quote(name)), escape(slot.alt)
        if name.lower().endswith(_MOVING):
            return f'<video src="{src}" controls preload="metadata" aria-label="{alt}"></video>'
        if name.lower().endswith(_SOUNDING):
            return f'<audio src="{src}" controls preload="metadata" aria-label="{alt}"></audio>'
        file = self.media.get(name, Media(name))
        size = f' width="{file.width}" height="{file.height}"' if file.width and file.height else ""
        title = f' title="{escape(slot.title)}"' if slot.title else ""
        return f'<img src="{src}" alt="{alt}"{title}{size} loading="lazy" decoding="async">'

    # ------------------------------------------------------------ notes

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
            retracted=self._retracted([sourced], root),
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

    def _retracted(self, notes: Iterable[Sourced], root: str) -> tuple[views.CitedSource, ...]:
        """Retracted sources that the notes rest on: cited, on a trail, or below it by a record."""
        if not self._withdrawn:
            return ()
        trails = [trail for sourced in notes for trail in sourced.trails]
        found = sorted(relied_on(trails, self.around.sources) & self._withdrawn)
        return tuple(self.around.cited(key, root) for key in found)

    def _note_body(
        self, sourced: Sourced, trails: Sequence[views.TrailView], article: Article, root: str
    ) -> tuple[str | views.Bracket, ...]:
        body: list[str | views.Bracket] = []
        for piece in sourced.note.body:
            if isinstance(piece, CitationSlot):
                shown = tuple(trails[index] for index in piece.citations)
                body.append(views.Bracket(shown, piece.is_attribution, piece.is_alone))
                continue
            html = piece if isinstance(piece, str) else self._filled(piece, article, root)
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


def _behind(notes: Iterable[views.NoteView]) -> tuple[views.CitedSource, ...]:
    """Sources that trails lead on to and that no note cites itself, in the order of the notes."""
    trails = [trail for note in notes for trail in note.trails]
    cited = {trail.steps[0].source.key for trail in trails}
    further = (step.source for trail in trails for step in (*trail.steps[1:], *trail.ways))
    return tuple({s.key: s for s in further if s.key not in cited}.values())


def _has_margin(article: Article) -> bool:
    if article.front.margin is not None:
        return article.front.margin
    return bool(article.notes) and article.words >= WORDS_PER_NOTE * len(article.notes)


def _sums(place: Placed) -> tuple[views.Count, ...]:
    """What an article's claims amount to: how many, of which kinds, from how many origins."""
    claims = [claim for _, claim in own_claims(place.article)]
    if not claims:
        return ()
    kinds = [(kind, sum(claim.kind is kind for claim in claims)) for kind in Kind]
    origins = {key for sourced in place.notes for key in sourced.standing.origins}
    told = [views.Count("claim", len(claims)), *(views.Count(k, n) for k, n in kinds if n)]
    return (*told, views.Count("origin", len(origins))) if origins else tuple(told)


def counted(standing: Standing) -> tuple[views.Count, ...]:
    """What a note's trails amount to, as templates count it."""
    return tuple(views.Count(what, number) for what, number in passages.counted(standing))
