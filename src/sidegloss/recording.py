"""The text of a ledger -> content/ledger.json, whole or not at all.

The only place that writes below an author's content folder, and only when told to.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_MERGE = "merge=union"


def record(site: Path, path: str, text: str) -> bool:
    """Write *text* to the file at *path* below *site*; whether ``.gitattributes`` was changed too.

    A new ledger is named there, so that git joins the rows of two branches by itself.
    """
    file = site / path
    is_new = not file.exists()
    _put(file, text)
    return is_new and _attributed(site, path)


def _attributed(site: Path, path: str) -> bool:
    file = site / ".gitattributes"
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    if any(line.split()[:1] in ([path], [f"/{path}"]) for line in before.splitlines()):
        return False
    gap = "" if not before or before.endswith("\n") else "\n"
    _put(file, f"{before}{gap}{path} {_MERGE}\n")
    return True


def _put(file: Path, text: str) -> None:
    """Write beside the place and rename into it: nobody finds half a file."""
    beside = file.with_name(f".{file.name}-{os.getpid()}~")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(os.path.realpath(file))
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
