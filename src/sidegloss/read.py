"""A site's folder -> its settings, manuscripts, records of sources, and the names of its files.

The one place where authors' files are read (themes apart). Paths inside values are relative to
the site's folder and written with ``/``. Only regular files inside the site are read, and no more of
one than `regular_files` allows.
"""

# What counts is where a path really leads, link by link: `os.path` says it without further looks.
# ruff: noqa: PTH113, PTH114, PTH116, PTH118

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from sidegloss import folders, front_matter, refusals
from sidegloss import settings as settings_text
from sidegloss.content_files import (
    FORMS,
    LEDGER,
    Entry,
    entries,
    is_manuscript,
    is_publishable,
    is_record,
)
from sidegloss.model import Manuscript, Record, Settings, SiteError
from sidegloss.regular_files import NotRegularError, TooLargeError, is_within, read_regular
from sidegloss.texts import decoded

SETTINGS = "pyproject.toml"


def settings(site: Path, url: str | None = None) -> Settings:
    """What the site's pyproject.toml says; defaults where there is none.

    *url*, which the environment may give, stands in for the setting. Raises SiteError, also where a
    folder that it names may not be used (`folders`).
    """
    found = settings_text.understood(_settings_text(site), SETTINGS, url)
    told = tuple(folders.mistakes(site, found))
    if told:
        raise SiteError(*told)
    return found


def _settings_text(site: Path) -> str:
    file = site / SETTINGS
    if not os.path.lexists(file):
        return ""
    if file.is_symlink() and not is_within(os.path.realpath(file), os.path.realpath(site)):
        raise SiteError(refusals.outside(SETTINGS, "the site"))
    text, told = decoded(_bytes(os.path.realpath(file), SETTINGS), SETTINGS)
    if told:
        raise SiteError(*told)
    return text


