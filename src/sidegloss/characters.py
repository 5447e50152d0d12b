"""Text of an author -> the same without the characters that no page, feed or JSON file may contain."""

from __future__ import annotations

import re

_PLANES = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
FORBIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
"""Control characters but tab and line feed, surrogates, and noncharacters (Unicode 17, section 23.7)."""
_SPACES = frozenset("\x0b\x0c\r\x85")
"""Those that word processors use as line breaks."""


def clean(text: str) -> str:
    """*text* with one character in place of each forbidden one, so that columns stay right."""
    return FORBIDDEN.sub(_replacement, text) if FORBIDDEN.search(text) else text


def _replacement(found: re.Match[str]) -> str:
    return " " if found[0] in _SPACES else "\ufffd"
