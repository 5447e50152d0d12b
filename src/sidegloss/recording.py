"""Texts -> files of a site's author, each whole or not at all: a ledger, a new source, a new site.

The only place that writes what an author writes too, and only when told to.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_MERGE = "merge=union"


def record(site: Path, path: str, text: str) -> bool:
    """Write *text* to the file at *path* below *site*; whether ``.gitattributes`` was changed too.

    A new ledger is named there, so that git joins the rows of two branches by itself.
    """
    file = site / path
    is_new = not file.exists()
    _put(file, text.encode())
    return is_new and _attributed(site, path)


def add(file: Path, text: str) -> None:
    """Write *text* below what *file* holds, every byte of which stays; a new file where it is missing."""
    before = file.read_bytes() if file.exists() else b""
    if before and not before.endswith(b"\n"):
        text = f"\n{text}"
    ending = b"\r\n" if b"\r\n" in before else b"\n"
    _put(file, before + text.encode().replace(b"\n", ending))


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
    file = site / ".gitattributes"
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    if any(line.split()[:1] in ([path], [f"/{path}"]) for line in before.splitlines()):
        return False
    gap = "" if not before or before.endswith("\n") else "\n"
    _put(file, f"{before}{gap}{path} {_MERGE}\n".encode())
    return True


def _put(file: Path, data: bytes) -> None:
    """Write beside the place and rename into it: nobody finds half a file."""
    beside = file.with_name(f".{file.name}-{os.getpid()}~")
    try:
        beside.write_bytes(data)
        if file.exists():
            shutil.copymode(file, beside)
        beside.replace(os.path.realpath(file))
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
