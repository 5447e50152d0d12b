"""The versions of installed packages, and the command that installs an extra."""

from __future__ import annotations

import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from sidegloss.installed import _EXTRAS, install, versions
from tools import ROOT


def test_versions_are_those_that_the_standard_library_tells() -> None:
    wanted = {"jinja2": "Jinja2", "markdown_it_py": "markdown-it-py", "pyyaml": "PyYAML"}

    assert versions(wanted) == {name: metadata.version(own) for name, own in wanted.items()}


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (["Jinja2-3.1.2.egg-info"], "3.1.2"),  # as Debian's packages have it
        (["jinja2-3.1.6.dist-info", "jinja2_more-1.dist-info"], "3.1.6"),
        (["MarkupSafe-3.0.dist-info", "jinja2"], None),
    ],
)
def test_a_version_stands_in_a_folders_name(
    folders: list[str], expected: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in folders:
        (tmp_path / name).mkdir()
    monkeypatch.setattr("sys.path", [str(tmp_path / "missing"), str(tmp_path)])

    assert versions({"jinja2"}).get("jinja2") == expected


def test_the_first_folder_of_the_path_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in ("1", "2"):
        (tmp_path / number / f"jinja2-{number}.dist-info").mkdir(parents=True)
    monkeypatch.setattr("sys.path", [str(tmp_path / "1"), str(tmp_path / "2")])

    assert versions({"jinja2"}) == {"jinja2": "1"}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], 'run: python -m pip install "sidegloss[cards]"'),
        (["pipx_metadata.json"], 'run: pipx install --force "sidegloss[cards,search]"'),
        (["uv-receipt.toml"], 'run: uv tool install --force "sidegloss[cards,search]"'),
        (["lib/sidegloss-1.dist-info/INSTALLER"], 'run: uv pip install "sidegloss[cards]"'),
    ],
)
def test_a_missing_extra_is_installed_as_the_program_was(
    files: list[str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lib/pagefind-1.5.dist-info").mkdir(parents=True)
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("uv\n")
    monkeypatch.setattr("sys.path", [str(tmp_path / "lib")])
    monkeypatch.setattr("sys.prefix", str(tmp_path))

    assert install("cards") == expected


def test_uvx_and_a_python_that_takes_no_packages_have_commands_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.path", [])
    monkeypatch.setattr("sys.prefix", str(tmp_path / "uv/archive-v0/x"))
    assert install("dask") == 'run: uvx --from "sidegloss[dask]" sidegloss'

    monkeypatch.setattr("sys.prefix", sys.base_prefix)
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(tmp_path))
    (tmp_path / "EXTERNALLY-MANAGED").touch()
    assert install("dask").endswith('run: pipx install "sidegloss[dask]"')


def test_every_extra_is_known_to_the_hint() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(project["optional-dependencies"]) == set(_EXTRAS)
