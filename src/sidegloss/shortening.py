"""A text and a length -> as much of the text as fits, cut after a word."""

from __future__ import annotations

_DANGLING = " ,;:–—-(“„«"


def shortened(text: str, length: int) -> str:
    """*text* in *length* letters at most; where it is cut it ends in " …"."""
    if len(text) <= length:
        return text
    cut = text[: length - 2]
    head = cut.rpartition(" ")[0]
    if len(head) < length // 2:  # one long word, or a script that parts none
        head = cut
    return f"{head.rstrip(_DANGLING)} …"
