"""Makers -> their outputs, laid down in a passing folder as they are made."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from sidegloss.builder.layout import MEMORY
from sidegloss.builder.makers import Job, Maker
from sidegloss.exports import beside, noted
from sidegloss.model import Copy, Kept, Staged
from sidegloss.slugs import file_of
from sidegloss.write import Stage

_TOGETHER = 64
"""Makers after which the files beside articles are made, and their pages let go."""


@contextmanager
def staging(site: Path) -> Iterator[Path]:
    """A folder in which a build lays down what it has made; what killed builds left there goes."""
    above = site / MEMORY
    folder = above / f"staged-{os.getpid()}"
    for left in above.glob("*-*"):
        number = left.name.rpartition("-")[2]
        if number.isdigit() and not _is_running(int(number)):
            rmtree(left, ignore_errors=True)
            with suppress(OSError):
                left.unlink()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # the site's folder is not ours to write in
        with TemporaryDirectory(prefix="sidegloss-") as elsewhere:
            yield Path(elsewhere)
        return
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # it holds what others remember
            above.rmdir()


def _is_running(number: int) -> bool:
    """Whether the build goes on that put this number to a name."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
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
    addresses = {place.article.path: file_of(place.address) for place in job.site.articles}
    for start in range(0, len(makers), _TOGETHER):
        html: dict[str, bytes] = {}
        taken: list[tuple[Maker, list[Staged | Kept]]] = []
        for maker in makers[start : start + _TOGETHER]:
            outputs: list[Staged | Kept] = []
            for each in maker.make():
                outputs.append(stage.take(each))
                if maker.article and each.path == addresses[maker.article]:
                    html[each.path] = each.data
            taken.append((maker, outputs))
        further = {
            article.place.article.path: map(stage.take, beside(article))
            for article in noted(job.site, html, is_for_disk=job.is_for_disk)
        }
        yield [
            Made(maker.key, maker.article, (*outputs, *further.pop(maker.article, ())))
            for maker, outputs in taken
        ]
