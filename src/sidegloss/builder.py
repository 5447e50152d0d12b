"""The whole machine on one page: read, parse, resolve, check, render, write.

Memory lives here and nowhere else. The dear stages are pure functions of values, so each is
remembered by what it was asked; nobody else knows.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sidegloss import bibliography, read
from sidegloss.check import check
from sidegloss.exports import Noted, beside, exports, noted
from sidegloss.memo import Memo
from sidegloss.model import (
    MANNERS,
    Article,
    Copy,
    Diagnostic,
    Location,
    Manuscript,
    Output,
    Record,
    Settings,
    Severity,
    Site,
    SiteError,
)
from sidegloss.pages import pages
from sidegloss.parse import Reading, parse
from sidegloss.resolve import resolve
from sidegloss.slugs import is_fit, is_short
from sidegloss.theme import Theme
from sidegloss.views import Page
from sidegloss.words import SHIPPED, load
from sidegloss.write import Written, folded, write


@dataclass(frozen=True, slots=True)
class Layout:
    """A site's folder, and how it is to be built."""

    site: Path
    output: Path | None = None
    """Where to write; None: where the settings say."""
    url: str = ""
    """Stands in for the settings' ``url`` (the environment's SIDEGLOSS_URL)."""
    with_drafts: bool = False
    is_for_disk: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a build came to. *written* is None where an error kept it from touching the output."""

    diagnostics: tuple[Diagnostic, ...]
    output: Path
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What parsing an article depends on."""

    manuscript: Manuscript
    reading: Reading


class Builder:
    """Builds one site again and again; what has not changed costs next to nothing.

    Between builds it remembers, each under all that it depends on: every article by its manuscript
    and its language's words, every file of sources by its text, every page by its view and the
    theme's version, the files beside an article by its page and its notes.
    """

    def __init__(self, layout: Layout, *, has_typographic_quotes: bool = True) -> None:
        self.layout = layout
        self._has_quotes = has_typographic_quotes
        self._articles = Memo[_Asked, Article](_parse)
        self._entries = Memo[Record, bibliography.Entries](_entries)
        self._rendered: dict[str, tuple[Page, str, Output]] = {}
        self._beside = Memo[Noted, tuple[Output, ...]](_beside)

    def check(self) -> tuple[Diagnostic, ...]:
        """All that is to be told of the site; nothing is rendered and nothing written."""
        try:
            return check(self.site())
        except SiteError as refusal:
            return refusal.diagnostics

    def build(self) -> Result:
        """Build the site. Where there is an error, what was published stays as it was."""
        with _few_collections():
            return self._built()

    def _built(self) -> Result:
        output = self.layout.output or self.layout.site / "output"
        try:
            site = self.site()
            output = self.layout.output or self.layout.site / site.settings.output
            self._refuse_within(output, site.settings)
            diagnostics = check(site)
            if any(d.severity is Severity.ERROR for d in diagnostics):
                return Result(diagnostics, output)
            outputs = self._outputs(site)
            clashes = tuple(_clashes(outputs))
            if clashes:
                return Result((*diagnostics, *clashes), output)
            return Result(diagnostics, output, write(outputs, output))
        except SiteError as refusal:
            return Result(refusal.diagnostics, output)

    def site(self) -> Site:
        """Read, parse and resolve. Raises SiteError where the folder cannot be read as a site."""
        root = self.layout.site
        settings = read.settings(root, self.layout.url)
        manuscripts = read.manuscripts(root, settings)
        articles = self._articles.map(
            _Asked(m, self._reading(m.front.language or settings.language, settings))
            for m in manuscripts
        )
        entries = self._entries.map(read.records(root, settings))
        sources = bibliography.joined(entries)
        is_kept = any(source.publish_snapshot for source in sources.sources)
        return resolve(
            settings,
            articles,
            sources,
            read.files(root, settings),
            kept=read.kept_copies(root, settings) if is_kept else (),
            copies=read.kept_texts(root, settings, {s.text for s in sources.sources if s.text}),
            with_drafts=self.layout.with_drafts,
        )

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
        return read.text_of(self.layout.site, path)

    def _reading(self, language: str, settings: Settings) -> Reading:
        return Reading(load(language, settings.words), self._has_quotes)

    def _outputs(self, site: Site) -> list[Output | Copy]:
        root = self.layout.site
        theme = Theme(root, site.settings.templates)
        media = read.measured(root, site.settings, site.media)
        is_for_disk = self.layout.is_for_disk
        shown = [*self._render(pages(site, media, is_for_disk=is_for_disk), theme)]
        html = {page.path: page.data for page in shown}
        content = root / site.settings.content
        return [
            *shown,
            *theme.assets(),
            *exports(site),
            *chain(*self._beside.map(noted(site, html, is_for_disk=is_for_disk))),
            *(Copy(name, str(content / name)) for name in site.media),
            Output(".nojekyll", b""),
        ]

    def _render(self, shown: Iterable[Page], theme: Theme) -> Iterator[Output]:
        version = theme.version()
        before, self._rendered = self._rendered, {}
        for page in shown:
            known = before.get(page.path)
            if known and known[1] == version and known[0] == page:
                output = known[2]
            else:
                output = theme.render(page)
            self._rendered[page.path] = (page, version, output)
            yield output


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


def _parse(asked: Sequence[_Asked]) -> Iterator[Article]:
    return (parse(one.manuscript, one.reading) for one in asked)


def _beside(articles: Sequence[Noted]) -> Iterator[tuple[Output, ...]]:
    return map(beside, articles)


def _entries(records: Sequence[Record]) -> Iterator[bibliography.Entries]:
    manners = {manner: manner for manner in MANNERS}
    for language in SHIPPED:
        manners |= dict(load(language).steps)
    return (bibliography.entries(record, manners) for record in records)


def _clashes(outputs: Iterable[Output | Copy]) -> Iterator[Diagnostic]:
    """A name that no file can have, two files at one address, or one where another needs a folder.

    Neither case nor composition parts two names: some disks know neither.
    """
    taken: dict[str, str] = {}
    folders: dict[str, str] = {}
    for output in outputs:
        if not (is_fit(output.path) and is_short(output.path)):
            yield _unfit(output.path)
        place = folded(output.path)
        above = place.rpartition("/")[0]
        while above and above not in folders:
            folders[above] = output.path
            above = above.rpartition("/")[0]
        if place in taken:
            yield _clash(taken[place], output.path)
        taken.setdefault(place, output.path)
    for place, path in taken.items():
        if place in folders:
            yield _clash(path, folders[place])


def _unfit(path: str) -> Diagnostic:
    return Diagnostic(
        "address-whole",
        Severity.ERROR,
        f"no file can be published as {path[-80:]!r}",
        Location(path[-80:]),
        "rename it: 255 bytes at most, no backslash, no control character",
    )


def _clash(first: str, second: str) -> Diagnostic:
    return Diagnostic(
        "address-unique",
        Severity.ERROR,
        f"two files want one address: {first} and {second}",
        Location(second),
        "rename one of them",
    )
