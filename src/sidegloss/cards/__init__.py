"""CardView -> the PNG of its picture for sharing, 1200 by 630 pixels.

Needs the extra ``cards``. In letters that the shipped font has (Latin, Greek, Cyrillic), equal views give
equal bytes on every machine. Other letters are set in fonts of the machine, so a memory of pictures must
have `fonts` in its key.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sidegloss.cards.choice import chosen

if TYPE_CHECKING:
    from sidegloss.cards.pictures import blank_picture, fonts, lacking, picture

__all__ = ["blank_picture", "chosen", "fonts", "is_available", "lacking", "picture"]


def __getattr__(name: str) -> Any:
    """What draws is brought by whoever asks for it first: most builds make no picture."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module("sidegloss.cards.pictures"), name)


def is_available() -> bool:
    """Whether the extra ``cards`` is installed."""
    return bool(find_spec("resvg_py") and find_spec("uharfbuzz"))
