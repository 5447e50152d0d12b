"""This repository's site -> docs/pictures/*.png: the page as readers meet it. ``make pictures``.

Also the theme's default picture for sharing.

Wants Chromium at /usr/bin/chromium, or where the environment's CHROMIUM says.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from sidegloss.builder import Builder, Layout
from sidegloss.cards import blank_picture

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SHOWN = "spinach/fake/card.png"
"""The picture for sharing that the README shows."""
SHARED = ROOT / "templates" / "assets" / "share.png"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _hover_second(page: Page) -> None:
    claim = page.locator(".claim[data-kind=disputed]").first
    claim.scroll_into_view_if_needed()
    page.mouse.move(5, 5)
    claim.hover()
    page.locator(".card").first.wait_for()
    page.wait_for_timeout(400)


def _tap(page: Page) -> None:
    claim = page.locator(".claim[data-kind=disputed]").first
    claim.scroll_into_view_if_needed()
    claim.tap()
    page.locator(".card").first.wait_for()
    page.wait_for_timeout(500)


def _nothing(page: Page) -> None:
    page.wait_for_timeout(200)


@dataclass(frozen=True)
class Picture:
    """One picture: which page, at which size, and what is done before it is taken."""

    name: str
    address: str
    width: int
    height: int
    before: Callable[[Page], None] = _nothing
    is_dark: bool = False
    is_touch: bool = False
    is_print: bool = False


PICTURES_WANTED = (
    Picture("wide", "eight-glasses/", 1440, 900),
    Picture("card", "spinach/", 1100, 980, _hover_second),
    Picture("tablet", "spinach/", 820, 1100, _hover_second),
    Picture("phone", "spinach/", 390, 844, _tap, is_touch=True),
    Picture("dark", "eight-glasses/", 1440, 900, _hover_second, is_dark=True),
    Picture("print", "eight-glasses/", 794, 1123, is_print=True),
    Picture("source", "sources/hamblin/", 1100, 900),
    Picture("front", "", 1100, 900),
)


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Say nothing."""


def main() -> None:
    """Draw the default picture; build, serve, take every picture."""
    PICTURES.mkdir(exist_ok=True)
    SHARED.write_bytes(blank_picture())
    with tempfile.TemporaryDirectory() as folder:
        result = Builder(Layout(ROOT, Path(folder), url="https://example.org/")).build()
        if result.written is None:
            sys.exit("the site does not build: run `make check`")
        shutil.copy(Path(folder) / SHOWN, PICTURES / "share.png")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for picture in PICTURES_WANTED:
                _take(browser, picture, f"http://127.0.0.1:{server.server_address[1]}/")
            browser.close()
        server.shutdown()


def _take(browser: Browser, picture: Picture, root: str) -> None:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.is_dark else "light",
        has_touch=picture.is_touch,
        is_mobile=picture.is_touch,
        device_scale_factor=1,
    )
    page = context.new_page()
    page.goto(root + picture.address)
    if picture.is_print:
        page.emulate_media(media="print")
    picture.before(page)
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    context.close()


if __name__ == "__main__":
    main()
