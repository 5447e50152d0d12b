"""A folder -> pages on 127.0.0.1, by the rules of GitHub Pages, so that a preview hides no mistake.

A folder's address ends in a slash and shows its ``index.html``; ``/x`` shows ``x.html`` where there
is one; what is missing shows ``404.html``. Nothing is listed, nothing is kept by the browser, and
nobody but this machine is answered: neither another one nor another site's script.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
import socketserver
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

HOST = "127.0.0.1"

PORTS = 10
"""How many ports are tried from the wanted one on, before any free one is taken."""

_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})

_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
_TEXTS = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")
_OTHERS = mimetypes.MimeTypes()


def serve(folder: Path, port: int, announce: Callable[[str], None]) -> None:
    """Serve *folder* until interrupted (Ctrl-C); *announce* is given the address once it answers.

    Where *port* is taken another one is: the address tells.
    """
    with listen(folder, port) as server:
        announce(server.url)
        with suppress(KeyboardInterrupt):
            server.serve_forever()


def listen(folder: Path, port: int) -> Server:
    """A server that is bound but not running. Raises OSError where no port is to be had."""
    for candidate in range(port, min(port + PORTS, 65536)):
        with suppress(OSError):
            return Server(folder, candidate)
    return Server(folder, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What GitHub Pages would say: a file, or where to go instead."""

    status: HTTPStatus
    file: Path | None = None
    location: str = ""


def answer(folder: Path, target: str) -> Answer:
    """The answer to a request for *target*, as it stands in the request (``/weir/?q=1``)."""
    path, _, query = target.partition("?")
    try:
        found = _find(folder, path)
    except OSError:  # a name longer than a disk can hold
        found = None
    if found is None:
        missing = folder / "404.html"
        return Answer(HTTPStatus.NOT_FOUND, missing if missing.is_file() else None)
    if found.is_dir():
        location = f"{path}/?{query}" if query else f"{path}/"
        return Answer(HTTPStatus.MOVED_PERMANENTLY, location=location)
    return Answer(HTTPStatus.OK, found)


def media_type(name: str) -> str:
    """The Content-Type of a file by its *name*, the same on every machine."""
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - of a name, not of a path
    told = _TYPES.get(ending) or _OTHERS.guess_type(f"x{ending}")[0] or "application/octet-stream"
    return f"{told}; charset=utf-8" if told.startswith(_TEXTS) else told


def _find(folder: Path, path: str) -> Path | None:
    """The file that *path* shows, the folder that it names without its slash, or None."""
    first, *parts = (unquote(part) for part in path.split("/"))
    is_folder = bool(parts) and parts[-1] == ""
    names = parts[:-1] if is_folder else parts
    if first or not parts or not all(_is_plain(name) for name in names):
        return None
    place = folder.joinpath(*names)
    wanted = (
        (place / "index.html",) if is_folder else (place, place.with_name(f"{place.name}.html"))
    )
    for file in wanted:
        if file.is_file() and _is_below(file, folder):
            return file
    return place if not is_folder and place.is_dir() and _is_below(place, folder) else None


def _is_plain(name: str) -> bool:
    """Whether *name* is one that the site may hold: no ``..``, no dot-file, no separator."""
    return bool(name) and name[0] != "." and not any(char in name for char in "/\\\0")


def _is_below(file: Path, folder: Path) -> bool:
    """Whether *file* stands in *folder* in truth: a link may lead anywhere."""
    return file.resolve().is_relative_to(folder.resolve())


class Server(ThreadingHTTPServer):
    """Serves one folder on 127.0.0.1."""

    daemon_threads = True
    # Elsewhere it lets a port be had again at once; on Windows it would share one that is in use.
    allow_reuse_address = os.name != "nt"

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__((HOST, port), partial(_Handler, folder))
        self.url = f"http://{HOST}:{self.server_port}/"

    def server_bind(self) -> None:
        # HTTPServer would ask the name service for this machine's name, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that leaves in the middle of a page is no error.
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Sidegloss"
    sys_version = ""
    disable_nagle_algorithm = True  # head and body leave apart: 40 ms a page otherwise
    timeout = 60

    def __init__(self, folder: Path, *args: Any, **kwargs: Any) -> None:
        self._folder = folder
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def _answer(self, *, has_body: bool) -> None:
        # A page elsewhere can let its own name point here, and would then read what is served.
        if not _is_own(self.headers.get("Host", "")):
            self._say(HTTPStatus.FORBIDDEN, has_body=has_body)
            return
        found = answer(self._folder, self.path)
        if found.file is None:
            self._say(found.status, found.location, has_body=has_body)
            return
        try:
            file = found.file.open("rb")
        except OSError:  # a build removed it just now, or nobody may read it
            self._say(HTTPStatus.NOT_FOUND, has_body=has_body)
            return
        with file:
            # The size of the open file: a build may put another one in its place meanwhile.
            size = os.fstat(file.fileno()).st_size
            self._head(found.status, media_type(found.file.name), size)
            if has_body:
                shutil.copyfileobj(file, self.wfile)

    def _say(self, status: HTTPStatus, location: str = "", *, has_body: bool) -> None:
        text = f"{status.value} {status.phrase}\n".encode()
        self._head(status, "text/plain; charset=utf-8", len(text), location)
        if has_body:
            self.wfile.write(text)

    def _head(self, status: HTTPStatus, kind: str, size: int, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing: only the command line prints."""


def _is_own(host: str) -> bool:
    """Whether a Host header names this machine, with or without a port."""
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdigit():
        name = host
    return name.lower() in _OWN_NAMES
