"""An address that was given up -> a page that leads on, or that says what happened and where to go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sidegloss import views
from sidegloss.addresses import is_web
from sidegloss.model import Departed, Output
from sidegloss.pages.articles import Render
from sidegloss.pages.context import Context, Shared
from sidegloss.passages import HEADLINE, in_quotes, passage_address
from sidegloss.slugs import file_of, root_from
from sidegloss.words import Words, load, term


@dataclass(frozen=True, slots=True)
class Heir:
    """The article that says what became of an address."""

    title: str
    address: str
    language: str


def departed_page(
    render: Render,
    shared: Shared,
    gone: Departed,
    claims: Sequence[Departed],
    heir: Heir | None,
    target: str,
) -> Iterator[Output]:
    """The page at an address that was given up.

    *claims* are those that were below it, *target* is the title of the article that it leads to.
    """
    departure = _Departure(Context(shared), gone, heir, target)
    yield render(views.Page(file_of(gone.address), departure.view(claims)))


def target_address(gone: Departed) -> str | None:
    """The address to go to, or None."""
    if not gone.is_moved:
        return gone.see or None
    return passage_address(gone.to, gone.to_label) if gone.to_label else gone.to


class _Departure:
    """One address that was given up."""

    def __init__(self, context: Context, gone: Departed, heir: Heir | None, target: str) -> None:
        self.context, self.gone, self.heir, self.target = context, gone, heir, target
        language = heir.language if heir else context.settings.language
        self.words: Words = load(language, context.settings.words)
        self.root = root_from(gone.address)

    def view(self, claims: Sequence[Departed]) -> views.DepartedView:
        gone, heir = self.gone, self.heir
        address = target_address(gone)
        href = self._link(address) if address is not None else ""
        is_within = bool(gone.label and heir and not gone.is_moved)
        return views.DepartedView(
            frame=self._frame(address),
            is_article=not gone.label,
            href=href,
            target=self._name(address),
            is_moved=gone.is_moved,
            words=gone.words,
            reason=gone.reason,
            article_title=heir.title if heir and is_within else "",
            article_href=self._link(heir.address) if heir and is_within else "",
            claims=tuple(map(self._claim, claims)) if gone.is_moved else (),
        )

    def _link(self, address: str) -> str:
        return address if is_web(address) else self.context.href(self.root, address)

    def _name(self, address: str | None) -> str:
        if self.gone.is_moved and self.heir:
            return self.heir.title
        return self.target or address or ""

    def _frame(self, address: str | None) -> views.Frame:
        gone = self.gone
        what = "claim" if gone.label else "article"
        withdrawn = term(self.words, f"departed.{what}-withdrawn")
        said = in_quotes(self.words, gone.words, HEADLINE) if gone.words else ""
        title = (said or self._name(address)) if gone.is_moved else withdrawn
        description = "" if gone.is_moved else " – ".join(filter(None, (said, gone.reason)))
        frame = self.context.frame(
            gone.address, title, description, self.words, robots="noindex, follow"
        )
        if gone.is_moved and address is not None:
            return replace(frame, canonical=self.context.absolute(address))
        return frame

    def _claim(self, claim: Departed) -> views.MovedClaim:
        href = f"{self._link(claim.to)}#claim-{claim.to_label}"
        if not claim.is_moved:
            href = self._link(claim.address)
        return views.MovedClaim(f"claim-{claim.label}", claim.words or claim.label, href)
