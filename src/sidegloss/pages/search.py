"""A site -> the page that its readers search it from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from sidegloss import views
from sidegloss.model import Kind, Note, Output, Placed
from sidegloss.pages.articles import Render, Sources
from sidegloss.pages.context import Context, Shared
from sidegloss.pages.lists import article_claims
from sidegloss.pages.sources import name_of
from sidegloss.passages import passages, sources_of
from sidegloss.slugs import file_of, root_from
from sidegloss.words import term

ADDRESS = "search/"
NEWEST = 3
"""Claims of each article that the page shows before there are words."""
EXAMPLES = 2
"""Examples of each sort: words, verdicts, sources."""
LONGEST = 24
"""Letters of an example."""


def search_page(
    render: Render, shared: Shared, sources: Sources, newest: Sequence[Placed], parts: int
) -> Iterator[Output]:
    """The page. *newest* are the articles that it shows claims of, *parts* counts our own indexes."""
    context = Context(shared, sources)
    root, words = root_from(ADDRESS), context.words
    title, description = term(words, "search.title"), term(words, "search.intro")
    frame = context.frame(ADDRESS, title, description, words, robots="noindex, follow")
    view = views.SearchView(
        frame=frame,
        engine=shared.settings.search,
        parts=parts,
        claims=context.href(root, "claims/") if newest else "",
        sources=context.href(root, "sources/") if shared.has_sources else "",
        newest=tuple(article_claims(context, place, root, NEWEST) for place in newest),
        examples=tuple(_examples(context, newest)),
    )
    yield render(views.Page(file_of(ADDRESS), view))


def _examples(context: Context, newest: Sequence[Placed]) -> Iterator[views.Link]:
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
        yield _example(term(context.words, f"{what}.{key}"), "standing", value)
    used = Counter(key for each in claims for key in sources_of(each) if key in context.sources)
    names = {key: name_of(context.sources[key]) for key in used}
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
