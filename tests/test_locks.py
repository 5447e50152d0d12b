"""Builds of one site at one time: one waits, and none remembers what another one wrote."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout, alone, build
from sidegloss.model import SiteError

Make = Callable[[Texts], SiteUnderTest]
MOMENT = 60
"""Seconds after which something that must happen at once will not happen."""


def article(word: str) -> str:
    return f"---\ntitle: T\ndate: 2026-03-12\n---\n\n[The word is {word}][^a].\n\n[^a]: A note.\n"


@pytest.fixture
def here(site: Make) -> Layout:
    texts = {f"content/a{n}.md": article("one") for n in range(3)}
    return Layout(site(texts).folder, has_memory=True)


def bytes_of(folder: Path) -> dict[str, bytes]:
    found = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def assert_equal_to_a_clean_build(layout: Layout, output: Path) -> None:
    assert Builder(Layout(layout.site, output)).build().written
    assert bytes_of(layout.site / "output") == bytes_of(output)


def start(layout: Layout) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sidegloss", "build", "--site", str(layout.site)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )


def test_a_build_waits_for_the_one_that_runs_and_says_so(here: Layout) -> None:
    with alone(here.site):
        second = start(here)
        assert second.stderr
        assert second.stdout
        assert "another build of this site is running" in second.stderr.readline()
        assert not (here.site / "output").exists()
    assert second.wait(MOMENT) == 0
    assert "written" in second.stdout.read()
    second.stdout.close()
    second.stderr.close()


def test_a_build_that_waits_too_long_is_refused(here: Layout) -> None:
    heard: list[str] = []
    with (
        alone(here.site),
        pytest.raises(SiteError) as refusal,
        alone(here.site, lambda: heard.append("waiting"), patience=0),
    ):
        pass
    assert heard == ["waiting"]
    assert [each.code for each in refusal.value.diagnostics] == ["build-alone"]


def test_a_lock_ends_with_the_process_that_holds_it(here: Layout) -> None:
    asked = (
        "import sys; from pathlib import Path; from sidegloss.builder import alone\n"
        f"with alone(Path({str(here.site)!r})):\n    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", asked], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdin
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(SiteError), alone(here.site, patience=0):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait(MOMENT)
    holder.stdout.close()
    holder.stdin.close()
    with alone(here.site, patience=0):
        assert build(Layout(here.site / "elsewhere")).written is None


def test_another_site_is_not_waited_for(here: Layout, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with alone(here.site), alone(tmp_path / "other", patience=0):
        assert here.site.is_dir()


def test_many_builds_at_once_all_end_and_the_next_equals_a_clean_one(
    here: Layout, tmp_path: Path
) -> None:
    running = [start(here) for _ in range(6)]
    (here.site / "content/a0.md").write_text(article("two"))
    running += [start(here) for _ in range(6)]
    for each in running:
        each.communicate(timeout=MOMENT * 5)
    assert [each.returncode for each in running] == [0] * 12
    assert build(here).written
    assert_equal_to_a_clean_build(here, tmp_path / "clean")


# ---------------------------------------------------------------- without a lock


class First(Builder):
    """Stops between making its outputs and writing them."""

    def __init__(self, layout: Layout, is_made: Event, may_write: Event) -> None:
        super().__init__(layout)
        self._is_made, self._may_write = is_made, may_write

    def _outputs(self, *arguments: Any) -> Any:
        found = super()._outputs(*arguments)
        self._is_made.set()
        assert self._may_write.wait(MOMENT)
        return found


class Second(Builder):
    """Lets somebody else write between its own writing and its remembering."""

    def __init__(self, layout: Layout, meanwhile: Callable[[], None]) -> None:
        super().__init__(layout)
        self._meanwhile = meanwhile

    def _remember(self, *arguments: Any) -> None:
        self._meanwhile()
        super()._remember(*arguments)


def test_what_another_build_wrote_in_between_is_not_taken_for_ones_own(
    here: Layout, tmp_path: Path
) -> None:
    context = get_context("fork")
    is_made, may_write = context.Event(), context.Event()
    first = context.Process(target=lambda: alone_in(First(here, is_made, may_write)))
    first.start()
    assert is_made.wait(MOMENT)
    (here.site / "content/a0.md").write_text(article("two"))

    def end_the_first() -> None:
        may_write.set()
        first.join(MOMENT)

    alone_in(Second(here, end_the_first))

    assert first.exitcode == 0
    assert b"word is one" in (here.site / "output/a0/index.html").read_bytes()
    assert build(here).written
    assert_equal_to_a_clean_build(here, tmp_path / "clean")


def alone_in(builder: Builder) -> None:
    """Build as if no lock could be had, as on some network disks."""
    assert builder.build_alone().written
