"""Whatever lies in a site's folder, a build ends in pages or in messages: no trace, no hang, no request."""

from __future__ import annotations

import os
import random
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import SETTINGS, SiteUnderTest, Texts

Make = Callable[[Texts], SiteUnderTest]

SECRET = "kanarienvogel"
GOOD = "---\ntitle: T\ndate: 2026-03-12\n---\n\n[x][^a]\n\n[^a]: [@k].\n"
PIECES = [
    *(
        "[",
        "](",
        "](#claim-a)",
        "]",
        "[^a]",
        "[^b]",
        "\n\n[^a]: ",
        "\n\n[^b]: ",
        "[@k",
        "; @l",
        "]",
    ),
    *("[@k, p. 3]", "[@{k}]", " citing @l", "disputes @k", "*", "**", "_", "~~", "`", "\n```\n"),
    *(
        "> ",
        "- ",
        "1. ",
        "# ",
        "\n---\n",
        "\n===\n",
        "|",
        "\n|-|-|\n",
        "<b>",
        "<!--",
        "<https://a>",
    ),
    *(
        "&#0;",
        "&#x110000;",
        "&#xD800;",
        "\\",
        "![x](i.png)",
        "[x](b.md)",
        "[x](%00)",
        '"',
        "“",
        "’",
    ),
    *("\n> — [@k]", "**False.** ", "- [ ] ", "\n: ", "word ", "\n    ", "\n\n", "\n", "\r", "\t"),
    *("\0", "\u202e", "\u2066", "\ufeff", "\u2028", "\x0b", "\x1b", "\x85", "\ufffe", "\U0010ffff"),
    *(
        "---\n",
        "title: ",
        "aliases: [/o/]\n",
        "date: 9999-99-99\n",
        "&a [*a]",
        "*a",
        "{a: b}",
        ": ",
    ),
    *("k:\n", "  title: x\n", "  issued: ", "1e999", "  rests-on: ", "none\n", "- {source: l}\n"),
    *('"\\ud800"', '{"id": ', "[{", "}]", "@book{k,", "title={", "}\n", "[tool.sidegloss]\n", "'"),
]
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)
BYTES = TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=60)
NAMES = ("a.md", "sources.yaml", "sources/x.json", "sources/y.bib", "ledger.json", "i.png")

HARD_NAMES = [
    *("aux.md", "CON.md", "NUL", "dots...md", " blank .md", "-.md", ".md", "..md", "x#y?.md"),
    *("x%41%2f.md", "a\"b'<i>&.md", "a\nb.md", "\u202egnp.md", "\U0001f600.md", "\\.md", "c:.md"),
    *("\udcff.md", "e\u0301.md", "\u00e9.md", "A.md", "a/index.md", "x" * 250 + ".md", "{{x}}.md"),
    *("404.md", "claims/x.md", "tags/x.md", "~x.md", "a.MD", "x.md/y.md", "İ.md", "ß.md", "SS.md"),
]


