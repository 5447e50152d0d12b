"""A site -> Pagefind's index of it: records laid down in a passing folder, and its program run over them.

The program's files differ from run to run where records can be narrowed (it goes through a map without an order),
so they are no part of what two builds have alike. What finds and what is found is the same.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree

from sidegloss.builder.programs import program
from sidegloss.builder.unchanged import look_of
from sidegloss.digests import digest
from sidegloss.exports import PAGEFIND, search_entries, search_records
from sidegloss.installed import install
from sidegloss.model import Diagnostic, Location, Output, Severity, Site, SiteError

_WANTED = (
    *("pagefind.js", "pagefind-entry.json", "pagefind.*.pf_meta", "wasm.*.pagefind"),
    *("filter/*", "fragment/*", "index/*"),
)
"""What our page asks for; the rest are Pagefind's own pages and styles."""


def is_available() -> bool:
    """Whether the extra ``search`` is installed, with the program for this machine."""
    return _program() is not None


def key_of(site: Site) -> str:
    """Of the index: what its records say, how their words are told apart, and by which program.

    It is made of the records themselves: most edits change no word of them, and to make an index anew
    takes ten times as long.
    """
    path = _program()
    look = tuple(look_of(str(path)) or ()) if path else ()
    said = repr([*search_entries(site)])
    return digest((PAGEFIND, site.settings.language, said, str(path), look, program()))


def indexed(site: Site, folder: Path) -> Iterator[Output]:
    """The files of the index. *folder* is made, and removed. Raises SiteError where there is none.

    All records are in one language, the site's: a reader searches them all at once, and Pagefind
    asks for one index, one program and one way to tell a word's forms apart.
    """
    made = folder.with_name(f"{folder.name}-indexed")
    try:
        _lay_down(site, folder)
        _run(site, folder, made)
        found = sorted({file for pattern in _WANTED for file in made.glob(pattern)})
        for file in found:
            yield Output(f"{PAGEFIND}{file.relative_to(made).as_posix()}", file.read_bytes())
    finally:
        rmtree(folder, ignore_errors=True)
        rmtree(made, ignore_errors=True)


def _lay_down(site: Site, folder: Path) -> None:
    for record in search_records(site):
        file = folder / record.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(record.data)


def _run(site: Site, folder: Path, made: Path) -> None:
    found = _program()
    if found is None:
        raise SiteError(_told(site, "there is no such program here"))
    language = site.settings.language.partition("-")[0].lower()
    paths = ["--site", str(folder.absolute()), "--output-path", str(made.absolute())]
    command = [str(found), *paths, "--force-language", language, "--silent"]
    pipe = subprocess.PIPE
    try:
        # in the passing folder: elsewhere it would read a pagefind.yml that lies there
        with subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe) as running:  # noqa: S603
            said = b"\n".join(running.communicate()).decode(errors="replace").split("\n")
    except OSError as error:
        raise SiteError(_told(site, error.strerror or "it cannot be run")) from None
    if running.returncode or not (made / "pagefind.js").is_file():
        lines = [line.strip() for line in said if line.strip()]
        raise SiteError(_told(site, [f"it ended with {running.returncode}", *lines][-1]))


def _program() -> Path | None:
    """Where Pagefind's package has its program for this machine, or the environment another one."""
    if find_spec("pagefind") is None:
        return None
    from pagefind.service import get_executable  # noqa: PLC0415 - an extra, and slow to import

    try:
        return get_executable()
    except FileNotFoundError:
        return None


def _told(site: Site, said: str) -> Diagnostic:
    return Diagnostic(
        "search-made",
        Severity.ERROR,
        f"Pagefind made no index: {said}"[:300],
        Location(site.settings.path),
        f'write search = "own", or install Pagefind again; {install("search")}',
    )
