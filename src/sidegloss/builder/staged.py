"""A site's pieces -> its outputs, laid down in a passing folder as they are made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from sidegloss import cards
from sidegloss.builder.layout import MEMORY
from sidegloss.exports import Export, beside, noted
from sidegloss.model import Output, Site
from sidegloss.pages import Piece
from sidegloss.slugs import file_of
from sidegloss.theme import Theme
from sidegloss.views import CardView
from sidegloss.write import Stage, Wanted

_TOGETHER = 64
"""Makers after which the files beside articles are made, and their pages let go."""


@contextmanager
def staging(site: Path) -> Iterator[Path]:
    """A folder in which a build lays down what it has made; what killed builds left there goes."""
    above = site / MEMORY
    folder = above / f"staged-{os.getpid()}"
    for left in above.glob("staged-*"):
        if not _is_running(left.name):
            rmtree(left, ignore_errors=True)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # it holds what others remember
            above.rmdir()


def _is_running(name: str) -> bool:
    """Whether the build that laid down the folder *name* goes on."""
    number = name.rpartition("-")[2]
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def staged(  # noqa: PLR0917 - the last two by `spread`
    site: Site,
    makers: Sequence[Callable[[], Iterable[Output]]],
    output: Path,
    folder: Path,
    number: int,
    of: int,
    *,
    is_for_disk: bool,
) -> list[Wanted]:
    """One process's share of a site: every so manieth maker, its outputs laid down."""
    folder.mkdir(parents=True, exist_ok=True)
    stage = Stage(output, folder, str(number))
    articles = {file_of(place.address) for place in site.articles}
    found: list[Wanted] = []
    own = makers[number::of]
    for start in range(0, len(own), _TOGETHER):
        html: dict[str, bytes] = {}
        for make in own[start : start + _TOGETHER]:
            for each in make():
                found.append(stage.take(each))
                if each.path in articles:
                    html[each.path] = each.data
        for article in noted(site, html, is_for_disk=is_for_disk):
            found += map(stage.take, beside(article))
    return found


def shown(theme: Theme, piece: Piece) -> Iterator[Output]:
    """The pages of a piece."""
    return map(theme.render, piece())


def pictured(path: str, card: CardView) -> Iterator[Output]:
    """A picture for sharing."""
    yield Output(path, cards.picture(card))


def exported(export: Export, site: Site) -> Iterator[Output]:
    """The site in another format."""
    return export(site)
