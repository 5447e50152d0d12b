"""Articles and sources -> what readers search: JSON indexes of articles, of sources, and of claims with their notes.

Claims lie in parts of some articles, one a line: a reader loads the newest first, and an article that
has changed changes its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from json import JSONEncoder
from typing import Any

from sidegloss.authors import full_name
from sidegloss.bylines import annotated_by, byline, credited
from sidegloss.exports.csl_json import shown_names
from sidegloss.model import Output, PageSettings, Piece, Placed, Source, Sourced
from sidegloss.names import ET_AL
from sidegloss.passages import Passage, finding, further_passages, passages, sources_of, told
from sidegloss.shortening import shortened
from sidegloss.slugs import source_address
from sidegloss.words import Words, load

ARTICLES, SOURCES = "search/articles.json", "search/bibliography.json"

SUMMARY = 160
"""Letters of an article's summary that are searched."""

encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_MARKER = re.compile(r"<sup\b[^>]*>[^<]*<a\b[^>]*>[^<]*</a></sup>")
_INSIDE = re.compile(r"</?(?:a|b|code|del|em|i|kbd|s|span|strong|sub|sup)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_LOOSE = re.compile(r"\s+(?=[.,](?:\s|$))")
"""What a citation that is left out leaves before a full stop."""


def search_index(words: Words, path: str, part: Sequence[Placed]) -> Iterator[Output]:
    """The index at *path*: an array of articles, the newest first.

    An article is ``{address, title, language, claims}``, a claim ``{at, text, kind, verdict, finding, told,
    sources, note}``, all of its own note: *at* is the id of its passage, *told* sums it up in *words*, the
    site's, *note* holds the words of the note. A note on no passage has no text. A further passage of a
    note is an entry without *note*.
    """
    yield Output(path, _listed(article_entry(place, words) for place in part))


def search_articles(
    settings: PageSettings, sources: Mapping[str, Source], articles: Sequence[Placed]
) -> Iterator[Output]:
    """Every article: ``{address, title, language, date, author, annotator, summary}``, all as they are shown."""
    yield Output(ARTICLES, _listed(head(place, settings, sources) for place in articles))


def search_sources(published: Mapping[str, Source]) -> Iterator[Output]:
    """Every source that is published: ``{key, address, title, names, container, issued}``."""
    yield Output(SOURCES, _listed(map(source_entry, published.values())))


def article_entry(place: Placed, words: Words) -> dict[str, Any]:
    """An article with its claims; see `search_index`."""
    return {
        "address": place.address,
        "title": place.article.title,
        "language": place.article.language,
        "claims": [*_claims(place, words)],
    }


def plain(pieces: Iterable[Piece]) -> str:
    """The words of some html: without its markers, citations and tags, blanks folded."""
    html = "".join(piece if isinstance(piece, str) else " " for piece in pieces)
    html = _TAG.sub(" ", _INSIDE.sub("", _MARKER.sub("", html)))
    return _LOOSE.sub("", " ".join(unescape(html).split()))


def _listed(entries: Iterable[dict[str, Any]]) -> bytes:
    lines = ",\n".join(map(encode, entries))
    return f"[\n{lines}\n]\n".encode()


def _claims(place: Placed, words: Words) -> Iterator[dict[str, Any]]:
    found = {passage.label: passage for passage in passages(place)}
    for label, passage in found.items():
        yield _claim(passage, f"claim-{label}", plain(passage.sourced.note.body), words)
    for label, name, claim in further_passages(place.article):
        if label in found:
            further = Passage(label, claim, found[label].sourced)
            yield _claim(further, f"claim-{name}", "", words)
    yield from (_lone(each, words) for each in place.notes if each.note.address not in found)


def _claim(passage: Passage, at: str, note: str, words: Words) -> dict[str, Any]:
    own = passage.sourced.note
    return {
        "at": at,
        "text": passage.claim.text,
        "kind": own.kind,
        "verdict": own.verdict,
        "finding": finding(passage.sourced.standing),
        "told": told(words, passage.sourced),
        "sources": list(sources_of(passage.sourced)),
        "note": note,
    }


def _lone(sourced: Sourced, words: Words) -> dict[str, Any]:
    """A note that no passage bears."""
    note = sourced.note
    return {
        "at": f"fn-{note.address}",
        "text": "",
        "kind": note.kind,
        "verdict": note.verdict,
        "finding": finding(sourced.standing),
        "told": told(words, sourced),
        "sources": list(sources_of(sourced)),
        "note": plain(note.body),
    }


def head(place: Placed, settings: PageSettings, sources: Mapping[str, Source]) -> dict[str, Any]:
    """An entry for an article; see `search_articles`."""
    article = place.article
    words = load(article.language, settings.words)
    signed = byline(article.front, settings, sources)
    is_signed = signed.is_reprint or article.front.author
    return {
        "address": place.address,
        "title": article.title,
        "language": article.language,
        "date": article.front.date,
        "author": credited(words, signed) if is_signed else "",
        "annotator": annotated_by(words, signed),
        "summary": shortened(article.front.summary or article.lede, SUMMARY),
    }


def source_entry(source: Source) -> dict[str, Any]:
    """An entry for a source; see `search_sources`."""
    names = [name for _, people in shown_names(source) for name in people]
    return {
        "key": source.key,
        "address": source_address(source.key),
        "title": source.title,
        "names": ", ".join(full_name(name) for name in names if name.literal != ET_AL),
        "container": source.container_title or source.publisher,
        "issued": source.issued,
    }
