"""An article, or a passage -> what its page says in JSON-LD, in the words of schema.org.

An article is an ``Article`` with the sources that it cites as ``citation``; a passage is a ``Claim``, with
a review where one is due.

``Claim`` has the article as its ``appearance`` and the sources as ``citation``; where a source's
own words stand in the note, a ``Quotation`` does. Its ``description`` sums it up. A ``ClaimReview`` is of
somebody else's claim: it stands where the article reprints a source, the note gives a verdict on what
that says, and no annotator is among its authors.

The authors of a reprint's source are the ``author`` of the ``Article``, the annotators that of the page's
own ``Claim`` (the passage as they chose and sourced it) and of the ``ClaimReview``. Who made the claim is
the ``author`` of ``itemReviewed`` and of ``firstAppearance``, as schema.org and readers of reviews have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONEncoder
from typing import Any

from sidegloss.authors import full_name
from sidegloss.bylines import Byline, reviews_itself
from sidegloss.listing import changed_on, topic_address
from sidegloss.model import Name, Placed, Source
from sidegloss.names import ET_AL, is_organisation
from sidegloss.pages.context import Context
from sidegloss.passages import Passage, passage_address, told
from sidegloss.words import Words, term

REVIEWED = frozenset(
    (
        "false",
        "misleading",
        "outdated",
        "partly-true",
        "missing-context",
        "satire",
        "true",
        "confirmed",
    )
)
"""Verdicts that say how true a claim is."""

TYPES = {
    "article": "Article",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "broadcast": "Episode",
    "chapter": "Chapter",
    "collection": "Collection",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "manuscript": "Manuscript",
    "map": "Map",
    "motion_picture": "Movie",
    "paper-conference": "ScholarlyArticle",
    "periodical": "Periodical",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "Review",
    "review-book": "Review",
    "software": "SoftwareApplication",
    "thesis": "Thesis",
    "webpage": "WebPage",
}
"""CSL's types -> schema.org's; any other is a CreativeWork."""

_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""Nothing that stands in a ``<script>`` may end it."""

_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Thing = dict[str, Any]


def linked_data(
    context: Context, place: Placed, passage: Passage, words: Words, shown_in: Thing
) -> str:
    """The JSON-LD of a passage's page, ready to stand in a ``<script>``.

    *shown_in* is what `appearance` says of its article.
    """
    signed = context.byline(place.article.front)
    reviewed = context.sources.get(place.article.front.source)
    claim = _claim(context, place, passage, shown_in) | _filled(
        description=told(words, passage.sourced),
        author=_one_or_several(signed.annotators),
        firstAppearance=_work(reviewed) if reviewed else "",
    )
    verdict = passage.sourced.note.verdict
    if reviewed and verdict in REVIEWED and not reviews_itself(signed):
        review = _review(claim, reviewed, signed, term(words, f"verdict.{verdict}"))
        found: Thing = {"@context": "https://schema.org", "@graph": [claim, review]}
    else:
        found = {"@context": "https://schema.org", **claim}
    return _encode(found).translate(_SAFE)


def article_data(context: Context, place: Placed) -> str:
    """The JSON-LD of an article's page, ready to stand in a ``<script>``."""
    article, front, settings = place.article, place.article.front, context.settings
    reprinted, signed = context.sources.get(front.source), context.byline(place.article.front)
    found = {
        "@context": "https://schema.org",
        **appearance(context, place),
        **_filled(
            dateModified=changed_on(front) if changed_on(front) != front.date else "",
            description=front.summary or article.lede,
            keywords=list(front.tags),
            isPartOf={
                "@type": "CreativeWorkSeries",
                "name": front.series,
                **_filled(url=context.absolute(topic_address("series", front.series))),
            }
            if front.series
            else "",
            isBasedOn=_work(reprinted) if reprinted else "",
            contributor=_one_or_several(signed.annotators) if reprinted else "",
            publisher={
                "@type": "Organization",
                "name": settings.title,
                **_filled(url=settings.url),
            },
            citation=[_work(source) for source in _cited(context, place)],
        ),
    }
    return _encode(found).translate(_SAFE)


