"""The one list of all that a site is made of: pages, feeds, indexes, pictures and files in other formats.

The build, the preview and an executor read it. To add an output, write a function that makes it from
its arguments, and a function here that yields its tasks; name that in KINDS. The key of a task
covers all of its arguments, and the function receives nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sidegloss import cards, exports, pages, views
from sidegloss.builder import pagefind
from sidegloss.builder.arguments import Arguments
from sidegloss.builder.given import Given, Task, given, together
from sidegloss.host_files import DOMAIN, OWN
from sidegloss.listing import feed_path, feeds, in_parts, newest_first, noted_parts, topics
from sidegloss.model import Card, Departed, Output, Source
from sidegloss.pages import Heir, Placement, Resting
from sidegloss.slugs import file_of
from sidegloss.write.looks import look_of

NEWEST = 5
"""Articles that the page for missing addresses names."""
SEARCHED = 3
"""Articles whose first claims the page for searching shows."""
USED = 50
"""Articles on a page of a source."""
NOWHERE = Placement()

Kind = Callable[[Arguments], Iterator[Task]]
"""Yields the tasks of one kind."""


def tasks(arguments: Arguments) -> Iterator[Task]:
    """All tasks, in an order that depends on the site alone."""
    replaced = OWN.intersection(arguments.site.settings.root_files)
    for kind in KINDS:
        for task in kind(arguments):
            if replaced.isdisjoint(task.paths):
                yield task


def _article(arguments: Arguments, card: Card) -> Iterator[Task]:
    """The tasks of one article: its pages, the files beside it, the pictures for sharing."""
    settings, sources = arguments.settings, arguments.named(card.keys)
    placed, placement = arguments.placed(card), arguments.placement(card)
    paths = pages.article_paths(settings, card)
    if paths:
        render = arguments.render(views.ArticleView, views.PassageView, views.SourcingView)
        shared = arguments.shared
        yield Task(pages.article_pages, (render, shared, sources, placed, placement), paths)
    paths = exports.paths_beside(settings, card, arguments.sources)
    if paths:
        index = "index.html" if arguments.is_for_disk else ""
        targets = given({name: arguments.target(card.name, name) for name in card.targets})
        also = (given(settings), sources, placed, targets, given(index))
        yield Task(exports.beside, also, paths)
    for address, card_view in arguments.pictures(card):
        path = file_of(f"{address}{pages.PICTURE}")
        fonts = tuple((font, look_of(font)) for font in cards.fonts(card_view))
        yield Task(_picture, (given(path), given(card_view), given(fonts)), (path,))


def articles(arguments: Arguments) -> Iterator[Task]:
    """Those of all articles."""
    for card in arguments.cards:
        yield from _article(arguments, card)


def front(arguments: Arguments) -> Iterator[Task]:
    """The front page, and the further pages of its list."""
    own = next((card for card in arguments.cards if not card.address), None)
    parts = pages.parts_of(newest_first(arguments.cards))
    render = arguments.render(views.FrontView)
    for number, part in enumerate(parts, 1):
        article = own if number == 1 else None
        named = (*arguments.signing(part).load(), *(article.keys if article else ()))
        placements = [
            arguments.placement(card) if card else given(NOWHERE)
            for card in (article, part[0] if part and number == 1 else None)
        ]
        yield Task(
            pages.front_page,
            (
                *(render, arguments.shared, arguments.named(named)),
                arguments.facts(part),
                arguments.placed(article) if article else given(None),
                together(placements),
                given((number, len(parts))),
            ),
            (file_of(pages.list_address("", number)),),
        )


def sources(arguments: Arguments) -> Iterator[Task]:
    """The list of sources, and a page for each."""
    published = [arguments.sources[key] for key in arguments.site.cited]
    published.sort(key=pages.by_name)
    parts = pages.parts_of(published)
    for number, part in enumerate(parts, 1):
        listed = tuple((source.key, arguments.uses_of(source.key)) for source in part)
        numbered = given((number, len(parts)))
        render, named = (
            arguments.render(views.SourcesView),
            arguments.only(key for key, _ in listed),
        )
        yield Task(
            pages.sources_page,
            (render, arguments.shared, named, given(listed), numbered),
            (file_of(pages.list_address("sources/", number)),),
        )
    rests = pages.resting_on(arguments.site.sources, arguments.site.cited)
    render = arguments.render(views.SourceView)
    for source in published:
        yield from _source(arguments, render, source, rests)


def _source(
    arguments: Arguments, render: Given[Any], source: Source, rests: pages.Rests
) -> Iterator[Task]:
    """A page for each part of the articles that depend on a source: an edit renders one part."""
    key = source.key
    resting = Resting(tuple(rests.get(key, ())), pages.resting_further(key, rests))
    behind = sorted(arguments.reach([key]))
    named = arguments.only([*behind, *(other for other, _ in resting.directly), *resting.further])
    parts = in_parts(arguments.using.get(key, ()), USED) or [[]]
    last = len(parts)
    for number, part in enumerate(parts, 1):
        numbered = given((number, last, arguments.uses_of(key) if number == last else 0))
        also = (given(key), given(resting), arguments.facts(part), numbered)
        path = file_of(pages.uses_address(key, number, last))
        yield Task(pages.source_page, (render, arguments.shared, named, *also), (path,))


def claims(arguments: Arguments) -> Iterator[Task]:
    """The pages of all claims, and an index of each for the script that filters them."""
    render, last = arguments.render(views.ClaimsView), len(arguments.claims)
    total = sum(len(card.labels) for part in arguments.claims for card in part)
    for number, part in enumerate(arguments.claims, 1):
        placed = arguments.facts(part)
        shown = given(total if number == last else 0)
        also = (arguments.shared, placed, given((number, last)), shown)
        path = file_of(pages.claims_address(number, last))
        yield Task(pages.claims_page, (render, *also), (path,))
        path = f"claims/index/{number}.json"
        yield Task(exports.claims_index, (arguments.words, given(path), placed), (path,))


def tags_and_series(arguments: Arguments) -> Iterator[Task]:
    """The pages of tags and series, and of each."""
    for sort in ("tags", "series"):
        found = topics(arguments.cards, sort)
        if found:
            render = arguments.render(views.TopicsView)
            listed = given(tuple(topic.head for topic in found))
            whole = (render, arguments.shared, given(sort), listed)
            yield Task(pages.topics_page, whole, (file_of(f"{sort}/"),))
        render = arguments.render(views.TopicView)
        for topic in found:
            parts = pages.parts_of(topic.articles)
            for number, part in enumerate(parts, 1):
                named, placed = arguments.signing(part), arguments.facts(part)
                numbered = given((number, len(parts)))
                also = (render, arguments.shared, named, given(topic.head), placed, numbered)
                path = file_of(pages.list_address(topic.head.address, number))
                yield Task(pages.topic_page, also, (path,))


def all_feeds(arguments: Arguments) -> Iterator[Task]:
    """The feeds; all in them is led to from elsewhere, so there is none without the site's ``url``."""
    if not arguments.settings.url:
        return
    render = arguments.render(views.FeedView)
    for feed in feeds(arguments.cards):
        named = arguments.named(key for card in feed.articles for key in card.keys)
        fed = together([arguments.placed_within(card) for card in feed.articles])
        topic = given((feed.address, feed.name))
        also = (render, arguments.far, named, fed, topic)
        yield Task(pages.feed_page, also, (feed_path(feed.address),))


