"""The preview over real folders and sockets: an edit is served, a fault is shown where it is."""

from __future__ import annotations

import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conftest import SiteUnderTest, of_content
from previewing import ENOUGH, Previewed, previewing, until
from sidegloss.builder import Builder, Layout
from sidegloss.builder.look import Look
from sidegloss.preview import editors

Make = Callable[[Mapping[str, str | bytes]], SiteUnderTest]

WEIR = """\
---
title: Weir
date: 2026-03-12
---

[Nine gates failed][^gates] in March.

[^gates]: The logs say so [@logs].
"""
SOURCES = "logs:\n  type: report\n  title: Logs\n  URL: https://example.org/logs\n"
TEXTS = {
    "content/weir.md": WEIR,
    "content/draft.md": "---\ntitle: Not yet\ndate: 2026-03-13\ndraft: true\n---\n\nSoon.\n",
    "content/sources.yaml": SOURCES,
    "templates/assets/extra.css": "b { color: red }",
}
WRONG = WEIR.replace("[^gates] in", "[^gaets] in")


@pytest.fixture
def weir(site: Make) -> SiteUnderTest:
    return site(TEXTS)


@pytest.fixture
def previewed(weir: SiteUnderTest) -> Iterator[Previewed]:
    with previewing(weir.folder) as previewed:
        yield previewed


def says(previewed: Previewed, target: str, text: str) -> Callable[[], bool]:
    return lambda: text in previewed.ask(target)[1]


def told(previewed: Previewed) -> list[str]:
    return [
        str(each["code"]) for each in previewed.word()["messages"] if each["severity"] == "error"
    ]


def bare(html: str) -> str:
    """A page without what the preview adds to it."""
    html = re.sub(r'<link rel="stylesheet" href="[^"]*~placeholders\.css[^>]*>\n', "", html)
    return re.sub(r'<script src="[^"]*~preview\.js"[^>]*></script>\n', "", html)


def digest(html: str) -> str:
    return "".join(re.findall(r'data-page="(\w+)"', html))


# ---------------------------------------------------------------- what is shown


def test_every_address_shows_what_a_build_would_write(
    weir: SiteUnderTest, previewed: Previewed
) -> None:
    built = weir.build(drafts=True)
    assert built.written is not None
    is_text = (".html", ".xml", ".json", ".jsonld", ".bib", ".js", ".css", ".svg", ".txt")
    pages = [name for name in weir.written() if name.endswith(is_text)]

    shown = {name: bare(previewed.ask(f"/{name}")[1]) for name in pages}

    assert shown == {name: weir.read(name) for name in pages}
    assert len(pages) > 10
    assert "draft/index.html" in pages


def test_nothing_is_written(weir: SiteUnderTest, previewed: Previewed) -> None:
    before = sorted(weir.folder.rglob("*"))

    previewed.ask("/weir/")

    assert sorted(weir.folder.rglob("*")) == before


def test_the_preview_s_script_stands_before_the_page_s_own_and_in_pages_alone(
    previewed: Previewed,
) -> None:
    _, page = previewed.ask("/weir/")
    scripts = re.findall(r'<script src="([^"]*)"', page)

    assert scripts[0] == "/~preview.js"
    assert len(scripts) > 1
    assert page.index("charset=") < page.index("~preview.js")
    assert previewed.ask("/~preview.js")[0] == previewed.ask("/~preview.css")[0] == 200
    assert "~preview" not in previewed.ask("/claims/index/1.json")[1]


def test_a_page_is_rendered_when_somebody_asks_for_it(weir: SiteUnderTest) -> None:
    builder = Builder(Layout(weir.folder, with_drafts=True))
    with previewing(weir.folder, builder) as previewed:
        previewed.ask("/weir/")
        weir.write({"content/weir.md": WEIR.replace("March", "April")})
        until(says(previewed, "/weir/", "in April"))

        assert set(builder._looks._known) == {"weir/index.html"}


