"""A site's folder -> where the time of one process goes, stage by stage."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sidegloss import bibliography, parse, read
from sidegloss.builder.arguments import Arguments
from sidegloss.builder.tasks import tasks
from sidegloss.check import check
from sidegloss.model import MANNERS
from sidegloss.resolve import resolve
from sidegloss.theme import Theme
from sidegloss.words import load
from sidegloss.write import write

T = TypeVar("T")


def print_table(site: Path) -> None:
    """Print processor time a stage, of a cold build in this process."""
    taken: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        begin = time.process_time()
        made = work()
        taken[name] = time.process_time() - begin
        return made

    settings = read.settings(site)
    reading = parse.Reading(load(settings.language, settings.words))
    manners = {manner: manner for manner in MANNERS}
    texts = timed("read", lambda: read.manuscripts(site, settings))
    articles = timed("parse", lambda: [parse.parse(text, reading) for text in texts])
    records = read.records(site, settings)
    entries = timed("sources", lambda: [bibliography.entries(r, manners) for r in records])
    sources = bibliography.joined(entries)
    whole = timed("resolve", lambda: resolve(settings, articles, sources, ()))
    timed("check", lambda: check(whole))
    theme = Theme(site, settings.templates)
    arguments = Arguments(whole, (), {}, "none", theme, is_for_disk=False)
    listed = timed("tasks", lambda: list(tasks(arguments)))
    timed("keys", lambda: [task.key("") for task in listed])
    made = timed("make", lambda: [output for task in listed for output in task.run()])
    timed("write", lambda: write(made, site / "staged"))
    total = sum(taken.values())
    print(f"\none process, {len(texts)} articles, {len(made)} files: ms an article, share")
    for name, seconds in taken.items():
        print(f"{name:10}{seconds / len(texts) * 1000:8.2f}{seconds / total:8.0%}")
