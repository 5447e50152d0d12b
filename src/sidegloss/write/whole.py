"""An output folder -> the files that a finished build left there, all of them standing."""

from __future__ import annotations

import os
from pathlib import Path

from sidegloss.model import Diagnostic, Location, Severity, SiteError
from sidegloss.write.manifest import manifest
from sidegloss.write.places import Kind, above, look


def whole(folder: Path) -> tuple[str, ...]:
    """The paths of what the manifest lists, sorted; what is foreign to us is not among them.

    Raises SiteError (``output-whole``) where the last build was not finished, or where a file that it
    wrote is gone or is another thing by now: a folder, a link.
    """
    root = os.path.realpath(folder)
    is_finished, ours = manifest(root)
    if not is_finished or not ours:
        raise SiteError(_not_whole(folder, "no build was finished in this folder"))
    folders = {each for path in ours for each in above(path)}
    wrong = sorted(
        [path for path in ours if look(f"{root}/{path}")[0] is not Kind.FILE]
        + [path for path in folders if look(f"{root}/{path}")[0] is not Kind.FOLDER]
    )
    if wrong:
        raise SiteError(
            *(_not_whole(folder / path, "this is not what the build wrote here") for path in wrong)
        )
    return tuple(sorted(ours))


def _not_whole(place: Path, message: str) -> Diagnostic:
    hint = "build it: sidegloss build"
    return Diagnostic("output-whole", Severity.ERROR, message, Location(place.as_posix()), hint)
