"""What a build leaves for the next process: it makes that one fast, and changes nothing else."""

from __future__ import annotations

import json
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout, build
from sidegloss.builder.kept import own_key, packed, unpacked
from sidegloss.builder.memory import Memory
from sidegloss.builder.unchanged import last_result
from sidegloss.builder.workers import cores, spread
from sidegloss.model import Output, SiteError
from sidegloss.texts import decoded
from sidegloss.theme import Theme
from sidegloss.views import Page
from sidegloss.write import MANIFEST
from test_builder import SITE, WEIR, bytes_of, times_of

Make = Callable[[Texts], SiteUnderTest]


@pytest.fixture
def layout(site: Make) -> Layout:
    """A site that has been built and remembered, some of its articles in need of a word."""
    under_test = site(SITE)
    made = Layout(under_test.folder, under_test.output, has_memory=True)
    assert Builder(made).build().written
    return made


def memos(layout: Layout) -> list[Path]:
    return sorted((layout.site / ".sidegloss").iterdir())


def output(layout: Layout) -> Path:
    assert layout.output
    return layout.output


# ---------------------------------------------------------------- settings and fonts


def rendered(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the pages that a build renders."""
    paths: list[str] = []
    render = Theme.render

    def counted(theme: Theme, page: Page) -> Output:
        paths.append(page.path)
        return render(theme, page)

    monkeypatch.setattr(Theme, "render", counted)
    assert Builder(layout).build().written
    return paths


@pytest.mark.parametrize(
    "lines",
    [
        "# a comment\n[tool.sidegloss]\n",
        "[tool.other]\nname = 1\n[tool.sidegloss]\n",
        '[tool.sidegloss]\nrules.circular-trail = "info"\n',
        '[tool.sidegloss]\ndomain = "weir.example"\nurl = "https://weir.example/"\n',
    ],
)
def test_settings_that_no_page_uses_render_no_page(
    lines: str, site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = 'url = "https://weir.example/"\n' if "domain" in lines else ""
    rest = 'nav = ["weir.md"]\ncards = "none"\ntitle = "A site"\n'
    under_test = site({**SITE, "pyproject.toml": f"[tool.sidegloss]\n{url}{rest}"})
    made = Layout(under_test.folder, under_test.output, has_memory=True)
    assert Builder(made).build().written
    under_test.write({"pyproject.toml": f"{lines}{rest}"})

    assert rendered(made, monkeypatch) == []


STYLES = {
    "a new style sheet": {"templates/assets/own.css": "b { color: red }"},
    "another style sheet": {"templates/assets/reader.css": "b { color: red }"},
    "another script": {"templates/assets/reader.js": "1;"},
}


@pytest.mark.parametrize("files", STYLES.values(), ids=STYLES)
def test_a_style_sheet_renders_no_page_and_every_page_links_to_it(
    files: Texts, layout: Layout, site: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site(files)

    assert rendered(layout, monkeypatch) == []
    assert_equal_to_a_clean_build(layout, tmp_path)


def test_a_page_that_names_an_asset_which_is_gone_is_told_of(layout: Layout, site: Make) -> None:
    head = '<link rel="stylesheet" href="{{ asset("own.css") }}">'
    page = f'{{% extends "default/source.html" %}}\n{{% block head %}}{head}{{% endblock %}}'
    under_test = site({"templates/source.html": page, "templates/assets/own.css": "b {}"})
    assert build(layout).written
    (under_test.folder / "templates/assets/own.css").unlink()

    result = build(layout)

    assert result.written is None
    assert [d.code for d in result.diagnostics if d.severity == "error"] == ["template-whole"]


def test_a_template_renders_the_pages_of_its_kind_alone(
    layout: Layout, site: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    site({"templates/source.html": '{% extends "default/source.html" %}'})

    paths = rendered(layout, monkeypatch)

    assert len(paths) > 3
    assert [path for path in paths if not path.startswith("sources/")] == []
    assert "sources/index.html" not in paths


def write_font(file: Path, letters: str) -> None:
    """Write a font that has *letters*, each a square."""
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 700), (450, 700), (450, 0)):
        pen.lineTo(corner)
    pen.closePath()
    names = [".notdef", *(f"letter{number}" for number in range(len(letters)))]
    font = FontBuilder(1000)
    font.setupGlyphOrder(names)
    font.setupCharacterMap(dict(zip(map(ord, letters), names[1:], strict=True)))
    font.setupGlyf(dict.fromkeys(names, pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys(names, (500, 50)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    file.parent.mkdir(parents=True)
    font.save(file)


RARE = "\U00012000\U00012001\U00012002"
"""Cuneiform: letters that neither the shipped font nor those of a test machine have."""


def test_a_font_that_comes_or_goes_changes_what_a_clean_build_would_have(
    site: Make, tmp_path: Path
) -> None:
    settings = '[tool.sidegloss]\ntitle = "T"\nurl = "https://a.example/"\ncards = "articles"\n'
    under_test = site({"pyproject.toml": settings, "content/a.md": f"# {RARE}\n\nWords."})
    env = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")}

    def run(*more: str) -> None:
        command = [sys.executable, "-m", "sidegloss", "build", *more]
        subprocess.run(command, check=True, cwd=under_test.folder, env=env, capture_output=True)

    for number in range(3):
        if number == 1:
            write_font(tmp_path / "data" / "fonts" / "squares.ttf", RARE)
        if number == 2:
            shutil.rmtree(tmp_path / "data")
        run()
        run("--output", str(tmp_path / f"clean{number}"))

        output = under_test.folder / "output"
        assert bytes_of(output) == bytes_of(tmp_path / f"clean{number}"), number
        assert (output / "a/card.png").exists() == (number == 1)


# ---------------------------------------------------------------- nothing has changed


def test_what_has_not_changed_is_told_again_and_not_built(layout: Layout) -> None:
    told = Builder(layout).build().diagnostics
    again = last_result(layout)

    assert again
    assert again.diagnostics == told
    assert again.written
    assert (again.written.changed, again.written.removed) == ((), ())
    assert again.written.unchanged == len(bytes_of(output(layout))) - 1


def test_a_build_that_nothing_changed_asks_for_no_parser_and_no_templates(layout: Layout) -> None:
    asked = (
        "import sys; from pathlib import Path; from sidegloss.builder import Layout, build;"
        f"build(Layout(Path({str(layout.site)!r}), Path({str(layout.output)!r}), has_memory=True));"
        "print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", asked], check=True, capture_output=True, text=True
    ).stdout.split()

    assert {"jinja2", "markdown_it", "yaml", "click"} & set(loaded) == set()


def same_length(layout: Layout) -> None:
    """Neither size nor time of change tell."""
    file = layout.site / "content/weir.md"
    times = file.stat().st_atime_ns, file.stat().st_mtime_ns
    file.write_text(WEIR.replace("Nine", "Five"))
    os.utime(file, ns=times)


def add(file: Path, text: str) -> None:
    file.write_text(file.read_text() + text)


CHANGES: dict[str, Callable[[Layout], object]] = {
    "an article": same_length,
    "a new article": lambda to: (to.site / "content/new.md").write_text("x"),
    "an article that is gone": lambda to: (to.site / "content/other.md").unlink(),
    "a source": lambda to: add(to.site / "content/sources.yaml", "new: {title: N}\n"),
    "a picture": lambda to: (to.site / "content/gate.png").write_bytes(b"GIF89a"),
    "settings": lambda to: add(to.site / "pyproject.toml", 'author = "A"\n'),
    "no settings": lambda to: (to.site / "pyproject.toml").unlink(),
    "a link": lambda to: (to.site / "content/link.csv").symlink_to("gate.png"),
    "an output": lambda to: add(output(to) / "index.html", "mine"),
    "an output that is gone": lambda to: (output(to) / "weir/index.html").unlink(),
    "no output": lambda to: shutil.rmtree(output(to)),
    "the manifest": lambda to: add(output(to) / MANIFEST, "CNAME\n"),
    "no memory": lambda to: shutil.rmtree(to.site / ".sidegloss"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_is_seen(layout: Layout, change: Callable[[Layout], object]) -> None:
    change(layout)

    assert last_result(layout) is None


def test_a_template_of_the_sites_own_is_seen(layout: Layout) -> None:
    (layout.site / "templates/assets").mkdir(parents=True)
    assert last_result(layout)
    (layout.site / "templates/assets/own.css").write_text("p{}")
    assert last_result(layout) is None


def test_another_way_to_build_is_another_build(layout: Layout) -> None:
    for other in (
        Layout(layout.site, layout.output, url="https://a.example/"),
        Layout(layout.site, layout.output, with_drafts=True),
        Layout(layout.site, layout.output, is_for_disk=True),
        Layout(layout.site, layout.site / "elsewhere"),
    ):
        assert last_result(other) is None


def test_what_went_wrong_is_not_remembered(layout: Layout) -> None:
    (layout.site / "content/wrong.md").write_text("[x][^nowhere]")
    assert Builder(layout).build().written is None
    assert last_result(layout) is None


# ---------------------------------------------------------------- it can be lost, cut or forged


def test_without_its_memory_a_build_still_knows_which_files_are_its_own(layout: Layout) -> None:
    shutil.rmtree(layout.site / ".sidegloss")
    (layout.site / "content/other.md").unlink()
    (layout.site / "content/weir.md").write_text("Nothing.")

    assert Builder(layout).build().written
    assert not (output(layout) / "other").exists()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "7", '"x"', "{}", '{"version": []}', "\0", '{"a": ' * 100_000],
)
def test_a_memory_that_is_no_longer_whole_is_none(layout: Layout, text: str) -> None:
    (file,) = (memo for memo in memos(layout) if memo.suffix == ".json")
    file.write_text(text)

    assert last_result(layout) is None
    assert Builder(layout).build().written
    assert last_result(layout)


@pytest.mark.parametrize(
    "field", ["version", "names", "files", "hashed", "outputs", "output", "told"]
)
@pytest.mark.parametrize("value", [None, 1, "x", ["x"], {"x": 1}, [[1]], {"../x": ["a", "b"]}])
def test_a_memory_that_somebody_wrote_is_at_worst_believed(
    layout: Layout, field: str, value: object
) -> None:
    (file,) = (memo for memo in memos(layout) if memo.suffix == ".json")
    file.write_text(json.dumps({**json.loads(file.read_text()), field: value}))

    last_result(layout)

    assert Builder(layout).build().written


def test_a_folder_that_cannot_be_written_is_built_all_the_same(site: Make) -> None:
    under_test = site({**SITE, ".sidegloss": "a file"})
    result = Builder(Layout(under_test.folder, under_test.output, has_memory=True)).build()
    assert result.written
    assert last_result(Layout(under_test.folder, under_test.output)) is None


# ---------------------------------------------------------------- articles and pieces


def kept_files(layout: Layout) -> list[Path]:
    return [memo for memo in memos(layout) if memo.suffix == ".kept"]


def edit_behind(layout: Layout, words: str = "And a word more.") -> None:
    add(layout.site / "content/weir.md", f"\n\n{words}\n")


def assert_equal_to_a_clean_build(layout: Layout, tmp_path: Path) -> None:
    clean = Builder(Layout(layout.site, tmp_path / "clean")).build()
    assert clean.written
    assert bytes_of(output(layout)) == bytes_of(tmp_path / "clean")


def test_of_one_article_changed_behind_its_face_only_its_own_files_are_written(
    layout: Layout, tmp_path: Path
) -> None:
    before = times_of(output(layout))
    edit_behind(layout)
    written = build(layout).written
    assert written
    own = {
        "weir/index.html",
        "weir/annotations.jsonld",
    }  # where its passages stand, and what follows
    assert set(written.changed) == own
    assert written.unchanged == len(before) - 3
    after = times_of(output(layout))
    assert {name for name in after if after[name] != before[name]} == {*own, MANIFEST}
    assert_equal_to_a_clean_build(layout, tmp_path)
    again = build(layout).written
    assert again
    assert again.changed == ()


def test_what_another_way_to_build_understood_since_is_not_taken_for_what_was_published(
    layout: Layout, tmp_path: Path
) -> None:
    file = layout.site / "content/weir.md"
    file.write_text(WEIR.replace("title: Weir", "title: Gates"))
    other = Layout(layout.site, tmp_path / "other", has_memory=True)
    assert build(other).written
    assert build(layout).written
    assert_equal_to_a_clean_build(layout, tmp_path)


def test_an_article_that_has_a_mistake_now_is_told_of(layout: Layout) -> None:
    edit_behind(layout, "[x][^nowhere]")
    result = build(layout)
    assert result.written is None
    assert [d.code for d in result.diagnostics if d.severity == "error"]


def test_what_came_with_a_clone_is_not_believed(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's key: every file is whole, and none of ours."""
    kept_now = {memo: memo.read_bytes() for memo in kept_files(layout)}
    assert len(kept_now) == 2
    monkeypatch.setattr("sidegloss.builder.kept.cache_folder", lambda: tmp_path / "other")
    own_key.cache_clear()
    try:
        memory = Memory.of(layout)
        assert (memory.articles, memory.pieces) == ({}, {})
        edit_behind(layout)
        assert build(layout).written
        assert_equal_to_a_clean_build(layout, tmp_path)
    finally:
        own_key.cache_clear()


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("echo evil",)


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps(Evil()),
        b"cos\nsystem\n(S'true'\ntR.",
        b"csidegloss.model.messages\nStrEnum\n.",
        b"csidegloss.builder.kept\nos\n.",
        b"cbuiltins\neval\n(S'1'\ntR.",
        b"",
        b"\x80\x05",
        pickle.dumps([1, 2])[:-1],
    ],
)
def test_only_nouns_come_back(data: bytes) -> None:
    with pytest.raises(ValueError):
        unpacked(data)


