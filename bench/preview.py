"""Times the preview: from saving an article to its new page served over HTTP.

    python bench/preview.py [--articles 100 1000] [--edits 40]

The preview runs in a process of its own. Beside it stands what is not the builder's part: the same,
with a builder that reads one file and renders nothing, so that only the watcher, the server and the
sockets are timed.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import corpus

EDITED = "content/s000/a00000.md"
ADDRESS = "/s000/a00000/"

BARE = """
import sys
from pathlib import Path
from threading import Thread
from sidegloss.builder import Builder, Layout
from sidegloss.builder.look import Look
from sidegloss.model import Settings
from sidegloss.preview import Preview, Wanted, run

class Bare(Builder):
    def look(self, changed=None, *, is_tolerant=False):
        text = (self.layout.site / sys.argv[2]).read_bytes()
        return Look((), Settings(), frozenset({"s000/a00000/index.html"}), lambda _: text)

preview = Preview(Bare(Layout(Path(sys.argv[1]))), Wanted(0), lambda _: None)
print("Preview:", preview.server.url, flush=True)
run(preview)
"""


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, nargs="+", default=[100, 1000])
    arguments.add_argument("--edits", type=int, default=40)
    chosen = arguments.parse_args()
    print(f"from saving to served, {chosen.edits} edits, Python {sys.version.split()[0]}")
    print(f"{'':24}{'median ms':>10}{'95 % ms':>10}{'worst ms':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for articles in chosen.articles:
            site = Path(folder) / str(articles)
            corpus.write(site, articles)
            print(row(f"{articles} articles", edit_to_served(site, chosen.edits)), flush=True)
            print(row("  without the builder", edit_to_served(site, chosen.edits, bare=True)))


def row(name: str, seconds: Sequence[float]) -> str:
    """One line of the table."""
    worst = sorted(seconds)
    cells = statistics.median(worst), worst[int(len(worst) * 0.95) - 1], worst[-1]
    return f"{name:24}" + "".join(f"{cell * 1000:10.1f}" for cell in cells)


def edit_to_served(site: Path, edits: int, *, bare: bool = False) -> list[float]:
    """Seconds from saving an article of *site* (of `corpus`) to its new page over HTTP, each edit."""
    file = site / EDITED
    before = file.read_text()
    with _running(site, bare=bare) as port, _told(port) as words:
        connection = HTTPConnection("127.0.0.1", port, timeout=600)
        next(words)
        _asked(connection)  # and its templates are compiled
        times = []
        try:
            for number in range(edits):
                time.sleep(0.1)  # an author's pause: what an edit before set off is over
                text = f"Edited {number}."
                begin = time.perf_counter()
                file.write_text(f"{before}\n\n{text}\n")
                while text.encode() not in _asked(connection):
                    next(words)
                times.append(time.perf_counter() - begin)
        finally:
            connection.close()
            file.write_text(before)
        return times


@contextmanager
def _told(port: int) -> Iterator[Iterator[bytes]]:
    """The words for open pages, each as it comes: a browser asks for the page when it is told one."""
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", "/~events")
    response = connection.getresponse()
    try:
        yield (line for line in iter(response.readline, b"") if line.startswith(b"data: "))
    finally:
        response.close()
        connection.close()


def _asked(connection: HTTPConnection) -> bytes:
    connection.request("GET", ADDRESS)
    return connection.getresponse().read()


@contextmanager
def _running(site: Path, *, bare: bool) -> Iterator[int]:
    """The port of a preview of *site*."""
    command = [
        sys.executable,
        "-u",
        "-m",
        "sidegloss",
        "preview",
        "--site",
        str(site),
        "--port",
        "0",
    ]
    if bare:
        command = [sys.executable, "-c", BARE, str(site), EDITED]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101
        try:
            told = next(line for line in process.stdout if line.startswith("Preview: "))
            yield urlsplit(told.split()[1]).port or 0
        finally:
            process.kill()


if __name__ == "__main__":
    main()
