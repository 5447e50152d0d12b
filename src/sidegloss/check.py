"""Site -> diagnostics: everything that the stages found, at the severities that the site asks for.

What an editor would ask stands in `editorial`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sidegloss.editorial import findings
from sidegloss.model import Diagnostic, Settings, Site, in_order

UNBENDING = frozenset(
    {
        *("source-defined", "address-whole", "address-unique", "snapshot-exists"),
        *("yaml-readable", "bib-readable"),
    }
)
"""Errors that stay errors, whatever a site asks for: with one of these no page can be made."""


def check(site: Site) -> tuple[Diagnostic, ...]:
    """All that is to be told of a site, sorted by place, each once."""
    return asked_for(site.settings, [*site.diagnostics, *findings(site)])


def asked_for(settings: Settings, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What was *found*, at the severities that a site asks for, sorted by place, each once."""
    wanted = {code: to for code, to in settings.rules if code not in UNBENDING}
    told = []
    for diagnostic in dict.fromkeys(found):
        severity = wanted.get(diagnostic.code, diagnostic.severity)
        if severity is not None:
            told.append(replace(diagnostic, severity=severity))
    return tuple(in_order(told))
