"""Tokens of claims -> tokens of marked passages: flat segments, markers, annotated blocks.

Claims nest and cross emphasis; the page knows only flat stretches (`segment_open`), each naming
the notes it belongs to, so that underlines never double and no marker stands under one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from markdown_it.token import Token

from sidegloss.markup.tokens import folded, plain, text_of
from sidegloss.model import Kind

_BOUNDARIES = frozenset(("claim_open", "claim_close", "note_ref"))
_LEAVES = frozenset(("fence", "code_block", "math_block"))
_ANNOTATABLE = frozenset(
    ("paragraph", "blockquote", "bullet_list", "ordered_list", "table", "dl", "heading")
)


@dataclass(slots=True)
class Passage:
    """A claim being laid out: the notes it bears and the ids still to be placed."""

    labels: tuple[str, ...]
    kind: Kind
    ids: list[str] = field(default_factory=list)
    former: list[tuple[str, str]] = field(default_factory=list)
    """(id by which it was known, the label that it has now): places, and no claims of their own."""


def strongest(kinds: Iterable[Kind]) -> Kind:
    """Of several notes on one passage the first in the order of `Kind` decides how it shows."""
    order = list(Kind)
    return min(kinds, key=order.index)


def flatten(
    children: Sequence[Token],
    opened: Callable[[Token], Passage],
    markers: Callable[[Token], Iterable[Token]],
) -> list[Token]:
    """Replace claims by flat segments and markers.

    *opened* is told each opening claim, in order, and says what it bears; *markers* gives the
    marker tokens that follow a closing claim or stand for a reference.
    """
    crossed = _crossed(children)
    out: list[Token] = []
    active: list[Passage] = []
    in_segment = False

    def leave() -> None:
        nonlocal in_segment
        if in_segment:
            out.append(Token("segment_close", "span", -1))
            in_segment = False

    for number, token in enumerate(children):
        if token.type in _BOUNDARIES or number in crossed:
            leave()
        if token.type == "claim_open":
            active.append(opened(token))
        elif token.type == "claim_close":
            out.extend(_places(active.pop().ids))
            out.extend(markers(token))
        elif token.type == "note_ref":
            out.extend(markers(token))
        else:
            if active and not in_segment and number not in crossed:
                out.extend(_open(active))
                in_segment = True
            out.append(token)
    return out


def _open(active: Sequence[Passage]) -> list[Token]:
    """The segment's opening, with the ids of the claims that begin here."""
    ids = [name for passage in active for name in passage.ids]
    former = [place for passage in active for place in passage.former]
    for passage in active:
        passage.ids.clear()
        passage.former.clear()
    labels = tuple(dict.fromkeys(label for passage in active for label in passage.labels))
    token = Token("segment_open", "span", 1)
    token.meta = {
        "labels": labels,
        "kind": strongest(passage.kind for passage in active),
        "id": ids[0] if ids else "",
    }
    return [*_places(ids[1:]), *_places(*zip(*former, strict=True)), token]


def _places(ids: Iterable[str] = (), labels: Iterable[str] = ()) -> list[Token]:
    places = []
    for name, label in zip_longest(ids, labels, fillvalue=""):
        token = Token("place", "span", 0)
        token.meta = {"id": name, "for": label}
        places.append(token)
    return places


def _crossed(children: Sequence[Token]) -> set[int]:
    """Indexes of inline tags (both ends) with a boundary of a claim between their ends."""
    crossed: set[int] = set()
    stack: list[tuple[int, int]] = []
    boundaries = 0
    for number, token in enumerate(children):
        if token.type in _BOUNDARIES:
            boundaries += 1
        elif token.nesting == 1:
            stack.append((number, boundaries))
        elif token.nesting == -1 and stack:
            begin, passed = stack.pop()
            if boundaries > passed:
                crossed.update((begin, number))
    return crossed


# ---------------------------------------------------------------- whole blocks


def annotate_blocks(
    tokens: Sequence[Token], nothing_before: Callable[[Token, Token, Token], None]
) -> list[Token]:
    """Wrap the block before each paragraph of nothing but references in ``claim_block`` tokens.

    *nothing_before* is told of such a paragraph (its inline token, first and last reference) that
    has no block to annotate.
    """
    if not any(token.type == "inline" and _references(token) for token in tokens):
        return list(tokens)
    out: list[Token] = []
    last: list[int | None] = [None]  # in each open container: where its last whole block begins
    starts: list[int] = []
    number = 0
    while number < len(tokens):
        token = tokens[number]
        refs = _references(tokens[number + 1]) if token.type == "paragraph_open" else []
        if refs:
            begin = last[-1]
            if begin is None or not _wrap(out, begin, refs):
                nothing_before(tokens[number + 1], refs[0], refs[-1])
            number += 3
            continue
        if token.nesting == 1:
            starts.append(len(out))
            last.append(None)
        elif token.nesting == -1:
            last.pop()
            last[-1] = starts.pop()
        elif token.type != "inline":
            last[-1] = len(out)
        out.append(token)
        number += 1
    return out


def _wrap(out: list[Token], begin: int, refs: Sequence[Token]) -> bool:
    labels = [label for ref in refs for label in ref.meta["labels"]]
    first = out[begin]
    if first.type == "claim_block_open":
        known = first.meta["labels"]
        known.extend(label for label in dict.fromkeys(labels) if label not in known)
        return True
    if first.type not in _LEAVES and first.type.removesuffix("_open") not in _ANNOTATABLE:
        return False
    text = " ".join(
        plain(token.children or ())
        if token.type == "inline"
        else str(token.meta.get("text", token.content))
        for token in out[begin:]
        if token.type == "inline" or token.type in _LEAVES
    )
    meta = {"labels": list(dict.fromkeys(labels)), "text": folded(text), "refs": refs}
    for token_type, nesting, position in (
        ("claim_block_open", 1, begin),
        ("claim_block_close", -1, len(out) + 1),
    ):
        token = Token(token_type, "div", nesting, block=True)  # type: ignore[arg-type]
        token.meta = meta
        token.map = first.map
        out.insert(position, token)
    return True


def _references(inline: Token) -> list[Token]:
    """The references of a paragraph that holds nothing else, else none."""
    refs = []
    for child in inline.children or ():
        if child.type == "note_ref":
            refs.append(child)
        elif child.type != "softbreak" and (child.type != "text" or child.content.strip()):
            return []
    return refs


def texts_of_claims(children: list[Token]) -> dict[int, str]:
    """The plain text of every claim of a paragraph, by its opening token; one pass."""
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    texts: dict[int, tuple[int, int]] = {}
    length = 0
    for child in children:
        if child.type == "claim_open":
            starts.append((id(child), length))
        elif child.type == "claim_close":
            opening, start = starts.pop()
            texts[opening] = (start, length)
        else:
            text = text_of(child)
            parts.append(text)
            length += len(text)
    whole = "".join(parts)
    return {opening: folded(whole[start:end]) for opening, (start, end) in texts.items()}
