"""A site's tags and series -> a page each, and a page that lists them all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sidegloss import views
from sidegloss.listing import Topic, topics
from sidegloss.model import Placed
from sidegloss.pages.lists import Listed, entry, paged
from sidegloss.pages.surroundings import Surroundings
from sidegloss.slugs import file_of, root_from
from sidegloss.words import term


def topic_pieces(around: Surroundings) -> Iterator[Listed]:
    """(address, what makes the page there, the articles and what else it is made of), a page each."""
    for sort in ("tags", "series"):
        found = topics(around.site.articles, sort)
        if found:
            listed = tuple((topic.name, topic.address, len(topic.articles)) for topic in found)
            yield f"{sort}/", partial(_all, around, sort, listed), (), listed
        for topic in found:
            for pager, address, part in paged(around, topic.address, topic.articles):
                make = partial(_page, around, topic, pager, address, part)
                yield address, make, tuple(part), (topic.name, len(topic.articles))


def _all(
    around: Surroundings, sort: str, listed: Sequence[tuple[str, str, int]]
) -> Iterator[views.Page]:
    address, words = f"{sort}/", around.words
    root = root_from(address)
    shown = tuple(
        views.TopicEntry(name, around.href(root, its_address), count)
        for name, its_address, count in listed
    )
    about = term(words, f"topics.about-{sort}", title=around.site.settings.title)
    frame = around.frame(address, term(words, f"topics.{sort}"), about, words)
    yield views.Page(file_of(address), views.TopicsView(frame, sort, shown))


def _page(
    around: Surroundings, topic: Topic, pager: views.Pager, address: str, part: Sequence[Placed]
) -> Iterator[views.Page]:
    words = around.words
    root = root_from(address)
    frame = around.frame(
        address,
        topic.name,
        term(words, f"topics.of-{topic.sort}", name=topic.name, title=around.site.settings.title),
        words,
        has_feed=any(not place.article.front.draft for place in topic.articles),
        feed_of=topic.address,
    )
    entries = tuple(entry(around, place, root) for place in part)
    above = around.href(root, f"{topic.sort}/")
    total = len(topic.articles)
    view = views.TopicView(frame, topic.sort, topic.name, above, total, entries, pager)
    yield views.Page(file_of(address), view)
