"""Articles + sources -> Site: the one look across files.

Every citation is followed to its end, every link led to its target, every address given once.
What does not fit is told as a diagnostic; `Site` is whole either way, so that all mistakes show.
"""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from urllib.parse import unquote

from sidegloss import trails
from sidegloss.model import (
    Article,
    Bibliography,
    Diagnostic,
    End,
    ImageSlot,
    LinkSlot,
    Location,
    Placed,
    Settings,
    Severity,
    Site,
    Source,
    Sourced,
    Trail,
)
from sidegloss.slugs import (
    RESERVED,
    address_of,
    is_fit,
    is_short,
    slug,
    source_address,
    target_name,
)


def resolve(
    settings: Settings,
    articles: Iterable[Article],
    bibliography: Bibliography,
    files: Collection[str],
    kept: Collection[str] = (),
    *,
    with_drafts: bool = False,
) -> Site:
    """Join a site's articles and sources.

    *files* are the names of the other files in the content folder, *kept* those of the copies of
    sources, which only a source may publish. Drafts are left out with all that is wrong with them,
    but known: a link to one from a published article is a mistake.
    """
    written = sorted(articles, key=lambda article: article.path)
    shown = [article for article in written if with_drafts or not article.front.draft]
    sources = {source.key: source for source in bibliography.sources}
    placed = tuple(_placed(article, sources) for article in shown)
    links = _Links(written, shown, files)
    found = [
        *(d for article in shown for d in article.diagnostics),
        *bibliography.diagnostics,
        *_address_mistakes(placed),
        *_nav_mistakes(settings, shown, written),
        *(d for article in shown for d in _key_mistakes(article, sources)),
        *(d for article in shown for d in links.mistakes(article)),
        *_trail_findings(placed, sources),
        *_circle_findings(sources),
    ]
    cited = _cited(placed, sources)
    found += _source_address_mistakes(sources, cited)
    snapshots = {key: sources[key].snapshot for key in cited if sources[key].publish_snapshot}
    found += _snapshot_mistakes(sources, snapshots, {*files, *kept})
    return Site(
        settings=settings,
        articles=placed,
        sources=tuple(sources[key] for key in sorted(sources)),
        cited=cited,
        media=tuple(sorted(links.media.union(snapshots.values()) - {""})),
        diagnostics=tuple(found),
    )


def _placed(article: Article, sources: Mapping[str, Source]) -> Placed:
    notes = []
    for note in article.notes:
        followed = tuple(
            trails.follow(citation, sources, article.front.source) for citation in note.citations
        )
        notes.append(Sourced(note, followed, trails.standing(followed)))
    return Placed(article, address_of(article.name, article.front.slug), tuple(notes))


def _cited(placed: Iterable[Placed], sources: Mapping[str, Source]) -> frozenset[str]:
    keys: set[str] = set()
    for place in placed:
        keys.add(place.article.front.source)
        for sourced in place.notes:
            for trail in sourced.trails:
                keys.update(step.key for step in trail.steps)
    return trails.reach(keys, sources)


# ---------------------------------------------------------------- addresses


def _address_mistakes(placed: Iterable[Placed]) -> Iterator[Diagnostic]:
    taken: dict[str, str] = {}
    for place in placed:
        path, address = place.article.path, place.address
        at = Location(path)
        first = address.split("/", 1)[0]
        if "" in address.split("/")[:-1]:
            yield _error(
                "address-whole",
                "its name holds no letter or digit, so it has no address",
                at,
                "rename the file, or give it a slug: in its front matter",
            )
        elif not is_short(address):
            yield _error(
                "address-whole",
                f"its address /{address[:40]}… is longer than the name of a file can be",
                at,
                "give it a shorter slug: in its front matter",
            )
        elif first in RESERVED:
            yield _error(
                "address-reserved",
                f"its address /{address} belongs to the site's own pages",
                at,
                f"rename it, or give it a slug: (reserved: {', '.join(RESERVED)})",
            )
        elif address in taken:
            yield _error(
                "address-unique",
                f"its address /{address} is that of {taken[address]} too",
                at,
                "rename one of them, or give it a slug: in its front matter",
            )
        taken.setdefault(address, path)


def _source_address_mistakes(
    sources: Mapping[str, Source], cited: Iterable[str]
) -> Iterator[Diagnostic]:
    taken: dict[str, str] = {}
    for key in sorted(cited):
        address = source_address(key)
        if not slug(key):
            yield _error(
                "address-whole",
                f"the key '{key}' holds no letter or digit, so its page has no address",
                sources[key].at,
                "give the source another key",
            )
        elif not is_short(address):
            yield _error(
                "address-whole",
                f"the key '{key[:40]}…' is longer than the name of a file can be",
                sources[key].at,
                "give the source a shorter key",
            )
        elif address in taken:
            yield _error(
                "address-unique",
                f"the pages of '{taken[address]}' and '{key}' have one address, /{address}",
                sources[key].at,
                "give one of them another key",
            )
        taken.setdefault(address, key)


