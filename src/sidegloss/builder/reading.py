"""A site's folder, read again and again -> the Site, and all that is to be told of it.

The dear stages are pure functions of values, so each is remembered by what it was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sidegloss import bibliography, cards, formulas, highlighting, ledger, read
from sidegloss.builder import pagefind, stages
from sidegloss.builder.before import Around, Before
from sidegloss.builder.layout import Layout
from sidegloss.builder.memory import Memory
from sidegloss.check import asked_for, check
from sidegloss.media import active_media, revealing_media
from sidegloss.memo import Memo
from sidegloss.model import (
    Article,
    Diagnostic,
    Location,
    Manuscript,
    Record,
    Settings,
    Severity,
    Site,
)
from sidegloss.parse import Reading
from sidegloss.passages import passages
from sidegloss.resolve import exchange, exchanged, resolve
from sidegloss.words import load

LONE = 2
"""Files that may have changed for an edit to be told from a checkout."""

Parse = Callable[[Sequence[stages.Asked]], Iterable[Article]]


class Reader:
    """Reads one site again and again; *parse* understands what was not understood before.

    It remembers, each under all that it depends on: every article by its manuscript and its
    language's words, every file of sources by its text.
    """

    def __init__(self, layout: Layout, parse: Parse, *, has_typographic_quotes: bool) -> None:
        self.layout = layout
        self.before: Before | None = None
        """The site as it was read last."""
        self.seen: dict[str, read.Seen] = {}
        """Its manuscripts, and how their files looked."""
        self._has_quotes = has_typographic_quotes
        self._articles = Memo[stages.Asked, Article](parse)
        self._entries = Memo[Record, bibliography.Entries](stages.entries)

    def site(self, memory: Memory | None = None) -> Site:
        """Read, parse and resolve. *memory* is what other processes left.

        Raises SiteError where the folder cannot be read as a site.
        """
        root = self.layout.site
        settings = read.settings(root, self.layout.url)
        if memory and not self.seen:
            self.seen, known = memory.recalled(partial(self.reading, settings))
            self._articles.recall(known)
        manuscripts = read.manuscripts(root, settings, self.seen)
        asked = [self.asked(manuscript, settings) for manuscript in manuscripts]
        articles = self._articles.map(asked)
        entries = self._entries.map(read.records(root, settings))
        sources = bibliography.joined(entries)
        is_kept = any(source.publish_snapshot for source in sources.sources)
        around = Around(
            settings,
            tuple(entries),
            read.files(root, settings),
            read.kept_copies(root, settings) if is_kept else frozenset(),
            read.ledger(root, settings),
            read.kept_texts(root, settings, {s.text for s in sources.sources if s.text}),
        )
        numbers = {each.manuscript.path: n for n, each in enumerate(asked)}
        before = self.before
        if before and before.around.is_same(around):
            now = Before(around, asked, articles, sources, before.site, before.told, numbers)
            site = self._exchanged(now)
            if site:
                return site
        site = resolve(
            settings,
            articles,
            sources,
            around.files,
            kept=around.kept,
            ledger=ledger.rows(*around.ledger),
            copies=around.copies,
            with_drafts=self.layout.with_drafts,
        )
        self.before = Before(around, asked, articles, sources, site, None, numbers)
        return site

    def edited(self, changed: Collection[Path]) -> tuple[Site, tuple[Diagnostic, ...]] | None:
        """The site with the articles anew whose files have *changed* behind their faces, and all that
        is to be told of it.

        It costs what the edit costs: no other file is looked at. None where more is to be done.
        """
        before = self.before
        if before is None or before.told is None or len(changed) > LONE:
            return None
        root = self.layout.site.resolve()
        paths = [p.relative_to(root).as_posix() for p in changed if p.is_relative_to(root)]
        content = before.around.settings.content.strip("/")
        is_copy = any(path.removeprefix(f"{content}/") in before.around.copies for path in paths)
        if len(paths) != len(changed) or is_copy:
            return None
        manuscripts = read.again(self.layout.site, self.seen, paths)
        if manuscripts is None:
            return None
        now = replace(before, asked=[*before.asked], articles=[*before.articles])
        for manuscript in manuscripts:
            n = before.numbers[manuscript.path]
            now.asked[n] = self.asked(manuscript, before.around.settings)
            now.articles[n] = self._articles.exchange(before.asked[n], now.asked[n])
        site = self._exchanged(now)
        return (site, (*(now.told or ()), *now.told_of_media)) if site else None

    def _exchanged(self, now: Before) -> Site | None:
        """The site as it was, with the articles of *now* that look from outside as they did.

        None where some do not. *now* has the site of before, and all that was told of it.
        """
        before = self.before
        if before is None or now.told is None:
            return None
        found = exchanged(before.articles, now.articles, now.told)
        if found is None:
            return None
        changed, now.told = found
        new = [now.articles[n] for n in changed]
        if new:
            now.site = exchange(now.site, new, now.sources, now.around.copies)
        self.before = now
        return now.site

    def told(self, site: Site) -> tuple[Diagnostic, ...]:
        """All that is to be told of the site that was read last."""
        before = self.before
        if before is None or before.site is not site:
            told = self._all_told(site)
        else:
            if before.told is None:
                before.told = self._all_told(site)
            told = before.told
        # a file may hold something else while all that was resolved is as it was
        names = (self.layout.site, site.settings, site.media)
        found = [*active_media(*names), *revealing_media(*names)]
        media = asked_for(site.settings, found)
        if before:
            before.told_of_media = media
        return (*told, *media)

    def _all_told(self, site: Site) -> tuple[Diagnostic, ...]:
        return (*check(site), *choice(site)[1], *not_installed(site.settings))

    def asked(self, manuscript: Manuscript, settings: Settings) -> stages.Asked:
        """What understanding *manuscript* depends on."""
        return stages.Asked(manuscript, self.reading(settings, manuscript))

    def reading(self, settings: Settings, manuscript: Manuscript) -> Reading:
        """How *manuscript* is to be read."""
        words = load(manuscript.front.language or settings.language, settings.words)
        return Reading(words, self._has_quotes, settings.extras)


def not_installed(settings: Settings) -> Iterator[Diagnostic]:
    """What the settings ask for and this machine has not: it would make other pages than the next one."""
    available = {"code": highlighting.is_available(), "math": formulas.is_available()}
    wanting = [(f'extras = ["{name}"]', name) for name in settings.extras if not available[name]]
    if settings.search == "pagefind" and not pagefind.is_available():
        wanting.append(('search = "pagefind"', "search"))
    for setting, extra in wanting:
        message, hint = f"{setting} wants one more package", f'pip install "sidegloss[{extra}]"'
        at = Location(settings.path)
        yield Diagnostic("extra-installed", Severity.ERROR, message, at, hint)


def choice(site: Site) -> tuple[str, tuple[Diagnostic, ...]]:
    """For what pictures are made, and what is to be told of it."""
    claims = sum(len(passages(place)) for place in site.articles)
    is_available = cards.is_available()
    return cards.chosen(site.settings, len(site.articles), claims, is_available=is_available)
