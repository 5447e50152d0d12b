"""An article's passages -> a view each: one claim in its block, lit, with its note."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from html import escape

from sidegloss import passages, views
from sidegloss.bylines import annotated_by, credited
from sidegloss.model import Claim, Excerpt, Kind, Placed, Stance
from sidegloss.pages.context import Context
from sidegloss.pages.labels import whose
from sidegloss.pages.linked_data import appearance, linked_data
from sidegloss.pages.slots import sheets
from sidegloss.passages import Passage, headline, in_quotes, passage_address, told
from sidegloss.shortening import shortened
from sidegloss.words import date, load, term

ABOVE = "../"
"""From a passage's page to its article's folder."""
LINKED = 60
"""Letters of a further passage in a link to it."""

OTHERS = 20
"""Other notes of one passage that its page links to; the article has them all."""
LONGEST = 32_000
"""Letters of html that a block of several passages may have; of a longer one each page shows its passage
alone, for else every page would hold the whole text."""


class Passages:
    """Makes the views of one article's passages.

    *shown* is the view of the article, *filled* the pieces of its text, whose links set out from it,
    *drawn* the addresses of the pages that have a picture for sharing.
    """

    def __init__(
        self,
        context: Context,
        place: Placed,
        shown: views.ArticleView,
        filled: Sequence[str],
        drawn: Collection[str],
    ) -> None:
        self.context, self.place, self.shown = context, place, shown
        self.drawn = drawn
        self.words = load(place.article.language, context.settings.words)
        self.made = self._made()
        self.appearance = appearance(context, place)
        self.notes = {note.label: note for note in shown.notes}
        self.blocks = {
            label: block
            for each in place.article.excerpts
            for block in (_block(each, filled),)
            for label in each.labels
        }
        self.again: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for claim in place.article.claims:
            for name in claim.ids:
                label, tilde, _ = name.rpartition("~")
                if tilde:
                    self.again[label].append((name, claim.text))

    def each(self) -> Iterator[tuple[str, views.PassageView]]:
        """(address, view) of each passage."""
        found = passages.passages(self.place)
        for index, passage in enumerate(found):
            before = found[index - 1] if index else None
            after = found[index + 1] if index + 1 < len(found) else None
            address = passage_address(self.place.address, passage.label)
            yield address, self._view(passage, address, (before, after), (index + 1, len(found)))

    def _view(
        self,
        passage: Passage,
        address: str,
        beside: tuple[Passage | None, Passage | None],
        numbered: tuple[int, int],
    ) -> views.PassageView:
        label, claim = passage.label, passage.claim
        before, after = beside
        article = self._above("")
        kind = passage.sourced.note.kind
        html = _lit(self.blocks[label] or _alone(claim, label, kind), label, kind)
        return views.PassageView(
            frame=self._frame(passage, address, sheets((html, *self.notes[label].body))),
            label=label,
            text=claim.text,
            kind=kind,
            html=html,
            note=self.notes[label],
            number=numbered[0],
            total=numbered[1],
            article_title=self.shown.title,
            article_href=article,
            author=self.shown.author,
            publication=self.shown.publication,
            issued=self.shown.issued,
            annotator=self.shown.annotator,
            date=self.shown.date,
            here=f"{article}#claim-{label}",
            further=tuple(self._further(label)),
            others=tuple(self._others(claim, label)),
            previous=self._above(f"{before.label}/") if before else "",
            next=self._above(f"{after.label}/") if after else "",
            oembed=self.context.absolute(f"{address}oembed.json"),
        )

    def _above(self, address: str) -> str:
        return self.context.href(ABOVE, address)

    def _frame(self, passage: Passage, address: str, shown_with: tuple[str, ...]) -> views.Frame:
        title, description = headline(self.words, passage.claim), self._description(passage)
        is_drawn = address in self.drawn
        card = self.context.card(address, f"{title} – {description}") if is_drawn else None
        return self.context.frame(
            address,
            title,
            description,
            self.words,
            is_draft=self.place.article.front.draft,
            robots="noindex, follow",
            sheets=shown_with,
            image=card or self.shown.frame.image,
            authors=self.shown.frame.authors,
            linked_data=linked_data(self.context, self.place, passage, self.words, self.appearance),
        )

    def _description(self, passage: Passage) -> str:
        """What the claim amounts to, which sources dispute it, and where it is made."""
        parts = [told(self.words, passage.sourced)]
        if names := self._disputing(passage):
            parts.append(term(self.words, "notes.disputed-by", names=names))
        return f"{' · '.join(parts)} – {self.made}"

    def _disputing(self, passage: Passage) -> str:
        """The sources that dispute the claim, in short; empty if none does."""
        trails = [t for t in passage.sourced.trails if t.citation.stance is Stance.DISPUTES]
        cited = [
            self.context.cited(key, "") for key in dict.fromkeys(t.steps[0].key for t in trails)
        ]
        return term(self.words, "list.comma").join(whose(source, self.words) for source in cited)

    def _made(self) -> str:
        """The article, who wrote it, where it appeared, who annotated it, and when."""
        signed = self.context.byline(self.place.article.front)
        day = date(self.words, self.shown.date) if self.shown.date else ""
        who = credited(self.words, signed) if self.shown.author else ""
        parts = [in_quotes(self.words, self.shown.title, len(self.shown.title)), who]
        if not signed.is_reprint:
            return term(self.words, "list.comma").join(filter(None, (*parts, day)))
        made = term(self.words, "list.comma").join(filter(None, parts))
        return " · ".join(filter(None, (made, annotated_by(self.words, signed), day)))

    def _further(self, label: str) -> Iterator[views.Link]:
        for name, text in self.again[label]:
            href = f"{self._above('')}#claim-{name}"
            yield views.Link(shortened(text, LINKED), href)

    def _others(self, claim: Claim, label: str) -> Iterator[views.Link]:
        for other in claim.labels[:OTHERS]:
            note = self.notes[other]
            if other != label and note.here:
                word = f"verdict.{note.verdict}" if note.verdict else f"kind.{note.kind}"
                yield views.Link(term(self.words, word), self._above(f"{other}/"))


# ---------------------------------------------------------------- the block, one passage lit


def _block(excerpt: Excerpt, filled: Sequence[str]) -> str:
    """The excerpt's html; empty where it is too long to stand on the page of each of its passages."""
    html = _cut(excerpt, filled)
    return "" if len(excerpt.labels) > 1 and len(html) > LONGEST else html


