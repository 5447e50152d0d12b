"""What every test may ask for: a site under test, the demonstration, and outside tools."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

import tools
from added import added
from sidegloss.builder import Builder, Layout, Result
from sidegloss.builder.tasks import KINDS
from sidegloss.model import Diagnostic

pytest_plugins = ("readers",)

SETTINGS = '[tool.sidegloss]\ntitle = "A site"\ncards = "none"\n'
Texts = Mapping[str, str | bytes]


@dataclass(frozen=True, slots=True)
class SiteUnderTest:
    """A site's folder on the disk, to be checked and built."""

    folder: Path
    output: Path

    def write(self, texts: Texts) -> None:
        """Write files of the site, by name; those that stand there already are replaced."""
        for name, text in texts.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode() if isinstance(text, str) else text)

    def check(self, *, drafts: bool = False) -> list[str]:
        """``path:line:column: severity: message [code]``, one a diagnostic.

        Left out, here and in `build`: the infos that a site has no ``url`` and no ledger.
        """
        return list(map(line, of_content(Builder(self._layout(drafts=drafts)).check())))

    def build(self, *, drafts: bool = False, for_disk: bool = False, url: str = "") -> Result:
        """Build into *output*, in a builder of its own: nothing is remembered."""
        layout = self._layout(drafts=drafts, for_disk=for_disk, url=url)
        result = Builder(layout).build()
        return replace(result, diagnostics=of_content(result.diagnostics))

    def read(self, name: str) -> str:
        """The text of a file in *output*."""
        return (self.output / name).read_text(encoding="utf-8")

    def written(self) -> list[str]:
        """The names of all files in *output* that readers may ask for, sorted."""
        names = (file.relative_to(self.output) for file in self.output.rglob("*") if file.is_file())
        return sorted(name.as_posix() for name in names if name.name != ".sidegloss-files")

    def _layout(self, *, drafts: bool = False, for_disk: bool = False, url: str = "") -> Layout:
        return Layout(
            site=self.folder,
            output=self.output,
            url=url,
            with_drafts=drafts,
            is_for_disk=for_disk,
        )


def of_content(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those that are not about what a small site of a test does without."""
    return tuple(each for each in diagnostics if each.code not in {"url-set", "ledger-exists"})


def line(diagnostic: Diagnostic) -> str:
    """A diagnostic as its first line is printed."""
    at = diagnostic.at
    place = f"{at.path}:{at.line}:{at.column}" if at.line else at.path
    return f"{place}: {diagnostic.severity}: {diagnostic.message} [{diagnostic.code}]"


@pytest.fixture
def site(tmp_path: Path) -> Callable[[Texts], SiteUnderTest]:
    """Makes a site of a mapping of file names to text."""

    def make(texts: Texts) -> SiteUnderTest:
        under_test = SiteUnderTest(tmp_path / "site", tmp_path / "output")
        under_test.write({"pyproject.toml": SETTINGS, **texts})
        return under_test

    return make


# ---------------------------------------------------------------- this repository's own site


@dataclass(frozen=True, slots=True)
class Served:
    """A built site: its files, and the address (ending in ``/``) at which they are served."""

    folder: Path
    address: str

    def pages(self) -> list[str]:
        """The names of all its pages, sorted."""
        return sorted(file.relative_to(self.folder).as_posix() for file in self._files())

    def _files(self) -> Iterator[Path]:
        return self.folder.rglob("*.html")


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and writes no log."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the parent's name
        """Say nothing: a test's output is its own."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], Served]]:
    """Serves folders on localhost until the tests end."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> Served:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return Served(folder, f"http://127.0.0.1:{server.server_port}/")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def demonstration(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Served]
) -> Served:
    """This repository's own site, built and served."""
    output = tmp_path_factory.mktemp("demonstration")
    result = Builder(Layout(site=tools.ROOT, output=output)).build()
    assert not [line(each) for each in result.diagnostics if each.severity == "error"]
    return serve(output)


@pytest.fixture(scope="session")
def demonstration_on_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own site, built ``--for-disk``."""
    output = tmp_path_factory.mktemp("for-disk")
    Builder(Layout(site=tools.ROOT, output=output, is_for_disk=True)).build()
    return output


# ---------------------------------------------------------------- outside tools


@pytest.fixture(scope="session")
def node() -> str:
    """The path of Node.js."""
    return tools.path_of(tools.NODE)


@pytest.fixture(scope="session")
def npm(node: str) -> Path:
    """The folder of npm's packages, all of which package.json names being there."""
    assert node
    for name in ("@mozilla/readability", "commonmark-spec", "jsdom", "puppeteer-core"):
        tools.npm_package(name)
    return tools.NODE_MODULES


@pytest.fixture(scope="session")
def vnu() -> list[str]:
    """The command that runs the Nu HTML checker."""
    java = tools.path_of(tools.JAVA)
    jar = tools.npm_package("vnu-jar") / "build" / "dist" / "vnu.jar"
    return [java, "-Xss4m", "-jar", str(jar)]


@pytest.fixture(scope="session")
def violations() -> list[str]:
    """What pages did in Chromium that their policy forbids, since a test last looked."""
    return []


@pytest.fixture(scope="session")
def chromium(violations: list[str]) -> Iterator[Browser]:
    """Debian's Chromium, one for all tests; each opens a context of its own."""

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "TrustedType" in message.text:
            violations.append(f"{message.page and message.page.url}: {message.text}")

    with tools.running_chromium() as browser:
        new_context, new_page = browser.new_context, browser.new_page

        def listened(**options: Any) -> BrowserContext:
            context = new_context(**options)
            context.on("console", listen)
            return context

        def opened(**options: Any) -> Page:
            page = new_page(**options)
            page.context.on("console", listen)
            return page

        # Playwright tells a browser's owner nothing of the contexts that others open
        browser.new_context, browser.new_page = listened, opened  # type: ignore[method-assign]
        yield browser


@pytest.fixture(autouse=True)
def _no_policy_is_violated(violations: list[str]) -> Iterator[None]:
    """Fail every test one of whose pages does what its policy forbids."""
    yield
    found, violations[:] = list(violations), []
    assert found == []


@pytest.fixture(scope="session")
def firefox() -> str:
    """The path of Firefox."""
    return tools.path_of(tools.FIREFOX)


@pytest.fixture(scope="session")
def webkit() -> str:
    """The path of WebKitGTK's driver; it needs a screen, which Xvfb stands in for."""
    if shutil.which("Xvfb") is None:
        tools.path_of(tools.SCREEN)
    return tools.path_of(tools.WEBKIT)


@pytest.fixture
def with_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site has outputs that nothing in the code knows of."""
    monkeypatch.setattr("sidegloss.builder.tasks.KINDS", (*KINDS, added))
