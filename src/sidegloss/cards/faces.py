"""A text -> the faces it is set in, and how wide it gets.

The shipped face comes first. What it lacks is looked for among the fonts in some folders: for a text in
Latin, Greek or Cyrillic letters none is opened, so that its picture is the same on every machine.
Widths are those of shaped text: kerned, joined, with its ligatures.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from sidegloss.cards.directions import levels
from sidegloss.cards.lines import clusters

_FONTS = Path(__file__).parent / "fonts"
_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_SERIFS = (
    "serif",
    "naskh",
    "mincho",
    "ming",
    "song",
    "batang",
    "myeongjo",
    "amiri",
    "scheherazade",
    "times",
)
_UNWANTED = ("mono", "symbol", "math", "nastaliq", "looped", "unifont", "display", "fallback")
# how the fonts of one Chinese, Japanese or Korean family end, by the language they are drawn for
_DRAWN_FOR = {
    "ja": " jp",
    "ko": " kr",
    "zh": " sc",
    "zh-hant": " tc",
    "zh-tw": " tc",
    "zh-hk": " hk",
}


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file. *weight* and *width* are those of its OS/2 table."""

    path: str
    index: int
    family: str
    weight: int
    width: int
    is_italic: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text in one face and of one level of direction."""

    text: str
    face: Face
    level: int


def shipped(weight: int) -> Face:
    """The shipped face: regular, or semibold from a *weight* of 600 on."""
    return _shipped("Semibold" if weight >= 600 else "Regular")


@cache
def _shipped(style: str) -> Face:
    return faces_in(str(_FONTS / f"SourceSerif4-{style}.otf"))[0]


def system_folders() -> tuple[str, ...]:
    """Where this machine keeps its fonts, as resvg would look for them."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        root = os.environ.get("SYSTEMROOT", "C:\\Windows")
        return (f"{root}\\Fonts", f"{local}\\Microsoft\\Windows\\Fonts")
    if sys.platform == "darwin":
        return ("/Library/Fonts", "/System/Library/Fonts", str(home / "Library" / "Fonts"))
    own = os.environ.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    return ("/usr/share/fonts", "/usr/local/share/fonts", f"{own}/fonts", str(home / ".fonts"))


@cache
def _found_in(folders: tuple[str, ...]) -> tuple[Face, ...]:
    files = (file for folder in folders for file in _files(folder))
    faces = (face for file in files for face in faces_in(file))
    return tuple(face for face in faces if not face.family.startswith((".", "LastResort")))


def _files(folder: str) -> Iterator[str]:
    for at, below, names in os.walk(folder):
        below.sort()
        yield from (
            str(Path(at, name)) for name in sorted(names) if name.lower().endswith(_ENDINGS)
        )


@cache
def faces_in(path: str) -> tuple[Face, ...]:
    """The faces of a font file; none where it is no font or has no name."""
    import uharfbuzz as hb  # noqa: PLC0415 - an extra

    try:
        blob = hb.Blob.from_file_path(path)
    except (hb.HarfBuzzError, OSError):
        return ()
    count = hb.Face(blob).count
    return tuple(filter(None, (_face(hb.Face(blob, index), path, index) for index in range(count))))


def _face(face: Any, path: str, index: int) -> Face | None:
    family = face.get_name(16) or face.get_name(1) or ""
    traits = bytes(face.reference_table("OS/2").data)
    if not family or len(traits) < 64 or not {"'", '"', "\\"}.isdisjoint(family):
        return None
    weight, width = (int.from_bytes(traits[at : at + 2], "big") for at in (4, 6))
    return Face(path, index, family, weight, width, is_italic=bool(traits[63] & 1))


@cache
def _font(face: Face) -> Any:
    import uharfbuzz as hb  # noqa: PLC0415 - an extra

    return hb.Font(hb.Face(hb.Blob.from_file_path(face.path), face.index))


@cache
def _letters(face: Face) -> Any:
    return _font(face).face.unicodes


def _has(face: Face, cluster: str) -> bool:
    letters = _letters(face)
    return all(ord(char) in letters for char in cluster if not _is_silent(char))


def _is_silent(char: str) -> bool:
    """Joiners and selectors: they shape others, and no face need have them."""
    return char in "\u200c\u200d\ufe0e\ufe0f"


def lacking(text: str, folders: tuple[str, ...], language: str) -> str:
    """The characters of a clean *text* that no face has, in the order of their numbers."""
    own = shipped(400)
    tried = (own, *others(text, folders, language))
    found = (
        cluster for cluster in clusters(text) if not any(_has(face, cluster) for face in tried)
    )
    return "".join(sorted({char for cluster in found for char in cluster}))


def others(text: str, folders: tuple[str, ...], language: str) -> tuple[Face, ...]:
    """The faces besides the shipped one that a clean *text* is set in."""
    return _others(_strange(text), folders, language)


def _strange(text: str) -> tuple[str, ...]:
    own = shipped(400)
    return tuple(sorted({cluster for cluster in clusters(text) if not _has(own, cluster)}))


@cache
def _ranked(folders: tuple[str, ...], language: str) -> tuple[Face, ...]:
    """The faces found in *folders*, those first that go best with the shipped one."""
    tag = language.lower()
    ending = _DRAWN_FOR.get(tag) or _DRAWN_FOR.get(tag.partition("-")[0], " sc")

    def order(face: Face) -> tuple[object, ...]:
        family = face.family.lower()
        return (
            any(word in family for word in _UNWANTED),
            family.endswith(tuple(_DRAWN_FOR.values())) and not family.endswith(ending),
            not any(word in family for word in _SERIFS),
            face.is_italic,
            abs(face.weight - 400),
            abs(face.width - 5),
            face.family,
            face.path,
            face.index,
        )

    return tuple(sorted(_found_in(folders), key=order))


@lru_cache(1024)
def _others(strange: tuple[str, ...], folders: tuple[str, ...], language: str) -> tuple[Face, ...]:
    """The fewest faces that have what can be had of *strange*: each has most of what is left."""
    left, chosen = strange, []
    while left:
        best, had = None, 0
        for face in _ranked(folders, language):
            count = sum(_has(face, cluster) for cluster in left)
            if count > had:
                best, had = face, count
            if had == len(left):
                break
        if best is None:
            break
        chosen.append(best)
        left = tuple(cluster for cluster in left if not _has(best, cluster))
    return tuple(chosen)


def runs(
    text: str, weight: int, folders: tuple[str, ...], language: str, *, is_rtl: bool
) -> tuple[Run, ...]:
    """*text*, a line or a part of one, by faces and directions. What no face has is left to the shipped."""
    own = shipped(weight)
    rest = others(text, folders, language)
    directions = levels(text, is_rtl=is_rtl)
    placed: list[tuple[Face, int, str]] = []
    at = 0
    for cluster in clusters(text):
        before = placed[-1][0] if placed else own
        # a blank between words is that of their letters; not that of an emoji, which is as wide as one
        stays = cluster == " " and placed and placed[-1][2][0].isalpha() and _has(before, cluster)
        tried = (before,) if stays else (own, *rest)
        face = next((face for face in tried if _has(face, cluster)), own)
        placed.append((face, directions[at], cluster))
        at += len(cluster)
    return tuple(
        Run("".join(cluster for *_, cluster in group), face, level)
        for (face, level), group in groupby(placed, key=lambda each: each[:2])
    )


def advance(run: Run) -> float:
    """How wide *run* gets when it is shaped, in ems."""
    import uharfbuzz as hb  # noqa: PLC0415 - an extra

    font = _font(run.face)
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    hb.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions) / font.face.upem)
