"""A site's folder -> its settings, manuscripts, records of sources, and the names of its files.

The one place where authors' files are read (themes apart). Paths inside values are relative to
the site's folder and written with ``/``. A link of the file system is followed only where it ends
inside the site, at something that may be read or published by its own name.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from sidegloss import front_matter
from sidegloss import settings as settings_text
from sidegloss.model import (
    Diagnostic,
    Location,
    Manuscript,
    Record,
    Settings,
    Severity,
    SiteError,
)
from sidegloss.texts import decoded

FORMS = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".bib": "bib"}
"""Endings of files of sources -> the form of their Record."""

SOURCES = tuple(f"sources{ending}" for ending in FORMS)

LEDGER = "ledger.json"

PRIVATE = ("snapshots", LEDGER)
"""Beside ``sources*``: what stands at the top of the content folder and is never published."""


def settings(site: Path, url: str | None = None) -> Settings:
    """What the site's pyproject.toml says; defaults where there is none.

    *url*, which the environment may give, stands in for the setting. Raises SiteError.
    """
    path = site / "pyproject.toml"
    if not path.is_file():
        return settings_text.understood("", path.name, url)
    text, told = decoded(path.read_bytes(), path.name)
    if told:
        raise SiteError(*told)
    return settings_text.understood(text, path.name, url)


@dataclass(slots=True)
class Seen:
    """A manuscript, how its file looked before it was read (size, times, number on the disk), and the
    digest of its bytes.

    *is_settled*: a file of this look was read twice, in two rounds, and was the same; its next change
    will show in its look. *is_plain*: no link of the file system leads to it.
    """

    look: tuple[int, ...]
    manuscript: Manuscript
    digest: str
    is_settled: bool = False
    is_plain: bool = True


def manuscripts(
    site: Path,
    settings: Settings,
    seen: dict[str, Seen] | None = None,
    ignored: Collection[str] = (),
) -> tuple[Manuscript, ...]:
    """Every Markdown file of the content folder, in the order of their names.

    What is wrong with one stands in its diagnostics. Raises SiteError where there is no content
    folder, or where a link leads out of the site. *seen* is what the round before left there, and
    is brought up to date: what looks as it did is not read again. The paths in *ignored* are left out.
    """
    found = (entry for entry in _entries(site, settings) if entry.path not in ignored)
    entries = [entry for entry in found if _is_manuscript(entry.name)]
    _refuse_outside(entry for entry in entries if not entry.is_inside)
    if seen is None:
        return tuple(map(_manuscript, entries))
    now = {entry.path: _seen(entry, seen.get(entry.path)) for entry in entries}
    seen.clear()
    seen.update(now)
    return tuple(each.manuscript for each in now.values())


def manuscript(site: Path, path: str, name: str) -> Manuscript:
    """The manuscript at *path*, a file that is no link. Raises OSError."""
    return _manuscript(_Entry(str(site / path), name, path, is_inside=True))


def again(site: Path, seen: dict[str, Seen], paths: Sequence[str]) -> list[Manuscript] | None:
    """The manuscripts at *paths*, read anew, and *seen* brought up to date.

    None, and nothing done, where one was not seen before or is a file no more, or where some
    manuscript is a link, which another path may have changed. Raises OSError as `open` does.
    """
    known = [(path, seen[path]) for path in paths if path in seen]
    if not all(each.is_plain for each in seen.values()) or len(known) != len(paths):
        return None
    entries = [
        _Entry(str(site / path), before.manuscript.name, path, is_inside=True)
        for path, before in known
    ]
    if any(entry.file.is_symlink() or not entry.file.is_file() for entry in entries):
        return None
    seen |= {
        path: _seen(entry, before) for entry, (path, before) in zip(entries, known, strict=True)
    }
    return [seen[path].manuscript for path, _ in known]


def _seen(entry: _Entry, before: Seen | None) -> Seen:
    found = os.stat(entry.where)  # noqa: PTH116 - one call a file, in every round
    look = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    if before and before.is_settled and before.look == look:
        return before
    data = entry.file.read_bytes()
    digest = blake2b(data, digest_size=16).hexdigest()
    if before and before.digest == digest:
        return Seen(look, before.manuscript, digest, before.look == look, entry.is_plain)
    return Seen(look, _manuscript(entry, data), digest, is_plain=entry.is_plain)


def records(site: Path, settings: Settings, ignored: Collection[str] = ()) -> tuple[Record, ...]:
    """The files of sources: ``sources.yaml`` and its like, then all below ``sources/``.

    Raises SiteError as `manuscripts` does, and where a file is not UTF-8. The paths in *ignored* are left out.
    """
    all_files = (entry for entry in _entries(site, settings) if entry.path not in ignored)
    found = (entry for entry in all_files if _is_record(entry.name))
    entries = sorted(found, key=lambda entry: (entry.name.count("/"), entry.name))
    _refuse_outside(entry for entry in entries if not entry.is_inside)
    read = [(entry, *decoded(entry.file.read_bytes(), entry.path)) for entry in entries]
    told = [diagnostic for _, _, diagnostics in read for diagnostic in diagnostics]
    if told:
        raise SiteError(*told)
    return tuple(
        Record(entry.path, text, FORMS[entry.file.suffix.lower()]) for entry, text, _ in read
    )


def ledger(site: Path, settings: Settings) -> tuple[str | None, str]:
    """(text, path) of the ledger; None where the site keeps none. Raises SiteError as `records`."""
    path = f"{settings.content.strip('/')}/{LEDGER}"
    file = site / settings.content / LEDGER
    if not file.is_file():
        return None, path
    if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(site)):
        entry = _Entry(str(file), LEDGER, path, is_inside=False)
        _refuse_outside([entry])
    text, told = decoded(file.read_bytes(), path)
    if told:
        raise SiteError(*told)
    return text, path


def files(site: Path, settings: Settings) -> frozenset[str]:
    """Names of the other files of the content folder that an article may refer to."""
    return frozenset(
        entry.name
        for entry in _entries(site, settings)
        if entry.is_inside and is_publishable(entry.name) and not _is_manuscript(entry.name)
    )


def kept_copies(site: Path, settings: Settings) -> frozenset[str]:
    """Names of the files below ``snapshots/``: of no use to an article, but a source may publish one.

    A link of the file system is none of them where it leads elsewhere.
    """
    folder = Path(os.path.realpath(site / settings.content)) / "snapshots"
    return frozenset(
        entry.name
        for entry in _entries(site, settings)
        if entry.name.startswith("snapshots/")
        and Path(os.path.realpath(entry.file)).is_relative_to(folder)
    )


def kept_texts(site: Path, settings: Settings, names: Iterable[str]) -> dict[str, str]:
    """The texts of kept copies, by name; what is missing, not UTF-8 or elsewhere is left out."""
    content = site / settings.content
    inside = Path(os.path.realpath(content))
    texts = {}
    for name in names:
        file = Path(os.path.realpath(content / name))
        if file.is_relative_to(inside) and file.is_file():
            text, told = decoded(file.read_bytes(), name)
            if not told:
                texts[name] = text
    return texts


def is_publishable(name: str) -> bool:
    """Whether the file called *name* (relative to the content folder) may ever be copied.

    Names are compared without case: some file systems do.
    """
    parts = name.casefold().split("/")
    is_private = parts[0].startswith("sources") or parts[0] in PRIVATE
    is_hidden = any(part.startswith(".") for part in parts)
    return not (is_private or is_hidden or parts[-1] in (*SOURCES, LEDGER))


# ---------------------------------------------------------------- files and folders


class _Entry:
    """A file of the content folder: *name* relative to it, *path* to the site, *where* to find it."""

    __slots__ = ("is_inside", "is_plain", "name", "path", "where")

    def __init__(
        self, where: str, name: str, path: str, *, is_inside: bool, is_plain: bool = True
    ) -> None:
        self.where, self.name, self.path, self.is_inside = where, name, path, is_inside
        self.is_plain = is_plain

    @property
    def file(self) -> Path:
        return Path(self.where)


def _entries(site: Path, settings: Settings) -> Iterator[_Entry]:
    """Every file below the content folder but dot-files, in the order of their names."""
    content = site / settings.content
    if not content.is_dir():
        message = f"there is no folder {settings.content}"
        hint = f"make the folder {settings.content} and put an article in it: {settings.content}/index.md"
        raise SiteError(
            Diagnostic("content-exists", Severity.ERROR, message, Location(settings.content), hint)
        )
    roots = tuple(
        Path(os.path.realpath(each)) for each in (content, site / settings.templates, site)
    )
    prefix = settings.content.strip("/")
    for name, is_link in _names(content, "", (str(roots[0]),)):
        is_inside = not is_link or _is_allowed(content / name, name, roots)
        where, path = f"{content}/{name}", f"{prefix}/{name}"
        yield _Entry(where, name, path, is_inside=is_inside, is_plain=not is_link)


def _names(folder: Path, below: str, above: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """(name, whether a link leads to it) of every file; *above* are the folders around it."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        is_link = entry.is_symlink()
        # entry.is_dir() raises where a link leads to itself
        if not (Path(entry.path).is_dir() if is_link else entry.is_dir()):
            if is_link or entry.is_file():  # reading a pipe would never end
                yield below + entry.name, is_link
            continue
        real = os.path.realpath(entry.path)
        if real not in above:  # a link to a folder around it would never end
            for name, is_further in _names(
                Path(entry.path), f"{below}{entry.name}/", (*above, real)
            ):
                yield name, is_link or is_further


