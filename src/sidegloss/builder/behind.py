"""A build that was, and a few articles whose files changed behind their faces -> the same build, with
these articles' outputs, and the feeds that hold their text, made anew. Nothing else of the site is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sidegloss import read
from sidegloss.builder.kept import keep, kept, unpacked
from sidegloss.builder.layout import MEMORY, Layout, Result
from sidegloss.builder.makers import Job, article_makers, feed_makers
from sidegloss.builder.memory import ARTICLES, article_of, digest_of
from sidegloss.builder.programs import program
from sidegloss.builder.skeleton import (
    Skeleton,
    fed,
    fed_anew,
    fleshed,
    keys_of,
    skeleton,
    sources_of,
)
from sidegloss.builder.staged import Made, staged, staging
from sidegloss.builder.unchanged import Standing, fresh_of, name_of, now_at, stands_again
from sidegloss.exports import article_entry, search_index_with, search_indexes
from sidegloss.model import (
    Article,
    Copy,
    Kept,
    Media,
    Output,
    Placed,
    Settings,
    Site,
    SiteError,
    Staged,
)
from sidegloss.parse import Reading, parse
from sidegloss.resolve import exchanged, place_of
from sidegloss.theme import Theme
from sidegloss.words import Words, load
from sidegloss.write import Stage, Written, exchange

FEW = 20
"""Articles that may have changed; where more have, a whole build is as good."""


def keep_skeleton(
    layout: Layout, job: Job, made: Sequence[Made], digests: Mapping[str, str]
) -> None:
    """Leave for the next process what it must know of a site to do one article anew. Raises OSError.

    *digests* are those of the articles, by path; see `Memory.digests`.
    """
    paths = {m.article: [each.path for each in m.outputs] for m in made if m.article}
    fronts = {place.article.path for place in job.site.articles if not place.address}
    paths = {article: own for article, own in paths.items() if article not in fronts}
    is_own = job.site.settings.search == "own" and not layout.is_for_disk
    searched = _searched(job.site) if is_own else {}
    known = skeleton(job.site, job.media, job.made_for, paths, searched) | {
        "digests": dict(digests)
    }
    keep(_file(layout), (program(), known))


def _searched(site: Site) -> dict[str, str]:
    """The index that has the words of an article's notes, by the article's path."""
    return {place.article.path: path for path, part in search_indexes(site) for place in part}


def behind(layout: Layout, before: Standing) -> Result | None:
    """What building *layout* comes to where nothing but the faces' other side has changed; else None."""
    if len(before.changed) > FEW:
        return None
    try:
        with staging(layout.site) as folder:
            return _built(layout, before, folder)
    except (OSError, ValueError, SiteError):
        return None  # a whole build tells what is wrong


def _built(layout: Layout, before: Standing, folder: Path) -> Result | None:
    fresh = fresh_of(layout.site, before.files, now_at(layout.site))
    version, known = kept(_file(layout))
    if version != program() or not all(path in known["paths"] for path in before.changed):
        return None
    settings: Settings = unpacked(known["settings"])
    articles = [_parsed(layout.site, path, known, settings) for path in before.changed]
    former = list(_former(layout, known, before.changed))
    found = exchanged(former, articles, before.result.diagnostics)
    if found is None:
        return None
    placed = [_placed(layout.site, settings, known, article) for article in articles]
    if settings.search == "pagefind" and not layout.is_for_disk:
        before_that = (_placed(layout.site, settings, known, article) for article in former)
        words = load(settings.language, settings.words)
        entries = [article_entry(place, words) for place in placed]
        if [article_entry(place, words) for place in before_that] != entries:
            return None  # Pagefind makes its index of all articles at once
    feeds = fed_anew(known, before.changed)
    outputs = _outputs(layout, known, placed, feeds, output=before.result.output, folder=folder)
    wanted = {known["searched"][path] for path in before.changed if path in known["searched"]}
    wanted.update(feeds, *(known["paths"][path] for path in before.changed))
    if {each.path for each in outputs} != wanted:
        return None
    exchanged_files = exchange(outputs, before.result.output)
    if exchanged_files is None:
        return None
    assert before.result.written  # noqa: S101 - a build that was
    changed = exchanged_files.changed
    unchanged = before.result.written.unchanged - len(changed)
    written = Written(changed, unchanged, (), exchanged_files.looks)
    result = Result(found[1], before.result.output, written)
    stands_again(layout, before, fresh, result)
    return result


def _outputs(
    layout: Layout,
    known: Skeleton,
    placed: Sequence[Placed],
    feeds: Mapping[str, Collection[str]],
    *,
    output: Path,
    folder: Path,
) -> list[Staged | Kept | Copy]:
    """What the articles come to that are *placed*, and the *feeds* that hold their text.

    Raises OSError, ValueError, SiteError.
    """
    root = layout.site
    settings: Settings = unpacked(known["settings"])
    whole = {place.article.path: place for place in placed}
    others = {path for paths in feeds.values() for path in paths} - whole.keys()
    for article in _former(layout, known, others):
        whole[article.path] = _placed(root, settings, known, article)
    media = tuple(Media(*each) for each in known["media"])
    site = fleshed(known, list(whole.values()))
    job = Job(site, root, output, folder, known["made_for"], layout.is_for_disk, media)
    theme = Theme(root, settings.templates)
    fresh = (fed(known, path, whole) for path in feeds)
    todo = [*article_makers(job, theme, placed), *feed_makers(job, theme, fresh)]
    made = [one for few in staged(job, todo, "behind") for one in few]
    outputs = [each for one in made for each in one.outputs]
    words = load(settings.language, settings.words)
    return [*outputs, *_indexes(known["searched"], placed, words, output, folder)]


def _indexes(
    searched: dict[str, str], placed: Sequence[Placed], words: Words, output: Path, folder: Path
) -> Iterator[Staged | Kept]:
    """The indexes with the words of the articles' notes as they are now. Raises OSError, ValueError."""
    indexes: dict[str, bytes] = {}
    stage = Stage(output, folder, "indexes")
    for place in placed:
        path = searched.get(place.article.path)
        if path:
            data = indexes.get(path) or (output / path).read_bytes()
            indexes[path] = search_index_with(data, place, words)
    return (stage.take(Output(path, data)) for path, data in indexes.items())


def _parsed(root: Path, path: str, known: Skeleton, settings: Settings) -> Article:
    name = next(name for name, place in known["places"].items() if place[1] == path)
    manuscript = read.manuscript(root, path, name)
    words = load(manuscript.front.language or settings.language, settings.words)
    return parse(manuscript, Reading(words))


def _former(layout: Layout, known: Skeleton, paths: Iterable[str]) -> Iterator[Article]:
    """The articles as they stand in the outputs. Raises OSError, ValueError where nobody remembers.

    Another way to build the site may have understood them anew since.
    """
    version, entries = kept(layout.site / MEMORY / ARTICLES)
    for path in paths:
        entry = entries.get(path)
        if version != program() or not entry or known["digests"][path] != digest_of(entry):
            raise ValueError(path)
        yield article_of(layout.site / MEMORY, entry)


def _placed(root: Path, settings: Settings, known: Skeleton, article: Article) -> Placed:
    sources = sources_of(known, keys_of(article))
    names = {source.text for source in sources.values() if source.text}
    return place_of(article, sources, read.kept_texts(root, settings, names))


def _file(layout: Layout) -> Path:
    return layout.site / MEMORY / f"skeleton-{name_of(layout)}.kept"