def searching(arguments: Arguments) -> Iterator[Task]:
    """The page for searching, and what it searches."""
    shared = arguments.shared
    if not shared.load().is_searched:
        return
    settings, is_own = given(arguments.settings), arguments.settings.search == "own"
    parts = noted_parts(arguments.cards) if is_own else []
    newest = [card for part in reversed(arguments.claims[-2:]) for card in part][:SEARCHED]
    named = arguments.named(key for card in newest for key in card.keys)
    render, placed = arguments.render(views.SearchView), arguments.facts(newest)
    also = (render, shared, named, placed, given(len(parts)))
    yield Task(pages.search_page, also, (file_of("search/"),))
    yield Task(exports.search_sources, (arguments.published,), (exports.SOURCES,))
    if not is_own:
        yield pagefind.task(arguments)
        return
    for number, part in enumerate(parts, 1):
        yield _search_index(arguments, number, part)
    signing, placed = arguments.signing(arguments.cards), arguments.facts(arguments.cards)
    yield Task(exports.search_articles, (settings, signing, placed), (exports.ARTICLES,))


def _search_index(arguments: Arguments, number: int, part: Sequence[Card]) -> Task:
    path = f"search/index/{number}.json"
    also = (arguments.words, given(path), arguments.whole(part))
    return Task(exports.search_index, also, (path,))


