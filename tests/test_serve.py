"""The preview's server, asked over real sockets."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sidegloss.serve import Server, listen, media_type


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site as it is published, and around it what must never be."""
    files = {
        "secret.txt": "secret",
        "output/index.html": "home",
        "output/404.html": "nothing here",
        "output/weir/index.html": "weir",
        "output/about.html": "about",
        "output/both.html": "file",
        "output/both/index.html": "folder",
        "output/assets/reader.css": "b{}",
        "output/über uns/index.html": "über",
        "output/.gitignore": "*",
        "output/.git/config": "secret",
        "output/.sidegloss-files": "list",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "output"


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with listen(folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server: Server, target: str, method: str = "GET", host: str = "localhost") -> Reply:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.putrequest(method, target, skip_host=True)
    if host:
        connection.putheader("Host", host)
    connection.endheaders()
    response = connection.getresponse()
    reply = Reply(response.status, dict(response.getheaders()), response.read())
    connection.close()
    return reply


def raw(server: Server, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


# ---------------------------------------------------------------- GitHub Pages' rules


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("/", b"home"),
        ("/index.html", b"home"),
        ("/weir/", b"weir"),
        ("/weir/?q=1", b"weir"),
        ("/about", b"about"),
        ("/about.html", b"about"),
        ("/both", b"file"),
        ("/both/", b"folder"),
        ("/assets/reader.css?v=2", b"b{}"),
        ("/%C3%BCber%20uns/", "über".encode()),
    ],
)
def test_an_address_shows_its_file(server: Server, target: str, body: bytes) -> None:
    reply = ask(server, target)
    assert (reply.status, reply.body) == (200, body)


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/weir", "/weir/"),
        ("/weir?q=1&r=2", "/weir/?q=1&r=2"),
        ("/assets", "/assets/"),
        ("/%C3%BCber%20uns", "/%C3%BCber%20uns/"),
    ],
)
def test_a_folder_without_its_slash_is_sent_there(
    server: Server, target: str, location: str
) -> None:
    reply = ask(server, target)
    assert (reply.status, reply.headers["Location"]) == (301, location)


@pytest.mark.parametrize("target", ["/none", "/none/", "/about/", "/about.html/", "/assets/"])
def test_what_is_missing_shows_the_404_page_and_no_listing(server: Server, target: str) -> None:
    reply = ask(server, target)
    assert (reply.status, reply.body) == (404, b"nothing here")
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"


def test_without_a_404_page_there_is_still_an_answer(server: Server, folder: Path) -> None:
    (folder / "404.html").unlink()
    assert ask(server, "/none").status == 404
    assert ask(server, "/none").body == b"404 Not Found\n"


# ---------------------------------------------------------------- what must never be served

OUT = ["/../secret.txt", "/weir/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"]
ODD = ["/..%5csecret.txt", "/weir%2findex.html", "//weir/", "/weir//", "/./index.html", "/%00"]
HIDDEN = ["/.gitignore", "/.git/config", "/.git", "/.sidegloss-files", "/weir/.", "/weir/.."]
LONG = ["/" + "a" * 300, "/a" * 3000, "http://[/secret.txt"]


@pytest.mark.parametrize("target", [*OUT, *ODD, *HIDDEN, *LONG, "/C:/secret.txt", "*", "weir/"])
def test_no_path_leaves_the_folder_nor_shows_a_dot_file(server: Server, target: str) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    reply = raw(server, request)
    assert b"secret" not in reply
    assert reply.startswith((b"HTTP/1.1 404 ", b"HTTP/1.1 200 ")), reply
    # http.server itself folds several slashes at the beginning into one (python/cpython#87389).
    assert reply.startswith(b"HTTP/1.1 200 ") == (target == "//weir/")


def test_a_doubled_slash_never_sends_to_another_host(server: Server) -> None:
    reply = raw(server, b"GET //weir HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert b"Location: /weir/\r\n" in reply


def test_a_link_that_leads_out_is_not_followed(server: Server, folder: Path) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "up").symlink_to(folder.parent)
    assert ask(server, "/link.txt").status == 404
    assert ask(server, "/up/secret.txt").status == 404
    assert ask(server, "/up").status == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("[::1]", 200),
        ("example.org", 403),
        ("localhost.example.org", 403),
        ("127.0.0.1.example.org:8000", 403),
        ("localhost:8000@example.org", 403),
        ("", 403),
    ],
)
def test_only_this_machine_is_answered_by_its_own_name(
    server: Server, host: str, status: int
) -> None:
    reply = ask(server, "/", host=host)
    assert reply.status == status
    assert (b"home" in reply.body) == (status == 200)


def test_only_this_machine_is_listened_to(server: Server) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"


# ---------------------------------------------------------------- how it is served


def test_nothing_is_kept_by_the_browser(server: Server) -> None:
    for target in ("/", "/none", "/weir"):
        assert ask(server, target).headers["Cache-Control"] == "no-store"


def test_head_has_the_headers_of_get_and_no_body(server: Server) -> None:
    for target in ("/weir/", "/none", "/weir"):
        get, head = ask(server, target), ask(server, target, "HEAD")
        unlike = {"Date"}
        assert head.body == b""
        assert head.status == get.status
        assert {k: v for k, v in head.headers.items() if k not in unlike} == {
            k: v for k, v in get.headers.items() if k not in unlike
        }


def test_one_connection_serves_several_requests(server: Server) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    bodies = []
    for target in ("/", "/none", "/weir", "/weir/"):
        connection.request("GET", target)
        bodies.append(connection.getresponse().read())
    connection.close()
    assert bodies == [b"home", b"nothing here", b"301 Moved Permanently\n", b"weir"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.JS", "text/javascript; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.jsonld", "application/ld+json; charset=utf-8"),
        ("feed.xml", "application/xml; charset=utf-8"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("a.png", "image/png"),
        ("a.webp", "image/webp"),
        ("a.pdf", "application/pdf"),
        ("a.unheard-of", "application/octet-stream"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_a_file_has_the_type_of_its_name(name: str, expected: str) -> None:
    assert media_type(name) == expected


def test_a_taken_port_gives_way_to_a_free_one(folder: Path) -> None:
    with listen(folder, 0) as first, listen(folder, first.server_port) as second:
        assert second.server_port != first.server_port
        assert second.url == f"http://127.0.0.1:{second.server_port}/"


def test_the_last_port_of_all_gives_way_too(folder: Path) -> None:
    with listen(folder, 65535) as first, listen(folder, 65535) as second:
        assert first.server_port != second.server_port


SERVE = """
import sys
from pathlib import Path
from sidegloss.serve import serve

serve(Path(sys.argv[1]), 0, lambda url: print(url, flush=True))
print("ended", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_serving_announces_its_address_and_ends_quietly_when_interrupted(folder: Path) -> None:
    command = [sys.executable, "-c", SERVE, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        port = int(url.rstrip("/").rpartition(":")[2])
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/weir/")
        body = connection.getresponse().read()
        connection.close()
        process.send_signal(signal.SIGINT)
        rest, complaints = process.communicate(timeout=10)
    assert (body, rest, complaints, process.returncode) == (b"weir", "ended\n", "", 0)


def test_a_reader_who_leaves_in_the_middle_is_no_error(
    server: Server, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "film.webm").write_bytes(bytes(20_000_000))
    with socket.create_connection(("127.0.0.1", server.server_port)) as connection:
        connection.sendall(b"GET /film.webm HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.recv(1000)
    assert ask(server, "/").status == 200
    server.shutdown()
    assert capfd.readouterr().err == ""
