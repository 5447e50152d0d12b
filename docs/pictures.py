"""This repository's site -> docs/pictures/*.png: the page as readers meet it. ``make pictures``.

Also the theme's default picture for sharing. ``python docs/pictures.py FOLDER`` takes them elsewhere.

Requires Chromium at /usr/bin/chromium, or where the environment variable CHROMIUM says.
"""

from __future__ import annotations

import base64
import os
import shutil
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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


@dataclass(frozen=True)
class Picture:
    """A page in a window of some size, with the card of a claim open where *claim* names one."""

    name: str
    address: str
    width: int
    height: int
    claim: str = ""
    scheme: Literal["light", "dark"] = "light"
    is_touch: bool = False


WIDE = Picture("wide", "leaked-cvs/", 1440, 1000, "trove")
PHONE = Picture("phone", "leaked-cvs/", 390, 844, "sentence", is_touch=True)
PICTURES_WANTED = (
    Picture("card", "leaked-cvs/", 1100, 820, "sentence"),
    Picture("dark", "spinach/", 1440, 900, "fake", scheme="dark"),
    Picture("front", "", 1440, 900),
    Picture("claims", "claims/", 1440, 900),
    Picture("sourcing", "leaked-cvs/~sourcing/", 1440, 900),
    Picture("source", "sources/hamblin/", 1440, 900),
)

# The first picture of the README: a wide window, and a phone beside what is read in it.
TOGETHER = """<!DOCTYPE html>
<style>
  body {{ margin: 0; width: 1640px; height: 960px; position: relative; background: #e9e5db; overflow: hidden }}
  img {{ position: absolute; display: block; box-shadow: 0 0 0 1px #0000001a, 0 30px 60px -20px #00000059 }}
  .wide {{ left: 44px; top: 48px; width: 1244px; border-radius: 12px }}
  .phone {{ right: 44px; bottom: 48px; width: 318px; border-radius: 34px;
    border: 9px solid #1d1c1a; background: #1d1c1a; box-sizing: content-box }}
</style>
<img class="wide" src="{wide}"><img class="phone" src="{phone}">
"""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Say nothing."""


def main() -> None:
    """Build and serve the site, take every picture, and draw the default one for sharing."""
    pictures = Path(sys.argv[1]) if sys.argv[1:] else PICTURES
    pictures.mkdir(parents=True, exist_ok=True)
    if pictures == PICTURES:
        SHARED.write_bytes(blank_picture())
    with tempfile.TemporaryDirectory() as folder:
        result = Builder(Layout(ROOT, Path(folder), url="https://example.org/")).build()
        if result.written is None:
            sys.exit("the site does not build: run `make check`")
        shutil.copy(Path(folder) / SHOWN, pictures / "share.png")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_address[1]}/"
        with sync_playwright() as playwright:
            chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            wide, phone = (_take(browser, picture, root) for picture in (WIDE, PHONE))
            (pictures / "together.png").write_bytes(_join(browser, wide, phone))
            for picture in PICTURES_WANTED:
                (pictures / f"{picture.name}.png").write_bytes(_take(browser, picture, root))
            browser.close()
        server.shutdown()


def _take(browser: Browser, picture: Picture, root: str) -> bytes:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,
        has_touch=picture.is_touch,
        is_mobile=picture.is_touch,
        device_scale_factor=2 if picture.is_touch else 1,
        reduced_motion="reduce",
    )
    page = _open(context, root + picture.address)
    if picture.claim:
        _open_card(page, picture.claim, is_touch=picture.is_touch)
    taken = page.screenshot()
    context.close()
    return taken


def _open(context: BrowserContext, address: str) -> Page:
    """The page at *address* in the shipped typeface, which only a second visit is sure to show."""
    page = context.new_page()
    for _ in range(2):
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
    return page


def _open_card(page: Page, label: str, *, is_touch: bool) -> None:
    """Open the card of a claim as a reader does: by the pointer, or by a finger."""
    claim = page.locator(f"#claim-{label}")
    claim.evaluate(
        """(e) => {
          const { top, bottom } = e.getBoundingClientRect();
          if (bottom > innerHeight) scrollBy({ top: top - innerHeight * 0.3, behavior: "instant" });
        }"""
    )
    x, y = claim.evaluate("""(e) => {
      const [line] = [...e.getClientRects()].sort((a, b) => b.width - a.width);
      return [line.x + line.width / 2, line.y + line.height / 2];
    }""")
    if is_touch:
        page.touchscreen.tap(x, y)
    else:
        page.mouse.move(5, 5)
        page.mouse.move(x, y, steps=5)
    page.locator(".card").first.wait_for()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def _join(browser: Browser, wide: bytes, phone: bytes) -> bytes:
    page = browser.new_page(viewport={"width": 1640, "height": 960})
    page.set_content(TOGETHER.format(wide=_inline(wide), phone=_inline(phone)))
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    taken = page.screenshot()
    page.close()
    return taken


def _inline(picture: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(picture).decode()


if __name__ == "__main__":
    main()
