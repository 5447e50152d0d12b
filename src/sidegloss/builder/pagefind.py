"""What readers search -> Pagefind's index of it: records laid down in a passing folder, and its program run over them.

The program's files differ from run to run where records can be narrowed (it goes through a map without an order),
so they are no part of what two builds have alike. What finds and what is found is the same.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from sidegloss.builder.arguments import Arguments
from sidegloss.builder.given import Given, Task, given
from sidegloss.exports import PAGEFIND, Entry, search_entries, search_records
from sidegloss.installed import install
from sidegloss.model import Diagnostic, Location, Output, Severity, SiteError
from sidegloss.write.looks import look_of

_WANTED = (
    *("pagefind.js", "pagefind-entry.json", "pagefind.*.pf_meta", "wasm.*.pagefind"),
    *("filter/*", "fragment/*", "index/*"),
)
"""What our page asks for; the rest are Pagefind's own pages and styles."""


def is_available() -> bool:
    """Whether the extra ``search`` is installed, with the program for this machine."""
    return _program() is not None


def task(arguments: Arguments) -> Task:
    """The task that makes the index.

    Its argument is what the records say, made here: most edits change no word of them, and to make
    an index anew takes ten times as long.
    """
    settings, sources = arguments.settings, arguments.published.load()
    placed = arguments.whole(arguments.cards)
    entries = tuple(search_entries(settings, sources, placed.load()))
    program = _program()
    looks = tuple(look_of(str(program)) or ()) if program else ()
    known = blake2b(repr(entries).encode()).hexdigest()
    records = Given(lambda: known, lambda: entries)
    also = (
        given(settings.language),
        given((str(program), *looks)),
        given(arguments.site.settings.path),
    )
    return Task(indexed, (records, *also), (PAGEFIND,))


def indexed(
    entries: Sequence[Entry], language: str, program: Sequence[object], at: str
) -> Iterator[Output]:
    """The files of the index, below `PAGEFIND`. Raises SiteError where none is made.

    All records are in one language, the site's: a reader searches them all at once, and Pagefind
    asks for one index, one program and one way to tell a word's forms apart. *at* is the file whose
    settings ask for the index, *program* where Pagefind's program is, and how its file looks.
    """
    with TemporaryDirectory(prefix="sidegloss-") as folder:
        records, made = Path(folder) / "records", Path(folder) / "indexed"
        records.mkdir()
        for record in search_records(entries):
            file = records / record.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(record.data)
        _run(str(program[0]), language, records, made, at)
        for file in sorted({file for pattern in _WANTED for file in made.glob(pattern)}):
            yield Output(f"{PAGEFIND}{file.relative_to(made).as_posix()}", file.read_bytes())


def _run(program: str, language: str, folder: Path, made: Path, at: str) -> None:
    paths = ["--site", str(folder), "--output-path", str(made)]
    spoken = language.partition("-")[0].lower()
    command = [program, *paths, "--force-language", spoken, "--silent"]
    pipe = subprocess.PIPE
    try:
        # in the passing folder: elsewhere it would read a pagefind.yml that lies there
        with subprocess.Popen(command, cwd=folder, stdout=pipe, stderr=pipe) as running:  # noqa: S603
            said = b"\n".join(running.communicate()).decode(errors="replace").split("\n")
    except OSError as error:
        raise SiteError(_told(at, error.strerror or "it cannot be run")) from None
    if running.returncode or not (made / "pagefind.js").is_file():
        lines = [line.strip() for line in said if line.strip()]
        raise SiteError(_told(at, [f"it ended with {running.returncode}", *lines][-1]))


def _program() -> Path | None:
    """Where Pagefind's package has its program for this machine, or the environment another one."""
    if find_spec("pagefind") is None:
        return None
    from pagefind.service import get_executable  # noqa: PLC0415 - an extra, and slow to import

    try:
        return get_executable()
    except FileNotFoundError:
        return None


def _told(at: str, said: str) -> Diagnostic:
    return Diagnostic(
        "search-made",
        Severity.ERROR,
        f"Pagefind made no index: {said}"[:300],
        Location(at),
        f'write search = "own", or install Pagefind again; {install("search")}',
    )
