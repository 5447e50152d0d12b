"""Times a long article in Chromium beside its bare text: ratios of one run.

    python bench/page.py [--runs 5] [--before COMMIT]
                         [--beside DIR/page.html --beside-claim CSS --beside-card CSS]

The article has 10,000 words and 500 claims with a note each. The pages are opened in turn, each
time in a new context, so that a machine whose speed drifts does not favour one; medians are what
to quote. *Before* is an earlier commit of this repository: its code builds the same article, for
the same run. *Beside* is any other reader's page; it is served with its folder.

A card's time runs from the end of the wait for the reader's intent (the timer that opens the card)
to the frame in which the card is painted. On a busy machine its processor time (script, layout and
style) says more: it leaves out the wait for the processor and for the frame. A task counts as long
from 50 ms on, as browsers have it.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice
from pathlib import Path
from threading import Thread

import corpus
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from sidegloss.builder import Builder, Layout

WORDS, CLAIMS = 10_000, 500
CARDS = 21
ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

WATCH = """
  window.bench = { shift: 0, tasks: [0], begin: 0, wait: setTimeout };
  window.setTimeout = (act, after, ...rest) =>
    bench.wait.call(window, () => { bench.begin = performance.now(); act(...rest); }, after);
  const watch = (type, act) => new PerformanceObserver((list) => list.getEntries().forEach(act))
    .observe({ type, buffered: true });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) bench.shift += entry.value; });
  watch("longtask", (entry) => bench.tasks.push(entry.duration));
  bench.painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(0);
  }));
  bench.expect = (selector) => {
    bench.card = new Promise((done, fail) => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector(selector)) return;
        const { begin } = bench;
        observer.disconnect();
        bench.painted().then((end) => done(end - begin));
      }).observe(document, { childList: true, subtree: true });
      bench.wait.call(window, () => fail(new Error("no card")), 10000);
    });
  };
"""
SHOW = """
  async ([selector, index]) => {
    const claim = document.querySelectorAll(selector)[index];
    claim.scrollIntoView({ block: "center", behavior: "instant" });
    await bench.painted(); await bench.painted();
    const { x, y, height } = claim.getClientRects()[0];
    return [x + 6, y + height / 2];
  }
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """A page to be measured, and how its claims and cards are found."""

    name: str
    address: str
    claim: str = ""
    card: str = ""


Figures = dict[str, float]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--width", type=int, default=820)
    arguments.add_argument("--before", metavar="COMMIT")
    arguments.add_argument("--beside", type=Path)
    arguments.add_argument("--beside-claim", default=".claim")
    arguments.add_argument("--beside-card", default=".card")
    chosen = arguments.parse_args()
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        print("Chromium is missing; the reading page is not timed: apt install chromium")
        return
    with tempfile.TemporaryDirectory() as folder, _served(built(Path(folder))) as address:
        readers = [
            Reader("sidegloss", f"{address}marked/", ".claim", ".card"),
            Reader("bare text", f"{address}plain/"),
        ]
        earlier = built_before(chosen.before, Path(folder)) if chosen.before else Path(folder)
        beside = (chosen.beside or Path(folder, "none")).parent
        with _served(earlier) as before, _served(beside) as other:
            if chosen.before:
                readers.append(Reader(chosen.before, f"{before}marked/", ".claim", ".card"))
            if chosen.beside:
                beside = f"{other}{chosen.beside.name}"
                readers.append(Reader("beside", beside, chosen.beside_claim, chosen.beside_card))
            rounds = _rounds(program, readers, chosen.runs, chosen.width)
    print(f"{WORDS} words, {CLAIMS} claims, {chosen.width} px, {chosen.runs} runs")
    _print(readers, rounds)


# ---------------------------------------------------------------- the article


def built(folder: Path) -> Path:
    """The output folder of a site with the article in ``marked/`` and its text in ``plain/``."""
    site, output = folder / "site", folder / "output"
    corpus.write(site, 0)
    for name, is_marked in (("marked", True), ("plain", False)):
        (site / "content" / f"{name}.md").write_text(article(is_marked=is_marked))
    result = Builder(Layout(site, output)).build()
    if result.written is None:
        sys.exit(f"the build failed: {result.diagnostics[:3]}")
    return output


BUILD = """
import sys
from pathlib import Path
from sidegloss.builder import Builder, Layout
site, output = map(Path, sys.argv[1:])
sys.exit(Builder(Layout(site=site, output=output)).build().written is None)
"""