def _bytes(real: str, path: str) -> bytes:
    """The bytes of the file *real*, called *path* in messages. Raises SiteError and OSError."""
    try:
        return read_regular(real)
    except NotRegularError:
        raise SiteError(refusals.special(path)) from None
    except TooLargeError as error:
        raise SiteError(refusals.large(path, str(error.strerror))) from None


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

    What is wrong with one stands in its diagnostics. *seen* is what the round before left there, and
    is brought up to date: what looks as it did is not read again. The paths in *ignored* are left out.
    Raises SiteError if there is no content folder, if a link leads out of the site, and for pipes,
    devices and other special files.
    """
    found = [entry for entry in entries(site, settings) if entry.path not in ignored]
    _refuse(found, is_manuscript)
    articles = [entry for entry in found if is_manuscript(entry.name)]
    if seen is None:
        return tuple(map(_manuscript, articles))
    now = {entry.path: _seen(entry, seen.get(entry.path)) for entry in articles}
    seen.clear()
    seen.update(now)
    return tuple(each.manuscript for each in now.values())


def manuscript(site: Path, path: str, name: str) -> Manuscript:
    """The manuscript at *path*, a file that is no link. Raises OSError."""
    return _manuscript(Entry(str(site / path), name, path))


def again(site: Path, seen: dict[str, Seen], paths: Sequence[str]) -> list[Manuscript] | None:
    """The manuscripts at *paths*, read anew, and *seen* brought up to date.

    None, and nothing done, where one was not seen before or is a file no more, or where some
    manuscript is a link, which another path may have changed. Raises OSError as `open` does.
    """
    known = [(path, seen[path]) for path in paths if path in seen]
    if not all(each.is_plain for each in seen.values()) or len(known) != len(paths):
        return None
    found = [Entry(str(site / path), before.manuscript.name, path) for path, before in known]
    if any(os.path.islink(entry.where) or not os.path.isfile(entry.where) for entry in found):
        return None
    seen |= {path: _seen(entry, before) for entry, (path, before) in zip(found, known, strict=True)}
    return [seen[path].manuscript for path, _ in known]


def _seen(entry: Entry, before: Seen | None) -> Seen:
    found = os.stat(entry.where)
    look = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
    if before and before.is_settled and before.look == look:
        return before
    data = _bytes(entry.real, entry.path)
    digest = blake2b(data, digest_size=16).hexdigest()
    if before and before.digest == digest:
        return Seen(look, before.manuscript, digest, before.look == look, entry.is_plain)
    return Seen(look, _manuscript(entry, data), digest, is_plain=entry.is_plain)


def records(site: Path, settings: Settings, ignored: Collection[str] = ()) -> tuple[Record, ...]:
    """The files of sources: ``sources.yaml`` and its like, then all below ``sources/``.

    Raises SiteError as `manuscripts` does, and where a file is not UTF-8. The paths in *ignored* are left out.
    """
    all_of_them = [entry for entry in entries(site, settings) if entry.path not in ignored]
    _refuse(all_of_them, is_record)
    found = sorted(
        (entry for entry in all_of_them if is_record(entry.name)),
        key=lambda entry: (entry.name.count("/"), entry.name),
    )
    read = [(entry, *decoded(_bytes(entry.real, entry.path), entry.path)) for entry in found]
    told = [diagnostic for _, _, diagnostics in read for diagnostic in diagnostics]
    if told:
        raise SiteError(*told)
    return tuple(
        Record(entry.path, text, FORMS[Path(entry.name).suffix.lower()]) for entry, text, _ in read
    )


def ledger(site: Path, settings: Settings) -> tuple[str | None, str]:
    """(text, path) of the ledger; None where the site keeps none. Raises SiteError as `records`."""
    path = f"{settings.content.strip('/')}/{LEDGER}"
    file = site / settings.content / LEDGER
    if not os.path.lexists(file):
        return None, path
    real = os.path.realpath(file)
    if not is_within(real, os.path.realpath(site)) or os.path.islink(real):
        raise SiteError(refusals.outside(path, "the site"))
    text, told = decoded(_bytes(real, path), path)
    if told:
        raise SiteError(*told)
    return text, path


def files(site: Path, settings: Settings) -> frozenset[str]:
    """Names of the other files of the content folder that an article may refer to."""
    return frozenset(
        entry.name
        for entry in entries(site, settings)
        if entry.is_allowed and is_publishable(entry.name) and not is_manuscript(entry.name)
    )


def missing_root_files(site: Path, settings: Settings) -> tuple[int, ...]:
    """The numbers of those ``root-files`` that are no regular file inside the content folder."""
    content = os.path.realpath(site / settings.content)
    real = [os.path.realpath(os.path.join(content, name)) for name in settings.root_files]
    return tuple(
        number
        for number, file in enumerate(real)
        if not (is_within(file, content) and os.path.isfile(file))
    )


def kept_copies(site: Path, settings: Settings) -> frozenset[str]:
    """Names of the files below ``snapshots/``: of no use to an article, but a source may publish one.

    A link of the file system is none of them where it leads elsewhere.
    """
    folder = os.path.join(os.path.realpath(site / settings.content), "snapshots")
    return frozenset(
        entry.name
        for entry in entries(site, settings)
        if entry.name.startswith("snapshots/")
        and not entry.fault
        and is_within(os.path.realpath(entry.where), folder)
    )


def kept_texts(site: Path, settings: Settings, names: Iterable[str]) -> dict[str, str]:
    """The texts of kept copies, by name; what is missing, not UTF-8 or elsewhere is left out.

    Raises SiteError where one is larger than a text may be.
    """
    content = site / settings.content
    inside = os.path.realpath(content)
    texts = {}
    for name in names:
        real = os.path.realpath(content / name)
        if is_within(real, inside) and os.path.isfile(real):
            text, told = decoded(_bytes(real, f"{settings.content.strip('/')}/{name}"), name)
            if not told:
                texts[name] = text
    return texts


def _refuse(found: Iterable[Entry], is_wanted: Callable[[str], bool]) -> None:
    """Raise SiteError for what nobody may read, and for what is wanted and may not be read as that."""
    told = [
        entry.fault or refusals.outside(entry.path, "the site")
        for entry in found
        if entry.fault or (not entry.is_allowed and is_wanted(entry.name))
    ]
    if told:
        raise SiteError(*told)


def _manuscript(entry: Entry, data: bytes | None = None) -> Manuscript:
    text, told = decoded(_bytes(entry.real, entry.path) if data is None else data, entry.path)
    split = front_matter.split(text, entry.path, entry.name)
    diagnostics = (*told, *split.diagnostics)
    return Manuscript(
        entry.path, entry.name, split.front, split.text, split.first_line, diagnostics
    )
