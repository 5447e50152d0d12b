"""Site -> JSON indexes of its claims, for the script that filters them; one a page of claims."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sidegloss.listing import own_claims, parts_of_claims, told_of
from sidegloss.model import Claim, Output, Placed, Site
from sidegloss.trails import standing


def claims_indexes(site: Site) -> Iterator[tuple[str, Sequence[Placed]]]:
    """(path, the articles whose claims it holds) of each index, the newest last."""
    for number, part in enumerate(parts_of_claims(site.articles), 1):
        yield f"claims/index/{number}.json", part


def claims_index(path: str, part: Sequence[Placed]) -> Output:
    """The index at *path*: an array of articles, the newest first.

    An article is ``{title, address, claims}``, a claim ``{id, text, kind, verdict, stances, sources,
    origins}``: stances are words of `Stance`, sources keys, origins the number of first-hand ones.
    """
    text = json.dumps(
        [_article(place) for place in part], ensure_ascii=False, separators=(",", ":")
    )
    return Output(path, f"{text}\n".encode())


def _article(place: Placed) -> dict[str, Any]:
    return {
        "title": place.article.title,
        "address": place.address,
        "claims": [_claim(place, own, claim) for own, claim in own_claims(place.article)],
    }


def _claim(place: Placed, own: str, claim: Claim) -> dict[str, Any]:
    verdict, stances, followed = told_of(place, claim)
    return {
        "id": own,
        "text": claim.text,
        "kind": claim.kind,
        "verdict": verdict,
        "stances": list(stances),
        "sources": list(dict.fromkeys(s.key for trail in followed for s in trail.steps)),
        "origins": len(standing(followed).origins),
    }
