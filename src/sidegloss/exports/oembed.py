"""An article -> the oEmbed of each passage's page, for the places that ask for it when a link is shared.

Of the type ``link`` (https://oembed.com, section 2.3.4.4): a title, who made it, and whose it is. The
page names it by discovery, which wants an absolute address: without a ``url`` there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sidegloss.bylines import Byline, annotated_by, credited
from sidegloss.model import Output, PageSettings, Placed
from sidegloss.passages import Passage, headline, passage_address, passages, told
from sidegloss.words import Words, load


def oembeds(settings: PageSettings, place: Placed, signed: Byline) -> Iterator[Output]:
    """``<article>/<label>/oembed.json`` for every passage of an article that has a page."""
    words = load(place.article.language, settings.words)
    for passage in passages(place):
        for path in oembed_paths(settings, place.address, [passage.label]):
            yield Output(path, _oembed(settings, signed, passage, words))


def oembed_paths(settings: PageSettings, address: str, labels: Sequence[str]) -> list[str]:
    """The files that `oembeds` writes for the passages of *labels*; none without the site's ``url``."""
    if not (settings.url and settings.passage_pages):
        return []
    return [f"{passage_address(address, label)}oembed.json" for label in labels]


def _oembed(settings: PageSettings, signed: Byline, passage: Passage, words: Words) -> bytes:
    title = (
        headline(words, passage.claim),
        told(words, passage.sourced),
        annotated_by(words, signed),
    )
    said = {
        "version": "1.0",
        "type": "link",
        "title": " – ".join(filter(None, title)),
        "author_name": credited(words, signed),
        "provider_name": settings.title,
        "provider_url": settings.url,
    }
    text = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
    return f"{text}\n".encode()
