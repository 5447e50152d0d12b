"""A note -> its html for readers elsewhere: no classes, no ids, citations in words, whole links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import quote

from sidegloss.exports.noted import Noted
from sidegloss.model import (
    Citation,
    CitationSlot,
    Form,
    ImageSlot,
    LinkSlot,
    Name,
    Piece,
    Source,
    Sourced,
)
from sidegloss.names import ET_AL
from sidegloss.slugs import source_address
from sidegloss.words import term

_TAG = re.compile(r"<(\w+)( [^<>]*)>")
"""A whole tag. One with a slot for its address comes in two pieces, and has nothing to leave out."""
_ATTRIBUTE = re.compile(r' ([\w-]+)(?:="([^"]*)")?')
_KEPT = frozenset(
    """
    alt checked colspan dir disabled height href lang rowspan src start title type width
    """.split()  # noqa: SIM905 - a list to be read
)
_YEAR = re.compile(r"-?\d{4}")


def comment(noted: Noted, sourced: Sourced) -> str:
    """The note as written; empty where it holds nothing but citations."""
    links, sources = dict(noted.links), {source.key: source for source in noted.sources}

    def shown(piece: Piece) -> str:
        if isinstance(piece, str):
            return _TAG.sub(lambda found: _bare(found, noted.page), piece)
        if isinstance(piece, CitationSlot):
            note = sourced.note
            return _cited(piece, note.named if piece.is_named else note.citations, sources, noted)
        if isinstance(piece, ImageSlot):
            return f'<img src="{escape(links[piece.target])}" alt="{escape(piece.alt)}">'
        if isinstance(piece, LinkSlot):
            return escape(_link(piece, links, noted.page))
        return ""  # a CitationEnd: no note has one once its citations are settled

    html = "".join(map(shown, sourced.note.body))
    return html.replace("<p></p>", "").strip()


def _link(slot: LinkSlot, links: Mapping[str, str], page: str) -> str:
    fragment = f"#{slot.fragment}" if slot.fragment else ""
    return (links[slot.target] if slot.target else page) + fragment


def _bare(found: re.Match[str], page: str) -> str:
    return f"<{found[1]}{''.join(_kept(name, value, page) for name, value in _ATTRIBUTE.findall(found[2]))}>"


def _kept(name: str, value: str, page: str) -> str:
    if name not in _KEPT:
        return ""
    if name == "href" and value.startswith("#"):
        value = escape(page) + value
    return f' {name}="{value}"'


# ---------------------------------------------------------------- citations


def _cited(
    slot: CitationSlot, citations: tuple[Citation, ...], sources: Mapping[str, Source], noted: Noted
) -> str:
    if slot.is_alone:
        return ""
    shown = [_short(citations[index], sources, noted) for index in slot.citations]
    if slot.is_attribution:
        return term(noted.words, "list.comma").join(shown)
    is_in_text = citations[slot.citations[0]].form is Form.IN_TEXT
    return "; ".join(shown) if is_in_text else f"({'; '.join(shown)})"


def _short(citation: Citation, sources: Mapping[str, Source], noted: Noted) -> str:
    step = citation.steps[0]
    source = sources[step.key]
    comma = term(noted.words, "list.comma")
    signal = citation.signal_html or escape(citation.signal)
    link = escape(noted.root + quote(source_address(source.key)))
    found = _YEAR.search(source.issued)
    year, name = found[0] if found else "", escape(_whose(source, noted))
    place = step.shown or escape(step.locator)
    if citation.form is Form.IN_TEXT:
        inside = comma.join(filter(None, (year, place)))
        return f'<a href="{link}">{name}{f" ({inside})" if inside else ""}</a>'
    if citation.form is Form.AUTHORLESS and year:
        name, year = year, ""
    cited = f'<a href="{link}">{" ".join(filter(None, (name, year)))}</a>'
    return f"{signal} " * bool(signal) + cited + (comma + place if place else "")


def _whose(source: Source, noted: Noted) -> str:
    """Who made it, else where it appeared, else its title."""
    everybody = source.author or source.editor
    people = [name for name in map(_family, everybody) if name and name != ET_AL]
    if people and (len(people) > 3 or len(people) < len(everybody)):
        return f"{people[0]} {term(noted.words, 'citation.et-al')}"
    listed = _joined(people, term(noted.words, "list.comma"), term(noted.words, "list.and"))
    return listed or source.container_title or source.title or source.key


def _family(name: Name) -> str:
    return name.literal or " ".join(filter(None, (name.particle, name.family or name.given)))


def _joined(names: Iterable[str], comma: str, last: str) -> str:
    *first, end = list(names) or [""]
    return f"{comma.join(first)}{last}{end}" if first else end
