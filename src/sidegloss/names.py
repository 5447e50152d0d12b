"""A name as an author or an export writes it -> Name: a person's parts, or an organisation's whole name.

The rules are those of product.md, section 4. They hold for sources, articles and sites.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

from sidegloss import corporate
from sidegloss.model import Name

PARTS = (
    "family",
    "given",
    "literal",
    "suffix",
    "particle",
    "dropping-particle",
    "non-dropping-particle",
    "comma-suffix",
    "static-ordering",
    "parse-names",
)
"""What CSL's names may hold, and ``particle`` for either kind of it."""

SUFFIXES = frozenset(
    {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "PhD", "Ph.D.", "MD", "M.D.", "Esq."}
)

ET_AL = "others"
"""The literal of a name that stands for those who are not named, as Pandoc and Zotero write it."""

PARTICLES = frozenset(
    """
    af al ap aus'm av aw bar ben bin bint d' da dal dalla de degli dei del della delle den der des di do dos
    du e el i ibn la las le les lo los mac o op pietro santa st. te ten ter 't tot ul van vande vom von
    vor y zu zum zur بن ابن أبو آل بنت
    """.split()  # noqa: SIM905 - a list to be read
)
"""What may stand before, or within, a family name."""

_CAPITAL = frozenset(
    """
    Van Von De Del Della Di Du Da Dos La Le Des Ter Ten Den Der El Al Bin Ibn Ben St. Saint Mac
    """.split()  # noqa: SIM905
)
_JOINING = frozenset({"y", "i", "e"})
"""Between the two family names of one person: Ramón y Cajal, Pi i Margall."""

_ROLE = re.compile(
    r"\s*[(\[](?:eds?|editors?|hrsg|hg|dir|éds?|comps?|compilers?|trans|translators?|authors?|coord)\.?[)\]]\Z",
    re.IGNORECASE,
)
_AND = re.compile(r"\s+(?:and|und|et|&|\+)\s+|\s*;\s*", re.IGNORECASE)
_Y = re.compile(r"\s+y\s+", re.IGNORECASE)
_ET_AL = re.compile(
    r"(?:and\s+)?(?:others|et\.?\s+al\.?|u\.\s?a\.|y otros|et autres|وآخرون)\Z", re.IGNORECASE
)
_ACRONYM = re.compile(r"[A-Z]{3,5}\Z")
_EAST_ASIAN = re.compile(
    r"[\u1100-\u11ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff·・\s]+\Z"
)


def from_text(text: str) -> Name:
    """``Ada Okafor``, ``Okafor, Ada``, ``Okafor, Jr., Ada``; an organisation, or one word, is a literal."""
    text = _ROLE.sub("", " ".join(text.split()))
    if is_et_al(text):
        return Name(literal=ET_AL)
    if is_literal(text):
        return Name(literal=text)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return _as_spoken((parts or [text])[0].split())
    particle, family = _particle(parts[0].split())
    if len(parts) == 2 and parts[1] in SUFFIXES:
        spoken = _as_spoken(parts[0].split())
        return Name(spoken.family, spoken.given, spoken.literal, spoken.particle, parts[1])
    suffix = parts[1] if len(parts) == 3 else ""
    is_east_asian = bool(_EAST_ASIAN.match(family + parts[-1]))
    return Name(family, parts[-1], "", particle, suffix, is_family_first=is_east_asian)


def from_parts(parts: Mapping[str, str]) -> Name:
    """A name of CSL: ``family`` and ``given``, or ``literal``."""
    particle = [parts.get(name, "") for name in ("dropping-particle", "non-dropping-particle")]
    family, given = parts.get("family", ""), parts.get("given", "")
    name = Name(
        family=family,
        given=given,
        literal=parts.get("literal", ""),
        particle=parts.get("particle", "") or " ".join(part for part in particle if part),
        suffix=parts.get("suffix", ""),
        is_family_first=bool(family and given and _EAST_ASIAN.match(family + given)),
    )
    only = name.literal or (not name.given and name.family) or (not name.family and name.given)
    return Name(literal=ET_AL) if only and is_et_al(only) else name


def is_et_al(text: str) -> bool:
    """Whether *text* stands for those who are not named: ``others``, ``et al.``"""
    return bool(_ET_AL.match(text.strip(" .,")) or _ET_AL.match(text.strip()))


def is_literal(text: str) -> bool:
    """Whether a plain *text* is to be shown as it is: an organisation's name, or one of a single word."""
    words = text.replace(",", " ").split()
    if len(words) < 2 or words[0].casefold() in corporate.ARTICLES:
        return True
    if (words[0].casefold() in {"le", "la"} and len(words) == 2) or re.search(r"[\d(\[@/]", text):
        return True
    if corporate.INSIDE.intersection(word.casefold() for word in words[1:]):
        return True
    return _is_corporate(text) or _has_acronym(words)


