"""Html of a page -> html that can be read anywhere else: whole links, nothing that wants our style or script."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

_DRAWING = re.compile(r"<svg\b.*?</svg>\s*", re.DOTALL)
_TAG = re.compile(r"""<([a-zA-Z][\w-]*)((?:\s+[^\s<>"'=/]+(?:="[^"]*")?)+)\s*/?>""")
_ATTRIBUTE = re.compile(r"""\s+([^\s<>"'=/]+)(?:="([^"]*)")?""")
_OURS = re.compile(
    r"(?:aria|data)-.*|class|decoding|fetchpriority|loading|preload|rel|role|style|tabindex"
)
"""Attributes that mean something in our pages only."""
_LINKS = frozenset(("href", "poster", "src"))
_UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML may hold, however it is written."""


def carried(html: str, base: str) -> str:
    """*html*, which stands in the page at *base*, for readers of something else than that page."""

    def tag(found: re.Match[str]) -> str:
        kept = (_kept(name, value, base) for name, value in _ATTRIBUTE.findall(found[2]))
        return f"<{found[1]}{''.join(kept)}>"

    return _TAG.sub(tag, _DRAWING.sub("", html))


def _kept(name: str, value: str, base: str) -> str:
    if _OURS.fullmatch(name):
        return ""
    if name in _LINKS:
        value = escape(urljoin(base, unescape(value)))
    return f' {name}="{value}"'


def fit_for_xml(text: str) -> str:
    """*text* without the signs that XML forbids."""
    return _UNFIT.sub("", text)
