"""A site's files and its news -> pages on 127.0.0.1, and a stream of events for those that are open.

Whatever is asked for is answered by the rules of `hosting`, so that a preview hides no mistake.
Nothing is kept by the browser, and nobody but this machine is answered unless that is wanted:
neither another one nor another site's script. Who the files come from is not known here.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import socketserver
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition
from typing import Any
from urllib.parse import urlsplit

from sidegloss.hosting import Shelf, answer, media_type

HOST = "127.0.0.1"

PORTS = 10
"""How many ports are tried from the wanted one on, before any free one is taken."""

EVENTS = "~events"
"""Where the stream of events stands: ``~`` begins no slug."""

PING = 10.0
"""Seconds after which a silent stream says that it is there, and finds out who has gone."""

RETRY = 300
"""Milliseconds after which a browser looks for a stream that broke off."""

_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


class News:
    """The latest word for open pages: whoever comes is told it, and then every later one.

    A word holds all that a page must know, so who was slow or asleep has missed nothing by having
    been told only the last. *run* tells one server's words from those of the next on its port.
    """

    def __init__(self) -> None:
        self.run = f"{time.time_ns():x}"
        self._changed = Condition()
        self._text = ""
        self._number = 0
        self._is_over = False

    def tell(self, text: str) -> None:
        """Give every listener *text*, one line."""
        with self._changed:
            self._text, self._number = text, self._number + 1
            self._changed.notify_all()

    def end(self) -> None:
        """Let every listener go."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def after(self, number: int, seconds: float) -> tuple[int, str] | None:
        """(number, text) of the last word where it is later than *number*; an empty text where
        there is none for so long; None when all is over.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._is_over or self._number > number, seconds)
            if self._is_over:
                return None
            return self._number, self._text if self._number > number else ""


def listen(
    shown: Callable[[], Shelf], port: int, *, host: str = HOST, base: str = "/", news: News
) -> Server:
    """A server that is bound but not running; where *port* is taken it has another.

    Raises OSError where *host* is none of this machine's, or no port is to be had.
    """
    for candidate in range(port, min(port + PORTS, 65536)):
        with suppress(OSError):
            return Server(shown, candidate, host, base, news)
    return Server(shown, 0, host, base, news)


class Server(ThreadingHTTPServer):
    """Serves what *shown* gives at the moment of a request.

    A thread a connection, and none holds a lock while it writes: a reader who is slow delays nobody.
    """

    daemon_threads = True  # an open stream keeps nobody from going home
    # Elsewhere it lets a port be had again at once; on Windows it would share one that is in use.
    allow_reuse_address = os.name != "nt"

    def __init__(
        self, shown: Callable[[], Shelf], port: int, host: str, base: str, news: News
    ) -> None:
        self.address_family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        self.base, self.news = base, news
        self.is_loopback = ipaddress.ip_address(address[0]).is_loopback
        self._own = _OWN_NAMES if self.is_loopback else _names(host)
        super().__init__((str(address[0]), port), partial(_Handler, shown, self))
        name = "127.0.0.1" if ipaddress.ip_address(address[0]).is_unspecified else host
        self.url = f"http://{f'[{name}]' if ':' in name else name}:{self.server_port}{base}"

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server, with or without a port.

        Where other machines are answered any number will do: what a page elsewhere could point here
        is a name.
        """
        name, _, port = host.rpartition(":")
        if not (name and port.isdigit()):
            name = host
        name = name.removeprefix("[").removesuffix("]").lower()
        return name in self._own or (not self.is_loopback and _is_number(name))

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

    def __init__(
        self, shown: Callable[[], Shelf], server: Server, *args: Any, **kwargs: Any
    ) -> None:
        self._shown, self._server = shown, server
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def _answer(self, *, has_body: bool) -> None:
        # A page elsewhere can let its own name point here, and would then read what is served.
        if not self._server.knows(self.headers.get("Host", "")):
            self._say(HTTPStatus.FORBIDDEN, has_body=has_body)
            return
        if self.path.partition("?")[0] == f"{self._server.base}{EVENTS}":
            if self._is_ours():
                self._stream(has_body=has_body)
            else:
                self._say(HTTPStatus.FORBIDDEN, has_body=has_body)
            return
        shelf = self._shown()
        found = answer(shelf, self.path, self._server.base)
        held = shelf.read(found.name) if found.name else None
        if held is None:
            gone = HTTPStatus.NOT_FOUND if found.name else found.status
            self._say(gone, found.location, has_body=has_body)
        elif isinstance(held, bytes):
            self._head(found.status, media_type(found.name), len(held))
            if has_body:
                self.wfile.write(held)
        else:
            self._send(held, found.status, media_type(found.name), has_body=has_body)

    def _send(self, path: Path, status: HTTPStatus, kind: str, *, has_body: bool) -> None:
        try:
            file = path.open("rb")
        except OSError:  # removed just now, or nobody may read it
            self._say(HTTPStatus.NOT_FOUND, has_body=has_body)
            return
        with file:
            # The size of the open file: an editor may put another one in its place meanwhile.
            self._head(status, kind, os.fstat(file.fileno()).st_size)
            if has_body:
                shutil.copyfileobj(file, self.wfile)

    def _is_ours(self) -> bool:
        """Whether a page of this server asks, and not a script of another site or port."""
        if self.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            return False
        origin = self.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == self.headers.get("Host")

    def _stream(self, *, has_body: bool) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self._common()
        self.end_headers()
        if not has_body:
            return
        self.wfile.write(f"retry: {RETRY}\n\n".encode())
        seen = 0
        while news := self._server.news.after(seen, PING):
            seen, text = news
            self.wfile.write(f"data: {text}\n\n".encode() if text else b":\n\n")

    def _say(self, status: HTTPStatus, location: str = "", *, has_body: bool) -> None:
        text = f"{status.value} {status.phrase}\n".encode()
        self._head(status, "text/plain; charset=utf-8", len(text), location)
        if has_body:
            self.wfile.write(text)

    def _head(self, status: HTTPStatus, kind: str, size: int, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        if location:
            self.send_header("Location", location)
        self._common()
        self.end_headers()

    def _common(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        # Another site can neither show what is served here in a frame of its own nor load a part.
        self.send_header("Content-Security-Policy", "frame-ancestors 'self'")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")

    def log_message(self, *_: Any) -> None:
        """Say nothing: only the command line prints."""


def _names(host: str) -> frozenset[str]:
    """What this machine is called where others may ask: by *host*, and by its own name."""
    name = socket.gethostname().lower()
    return _OWN_NAMES | {host.lower(), name, f"{name.partition('.')[0]}.local"}


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
