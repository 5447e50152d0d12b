"""The page of an article's sourcing: every label is whole, the drawing fits its page, trails light up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from conftest import SETTINGS, Served
from readers import SIZES, Readers
from sidegloss.builder import Builder, Layout

pytestmark = pytest.mark.browser

LATIN = (
    *(
        "Minimum",
        "MAMMOTH",
        "willow",
        "Württemberg",
        "Donaudampfschifffahrtsgesellschaft",
        "the",
        "of",
    ),
    *(
        "a,",
        "illicit",
        "“quoted”",
        "WWW",
        "—",
        "2019–2021",
        "Œuvre",
        "gates;",
        "12,000",
        "Ångström",
    ),
)
ARABIC = ("السدّ", "البوّابات", "سجلّات", "في", "من", "2026", "الهيئة", "قال", "Courier", "المهندسون")

# What is outside of the svg, and how far the svg begins before what can be scrolled to.
OUTSIDE = """() => {
  const drawing = document.querySelector(".drawing");
  const svg = drawing.querySelector("svg").getBoundingClientRect();
  const found = [];
  for (const text of drawing.querySelectorAll("text")) {
    const box = text.getBoundingClientRect();
    if (box.left < svg.left || box.right > svg.right || box.top < svg.top || box.bottom > svg.bottom)
      found.push(text.textContent);
  }
  const window = drawing.getBoundingClientRect();
  const starts = document.dir === "rtl" ? window.right - svg.right : svg.left - window.left;
  if (starts < -0.5) found.push(`begins ${starts}px before its window`);
  if (svg.width > drawing.scrollWidth + 0.5) found.push("does not end in its window");
  return found;
}"""
# Labels that leave the area of their node, where the next column's lines begin.
BEYOND = """() => [...document.querySelectorAll(".drawing a")].flatMap((node) => {
  const field = node.querySelector("rect").getBoundingClientRect();
  return [...node.querySelectorAll("text")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.left < field.left - 1 || box.right > field.right + 1;
  }).map((text) => text.textContent);
})"""
WIDTHS = """() => [...document.querySelectorAll(".drawing text")]
  .map((text) => text.getBoundingClientRect().width).reduce((sum, width) => sum + width)"""


def written(vocabulary: Sequence[str], prefix: str) -> tuple[str, str]:
    """An article of forty claims, and its sixty sources, up to four steps deep."""
    random = Random(60)

    def words(count: int) -> str:
        return " ".join(random.choice(vocabulary) for _ in range(count))

    sources = []
    for n in range(60):
        behind = f"[{prefix}{random.randrange(n + 8, n + 14)}]" if n < 46 else "none"
        author = f"{{literal: '{words(random.randrange(1, 5))}'}}"
        sources.append(
            f"{prefix}{n}: {{title: '{words(8)}', author: {author}, rests-on: {behind}}}\n"
        )
    passages, notes = [], []
    for n in range(40):
        cited = sorted({n, random.randrange(46), random.randrange(40)})
        passages.append(f"[{words(random.randrange(3, 20))}][^n{n}].")
        notes.append(f"[^n{n}]: See [{'; '.join(f'@{prefix}{key}' for key in cited)}].")
    return "\n\n".join((*passages, *notes)), "".join(sources)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], Served]) -> Served:
    """A site with two articles of sixty sources, one of them from right to left."""
    folder = tmp_path_factory.mktemp("large")
    (latin, first), (arabic, second) = written(LATIN, "s"), written(ARABIC, "a")
    texts = {
        "pyproject.toml": SETTINGS,
        "content/latin.md": f"# Sixty\n\n{latin}",
        "content/arabic.md": f"---\ntitle: سدّ\nlanguage: ar\n---\n\n{arabic}",
        "content/sources.yaml": first + second,
    }
    for name, text in texts.items():
        file = folder / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    result = Builder(Layout(site=folder / "site", output=folder / "output")).build()
    assert result.written is not None, result.diagnostics
    return serve(folder / "output")


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(chromium: Browser, size: str) -> Iterator[Page]:
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


@pytest.mark.parametrize("article", ["weir/", "latin/", "arabic/"])
def test_every_label_is_inside_the_drawing_whatever_the_typeface(
    article: str, page: Page, weir: Served, large: Served
) -> None:
    site = weir if article == "weir/" else large
    page.goto(f"{site.address}{article}~sourcing/")
    page.evaluate("document.fonts.ready")
    page.reload()
    page.evaluate("document.fonts.ready")
    shipped = page.evaluate(WIDTHS)
    assert page.evaluate(OUTSIDE) == []
    if article != "arabic/":  # the typeface has no Arabic letters
        assert page.evaluate(BEYOND) == []

    page.route("**/*.woff2", lambda route: route.abort())
    page.goto(f"{site.address}{article}~sourcing/?refused")

    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(WIDTHS) != shipped or article == "arabic/"


def test_the_page_itself_is_never_scrolled_sideways(page: Page, large: Served) -> None:
    page.goto(f"{large.address}latin/~sourcing/")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('.drawing').scrollLeft") == 0
    first = page.locator(".drawing .claimed").first.bounding_box()
    assert first
    assert 0 < first["x"] < SIZES["phone"][0] / 2


def test_the_table_comes_first_where_the_window_is_narrow(
    page: Page, size: str, weir: Served
) -> None:
    page.goto(f"{weir.address}weir/~sourcing/")

    drawing, table = (page.locator(part).bounding_box() for part in (".picture", ".listed"))

    assert drawing
    assert table
    assert (table["y"] < drawing["y"]) == (size == "phone")
    assert page.locator(".listed td").first.is_visible()


def test_on_paper_the_drawing_is_as_wide_as_the_page_at_most(page: Page, large: Served) -> None:
    page.goto(f"{large.address}latin/~sourcing/")
    page.emulate_media(media="print")

    drawing, text = (page.locator(part).bounding_box() for part in (".drawing svg", "main"))

    assert drawing
    assert text
    assert drawing["width"] <= text["width"] + 1
    assert page.evaluate(OUTSIDE) == []


def test_no_stance_is_broken_inside_its_word_on_paper(page: Page, weir: Served) -> None:
    page.set_viewport_size({"width": 680, "height": 960})
    page.goto(f"{weir.address}weir/~sourcing/")
    page.emulate_media(media="print")

    lines = page.locator(".listed td:nth-last-child(3)").evaluate_all("""(cells) => cells.map((cell) => {
      const range = new Range();
      range.selectNodeContents(cell);
      return range.getClientRects().length;
    })""")
    assert set(lines) == {1}


def test_pointing_at_a_node_lights_its_trails_and_nothing_else(read: Readers) -> None:
    page = read("weir/~sourcing/", "wide")
    nodes = page.locator(".drawing a")
    trails = nodes.first.get_attribute("data-trails") or ""
    through = {
        n for n, has in enumerate(page.locator(".drawing [data-trails]").evaluate_all(
            "(parts, trails) => parts.map((part) => part.dataset.trails.split(' ')"
            ".some((trail) => trails.includes(trail)))", trails.split()
        )) if has
    }  # fmt: skip
    lit = "(parts) => parts.flatMap((part, n) => part.classList.contains('on') ? [n] : [])"

    nodes.first.locator("text").first.hover()
    assert set(page.locator(".drawing [data-trails]").evaluate_all(lit)) == through
    page.mouse.move(3, 3)
    assert page.locator(".drawing .on").count() == 0
    nodes.first.focus()
    assert set(page.locator(".drawing [data-trails]").evaluate_all(lit)) == through
    assert 1 < len(through) < page.locator(".drawing [data-trails]").count()


def test_without_their_colours_lines_and_labels_show(read: Readers) -> None:
    page = read("weir/~sourcing/", "wide", forced_colors="active")

    stroke = "(path) => getComputedStyle(path).stroke"
    canvas = page.evaluate("getComputedStyle(document.body).backgroundColor")
    strokes = {path.evaluate(stroke) for path in page.locator(".drawing path").all()}
    fills = {
        text.evaluate("(text) => getComputedStyle(text).fill")
        for text in page.locator(".drawing text").all()
    }

    assert canvas not in strokes | fills
    assert "none" not in strokes | fills
