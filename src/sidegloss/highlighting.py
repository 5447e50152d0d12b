"""Code and the name of its language -> html in which its words have classes, by Pygments.

Seven classes, which a theme colours: ``c`` comment, ``k`` keyword, ``f`` name of a function or type, ``s``
text, ``n`` number, ``i`` added and ``d`` deleted lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

_CLASSES = {
    "Comment": "c",
    "Generic.Deleted": "d",
    "Generic.Heading": "k",
    "Generic.Inserted": "i",
    "Generic.Prompt": "c",
    "Generic.Subheading": "k",
    "Keyword": "k",
    "Literal.Number": "n",
    "Literal.String": "s",
    "Name.Attribute": "f",
    "Name.Class": "f",
    "Name.Decorator": "f",
    "Name.Function": "f",
    "Name.Tag": "k",
    "Operator.Word": "k",
}


def highlighted(code: str, language: str) -> str:
    """Html of *code*; empty where nobody knows the language, or reads the code as other than it is."""
    if not language:
        return ""
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - 50 ms, and few articles have code
    from pygments.util import ClassNotFound  # noqa: PLC0415 - as above

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return ""
    words = [(_class(str(kind)), text) for kind, text in lexer.get_tokens(code)]
    if "".join(text for _, text in words) != code:
        return ""
    return "".join(_marked(words))


def _marked(words: list[tuple[str, str]]) -> Iterator[str]:
    for name, same in groupby(words, key=lambda word: word[0]):
        text = escape("".join(text for _, text in same))
        yield f'<span class="{name}">{text}</span>' if name and text.strip() else text


def _class(kind: str) -> str:
    """By the kind itself, ``Token.Literal.String.Doc``, else by what it is one of."""
    kind = kind.removeprefix("Token.")
    while kind and kind not in _CLASSES:
        kind = kind.rpartition(".")[0]
    return _CLASSES.get(kind, "")


LONGEST, WIDEST = 4_000, 400
"""Characters of a block, and of a line, that are read: many lexers take the square of these in time."""
BUDGET = 40_000_000
"""Sum of the squares of the lengths of all blocks of one article that are read."""


def cost(code: str) -> int:
    """What reading *code* takes of the `BUDGET` of its article; more than that if it is too long to be read."""
    is_wide = any(len(line) > WIDEST for line in code.split("\n"))
    return BUDGET + 1 if is_wide or len(code) > LONGEST else len(code) ** 2
