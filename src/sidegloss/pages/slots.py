"""A link or an image of an article, left open by `parse` -> its html on a page of the site."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from sidegloss import views
from sidegloss.model import Article, ImageSlot, LinkSlot, Media, Piece, Placed
from sidegloss.pages.surroundings import Surroundings
from sidegloss.slugs import root_from, target_name

_MOVING = (".mp4", ".webm", ".ogv")
_SOUNDING = (".mp3", ".ogg", ".m4a", ".wav")


_SHEETS = (('<pre class="code"', "code.css"), ("<math", "math.css"))


def sheets(html: Iterable[object]) -> tuple[str, ...]:
    """The style sheets that pieces of html ask for: what is there for few pages only."""
    texts = [piece for piece in html if isinstance(piece, str)]
    return tuple(sheet for mark, sheet in _SHEETS if any(mark in text for text in texts))


class Slots:
    """Fills what articles leave open; *media* gives the sizes of the images they show."""

    def __init__(self, around: Surroundings, media: Iterable[Media]) -> None:
        self.around = around
        self.media = {file.name: file for file in media}

    def text(self, place: Placed) -> list[str]:
        """The pieces of an article's text, filled. Its first image is loaded at once, the others late."""
        root = root_from(place.address)
        first = next((p for p in place.article.body if isinstance(p, ImageSlot)), None)
        return [
            piece
            if isinstance(piece, str)
            else self.filled(piece, place.article, root, is_late=piece is not first)
            for piece in place.article.body
        ]

    def filled(self, piece: Piece, article: Article, root: str, *, is_late: bool = True) -> str:
        """A slot's html; *root* leads from the page to the site's root."""
        if isinstance(piece, LinkSlot):
            return escape(self._link(piece, article, root))
        if isinstance(piece, ImageSlot):
            return self._image(piece, article, root, is_late=is_late)
        return ""

    def image_of(self, article: Article, root: str) -> views.Image | None:
        """The image that an article's front matter names."""
        if not article.front.image:
            return None
        name = target_name(article.name, article.front.image, self.around.named)
        file = self.media.get(name, Media(name))
        return views.Image(root + quote(name), file.width, file.height)

    def _link(self, slot: LinkSlot, article: Article, root: str) -> str:
        fragment = f"#{slot.fragment}" if slot.fragment else ""
        if not slot.target:
            return fragment or "#"
        name = target_name(article.name, slot.target, self.around.named)
        place = self.around.placed.get(name)
        if place:
            return self.around.href(root, place.address) + fragment
        return (root + quote(name) if name else self.around.href(root, "")) + fragment

    def _image(self, slot: ImageSlot, article: Article, root: str, *, is_late: bool) -> str:
        name = target_name(article.name, slot.target, self.around.named)
        src, alt = escape(root + quote(name)), escape(slot.alt)
        if name.lower().endswith(_MOVING):
            return f'<video src="{src}" controls preload="metadata" aria-label="{alt}"></video>'
        if name.lower().endswith(_SOUNDING):
            return f'<audio src="{src}" controls preload="metadata" aria-label="{alt}"></audio>'
        file = self.media.get(name, Media(name))
        size = f' width="{file.width}" height="{file.height}"' if file.width and file.height else ""
        title = f' title="{escape(slot.title)}"' if slot.title else ""
        late = ' loading="lazy" decoding="async"' if is_late else ""
        return f'<img src="{src}" alt="{alt}"{title}{size}{late}>'
