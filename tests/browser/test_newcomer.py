"""From a wheel to a site on the web, as a newcomer does it: every page of the published branch is walked.

The branch is served below ``/repo/`` by the rules of GitHub Pages (`hosting`).
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, Page, expect

import test_wheel
from sidegloss.hosting import Shelf
from sidegloss.serve import News, listen
from test_wheel import installed, run

built = test_wheel.built
"""The wheels of the working tree, a fixture."""

BASE = "/repo/"


@dataclass(frozen=True, slots=True)
class Published:
    """A site on a branch: what ``new`` began, and the address at which the branch is served."""

    site: Path
    address: str


@pytest.fixture(scope="module")
def published(
    built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    """An empty environment and an empty folder; ``new``, ``check``, ``build``, ``deploy``."""
    folder = tmp_path_factory.mktemp("newcomer")
    sidegloss = installed(folder / "environment", str(built["wheel"])) / "sidegloss"
    site, origin, branch = folder / "reader", folder / "origin.git", folder / "branch"
    run(["git", "init", "--quiet", "--bare", origin], folder)
    run([sidegloss, "new", site, "--title", "My reader"], folder)
    run(["git", "init", "--quiet"], site)
    run(["git", "config", "user.name", "A Newcomer"], site)
    run(["git", "config", "user.email", "newcomer@example.org"], site)
    run(["git", "remote", "add", "origin", origin], site)
    run(["git", "add", "--all"], site)
    run(["git", "commit", "--quiet", "--message", "Begin"], site)
    checked = run([sidegloss, "check"], site)
    assert "1 info" in checked
    assert not re.search("error|warning", checked)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}{BASE}"
    told = subprocess.run(
        [sidegloss, "deploy"],
        cwd=site,
        env={**os.environ, "SIDEGLOSS_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    run(["git", "clone", "--quiet", "--branch", "gh-pages", origin, branch], folder)
    files = {
        file.relative_to(branch).as_posix(): file
        for file in branch.rglob("*")
        if file.is_file() and ".git" not in file.relative_to(branch).parts
    }
    shelf = Shelf(files.keys(), files.get)
    server = listen(lambda: shelf, port, base=BASE, news=News())
    assert server.url == address
    Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    yield Published(site, address)
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium: Browser, published: Published) -> Iterator[Page]:
    """A page whose requests must all be answered by this site, and break no policy."""
    context = chromium.new_context()
    found = context.new_page()
    wrong: list[str] = []
    found.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on(
        "request",
        lambda asked: None if asked.url.startswith(published.address) else wrong.append(asked.url),
    )
    yield found
    context.close()
    assert [each for each in wrong if "404 (Not Found)" not in each] == []


def test_every_page_and_every_link_of_the_branch_answers(page: Page, published: Published) -> None:
    waiting, seen, ids = [published.address], set[str](), dict[str, set[str]]()
    fragments: set[tuple[str, str]] = set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = page.request.get(address)
        assert answer.ok, address
        assert answer.url == address, "a link leads to a redirect"
        if "text/html" not in answer.headers["content-type"]:
            continue
        page.goto(address)
        ids[address] = set(page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)"))
        for link in page.evaluate(
            "[...document.querySelectorAll('a[href], link[href], script[src], img[src]')]"
            ".map(e => new URL(e.getAttribute('href') ?? e.getAttribute('src'), document.baseURI).href)"
        ):
            target, fragment = urldefrag(link)
            if target.startswith(published.address):
                waiting.append(target)
                fragments |= {(target, fragment)} if fragment else set()
    pages = {address for address in seen if address in ids}
    assert len(pages) > 10
    assert [
        f for f in fragments if f[0] in ids and f[1].partition(":~:")[0] not in {"", *ids[f[0]]}
    ] == []


def test_a_claim_shows_its_card(page: Page, published: Published) -> None:
    page.goto(f"{published.address}first-bug/")
    page.set_viewport_size({"width": 900, "height": 900})
    page.locator(".claim").first.hover()
    expect(page.locator(".card, .sheet, aside.note.on, #card").first).to_be_visible()


def test_what_is_missing_is_told_with_style_at_any_depth(page: Page, published: Published) -> None:
    for path in ("nothing", "nothing/", "deep/er/nothing/", "first-bug/nothing/x.html"):
        answer = page.goto(f"{published.address}{path}")
        assert answer
        assert answer.status == 404
        family = page.evaluate("getComputedStyle(document.body).fontFamily")
        assert "Times New Roman" not in family
        assert page.evaluate("document.styleSheets.length") > 0
        page.locator("header a:not(.skip)").first.click()
        assert page.url.startswith(published.address)
