"""Source Serif 4 -> templates/assets/fonts/*.woff2: the faces that pages load. ``make fonts``.

Also src/sidegloss/pages/advances.py: how wide their letters are.

Each face is cut by script, so that a page loads the letters that it shows. The licence (OFL 1.1)
reserves the name "Source" for unmodified files, so these have names of their own. Running it again
gives the same bytes. Requires npm, fonttools and brotli.
"""

from __future__ import annotations

import json
import math
import subprocess
import tarfile
import tempfile
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "templates" / "assets" / "fonts"
ADVANCES = ROOT / "src" / "sidegloss" / "pages" / "advances.py"
PACKAGE = "source-serif@4.5.1"

SCRIPTS = {
    "": "0020-007E 00A0-00FF 0131 0152-0153 0160-0161 0178 017D-017E 02C6 02DA 02DC 2009-200A "
    "2010-2014 2018-201A 201C-201E 2020-2022 2026 202F-2030 2039-203A 2044 20AC 2122 2212",
    "-latin-ext": "0100-0130 0132-0151 0154-015F 0162-0177 0179-017C 017F-024F 02B0-02C5 02C7-02D9 "
    "02DB 02DD-036F 1E00-1EFF",
    "-greek": "0370-03FF 1F00-1FFF",
    "-cyrillic": "0400-052F",
}
"""The ending of a file's name -> the code points that it covers, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Face:
    """A cut of the typeface, and what it is called here."""

    file: str
    cut: str
    family: str
    style: str
    features: tuple[str, ...]


FACES = (
    Face(
        "serif-regular", "-Regular", "Sidegloss Serif", "Regular", ("kern", "liga", "onum", "pnum")
    ),
    Face("serif-italic", "-It", "Sidegloss Serif", "Italic", ("kern", "liga", "onum", "pnum")),
    Face("serif-semibold", "-Semibold", "Sidegloss Serif", "Semibold", ("kern",)),
    Face("serif-display", "Display-Semibold", "Sidegloss Display", "Semibold", ("kern",)),
)
MARKS = ("ccmp", "locl", "mark", "mkmk")
"""What places combining accents, kept where there are any."""
WRITTEN_OUT = {
    1: "family",
    2: "style",
    3: "unique",
    4: "full",
    6: "postscript",
    16: "family",
    17: "style",
}
"""Ids of the name table that hold the font's name (OpenType, table ``name``)."""


def code_points(ranges: str) -> list[int]:
    """Every code point of ``0020-007E 0131``."""
    spans = (part.split("-") for part in ranges.split())
    return [point for span in spans for point in range(int(span[0], 16), int(span[-1], 16) + 1)]


def rename(font: TTFont, face: Face) -> None:
    """Replace the reserved name wherever the font says what it is called."""
    full = f"{face.family} {face.style}"
    names = {"family": face.family, "style": face.style, "unique": full, "full": full}
    names["postscript"] = full.replace(" ", "")
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in {0, 5, 13, 14}]
    for number, part in WRITTEN_OUT.items():
        table.setName(names[part], number, 3, 1, 0x409)


def cut(source: Path, face: Face, points: list[int]) -> TTFont | None:
    """The part of a font with these code points; None where it has none of them."""
    font = TTFont(source, recalcTimestamp=False)
    if not set(points) & set(font.getBestCmap()):
        return None
    features = [*face.features, *MARKS] if 0x0300 in points else list(face.features)
    options = Options(layout_features=features, hinting=False, flavor="woff2")
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    rename(font, face)
    font.flavor = "woff2"
    return font


def widths(face: str) -> dict[str, float]:
    """The advance of each letter of a face, in ems; of those that consist of others, of none."""
    found = {}
    for file in FONTS.glob(f"{face}*.woff2"):
        font = TTFont(file)
        for point, name in font.getBestCmap().items():
            if unicodedata.category(chr(point)) not in (
                "Mn",
                "Cf",
            ) and not unicodedata.decomposition(chr(point)):
                found[chr(point)] = font["hmtx"][name][0] / font["head"].unitsPerEm
    return found


def write_advances() -> None:
    """Write the width of each letter in the wider of two faces, rounded up to 0.04 em."""
    regular, semibold = widths("serif-regular"), widths("serif-semibold")
    letters: defaultdict[float, str] = defaultdict(str)
    for letter in sorted(regular.keys() & semibold.keys()):
        letters[math.ceil(max(regular[letter], semibold[letter]) * 25) / 25] += letter
    rows = [
        f"    ({width}, {json.dumps(those, ensure_ascii=False)}),"
        for width, those in sorted(letters.items())
    ]
    about = "A letter -> its width in the shipped typeface, in ems. Made by docs/fonts.py."
    lines = (f'"""{about}"""', "", "ADVANCES = (", *rows, ")")
    ADVANCES.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Fetch the released cuts and write what pages load of them."""
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", folder]
        name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        with tarfile.open(Path(folder, name)) as archive:
            archive.extractall(folder, filter="data")
        released = Path(folder, "package")
        for face in FACES:
            source = released / "WOFF2" / "TTF" / f"SourceSerif4{face.cut}.ttf.woff2"
            for ending, ranges in SCRIPTS.items():
                font = cut(source, face, code_points(ranges))
                if font:
                    target = FONTS / f"{face.file}{ending}.woff2"
                    font.save(target)
                    print(f"{target.stat().st_size:>7,}  {target.name}")
        licence = (released / "LICENSE.md").read_text(encoding="utf-8")
        (FONTS / "LICENSE.txt").write_text(licence.strip() + "\n", encoding="utf-8")
    write_advances()


if __name__ == "__main__":
    main()
