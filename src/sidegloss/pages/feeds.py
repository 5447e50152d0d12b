"""A site's newest articles, and those of each topic -> Atom feeds with their full texts and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sidegloss import views
from sidegloss.authors import full_name
from sidegloss.bylines import people
from sidegloss.listing import changed_on, feed_path
from sidegloss.model import Output, Placed
from sidegloss.pages.articles import ArticleViews, Placement, Render, Sources, own_labels
from sidegloss.pages.context import Context, Shared
from sidegloss.pages.references import references
from sidegloss.slugs import root_from
from sidegloss.words import load, term


def feed_page(
    render: Render,
    shared: Shared,
    sources: Sources,
    fed: Sequence[tuple[Placed, Placement]],
    topic: tuple[str, str],
) -> Iterator[Output]:
    """A feed of articles, the newest first.

    *topic*: the address of the page that it goes with, and its name; both empty for the site's feed.
    """
    context, settings = Context(shared, sources), shared.settings
    address, name = topic
    title = f"{settings.title} – {name}" if name else settings.title
    description = "" if name else settings.description
    frame = context.frame(address, title, description, context.words)
    entries = tuple(_entry(context, *each) for each in fed)
    updated = max(entry.updated for entry in entries)
    here = context.absolute(feed_path(address))
    authors = tuple(map(full_name, settings.author)) or (settings.title,)
    view = views.FeedView(frame, here, authors, updated, entries)
    yield render(views.Page(feed_path(address), view))


def _entry(context: Context, place: Placed, placement: Placement) -> views.FeedEntry:
    """An article with its text and notes, as it is sent out."""
    article, front, settings = place.article, place.article.front, context.settings
    shown = ArticleViews(context, place, placement)
    words = load(article.language, settings.words)
    root = root_from(place.address)
    own = context.sources.get(front.source)
    signed = context.byline(front)
    unsigned = term(words, "article.unsigned") if signed.is_reprint else settings.title
    annotators = signed.annotators if signed.is_reprint else ()
    sources, behind = references(context, place, words)
    retracted, perhaps = shown.notes.retracted(place.notes, root)
    return views.FeedEntry(
        frame=context.frame(place.address, article.title, front.summary or article.lede, words),
        authors=tuple(map(full_name, signed.authors)) or (unsigned,),
        annotators=tuple(map(full_name, annotators)),
        author=people(words, signed.authors),
        publication=signed.publication,
        annotator=people(words, annotators),
        date=front.date,
        updated=changed_on(front),
        corrections=tuple(views.Correction(*each) for each in front.corrections),
        reprints=context.cited(own.key, root) if own else None,
        tags=front.tags,
        html="".join(shown.slots.text(place)),
        notes=shown.notes.of(place, own_labels(settings, place)),
        sources=sources,
        behind=behind,
        retracted=retracted,
        perhaps_retracted=perhaps,
    )