# ---------------------------------------------------------------- edits


def test_an_edit_is_served(weir: SiteUnderTest, previewed: Previewed) -> None:
    for month in ("April", "May", "June"):
        weir.write({"content/weir.md": WEIR.replace("March", month)})
        until(says(previewed, "/weir/", f"in {month}"))


def test_what_appears_is_found_and_what_goes_is_not(
    weir: SiteUnderTest, previewed: Previewed
) -> None:
    assert previewed.ask("/2026/lock/")[0] == 404
    weir.write({"content/2026/lock.md": "# Lock\n\nShut.\n"})
    until(says(previewed, "/2026/lock/", "Shut."))

    shutil.rmtree(weir.folder / "content" / "2026")

    until(lambda: previewed.ask("/2026/lock/")[0], 404)


def test_sources_templates_and_settings_are_followed_too(
    weir: SiteUnderTest, previewed: Previewed
) -> None:
    weir.write({"content/sources.yaml": SOURCES.replace("title: Logs", "title: Log books")})
    until(says(previewed, "/weir/", "Log books"))
    weir.write(
        {"templates/404.html": '{% extends "default/404.html" %}{% block foot %}Ours{% endblock %}'}
    )
    until(says(previewed, "/none", "Ours"))
    weir.write({"pyproject.toml": '[tool.sidegloss]\ntitle = "Another"\ncontent = "text/all"\n'})
    until(lambda: "content-exists" in told(previewed))
    weir.write({"text/all/weir.md": "# Moved\n\nHere.\n"})
    until(says(previewed, "/weir/", "Here."))
    weir.write({"text/all/weir.md": "# Moved\n\nThere.\n"})
    until(says(previewed, "/weir/", "There."))


def test_a_change_of_style_alone_leaves_the_page_what_it_was(
    weir: SiteUnderTest, previewed: Previewed
) -> None:
    weir.write(
        {
            "templates/base.html": (TEMPLATES / "base.html")
            .read_text()
            .replace(
                "<script", '<link rel="stylesheet" href="{{ asset("extra.css") }}">\n<script', 1
            )
        }
    )
    until(says(previewed, "/weir/", "extra."))
    before = previewed.ask("/weir/")[1]

    weir.write({"templates/assets/extra.css": "b { color: blue }"})
    until(lambda: sheet(previewed) != sheet_of(before))
    after = previewed.ask("/weir/")[1]
    weir.write({"content/weir.md": WEIR.replace("March", "April")})
    until(says(previewed, "/weir/", "in April"))
    later = previewed.ask("/weir/")[1]

    assert digest(before) == digest(after) != digest(later)


TEMPLATES = Path(__file__).parents[1] / "templates"


def sheet_of(page: str) -> str:
    return "".join(re.findall(r"extra\.\w+\.css", page))


def sheet(previewed: Previewed) -> str:
    return sheet_of(previewed.ask("/weir/")[1])


def test_a_picture_that_was_changed_is_named(site: Make) -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    under_test = site(
        {"content/a.md": "# A\n\n![A gate](b/gate.svg)\n", "content/b/gate.svg": picture}
    )
    with previewing(under_test.folder) as previewed:
        assert previewed.word()["changed"] == {}

        under_test.write({"content/b/gate.svg": picture + b"\n"})

        until(lambda: previewed.word()["changed"], {"b/gate.svg": 2})
        assert previewed.ask("/b/gate.svg") == (200, picture.decode() + "\n")


def test_a_burst_of_500_changes_is_one_rebuild(weir: SiteUnderTest, previewed: Previewed) -> None:
    turn = previewed.word()["turn"]
    subprocess.run([sys.executable, "-c", BURST, str(weir.folder / "content")], check=True)

    until(says(previewed, "/b499/", "Page 499"))

    assert previewed.word()["turn"] - turn in {1, 2}, "the first may have come alone"


