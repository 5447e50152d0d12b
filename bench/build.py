"""Times a whole build beside bare markdown-it-py on the same text: ratios of one run.

    python bench/build.py [--articles 1000] [--runs 5]

Both in one process, typographic quotes off in both. The two are run in turn, so that a machine
whose speed drifts does not favour one; medians of the pairwise ratios are what to quote.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import corpus
from markdown_it import MarkdownIt

from sidegloss.builder import Builder, Layout


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=1000)
    arguments.add_argument("--runs", type=int, default=5)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        corpus.write(site, chosen.articles)
        rows = [_round(site, chosen.articles) for _ in range(chosen.runs)]
    names = ("bare markdown-it-py", "build, cold", "build again, nothing changed", "one article")
    print(f"{chosen.articles} articles, {chosen.runs} runs, Python {sys.version.split()[0]}")
    print(f"{'':32}{'median s':>10}{'ms/article':>12}{'ratio to bare':>15}")
    for number, name in enumerate(names):
        seconds = statistics.median(row[number] for row in rows)
        ratio = statistics.median(row[number] / row[0] for row in rows)
        print(f"{name:32}{seconds:10.2f}{seconds / chosen.articles * 1000:12.2f}{ratio:15.2f}")


def _round(site: Path, articles: int) -> tuple[float, float, float, float]:
    texts = list(corpus.texts(articles))
    bare = _timed(lambda: _bare(texts))
    output = site.parent / "output"
    shutil.rmtree(output, ignore_errors=True)
    builder = Builder(Layout(site, output), has_typographic_quotes=False)
    cold = _timed(lambda: _built(builder))
    again = _timed(lambda: _built(builder))
    changed = site / "content" / "s000" / "a00000.md"
    before = changed.read_text()
    changed.write_text(f"{before}\n\nOne more line.\n")
    one = _timed(lambda: _built(builder))
    changed.write_text(before)
    return bare, cold, again, one


def _bare(texts: list[str]) -> None:
    md = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    for text in texts:
        md.render(text)


def _built(builder: Builder) -> None:
    result = builder.build()
    if result.written is None:
        sys.exit(f"the build failed: {result.diagnostics[:3]}")


def _timed(work: Callable[[], None]) -> float:
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
