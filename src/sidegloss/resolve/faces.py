"""An article -> its face: all of it that anything else of its site asks for.

The rest is its own text: html, and where on a line things stand. Two articles with one face can be
exchanged, and nothing of the site need be looked at again but what is told of that article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sidegloss.model import Article, Diagnostic, ImageSlot, LinkSlot, Piece

FEW = 20
"""Articles that are compared; where more have changed at once, looking at all is as good."""


def exchanged(
    before: Sequence[Article], now: Sequence[Article], told: Sequence[Diagnostic]
) -> list[int] | None:
    """Numbers of the articles that have changed behind their faces; None where more has changed.

    *told* is all that was told of the site before: where an article is named, its places count.
    """
    if len(before) != len(now):
        return None
    changed = [n for n, (old, new) in enumerate(zip(before, now, strict=True)) if old is not new]
    if len(changed) > FEW:
        return None
    paths = {before[n].path for n in changed} | {now[n].path for n in changed}
    if any(diagnostic.at.path in paths for diagnostic in told):
        return None
    return changed if all(_face(before[n]) == _face(now[n]) for n in changed) else None


def _face(article: Article) -> tuple[Any, ...]:
    return (
        *(article.path, article.name, article.front, article.title, article.language),
        *(article.lede, article.anchors, article.claims, article.former, article.mentions),
        *(article.diagnostics, tuple(_links(article.body))),
        *(
            (
                *(note.label, note.address, note.number, note.kind, note.verdict, note.citations),
                *(note.references, note.is_point, tuple(_links(note.body))),
            )
            for note in article.notes
        ),
    )


def _links(pieces: Sequence[Piece]) -> Iterator[tuple[str, ...]]:
    for piece in pieces:
        if isinstance(piece, LinkSlot):
            yield "link", piece.target, piece.fragment
        elif isinstance(piece, ImageSlot):
            yield "image", piece.target