BURST = """
import sys
for number in range(500):
    with open(f"{sys.argv[1]}/b{number}.md", "w") as file:
        file.write(f"# Page {number}")
"""

EDITS = (
    "text",
    "behind",
    "note",
    "label",
    "new",
    "gone",
    "source",
    "template",
    "style",
    "settings",
    "picture",
)


def edit(folder: Path, chance: random.Random) -> Path:
    """Change something of a site that stays right; gives the file."""
    content, kind = folder / "content", chance.choice(EDITS)
    number = chance.randrange(1000)
    article = content / f"a{number % 5}.md"
    texts = {
        "text": (content / "weir.md", WEIR.replace("March", f"month {number}")),
        "behind": (content / "weir.md", f"{WEIR}\n\nLine {number}.\n"),
        "note": (content / "weir.md", f"{WEIR} And {number}.\n"),
        "label": (content / "weir.md", WEIR.replace("gates]", f"g{number}]")),
        "new": (
            article,
            f"---\ntitle: N{number}\ndate: 2026-01-{number % 28 + 1:02}\n---\n\n[W](weir.md)\n",
        ),
        "source": (content / "sources.yaml", SOURCES.replace("Logs", f"Logs {number}")),
        "template": (
            folder / "templates" / "404.html",
            f"{{% extends 'default/404.html' %}}{number}",
        ),
        "style": (folder / "templates" / "assets" / "extra.css", f"b {{ order: {number} }}"),
        "settings": (folder / "pyproject.toml", f'[tool.sidegloss]\ntitle = "T{number}"\n'),
        "picture": (content / "p.svg", f"<svg>{number}</svg>"),
    }
    if kind == "gone":
        article.unlink(missing_ok=True)
        return article
    place, text = texts[kind]
    place.write_text(text)
    return place


def assert_looks_equal_builds(weir: SiteUnderTest, seed: int, edits: int) -> None:
    chance = random.Random(seed)
    builder = Builder(Layout(weir.folder, with_drafts=True))
    for _ in range(edits):
        look = builder.look({edit(weir.folder, chance).resolve()})
        built = weir.build(drafts=True)
        assert built.diagnostics == of_content(look.diagnostics)
        assert built.written is not None
        names = set(weir.written())
        assert names == look.paths
        for name in sorted(names):
            held = look.at(name)
            found = held.read_bytes() if isinstance(held, Path) else held
            assert found == (weir.output / name).read_bytes(), name


@pytest.mark.usefixtures("with_more")
def test_after_any_edit_a_look_shows_what_a_clean_build_writes(weir: SiteUnderTest) -> None:
    assert_looks_equal_builds(weir, seed=1, edits=6)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 17))
def test_after_300_edits_a_look_shows_what_a_clean_build_writes(
    weir: SiteUnderTest, seed: int
) -> None:
    assert_looks_equal_builds(weir, seed, edits=20)


# ---------------------------------------------------------------- mistakes


def test_an_error_is_shown_where_it_is_and_the_page_goes_on(
    weir: SiteUnderTest, previewed: Previewed
) -> None:
    weir.write({"content/weir.md": WRONG.replace("March", "April")})
    until(lambda: previewed.word()["isWrong"])

    first = previewed.word()["messages"][0]
    during = previewed.ask("/weir/")[1]
    weir.write({"content/weir.md": WEIR.replace("March", "May")})
    until(says(previewed, "/weir/", "in May"))

    assert first["place"] == "content/weir.md:6:20"
    assert (first["severity"], first["code"]) == ("error", "note-defined")
    assert first["excerpt"].splitlines() == [
        "   6 | [Nine gates failed][^gaets] in April.",
        "     |                    ^^^^^^^^",
        "     = help: did you mean [^gates]?",
    ]
    assert first["href"] == ""
    assert "in April" in during
    assert 'class="claim" data-kind="context" data-notes="gaets"' in during
    assert "note missing: [^gaets]</span>" in during
    assert "~placeholders.css" in during
    assert "placeholder" not in previewed.ask("/weir/")[1]
    until(lambda: previewed.word()["isWrong"], expected=False)
    codes = [{one.code for one in each} for each in previewed.told[-2:]]
    assert ["note-defined" in each for each in codes] == [True, False]


