"""Site -> diagnostics: everything that the stages found, at the severities that the site asks for.

Editorial rules stand in a table here: a rule is one function and one row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sidegloss.model import Diagnostic, Severity, Site

Rule = Callable[[Site], Iterator[Diagnostic]]


def source_cited(site: Site) -> Iterator[Diagnostic]:
    """A source that nothing cites and no trail reaches."""
    for source in site.sources:
        if source.key not in site.cited:
            yield Diagnostic(
                "source-cited",
                Severity.INFO,
                f"'{source.key}' is cited nowhere, so it is not published",
                source.at,
                f"cite it in a note: [@{source.key}]",
            )


RULES: tuple[Rule, ...] = (source_cited,)

UNBENDING = frozenset({"source-defined", "address-whole", "address-unique", "snapshot-exists"})
"""Errors that stay errors, whatever a site asks for: with one of these no page can be made."""


def check(site: Site) -> tuple[Diagnostic, ...]:
    """All that is to be told of a site, sorted by place, each once."""
    found = [*site.diagnostics, *(found for rule in RULES for found in rule(site))]
    wanted = {code: to for code, to in site.settings.rules if code not in UNBENDING}
    told = []
    for diagnostic in dict.fromkeys(found):
        severity = wanted.get(diagnostic.code, diagnostic.severity)
        if severity is not None:
            told.append(replace(diagnostic, severity=severity))
    return tuple(sorted(told, key=lambda d: (d.at, d.severity, d.code, d.message)))
