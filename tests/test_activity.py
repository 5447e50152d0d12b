"""Files that browsers open as documents: whatever could run in one is found, and a plain picture is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.activity import active

Make = Callable[[Texts], SiteUnderTest]

PLAIN = """\
<?xml version="1.0" encoding="UTF-8"?>
<!-- scripted by hand, on = off -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
<title>Sunrise on the weir</title><style>path { fill: none; transition: on 1s }</style>
<defs><path id="a" d="M1 1h7"/></defs><use xlink:href="#a"/><a href="https://a.example/javascript/"><text>on</text></a>
<image href="data:image/png;base64,iVBORw0KGgo="/><animate attributeName="opacity" from="0" to="1" dur="1s"/>
</svg>
"""
RUNNING = {
    "script": "<svg><script>alert(1)</script></svg>",
    "script of a namespace": '<svg xmlns:s="http://www.w3.org/2000/svg"><s:script href="x.js"/></svg>',
    "script in capitals": "<svg><SCRIPT>1</SCRIPT></svg>",
    "script over lines": "<svg><\nscript\n>1</script></svg>",
    "handler": '<svg onload="alert(1)"/>',
    "handler behind a slash": "<svg/onload=alert(1)>",
    "handler after a line": "<svg\nonload\n=\n'alert(1)'/>",
    "link": '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>',
    "link in parts": '<svg><a href="java&#10;script:alert(1)"><text>x</text></a></svg>',
    "link in numbers": '<svg><a href="&#106;avascript:alert(1)"><text>x</text></a></svg>',
    "link with a blank": '<svg><a xlink:href=" javascript:alert(1)"><text>x</text></a></svg>',
    "link to data": '<svg><a href="data:text/html,x"><text>x</text></a></svg>',
    "set": '<svg><a><set attributeName="href" to="j"/></a></svg>',
    "animate": '<svg><a><animate values="x" attributeName="xlink:href"/></a></svg>',
    "foreign object": "<svg><foreignObject><b/></foreignObject></svg>",
    "frame": '<svg><iframe src="x"/></svg>',
    "entity": '<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>',
    "style sheet": '<?xml-stylesheet href="x.xsl" type="text/xsl"?><svg/>',
    "another encoding": "\0<\0s\0v\0g\0/\0>",
}


def test_a_plain_picture_runs_nothing() -> None:
    assert active(PLAIN.encode()) is None


@pytest.mark.parametrize("text", RUNNING.values(), ids=RUNNING)
def test_whatever_may_run_is_found(text: str) -> None:
    assert active(text.encode())


def test_a_picture_with_a_script_is_an_error_with_its_place(site: Make) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg">\n  <script>alert(1)</script></svg>'
    under_test = site({"content/a.md": "![a drawing](a.svg)", "content/a.svg": svg})
    result = under_test.build()
    assert result.written is None
    (error,) = (each for each in result.diagnostics if each.severity == "error")
    assert (error.code, error.at.path) == ("media-active", "content/a.svg")
    assert (error.at.line, error.at.column) == (2, 3)
    under_test.write({"content/a.svg": PLAIN})
    assert under_test.build().written


def test_a_page_with_a_script_is_published_with_a_warning(site: Make) -> None:
    under_test = site({"content/a.md": "[x](a.html)", "content/a.html": "<script>1</script>"})
    result = under_test.build()
    assert result.written
    assert [d.severity for d in result.diagnostics if d.code == "media-active"] == ["warning"]


def test_a_site_may_ask_for_another_severity(site: Make) -> None:
    rules = '[tool.sidegloss]\ntitle = "A"\n[tool.sidegloss.rules]\nmedia-active = "error"\n'
    texts = {"content/a.md": "[x](a.html)", "content/a.html": "<script>1</script>"}
    assert site({**texts, "pyproject.toml": rules}).build().written is None
