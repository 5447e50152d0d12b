"""A share of a site's articles -> a part: their outputs, and by what keys `merge` knows them again.

Of the other articles only the heads are read. So a part is a guess, made as if the rest of the site asked
for nothing else: what the whole site turns out to make otherwise has another key, and is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sidegloss import bibliography, cards, read
from sidegloss.builder import stages
from sidegloss.builder.crew import Crew
from sidegloss.builder.kept import packed
from sidegloss.builder.layout import Layout, Progress, Result, nobody
from sidegloss.builder.makers import Job, makers
from sidegloss.builder.memory import understood_from
from sidegloss.builder.parts import keep_part
from sidegloss.builder.reading import Reader
from sidegloss.builder.staged import staging
from sidegloss.media import measured
from sidegloss.model import (
    Article,
    Manuscript,
    Settings,
    Severity,
    Site,
    SiteError,
)
from sidegloss.parse import skimmed
from sidegloss.passages import passages
from sidegloss.resolve import resolve
from sidegloss.theme import Theme
from sidegloss.write import write


def build_shard(layout: Layout, number: int, of: int, told_of: Progress = nobody) -> Result:
    """Build the articles whose turn it is among *of*, counted from 1, into the layout's output folder.

    Only what is wrong with these articles by themselves is told; the rest is for `merge` to tell.
    """
    output = layout.output or layout.site / f"part-{number}-of-{of}"
    try:
        return _built(layout, number, of, output, Crew(layout.jobs, told_of))
    except SiteError as refusal:
        return Result(refusal.diagnostics, output)


def _built(layout: Layout, number: int, of: int, output: Path, crew: Crew) -> Result:
    root = layout.site
    reader = Reader(layout, crew.parsed, has_typographic_quotes=True)
    settings = read.settings(root, layout.url)
    manuscripts = read.manuscripts(root, settings, reader.seen)
    own = manuscripts[number - 1 :: of]
    asked = [reader.asked(manuscript, settings) for manuscript in own]
    articles = {article.path: article for article in crew.parsed(asked)}
    site = _guessed(layout, settings, manuscripts, articles)
    told = tuple(each for article in articles.values() for each in article.diagnostics)
    told = tuple(each for each in told if each.severity is Severity.ERROR)
    digests = understood_from(reader.seen, asked)
    with staging(root) as folder:
        made_for, media = _chosen(site, articles, of), measured(root, settings, site.media)
        job = Job(site, root, output, folder, made_for, layout.is_for_disk, media)
        theme = Theme(root, settings.templates)
        keyed = {path: " ".join(both) for path, both in digests.items()}
        todo = [
            (n, maker)
            for n, maker in enumerate(makers(job, theme, keyed, only=frozenset(articles)))
            if maker.key
        ]
        made = crew.made(job, theme, todo)
        written = write([each for one in made for each in one.outputs], output)
    entries = {path: (*digests[path], packed(article)) for path, article in articles.items()}
    keep_part(output, entries, {one.key: tuple(e.path for e in one.outputs) for one in made})
    return Result(told, output, written)


def _guessed(
    layout: Layout,
    settings: Settings,
    manuscripts: Iterable[Manuscript],
    articles: dict[str, Article],
) -> Site:
    """The site as far as it can be known here."""
    root = layout.site
    records = read.records(root, settings)
    sources = bibliography.joined(list(stages.entries(records)))
    wrong = [each for each in sources.diagnostics if each.severity is Severity.ERROR]
    if wrong:
        raise SiteError(*wrong)
    names = {source.text for source in sources.sources if source.text}
    known = [articles.get(each.path) or skimmed(each, settings.language) for each in manuscripts]
    return resolve(
        settings,
        known,
        sources,
        read.files(root, settings),
        kept=read.kept_copies(root, settings),
        copies=read.kept_texts(root, settings, names),
        with_drafts=layout.with_drafts,
    )


def _chosen(site: Site, articles: dict[str, Article], of: int) -> str:
    """For what pictures are made, if the other shares have as many claims."""
    own = (place for place in site.articles if place.article.path in articles)
    claims = of * sum(len(passages(place)) for place in own)
    is_available = cards.is_available()
    return cards.chosen(site.settings, len(site.articles), claims, is_available=is_available)[0]
