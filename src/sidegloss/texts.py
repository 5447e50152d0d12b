"""Bytes of an author's file -> its text, as its places count it."""

from __future__ import annotations

import os
from pathlib import Path

from sidegloss.model import Diagnostic, Location, Severity
from sidegloss.regular_files import is_within, read_regular


def text_of(site: Path, path: str) -> str:
    """The text of the file at *path*, as its places count it, for a message's excerpt.

    Empty if it is missing, and if it may not be read: a link out of the site, a pipe, too large.
    """
    try:
        real = os.path.realpath(site / path)
        data = read_regular(real) if is_within(real, os.path.realpath(site)) else b""
    except (OSError, ValueError):
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
