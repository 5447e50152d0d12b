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
from sidegloss.builder.shards import build_shard
from sidegloss.cli import commands
from sidegloss.write import MANIFEST
from test_builder import SITE, WEIR, Author, bytes_of

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


# ---------------------------------------------------------------- shards


def shards(folder: Path, parts: Path, of: int) -> tuple[Path, ...]:
    """The parts of a site, each built by itself."""
    made = []
    for number in range(1, of + 1):
        output = parts / f"{number}-of-{of}"
        assert build_shard(Layout(folder, output), number, of).written
        made.append(output)
    return tuple(made)


@pytest.mark.parametrize("of", [1, 2, 5, 100])
def test_parts_are_joined_to_what_one_machine_builds(
    of: int, many: SiteUnderTest, tmp_path: Path
) -> None:
    parts = shards(many.folder, tmp_path / "parts", of)
    assert Builder(Layout(many.folder, many.output, parts=parts)).build().written
    assert bytes_of(many.output) == clean(many.folder, tmp_path / "clean")


def test_what_the_parts_hold_is_not_made_again(many: SiteUnderTest, tmp_path: Path) -> None:
    parts = shards(many.folder, tmp_path / "parts", 3)
    heard: list[tuple[str, int, int]] = []
    builder = Builder(
        Layout(many.folder, many.output, parts=parts), lambda *told: heard.append(told)
    )
    assert builder.build().written
    assert [total for what, _, total in heard if what == "articles"] == []
    assert {total for what, _, total in heard if what == "pages"} <= set(range(MANY // 2))


def hold(seed: int, tmp_path: Path, edits: int) -> int:
    """Parts of a site as it was at different times, joined: what is not right any more is made anew."""
    folder = tmp_path / "site"
    author = Author(seed, folder)
    for begin in (author.media, author.sources, author.settings, *[author.article] * 4):
        begin()
    whole = 0
    for _ in range(edits):
        parts = []
        of = author.random.randint(1, 4)
        for number in range(1, of + 1):
            output = tmp_path / "parts" / f"{number}-of-{of}"
            if build_shard(Layout(folder, output), number, of).written:
                parts.append(output)
            if author.random.random() < 0.3:
                author.edit()
        joined = Builder(Layout(folder, tmp_path / "joined", parts=tuple(parts))).build()
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        built = Builder(Layout(folder, tmp_path / "clean")).build()
        assert joined.diagnostics == built.diagnostics, author.edits
        if built.written:
            whole += 1
            assert bytes_of(tmp_path / "joined") == bytes_of(tmp_path / "clean"), author.edits
        author.edit()
    return whole


@pytest.mark.parametrize("seed", range(20))
def test_joined_parts_equal_a_clean_build(seed: int, tmp_path: Path) -> None:
    hold(seed, tmp_path, 2)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2000, 2300))
def test_joined_parts_equal_a_clean_build_at_length(seed: int, tmp_path: Path) -> None:
    hold(seed, tmp_path, 4)


def test_what_is_no_part_is_refused(many: SiteUnderTest, tmp_path: Path) -> None:
    (tmp_path / "no-part").mkdir()
    result = Builder(Layout(many.folder, many.output, parts=(tmp_path / "no-part",))).build()
    assert result.written is None
    assert [d.code for d in result.diagnostics] == ["part-whole"]
    assert not many.output.exists()


def test_a_part_of_another_version_is_refused(
    many: SiteUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (part,) = shards(many.folder, tmp_path / "parts", 1)
    monkeypatch.setattr("sidegloss.builder.parts.program", lambda: "another")
    result = Builder(Layout(many.folder, many.output, parts=(part,))).build()
    assert "another version" in result.diagnostics[0].message


def test_a_share_tells_what_is_wrong_with_its_articles_and_no_other(
    site: Make, tmp_path: Path
) -> None:
    under_test = site({**SITE, "content/wrong.md": "[x][^nowhere]", "content/zeal.md": "Right."})
    told = [
        build_shard(Layout(under_test.folder, tmp_path / str(number)), number, 4).diagnostics
        for number in range(1, 5)
    ]
    assert [len(each) for each in told].count(0) == 3


@pytest.mark.parametrize("share", ["0/3", "4/3", "x/3", "3", "1/", "-1/3", "1/0"])
def test_a_share_that_is_none_is_refused(share: str, site: Make) -> None:
    under_test = site(SITE)
    asked = ["build", "--site", str(under_test.folder), "--shard", share]
    told = CliRunner().invoke(commands, asked)
    assert told.exit_code == 2
    assert "give K/N" in told.output


def test_the_command_line_builds_parts_and_joins_them(many: SiteUnderTest, tmp_path: Path) -> None:
    runner = CliRunner()
    parts = []
    for number in (1, 2):
        parts.append(str(tmp_path / f"part{number}"))
        asked = ["build", "--site", str(many.folder), "--shard", f"{number}/2"]
        told = runner.invoke(commands, [*asked, "--output", parts[-1]])
        assert told.exit_code == 0, told.output
    asked = ["merge", "--site", str(many.folder), "--output", str(many.output), *parts]
    assert runner.invoke(commands, asked).exit_code == 0
    assert (many.output / MANIFEST).exists()
    assert bytes_of(many.output) == clean(many.folder, tmp_path / "clean")
    assert runner.invoke(commands, asked).exit_code == 0
