"""Arguments -> pages. Each function makes some pages from what it is handed, and sees nothing else of the site."""

from sidegloss.pages.articles import Placement, article_pages, article_paths
from sidegloss.pages.cards import FILE as PICTURE
from sidegloss.pages.cards import pictures
from sidegloss.pages.claims import claims_address, claims_page
from sidegloss.pages.context import Shared
from sidegloss.pages.departed import Heir, departed_page, target_address
from sidegloss.pages.feeds import feed_page
from sidegloss.pages.lists import front_page, list_address, not_found_page, parts_of
from sidegloss.pages.picture import sourcing_address
from sidegloss.pages.search import search_page
from sidegloss.pages.sources import Resting, by_name, source_page, sources_page, uses_address
from sidegloss.pages.topics import topic_page, topics_page
from sidegloss.pages.uses import Rests, resting_further, resting_on

__all__ = [
    "PICTURE",
    "Heir",
    "Placement",
    "Resting",
    "Rests",
    "Shared",
    "article_pages",
    "article_paths",
    "by_name",
    "claims_address",
    "claims_page",
    "departed_page",
    "feed_page",
    "front_page",
    "list_address",
    "not_found_page",
    "parts_of",
    "pictures",
    "resting_further",
    "resting_on",
    "search_page",
    "source_page",
    "sources_page",
    "sourcing_address",
    "target_address",
    "topic_page",
    "topics_page",
    "uses_address",
]
