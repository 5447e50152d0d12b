"""Kinds of faults in a site -> what its preview shows at the fault, and that it recovers from each.

Every row writes files into a good site, looks for a text on a page, edits another article meanwhile,
and takes the files back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import SiteUnderTest
from previewing import Previewed, previewing, until
from sidegloss.builder import Builder, Layout
from sidegloss.builder.look import Look

Make = Callable[[Mapping[str, str | bytes]], SiteUnderTest]

A = "---\ntitle: A\ndate: 2026-03-12\n---\n\n[Nine gates failed][^gates] in March.\n\n[^gates]: So [@logs].\n"
B = "---\ntitle: B\ndate: 2026-03-13\n---\n\nMonth 0.\n"
SOURCES = "logs:\n  type: report\n  title: Logs\n  URL: https://example.org/logs\n  issued: 2026\n"
SETTINGS = '[tool.sidegloss]\ntitle = "T"\n'
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
SITE: Mapping[str, str | bytes] = {
    "content/a.md": A,
    "content/b.md": B,
    "content/gate.svg": PICTURE,
    "content/sources.yaml": SOURCES,
    "pyproject.toml": SETTINGS,
}

UNSHOWN = "This page cannot be shown"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is written, at which address what is then shown, and the code of its message."""

    kind: str
    files: Mapping[str, str | bytes]
    shows: str
    code: str
    at: str = "/a/"
    settings: str = field(default=SETTINGS, kw_only=True)
    others_go_on: bool = field(default=True, kw_only=True)


def text(body: str, front: str = "title: A\ndate: 2026-03-12") -> Mapping[str, str]:
    return {"content/a.md": f"---\n{front}\n---\n\n{body}\n\n[^gates]: So [@logs].\n"}


MATH = f'{SETTINGS}extras = ["math"]\n'

