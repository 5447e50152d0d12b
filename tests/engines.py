"""Firefox and WebKitGTK, driven alike: open a page, point, press, look."""

from __future__ import annotations

import json
import os
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tools import FIREFOX, NODE, ROOT, SCREEN, WEBKIT, missing, npm_package, path_of

BRIDGE = ROOT / "tests" / "browser" / "firefox.mjs"
KEYS = {"Tab": Keys.TAB, "Enter": Keys.ENTER, "Escape": Keys.ESCAPE, " ": Keys.SPACE}


class Engine(Protocol):
    """A browser with one page open. Places are CSS pixels from the window's corner."""

    def open(self, address: str, width: int, height: int) -> None: ...

    def script(self, text: str) -> Any:
        """The value of a JavaScript expression."""

    def move(self, x: float, y: float) -> None: ...

    def click(self, x: float, y: float) -> None: ...

    def press(self, key: str) -> None: ...

    def errors(self) -> list[str]:
        """What the pages complained of since this was last asked."""


class Firefox:
    """Firefox over WebDriver BiDi, by way of puppeteer-core: no geckodriver is needed."""

    def __init__(self, bridge: subprocess.Popen[str]) -> None:
        self._bridge = bridge
        self.version = self._answer()

    def open(self, address: str, width: int, height: int) -> None:
        self._ask(do="open", address=address, width=width, height=height)

    def script(self, text: str) -> Any:
        return self._ask(do="script", text=text)

    def move(self, x: float, y: float) -> None:
        self._ask(do="move", x=x, y=y)

    def click(self, x: float, y: float) -> None:
        self._ask(do="click", x=x, y=y)

    def tap(self, x: float, y: float) -> None:
        self._ask(do="tap", x=round(x), y=round(y))

    def press(self, key: str) -> None:
        self._ask(do="press", key=key)

    def errors(self) -> list[str]:
        return list(self._ask(do="errors"))

    def quit(self) -> None:
        self._ask(do="quit")

    def _ask(self, **command: object) -> Any:
        assert self._bridge.stdin
        self._bridge.stdin.write(json.dumps(command) + "\n")
        self._bridge.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._bridge.stdout
        line = self._bridge.stdout.readline()
        assert line, "Firefox's driver ended"
        answer = json.loads(line)
        assert "error" not in answer, answer
        return answer["value"]


class WebKit:
    """WebKitGTK's MiniBrowser, by Selenium; it tells nothing of its console."""

    def __init__(self, driver: WebKitGTK) -> None:
        self._driver = driver

    def open(self, address: str, width: int, height: int) -> None:
        self._driver.get("about:blank")
        for _ in range(3):  # what the window's frame takes is known only once it stands
            outer = self._driver.get_window_size()
            inner = self.script("[innerWidth, innerHeight]")
            if inner == [width, height]:
                break
            self._driver.set_window_size(
                width + outer["width"] - inner[0], height + outer["height"] - inner[1]
            )
        self._driver.get(address)

    def script(self, text: str) -> Any:
        return self._driver.execute_script(f"return ({text})")

    def move(self, x: float, y: float) -> None:
        self._pointer(x, y).perform()

    def click(self, x: float, y: float) -> None:
        chain = self._pointer(x, y)
        chain.click().perform()

    def press(self, key: str) -> None:
        ActionChains(self._driver).send_keys(KEYS.get(key, key)).perform()

    def errors(self) -> list[str]:
        return []

    def _pointer(self, x: float, y: float) -> ActionChains:
        chain = ActionChains(self._driver, duration=60)
        pointer: Any = chain.w3c_actions.pointer_action  # not typed
        pointer.move_to_location(int(x), int(y))
        return chain


@contextmanager
def running_firefox() -> Iterator[Firefox]:
    """Firefox, headless, until the block ends."""
    node, program = path_of(NODE), path_of(FIREFOX)
    npm_package("puppeteer-core")
    command = [node, str(BRIDGE), program]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as bridge:
        firefox = Firefox(bridge)
        try:
            yield firefox
        finally:
            with suppress(AssertionError, BrokenPipeError):
                firefox.quit()


@contextmanager
def running_webkit() -> Iterator[WebKit]:
    """WebKitGTK on a screen of its own, until the block ends."""
    driver_path = path_of(WEBKIT)
    browser = next(Path("/usr/lib").glob("**/webkit2gtk-4*/MiniBrowser"), None)
    if browser is None:
        missing("MiniBrowser", WEBKIT.install)
    options = Options()
    options.binary_location = str(browser)
    options.add_argument("--automation")
    with _screen() as display:
        env = {**os.environ, "DISPLAY": display}
        env.pop("WAYLAND_DISPLAY", None)
        # with its older renderer 2.50 falls over one page's transition into another
        env.pop("WEBKIT_DISABLE_DMABUF_RENDERER", None)
        with warnings.catch_warnings():
            # Selenium's own: it sets up its connection in a way that it deprecates
            warnings.simplefilter("ignore", DeprecationWarning)
            driver = WebKitGTK(options=options, service=Service(driver_path, env=env))
        try:
            yield WebKit(driver)
        finally:
            driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    """A screen that nobody sees; its name."""
    reading, writing = os.pipe()
    command = [path_of(SCREEN), "-displayfd", str(writing), "-screen", "0", "1680x1200x24"]
    with (
        open(reading, encoding="ascii") as number,  # noqa: PTH123  a descriptor, no path
        subprocess.Popen(
            command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server,
    ):
        os.close(writing)
        try:
            yield f":{number.readline().strip()}"
        finally:
            server.terminate()


def settled(asked: Any, expected: object, seconds: float = 10) -> None:
    """Wait until *asked* gives *expected*."""
    deadline = time.monotonic() + seconds
    while (found := asked()) != expected:
        assert time.monotonic() < deadline, f"{found!r}, not {expected!r}"
        time.sleep(0.05)
