"""Site -> diagnostics: everything that the stages found, at the severities that the site asks for.

What an editor would ask stands in `editorial`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sidegloss.editorial import findings
from sidegloss.model import Diagnostic, Location, Settings, Severity, Site, in_order

ABSOLUTE = ("feed.xml", "sitemap.xml", "robots.txt", "oEmbed", "canonical links", "share pictures")
"""What names whole addresses."""

UNBENDING = frozenset(
    {
        *("source-defined", "address-whole", "address-unique", "snapshot-exists"),
        *(
            "front-matter-closed",
            "front-matter-form",
            "yaml-readable",
            "toml-readable",
            "bib-readable",
        ),
    }
)
"""Errors that stay errors, whatever a site asks for: with one of these no page can be made, or nobody
knows whether it is a draft."""


def check(site: Site) -> tuple[Diagnostic, ...]:
    """All that is to be told of a site, sorted by place, each once."""
    settings = site.settings
    found = [*settings.diagnostics, *without_url(settings), *site.diagnostics, *findings(site)]
    return asked_for(settings, found)


def without_url(settings: Settings) -> Iterator[Diagnostic]:
    """``url-set``: what is left out of a site that does not know its address."""
    if not settings.url:
        yield Diagnostic(
            "url-set",
            Severity.INFO,
            f"without url, these are left out: {', '.join(ABSOLUTE)}",
            Location(settings.path),
            'write url = "https://example.org/reader/", or set SIDEGLOSS_URL; deploy and the workflow'
            " find it by themselves",
        )


def asked_for(settings: Settings, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What was *found*, at the severities that a site asks for, sorted by place, each once."""
    wanted = {code: to for code, to in settings.rules if code not in UNBENDING}
    told = []
    for diagnostic in dict.fromkeys(found):
        severity = wanted.get(diagnostic.code, diagnostic.severity)
        if severity is not None:
            told.append(replace(diagnostic, severity=severity))
    return tuple(in_order(told))
