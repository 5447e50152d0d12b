"""Links and images of articles -> the files that they lead to, and those that lead nowhere."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from urllib.parse import unquote

from sidegloss.drafts import is_draft_name
from sidegloss.guesses import Guesses
from sidegloss.model import Article, Diagnostic, ImageSlot, LinkSlot, Location
from sidegloss.resolve.hints import error, near, near_file, path_from, unfit
from sidegloss.slugs import address_of, is_fit, target_name

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:")
"""Of the schemes that `markup` makes no plain links of. One letter is a drive of Windows."""

_LOCAL = re.compile(r"file:|[a-zA-Z]:|\\|~[/\\]|%[a-zA-Z]+%", re.IGNORECASE)
"""How a path on the author's own computer begins; Markdown takes one of two backslashes away."""

_HOMES = ("/Users/", "/home/", "/Volumes/", "/mnt/", "/media/", "/private/", "/var/")
"""Where files usually are on macOS and Linux."""


class Links:
    """Where the links and images of articles lead; collects the files that they refer to."""

    def __init__(self, written: Iterable[Article], files: Collection[str]) -> None:
        self.articles = {article.name: article for article in written}
        self.files = frozenset(files)
        self.media: set[str] = set()
        self.named: dict[str, str] = {}
        """What `Site.named` is to hold."""
        self._others = self._other_names()
        self._guesses = Guesses()

    def _other_names(self) -> dict[str, str]:
        """What else an article or a file may be called: by its address, by composed letters."""
        found = {".": "index.md" if "index.md" in self.articles else ""}
        for name in chain(self.articles, self.files):
            if not name.isascii():
                found.setdefault(unicodedata.normalize("NFC", name), name)
        articles = sorted(self.articles.values(), key=lambda each: each.front.draft)
        for article in articles:
            address = address_of(article.name, article.front.slug).rstrip("/")
            found.setdefault(address, article.name)
        for article in articles:
            for alias in article.front.aliases:
                found.setdefault(alias.rstrip("/"), article.name)
        return found

    def mistakes(self, article: Article) -> Iterator[Diagnostic]:
        """Report every link of *article* that leads nowhere."""
        for pieces in (article.body, *(note.body for note in article.notes)):
            for piece in pieces:
                if isinstance(piece, LinkSlot):
                    yield from self._link(article, piece)
                elif isinstance(piece, ImageSlot):
                    yield from self._image(article, piece)
        if article.front.image:
            at = article.front.image_at or Location(article.path)
            yield from self._image(article, ImageSlot(article.front.image, "", "", at))

    def _name(self, article: Article, target: str) -> str:
        """The name of the file that *target* leads to, as the site knows it, if it does."""
        written = target_name(article.name, target)
        if written in self.articles or written in self.files:
            return written
        composed = unicodedata.normalize("NFC", written)
        name = composed
        if composed not in self.articles and composed not in self.files:
            other = self._others.get(composed, written)
            is_address = unquote(target).startswith("/")
            name = other if is_address or not other.isascii() else written
        if name != written:
            self.named[written] = name
        return name

    def _link(self, article: Article, slot: LinkSlot) -> Iterator[Diagnostic]:
        shown = unquote(slot.target)
        name = self._name(article, slot.target) if slot.target else article.name
        target = self.articles.get(name)
        if target is None:
            yield from self._elsewhere(article, slot, shown, name)
        elif target.front.draft and not article.front.draft:
            yield error(
                "link-target",
                f"the link leads to {shown or name}, which is a draft",
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

    def _elsewhere(
        self, article: Article, slot: LinkSlot, shown: str, name: str
    ) -> Iterator[Diagnostic]:
        """A link that leads to no article."""
        scheme = _SCHEME.match(slot.target)
        if name in self.files:
            yield from self._publish(article, name, slot.at)
        elif name and scheme and not _LOCAL.match(shown):
            yield error(
                "link-scheme",
                f"no page links to an address of {scheme[0]}",
                slot.at,
                "write an address that begins with https:, http:, mailto: or tel:",
            )
        elif name:
            known = [*self.articles, *self.files]
            yield self._computer("link-target", article, shown, slot.at, known) or error(
                "link-target",
                f"the link leads to {shown}, which is no file of the site",
                slot.at,
                self._claim(article, name)
                or self._near(article, name, known)
                or "write the path from this file: other.md, ../data/table.csv",
            )

    def _image(self, article: Article, slot: ImageSlot) -> Iterator[Diagnostic]:
        shown = unquote(slot.target)
        name = self._name(article, slot.target)
        local = self._computer("image-target", article, shown, slot.at, self.files)
        if name in self.files:
            yield from self._publish(article, name, slot.at)
        elif local:
            yield local
        elif shown[:5].casefold() == "data:":
            message = "the image is written into its address, and is no file of the site"
            hint = "save it as a file beside the article, and name the file"
            yield error("image-target", message, slot.at, hint)
        elif shown.startswith("//") or ":" in shown.split("/", 1)[0]:
            yield error(
                "foreign-media",
                f"the image stands on another host: {slot.target[:80]}",
                slot.at,
                "save it beside the article and name the file; readers then ask nobody else for it",
            )
        else:
            yield error(
                "image-target",
                f"the image {shown} is no file of the site",
                slot.at,
                self._near(article, name, self.files)
                or "write the path from this file: images/gate.png",
            )

    def _near(self, article: Article, name: str, known: Iterable[str]) -> str:
        return near_file(article.name, name, known) if self._guesses.is_due() else ""

    def _claim(self, article: Article, name: str) -> str:
        """Of the address of a claim's page: the link that leads to the claim."""
        other, _, label = name.rpartition("/")
        found = self.articles.get(self._others.get(other, ""))
        if found is None or f"claim-{label}" not in found.anchors:
            return ""
        return f"write {path_from(article.name, found.name)}#claim-{label}"

    def _computer(
        self, code: str, article: Article, shown: str, at: Location, known: Iterable[str]
    ) -> Diagnostic | None:
        """Of a path that only the author's own computer knows, or that only Windows can read."""
        if "\\" not in shown and not _LOCAL.match(shown) and not shown.startswith(_HOMES):
            return None
        plain = shown.replace("\\", "/")
        own = target_name(article.name, plain)
        if not _LOCAL.match(shown) and not shown.startswith(_HOMES):
            message = f"the path {shown} is written with backslashes"
            hint = f"write {plain if own in known else plain.lstrip('/')}"
            return error(code, message, at, hint)
        file = posixpath.basename(plain)
        same = sorted(each for each in known if posixpath.basename(each) == file)
        hint = f"copy the file into content/ and link to it: {file or 'other.md'}"
        if file and same:
            hint = f"link to the file in the site: {path_from(article.name, same[0])}"
        return error(code, f"{shown[:80]} is a path on your computer", at, hint)

    def _publish(self, article: Article, name: str, at: Location) -> Iterator[Diagnostic]:
        if is_draft_name(name) and not article.front.draft:
            message = f"{name} is not published: its name, or that of its folder, begins with _"
            hint = "move it to a folder whose name does not begin with _, or take the link out"
            yield error("link-target", message, at, hint)
        elif is_fit(name):
            self.media.add(name)
        else:
            yield unfit(name, at)
