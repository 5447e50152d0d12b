"""The pure half of the reader script, tested by Node.js's own runner."""

from __future__ import annotations

import re
import subprocess

from tools import ROOT


def test_the_reader_scripts_own_tests_pass(node: str) -> None:
    files = sorted(str(file) for file in (ROOT / "tests" / "js").glob("*.test.*js"))

    run = subprocess.run(
        [node, "--test", "--test-reporter=tap", *files],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
        timeout=120,
    )

    passed = re.search(r"^# pass (\d+)$", run.stdout, re.MULTILINE)
    assert run.returncode == 0, run.stdout + run.stderr
    assert passed
    assert int(passed[1]) >= len(files) > 0
