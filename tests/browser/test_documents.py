"""What is published as it is, opened by itself in Chromium: nothing runs, no other host is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sidegloss.activity import active
from test_activity import DRAWINGS, PAGE

ODD = {
    "text.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text>&lt;script>alert(1)&lt;/script></text></svg>',
    "style.svg": '<svg xmlns="http://www.w3.org/2000/svg"><style>&lt;/style>&lt;script>alert(1)</style></svg>',
    "image.svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png,&lt;svg onload=alert(1)>"/></svg>',
    "unknown.svg": '<svg xmlns="http://www.w3.org/2000/svg"><x:script xmlns:x="urn:x">alert(1)</x:script></svg>',
    "page.html": PAGE,
    "title.html": "<title>T &lt;script&gt;alert(1)&lt;/script&gt;</title>",
    "nesting.html": "<table><tr><p title='a&quot;&gt;'>x<td></p></table><code></b>",
}


@pytest.mark.parametrize("name", [*(file.name for file in DRAWINGS), *ODD])
def test_what_passes_runs_and_loads_nothing(chromium: Browser, tmp_path: Path, name: str) -> None:
    data = next((file.read_bytes() for file in DRAWINGS if file.name == name), ODD.get(name, "x"))
    data = data.encode() if isinstance(data, str) else data
    assert active(data, name) is None
    (tmp_path / name).write_bytes(data)
    assert opened(chromium, tmp_path / name) == []


def test_what_would_run_or_load_is_noticed(chromium: Browser, tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="https://evil.example/x.png"/></svg>'
    (tmp_path / "x.svg").write_text(svg)
    assert opened(chromium, tmp_path / "x.svg") == ["alert", "https://evil.example/x.png"]


def opened(chromium: Browser, file: Path) -> list[str]:
    """What opening *file* showed or asked for, besides itself."""
    page = chromium.new_page()
    seen: list[str] = []
    page.on("dialog", lambda dialog: seen.append(dialog.type))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("request", lambda request: seen.append(request.url))
    page.goto(file.as_uri(), wait_until="load")
    page.close()
    own = ("data:", file.as_uri())
    return sorted(each for each in seen if not each.startswith(own))
