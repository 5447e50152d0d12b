"""A list of names in BibTeX -> the parts of each, in CSL's words.

The rules are those of BibTeX ("Tame the BeaST", Nicolas Markey, section 11) and biblatex's extended
format (its manual, section 3.4). TeX is decoded first: ``\\L{}uk`` begins with a capital.
"""

from __future__ import annotations

import re

from sidegloss import names
from sidegloss.bibtex import tex
from sidegloss.bibtex.entries import split

_AND = re.compile(r"\s+and(?=\s)", re.IGNORECASE)
_COMMA = re.compile(r",")
_EQUALS = re.compile(r"\s*(?P<part>[a-z]+(?:-i)?)\s*=\s*(?P<text>.*)\Z", re.DOTALL)
_EXTENDED = re.compile(r"\s*(?:family|given|prefix|suffix|useprefix|nocompound)(?:-i)?\s*=")
_TOKEN = re.compile(
    r"(?:\\[A-Za-z]+(?:[ \t\n]+(?=[a-zA-Z]))?|\\.|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^\s~])+"
)
_WHOLE = re.compile(r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}\Z", re.DOTALL)
_PARTS = {"family": "family", "given": "given", "prefix": "particle", "suffix": "suffix"}

Parts = dict[str, str]


def people(text: str) -> list[Parts]:
    """The names of *text* in its order. ``others`` is the last one where more are not named."""
    written = split(f" {' '.join(text.split())} ", _AND)
    found = [_person(each.strip()) for each in written if each.strip(" ,")]
    return [parts for parts in found if parts]


def _person(text: str) -> Parts:
    if names.is_et_al(text.strip("{}")):
        return {"literal": names.ET_AL}
    if whole := _WHOLE.match(text):
        return {"literal": tex.text(whole[1])}
    if _EXTENDED.match(text):
        return _of_extended(text)
    parts = [part.strip() for part in split(text, _COMMA)]
    parts = [part for part in parts if part]
    if len(parts) <= 1:
        return _of_one(parts[0] if parts else "")
    return _of_several(parts)


def _of_extended(text: str) -> Parts:
    """``family=Beethoven, given=Ludwig, prefix=van``, any part in braces or quotation marks."""
    parts: Parts = {}
    for each in split(text, _COMMA):
        if found := _EQUALS.match(each):
            name = _PARTS.get(found["part"], "")
            if name:
                parts[name] = tex.text(found["text"].strip().strip('"'))
    if "given" not in parts and "particle" not in parts:
        return {"literal": parts["family"]} if parts.get("family") else {}
    return {name: part for name, part in parts.items() if part}


def _of_one(text: str) -> Parts:
    """``First von Last``. An organisation that is not in braces is recognised by its words."""
    tokens = _tokens(text)
    spoken = tex.text(text)
    if len(tokens) == 1 or ("{" not in text and names.is_literal(spoken)):
        return {"literal": spoken} if spoken else {}
    lower = [n for n, token in enumerate(tokens[:-1]) if _is_lower(token)]
    begin = lower[0] if lower else len(tokens) - 1
    end = lower[-1] + 1 if lower else len(tokens) - 1
    return _parts(tokens[:begin], tokens[begin:end], tokens[end:])


def _of_several(parts: list[str]) -> Parts:
    """``von Last, First`` and ``von Last, Jr, First``."""
    tokens = _tokens(parts[0])
    lower = [n for n, token in enumerate(tokens[:-1]) if _is_lower(token)]
    end = lower[-1] + 1 if lower and lower[0] == 0 else 0
    suffix = tex.text(parts[1]) if len(parts) > 2 else ""
    given = parts[1] if len(parts) == 2 else ", ".join(parts[2:])
    return _parts(_tokens(given), tokens[:end], tokens[end:], suffix)


def _parts(given: list[str], particle: list[str], family: list[str], suffix: str = "") -> Parts:
    named = {"given": given, "particle": particle, "family": family}
    parts = {name: _joined(tokens) for name, tokens in named.items()} | {"suffix": suffix}
    return {name: part for name, part in parts.items() if part}


def _joined(tokens: list[str]) -> str:
    return tex.text(" ".join(tokens))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _is_lower(token: str) -> bool:
    """By its first letter; what braces enclose counts as a capital, except one accented letter."""
    if token.startswith("{") and not token.startswith("{\\"):
        return False
    first = next((sign for sign in tex.text(token) if sign.isalpha()), "")
    return first.islower()
