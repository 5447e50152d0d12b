"""The addition to Markdown: a markdown-it plug-in for passages, notes and citations.

Add `plugin` to a MarkdownIt, hand ``env["vocabulary"]`` (and, where they matter, ``path``,
``first_line`` and ``quotes``) to its ``parse``, and find `Annotations` in ``env["annotations"]``.
Ordinary Markdown is untouched.
"""

from __future__ import annotations

from markdown_it import MarkdownIt

from sidegloss.markup import rules
from sidegloss.markup.citations import Vocabulary, spelling
from sidegloss.markup.citing import bare_key
from sidegloss.markup.cleaning import keep_characters_out
from sidegloss.markup.collect import Annotations, FoundNote, collect
from sidegloss.markup.comments import add_comments
from sidegloss.markup.formulas import add_formulas
from sidegloss.markup.rendering import (
    add_mark_rules,
    add_page_rules,
    is_external,
    placeholder,
    render,
    render_text,
)
from sidegloss.markup.rules import seen_tag
from sidegloss.markup.scanning import scan_by_character
from sidegloss.markup.tasks import task_lists
from sidegloss.markup.tokens import folded, plain
from sidegloss.markup.typography import typographic_quotes

__all__ = [
    "Annotations",
    "FoundNote",
    "Vocabulary",
    "add_comments",
    "add_formulas",
    "add_page_rules",
    "folded",
    "is_external",
    "keep_characters_out",
    "placeholder",
    "plain",
    "plugin",
    "render",
    "render_text",
    "scan_by_character",
    "seen_tag",
    "spelling",
    "task_lists",
]


def plugin(md: MarkdownIt) -> None:
    """Add the marks to *md*: block, inline and core rules, and how their tokens are rendered."""
    md.block.ruler.before(
        "reference", "note_definition", rules.note_definition, {"alt": ["paragraph", "reference"]}
    )
    md.inline.ruler.at("link", rules.placed_link)
    md.inline.ruler.at("image", rules.placed_image)
    md.inline.ruler.after("image", "bracket", rules.bracket)
    md.inline.ruler.after("bracket", "bare_key", bare_key)
    md.core.ruler.before("block", "marks_begin", rules.begin)
    md.core.ruler.at("inline", rules.read_inlines)
    md.core.ruler.after("inline", "typographic_quotes", typographic_quotes)
    md.core.ruler.after("text_join", "marks_collect", collect)
    add_mark_rules(md)
