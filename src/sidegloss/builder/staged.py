"""Makers -> their outputs, laid down in a passing folder as they are made."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from sidegloss.builder.makers import Job, Maker
from sidegloss.cache_folder import MEMORY, cache_mistakes
from sidegloss.exports import beside, noted
from sidegloss.model import Copy, Kept, Placed, SiteError, Staged
from sidegloss.slugs import file_of
from sidegloss.write import Stage

_TOGETHER = 64
"""Makers after which the files beside articles are made."""


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
    r"|(?:articles|pieces-[0-9a-f]{16}|skeleton-[0-9a-f]{16})\.kept)-(\d{1,19})"
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
    """What one maker came to."""

    key: str
    article: str
    outputs: tuple[Staged | Kept | Copy, ...]


def staged(job: Job, makers: Sequence[Maker], name: str) -> Iterator[list[Made]]:
    """What *makers* make, in their order and few by few, laid down under *name* in the job's folder."""
    stage = Stage(job.output, job.staging, name)
    places = {place.article.path: place for place in job.site.articles}
    for start in range(0, len(makers), _TOGETHER):
        shown: list[Placed] = []
        taken: list[tuple[Maker, list[Staged | Kept]]] = []
        for maker in makers[start : start + _TOGETHER]:
            outputs: list[Staged | Kept] = []
            for each in maker.make():
                outputs.append(stage.take(each))
                if maker.article and each.path == file_of(places[maker.article].address):
                    shown.append(places[maker.article])
            taken.append((maker, outputs))
        further = {
            article.place.article.path: map(stage.take, beside(article))
            for article in noted(job.site, shown, is_for_disk=job.is_for_disk)
        }
        yield [
            Made(maker.key, maker.article, (*outputs, *further.pop(maker.article, ())))
            for maker, outputs in taken
        ]
