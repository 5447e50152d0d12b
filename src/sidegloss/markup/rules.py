"""markdown-it's rules for the marks: ``[passage][^note]``, ``[^note]``, ``[^note]: body``,
``[@key]``, ``@key``.

The rules only recognise and remember; `collect` makes sense of what they found. What they find
goes into the document's `Scratch`, in ``env["sidegloss"]``.
"""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image, link

from sidegloss.markup.citations import Vocabulary
from sidegloss.markup.citing import citation, reading_of
from sidegloss.markup.scratch import Scratch, find

LABEL = re.compile(r"\[\^([^\]\[\s]+)\]")
_PLAIN_LINK = re.compile(r"\[([^\n\\`~*_\[\]!<&]+)\]\(([^\s\x00-\x1f\x7f\\&<()]+)\)")
"""The usual link: nothing in it is for another rule, and its address has neither title nor escape."""
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<[!?]")


def fold(label: str) -> str:
    """A label as GitHub matches it; an accent may be written as a letter or as a mark."""
    return label.casefold() if label.isascii() else normalize("NFC", label.casefold())


def begin(state: StateCore) -> None:
    """Core rule: a fresh `Scratch`, so that an ``env`` used twice does not leak."""
    state.env["sidegloss"] = Scratch()
    state.env.setdefault("vocabulary", Vocabulary({}, {}, {}))


def read_inlines(state: StateCore) -> None:
    """Core rule in place of markdown-it's ``inline``: the same, knowing which note it is in."""
    scratch: Scratch = state.env["sidegloss"]
    depth = 0
    for token in state.tokens:
        if token.type == "inline":
            content = token.content
            scratch.token = token
            scratch.in_note = depth > 0
            scratch.has_marks = "[^" in content or "@" in content
            scratch.has_tag = False
            scratch.read_to = 0
            token.children = []
            state.md.inline.parse(content, state.md, state.env, token.children)
        elif token.type == "note_open":
            depth += 1
        elif token.type == "note_close":
            depth -= 1
    scratch.token = None


# ---------------------------------------------------------------- a note's definition


def note_definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """``[^label]: body``; the body is blocks, indented by four from the definition."""
    if state.is_code_block(start_line):
        return False
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("[^", start):
        return False
    match = LABEL.match(state.src, start, state.eMarks[start_line])
    if not match or not state.src.startswith(":", match.end()):
        return False
    if silent:
        return True
    label = match[1]
    _remember(state, label, start, start_line)
    opening = state.push("note_open", "", 1)
    opening.hidden = True
    opening.meta = {"label": label}
    _read_body(state, start_line, end_line, match.end() + 1)
    opening.map = [start_line, state.line]
    state.push("note_close", "", -1).hidden = True
    _look_below(state, label, end_line)
    return True


def _remember(state: StateBlock, label: str, start: int, line: int) -> None:
    scratch: Scratch = state.env["sidegloss"]
    column = start - (state.src.rfind("\n", 0, start) + 1)  # bMarks is moved by quotations
    if fold(label) in scratch.labels:
        scratch.again.append((label, line, column))
    else:
        scratch.labels[fold(label)] = (label, line, column)


def _read_body(state: StateBlock, start_line: int, end_line: int, after_colon: int) -> None:
    """Read blocks as if the line began after the colon and the others four columns further in."""
    kept = (
        state.bMarks[start_line],
        state.tShift[start_line],
        state.sCount[start_line],
        state.parentType,
    )
    start = state.bMarks[start_line] + state.tShift[start_line]
    position, maximum = after_colon, state.eMarks[start_line]
    initial = offset = state.sCount[start_line] + after_colon - start
    while position < maximum and state.src[position] in " \t":
        offset += 4 - offset % 4 if state.src[position] == "\t" else 1
        position += 1
    state.bMarks[start_line] = after_colon
    state.tShift[start_line] = position - after_colon
    state.sCount[start_line] = offset - initial
    state.blkIndent += 4
    state.parentType = "footnote"
    if state.sCount[start_line] < state.blkIndent:
        state.sCount[start_line] += state.blkIndent
    state.md.block.tokenize(state, start_line, end_line)
    state.blkIndent -= 4
    (
        state.bMarks[start_line],
        state.tShift[start_line],
        state.sCount[start_line],
        state.parentType,
    ) = kept


def _look_below(state: StateBlock, label: str, end_line: int) -> None:
    """A line indented by one to three blanks after a note was meant to continue it."""
    after = state.skipEmptyLines(state.line)
    if after < min(end_line, state.lineMax) and 1 <= state.sCount[after] - state.blkIndent <= 3:
        first = state.bMarks[after] + state.tShift[after]
        if not LABEL.match(state.src, first):
            column = first - (state.src.rfind("\n", 0, first) + 1)
            state.env["sidegloss"].underindented.append((label, after, column))


# ---------------------------------------------------------------- marks in running text


