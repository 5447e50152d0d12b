"""The versions of installed packages, as `importlib.metadata` tells them and as folders name them."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from sidegloss.installed import versions


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
