"""The command line: what it prints, where, and with which code it ends."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import nobody
from sidegloss.cli import commands, main, telling
from sidegloss.cli.previewing import Printed
from sidegloss.model import Diagnostic, Location, Severity
from tools import ROOT

Make = Callable[[Texts], SiteUnderTest]

URL = "https://weir.example/"
GOOD: Texts = {"content/a.md": "# Weir\n\nText.\n"}
WARNED: Texts = {"content/a.md": "---\ntitel: Weir\n---\nText.\n"}
WRONG: Texts = {"content/a.md": "# Weir\n\n[It][^denail].\n\n[^denial]: So.\n"}


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the command line came to."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str | Path, here: Path, url: str | None = None) -> Done:
    """Run the command line in the folder *here*, with SIDEGLOSS_URL as *url*."""
    stdout, stderr, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as around, redirect_stdout(stdout), redirect_stderr(stderr):
        around.chdir(here)
        around.delenv("SIDEGLOSS_URL", raising=False)
        if url is not None:
            around.setenv("SIDEGLOSS_URL", url)
        try:
            main(list(map(str, arguments)))
        except SystemExit as end:
            code = int(str(end.code or 0))
    return Done(code, stdout.getvalue(), stderr.getvalue())


def started(
    program: str | Path, *arguments: str | Path, here: Path, encoding: str = "utf-8"
) -> Done:
    """Run Python with *program* (a module or a file) in a process of its own."""
    named = [program] if Path(program).is_file() else ["-m", program]
    done = subprocess.run(
        [sys.executable, *map(str, (*named, *arguments))],
        cwd=here,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    told, beside = (text.decode(encoding, "replace") for text in (done.stdout, done.stderr))
    return Done(done.returncode, told, beside)


# ---------------------------------------------------------------- exit codes


@pytest.mark.parametrize(
    ("texts", "options", "code"),
    [
        (GOOD, (), 0),
        (GOOD, ("--strict",), 0),
        (WARNED, (), 0),
        (WARNED, ("--strict",), 1),
        (WRONG, (), 1),
        (WRONG, ("--strict",), 1),
    ],
)
def test_mistakes_in_the_content_end_with_1_and_warnings_do_where_it_is_strict(
    site: Make, texts: Texts, options: tuple[str, ...], code: int
) -> None:
    under_test = site(texts)
    for command in ("build", "check"):
        done = run(command, *options, here=under_test.folder)
        assert done.returncode == code, done


@pytest.mark.parametrize(
    "arguments",
    [
        ("biuld",),
        ("build", "--nothing"),
        ("build", "--format", "xml"),
        ("build", "--site", "gone"),
        ("build", "--drafts"),
        ("check", "--output", "x"),
        ("preview", "--port", "99999999"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(
    site: Make, arguments: tuple[str, ...]
) -> None:
    done = run(*arguments, here=site(GOOD).folder)
    assert done.returncode == 2
    assert "Error: " in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", ["build", "check", "ledger", "deploy", "preview"])
def test_outside_of_a_site_every_command_says_so_at_once(tmp_path: Path, command: str) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n')
    done = run(command, here=tmp_path)
    assert done.returncode == 1
    assert "this is not a Sidegloss site [content-exists]" in done.stdout
    assert "sidegloss new DIR" in done.stdout
    assert [file.name for file in tmp_path.iterdir()] == ["pyproject.toml"]


# ---------------------------------------------------------------- what nobody expected


def broken(around: pytest.MonkeyPatch, mistake: Exception) -> None:
    """Give the command line a command that fails by *mistake*."""

    def fail() -> None:
        raise mistake

    around.setitem(commands.commands, "broken", click.Command("broken", callback=fail))


def test_a_mistake_of_ours_ends_with_3_and_leaves_a_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("CI", "SIDEGLOSS_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    broken(monkeypatch, ValueError("a text\nwith a \udcff in it" + "x" * 999))
    done = run("broken", here=tmp_path)
    (report,) = tmp_path.iterdir()
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 2
    assert len(done.stderr) < 500
    assert str(report) in done.stderr
    text = report.read_text()
    assert text.startswith("sidegloss ")
    assert "Python 3." in text
    assert "Traceback" in text
    assert "ValueError: a text" in text


@pytest.mark.parametrize("name", ["CI", "SIDEGLOSS_TRACEBACK"])
def test_the_report_is_shown_where_a_file_would_be_lost(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    broken(monkeypatch, KeyError("x"))
    done = run("broken", here=tmp_path)
    assert done.returncode == 3
    assert "Traceback" in done.stderr
    assert "KeyError: 'x'" in done.stderr


def test_what_the_system_refuses_is_named_and_no_mistake_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SIDEGLOSS_TRACEBACK", raising=False)
    broken(monkeypatch, PermissionError(13, "Permission denied", "content/a.md"))
    done = run("broken", here=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("content/a.md: error: cannot be read: permission denied")
    assert "= help: " in done.stderr
    broken(monkeypatch, OSError(28, "No space left on device"))
    full = run("broken", here=tmp_path).stderr
    assert "cannot be written: no space left on device [file-writable]" in full


# ---------------------------------------------------------------- messages


def test_messages_and_their_counts_go_to_standard_output(site: Make) -> None:
    under_test = site(WRONG)
    done = run("check", here=under_test.folder)
    assert done.stdout.startswith("content/a.md:3:5: error: ")
    assert "did you mean [^denial]?" in done.stdout
    assert "^^^^^^^^^" in done.stdout
    assert "\n\n1 error, 1 warning" in done.stdout
    assert done.stderr == ""
    assert not under_test.output.exists()
    assert not (under_test.folder / "output").exists()


def test_messages_for_machines_are_nothing_but_json(site: Make) -> None:
    under_test = site(WRONG)
    for command in ("build", "check"):
        done = run(command, "--format", "json", here=under_test.folder)
        messages = [json.loads(line) for line in done.stdout.splitlines()]
        told = messages[0] if isinstance(messages[0], list) else messages
        assert {each["code"] for each in told} >= {"note-defined"}
    assert run("build", "--format", "json", here=site(GOOD).folder, url=URL).stdout == ""


def test_messages_for_workflows_are_their_annotations(site: Make) -> None:
    done = run("build", "--format", "github", here=site(WRONG).folder)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert "file=content/a.md,line=3" in lines[0]


def test_a_site_with_nothing_to_tell_says_so(site: Make) -> None:
    assert run("check", here=site(GOOD).folder, url=URL).stdout == "No problems found.\n"


def test_a_site_without_a_url_is_told_what_is_left_out(site: Make) -> None:
    for command in ("check", "build"):
        done = run(command, "--verbose", here=site(GOOD).folder)
        assert (done.returncode, done.stdout.count("[url-set]")) == (0, 1)
        assert "feed.xml, sitemap.xml, robots.txt, oEmbed, canonical links" in done.stdout
        addressed = run(command, "--verbose", here=site(GOOD).folder, url=URL)
        assert addressed.stdout.count("[url-set]") == 0


def test_a_build_says_what_it_wrote(site: Make) -> None:
    under_test = site(GOOD)
    first = run("build", here=under_test.folder).stdout
    again = run("build", here=under_test.folder).stdout
    assert "output: " in first
    assert " 0 written, 0 removed" in again
    assert " 0 written" not in first


def test_a_build_that_fails_says_that_nothing_was_written(site: Make) -> None:
    assert "Nothing was written." in run("build", here=site(WRONG).folder).stderr


def test_names_that_a_terminal_cannot_show_break_nothing(site: Make) -> None:
    under_test = site({"content/ü.md": "[x][^gone] – “é”"})
    (under_test.folder / "content/\udcff.md").write_bytes(b"[x][^gone]")
    for encoding in ("ascii", "utf-8", "latin-1"):
        for form in ("text", "json", "github"):
            told = ("check", "--format", form)
            done = started("sidegloss", *told, here=under_test.folder, encoding=encoding)
            assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr


# ---------------------------------------------------------------- options


def test_a_site_and_an_output_may_be_named(site: Make, tmp_path: Path) -> None:
    under_test = site(GOOD)
    output = tmp_path / "elsewhere"
    assert (
        run("build", "--site", under_test.folder, "--output", output, here=tmp_path).returncode == 0
    )
    assert (output / "a/index.html").is_file()
    assert not (under_test.folder / "output").exists()


def test_a_relative_output_is_meant_from_the_working_directory(site: Make, tmp_path: Path) -> None:
    under_test = site(GOOD)
    here = tmp_path / "here"
    here.mkdir()
    assert run("build", "--site", "../site", "--output", "out", here=here).returncode == 0
    assert (here / "out/a/index.html").is_file()
    assert run("build", "--site", "../site", here=here).returncode == 0
    assert (under_test.folder / "output/a/index.html").is_file()


def test_drafts_are_built_into_a_named_folder_only(site: Make, tmp_path: Path) -> None:
    under_test = site({"content/a.md": "---\ndraft: true\n---\nText."})
    done = run("build", "--drafts", here=under_test.folder)
    assert done.returncode == 2
    assert "--drafts requires --output DIR" in done.stderr
    assert run("build", "--drafts", "--output", tmp_path / "o", here=tmp_path).returncode == 1
    done = run("build", "--drafts", "--output", tmp_path / "o", here=under_test.folder)
    assert done.returncode == 0
    assert (tmp_path / "o/a/index.html").is_file()


def test_the_environment_s_url_stands_in_for_the_site_s(site: Make) -> None:
    settings = '[tool.sidegloss]\nurl = "https://one.example/"\n'
    under_test = site({**GOOD, "pyproject.toml": settings})
    page = under_test.folder / "output/a/index.html"
    run("build", here=under_test.folder, url="https://two.example/repo")
    assert '<link rel="canonical" href="https://two.example/repo/a/">' in page.read_text()
    run("build", here=under_test.folder, url="")
    assert '<link rel="canonical" href="https://one.example/a/">' in page.read_text()
    done = run("build", here=under_test.folder, url="two")
    assert (done.returncode, "SIDEGLOSS_URL" in done.stdout) == (1, True)


def test_for_disk_names_every_file(site: Make) -> None:
    under_test = site({**GOOD, "content/b.md": "[x](a.md#weir)\n"})
    under_test.write({"content/a.md": "Text.\n\n# Weir\n\nText.\n"})
    assert run("build", "--for-disk", here=under_test.folder).returncode == 0
    assert 'href="../a/index.html#weir"' in (under_test.folder / "output/b/index.html").read_text()


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command(site: Make, option: str) -> None:
    done = run(option, here=site(GOOD).folder)
    assert done.returncode == 0
    assert all(
        f"\n  {command} " in done.stdout
        for command in ("build", "check", "preview", "new", "deploy")
    )
    assert run("build", option, here=site(GOOD).folder).returncode == 0


def test_without_a_command_the_help_is_shown(site: Make) -> None:
    done = run(here=site(GOOD).folder)
    assert done.returncode == 0
    assert done.stdout == run("--help", here=site(GOOD).folder).stdout


def test_the_version_is_told(site: Make) -> None:
    assert run("--version", here=site(GOOD).folder).stdout.startswith("sidegloss, version ")

    assert run("-V", here=site(GOOD).folder).stdout.startswith("sidegloss, version ")


def test_no_summary_of_a_command_is_cut(site: Make) -> None:
    done = run("--help", here=site(GOOD).folder)
    assert not [
        line for line in done.stdout.splitlines() if line.startswith("  ") and line.endswith("...")
    ]
    assert "content/manual" in done.stdout


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((name, "preview") for name in ("serve", "watch", "dev", "start", "server")),
        *((name, "new") for name in ("init", "create", "site", "quickstart")),
        *((name, "deploy") for name in ("publish", "gh-deploy")),
        *((name, "build") for name in ("generate", "make", "biuld")),
        *((name, "check") for name in ("lint", "validate", "chekc")),
        ("zebra", ""),
        ("merge-it-all", ""),
    ],
)
def test_a_name_that_is_no_command_leads_to_the_one_that_was_meant(
    site: Make, written: str, meant: str
) -> None:
    done = run(written, here=site(GOOD).folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f" Use: sidegloss {meant}\n") == bool(meant)
    assert f"no command '{written}'" in done.stderr


def test_help_shows_the_help_of_all_or_of_one_command(site: Make) -> None:
    here = site(GOOD).folder
    assert run("help", here=here).stdout == run("--help", here=here).stdout
    assert run("help", "check", here=here).stdout == run("check", "--help", here=here).stdout
    assert run("help", "serve", here=here).returncode == 2


@pytest.mark.parametrize("command", ["check", "build"])
def test_verbose_lists_infos_and_repeats(site: Make, command: str) -> None:
    under_test = site({"content/a.md": "# A\n\n[It][^1] [Two][^2].\n\n[^1]: So.\n\n[^2]: So.\n"})
    short = run(command, here=under_test.folder).stdout
    whole = run(command, "--verbose", here=under_test.folder).stdout
    lines = run(command, "--format", "github", here=under_test.folder).stdout
    noted = run(command, "--format", "github", "-v", here=under_test.folder).stdout
    assert "label-named" not in short
    assert whole.count("[label-named]") == 2
    assert "--verbose" not in whole
    assert (lines.count("::notice"), noted.count("title=label-named")) == (0, 2)


@pytest.mark.parametrize(
    ("around", "is_coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colour_is_shown_on_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, around: dict[str, str], is_coloured: bool
) -> None:
    for name, value in {"TERM": "xterm", "NO_COLOR": "", **around}.items():
        monkeypatch.setenv(name, value)
    assert (telling.painter(Terminal()) is not None) == is_coloured
    assert telling.painter(io.StringIO()) is None


# ---------------------------------------------------------------- this repository's own door

DOOR = ROOT / "build.py"


def test_the_repository_s_door_builds_its_own_site_from_anywhere(tmp_path: Path) -> None:
    done = started(DOOR, "--output", tmp_path / "out", here=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/manual/index.html").is_file()


def test_the_door_takes_commands_and_another_site(site: Make, tmp_path: Path) -> None:
    under_test = site(WRONG)
    done = started(DOOR, "check", "--site", under_test.folder, here=tmp_path)
    assert (done.returncode, "note-defined" in done.stdout) == (1, True)
    assert started(DOOR, "--site", under_test.folder, here=tmp_path).returncode == 1
    assert started(DOOR, "biuld", here=tmp_path).returncode == 2


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_the_door_has_the_same_help(tmp_path: Path, option: str) -> None:
    done = started(DOOR, option, here=tmp_path)
    assert done.returncode == 0
    assert "\n  check " in done.stdout


# ---------------------------------------------------------------- progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_how_far_long_work_is_and_is_left_clean(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(telling, "_PATIENCE", -1.0)
    monkeypatch.setattr(telling, "_EVERY", -1.0)
    told_of = telling.progress()
    for done in range(4):
        told_of("articles", done, 3)
    assert "1 of 3 articles" in shown.getvalue()
    assert shown.getvalue().endswith("\r\033[K")


def test_of_work_that_is_done_in_a_moment_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    told_of = telling.progress()
    for done in range(4):
        told_of("articles", done, 3)
    assert shown.getvalue() == ""


def test_what_is_no_terminal_is_told_of_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert telling.progress() is nobody


# ---------------------------------------------------------------- the preview's messages


def test_the_preview_prints_what_is_new_and_counts_what_is_fixed(
    site: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    def warning(path: str, line: int, message: str) -> Diagnostic:
        return Diagnostic("note-used", Severity.WARNING, message, Location(path, line))

    printed = Printed(site(GOOD).folder)
    one, two = warning("a.md", 1, "one"), warning("b.md", 2, "two")

    printed.take([one, two])
    first = capsys.readouterr().out
    printed.take([warning("a.md", 9, "one"), two])
    moved = capsys.readouterr().out
    printed.take([two, warning("c.md", 1, "three")])
    changed = capsys.readouterr().out
    printed.take([])
    fixed = capsys.readouterr().out

    assert first.endswith("2 warnings\n")
    assert "one [note-used]" in first
    assert moved == ""
    assert re.match(r"── \d\d:\d\d:\d\d ─+\n", changed)
    assert "three [note-used]" in changed
    assert "two [note-used]" not in changed
    assert changed.endswith("1 new, 1 fixed. 2 warnings\n")
    assert fixed.endswith("\n2 fixed. No problems found.\n")