def built_before(commit: str, folder: Path) -> Path:
    """The output folder of the same site, built by the code of an earlier *commit*."""
    code, output = folder / "code", folder / "output-before"
    git = shutil.which("git") or "git"
    packed = subprocess.run([git, "archive", commit], cwd=ROOT, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(code, filter="data")
    subprocess.run(
        [sys.executable, "-c", BUILD, folder / "site", output],
        env={**os.environ, "PYTHONPATH": str(code / "src")},
        check=True,
    )
    return output


def article(*, is_marked: bool) -> str:
    """The article's Markdown: 125 paragraphs under a heading for every eight; or its bare text."""
    take = _words()
    parts, notes = ["---\ntitle: A long article\nsummary: Of many claims.\n---"], list[str]()
    for number in range(CLAIMS):
        if number % 32 == 0:
            parts.append(f"## {take(3).capitalize()}")
        before, claim = take(10).capitalize(), take(WORDS // CLAIMS - 10)
        sentence = f"{before} [{claim}][^n{number}]." if is_marked else f"{before} {claim}."
        parts.append(sentence)
        notes.append(_note(number, take))
    paragraphs = ["\n".join(parts[:1]), *_paragraphs(parts[1:])]
    return "\n\n".join([*paragraphs, *(notes if is_marked else ())]) + "\n"


def _words() -> Callable[[int], str]:
    """A function that gives the next words of the corpus; of these the shorter: as long as English."""
    words = (
        word
        for number in range(99)
        for word in corpus.article(number).split("---\n", 2)[2].split()
        if word.isalpha()
    )
    endless = cycle(word for word in words if len(word) < 7)
    return lambda count: " ".join(islice(endless, count))


def _paragraphs(parts: list[str]) -> Iterator[str]:
    """Four sentences a paragraph; headings stand alone."""
    sentences = list[str]()
    for part in parts:
        if part.startswith("#"):
            yield part
            continue
        sentences.append(part)
        if len(sentences) == 4:
            yield " ".join(sentences)
            sentences.clear()


def _note(number: int, take: Callable[[int], str]) -> str:
    """Seven in eleven quote a source (that rests on none); others are context, disputed, unsourced."""
    cited = f'{take(6)} "{take(22)}" [@s{(4 * number + 3) % corpus.SOURCES}, p. {number + 1}].'
    kinds = (cited,) * 7 + (
        *(f"{take(30)}.",) * 2,
        f"**Disputed.** {cited}",
        f"**Unsourced.** {take(30)}.",
    )
    return f"[^n{number}]: {kinds[number * 5 % 11]}"


# ---------------------------------------------------------------- the browser


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and writes no log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        """Say nothing."""


def _rounds(program: str, readers: list[Reader], runs: int, width: int) -> list[list[Figures]]:
    """The first round is for the browser to warm up, and does not count."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(SWITCHES))
        rounds = [
            [_measured(browser, reader, width) for reader in readers] for _ in range(runs + 1)
        ]
        browser.close()
    return rounds[1:]


def _measured(browser: Browser, reader: Reader, width: int) -> Figures:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(reader.address, wait_until="load")
    page.wait_for_timeout(600)
    spent = _spent(session)
    figures = {
        "layout and style, CPU ms": spent["LayoutDuration"] + spent["RecalcStyleDuration"],
        "script, CPU ms": spent["ScriptDuration"],
        "longest long task at load, ms": page.evaluate("Math.max(...bench.tasks)"),
        "nodes": page.evaluate("document.querySelectorAll('*').length"),
    }
    if reader.claim:
        figures |= _cards(page, session, reader)
    figures["layout shift"] = page.evaluate("bench.shift")
    context.close()
    return figures


def _spent(session: CDPSession) -> Figures:
    """Milliseconds of processor time that the page has taken so far, by what for."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {each["name"]: 1000 * each["value"] for each in metrics}


def _cards(page: Page, session: CDPSession, reader: Reader) -> Figures:
    page.evaluate("bench.tasks = [0]")
    cards = [_card(page, session, reader, index) for index in range(CARDS)]
    later = f"later cards (median of {CARDS - 1})"
    figures = {}
    for name in cards[0]:
        figures[f"first card, {name}"] = cards[0][name]
        figures[f"{later}, {name}"] = statistics.median(card[name] for card in cards[1:])
    return {
        **figures,
        "longest long task with cards, ms": page.evaluate("Math.max(...bench.tasks)"),
    }


def _card(page: Page, session: CDPSession, reader: Reader, index: int) -> Figures:
    """From the pointer's rest to the card on the screen; and the processor time of it."""
    x, y = page.evaluate(SHOW, [reader.claim, index])
    page.evaluate("(selector) => bench.expect(selector)", reader.card)
    page.mouse.move(x, y, steps=3)
    before = _spent(session)
    taken = page.evaluate("bench.card")
    after = _spent(session)
    page.keyboard.press("Escape")
    page.mouse.move(3, 3)
    page.evaluate("bench.painted()")
    parts = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    return {"ms": float(taken), "CPU ms": sum(after[part] - before[part] for part in parts)}


# ---------------------------------------------------------------- the table


def _print(readers: list[Reader], rounds: list[list[Figures]]) -> None:
    others = range(1, len(readers))
    heads = [reader.name for reader in readers] + [f"to {readers[n].name}" for n in others]
    print(f"{'':36}" + "".join(f"{head:>14}" for head in heads))
    for name in rounds[0][0]:
        columns = [[each[n].get(name) for each in rounds] for n in range(len(readers))]
        cells = [_cell(column) for column in columns]
        cells += [_ratio(columns[0], columns[n]) for n in others]
        print(f"{name:36}" + "".join(f"{cell:>14}" for cell in cells))


def _cell(column: list[float | None]) -> str:
    values = [value for value in column if value is not None]
    middle = statistics.median(values) if values else None
    return "-" if middle is None else f"{middle:.0f}" if middle >= 1000 else f"{middle:.1f}"


def _ratio(ours: list[float | None], theirs: list[float | None]) -> str:
    pairs = [mine / other for mine, other in zip(ours, theirs, strict=True) if mine and other]
    return f"{statistics.median(pairs):.2f}" if pairs else "-"


if __name__ == "__main__":
    main()