def test_nouns_come_back_as_they_were(layout: Layout) -> None:
    site = Builder(layout).site()
    assert unpacked(packed(site)) == site


@pytest.mark.parametrize("cut", [0, 10, 32, 200])
def test_a_kept_file_that_is_cut_short_costs_time_only(
    cut: int, layout: Layout, tmp_path: Path
) -> None:
    for memo in [*kept_files(layout), layout.site / ".sidegloss/articles.blobs"]:
        memo.write_bytes(memo.read_bytes()[:cut])
    edit_behind(layout)
    assert build(layout).written
    assert_equal_to_a_clean_build(layout, tmp_path)


def test_an_output_that_was_tampered_with_is_made_again(layout: Layout, tmp_path: Path) -> None:
    (output(layout) / "weir/index.html").write_text("mine")
    assert build(layout).written
    assert_equal_to_a_clean_build(layout, tmp_path)


def test_no_memory_can_be_left_where_no_key_can_be(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.rmtree(layout.site / ".sidegloss")
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("sidegloss.builder.kept.cache_folder", lambda: tmp_path / "file")
    own_key.cache_clear()
    try:
        assert build(layout).written
        assert kept_files(layout) == []
    finally:
        own_key.cache_clear()


# ---------------------------------------------------------------- several processes


@pytest.mark.skipif(cores() == 1, reason="this machine has one core, or cannot fork")
def test_shares_come_back_in_their_order_and_the_first_mistake_is_raised() -> None:
    assert spread(lambda number, of: [[number], [of]], 3) == [[0, 3], [1, 3], [2, 3]]
    told = decoded(b"\xff", "content/a.md")[1]

    def mistaken(number: int, _: int) -> Iterator[list[int]]:
        yield [number]
        if number:
            raise SiteError(*told)

    with pytest.raises(SiteError) as raised:
        spread(mistaken, 3)
    assert raised.value.diagnostics == told


def test_a_template_that_fails_in_another_process_leaves_the_output_alone(site: Make) -> None:
    under_test = site({**SITE, "templates/source.html": "{{ nothing }}"})
    result = Builder(Layout(under_test.folder, under_test.output, jobs=2)).build()
    assert [d.code for d in result.diagnostics if d.severity == "error"] == ["template-whole"]
    assert not under_test.output.exists()
    assert not (under_test.folder / ".sidegloss").exists()


# ---------------------------------------------------------------- killed at any moment


def edited(folder: Path, turn: int) -> None:
    """Write the site as it is at *turn*: with other words, and now one article and now another."""
    for number in range(24):
        text = WEIR.replace("Nine", f"Nine of {number} {'ab'[turn % 2]}").replace("other.md", "")
        text = text.replace("![a gate](gate.png)", "").replace("(#claim-count)", "(#claim-gates)")
        file = folder / f"content/a{number}.md"
        if number % 5 == turn % 2:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text)


