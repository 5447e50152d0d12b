"""Site -> what search engines ask for: a sitemap (https://www.sitemaps.org) and robots.txt.

Both name absolute addresses: without a ``url`` there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import quote

from sidegloss.listing import changed_on, makes_claims, newest_first, topics
from sidegloss.model import Output, Placed, Site
from sidegloss.slugs import source_address

AT_MOST = 50_000
"""Addresses that one sitemap may hold."""
_OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Entry = tuple[str, str]
"""An address, and the day on which it changed last; empty where that is not known."""


def robots(site: Site) -> Iterator[Output]:
    """``robots.txt``: everything may be read, and the sitemap is named."""
    if site.settings.url:
        text = f"User-agent: *\nAllow: /\n\nSitemap: {site.settings.url}sitemap.xml\n"
        yield Output("robots.txt", text.encode())


def sitemaps(site: Site) -> tuple[str, ...]:
    """The names of all that is made here."""
    if not site.settings.url:
        return ()
    count = sum(1 for _ in _entries(site))
    return "robots.txt", "sitemap.xml", *(_names(count) if count > AT_MOST else ())


def sitemap(site: Site) -> Iterator[Output]:
    """``sitemap.xml``; of a very large site an index of ``sitemap-1.xml`` and so on."""
    if not site.settings.url:
        return
    found = list(_entries(site))
    parts = [found[start : start + AT_MOST] for start in range(0, len(found), AT_MOST)]
    if len(parts) == 1:
        yield _xml("sitemap.xml", "urlset", "url", site.settings.url, found)
        return
    names = _names(len(found))
    index = [(name, max(day for _, day in part)) for name, part in zip(names, parts, strict=True)]
    yield _xml("sitemap.xml", "sitemapindex", "sitemap", site.settings.url, index)
    for name, part in zip(names, parts, strict=True):
        yield _xml(name, "urlset", "url", site.settings.url, part)


def _names(count: int) -> tuple[str, ...]:
    """The names of the parts that hold *count* addresses."""
    return tuple(f"sitemap-{number}.xml" for number in range(1, -(-count // AT_MOST) + 1))


def _entries(site: Site) -> Iterator[Entry]:
    """Every page that stands for itself: no draft, no page of a passage, no further page of a list."""
    shown = [place for place in site.articles if not place.article.front.draft]
    newest = newest_first(shown)
    front = next((place for place in shown if not place.address), None)
    yield "", _latest([*newest, *([front] if front else [])])
    yield from ((place.address, changed_on(place)) for place in shown if place.address)
    for sort in ("tags", "series"):
        found = topics(shown, sort)
        if found:
            yield f"{sort}/", ""
        yield from ((topic.address, _latest(topic.articles)) for topic in found)
    if any(makes_claims(place.article) for place in shown):
        yield "claims/", ""
    if site.cited:
        yield "sources/", ""
    yield from ((source_address(key), "") for key in sorted(site.cited))


def _latest(articles: Sequence[Placed]) -> str:
    return max((changed_on(place) for place in articles), default="")


def _xml(path: str, root: str, each: str, url: str, entries: Sequence[Entry]) -> Output:
    lines = [f'{_OPENING}<{root} xmlns="{_SPACE}">\n']
    for address, day in entries:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<{each}><loc>{escape(url + quote(address))}</loc>{changed}</{each}>\n")
    return Output(path, "".join((*lines, f"</{root}>\n")).encode())
