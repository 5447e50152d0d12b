"""Times whole builds, each a process of its own, beside bare markdown-it-py + Jinja2 and beside
other generators on the same text: ratios of one run.

    python bench/build.py [--articles 100,1000,10000] [--runs 5] [--jobs N] [--no-peers]

All are run in turn, round by round, so that a machine whose speed drifts favours none; ratios are
medians of those of each round. ``plain`` has no passage pages (``passage-pages = false``), ``whole``
has one a claim. What is printed last says where the time of one process goes.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import corpus
import peers
import stages
from processes import Taken, run

FLOOR = "bare markdown-it-py + Jinja2, two processes"


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", default="100,1000,10000")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--jobs", default="", help="handed on to our builds")
    arguments.add_argument("--no-peers", action="store_true")
    chosen = arguments.parse_args()
    sizes = [int(size) for size in chosen.articles.split(",")]
    print(f"Python {sys.version.split()[0]}, {chosen.runs} runs (fewer from 10,000 articles on)")
    for size in sizes:
        runs = chosen.runs if size < 10_000 else min(chosen.runs, 2)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            _Bench(Path(folder), size, chosen.jobs, has_peers=not chosen.no_peers).print(runs)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        site = Path(folder) / "site"
        corpus.write(site, min(sizes[0], 200))
        stages.print_table(site)


class _Bench:
    """One size of site, built by everyone."""

    def __init__(self, folder: Path, size: int, jobs: str, *, has_peers: bool) -> None:
        self.folder, self.size = folder, size
        self._more = ["--jobs", jobs] if jobs else []
        self.rows: dict[str, list[Taken]] = {}
        self.sites = {"plain": folder / "plain", "whole": folder / "whole"}
        for name, site in self.sites.items():
            corpus.write(site, size, has_passages=name == "whole")
        self.peers = peers.found(folder, size) if has_peers else {}

    def print(self, runs: int) -> None:
        for _ in range(runs):
            self._round()
        print(f"\n{self.size} articles")
        print(f"{'':48}{'wall s':>8}{'cpu s':>8}{'ms each':>9}{'MB':>7}{'to floor':>10}")
        for name, taken in self.rows.items():
            floor = self.rows[FLOOR]
            ratio = statistics.median(a.wall / b.wall for a, b in zip(taken, floor, strict=True))
            wall = statistics.median(each.wall for each in taken)
            cpu = statistics.median(each.cpu for each in taken)
            peak = max(each.peak for each in taken)
            each = wall / self.size * 1000
            print(f"{name:48}{wall:8.2f}{cpu:8.2f}{each:9.2f}{peak or '':>7}{ratio:10.2f}")
        for name in peers.NAMES:
            if not any(row.startswith(name) for row in self.rows):
                print(f"{name:48}not measured")

    def _round(self) -> None:
        here = Path(__file__).parent
        output = self.folder / "floor"
        shutil.rmtree(output, ignore_errors=True)
        command = [sys.executable, str(here / "floor.py"), str(self.sites["plain"]), str(output)]
        self._add(FLOOR, run(command, self.folder, with_memory=True))
        for name, site in self.sites.items():
            for made in (site / "output", site / ".sidegloss"):
                shutil.rmtree(made, ignore_errors=True)
            self._add(f"{name}: cold", self._built(site))
            self._add(f"{name}: again, nothing changed", self._built(site))
            article = site / "content" / "s000" / "a00000.md"
            self._changed(f"{name}: a line more in one article", article, _with_a_line, site)
            self._changed(f"{name}: a claim reworded in one", article, _with_a_claim, site)
            sources = site / "content" / "sources.yaml"
            self._changed(f"{name}: one source retitled", sources, _with_a_title, site)
        for name, build in self.peers.items():
            self._add(name, build())

    def _changed(self, name: str, file: Path, change: Callable[[str], str], site: Path) -> None:
        before = file.read_text()
        file.write_text(change(before))
        self._add(name, self._built(site))
        file.write_text(before)
        self._built(site)

    def _built(self, site: Path) -> Taken:
        command = [sys.executable, "-m", "sidegloss", "build", *self._more]
        return run(command, site, with_memory=True)

    def _add(self, name: str, taken: Taken) -> None:
        self.rows.setdefault(name, []).append(taken)


def _with_a_line(text: str) -> str:
    return f"{text}\n\nOne more line.\n"


def _with_a_claim(text: str) -> str:
    return text.replace("][^n3]", " indeed][^n3]", 1)


def _with_a_title(text: str) -> str:
    return text.replace("  title: ", "  title: New ", 1)


if __name__ == "__main__":
    main()
