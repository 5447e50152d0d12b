"""What the metadata of a published file give away: every field is found, and nothing in a clean file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.metadata import private

Make = Callable[[Texts], SiteUnderTest]
DRAWINGS = sorted((Path(__file__).parent / "drawings").glob("*.svg"))

Entry = tuple[int, int, bytes]
"""(tag, type, value) of a field of EXIF."""
ARTIST: Entry = (0x013B, 2, b"Ada Okafor\0")
SOFTWARE: Entry = (0x0131, 2, b"Adobe Photoshop\0")
LATITUDE: Entry = (2, 5, struct.pack("<6I", 52, 1, 30, 1, 0, 1))
VERSION: Entry = (0, 1, b"\2\3\0\0")


def directory(entries: list[Entry], start: int) -> bytes:
    """One directory of EXIF that begins at *start*, little endian, with its values behind it."""
    after = start + 2 + 12 * len(entries) + 4
    table, values = struct.pack("<H", len(entries)), b""
    for tag, kind, value in entries:
        count = len(value) // {2: 1, 1: 1, 7: 1, 5: 8, 4: 4}[kind]
        place = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", after + len(values))
        values += value if len(value) > 4 else b""
        table += struct.pack("<HHI4s", tag, kind, count, place)
    return table + bytes(4) + values


def exif(*entries: Entry, gps: tuple[Entry, ...] = (), sub: tuple[Entry, ...] = ()) -> bytes:
    """A block of EXIF with *entries*, and those below them."""
    below = [(tag, list(each)) for tag, each in ((0x8825, gps), (0x8769, sub)) if each]
    pointers: list[Entry] = [(tag, 4, bytes(4)) for tag, _ in below]
    size = 8 + len(directory([*entries, *pointers], 8))
    tables = b""
    for number, (tag, each) in enumerate(below):
        pointers[number] = (tag, 4, struct.pack("<I", size + len(tables)))
        tables += directory(each, size + len(tables))
    return b"II*\0\x08\0\0\0" + directory([*entries, *pointers], 8) + tables


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    parts = (struct.pack(">BBH", 255, kind, len(body) + 2) + body for kind, body in segments)
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xda\0\2\xff\xd9"


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    every = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), *chunks, (b"IEND", b""))
    parts = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in every
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def webp(kind: bytes, body: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def iptc(number: int, text: bytes) -> bytes:
    record = b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text
    return b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record


def office(name: str, text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(name, text)
    return data.getvalue()


XMP = b"http://ns.adobe.com/xap/1.0/\0"
CREATOR = b"<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator>"
FOUND = {
    "jpeg, position": (jpeg((0xE1, b"Exif\0\0" + exif(gps=(VERSION, LATITUDE)))), "position"),
    "jpeg, artist": (jpeg((0xE0, b"JFIF"), (0xE1, b"Exif\0\0" + exif(SOFTWARE, ARTIST))), "author"),
    "jpeg, owner": (jpeg((0xE1, b"Exif\0\0" + exif(sub=((0xA430, 2, b"Ada\0"),)))), "owner"),
    "jpeg, serial": (
        jpeg((0xE1, b"Exif\0\0" + exif(sub=((0xA431, 2, b"123456\0"),)))),
        "serial number",
    ),
    "jpeg, user comment": (
        jpeg((0xE1, b"Exif\0\0" + exif(sub=((0x9286, 7, b"ASCII\0\0\0secret"),)))),
        "comment",
    ),
    "jpeg, comment": (jpeg((0xFE, b"from our source")), "comment"),
    "jpeg, byline": (jpeg((0xED, iptc(80, b"Ada"))), "author"),
    "jpeg, city": (jpeg((0xED, iptc(90, b"Harlow"))), "place"),
    "jpeg, xmp creator": (jpeg((0xE1, XMP + CREATOR)), "author"),
    "jpeg, xmp position": (jpeg((0xE1, XMP + b'exif:GPSLatitude="52,30N"')), "position"),
    "jpeg, xmp rights": (jpeg((0xE1, XMP + b"<dc:rights>(c) Ada</dc:rights>")), "copyright"),
    "png, text": (png((b"tEXt", b"Author\0Ada")), "author"),
    "png, comment": (png((b"iTXt", b"Comment\0\0\0\0\0secret")), "comment"),
    "png, exif": (png((b"eXIf", exif(gps=(LATITUDE,)))), "position"),
    "png, xmp": (png((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + CREATOR)), "author"),
    "png, packed": (
        png((b"zTXt", b"XML:com.adobe.xmp\0\0" + zlib.compress(CREATOR))),
        "author",
    ),
    "png, raw profile": (
        png(
            (
                b"zTXt",
                b"Raw profile type exif\0\0"
                + zlib.compress(b"\nexif\n  99\n" + (b"Exif\0\0" + exif(ARTIST)).hex().encode()),
            )
        ),
        "author",
    ),
    "webp, exif": (webp(b"EXIF", exif(ARTIST)), "author"),
    "webp, xmp": (webp(b"XMP ", CREATOR), "author"),
    "tiff": (exif(ARTIST), "author"),
    "gif": (b"GIF89a" + bytes(7) + b"\x21\xfe\x06secret\0", "comment"),
    "heic": (b"\0\0\0\x18ftypheic" + b"Exif\0\0" + exif(gps=(LATITUDE,)), "position"),
    "video": (b"\0\0\0\x18ftypqt  moov\0\0\0\x1e\xa9xyz\0\x12\x15\xc7+52.5+013.4/", "position"),
    "pdf": (b"%PDF-1.4\n1 0 obj <</Author (Ada Okafor)>>", "author"),
    "pdf, hexadecimal": (b"%PDF-1.4\n1 0 obj <</Author <FEFF0041>>>", "author"),
    "pdf, packed": (
        b"%PDF-1.5\n1 0 obj <</Type /ObjStm /Filter /FlateDecode>>stream\n"
        + zlib.compress(b"<</Author (Ada)>>")
        + b"\nendstream",
        "author",
    ),
    "pdf, xmp": (b"%PDF-1.4\n" + CREATOR, "author"),
    "word": (office("docProps/core.xml", "<cp:lastModifiedBy>Ada</cp:lastModifiedBy>"), "author"),
    "writer": (office("meta.xml", "<meta:initial-creator>Ada</meta:initial-creator>"), "author"),
    "svg, creator": (b"<svg>" + CREATOR + b"</svg>", "author"),
    "svg, path": (b'<svg inkscape:export-filename="/' + b'home/ada/weir.png"/>', "path"),
}
CLEAN = {
    "jpeg": jpeg((0xE0, b"JFIF\0")),
    "jpeg, software": jpeg((0xE1, b"Exif\0\0" + exif(SOFTWARE))),
    "jpeg, empty artist": jpeg((0xE1, b"Exif\0\0" + exif((0x013B, 2, b"      \0")))),
    "jpeg, empty comment": jpeg(
        (0xE1, b"Exif\0\0" + exif(sub=((0x9286, 7, bytes(30)),))), (0xFE, b"\0")
    ),
    "jpeg, gps version alone": jpeg((0xE1, b"Exif\0\0" + exif(gps=(VERSION,)))),
    "jpeg, xmp without a name": jpeg((0xE1, XMP + b"<dc:creator><rdf:Seq/></dc:creator>")),
    "png": png((b"tEXt", b"Software\0Adobe"), (b"tEXt", b"Title\0Gate"), (b"tEXt", b"Author\0")),
    "pdf": b"%PDF-1.4\n1 0 obj <</Producer (x) /Author ()>>",
    "broken jpeg": jpeg((0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")),
    "broken png": png((b"eXIf", b"MM")),
    "no picture": b"Author: Ada",
    "nothing": b"",
}


@pytest.mark.parametrize(("data", "expected"), FOUND.values(), ids=FOUND)
def test_what_gives_away_is_found(data: bytes, expected: str) -> None:
    assert private(data) == (expected,)


@pytest.mark.parametrize("data", CLEAN.values(), ids=CLEAN)
def test_a_clean_file_says_nothing(data: bytes) -> None:
    assert private(data) == ()


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: file.stem)
def test_drawings_of_programs_say_nothing(file: Path) -> None:
    assert private(file.read_bytes()) == ()


def test_a_picture_that_gives_away_is_one_warning_with_a_hint(site: Make) -> None:
    data = jpeg(
        (0xE1, b"Exif\0\0" + exif(ARTIST, gps=(LATITUDE,))), (0xED, iptc(80, b"Ada")), (0xFE, b"c")
    )
    under_test = site({"content/a.md": "![x](a.jpg) [y](a.jpg)", "content/a.jpg": data})
    result = under_test.build()
    assert result.written
    (told,) = (each for each in result.diagnostics if each.code == "media-metadata")
    assert (told.severity, told.at.path) == ("warning", "content/a.jpg")
    assert told.message.endswith(": author, comment, position")
    assert told.hint == 'remove them: exiftool -all= "content/a.jpg"'
