"""Articles -> a JSON index of their claims, for the script that filters them; one a page of claims."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sidegloss.model import Output, Placed
from sidegloss.passages import Passage, finding, passages, sources_of, stances, told
from sidegloss.words import Words


def claims_index(words: Words, path: str, part: Sequence[Placed]) -> Iterator[Output]:
    """The index at *path*: an array of articles, the newest first.

    An article is ``{title, address, claims}``, a claim ``{id, text, kind, verdict, finding, told, stances,
    sources, origins}``: all of its own note. *told* sums it up in *words*, the site's; finding is a key of
    ``finding.…`` or empty, stances are words of `Stance`, sources keys, origins the number of first-hand ones.
    """
    text = json.dumps(
        [_article(place, words) for place in part], ensure_ascii=False, separators=(",", ":")
    )
    yield Output(path, f"{text}\n".encode())


def _article(place: Placed, words: Words) -> dict[str, Any]:
    return {
        "title": place.article.title,
        "address": place.address,
        "claims": [_claim(passage, words) for passage in passages(place)],
    }


def _claim(passage: Passage, words: Words) -> dict[str, Any]:
    note, standing = passage.sourced.note, passage.sourced.standing
    return {
        "id": passage.label,
        "text": passage.claim.text,
        "kind": note.kind,
        "verdict": note.verdict,
        "finding": finding(standing),
        "told": told(words, passage.sourced),
        "stances": list(stances(passage.sourced)),
        "sources": list(sources_of(passage.sourced)),
        "origins": len(standing.origins),
    }
