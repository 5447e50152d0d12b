"""The whole machine on one page: read, parse, resolve, check, render, write."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

from sidegloss import ledger, read, refusals
from sidegloss.builder import unchanged
from sidegloss.builder.clashes import clashes
from sidegloss.builder.crew import Crew
from sidegloss.builder.given import Task
from sidegloss.builder.jobs import Job
from sidegloss.builder.layout import Layout, Progress, Recorded, Result, nobody
from sidegloss.builder.locks import Waiting, alone, nobody_waits
from sidegloss.builder.look import Look, Looks
from sidegloss.builder.memory import Memory
from sidegloss.builder.programs import program
from sidegloss.builder.reading import Reader, choice
from sidegloss.builder.staged import Made, staging
from sidegloss.builder.tasks import tasks
from sidegloss.cache_folder import cache_mistakes
from sidegloss.check import check
from sidegloss.folders import is_among_sources
from sidegloss.media import measured
from sidegloss.model import (
    Copy,
    Diagnostic,
    Kept,
    Location,
    Output,
    Settings,
    Severity,
    Site,
    SiteError,
    Staged,
)
from sidegloss.placeholders import Placeholders
from sidegloss.texts import text_of
from sidegloss.theme import Theme, renamed
from sidegloss.write import Stage, Wanted, Written, manifest, occupied, write


class Builder:
    """Builds one site again and again; what has not changed costs next to nothing.

    Where the layout says so, what was made of an article is remembered in the site's folder, by all
    that it was made of. *told_of* hears how far long work is; *executor* has it done elsewhere.
    """

    def __init__(
        self,
        layout: Layout,
        told_of: Progress = nobody,
        executor: Executor | None = None,
        *,
        has_typographic_quotes: bool = True,
    ) -> None:
        self.layout = layout
        self._crew = Crew(layout.jobs, told_of, executor)
        self._reader = Reader(
            layout, self._crew.parsed, has_typographic_quotes=has_typographic_quotes
        )
        self._is_repeatable = True
        self._memory: Memory | None = None
        self._looks = Looks(layout.site)
        self._placeholders = Placeholders()
        self._is_partial = False
        """Whether the last look left files out, which a look at single files would forget."""

    def check(self) -> tuple[Diagnostic, ...]:
        """All that is to be told of the site; nothing is rendered and nothing written."""
        try:
            site = self.site()
            foreign = self.layout.output is None and occupied_by(self.layout.site, site.settings)
            return (*((foreign,) if foreign else ()), *self._reader.told(site))
        except SiteError as refusal:
            return refusal.diagnostics
        except OSError as error:
            return (refusals.of_system(error, self.layout.site),)

    def build(self, waiting: Waiting = nobody_waits) -> Result:
        """Build the site. Where there is an error, what was published stays as it was.

        *waiting* hears that another build of the site runs, for which this one waits.
        """
        try:
            with alone(self.layout.site, waiting):
                return self.build_alone()
        except SiteError as refusal:
            return Result(refusal.diagnostics, self.layout.output or self.layout.site)

    def build_alone(self) -> Result:
        """Build the site, given that nobody else does: see `locks.alone`."""
        told = tuple(cache_mistakes(self.layout.site))
        if told:
            return Result(told, self.layout.output or self.layout.site)
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
            diagnostics = self._reader.told(site)
            if any(d.severity is Severity.ERROR for d in diagnostics):
                return Result(diagnostics, output)
            with staging(self.layout.site) as folder:
                job = self._job(site, output, folder)
                outputs, made = self._outputs(job)
                found = tuple(clashes(outputs))
                if found:
                    return Result((*diagnostics, *found), output)
                result = Result(diagnostics, output, write(outputs, output))
                assert result.written  # noqa: S101 - it was written above
                self._remember(made, result.written)
                return result
        except SiteError as refusal:
            return Result(refusal.diagnostics, output)
        except OSError as error:
            return Result((refusals.of_system(error, self.layout.site, output),), output)

    def _remember(self, made: Sequence[Made], written: Written) -> None:
        """Leave what was understood and made for the next process."""
        before, memory = self._reader.before, self._memory
        if before and memory and self.layout.has_memory:
            memory.keep_articles(self._reader.seen, before.asked, before.articles)
            memory.keep_pieces(made, written.looks)

    def look(self, changed: Collection[Path] | None = None, *, is_tolerant: bool = False) -> Look:
        """The site as it is, for a preview: nothing is written, and no page rendered unasked.

        An error does not stop it: the pages have placeholders. *changed* are the files that may
        differ from the look before, where that is known (absolute, links followed). Raises OSError
        where the system refuses a file, which may be over in a moment; *is_tolerant* leaves it out.
        """
        before = self._reader.before
        is_whole = changed is None or self._is_partial
        edited = None if is_whole else self._reader.edited(changed or ())
        if before and edited:
            digests = self._reader.digests()
            filled = self._filled(*edited)
            look = self._looks.exchanged(before.site, edited[0], filled, edited[1], digests)
            if look:
                return look
        try:
            site, refused = self._reader.tolerated(is_tolerant=is_tolerant)
            self._is_partial = bool(refused)
            diagnostics = self._reader.told(site)
            filled = self._filled(site, diagnostics)
            told = (*refused, *diagnostics)
            return self._looks.look(site, filled, told, self._reader.digests())
        except SiteError as refusal:
            return Look(refusal.diagnostics, self._reader.settings)

    def _filled(self, site: Site, diagnostics: Sequence[Diagnostic]) -> Site:
        return self._placeholders.site(site, diagnostics, self._reader.written)

    def site(self) -> Site:
        """Read, parse and resolve. Raises SiteError where the folder cannot be read as a site."""
        return self._reader.site(self._memory)

    def ledger(self, *, is_check: bool) -> Recorded:
        """The site's ledger with every published claim in it, and what is lost or changed.

        *is_check*: claims that are missing from it are a warning, too.
        """
        try:
            self._memory = Memory.of(self.layout) if self.layout.has_memory else None
            site = self.site()
            before, path = read.ledger(self.layout.site, site.settings)
        except SiteError as refusal:
            return Recorded(refusal.diagnostics)
        except OSError as error:
            return Recorded((refusals.of_system(error, self.layout.site),))
        known = ledger.rows(before, path)
        told = [
            each
            for each in ledger.told(site.articles, known, path)
            if is_check or each.code != "claim-recorded"
        ]
        found = (d for d in check(site) if d.code not in ledger.TOLD)
        diagnostics = (*(d for d in found if d.severity is Severity.ERROR), *told)
        if any(d.severity is Severity.ERROR and d.code not in ledger.TOLD for d in diagnostics):
            return Recorded(diagnostics, path, before)
        kept, added = ledger.recorded(known, ledger.published(site.articles))
        return Recorded(diagnostics, path, before, ledger.written(kept), added, len(kept.rows))

    def _refuse_within(self, output: Path, settings: Settings) -> None:
        """What is written must not be read again. The settings are checked; the command line is not."""
        name = is_among_sources(output, self.layout.site, settings)
        if name:
            message = f"the output folder and {name} are inside one another"
            hint = "give the output a folder of its own"
            at = Location(str(output))
            raise SiteError(Diagnostic("settings-value", Severity.ERROR, message, at, hint))
        shown = None if self.layout.output else settings.output
        foreign = occupied(output, shown)
        if foreign:
            raise SiteError(foreign)

    def text(self, path: str) -> str:
        """The text of one of the site's files, for a message's excerpt."""
        return text_of(self.layout.site, path)

    def _job(self, site: Site, output: Path, folder: Path) -> Job:
        """What is to be made of *site* in *output*, and laid down in *folder* on the way."""
        root, is_for_disk = self.layout.site, self.layout.is_for_disk
        media = measured(root, site.settings, site.media)
        digests = self._reader.digests()
        return Job(site, digests, root, output, folder, choice(site)[0], is_for_disk, media)

    def _outputs(self, job: Job) -> tuple[list[Wanted], list[Made]]:
        """All outputs, and what the tasks came to, for the next process."""
        theme = Theme(job.root, job.site.settings.templates)
        arguments = job.arguments(theme)
        made, todo = self._standing(tasks(arguments), theme, job)
        self._is_repeatable = not arguments.uses_fonts
        made += self._crew.made(job, theme, todo)
        content = job.root / job.site.settings.content
        copies = [Copy(name, str(content / name)) for name in job.site.media]
        return [*(output for each in made for output in each.outputs), *copies], made

    def _standing(
        self, found: Iterable[Task], theme: Theme, job: Job
    ) -> tuple[list[Made], list[tuple[str, Task]]]:
        """What earlier builds made and left; and what is left to be made, with its key."""
        made: list[Made] = []
        todo: list[tuple[str, Task]] = []
        root = os.path.realpath(job.output)
        memory = self._memory
        ours = manifest(root)[1] if memory else frozenset()
        if memory:
            memory.rename(theme.asset_names)
        stage = Stage(job.output, job.staging, "renamed")
        for task in found:
            key = task.key(program())
            left = memory.standing(key, root, ours) if memory else None
            if left is None or memory is None:
                todo.append((key, task))
                continue
            outputs = (_with_assets(each, memory.renamed, theme, root, stage) for each in left)
            made.append(Made(key, tuple(outputs)))
        return made, todo


def _with_assets(
    left: Kept, changed: Collection[str], theme: Theme, root: str, stage: Stage
) -> Staged | Kept:
    """A file that an earlier build left, with the names that its assets have by now."""
    if not any(name in changed for _, name in left.marks):
        return left
    data = Path(f"{root}/{left.path}").read_bytes()
    return stage.take(Output(left.path, renamed(data, left.marks, theme.asset_names), left.marks))


def occupied_by(site: Path, settings: Settings) -> Diagnostic | None:
    """Why the site's own output folder may not be written to; see `write.occupied`."""
    return occupied(site / settings.output, settings.output)


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
