"""A build that was -> the same result at once, where no file that it read or wrote has changed.

What a build saw of its files (size, times, number on the disk) is kept as JSON in the site's folder.
It is only ever compared: it can be deleted, cut short or forged, and then a build is done in full, or
says of a folder what whoever could write there could have made true. Nothing of the machine is imported.
"""

# Path objects take longer than the calls below them.
# ruff: noqa: PTH100, PTH118

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sidegloss.builder.layout import MEMORY, Layout, Result
from sidegloss.content_files import DEPTH
from sidegloss.model import Diagnostic, Location, Severity
from sidegloss.regular_files import MEDIA_LIMIT, read_regular
from sidegloss.write import looks
from sidegloss.write.written import Written

_PACKAGE = Path(__file__).parents[1]
USED = (
    *("pylatexenc", "imagesize", "jinja2", "markdown_it", "markupsafe", "mdit_py_plugins"),
    *("latex2mathml", "pagefind", "pagefind_bin", "pagefind_bin_extended", "pygments", "rcssmin"),
    *("resvg_py", "rjsmin", "uharfbuzz", "yaml"),
)
"""Packages whose change may change a page."""
SETTLED = 2_000_000_000
"""Nanoseconds after which the next change of a file shows in its times, on every file system."""
_KEPT = 8
"""Layouts that a site remembers at most."""

Look = list[int]
"""Size, time of change, time of change of the entry, number on the disk."""
Seen = dict[str, Any]


def last_result(layout: Layout) -> Result | None:
    """What the build of *layout* came to, if no file that it read or wrote is another one since; else None."""
    file = _file(layout)
    try:
        before = json.loads(file.read_bytes())
        if (
            before["version"] != version()
            or _files(layout.site, *before["names"]) != before["files"]
        ):
            return None
        hashed: dict[str, str] = before["hashed"]
        if any(_hash(f"{layout.site}/{path}") != known for path, known in hashed.items()):
            return None
        told = tuple(_diagnostic(*each) for each in before["told"])
        output = layout.output or layout.site / before["output"]
        if not (layout.output or is_real_below(output, layout.site)):
            return None
        if any(look_of(f"{output}/{path}") != look for path, look in before["outputs"].items()):
            return None
        result = Result(told, output, Written((), len(before["outputs"]) - 1, ()))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # cut short, or written by somebody else
    if hashed:
        _settle(file, before)
    return result


def seen(layout: Layout) -> Seen | None:
    """What there is to be read, looked at before it is; None where that cannot be remembered."""
    try:
        settings = _names(layout.site)
        if not (layout.site / settings[0]).is_dir():  # no site: nothing is left behind in it
            return None
        now = now_at(layout.site)
        files = _files(layout.site, *settings)
        if files is None:
            return None
        fresh = [path for path, look in files.items() if max(look[1:3]) > now - SETTLED]
        hashed = {path: _hash(os.path.join(layout.site, path)) for path in fresh}
    except (OSError, ValueError):
        return None
    return {"version": version(), "names": settings, "files": files, "hashed": hashed}


def remember(layout: Layout, before: Seen, result: Result) -> None:
    """Keep what a build came to, for the next process; what went wrong is not kept."""
    file = _file(layout)
    with suppress(OSError):
        if result.written is None:
            file.unlink(missing_ok=True)
            return
        output = os.path.realpath(result.output)
        written = result.written
        outputs = {path: [*look] for path, look in written.looks.items()}
        if len(outputs) != len(written.changed) + written.unchanged + 1:  # the manifest
            file.unlink(missing_ok=True)  # somebody else was at work there
            return
        below = os.path.relpath(output, os.path.realpath(layout.site))
        told = _written(result)
        _save(file, {**before, "outputs": outputs, "output": below, "told": told})
        kept = sorted(file.parent.glob("build-*.json"), key=lambda each: each.stat().st_mtime_ns)
        for old in kept[:-_KEPT]:
            old.unlink(missing_ok=True)


# ---------------------------------------------------------------- what is looked at


def version() -> list[Any]:
    """What else a build depends on: this program, what it uses, and the Python that runs it.

    Told from looks, so it is quick, and of this machine alone; see `programs.program`.
    """
    used = []
    for name in USED:
        found = find_spec(name)
        used.append(look_of(found.origin) if found and found.origin else None)
    files = sorted(_walk(str(_PACKAGE), ""))
    own = blake2b(
        repr([(n, look_of(f"{_PACKAGE}/{n}")) for n in files if "__pycache__" not in n]).encode()
    )
    return [sys.version, used, own.hexdigest()]


