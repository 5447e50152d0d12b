"""Articles + sources -> Site: the one look across files.

Every citation is followed to its end, every link led to its target, every address given once.
What does not fit is told as a diagnostic; `Site` is whole either way, so that all mistakes show.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from sidegloss import trails
from sidegloss.guesses import Guesses
from sidegloss.ledger import Outcomes, findings, outcomes
from sidegloss.model import (
    Article,
    Bibliography,
    Ledger,
    Placed,
    Settings,
    Site,
    Source,
    Sourced,
)
from sidegloss.resolve.citations import circle_findings, key_mistakes, settled, trail_findings
from sidegloss.resolve.departures import alias_mistakes, departed_mistakes, label_mistakes
from sidegloss.resolve.faces import exchanged
from sidegloss.resolve.fronts import draft_names, own_mistakes
from sidegloss.resolve.links import Links
from sidegloss.resolve.places import (
    address_mistakes,
    name_mistakes,
    nav_mistakes,
    passage_mistakes,
    snapshot_mistakes,
    source_address_mistakes,
    topic_mistakes,
)
from sidegloss.resolve.proofs import copy_mistakes, proved, quotation_mistakes
from sidegloss.resolve.unchecked import without_followers
from sidegloss.slugs import address_of

__all__ = ["exchange", "exchanged", "place_of", "resolve"]

EMPTY = Ledger()
"""Of a site that keeps none."""


def resolve(
    settings: Settings,
    articles: Iterable[Article],
    bibliography: Bibliography,
    files: Collection[str],
    *,
    kept: Collection[str] = (),
    copies: Mapping[str, str] = MappingProxyType({}),
    ledger: Ledger = EMPTY,
    with_drafts: bool = False,
) -> Site:
    """Join a site's articles and sources.

    *files* are the names of the other files in the content folder, *kept* those of the copies of
    sources, which only a source may publish, *copies* the texts by which quotations are proved, by
    name, *ledger* the claims ever published. Drafts are left out with all that is wrong with them,
    but known: a link to one from a published article is a mistake.
    """
    written = sorted(articles, key=lambda article: article.path)
    shown = [article for article in written if with_drafts or not article.front.draft]
    sources = {source.key: source for source in bibliography.sources}
    placed = tuple(place_of(article, sources, copies) for article in shown)
    links = Links(written, files)
    guesses = Guesses()
    gone = outcomes(placed, ledger)
    public = [place for place in placed if not place.article.front.draft]
    drafts = {address_of(a.name, a.front.slug): a.path for a in written if a.front.draft}
    withdrawn = [row.article for row in ledger.retired]
    found = [
        *own_mistakes(shown),
        *draft_names(written),
        *bibliography.diagnostics,
        *address_mistakes(placed),
        *name_mistakes(settings, [*(a.name for a in written), *files, *kept], bibliography.sources),
        *topic_mistakes(placed),
        *(passage_mistakes(placed) if settings.passage_pages else ()),
        *alias_mistakes(placed),
        *label_mistakes(placed),
        *departed_mistakes(placed, gone.departed, withdrawn),
        *ledger.diagnostics,
        *findings(public, ledger, _published(public, placed, ledger, gone), drafts=drafts),
        *nav_mistakes(settings, written),
        *(d for each in placed for d in key_mistakes(each.article, each.notes, sources, guesses)),
        *(d for article in shown for d in links.mistakes(article)),
        *trail_findings(placed, sources),
        *circle_findings(sources),
        *copy_mistakes(sources, copies),
        *(d for place in placed for d in quotation_mistakes(place.notes, sources, copies)),
    ]
    cited = _cited(placed, sources)
    found += source_address_mistakes(sources, cited)
    snapshots = {key: sources[key].snapshot for key in cited if sources[key].publish_snapshot}
    found += snapshot_mistakes(sources, snapshots, {*files, *kept})
    return Site(
        settings=settings,
        articles=placed,
        sources=tuple(sources[key] for key in sorted(sources)),
        cited=cited,
        departed=gone.departed,
        media=tuple(sorted(links.media.union(snapshots.values()) - {""})),
        diagnostics=tuple(without_followers(found, bibliography)),
        named=tuple(sorted(links.named.items())),
    )


def _published(
    public: Sequence[Placed], placed: Sequence[Placed], ledger: Ledger, gone: Outcomes
) -> Outcomes:
    """What became of published claims if drafts are left out, as they are when the site is built."""
    return gone if len(public) == len(placed) else outcomes(public, ledger)


def exchange(
    site: Site,
    articles: Iterable[Article],
    bibliography: Bibliography,
    copies: Mapping[str, str] = MappingProxyType({}),
) -> Site:
    """*site* with other articles in the place of those of the same path, which have the same faces."""
    sources = {source.key: source for source in bibliography.sources}
    new = {article.path: article for article in articles}
    placed = list(site.articles)
    for n in [n for n, place in enumerate(placed) if place.article.path in new]:
        placed[n] = place_of(new[placed[n].article.path], sources, copies)
    return replace(site, articles=tuple(placed))


def place_of(article: Article, sources: Mapping[str, Source], copies: Mapping[str, str]) -> Placed:
    """An article with its address, and each of its citations followed to its end."""
    notes = []
    for written in article.notes:
        note = settled(written, sources)
        followed, named = (
            tuple(trails.follow(citation, sources, article.front.source) for citation in citations)
            for citations in (note.citations, note.named)
        )
        found = (proved(trail, sources, copies) for trail in followed)
        proofs = tuple(one for one in found if one is not None)
        notes.append(Sourced(note, followed, trails.standing(followed), proofs, named))
    return Placed(article, address_of(article.name, article.front.slug), tuple(notes))


def _cited(placed: Iterable[Placed], sources: Mapping[str, Source]) -> frozenset[str]:
    keys: set[str] = set()
    for place in placed:
        keys.add(place.article.front.source)
        for sourced in place.notes:
            for trail in (*sourced.trails, *sourced.named):
                keys.update(step.key for step in trail.steps)
    return trails.reach(keys, sources)
