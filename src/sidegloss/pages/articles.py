"""A placed article -> its view: slots filled, notes joined with sources and trails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sidegloss import views
from sidegloss.authors import full_name
from sidegloss.bylines import annotated_by, credited, people
from sidegloss.listing import is_listed, topic_address
from sidegloss.model import Article, Departed, Media, Placed
from sidegloss.pages.cards import Cards
from sidegloss.pages.contents import contents
from sidegloss.pages.key import key_to_marks
from sidegloss.pages.linked_data import article_data
from sidegloss.pages.notes import Notes
from sidegloss.pages.passages import Passages
from sidegloss.pages.picture import sourcing_address
from sidegloss.pages.references import references
from sidegloss.pages.slots import Slots, sheets
from sidegloss.pages.surroundings import Surroundings
from sidegloss.passages import passage_address, passages
from sidegloss.slugs import file_of, root_from, target_name
from sidegloss.words import load

WORDS_PER_NOTE = 20
"""Notes stand in the margin where there are at least so many words to each (reading-page.md)."""


class Articles:
    """Makes the views of a site's articles; *media* gives the sizes of the images they show."""

    def __init__(self, around: Surroundings, media: Iterable[Media], cards: Cards) -> None:
        self.around, self.cards = around, cards
        self.slots = Slots(around, media)
        self.notes = Notes(around, self.slots)
        self._given_up: dict[str, list[Departed]] = defaultdict(list)
        for gone in around.site.departed:
            if gone.label:
                self._given_up[gone.article].append(gone)

    def view(self, place: Placed) -> views.ArticleView:
        """All that an article's page may say."""
        article, front = place.article, place.article.front
        root = root_from(place.address)
        words = load(article.language, self.around.site.settings.words)
        summary = front.summary
        own = self.around.sources.get(front.source)
        notes = self.notes.of(place, self.own_labels(place))
        signed = self.around.byline(place)
        sources, behind = references(self.around, place, words)
        retracted, perhaps = self.notes.retracted(place.notes, root)
        said = " · ".join(filter(None, (credited(words, signed), annotated_by(words, signed))))
        said = said if signed.is_reprint else ""
        drawn = sourcing_address(place)
        is_signed = bool(signed.is_reprint or front.author or front.date)
        return views.ArticleView(
            frame=self.around.frame(
                place.address,
                article.title,
                " – ".join(filter(None, (said, summary or article.lede))),
                words,
                is_draft=front.draft,
                image=self._image_of(place),
                linked_data=article_data(self.around, place) if is_listed(place) else "",
                has_feed=is_listed(place),
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
            reprints=self.around.cited(own.key, root) if own else None,
            series=self._series(place, root),
            tags=tuple(self._tags(place, root)),
            html="".join(self.slots.text(place)),
            contents=contents(article.headings),
            notes=notes,
            withdrawn=tuple(
                views.Withdrawn(gone.label, gone.words, gone.reason)
                for gone in self._given_up[article.name]
                if not gone.is_moved and gone.address == f"{place.address}{gone.label}/"
            ),
            sources=sources,
            behind=behind,
            has_margin=_has_margin(article),
            key=key_to_marks(place),
            retracted=retracted,
            perhaps_retracted=perhaps,
            sourcing=self.around.href("", drawn.removeprefix(place.address)) if drawn else "",
        )

    def _tags(self, place: Placed, root: str) -> Iterator[views.Link]:
        """An article that stands in no list stands in none of a tag's articles either."""
        found: dict[str, str] = {}
        for tag in place.article.front.tags:
            found.setdefault(topic_address("tags", tag), tag)
        for address, tag in found.items():
            yield views.Link(tag, self.around.href(root, address) if is_listed(place) else "")

    def _series(self, place: Placed, root: str) -> views.SeriesView | None:
        """The series that an article belongs to, and what stands before and after it there."""
        name = place.article.front.series
        stand = self.around.series().get(place.article.name)
        if not name or stand is None:
            return views.SeriesView(views.Link(name, ""), 0, 0, None, None) if name else None
        before, after = (
            views.Link(other.article.title, self.around.href(root, other.address))
            if other
            else None
            for other in (stand.previous, stand.next)
        )
        link = views.Link(name, self.around.href(root, topic_address("series", name)))
        return views.SeriesView(link, stand.number, stand.total, before, after)

    def passages(self, place: Placed, shown: views.ArticleView) -> Iterator[views.Page]:
        """The pages of an article's passages; *shown* is its view."""
        if self.around.site.settings.passage_pages:
            found = Passages(self.around, place, shown, self.slots.text(place), self.cards)
            yield from (views.Page(file_of(address), view) for address, view in found.each())

    def own_paths(self, place: Placed) -> tuple[str, ...]:
        """The files of the pages of an article's passages."""
        labels = self.own_labels(place)
        return tuple(file_of(passage_address(place.address, label)) for label in labels)

    def own_labels(self, place: Placed) -> tuple[str, ...]:
        """The labels whose passages have pages of their own."""
        if not self.around.site.settings.passage_pages:
            return ()
        return tuple(passage.label for passage in passages(place))

    def _image_of(self, place: Placed) -> views.SharedPicture | None:
        """The picture that the front matter names for sharing, else the one that is made."""
        article, around = place.article, self.around
        if not around.site.settings.url:
            return None
        if not article.front.image:
            is_drawn = self.cards.of_article(around.site, place, around.byline(place))
            return around.card(place.address, article.title) if is_drawn else None
        name = target_name(article.name, article.front.image, around.named)
        file = self.slots.media.get(name, Media(name))
        href = around.absolute(name)
        return views.SharedPicture(href, file.width, file.height, article.title)


def _has_margin(article: Article) -> bool:
    if article.front.margin is not None:
        return article.front.margin
    return bool(article.notes) and article.words >= WORDS_PER_NOTE * len(article.notes)
