"""This program, and what it uses -> a name that changes whenever what they make may change."""

from __future__ import annotations

import sys
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from sidegloss.installed import versions

_PACKAGE = Path(__file__).parents[1]
_USED = frozenset(
    (
        *("pylatexenc", "imagesize", "jinja2", "markdown_it_py", "markupsafe", "mdit_py_plugins"),
        *("latex2mathml", "pagefind", "pagefind_bin", "pagefind_bin_extended"),
        *("pygments", "pyyaml", "rcssmin", "resvg_py", "rjsmin", "uharfbuzz"),
    )
)


"""Packages whose version is part of every key. `tests/test_house.py` compares them with pyproject.toml."""


@lru_cache(maxsize=1)
def program() -> str:
    """The same on every machine that has the same: told from the bytes of our own modules."""
    own = blake2b(digest_size=16)
    for file in sorted(_PACKAGE.rglob("*.py")):
        own.update(file.relative_to(_PACKAGE).as_posix().encode())
        own.update(blake2b(file.read_bytes()).digest())
    own.update(repr((sorted(versions(_USED).items()), sys.version_info[:3])).encode())
    return own.hexdigest()
