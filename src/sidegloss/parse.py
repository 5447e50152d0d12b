"""Manuscript -> Article: one file understood alone, ready to be joined with the others.

Nothing here looks at another file. What needs one (a link's target, an image's size, a source)
is left as a slot in the html, and `pages` fills it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from sidegloss.characters import clean
from sidegloss.digests import digest
from sidegloss.markup import (
    Annotations,
    FoundNote,
    Vocabulary,
    add_comments,
    add_formulas,
    add_page_rules,
    folded,
    is_external,
    keep_characters_out,
    plain,
    plugin,
    render,
    render_text,
    scan_by_character,
    seen_tag,
    spelling,
    task_lists,
)
from sidegloss.model import (
    RENAMED,
    Article,
    Diagnostic,
    Heading,
    ImageSlot,
    Kind,
    LinkSlot,
    Manuscript,
    Note,
    Piece,
)
from sidegloss.shortening import shortened
from sidegloss.slugs import dated, label_address
from sidegloss.words import Words, term

LEDE = 280
"""Characters of the first paragraph that a description may take."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that an article's body depends on besides its manuscript: part of every memo's key."""

    words: Words
    has_typographic_quotes: bool = True


def parse(manuscript: Manuscript, reading: Reading) -> Article:
    """Understand one manuscript.

    Mistakes are in the article's `diagnostics`; nothing is raised. The first heading gives the
    title where the front matter has none, and then is not shown again in the body. Nor is a heading
    that opens the text and repeats the front matter's title.
    """
    return _parsed(manuscript, reading, {})


def parse_with_placeholders(
    manuscript: Manuscript, reading: Reading, missing: Sequence[str]
) -> Article:
    """*manuscript* as the preview shows it: placeholders for notes and unreadable formulas.

    *missing* are the labels that have no note; each gets one that says so. The diagnostics of the
    result are not those of the manuscript: take them from `parse`.
    """
    notes = "".join(f"[^{label}]: note missing: \\[^{label}]\n\n" for label in missing)
    # The definition of a link ends the last note, however the text begins. It is not shown.
    above = f"{notes}[sidegloss-preview]: <>\n\n" if notes else ""
    whole = replace(
        manuscript,
        text=above + manuscript.text,
        first_line=manuscript.first_line - above.count("\n"),
    )
    labels = frozenset(map(label_address, missing))
    return _parsed(whole, reading, {"missing": labels, "has_placeholders": True})


def _parsed(manuscript: Manuscript, reading: Reading, switches: dict[str, Any]) -> Article:
    md = _parser()
    former = tuple(_former(manuscript.front.claim_aliases))
    env = _environment(manuscript, reading) | {"former": former} | switches
    tokens = md.parse(clean(manuscript.text), env)
    found: Annotations = env["annotations"]
    title, title_id, tokens = _title(manuscript, tokens, found)
    headings = _below_title(tokens, found)
    body, excerpts = render_text(md, tokens, env)
    notes = tuple(_note(md, note, env) for note in found.notes)
    for note in found.notes:
        note.tokens = []  # markers know their notes: a circle, which only the collector would find
    article = Article(
        path=manuscript.path,
        name=manuscript.name,
        front=manuscript.front,
        title=title,
        title_id=title_id,
        language=reading.words.language,
        body=body,
        lede=_lede(tokens),
        headings=headings,
        anchors=frozenset(found.anchors | set(_lists(manuscript, notes))),
        claims=tuple(found.claims),
        excerpts=excerpts,
        former=former,
        notes=notes,
        mentions=tuple(found.mentions),
        words=sum(len(t.content.split()) for t in tokens if t.type == "inline"),
        diagnostics=(*manuscript.diagnostics, *found.diagnostics),
    )
    facts = digest(without_text(article))
    return replace(article, facts=facts, known=digest((facts, *_known(article))))


def without_text(article: Article) -> Article:
    """*article* as lists may show it: no html of it or of its notes, nothing of where things are."""
    notes = tuple(replace(note, body=()) for note in article.notes)
    return replace(
        article,
        title_id="",
        body=(),
        headings=(),
        anchors=frozenset(),
        excerpts=(),
        notes=notes,
        mentions=(),
        words=0,
        diagnostics=(),
    )


def _known(article: Article) -> Iterator[object]:
    """What the rest of the site may ask of *article* besides its facts, and what is told of it."""
    yield article.anchors
    yield from _links(article.body)
    for mention in article.mentions:
        yield mention.keys, mention.form, *map(_said, mention.if_known)
    yield from map(_said, article.diagnostics)
    for note in article.notes:
        yield from _links(note.body)


def _said(diagnostic: Diagnostic) -> tuple[str, ...]:
    return diagnostic.code, diagnostic.severity, diagnostic.message, diagnostic.hint


def _links(pieces: Sequence[Piece]) -> Iterator[tuple[str, ...]]:
    for slot in links(tuple(pieces)):
        yield (slot.target, slot.fragment) if isinstance(slot, LinkSlot) else (slot.target,)