def bracket(state: StateInline, silent: bool) -> bool:
    """``[passage][^a][^b]``, ``[^a]`` or, in a note, ``[@key]``: after links and images."""
    if state.src[state.pos] != "[":
        return False
    scratch: Scratch | None = state.env.get("sidegloss")
    if scratch is None or not scratch.has_marks or scratch.is_plain:
        return False
    if state.src.startswith("[^", state.pos):
        return _reference(state, scratch, silent)
    end = label_end(state)
    if end <= state.pos + 1:
        return False
    reading = reading_of(state, end)
    is_citation = reading is not None and reading.is_certain
    # [@key][^n] is a citation beside a note, and no passage that reads "@key"
    may_be_claim = not is_citation and state.src.startswith("[^", end + 1)
    if may_be_claim and _claim(state, scratch, end, silent):
        return True
    return reading is not None and citation(state, end, silent, reading=reading)


def _reference(state: StateInline, scratch: Scratch, silent: bool) -> bool:
    match = LABEL.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if fold(match[1]) not in scratch.labels:
        if not silent:
            find(state, "undefined", state.pos, match.end(), match[1])
        return False
    if not silent:
        token = state.push("note_ref", "sup", 0)
        token.meta = {"labels": [match[1]], "span": (state.pos, match.end())}
    state.pos = match.end()
    return True


def _claim(state: StateInline, scratch: Scratch, end: int, silent: bool) -> bool:
    start, position = state.pos, end + 1
    known: dict[str, str] = {}
    undefined: list[re.Match[str]] = []
    while match := LABEL.match(state.src, position, state.posMax):
        label = fold(match[1])
        if label in scratch.labels:
            known.setdefault(label, match[1])
        else:
            undefined.append(match)
        position = match.end()
    labels = list(known.values())
    if not labels or not state.src[start + 1 : end].strip():
        return False
    if not silent:
        for match in undefined:
            find(state, "undefined", match.start(), match.end(), match[1])
        maximum = state.posMax
        state.pos, state.posMax = start + 1, end
        meta = {"labels": labels, "span": (start, position), "inner": (start + 1, end)}
        state.push("claim_open", "span", 1).meta = meta
        state.md.inline.tokenize(state)
        state.push("claim_close", "span", -1).meta = meta
        state.posMax = maximum
    state.pos = position
    return True


def label_end(state: StateInline) -> int:
    """The ``]`` that closes the ``[`` at the state's position, or -1; linear over a whole line.

    markdown-it's parseLinkLabel scans anew from every ``[``. Here one scan serves all brackets it
    passes: if an inner one is never closed, those around it are not either.
    """
    cache: dict[Any, Any] = state.cache
    known: dict[int, int] = cache.setdefault(("brackets", state.posMax), {})
    begin_at = state.pos
    if begin_at not in known:
        _match_brackets(state, known)
        state.pos = begin_at
    return known[begin_at]


def _match_brackets(state: StateInline, known: dict[int, int]) -> None:
    open_at = [state.pos]
    state.pos += 1
    while open_at and state.pos < state.posMax:
        position = state.pos
        character = state.src[position]
        if character == "]":
            known[open_at.pop()] = position
            state.pos += 1
            continue
        state.md.inline.skipToken(state)
        if character != "[" or state.pos != position + 1:
            continue  # a link, a code span, plain text: a token of its own
        closed = known.get(position)
        if closed is None:
            open_at.append(position)
        elif closed < 0:
            break
        else:
            state.pos = closed + 1
    for position in open_at:
        known[position] = -1


# ---------------------------------------------------------------- links, images, tags


def placed_link(state: StateInline, silent: bool) -> bool:
    """markdown-it's ``link``, which also remembers where the link stands."""
    if state.src[state.pos] != "[":
        return False
    plain = None if silent else _PLAIN_LINK.match(state.src, state.pos, state.posMax)
    return (plain is not None and _plain_link(state, plain)) or _placed(link, state, silent)


def _plain_link(state: StateInline, found: re.Match[str]) -> bool:
    """A link whose text is words and whose address needs no reading; False where it is unsafe."""
    address = state.md.normalizeLink(found[2])
    if not state.md.validateLink(address):
        return False
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": address}
    opening.meta["span"] = found.span()
    state.append_pending(found[1])
    state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def placed_image(state: StateInline, silent: bool) -> bool:
    """markdown-it's ``image``, which also remembers where the image stands."""
    return state.src[state.pos] == "!" and _placed(image, state, silent)


def _placed(rule: Any, state: StateInline, silent: bool) -> bool:
    start, count = state.pos, len(state.tokens)
    if not rule(state, silent):
        return False
    for token in state.tokens[count : count + 2]:  # waiting text may have been pushed before it
        if token.type in ("link_open", "image"):
            token.meta["span"] = (start, state.pos)
            break
    return True


def seen_tag(state: StateInline, silent: bool) -> bool:
    """In place of ``html_inline``: raw HTML stays text; the first tag of a text is remembered."""
    if silent or state.src[state.pos] != "<":
        return False
    scratch: Scratch | None = state.env.get("sidegloss")
    if scratch is None or scratch.has_tag:
        return False
    match = _TAG.match(state.src, state.pos)
    if match:
        scratch.has_tag = True
        find(state, "tag", state.pos, match.end(), match[0])
    return False
