"""Ordinary Markdown is untouched: CommonMark's own examples, from the npm package of its spec."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from sidegloss.markup import plugin
from tools import npm_package

LIST = "console.log(JSON.stringify(require(process.argv[1]).tests))"


@pytest.fixture(scope="module")
def examples(node: str) -> list[dict[str, str]]:
    """``{markdown, html, section, number}`` each, tabs still written as arrows."""
    package = npm_package("commonmark-spec")
    run = subprocess.run(
        [node, "-e", LIST, str(package)], capture_output=True, check=True, text=True, timeout=60
    )
    return list(json.loads(run.stdout))


def test_every_commonmark_example_gives_its_html_with_the_plugin_added(
    examples: list[dict[str, str]],
) -> None:
    markdown = MarkdownIt("commonmark").use(plugin)

    assert len(examples) == 652
    for example in examples:
        text, expected = (example[part].replace("→", "\t") for part in ("markdown", "html"))
        html = markdown.render(text)
        assert _folded(html) == _folded(expected), f"{example['number']}, {example['section']}"


def test_the_examples_are_those_of_0_31_2() -> None:
    package: Path = npm_package("commonmark-spec")

    assert json.loads((package / "package.json").read_text())["version"] == "0.31.2"


def _folded(html: str) -> str:
    """Blanks between blocks are the renderer's to choose; the spec's own tests fold them too."""
    html = html.replace("<blockquote></blockquote>", "<blockquote>\n</blockquote>")
    return re.sub(r">\n+<", ">\n<", html).strip()
