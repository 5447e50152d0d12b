"""This installation -> the versions of its packages, and the command that adds an extra to it."""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

_FOLDERS = (".dist-info", ".egg-info")
_EXTRAS = {"cards": "resvg_py", "dask": "distributed", "search": "pagefind"}
"""The extras of pyproject.toml, and a package that each brings."""


def versions(wanted: Collection[str]) -> dict[str, str]:
    """The version of each of the *wanted* packages that is installed, by its name in snake case.

    The result is that of `importlib.metadata`, in a twentieth of its time (40 ms, most of it to import
    it). Names and versions are in the names of folders, by
    https://packaging.python.org/en/latest/specifications/recording-installed-packages/.
    """
    found: dict[str, str] = {}
    for folder in _packages():
        name, _, version = folder.stem.partition("-")
        name = re.sub(r"[-_.]+", "_", name).lower()
        if name in wanted:
            found.setdefault(name, version)
    return found


def install(extra: str) -> str:
    """A hint: the command that adds *extra* to this installation of Sidegloss.

    pipx and uv replace the whole installation, so the command names the extras that it has, too.
    """
    has = versions(_EXTRAS.values())
    kept = {name for name, package in _EXTRAS.items() if package in has}
    every = f'"sidegloss[{",".join(sorted(kept | {extra}))}]"'
    one = f'"sidegloss[{extra}]"'
    prefix = Path(sys.prefix)
    if (prefix / "pipx_metadata.json").exists():
        return f"run: pipx install --force {every}"
    if (prefix / "uv-receipt.toml").exists():
        return f"run: uv tool install --force {every}"
    if "uv" in prefix.parts and "archive-v0" in prefix.parts:  # where uvx keeps environments
        return f"run: uvx --from {every} sidegloss"
    if _installer() == "uv":
        return f"run: uv pip install {one}"
    if sys.prefix == sys.base_prefix and _is_managed():
        return f"this Python takes no packages; run: pipx install {every}"
    return f"run: python -m pip install {one}"


def _packages() -> Iterator[Path]:
    """The folders that record what is installed, in the order of the path."""
    for folder in sys.path:
        with suppress(OSError):
            yield from (entry for entry in Path(folder).iterdir() if entry.suffix in _FOLDERS)


def _installer() -> str:
    """The program that installed Sidegloss: pip, uv."""
    for folder in _packages():
        if folder.stem.partition("-")[0] == "sidegloss":
            with suppress(OSError):
                return (folder / "INSTALLER").read_text("utf-8").strip()
    return ""


def _is_managed() -> bool:
    """Whether pip refuses to install here (https://peps.python.org/pep-0668/)."""
    return (Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED").exists()