def links(pieces: tuple[Piece, ...]) -> tuple[LinkSlot | ImageSlot, ...]:
    """The slots of a body that lead to other files."""
    return tuple(piece for piece in pieces if isinstance(piece, LinkSlot | ImageSlot))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """The reader's Markdown: CommonMark, tables and the like, raw HTML as text, our marks."""
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    md.enable(["table", "strikethrough"])
    md.use(deflist_plugin).use(plugin)
    md.inline.ruler.at("html_inline", seen_tag)
    md.disable("html_block")
    md.core.ruler.after("inline", "task_lists", task_lists)
    add_page_rules(md)
    keep_characters_out(md)
    add_comments(md)
    add_formulas(md)
    scan_by_character(md)
    # the same few addresses stand in every note: a sixth of all parsing went into them
    cached: Any = lru_cache(maxsize=4096)
    md.normalizeLink = cached(md.normalizeLink)  # type: ignore[method-assign]
    md.validateLink = cached(partial(_is_link, md.validateLink))  # type: ignore[method-assign]
    return md


def _is_link(is_harmless: Callable[[str], bool], address: str) -> bool:
    """Whether an address makes a link; a ``file:`` makes one so that `resolve` can report it."""
    return is_harmless(address) or address[:5].casefold() == "file:"


def _environment(manuscript: Manuscript, reading: Reading) -> dict[str, Any]:
    words = reading.words

    def marker(kind: Kind, number: int) -> str:
        return _marker_label(words, kind, number)

    return {
        "path": manuscript.path,
        "first_line": manuscript.first_line,
        "vocabulary": _vocabulary(words),
        "quotes": words.quotes if reading.has_typographic_quotes else None,
        "marker": marker,
        "table": term(words, "article.table"),
        "formula": term(words, "article.formula"),
    }


@lru_cache(maxsize=64)
def _vocabulary(words: Words) -> Vocabulary:
    tables = (words.signals, words.steps, words.verdicts)
    return Vocabulary(*({spelling(word): key for word, key in table} for table in tables))


@lru_cache(maxsize=4096)
def _marker_label(words: Words, kind: Kind, number: int) -> str:
    return term(words, "notes.marker", kind=term(words, f"kind.{kind}"), n=number)


def _former(aliases: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Old labels and what they lead on to, step by step; those of other addresses left out."""
    led = {old: label_address(new.removeprefix("^")) for old, new in aliases}
    for old in led:
        label, passed = old, {old}
        while label in led and led[label] not in passed and len(passed) < RENAMED:
            label = led[label]
            passed.add(label)
        if "/" not in old:
            yield old, label


# ---------------------------------------------------------------- title, headings, lede


def _lists(manuscript: Manuscript, notes: Sequence[Note]) -> Iterator[str]:
    """The ids of the lists that follow an article's text."""
    if notes:
        yield "notes"
    if manuscript.front.source or any(note.citations for note in notes):
        yield "sources"


def _title(
    manuscript: Manuscript, tokens: list[Token], found: Annotations
) -> tuple[str, str, list[Token]]:
    """The title, the id of the heading that gave it, and the tokens without that heading."""
    headings = (i for i, t in enumerate(tokens) if t.type == "heading_open" and t.level == 0)
    first = next(headings, None)
    given = manuscript.front.title
    if first is None or not found.headings:
        return given or _from_name(manuscript.name), "", tokens
    written = folded(plain(c for c in tokens[first + 1].children or () if c.type != "marker"))
    marked = any(c.type in ("marker", "segment_open") for c in tokens[first + 1].children or ())
    is_other = given and (tokens[first].tag != "h1" or _spelled(given) != _spelled(written))
    if first or marked or is_other:
        return given or written, "", tokens
    return given or written, found.headings.pop(0).id, tokens[3:]


def _spelled(title: str) -> str:
    """A title without what a heading may have otherwise: capitals, marks of punctuation."""
    return "".join(each for each in title.casefold() if each.isalnum())


def _from_name(name: str) -> str:
    return clean(dated(name)[1].replace("-", " ").replace("_", " ").capitalize())


def _below_title(tokens: list[Token], found: Annotations) -> tuple[Heading, ...]:
    """Move headings below the page's title: where a text has its own level 1, all go down one."""
    shift = int(any(heading.level == 1 for heading in found.headings))
    if shift:
        for token in tokens:
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    return tuple(
        Heading(min(heading.level + shift, 6), heading.id, heading.text)
        for heading in found.headings
    )


def _lede(tokens: list[Token]) -> str:
    """The first paragraph of the text, cut at a word's end."""
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and before.level == 0:
            return shortened(folded(plain(token.children or ())), LEDE)
    return ""


# ---------------------------------------------------------------- notes


def _note(md: MarkdownIt, note: FoundNote, env: dict[str, Any]) -> Note:
    return Note(
        label=note.label,
        address=note.address,
        number=note.number,
        kind=note.structure.kind,
        verdict=note.structure.verdict,
        body=render(md, note.tokens, env, in_note=True),
        citations=note.structure.citations,
        possible=note.structure.possible,
        references=note.references,
        is_point=note.is_point,
        at=note.at,
    )


__all__ = [
    "Reading",
    "is_external",
    "links",
    "parse",
    "parse_with_placeholders",
    "without_text",
]
