"""Every page is valid HTML, by the Nu checker's word."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from conftest import Served

# The checker reads files, which have no origin, so that 'self' means nothing to it. What it says of
# that is told apart from a file of another host, which would be a mistake.
ABOUT_FILES = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): "
    r"(?:external stylesheet|external script|image) “(?!\w+:|//)[^”]*” "
    r"blocked by “(?:style|script|img)-src” directive\."
)


def complaints(vnu: list[str], folder: Path) -> list[str]:
    """What the checker says of all pages under *folder*."""
    files = sorted(map(str, folder.rglob("*.html")))
    assert files
    run = subprocess.run(
        [*vnu, "--format", "json", "--exit-zero-always", *files],
        capture_output=True,
        check=True,
        text=True,
        timeout=300,
    )
    messages = json.loads(run.stderr)["messages"]
    return [
        f"{Path(message['url'].removeprefix('file:')).relative_to(folder)}:{message.get('lastLine')}: {message['message']}"
        for message in messages
        if not ABOUT_FILES.fullmatch(message["message"])
    ]


def test_every_page_of_the_demonstration_is_valid(vnu: list[str], demonstration: Served) -> None:
    assert complaints(vnu, demonstration.folder) == []


def test_every_kind_of_markup_is_valid_in_every_direction(vnu: list[str], weir: Served) -> None:
    assert complaints(vnu, weir.folder) == []


def test_an_invalid_page_would_be_found(vnu: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!DOCTYPE html><title>a</title><p><div id=x></div><div id=x>")

    assert any("Duplicate ID" in complaint for complaint in complaints(vnu, tmp_path))
