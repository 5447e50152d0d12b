"""A name as an author or an export writes it -> Name."""

from __future__ import annotations

import re
from collections.abc import Mapping

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

SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})

SEVERAL = re.compile(r"\s(?:and|und|et|y|&)\s|;", re.IGNORECASE)
"""A sign that one text holds several names, or that of a body."""


def from_text(text: str) -> Name:
    """``Ada Okafor``, ``Okafor, Ada``, ``Okafor, Jr., Ada``; a single word is a literal."""
    parts = [" ".join(part.split()) for part in text.split(",")]
    parts = [part for part in parts if part]
    if len(parts) == 1:
        return _as_spoken(parts[0].split())
    particle, family = _particle(parts[0].split())
    if len(parts) == 2 and parts[1] in SUFFIXES:
        spoken = _as_spoken(parts[0].split())
        return Name(spoken.family, spoken.given, spoken.literal, spoken.particle, parts[1])
    suffix = parts[1] if len(parts) == 3 else ""
    return Name(family=family, given=parts[-1], particle=particle, suffix=suffix)


def from_parts(parts: Mapping[str, str]) -> Name:
    """A name of CSL: ``family`` and ``given``, or ``literal``."""
    particle = [parts.get(name, "") for name in ("dropping-particle", "non-dropping-particle")]
    return Name(
        family=parts.get("family", ""),
        given=parts.get("given", ""),
        literal=parts.get("literal", ""),
        particle=parts.get("particle", "") or " ".join(part for part in particle if part),
        suffix=parts.get("suffix", ""),
    )


def _as_spoken(words: list[str]) -> Name:
    suffix = words.pop() if len(words) > 2 and words[-1] in SUFFIXES else ""
    if len(words) == 1:
        return Name(literal=words[0])
    begin = next((i for i, word in enumerate(words[:-1]) if i and word.islower()), len(words) - 1)
    particle, family = _particle(words[begin:])
    return Name(family=family, given=" ".join(words[:begin]), particle=particle, suffix=suffix)


def _particle(words: list[str]) -> tuple[str, str]:
    """(``van der``, ``Berg``): leading words in lower case are no part of the family's name."""
    count = next((i for i, word in enumerate(words) if not word.islower()), 0)
    return " ".join(words[:count]), " ".join(words[count:])
