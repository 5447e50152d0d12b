"""A formula in TeX -> MathML, with no other elements and attributes than MathML's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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


# ---------------------------------------------------------------- as plain text

_SUPERSCRIPTS = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SPACED = frozenset("=+−-±×·÷<>≤≥≈≠∼→←⇒∈⊂∝≡")


def plain_formula(tex: str) -> str:
    """A formula as a line of plain text, for titles and lists; *tex* itself where it cannot be read."""
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415 - only here

    try:
        return " ".join(_line(convert_to_element(tex)).split())
    except (Exception, RecursionError):  # noqa: BLE001 - it raises what it meets
        return tex


def _line(element: Any) -> str:
    name, parts = str(element.tag), [_line(part) for part in element]
    text = unescape(element.text or "")
    if name == "mspace":
        return " "
    if name == "mo":
        return f" {text} " if text in _SPACED else text
    if name in _SHAPES:
        return _SHAPES[name](parts)
    return (", " if name == "mtr" else "").join([*([text] if text else []), *parts])


def _over(parts: list[str]) -> str:
    """A sign over a letter, or a limit over an operator; an accent is left out."""
    return parts[0] + (_raised(parts[1]) if parts[1].strip().isalnum() else "")


_SHAPES: Mapping[str, Callable[[list[str]], str]] = {
    "mfrac": lambda parts: "/".join(map(_grouped, parts)),
    "msqrt": lambda parts: f"√{_grouped(''.join(parts))}",
    "mroot": lambda parts: f"{_raised(parts[1])}√{_grouped(parts[0])}",
    "msup": lambda parts: parts[0] + _raised(parts[1]),
    "mover": _over,
    "msub": lambda parts: parts[0] + _lowered(parts[1]),
    "munder": lambda parts: parts[0] + _lowered(parts[1]),
    "msubsup": lambda parts: parts[0] + _lowered(parts[1]) + _raised(parts[2]),
    "munderover": lambda parts: parts[0] + _lowered(parts[1]) + _raised(parts[2]),
    "mtable": "; ".join,
}


def _grouped(text: str) -> str:
    """A part of a fraction or a root: in brackets where it is more than one sign or number."""
    stripped = text.strip()
    return stripped if stripped.isalnum() else f"({stripped})"


def _raised(text: str) -> str:
    return _moved(text, _SUPERSCRIPTS, "^")


def _lowered(text: str) -> str:
    return _moved(text, _SUBSCRIPTS, "_")


def _moved(text: str, signs: dict[int, int], mark: str) -> str:
    stripped = "".join(text.split())
    if stripped and all(ord(sign) in signs for sign in stripped):
        return stripped.translate(signs)
    return f"{mark}{_grouped(stripped)}" if stripped else ""
