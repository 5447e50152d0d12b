"""``$a^2$`` and ``$$a^2$$`` -> tokens that hold their MathML, or what is wrong with them."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_block_dollar

from sidegloss.formulas import mathml, plain_formula

_FORMULA = re.compile(r"(?<!\w)\$(?![\s$])((?:\\.|[^\\$`])*+)(?<!\s)\$(?!\d)", re.DOTALL)
"""As Pandoc reads it: no blank inside either sign, no digit after the second; and no code. So prices stay prices."""


def add_formulas(md: MarkdownIt) -> None:
    """Teach *md* to read formulas; how they are rendered is one of the page's rules."""
    md.inline.ruler.before("escape", "math_inline", _inline)
    rule = math_block_dollar(allow_labels=False, allow_blank_lines=False)
    md.block.ruler.before(
        "fence", "math_block", rule, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    md.core.ruler.after("inline", "formulas", _read)


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    found = _FORMULA.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup, token.meta = found[1], "$", {"span": found.span()}
    state.pos = found.end()
    return True


def _read(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "math_block":
            _convert(token, is_block=True)
        elif token.type == "inline" and "$" in token.content:
            for child in token.children or ():
                if child.type == "math_inline":
                    _convert(child, is_block=False)


def _convert(token: Token, *, is_block: bool) -> None:
    try:
        token.meta["html"] = mathml(token.content.strip(), is_block=is_block)
        token.meta["text"] = plain_formula(token.content.strip())
    except ValueError as wrong:
        token.meta["wrong"] = str(wrong)