def _is_allowed(file: Path, name: str, roots: tuple[Path, ...]) -> bool:
    """Whether a link ends inside the site, at what may be read under the link's own name."""
    real = Path(os.path.realpath(file))
    content, templates, site = roots
    root = content if real.is_relative_to(content) else site
    if not real.is_file() or not real.is_relative_to(root):
        return False
    target = real.relative_to(root).as_posix()
    if not is_publishable(name):
        return root is content or is_publishable(target)
    if _is_manuscript(name) or root is content:
        return is_publishable(target) and _is_manuscript(target) == _is_manuscript(name)
    return real.is_relative_to(templates)


def _refuse_outside(entries: Iterable[_Entry]) -> None:
    told = [
        Diagnostic(
            "path-inside",
            Severity.ERROR,
            f"{entry.name} is a link that leads out of the site, or nowhere",
            Location(entry.path),
            "put a copy of the file in its place",
        )
        for entry in entries
    ]
    if told:
        raise SiteError(*told)


def _is_manuscript(name: str) -> bool:
    top = name.split("/", 1)[0].casefold()
    is_beside_sources = "/" in name and top in {"sources", "snapshots"}
    return name[-3:].casefold() == ".md" and not is_beside_sources


def _is_record(name: str) -> bool:
    return name in SOURCES or (name.startswith("sources/") and Path(name).suffix.lower() in FORMS)


def _manuscript(entry: _Entry, data: bytes | None = None) -> Manuscript:
    text, told = decoded(entry.file.read_bytes() if data is None else data, entry.path)
    split = front_matter.split(text, entry.path)
    diagnostics = (*told, *split.diagnostics)
    return Manuscript(
        entry.path, entry.name, split.front, split.text, split.first_line, diagnostics
    )