def _alone(claim: Claim, label: str, kind: Kind) -> str:
    """A passage without its block, as `markup.rendering` writes it."""
    given = f'class="claim" data-kind="{kind}" data-notes="{label}"'
    return f"<p><span {given}>{escape(claim.text)}</span></p>\n"


def _cut(excerpt: Excerpt, filled: Sequence[str]) -> str:
    """The excerpt's html, whole."""
    html = "".join(filled[slice(*excerpt.pieces)])
    if excerpt.form == "row":
        head = "".join(filled[slice(*excerpt.head)])
        html = f'<div class="table"><table>\n{head}<tbody>\n{html}</tbody>\n</table></div>\n'
    elif excerpt.form == "text":
        html = f"<p>{html}</p>\n"
    return f"<blockquote>\n{html}</blockquote>\n" if excerpt.is_quoted else html


# What `markup.rendering` writes. No text of an author can look so: in it `"` and `<` are escaped.
_MARKER = re.compile(r'<sup[^<>]*><a href="#fn-[^<>]*>\[\d+\]</a></sup>')
_MARKS = re.compile(r'<p class="marks">\s*</p>\n?')
_PLACE = re.compile(r'<span class="place[^<>]*></span>')
_CLAIM = re.compile(
    r'<(span|div) class="claim(-block)?(?: main)?" data-kind="\w+" data-notes="([^"]*)"[^<>]*>'
)
_ID = re.compile(r' id="[^"]*"')


def _lit(html: str, label: str, kind: str) -> str:
    """The block without markers and ids; of its passages *label* alone is marked, and lit."""

    def marked(found: re.Match[str]) -> str:
        tag, block, labels = found.groups()
        if label not in labels.split(" "):
            return f"<{tag}>"
        return f'<{tag} class="claim{block or ""} on" data-kind="{kind}" data-notes="{label}">'

    plain = _PLACE.sub("", _MARKS.sub("", _MARKER.sub("", html)))
    return _ID.sub("", _CLAIM.sub(marked, plain))
