"""Words inside a citation -> their plain text, and html where they hold emphasis, code or a link."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt

from sidegloss.markup.tokens import folded, plain

_MARKED = re.compile(r"[*_`~]|\]\(")


def written(raw: str, text: str) -> tuple[str, str]:
    """(plain text, html) of *raw* Markdown; html is "" where the plain text says all.

    *text* is *raw* without escapes and entities.
    """
    if not _MARKED.search(raw):
        return folded(text), ""
    md = _parser()
    (inline,) = md.parseInline(raw)
    children = inline.children or []
    html = folded(md.renderer.render([inline], md.options, {}))
    return folded(plain(children)), html if "<" in html else ""


@cache
def _parser() -> MarkdownIt:
    """Emphasis, strikethrough, code, and links to other sites; no images and no raw html."""
    md = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
    md.disable(["image", "autolink", "newline"])
    md.validateLink = _is_elsewhere  # type: ignore[method-assign]
    return md


def _is_elsewhere(url: str) -> bool:
    return url.startswith(("https://", "http://"))
