"""A request's target and a site's files -> what GitHub Pages would answer.

A folder's address ends in a slash and shows its ``index.html``; ``/x`` shows ``x.html`` where there
is one; what is missing shows ``404.html``. Nothing is listed, no dot-file is shown, and no target
leads out of the site: it is looked up among the names of the site's files, never on the disk.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote

_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")
_OTHERS = mimetypes.MimeTypes()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A site's files: their names (``weir/index.html``), and what each holds."""

    names: AbstractSet[str]
    read: Callable[[str], bytes | Path | None] = field(repr=False)
    """What a file holds, or where on the disk it lies; None where it has just gone."""

    def has_folder(self, name: str) -> bool:
        """Whether files stand below *name*."""
        below = f"{name}/"
        return f"{below}index.html" in self.names or any(n.startswith(below) for n in self.names)


@dataclass(frozen=True, slots=True)
class Answer:
    """What GitHub Pages would say: the name of a file, or where to go instead."""

    status: HTTPStatus
    name: str = ""
    location: str = ""


def answer(shelf: Shelf, target: str, base: str = "/") -> Answer:
    """The answer to a request for *target*, as it stands in the request (``/weir/?q=1``).

    *base* is where the site stands on its host: ``/``, or ``/repo/``. Outside of it there is nothing.
    """
    path, mark, query = target.partition("?")
    if f"{path}/" == base:
        return Answer(HTTPStatus.MOVED_PERMANENTLY, location=f"{base}{mark}{query}")
    if not path.startswith(base):
        return Answer(HTTPStatus.NOT_FOUND)
    *names, last = (unquote(part) for part in path.removeprefix(base).split("/"))
    wanted = ("index.html",) if last == "" else (last, f"{last}.html")
    if all(map(_is_plain, (*names, *wanted))):
        for name in wanted:
            whole = "/".join((*names, name))
            if whole in shelf.names:
                return Answer(HTTPStatus.OK, whole)
        if last and shelf.has_folder("/".join((*names, last))):
            return Answer(HTTPStatus.MOVED_PERMANENTLY, location=f"{path}/{mark}{query}")
    return Answer(HTTPStatus.NOT_FOUND, "404.html" if "404.html" in shelf.names else "")


def media_type(name: str) -> str:
    """The Content-Type of a file by its *name*, the same on every machine."""
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - of a name, not of a path
    told = _TYPES.get(ending) or _OTHERS.guess_type(f"x{ending}")[0] or "application/octet-stream"
    return f"{told}; charset=utf-8" if told.startswith(_TEXTS) else told


def _is_plain(name: str) -> bool:
    """Whether *name* is one that the site may show: no ``..``, no dot-file, no separator."""
    return bool(name) and name[0] != "." and not any(char in name for char in "/\\\0")
