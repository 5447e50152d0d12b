"""An editor's name and a place in a file -> the address that opens it there."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

_FILE = "{path}:{line}:{column}"
_OPEN = "open?url=file://{path}&line={line}&column={column}"
_JETBRAINS = "open?file={path}&line={line}&column={column}"

EDITORS = {
    "code": f"vscode://file{_FILE}",
    "code-insiders": f"vscode-insiders://file{_FILE}",
    "codium": f"vscodium://file{_FILE}",
    "cursor": f"cursor://file{_FILE}",
    "windsurf": f"windsurf://file{_FILE}",
    "zed": f"zed://file{_FILE}",
    "subl": f"subl://{_OPEN}",
    "txmt": f"txmt://{_OPEN}",
    "mate": f"txmt://{_OPEN}",
    "idea": f"idea://{_JETBRAINS}",
    "pycharm": f"pycharm://{_JETBRAINS}",
    "webstorm": f"webstorm://{_JETBRAINS}",
    "emacs": f"emacs://{_OPEN}",
    "emacsclient": f"emacs://{_OPEN}",
}
"""What each calls its own addresses; subl and emacs want a handler that is installed beside them."""

_ADDRESS = re.compile(
    r"(?!(?:javascript|data|vbscript|blob|file):)[a-z][a-z0-9+.-]*:\S*", re.IGNORECASE
)


def scheme(wanted: str, environment: Mapping[str, str]) -> str | None:
    """The address of an editor, with ``{path}``, ``{line}`` and ``{column}`` to fill in.

    *wanted* is such an address itself, or an editor's name; empty: what ``VISUAL`` or ``EDITOR``
    names, where that is an editor with addresses (vim has none), else "". None where *wanted* is
    neither.
    """
    if wanted:
        is_address = "{path}" in wanted and _ADDRESS.fullmatch(wanted)
        return wanted if is_address else EDITORS.get(wanted)
    for variable in ("VISUAL", "EDITOR"):
        words = environment.get(variable, "").split()
        name = re.split(r"[\\/]", words[0])[-1].lower() if words else ""
        if name:
            return EDITORS.get(name.removesuffix(".exe").removesuffix(".cmd"), "")
    return ""


def address(scheme: str, file: Path, line: int, column: int) -> str:
    """Where a click opens *file* at a place (from 1; line 0: the file as a whole)."""
    path = quote(os.fsencode(file.absolute().as_posix()), safe="/:")
    whole = path if path.startswith("/") else f"/{path}"  # C:/weir
    told = {"path": whole, "line": str(max(line, 1)), "column": str(column)}
    return re.sub(r"\{(path|line|column)\}", lambda found: told[found[1]], scheme)
