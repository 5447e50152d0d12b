"""A site's newest articles, and those of each topic -> Atom feeds with their full texts and notes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sidegloss import views
from sidegloss.authors import full_name
from sidegloss.bylines import people
from sidegloss.listing import Fed, changed_on, feeds
from sidegloss.model import Placed
from sidegloss.pages.articles import Articles
from sidegloss.pages.lists import Listed
from sidegloss.pages.references import references
from sidegloss.slugs import root_from
from sidegloss.words import load, term


def feed_pieces(articles: Articles) -> Iterator[Listed]:
    """(path, what makes the feed there, the articles and what else it is made of), one a feed.

    What a feed shows is behind its articles' faces, and everything in it is led to from afar: so
    there is none without the site's ``url``.
    """
    if not articles.around.site.settings.url:
        return
    for fed in feeds(articles.around.site.articles):
        yield fed.path, partial(feed, articles, fed), fed.articles, (fed.name,)


def feed(articles: Articles, fed: Fed) -> Iterator[views.Page]:
    """The page that is a feed."""
    around = articles.around
    settings = around.site.settings
    title = f"{settings.title} – {fed.name}" if fed.name else settings.title
    description = "" if fed.name else settings.description
    frame = around.frame(fed.address, title, description, around.words)
    entries = tuple(_entry(articles, place) for place in fed.articles)
    updated = max(entry.updated for entry in entries)
    here = around.absolute(fed.path)
    authors = tuple(map(full_name, settings.author)) or (settings.title,)
    yield views.Page(fed.path, views.FeedView(frame, here, authors, updated, entries))


def _entry(articles: Articles, place: Placed) -> views.FeedEntry:
    """An article with its text and notes, as it is sent out."""
    article, front, around = place.article, place.article.front, articles.around
    words = load(article.language, around.site.settings.words)
    root = root_from(place.address)
    own = around.sources.get(front.source)
    signed = around.byline(place)
    unsigned = term(words, "article.unsigned") if signed.is_reprint else around.site.settings.title
    annotators = signed.annotators if signed.is_reprint else ()
    sources, behind = references(around, place, words)
    retracted, perhaps = articles.notes.retracted(place.notes, root)
    return views.FeedEntry(
        frame=around.frame(place.address, article.title, front.summary or article.lede, words),
        authors=tuple(map(full_name, signed.authors)) or (unsigned,),
        annotators=tuple(map(full_name, annotators)),
        author=people(words, signed.authors),
        publication=signed.publication,
        annotator=people(words, annotators),
        date=front.date,
        updated=changed_on(place),
        corrections=tuple(views.Correction(*each) for each in front.corrections),
        reprints=around.cited(own.key, root) if own else None,
        tags=front.tags,
        html="".join(articles.slots.text(place)),
        notes=articles.notes.of(place, articles.own_labels(place)),
        sources=sources,
        behind=behind,
        retracted=retracted,
        perhaps_retracted=perhaps,
    )
