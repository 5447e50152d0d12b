"""Tasks -> their outputs, laid down in a passing folder as they are made."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from sidegloss.builder.given import Task
from sidegloss.cache_folder import MEMORY, cache_mistakes
from sidegloss.model import Kept, Output, SiteError, Staged
from sidegloss.write import Stage

_TOGETHER = 16
"""Tasks that are reported together."""


@contextmanager
def staging(site: Path) -> Iterator[Path]:
    """A folder in which a build puts what it has made; what killed builds left there is removed.

    Raises SiteError where the cache folder is a link, or holds one.
    """
    told = tuple(cache_mistakes(site))
    if told:
        raise SiteError(*told)
    above = site / MEMORY
    is_new = not above.exists()
    clear(above)
    folder = above / f"staged-{os.getpid()}"
    try:
        folder.mkdir(parents=True)
        (folder / _MARK).touch()
    except OSError:  # the site's folder is not ours to write in
        with TemporaryDirectory(prefix="sidegloss-") as elsewhere:
            yield Path(elsewhere)
        return
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
        if is_new:
            with suppress(OSError):  # it holds what others remember
                above.rmdir()


_MARK = ".made-by-sidegloss"
"""A file by which a folder is known to be one of ours."""

_PASSING = re.compile(
    r"(?:now|build-[0-9a-f]{16}\.json|articles\.blobs"
    r"|(?:articles|pieces-[0-9a-f]{16})\.kept)-(\d{1,19})"
)
"""Files that a build writes beside their places: their names, and the number of its process."""

_STAGED = re.compile(r"staged-(\d{1,19})")


def clear(folder: Path) -> None:
    """Remove what builds that were killed left in the cache *folder*: exactly what they make, and no more."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return
    for left in found:
        passing, staged_by = _PASSING.fullmatch(left.name), _STAGED.fullmatch(left.name)
        number = passing or staged_by
        if left.is_symlink() or not number or _is_running(int(number[1])):
            continue
        with suppress(OSError):
            if passing:
                left.unlink()  # of a folder it removes nothing
            elif (left / _MARK).is_file():
                rmtree(left, ignore_errors=True)
            else:
                left.rmdir()  # killed right after it was made


def _is_running(number: int) -> bool:
    """Whether the build goes on that put this number to a name."""
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


@dataclass(frozen=True, slots=True)
class Made:
    """What one task came to."""

    key: str
    outputs: tuple[Staged | Kept, ...]


def staged(
    todo: Sequence[tuple[str, Task]], output: Path, folder: Path, name: str
) -> Iterator[list[Made]]:
    """What tasks make, in their order and few by few, laid down under *name* in *folder*.

    *todo* has each with its key.
    """
    stage = Stage(output, folder, name)
    for start in range(0, len(todo), _TOGETHER):
        yield [
            Made(key, tuple(map(stage.take, _checked(task))))
            for key, task in todo[start : start + _TOGETHER]
        ]


def _checked(task: Task) -> Iterator[Output]:
    """The files that a task makes. Raises RuntimeError if these are not those that it names.

    One that names a folder (``search/pagefind/``) makes what it wants there.
    """
    made = set()
    for output in task.run():
        made.add(output.path)
        yield output
    if not task.paths[0].endswith("/") and made != {*task.paths}:
        different = sorted(made ^ {*task.paths})
        raise RuntimeError(f"{task.function.__qualname__} names or makes only one of: {different}")
