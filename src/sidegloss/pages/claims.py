"""All claims of a site -> pages that list them, article by article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sidegloss import passages, views
from sidegloss.listing import parts_of_claims
from sidegloss.model import Placed
from sidegloss.pages.lists import Listed, article_claims
from sidegloss.pages.surroundings import Surroundings
from sidegloss.slugs import file_of, root_from
from sidegloss.words import term

ADDRESS = "claims/"


def claim_pieces(around: Surroundings) -> Iterator[Listed]:
    """(address, what makes the page there, the articles and what else it is made of), a part each.

    The newest stands at ``claims/``, the others below ``claims/page/``.
    """
    parts = parts_of_claims(around.site.articles)
    total = sum(len(passages.passages(place)) for part in parts for place in part)
    for number, part in enumerate(parts, 1):
        address = ADDRESS if number == len(parts) else _address(number)
        make = partial(_page, around, part, (number, len(parts)), total)
        is_newest = number == len(parts)
        yield address, make, tuple(part), (number, len(parts), total if is_newest else 0)


def _page(
    around: Surroundings, part: Sequence[Placed], numbered: tuple[int, int], total: int
) -> Iterator[views.Page]:
    number, last = numbered
    is_newest = number == last
    address = ADDRESS if is_newest else _address(number)
    root, words = root_from(address), around.words
    pager = views.Pager(
        number,
        last,
        around.href(root, _address(number - 1)) if number > 1 else "",
        "" if is_newest else around.href(root, _next(number, last)),
    )
    frame = around.frame(address, term(words, "claims.title"), term(words, "claims.intro"), words)
    shown = tuple(article_claims(around, place, root) for place in part)
    index = "" if around.is_for_disk else f"{root}{ADDRESS}index/"
    view = views.ClaimsView(frame, shown, total if is_newest else 0, pager, index)
    yield views.Page(file_of(address), view)


def _address(number: int) -> str:
    return f"{ADDRESS}page/{number}/"


def _next(number: int, total: int) -> str:
    return ADDRESS if number + 1 == total else _address(number + 1)
