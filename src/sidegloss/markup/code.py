"""A block of code -> html, coloured as long as that is fast. It can be focused, so that keys scroll it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from sidegloss.highlighting import BUDGET, cost, highlighted


def plain_code(_: Any, tokens: Sequence[Token], index: int, __: Any, ___: Any) -> str:
    """The html of an indented block."""
    return f'<pre tabindex="0"><code>{escapeHtml(tokens[index].content)}</code></pre>\n'


def code_block(_: Any, tokens: Sequence[Token], index: int, __: Any, env: dict[str, Any]) -> str:
    """The html of a fence. ``env["budget"]`` is what is left of an article's budget for colouring."""
    token = tokens[index]
    language = token.info.strip().split(maxsplit=1)[0] if token.info.strip() else ""
    named = f' class="language-{escapeHtml(language)}"' if language else ""
    marked = ""
    if (price := cost(token.content)) <= env.setdefault("budget", BUDGET):
        env["budget"] -= price
        marked = highlighted(token.content, language)
    if marked:
        return f'<pre class="code" tabindex="0"><code{named}>{marked}</code></pre>\n'
    return f'<pre tabindex="0"><code{named}>{escapeHtml(token.content)}</code></pre>\n'
