"""Cards of articles -> what search engines ask for: a sitemap (https://www.sitemaps.org) and robots.txt.

Both name absolute addresses: without a ``url`` there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape
from urllib.parse import quote

from sidegloss.listing import changed_on, newest_first, topics
from sidegloss.model import Card, Output
from sidegloss.slugs import source_address

AT_MOST = 50_000
"""Addresses that one sitemap may hold."""
_OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Entry = tuple[str, str]
"""An address, and the day on which it changed last; empty where that is not known."""


def robots(url: str) -> Iterator[Output]:
    """``robots.txt``: everything may be read, and the sitemap is named."""
    text = f"User-agent: *\nAllow: /\n\nSitemap: {url}sitemap.xml\n"
    yield Output("robots.txt", text.encode())


def sitemaps(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The files that `sitemap` writes."""
    count = len(entries)
    return "sitemap.xml", *(_names(count) if count > AT_MOST else ())


def sitemap(url: str, entries: Sequence[Entry]) -> Iterator[Output]:
    """``sitemap.xml``; of a very large site an index of ``sitemap-1.xml`` and so on."""
    parts = [entries[start : start + AT_MOST] for start in range(0, len(entries), AT_MOST)]
    if len(parts) == 1:
        yield _xml("sitemap.xml", "urlset", "url", url, entries)
        return
    names = _names(len(entries))
    index = [(name, max(day for _, day in part)) for name, part in zip(names, parts, strict=True)]
    yield _xml("sitemap.xml", "sitemapindex", "sitemap", url, index)
    for name, part in zip(names, parts, strict=True):
        yield _xml(name, "urlset", "url", url, part)


def _names(count: int) -> tuple[str, ...]:
    """The names of the parts that hold *count* addresses."""
    return tuple(f"sitemap-{number}.xml" for number in range(1, -(-count // AT_MOST) + 1))


def sitemap_entries(cards: Sequence[Card], cited: Collection[str]) -> Iterator[Entry]:
    """Every page that stands for itself: no draft, no page of a passage, no further page of a list."""
    shown = [card for card in cards if not card.front.draft]
    newest = newest_first(shown)
    front = next((card for card in shown if not card.address), None)
    yield "", _latest([*newest, *([front] if front else [])])
    yield from ((card.address, changed_on(card.front)) for card in shown if card.address)
    for sort in ("tags", "series"):
        found = topics(shown, sort)
        if found:
            yield f"{sort}/", ""
        yield from ((topic.head.address, _latest(topic.articles)) for topic in found)
    if any(card.makes_claims for card in shown):
        yield "claims/", ""
    if cited:
        yield "sources/", ""
    yield from ((source_address(key), "") for key in sorted(cited))


def _latest(articles: Sequence[Card]) -> str:
    return max((changed_on(card.front) for card in articles), default="")


def _xml(path: str, root: str, each: str, url: str, entries: Sequence[Entry]) -> Output:
    lines = [f'{_OPENING}<{root} xmlns="{_SPACE}">\n']
    for address, day in entries:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<{each}><loc>{escape(url + quote(address))}</loc>{changed}</{each}>\n")
    return Output(path, "".join((*lines, f"</{root}>\n")).encode())
