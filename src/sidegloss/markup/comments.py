"""An article's text -> the same without its comments, and where each character of it was written.

Comments are ``<!-- … -->`` (HTML) and ``%%…%%`` (Obsidian). They are removed before Markdown is read, so that
they can cross lines, paragraphs and table cells, and the text reads as if they were absent. What is code or a
formula stays. Which lines are code is decided by `codelines`; should that be wrong about an odd text, the inline
rule `comment` still keeps every comment out of the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from sidegloss.markup.codelines import CodeLines
from sidegloss.markup.positions import Origins
from sidegloss.markup.scratch import find

_HTML = re.compile(r"<!--(?:-?>|.*?-->)", re.DOTALL)
_OBSIDIAN = re.compile(r"%%.*?%%", re.DOTALL)
_OPENER = re.compile(r"<!--|%%")
_MARK = re.compile(r"\\.|`+|\$|<[A-Za-z][A-Za-z0-9.+-]{1,31}:[^\s<>]*>|<!--|%%")
"""What decides where a comment can begin: escapes, code, formulas, addresses, and its own mark."""
_FORMULA = re.compile(
    r"\$\$(?:\\.|[^\\$])++\$\$|(?<!\w)\$(?![\s$])(?:\\.|[^\\$`])*+(?<!\s)\$(?!\d)", re.DOTALL
)
_BLANK_LINE = re.compile(r"\n[ \t>]*(?=\n|\Z)")
_EMPTY = re.compile(r"[ \t>]*\Z")
_TICKS = re.compile("`+")


@dataclass(slots=True)
class Comments:
    """What was removed from a text."""

    origins: Origins = field(default_factory=Origins)
    unclosed: list[tuple[int, int, str]] = field(default_factory=list)
    """(line, column, mark) of comments that nothing closes, the first of each mark; from 0."""


def add_comments(md: MarkdownIt) -> None:
    """Make *md* read texts as if they held no comments; ``env["comments"]`` is what was removed."""

    def remove(state: StateCore) -> None:
        state.env["comments"] = Comments()
        if _OPENER.search(state.src):
            removal = _Removal(state.src)
            state.src, state.env["comments"] = removal.run(), removal.removed

    md.core.ruler.before("block", "comments", remove)
    md.inline.ruler.before("autolink", "comment", comment)


def comment(state: StateInline, silent: bool) -> bool:
    """Skip a comment that was left in a paragraph, or its mark where nothing closes it there."""
    mark = _OPENER.match(state.src, state.pos, state.posMax)
    if not mark:
        return False
    pattern = _HTML if mark[0] == "<!--" else _OBSIDIAN
    closed = pattern.match(state.src, state.pos, state.posMax)
    if not closed and not silent:
        find(state, "comment", *mark.span(), mark[0])
    state.pos = (closed or mark).end()
    return True


class _Removal:
    """One pass over a text, line by line. A comment that crosses lines joins them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.removed = Comments()
        self.code = CodeLines()
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.literal_to = 0
        """Where the last code span or formula ends: no comment begins before."""
        self.paragraph_end = -1
        self.ticks: dict[int, list[int]] = {}

    def run(self) -> str:
        lines: list[str] = []
        begin, size = 0, len(self.text)
        while begin <= size:
            begin = self._line(begin, lines) + 1
        return "\n".join(lines)

    def _line(self, begin: int, lines: list[str]) -> int:
        """Add the line at *begin* to *lines* without its comments; where its text ends."""
        end = self._end_of_line(begin)
        raw = self.text[begin:end]
        before = self.code.copy() if _OPENER.search(raw) else None
        inner = self.code.read(raw)
        pieces = [(begin, end)]
        if before is not None and inner is not None:
            pieces = list(self._pieces(begin, max(begin + inner, self.literal_to)))
            end = self._end_of_line(pieces[-1][1])
            line = "".join(self.text[first:last] for first, last in pieces)
            self.code = before
            if len(pieces) > 1 and _EMPTY.match(line):
                return end
            self.code.read(line)
        lines.append("".join(self.text[first:last] for first, last in pieces))
        self.removed.origins.add((last - first, *self._origin(first)) for first, last in pieces)
        return end

    def _pieces(self, begin: int, position: int) -> Iterator[tuple[int, int]]:
        """The stretches of a line that are not comments; *position* is where its text begins."""
        end = self._end_of_line(begin)
        before = " "
        while mark := _MARK.search(self.text, position, end):
            position = self._past(mark)
            if mark[0] not in ("<!--", "%%"):
                continue
            last = mark.start()
            before = self.text[begin:last][-1:] or before
            position = self._closed(mark) or position
            end = self._end_of_line(position)
            if position == end:
                last = begin + len(self.text[begin:last].rstrip(" \t"))
            elif before in " \t":
                position = self._past_spaces(position)
            yield begin, last
            begin = position
        yield begin, end

    def _past_spaces(self, position: int) -> int:
        while self.text[position : position + 1] in (" ", "\t"):
            position += 1
        return position

    def _past(self, mark: re.Match[str]) -> int:
        """Where reading goes on after *mark*: behind the code span or formula that it opens."""
        end = mark.end()
        if mark[0][0] == "`":
            end = self._end_of_code(mark)
        elif mark[0] == "$":
            limit = self._end_of_paragraph(mark.start())
            found = _FORMULA.match(self.text, mark.start(), limit)
            end = found.end() if found else end
        if end > mark.end():
            self.literal_to = max(self.literal_to, end)
        return end

    def _closed(self, mark: re.Match[str]) -> int:
        """Where the comment that *mark* opens ends; 0 where nothing closes it."""
        if any(mark[0] == other for *_, other in self.removed.unclosed):
            return 0
        pattern = _HTML if mark[0] == "<!--" else _OBSIDIAN
        found = pattern.match(self.text, mark.start())
        if found:
            return found.end()
        self.removed.unclosed.append((*self._origin(mark.start()), mark[0]))
        return 0

    def _end_of_code(self, mark: re.Match[str]) -> int:
        """Where the code span ends that *mark* opens; the end of *mark* where it opens none."""
        self._end_of_paragraph(mark.start())
        width = len(mark[0])
        same = self.ticks.get(width, [])
        index = bisect_right(same, mark.start())
        return same[index] + width if index < len(same) else mark.end()

    def _end_of_paragraph(self, position: int) -> int:
        """Where the next blank line is; the runs of backticks before it are in *ticks* then."""
        if position >= self.paragraph_end:
            found = _BLANK_LINE.search(self.text, position)
            self.paragraph_end = found.start() if found else len(self.text)
            self.ticks = {}
            for run in _TICKS.finditer(self.text, position, self.paragraph_end):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        return self.paragraph_end

    def _end_of_line(self, position: int) -> int:
        found = self.text.find("\n", position)
        return found if found >= 0 else len(self.text)

    def _origin(self, position: int) -> tuple[int, int]:
        line = bisect_right(self.starts, position) - 1
        return line, position - self.starts[line]
