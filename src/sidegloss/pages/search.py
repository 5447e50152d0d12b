"""A site -> the page that its readers search it from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sidegloss import views
from sidegloss.listing import noted_parts
from sidegloss.pages.surroundings import Surroundings
from sidegloss.slugs import file_of, root_from
from sidegloss.words import term

ADDRESS = "search/"


def search_piece(
    around: Surroundings,
) -> Iterator[tuple[str, Callable[[], Iterator[views.Page]], tuple[object, ...]]]:
    """(address, what makes the page there, what it is made of besides), where there is such a page."""
    if around.is_searched:
        is_own = around.site.settings.search == "own"
        parts = len(noted_parts(around.site.articles)) if is_own else 0
        yield ADDRESS, partial(_page, around, parts), (parts,)


def _page(around: Surroundings, parts: int) -> Iterator[views.Page]:
    root, words = root_from(ADDRESS), around.words
    title, description = term(words, "search.title"), term(words, "search.intro")
    frame = around.frame(ADDRESS, title, description, words, robots="noindex, follow")
    has_claims = any(place.article.claims for place in around.site.articles)
    engine = around.site.settings.search
    claims = around.href(root, "claims/") if has_claims else ""
    sources = around.href(root, "sources/") if around.site.cited else ""
    yield views.Page(file_of(ADDRESS), views.SearchView(frame, engine, parts, claims, sources))
