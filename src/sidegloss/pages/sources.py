"""Sources -> their views: one page a source, and the list of all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sidegloss import trails, views
from sidegloss.model import End, Source
from sidegloss.pages.lists import paged
from sidegloss.pages.surroundings import Surroundings, ranged
from sidegloss.pages.uses import Uses
from sidegloss.slugs import file_of, root_from, source_address
from sidegloss.words import term


def source_pieces(
    around: Surroundings, uses: Callable[[], Uses]
) -> Iterator[tuple[str, Callable[[], Iterator[views.Page]], str]]:
    """(address, what makes the page there, key of the source that it is about) of the list, which is
    about none, and of the sources that articles rest on.
    """
    published = [source for source in around.site.sources if source.key in around.site.cited]
    published.sort(key=_by_name)
    for pager, address, part in paged(around, "sources/", published):
        yield address, partial(_listed, around, uses, pager, address, part), ""
    for source in published:
        yield source_address(source.key), partial(_page, around, uses, source), source.key


def _listed(
    around: Surroundings,
    found: Callable[[], Uses],
    pager: views.Pager,
    address: str,
    part: Sequence[Source],
) -> Iterator[views.Page]:
    words, root, uses = around.words, root_from(address), found()
    entries = tuple(
        views.SourceEntry(around.cited(source.key, root), uses.count(source.key)) for source in part
    )
    frame = around.frame(address, term(words, "sources.title"), term(words, "sources.intro"), words)
    yield views.Page(file_of(address), views.SourcesView(frame, entries, pager))


def _page(around: Surroundings, uses: Callable[[], Uses], source: Source) -> Iterator[views.Page]:
    address = source_address(source.key)
    yield views.Page(file_of(address), _view(around, uses(), source, address))


def _view(around: Surroundings, uses: Uses, source: Source, address: str) -> views.SourceView:
    root = root_from(address)
    steps = tuple(
        views.StepView(
            around.cited(ground.key, root), ranged(ground.locator), ground.manner, is_own=True
        )
        for ground in source.grounds
        if ground.key in around.sources
    )
    resting = tuple(
        views.StepView(around.cited(key, root), ranged(ground.locator), ground.manner, is_own=True)
        for key, ground in uses.resting.get(source.key, ())
        if key in around.site.cited
    )
    title = source.title or source.key
    about = term(
        around.words,
        "source.about",
        source=", ".join(filter(None, (title, source.container_title))),
        title=around.site.settings.title,
    )
    return views.SourceView(
        frame=around.frame(address, title, about, around.words),
        source=around.cited(source.key, root),
        rests_on=steps,
        end=_end(source, around.sources) if steps else source.end or End.NOT_ASKED,
        rested_on_by=resting,
        rested_further=tuple(
            around.cited(key, root) for key in uses.further(source.key) if key in around.site.cited
        ),
        uses=_article_uses(around, uses, source.key, root),
        total=uses.count(source.key),
    )


def _end(source: Source, sources: Mapping[str, Source]) -> End | None:
    """CIRCULAR where a source rests on itself through others."""
    behind = {ground.key for ground in source.grounds} - {source.key}
    return End.CIRCULAR if source.key in trails.reach(behind, sources) else None


def _article_uses(
    around: Surroundings, uses: Uses, key: str, root: str
) -> tuple[views.ArticleUses, ...]:
    grouped = []
    for name, found in uses.claims.get(key, {}).items():
        place = around.placed[name]
        link = around.href(root, place.address)
        shown = tuple(
            replace(use, claim=replace(use.claim, href=f"{link}#{use.claim.href}")) for use in found
        )
        grouped.append(views.ArticleUses(place.article.title, link, shown))
    return tuple(grouped)


def name_of(source: Source) -> str:
    """Who made a source, in a word or two: its first author, else where it appeared, else its title."""
    author = source.author[0] if source.author else None
    name = (author.family or author.literal) if author else source.container_title
    return name or source.title or source.key


def _by_name(source: Source) -> tuple[str, str, str]:
    return name_of(source).casefold(), source.issued, source.key
