"""What looks right and is not: the traps that product.md names -> diagnostics with a way out.

Each is a linear look at an inline token's source text or at what the rules remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from sidegloss.markup.comments import Comments
from sidegloss.markup.positions import Positions
from sidegloss.markup.scratch import Scratch
from sidegloss.markup.tokens import plain
from sidegloss.model import Diagnostic, Location, Severity

_EDITORIAL = re.compile(
    r"\s*(?:sic|recte|\.{3}|…|!|\?|emphasis (?:added|mine|in (?:the )?original))[.!]?\s*\Z",
    re.IGNORECASE,
)
_SPACED_LABEL = re.compile(r"\[\^[^\]\[\s]+[ \t][^\]\[\n]{0,80}\]")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_LINK_TAIL = re.compile(r"\]\((?=[^()\s]+\))")

Trap = Callable[[Token, Positions], Iterator[Diagnostic]]


def look_for_traps(
    scratch: Scratch, tokens: Sequence[Token], places: Positions
) -> Iterator[Diagnostic]:
    """Every trap of a document, in no particular order."""
    for label, line, column in scratch.underindented:
        yield Diagnostic(
            "note-indented",
            Severity.WARNING,
            f"this line does not continue note [^{label}]: it belongs to the text",
            places.point(line, column),
            "indent it by 4 spaces to continue the note, or not at all",
        )
    for find in scratch.found:
        if find.what == "comment":
            yield unclosed_comment(places.span(find.token, find.start, find.end), find.detail)
        if find.what == "tag":
            yield Diagnostic(
                "html-as-text",
                Severity.WARNING,
                f"raw HTML is shown as text: {find.detail[:40]}",
                places.span(find.token, find.start, find.end),
                "write it as Markdown, or put it into `code` if it is to be seen",
            )
    for token in tokens:
        if token.type == "inline" and "[^" in token.content:
            for trap in TRAPS:
                yield from trap(token, places)
        yield from unread_formulas(token, places)
        if token.type == "inline" and "![" in token.content:
            yield from undescribed_image(token, places)


def lazy_definition(places: Positions, label: str) -> str:
    """A hint where a line begins like the label's definition but continues a paragraph; else ""."""
    begins = re.compile(rf"[ >]{{0,12}}\[\^{re.escape(label)}\]:")
    found = (n for n, line in enumerate(places.lines) if n and begins.match(line))
    line = next(found, None)
    if line is None:
        return ""
    number = line + places.first_line
    return f"put a blank line before line {number}, which continues the paragraph above it"


def unclosed_comments(comments: Comments, path: str, first_line: int) -> Iterator[Diagnostic]:
    """Comments that nothing closes before the end of the file."""
    for line, column, mark in comments.unclosed:
        number, begin = line + first_line, column + 1
        yield unclosed_comment(Location(path, number, begin, number, begin + len(mark)), mark)


def unclosed_comment(at: Location, mark: str) -> Diagnostic:
    """``<!-- ask Weber``: the rest would be published, or nothing of it."""
    end = "-->" if mark == "<!--" else mark
    return Diagnostic(
        "comment-closed",
        Severity.ERROR,
        f"this comment is never closed: {mark}",
        at,
        f"write {end} where it ends; if {mark} is to be shown, write \\{mark}",
    )


def undescribed_image(token: Token, places: Positions) -> Iterator[Diagnostic]:
    """``![](gate.png)``: whoever does not see the image learns nothing of it."""
    for child in token.children or ():
        if (
            child.type == "image"
            and "span" in child.meta
            and not plain(child.children or ()).strip()
        ):
            yield Diagnostic(
                "image-described",
                Severity.WARNING,
                "this image has no description for those who do not see it",
                places.span(token, *child.meta["span"]),
                f"say what it shows: ![a rusted gate]({child.attrs.get('src', '')})",
            )


def unread_formulas(token: Token, places: Positions) -> Iterator[Diagnostic]:
    """``$\\frac{1}$``: what stands between the signs is no formula."""
    found = [token] if token.type == "math_block" else token.children or ()
    for formula in found:
        if "wrong" in formula.meta:
            is_block = formula is token
            yield Diagnostic(
                "formula-readable",
                Severity.ERROR,
                f"this formula cannot be read: {formula.meta['wrong']}",
                places.point(token.map[0] if token.map else 0, 0, 2)
                if is_block
                else places.span(token, *formula.meta["span"]),
                "mend it; a dollar that begins no formula is written \\$",
            )