def test_with_an_error_in_one_article_edits_of_another_are_served(
    weir: SiteUnderTest, previewed: Previewed
) -> None:
    weir.write({"content/b.md": "# B\n\n[Claim][^x].\n"})
    until(says(previewed, "/b/", "note missing: [^x]"))

    for month in ("April", "May"):
        weir.write({"content/weir.md": WEIR.replace("March", month)})
        until(says(previewed, "/weir/", f"in {month}"))

    assert told(previewed) == ["note-defined"]
    weir.write({"content/b.md": "# B\n\nAnother text. [Claim][^x].\n"})
    until(says(previewed, "/b/", "Another text."))
    assert "note missing: [^x]" in previewed.ask("/b/")[1]


def test_a_build_has_no_placeholders_in_it_since_it_stops_at_every_error(
    weir: SiteUnderTest,
) -> None:
    assert weir.build().written is not None
    before = {name: weir.read(name) for name in weir.written() if name.endswith(".html")}
    builder = Builder(Layout(weir.folder, with_drafts=True))
    weir.write({"content/weir.md": WRONG.replace("@logs", "@none")})

    assert b"note missing: [^gaets]" in page_of(builder.look(), "weir/index.html")
    assert weir.build().written is None
    assert weir.build(drafts=True).written is None
    weir.write({"pyproject.toml": QUIET})
    built = weir.build()

    assert built.written is not None, "the site asks for it as a warning"
    pages = {name: weir.read(name) for name in weir.written() if name.endswith(".html")}
    assert "weir/gates/index.html" in before.keys() - pages.keys()
    assert "placeholder" not in "".join(pages.values())
    assert "note missing" not in "".join(pages.values())


QUIET = '[tool.sidegloss]\ntitle = "T"\nrules.note-defined = "warning"\n'


def page_of(look: Look, name: str) -> bytes:
    held = look.at(name)
    assert isinstance(held, bytes)
    return held


def test_a_template_s_mistake_is_shown_in_place_of_the_pages_that_it_makes(
    weir: SiteUnderTest, previewed: Previewed
) -> None:
    weir.write({"templates/article.html": "{{ page.nonsense }}"})
    until(lambda: previewed.ask("/weir/") and told(previewed), ["template-whole"])
    during = previewed.ask("/weir/")[1]
    other = previewed.ask("/claims/")

    weir.write({"templates/article.html": "fixed"})
    until(says(previewed, "/weir/", "fixed"))

    assert "This page cannot be shown" in during
    assert "templates/article.html:1" in during
    assert (other[0], "cannot be shown" in other[1]) == (200, False)
    until(lambda: told(previewed), [])
    reported = [any(d.code == "template-whole" for d in each) for each in previewed.told]
    assert (reported[0], any(reported), reported[-1]) == (False, True, False)


def test_a_site_that_begins_with_errors_is_shown_at_once(site: Make) -> None:
    under_test = site({**TEXTS, "content/weir.md": WRONG})
    with previewing(under_test.folder) as previewed:
        status, page = previewed.ask("/weir/")
        assert (status, told(previewed)) == (200, ["note-defined"])
        assert "~preview.js" in page

        under_test.write({"content/weir.md": WEIR})

        until(lambda: told(previewed), [])
        assert "note missing" not in previewed.ask("/weir/")[1]


