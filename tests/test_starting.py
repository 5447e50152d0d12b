"""``sidegloss new``: a site that builds as it is, articles and sources that leave the rest alone."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from sidegloss import recording, starting
from sidegloss.builder import Builder, Layout
from sidegloss.cli import commands
from sidegloss.ledger import written
from sidegloss.model import Ledger, SiteError
from test_cli import Done, run
from tools import ROOT

URL = "https://ada.example/reader/"


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """The folder of a new site."""
    starting.site(tmp_path / "reader")
    return tmp_path / "reader"


def texts(folder: Path) -> dict[str, bytes]:
    """Every file below *folder*, by its path."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def door(site: Path, *arguments: str, here: Path | None = None) -> Done:
    done = subprocess.run(
        [sys.executable, str(site / "build.py"), *arguments],
        capture_output=True,
        check=False,
        cwd=here or site,
        text=True,
    )
    return Done(done.returncode, done.stdout, done.stderr)


# ---------------------------------------------------------------- a site


@pytest.mark.parametrize("url", ["", "https://ada.example/reader/"])
def test_a_new_site_builds_with_nothing_to_tell(begun: Path, tmp_path: Path, url: str) -> None:
    layout = Layout(begun, tmp_path / "output", url)

    codes = [told.code for told in Builder(layout).check()]
    assert codes == ([] if url else ["url-set"])
    assert Builder(layout).build().written
    page = (tmp_path / "output/first-bug/index.html").read_text(encoding="utf-8")
    assert page.count('id="claim-') == 4
    assert "Letter to Theodore Puskas" in page


def test_a_new_site_holds_what_the_manual_says(begun: Path) -> None:
    assert set(texts(begun)) == {
        ".gitattributes",
        ".github/workflows/pages.yml",
        ".gitignore",
        ".vscode/pyproject.schema.json",
        ".vscode/settings.json",
        ".vscode/sources.schema.json",
        "build.py",
        "content/first-bug.md",
        "content/ledger.json",
        "content/sources.yaml",
        "pyproject.toml",
    }


