"""The whole machine: what a build touches, and that remembering changes nothing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from conftest import SiteUnderTest, Texts
from conftest import line as told
from sidegloss.builder import Builder, Layout, build
from sidegloss.builder.unchanged import last_result
from tools import ROOT

Make = Callable[[Texts], SiteUnderTest]

SOURCES = """\
courier: {title: The Courier, rests-on: {source: logs, how: quotes, locator: p. 3}}
tribune: {title: The Tribune, rests-on: [courier, {source: leak, how: reports}]}
logs: {title: Logs, type: dataset, rests-on: none}
leak: {title: A leak, access: leaked, rests-on: unknown}
post: {title: A post, rests-on: tribune}
"""
WEIR = """\
---
title: Weir
date: 2026-03-12
---

[Nine gates failed][^gates], see [the other](other.md#claim-count) and ![a gate](gate.png).

[^gates]: **Disputed.** "nine" [@courier, p. 1]. But [disputes @leak].
"""
OTHER = """\
---
title: Other
date: 2026-02-01
---

[The count][^count] is [theirs](weir.md).

[^count]: [@tribune; @post]
"""
SITE: Texts = {
    "content/sources.yaml": SOURCES,
    "content/weir.md": WEIR,
    "content/other.md": OTHER,
    "content/gate.png": b"\x89PNG not really",
}


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below *folder*, by its path."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def times_of(folder: Path) -> dict[str, tuple[int, int]]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {
        f.relative_to(folder).as_posix(): (f.stat().st_ino, f.stat().st_mtime_ns) for f in files
    }


# ---------------------------------------------------------------- what a build touches


def test_an_error_leaves_what_was_published_as_it_was(site: Make) -> None:
    under_test = site(SITE)
    assert under_test.build().written
    before = bytes_of(under_test.output), times_of(under_test.output)
    under_test.write({"content/weir.md": WEIR.replace("@courier", "@gone")})
    result = under_test.build()
    assert result.written is None
    assert [d.code for d in result.diagnostics if d.severity == "error"] == ["source-defined"]
    assert (bytes_of(under_test.output), times_of(under_test.output)) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"templates/source.html": "{{ nothing }}"},
        {"templates/source.html": "{% if %}"},
        {"pyproject.toml": "[tool.sidegloss]\nnothing = 1\n"},
        {"pyproject.toml": "[tool"},
        {"content/sources.yaml": "courier: [\n"},
        {"content/sources.yaml": b"\xff"},
    ],
)
def test_no_error_is_met_too_late_to_leave_the_output_alone(site: Make, wrong: Texts) -> None:
    under_test = site(SITE)
    assert under_test.build().written
    before = bytes_of(under_test.output)
    under_test.write(wrong)
    result = under_test.build()
    assert result.written is None
    assert any(d.severity == "error" and d.hint for d in result.diagnostics)
    assert bytes_of(under_test.output) == before


def test_a_rebuild_of_the_same_touches_nothing(site: Make) -> None:
    under_test = site(SITE)
    under_test.build()
    before = times_of(under_test.output)
    written = under_test.build().written
    assert written
    assert (written.changed, written.removed) == ((), ())
    assert times_of(under_test.output) == before


def test_a_rebuild_touches_only_what_changed(site: Make) -> None:
    under_test = site(SITE)
    under_test.build()
    before = times_of(under_test.output)
    under_test.write({"content/weir.md": WEIR.replace("failed]", "broke]")})
    written = under_test.build().written
    assert written
    after = times_of(under_test.output)
    shown = {"weir/index.html", "index.html", "sources/courier/index.html"}
    others = {"other/index.html", "sources/tribune/index.html", "sources/index.html", "gate.png"}
    assert shown <= set(written.changed)
    assert not {*others, ".nojekyll"} & set(written.changed)
    assert not [name for name in written.changed if name.startswith("assets/")]
    same = set(before) - set(written.changed) - {".sidegloss-files"}
    assert {name: before[name] for name in same} == {name: after[name] for name in same}


def test_what_is_no_longer_made_is_removed_and_what_is_foreign_stays(site: Make) -> None:
    under_test = site(SITE)
    under_test.build()
    (under_test.output / "CNAME").write_text("reader.example")
    (under_test.folder / "content/other.md").unlink()
    under_test.write({"content/weir.md": WEIR.replace("other.md#claim-count", "weir.md")})
    under_test.build()
    written = under_test.written()
    assert "CNAME" in written
    assert not [name for name in written if name.startswith(("other", "sources/tribune"))]


def test_the_command_line_cannot_write_among_what_is_read(site: Make) -> None:
    under_test = site(SITE)
    for name in ("content", "content/deep", "templates", "."):
        under_test.write({"templates/assets/own.css": "p{}"})
        result = Builder(Layout(under_test.folder, under_test.folder / name)).build()
        assert result.written is None
        assert [d.code for d in result.diagnostics] == ["settings-value"]
    assert not (under_test.folder / "content/index.html").exists()


@pytest.mark.parametrize("is_dangling", [False, True])
def test_an_output_that_is_no_folder_is_told(site: Make, is_dangling: bool) -> None:
    under_test = site(SITE)
    if is_dangling:
        under_test.output.symlink_to(under_test.folder / "gone")
    else:
        under_test.output.write_text("a file")
    (error,) = under_test.build().diagnostics
    assert (error.code, error.severity) == ("output-ours", "error")
    assert is_dangling or under_test.output.read_text() == "a file"


def test_two_files_at_one_address_are_both_named(site: Make) -> None:
    page = "[x](weir/index.html)"
    under_test = site({"content/weir.md": page, "content/weir/index.html": "mine"})
    (clash,) = (d for d in under_test.build().diagnostics if d.severity == "error")
    assert clash.code == "address-unique"
    assert clash.message.count("weir/index.html") == 2
    assert clash.hint


def test_names_that_some_disks_take_for_one_are_a_clash(site: Make) -> None:
    composed, apart = "caf\u00e9.png", "cafe\u0301.png"
    links = f"[a]({composed}) [b]({apart}) [c](A.png) [d](a.png)"
    names = (composed, apart, "A.png", "a.png")
    under_test = site({"content/x.md": links, **{f"content/{name}": b"1" for name in names}})
    clashes = [d for d in under_test.build().diagnostics if d.code == "address-unique"]
    assert len(clashes) == 2


def test_a_file_where_another_needs_a_folder_is_a_clash(site: Make) -> None:
    under_test = site({"content/weir.md": "[x](weir)", "content/weir": b"no folder"})
    result = under_test.build()
    assert result.written is None
    assert [d.code for d in result.diagnostics] == ["address-unique"]


# ---------------------------------------------------------------- the output is a function of the input


def test_the_output_does_not_depend_on_where_the_site_stands(tmp_path: Path, site: Make) -> None:
    under_test = site(SITE)
    under_test.build()
    moved = tmp_path / "somewhere" / "ü else"
    shutil.copytree(under_test.folder, moved)
    Builder(Layout(moved, tmp_path / "second")).build()
    assert bytes_of(tmp_path / "second") == bytes_of(under_test.output)
    assert not [
        n for n, data in bytes_of(under_test.output).items() if str(tmp_path).encode() in data
    ]


def test_the_output_does_not_depend_on_the_seed_of_hashes_nor_on_the_working_directory(
    tmp_path: Path, site: Make
) -> None:
    under_test = site(SITE)
    for seed in ("0", "1", "4711"):
        command = [sys.executable, "-m", "sidegloss", "build", "--site", str(under_test.folder)]
        here = tmp_path / f"here-{seed}"
        here.mkdir()
        subprocess.run(
            [*command, "--output", str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": f"Etc/GMT-{len(seed)}"},
            cwd=here,
            check=True,
            capture_output=True,
        )
    assert bytes_of(tmp_path / "0")
    assert bytes_of(tmp_path / "0") == bytes_of(tmp_path / "1") == bytes_of(tmp_path / "4711")


# ---------------------------------------------------------------- warm equals clean


class Author:
    """Edits a site at random, as authors do: mostly well, now and then with a mistake."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.edits: list[str] = []

    def write(self, name: str, text: str | bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def choice(self, *among: str) -> str:
        return self.random.choice(among)

    def edit(self) -> None:
        """Make one edit of any sort."""
        sorts: Mapping[str, Callable[[], None]] = {
            "article": self.article,
            "another article": self.article,
            "prose": self.prose,
            "more prose": self.prose,
            "front page": self.front_page,
            "sources": self.sources,
            "settings": self.settings,
            "template": self.template,
            "asset": self.asset,
            "media": self.media,
            "deletion": self.deletion,
            "renaming": self.renaming,
            "draft": self.draft,
            "mistake": self.mistake,
        }
        sort = self.random.choice(list(sorts))
        self.edits.append(sort)
        sorts[sort]()

    def articles(self) -> list[Path]:
        return sorted((self.folder / "content").rglob("*.md"))

    def name(self) -> str:
        return self.choice("one", "two", "three", "deep/four", "deep/index", "deep/er/five")

    def target(self, up: str) -> str:
        """Of a link to an article or the front page, from the file or from the site's root."""
        name = self.name()
        address = f"/{name.removesuffix('index')}".rstrip("/")
        return self.choice(f"{up}{name}.md", f"{address}/", f"/{name}.md", "/", "/old/")

    def key(self) -> str:
        return self.choice("courier", "tribune", "logs", "leak", "post")

    def article(self) -> None:
        name = self.name()
        up = "../" * name.count("/")
        head = [f"title: {self.choice('A', 'B')} {name}"]
        head += [f"date: 2026-0{self.random.randint(1, 9)}-0{self.random.randint(1, 3)}"] * (
            self.random.random() < 0.8
        )
        head += [f"language: {self.choice('de', 'ar', 'en-GB', 'fr')}"] * (
            self.random.random() < 0.3
        )
        head += [f"source: {self.key()}"] * (self.random.random() < 0.2)
        head += [f"order: {self.random.randint(0, 3)}"] * (self.random.random() < 0.2)
        head += ["aliases: [/old/]"] * (self.random.random() < 0.1)
        head += ["margin: on"] * (self.random.random() < 0.2)
        head += [f"tags: [{self.choice('Water', 'water', 'iron, Water')}]"] * (
            self.random.random() < 0.4
        )
        head += [f"series: {self.choice('The river', 'the river', 'Gates')}"] * (
            self.random.random() < 0.4
        )
        head += ["corrections: [{date: 2026-10-01, text: It was ten}]"] * (
            self.random.random() < 0.2
        )
        links = [
            f"[x]({self.target(up)})" if self.random.random() < 0.2 else "",
            "\n\n```python\nx = 1\n```\n\n$a^2$ " if self.random.random() < 0.2 else "",
            f"![g]({self.choice(up, '/')}gate.png)" if self.random.random() < 0.4 else "",
            f"[t]({up}table.csv)" if self.random.random() < 0.2 else "",
        ]
        stance = self.choice("", "disputes ", "cf. ")
        own = f" {self.choice('quoting', 'via')} @{self.key()}" * (self.random.random() < 0.4)
        text = self.choice("It was", "They “were”", "Es 'war'", "- It was", "## It was")
        self.write(
            f"content/{name}.md",
            "---\n" + "\n".join(head) + f"\n---\n\n{text} [so][^a] and [so [too][^b] then][^c]."
            f' {" ".join(links)}\n\n[^a]: "so" [{stance}@{self.key()}, p. 1{own}]\n\n'
            f"[^b]: {self.choice('**Disputed.** ', '**Falsch.** ', '')}See [^a] [@{self.key()}]\n\n"
            f"[^c]: [@{self.key()}; @{self.key()}]\n",
        )

    def prose(self) -> None:
        """A line of text that nothing but its own article asks for, perhaps above all its claims."""
        marked = [f for f in self.articles() if f.read_text().startswith("---\n")]
        if marked:
            file = self.random.choice(marked)
            head, text = file.read_text().removeprefix("---\n").split("---\n", 1)
            line = f"Prose {self.random.randint(1, 99)}."
            whole = self.random.choice((f"{text}\n\n{line}\n", f"\n## So it was\n\n{line}\n{text}"))
            file.write_text(f"---\n{head}---\n{whole}")

    def front_page(self) -> None:
        self.write(
            "content/index.md", f"# Home {self.random.random()}\n\nWelcome[^w].\n\n[^w]: Hi.\n"
        )

    def sources(self) -> None:
        title = self.choice("Logs", "The logs", "<Logs> & more")
        on = self.choice("none", "unknown", "logs", "[logs, leak]", "{source: logs, how: quotes}")
        extra = self.choice("", "late: {title: Late}\n", "# nothing\n")
        self.write(
            "content/sources.yaml",
            extra
            + SOURCES.replace("title: Logs", f"title: {title}").replace(
                "rests-on: tribune", f"rests-on: {on}"
            ),
        )

    def settings(self) -> None:
        title = self.choice("A site", "Another")
        language = self.choice("en", "de", "ar", "de-AT")
        lines = [
            "[tool.sidegloss]",
            f'title = "{title}"',
            f'language = "{language}"',
            *(['cards = "none"'] * (language != "en")),  # a tenth of a second each
            *(
                [f'url = "https://{self.choice("a", "b")}.example/x/"']
                * (self.random.random() < 0.5)
            ),
            *(['nav = ["deep/index.md"]'] * (self.folder / "content/deep/index.md").exists()),
            *(['rules.circular-trail = "off"'] * (self.random.random() < 0.2)),
            "[tool.sidegloss.words.en]",
            f'kind.disputed = "{self.choice("Disputed", "Not so fast")}"',
            f'verdicts.false = "{self.choice("bogus", "disputed")}"',
            "[tool.sidegloss.words.de]",
            f'notes.title = "{self.choice("Noten", "Belege")}"',
        ]
        self.write("pyproject.toml", "\n".join(lines) + "\n")

    def template(self) -> None:
        name = self.choice(
            "base.html", "citation.html", "article.html", "trail.html", "entries.html"
        )
        file = self.folder / "templates" / name
        if file.exists() and self.random.random() < 0.5:
            file.unlink()
        elif name == "article.html":
            shown = self.random.random()
            extended = '{% extends "default/article.html" %}{% block head %}'
            self.write(f"templates/{name}", f"{extended}<!-- {shown} -->{{% endblock %}}")
        else:
            shipped = (ROOT / "templates" / name).read_text(encoding="utf-8")
            self.write(f"templates/{name}", f"{shipped}{{# {self.random.random()} #}}\n")

    def asset(self) -> None:
        name = self.choice("reader.css", "own.js", "fonts/own.woff2")
        file = self.folder / "templates/assets" / name
        if file.exists() and self.random.random() < 0.5:
            file.unlink()
        else:
            self.write(f"templates/assets/{name}", f"/* {self.random.random()} */")

    def media(self) -> None:
        size = self.random.randint(1, 9)
        picture = b"GIF89a" + bytes([size, 0, size, 0, 0, 0, 0])
        self.write("content/gate.png", picture)
        self.write("content/table.csv", f"a;{size}\n")

    def deletion(self) -> None:
        if articles := self.articles():
            self.random.choice(articles).unlink()

    def renaming(self) -> None:
        if articles := self.articles():
            file = self.random.choice(articles)
            target = self.folder / "content" / f"{self.name()}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            file.rename(target)

    def draft(self) -> None:
        marked = [f for f in self.articles() if f.read_text().startswith("---\n")]
        if marked:
            file = self.random.choice(marked)
            text = file.read_text()
            is_draft = "draft: true\n" in text
            new = text.replace("draft: true\n", "") if is_draft else f"---\ndraft: true\n{text[4:]}"
            file.write_text(new)

    def mistake(self) -> None:
        wrong = {
            "content/wrong.md": "[x][^nowhere] ![x](nowhere.png)",
            "templates/source.html": "{{ wrong }}",
            "content/sources/wrong.yaml": "wrong: {titel: x}",
        }
        for name, text in wrong.items():
            if (self.folder / name).exists():
                (self.folder / name).unlink()
            elif self.random.random() < 0.2:
                self.write(name, text)


def clean(folder: Path, output: Path, *, drafts: bool) -> Iterator[str]:
    """Build as if for the first time; gives what was told."""
    shutil.rmtree(output, ignore_errors=True)
    result = Builder(Layout(folder, output, with_drafts=drafts)).build()
    yield from map(told, result.diagnostics)


def hold(seed: int, tmp_path: Path, edits: int) -> int:
    """Edit at random, build warm and clean; how many of the builds were whole."""
    folder = tmp_path / "site"
    author = Author(seed, folder)
    author.media()
    author.sources()
    author.settings()
    for _ in range(4):
        author.article()
    drafts = seed % 2 == 0
    jobs = 1 + seed // 2 % 2
    warm_layout = Layout(folder, tmp_path / "warm", "", drafts, has_memory=True, jobs=jobs)
    builder = Builder(warm_layout)
    anew = Layout(folder, tmp_path / "anew", with_drafts=drafts, has_memory=True)
    whole = 0
    for _ in range(edits):
        for _ in range(author.random.randint(1, 3)):
            author.edit()
        warm = builder.build()
        told_clean = list(clean(folder, tmp_path / "clean", drafts=drafts))
        assert list(map(told, warm.diagnostics)) == told_clean, author.edits
        if warm.written:
            whole += 1
            assert bytes_of(tmp_path / "warm") == bytes_of(tmp_path / "clean"), author.edits
            remembered = build(anew)
            assert list(map(told, remembered.diagnostics)) == told_clean, author.edits
            assert bytes_of(tmp_path / "anew") == bytes_of(tmp_path / "clean"), author.edits
            again = last_result(anew)
            # what is drawn in fonts of the machine is drawn anew each time
            assert again or [*(tmp_path / "anew").rglob("card.png")], author.edits
            if again:
                assert list(map(told, again.diagnostics)) == told_clean, author.edits
        else:
            assert not (tmp_path / "clean").exists()
    return whole


@pytest.mark.usefixtures("with_more")
@pytest.mark.parametrize("seed", range(20))
def test_a_warm_build_equals_a_clean_one(seed: int, tmp_path: Path) -> None:
    hold(seed, tmp_path, 4)


@pytest.mark.long
@pytest.mark.usefixtures("with_more")
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_a_warm_build_equals_a_clean_one_at_length(seed: int, tmp_path: Path) -> None:
    hold(seed, tmp_path, 8)


def test_the_random_author_writes_whole_sites_and_broken_ones(tmp_path: Path) -> None:
    whole = [hold(seed, tmp_path / str(seed), 3) for seed in (108, 109, 110, 111)]
    assert 0 < sum(whole) < 12
