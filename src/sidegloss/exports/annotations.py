"""An article's notes -> ``annotations.jsonld``: W3C Web Annotations, one a note.

After the Web Annotation Data Model (Recommendation of 23 February 2017): an AnnotationCollection
with its one page in it, since a collection names itself and its page and one file can hold both. A
plain array could bear neither context nor name.

- What is cited is a `SpecificResource` of the source, the source's own words a quote selector on it,
  its archived copy a `TimeState`. What it does to the claim is said in CiTO, the Citation Typing
  Ontology, the place in it in BIBO, and what it rests on in schema.org, for the model has no words
  for these.
- The note as written is a `TextualBody` for ``commenting``, the verdict one for ``assessing``, and so is
  that the claim rests on a retracted source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from json import JSONEncoder
from typing import Any
from urllib.parse import quote

from sidegloss.authors import full_name
from sidegloss.dates import day
from sidegloss.exports.anchors import Anchor, anchored
from sidegloss.exports.comments import comment
from sidegloss.exports.noted import Noted
from sidegloss.model import Name, Output, Source, Sourced, Stance, Step, Trail
from sidegloss.names import ET_AL, is_organisation
from sidegloss.passages import finding_told
from sidegloss.slugs import source_address
from sidegloss.words import term

NAME = "annotations.jsonld"
CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "cito": "http://purl.org/spar/cito/",
        "givesSupportTo": {"@id": "cito:givesSupportTo", "@type": "@id"},
        "disputes": {"@id": "cito:disputes", "@type": "@id"},
        "givesBackgroundTo": {"@id": "cito:givesBackgroundTo", "@type": "@id"},
        "locator": "http://purl.org/ontology/bibo/locator",
    },
]
AROUND = 32
"""Characters before and after a quotation: what Hypothesis, the best known reader of these, keeps."""
DEEPEST = 50
"""Steps of a trail that are told in one another: who reads JSON goes down into it, and no stack is endless."""

_STANCES = {
    Stance.SUPPORTS: "givesSupportTo",
    Stance.DISPUTES: "disputes",
    Stance.CONTEXT: "givesBackgroundTo",
}
_HTML_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3236"
_encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def web_annotations(noted: Noted) -> Iterator[Output]:
    """The file beside an article; one annotation stands on each line."""
    article, here = noted.place.article, noted.here + NAME
    text, anchors = anchored(article)
    sources = {source.key: source for source in noted.sources}
    items = [
        _annotation(noted, sourced, text, anchors[sourced.note.address], sources)
        for sourced in noted.place.notes
    ]
    # labels begin with a letter or a digit, so no note has this address
    only = f"{here}#~page"
    head = {
        "@context": CONTEXT,
        "id": here,
        "type": "AnnotationCollection",
        "label": article.title,
        "total": len(items),
        "last": only,
        "first": {"id": only, "type": "AnnotationPage", "startIndex": 0, "partOf": here},
    }
    lines = ",\n".join(map(_encode, items))
    file = f'{_encode(head)[:-2]},"items":[\n{lines}\n]}}}}\n'
    yield Output(noted.place.address + NAME, file.encode())


def _annotation(
    noted: Noted,
    sourced: Sourced,
    text: str,
    found: Sequence[Anchor],
    sources: Mapping[str, Source],
) -> dict[str, Any]:
    note = sourced.note
    # a label has one address for ever, that of its first passage; the others are targets
    claimed = f"{noted.page}#{found[0].id}" if found else noted.page
    bodies = [
        *_finding(noted, sourced),
        *_verdict(noted, note.verdict),
        *(_cited(trail, claimed, noted, sources) for trail in sourced.trails),
        *_comment(noted, sourced),
    ]
    targets: list[Any] = [_target(each, noted.page, text) for each in found] or [noted.page]
    told: dict[str, Any] = {
        "id": f"{noted.here}{NAME}#{note.address}",
        "type": "Annotation",
        "motivation": bodies[0]["purpose"] if bodies else "highlighting",
        **_made(noted),
    }
    if bodies:
        told["body"] = bodies
    return told | {"target": targets if len(targets) > 1 else targets[0]}


def _made(noted: Noted) -> dict[str, Any]:
    """Who and when. The model asks for a moment, an article has a day: its first moment in UTC.

    Several annotators are an array.
    """
    front = noted.place.article.front
    made = [_creator(name) for name in noted.annotators if name.literal != ET_AL]
    author = {"creator": made if len(made) > 1 else made[0]} if made else {}
    dates = {"created": front.date, "modified": front.updated}
    return author | {name: _moment(date) for name, date in dates.items() if date}


def _creator(name: Name) -> dict[str, str]:
    return {"type": "Organization" if is_organisation(name) else "Person", "name": full_name(name)}


def _moment(date: str) -> str:
    return f"{date}T00:00:00Z"


def _target(anchor: Anchor, page: str, text: str) -> dict[str, Any]:
    name, begin, end = anchor
    selectors = [{"type": "FragmentSelector", "conformsTo": _HTML_FRAGMENTS, "value": name}]
    if begin < end:
        quote = {
            "exact": text[begin:end],
            "prefix": text[max(begin - AROUND, 0) : begin],
            "suffix": text[end : end + AROUND],
        }
        selectors.append({"type": "TextQuoteSelector"} | quote)
    return {"type": "SpecificResource", "source": page, "selector": selectors}


# ---------------------------------------------------------------- bodies


def _finding(noted: Noted, sourced: Sourced) -> Iterator[dict[str, Any]]:
    """That the claim rests on a retracted source: it comes before all else that is said of it."""
    value = finding_told(noted.words, sourced)
    if value:
        yield _textual(noted, value, "text/plain", "assessing")


def _verdict(noted: Noted, verdict: str) -> Iterator[dict[str, Any]]:
    if verdict:
        value = term(noted.words, f"verdict.{verdict}")
        yield _textual(noted, value, "text/plain", "assessing")


def _comment(noted: Noted, sourced: Sourced) -> Iterator[dict[str, Any]]:
    value = comment(noted, sourced)
    if value:
        yield _textual(noted, value, "text/html", "commenting")


def _textual(noted: Noted, value: str, form: str, purpose: str) -> dict[str, Any]:
    return {
        "type": "TextualBody",
        "purpose": purpose,
        "format": form,
        "language": noted.words.language,
        "textDirection": noted.words.direction,
        "value": value,
    }


def _cited(
    trail: Trail, claimed: str, noted: Noted, sources: Mapping[str, Source]
) -> dict[str, Any]:
    """The first source of a trail, with what it does to the claim, and all that it rests on."""
    citation = trail.citation
    below: dict[str, Any] = {}
    for step in reversed(trail.steps[:DEEPEST]):
        based = {"schema:isBasedOn": below} if below else {}
        below = _step(step, sources[step.key], noted) | based
    quoted = {"selector": {"type": "TextQuoteSelector", "exact": citation.quotation}}
    return (
        {"type": "SpecificResource", "purpose": "linking"}
        | below
        | (quoted if citation.quotation else {})
        | {_STANCES[citation.stance]: [claimed]}
    )


def _step(step: Step, source: Source, noted: Noted) -> dict[str, Any]:
    told: dict[str, Any] = {"type": "SpecificResource", "source": _work(source, noted)}
    if source.archive_url:
        state = {"type": "TimeState", "cached": source.archive_url}
        made = day(source.archived)
        told["state"] = state | {"sourceDate": _moment(made)} if made else state
    return told | {"locator": step.locator} if step.locator else told


def _work(source: Source, noted: Noted) -> dict[str, Any]:
    """A source by its address in the web, else by its DOI, else by its page on this site."""
    address = source.url or (f"https://doi.org/{quote(source.doi)}" if source.doi else "")
    address = address or noted.root + quote(source_address(source.key))
    told = {"id": address, "schema:name": source.title or source.key}
    return told | {"schema:creativeWorkStatus": "Retracted"} if source.retracted else told
