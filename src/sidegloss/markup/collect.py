"""A parsed document -> `Annotations`: its text, claims, notes, numbers, places and mistakes.

The last core rule. What the other rules found is put in order here: notes leave the text, lone
references annotate the block before them, claims become flat segments, and every reference gets
the number of its note, counted in the order of first reference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from unicodedata import normalize

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sidegloss.guesses import Guesses, nearest
from sidegloss.markup.citations import Vocabulary
from sidegloss.markup.comments import Comments
from sidegloss.markup.headings import Anchors
from sidegloss.markup.notes import NoteStructure, mistakes_of, read_note
from sidegloss.markup.passages import (
    Passage,
    annotate_blocks,
    flatten,
    strongest,
    texts_of_claims,
)
from sidegloss.markup.positions import Positions
from sidegloss.markup.rules import fold
from sidegloss.markup.scratch import Scratch
from sidegloss.markup.tokens import folded, plain
from sidegloss.markup.traps import lazy_definition, look_for_traps, unclosed_comments
from sidegloss.model import (
    Claim,
    Diagnostic,
    Heading,
    Location,
    Mention,
    MentionForm,
    Severity,
)
from sidegloss.quotation_marks import Quotes
from sidegloss.slugs import label_address

_LABEL = re.compile(r"[^\W_](?:[\w.\-]*[^\W_])?\Z")


@dataclass(slots=True)
class FoundNote:
    """A note as it is understood: like `model.Note`, with tokens where that has html."""

    label: str
    address: str
    at: Location
    tokens: list[Token]
    structure: NoteStructure
    number: int = 0
    passages: int = 0
    in_text: list[str] = field(default_factory=list)
    in_notes: list[str] = field(default_factory=list)
    is_point: bool = True

    @property
    def references(self) -> tuple[str, ...]:
        """Ids of the markers that lead here, those of the text first."""
        return (*self.in_text, *self.in_notes)


@dataclass(slots=True)
class Annotations:
    """What a document holds; its tokens are ready to be rendered."""

    body: list[Token] = field(default_factory=list)
    notes: list[FoundNote] = field(default_factory=list)
    """Those that are referred to, in the order of their numbers."""
    claims: list[Claim] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def collect(state: StateCore) -> None:
    """Core rule: fill ``env["annotations"]``; ``state.tokens`` becomes the text without notes."""
    env = state.env
    path, first_line = env.get("path", ""), env.get("first_line", 1)
    comments: Comments = env.pop("comments", None) or Comments()
    places = Positions(path, state.src, first_line, comments.origins)
    found = _Collector(
        env.pop("sidegloss"), env["vocabulary"], env.get("quotes"), places, env.get("former", ())
    )
    env["annotations"] = found.collect(state.tokens)
    found.result.diagnostics += unclosed_comments(comments, path, first_line)
    env["positions"] = places
    state.tokens = found.result.body


class _Collector:
    """One document's way from tokens to `Annotations`."""

    def __init__(
        self,
        scratch: Scratch,
        words: Vocabulary,
        quotes: Quotes | None,
        places: Positions,
        former: Iterable[tuple[str, str]],
    ) -> None:
        self.scratch, self.words, self.quotes, self.places = scratch, words, quotes, places
        self.former: dict[str, list[str]] = defaultdict(list)
        for was, now in former:
            self.former[now].append(was)
        self.guesses = Guesses()
        self.result = Annotations()
        self.known: dict[str, FoundNote] = {}
        self.anchors = Anchors()
        self.note: FoundNote | None = None
        """The note whose references are being numbered; None in the text."""
        self.inline: Token | None = None

    def collect(self, tokens: list[Token]) -> Annotations:
        result = self.result
        if any(token.type == "table_open" for token in tokens):
            self.places.note_cells(tokens)
        result.body = self._without_notes(tokens)
        result.diagnostics += look_for_traps(self.scratch, tokens, self.places)
        self._tell_finds()
        result.body = annotate_blocks(result.body, self._nothing_before)
        self._lay_out(result.body)
        for note in self._reached():
            self.note = note
            note.tokens = annotate_blocks(note.tokens, self._nothing_before)
            self._lay_out(note.tokens)
        self._tell_unused()
        return result

    # ------------------------------------------------------------ notes leave the text

    def _without_notes(self, tokens: list[Token]) -> list[Token]:
        body: list[Token] = []
        streams, labels = [body], [""]
        for token in tokens:
            if token.type == "note_open":
                streams.append([])
                labels.append(token.meta["label"])
            elif token.type == "note_close":
                self._define(labels.pop(), streams.pop())
            else:
                streams[-1].append(token)
        for label, line, column in self.scratch.again:
            first = self.places.point(*self.scratch.labels[fold(label)][1:])
            self._tell(
                "note-defined-once",
                Severity.ERROR,
                f"note [^{label}] is defined twice",
                self.places.point(line, column, len(label) + 3),
                f"the first stands on line {first.line}; give one of them another label",
            )
        return body

    def _define(self, label: str, tokens: list[Token]) -> None:
        if fold(label) in self.known:
            return
        first, line, column = self.scratch.labels[fold(label)]
        at = self.places.point(line, column, len(first) + 3)
        structure = read_note(tokens, self.places, self.words, self.quotes)
        self.result.diagnostics += structure.diagnostics
        self.known[fold(label)] = FoundNote(first, label_address(first), at, tokens, structure)
        if not tokens:
            self._tell(
                "note-has-body",
                Severity.WARNING,
                f"note [^{first}] is empty",
                at,
                "write what is to be said after the colon, or on the next lines with 4 spaces",
            )
        if not _LABEL.match(normalize("NFC", first)):
            self._tell(
                "label-form",
                Severity.ERROR,
                f"[^{first}] cannot be an address",
                at,
                "use letters, digits, '-', '_' and '.', with a letter or digit at both ends",
            )
        elif first.isdigit():
            self._tell(
                "label-named",
                Severity.INFO,
                f"[^{first}] is a number, which says little in a link",
                at,
                "a name such as [^gates] makes an address that lasts",
            )

    def _reached(self) -> Iterator[FoundNote]:
        """Notes in the order of their numbers; reading one may bring new ones to the end."""
        number = 0
        while number < len(self.result.notes):
            yield self.result.notes[number]
            number += 1

    # ------------------------------------------------------------ references and claims

    def _lay_out(self, tokens: list[Token]) -> None:
        before = Token("", "", 0)
        for token in tokens:
            if token.type == "inline":
                self.inline = token
                self._lay_out_inline(token)
                if before.type == "heading_open" and self.note is None:
                    self._anchor(before, token)
            elif token.type == "claim_block_open":
                passage = self._passage(token.meta["labels"])
                if self.note is None:
                    self._claim(passage, token.meta["text"], True, self._block_place(token))
                token.meta["passage"] = passage
                token.meta["ids"] = tuple(passage.ids)
                token.meta["former"] = tuple(passage.former)
                token.meta["kind"] = passage.kind
            elif token.type == "claim_block_close":
                token.meta["markers"] = self._markers(token)
            before = token

    def _lay_out_inline(self, inline: Token) -> None:
        children = inline.children or []
        if not any(child.type in ("claim_open", "note_ref") for child in children):
            return
        texts = texts_of_claims(children)

        def opened(token: Token) -> Passage:
            passage = self._passage(token.meta["labels"])
            if self.note is None:
                start, end = token.meta["span"]
                at = self.places.span(inline, start, end, inline.markup)
                self._claim(passage, texts[id(token)], False, at)
            return passage

        inline.children = flatten(children, opened, self._markers)

    def _passage(self, labels: list[str]) -> Passage:
        notes = [self.known[fold(label)] for label in labels]
        kind = strongest(note.structure.kind for note in notes)
        passage = Passage(tuple(note.address for note in notes), kind)
        if self.note is None:
            for note in notes:
                note.passages += 1
                note.is_point = False
                suffix = f"~{note.passages}" if note.passages > 1 else ""
                passage.ids.append(f"claim-{note.address}{suffix}")
                if not suffix:
                    passage.former += self._former(note)
        return passage

    def _former(self, note: FoundNote) -> list[tuple[str, str]]:
        """The places by which a note's passage was known before its label was changed."""
        old = self.former.get(note.address, ())
        for label in old:
            self.result.anchors |= {f"claim-{label}", f"fn-{label}"}
        return [(f"claim-{label}", note.address) for label in old]

    def _claim(self, passage: Passage, text: str, is_block: bool, at: Location) -> None:
        ids = tuple(name.removeprefix("claim-") for name in passage.ids)
        claim = Claim(passage.labels, ids, text, passage.kind, is_block, at)
        self.result.claims.append(claim)
        self.result.anchors.update(passage.ids)

    def _markers(self, token: Token) -> list[Token]:
        markers = []
        for label in token.meta["labels"]:
            note = self.known[fold(label)]
            if not note.number:
                self.result.notes.append(note)
                note.number = len(self.result.notes)
                self.result.anchors.add(f"fn-{note.address}")
            count = len(note.in_text) + len(note.in_notes) + 1
            name = f"fnref-{note.address}" + (f"~{count}" if count > 1 else "")
            (note.in_text if self.note is None else note.in_notes).append(name)
            marker = Token("marker", "sup", 0)
            marker.meta = {"note": note, "id": name, "in_note": self.note is not None}
            markers.append(marker)
        return markers

    def _anchor(self, opening: Token, inline: Token) -> None:
        text = folded(plain(inline.children or ()))
        name = self.anchors.give(text)
        opening.meta["id"] = name
        self.result.anchors.add(name)
        self.result.headings.append(Heading(int(opening.tag[1]), name, text))

    def _block_place(self, token: Token) -> Location:
        line = token.map[0] if token.map else 0
        text = self.places.lines[line]
        column = len(text) - len(text.lstrip(" \t"))
        return self.places.point(line, column, max(len(text) - column, 1))

    # ------------------------------------------------------------ what is told

    def _tell(self, code: str, severity: Severity, message: str, at: Location, hint: str) -> None:
        self.result.diagnostics.append(Diagnostic(code, severity, message, at, hint))

    def _nothing_before(self, inline: Token, first: Token, last: Token) -> None:
        at = self.places.span(inline, first.meta["span"][0], last.meta["span"][1])
        self._tell(
            "block-to-annotate",
            Severity.ERROR,
            "a reference alone in its paragraph annotates the block before it, but none is here",
            at,
            "put it after the block, with a blank line between, or right after the words it is for",
        )

    def _tell_finds(self) -> None:
        """Undefined labels are mistakes; keys outside citations wait for the sources."""
        for find in self.scratch.once():
            at = self.places.span(find.token, find.start, find.end)
            if find.what == "undefined":
                self._tell_undefined(find.detail, at)
            elif find.what == "prefixed":
                wrong = tuple(mistakes_of(find.detail, find.token, find.start + 1, self.places))
                self.result.mentions.append(
                    Mention(find.detail.keys, MentionForm.PREFIXED, at, wrong)
                )
            elif find.what in ("bracket", "bare"):
                self.result.mentions.append(Mention(find.detail, MentionForm(find.what), at))

    def _tell_undefined(self, label: str, at: Location) -> None:
        labels = self.scratch.labels
        near = nearest(fold(label), labels) if self.guesses.is_due() else ""
        hint = f"did you mean [^{labels[near][0]}]?" if near else f"define it: [^{label}]: …"
        hint = lazy_definition(self.places, label) or hint
        self._tell("note-defined", Severity.ERROR, f"no note [^{label}] is defined", at, hint)

    def _tell_unused(self) -> None:
        for note in self.known.values():
            if not note.number:
                self._tell(
                    "note-used",
                    Severity.WARNING,
                    f"note [^{note.label}] is used nowhere",
                    note.at,
                    f"mark the passage it is for: [passage][^{note.label}]",
                )
