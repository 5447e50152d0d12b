"""A note's tokens -> its structure: verdict, citations, the sources' own words, its kind.

Structure is read out of the note, and the note is shown as written: tokens gain a mark (which
citation, which word is the verdict) and lose nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from sidegloss.markup.citations import Cited, Reading, Vocabulary, spelling
from sidegloss.markup.positions import Positions
from sidegloss.markup.tokens import folded, plain, text_of
from sidegloss.model import Citation, Diagnostic, Kind, Severity, Stance, Step

DISPUTED = frozenset(
    (
        "disputed",
        "false",
        "misleading",
        "corrected",
        "outdated",
        "partly-true",
        "missing-context",
        "satire",
    )
)
"""The disputed group of verdicts (product.md, section 3)."""
UNSOURCED = frozenset(("unsourced", "unverified"))

_CITATION_MARK = "\ufffc"
_GAP = re.compile(r"\s*[.,]?\s*\Z")
_CITED = re.compile(rf"\s*[.,]?\s*{_CITATION_MARK}")


@dataclass(slots=True)
class NoteStructure:
    verdict: str
    citations: tuple[Citation, ...]
    kind: Kind
    diagnostics: tuple[Diagnostic, ...]


def read_note(tokens: Sequence[Token], places: Positions, words: Vocabulary) -> NoteStructure:
    """Read a note's blocks; citation tokens get ``meta["indexes"]`` into the note's citations."""
    diagnostics: list[Diagnostic] = []
    verdict = _verdict(tokens, places, words, diagnostics)
    citations: list[Citation] = []
    for token in tokens:
        if token.type == "inline":
            _read_inline(token, places, citations, diagnostics)
    _read_attributions(tokens, citations)
    kind = kind_of(verdict, citations)
    return NoteStructure(verdict, tuple(citations), kind, tuple(diagnostics))


def kind_of(verdict: str, citations: Sequence[Citation]) -> Kind:
    """A note's kind, by product.md's order: it depends on the note alone."""
    stances = {citation.stance for citation in citations}
    if verdict in DISPUTED or Stance.DISPUTES in stances:
        return Kind.DISPUTED
    if verdict in UNSOURCED:
        return Kind.UNSOURCED
    return Kind.SOURCED if Stance.SUPPORTS in stances else Kind.CONTEXT


# ---------------------------------------------------------------- the verdict


def _verdict(
    tokens: Sequence[Token], places: Positions, words: Vocabulary, found: list[Diagnostic]
) -> str:
    if len(tokens) < 2 or tokens[0].type != "paragraph_open":
        return ""
    inline = tokens[1]
    children = [c for c in inline.children or () if c.type != "text" or c.content]
    if not children or children[0].type != "strong_open":
        return ""
    end = next(i for i, child in enumerate(children) if child.type == "strong_close")
    bold = folded(plain(children[:end]))
    verdict = words.verdicts.get(spelling(bold.strip(" .:!")), "")
    if verdict:
        children[0].attrSet("class", "verdict")
        children[0].meta["verdict"] = verdict
    elif bold.endswith(".") and len(bold.split()) <= 3:
        at = places.span(inline, 0, len(bold) + 4)
        known = ", ".join(words.verdicts)
        message = f"'{bold.rstrip('.')}' opens the note like a verdict, but is none"
        hint = f"verdicts are: {known}"
        found.append(Diagnostic("unknown-verdict", Severity.INFO, message, at, hint))
    return verdict


# ---------------------------------------------------------------- citations in a paragraph


def _read_inline(
    inline: Token, places: Positions, citations: list[Citation], found: list[Diagnostic]
) -> None:
    children = inline.children or []
    if not any(child.type == "citation" for child in children):
        return
    quoted = _Quotations(children)
    said = [c for c in children if not _is_filler(c)]
    is_alone = len(said) == 1 or _is_only_after_verdict(said)
    for number, child in enumerate(children):
        if child.type != "citation":
            continue
        reading: Reading = child.meta["reading"]
        start = child.meta["span"][0] + 1
        first = len(citations)
        citations += [_citation(cited, inline, start, places) for cited in reading.cited]
        words = quoted.before(number)
        if words:
            citations[first] = replace(citations[first], quotation=words)
        child.meta["indexes"] = tuple(range(first, len(citations)))
        child.meta["alone"] = is_alone
        for wrong in reading.mistakes:
            at = places.span(inline, start + wrong.start, start + wrong.end)
            found.append(Diagnostic(wrong.code, Severity.ERROR, wrong.message, at, wrong.hint))


def _is_filler(token: Token) -> bool:
    return token.type in ("softbreak", "hardbreak") or (
        token.type == "text" and not token.content.strip(" \t\n.,;")
    )


def _is_only_after_verdict(rest: Sequence[Token]) -> bool:
    """Whether the paragraph is ``**Verdict.** [@key]`` and nothing more."""
    types = [token.type for token in rest]
    return types == ["strong_open", "text", "strong_close", "citation"] and bool(
        rest[0].meta.get("verdict")
    )


def _citation(cited: Cited, inline: Token, start: int, places: Positions) -> Citation:
    steps = tuple(
        Step(
            stop.key,
            stop.locator,
            stop.manner,
            at=places.span(inline, start + stop.start, start + stop.end),
        )
        for stop in cited.stops
    )
    return Citation(steps, cited.stance, cited.signal, at=steps[0].at)


class _Quotations:
    """Words in quotation marks, paired once over a whole paragraph, to be asked for by citation."""

    def __init__(self, children: Sequence[Token]) -> None:
        parts: list[str] = []
        self._ends: dict[int, int] = {}
        length = 0
        for number, child in enumerate(children):
            if child.type == "citation":
                self._ends[number] = length
            text = _CITATION_MARK if child.type == "citation" else text_of(child)
            parts.append(text)
            length += len(text)
        self._text = "".join(parts)
        self._pairs = dict(pairs(self._text))

    def before(self, number: int) -> str:
        """The words in quotation marks that end right before the citation, or ""."""
        end = self._ends[number]
        gap = _GAP.search(self._text, max(end - 40, 0), end)
        close = gap.start() - 1 if gap else end - 1
        opening = self._pairs.get(close)
        if opening is None:
            return ""
        words = self._text[opening + 1 : close].replace(_CITATION_MARK, "")
        return folded(words)


_CLOSES = {
    '"': '"',
    "”": "“„”",
    "“": "„",
    "»": "«",
    "«": "»",
    "’": "‘‚",
    "‘": "‚",
}
"""Closing mark -> the marks it may close: English “”, German „“, French «», reversed »«."""
_MARKS = re.compile('["“”„«»‘‚’]')


def pairs(text: str) -> Iterator[tuple[int, int]]:
    """(closing, opening) offsets of quotation marks; linear. ``’`` closes only an open ``‘``."""
    waiting: dict[str, list[int]] = {mark: [] for mark in '"“”„«»‘‚'}
    for match in _MARKS.finditer(text):
        position, mark = match.start(), match[0]
        opened = max((waiting[m][-1] for m in _CLOSES.get(mark, "") if waiting[m]), default=-1)
        if mark == "’":
            # an apostrophe looks the same: the pair stays open for a later mark, until cited
            if opened >= 0 and not text[position + 1 : position + 2].isalnum():
                yield position, opened
                if _CITED.match(text, position + 1):
                    _forget(waiting, opened)
        elif opened >= 0:
            yield position, opened
            _forget(waiting, opened)
        elif mark != '"' or not text[position - 1 : position].isalnum():  # 5" is a measure
            waiting[mark].append(position)


def _forget(waiting: dict[str, list[int]], opened: int) -> None:
    """A pair is closed: what was opened in it is no longer waiting."""
    for positions in waiting.values():
        while positions and positions[-1] >= opened:
            positions.pop()


# ---------------------------------------------------------------- attributed block quotations


def _read_attributions(tokens: Sequence[Token], citations: list[Citation]) -> None:
    """A block quotation closed by ``— [@key]``, in its last line or in the paragraph below it."""
    opened: list[int] = []
    for number, token in enumerate(tokens):
        if token.type == "blockquote_open":
            opened.append(number)
        elif token.type == "blockquote_close":
            inside = [t for t in tokens[opened.pop() : number] if t.type == "inline"]
            if not inside:
                continue
            children = inside[-1].children or []
            last = _closing_citation(children)
            words = [plain(t.children or ()) for t in inside[:-1]]
            if last is not None:
                words.append(_before_dash(plain(children[:last])) or "")
                _attribute(children[last], words, citations)
            elif number + 2 < len(tokens) and tokens[number + 1].type == "paragraph_open":
                below = tokens[number + 2].children or []
                last = _closing_citation(below)
                if last is not None and not _before_dash(plain(below[:last])):
                    words.append(plain(children))
                    _attribute(below[last], words, citations)


def _closing_citation(children: Sequence[Token]) -> int | None:
    """The index of a citation that closes the text after a dash, or None."""
    last = len(children) - 1
    while last >= 0 and _is_filler(children[last]):
        last -= 1
    if last < 1 or children[last].type != "citation":
        return None
    first = last
    while first and (children[first].type == "citation" or _is_filler(children[first])):
        last = first if children[first].type == "citation" else last
        first -= 1
    return None if _before_dash(plain(children[:last])) is None else last


def _before_dash(text: str) -> str | None:
    """What stands before the dash that ends *text*; None where none does."""
    text = text.rstrip()
    if text.endswith(("—", "–", "―")):
        return text[:-1].rstrip()
    return text.rstrip("-").rstrip() if text.endswith("--") else None


def _attribute(token: Token, words: Sequence[str], citations: list[Citation]) -> None:
    token.meta["attribution"] = True
    token.meta["alone"] = False
    first = token.meta["indexes"][0]
    quotation = folded(" ".join(words))
    citations[first] = replace(citations[first], quotation=quotation)