@pytest.mark.parametrize("gone", ["content", "pyproject.toml"])
def test_what_a_site_cannot_be_without_may_go_and_come_back(
    gone: str, weir: SiteUnderTest, previewed: Previewed
) -> None:
    kept = weir.folder.with_name("kept")
    (weir.folder / gone).rename(kept)
    weir.write({"pyproject.toml": "[tool.sidegloss"})
    until(lambda: previewed.word()["isWrong"])
    shown = previewed.ask("/weir/")
    assert (shown[0], "cannot be shown" in shown[1]) == (
        (404, True) if gone == "content" else (200, False)
    )

    weir.write({"pyproject.toml": '[tool.sidegloss]\ntitle = "Again"\n'})
    kept.replace(weir.folder / gone)

    until(lambda: told(previewed), [])
    weir.write({"content/weir.md": WEIR.replace("March", "May")})
    until(says(previewed, "/weir/", "in May"))


class Busy(Builder):
    """Meets a file that another program holds, a number of times."""

    times = 0

    def look(self, changed: Collection[Path] | None = None, *, is_tolerant: bool = False) -> Look:
        if self.times:
            self.times -= 1
            raise PermissionError(
                13, "Permission denied", str(self.layout.site / "content/weir.md")
            )
        return super().look(changed, is_tolerant=is_tolerant)


@pytest.mark.parametrize(("times", "codes"), [(1, []), (3, ["file-readable"])])
def test_a_file_in_somebody_else_s_hands_is_tried_again(
    times: int, codes: list[str], weir: SiteUnderTest
) -> None:
    builder = Busy(Layout(weir.folder, with_drafts=True))
    with previewing(weir.folder, builder) as previewed:
        builder.times = times
        weir.write({"content/weir.md": WEIR.replace("March", "April")})

        until(says(previewed, "/weir/", "in April"))

        errors = [each.code for told in previewed.told for each in told if each.severity == "error"]
        assert errors == codes


# ---------------------------------------------------------------- open pages


def test_every_open_page_is_told_of_each_turn(weir: SiteUnderTest, previewed: Previewed) -> None:
    with previewed.words() as first, previewed.words() as second:
        before = [next(first)["turn"], next(second)["turn"]]
        weir.write({"content/weir.md": WEIR.replace("March", "April")})
        after = [next(first), next(second)]

    assert before == [1, 1]
    assert [each["turn"] for each in after] == [2, 2]
    assert "in April" in previewed.ask("/weir/")[1], "told when it is there, not before"


def test_many_messages_are_counted_and_some_are_told(site: Make) -> None:
    lines = "".join(f"[word][^x{number}] here.\n\n" for number in range(200))
    under_test = site({"content/a.md": f"# A\n\n{lines}", "content/b.md": "# B\n"})
    with previewing(under_test.folder) as previewed:
        word = previewed.word()

    assert word["summary"].startswith("200 errors")
    assert len(word["messages"]) + word["more"] >= 200
    assert len(word["messages"]) == 40


def preview_of(weir: SiteUnderTest, port: int) -> tuple[subprocess.Popen[str], int]:
    command = [sys.executable, "-u", "-m", "sidegloss", "preview", "--port", str(port)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=weir.folder, stdout=pipe, stderr=pipe, text=True)
    assert process.stdout is not None
    url = next(line for line in process.stdout if line.startswith("Preview: ")).split()[1]
    return process, urlsplit(url).port or 0


def first_line(port: int) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=ENOUGH)
    connection.request("GET", "/~events")
    response = connection.getresponse()
    return response, next(
        line.decode() for line in iter(response.readline, b"") if line.startswith(b"data: ")
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_a_preview_that_is_interrupted_ends_at_once_with_pages_open(weir: SiteUnderTest) -> None:
    process, port = preview_of(weir, 0)
    connection, _ = first_line(port)
    begin = time.monotonic()

    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=ENOUGH)

    connection.close()
    assert (process.returncode, "Traceback" in complaints) == (0, False), complaints
    assert time.monotonic() - begin < 5


