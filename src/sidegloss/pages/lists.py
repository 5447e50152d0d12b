"""Long lists -> pages of them; articles and claims -> entries of a list; the front page; 404."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from sidegloss import passages, views
from sidegloss.bylines import people
from sidegloss.model import Output, Placed, Sourced
from sidegloss.pages.articles import ArticleViews, Placement, Render, Sources
from sidegloss.pages.context import Context, Shared
from sidegloss.pages.key import shares_of_kinds
from sidegloss.pages.notes import counted
from sidegloss.slugs import file_of, root_from
from sidegloss.words import Words, term

LIST_LENGTH = 200
"""Entries of a list before it is paged (product.md, section 5)."""

T = TypeVar("T")


def parts_of(entries: Sequence[T]) -> list[Sequence[T]]:
    """The entries of each page of a list; one page at least."""
    starts = range(0, max(len(entries), 1), LIST_LENGTH)
    return [entries[start : start + LIST_LENGTH] for start in starts]


def list_address(address: str, number: int) -> str:
    """The address of a page of the list that begins at *address*."""
    return address if number == 1 else f"{address}page/{number}/"


def pager(context: Context, address: str, number: int, total: int) -> views.Pager:
    """Where page *number* of a list stands."""
    root = root_from(list_address(address, number))
    return views.Pager(
        number,
        total,
        context.href(root, list_address(address, number - 1)) if number > 1 else "",
        context.href(root, list_address(address, number + 1)) if number < total else "",
    )


def newest_first_pager(
    context: Context, address_of: Callable[[int, int], str], number: int, last: int
) -> views.Pager:
    """Where part *number* of a list stands whose newest part, *last*, is shown first."""
    root = root_from(address_of(number, last))
    return views.Pager(
        number,
        last,
        context.href(root, address_of(number - 1, last)) if number > 1 else "",
        context.href(root, address_of(number + 1, last)) if number < last else "",
    )


def entry(context: Context, place: Placed, root: str) -> views.Entry:
    """An article as a list shows it."""
    article, words = place.article, context.words
    signed = context.byline(article.front)
    is_signed = signed.is_reprint or article.front.author
    return views.Entry(
        title=article.title,
        href=context.href(root, place.address),
        date=article.front.date,
        author=people(words, signed.authors) if is_signed else "",
        publication=signed.publication,
        annotator=people(words, signed.annotators) if signed.is_reprint else "",
        summary=article.front.summary or article.lede,
        claims=len(passages.passages(place)),
        shares=shares_of_kinds(place),
        is_draft=article.front.draft,
    )


def claim_entry(words: Words, sourced: Sourced, text: str, href: str) -> views.ClaimEntry:
    """A claim as a list shows it: *text* with what its note comes to."""
    return views.ClaimEntry(
        text=text,
        href=href,
        kind=sourced.note.kind,
        finding=passages.finding(sourced.standing),
        judgement=passages.verdict_told(words, sourced),
        standing=counted(sourced.standing),
    )


def article_claims(
    context: Context, place: Placed, root: str, count: int | None = None
) -> views.ArticleClaims:
    """The first *count* claims of an article, or all of them."""
    href = context.href(root, place.address)
    entries = tuple(
        claim_entry(
            context.words, passage.sourced, passage.claim.text, f"{href}#claim-{passage.label}"
        )
        for passage in passages.passages(place)[:count]
    )
    return views.ArticleClaims(place.article.title, href, entries)


# ---------------------------------------------------------------- pages


def front_page(
    render: Render,
    shared: Shared,
    sources: Sources,
    part: Sequence[Placed],
    front: Placed | None,
    placements: tuple[Placement, Placement],
    numbered: tuple[int, int],
) -> Iterator[Output]:
    """The front page: the text of *front*, if there is one, and the articles below it.

    *placements* are those of *front* and of the first article of *part*; *numbered* is the number of
    this page and how many there are.
    """
    context, settings = Context(shared, sources), shared.settings
    address = list_address("", numbered[0])
    root = root_from(address)
    article = ArticleViews(context, front, placements[0]).view() if front else None
    frame = article.frame if article else None
    frame = frame or context.frame(address, settings.title, settings.description, context.words)
    has_feed = any(not place.article.front.draft for place in part)
    frame = replace(frame, feed=context.feed(root) if has_feed else "")
    entries = tuple(entry(context, place, root) for place in part)
    if numbered[0] == 1 and entries:
        entries = (_lead(context, part[0], placements[1], entries[0], root), *entries[1:])
    view = views.FrontView(frame, article, entries, pager(context, "", *numbered))
    yield render(views.Page(file_of(address), view))


def _lead(
    context: Context, place: Placed, placement: Placement, shown: views.Entry, root: str
) -> views.Entry:
    """The first entry of the front page, with the image that its front matter names."""
    target = place.article.front.image
    slots = ArticleViews(context, place, placement).slots
    return replace(shown, is_lead=True, image=slots.image(target, root) if target else None)


def not_found_page(
    render: Render, shared: Shared, sources: Sources, newest: Sequence[Placed]
) -> Iterator[Output]:
    """404.html stands at any address, so its links begin at the root of the site's ``url``."""
    context, url = Context(shared, sources), shared.settings.url
    root = urlsplit(url).path.rstrip("/") + "/" if url else "/"
    title = term(context.words, "not-found.title")
    text = term(context.words, "not-found.text")
    frame = context.frame("404.html", title, text, context.words, root=root)
    entries = tuple(entry(context, place, root) for place in newest)
    view = views.NotFoundView(replace(frame, canonical="", home=root), entries)
    yield render(views.Page("404.html", view))
