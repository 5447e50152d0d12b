"""Bytes of an author's file -> its text, as its places count it."""

from __future__ import annotations

from pathlib import Path

from sidegloss.model import Diagnostic, Location, Severity


def text_of(site: Path, path: str) -> str:
    """The text of the file at *path*, as its places count it; empty where there is none."""
    try:
        data = (site / path).read_bytes()
    except OSError:
        return ""
    return decoded(data, path)[0]


def decoded(data: bytes, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """(text, what is wrong): without a byte order mark, every line ending in ``\\n``."""
    told: tuple[Diagnostic, ...] = ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        told = (_bad_byte(data, error.start, path),)
        text = data.decode("utf-8", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff"), told


def _bad_byte(data: bytes, start: int, path: str) -> Diagnostic:
    before = decoded(data[:start], path)[0]
    line = before.count("\n") + 1
    at = Location(path, line, len(before) - before.rfind("\n"))
    message = f"the byte {data[start]:#04x} is not UTF-8"
    return Diagnostic("utf-8", Severity.ERROR, message, at, "save the file again as UTF-8")
