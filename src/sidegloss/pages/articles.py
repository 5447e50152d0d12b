"""A placed article -> its view and its pages: slots filled, notes joined with sources and trails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sidegloss import views
from sidegloss.authors import full_name
from sidegloss.bylines import annotated_by, credited, people
from sidegloss.listing import InSeries, is_listed, topic_address
from sidegloss.model import Article, Card, Departed, Output, PageSettings, Placed, Source, Target
from sidegloss.pages.contents import contents
from sidegloss.pages.context import Context, Shared
from sidegloss.pages.key import key_to_marks
from sidegloss.pages.linked_data import article_data
from sidegloss.pages.notes import Notes
from sidegloss.pages.passages import Passages
from sidegloss.pages.picture import sourcing_address, sourcing_view
from sidegloss.pages.references import references
from sidegloss.pages.slots import Slots, sheets
from sidegloss.passages import passage_address, passages
from sidegloss.slugs import file_of, root_from
from sidegloss.words import load

WORDS_PER_NOTE = 20
"""Notes stand in the margin where there are at least so many words to each (reading-page.md)."""

Render = Callable[[views.Page], Output]
Sources = Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Placement:
    """What the site adds to an article, besides the sources that it names."""

    targets: Mapping[str, Target] = field(default_factory=dict)
    """What its links and images lead to, by the targets as written."""
    series: InSeries | None = None
    given_up: tuple[Departed, ...] = ()
    """What stood at addresses of its claims."""
    drawn: frozenset[str] = frozenset()
    """Addresses of its pages for which a picture for sharing is made."""


def article_pages(
    render: Render, shared: Shared, sources: Sources, place: Placed, placement: Placement
) -> Iterator[Output]:
    """An article's page, those of its passages, and the one that draws its sourcing.

    The page of the site's root shows more than its article: see `lists.front_page`.
    """
    context = Context(shared, sources)
    found = ArticleViews(context, place, placement)
    view = found.view()
    if place.address:
        yield render(views.Page(file_of(place.address), view))
    yield from map(render, found.passages(view))
    drawn = sourcing_address(place)
    if drawn:
        yield render(views.Page(file_of(drawn), sourcing_view(place, context)))


def article_paths(settings: PageSettings, card: Card) -> tuple[str, ...]:
    """The files that `article_pages` writes."""
    addresses = [card.address] if card.address else []
    if settings.passage_pages:
        addresses += [passage_address(card.address, label) for label in card.labels]
    return tuple(map(file_of, [*addresses, card.sourcing] if card.sourcing else addresses))


def own_labels(settings: PageSettings, place: Placed) -> tuple[str, ...]:
    """The labels whose passages have pages of their own."""
    if not settings.passage_pages:
        return ()
    return tuple(passage.label for passage in passages(place))


class ArticleViews:
    """Makes the views of one article."""

    def __init__(self, context: Context, place: Placed, placement: Placement) -> None:
        self.context, self.place, self.placement = context, place, placement
        self.slots = Slots(context, placement.targets)
        self.notes = Notes(context, self.slots)

    def view(self) -> views.ArticleView:
        """All that an article's page may say."""
        place = self.place
        article, front = place.article, place.article.front
        root = root_from(place.address)
        words = load(article.language, self.context.settings.words)
        summary = front.summary
        own = self.context.sources.get(front.source)
        notes = self.notes.of(place, own_labels(self.context.settings, place))
        signed = self.context.byline(front)
        sources, behind = references(self.context, place, words)
        retracted, perhaps = self.notes.retracted(place.notes, root)
        said = " · ".join(filter(None, (credited(words, signed), annotated_by(words, signed))))
        said = said if signed.is_reprint else ""
        drawn = sourcing_address(place)
        is_signed = bool(signed.is_reprint or front.author or front.date)
        return views.ArticleView(
            frame=self.context.frame(
                place.address,
                article.title,
                " – ".join(filter(None, (said, summary or article.lede))),
                words,
                is_draft=front.draft,
                image=self._image(),
                linked_data=article_data(self.context, place)
                if is_listed(place.address, place.article.front)
                else "",
                has_feed=is_listed(place.address, place.article.front),
                sheets=sheets((*article.body, *(p for note in article.notes for p in note.body))),
                authors=tuple(map(full_name, signed.authors)) if is_signed else (),
            ),
            title=article.title,
            title_id=article.title_id,
            author=people(words, signed.authors) if is_signed else "",
            publication=signed.publication,
            issued=own.issued if own and own.issued != front.date else "",
            annotator=people(words, signed.annotators) if signed.is_reprint else "",
            date=front.date,
            updated=front.updated,
            summary=summary,
            corrections=tuple(views.Correction(*entry) for entry in front.corrections),
            reprints=self.context.cited(own.key, root) if own else None,
            series=self._series(root),
            tags=tuple(self._tags(root)),
            html="".join(self.slots.text(place)),
            contents=contents(article.headings),
            notes=notes,
            withdrawn=tuple(
                views.Withdrawn(gone.label, gone.words, gone.reason)
                for gone in self.placement.given_up
                if not gone.is_moved and gone.address == f"{place.address}{gone.label}/"
            ),
            sources=sources,
            behind=behind,
            has_margin=_has_margin(article),
            key=key_to_marks(place),
            retracted=retracted,
            perhaps_retracted=perhaps,
            sourcing=self.context.href("", drawn.removeprefix(place.address)) if drawn else "",
        )

    def _tags(self, root: str) -> Iterator[views.Link]:
        """An article that stands in no list stands in none of a tag's articles either."""
        place = self.place
        found: dict[str, str] = {}
        for tag in place.article.front.tags:
            found.setdefault(topic_address("tags", tag), tag)
        for address, tag in found.items():
            yield views.Link(
                tag,
                self.context.href(root, address)
                if is_listed(place.address, place.article.front)
                else "",
            )

    def _series(self, root: str) -> views.SeriesView | None:
        """The series that an article belongs to, and what stands before and after it there."""
        name, stand = self.place.article.front.series, self.placement.series
        if not name or stand is None:
            return views.SeriesView(views.Link(name, ""), 0, 0, None, None) if name else None
        before, after = (
            views.Link(other[0], self.context.href(root, other[1])) if other else None
            for other in (stand.previous, stand.next)
        )
        link = views.Link(name, self.context.href(root, topic_address("series", name)))
        return views.SeriesView(link, stand.number, stand.total, before, after)

    def passages(self, shown: views.ArticleView) -> Iterator[views.Page]:
        """The pages of an article's passages; *shown* is its view."""
        if self.context.settings.passage_pages:
            text, drawn = self.slots.text(self.place), self.placement.drawn
            found = Passages(self.context, self.place, shown, text, drawn)
            yield from (views.Page(file_of(address), view) for address, view in found.each())

    def _image(self) -> views.SharedPicture | None:
        """The picture that the front matter names for sharing, else the one that is made."""
        article, address, context = self.place.article, self.place.address, self.context
        if not context.settings.url:
            return None
        if not article.front.image:
            is_drawn = address in self.placement.drawn
            return context.card(address, article.title) if is_drawn else None
        file = self.placement.targets[article.front.image]
        href = context.absolute(file.name)
        return views.SharedPicture(href, file.width, file.height, article.title)


def _has_margin(article: Article) -> bool:
    if article.front.margin is not None:
        return article.front.margin
    return bool(article.notes) and article.words >= WORDS_PER_NOTE * len(article.notes)
