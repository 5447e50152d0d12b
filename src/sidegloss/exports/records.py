"""Site -> what Pagefind makes its index of: a small page for each article, claim and source.

A record's text is what is searched. What is shown of it, once it is found, is the entry that our own index
has of it, so that both are shown alike. It stands there as the name of an anchor: that comes back with what is
found, and is not searched, as metadata are. Nobody reads these pages; they are no outputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from sidegloss.exports.search import article_entry, encode, heads, source_entries
from sidegloss.model import Output, Site

PAGEFIND = "search/pagefind/"
"""The folder of what Pagefind makes: no article stands there."""

_BLANK = re.compile(r"\s")
_INSIDE_WORDS = re.compile(r"(?<=\w)['’ʼ‐‑-](?=\w)")
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese: no blanks part their words."""


def search_records(site: Site) -> Iterator[Output]:
    """The records, by the paths that they have among themselves.

    Each can be narrowed by *what* it is (``claims``, ``articles``, ``sources``), by its *source*, and a claim
    by its *kind* and *verdict*.
    """
    sources = {entry["key"]: entry for entry in source_entries(site)}
    number = 0
    for place in site.articles:
        article = article_entry(place)
        claims = article.pop("claims")
        for number, claim in enumerate(claims, number + 1):
            named = [sources[key] for key in claim["sources"] if key in sources]
            shown = [each["container"] or each["names"] or each["title"] for each in named]
            entry = {**claim, "article": article, "sources": list(dict.fromkeys(shown))}
            filters = {"kind": [claim["kind"]], "verdict": [claim["verdict"]]}
            filters["source"] = claim["sources"]
            words = (claim["text"], claim["note"])
            yield _record(f"claims/{number}", "claims", words, entry, filters)
    for number, entry in enumerate(heads(site), 1):
        words = (entry["title"], entry["summary"], entry["author"])
        yield _record(f"articles/{number}", "articles", words, entry, {})
    for number, entry in enumerate(sources.values(), 1):
        words = (entry["title"], entry["names"], entry["container"], entry["key"])
        yield _record(f"sources/{number}", "sources", words, entry, {"source": [entry["key"]]})


def spaced(text: str) -> str:
    """*text* with blanks where a word may begin: after ``l’``, after a hyphen, and between the pairs
    of letters of a script without blanks. The script parts what is asked for in the same way.
    """
    return _UNPARTED.sub(_pairs, _INSIDE_WORDS.sub(" ", text))


def _pairs(found: re.Match[str]) -> str:
    run = found[0]
    return f" {' '.join(run[at : at + 2] for at in range(len(run)))} "


def _escaped(blank: re.Match[str]) -> str:
    """As JSON may write it: Pagefind leaves blanks out of an anchor's name."""
    return f"\\u{ord(blank[0]):04x}"


def _record(
    name: str,
    what: str,
    words: Iterable[str],
    entry: Mapping[str, Any],
    filters: Mapping[str, Iterable[str]],
) -> Output:
    """A page whose first words weigh twice as much as the others."""
    narrowed = [("what", what), *((name, value) for name in filters for value in filters[name])]
    head = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">\n'
        for name, value in narrowed
        if value
    )
    weights = (' data-pagefind-weight="2"', "", "", "")
    body = "\n".join(
        f"<p{weight}>{escape(spaced(text))}</p>"
        for weight, text in zip(weights, words, strict=False)
        if text
    )
    shown = _BLANK.sub(_escaped, encode(entry))
    html = (
        f'<!DOCTYPE html>\n<html>\n<meta charset="utf-8">\n{head}'
        f'<body data-pagefind-body>\n<i id="{escape(shown)}"></i>\n{body}\n</body>\n</html>\n'
    )
    return Output(f"{name}.html", html.encode())
