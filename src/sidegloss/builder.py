"""The whole machine on one page: read, parse, resolve, check, render, write.

Memory lives here and nowhere else. The dear stages are pure functions of values, so each is
remembered by what it was asked; nobody else knows.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sidegloss import bibliography, cards, ledger, read
from sidegloss.check import check
from sidegloss.exports import exports
from sidegloss.look import Look, Looks
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
from sidegloss.pages import Cards, pages, pictures
from sidegloss.parse import Reading, parse
from sidegloss.passages import passages
from sidegloss.resolve import resolve
from sidegloss.slugs import is_fit, is_short
from sidegloss.theme import Theme
from sidegloss.views import CardView, Page
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
class Recorded:
    """What became of a site's ledger. *text* is what it should hold; None where it cannot be told."""

    diagnostics: tuple[Diagnostic, ...]
    path: str = ""
    before: str | None = None
    text: str | None = None
    added: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class _Picture:
    """What drawing a picture depends on."""

    card: CardView
    fonts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What parsing an article depends on."""

    manuscript: Manuscript
    reading: Reading


class Builder:
    """Builds one site again and again; what has not changed costs next to nothing.

    Between builds it remembers, each under all that it depends on: every article by its manuscript
    and its language's words, every file of sources by its text, every page by its view and the
    theme's version.
    """

    def __init__(self, layout: Layout, *, has_typographic_quotes: bool = True) -> None:
        self.layout = layout
        self._has_quotes = has_typographic_quotes
        self._articles = Memo[_Asked, Article](_parse)
        self._entries = Memo[Record, bibliography.Entries](_entries)
        self._pictures = Memo[_Picture, bytes](_drawn)
        self._rendered: dict[str, tuple[Page, str, Output]] = {}
        self._looks = Looks(layout.site)

    def check(self) -> tuple[Diagnostic, ...]:
        """All that is to be told of the site; nothing is rendered and nothing written."""
        try:
            site = self.site()
            return (*check(site), *self._choice(site)[1])
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
            diagnostics = (*check(site), *self._choice(site)[1])
            if any(d.severity is Severity.ERROR for d in diagnostics):
                return Result(diagnostics, output)
            outputs = self._outputs(site)
            clashes = tuple(_clashes(outputs))
            if clashes:
                return Result((*diagnostics, *clashes), output)
            return Result(diagnostics, output, write(outputs, output))
        except SiteError as refusal:
            return Result(refusal.diagnostics, output)

    def look(self) -> Look:
        """The site as it stands, for a preview: nothing is written, and no page rendered unasked.

        Raises OSError where a file is in somebody else's hands just now.
        """
        settings = None
        try:
            settings = read.settings(self.layout.site, self.layout.url)
            site = self.site()
            pictured, told = self._choice(site)
            diagnostics = (*check(site), *told)
            if any(d.severity is Severity.ERROR for d in diagnostics):
                return Look(diagnostics, settings)
            return self._looks.look(site, diagnostics, pictured)
        except SiteError as refusal:
            return Look(refusal.diagnostics, settings)

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
            ledger=ledger.rows(*read.ledger(root, settings)),
            copies=read.kept_texts(root, settings, {s.text for s in sources.sources if s.text}),
            with_drafts=self.layout.with_drafts,
        )

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
        return read.text_of(self.layout.site, path)

    def _reading(self, language: str, settings: Settings) -> Reading:
        return Reading(load(language, settings.words), self._has_quotes)

    def _outputs(self, site: Site) -> list[Output | Copy]:
        root = self.layout.site
        theme = Theme(root, site.settings.templates)
        media = read.measured(root, site.settings, site.media)
        made = Cards(self._choice(site)[0], lambda card: not cards.lacking(card))
        shown = pages(site, media, made, is_for_disk=self.layout.is_for_disk)
        content = root / site.settings.content
        return [
            *self._render(shown, theme),
            *self._drawn(pictures(site, made)),
            *theme.assets(),
            *exports(site),
            *(Copy(name, str(content / name)) for name in site.media),
            Output(".nojekyll", b""),
        ]

    def _choice(self, site: Site) -> tuple[str, tuple[Diagnostic, ...]]:
        """For what pictures are made, and what is to be told of it."""
        claims = sum(len(passages(place)) for place in site.articles)
        is_available = cards.is_available()
        return cards.chosen(site.settings, len(site.articles), claims, is_available=is_available)

    def _drawn(self, wanted: Iterable[tuple[str, CardView]]) -> list[Output]:
        paths, views = [], []
        for path, card in wanted:
            paths.append(path)
            views.append(_Picture(card, cards.fonts(card)))
        found = self._pictures.map(views)
        return [Output(path, data) for path, data in zip(paths, found, strict=True)]

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


def _drawn(asked: Sequence[_Picture]) -> Iterator[bytes]:
    return (cards.picture(one.card) for one in asked)


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
