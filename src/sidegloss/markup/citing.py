"""markdown-it's rules for citations: ``[@key, p. 3]``, ``@key``, ``@key [p. 3]``.

In a note they become tokens. In running text they stay text, and are remembered for a message.
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from sidegloss.markup.citations import KEY, Reading, read_bare, read_bracket
from sidegloss.markup.scratch import Scratch, find

_LOCATOR = re.compile(r"[ ]?\[(?!\^)([^\[\]@<`^]+)\](?![\[(])")
"""What may follow a key in a sentence: ``@key [p. 3]``."""
_IN_ADDRESS = re.compile(r"(?:://|\bwww\.|\w\.\w+/)\S*\Z")


def reading_of(state: StateInline, end: int) -> Reading | None:
    """The citations of the bracket from the state's position to *end*; None in an image's text."""
    scratch: Scratch = state.env["sidegloss"]
    raw = state.src[state.pos + 1 : end]
    if "@" not in raw or scratch.token is None or state.src != scratch.token.content:
        return None
    return read_bracket(raw, state.env["vocabulary"])


def citation(state: StateInline, end: int, silent: bool, *, reading: Reading) -> bool:
    """The bracket from the state's position to *end*, in a note; in running text it is remembered."""
    scratch: Scratch = state.env["sidegloss"]
    start = state.pos
    if not scratch.in_note:
        if not silent and reading.is_certain:
            find(state, "bracket", start, end + 1, reading.keys)
            scratch.read_to = max(scratch.read_to, end)
        return False
    if not silent:
        if not reading.is_certain:
            find(state, "prefixed", start, end + 1, reading)
        _push_citation(state, reading, start, end + 1)
    state.pos = end + 1
    return True


def bare_key(state: StateInline, silent: bool) -> bool:
    """``@key`` or ``@key [p. 3]`` in a sentence; in running text it is only remembered."""
    scratch: Scratch | None = state.env.get("sidegloss")
    if scratch is None or state.src[state.pos] != "@" or not _may_be_key(state, scratch):
        return False
    key = KEY.match(state.src, state.pos, state.posMax)
    if key is None:
        return False
    end = key.end()
    if not scratch.in_note:
        if not silent:
            find(state, "bare", state.pos, end, (key["braced"] or key["key"],))
        return False
    if found := _LOCATOR.match(state.src, end, state.posMax):
        end = found.end()
    if not silent:
        start = state.pos
        if state.pending.endswith("-") and not state.pending[-2:-1].isalnum():
            state.pending, start = state.pending[:-1], start - 1
        reading = read_bare(state.src[start:end])
        if reading is None:
            return False
        _push_citation(state, reading, start, end)
    state.pos = end
    return True


def _may_be_key(state: StateInline, scratch: Scratch) -> bool:
    if not scratch.has_marks or scratch.is_plain or scratch.token is None or state.linkLevel:
        return False
    start = state.pos
    if state.src != scratch.token.content or start < scratch.read_to:
        return False
    return not _IN_ADDRESS.search(state.src, max(start - 200, 0), start)


def _push_citation(state: StateInline, reading: Reading, start: int, end: int) -> None:
    """A token for the citation; if it may be none, its children are the text as written."""
    token = state.push("citation", "cite", 0)
    token.meta = {"reading": reading, "span": (start, end)}
    if not reading.is_certain:
        scratch: Scratch = state.env["sidegloss"]
        scratch.is_plain = True
        token.children = state.md.inline.parse(state.src[start:end], state.md, state.env, [])
        scratch.is_plain = False
