"""Site -> the oEmbed of each passage's page, for the places that ask for it when a link is shared.

Of the type ``link`` (https://oembed.com, section 2.3.4.4): a title, who made it, and whose it is. The
page names it by discovery, which wants an absolute address: without a ``url`` there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sidegloss.model import Output, Placed, Site
from sidegloss.passages import Passage, headline, passage_address, passages, told
from sidegloss.words import Words, load


def oembeds(site: Site) -> Iterator[Output]:
    """``<article>/<label>/oembed.json`` for every passage that has a page."""
    if not (site.settings.url and site.settings.passage_pages):
        return
    for place in site.articles:
        words = load(place.article.language, site.settings.words)
        for passage in passages(place):
            yield Output(
                f"{passage_address(place.address, passage.label)}oembed.json",
                _oembed(site, place, passage, words),
            )


def _oembed(site: Site, place: Placed, passage: Passage, words: Words) -> bytes:
    said = {
        "version": "1.0",
        "type": "link",
        "title": f"{headline(words, passage.claim)} – {told(words, passage)}",
        "author_name": place.article.front.author or site.settings.author,
        "provider_name": site.settings.title,
        "provider_url": site.settings.url,
    }
    text = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
    return f"{text}\n".encode()
