"""Beyond one machine: in whatever places a site is built, it comes to the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout
from sidegloss.cli import commands
from test_builder import SITE, WEIR, bytes_of

Make = Callable[[Texts], SiteUnderTest]

MANY = 70
"""Articles: more than are sent to an executor together."""


@pytest.fixture
def many(site: Make) -> SiteUnderTest:
    under_test = site({**SITE, "pyproject.toml": '[tool.sidegloss]\ntitle = "Many"\n'})
    for number in range(MANY):
        text = WEIR.replace("Nine gates", f"{number} gates").replace(
            "title: Weir", f"title: W{number}"
        )
        under_test.write({f"content/a{number:02}.md": text})
    return under_test


def clean(folder: Path, output: Path) -> dict[str, bytes]:
    shutil.rmtree(output, ignore_errors=True)
    assert Builder(Layout(folder, output)).build().written
    return bytes_of(output)


# ---------------------------------------------------------------- executors


@contextmanager
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(3) as executor:
        yield executor


@contextmanager
def processes() -> Iterator[Executor]:
    """Begun anew, so that they know nothing but what they are sent."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


@contextmanager
def dask() -> Iterator[Executor]:
    distributed = pytest.importorskip("distributed", reason="pip install distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    )
    with cluster, distributed.Client(cluster) as client:
        yield client.get_executor(pure=False)


@pytest.mark.parametrize("executing", [threads, processes, dask])
def test_what_an_executor_builds_is_what_one_process_builds(
    executing: Callable[[], AbstractContextManager[Executor]], many: SiteUnderTest, tmp_path: Path
) -> None:
    heard: list[tuple[str, int, int]] = []
    with executing() as executor:
        builder = Builder(
            Layout(many.folder, many.output), lambda *told: heard.append(told), executor
        )
        assert builder.build().written
    assert bytes_of(many.output) == clean(many.folder, tmp_path / "clean")
    assert {what for what, done, total in heard if done == total} == {"articles", "pages"}


def test_an_executor_that_stays_makes_what_was_edited_since(
    many: SiteUnderTest, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(2) as executor:
        assert Builder(Layout(many.folder, many.output), executor=executor).build().written
        for file in (many.folder / "content").glob("a*.md"):
            file.write_text(f"{file.read_text()}\nA word more.\n")
        assert Builder(Layout(many.folder, many.output), executor=executor).build().written
    assert bytes_of(many.output) == clean(many.folder, tmp_path / "clean")


def test_a_worker_that_would_make_other_pages_is_told_of(
    many: SiteUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidegloss.builder.crew.program", lambda: "another program")
    with ThreadPoolExecutor(2) as executor:
        result = Builder(Layout(many.folder, many.output), executor=executor).build()
    assert [d.code for d in result.diagnostics if d.severity == "error"] == ["executor-alike"]
    assert not many.output.exists()


def test_a_mistake_met_elsewhere_leaves_the_output_alone(many: SiteUnderTest) -> None:
    many.write({"templates/source.html": "{{ nothing }}"})
    with ThreadPoolExecutor(2) as executor:
        result = Builder(Layout(many.folder, many.output), executor=executor).build()
    assert [d.code for d in result.diagnostics if d.severity == "error"] == ["template-whole"]
    assert not many.output.exists()


@pytest.mark.skipif(not find_spec("distributed"), reason="pip install distributed")
def test_where_no_scheduler_answers_is_told(many: SiteUnderTest) -> None:
    asked = ["build", "--site", str(many.folder), "--executor", "tcp://127.0.0.1:1"]
    told = CliRunner().invoke(commands, asked)
    assert told.exit_code == 1
    assert "no scheduler answers at tcp://127.0.0.1:1" in told.output