FAULTS = [
    # ------------------------------------------------------------ notes
    Fault(
        "claim",
        text("[Nine][^x] [Ten][^gates]"),
        ">note missing: [^x]</span>",
        "note-defined",
    ),
    Fault("point", text("Nine[^x]. [Ten][^gates]"), "note missing: [^x]", "note-defined"),
    Fault("two labels", text("[Nine][^gates][^x]"), 'data-notes="gates x"', "note-defined"),
    Fault("nested", text("[a [b][^x] c][^gates]"), "note missing: [^x]", "note-defined"),
    Fault(
        "claim with a link",
        text("[a [b](b.md) *c*][^x] [Ten][^gates]"),
        '<a href="../b/">b</a> <em>c</em></span>',
        "note-defined",
    ),
    Fault("block", text("> Said.\n\n[^x]\n\n[Ten][^gates]"), "claim-block", "note-defined"),
    Fault(
        "cross-reference",
        {"content/a.md": "# A\n\n[N][^gates]\n\n[^gates]: See [^x].\n"},
        "note missing: [^x]",
        "note-defined",
    ),
    Fault("in a heading", text("## Head[^x]\n\n[Ten][^gates]"), "note missing", "note-defined"),
    Fault(
        "text begins as code",
        text("    code [^y]\n\n[N][^x] [T][^gates]"),
        "<code>code [^y]",
        "note-defined",
    ),
    Fault(
        "text ends in a fence", text("[N][^x] [T][^gates]\n\n```\nopen"), "missing", "note-defined"
    ),
    Fault("odd label", text("[N][^a_b.c-ü] [T][^gates]"), "missing: [^a_b.c-ü]", "note-defined"),
    Fault("hostile label", text('[N][^x"<b>] [T][^gates]'), "x&quot;&lt;b&gt;", "note-defined"),
    Fault(
        "defined twice", {"content/a.md": f"{A}\n[^gates]: Again.\n"}, "Nine", "note-defined-once"
    ),
    Fault("label form", {"content/a.md": "# A\n\n[N][^-x]\n\n[^-x]: So.\n"}, "N", "label-form"),
    Fault("lone reference", text("[^gates]"), "A", "block-to-annotate"),
    Fault("in a link", text("[N[^gates]](https://a.example/)"), "N", "note-outside-link"),
    # ------------------------------------------------------------ sources
    Fault(
        "unknown key",
        {"content/a.md": A.replace("@logs", "@nope, p. 3")},
        "unknown source: @nope",
        "source-defined",
    ),
    Fault(
        "unknown step",
        {"content/a.md": A.replace("@logs", "@logs quoting @nope")},
        "unknown source: @nope",
        "source-defined",
    ),
    Fault(
        "page of an unknown key",
        {"content/a.md": A.replace("@logs", "@nope")},
        "unknown source: @nope",
        "source-defined",
        "/sources/nope/",
    ),
    Fault(
        "unknown ground",
        {"content/sources.yaml": f"{SOURCES}  rests-on: nope\n"},
        "unknown source: @nope",
        "source-defined",
    ),
    Fault(
        "unknown reprint",
        text("[N][^gates]", "title: A\nsource: nope"),
        "unknown source: @nope",
        "source-defined",
    ),
    Fault(
        "unread sources",
        {"content/sources.yaml": "logs:\n  title: a: b\n"},
        "unknown source: @logs",
        "yaml-readable",
    ),
    Fault("no sources", {"content/sources.yaml": ""}, "unknown source: @logs", "source-defined"),
    Fault(
        "sources of bytes",
        {"content/sources.yaml": b"logs:\n  title: \xff\n"},
        "unknown source: @logs",
        "utf-8",
    ),
    Fault("wrong field", {"content/sources.yaml": f"{SOURCES}  tile: x\n"}, "Nine", "source-field"),
    Fault(
        "wrong date",
        {"content/sources.yaml": SOURCES.replace("issued: 2026", "issued: 31/2/2026")},
        "Nine",
        "source-date",
    ),
    Fault(
        "missing copy",
        {"content/sources.yaml": f"{SOURCES}  text: snapshots/no.txt\n"},
        "Nine",
        "text-exists",
    ),
    Fault(
        "missing snapshot",
        {
            "content/sources.yaml": f"{SOURCES}  snapshot: snapshots/no.pdf\n  publish-snapshot: true\n"
        },
        "Nine",
        "snapshot-exists",
    ),
    Fault("broken library", {"content/sources/z.json": "[{"}, "Nine", "yaml-readable"),
    # ------------------------------------------------------------ links and pictures
    Fault("image", text("![G](no.png) [N][^gates]"), "image missing: no.png", "image-target"),
    Fault(
        "image elsewhere",
        text("![G](https://a.example/x.png) [N][^gates]"),
        "image on another host: https://a.example/x.png",
        "foreign-media",
    ),
    Fault("captioned", text('![G](no.png "Gate")\n\n[N][^gates]'), "image missing", "image-target"),
    Fault(
        "image in a note",
        {"content/a.md": A.replace("So [", "![G](no.png) [")},
        "image missing: no.png",
        "image-target",
    ),
    Fault(
        "running image",
        {
            **text("![G](gate.svg) [N][^gates]"),
            "content/gate.svg": PICTURE.replace("/>", "><script>1</script></svg>"),
        },
        "image refused: gate.svg",
        "media-active",
    ),
    Fault("link", text('[B](no.md "T") [N][^gates]'), "link broken: no.md", "link-target"),
    Fault(
        "link to a part", text("[B](b.md#no) [N][^gates]"), "link broken: b.md#no", "link-fragment"
    ),
    Fault("hostile link", text('[B](n"o.md) [N][^gates]'), "link broken: n", "link-target"),
    Fault("scheme", text("[B](foo:bar) [N][^gates]"), "link broken: foo:bar", "link-scheme"),
    Fault(
        "front image",
        text("[N][^gates]", "title: A\nimage: no.png"),
        'class="placeholder"',
        "image-target",
    ),
    # ------------------------------------------------------------ formulas
    Fault(
        "formula",
        text("$\\frac{1}$ [N][^gates]"),
        "formula unreadable: \\frac{1}",
        "formula-readable",
        settings=MATH,
    ),
    Fault(
        "formula block",
        text("$$\n\\nope{1}\n$$\n\n[N][^gates]"),
        "formula unreadable",
        "formula-readable",
        settings=MATH,
    ),
    # ------------------------------------------------------------ front matter and names
    Fault(
        "front matter", text("[N][^gates]", "title: a: b"), 'class="placeholder"', "yaml-readable"
    ),
    Fault(
        "front matter not closed",
        {"content/a.md": "---\ntitle: A\n\nText.\n"},
        "",
        "front-matter-closed",
    ),
    Fault(
        "date",
        text("[N][^gates]", "title: A\ndate: 28/31/2026"),
        'class="placeholder"',
        "date-form",
    ),
    Fault(
        "field", text("[N][^gates]", "title: [A, B]"), 'class="placeholder"', "front-matter-value"
    ),
    Fault("bytes", {"content/a.md": b"# A\n\nGr\xf6\xdfe.\n"}, "Gr", "utf-8"),
    Fault(
        "address taken",
        {"content/c.md": "---\nslug: a\n---\n\nC.\n"},
        "placeholder",
        "address-unique",
    ),
    Fault("address reserved", {"content/claims.md": "Text.\n"}, "", "address-reserved", "/b/"),
    Fault("no address", {"content/$.md": "Text.\n"}, "Month", "address-whole", "/b/"),
    # ------------------------------------------------------------ settings and templates
    Fault("no TOML", {"pyproject.toml": "[tool.sidegloss"}, "Nine", "toml-readable"),
    Fault("setting", {"pyproject.toml": f"{SETTINGS}colour = 1\n"}, "Nine", "settings-known"),
    Fault("nav", {"pyproject.toml": f'{SETTINGS}nav = ["no.md"]\n'}, "Nine", "nav-target"),
    Fault(
        "no content",
        {"pyproject.toml": f'{SETTINGS}content = "none"\n'},
        "there is no folder none",
        "content-exists",
        others_go_on=False,
    ),
    Fault(
        "template",
        {"templates/article.html": "{{ 1 / 0 }}"},
        UNSHOWN,
        "template-whole",
        others_go_on=False,
    ),
    Fault(
        "template syntax",
        {"templates/article.html": "{% if %}"},
        UNSHOWN,
        "template-whole",
        others_go_on=False,
    ),
    Fault(
        "template of bytes",
        {"templates/article.html": b"\xff\xfe"},
        UNSHOWN,
        "template-whole",
        others_go_on=False,
    ),
    Fault(
        "template in itself",
        {"templates/article.html": '{% include "article.html" %}'},
        UNSHOWN,
        "template-whole",
        others_go_on=False,
    ),
    Fault(
        "template that is missing",
        {"templates/article.html": '{% extends "none.html" %}'},
        UNSHOWN,
        "template-whole",
        others_go_on=False,
    ),
    Fault(
        "template of lists",
        {"templates/sources.html": "{{ nothing.at.all }}"},
        UNSHOWN,
        "template-whole",
        "/sources/",
    ),
    Fault(
        "page for what is missing",
        {"templates/404.html": "{{ 1 / 0 }}"},
        UNSHOWN,
        "template-whole",
        "/none/",
    ),
    # ------------------------------------------------------------ the ledger
    Fault("ledger", {"content/ledger.json": "<<<<<<< HEAD\n"}, "Nine", "ledger-readable"),
    Fault("ledger of bytes", {"content/ledger.json": b"\xff"}, "Nine", "utf-8"),
]


