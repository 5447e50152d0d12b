"""Sources -> their pages: one a source, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sidegloss import trails, views
from sidegloss.model import End, Ground, Output, Placed, Source
from sidegloss.pages.articles import Render, Sources
from sidegloss.pages.context import Context, Shared, ranged
from sidegloss.pages.lists import list_address, newest_first_pager, pager
from sidegloss.pages.uses import uses_of
from sidegloss.slugs import file_of, root_from, source_address
from sidegloss.words import term


@dataclass(frozen=True, slots=True)
class Resting:
    """The published sources that rest on one."""

    directly: tuple[tuple[str, Ground], ...] = ()
    """(key, how)."""
    further: tuple[str, ...] = ()
    """Keys of those that do so through others."""


def sources_page(
    render: Render,
    shared: Shared,
    sources: Sources,
    listed: Sequence[tuple[str, int]],
    numbered: tuple[int, int],
) -> Iterator[Output]:
    """A part of the list. *listed*: the key of each source, and how many claims depend on it."""
    context = Context(shared, sources)
    address = list_address("sources/", numbered[0])
    words, root = context.words, root_from(address)
    entries = tuple(views.SourceEntry(context.cited(key, root), count) for key, count in listed)
    title, intro = term(words, "sources.title"), term(words, "sources.intro")
    frame = context.frame(address, title, intro, words)
    view = views.SourcesView(frame, entries, pager(context, "sources/", *numbered))
    yield render(views.Page(file_of(address), view))


def source_page(
    render: Render,
    shared: Shared,
    sources: Sources,
    key: str,
    resting: Resting,
    using: Sequence[Placed],
    numbered: tuple[int, int, int],
) -> Iterator[Output]:
    """A page of one source. *using* are the articles on it that depend on the source.

    *numbered*: the number of their part from the oldest, that of the newest, which stands at the source's
    own address, and how many claims of the site depend on the source.
    """
    context, (number, last, total) = Context(shared, sources), numbered
    source, address = sources[key], uses_address(key, number, last)
    root, title = root_from(address), source.title or key
    name = ", ".join(filter(None, (title, source.container_title)))
    about = term(context.words, "source.about", source=name, title=shared.settings.title)
    steps = tuple(
        _step(context, ground.key, ground, root)
        for ground in source.grounds
        if ground.key in sources
    )
    uses = tuple(_article_uses(context, place, key, root) for place in using)
    view = views.SourceView(
        frame=context.frame(address, title, about, context.words),
        source=context.cited(key, root),
        rests_on=steps,
        end=_end(source, sources) if steps else source.end or End.NOT_ASKED,
        rested_on_by=tuple(_step(context, *each, root) for each in resting.directly),
        rested_further=tuple(context.cited(other, root) for other in resting.further),
        uses=uses,
        total=total,
        pager=newest_first_pager(context, partial(uses_address, key), number, last),
    )
    yield render(views.Page(file_of(address), view))


def uses_address(key: str, number: int, last: int) -> str:
    """The address of a part of a source's uses."""
    return source_address(key) if number == last else f"{source_address(key)}page/{number}/"


def _step(context: Context, key: str, ground: Ground, root: str) -> views.StepView:
    source = context.cited(key, root)
    return views.StepView(source, ranged(ground.locator), ground.manner, is_own=True)


def _end(source: Source, sources: Mapping[str, Source]) -> End | None:
    """CIRCULAR where a source rests on itself through others."""
    behind = {ground.key for ground in source.grounds} - {source.key}
    return End.CIRCULAR if source.key in trails.reach(behind, sources) else None


def _article_uses(context: Context, place: Placed, key: str, root: str) -> views.ArticleUses:
    link = context.href(root, place.address)
    uses = tuple(uses_of(place, key, context.words, link))
    return views.ArticleUses(place.article.title, link, uses)


def name_of(source: Source) -> str:
    """Who made a source, in a word or two: its first author, else where it appeared, else its title."""
    author = source.author[0] if source.author else None
    name = (author.family or author.literal) if author else source.container_title
    return name or source.title or source.key


def by_name(source: Source) -> tuple[str, str, str]:
    """How sources are ordered: by who made them, the oldest first."""
    return name_of(source).casefold(), source.issued, source.key