def test_a_preview_that_was_killed_begins_again_on_its_port_as_another_run(
    weir: SiteUnderTest,
) -> None:
    process, port = preview_of(weir, 0)
    connection, before = first_line(port)
    process.kill()
    process.communicate()
    connection.close()

    again, same = preview_of(weir, port)
    connection, after = first_line(same)
    connection.close()
    again.kill()
    again.communicate()

    assert same == port
    assert before != after, "an open page knows that it must look anew"


# ---------------------------------------------------------------- where, and for whom


@pytest.mark.parametrize(
    ("url", "wanted", "base"),
    [
        ("", "", "/"),
        ("https://example.org", "", "/"),
        ("https://example.org/repo/", "", "/repo/"),
        ("https://example.org/repo/", "/", "/"),
        ("https://example.org/", "/other/", "/other/"),
    ],
)
def test_a_site_stands_where_its_url_puts_it_or_where_one_asks(
    url: str, wanted: str, base: str, site: Make
) -> None:
    settings = f'[tool.sidegloss]\ntitle = "T"\nurl = "{url}"\n'
    under_test = site({**TEXTS, "pyproject.toml": settings})
    with previewing(under_test.folder, base=wanted) as previewed:
        assert urlsplit(previewed.url).path == base
        assert previewed.ask(f"{base}weir/")[0] == 200
        assert f'src="{base}~preview.js"' in previewed.ask(f"{base}weir/")[1]
        assert previewed.ask("/elsewhere/weir/")[0] == 404
        assert previewed.word()["turn"] == 1


def test_a_taken_port_gives_way_to_another(weir: SiteUnderTest) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with previewing(weir.folder, port=port) as previewed:
            assert previewed.ask("/weir/")[0] == 200
            assert urlsplit(previewed.url).port != port


def test_a_message_leads_into_the_editor_and_only_from_this_machine(weir: SiteUnderTest) -> None:
    weir.write({"content/weir.md": WRONG})
    scheme = editors.EDITORS["code"]
    with previewing(weir.folder, editor=scheme) as previewed:
        here = previewed.word()["messages"][0]["href"]
    with previewing(weir.folder, editor=scheme, host="0.0.0.0") as previewed:
        there = previewed.word()["messages"][0]["href"]

    assert here == f"vscode://file{weir.folder}/content/weir.md:6:20"
    assert there == ""


# ---------------------------------------------------------------- editors


@pytest.mark.parametrize(
    ("wanted", "environment", "scheme"),
    [
        ("code", {}, "vscode://file{path}:{line}:{column}"),
        ("mine://{path}#{line}", {}, "mine://{path}#{line}"),
        ("", {"EDITOR": "/usr/bin/subl -w"}, editors.EDITORS["subl"]),
        ("", {"EDITOR": "code --wait"}, editors.EDITORS["code"]),
        ("", {"VISUAL": "zed", "EDITOR": "code"}, editors.EDITORS["zed"]),
        ("", {"EDITOR": r"C:\Programs\Code.exe"}, editors.EDITORS["code"]),
        ("", {"EDITOR": "vim"}, ""),
        ("", {"EDITOR": "  "}, ""),
        ("", {}, ""),
        ("vim", {"EDITOR": "code"}, None),
        ("javascript:alert('{path}')", {}, None),
        ("mine://open", {}, None),
    ],
)
def test_an_editor_is_known_by_name_by_address_or_by_the_environment(
    wanted: str, environment: dict[str, str], scheme: str | None
) -> None:
    assert editors.scheme(wanted, environment) == scheme


@pytest.mark.parametrize("name", editors.EDITORS)
def test_every_editor_is_told_the_file_the_line_and_no_space(name: str) -> None:
    found = editors.address(editors.EDITORS[name], Path("/über uns/a.md"), 3, 5)

    assert "/%C3%BCber%20uns/a.md" in found
    assert re.search(r"(:|line=)3\b", found)


def test_a_file_as_a_whole_is_opened_at_its_beginning() -> None:
    assert editors.address(editors.EDITORS["zed"], Path("/a.md"), 0, 1) == "zed://file/a.md:1:1"
