"""Site -> Outputs in other formats, some beside each article.

To add one: write its function, and name it in EXPORTS, or in BESIDE if it goes with an article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sidegloss.exports.annotations import web_annotations
from sidegloss.exports.bibtex import sources_bib
from sidegloss.exports.claims import claims_index, claims_indexes
from sidegloss.exports.csl_json import all_sources_json, sources_json
from sidegloss.exports.listed import robots, sitemap, sitemaps
from sidegloss.exports.noted import Noted, noted
from sidegloss.exports.oembed import oembeds
from sidegloss.exports.records import PAGEFIND, search_entries, search_records
from sidegloss.exports.search import (
    article_entry,
    search_articles,
    search_index,
    search_index_with,
    search_indexes,
    search_sources,
)
from sidegloss.listing import is_searched
from sidegloss.model import Output, Site
from sidegloss.words import load

Export = Callable[[Site], Iterator[Output]]
Beside = Callable[[Noted], Iterator[Output]]

EXPORTS: tuple[Export, ...] = (oembeds, all_sources_json, sitemap, robots)
BESIDE: tuple[Beside, ...] = (web_annotations, sources_json, sources_bib)
FILES_BESIDE = ("annotations.jsonld", "sources.json", "sources.bib")
"""What they are called, one each."""


def exports(site: Site) -> Iterator[Output]:
    """Every other format of the site: the indexes of its claims, of what is searched, and `EXPORTS`."""
    words = load(site.settings.language, site.settings.words)
    yield from (claims_index(*each, words) for each in claims_indexes(site))
    yield from (search_index(*each, words) for each in search_indexes(site))
    if is_searched(site):
        yield from (search_articles(site), search_sources(site))
    for export in EXPORTS:
        yield from export(site)


def beside(article: Noted) -> tuple[Output, ...]:
    """The files beside one article; a pure function, to be remembered."""
    return tuple(output for export in BESIDE for output in export(article))


__all__ = [
    "BESIDE",
    "EXPORTS",
    "FILES_BESIDE",
    "PAGEFIND",
    "Noted",
    "article_entry",
    "beside",
    "claims_index",
    "claims_indexes",
    "exports",
    "noted",
    "search_articles",
    "search_entries",
    "search_index",
    "search_index_with",
    "search_indexes",
    "search_records",
    "search_sources",
    "sitemaps",
]
