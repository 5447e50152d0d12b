"""A site's tags and series -> a page each, and a page that lists them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sidegloss import views
from sidegloss.listing import TopicHead
from sidegloss.model import Output, Placed
from sidegloss.pages.articles import Render, Sources
from sidegloss.pages.context import Context, Shared
from sidegloss.pages.lists import entry, list_address, pager
from sidegloss.slugs import file_of, root_from
from sidegloss.words import term


def topics_page(
    render: Render, shared: Shared, sort: str, listed: Sequence[TopicHead]
) -> Iterator[Output]:
    """All tags, or all series."""
    context, address = Context(shared), f"{sort}/"
    words, root = context.words, root_from(address)
    shown = tuple(
        views.TopicEntry(topic.name, context.href(root, topic.address), topic.total)
        for topic in listed
    )
    about = term(words, f"topics.about-{sort}", title=shared.settings.title)
    frame = context.frame(address, term(words, f"topics.{sort}"), about, words)
    yield render(views.Page(file_of(address), views.TopicsView(frame, sort, shown)))


def topic_page(
    render: Render,
    shared: Shared,
    sources: Sources,
    topic: TopicHead,
    part: Sequence[Placed],
    numbered: tuple[int, int],
) -> Iterator[Output]:
    """A part of the articles of a tag or series; *numbered*: its number, and how many there are."""
    context = Context(shared, sources)
    words, address = context.words, list_address(topic.address, numbered[0])
    root = root_from(address)
    about = term(words, f"topics.of-{topic.sort}", name=topic.name, title=shared.settings.title)
    frame = context.frame(
        *(address, topic.name, about, words), has_feed=topic.has_feed, feed_of=topic.address
    )
    view = views.TopicView(
        frame,
        topic.sort,
        topic.name,
        context.href(root, f"{topic.sort}/"),
        topic.total,
        tuple(entry(context, place, root) for place in part),
        pager(context, topic.address, *numbered),
    )
    yield render(views.Page(file_of(address), view))
