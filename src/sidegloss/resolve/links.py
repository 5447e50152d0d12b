"""Links and images of articles -> the files that they lead to, and those that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from urllib.parse import unquote

from sidegloss.guesses import Guesses
from sidegloss.model import Article, Diagnostic, ImageSlot, LinkSlot, Location
from sidegloss.resolve.hints import error, near, near_file, unfit
from sidegloss.slugs import is_fit, target_name

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
"""Of the schemes that `markup` makes no plain links of."""


class Links:
    """Where the links and images of articles lead; collects the files that they refer to."""

    def __init__(
        self, written: Iterable[Article], shown: Iterable[Article], files: Collection[str]
    ) -> None:
        self.articles = {article.name: article for article in written}
        self.shown = {article.name for article in shown}
        self.files = frozenset(files)
        self.media: set[str] = set()
        self._guesses = Guesses()

    def mistakes(self, article: Article) -> Iterator[Diagnostic]:
        """Tell every link of *article* that leads nowhere."""
        for pieces in (article.body, *(note.body for note in article.notes)):
            for piece in pieces:
                if isinstance(piece, LinkSlot):
                    yield from self._link(article, piece)
                elif isinstance(piece, ImageSlot):
                    yield from self._image(article, piece)
        if article.front.image:
            at = article.front.image_at or Location(article.path)
            yield from self._image(article, ImageSlot(article.front.image, "", "", at))

    def _link(self, article: Article, slot: LinkSlot) -> Iterator[Diagnostic]:
        scheme = _SCHEME.match(slot.target)
        if scheme:
            yield error(
                "link-scheme",
                f"no page links to an address of {scheme[0]}",
                slot.at,
                "write an address that begins with https:, http:, mailto: or tel:",
            )
            return
        name = target_name(article.name, slot.target) if slot.target else article.name
        target = self.articles.get(name)
        if target is None:
            if name in self.files:
                yield from self._publish(name, slot.at)
                return
            known = chain(self.articles, self.files)
            yield error(
                "link-target",
                f"the link leads to {slot.target}, which is no file of the site",
                slot.at,
                (near_file(article.name, name, known) if self._guesses.is_due() else "")
                or "write the path from this file: other.md, ../data/table.csv",
            )
        elif name not in self.shown:
            yield error(
                "link-target",
                f"the link leads to {slot.target}, which is a draft",
                slot.at,
                "publish it, or take the link out",
            )
        elif slot.fragment and unquote(slot.fragment) not in target.anchors:
            fragment = unquote(slot.fragment)
            meant = near(fragment, target.anchors, "#") if self._guesses.is_due() else ""
            yield error(
                "link-fragment",
                f"{target.name} has no #{fragment}",
                slot.at,
                meant or "name a heading of it, or #claim-…",
            )

    def _image(self, article: Article, slot: ImageSlot) -> Iterator[Diagnostic]:
        target = slot.target
        if "//" in target or ":" in target.split("/", 1)[0]:
            yield error(
                "foreign-media",
                f"the image stands on another host: {target[:80]}",
                slot.at,
                "save it beside the article and name the file; readers then ask nobody else for it",
            )
            return
        name = target_name(article.name, target)
        if name not in self.files:
            yield error(
                "image-target",
                f"the image {target} is no file of the site",
                slot.at,
                (near_file(article.name, name, self.files) if self._guesses.is_due() else "")
                or "write the path from this file: images/gate.png",
            )
        else:
            yield from self._publish(name, slot.at)

    def _publish(self, name: str, at: Location) -> Iterator[Diagnostic]:
        if is_fit(name):
            self.media.add(name)
        else:
            yield unfit(name, at)