def editorial_bracket(token: Token, places: Positions) -> Iterator[Diagnostic]:
    """``[sic][^x]``: an editor's bracket that has become a claim."""
    for child in token.children or ():
        if child.type == "claim_open":
            begin, end = child.meta["inner"]
            words = token.content[begin:end]
            if len(words) < 40 and _EDITORIAL.match(words):
                yield Diagnostic(
                    "editorial-bracket",
                    Severity.WARNING,
                    f"[{words}] looks like an editor's bracket, but has become a claim",
                    places.span(token, *child.meta["span"]),
                    f"write \\[{words}\\] to keep the brackets",
                )


def note_in_link(token: Token, places: Positions) -> Iterator[Diagnostic]:
    """``[words[^x]](url)``: no link can hold a reference, so markdown-it makes no link of it."""
    refs = [c for c in token.children or () if c.type in ("note_ref", "claim_open")]
    if not refs or "](" not in token.content:
        return
    tails = iter(_texts_with_tail(token))
    tail = next(tails, None)
    for before, after in zip(refs, [*refs[1:], None], strict=True):
        start, end = before.meta["span"]
        limit = after.meta["span"][0] if after else len(token.content)
        while tail is not None and tail < end:
            tail = next(tails, None)
        if tail is not None and tail < limit and "[" not in token.content[end:tail]:
            yield Diagnostic(
                "note-outside-link",
                Severity.ERROR,
                "a link's text cannot hold a note",
                places.span(token, start, end),
                "put the link inside the passage: [[text](url)][^note]",
            )


def _texts_with_tail(token: Token) -> Iterator[int]:
    """Offsets of ``](url)`` that stand as text: links that came to nothing."""
    if not any(c.type == "text" and "](" in c.content for c in token.children or ()):
        return
    for match in _LINK_TAIL.finditer(token.content):
        yield match.start()


def parted_note(token: Token, places: Positions) -> Iterator[Diagnostic]:
    """``[passage] [^x]``: a blank makes it a point note, and the brackets stay."""
    for before, child in pairwise(token.children or ()):
        text = before.content if before.type == "text" else ""
        if child.type == "note_ref" and text[-1:] in (" ", "\t") and text.rstrip()[-1:] == "]":
            start, end = child.meta["span"]
            close = token.content.rindex("]", 0, start)
            yield Diagnostic(
                "reference-adjacent",
                Severity.INFO,
                "a blank parts the brackets, so this is a note on a point and marks no passage",
                places.span(token, close, end),
                f"write ]{token.content[start:end]} without the blank to mark the passage",
            )


def spaced_label(token: Token, places: Positions) -> Iterator[Diagnostic]:
    """``[^two words]`` is no reference."""
    done = 0
    for child in token.children or ():
        found = _SPACED_LABEL.finditer(child.content) if child.type == "text" else ()
        for match in found:
            start = token.content.find(match[0], done)
            if start < 0:
                continue
            done = start + len(match[0])
            yield Diagnostic(
                "label-unspaced",
                Severity.WARNING,
                "a note's label holds no blanks, so this is no reference",
                places.span(token, start, done),
                f"write {re.sub('[ ]+', '-', match[0])}",
            )


def escaped_passage(token: Token, places: Positions) -> Iterator[Diagnostic]:
    r"""``\[passage][^x]``: some formatters escape the bracket, and the claim is lost."""
    if "\\[" not in token.content:
        return
    ends = {
        c.meta["span"][0]: c.meta["span"][1] for c in token.children or () if c.type == "note_ref"
    }
    waiting: list[int] = []
    for match in _BRACKET.finditer(token.content):
        mark, start = match[0], match.start()
        if mark in ("[", "\\["):
            waiting.append(start)
        elif mark == "]" and waiting:
            opened = waiting.pop()
            if token.content[opened] == "\\" and start + 1 in ends:
                yield Diagnostic(
                    "escaped-passage",
                    Severity.INFO,
                    "the bracket before this note is escaped, so it marks no passage",
                    places.span(token, opened, ends[start + 1]),
                    "if a formatter did that, take the backslash out",
                )


TRAPS: tuple[Trap, ...] = (
    editorial_bracket,
    note_in_link,
    parted_note,
    spaced_label,
    escaped_passage,
)
