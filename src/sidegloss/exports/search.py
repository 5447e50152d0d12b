"""Site -> what its readers search: JSON indexes of articles, of sources, and of claims with their notes.

Claims lie in parts of some articles, one a line: a reader loads the newest first, and an article that
has changed changes its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from json import JSONEncoder, loads
from typing import Any

from sidegloss.exports.csl_json import shown_names
from sidegloss.listing import is_searched, noted_parts, own_claims, told_of
from sidegloss.model import Name, Output, Piece, Placed, Site, Source, Sourced
from sidegloss.shortening import shortened
from sidegloss.slugs import source_address

ARTICLES, SOURCES = "search/articles.json", "search/bibliography.json"

SUMMARY = 160
"""Letters of an article's summary that are searched."""

encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_MARKER = re.compile(r"<sup\b[^>]*>[^<]*<a\b[^>]*>[^<]*</a></sup>")
_INSIDE = re.compile(r"</?(?:a|b|code|del|em|i|kbd|s|span|strong|sub|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_LOOSE = re.compile(r"\s+(?=[.,](?:\s|$))")
"""What a citation that is left out leaves before a full stop."""


def search_indexes(site: Site) -> Iterator[tuple[str, Sequence[Placed]]]:
    """(path, the articles whose claims and notes it holds) of each index, the newest last."""
    if is_searched(site):
        for number, part in enumerate(noted_parts(site.articles), 1):
            yield f"search/index/{number}.json", part


def search_index(path: str, part: Sequence[Placed]) -> Output:
    """The index at *path*: an array of articles, the newest first.

    An article is ``{address, title, language, claims}``, a claim ``{at, text, kind, verdict, sources,
    note}``: *at* is the id it stands at, *note* the words of its notes. A note on no passage has no text.
    """
    return Output(path, _listed(map(article_entry, part)))


def search_index_with(data: bytes, place: Placed) -> bytes:
    """An index with an article in the place of the one at its address."""
    new = article_entry(place)
    return _listed(new if old["address"] == new["address"] else old for old in loads(data))


def search_articles(site: Site) -> Output:
    """Every article: ``{address, title, language, date, author, summary}``."""
    return Output(ARTICLES, _listed(heads(site)))


def search_sources(site: Site) -> Output:
    """Every source that is published: ``{key, address, title, names, container, issued}``."""
    return Output(SOURCES, _listed(source_entries(site)))


def heads(site: Site) -> Iterator[dict[str, Any]]:
    """An entry for each article; see `search_articles`."""
    return map(_head, site.articles)


def source_entries(site: Site) -> Iterator[dict[str, Any]]:
    """An entry for each source; see `search_sources`."""
    return map(_source, (source for source in site.sources if source.key in site.cited))


def article_entry(place: Placed) -> dict[str, Any]:
    """An article with its claims; see `search_index`."""
    return {
        "address": place.address,
        "title": place.article.title,
        "language": place.article.language,
        "claims": [*_claims(place)],
    }


def plain(pieces: Iterable[Piece]) -> str:
    """The words of some html: without its markers, citations and tags, blanks folded."""
    html = "".join(piece if isinstance(piece, str) else " " for piece in pieces)
    html = _TAG.sub(" ", _INSIDE.sub("", _MARKER.sub("", html)))
    return _LOOSE.sub("", " ".join(unescape(html).split()))


def _listed(entries: Iterable[dict[str, Any]]) -> bytes:
    lines = ",\n".join(map(encode, entries))
    return f"[\n{lines}\n]\n".encode()


def _claims(place: Placed) -> Iterator[dict[str, Any]]:
    notes = {sourced.note.address: sourced for sourced in place.notes}
    claimed: set[str] = set()
    for own, claim in own_claims(place.article):
        verdict, _, followed = told_of(place, claim)
        claimed.update(claim.labels)
        yield {
            "at": f"claim-{own}",
            "text": claim.text,
            "kind": claim.kind,
            "verdict": verdict,
            "sources": list(dict.fromkeys(s.key for trail in followed for s in trail.steps)),
            "note": " ".join(
                plain(notes[label].note.body) for label in claim.labels if label in notes
            ),
        }
    yield from (_lone(each) for address, each in notes.items() if address not in claimed)


def _lone(sourced: Sourced) -> dict[str, Any]:
    """A note that no passage bears."""
    note = sourced.note
    return {
        "at": f"fn-{note.address}",
        "text": "",
        "kind": note.kind,
        "verdict": note.verdict,
        "sources": list(dict.fromkeys(s.key for trail in sourced.trails for s in trail.steps)),
        "note": plain(note.body),
    }


def _head(place: Placed) -> dict[str, Any]:
    article = place.article
    return {
        "address": place.address,
        "title": article.title,
        "language": article.language,
        "date": article.front.date,
        "author": article.front.author,
        "summary": shortened(article.front.summary or article.lede, SUMMARY),
    }


def _source(source: Source) -> dict[str, Any]:
    names = [name for _, people in shown_names(source) for name in people]
    return {
        "key": source.key,
        "address": source_address(source.key),
        "title": source.title,
        "names": ", ".join(filter(None, map(_name, names))),
        "container": source.container_title or source.publisher,
        "issued": source.issued,
    }


def _name(name: Name) -> str:
    family = " ".join(filter(None, (name.given, name.particle, name.family)))
    return name.literal or family
