"""A placed article and its sources -> the page that draws where its claims come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from html import unescape

from sidegloss import views
from sidegloss.layers import Edge
from sidegloss.model import End, Note, Placed, Standing, Trail
from sidegloss.pages.context import Context
from sidegloss.pages.drawing import EDGE, MARKS, Node, draw
from sidegloss.pages.key import CLAIMS_PER_KEY, claims_and_origins
from sidegloss.pages.labels import whose
from sidegloss.passages import counted, passages
from sidegloss.slugs import root_from
from sidegloss.words import Words, count, load, term

_ENDS = (End.CIRCULAR, End.UNDETERMINED, End.UNKNOWN, End.FIRST_HAND, End.NOT_ASKED)
"""Where trails end at one source in several ways, the first of these is drawn."""
_SAID = {"step": "picture.passes", "undetermined": "picture.undetermined"}


def sourcing_address(place: Placed) -> str:
    """Of the page that draws an article's sourcing; "" where that would say nothing.

    It says something where a source leads on to another, and where two notes lead to one. ``~``
    begins no label and no slug.
    """
    if len(passages(place)) < CLAIMS_PER_KEY:
        return ""
    leads_on = any(len(trail.steps) > 1 for each in place.notes for trail in each.trails)
    cited = [{trail.steps[0].key for trail in each.trails} for each in place.notes]
    meet = sum(map(len, cited)) > len(set().union(*cited))
    return f"{place.address}~sourcing/" if leads_on or meet else ""


def sourcing_view(place: Placed, context: Context) -> views.SourcingView:
    """What the page that draws an article's sourcing says."""
    return _Sourcing(place, context).view()


