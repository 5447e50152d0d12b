"""Texts -> files of a site's author, each whole or not at all: a ledger, a new source, a new site.

The only place that writes what an author writes too, and only when told to.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sidegloss import refusals
from sidegloss.model import SiteError
from sidegloss.regular_files import is_within, read_regular

_ATTRIBUTES = ".gitattributes"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
"""A file that is there already, also as a link, is never written to."""
_MERGE = "merge=union"


def record(site: Path, path: str, text: str) -> bool:
    """Write *text* to the file at *path* below *site*; whether ``.gitattributes`` was changed too.

    A new ledger is named there, so that git joins the rows of two branches by itself.
    """
    is_new = not (site / path).exists()
    if is_new:
        _before(site, _ATTRIBUTES)  # raises before anything is written
    _put(site, path, text.encode())
    return is_new and _attributed(site, path)


def add(site: Path, path: str, text: str) -> None:
    """Write *text* below what the file at *path* holds, every byte of which stays; or a new file."""
    before = _before(site, path)
    if before and not before.endswith(b"\n"):
        text = f"\n{text}"
    ending = b"\r\n" if b"\r\n" in before else b"\n"
    _put(site, path, before + text.encode().replace(b"\n", ending))


def found(folder: Path, texts: Mapping[str, str]) -> None:
    """Make *folder*, which is missing or holds none of them, hold files of these names; or nothing."""
    is_there = folder.is_dir()
    if not is_there:
        folder.parent.mkdir(parents=True, exist_ok=True)
    beside = (folder if is_there else folder.parent) / f".sidegloss-new-{os.getpid()}~"
    moved: list[Path] = []
    try:
        for name, text in texts.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(text.encode())
        if not is_there:
            beside.rename(folder)
            return
        for entry in sorted(beside.iterdir()):
            entry.rename(folder / entry.name)
            moved.append(folder / entry.name)
    except BaseException:
        for entry in moved:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _attributed(site: Path, path: str) -> bool:
    before = _before(site, _ATTRIBUTES).decode("utf-8", "surrogateescape")
    if any(line.split()[:1] in ([path], [f"/{path}"]) for line in before.splitlines()):
        return False
    gap = "" if not before or before.endswith("\n") else "\n"
    text = f"{before}{gap}{path} {_MERGE}\n"
    _put(site, _ATTRIBUTES, text.encode("utf-8", "surrogateescape"))
    return True


def _put(site: Path, path: str, data: bytes) -> None:
    """Write beside the place and rename into it: nobody finds half a file.

    Raises SiteError where a link leads out of *site*.
    """
    file = Path(os.path.realpath(site / path))
    if not is_within(str(file), os.path.realpath(site)):
        raise SiteError(refusals.outside(path, "the site"))
    beside = file.with_name(f".{file.name}-{os.getpid()}~")
    opened = os.open(beside, _NEW, 0o666)
    try:
        with open(opened, "wb") as written:  # noqa: PTH123 - a descriptor
            written.write(data)
        if file.exists():
            shutil.copymode(file, beside)
        beside.replace(file)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _before(site: Path, path: str) -> bytes:
    """What is in the file at *path*; nothing where there is none. Raises SiteError and OSError."""
    file = os.path.realpath(site / path)
    if not is_within(file, os.path.realpath(site)):
        raise SiteError(refusals.outside(path, "the site"))
    return read_regular(file) if os.path.lexists(file) else b""
