"""A site's folder -> its articles through bare markdown-it-py and Jinja2: the floor of a build.

    python bench/floor.py SITE OUTPUT [--jobs 2]

What any generator in Python must do with the same text, and no more: find the files, read their
front matter, parse with the stock footnotes, give headings their ids, put each text into a small
template that escapes, write a page an article and a front page. Addresses of links are cached, as
ours are. Each process reads, renders and writes its share.
"""

from __future__ import annotations

import argparse
import os
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin

PAGE = Environment(autoescape=True).from_string(
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{{ title }} – Bench</title>'
    '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="../../style.css">'
    '</head>\n<body><header><a href="../../">Bench</a></header><main><article><h1>{{ title }}</h1>'
    '<p><time datetime="{{ date }}">{{ date }}</time></p>\n{{ html|safe }}</article></main></body></html>\n'
)
FRONT = Environment(autoescape=True).from_string(
    '<!DOCTYPE html>\n<html lang="en"><head><title>Bench</title></head><body><ol>'
    '{% for title, href in entries %}<li><a href="{{ href }}">{{ title }}</a></li>\n{% endfor %}'
    "</ol></body></html>\n"
)


def main() -> None:
    """Build."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("site", type=Path)
    arguments.add_argument("output", type=Path)
    arguments.add_argument("--jobs", type=int, default=2)
    chosen = arguments.parse_args()
    content = chosen.site / "content"
    files = [(str(f), f.relative_to(content).as_posix()) for f in sorted(content.rglob("*.md"))]
    shares = [files[n :: chosen.jobs] for n in range(chosen.jobs)]
    work = [(share, str(chosen.output)) for share in shares]
    if chosen.jobs == 1:
        entries = [_share(one) for one in work]
    else:
        with get_context("fork").Pool(chosen.jobs) as pool:
            entries = pool.map(_share, work)
    listed = sorted(entry for share in entries for entry in share)
    (chosen.output / "index.html").write_text(FRONT.render(entries=listed))


def _share(work: tuple[list[tuple[str, str]], str]) -> list[tuple[str, str]]:
    files, output = work
    md = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    md.use(footnote_plugin).use(anchors_plugin, max_level=3)
    cached: Any = lru_cache(maxsize=4096)
    md.normalizeLink = cached(md.normalizeLink)  # type: ignore[method-assign]
    md.validateLink = cached(md.validateLink)  # type: ignore[method-assign]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries = []
    for file, name in files:
        with open(file, encoding="utf-8") as opened:  # noqa: PTH123
            _, head, text = opened.read().split("---\n", 2)
        front = yaml.load(head, loader)  # noqa: S506
        page = PAGE.render(title=front["title"], date=str(front["date"]), html=md.render(text))
        folder = f"{output}/{name[:-3]}"
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        with open(f"{folder}/index.html", "w", encoding="utf-8") as opened:  # noqa: PTH123
            opened.write(page)
        entries.append((front["title"], f"{name[:-3]}/"))
    return entries


if __name__ == "__main__":
    main()
