"""TeX as bibliographies hold it -> text: accents, symbols, short formulas, and the words in commands.

`pylatexenc` reads it and knows accents and symbols. It is imported when the first TeX is met.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache, lru_cache

from sidegloss.rich_text import plain as without_markup
from sidegloss.rich_text import subscript, superscript

_TEX = re.compile(r"[\\{}$~%]|--|``|''|[?!]`|&#?\w+;|</?\w")
_BRACES_ONLY = re.compile(r"[^\\$~%&<`]*\Z")
_DOLLAR = re.compile(r"(?<!\\)\$")
_SPECIAL = re.compile(r"(?<!\\)[%&#]")
_SHIFT = re.compile(
    r"(?<!\\)([_^])\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|(\\[A-Za-z]+\s*(?:\{[^{}]*\})?|[^\s\\{}]))"
)
_MATH = re.compile(r"(?<!\\)\$(\$?)(.+?)(?<!\\)\$\1|\\\((.+?)\\\)", re.DOTALL)
_BARE_ACCENT = re.compile(r"(\\[`'^\"~=.])\s+(?=\S)")
_HREF = re.compile(r"\\href\s*(\{[^{}]*\})\s*(?=\{)")
_ORDINALS = frozenset({"th", "st", "nd", "rd", "er", "e", "o", "a", "re", "eme", "ème"})
_DEPTH = 40
"""Levels of braces that are read as TeX; deeper ones are dropped. `pylatexenc` recurses."""

_LONG = 20_000
"""Characters of a text that is read as TeX."""

_PLAIN = {
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "slash": "/",
    "textslash": "/",
    "glqq": "„",
    "grqq": "“",
    "glq": "‚",
    "grq": "‘",
    "flqq": "«",
    "frqq": "»",
    "flq": "‹",
    "frq": "›",
    "guillemotleft": "«",
    "guillemotright": "»",
    "guilsinglleft": "‹",
    "guilsinglright": "›",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedbl": '"',
    "textquotesingle": "'",
    "quotedblbase": "„",
    "quotesinglbase": "‚",
    "lq": "‘",
    "rq": "’",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textbackslash": "\\",
    "textunderscore": "_",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textendash": "–",
    "textemdash": "—",
    "textdegree": "°",
    "degree": "°",
    "textmu": "µ",
    "micro": "µ",
    "textordfeminine": "ª",
    "textordmasculine": "º",
    "texttimes": "×",
    "textpm": "±",
    "texteuro": "€",
    "euro": "€",
    "textdollar": "$",
    "textpercent": "%",
    "textperiodcentered": "·",
    "textbullet": "•",
    "nobreakspace": " ",
    "newline": " ",
    "quad": " ",
    "par": " ",
    "lbrace": "{",
    "rbrace": "}",
    "backslash": "\\",
    "cprime": "ʹ",
    "cdprime": "ʺ",
    "ensuremath": "%s",
    "mbox": "%s",
    "hbox": "%s",
    "text": "%s",
    "mathrm": "%s",
    "mathit": "%s",
    "mathbf": "%s",
    "mathsf": "%s",
    "boldsymbol": "%s",
    "textnormal": "%s",
    "texorpdfstring": "%(2)s",
    "foreignlanguage": "%(2)s",
    "textcolor": "%(2)s",
    "enquote": "“%s”",
    "mkbibquote": "“%s”",
    "mkbibemph": "%s",
    "mkbibitalic": "%s",
    "mkbibbold": "%s",
    "mkbibparens": "(%s)",
    "mkbibbrackets": "[%s]",
    "url": "%s",
    "href": "%(2)s",
    "footnote": "",
    "thanks": "",
    "cite": "",
    "noopsort": "",
    "noop": "",
    "SortNoop": "",
    "singleletter": "%s",
    "texttt": "%s",
    "textsf": "%s",
    "textsl": "%s",
    "textup": "%s",
    "textmd": "%s",
    "underline": "%s",
    "uline": "%s",
    "uppercase": "%s",
    "lowercase": "%s",
    "nolinkurl": "%s",
    "path": "%s",
    "bibinfo": "%(2)s",
    "textcommabelow": "%s\N{COMBINING COMMA BELOW}",
}
"""Commands -> what readers see, where `pylatexenc` knows none or another; ``%s`` is the argument."""


@lru_cache(maxsize=4096)
def text(tex: str) -> str:
    """What *tex* shows, on one line. HTML that exports leave in it is read, too."""
    if not _TEX.search(tex):
        return " ".join(tex.split())
    if _BRACES_ONLY.match(tex) and "--" not in tex and "''" not in tex:
        return " ".join(tex.replace("{", "").replace("}", "").split())
    plain = _decoded(without_markup(tex))
    if "\\" in plain:
        plain = _without_commands(plain)
    return " ".join(plain.replace("\xa0", " ").replace("\xad", "").split())


_COMMAND = re.compile(r"\\([A-Za-z]+)[ \t]*")


def _without_commands(plain: str) -> str:
    r"""*plain* without what is left of TeX that an export has escaped twice (``\textbackslash{}alpha``).

    A backslash that is none becomes the sign that looks like one: readers are shown no TeX.
    """
    named = {found[1] for found in _COMMAND.finditer(plain)}
    if any("%s" in _PLAIN.get(name, "") for name in named):
        plain = plain.replace("{", "").replace("}", "")
    return _COMMAND.sub(_symbol, plain).replace("\\", "\N{SET MINUS}")


def _symbol(command: re.Match[str]) -> str:
    """The text of a command: empty if it changes the type, its name if it is unknown."""
    if "%s" in _PLAIN.get(command[1], ""):
        return ""
    return _decoder()(f"\\{command[1]}{{}}") or command[1]


def verbatim(tex: str) -> str:
    """An address or a number that TeX is to take as it is, without the escapes of exports."""
    written = tex
    for command, sign in _IN_ADDRESSES:
        written = command.sub(sign, written)
    found = _ADDRESS.search(written)
    written = found[1] if found else written
    return html.unescape("".join(written.replace("{", "").replace("}", "").split()))


_ADDRESS = re.compile(r"\\(?:url|href)\s*\{([^{}]*)\}")
_IN_ADDRESSES = tuple(
    (re.compile(command), sign)
    for command, sign in (
        (r"\{?\\textasciitilde(?:\{\})?\s*\}?|\$\\sim\$|\\~(?:\{\})?|\{\\~\}", "~"),
        (r"\{?\\textunderscore(?:\{\})?\s*\}?", "_"),
        (r"\{?\\textless(?:\{\})?\s*\}?|\{?\$<\$\}?", "<"),
        (r"\{?\\textgreater(?:\{\})?\s*\}?|\{?\$>\$\}?", ">"),
        (r"\{?\\textbackslash(?:\{\})?\s*\}?", r""),
        (r"\\(?:allowbreak|linebreak|discretionary)(?:\s*\{\})*\s*|\\-", ""),
        (r"\\(?=[_%&#$^{}])", ""),
    )
)


# ---------------------------------------------------------------- by pylatexenc


def _decoded(tex: str) -> str:
    if len(tex) > _LONG or _is_deep(tex):
        return re.sub(r"\\[A-Za-z]+\s*|[\\{}$]", "", tex)
    prepared = _BARE_ACCENT.sub(r"\1", _SPECIAL.sub(r"\\\g<0>", _HREF.sub(r"\\href\1", tex)))
    prepared = _DOLLAR.sub(r"\\$", _MATH.sub(_formula, prepared))
    try:
        return _decoder()(prepared)
    except (IndexError, ValueError, TypeError, AttributeError, RecursionError):
        # what pylatexenc stumbles over: commands without their arguments, at the end of a text
        return re.sub(r"\\[A-Za-z]+\s*|[\\{}$]", "", tex)


def _is_deep(tex: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", tex):
        depth += 1 if brace == "{" else -1
        if depth > _DEPTH:
            return True
    return tex.count("\\") > _LONG // 10


def _formula(found: re.Match[str]) -> str:
    r"""A formula with its indices as signs of their own: ``$H_2$`` -> ``\(H₂\)``; sums of money as they are."""
    inside = found[2] or found[3]
    is_money = inside != inside.strip() and not re.search(r"[\\^_{]", inside)
    return found[0] if is_money else f"\\({_SHIFT.sub(_index, inside)}\\)"


def _index(found: re.Match[str]) -> str:
    inside = found[2] if found[2] is not None else found[3]
    plain = _decoder()(f"${inside}$") if "\\" in inside else inside
    if plain in {"∘", "°"}:
        return "°"
    shifted = superscript(plain) if found[1] == "^" else subscript(plain)
    is_clear = shifted != plain or found[1] == "_" or plain in _ORDINALS or not plain.isalnum()
    return shifted if is_clear else f"\\textasciicircum{{}}{plain}"


@cache
def _decoder() -> Callable[[str], str]:
    from pylatexenc.latex2text import (  # noqa: PLC0415 - imported when used: 60 ms
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )
    from pylatexenc.latexwalker import LatexWalker  # noqa: PLC0415
    from pylatexenc.latexwalker import (  # noqa: PLC0415
        get_default_latex_context_db as get_default_walker_context_db,
    )
    from pylatexenc.macrospec import MacroSpec  # noqa: PLC0415

    shown = get_default_latex_context_db()
    shown.add_context_category(
        "sidegloss",
        prepend=True,
        macros=[MacroTextSpec(name, sign) for name, sign in _PLAIN.items()]
        + [
            MacroTextSpec("textsuperscript", _shifting(superscript)),
            MacroTextSpec("textsubscript", _shifting(subscript)),
        ],
    )
    read = get_default_walker_context_db()
    read.add_context_category(
        "sidegloss",
        prepend=True,
        macros=[
            MacroSpec(name, "{" * _arguments(name))
            for name in (*_PLAIN, *_WITH_ONE)
            if _arguments(name)
        ],
    )
    decode = LatexNodes2Text(latex_context=shown, math_mode="text", strict_latex_spaces=False)

    def decoded(tex: str) -> str:
        nodes, _, _ = LatexWalker(tex, latex_context=read, tolerant_parsing=True).get_latex_nodes()
        return str(decode.nodelist_to_text(nodes))

    return decoded


_WITH_ONE = ("textsuperscript", "textsubscript")
_DROPPED = ("footnote", "thanks", "cite", "noopsort", "noop", "SortNoop")


def _arguments(name: str) -> int:
    if "%(2)s" in _PLAIN.get(name, ""):
        return 2
    return 1 if "%s" in _PLAIN.get(name, "") or name in (*_WITH_ONE, *_DROPPED) else 0


def _shifting(shift: Callable[[str], str]) -> Callable[..., str]:
    def shifted(node: object, l2tobj: object) -> str:
        arguments = node.nodeargd.argnlist  # type: ignore[attr-defined]
        return shift(str(l2tobj.nodelist_to_text(arguments)))  # type: ignore[attr-defined]

    return shifted
