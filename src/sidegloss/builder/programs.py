"""This program, and what it uses -> a name that changes whenever what they make may change."""

from __future__ import annotations

import sys
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
_USED = (
    *("bibtexparser", "imagesize", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins"),
    *("latex2mathml", "pagefind", "pagefind-bin", "pagefind-bin-extended", "pygments", "pyyaml"),
    *("resvg-py", "uharfbuzz"),
)


@lru_cache(maxsize=1)
def program() -> str:
    """The same on every machine that has the same: told from the bytes of our own modules."""
    own = blake2b(digest_size=16)
    for file in sorted(_PACKAGE.rglob("*.py")):
        own.update(file.relative_to(_PACKAGE).as_posix().encode())
        own.update(blake2b(file.read_bytes()).digest())
    for name in _USED:
        own.update(_version(name).encode())
    own.update(repr(sys.version_info[:3]).encode())
    return own.hexdigest()


def _version(name: str) -> str:
    try:
        return f"{name} {version_of(name)}"
    except PackageNotFoundError:
        return name