@pytest.fixture(autouse=True)
def _no_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be asked of any host."""

    def refuse(*_: object) -> None:
        raise AssertionError("a build asks nobody for anything")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def ends(files: dict[str, bytes]) -> None:
    """Build the site, with and without drafts, and read its ledger."""
    with tempfile.TemporaryDirectory() as folder:
        under_test = SiteUnderTest(Path(folder, "site"), Path(folder, "output"))
        under_test.write({"pyproject.toml": SETTINGS, "content/a.md": GOOD, **files})
        result = under_test.build(drafts=True)
        assert result.written or any(d.severity == "error" for d in result.diagnostics)
        under_test.check()


FILES = st.dictionaries(
    st.sampled_from([*(f"content/{name}" for name in NAMES), "pyproject.toml"]), BYTES, max_size=4
)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(FILES)
def test_any_files_end_in_pages_or_messages(files: dict[str, bytes]) -> None:
    ends(files)


@pytest.mark.long
@settings(max_examples=3000, deadline=None, suppress_health_check=QUIET)
@given(FILES)
def test_very_many_files_end_in_pages_or_messages(files: dict[str, bytes]) -> None:
    ends(files)


@pytest.mark.parametrize("name", HARD_NAMES, ids=ascii)
def test_any_name_ends_in_pages_or_messages(site: Make, name: str) -> None:
    under_test = site({"content/a.md": GOOD, "content/sources.yaml": "k: {title: K}"})
    try:
        text = f"# {name}\n\n[l](a.md)".encode(errors="surrogateescape")
        under_test.write({f"content/{name}": text})
    except OSError:
        pytest.skip("this system knows no such name")
    result = under_test.build()
    assert result.written or any(d.severity == "error" for d in result.diagnostics)
    root = os.path.realpath(under_test.output)
    assert all(os.path.realpath(f).startswith(root) for f in under_test.output.rglob("*"))


def test_pipes_and_links_that_lead_nowhere_end_in_messages(site: Make) -> None:
    under_test = site({"content/a.md": GOOD, "content/sources.yaml": "k: {title: K}"})
    content = under_test.folder / "content"
    os.mkfifo(content / "pipe.md")
    os.mkfifo(content / "pipe.png")
    assert under_test.build().written is None
    for target in ("loop.md", "nowhere", "/etc/passwd", "..", "pipe.md"):
        (content / "loop.md").symlink_to(target)
        under_test.build()
        (content / "loop.md").unlink()


@pytest.mark.parametrize("path", ["../secret.txt", "link.txt", "deep/../../secret.txt", "/secret"])
@pytest.mark.parametrize("field", ["text", "snapshot"])
def test_no_field_of_a_source_reads_a_file_outside(site: Make, field: str, path: str) -> None:
    source = f"k: {{title: K, {field}: {path}, publish-snapshot: {field == 'snapshot'}}}".lower()
    quoted = GOOD.replace("[@k]", '"no such words" [@k]')
    under_test = site({"content/a.md": quoted, "content/sources.yaml": source})
    secret = under_test.folder / "secret.txt"
    secret.write_text(SECRET)
    (under_test.folder / "content/link.txt").symlink_to(secret)
    told = under_test.build().diagnostics
    assert not any(SECRET in f"{each.message} {each.hint}" for each in told)
    written = [f for f in under_test.output.rglob("*") if f.is_file()]
    assert not any(SECRET.encode() in file.read_bytes() for file in written)


@pytest.mark.parametrize(
    "made",
    [
        lambda n: {"sources.yaml": "k: " + "[" * n},
        lambda n: {"sources.yaml": "k: " + "{a: " * n},
        lambda n: {
            "sources.yaml": "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(n))
        },
        lambda n: {"sources/x.json": "[" * n},
        lambda n: {"sources/x.json": '[{"a":' * n},
        lambda n: {"sources/x.bib": "@book{b, title=" + "{" * n},
        lambda n: {"ledger.json": "[" * n},
        lambda n: {"../pyproject.toml": "[tool.sidegloss]\nx = " + "[" * n},
        lambda n: {"../pyproject.toml": "[tool.sidegloss]\nx = " + "9" * n},
        lambda n: {"../pyproject.toml": "[" + "a." * n + "a]"},
        lambda n: {"sources.yaml": f"k: {{title: T, issued: {'9' * n}, volume: {'9' * n}}}"},
        lambda n: {"a.md": f"---\norder: {'9' * n}\ndate: {'9' * n}-01-01\n---\n"},
        lambda n: {"a.md": f"---\ntags: {'[' * n}\n---\n"},
        lambda n: {"a.md": "> " * n},
        lambda n: {"a.md": "x" * n * 10},
        lambda n: {"a.md": "[" * n + "![" * n},
        lambda n: {"a.md": "&#" + "9" * n + ";"},
        lambda n: {"a.md": "9" * n + ". x"},
        lambda n: {"a.md": f"---\ndate: {'9' * n}\n---\n"},
        lambda n: {"sources/a.bib": f"@book{{a, year = 2000, month = {{{'9' * n}}}}}"},
    ],
)
def test_what_is_deep_or_huge_ends_in_pages_or_messages(
    site: Make, made: Callable[[int], dict[str, str]]
) -> None:
    under_test = site({"content/a.md": GOOD})
    under_test.write({f"content/{name}": text for name, text in made(20_000).items()})
    result = under_test.build()
    assert result.written or any(d.severity == "error" for d in result.diagnostics)


@pytest.mark.long
def test_ten_megabytes_and_a_thousand_notes_are_built(site: Make) -> None:
    chance = random.Random(1)
    words = " ".join(chance.choice(("gate", "weir", "*it*", "[x][^n1]")) for _ in range(1_500_000))
    notes = "".join(f"[p {n}][^n{n}]\n\n[^n{n}]: [@k], p. {n}.\n\n" for n in range(1000))
    text = words.replace(" gate", "\n\ngate", 50_000) + "\n\n" + notes
    under_test = site({"content/a.md": text, "content/sources.yaml": "k: {title: K}"})
    assert under_test.build().written
