"""A site -> its preview, running in this process, and what its open pages are told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from sidegloss.builder import Builder, Layout
from sidegloss.model import Diagnostic
from sidegloss.preview import Preview, Wanted

ENOUGH = 20.0
"""Seconds that anything may take on a busy machine."""


def until(asked: Callable[[], object], expected: object = True) -> None:
    """Wait until *asked* gives *expected*."""
    deadline = time.monotonic() + ENOUGH
    while (found := asked()) != expected:
        assert time.monotonic() < deadline, f"{found!r}, not {expected!r}"
        time.sleep(0.005)


@dataclass
class Previewed:
    """A preview that runs, asked as a browser asks."""

    preview: Preview
    told: list[tuple[Diagnostic, ...]] = field(default_factory=list)
    failed: list[Exception] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.preview.server.url

    def ask(self, target: str) -> tuple[int, str]:
        """(status, text) of what stands at *target*."""
        connection = HTTPConnection("127.0.0.1", self.preview.server.server_port, timeout=ENOUGH)
        connection.request("GET", target, headers={"Host": "localhost"})
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        connection.close()
        return response.status, text

    def word(self) -> dict[str, Any]:
        """The last word for open pages, as one that comes now is told it."""
        with self.words() as words:
            return next(words)

    @contextmanager
    def words(self) -> Iterator[Iterator[dict[str, Any]]]:
        """Each word for an open page as it comes."""
        connection = HTTPConnection("127.0.0.1", self.preview.server.server_port, timeout=ENOUGH)
        target = f"{self.preview.server.base}~events"
        connection.request("GET", target, headers={"Host": "localhost"})
        response = connection.getresponse()
        lines = (line.decode() for line in iter(response.readline, b""))
        try:
            yield (json.loads(line[6:]) for line in lines if line.startswith("data: "))
        finally:
            response.close()
            connection.close()


@contextmanager
def previewing(site: Path, builder: Builder | None = None, **wanted: Any) -> Iterator[Previewed]:
    """The preview of *site*, drafts included, in threads of its own."""
    builder = builder or Builder(Layout(site, with_drafts=True))
    told: list[tuple[Diagnostic, ...]] = []
    failed: list[Exception] = []
    options = Wanted(**{"port": 0, **wanted})
    preview = Preview(builder, options, lambda d: told.append(tuple(d)), failed.append)
    ended = threading.Event()

    def follow() -> None:
        while not ended.is_set():
            preview.step(0.05)

    threads = [
        threading.Thread(target=follow),
        threading.Thread(target=preview.server.serve_forever, args=(0.01,)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield Previewed(preview, told, failed)
    finally:
        ended.set()
        preview.server.shutdown()
        for thread in threads:
            thread.join()
        preview.close()
