"""A note's tokens -> its structure: verdict, citations, the sources' own words, its kind.

Structure is read out of the note, and the note is shown as written: tokens gain a mark (which
citation, which word is the verdict) and lose nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from sidegloss.markup.citations import Cited, Reading, Vocabulary, spelling
from sidegloss.markup.positions import Positions
from sidegloss.markup.quoted import Quotations
from sidegloss.markup.tokens import folded, plain
from sidegloss.model import Citation, Diagnostic, Kind, Severity, Stance, Step
from sidegloss.quotation_marks import Quotes, all_inside, is_quotation

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

_FULL_STOPS = (".", "。", "．", "｡", "۔")
_CLOSING_MARKS = " \u00a0\u202f.!:。．｡！：︰۔"
"""What may close a verdict: a full stop, ``!``, ``:``, in their full-width forms too."""

_BREAKS = ("softbreak", "hardbreak")
_FILLER = " \t\n\u00a0.,;:!()،؛。．，；"
"""Marks that say nothing where only citations are between them."""


@dataclass(slots=True)
class NoteStructure:
    verdict: str
    citations: tuple[Citation, ...]
    possible: tuple[Citation, ...]
    """Citations only if a key of theirs is a known source."""
    kind: Kind
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Cited:
    """The citations of a note so far, and what is wrong in it."""

    certain: list[Citation] = field(default_factory=list)
    possible: list[Citation] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def of(self, token: Token) -> list[Citation]:
        """The list that a citation token's indexes are into."""
        reading: Reading = token.meta["reading"]
        return self.certain if reading.is_certain else self.possible


def read_note(
    tokens: Sequence[Token], places: Positions, words: Vocabulary, quotes: Quotes | None
) -> NoteStructure:
    """Read a note's blocks; citation tokens get ``meta["indexes"]`` into the note's citations.

    A block quotation whose source is named below it is set in the marks *quotes*, if there are any.
    """
    found = _Cited()
    verdict = _verdict(tokens, places, words, found.diagnostics)
    for token in tokens:
        if token.type == "inline":
            _read_inline(token, places, found)
    _read_attributions(tokens, found, quotes)
    kind = kind_of(verdict, found.certain)
    certain, possible = tuple(found.certain), tuple(found.possible)
    return NoteStructure(verdict, certain, possible, kind, tuple(found.diagnostics))


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
    verdict = words.verdicts.get(spelling(bold.strip(_CLOSING_MARKS)), "")
    if verdict:
        children[0].attrSet("class", "verdict")
        children[0].meta["verdict"] = verdict
    elif bold.endswith(_FULL_STOPS) and len(bold.split()) <= 3:
        at = places.span(inline, 0, len(bold) + 4)
        known = ", ".join(words.verdicts)
        message = f"'{bold.rstrip(_CLOSING_MARKS)}' opens the note like a verdict, but is none"
        hint = f"verdicts are: {known}"
        found.append(Diagnostic("unknown-verdict", Severity.INFO, message, at, hint))
    return verdict


# ---------------------------------------------------------------- citations in a paragraph


def _read_inline(inline: Token, places: Positions, found: _Cited) -> None:
    children = inline.children or []
    if not any(child.type == "citation" for child in children):
        return
    quoted = Quotations(children)
    is_alone = _is_alone(children)
    for number, child in enumerate(children):
        if child.type != "citation":
            if is_alone and _is_filler(child):
                child.content = ""
            continue
        reading: Reading = child.meta["reading"]
        start = child.meta["span"][0] + (not reading.is_bare)
        citations = found.of(child)
        first = len(citations)
        citations += [_citation(cited, inline, start, places) for cited in reading.cited]
        if words := quoted.before(number):
            citations[first] = replace(citations[first], quotation=words)
        child.meta["indexes"] = tuple(range(first, len(citations)))
        child.meta["alone"] = is_alone
        if reading.is_certain:
            found.diagnostics += mistakes_of(reading, inline, start, places)
    found.diagnostics += quoted.unclosed(inline, places)


