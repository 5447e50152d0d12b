"""output/: whole files, nothing touched without need, nothing removed that is not ours."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidegloss.model import Copy, Output, SiteError
from sidegloss.regular_files import NotRegularError
from sidegloss.write import MANIFEST, Written, write


def pages(**files: str) -> list[Output]:
    """``a__index=…`` is the file ``a/index.html``."""
    return [
        Output(f"{name.replace('__', '/')}.html", text.encode()) for name, text in files.items()
    ]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below *folder*, but for the manifest."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """The inode and the time of change of everything, folders and manifest too."""
    everything = [folder, *folder.rglob("*")]
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in everything}


def manifest(folder: Path) -> list[str]:
    return (folder / MANIFEST).read_text(encoding="utf-8").splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "output"


# ---------------------------------------------------------------- what a build does


def test_a_first_build_writes_everything_and_lists_it(folder: Path) -> None:
    written = write(pages(index="home", b__index="b"), folder)
    assert written == Written(changed=("b/index.html", "index.html"), unchanged=0, removed=())
    assert tree(folder) == {"index.html": b"home", "b/index.html": b"b"}
    assert manifest(folder)[0].endswith("State: finished")
    assert manifest(folder)[1:] == ["b/index.html", "index.html"]


def test_a_build_that_changes_nothing_touches_nothing(folder: Path) -> None:
    outputs = pages(index="home", b__index="b")
    write(outputs, folder)
    before = stamps(folder)
    assert write(outputs, folder) == Written(changed=(), unchanged=2, removed=())
    assert stamps(folder) == before


def test_a_rebuild_touches_only_what_differs(folder: Path) -> None:
    write(pages(a__index="a", b__index="b", c__index="c"), folder)
    before = stamps(folder)
    written = write(pages(a__index="a", b__index="B", c__index="c"), folder)
    assert written == Written(changed=("b/index.html",), unchanged=2, removed=())
    touched = {name for name, stamp in stamps(folder).items() if before[name] != stamp}
    assert {Path(name).relative_to(folder).as_posix() for name in touched} == {
        ".",
        MANIFEST,
        "b",
        "b/index.html",
    }


def test_what_is_no_longer_wanted_goes_with_the_folders_it_empties(folder: Path) -> None:
    write(pages(index="home", a__b__c="deep", a__d="d"), folder)
    written = write(pages(index="home", a__d="d"), folder)
    assert written.removed == ("a/b/c.html",)
    assert not (folder / "a/b").exists()
    assert (folder / "a/d.html").exists()
    write([], folder)
    assert [path.name for path in folder.iterdir()] == [MANIFEST]


def test_a_file_that_someone_deleted_or_edited_is_written_again(folder: Path) -> None:
    outputs = pages(a="a", b="b")
    write(outputs, folder)
    (folder / "a.html").unlink()
    (folder / "b.html").write_text("edited")
    assert write(outputs, folder).changed == ("a.html", "b.html")
    assert tree(folder) == {"a.html": b"a", "b.html": b"b"}


def test_a_file_may_become_a_folder_and_a_folder_a_file(folder: Path) -> None:
    write([Output("a", b"file"), Output("b/c/d", b"deep")], folder)
    outputs = [Output("a/e", b"deep"), Output("b", b"file")]
    assert write(outputs, folder).removed == ("a", "b/c/d")
    assert tree(folder) == {"a/e": b"deep", "b": b"file"}


def test_a_change_of_case_leaves_the_new_file_whatever_the_disk(folder: Path) -> None:
    write([Output("Gate.png", b"old")], folder)
    written = write([Output("gate.png", b"old")], folder)
    assert (written.changed, written.removed) == (("gate.png",), ("Gate.png",))
    assert tree(folder) == {"gate.png": b"old"}


@pytest.mark.parametrize("data", [b"old", b"new"])
def test_on_a_disk_without_case_our_file_is_known_by_its_other_name(
    folder: Path, data: bytes
) -> None:
    write([Output("Gate.png", b"old")], folder)
    os.link(folder / "Gate.png", folder / "gate.png")  # what such a disk shows
    assert write([Output("gate.png", data)], folder).changed == ("gate.png",)
    assert tree(folder) == {"gate.png": data}


# ---------------------------------------------------------------- copies


def test_a_copy_has_the_bytes_of_its_origin_however_large(folder: Path, tmp_path: Path) -> None:
    origin = tmp_path / "film.webm"
    origin.write_bytes(bytes(range(256)) * 10_000)
    copies = [Copy("media/film.webm", str(origin))]
    assert write(copies, folder).changed == ("media/film.webm",)
    assert (folder / "media/film.webm").read_bytes() == origin.read_bytes()
    assert write(copies, folder) == Written(changed=(), unchanged=1, removed=())


@pytest.mark.parametrize("place", [0, 1_500_000, 2_559_999])
def test_a_copy_that_differs_in_one_byte_is_made_again(
    folder: Path, tmp_path: Path, place: int
) -> None:
    origin = tmp_path / "film.webm"
    data = bytearray(2_560_000)
    origin.write_bytes(data)
    write([Copy("film.webm", str(origin))], folder)
    data[place] = 1
    origin.write_bytes(data)
    assert write([Copy("film.webm", str(origin))], folder).changed == ("film.webm",)
    assert (folder / "film.webm").read_bytes() == bytes(data)


def test_a_missing_origin_stops_the_build_before_anything_is_touched(
    folder: Path, tmp_path: Path
) -> None:
    write(pages(a="a"), folder)
    before = stamps(folder)
    with pytest.raises(FileNotFoundError):
        write([*pages(a="new"), Copy("b.png", str(tmp_path / "none.png"))], folder)
    assert stamps(folder) == before


def test_names_in_any_script_and_with_odd_blanks_are_kept(folder: Path) -> None:
    names = ["بوابة/index.html", "Bild\u202f9.41.png", "می\u200cخواهم.html", "水門.html"]
    outputs = [Output(name, b"x") for name in names]
    write(outputs, folder)
    assert write(outputs, folder).unchanged == len(names)
    assert sorted(tree(folder)) == sorted(names)
    assert write([], folder).removed == tuple(sorted(names))


# ---------------------------------------------------------------- what is foreign


def test_foreign_files_survive_every_build(folder: Path) -> None:
    write([], folder)
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*\n!.gitignore\n")
    (folder / "a").mkdir()
    (folder / "a/mine.txt").write_text("mine")
    (folder / "empty").mkdir()
    write(pages(index="home", a__index="a"), folder)
    write([], folder)
    assert tree(folder) == {".gitignore": b"*\n!.gitignore\n", "a/mine.txt": b"mine"}
    assert (folder / "empty").is_dir()


def test_a_foreign_file_in_the_way_is_named_and_nothing_is_touched(folder: Path) -> None:
    write([], folder)
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text("someone's site")
    before = stamps(folder)
    with pytest.raises(SiteError) as refusal:
        write(pages(a="a", index="home"), folder)
    (diagnostic,) = refusal.value.diagnostics
    assert (diagnostic.code, diagnostic.at.path) == ("output-ours", "output/index.html")
    assert "output/index.html" in diagnostic.message
    assert "move it away" in diagnostic.hint
    assert stamps(folder) == before


def test_a_foreign_file_with_the_very_bytes_is_not_taken_over(folder: Path) -> None:
    write([], folder)
    (folder / "index.html").write_text("home")
    with pytest.raises(SiteError):
        write(pages(index="home"), folder)
    assert write([], folder).removed == ()
    assert (folder / "index.html").read_text() == "home"


@pytest.mark.parametrize("built", [False, True])
def test_a_foreign_file_where_a_folder_is_needed_is_named(folder: Path, built: bool) -> None:
    write(pages(index="home") if built else [], folder)
    (folder / "a").write_text("a note to myself")
    with pytest.raises(SiteError) as refusal:
        write(pages(index="home", a__b__index="a", a__c__index="c"), folder)
    assert [each.at.path for each in refusal.value.diagnostics] == ["output/a"]
    assert (folder / "a").read_text() == "a note to myself"


def test_foreign_files_in_a_folder_where_a_file_is_needed_are_named(folder: Path) -> None:
    write([Output("a/ours", b"")], folder)
    (folder / "a/b").mkdir()
    (folder / "a/b/theirs").write_text("x")
    (folder / "a/c").mkdir()
    with pytest.raises(SiteError) as refusal:
        write([Output("a", b"")], folder)
    paths = [each.at.path for each in refusal.value.diagnostics]
    assert paths == ["output/a/b/theirs", "output/a/c"]
    assert (folder / "a/ours").exists()


def test_a_manifest_of_another_kind_lists_nothing(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "mine.txt").write_text("mine")
    (folder / MANIFEST).write_text("mine.txt\n")
    with pytest.raises(SiteError):
        write([], folder)
    assert tree(folder) == {"mine.txt": b"mine"}


HOSTILE = ["../mine.txt", "a/../../mine.txt", "./../mine.txt", "//mine.txt", "a//../../mine.txt"]


@pytest.mark.parametrize("line", [*HOSTILE, "ABSOLUTE", "..", ".", ""])
def test_a_hostile_line_in_the_manifest_is_never_followed(
    folder: Path, tmp_path: Path, line: str
) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    write(pages(a__index="a"), folder)
    hostile = line.replace("ABSOLUTE", str(mine))
    (folder / MANIFEST).write_text("\n".join([*manifest(folder), hostile, ""]))
    assert write([], folder).removed == ("a/index.html",)
    assert mine.read_text() == "mine"


# ---------------------------------------------------------------- links


def test_a_linked_folder_is_never_written_through(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write([], folder)
    (folder / "a").symlink_to(elsewhere)
    with pytest.raises(SiteError) as refusal:
        write(pages(a__index="a"), folder)
    assert refusal.value.diagnostics[0].at.path == "output/a"
    assert list(elsewhere.iterdir()) == []


def test_a_foreign_link_is_never_written_through(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("home")
    folder.mkdir(exist_ok=True)
    (folder / "index.html").symlink_to(mine)
    with pytest.raises(SiteError):
        write(pages(index="home"), folder)


def test_a_link_in_place_of_our_file_is_replaced_and_its_target_kept(
    folder: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("home")
    write(pages(index="home"), folder)
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(mine)
    assert write(pages(index="home"), folder).changed == ("index.html",)
    assert not (folder / "index.html").is_symlink()
    assert mine.read_text() == "home"


def test_nothing_is_removed_behind_a_link(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text("mine")
    write(pages(a__index="a"), folder)
    (folder / "a/index.html").unlink()
    (folder / "a").rmdir()
    (folder / "a").symlink_to(elsewhere)
    assert write([], folder).removed == ()
    assert (elsewhere / "index.html").read_text() == "mine"


def test_the_output_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    folder.symlink_to(real)
    write(pages(a__index="a"), folder)
    assert tree(real) == {"a/index.html": b"a"}


# ---------------------------------------------------------------- what no caller may ask for

OUTSIDE = ["", "/a", "../a", "a/../b", "a//b", "a/", "./a", "a/.", "a\\b", "C:/a", "a\nb", "a\0b"]


@pytest.mark.parametrize("path", [*OUTSIDE, MANIFEST, ".sidegloss-1~", "a/.sidegloss-12~"])
def test_no_output_leaves_the_folder_or_takes_our_own_names(folder: Path, path: str) -> None:
    with pytest.raises(ValueError, match="no path inside"):
        write([Output("good", b""), Output(path, b"")], folder)
    assert not folder.exists()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/b", "a/b"),
        ("a/b", "A/b"),
        ("stra\u00dfe", "STRASSE"),
        ("caf\u00e9", "cafe\u0301"),
        ("a", "a/b"),
        ("A/b/c", "a/B"),
    ],
)
def test_two_outputs_at_one_place_are_refused_by_name(folder: Path, one: str, other: str) -> None:
    with pytest.raises(ValueError, match="at one place") as refusal:
        write([Output(one, b""), Output(other, b"")], folder)
    assert repr(one) in str(refusal.value)
    assert repr(other) in str(refusal.value)
    assert not folder.exists()


def test_nothing_is_written_before_the_last_output_is_there(folder: Path) -> None:
    def outputs() -> object:
        yield Output("a", b"")
        raise RuntimeError("a template fails")

    with pytest.raises(RuntimeError):
        write(outputs(), folder)  # type: ignore[arg-type]
    assert not folder.exists()


# ---------------------------------------------------------------- failure and death


def test_a_failure_in_the_middle_leaves_whole_files_and_the_next_build_mends(
    folder: Path, tmp_path: Path
) -> None:
    write(pages(a="a", z="z"), folder)
    unreadable = tmp_path / "folder.png"
    unreadable.mkdir()
    with pytest.raises(NotRegularError):
        write([*pages(a="A"), Copy("b.png", str(unreadable)), *pages(c="c")], folder)
    assert tree(folder) == {"a.html": b"A", "z.html": b"z"}
    assert manifest(folder)[0].endswith("State: unfinished")
    assert manifest(folder)[1:] == ["a.html", "b.png", "c.html", "z.html"]
    assert write(pages(a="A", c="c"), folder).removed == ("z.html",)
    assert tree(folder) == {"a.html": b"A", "c.html": b"c"}
    assert manifest(folder)[0].endswith("State: finished")


def test_what_a_killed_build_left_half_written_is_swept(folder: Path) -> None:
    write(pages(index="home", a__index="a"), folder)
    text = (folder / MANIFEST).read_text().replace("finished", "unfinished")
    (folder / MANIFEST).write_text(text)
    (folder / ".sidegloss-123~").write_text("ha")
    (folder / "a/.sidegloss-123~").write_text("lf")
    (folder / "a/.sidegloss-notes~").write_text("mine")
    write(pages(index="home", a__index="a"), folder)
    assert sorted(tree(folder)) == ["a/.sidegloss-notes~", "a/index.html", "index.html"]


KILLED = """
import sys
from pathlib import Path
from sidegloss.model import Copy, Output
from sidegloss.write import write

