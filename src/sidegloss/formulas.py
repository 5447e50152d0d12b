"""A formula in TeX -> MathML, with no other elements and attributes than MathML's."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape, unescape
from typing import Any

_ELEMENTS = frozenset(
    """
    math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace
    msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
    """.split()  # noqa: SIM905 - a list to be read
)
_ATTRIBUTES = frozenset(
    """
    accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form
    height largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowalign
    rowlines rowspacing rspace scriptlevel separator stretchy symmetric voffset width
    """.split()  # noqa: SIM905 - as above
)
_PARTS = {
    **dict.fromkeys(("mfrac", "mroot", "msub", "msup", "munder", "mover"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
"""How many parts an element has, where it must have so many."""


def mathml(tex: str, *, is_block: bool) -> str:
    """The formula as html. Raises ValueError, which says what is wrong, where it cannot be read."""
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415 - few articles have formulas

    try:
        made = convert_to_element(tex, display="block" if is_block else "inline")
    except (Exception, RecursionError) as mistake:  # noqa: BLE001 - it raises what it meets, and says little
        raise ValueError(_SAID.get(type(mistake).__name__, "it is not whole")) from None
    return "".join(_html(made))


_SAID = {
    "DenominatorNotFoundError": "a fraction has no denominator",
    "DoubleSubscriptsError": "there are two subscripts in a row",
    "DoubleSuperscriptsError": "there are two superscripts in a row",
    "ExtraLeftOrMissingRightError": "a \\left has no \\right",
    "MissingEndError": "a \\begin has no \\end",
    "MissingSuperScriptOrSubscriptError": "nothing stands after _ or ^",
    "NoAvailableTokensError": "something is missing at its end",
    "NumeratorNotFoundError": "a fraction has no numerator",
}


def _html(element: Any) -> Iterator[str]:
    name, text = str(element.tag), unescape(element.text or "")
    parts = list(element)
    if name not in _ELEMENTS:
        raise ValueError(f"it asks for {name}, which no page shows")
    if text.startswith("\\") and name != "mtext":
        raise ValueError(f"{text[:40]} is no command that is known")
    if text in {"{", "}"} and name == "mi":
        raise ValueError(f"a {text} stands alone")
    if len(parts) != _PARTS.get(name, len(parts)):
        raise ValueError("a part of it is missing")
    wrong = element.attrib.keys() - _ATTRIBUTES - {"xmlns"}
    if wrong:
        raise ValueError(f"it sets {min(wrong)}, which no page shows")
    given = "".join(
        f' {key}="{escape(unescape(value))}"'
        for key, value in element.attrib.items()
        if key != "xmlns"
    )
    yield f"<{name}{given}>{escape(text, quote=False)}"
    for part in parts:
        yield from _html(part)
    yield f"</{name}>"
