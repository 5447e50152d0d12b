"""The whole machine on one page: read, parse, resolve, check, render, write.

Memory lives here and nowhere else. The dear stages are pure functions of values, so each is
remembered by what it was asked; nobody else knows.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from sidegloss import bibliography, cards, ledger, read
from sidegloss.builder import stages, unchanged
from sidegloss.builder.before import Around, Before
from sidegloss.builder.behind import keep_skeleton
from sidegloss.builder.clashes import clashes
from sidegloss.builder.layout import Layout, Progress, Recorded, Result, nobody
from sidegloss.builder.makers import Job, Maker, has_fonts, makers
from sidegloss.builder.memory import Memory
from sidegloss.builder.staged import Made, staged, staging
from sidegloss.builder.workers import cores, spread
from sidegloss.check import check
from sidegloss.look import Look, Looks
from sidegloss.memo import Memo
from sidegloss.model import (
    Article,
    Copy,
    Diagnostic,
    Kept,
    Location,
    Manuscript,
    Output,
    Record,
    Settings,
    Severity,
    Site,
    SiteError,
)
from sidegloss.parse import Reading
from sidegloss.passages import passages
from sidegloss.resolve import exchange, exchanged, resolve
from sidegloss.texts import text_of
from sidegloss.theme import Theme
from sidegloss.words import load
from sidegloss.write import Wanted, manifest, write

WORTH = 40
"""Articles that are worth a process of their own."""
LONE = 2
"""Files that may have changed for an edit to be told from a checkout."""


class Builder:
    """Builds one site again and again; what has not changed costs next to nothing.

    Between builds it remembers, each under all that it depends on: every article by its manuscript
    and its language's words, every file of sources by its text, and in the site's folder, where the
    layout says so, what was made of an article by all that it was made of.
    """

    def __init__(
        self, layout: Layout, told_of: Progress = nobody, *, has_typographic_quotes: bool = True
    ) -> None:
        self.layout = layout
        self._told_of = told_of
        self._has_quotes = has_typographic_quotes
        self._articles = Memo[stages.Asked, Article](self._parse)
        self._entries = Memo[Record, bibliography.Entries](stages.entries)
        self._seen: dict[str, read.Seen] = {}
        self._before: Before | None = None
        self._is_repeatable = True
        self._memory: Memory | None = None
        self._looks = Looks(layout.site)

    def check(self) -> tuple[Diagnostic, ...]:
        """All that is to be told of the site; nothing is rendered and nothing written."""
        try:
            site = self.site()
            return self._told(site)
        except SiteError as refusal:
            return refusal.diagnostics

    def build(self) -> Result:
        """Build the site. Where there is an error, what was published stays as it was."""
        with _few_collections():
            seen = unchanged.seen(self.layout) if self.layout.has_memory else None
            self._memory = Memory.of(self.layout) if seen else None
            result = self._built()
            if seen and self._is_repeatable:
                unchanged.remember(self.layout, seen, result)
            return result

    def _built(self) -> Result:
        output = self.layout.output or self.layout.site / "output"
        try:
            site = self.site()
            output = self.layout.output or self.layout.site / site.settings.output
            self._refuse_within(output, site.settings)
            diagnostics = self._told(site)
            if any(d.severity is Severity.ERROR for d in diagnostics):
                return Result(diagnostics, output)
            with staging(self.layout.site) as folder:
                outputs, made = self._outputs(site, output, folder)
                found = tuple(clashes(outputs))
                if found:
                    return Result((*diagnostics, *found), output)
                result = Result(diagnostics, output, write(outputs, output))
                self._remember(made, output)
                return result
        except SiteError as refusal:
            return Result(refusal.diagnostics, output)

    def _remember(self, made: Sequence[Made], output: Path) -> None:
        """Leave what was understood and made for the next process."""
        before, memory = self._before, self._memory
        if before and memory:
            memory.keep_articles(self._seen, before.asked, before.articles)
            named = ((m.key, [each.path for each in m.outputs]) for m in made if m.key)
            memory.keep_pieces(named, os.path.realpath(output))
            media = read.measured(self.layout.site, before.site.settings, before.site.media)
            with suppress(OSError):
                keep_skeleton(self.layout, before.site, media, self._choice(before.site)[0], made)

    def look(self, changed: Collection[Path] | None = None) -> Look:
        """The site as it stands, for a preview: nothing is written, and no page rendered unasked.

        *changed* are the files that may differ from the look before, where that is known (absolute,
        links followed). Raises OSError where a file is in somebody else's hands just now.
        """
        look = self._edited(changed) if changed is not None else None
        if look:
            return look
        settings = None
        try:
            settings = read.settings(self.layout.site, self.layout.url)
            site = self.site()
            diagnostics = self._told(site)
            if any(d.severity is Severity.ERROR for d in diagnostics):
                return Look(diagnostics, settings)
            return self._looks.look(site, diagnostics)
        except SiteError as refusal:
            return Look(refusal.diagnostics, settings)

    def site(self) -> Site:
        """Read, parse and resolve. Raises SiteError where the folder cannot be read as a site."""
        root = self.layout.site
        settings = read.settings(root, self.layout.url)
        if self._memory and not self._seen:
            self._seen, known = self._memory.recalled(partial(self._reading, settings))
            self._articles.recall(known)
        manuscripts = read.manuscripts(root, settings, self._seen)
        asked = [self._asked(manuscript, settings) for manuscript in manuscripts]
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
        before = self._before
        if before and before.around.is_same(around):
            site = self._exchanged(
                Before(around, asked, articles, sources, before.site, before.told)
            )
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
        self._before = Before(around, asked, articles, sources, site, None)
        return site

    def _exchanged(self, now: Before) -> Site | None:
        """The site as it was, with the articles of *now* that look from outside as they did.

        None where some do not. *now* has the site of before, and all that was told of it.
        """
        before = self._before
        if before is None or now.told is None:
            return None
        changed = exchanged(before.articles, now.articles, now.told)
        if changed is None:
            return None
        new = [now.articles[n] for n in changed]
        if new:
            now.site = exchange(now.site, new, now.sources, now.around.copies)
        self._before = now
        return now.site

    def _edited(self, changed: Collection[Path]) -> Look | None:
        """The look before, with the articles anew whose files have *changed* behind their faces.

        It costs what the edit costs: no other file is looked at. None where more is to be done.
        """
        before = self._before
        if before is None or before.told is None or len(changed) > LONE:
            return None
        root = self.layout.site.resolve()
        paths = [str(p.relative_to(root).as_posix()) for p in changed if p.is_relative_to(root)]
        content = before.around.settings.content.strip("/")
        is_copy = any(path.removeprefix(f"{content}/") in before.around.copies for path in paths)
        if len(paths) != len(changed) or is_copy:
            return None
        manuscripts = read.again(self.layout.site, self._seen, paths)
        if manuscripts is None:
            return None
        numbers = {each.manuscript.path: n for n, each in enumerate(before.asked)}
        now = replace(before, asked=[*before.asked], articles=[*before.articles])
        for manuscript in manuscripts:
            n = numbers[manuscript.path]
            now.asked[n] = self._asked(manuscript, before.around.settings)
            now.articles[n] = self._articles.exchange(before.asked[n], now.asked[n])
        site = self._exchanged(now)
        return self._looks.exchanged(before.site, site) if site else None

    def _told(self, site: Site) -> tuple[Diagnostic, ...]:
        """All that is to be told of the site that was read last."""
        before = self._before
        if before is None or before.site is not site:
            return (*check(site), *self._choice(site)[1])
        if before.told is None:
            before.told = (*check(site), *self._choice(site)[1])
        return before.told

    def ledger(self, *, is_check: bool) -> Recorded:
        """The site's ledger with every published claim in it, and what is lost or changed.

        *is_check*: a claim that is missing from it is an error too.
        """
        try:
            site = self.site()
            before, path = read.ledger(self.layout.site, site.settings)
        except SiteError as refusal:
            return Recorded(refusal.diagnostics)
        known = ledger.rows(before, path)
        told = ledger.told(site.articles, known, path, is_check=is_check)
        found = (d for d in check(site) if d.code not in ledger.TOLD)
        diagnostics = (*(d for d in found if d.severity is Severity.ERROR), *told)
        if any(d.severity is Severity.ERROR and d.code not in ledger.TOLD for d in diagnostics):
            return Recorded(diagnostics, path, before)
        kept, added = ledger.recorded(known, ledger.published(site.articles))
        return Recorded(diagnostics, path, before, ledger.written(kept), added, len(kept.rows))

    def _refuse_within(self, output: Path, settings: Settings) -> None:
        """What is written must not be read again. The settings are checked; the command line is not."""
        written = output.resolve()
        for name in (settings.content, settings.templates):
            folder = (self.layout.site / name).resolve()
            if written.is_relative_to(folder) or folder.is_relative_to(written):
                message = f"the output folder and {name} lie in one another"
                hint = "give the output a folder of its own"
                at = Location(str(output))
                raise SiteError(Diagnostic("settings-value", Severity.ERROR, message, at, hint))

    def text(self, path: str) -> str:
        """The text of one of the site's files, for a message's excerpt."""
        return text_of(self.layout.site, path)

    def _asked(self, manuscript: Manuscript, settings: Settings) -> stages.Asked:
        return stages.Asked(manuscript, self._reading(settings, manuscript))

    def _reading(self, settings: Settings, manuscript: Manuscript) -> Reading:
        words = load(manuscript.front.language or settings.language, settings.words)
        return Reading(words, self._has_quotes)

    def _outputs(self, site: Site, output: Path, folder: Path) -> tuple[list[Wanted], list[Made]]:
        """All outputs, and what the makers with a key came to, for the next process."""
        root, choice = self.layout.site, self._choice(site)[0]
        theme = Theme(root, site.settings.templates)
        job = Job(site, root, output, folder, choice, self.layout.is_for_disk)
        made, todo = self._standing(list(makers(job, theme, self._digests())), output)
        self._is_repeatable = not (choice != "none" and has_fonts(job))
        jobs = self._jobs(sum(bool(maker.article) for maker in todo))
        if jobs > 1:
            theme.compile()
        with self._progress("pages", len(todo)) as tick:
            shares = spread(
                lambda number, of, tick: staged(job, todo[number::of], str(number), tick),
                jobs,
                tick,
            )
        made += (each for share in shares for each in share)
        content = root / site.settings.content
        copies = (Copy(name, str(content / name)) for name in site.media)
        outputs = (output for each in made for output in each.outputs)
        return [*outputs, *theme.assets(), *copies, Output(".nojekyll", b"")], made

    def _standing(self, found: Sequence[Maker], output: Path) -> tuple[list[Made], list[Maker]]:
        """What earlier builds made, and stands as they left it; and what is left to be made."""
        memory = self._memory
        if memory is None:
            return [], [*found]
        root, ours = os.path.realpath(output), manifest(os.path.realpath(output))[1]
        made, todo = [], []
        for maker in found:
            paths = memory.standing(maker.key, root)
            if paths is not None and ours.issuperset(paths):
                made.append(Made(maker.key, maker.article, tuple(map(Kept, paths))))
            else:
                todo.append(maker)
        return made, todo

    def _digests(self) -> dict[str, str]:
        """Of all that each article was understood from, by its path; empty where nobody remembers."""
        if self._memory is None or self._before is None:
            return {}
        return self._memory.digests(self._seen, self._before.asked)

    @contextmanager
    def _progress(self, what: str, total: int) -> Iterator[Callable[[int], None]]:
        done = 0

        def tick(more: int) -> None:
            nonlocal done
            done += more
            self._told_of(what, done, total)

        yield tick

    def _jobs(self, articles: int) -> int:
        """In how many processes so many articles are built."""
        return self.layout.jobs or max(min(cores(), articles // WORTH), 1)

    def _parse(self, asked: Sequence[stages.Asked]) -> Iterable[Article]:
        jobs = self._jobs(len(asked))
        with self._progress("articles", len(asked)) as tick:
            shares = spread(
                lambda number, of, tick: stages.parsed(asked[number::of], tick), jobs, tick
            )
        return (shares[n % jobs][n // jobs] for n in range(len(asked)))

    def _choice(self, site: Site) -> tuple[str, tuple[Diagnostic, ...]]:
        """For what pictures are made, and what is to be told of it."""
        claims = sum(len(passages(place)) for place in site.articles)
        is_available = cards.is_available()
        return cards.chosen(site.settings, len(site.articles), claims, is_available=is_available)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let the collector look seldom: a build makes many values that live and few circles.

    It costs a quarter of a cold build otherwise. What exists before is left alone (frozen).
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