def killed(site: SiteUnderTest, seeds: range) -> None:
    """Kill a build a seed; whatever it left is whole, and the next build mends it."""
    site.write({"content/weir.md": "Gone.", "content/other.md": "Gone."})
    wanted: list[dict[str, bytes]] = []
    for turn in range(2):
        edited(site.folder, turn)
        clean = site.folder.parent / f"clean-{turn}"
        assert Builder(Layout(site.folder, clean)).build().written
        wanted.append(bytes_of(clean))
    for each in wanted:
        del each[MANIFEST]
    command = [
        sys.executable,
        "-m",
        "sidegloss",
        "build",
        "--jobs",
        "2",
        "--site",
        str(site.folder),
    ]
    command += ["--output", str(site.output)]
    layout = Layout(site.folder, site.output, has_memory=True, jobs=2)
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    longest = time.monotonic() - began
    for seed in seeds:
        edited(site.folder, seed)
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as process:
            time.sleep(random.Random(seed).uniform(0, longest))
            os.killpg(process.pid, signal.SIGKILL)
        if site.output.exists():
            found = bytes_of(site.output)
            found.pop(MANIFEST, None)
            names = {name for name in found if ".sidegloss-" not in name}
            assert [
                name for name in sorted(names) if found[name] not in [w.get(name) for w in wanted]
            ] == [], seed
        assert build(layout).written
        mended = bytes_of(site.output)
        del mended[MANIFEST]
        assert mended == wanted[seed % 2], seed
        assert {memo.suffix for memo in memos(layout)} == {".json", ".kept", ".blobs"}, seed


def test_whoever_kills_a_whole_build_finds_whole_files_and_the_next_one_mends(site: Make) -> None:
    killed(site(SITE), range(20))


@pytest.mark.long
def test_whoever_kills_a_hundred_builds_finds_whole_files(site: Make) -> None:
    killed(site(SITE), range(1000, 1100))


def test_what_another_way_to_build_has_understood_since_counts_as_news(
    layout: Layout, tmp_path: Path
) -> None:
    other = Layout(layout.site, tmp_path / "other", with_drafts=True, has_memory=True)
    assert build(other).written
    weir = layout.site / "content/weir.md"
    weir.write_text(WEIR.replace("title: Weir", "title: Another"), encoding="utf-8")
    assert Builder(other).build().written
    assert build(layout).written
    Builder(Layout(layout.site, tmp_path / "clean")).build()
    assert layout.output
    assert bytes_of(layout.output) == bytes_of(tmp_path / "clean")
