"""Articles and sources -> outputs in other formats: each function makes some files from its arguments.

To add one: write its function, and a function in `builder.tasks` that yields its task.
"""

from sidegloss.exports.beside import beside, paths_beside
from sidegloss.exports.claims import claims_index
from sidegloss.exports.csl_json import all_sources_json
from sidegloss.exports.listed import robots, sitemap, sitemap_entries, sitemaps
from sidegloss.exports.records import PAGEFIND, Entry, search_entries, search_records
from sidegloss.exports.search import (
    ARTICLES,
    SOURCES,
    search_articles,
    search_index,
    search_sources,
)

__all__ = [
    "ARTICLES",
    "PAGEFIND",
    "SOURCES",
    "Entry",
    "all_sources_json",
    "beside",
    "claims_index",
    "paths_beside",
    "robots",
    "search_articles",
    "search_entries",
    "search_index",
    "search_records",
    "search_sources",
    "sitemap",
    "sitemap_entries",
    "sitemaps",
]
