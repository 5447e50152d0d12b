"""Firefox's reader view keeps every note and every marker, in order."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from conftest import Served
from tools import ROOT

SCRIPT = ROOT / "tests" / "browser" / "readability.mjs"


@pytest.mark.parametrize("site", ["weir", "demonstration"])
def test_the_reader_view_keeps_every_note_and_marker(
    site: str, npm: Path, node: str, request: pytest.FixtureRequest
) -> None:
    assert npm.is_dir()
    served: Served = request.getfixturevalue(site)
    files = [
        str(file)
        for file in sorted(served.folder.rglob("index.html"))
        if 'role="doc-endnotes"' in file.read_text(encoding="utf-8")
    ]
    run = subprocess.run(
        [node, str(SCRIPT), *files], capture_output=True, check=True, text=True, timeout=120
    )

    pages = json.loads(run.stdout)
    assert len(pages) == len(files) > 2
    for page in pages:
        assert page["notes"], page["file"]
        missing = [
            text for note in page["notes"] for text in note["text"] if text not in page["text"]
        ]
        assert missing == [], page["file"]
        assert [m for m in page["markers"] if m not in page["kept"]] == [], page["file"]
        firsts = [page["text"].index(note["text"][0]) for note in page["notes"] if note["text"]]
        assert firsts == sorted(firsts), page["file"]