def _snapshot_mistakes(
    sources: Mapping[str, Source], snapshots: Mapping[str, str], files: Collection[str]
) -> Iterator[Diagnostic]:
    """Copies of sources that shall be published: each must stand in the site."""
    for key, name in sorted(snapshots.items()):
        at = dict(sources[key].places).get("snapshot", sources[key].at)
        if not name:
            at = dict(sources[key].places).get("publish-snapshot", at)
            message = f"'{key}' shall publish a kept copy and names none"
            yield _error("snapshot-exists", message, at, "write snapshot: snapshots/report.pdf")
        elif name not in files:
            message = f"the kept copy {name} of '{key}' is no file of the content folder"
            hint = _near(name, files) or "put the file there, or take publish-snapshot out"
            yield _error("snapshot-exists", message, at, hint)
        elif not is_fit(name):
            yield _unfit(name, at)


def _nav_mistakes(
    settings: Settings, shown: Iterable[Article], written: Iterable[Article]
) -> Iterator[Diagnostic]:
    names, drafts = {a.name for a in shown}, {a.name for a in written}
    for number, name in enumerate(settings.nav):
        if name in names:
            continue
        at = settings.nav_at[number] if number < len(settings.nav_at) else Location(settings.path)
        if name in drafts:
            message, hint = f"nav names {name}, which is a draft", "publish it, or take it out"
        else:
            message = f"nav names {name}, which is no article"
            hint = _near(name, names) or "write names as they stand in the content folder: about.md"
        yield _error("nav-target", message, at, hint)


# ---------------------------------------------------------------- keys