def mistakes_of(
    reading: Reading, inline: Token, start: int, places: Positions
) -> Iterator[Diagnostic]:
    """What is wrong in a bracket whose text begins at the offset *start* of *inline*."""
    for wrong in reading.mistakes:
        at = places.span(inline, start + wrong.start, start + wrong.end)
        yield Diagnostic(wrong.code, wrong.severity, wrong.message, at, wrong.hint)


def _is_alone(children: Sequence[Token]) -> bool:
    """Whether a paragraph is citations, marks between them, and at most a verdict before them.

    The records below the note say then all that the citations say.
    """
    said = [child for child in children if not _is_filler(child)]
    if said and said[0].type == "strong_open" and said[0].meta.get("verdict"):
        end = next(number for number, child in enumerate(said) if child.type == "strong_close")
        said = said[end + 1 :]
    return bool(said) and all(_says_its_record(child) for child in said)


def _says_its_record(token: Token) -> bool:
    if token.type != "citation":
        return False
    reading: Reading = token.meta["reading"]
    return reading.is_certain and all(cited.is_signalled for cited in reading.cited)


def _is_filler(token: Token) -> bool:
    return token.type in _BREAKS or (
        token.type in ("text", "text_special") and not token.content.strip(_FILLER)
    )


def _citation(cited: Cited, inline: Token, start: int, places: Positions) -> Citation:
    steps = tuple(
        Step(
            stop.key,
            stop.locator,
            stop.manner,
            at=places.span(inline, start + stop.start, start + stop.end),
            shown=stop.shown,
        )
        for stop in cited.stops
    )
    return Citation(
        steps,
        cited.stance,
        cited.prefix,
        at=steps[0].at,
        form=cited.form,
        signal_html=cited.shown,
    )


# ---------------------------------------------------------------- attributed block quotations


def _read_attributions(tokens: Sequence[Token], found: _Cited, quotes: Quotes | None) -> None:
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
                _attribute(children[last], words, found)
                end = _own_line(children, last)
                if not end:
                    inside.pop()
                _set_in_quotes(inside, end, quotes)
            elif number + 2 < len(tokens) and tokens[number + 1].type == "paragraph_open":
                below = tokens[number + 2].children or []
                last = _closing_citation(below)
                if last is not None and not _before_dash(plain(below[:last])):
                    words.append(plain(children))
                    _attribute(below[last], words, found)
                    _set_in_quotes(inside, len(children), quotes)


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


def _attribute(token: Token, words: Sequence[str], found: _Cited) -> None:
    token.meta["attribution"] = True
    token.meta["alone"] = False
    first = token.meta["indexes"][0]
    citations = found.of(token)
    quotation = folded(" ".join(words))
    citations[first] = replace(citations[first], quotation=quotation)


def _own_line(children: list[Token], last: int) -> int:
    """Put an attribution on its own line. Returns the number of children before it.

    *last* is the index of the citation that follows the dash.
    """
    at = last - 1
    while children[at].type != "text" or not children[at].content.strip():
        at -= 1
    before, dash = plain(children[:at]), children[at]
    words = (_before_dash(before + dash.content) or "")[len(before) :]
    mark = dash.content[len(words) :].lstrip()
    end = at
    while end and children[end - 1].type in _BREAKS and not words:
        end -= 1
    said = [Token("text", "", 0, content=words)] if words else []
    line_end = [Token("hardbreak", "br", 0)] if end or said else []
    children[end:last] = [*said, *line_end, Token("text", "", 0, content=mark)]
    return end + len(said)


def _set_in_quotes(inlines: Sequence[Token], end: int, quotes: Quotes | None) -> None:
    """Set the words of *inlines*, of the last its first *end* children, in quotation marks.

    Words that have some keep them.
    """
    if not (quotes and inlines):
        return
    first, last = inlines[0].children or [], inlines[-1].children or []
    end = end or len(last)
    said = [t for inline in inlines for t in inline.children or () if inline is not inlines[-1]]
    texts = [token for token in (*said, *last[:end]) if token.type == "text"]
    if is_quotation("".join(token.content for token in texts).strip()):
        return
    for token, text in zip(texts, all_inside([t.content for t in texts], quotes), strict=True):
        token.content = text
    last.insert(end, Token("text", "", 0, content=quotes[1]))
    first.insert(0, Token("text", "", 0, content=quotes[0]))
