"""What pip installs builds a site from any folder: the default theme came along."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from tools import ROOT

ARTICLE = """\
# Nine gates

[Nine of the fourteen gates failed][^gates], the blog wrote.

[^gates]: The logs say so [@logs, p. 3].
"""
SOURCES = "logs:\n  type: report\n  title: Logs of the weir\n  URL: https://example.org/logs\n"


def run(command: Sequence[str | Path], folder: Path) -> str:
    """What *command* prints, run in *folder*; a failure shows it."""
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        check=False,
        cwd=folder,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel of the working tree, the sdist, and the wheel of that sdist."""
    folder = tmp_path_factory.mktemp("built")
    # not from the root: there `python -m build` would be our own build.py
    build = [sys.executable, "-m", "build", "--no-isolation"]
    run([*build, "--wheel", "--outdir", folder / "tree", ROOT], folder)
    run([*build, "--outdir", folder / "sdist", ROOT], folder)
    return {
        "wheel": next((folder / "tree").glob("*.whl")),
        "sdist": next((folder / "sdist").glob("*.tar.gz")),
        "wheel from the sdist": next((folder / "sdist").glob("*.whl")),
    }


def installed(folder: Path, *what: str) -> Path:
    """A new environment that holds *what* pip is told to install, and our dependencies.

    These are lent by the environment that runs the tests, so that no network is needed. What is
    editable in that one stays out: a path file in a lent folder is not read.
    """
    venv.create(folder, symlinks=True)
    environment = sysconfig.get_path("purelib", "venv", {"base": str(folder)})
    (Path(environment) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = str(folder / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    offline = ["--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed"]
    run([*pip, *offline, *what], folder)
    return folder / "bin"


@pytest.mark.parametrize("form", ["wheel", "wheel from the sdist", "editable"])
def test_the_installed_command_builds_a_site_with_the_default_theme(
    form: str, built: dict[str, Path], tmp_path: Path
) -> None:
    what = ("--editable", str(ROOT)) if form == "editable" else (str(built[form]),)
    programs = installed(tmp_path / "environment", *what)
    site, output, elsewhere = (tmp_path / name for name in ("site", "output", "elsewhere"))
    (site / "content").mkdir(parents=True)
    elsewhere.mkdir()
    (site / "pyproject.toml").write_text('[tool.sidegloss]\ntitle = "A site"\n')
    (site / "content" / "weir.md").write_text(ARTICLE)
    (site / "content" / "sources.yaml").write_text(SOURCES)

    run([programs / "sidegloss", "build", "--site", site, "--output", output], elsewhere)
    where = run([programs / "python", "-c", "import sidegloss; print(sidegloss.__file__)"], site)

    page = (output / "weir" / "index.html").read_text()
    assert 'id="claim-gates"' in page
    assert "Logs of the weir" in page
    assert list((output / "assets").iterdir())
    assert Path(where).is_relative_to(ROOT / "src" if form == "editable" else tmp_path)


@pytest.mark.parametrize("form", ["wheel", "wheel from the sdist"])
def test_the_installed_command_begins_a_site_that_builds_with_nothing_to_tell(
    form: str, built: dict[str, Path], tmp_path: Path
) -> None:
    programs = installed(tmp_path / "environment", str(built[form]))

    told = run([programs / "sidegloss", "new", "reader"], tmp_path)
    checked = run([programs / "sidegloss", "check", "--site", "reader"], tmp_path)
    run([programs / "python", "reader/build.py"], tmp_path)

    assert "reader/.github/workflows/pages.yml\n" in told
    assert re.fullmatch(
        r"No problems found\. \d infos?; run with --verbose to list infos\n", checked
    )
    assert (tmp_path / "reader/output/first-bug/index.html").is_file()


def test_both_wheels_hold_the_same_files(built: dict[str, Path]) -> None:
    first, second = (
        {info.filename: info.CRC for info in ZipFile(built[form]).infolist()}
        for form in ("wheel", "wheel from the sdist")
    )

    assert first == second
    assert "sidegloss/templates/article.html" in first
    assert any(name.startswith("sidegloss/templates/assets/") for name in first)
    assert "sidegloss/templates/assets/share.png" in first
    assert "sidegloss/cards/fonts/LICENSE.md" in first
    assert "sidegloss/starter/pages.yml" in first
    assert len([name for name in first if name.endswith(".otf")]) == 2
    assert not [name for name in first if name.startswith(("tests", "content", "docs"))]