@pytest.mark.parametrize("title", ['The "Weir" Papers', "A\\b", "Ü – é", "Weir\x7f"])
def test_a_new_site_has_its_title_whatever_is_in_it(tmp_path: Path, title: str) -> None:
    starting.site(tmp_path / "reader", title)

    settings = tomllib.loads((tmp_path / "reader/pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["sidegloss"]["title"] == title


def test_a_site_without_a_title_is_called_as_its_folder_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weir-papers").mkdir()
    monkeypatch.chdir(tmp_path / "weir-papers")
    starting.site(Path())

    assert 'title = "Weir papers"' in Path("pyproject.toml").read_text(encoding="utf-8")


def test_its_workflow_installs_the_sidegloss_that_made_it(begun: Path) -> None:
    workflow = (begun / ".github/workflows/pages.yml").read_text(encoding="utf-8")

    assert workflow.count(f'pip install "sidegloss[cards,search]~={version("sidegloss")}"') == 2
    assert workflow.count("pip install") == 2


def test_its_workflow_installs_every_extra_that_a_setting_may_need() -> None:
    """So that a site that builds at home builds at GitHub, whatever is set later."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    by_command = {"dask"}  # build --executor, and no setting

    assert set(project["optional-dependencies"]) - by_command == {"cards", "search"}
    for name in ("latex2mathml", "pygments", "pylatexenc"):
        assert [each for each in project["dependencies"] if each.startswith(name)]


def test_its_ledger_is_empty_and_merged_by_git(begun: Path) -> None:
    text = (begun / "content/ledger.json").read_text(encoding="utf-8")
    attributes = (begun / ".gitattributes").read_text(encoding="utf-8")

    assert text == written(Ledger())
    assert attributes == "content/ledger.json merge=union\n"
    assert run("ledger", "--check", here=begun).returncode == 0
    assert run("ledger", "--check", "--strict", here=begun).returncode == 1
    assert run("ledger", here=begun).returncode == 0
    assert run("ledger", "--check", "--strict", here=begun).returncode == 0


def test_an_editor_finds_the_schemas_and_flags_nothing_in_a_new_site(begun: Path) -> None:
    editor = json.loads((begun / ".vscode/settings.json").read_text(encoding="utf-8"))
    project = (begun / "pyproject.toml").read_text(encoding="utf-8")
    ((schema, file),) = editor["yaml.schemas"].items()
    _, mark, own = project.splitlines()[0].partition("#:schema ")

    sources = yaml.load((begun / file).read_text(encoding="utf-8"), yaml.BaseLoader)
    assert mark
    for name, value in ((schema, sources), (own, tomllib.loads(project))):
        known = json.loads((begun / name).read_text(encoding="utf-8"))
        assert list(Draft7Validator(known).iter_errors(value)) == []
    assert editor["markdown.validate.referenceLinks.enabled"] == "ignore"


def test_git_ignores_what_a_build_leaves(begun: Path) -> None:
    Builder(Layout(begun, has_memory=True)).build()
    subprocess.run(["git", "init", "-q", "."], cwd=begun, check=True)
    ask = ["git", "ls-files", "--others", "--exclude-standard", "--directory"]
    shown = subprocess.run(ask, cwd=begun, check=True, capture_output=True, text=True).stdout

    assert shown.split() == [
        ".gitattributes",
        ".github/",
        ".gitignore",
        ".vscode/",
        "build.py",
        "content/",
        "pyproject.toml",
    ]


# ---------------------------------------------------------------- its folder


def test_a_full_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader/notes.txt").write_text("mine")
    done = run("new", "reader", here=tmp_path)

    assert done.returncode == 1
    assert "reader: error: this folder is not empty [folder-empty]" in done.stdout
    assert "help: name another one" in done.stdout
    assert texts(tmp_path) == {"reader/notes.txt": b"mine"}


def test_a_file_is_no_folder_for_a_site(tmp_path: Path) -> None:
    (tmp_path / "reader").write_text("mine")
    done = run("new", "reader", here=tmp_path)

    assert (done.returncode, "folder-empty" in done.stdout) == (1, True)
    assert texts(tmp_path) == {"reader": b"mine"}


def test_an_empty_folder_and_one_that_was_cloned_empty_take_a_site(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    subprocess.run(["git", "init", "-q", "cloned"], cwd=tmp_path, check=True)

    for folder in ("empty", "cloned", "deep/er"):
        assert run("new", folder, here=tmp_path).returncode == 0
        assert (tmp_path / folder / "content/first-bug.md").is_file()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["cloned", "deep", "empty"]


def test_a_site_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    wanted = {"a.md": "a", "content/b.md": "b", "x" * 300: "longer than a name can be"}

    for folder in ("empty", "new"):
        with pytest.raises(OSError, match="File name too long"):
            recording.found(tmp_path / folder, wanted)
    assert [entry.name for entry in tmp_path.iterdir()] == ["empty"]
    assert not list((tmp_path / "empty").iterdir())


def test_what_the_system_refuses_is_told_in_its_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    done = run("new", "file/reader", here=tmp_path)

    assert done.returncode == 1
    assert done.stderr == f"Error: {tmp_path / 'file'}: File exists\n"


# ---------------------------------------------------------------- its door


def test_the_door_of_a_new_site_builds_it_from_anywhere(begun: Path, tmp_path: Path) -> None:
    assert door(begun, here=tmp_path).returncode == 0
    assert (begun / "output/first-bug/index.html").is_file()
    assert "1 info" in door(begun, "check", here=tmp_path).stdout
    assert "Usage: " in door(begun, "--help").stdout
    assert door(begun, "biuld").returncode == 2


@pytest.mark.parametrize("command", [name for name in commands.commands if name != "preview"])
def test_the_door_passes_every_command_on(begun: Path, command: str) -> None:
    assert f" {command} " in door(begun, command, "--help").stdout


def test_the_door_passes_on_a_name_of_another_program_too(begun: Path) -> None:
    done = door(begun, "serve")
    assert (done.returncode, "sidegloss preview" in done.stderr) == (2, True)


def test_the_door_takes_a_sidegloss_that_is_installed_apart(begun: Path, tmp_path: Path) -> None:
    apart = tmp_path / "bin"
    apart.mkdir()
    (apart / "sidegloss").write_text('#!/bin/sh\necho "$(basename "$PWD"): $*"\n')
    (apart / "sidegloss").chmod(0o755)
    bare = [sys.executable, "-I", "-S", str(begun / "build.py")]

    for path, code, told in (
        (f"{apart}:/usr/bin:/bin", 0, "reader: build --strict\n"),
        ("/nowhere", 1, "Sidegloss is not installed: python -m pip install sidegloss\n"),
    ):
        done = subprocess.run(
            [*bare, "--strict"], capture_output=True, check=False, env={"PATH": path}, text=True
        )
        assert (done.returncode, done.stdout + done.stderr) == (code, told)


# ---------------------------------------------------------------- an article


def test_a_new_article_is_a_draft_of_today_and_says_how_to_publish_it(begun: Path) -> None:
    done = run("new", "article", '  Nine "gates",\nand more  ', here=begun)

    file = begun / "content/nine-gates-and-more.md"
    head = yaml.safe_load(file.read_text(encoding="utf-8").split("---")[1])
    assert done.stdout.startswith("content/nine-gates-and-more.md: a draft. ")
    assert head["title"] == 'Nine "gates", and more'
    assert head["draft"] is True
    assert run("check", here=begun, url=URL).stdout == "No problems found.\n"
    run("build", here=begun)
    assert not (begun / "output/nine-gates-and-more").exists()


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("The first bug", "article-new"),
        ("First Bug!", "article-new"),
        ("Sources", "article-named"),
        ("Index", "article-named"),
        ("…", "article-named"),
    ],
)
def test_an_article_that_has_no_address_of_its_own_is_refused(
    begun: Path, title: str, code: str
) -> None:
    (begun / "content/the-first-bug.md").write_text("# The first bug\n")
    before = texts(begun)
    done = run("new", "article", title, here=begun)

    assert (done.returncode, f"[{code}]" in done.stdout, "help: " in done.stdout) == (1, True, True)
    assert texts(begun) == before


def test_a_long_title_makes_an_address_that_ends_with_a_word(begun: Path) -> None:
    path = starting.article(begun, "Nine of the fourteen gates " * 9, "2026-03-12")
    other = starting.article(begun, "n" * 400, "2026-03-12")

    assert path == "content/nine-of-the-fourteen-gates-nine-of-the-fourteen-gates-nine.md"
    assert other == f"content/{'n' * 60}.md"


def test_outside_a_site_nothing_is_begun(tmp_path: Path) -> None:
    for form in (("article", "Gates"), ("source", "a", "--url", "https://a.example/")):
        done = run("new", *form, here=tmp_path)
        assert (done.returncode, "[content-exists]" in done.stdout) == (1, True)
    assert not list(tmp_path.iterdir())


def test_a_site_with_another_folder_of_content_is_heeded(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.sidegloss]\ncontent = "texts"\n')

    assert starting.article(tmp_path, "Gates", "2026-03-12") == "texts/gates.md"
    done = run("new", "source", "a", "--url", "https://a.example/", here=tmp_path)
    assert done.stdout.startswith("texts/sources.yaml: a.")


# ---------------------------------------------------------------- a source

ADDED = "type: webpage\n  URL: https://a.example/\n  accessed: 2026-03-12\n"


def appended(
    site: Path, key: str = "added", url: str = "https://a.example/", title: str = ""
) -> str:
    return starting.source(site, key, url, "2026-03-12", title=title, kind="webpage")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", f"added:\n  {ADDED}"),
        (b"a:\n  title: A # kept\n", f"a:\n  title: A # kept\n\nadded:\n  {ADDED}"),
        (b"a: {title: A}", f"a: {{title: A}}\n\nadded:\n  {ADDED}"),
        (b"# none yet\n", f"# none yet\n\nadded:\n  {ADDED}"),
        (b"\xef\xbb\xbfa: {title: A}\n", f"\ufeffa: {{title: A}}\n\nadded:\n  {ADDED}"),
        (
            b"a:\r\n  title: A\r\n",
            f"a:\n  title: A\n\nadded:\n  {ADDED}".replace("\n", "\r\n"),
        ),
    ],
)
def test_a_new_source_stands_below_what_was_there(begun: Path, before: bytes, after: str) -> None:
    file = begun / "content/sources.yaml"
    file.write_bytes(before)

    assert appended(begun) == "content/sources.yaml"
    assert file.read_bytes() == after.encode()


def test_a_site_without_a_file_of_sources_gets_one(begun: Path) -> None:
    (begun / "content/sources.yaml").unlink()
    appended(begun, title='On "gates": a #study')

    known = yaml.safe_load((begun / "content/sources.yaml").read_text(encoding="utf-8"))
    assert known["added"]["title"] == 'On "gates": a #study'


@pytest.mark.parametrize(
    ("before", "key", "url", "code"),
    [
        ("added:\n  title: A\n", "added", "https://a.example/", "source-defined-once"),
        ("a: [\n", "added", "https://a.example/", "yaml-readable"),
        ("{a: {title: A}}\n", "added", "https://a.example/", "sources-open"),
        ("- {id: a, title: A}\n", "added", "https://a.example/", "sources-open"),
        ("a:\n  title: A\n...\n", "added", "https://a.example/", "sources-open"),
        ("", "", "https://a.example/", "source-key"),
        ("", "none", "https://a.example/", "source-key"),
        ("", "a b", "https://a.example/", "source-key"),
        ("", "a: {b", "https://a.example/", "source-key"),
        ("", "a:\n  title: B\nb", "https://a.example/", "source-key"),
        ("", "added", "a.example", "source-url"),
        ("", "added", "https://a.example/ # b", "source-url"),
        ("", "added", "https://a.example/\n  title: B", "source-url"),
        ("", "added", "javascript:alert()", "source-url"),
    ],
)
def test_a_source_that_would_break_the_file_is_refused_and_the_file_left_alone(
    begun: Path, before: str, key: str, url: str, code: str
) -> None:
    file = begun / "content/sources.yaml"
    file.write_text(before, encoding="utf-8")
    with pytest.raises(SiteError) as refusal:
        appended(begun, key, url)

    assert [told.code for told in refusal.value.diagnostics] == [code]
    assert all(told.hint for told in refusal.value.diagnostics)
    assert file.read_text(encoding="utf-8") == before


def test_a_key_that_was_exported_may_be_completed_by_hand(begun: Path) -> None:
    (begun / "content/sources").mkdir()
    (begun / "content/sources/zotero.json").write_text('[{"id": "added", "title": "A"}]')

    assert appended(begun) == "content/sources.yaml"
    assert [told for told in Builder(Layout(begun)).check() if told.severity == "error"] == []


# ---------------------------------------------------------------- how it is asked for


def test_a_folder_called_as_a_form_is_written_with_its_path(tmp_path: Path) -> None:
    assert run("new", "article", here=tmp_path).returncode == 2
    assert run("new", "./article", here=tmp_path).returncode == 0
    assert (tmp_path / "article/content/first-bug.md").is_file()
    assert run("new", "source", "a", here=tmp_path).returncode == 2


@pytest.mark.parametrize("arguments", [(), ("a", "b"), ("--nothing", "a"), ("a", "--url", "b")])
def test_a_wrong_form_is_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run("new", *arguments, here=tmp_path).returncode == 2
    assert not list(tmp_path.iterdir())


def test_the_help_names_all_three_forms(tmp_path: Path) -> None:
    told = run("new", "--help", here=tmp_path).stdout
    assert "new [OPTIONS] DIR | article TITLE | source KEY --url URL" in told
    assert "\n  article " in told
    assert "\n  source " in told


# ---------------------------------------------------------------- the manual's ten minutes


def test_the_steps_of_the_manual_come_to_a_site_with_nothing_to_tell(tmp_path: Path) -> None:
    manual = (ROOT / "content/manual/index.md").read_text(encoding="utf-8")
    steps = manual.partition("## From nothing")[2].partition("\n## ")[0]
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", steps, re.MULTILINE | re.DOTALL)
    commands = "".join(text for language, text in blocks if language == "sh")
    (article,) = (text for language, text in blocks if language == "markdown")
    (sources,) = (text for language, text in blocks if language == "yaml")
    site = tmp_path / "weir"

    assert "\nsidegloss new weir\n" in commands
    assert run("new", "weir", here=tmp_path).returncode == 0
    assert '\nsidegloss new article "Nine gates"\n' in commands
    assert run("new", "article", "Nine gates", here=site).returncode == 0
    file = site / "content/nine-gates.md"
    head = "---".join(file.read_text(encoding="utf-8").split("---")[:2]).replace(
        "draft: true\n", ""
    )
    file.write_text(f"{head}---\n\n{article}", encoding="utf-8")
    with (site / "content/sources.yaml").open("a", encoding="utf-8") as end:
        end.write(sources)

    assert "\nsidegloss check\nsidegloss build\n" in commands
    assert run("check", here=site, url=URL).stdout == "No problems found.\n"
    assert run("build", "--strict", here=site).returncode == 0
    page = (site / "output/nine-gates/index.html").read_text(encoding="utf-8")
    assert 'id="claim-gates"' in page

    published = [line for line in commands.splitlines() if line.startswith("git ")]
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    assert [line.split()[1] for line in published] == ["init", "add", "commit", "remote", "push"]
    for command in published:
        if command.startswith("git commit"):  # git asks who it is, and says how to tell it
            git(site, "config", "user.name", "A Newcomer")
            git(site, "config", "user.email", "newcomer@example.org")
        git(
            site,
            *shlex.split(command.replace("https://github.com/YOU/weir.git", "../origin.git"))[1:],
        )
    assert "`sidegloss deploy`" in steps
    assert run("deploy", here=site).returncode == 0
    assert set(git(tmp_path / "origin.git", "branch", "--format=%(refname:short)").split()) == {
        "main",
        "gh-pages",
    }
    assert "content/nine-gates.md" in git(site, "ls-tree", "-r", "--name-only", "origin/main")
    assert "output/" not in git(site, "ls-tree", "-r", "--name-only", "origin/main")


def git(folder: Path, *arguments: str) -> str:
    """What git prints, run in *folder*."""
    done = subprocess.run(
        ["git", *arguments], capture_output=True, check=False, cwd=folder, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