def given_up(arguments: Arguments) -> Iterator[Task]:
    """The pages at addresses that were given up; those of claims where claims have pages."""
    gone = arguments.site.departed
    below: dict[str, list[Departed]] = {}
    for each in gone:
        if each.label:
            below.setdefault(each.address.removesuffix(f"{each.label}/"), []).append(each)
    heirs = {card.name: Heir(card.title, card.address, card.language) for card in arguments.cards}
    titles = {card.address: card.title for card in reversed(arguments.cards)}
    render = arguments.render(views.DepartedView)
    for each in gone:
        if arguments.settings.passage_pages or not each.label:
            to = pages.target_address(each)
            target = titles.get(to, "") if to is not None else ""
            claims = given(tuple(below.get(each.address, ())))
            also = (given(each), claims, given(heirs.get(each.article)), given(target))
            yield Task(
                pages.departed_page, (render, arguments.shared, *also), (file_of(each.address),)
            )


def not_found(arguments: Arguments) -> Iterator[Task]:
    """404.html."""
    newest = newest_first(arguments.cards)[:NEWEST]
    render, named = arguments.render(views.NotFoundView), arguments.signing(newest)
    also = (render, arguments.shared, named, arguments.facts(newest))
    yield Task(pages.not_found_page, also, ("404.html",))


def for_others(arguments: Arguments) -> Iterator[Task]:
    """What search engines and reference managers ask for, and what hosts do."""
    url, cited = arguments.settings.url, arguments.site.cited
    if cited:
        yield Task(exports.all_sources_json, (arguments.published,), ("sources/sources.json",))
    if url:
        entries = tuple(exports.sitemap_entries(arguments.cards, cited))
        paths = exports.sitemaps(entries)
        yield Task(exports.sitemap, (given(url), given(entries)), paths)
        yield Task(exports.robots, (given(url),), ("robots.txt",))
    domain = arguments.site.settings.domain
    yield Task(_text, (given(".nojekyll"), given("")), (".nojekyll",))
    if domain:
        yield Task(_text, (given(DOMAIN), given(f"{domain}\n")), (DOMAIN,))


def assets(arguments: Arguments) -> Iterator[Task]:
    """The theme's other files."""
    for output in arguments.theme.assets():
        yield Task(_file, (given(output.path), given(output.data)), (output.path,))


KINDS: tuple[Kind, ...] = (
    *(front, articles, sources, claims, tags_and_series, all_feeds, searching),
    *(given_up, not_found, for_others, assets),
)


def _picture(path: str, card: views.CardView, fonts: Sequence[object]) -> Iterator[Output]:  # noqa: ARG001 - fonts come and go
    yield Output(path, cards.picture(card))


def _text(path: str, text: str) -> Iterator[Output]:
    yield Output(path, text.encode())


def _file(path: str, data: bytes) -> Iterator[Output]:
    yield Output(path, data)