def _key_mistakes(article: Article, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    for note in article.notes:
        for citation in note.citations:
            for step in citation.steps:
                if step.key not in sources:
                    yield _error(
                        "source-defined",
                        f"no source has the key @{step.key}",
                        step.at or note.at,
                        _near(step.key, sources, "@") or "add it to content/sources.yaml",
                    )
    own = article.front.source
    if own and own not in sources:
        yield _error(
            "source-defined",
            f"no source has the key {own}",
            article.front.source_at or Location(article.path),
            _near(own, sources) or "add it to content/sources.yaml",
        )
    for mention in article.mentions:
        if mention.key not in sources:
            continue
        if mention.is_in_note:
            yield Diagnostic(
                "citation-signal",
                Severity.INFO,
                f"'{mention.lead}' is no signal word, so this bracket is text and no citation",
                mention.at,
                f"put the words before the bracket: {mention.lead} [@{mention.key}]",
            )
        else:
            yield Diagnostic(
                "citation-outside-note",
                Severity.WARNING,
                f"@{mention.key} is cited outside a note, so this bracket stays text",
                mention.at,
                "put it in a note: [passage][^id]",
            )


# ---------------------------------------------------------------- links


class _Links:
    """Where the links and images of articles lead; collects the files that they refer to."""

    def __init__(
        self, written: Iterable[Article], shown: Iterable[Article], files: Collection[str]
    ) -> None:
        self.articles = {article.name: article for article in written}
        self.shown = {article.name for article in shown}
        self.files = frozenset(files)
        self.media: set[str] = set()

    def mistakes(self, article: Article) -> Iterator[Diagnostic]:
        """Tell every link of *article* that leads nowhere."""
        for pieces in (article.body, *(note.body for note in article.notes)):
            for piece in pieces:
                if isinstance(piece, LinkSlot):
                    yield from self._link(article, piece)
                elif isinstance(piece, ImageSlot):
                    yield from self._image(article, piece)
        if article.front.image:
            at = article.front.image_at or Location(article.path)
            yield from self._image(article, ImageSlot(article.front.image, "", "", at))

    def _link(self, article: Article, slot: LinkSlot) -> Iterator[Diagnostic]:
        name = target_name(article.name, slot.target) if slot.target else article.name
        target = self.articles.get(name)
        if target is None:
            if name in self.files:
                yield from self._publish(name, slot.at)
                return
            known = [*self.articles, *self.files]
            yield _error(
                "link-target",
                f"the link leads to {slot.target}, which is no file of the site",
                slot.at,
                _near_file(article.name, name, known)
                or "write the path from this file: other.md, ../data/table.csv",
            )
        elif name not in self.shown:
            yield _error(
                "link-target",
                f"the link leads to {slot.target}, which is a draft",
                slot.at,
                "publish it, or take the link out",
            )
        elif slot.fragment and unquote(slot.fragment) not in target.anchors:
            fragment = unquote(slot.fragment)
            near = difflib.get_close_matches(fragment, target.anchors, 1)
            yield _error(
                "link-fragment",
                f"{target.name} has no #{fragment}",
                slot.at,
                f"did you mean #{near[0]}?" if near else "name a heading of it, or #claim-…",
            )

    def _image(self, article: Article, slot: ImageSlot) -> Iterator[Diagnostic]:
        target = slot.target
        if "//" in target or ":" in target.split("/", 1)[0]:
            yield _error(
                "foreign-media",
                f"the image stands on another host: {target[:80]}",
                slot.at,
                "save it beside the article and name the file; readers then ask nobody else for it",
            )
            return
        name = target_name(article.name, target)
        if name not in self.files:
            yield _error(
                "image-target",
                f"the image {target} is no file of the site",
                slot.at,
                _near_file(article.name, name, self.files)
                or "write the path from this file: images/gate.png",
            )
        else:
            yield from self._publish(name, slot.at)

    def _publish(self, name: str, at: Location) -> Iterator[Diagnostic]:
        if is_fit(name):
            self.media.add(name)
        else:
            yield _unfit(name, at)


# ---------------------------------------------------------------- trails


def _trail_findings(
    placed: Iterable[Placed], sources: Mapping[str, Source]
) -> Iterator[Diagnostic]:
    told: set[tuple[str, str]] = set()
    for place in placed:
        for sourced in place.notes:
            for trail in sourced.trails:
                yield from _circular(trail, place.article, sources)
                for before, step in trails.unrecorded(trail.citation, sources):
                    if (before.key, step.key) not in told and step.key in sources:
                        told.add((before.key, step.key))
                        yield Diagnostic(
                            "trail-not-in-record",
                            Severity.INFO,
                            f"the record of '{before.key}' does not say that it rests on"
                            f" '{step.key}'",
                            step.at or sourced.note.at,
                            f"add it to '{before.key}' under rests-on:"
                            f" {{source: {step.key}, how: {step.manner}}}",
                        )


def _circular(
    trail: Trail, article: Article, sources: Mapping[str, Source]
) -> Iterator[Diagnostic]:
    """A circle that this note or this article closes; one among records alone is told once."""
    if trail.end is not End.CIRCULAR:
        return
    keys = [step.key for step in trail.steps]
    back = keys.index(keys[-1]) if keys[-1] in keys[:-1] else -1
    if back >= 0 and all(trails.is_recorded(*link, sources) for link in pairwise(keys[back:])):
        return
    way = keys[back:] if back >= 0 else [article.front.source, *keys]
    at = trail.citation.at or Location(article.path)
    yield _circle(" → ".join(way), at)


def _circle_findings(sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    for circle in trails.circles(sources):
        source = sources[circle[0]]
        follower = circle[1]
        at = next((g.at for g in source.grounds if g.key == follower and g.at), source.at)
        yield _circle(" → ".join((*circle, circle[0])), at)


def _circle(way: str, at: Location) -> Diagnostic:
    return Diagnostic(
        "circular-trail",
        Severity.WARNING,
        f"the trail goes in a circle: {way}",
        at,
        "if that is what happened it is a finding, and shown as one; it counts as no origin",
    )


# ---------------------------------------------------------------- hints


def _error(code: str, message: str, at: Location, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, at, hint)


def _unfit(name: str, at: Location) -> Diagnostic:
    return _error(
        "address-whole",
        f"the file {name!r} cannot be published under its name",
        at,
        "rename it: no colon after the first letter, no backslash, no control character",
    )


def _near(word: str, known: Iterable[str], sign: str = "") -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean {sign}{near[0]}?" if near else ""


def _near_file(name: str, target: str, known: Iterable[str]) -> str:
    """The file that *name* may have meant: of a name like it, in whatever folder."""
    index = f"{target.strip('/')}/index.md"
    by_stem: dict[str, list[str]] = {}
    for other in known:
        by_stem.setdefault(_stem(other), []).append(other)
        if other == index:
            return f"did you mean {_path_from(name, index)}?"
    stems = difflib.get_close_matches(_stem(target), by_stem, 1)
    if not stems:
        return ""
    near = difflib.get_close_matches(target, sorted(by_stem[stems[0]]), 1, 0)
    return f"did you mean {_path_from(name, near[0])}?"


def _stem(path: str) -> str:
    file = posixpath.basename(path)
    return (file.rpartition(".")[0] or file).casefold()


def _path_from(name: str, other: str) -> str:
    """The path of one file of the content folder as written in another."""
    return posixpath.relpath(other, posixpath.dirname(name) or ".")
