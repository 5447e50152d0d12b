"""Site -> the oEmbed of each passage's page, for the places that ask for it when a link is shared.

Of the type ``link`` (https://oembed.com, section 2.3.4.4): a title, who made it, and whose it is. The
page names it by discovery, which wants an absolute address: without a ``url`` there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sidegloss.bylines import Byline, annotated_by, byline, credited
from sidegloss.model import Output, Site
from sidegloss.passages import Passage, headline, passage_address, passages, told
from sidegloss.words import Words, load


def oembeds(site: Site) -> Iterator[Output]:
    """``<article>/<label>/oembed.json`` for every passage that has a page."""
    if not (site.settings.url and site.settings.passage_pages):
        return
    sources = {source.key: source for source in site.sources}
    for place in site.articles:
        words = load(place.article.language, site.settings.words)
        signed = byline(place.article.front, site.settings, sources)
        for passage in passages(place):
            yield Output(
                f"{passage_address(place.address, passage.label)}oembed.json",
                _oembed(site, signed, passage, words),
            )


def _oembed(site: Site, signed: Byline, passage: Passage, words: Words) -> bytes:
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
        "provider_name": site.settings.title,
        "provider_url": site.settings.url,
    }
    text = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
    return f"{text}\n".encode()
