"""The preview's server, asked over real sockets."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sidegloss.hosting import Shelf, answer, media_type
from sidegloss.serve import News, Server, listen

FILES: dict[str, bytes | Path | None] = {
    "index.html": b"home",
    "404.html": b"nothing here",
    "weir/index.html": b"weir",
    "about.html": b"about",
    "both.html": b"file",
    "both/index.html": b"folder",
    "assets/reader.css": b"b{}",
    "über uns/index.html": "über".encode(),
    ".nojekyll": b"secret",
    ".git/config": b"secret",
    "weir/.env": b"secret",
    "gone.png": None,
}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def shelf(files: Mapping[str, bytes | Path | None]) -> Shelf:
    return Shelf(files.keys(), lambda name: files[name])


@contextmanager
def running(
    files: Mapping[str, bytes | Path | None], base: str = "/", host: str = "127.0.0.1"
) -> Iterator[Server]:
    """A server of *files*, which may change while it runs."""
    with listen(lambda: shelf(files), 0, host=host, base=base, news=News()) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.news.end()
            server.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with running(FILES) as server:
        yield server


def ask(
    server: Server, target: str, method: str = "GET", host: str = "localhost", **headers: str
) -> Reply:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.putrequest(method, target, skip_host=True)
    if host:
        connection.putheader("Host", host)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
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


def test_without_a_404_page_there_is_still_an_answer() -> None:
    with running({"index.html": b"home"}) as server:
        reply = ask(server, "/none")
    assert (reply.status, reply.body) == (404, b"404 Not Found\n")


def test_a_file_that_went_just_now_is_missing(server: Server) -> None:
    assert ask(server, "/gone.png").status == 404


@pytest.mark.parametrize(
    ("target", "status", "body"),
    [
        ("/repo/", 200, b"home"),
        ("/repo/weir/?q=1", 200, b"weir"),
        ("/repo/none", 404, b"nothing here"),
        ("/", 404, b"404 Not Found\n"),
        ("/weir/", 404, b"404 Not Found\n"),
        ("/repository/", 404, b"404 Not Found\n"),
        ("/repo/../weir/", 404, b"nothing here"),
    ],
)
def test_below_a_path_the_site_stands_there_and_nowhere_else(
    target: str, status: int, body: bytes
) -> None:
    with running(FILES, base="/repo/") as server:
        reply = ask(server, target)
        assert server.url.endswith(f":{server.server_port}/repo/")
    assert (reply.status, reply.body) == (status, body)


@pytest.mark.parametrize(
    ("target", "location"),
    [("/repo", "/repo/"), ("/repo?q=1", "/repo/?q=1"), ("/repo/weir", "/repo/weir/")],
)
def test_below_a_path_a_folder_without_its_slash_is_sent_there(target: str, location: str) -> None:
    found = answer(shelf(FILES), target, "/repo/")
    assert (found.status, found.location) == (301, location)


# ---------------------------------------------------------------- what must never be served

OUT = ["/../secret.txt", "/weir/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"]
ODD = ["/..%5csecret.txt", "/weir%2findex.html", "//weir/", "/weir//", "/./index.html", "/%00"]
HIDDEN = ["/.nojekyll", "/.git/config", "/.git", "/.git/", "/weir/.env", "/weir/.", "/weir/.."]
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
    assert server.is_loopback


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("192.0.2.7:8000", 200),
        (f"{socket.gethostname()}:8000", 200),
        ("[2001:db8::7]:8000", 200),
        ("example.org", 403),
        ("192.0.2.7.example.org", 403),
        ("", 403),
    ],
)
def test_where_others_are_answered_a_foreign_name_is_still_refused(host: str, status: int) -> None:
    with running(FILES, host="0.0.0.0") as server:
        assert not server.is_loopback
        assert server.url == f"http://127.0.0.1:{server.server_port}/"
        assert ask(server, "/", host=host).status == status


def test_no_other_site_may_frame_or_load_what_is_served(server: Server) -> None:
    for target in ("/", "/none", "/weir"):
        headers = ask(server, target).headers
        assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


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


def test_a_taken_port_gives_way_to_a_free_one() -> None:
    with running(FILES) as first:
        port = first.server_port
        with listen(lambda: shelf(FILES), port, news=News()) as second:
            assert second.server_port != port
            assert second.url == f"http://127.0.0.1:{second.server_port}/"


def test_the_last_port_of_all_gives_way_too() -> None:
    def at_the_end() -> Server:
        return listen(lambda: shelf(FILES), 65535, news=News())

    with at_the_end() as first, at_the_end() as second:
        assert first.server_port != second.server_port


def test_a_host_that_is_not_ours_is_no_port_to_be_had() -> None:
    with pytest.raises(OSError, match=r"."):
        listen(lambda: shelf(FILES), 0, host="192.0.2.1", news=News())


def test_a_reader_who_leaves_in_the_middle_is_no_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    film = tmp_path / "film.webm"
    film.write_bytes(bytes(20_000_000))
    with running({"index.html": b"home", "film.webm": film}) as server:
        with socket.create_connection(("127.0.0.1", server.server_port)) as connection:
            connection.sendall(b"GET /film.webm HTTP/1.1\r\nHost: localhost\r\n\r\n")
            connection.recv(1000)
        assert ask(server, "/").status == 200
    assert capfd.readouterr().err == ""


def test_a_reader_who_is_slow_delays_nobody(tmp_path: Path) -> None:
    film = tmp_path / "film.webm"
    film.write_bytes(bytes(20_000_000))
    with (
        running({"index.html": b"home", "film.webm": film}) as server,
        socket.create_connection(("127.0.0.1", server.server_port)) as slow,
    ):
        slow.sendall(b"GET /film.webm HTTP/1.1\r\nHost: localhost\r\n\r\n")
        slow.recv(10)
        server.news.tell("one")
        assert ask(server, "/").body == b"home"
        assert ask(server, "/film.webm", "HEAD").headers["Content-Length"] == "20000000"


# ---------------------------------------------------------------- the stream of events


@contextmanager
def stream(server: Server, **headers: str) -> Iterator[Iterator[str]]:
    """The words that an open page is told, each as it comes."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", "/~events", headers={"Host": "localhost", **headers})
    response = connection.getresponse()
    assert response.getheader("Content-Type") == "text/event-stream; charset=utf-8"
    lines = (line.decode().rstrip("\n") for line in iter(response.readline, b""))
    try:
        yield (line.removeprefix("data: ") for line in lines if line.startswith("data: "))
    finally:
        response.close()
        connection.close()


def test_whoever_comes_is_told_the_last_word_and_then_each_later_one(server: Server) -> None:
    server.news.tell("one")
    server.news.tell("two")
    with stream(server) as first:
        assert next(first) == "two"
        with stream(server) as second:
            assert next(second) == "two"
            server.news.tell("three")
            assert (next(first), next(second)) == ("three", "three")


def test_when_all_is_over_streams_end(server: Server) -> None:
    server.news.tell("one")
    with stream(server) as words:
        assert next(words) == "one"
        server.news.end()
        assert list(words) == []


def test_each_server_is_a_run_of_its_own() -> None:
    assert News().run != News().run


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "http://localhost:1"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "none"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({}, 200),
    ],
)
def test_the_stream_is_for_pages_of_this_server_alone(
    server: Server, headers: dict[str, str], status: int
) -> None:
    assert ask(server, "/~events", "HEAD", **headers).status == status


def test_a_foreign_name_gets_no_stream(server: Server) -> None:
    assert ask(server, "/~events", "HEAD", host="example.org").status == 403
