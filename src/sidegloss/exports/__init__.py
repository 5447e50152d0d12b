"""Site -> Outputs in other formats. To add one: write its function, and name it in EXPORTS."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sidegloss.exports.claims import claims_index
from sidegloss.exports.oembed import oembeds
from sidegloss.model import Output, Site

Export = Callable[[Site], Iterator[Output]]

EXPORTS: tuple[Export, ...] = (claims_index, oembeds)


def exports(site: Site) -> Iterator[Output]:
    """Every other format of the site."""
    for export in EXPORTS:
        yield from export(site)
