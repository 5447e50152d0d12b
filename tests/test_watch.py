"""The watcher, over real folders and the system's own events."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sidegloss.watch import BURST_LULL, LULL, MISSED, SETTLE, Folder, Noticed, Watch, is_passing

ENOUGH = 10.0
"""Seconds that a change may take to be noticed on a busy machine."""
NOTHING = 0.4
"""Seconds of silence that count as nothing having been noticed."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site's folder with an article."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("one")
    return tmp_path.resolve()


def folders(site: Path) -> list[Folder]:
    return [Folder(site / "content"), Folder(site, frozenset({"content", "pyproject.toml"}))]


@pytest.fixture(params=[False, True], ids=["told by the system", "looking through"])
def either(request: pytest.FixtureRequest, site: Path) -> Iterator[Watch]:
    watch = Watch(is_polling=request.param)
    watch.over(folders(site))
    yield watch
    watch.close()


@pytest.fixture
def watch(site: Path) -> Iterator[Watch]:
    watch = Watch()
    watch.over(folders(site))
    yield watch
    watch.close()


def names(paths: frozenset[Path], site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in paths}


def told(watch: Watch, site: Path) -> list[set[str]]:
    """The batches until it is silent."""
    batches = [names(watch.wait(ENOUGH), site)]
    while more := watch.wait(NOTHING):
        batches.append(names(more, site))
    return batches


# ---------------------------------------------------------------- what editors do


def saved(file: Path) -> None:
    file.write_text("two")


def renamed(file: Path) -> None:
    beside = file.with_name(f".{file.name}.123~")
    beside.write_text("two")
    beside.replace(file)


def renamed_from_a_name_that_passes_for_an_article(file: Path) -> None:
    beside = file.with_name("sedA1b2C3")
    beside.write_text("two")
    beside.replace(file)


def taken_away_first(file: Path) -> None:
    file.rename(file.with_name(f"{file.name}~"))
    file.write_text("two")
    file.with_name(f"{file.name}~").unlink()


def removed_first(file: Path) -> None:
    file.unlink()
    file.write_text("two")


def by_sed(file: Path) -> None:
    subprocess.run(["sed", "-i", "s/one/two/", file], check=True)


def by_vim(file: Path) -> None:
    if not shutil.which("vim"):
        pytest.skip("vim is not installed: apt install vim")
    command = ["vim", "-u", "NONE", "-es", "-c", "%s/one/two/", "-c", "wq", str(file)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


WAYS = (
    *(saved, renamed, renamed_from_a_name_that_passes_for_an_article),
    *(taken_away_first, removed_first, by_sed, by_vim),
)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says when a file is closed")
@pytest.mark.parametrize("save", WAYS, ids=lambda save: save.__name__)
def test_a_save_names_the_article_alone(
    save: Callable[[Path], None], watch: Watch, site: Path
) -> None:
    save(site / "content" / "a.md")

    assert set.union(*told(watch, site)) == {"content/a.md"}
    assert (site / "content" / "a.md").read_text().strip() == "two"


def test_a_change_is_noticed_by_either_means(either: Watch, site: Path) -> None:
    saved(site / "content" / "a.md")

    assert {"content/a.md"} in told(either, site)


def test_reading_is_no_change(watch: Watch, site: Path) -> None:
    (site / "content" / "a.md").read_text()
    list((site / "content").iterdir())

    assert watch.wait(NOTHING) == frozenset()


@pytest.mark.parametrize(
    "name",
    [".a.md.swp", "a.md~", "#a.md#", ".#a.md", "4913", ".git/index", "a.tmp", "a.md___jb_tmp___"],
)
def test_what_an_editor_or_git_keeps_for_itself_is_no_change(
    name: str, watch: Watch, site: Path
) -> None:
    (site / "content" / name).parent.mkdir(exist_ok=True)
    (site / "content" / name).write_text("x")

    assert watch.wait(NOTHING) == frozenset()


def test_an_article_s_name_is_not_taken_for_a_passing_one() -> None:
    kept = ["a.md", "1984.md", "2026", "a.b.md", "tmp.md", "notes~2.md", "#1.md", "sources.yaml"]

    assert [name for name in kept if is_passing(name)] == []


def test_a_burst_of_500_changes_is_one_batch(watch: Watch, site: Path) -> None:
    subprocess.run([sys.executable, "-c", BURST, str(site / "content")], check=True, timeout=ENOUGH)

    batches = told(watch, site)

    assert set.union(*batches) == {f"content/b{n}.md" for n in range(500)}
    assert len(batches) in {1, 2}, "the first may have come alone"


BURST = """
import sys
for number in range(500):
    with open(f"{sys.argv[1]}/b{number}.md", "w") as file:
        file.write("x")
"""


# ---------------------------------------------------------------- folders


def test_a_new_folder_is_watched_with_all_that_is_put_in_it(watch: Watch, site: Path) -> None:
    below = site / "content" / "2026" / "march"
    below.mkdir(parents=True)
    (below / "b.md").write_text("x")
    assert "content/2026/march/b.md" in set.union(*told(watch, site))

    (below / "b.md").write_text("y")

    assert set.union(*told(watch, site)) == {"content/2026/march/b.md"}


def test_a_folder_that_is_moved_in_renamed_and_removed_is_noticed(watch: Watch, site: Path) -> None:
    outside = site / "outside"
    outside.mkdir()
    (outside / "b.md").write_text("x")

    outside.rename(site / "content" / "in")
    assert "content/in/b.md" in set.union(*told(watch, site))
    (site / "content" / "in").rename(site / "content" / "within")
    assert "content/within/b.md" in set.union(*told(watch, site))
    saved(site / "content" / "within" / "b.md")
    assert set.union(*told(watch, site)) == {"content/within/b.md"}
    shutil.rmtree(site / "content" / "within")
    assert "content/within/b.md" in set.union(*told(watch, site))


def test_the_content_folder_may_go_and_come_back(either: Watch, site: Path) -> None:
    shutil.rmtree(site / "content")
    assert "content" in set.union(*told(either, site))
    (site / "content").mkdir()
    assert "content" in set.union(*told(either, site))

    saved(site / "content" / "b.md")

    assert {"content/b.md"} in told(either, site)


def test_a_content_folder_that_is_moved_away_is_watched_no_longer(watch: Watch, site: Path) -> None:
    (site / "content").rename(site / "old")
    assert "content" in set.union(*told(watch, site))

    saved(site / "old" / "a.md")

    assert watch.wait(NOTHING) == frozenset()


def test_beside_the_folders_only_what_was_named_counts(watch: Watch, site: Path) -> None:
    (site / "README.md").write_text("x")
    (site / "output").mkdir()
    (site / "output" / "index.html").write_text("x")
    assert watch.wait(NOTHING) == frozenset()

    (site / "pyproject.toml").write_text("x")

    assert set.union(*told(watch, site)) == {"pyproject.toml"}


def test_a_link_is_watched_where_it_leads(tmp_path: Path) -> None:
    real = tmp_path.resolve() / "real"
    (real / "content").mkdir(parents=True)
    (real / "shared").mkdir()
    (real / "shared" / "more.yaml").write_text("x")
    (real / "content" / "sources").symlink_to(real / "shared")
    (real / "content" / "up").symlink_to(real)
    (tmp_path / "site").symlink_to(real)
    watch = Watch()
    watch.over(folders(tmp_path / "site"))

    saved(real / "shared" / "more.yaml")
    first = names(watch.wait(ENOUGH), real)
    saved(real / "content" / "a.md")
    second = names(watch.wait(ENOUGH), real)
    (real / "elsewhere.md").write_text("x")
    third = watch.wait(NOTHING)
    watch.close()

    assert (first, second, third) == ({"shared/more.yaml"}, {"content/a.md"}, frozenset())


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_at_the_system_s_limit_the_folders_are_looked_through(site: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(site / "content")]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60)

    assert (done.stdout.split(), done.returncode) == (["True", "a.md"], 0), done.stderr


