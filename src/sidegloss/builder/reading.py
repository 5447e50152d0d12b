"""A site's folder, read again and again -> the Site, and all that is to be told of it.

The dear stages are pure functions of values, so each is remembered by what it was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from sidegloss import bibliography, cards, ledger, read
from sidegloss.builder import pagefind, stages
from sidegloss.builder.before import Around, Before
from sidegloss.builder.layout import Layout
from sidegloss.builder.memory import Memory, understood_from
from sidegloss.check import asked_for, check
from sidegloss.content_files import LEDGER
from sidegloss.host_files import is_host_address, is_host_file
from sidegloss.installed import install
from sidegloss.media import active_media, large_media, revealing_media
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
    SiteError,
)
from sidegloss.parse import Reading
from sidegloss.passages import passages
from sidegloss.placeholders import Written
from sidegloss.read import missing_root_files
from sidegloss.refusals import of_system
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
        self.settings = Settings()
        """Those that `tolerated` read last."""
        self.seen: dict[str, read.Seen] = {}
        """Its manuscripts, and how their files looked."""
        self._has_quotes = has_typographic_quotes
        self._articles = Memo[stages.Asked, Article](parse)
        self._entries = Memo[Record, bibliography.Entries](stages.entries)

    def site(self, memory: Memory | None = None) -> Site:
        """Read, parse and resolve. *memory* is what other processes left.

        Raises SiteError where the folder cannot be read as a site.
        """
        settings = read.settings(self.layout.site, self.layout.url)
        return self._site(settings, memory, read.ledger(self.layout.site, settings), ())

    def tolerated(self, *, is_tolerant: bool) -> tuple[Site, list[Diagnostic]]:
        """The site without the files that may not be read, and the errors of these.

        *is_tolerant*: also without those that the system refuses, for which this raises OSError
        otherwise. Settings or a ledger that cannot be read are those of the round before, or the
        defaults. Raises SiteError if there is no content folder.
        """
        root, before = self.layout.site, self.before
        refused: dict[Diagnostic, None] = {}
        settings = self.settings
        with _collected(refused):
            settings = self.settings = read.settings(root, self.layout.url)
        ledger = before.around.ledger if before else (None, "")
        with _collected(refused):
            ledger = read.ledger(root, settings)
        ignored: set[str] = set()
        while True:
            try:
                return self._site(settings, None, ledger, ignored), [*refused]
            except SiteError as refusal:
                told = refusal.diagnostics
            except OSError as error:
                if not is_tolerant:
                    raise
                told = (of_system(error, root),)
            known = {each.at.path for each in refused}
            refused |= dict.fromkeys(each for each in told if each.at.path not in known)
            paths = {each.at.path for each in told} - ignored
            if not paths or settings.content in paths or not (root / settings.content).is_dir():
                raise SiteError(*refused)
            ignored |= paths

    def _site(
        self,
        settings: Settings,
        memory: Memory | None,
        rows: tuple[str | None, str],
        ignored: Collection[str],
    ) -> Site:
        root = self.layout.site
        if memory and not self.seen:
            self.seen, known = memory.recalled(partial(self.reading, settings))
            self._articles.recall(known)
        manuscripts = read.manuscripts(root, settings, self.seen, ignored)
        asked = [self.asked(manuscript, settings) for manuscript in manuscripts]
        articles = self._articles.map(asked)
        entries = self._entries.map(read.records(root, settings, ignored))
        sources = bibliography.joined(entries)
        is_kept = any(source.publish_snapshot for source in sources.sources)
        around = Around(
            settings,
            tuple(entries),
            read.files(root, settings),
            read.kept_copies(root, settings) if is_kept else frozenset(),
            rows,
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
        site = replace(site, media=tuple(sorted({*site.media, *settings.root_files})))
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
        root, settings = self.layout.site, site.settings
        names = (root, settings, site.media)
        media = (
            *(_no_root_file(settings, number) for number in missing_root_files(root, settings)),
            *large_media(*names),
            *asked_for(settings, [*active_media(*names), *revealing_media(*names)]),
        )
        if before:
            before.told_of_media = media
        return (*told, *media)

    def written(self, path: str) -> Written:
        """What the article at *path* was parsed from in the last round."""
        before = self.before
        assert before is not None  # noqa: S101 - a site was read
        asked = before.asked[before.numbers[path]]
        return Written(asked.manuscript, asked.reading, before.around.copies)

    def _all_told(self, site: Site) -> tuple[Diagnostic, ...]:
        has_ledger = self.before is None or self.before.around.ledger[0] is not None
        missing = () if has_ledger else asked_for(site.settings, without_ledger(site))
        own = (*host_file_mistakes(site), *missing, *choice(site)[1], *not_installed(site.settings))
        return (*check(site), *own)

    def digests(self) -> dict[str, str]:
        """A digest of all that each article was understood from in the last round, by its path."""
        return understood_from(self.seen, self.before.asked) if self.before else {}

    def asked(self, manuscript: Manuscript, settings: Settings) -> stages.Asked:
        """What understanding *manuscript* depends on."""
        return stages.Asked(manuscript, self.reading(settings, manuscript))

    def reading(self, settings: Settings, manuscript: Manuscript) -> Reading:
        """How *manuscript* is to be read."""
        words = load(manuscript.front.language or settings.language, settings.words)
        return Reading(words, self._has_quotes)


def without_ledger(site: Site) -> Iterator[Diagnostic]:
    """``ledger-exists`` if the site publishes claims: nobody notices when a link to one of them breaks."""
    path = f"{site.settings.content.strip('/')}/{LEDGER}"
    if any(passages(place) for place in site.articles if not place.article.front.draft):
        message = "the site has no ledger, so lost claims are not noticed and links to them break"
        hint = f"run: sidegloss ledger; then commit {path}"
        yield Diagnostic("ledger-exists", Severity.INFO, message, Location(path), hint)


def host_file_mistakes(site: Site) -> Iterator[Diagnostic]:
    """Files and addresses by whose names hosts and search engines act, and that no setting lists."""
    settings = site.settings
    prefix = settings.content.strip("/")
    for name in site.media:
        if is_host_file(name) and name not in settings.root_files:
            message = "hosts, search engines or browsers act on a file of this name"
            hint = f'rename it; or, if you want that, list it in pyproject.toml: root-files = ["{name}"]'
            at = Location(f"{prefix}/{name}")
            yield Diagnostic("host-file", Severity.ERROR, message, at, hint)
    pages = [(place.address, place.article.path) for place in site.articles]
    pages += [
        (each.address, f"{prefix}/{each.article}" if each.article else f"{prefix}/{LEDGER}")
        for each in site.departed
    ]
    for address, path in pages:
        if address and is_host_address(address):
            message = f"hosts and search engines act on what is at the address /{address}"
            hint = "give the page another address: rename the file, or change its slug: or aliases:"
            yield Diagnostic("host-file", Severity.ERROR, message, Location(path), hint)


def _no_root_file(settings: Settings, number: int) -> Diagnostic:
    name, at = settings.root_files[number], settings.root_files_at[number]
    message = f"root-files lists {name}, which is not a file of the content folder"
    hint = f"put it there: {settings.content.strip('/')}/{name}; or take it out of the list"
    return Diagnostic("settings-value", Severity.ERROR, message, at, hint)


@contextmanager
def _collected(refused: dict[Diagnostic, None]) -> Iterator[None]:
    """Add the diagnostics of a SiteError to *refused*."""
    try:
        yield
    except SiteError as refusal:
        refused |= dict.fromkeys(refusal.diagnostics)


def not_installed(settings: Settings) -> Iterator[Diagnostic]:
    """``extra-installed`` if the settings need an extra that is not installed here."""
    if settings.search == "pagefind" and not pagefind.is_available():
        message = 'search = "pagefind" needs a package that is not installed'
        at = Location(settings.path)
        yield Diagnostic("extra-installed", Severity.ERROR, message, at, install("search"))


def choice(site: Site) -> tuple[str, tuple[Diagnostic, ...]]:
    """For what pictures are made, and what is to be told of it."""
    claims = sum(len(passages(place)) for place in site.articles)
    is_available = cards.is_available()
    return cards.chosen(site.settings, len(site.articles), claims, is_available=is_available)
