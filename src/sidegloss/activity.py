"""The bytes of a file that a browser opens as a document -> where in it something would run, or lead to it.

A published page's policy does not reach what is opened by itself. So this looks for all that may run, and
rather finds too much: markup that only looks like it, encodings that hide it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

DOCUMENTS = {
    ".svg": "picture",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".xht": "page",
    ".xml": "page",
}
"""Endings of files that browsers open as documents -> what authors take them for."""

_ACTIVE = re.compile(
    rb"""<\s*(?:[\w.-]+:)?(?:script|handler|listener|iframe|object|embed|foreignobject)\b
    | <\s*(?:[\w.-]+:)?(?:set|animate)\b[^>]*\battributename\s*=\s*["']?\s*(?:[\w.-]+:)?(?:href|on)
    | [\s"'/]on[a-z]+\s*=
    | =\s*["']?\s*(?:[\x00-\x20]|&\#?\w+;?)*(?:j|&\#)[^"'>]{0,60}?script\s*:
    | =\s*["']?\s*data\s*:\s*(?:text/html|image/svg|application/xhtml|text/xml)
    | <!entity\b
    | <\?\s*xml-stylesheet\b
    | \x00""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may run. *line* and *column* count from 1, in bytes."""

    what: str
    line: int
    column: int


def ending_of(name: str) -> str:
    """The ending by which a host tells what a file is."""
    return PurePosixPath(name).suffix.lower()


def active(data: bytes) -> Found | None:
    """The first thing in *data* that may run; None where nothing may."""
    found = _ACTIVE.search(data)
    if found is None:
        return None
    before = data[: found.start()]
    what = found[0].decode("latin-1").strip().split(maxsplit=1)[0][:20]
    return Found(what, before.count(b"\n") + 1, found.start() - before.rfind(b"\n"))
