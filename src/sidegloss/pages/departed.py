"""Addresses that were given up -> pages that lead on, or that say what happened and where to go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sidegloss import views
from sidegloss.addresses import is_web
from sidegloss.model import Departed, Placed, Site
from sidegloss.pages.surroundings import Surroundings
from sidegloss.passages import HEADLINE, in_quotes, passage_address
from sidegloss.slugs import file_of, root_from
from sidegloss.words import Words, load, term


def departed_pages(around: Surroundings) -> Iterator[views.Page]:
    """One page an address, but for claims where the site's claims have no pages."""
    site = around.site
    has_pages = site.settings.passage_pages
    claims: dict[str, list[Departed]] = {}
    for gone in site.departed:
        if gone.label:
            above = gone.address.removesuffix(f"{gone.label}/")
            claims.setdefault(above, []).append(gone)
    for gone in site.departed:
        if has_pages or not gone.label:
            view = _Departure(around, gone).view(claims.get(gone.address, ()))
            yield views.Page(file_of(gone.address), view)


def departed_paths(site: Site) -> tuple[str, ...]:
    """The files of these pages."""
    has_pages = site.settings.passage_pages
    return tuple(file_of(each.address) for each in site.departed if has_pages or not each.label)


class _Departure:
    """One address that was given up, and the article that says so, if any."""

    def __init__(self, around: Surroundings, gone: Departed) -> None:
        self.around, self.gone = around, gone
        self.place: Placed | None = around.placed.get(gone.article)
        language = self.place.article.language if self.place else around.site.settings.language
        self.words: Words = load(language, around.site.settings.words)
        self.root = root_from(gone.address)

    def view(self, claims: Sequence[Departed]) -> views.DepartedView:
        gone, place = self.gone, self.place
        address = self._target()
        href = self._link(address) if address is not None else ""
        is_within = bool(gone.label and place and not gone.is_moved)
        return views.DepartedView(
            frame=self._frame(address),
            is_article=not gone.label,
            href=href,
            target=self._name(address),
            is_moved=gone.is_moved,
            words=gone.words,
            reason=gone.reason,
            article_title=place.article.title if place and is_within else "",
            article_href=self._link(place.address) if place and is_within else "",
            claims=tuple(map(self._claim, claims)) if gone.is_moved else (),
        )

    def _target(self) -> str | None:
        """The address to go to, or None."""
        gone = self.gone
        if not gone.is_moved:
            return gone.see or None
        return passage_address(gone.to, gone.to_label) if gone.to_label else gone.to

    def _link(self, address: str) -> str:
        return address if is_web(address) else self.around.href(self.root, address)

    def _name(self, address: str | None) -> str:
        if self.gone.is_moved and self.place:
            return self.place.article.title
        titles = (p.article.title for p in self.around.site.articles if p.address == address)
        return next(titles, address or "")

    def _frame(self, address: str | None) -> views.Frame:
        gone = self.gone
        what = "claim" if gone.label else "article"
        withdrawn = term(self.words, f"departed.{what}-withdrawn")
        said = in_quotes(self.words, gone.words, HEADLINE) if gone.words else ""
        title = (said or self._name(address)) if gone.is_moved else withdrawn
        description = "" if gone.is_moved else " – ".join(filter(None, (said, gone.reason)))
        frame = self.around.frame(
            gone.address, title, description, self.words, robots="noindex, follow"
        )
        if gone.is_moved and address is not None:
            return replace(frame, canonical=self.around.absolute(address))
        return frame

    def _claim(self, claim: Departed) -> views.MovedClaim:
        href = f"{self._link(claim.to)}#claim-{claim.to_label}"
        if not claim.is_moved:
            href = self._link(claim.address)
        return views.MovedClaim(f"claim-{claim.label}", claim.words or claim.label, href)
