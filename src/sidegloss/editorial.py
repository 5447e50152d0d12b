"""Site -> what an editor would ask: one function and one row a rule.

None of these keeps a site from being built as shipped; a site sets each to what it wants, under
``[tool.sidegloss.rules]``. To add one: write it, and name it in RULES and in the manual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from sidegloss import trails
from sidegloss.authors import full_name
from sidegloss.bylines import byline, is_author_repeated, reviews_itself
from sidegloss.model import (
    Diagnostic,
    End,
    Kind,
    Location,
    Placed,
    Severity,
    Site,
    Source,
    Sourced,
    Stance,
)

QUOTATION_WORDS = 80
"""Words of a source that may be quoted without being asked about."""
PASSAGE_WORDS = 60
"""Words of a passage: a longer one makes it unclear what the note is about."""

FEW = 5
"""Uncited sources of one file that are named one by one."""
IMPORTED = (".json", ".bib")

NO_ADDRESS = ("restricted", "leaked", "on-file")
"""What `access` says of a source that has no address, so that none is missed."""
SPOKEN = ("interview", "personal_communication", "speech", "hearing")

Rule = Callable[[Site], Iterator[Diagnostic]]


def claim_sourced(site: Site) -> Iterator[Diagnostic]:
    """A claim whose notes cite nothing, and do not say that it is unsourced."""
    for _, sourced in _notes(site):
        note = sourced.note
        if not note.citations and not note.is_point and note.kind is Kind.CONTEXT:
            yield _info(
                "claim-sourced",
                f"note [^{note.label}] cites no source for its claim",
                note.at,
                "cite one: [@key]; or say so: **Unsourced.**",
            )


def independent_origins(site: Site) -> Iterator[Diagnostic]:
    """A claim with several outlets that all lead to one origin."""
    for _, sourced in _notes(site):
        if trails.is_one_origin(sourced.standing):
            count = len(sourced.standing.outlets)
            origin = (*sourced.standing.origins, *sourced.standing.undetermined)[0]
            yield Diagnostic(
                "independent-origins",
                Severity.WARNING,
                f"the {count} outlets of note [^{sourced.note.label}] lead to one origin: {origin}",
                sourced.note.at,
                "readers see it marked; cite a source with another origin where there is one",
            )


def trail_known(site: Site) -> Iterator[Diagnostic]:
    """A supporting trail that ends in the dark."""
    for _, sourced in _notes(site):
        for trail in sourced.trails:
            if trail.citation.stance is Stance.SUPPORTS and trail.end is End.UNKNOWN:
                first, last = trail.steps[0].key, trail.steps[-1].key
                message = f"the trail from '{first}' ends at '{last}', whose origin is unknown"
                yield _info(
                    "trail-known",
                    message if len(trail.steps) > 1 else f"the origin of '{last}' is unknown",
                    trail.citation.at or sourced.note.at,
                    "cite a source whose origin is known, or leave it: readers see where it ends",
                )


def source_cited(site: Site) -> Iterator[Diagnostic]:
    """Sources that nothing cites and no trail reaches: one message for each, or one for an imported file."""
    files: dict[str, list[Source]] = {}
    for source in site.sources:
        if source.key not in site.cited:
            files.setdefault(source.at.path, []).append(source)
    for path, sources in files.items():
        if len(sources) > FEW or path.endswith(IMPORTED):
            yield _uncited(path, sources)
            continue
        for source in sources:
            yield _info(
                "source-cited",
                f"'{source.key}' is cited nowhere, so it is not published",
                source.at,
                f"cite it in a note: [@{source.key}]",
            )


def _uncited(path: str, sources: list[Source]) -> Diagnostic:
    keys = ", ".join(source.key for source in sources[:3])
    more = f" and {len(sources) - 3} more" if len(sources) > 3 else ""
    return _info(
        "source-cited",
        f"not cited, so not published: {keys}{more}",
        Location(path, 1),
        f"cite one in a note: [@{sources[0].key}]; a library may hold more than a site cites",
    )


def source_dated(site: Site) -> Iterator[Diagnostic]:
    """A cited source without a date. A date that cannot be read is reported where it is read."""
    for source in _published(site):
        if not source.issued and not _has_written(source, "issued"):
            yield _info(
                "source-dated",
                f"'{source.key}' has no date",
                source.at,
                "add issued: 2026-03-09 (or 2026-03, 2026, c. 1840)",
            )


def source_addressed(site: Site) -> Iterator[Diagnostic]:
    """A cited source that readers cannot look up, and that does not say why."""
    for source in _published(site):
        is_said = source.access in NO_ADDRESS or source.type in SPOKEN
        elsewhere = source.archive_url or source.archive_location or source.publish_snapshot
        is_given = source.url or source.doi or source.isbn or elsewhere
        if not (is_given or is_said or _has_written(source, "URL", "DOI", "archive-url")):
            yield _info(
                "source-addressed",
                f"'{source.key}' has no address",
                source.at,
                f"add URL: or DOI:, or say why there is none: access: {NO_ADDRESS[-1]}",
            )


def _has_written(source: Source, *names: str) -> bool:
    """Whether the record has a value for one of *names*, be it one that cannot be read."""
    return any(name in names for name, _ in source.places)


def source_archived(site: Site) -> Iterator[Diagnostic]:
    """A public source on the web without an archived or kept copy: it may be gone tomorrow."""
    for source in _published(site):
        is_kept = source.archive_url or source.snapshot or source.text
        if source.access == "public" and source.url and not is_kept:
            yield _info(
                "source-archived",
                f"'{source.key}' is public and has no archived copy",
                source.at,
                "save it at web.archive.org and add archive-url:",
            )


def first_hand(site: Site) -> Iterator[Diagnostic]:
    """A record that calls itself first-hand (``rests-on: none``) and is said to use another."""
    sources = {source.key: source for source in site.sources}
    told: set[tuple[str, str]] = set()
    for _, sourced in _notes(site):
        for trail in sourced.trails:
            for before, step in trails.unrecorded(trail.citation, sources):
                link = (before.key, step.key)
                if sources[before.key].end is End.FIRST_HAND and link not in told:
                    told.add(link)
                    manner = "rests on" if step.manner == "via" else step.manner
                    yield Diagnostic(
                        "first-hand",
                        Severity.WARNING,
                        f"'{before.key}' is called first-hand, but here it {manner} '{step.key}'",
                        step.at or sourced.note.at,
                        f"take rests-on: none from '{before.key}', or this step from the trail",
                    )


def verdict_disputed(site: Site) -> Iterator[Diagnostic]:
    """A note whose verdict disputes the claim while none of its citations does."""
    for _, sourced in _notes(site):
        note = sourced.note
        stances = {citation.stance for citation in note.citations}
        if note.verdict and note.kind is Kind.DISPUTED and Stance.DISPUTES not in stances:
            yield _info(
                "verdict-disputed",
                f"note [^{note.label}] says {note.verdict.replace('-', ' ')} and cites nothing"
                " that disputes the claim",
                note.at,
                "cite what does: [disputes @key]",
            )


def quotation_short(site: Site) -> Iterator[Diagnostic]:
    """A long quotation: what may be quoted is a question of law."""
    for _, sourced in _notes(site):
        for citation in sourced.note.citations:
            count = len(citation.quotation.split())
            if count > QUOTATION_WORDS:
                yield _info(
                    "quotation-short",
                    f"{count} words of '{citation.steps[0].key}' are quoted",
                    citation.at or sourced.note.at,
                    f"quote {QUOTATION_WORDS} words at most, or be sure that you may",
                )


def passage_short(site: Site) -> Iterator[Diagnostic]:
    """A long passage within a paragraph."""
    for place in site.articles:
        for claim in place.article.claims:
            count = len(claim.text.split())
            if count > PASSAGE_WORDS and not claim.is_block:
                yield _info(
                    "passage-short",
                    f"the passage has {count} words",
                    claim.at,
                    "mark the words that the note is about",
                )


def source_standing(site: Site) -> Iterator[Diagnostic]:
    """A claim that rests on a retracted source or may do so, or a note that cites one otherwise."""
    withdrawn = {source.key for source in site.sources if source.retracted}
    if not withdrawn:
        return
    sources = {source.key: source for source in site.sources}
    for _, sourced in _notes(site):
        passed, ahead = trails.retracted_on(sourced.trails, sources)
        for key in sorted(trails.relied_on(sourced.trails, sources) & withdrawn):
            does = "rests on" if key in passed else "may rest on" if key in ahead else "cites"
            yield Diagnostic(
                "source-standing",
                Severity.WARNING,
                f"note [^{sourced.note.label}] {does} '{key}', which was retracted",
                sourced.note.at,
                "say so in the note, or cite what still stands",
            )


def annotator_named(site: Site) -> Iterator[Diagnostic]:
    """A reprint whose ``author`` is that of the source, or whose notes nobody else signs."""
    sources = {source.key: source for source in site.sources}
    for place in site.articles:
        front = place.article.front
        signed = byline(front, site.settings, sources)
        at = front.author_at or front.source_at or Location(place.article.path)
        hint = "write author: and who wrote the notes"
        if not signed.is_reprint:
            continue
        names = " and ".join(map(full_name, signed.authors))
        if is_author_repeated(front, site.settings, signed.authors):
            notes = " and ".join(map(full_name, signed.annotators))
            message = f"{names} wrote the reprinted text; the notes are signed by {notes}"
            hint = "delete author: it names who wrote the notes"
            yield Diagnostic("annotator-named", Severity.WARNING, message, at, hint)
        elif not signed.annotators:
            yield _info("annotator-named", "nobody signs the notes of this reprint", at, hint)
        elif reviews_itself(signed):
            message = f"{names} signs both the reprinted text and its notes; no review is published"
            yield _info("annotator-named", message, at, hint)


RULES: tuple[Rule, ...] = (
    claim_sourced,
    independent_origins,
    trail_known,
    source_cited,
    source_dated,
    source_addressed,
    source_archived,
    source_standing,
    annotator_named,
    first_hand,
    verdict_disputed,
    quotation_short,
    passage_short,
)


def findings(site: Site) -> Iterator[Diagnostic]:
    """What all rules find, at their default severities."""
    return chain.from_iterable(rule(site) for rule in RULES)


def _notes(site: Site) -> Iterator[tuple[Placed, Sourced]]:
    return ((place, sourced) for place in site.articles for sourced in place.notes)


def _published(site: Site) -> Iterator[Source]:
    return (source for source in site.sources if source.key in site.cited)


def _info(code: str, message: str, at: Location, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.INFO, message, at, hint)
