"""An article and the sources of its site -> who signs its text, and who signs its notes.

The text of a reprint (``source:`` in the front matter) is signed by the authors of the source, its notes
by the annotators: the article's own ``author``, else the site's (product.md, section 5, Reprints).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sidegloss.authors import full_name, joined
from sidegloss.model import FrontMatter, Name, PageSettings, Source
from sidegloss.names import ET_AL
from sidegloss.words import Words, term


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs an article. Both tuples may be empty: nobody signs, or nobody is known."""

    authors: tuple[Name, ...]
    """Of the text. If nobody signed a reprinted source: its publication."""
    publication: str
    """Where a reprint appeared first; empty for other articles, and if *authors* say it already."""
    annotators: tuple[Name, ...]
    """Of the notes. They differ from *authors* in a reprint only."""
    is_reprint: bool


def byline(front: FrontMatter, settings: PageSettings, sources: Mapping[str, Source]) -> Byline:
    """Who signs the article with the front matter *front*; *sources* has the source that it reprints."""
    own = front.author or settings.author
    reprinted = sources.get(front.source) if front.source else None
    if reprinted is None:
        return Byline(own, "", own, is_reprint=False)
    publication = reprinted.container_title or reprinted.publisher
    authors = reprinted.author or ((Name(literal=publication),) if publication else ())
    is_said = publication in {full_name(name) for name in authors}
    annotators = settings.author if is_author_repeated(front, settings, authors) else own
    return Byline(authors, "" if is_said else publication, annotators, is_reprint=True)


def is_author_repeated(front: FrontMatter, settings: PageSettings, authors: Iterable[Name]) -> bool:
    """Whether ``author`` repeats the *authors* of the reprinted source and the site has another author.

    It then says who wrote the text, and the site's author signs the notes: nobody reviews herself.
    """
    text, own, others = _known(authors), _known(front.author), _known(settings.author)
    return bool(own and own <= text and others and not others <= text)


def reviews_itself(signed: Byline) -> bool:
    """Whether an annotator of a reprint is among its authors."""
    return not _known(signed.annotators).isdisjoint(_known(signed.authors))


def _known(people: Iterable[Name]) -> frozenset[str]:
    return frozenset(full_name(name).casefold() for name in people)


# ---------------------------------------------------------------- in words


def people(words: Words, names: Iterable[Name]) -> str:
    """*names* as one text of the language of *words*: "Ann Bo and Cy Du"; empty for nobody."""
    everybody = tuple(names)
    named = [full_name(name) for name in everybody if name.literal != ET_AL]
    if len(named) < len(everybody):
        return f"{term(words, 'list.comma').join(named)} {term(words, 'citation.et-al')}".strip()
    return joined(named, term(words, "list.comma"), term(words, "list.and"))


def credited(words: Words, signed: Byline) -> str:
    """The authors and the publication: "Lena Voss, The Herald"; may be empty."""
    parts = people(words, signed.authors), signed.publication
    return term(words, "list.comma").join(filter(None, parts))


def annotated_by(words: Words, signed: Byline) -> str:
    """ "Annotated by Rosa Miller"; empty unless the article is a reprint whose annotators are known."""
    if not signed.is_reprint or not signed.annotators:
        return ""
    return term(words, "article.annotated-by", author=people(words, signed.annotators))
