"""All claims of a site -> pages that list them, article by article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sidegloss import views
from sidegloss.model import Output, Placed
from sidegloss.pages.articles import Render
from sidegloss.pages.context import Context, Shared
from sidegloss.pages.lists import article_claims, newest_first_pager
from sidegloss.slugs import file_of, root_from
from sidegloss.words import term

ADDRESS = "claims/"


def claims_page(
    render: Render, shared: Shared, part: Sequence[Placed], numbered: tuple[int, int], total: int
) -> Iterator[Output]:
    """A part of the claims. *numbered*: its number from the oldest, and that of the newest.

    *total* counts the claims of the site; it is shown with the newest only.
    """
    number, last = numbered
    context = Context(shared)
    address = claims_address(number, last)
    root, words = root_from(address), context.words
    pager = newest_first_pager(context, claims_address, number, last)
    frame = context.frame(address, term(words, "claims.title"), term(words, "claims.intro"), words)
    shown = tuple(article_claims(context, place, root) for place in part)
    index = "" if shared.is_for_disk else f"{root}{ADDRESS}index/"
    yield render(views.Page(file_of(address), views.ClaimsView(frame, shown, total, pager, index)))


def claims_address(number: int, last: int) -> str:
    """The newest part stands at ``claims/``, the others below ``claims/page/``."""
    return ADDRESS if number == last else f"{ADDRESS}page/{number}/"