folder, origin = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
for turn in range(1_000_000):
    letter = b"ab"[turn % 2 : turn % 2 + 1]
    outputs = [Output(f"p{n}/index.html", letter * 30_000) for n in range(turn % 2, 40, 2)]
    outputs += [Output(f"q{n}.html", letter * 30_000) for n in range(20)]
    write([*outputs, Copy("film.webm", origin)], folder)
"""


@pytest.mark.parametrize("seed", range(8))
def test_whoever_kills_a_build_finds_whole_files_and_the_next_build_mends(
    folder: Path, tmp_path: Path, seed: int
) -> None:
    origin = tmp_path / "film.webm"
    origin.write_bytes(b"f" * 3_000_000)
    folder.mkdir(exist_ok=True)
    (folder / ".gitignore").write_text("*")
    command = [sys.executable, "-c", KILLED, str(folder), str(origin)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.12))
        process.send_signal(signal.SIGKILL)

    whole = {b"a" * 30_000, b"b" * 30_000, origin.read_bytes(), b"*"}
    found = {path: data for path, data in tree(folder).items() if ".sidegloss-" not in path}
    assert [path for path, data in found.items() if data not in whole] == []

    outputs = pages(index="home", q1="q")
    write(outputs, folder)
    assert tree(folder) == {".gitignore": b"*", "index.html": b"home", "q1.html": b"q"}
    assert not any(path.is_dir() for path in folder.iterdir())


# ---------------------------------------------------------------- any builds, one after another

NAMES = st.sampled_from(["a", "a/b", "a/b/c", "b", "b/a", "c/a", "c/b", "C/b", "É", "index.html"])
BUILDS = st.lists(st.dictionaries(NAMES, st.binary(max_size=2), max_size=6), max_size=5)


@settings(deadline=None, max_examples=60)
@given(BUILDS)
def test_after_any_builds_the_folder_holds_the_last_one(
    tmp_path_factory: pytest.TempPathFactory, builds: list[dict[str, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("builds")
    (folder / ".gitignore").write_text("*")
    for files in builds:
        try:
            write([Output(path, data) for path, data in files.items()], folder)
        except ValueError:  # two at one place: the generator does not avoid them
            continue
        assert tree(folder) == {".gitignore": b"*", **files}
        assert all(any(path.iterdir()) for path in folder.rglob("*") if path.is_dir())
