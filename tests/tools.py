"""The name of an outside tool -> its path, or a skipped test that says how to install it.

With ``CI=true`` in the environment nothing is skipped: a missing tool fails the test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
NODE_MODULES = ROOT / "node_modules"


@dataclass(frozen=True, slots=True)
class Tool:
    """An outside program under any of its names, and the line that installs it."""

    names: tuple[str, ...]
    install: str


CHROMIUM = Tool(("chromium", "chromium-browser", "google-chrome"), "apt install chromium")
FIREFOX = Tool(("firefox-esr", "firefox"), "apt install firefox-esr")
WEBKIT = Tool(("WebKitWebDriver",), "apt install webkit2gtk-driver")
SCREEN = Tool(("Xvfb",), "apt install xvfb")
NODE = Tool(("node", "nodejs"), "apt install nodejs")
JAVA = Tool(("java",), "apt install default-jre-headless")

CHROMIUM_SWITCHES = (
    # tests run as root in containers, where Chromium's own sandbox will not start
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def path_of(tool: Tool) -> str:
    """Where *tool* is installed; else the test that asks is skipped, or fails in CI."""
    found = next(filter(None, map(shutil.which, tool.names)), None)
    return found or missing(tool.names[0], tool.install)


def npm_package(name: str) -> Path:
    """The folder of an npm package that package.json names."""
    folder = NODE_MODULES / name
    if not folder.is_dir():
        missing(f"the npm package {name}", "npm install --ignore-scripts")
    return folder


def extra(name: str, module: str) -> None:
    """Skip the test that asks where this extra of Sidegloss, told by one *module* of it, is not installed."""
    if not find_spec(module):
        missing(f"the extra {name}", f'pip install "sidegloss[{name}]"')


def missing(what: str, install: str) -> NoReturn:
    """Skip the test that asks; with ``CI=true`` fail it."""
    reason = f"{what} is not installed: {install}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    path = path_of(CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_SWITCHES))
        yield browser
        browser.close()
