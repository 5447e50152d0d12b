"""A site -> the page that its readers search it from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import urlencode

from sidegloss import views
from sidegloss.listing import noted_parts, parts_of_claims
from sidegloss.model import Kind, Note, Placed
from sidegloss.pages.lists import Listed, article_claims
from sidegloss.pages.sources import name_of
from sidegloss.pages.surroundings import Surroundings
from sidegloss.passages import passages, sources_of
from sidegloss.slugs import file_of, root_from
from sidegloss.words import term

ADDRESS = "search/"
NEWEST = 3
"""Articles whose first claims the page shows before there are words, and how many of each."""
EXAMPLES = 2
"""Examples of each sort: words, verdicts, sources."""
LONGEST = 24
"""Letters of an example."""


def search_piece(around: Surroundings) -> Iterator[Listed]:
    """(address, what makes the page there, the articles and what else it is made of), if there is one."""
    if around.is_searched:
        is_own = around.site.settings.search == "own"
        parts = len(noted_parts(around.site.articles)) if is_own else 0
        claiming = parts_of_claims(around.site.articles)[-2:]
        newest = [place for part in reversed(claiming) for place in part][:NEWEST]
        yield ADDRESS, partial(_page, around, parts, newest), tuple(newest), (parts,)


def _page(around: Surroundings, parts: int, newest: Sequence[Placed]) -> Iterator[views.Page]:
    root, words = root_from(ADDRESS), around.words
    title, description = term(words, "search.title"), term(words, "search.intro")
    frame = around.frame(ADDRESS, title, description, words, robots="noindex, follow")
    view = views.SearchView(
        frame=frame,
        engine=around.site.settings.search,
        parts=parts,
        claims=around.href(root, "claims/") if newest else "",
        sources=around.href(root, "sources/") if around.site.cited else "",
        newest=tuple(article_claims(around, place, root, NEWEST) for place in newest),
        examples=tuple(_examples(around, newest)),
    )
    yield views.Page(file_of(ADDRESS), view)


def _examples(around: Surroundings, newest: Sequence[Placed]) -> Iterator[views.Link]:
    """A word from each title, the verdicts that are rarest, the sources that most claims rest on."""
    for place in newest[:EXAMPLES]:
        found = [word.strip(".,:;?!()[]“”‘’„«»\"'") for word in place.article.title.split()]
        word = max(found, key=len, default="")
        if 0 < len(word) <= LONGEST:
            yield _example(word, "q", word)
    claims = [passage.sourced for place in newest for passage in passages(place)]
    standings = Counter(_standing(each.note) for each in claims)
    standings.pop(("kind", Kind.SOURCED), None)
    for what, key in sorted(standings, key=lambda each: (standings[each], each))[:EXAMPLES]:
        value = key if what == "kind" else f"verdict {key}"
        yield _example(term(around.words, f"{what}.{key}"), "standing", value)
    used = Counter(key for each in claims for key in sources_of(each) if key in around.sources)
    names = {key: name_of(around.sources[key]) for key in used}
    short = [key for key in used if len(names[key]) <= LONGEST and names[key][0].isalnum()]
    for key in sorted(short, key=lambda each: (-used[each], each))[:EXAMPLES]:
        yield _example(names[key], "source", names[key])


def _standing(note: Note) -> tuple[str, str]:
    """What a claim can be found by: its verdict, or its kind where that is called alike."""
    if note.verdict and note.verdict not in set(Kind):
        return "verdict", note.verdict
    return "kind", note.kind


def _example(text: str, field: str, value: str) -> views.Link:
    return views.Link(text, f"?{urlencode({field: value})}")
