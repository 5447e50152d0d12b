"""Names, keys and titles -> addresses: lower case, NFC, and never out of the output folder."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, unquote

_OTHER = re.compile(r"[^\w.~]+")
_NOT_IN_LABEL = re.compile(r"[^\w.\-]")
_EDGES = ".-~_"
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\\]|\A.:")
_NOT_ON_WINDOWS = re.compile(
    r"(?:\A|/)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³]) *(?:[./]|\Z)"
    r'|[<>:"|?*\\\x00-\x1f]|[. ](?:/|\Z)',
    re.IGNORECASE,
)
"""Devices, with any ending; signs that no name may hold; a dot or a blank at the end:
https://learn.microsoft.com/windows/win32/fileio/naming-a-file
"""
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[-_. ]+(.*))?\Z", re.DOTALL)
_LONGEST = 255
"""Bytes that a file's name may have, on every file system in use."""

RESERVED = ("sources", "claims", "assets", "search", "tags", "series", "page")
"""First segments of addresses that are the site's own (product.md, section 5)."""


def slug(text: str) -> str:
    """One segment of an address; "" where *text* holds no letter or digit."""
    if text.isascii():
        return _OTHER.sub("-", text.lower()).strip(_EDGES)
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return "".join(_with_marks(plain)).strip(_EDGES)


def _with_marks(plain: str) -> Iterator[str]:
    """A mark stays with the letter before it: in many scripts a word is another without it."""
    before = ""
    for character in plain:
        if before.isalnum() and unicodedata.category(character)[0] == "M":
            yield character
            continue
        shown = _OTHER.sub("-", character)
        if shown != "-" or before != "-":
            yield shown
        before = shown


def address_of(name: str, own_slug: str = "") -> str:
    """The address of an article by its *name* in the content folder: ``essays/weir/``.

    *own_slug* stands in for the last segment. ``index.md`` has the address of its folder, and the
    content folder's own is "".
    """
    *folders, file = name[: -len(".md")].split("/")
    own = own_slug or ("" if file == "index" else file)
    last = [own] if own else []
    segments = [slug(part) for part in (*folders, *last)]
    return "".join(f"{segment}/" for segment in segments)


def dated(name: str) -> tuple[str, str]:
    """(``2019-03-18``, ``first-post``) of ``posts/2019-03-18-first-post.md``; the first is empty without a date.

    The file ``index.md`` is named by its folder. The date may be none of the calendar.
    """
    *folders, file = name.split("/")
    stem = file[: -len(".md")]
    stem = folders[-1] if stem == "index" and folders else stem
    found = _DATED.match(stem)
    return (found[1], found[2] or stem) if found else ("", stem)


def source_address(key: str) -> str:
    """The address of a source's page."""
    return f"sources/{slug(key)}/"


def root_from(address: str) -> str:
    """From the page at *address* to the site's root: "", ``../``, ``../../`` …"""
    return "../" * address.count("/")


def href(root: str, address: str, *, is_for_disk: bool = False) -> str:
    """A link to the page at *address* from a page whose way to the root is *root*."""
    link = root + _quoted(address)
    if is_for_disk and (not link or link.endswith("/")):
        return f"{link}index.html"
    return link or "./"


_quoted = lru_cache(maxsize=16384)(quote)
"""Of addresses, which many pages link to."""


def file_of(address: str) -> str:
    """The file under output/ of the page at *address*."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def label_address(label: str) -> str:
    """What stands for a label in ids and addresses; safe in html whatever the label holds."""
    if label.isascii() and label.isalnum():
        return label.lower()
    return _NOT_IN_LABEL.sub("-", unicodedata.normalize("NFC", label).lower())


def old_address(alias: str) -> str:
    """An old address as an author writes it (``/Old/weir``) -> as it is kept: ``Old/weir/``.

    What another generator made may end in ``.html``, and keeps its capitals.
    """
    path = unicodedata.normalize("NFC", alias.strip()).strip("/")
    return f"{path}/" if path and not path.endswith((".html", ".htm")) else path


def is_short(path: str) -> bool:
    """Whether every segment of *path* can be the name of a file."""
    if len(path) <= _LONGEST and path.isascii():
        return True
    return all(len(os.fsencode(part)) <= _LONGEST for part in path.split("/"))


def is_fit(path: str) -> bool:
    """Whether a file may be published as *path*: one line, no drive, no ``\\`` of Windows."""
    return not _UNFIT.search(path)


def is_portable(path: str) -> bool:
    """Whether Windows can have a file at *path* too, so that git can lay it down there."""
    return not _NOT_ON_WINDOWS.search(path)


def target_name(name: str, target: str, named: Mapping[str, str] = MappingProxyType({})) -> str:
    """The content folder's name of what article *name* calls *target*; ``..`` is followed.

    A target that begins with ``/`` is a path from the site's root, which is the content folder; ``/``
    alone is ``.``. *named* is `Site.named`.
    """
    path = unquote(target.split("?", 1)[0])
    folder = "" if path.startswith("/") else posixpath.dirname(name)
    found = posixpath.normpath(posixpath.join(folder, path.lstrip("/") if not folder else path))
    return named.get(found, found)
