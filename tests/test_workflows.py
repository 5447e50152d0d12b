"""Workflows, this repository's and a new site's: right by GitHub's schema, and with no right too many."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from sidegloss import starting
from test_cli import run
from tools import ROOT, Tool, path_of

OURS = {file.name: file for file in sorted((ROOT / ".github" / "workflows").iterdir())}

ZIZMOR = Tool(("zizmor",), "pip install --group dev")

Workflow = dict[Any, Any]


def pages_text() -> str:
    return starting.starter("A reader", "0.1.0")[".github/workflows/pages.yml"]


@pytest.fixture
def pages() -> Workflow:
    """The workflow of a new site."""
    found: Workflow = yaml.safe_load(pages_text())
    return found


def checked(file: Path) -> subprocess.CompletedProcess[str]:
    """What the published schema of workflows says of *file*."""
    program = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    return subprocess.run(
        [*program, "vendor.github-workflows", str(file)],
        capture_output=True,
        check=False,
        text=True,
    )


def audited(file: Path) -> subprocess.CompletedProcess[str]:
    """What zizmor, which looks for ways to abuse a workflow, says of *file*; it asks nobody."""
    rules = ROOT / ".github" / "zizmor.yml"
    beside = Path(sys.executable).with_name("zizmor")
    program = str(beside) if beside.exists() else path_of(ZIZMOR)
    return subprocess.run(
        [program, "--offline", "--no-progress", "--config", str(rules), str(file)],
        capture_output=True,
        check=False,
        text=True,
    )


def placed(folder: Path, text: str) -> Path:
    """A file where both look for a workflow."""
    file = folder / ".github" / "workflows" / "under-test.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("check", [checked, audited])
@pytest.mark.parametrize("which", [*OURS, "of a new site"])
def test_a_workflow_is_right_and_safe(check: Any, which: str, tmp_path: Path) -> None:
    text = OURS[which].read_text(encoding="utf-8") if which in OURS else pages_text()
    done = check(placed(tmp_path, text))

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (checked, "runs-on: ubuntu-latest", "run-on: ubuntu-latest"),
        (checked, "contents: read", "contents: reed"),
        (audited, "        with:\n          persist-credentials: false\n", ""),
        (
            audited,
            "permissions:\n      contents: read\n    steps",
            "permissions: write-all\n    steps",
        ),
        (audited, "run: sidegloss check", "run: echo ${{ github.head_ref }}; sidegloss check"),
        (audited, "  pull_request:", "  pull_request_target:"),
    ],
)
def test_a_workflow_that_is_wrong_or_unsafe_is_found(
    check: Any, right: str, wrong: str, tmp_path: Path
) -> None:
    assert right in pages_text()
    assert check(placed(tmp_path, pages_text().replace(right, wrong))).returncode != 0


# ---------------------------------------------------------------- who may do what


def steps(job: Workflow) -> str:
    return yaml.safe_dump(job["steps"])


def test_a_pull_request_is_read_and_nothing_of_it_is_run(pages: Workflow) -> None:
    job = pages["jobs"]["check"]

    assert pages["permissions"] == {}
    assert job["if"] == "github.event_name == 'pull_request'"
    assert job["permissions"] == {"contents": "read"}
    assert [step["run"] for step in job["steps"] if "run" in step] == [
        'pip install "sidegloss[cards,search]~=0.1.0"',
        "sidegloss check --format github",
        "sidegloss ledger --check --format github",
    ]
    assert not re.search(r"secrets|cache|build\.py|token", steps(job))


def test_only_the_default_branch_builds_caches_and_publishes(pages: Workflow) -> None:
    jobs = pages["jobs"]
    cached = [name for name, job in jobs.items() if "actions/cache" in steps(job)]

    assert "github.event_name != 'pull_request'" in jobs["build"]["if"]
    assert "github.ref_name == github.event.repository.default_branch" in jobs["build"]["if"]
    assert jobs["deploy"]["needs"] == "build"
    assert cached == ["build"]
    assert ".sidegloss" in steps(jobs["build"])


def test_only_the_job_that_runs_nothing_of_the_site_may_write(pages: Workflow) -> None:
    rights = {name: job["permissions"] for name, job in pages["jobs"].items()}

    assert rights == {
        "check": {"contents": "read"},
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert [step["uses"] for step in pages["jobs"]["deploy"]["steps"]] == [
        "actions/deploy-pages@v5"
    ]


def test_the_address_of_the_site_comes_from_github(pages: Workflow) -> None:
    commands = [step for step in pages["jobs"]["build"]["steps"] if "run" in step]
    _, ledger, build = commands

    assert ledger["run"] == "sidegloss ledger --check --format github"

    assert build["run"] == "sidegloss build --format github"
    assert build["env"] == {"SIDEGLOSS_URL": "${{ steps.pages.outputs.base_url }}"}
    assert "secrets" not in pages_text()


@pytest.mark.parametrize("base", ["https://ada.github.io/reader", "https://ada.github.io"])
def test_a_project_s_pages_need_no_setting(tmp_path: Path, base: str) -> None:
    starting.site(tmp_path / "reader")
    done = run("build", "--format", "github", here=tmp_path / "reader", url=base)

    page = (tmp_path / "reader/output/first-bug/index.html").read_text(encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, "")
    assert f'<link rel="canonical" href="{base}/first-bug/">' in page


def test_what_a_pull_request_brings_along_is_not_run_by_its_check(tmp_path: Path) -> None:
    site = tmp_path / "reader"
    starting.site(site)
    canary = tmp_path / "canary"
    code = f"import pathlib; pathlib.Path({str(canary)!r}).touch()\n"
    for name in ("build.py", "sidegloss.py", "sitecustomize.py", "click.py", "content/conf.py"):
        (site / name).write_text(code)
    (site / "templates").mkdir()
    (site / "templates/article.html").write_text("{{ 1 / 0 }}")
    (site / ".sidegloss").mkdir()
    (site / ".sidegloss/build-0.json").write_text('{"version": []}')
    program = "import sys; sys.path.pop(0); from sidegloss.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "--verbose", "--format", "github"],
        capture_output=True,
        check=False,
        cwd=site,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall("title=([a-z-]+)", done.stdout) == ["url-set"]
    assert not canary.exists()