def _names(site: Path) -> tuple[str, str]:
    """The folders of content and templates, by the settings; those that are wrong are read again."""
    import tomllib  # noqa: PLC0415 - a build that changes nothing knows them

    with suppress(FileNotFoundError, AttributeError, RecursionError):
        own = tomllib.loads(read_regular(site / "pyproject.toml").decode("utf-8")).get("tool", {})
        own = own.get("sidegloss", {})
        return str(own.get("content", "content")), str(own.get("templates", "templates"))
    return "content", "templates"


def is_real_below(folder: Path, site: Path) -> bool:
    """Whether no link leads from *site* to *folder*, which is below it."""
    root = os.path.realpath(site)
    below = os.path.relpath(os.path.abspath(folder), os.path.abspath(site))
    return os.path.realpath(folder) == os.path.normpath(os.path.join(root, below))


def _files(site: Path, content: str, templates: str) -> dict[str, Look] | None:
    """Every file that a build may read, by its path from *site*; None where a link is among them.

    Raises OSError.
    """
    if not all(is_real_below(site / folder, site) for folder in (content, templates)):
        return None
    default = _PACKAGE.parents[1] / "templates"
    paths = ["pyproject.toml"]
    for folder in (content, templates, *([str(default)] if default.is_dir() else [])):
        paths += _walk(os.path.join(site, folder), f"{folder}/")
    files = {}
    for path in paths:
        look = look_of(os.path.join(site, path))
        if look is not None:
            files[path] = look
        elif os.path.lexists(os.path.join(site, path)):
            return None
    return files


def _walk(folder: str, below: str, depth: int = 0) -> Iterator[str]:
    if depth > DEPTH + 1:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), folder)
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{below}{entry.name}/", depth + 1)
        else:
            yield below + entry.name


def look_of(name: str) -> Look | None:
    """What tells a file from what it was; None where there is none, or something else."""
    found = looks.look_of(name)
    return [*found] if found else None


def _hash(name: str) -> str:
    return blake2b(read_regular(name, MEDIA_LIMIT), digest_size=20).hexdigest()


# ---------------------------------------------------------------- what is kept


def _file(layout: Layout) -> Path:
    return layout.site / MEMORY / f"build-{name_of(layout)}.json"


def name_of(layout: Layout) -> str:
    """What tells one way to build a site from another, in the names of files."""
    output = layout.output and os.path.realpath(layout.output)
    asked = (output, layout.url, layout.with_drafts, layout.is_for_disk)
    return blake2b(repr(asked).encode(), digest_size=8).hexdigest()


def now_at(site: Path) -> int:
    """The time by the clock of the site's file system."""
    mark = site / MEMORY / f"now-{os.getpid()}"
    mark.parent.mkdir(exist_ok=True)
    try:
        mark.write_bytes(b"")
        return mark.stat().st_mtime_ns
    finally:
        mark.unlink(missing_ok=True)


def _save(file: Path, state: Seen) -> None:
    """Whole or not at all."""
    file.parent.mkdir(exist_ok=True)
    mark = file.with_name(f"{file.name}-{os.getpid()}")
    mark.write_text(json.dumps(state))
    mark.replace(file)


def _settle(file: Path, before: Seen) -> None:
    """What is as it was, and had its time to show a change, need not be read again."""
    with suppress(OSError):
        now = now_at(file.parents[1])
        seen_as: dict[str, Look] = before["files"]
        hashed: dict[str, str] = before["hashed"]
        fresh = {p: h for p, h in hashed.items() if max(seen_as[p][1:3]) > now - SETTLED}
        if fresh != before["hashed"]:
            _save(file, {**before, "hashed": fresh})


def _written(result: Result) -> list[list[Any]]:
    """What was told, as `_diagnostic` reads it."""
    return [[d.code, d.severity, d.message, astuple(d.at), d.hint] for d in result.diagnostics]


def _diagnostic(code: str, severity: str, message: str, at: Iterable[Any], hint: str) -> Diagnostic:
    return Diagnostic(code, Severity(severity), message, Location(*at), hint)
