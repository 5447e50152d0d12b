"""A content folder -> the files in it: their names, what each is for, and which may not be read.

A link of the file system is followed where it leads to something inside the site that may be read or
published by its own name. A link that leads out is never entered. Names that begin with a dot are no
part of a site.
"""

# What counts is where a path really leads, link by link: `os.path` says it without further looks.
# ruff: noqa: PTH112, PTH113, PTH114

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sidegloss import refusals
from sidegloss.drafts import is_draft_name
from sidegloss.model import Diagnostic, Location, Settings, Severity, SiteError
from sidegloss.regular_files import is_within

FORMS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".bib": "bib"}
"""Endings of files of sources -> the form of their Record."""

SOURCES = tuple(f"sources{ending}" for ending in FORMS)

LEDGER = "ledger.json"

PRIVATE = ("snapshots", LEDGER)
"""Beside ``sources*``: what is at the top of the content folder and never published."""

DEPTH = 100
"""Folders that may be inside one another."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the content folder: *name* relative to it, *path* to the site, *where* to find it.

    *is_allowed*: it may be read or published under its name. *is_plain*: no link leads to it.
    *fault*: why nobody may read it, whatever it is for.
    """

    where: str
    name: str
    path: str
    is_allowed: bool = True
    is_plain: bool = True
    fault: Diagnostic | None = None

    @property
    def real(self) -> str:
        """The file itself, links followed."""
        return self.where if self.is_plain else os.path.realpath(self.where)


def entries(site: Path, settings: Settings) -> Iterator[Entry]:
    """Every file below the content folder, in the order of their names. Raises SiteError without one."""
    content = site / settings.content
    if not content.is_dir():
        message = f"there is no folder {settings.content}"
        hint = f"make the folder {settings.content} and put an article in it: {settings.content}/index.md"
        raise SiteError(
            Diagnostic("content-exists", Severity.ERROR, message, Location(settings.content), hint)
        )
    roots = (content, site / settings.templates, site)
    walk = _Walk(settings.content.strip("/"), *map(os.path.realpath, roots))
    yield from walk.below(str(content), "", (walk.content,), is_plain=True)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk through a content folder. *content*, *templates* and *site* are free of links."""

    prefix: str
    content: str
    templates: str
    site: str

    def below(
        self, folder: str, below: str, above: tuple[str, ...], *, is_plain: bool
    ) -> Iterator[Entry]:
        """The files below *folder*, whose name is *below*; *above* are the folders around it."""
        with os.scandir(folder) as found:
            inside = sorted(found, key=lambda entry: entry.name)
        for each in inside:
            if each.name.startswith("."):
                continue
            name = below + each.name
            if each.is_symlink():
                yield from self._link(each.path, name, above, is_plain=is_plain)
            elif each.is_dir():
                if len(above) > DEPTH:
                    raise SiteError(_too_deep(self._path(name)))
                yield from self.below(
                    each.path, f"{name}/", (*above, os.path.realpath(each.path)), is_plain=is_plain
                )
            elif each.is_file():
                yield self._entry(each.path, name, is_plain=is_plain)
            else:
                fault = refusals.special(self._path(name))
                yield Entry(each.path, name, self._path(name), is_allowed=False, fault=fault)

    def _link(
        self, where: str, name: str, above: tuple[str, ...], *, is_plain: bool
    ) -> Iterator[Entry]:
        real, path = os.path.realpath(where), self._path(name)
        if real in above:  # a link to a folder around it would never end
            return
        if not is_within(real, self.site) or not os.path.lexists(real) or os.path.islink(real):
            fault = refusals.outside(path, "the site")
        elif os.path.isdir(real):
            if is_plain:
                yield from self.below(where, f"{name}/", (*above, real), is_plain=False)
                return
            fault = _twice(path)
        elif os.path.isfile(real):
            yield self._entry(where, name, is_plain=False)
            return
        else:
            fault = refusals.special(path)
        yield Entry(where, name, path, is_allowed=False, is_plain=False, fault=fault)

    def _entry(self, where: str, name: str, *, is_plain: bool) -> Entry:
        is_allowed = is_plain or self._is_allowed(os.path.realpath(where), name)
        return Entry(where, name, self._path(name), is_allowed, is_plain)

    def _path(self, name: str) -> str:
        return f"{self.prefix}/{name}"

    def _is_allowed(self, real: str, name: str) -> bool:
        """Whether a link may be read under its own name, given the file at its end."""
        root = self.content if is_within(real, self.content) else self.site
        if not os.path.isfile(real) or not is_within(real, root):
            return False
        target = os.path.relpath(real, root).replace(os.sep, "/")
        if is_draft_name(target) and not is_draft_name(name):
            return False
        if not is_publishable(name):
            return root == self.content or is_publishable(target)
        if is_manuscript(name) or root == self.content:
            return is_publishable(target) and is_manuscript(target) == is_manuscript(name)
        return is_within(real, self.templates)


def is_publishable(name: str) -> bool:
    """Whether the file called *name* (relative to the content folder) may ever be copied.

    Names are compared without case: some file systems do.
    """
    parts = name.casefold().split("/")
    is_private = parts[0].startswith("sources") or parts[0] in PRIVATE
    is_hidden = any(part.startswith(".") for part in parts)
    return not (is_private or is_hidden or parts[-1] in (*SOURCES, LEDGER))


def is_manuscript(name: str) -> bool:
    """Whether *name* is that of an article."""
    top = name.split("/", 1)[0].casefold()
    is_beside_sources = "/" in name and top in {"sources", "snapshots"}
    return name[-3:].casefold() == ".md" and not is_beside_sources


def is_record(name: str) -> bool:
    """Whether *name* is that of a file of sources."""
    return name in SOURCES or (name.startswith("sources/") and Path(name).suffix.lower() in FORMS)


def _too_deep(path: str) -> Diagnostic:
    message = f"more than {DEPTH} folders are inside one another here"
    at = Location("/".join(path.split("/")[:3]))
    return Diagnostic("file-readable", Severity.ERROR, message, at, "move the files further up")


def _twice(path: str) -> Diagnostic:
    message = (
        f"{path.rpartition('/')[2]} is a link to a folder, inside a folder that is itself linked"
    )
    hint = "put the folder itself in its place, or remove the link"
    return Diagnostic("path-inside", Severity.ERROR, message, Location(path), hint)