def _cited(context: Context, place: Placed) -> Iterator[Source]:
    """Each source that a note cites itself, once, in the order of the notes."""
    trails = (trail for sourced in place.notes for trail in sourced.trails)
    for key in dict.fromkeys(trail.citation.steps[0].key for trail in trails):
        if key in context.sources:
            yield context.sources[key]


def appearance(context: Context, place: Placed) -> Thing:
    """An article, as what its claims appear in."""
    article, front = place.article, place.article.front
    home = context.absolute(place.address)
    return {
        "@type": "Article",
        **({"@id": home, "url": home} if home else {}),
        "headline": article.title,
        **_filled(author=_one_or_several(context.byline(place.article.front).authors)),
        **_filled(datePublished=front.date, dateModified=front.updated),
        "inLanguage": article.language,
    }


def _claim(context: Context, place: Placed, passage: Passage, shown_in: Thing) -> Thing:
    address = context.absolute(passage_address(place.address, passage.label))
    return {
        "@type": "Claim",
        **({"@id": address, "url": address} if address else {}),
        "text": passage.claim.text,
        "inLanguage": place.article.language,
        "appearance": shown_in,
        **_filled(citation=list(_citations(context, passage))),
    }


def _citations(context: Context, passage: Passage) -> Iterator[Thing]:
    """Each source once, and each of the quotations from one."""
    seen = set()
    for trail in passage.sourced.trails:
        key, words = trail.citation.steps[0].key, trail.citation.quotation
        source = context.sources.get(key)
        if source is None or (key, words) in seen:
            continue
        seen.add((key, words))
        work = _work(source)
        yield {"@type": "Quotation", "text": words, "isPartOf": work} if words else work


def _review(claim: Thing, reviewed: Source, signed: Byline, verdict: str) -> Thing:
    return {
        "@type": "ClaimReview",
        **_filled(url=claim.get("url")),
        "claimReviewed": claim["text"],
        "description": claim["description"],
        "reviewRating": {"@type": "Rating", "alternateName": verdict},
        **_filled(
            author=_one_or_several(signed.annotators),
            datePublished=claim["appearance"].get("datePublished"),
        ),
        "itemReviewed": {
            "@type": "Claim",
            "text": claim["text"],
            "appearance": _work(reviewed),
            **_filled(author=_people(signed.authors), datePublished=_day(reviewed.issued)),
        },
    }


def _work(source: Source) -> Thing:
    url = source.url or (f"https://doi.org/{source.doi}" if source.doi else "")
    return {
        "@type": TYPES.get(source.type, "CreativeWork"),
        **_filled(
            name=source.title,
            author=_people(source.author),
            datePublished=_day(source.issued),
            publisher={"@type": "Organization", "name": source.publisher}
            if source.publisher
            else "",
            isPartOf={"@type": "CreativeWork", "name": source.container_title}
            if source.container_title
            else "",
            url=url,
            archivedAt=source.archive_url,
            creativeWorkStatus="Retracted" if source.retracted else "",
        ),
    }


def _people(names: tuple[Name, ...]) -> list[Thing]:
    return [
        {
            "@type": "Organization" if is_organisation(name) else "Person",
            "name": full_name(name),
        }
        for name in names
        if name.literal != ET_AL
    ]


def _one_or_several(names: tuple[Name, ...]) -> Thing | list[Thing] | None:
    """One person or body alone, several as an array, nobody as None."""
    found = _people(names)
    return found if len(found) > 1 else next(iter(found), None)


def _day(text: str) -> str:
    """A date as ISO 8601 has it; empty where it is a range or about a time."""
    return text if re.fullmatch(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", text, re.ASCII) else ""


def _filled(**fields: Any) -> Thing:
    return {name: value for name, value in fields.items() if value}