def codes(previewed: Previewed) -> set[str]:
    return {each["code"] for each in previewed.word()["messages"] if each["severity"] == "error"}


def shows(previewed: Previewed, address: str, what: str) -> Callable[[], bool]:
    return lambda: what in previewed.ask(address)[1]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.kind)
def test_a_fault_is_shown_where_it_is_and_everything_else_goes_on(fault: Fault, site: Make) -> None:
    good = {**SITE, "pyproject.toml": fault.settings}
    under_test = site(good)
    with previewing(under_test.folder) as previewed:
        assert not codes(previewed)
        before = previewed.ask(fault.at)

        under_test.write(fault.files)
        until(lambda: fault.code in (previewed.ask(fault.at) and codes(previewed)))
        assert fault.shows in previewed.ask(fault.at)[1]
        assert previewed.ask("/a/")[0] == 200 or not fault.others_go_on
        under_test.write({"content/b.md": B.replace("Month 0", "Month 1")})
        if fault.others_go_on:
            until(shows(previewed, "/b/", "Month 1."))
        until(lambda: fault.code in (previewed.ask(fault.at) and codes(previewed)))

        for name in fault.files.keys() - good.keys():
            (under_test.folder / name).unlink()
        under_test.write(good)
        until(lambda: codes(previewed), set())
        until(shows(previewed, "/b/", "Month 0."))
        until(lambda: bare(previewed.ask(fault.at)[1]), bare(before[1]))
        assert previewed.ask(fault.at)[0] == before[0]
        assert not previewed.failed


def bare(html: str) -> str:
    return html.partition("~preview.js")[0] + html.partition("></script>")[2]