def is_organisation(name: Name) -> bool:
    """Whether *name* is an organisation's, for formats that must say so (JSON-LD).

    One word, as in ``Voltaire`` or ``曹雪芹``, may be either: it counts as an organisation's unless it is
    Chinese, Japanese or Korean and does not end as their organisations' names do.
    """
    if not name.literal or name.literal == ET_AL:
        return False
    return not _EAST_ASIAN.match(name.literal) or bool(corporate.EAST_ASIAN.search(name.literal))


def several(text: str) -> tuple[str, ...]:
    """The persons that one *text* names, joined by *and*, ``&`` or ``;``; empty where it names one.

    ``Simon & Schuster`` is one: a firm. ``Ramón y Cajal`` is one: a person.
    """
    text = " ".join(unescape(text).split())
    parts = [part.strip(" ,") for part in _AND.split(text) if part.strip(" ,")]
    if len(parts) < 2:
        parts = [part.strip() for part in _Y.split(text) if part.strip()]
        is_several = len(parts) > 1 and all(len(part.split()) > 1 for part in parts)
        is_several = is_several and not is_literal(text)
        return tuple(parts) if is_several else _listed(text)
    is_firm = "&" in text and ";" not in text and all(len(part.split()) == 1 for part in parts)
    if is_firm or (";" not in text and is_literal(" and ".join(parts))):
        return ()
    return tuple(one for part in parts for one in (_listed(part) or _pair(part) or (part,)))


def doubt(text: str, name: Name) -> tuple[str, str]:
    """(how a doubtful *text* was read, what to write if that is wrong); empty where nobody would doubt."""
    words = text.replace(",", " ").split()
    if name.literal and len(words) > 1 and name.literal != ET_AL:
        family, given = words[-1], " ".join(words[:-1])
        hint = f"if it is a person, write {{family: {family}, given: {given}}}"
        return f"{name.literal} is read as an organisation", hint
    middle = [word for word in words[1:-1] if not re.fullmatch(r"(?:[A-Z]\.)+|[A-Z]", word)]
    if name.family and "," not in text and middle and name.suffix not in middle:
        family = " ".join(filter(None, (name.particle, name.family)))
        hint = f"if it is an organisation, write {{literal: {text}}}"
        return f"{text} is read as a person: family name {family}, given name {name.given}", hint
    return "", ""


# ---------------------------------------------------------------- organisations


def _is_corporate(text: str) -> bool:
    """By a corporate word; in ``Family, Given`` a family name of one word may be one: Press, Frank."""
    parts = [part.split() for part in text.split(",") if part.strip()]
    if len(parts) == 1:
        return any(map(corporate.is_word, parts[0]))
    if parts[-1][0].casefold().strip(".") in corporate.LEGAL:
        return True
    return any(len(part) > 1 and any(map(corporate.is_word, part)) for part in parts)


def _has_acronym(words: list[str]) -> bool:
    """``BBC Verify``; not where a name is written in capitals throughout, or with a suffix of numerals."""
    capitals = [word for word in words if _ACRONYM.match(word) and word not in SUFFIXES]
    return bool(capitals) and not all(word.isupper() for word in words)


def _listed(text: str) -> tuple[str, ...]:
    """``Smith, Jones, Brown``: three or more in a row, none of which is a suffix."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    is_list = len(parts) > 2 and not SUFFIXES.intersection(parts) and not is_literal(text)
    return tuple(parts) if is_list else ()


def _pair(text: str) -> tuple[str, ...]:
    """``Ann Bo, Cy Du``, before *and* a third: two whole names, where ``Okafor, Ada`` is one."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(parts) if len(parts) == 2 and all(" " in part for part in parts) else ()


# ---------------------------------------------------------------- persons


def _as_spoken(words: list[str]) -> Name:
    suffix = words.pop() if len(words) > 2 and words[-1] in SUFFIXES else ""
    if len(words) == 1:
        return Name(literal=words[0])
    if all(map(_EAST_ASIAN.match, words)):
        return Name(words[0], "".join(words[1:]), suffix=suffix, is_family_first=True)
    begin = _family_begins(words)
    particle, family = _particle(words[begin:])
    return Name(family=family, given=" ".join(words[:begin]), particle=particle, suffix=suffix)


def _family_begins(words: list[str]) -> int:
    """Where the family's name begins in *words*, given names first."""
    last = len(words) - 1
    for n in range(1, last):
        if words[n].casefold() in _JOINING and n == last - 1 and n > 1:
            return n - 1
    for n in range(1, last):
        if words[n].islower() or words[n] in PARTICLES or words[n] in _CAPITAL:
            return n
    return last


def _particle(words: list[str]) -> tuple[str, str]:
    """(``van der``, ``Berg``): leading words in lower case are no part of the family's name."""
    count = next((i for i, word in enumerate(words) if not word.islower()), 0)
    return " ".join(words[:count]), " ".join(words[count:])
