"""Files that browsers open as documents: only what a parser finds harmless is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SiteUnderTest, Texts
from documents import HEAD, PAGES, hostile_pictures
from sidegloss.activity import active, is_document

Make = Callable[[Texts], SiteUnderTest]

DRAWINGS = sorted((Path(__file__).parent / "drawings").glob("*.svg"))
"""Small ones by matplotlib and Graphviz, and by hand as other programs write them."""
HOSTILE = list(hostile_pictures())
PAGE = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A saved page &lt;</title>
<style>p > b { color: red }</style></head>
<body><!-- saved --><h1 class='x'>Gates</h1><p style="color: blue">One<br>two &amp; <b>three</p>
<a href="https://a.example/?a=b#c" rel="noopener">x</a> <img src="data:image/png;base64,iVBORw0KGgo=" alt="a &quot;b&quot;">
<table><tr><td colspan="2">1</td></tr></table></body></html>
"""


@pytest.mark.parametrize("file", DRAWINGS, ids=lambda file: file.stem)
def test_a_drawing_as_programs_write_it_is_harmless(file: Path) -> None:
    assert active(file.read_bytes(), file.name) is None


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_picture_is_refused_with_its_place(number: int) -> None:
    found = active(HOSTILE[number].encode())

    assert found, HOSTILE[number]
    assert found.hint
    assert found.line
    assert found.column


@pytest.mark.parametrize(
    "data",
    [
        f'{HEAD} onload="hit()"/>'.encode("utf-16"),
        f"{HEAD}><script>".encode(),
        b'<?xml version="1.0" encoding="iso-2022-jp"?>' + f"{HEAD}><s\x1b(Bcript/></svg>".encode(),
        b"\x1f\x8b\x08",
        b"",
    ],
)
def test_what_is_no_xml_in_utf_8_is_refused(data: bytes) -> None:
    assert active(data)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_is_not_plain_is_refused(page: str) -> None:
    assert active(page.encode(), "a.html")
    assert active(f"<!DOCTYPE html><html><body>{page}</body></html>".encode(), "a.shtml")


def test_a_plain_page_is_harmless() -> None:
    assert active(PAGE.encode(), "a.html") is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.rss",
            "<rss version='2.0'><channel><title>on</title><link>https://a.example/</link></channel></rss>",
        ),
        ("a.gpx", "<gpx xmlns='http://www.topografix.com/GPX/1/1'><trk only='1'/></gpx>"),
        ("a.xml", "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text rend='x'>on</text></TEI>"),
        ("a.xhtml", "<html xmlns='http://www.w3.org/1999/xhtml'><p title='x'>y</p></html>"),
        ("a.mml", "<math xmlns='http://www.w3.org/1998/Math/MathML'><mi>x</mi></math>"),
    ],
)
def test_plain_data_in_xml_is_harmless(name: str, text: str) -> None:
    assert is_document(name, text.encode())
    assert active(text.encode(), name) is None


@pytest.mark.parametrize("ending", ["xml", "rss", "atom", "rdf", "kml", "mathml", "xsl", "xhtml"])
def test_a_script_in_any_xml_is_refused(ending: str) -> None:
    script = "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>"
    assert active(f"<x>{script}</x>".encode(), f"a.{ending}")
    assert active(f"<x>{script.replace('1999/xhtml', '2000/svg')}</x>".encode(), f"a.{ending}")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("LICENSE", b"Some text < other", False),
        ("a.unknown", b"\xef\xbb\xbf \n<html>", True),
        ("a.php", b"<?php", True),
        ("a.png", b"<html>", False),
        ("a.svgz", b"\x1f\x8b", True),
        ("A.SVG", b"", True),
    ],
)
def test_a_document_is_known_by_its_ending_or_its_beginning(
    name: str, data: bytes, expected: bool
) -> None:
    assert is_document(name, data) == expected


def test_a_picture_with_a_script_is_an_error_with_its_place(site: Make) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg">\n  <script>alert(1)</script></svg>'
    under_test = site({"content/a.md": "![a drawing](a.svg)", "content/a.svg": svg})
    result = under_test.build()
    assert result.written is None
    (error,) = (each for each in result.diagnostics if each.severity == "error")
    assert (error.code, error.at.path) == ("media-active", "content/a.svg")
    assert (error.at.line, error.at.column) == (2, 3)
    assert "<script>" in error.message
    under_test.write({"content/a.svg": DRAWINGS[0].read_bytes()})
    assert under_test.build().written


@pytest.mark.parametrize("name", ["a.html", "a.shtml", "a.unknown", "a.svgz"])
def test_a_document_with_a_script_is_an_error(site: Make, name: str) -> None:
    under_test = site({"content/a.md": f"[x]({name})", f"content/{name}": "<script>1</script>"})
    result = under_test.build()
    assert result.written is None
    assert [d.severity for d in result.diagnostics if d.code == "media-active"] == ["error"]


def test_a_site_may_choose_another_severity(site: Make) -> None:
    rules = '[tool.sidegloss]\ntitle = "A"\n[tool.sidegloss.rules]\nmedia-active = "warning"\n'
    texts = {"content/a.md": "[x](a.html)", "content/a.html": "<script>1</script>"}
    assert site({**texts, "pyproject.toml": rules}).build().written
