"""A MarkdownIt -> the same one, asking at each character only the rules that can begin there.

markdown-it tries every rule at every position of a text and at every line. Most positions are
plain words: here one expression passes over them, and a table says which rules a character can
begin. What comes out is what markdown-it's own loops give (`tests/test_scanning.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, normalize
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

InlineRule = Callable[[StateInline, bool], bool]
BlockRule = Callable[[StateBlock, int, int, bool], bool]

INLINE_BEGINNINGS: Mapping[str, str] = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "bracket": "[",
    "bare_key": "@",
    "comment": "<%",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "math_inline": "$",
}
"""Inline rule -> the characters it can begin with; ``text`` passes over all others."""
BLOCK_BEGINNINGS: Mapping[str, frozenset[str]] = {
    "fence": frozenset("`~"),
    "blockquote": frozenset(">"),
    "hr": frozenset("*-_"),
    "list": frozenset("*-+0123456789"),
    "note_definition": frozenset("["),
    "reference": frozenset("["),
    "html_block": frozenset("<"),
    "heading": frozenset("#"),
    "math_block": frozenset("$"),
}
"""Block rule -> the characters it can begin with; a rule not named here may begin with any."""

_PAIRED = re.compile("[*_~]")


def scan_by_character(md: MarkdownIt) -> None:
    """Give *md*, whose rules are complete, loops that choose rules by character."""
    md.inline = _Inlines(md.inline, md.options["maxNesting"])
    md.block.ruler = _Blocks(md.block.ruler)
    md.core.ruler.at("normalize", _normalize)


def _normalize(state: StateCore) -> None:
    """markdown-it's rule, which writes every line anew, where there is anything to replace."""
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


class _Inlines(ParserInline):
    """The inline rules of a parser, by the character that each can begin with."""

    def __init__(self, stock: ParserInline, deepest: int) -> None:
        super().__init__()
        self.ruler, self.ruler2 = stock.ruler, stock.ruler2
        self._deepest = deepest
        names = self.ruler.get_active_rules()
        self._rules: dict[str, list[InlineRule]] = {}
        for name, rule in zip(names, self.ruler.getRules(), strict=True):
            for character in INLINE_BEGINNINGS[name] if name != "text" else "":
                self._rules.setdefault(character, []).append(rule)
        beginnings = re.escape("".join(self._rules))
        self._plain = re.compile(f"[^{beginnings}]*").match
        self._plain_in_brackets = re.compile(rf"[^{beginnings}\]]*").match

    def tokenize(self, state: StateInline) -> None:
        """Generate tokens up to the state's end."""
        if state.level >= self._deepest:
            super().tokenize(state)
            return
        text, end = state.src, state.posMax
        rules, plain = self._rules, self._plain
        while (begin := state.pos) < end:
            position = plain(text, begin, end).end()  # type: ignore[union-attr]
            if position > begin:
                state.append_pending(text[begin:position])
                state.pos = position
                if position == end:
                    break
            for rule in rules[text[position]]:
                if rule(state, False):
                    break
            else:
                state.append_pending(text[position])
                state.pos = position + 1
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of *src*; those that pair marks are asked only where there are any."""
        if _PAIRED.search(src):
            return super().parse(src, md, env, tokens)
        self.tokenize(StateInline(src, md, env, tokens))
        return tokens

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        """Move past one token without making it: what looks for the end of a bracket asks this."""
        begin = state.pos
        if begin in state.cache or state.level >= self._deepest:
            super().skipToken(state)
            return
        position = self._plain_in_brackets(state.src, begin).end()  # type: ignore[union-attr]
        if position == begin:
            position = self._past_mark(state)
        state.pos = state.cache[begin] = position

    def _past_mark(self, state: StateInline) -> int:
        for rule in self._rules.get(state.src[state.pos], ()):
            state.level += 1  # as markdown-it counts how deep it looks ahead
            is_found = rule(state, True)
            state.level -= 1
            if is_found:
                return state.pos
        return state.pos + 1


class _Blocks(Ruler[BlockRule]):
    """Chains of one rule each, which chooses among a chain's by the first character of a line."""

    def __init__(self, stock: Ruler[BlockRule]) -> None:
        super().__init__()
        self.__rules__ = stock.__rules__
        names = {rule.fn: rule.name for rule in stock.__rules__}
        chains = {"", *(chain for rule in stock.__rules__ for chain in rule.alt)}
        self._chains = {
            chain: [_chosen([(names[rule], rule) for rule in stock.getRules(chain)])]
            for chain in chains
        }

    def getRules(self, chain: str = "") -> list[BlockRule]:  # noqa: N802
        """The chain, as markdown-it's rules ask for it."""
        return self._chains[chain]


def _chosen(chain: list[tuple[str, BlockRule]]) -> BlockRule:
    """One rule in the place of a chain; only an indented line, which may be code, tries them all."""
    every = [rule for _, rule in chain]

    def beginning(character: str) -> list[BlockRule]:
        return [
            rule
            for name, rule in chain
            if name != "code" and character in BLOCK_BEGINNINGS.get(name, [character])
        ]

    plain = beginning("")
    marked = {
        character: beginning(character)
        for character in frozenset().union(*BLOCK_BEGINNINGS.values())
    }

    def chosen(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
        if state.is_code_block(line):
            rules = every
        else:
            first = state.bMarks[line] + state.tShift[line]
            rules = marked.get(state.src[first : first + 1], plain)
        return any(rule(state, line, end_line, silent) for rule in rules)

    return chosen
