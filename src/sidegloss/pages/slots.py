"""A link or an image of an article, left open by `parse` -> its html on a page of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote

from sidegloss import views
from sidegloss.model import ImageSlot, LinkSlot, Piece, Placed, Target
from sidegloss.pages.context import Context
from sidegloss.slugs import root_from

_MOVING = (".mp4", ".webm", ".ogv")
_SOUNDING = (".mp3", ".ogg", ".m4a", ".wav")

_SHEETS = (('<pre class="code"', "code.css"), ("<math", "math.css"))


def sheets(html: Iterable[object]) -> tuple[str, ...]:
    """The style sheets that pieces of html ask for: what is there for few pages only."""
    texts = [piece for piece in html if isinstance(piece, str)]
    return tuple(sheet for mark, sheet in _SHEETS if any(mark in text for text in texts))


class Slots:
    """Fills what an article leaves open. *targets*: each target as written -> what it leads to."""

    def __init__(self, context: Context, targets: Mapping[str, Target]) -> None:
        self.context, self.targets = context, targets

    def text(self, place: Placed) -> list[str]:
        """The pieces of an article's text, filled. Its first image is loaded at once, the others late."""
        root = root_from(place.address)
        body = place.article.body
        first = next((piece for piece in body if isinstance(piece, ImageSlot)), None)
        return [
            piece
            if isinstance(piece, str)
            else self.filled(piece, root, is_late=piece is not first)
            for piece in body
        ]

    def filled(self, piece: Piece, root: str, *, is_late: bool = True) -> str:
        """A slot's html; *root* leads from the page to the site's root."""
        if isinstance(piece, LinkSlot):
            return escape(self._link(piece, root))
        if isinstance(piece, ImageSlot):
            return self._image(piece, root, is_late=is_late)
        return ""

    def image(self, target: str, root: str) -> views.Image:
        """The image that an article's front matter names."""
        file = self.targets[target]
        return views.Image(root + quote(file.name), file.width, file.height)

    def _link(self, slot: LinkSlot, root: str) -> str:
        fragment = f"#{slot.fragment}" if slot.fragment else ""
        if not slot.target:
            return fragment or "#"
        target = self.targets[slot.target]
        if target.address is not None:
            return self.context.href(root, target.address) + fragment
        is_root = not target.name
        return (self.context.href(root, "") if is_root else root + quote(target.name)) + fragment

    def _image(self, slot: ImageSlot, root: str, *, is_late: bool) -> str:
        file = self.targets[slot.target]
        src, alt = escape(root + quote(file.name)), escape(slot.alt)
        if file.name.lower().endswith(_MOVING):
            return f'<video src="{src}" controls preload="metadata" aria-label="{alt}"></video>'
        if file.name.lower().endswith(_SOUNDING):
            return f'<audio src="{src}" controls preload="metadata" aria-label="{alt}"></audio>'
        size = f' width="{file.width}" height="{file.height}"' if file.width and file.height else ""
        title = f' title="{escape(slot.title)}"' if slot.title else ""
        late = ' loading="lazy" decoding="async"' if is_late else ""
        return f'<img src="{src}" alt="{alt}"{title}{size}{late}>'
