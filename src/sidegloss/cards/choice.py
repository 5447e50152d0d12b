"""A site's settings and size -> for what pictures are made: none, articles or claims."""

from __future__ import annotations

from sidegloss.installed import install
from sidegloss.model import Diagnostic, Location, Settings, Severity

CLAIMS_AT_MOST = 200
"""Claims of a site that has a picture for each unless it asks for something else: some 20 seconds
once, at a tenth of a second each."""
ARTICLES_AT_MOST = 1000


def chosen(
    settings: Settings, articles: int, claims: int, *, is_available: bool
) -> tuple[str, tuple[Diagnostic, ...]]:
    """(``none``, ``articles`` or ``claims``; what is to be told of it).

    Where the site has no ``url`` there are none: who shows a picture asks for its whole address.
    """
    at = Location(settings.path)
    if settings.cards in {"articles", "claims"} and not is_available:
        message = (
            f'cards = "{settings.cards}" needs a package that is not installed,'
            " so all links share one picture"
        )
        hint = install("cards")
        return "none", (Diagnostic("cards-installed", Severity.WARNING, message, at, hint),)
    if not (is_available and settings.url):
        return "none", ()
    if settings.cards:
        return settings.cards, ()
    if claims <= CLAIMS_AT_MOST:
        return "claims", ()
    chosen_by_size = "articles" if articles <= ARTICLES_AT_MOST else "none"
    made = "articles only" if chosen_by_size == "articles" else "none of its pages"
    message = f"pictures for sharing are made for {made}: the site has {claims} claims"
    hint = 'write cards = "claims" to have one a claim, at some 0.1 s each, or cards = "none"'
    return chosen_by_size, (Diagnostic("cards-chosen", Severity.INFO, message, at, hint),)
