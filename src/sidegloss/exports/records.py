"""Articles and sources -> what Pagefind makes its index of: a small page for each article, claim and source.

A record's text is what is searched. What is shown of it, once it is found, is the entry that our own index
has of it, so that both are shown alike. It stands there as the name of an anchor: that comes back with what is
found, and is not searched, as metadata are. Nobody reads these pages; they are no outputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from sidegloss.exports.search import article_entry, encode, head, source_entry
from sidegloss.model import Output, PageSettings, Placed, Source
from sidegloss.words import load

Entry = tuple[str, tuple[str, ...], Mapping[str, Any], Mapping[str, Iterable[str]]]
"""What one record is made of; see `search_entries`."""

PAGEFIND = "search/pagefind/"
"""The folder of what Pagefind makes: no article stands there."""

_BLANK = re.compile(r"\s")
_ELIDED = re.compile(r"(?<!\w)\w{1,5}['’ʼ](?=\w{3})")
"""``l’`` of ``l’eau``, ``dell’`` of ``dell’acqua``; not ``they’`` of ``they’re``."""
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese: no blanks part their words."""


def search_entries(
    settings: PageSettings, published: Mapping[str, Source], articles: Sequence[Placed]
) -> Iterator[Entry]:
    """All that is made records of: what it is, its words, what is shown of it, what it can be narrowed by."""
    sources = {key: source_entry(source) for key, source in published.items()}
    spoken = load(settings.language, settings.words)
    for place in articles:
        article = article_entry(place, spoken)
        claims = article.pop("claims")
        for claim in claims:
            named = [sources[key] for key in claim["sources"] if key in sources]
            shown = [each["container"] or each["names"] or each["title"] for each in named]
            entry = {**claim, "article": article, "sources": list(dict.fromkeys(shown))}
            filters = {"kind": [claim["kind"]], "verdict": [claim["verdict"]]}
            filters["finding"] = [claim["finding"]]
            filters["source"] = claim["sources"]
            yield "claims", (claim["text"], claim["note"]), entry, filters
    for place in articles:
        entry = head(place, settings, published)
        words = (entry["title"], entry["summary"], entry["author"], entry["annotator"])
        yield "articles", words, entry, {}
    for key, entry in sources.items():
        words = (entry["title"], entry["names"], entry["container"], key)
        yield "sources", words, entry, {"source": [key]}


def search_records(entries: Iterable[Entry]) -> Iterator[Output]:
    """The records of *entries*, by the paths that they have among themselves.

    Each can be narrowed by *what* it is (``claims``, ``articles``, ``sources``), by its *source*, and a claim
    by its *kind*, *verdict* and *finding*.
    """
    for number, entry in enumerate(entries, 1):
        yield Output(f"{entry[0]}/{number}.html", _record(*entry))


def spaced(text: str) -> str:
    """*text* as words that Pagefind can tell: without ``l’``, and a script without blanks in pairs of letters.

    `spaced` in find.js does the same to what readers search for.
    """
    if text.isascii() and "'" not in text:
        return text
    return _UNPARTED.sub(_pairs, _ELIDED.sub("", text))


def _pairs(found: re.Match[str]) -> str:
    run = found[0]
    return f" {' '.join(run[at : at + 2] for at in range(len(run)))} "


def _escaped(blank: re.Match[str]) -> str:
    """As JSON may write it: Pagefind leaves blanks out of an anchor's name."""
    return f"\\u{ord(blank[0]):04x}"


def _record(
    what: str,
    words: tuple[str, ...],
    entry: Mapping[str, Any],
    filters: Mapping[str, Iterable[str]],
) -> bytes:
    """A page whose first words weigh twice as much as the others."""
    narrowed = [("what", what), *((name, value) for name in filters for value in filters[name])]
    head = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">\n'
        for name, value in narrowed
        if value
    )
    first, *others = (escape(spaced(text)) for text in words)
    body = f'<p data-pagefind-weight="2">{first}</p>\n'
    body += "".join(f"<p>{text}</p>\n" for text in others if text)
    shown = escape(_BLANK.sub(_escaped, encode(entry).replace(" ", "\\u0020")))
    return (
        f'<!DOCTYPE html>\n<html>\n<meta charset="utf-8">\n{head}'
        f'<body data-pagefind-body>\n<i id="{shown}"></i>\n{body}</body>\n</html>\n'
    ).encode()
