"""A resolved site -> the arguments of its tasks, each no wider than what one of them uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial

from sidegloss import cards as share_pictures
from sidegloss import pages, trails
from sidegloss.builder.given import Given, given, joined, mapped, together
from sidegloss.bylines import byline
from sidegloss.digests import digest
from sidegloss.listing import InSeries, in_series, parts_of_claims
from sidegloss.model import (
    Card,
    Departed,
    ImageSlot,
    LinkSlot,
    Media,
    Output,
    PageSettings,
    Placed,
    Site,
    Source,
    Target,
)
from sidegloss.pages import Placement, Shared
from sidegloss.parse import without_text
from sidegloss.passages import passages
from sidegloss.slugs import target_name
from sidegloss.theme import Theme
from sidegloss.views import TEMPLATES, CardView, Page, View
from sidegloss.words import Words, load

Pictured = tuple[tuple[str, CardView], ...]
"""(address of a page, what its picture for sharing says)."""


class Arguments:
    """Hands out arguments. *digests* are those of the articles' files, by path.

    *made_for* says for what pictures for sharing are made; one that needs a font which this machine
    lacks is left out.
    """

    def __init__(
        self,
        site: Site,
        media: Iterable[Media],
        digests: Mapping[str, str],
        made_for: str,
        theme: Theme,
        *,
        is_for_disk: bool,
    ) -> None:
        self.site, self.theme = site, theme
        self.settings = PageSettings.of(site.settings)
        self.is_for_disk = is_for_disk
        self.made_for = made_for
        self._digests = digests
        self._media = {file.name: file for file in media}
        self.sources = {source.key: source for source in site.sources}
        self._given_sources = {key: given(source) for key, source in self.sources.items()}
        self._places = {place.article.path: place for place in site.articles}
        self._addresses = {place.article.name: place.address for place in site.articles}
        self._named = dict(site.named)
        self.cards = tuple(map(card_of, site.articles))
        self._facts: dict[str, Given[Placed]] = {}
        self._trails: dict[str, str] = {}
        self._pictured: dict[str, Pictured] = {}
        self.uses_fonts = False
        """Whether a picture uses or lacks fonts of this machine: they come and go without an edit."""

    def exchange(self, site: Site, changed: Iterable[Placed], digests: Mapping[str, str]) -> None:
        """Take *site*, in which the articles *changed* have other texts and are the same for all others.

        Arguments that hold their texts have other digests and values from now on.
        """
        self.site, self._digests = site, digests
        self._places |= {place.article.path: place for place in changed}

    # ---------------------------------------------------------------- shared by all pages

    @cached_property
    def shared(self) -> Given[Shared]:
        """What every page may use."""
        return given(self._shared(is_for_disk=self.is_for_disk))

    @cached_property
    def words(self) -> Given[Words]:
        """Those of the site's language."""
        return given(load(self.settings.language, self.settings.words))

    @cached_property
    def far(self) -> Given[Shared]:
        """The same for what is read elsewhere: its links lead to the published site."""
        return given(self._shared(is_for_disk=False))

    def _shared(self, *, is_for_disk: bool) -> Shared:
        by_file = {card.name: card for card in self.cards}
        named = (by_file[name] for name in self.settings.nav if name in by_file)
        has_claims = any(card.has_claims for card in self.cards)
        is_searched = (has_claims or bool(self.site.cited)) and self.settings.search != "none"
        return Shared(
            settings=self.settings,
            nav=tuple((card.title, card.address) for card in named),
            has_claims=has_claims,
            has_sources=bool(self.site.cited),
            is_searched=is_searched and not is_for_disk,
            is_for_disk=is_for_disk,
        )

    def render(self, *kinds: type[View]) -> Given[Callable[[Page], Output]]:
        """What renders views of these kinds: its digest is that of their templates."""
        names = [TEMPLATES[kind] for kind in kinds]
        version = self.theme.version_of(*names)
        return Given(lambda: version, lambda: self.theme.render)

    # ---------------------------------------------------------------- sources

    def reach(self, keys: Iterable[str]) -> frozenset[str]:
        """*keys* and all that they rest on."""
        return trails.reach(keys, self.sources)

    def named(self, keys: Iterable[str]) -> Given[dict[str, Source]]:
        """The sources of *keys* and all that they rest on."""
        return self.only(sorted(self.reach(keys)))

    def only(self, keys: Iterable[str]) -> Given[dict[str, Source]]:
        """The sources of *keys*, in their order."""
        return mapped({key: self._given_sources[key] for key in keys if key in self.sources})

    def uses_of(self, key: str) -> int:
        """How many claims of the site depend on a source."""
        return self._uses[key]

    @cached_property
    def _uses(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for card in self.cards:
            found.update(dict(card.uses))
        return found

    @cached_property
    def published(self) -> Given[dict[str, Source]]:
        """All sources that the site publishes, by key in order."""
        return self.only(sorted(self.site.cited))

    @cached_property
    def using(self) -> dict[str, list[Card]]:
        """Key of a source -> the articles of which some claim depends on it."""
        found: dict[str, list[Card]] = defaultdict(list)
        for card in self.cards:
            for key, _ in card.uses:
                found[key].append(card)
        return found

    # ---------------------------------------------------------------- articles

    def placed(self, card: Card) -> Given[Placed]:
        """An article with its citations followed."""
        followed = self._followed(card)
        return Given(
            lambda: joined((self._digest_of(card.path), followed)), lambda: self._places[card.path]
        )

    def _digest_of(self, path: str) -> str:
        return self._digests.get(path) or digest(self._places[path].article)

    def facts(self, cards: Sequence[Card]) -> Given[tuple[Placed, ...]]:
        """Articles without their text, with their citations followed: what lists may show of them."""
        return together([self._facts_of(card) for card in cards])

    def whole(self, cards: Sequence[Card]) -> Given[tuple[Placed, ...]]:
        """Articles with their text."""
        return together([self.placed(card) for card in cards])

    def signing(self, cards: Iterable[Card]) -> Given[dict[str, Source]]:
        """The sources that *cards* reprint: their authors sign the articles."""
        return self.only(dict.fromkeys(card.front.source for card in cards))

    def _facts_of(self, card: Card) -> Given[Placed]:
        if card.path not in self._facts:
            place = self._places[card.path]
            known = joined((place.article.facts, self._followed(card)))
            self._facts[card.path] = Given(lambda: known, cache(partial(_without_text, place)))
        return self._facts[card.path]

    def _followed(self, card: Card) -> str:
        """A digest of all that an article's trails and proofs depend on, its own text apart."""
        if card.path not in self._trails:
            proofs = (each.proofs for each in self._places[card.path].notes)
            said = digest(tuple(filter(None, proofs)))
            named = self.named(card.keys).digest()
            self._trails[card.path] = joined((card.path, card.address, *card.keys, said, named))
        return self._trails[card.path]

    def placement(self, card: Card) -> Given[Placement]:
        """What the site adds to an article."""
        return given(
            Placement(
                targets={target: self.target(card.name, target) for target in card.targets},
                series=self._series.get(card.name),
                given_up=tuple(self._given_up.get(card.name, ())),
                drawn=frozenset(address for address, _ in self.pictures(card)),
            )
        )

    def placed_within(self, card: Card) -> Given[tuple[Placed, Placement]]:
        """An article, and what the site adds to it."""
        placed, placement = self.placed(card), self.placement(card)
        return Given(
            lambda: joined((placed.digest(), placement.digest())),
            lambda: (placed.load(), placement.load()),
        )

    def pictures(self, card: Card) -> Pictured:
        """The pictures for sharing that are made for the pages of an article."""
        if self.made_for == "none":
            return ()
        if card.path not in self._pictured:
            place = self._places[card.path]
            signed = byline(card.front, self.settings, self.sources)
            wanted = tuple(pages.pictures(self.settings, place, signed, self.made_for))
            drawn = tuple(each for each in wanted if not share_pictures.lacking(each[1]))
            self._pictured[card.path] = drawn
            self.uses_fonts |= drawn != wanted or any(share_pictures.fonts(v) for _, v in drawn)
        return self._pictured[card.path]

    @cached_property
    def claims(self) -> list[list[Card]]:
        """The articles that make claims, in parts; the newest part last."""
        return parts_of_claims(self.cards)

    @cached_property
    def _series(self) -> dict[str, InSeries]:
        return in_series(self.cards)

    @cached_property
    def _given_up(self) -> dict[str, list[Departed]]:
        found: dict[str, list[Departed]] = defaultdict(list)
        for gone in self.site.departed:
            if gone.label:
                found[gone.article].append(gone)
        return found

    def target(self, article: str, target: str) -> Target:
        """What *target*, as written in the article called *article*, leads to."""
        name = target_name(article, target, self._named)
        file = self._media.get(name, Media(name))
        return Target(name, self._addresses.get(name), file.width, file.height)


def _without_text(place: Placed) -> Placed:
    notes = tuple(replace(each, note=replace(each.note, body=())) for each in place.notes)
    return replace(place, article=without_text(place.article), notes=notes)


def card_of(place: Placed) -> Card:
    """What the list of tasks needs of an article."""
    article = place.article
    labels = tuple(passage.label for passage in passages(place))
    return Card(
        path=article.path,
        name=article.name,
        address=place.address,
        title=article.title,
        language=article.language,
        front=article.front,
        labels=labels,
        sourcing=pages.sourcing_address(place),
        has_claims=bool(article.claims),
        makes_claims=any("~" not in name for claim in article.claims for name in claim.ids),
        is_noted=bool(place.notes),
        targets=tuple(dict.fromkeys(_targets(place))),
        keys=tuple(dict.fromkeys(_keys(place))),
        uses=tuple(_uses(place).items()),
    )


def _targets(place: Placed) -> Iterator[str]:
    article = place.article
    for pieces in (article.body, *(note.body for note in article.notes)):
        for piece in pieces:
            if isinstance(piece, LinkSlot | ImageSlot) and piece.target:
                yield piece.target
    if article.front.image:
        yield article.front.image


def _keys(place: Placed) -> Iterator[str]:
    """Own source first, then what the trails of notes name."""
    if place.article.front.source:
        yield place.article.front.source
    for sourced in place.notes:
        for trail in (*sourced.trails, *sourced.named):
            yield from (step.key for step in (*trail.steps, *trail.ways))


def _uses(place: Placed) -> Counter[str]:
    found: Counter[str] = Counter()
    for sourced in place.notes:
        found.update(dict.fromkeys((s.key for t in sourced.trails for s in t.steps), 1))
    return found
