"""Firefox's reader view keeps every note, every source and every marker, in order."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import Served
from readers import SITE
from sidegloss.builder import Builder, Layout
from tools import ROOT

SCRIPT = ROOT / "tests" / "browser" / "readability.mjs"


# Reader views drop elements whose class or id has such a word in it; authors may use them in labels.
# The word "share" is beyond help: Readability takes out whatever short element bears it.
DROPPED = {
    "gates": "comment",
    "logs": "extradition",
    "leak": "related-links",
    "rule": "footer",
    "march": "social.menu",
    "statement": "sidebar",
    "planned": "header-banner",
    "What was said": "Extra comments",
}


def kept(site: Served, node: str) -> list[dict[str, Any]]:
    """What the reader view keeps of every page of *site* that has notes."""
    files = [
        str(file)
        for file in sorted(site.folder.rglob("index.html"))
        if 'role="doc-endnotes"' in file.read_text(encoding="utf-8")
    ]
    run = subprocess.run(
        [node, str(SCRIPT), *files], capture_output=True, check=True, text=True, timeout=120
    )
    pages = list(json.loads(run.stdout))
    assert len(pages) == len(files)
    return pages


def is_in_order(texts: list[str], whole: str) -> bool:
    """Whether *whole* has *texts* one after the other."""
    at = 0
    for text in texts:
        at = whole.find(text, at)
        if at < 0:
            return False
        at += len(text)
    return True


def lost(page: dict[str, Any]) -> list[str]:
    """Texts of notes and sources, blocks of the article, and markers that the reader view dropped."""
    noted = (text for note in page["notes"] for text in note["text"])
    texts = [*page["blocks"], *noted, *page["sources"]]
    markers = [marker for marker in page["markers"] if marker not in page["kept"]]
    return [text for text in texts if text not in page["text"]] + markers


@pytest.mark.parametrize("site", ["weir", "demonstration"])
def test_the_reader_view_keeps_every_note_source_and_marker_in_order(
    site: str, npm: Path, node: str, request: pytest.FixtureRequest
) -> None:
    assert npm.is_dir()
    pages = kept(request.getfixturevalue(site), node)

    assert len(pages) > 2
    assert len([page for page in pages if page["sources"]]) > 1
    for page in pages:
        assert page["notes"], page["file"]
        assert page["markers"], page["file"]
        assert lost(page) == [], page["file"]
        noted = [text for note in page["notes"] for text in note["text"]]
        assert is_in_order(noted, page["text"]), page["file"]
        assert is_in_order(page["sources"], page["text"]), page["file"]


def test_the_reader_view_keeps_notes_whatever_their_labels_are(
    npm: Path, node: str, tmp_path: Path
) -> None:
    assert npm.is_dir()
    folder = tmp_path / "site"
    shutil.copytree(SITE, folder)
    article = folder / "content" / "weir.md"
    text = article.read_text(encoding="utf-8")
    for old, new in DROPPED.items():
        text = text.replace(f"[^{old}]", f"[^{new}]").replace(f"## {old}", f"## {new}")
    article.write_text(text, encoding="utf-8")
    output = tmp_path / "output"
    assert Builder(Layout(site=folder, output=output)).build().written

    pages = {page["file"]: lost(page) for page in kept(Served(output, ""), node)}

    assert {file: texts for file, texts in pages.items() if texts} == {}