def test_a_link_out_of_the_site_is_left_out_and_the_rest_goes_on(
    site: Make, tmp_path: Path
) -> None:
    under_test = site(SITE)
    secret = tmp_path / "secret.md"
    secret.write_text("A secret.")
    link = under_test.folder / "content" / "z.md"
    with previewing(under_test.folder) as previewed:
        link.symlink_to(secret)
        until(lambda: codes(previewed), {"path-inside"})
        for month in ("1", "2"):
            under_test.write({"content/b.md": B.replace("Month 0", f"Month {month}")})
            until(shows(previewed, "/b/", f"Month {month}."))
            assert codes(previewed) == {"path-inside"}, "an edit of another file forgets nothing"
        assert previewed.ask("/z/")[0] == 404

        link.unlink()

        until(lambda: codes(previewed), set())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_stays_unreadable_is_left_out_and_tried_again(site: Make) -> None:
    under_test = site({**SITE, "content/c.md": "# C\n\nText.\n"})
    file = under_test.folder / "content" / "c.md"
    with previewing(under_test.folder) as previewed:
        file.write_text("# C\n\nOther.\n")
        file.chmod(0)
        under_test.write({"content/b.md": B.replace("Month 0", "Month 1")})

        until(lambda: codes(previewed), {"file-readable"})
        until(shows(previewed, "/b/", "Month 1."))
        assert previewed.ask("/c/")[0] == 404
        file.chmod(0o644)

        until(lambda: codes(previewed), set())
        assert previewed.ask("/c/")[0] == 200


# ---------------------------------------------------------------- what nobody expected


@pytest.mark.parametrize(
    ("template", "exception"),
    [
        ("{{ 'x' * 10**15 }}", MemoryError),
        (
            "{% set d = {1: 1} %}{% for key in d %}{{ d.update({key + 1: 1}) }}{% endfor %}",
            RuntimeError,
        ),
    ],
)
def test_any_exception_of_a_page_is_shown_and_the_preview_goes_on(
    site: Make, template: str, exception: type[Exception]
) -> None:
    under_test = site(SITE)
    with previewing(under_test.folder) as previewed:
        good = previewed.ask("/a/")
        under_test.write({"templates/article.html": template})
        until(lambda: codes(previewed) if previewed.ask("/a/") else None, {"internal-fault"})
        page = previewed.ask("/a/")[1]
        assert UNSHOWN in page
        assert exception.__name__ in page
        assert previewed.ask("/claims/")[0] == 200
        assert [type(each) for each in previewed.failed] == [exception], "reported once"

        (under_test.folder / "templates/article.html").unlink()

        until(lambda: codes(previewed), set())
        until(lambda: bare(previewed.ask("/a/")[1]), bare(good[1]))


class Faulty(Builder):
    """Fails in a way that nobody expected as long as an article says so."""

    def look(self, changed: Collection[Path] | None = None, *, is_tolerant: bool = False) -> Look:
        if "FAIL" in (self.layout.site / "content/a.md").read_text():
            raise UnicodeError("\udcff" * 999)
        return super().look(changed, is_tolerant=is_tolerant)


def test_any_exception_of_a_look_is_shown_over_what_was_there_and_nothing_is_missed(
    site: Make,
) -> None:
    under_test = site(SITE)
    builder = Faulty(Layout(under_test.folder, with_drafts=True))
    with previewing(under_test.folder, builder) as previewed:
        good = previewed.ask("/a/")
        under_test.write({"content/a.md": A.replace("March", "FAIL")})
        until(lambda: codes(previewed), {"internal-fault"})
        assert bare(previewed.ask("/a/")[1]) == bare(good[1])
        (first,) = previewed.word()["messages"]
        assert "the terminal says how" in first["excerpt"]
        under_test.write({"content/b.md": B.replace("Month 0", "Month 1")})
        until(lambda: len(previewed.failed) > 0)
        under_test.write({"content/a.md": A.replace("March", "May")})

        until(shows(previewed, "/a/", "in May"))
        until(shows(previewed, "/b/", "Month 1."))
        until(lambda: codes(previewed), set())
        assert [type(each) for each in previewed.failed] == [UnicodeError], "reported once"


def test_a_preview_may_begin_with_an_exception(site: Make) -> None:
    under_test = site({**SITE, "content/a.md": "FAIL"})
    builder = Faulty(Layout(under_test.folder, with_drafts=True))
    with previewing(under_test.folder, builder) as previewed:
        assert UNSHOWN in previewed.ask("/a/")[1]
        under_test.write({"content/a.md": A})

        until(shows(previewed, "/a/", "in March"))


def test_files_that_come_and_go_while_they_are_read_do_no_harm(site: Make) -> None:
    under_test = site(SITE)
    with previewing(under_test.folder) as previewed:
        for number in range(300):
            file = under_test.folder / "content" / f"c{number % 7}.md"
            file.write_text("# C\n")
            file.unlink()
        under_test.write({"content/b.md": B.replace("Month 0", "Month 1")})

        until(shows(previewed, "/b/", "Month 1."))
        until(lambda: codes(previewed), set())
        assert not previewed.failed