class _Sourcing:
    """The notes of an article that cite, and where their trails lead."""

    def __init__(self, place: Placed, context: Context) -> None:
        self.place, self.context = place, context
        self.words: Words = load(place.article.language, context.settings.words)
        self.at = sourcing_address(place)
        self.root = root_from(self.at)
        self.article = context.href("../", "")
        self.notes = [each for each in place.notes if each.trails]
        self.claims = {each.label: each.claim for each in passages(place)}

    def view(self) -> views.SourcingView:
        article = self.place.article
        nodes, edges = self._graph()
        picture = draw(nodes, edges, self.words)
        marks = {node.mark for node in nodes}
        summary, further = self._told()
        title = term(self.words, "picture.title-of", title=article.title)
        return views.SourcingView(
            frame=self.context.frame(
                self.at, title, summary, self.words, is_draft=article.front.draft
            ),
            article_title=article.title,
            article_href=self.article,
            summary=summary,
            further=further,
            box=f"{-EDGE} 0 {picture.width + 2 * EDGE} {picture.height}",
            width=f"{(picture.width + 2 * EDGE) / 20:g}rem",
            height=f"{picture.height / 20:g}rem",
            html=picture.html,
            styles=picture.styles,
            marks=tuple((name, mark) for name, (_, mark) in MARKS.items() if name in marks),
            rows=tuple(
                dict.fromkeys(self._row(n.note, trail) for n in self.notes for trail in n.trails)
            ),
        )

    def _cited(self, key: str) -> views.CitedSource:
        return self.context.cited(key, self.root)

    def _graph(self) -> tuple[list[Node], dict[Edge, list[str]]]:
        """Nodes, claims first, and the numbers of the trails that run along each edge."""
        numbers: dict[str, int] = {}
        edges: dict[Edge, list[str]] = {}
        through: dict[int, list[str]] = {}
        ends: dict[int, set[End]] = {}
        trails = [(claim, trail) for claim, each in enumerate(self.notes) for trail in each.trails]
        for number, (claim, trail) in enumerate(trails):
            path = [claim]
            for step in trail.steps:
                path.append(numbers.setdefault(step.key, len(self.notes) + len(numbers)))
                lane = "step" if path[1:-1] else str(trail.citation.stance)
                # A source that is said to cite itself has a mark that says so; a line could not.
                if path[-2] != path[-1]:
                    edges.setdefault(Edge(path[-2], path[-1], lane), []).append(str(number))
            for node in set(path):
                through.setdefault(node, []).append(str(number))
            ends.setdefault(path[-1], set()).add(trail.end)
        nodes = [self._claim(each.note, through[n]) for n, each in enumerate(self.notes)]
        for key, n in numbers.items():
            mark = str(min(ends[n], key=_ENDS.index)) if n in ends else "step"
            nodes.append(self._source(key, mark, through[n]))
        return nodes, edges

    def _claim(self, note: Note, trails: Sequence[str]) -> Node:
        text, href = self._named(note)
        kind = term(self.words, f"kind.{note.kind}")
        marker = term(self.words, "notes.marker", kind=kind, n=note.number)
        return Node(href, f"{marker}: {text}", text, "", str(note.kind), trails, note.number)

    def _source(self, key: str, mark: str, trails: Sequence[str]) -> Node:
        source = self._cited(key)
        who = whose(source, self.words)
        title = source.title if not who.startswith(source.title) else ""
        ending = term(self.words, _SAID.get(mark) or f"end.{mark}")
        if source.retracted:
            ending += term(self.words, "list.comma") + term(self.words, "source.retracted")
        said = f"{who}: {title} ({ending})" if title else f"{who} ({ending})"
        return Node(source.href, said, who, title, mark, trails, 0, bool(source.retracted))

    def _named(self, note: Note) -> tuple[str, str]:
        """A claim's text and its address; those of its note where no passage with words bears it."""
        claim = self.claims.get(note.address)
        text = (claim.is_block and self._head(note.address)) or claim.text if claim else ""
        fragment = f"{'claim' if claim else 'fn'}-{note.address}"
        see = term(self.words, "notes.see-note", n=note.number)
        return text or see, f"{self.article}#{fragment}"

    def _head(self, label: str) -> str:
        """The head of the table that a claim is; "" for any other block."""
        article = self.place.article
        excerpt = next((each for each in article.excerpts if label in each.labels), None)
        pieces = article.body[slice(*excerpt.pieces)] if excerpt else ()
        html = "".join(piece for piece in pieces if isinstance(piece, str))
        cells = re.findall(r"<th\b[^>]*>(.*?)</th>", html, re.DOTALL)
        texts = (unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in cells)
        return " · ".join(filter(None, texts))

    def _told(self) -> tuple[str, str]:
        """What the claims rest on, in a sentence; where trails end otherwise and what is not drawn."""
        words = self.words
        claims, origins = claims_and_origins(self.place)
        form = ("summary-one" if claims == 1 else "summary") if origins else "summary-without"
        names = [field.name for field in fields(Standing)]
        keys = [{key for n in self.notes for key in getattr(n.standing, name)} for name in names]
        met = counted(Standing(*map(tuple, keys)))
        ends = [count(words, *each) for each in met if each[0] not in ("outlet", "origin")]
        listed = term(words, "list.comma").join(ends)
        further = [term(words, "picture.otherwise", ends=listed)] if ends else []
        if left_out := len(self.place.notes) - len(self.notes):
            further.append(term(words, "picture.left-out", notes=count(words, "note", left_out)))
        shown = count(words, "claim", claims if origins else len(self.notes))
        reached = count(words, "origin", origins)
        return term(words, f"picture.{form}", claims=shown, origins=reached), " ".join(further)

    def _row(self, note: Note, trail: Trail) -> views.SourcingRow:
        text, href = self._named(note)
        return views.SourcingRow(
            number=note.number,
            claim=text,
            href=href,
            kind=note.kind,
            stance=trail.citation.stance,
            outlet=self._cited(trail.steps[0].key),
            last=self._cited(trail.steps[-1].key),
            end=trail.end,
            retracted=self._cited(trail.retracted) if trail.retracted else None,
            ways=tuple(self._cited(way.key) for way in trail.ways),
        )
