"""The bytes of a picture, a PDF or an office file -> what they say about the person, the device and the place.

Only what may give somebody away is named: position, author, owner, copyright, serial number, comment, path on a
computer. Containers are walked by their specifications: JPEG (ITU T.81), EXIF 3.0 and TIFF 6.0, PNG (3rd edition), WebP, GIF89a,
IPTC-IIM 4.2. XMP, HEIC, AVIF, PDF and video are searched for the names of fields.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise

_EXIF = {
    0x013B: "author",
    0x013C: "computer",
    0x8298: "copyright",
    0x9286: "comment",
    0x9C9C: "comment",
    0x9C9D: "author",
    0xA430: "owner",
    0xA431: "serial number",
    0xA435: "serial number",
    0xC62F: "serial number",
}
_GPS, _SUB = 0x8825, 0x8769
_LATITUDE = 2
_IPTC = {80: "author", 90: "place", 92: "place", 116: "copyright", 118: "contact", 122: "author"}
_PNG = {"author": "author", "artist": "author", "copyright": "copyright", "comment": "comment"}
_NAMED = re.compile(
    rb"(?:exif:|GPS)GPSL(?P<position>atitude)|com\.apple\.quicktime\.(?P<place>location)|(?P<video>\xa9xyz)"
    rb"|<(?:dc:creator|meta:initial-creator|cp:lastModifiedBy|pdf:Author)\b[^>/]*>(?P<author>)"
    rb"|<dc:rights\b[^>/]*>(?P<copyright>)|(?:aux|exifEX):(?P<owner>CameraOwnerName|OwnerName)"
    rb"|(?:aux|exifEX):(?:Body|Lens)?(?P<serial>SerialNumber)"
    rb"|(?:=\"|>)(?P<path>/home/[^/\"<]+/|/Users/[^/\"<]+/|[A-Za-z]:\\Users\\)"
)
_PDF_AUTHOR = re.compile(rb"/Author\s*(?:\((?!\s*\))|<(?![<>]))")
_PDF_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n(.*?)endstream", re.DOTALL)
_NAMES = {"place": "position", "video": "position", "serial": "serial number"}
_LARGEST = 1_000_000
"""Bytes that a compressed part may have once it is unpacked."""


def private(data: bytes) -> tuple[str, ...]:
    """What *data* says about people, devices and places, each once, in alphabetical order."""
    try:
        return tuple(sorted(set(_found(data))))
    except (struct.error, zlib.error, zipfile.BadZipFile, ValueError, IndexError, KeyError):
        return ()  # a broken file; what shows it says so


def _found(data: bytes) -> Iterator[str]:
    if data.startswith(b"\xff\xd8"):
        yield from _of_jpeg(data)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        yield from _of_png(data)
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        yield from _of_webp(data)
    elif data.startswith((b"II*\0", b"MM\0*")):
        yield from _of_exif(data)
        yield from _of_text(data)
    elif data.startswith(b"GIF8"):
        yield from (
            "comment" for _ in re.finditer(rb"\x21\xfe[\x01-\xff](?=[^\0])", data[:100_000])
        )
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        yield from _of_office(data)
    elif data[4:8] == b"ftyp":
        yield from _of_boxes(data)
    elif data.lstrip()[:1] == b"<":
        yield from _of_text(data)


def _of_jpeg(data: bytes) -> Iterator[str]:
    position = 2
    while data[position : position + 1] == b"\xff" and data[position + 1] not in (0xDA, 0xD9):
        (length,) = struct.unpack_from(">H", data, position + 2)
        body = data[position + 4 : position + 2 + length]
        kind = data[position + 1]
        if kind == 0xE1 and body.startswith(b"Exif\0\0"):
            yield from _of_exif(body[6:])
        elif kind == 0xE1:
            yield from _of_text(body)
        elif kind == 0xED:
            yield from _of_iptc(body)
        elif kind == 0xFE and body.strip(b"\0 ") and not body.startswith(b"CREATOR: gd-jpeg"):
            yield "comment"
        position += 2 + length


def _of_png(data: bytes) -> Iterator[str]:
    position = 8
    while position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        body = data[position + 8 : position + 8 + length]
        if kind == b"eXIf":
            yield from _of_exif(body)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield from _of_png_text(body, is_packed=kind == b"zTXt")
        position += 12 + length


def _of_png_text(body: bytes, *, is_packed: bool) -> Iterator[str]:
    keyword, _, text = body.partition(b"\0")
    name = keyword.decode("latin-1").lower()
    if name in _PNG and text.strip(b"\0 "):
        yield _PNG[name]
    plain = zlib.decompressobj().decompress(text[1:], _LARGEST) if is_packed else text
    if name.startswith("raw profile type"):
        yield from _of_exif(bytes.fromhex("".join(plain.decode("latin-1").split()[2:]))[6:])
    yield from _of_text(plain)


def _of_webp(data: bytes) -> Iterator[str]:
    position = 12
    while position + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, position)
        body = data[position + 8 : position + 8 + length]
        if kind == b"EXIF":
            yield from _of_exif(body.removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            yield from _of_text(body)
        position += 8 + length + length % 2


def _of_exif(data: bytes) -> Iterator[str]:
    order = "<" if data.startswith(b"II") else ">"
    (first,) = struct.unpack_from(f"{order}I", data, 4)
    for tag, kind, count, value in _entries(data, first, order):
        if tag in _EXIF and _says_something(data, kind, count, value, order):
            yield _EXIF[tag]
        elif tag == _SUB:
            (below,) = struct.unpack(f"{order}I", value)
            yield from (
                _EXIF[t]
                for t, k, c, v in _entries(data, below, order)
                if t in _EXIF and _says_something(data, k, c, v, order)
            )
        elif tag == _GPS:
            (below,) = struct.unpack(f"{order}I", value)
            yield from ("position" for t, *_ in _entries(data, below, order) if t == _LATITUDE)


def _entries(data: bytes, start: int, order: str) -> Iterator[tuple[int, int, int, bytes]]:
    """(tag, type, count, the four bytes of the value) of one directory."""
    (number,) = struct.unpack_from(f"{order}H", data, start)
    for index in range(number):
        yield struct.unpack_from(f"{order}HHI4s", data, start + 2 + 12 * index)


def _says_something(data: bytes, kind: int, count: int, value: bytes, order: str) -> bool:
    """Whether a text is more than spaces: cameras leave room for what nobody wrote."""
    if kind not in (1, 2, 7):
        return True
    (start,) = struct.unpack(f"{order}I", value)
    text = value[:count] if count <= 4 else data[start : start + min(count, 1000)]
    text = text.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")
    return bool(text.strip(b"\0 \xff"))


def _of_iptc(data: bytes) -> Iterator[str]:
    found = [match.start() for match in re.finditer(rb"\x1c\x02", data)]
    for start, _ in pairwise([*found, len(data)]):
        name = _IPTC.get(data[start + 2])
        (length,) = struct.unpack_from(">H", data, start + 3)
        if name and data[start + 5 : start + 5 + length].strip(b"\0 "):
            yield name


def _of_boxes(data: bytes) -> Iterator[str]:
    """HEIC, AVIF and video: the directory of EXIF lies behind its mark."""
    for match in re.finditer(rb"Exif\0\0(?=II\*\0|MM\0\*)", data):
        yield from _of_exif(data[match.end() : match.end() + _LARGEST])
    yield from _of_text(data)


def _of_pdf(data: bytes) -> Iterator[str]:
    packed = _PDF_OBJECTS.finditer(data)
    for part in (data, *(zlib.decompressobj().decompress(m[1], _LARGEST) for m in packed)):
        if _PDF_AUTHOR.search(part):
            yield "author"
        yield from _of_text(part)


def _of_office(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in ("docProps/core.xml", "meta.xml"):
            if name in archive.namelist():
                with archive.open(name) as part:
                    yield from _of_text(part.read(_LARGEST))


def _of_text(data: bytes) -> Iterator[str]:
    for match in _NAMED.finditer(data):
        name = str(match.lastgroup)
        if name not in ("author", "copyright") or _is_written(
            data[match.end() : match.end() + 400]
        ):
            yield _NAMES.get(name, name)


def _is_written(markup: bytes) -> bool:
    """Whether an element holds text, and not the name of a program that puts its own there."""
    inner = re.split(rb"</(?:dc:creator|dc:rights|meta:|cp:|pdf:)", markup, maxsplit=1)[0]
    text = re.sub(rb"<[^>]*>", b"", inner).strip()
    return bool(text) and not text.startswith(b"Matplotlib")