LIMITED = """
import resource, sys
from pathlib import Path
from sidegloss.watch import Folder, Watch

content = Path(sys.argv[1])
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/proc/self/fd").iterdir())) - 1, most))
watch = Watch()
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
watch.over([Folder(content)])
print(watch.is_limited)
(content / "a.md").write_text("two, and longer")
print(*(path.name for path in watch.wait(10)))
watch.close()
"""


# ---------------------------------------------------------------- when a change is told


def test_a_lone_save_is_told_at_once_and_a_burst_when_it_is_over() -> None:
    noticed = Noticed()
    noticed.written("a", 0.0, is_closed=True)
    assert noticed.due(0.0) == pytest.approx(LULL)

    for number in range(5):
        noticed.written(f"b{number}", 0.001, is_closed=True)

    assert noticed.due(0.001) == pytest.approx(BURST_LULL)


def test_a_burst_that_does_not_end_is_told_after_a_second() -> None:
    noticed = Noticed()
    for number in range(200):
        noticed.written(f"b{number}", number / 100, is_closed=True)

    due = noticed.due(2.0)

    assert due is not None
    assert due <= 0


def test_a_file_that_is_still_being_written_waits_and_a_finished_one_does_not() -> None:
    noticed = Noticed()
    noticed.written("film.webm", 0.0, is_closed=False)
    noticed.written("a.md", 0.0, is_closed=True)

    first, second = noticed.batch(0.003), noticed.batch(SETTLE)

    assert [first, second] == [{"a.md"}, {"film.webm"}]


def test_a_missing_file_waits_for_a_new_one_in_its_place() -> None:
    noticed = Noticed()
    noticed.removed("a.md", 0.0)
    assert noticed.due(0.0) == pytest.approx(MISSED)

    noticed.written("a.md", 0.001, is_closed=True)

    assert noticed.due(0.001) == pytest.approx(LULL)


def test_what_came_and_went_was_never_there() -> None:
    noticed = Noticed()
    noticed.written("sedA1b2C3", 0.0, is_closed=False, is_new=True)
    noticed.written("sedA1b2C3", 0.0, is_closed=True)

    noticed.removed("sedA1b2C3", 0.001)

    assert noticed.due(0.001) is None
