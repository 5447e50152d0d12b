"""Articles, sources, settings -> what cannot stand where it would: addresses, copies, navigation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sidegloss.drafts import is_draft_name
from sidegloss.listing import is_listed
from sidegloss.model import Article, Diagnostic, Location, Placed, Settings, Source
from sidegloss.passages import passage_address, passages
from sidegloss.resolve.hints import error, near, unfit, unportable
from sidegloss.slugs import (
    RESERVED,
    is_fit,
    is_portable,
    is_short,
    label_address,
    slug,
    source_address,
)


def address_mistakes(placed: Iterable[Placed]) -> Iterator[Diagnostic]:
    """Articles without an address of their own."""
    taken: dict[str, str] = {}
    for place in placed:
        path, address = place.article.path, place.address
        at = Location(path)
        first = address.split("/", 1)[0]
        if "" in address.split("/")[:-1]:
            yield error(
                "address-whole",
                "its name holds no letter or digit, so it has no address",
                at,
                "rename the file, or give it a slug: in its front matter",
            )
        elif not is_short(address):
            yield error(
                "address-whole",
                f"its address /{address[:40]}… is longer than the name of a file can be",
                at,
                "give it a shorter slug: in its front matter",
            )
        elif first in RESERVED:
            yield error(
                "address-reserved",
                f"its address /{address} belongs to the site's own pages",
                at,
                f"rename it, or give it a slug: (reserved: {', '.join(RESERVED)})",
            )
        elif address in taken:
            yield error(
                "address-unique",
                f"its address /{address} is that of {taken[address]} too",
                at,
                "rename one of them, or give it a slug: in its front matter",
            )
        elif is_portable(place.article.name) and not is_portable(address.removesuffix("/")):
            yield unportable("folder", f"/{address}", at)
        taken.setdefault(address, path)


def name_mistakes(
    settings: Settings, names: Iterable[str], sources: Sequence[Source]
) -> Iterator[Diagnostic]:
    """Files that Windows cannot have: those called *names* in the content folder, records, kept copies."""
    prefix = settings.content.strip("/")
    copies = {copy for each in sources for copy in (each.text, each.snapshot)}
    paths = {f"{prefix}/{name}" for name in {*names, *copies}}
    paths |= {each.at.path for each in sources}
    for path in sorted(path for path in paths if not is_portable(path.removesuffix("/"))):
        yield unportable("file", path, Location(path))


def topic_mistakes(placed: Iterable[Placed]) -> Iterator[Diagnostic]:
    """Tags and series without an address for their pages."""
    for place in placed:
        front = place.article.front
        for word, name in (*(("tag", tag) for tag in front.tags), ("series", front.series)):
            if not name or not is_listed(place.address, front):
                continue
            if not slug(name):
                yield error(
                    "address-whole",
                    f"the {word} '{name}' holds no letter or digit, so its page has no address",
                    Location(place.article.path),
                    "give it another name",
                )
            elif not is_short(slug(name)):
                yield error(
                    "address-whole",
                    f"the {word} '{name[:40]}…' is longer than the name of a file can be",
                    Location(place.article.path),
                    "give it a shorter name",
                )
            elif not is_portable(slug(name)):
                yield unportable(f"folder for a {word}", slug(name), Location(place.article.path))


def passage_mistakes(placed: Sequence[Placed]) -> Iterator[Diagnostic]:
    """Passages whose pages would stand where something else does."""
    articles = {place.address: place.article.path for place in placed}
    for place in placed:
        for passage in passages(place):
            address, note = passage_address(place.address, passage.label), passage.sourced.note
            if address in articles:
                yield error(
                    "address-unique",
                    f"the page of [^{note.label}] and {articles[address]} have one address,"
                    f" /{address}",
                    note.at,
                    "give the note another label, or the article a slug: in its front matter",
                )
            elif address.rstrip("/") in RESERVED:
                yield error(
                    "address-reserved",
                    f"the address of [^{note.label}], /{address}, belongs to the site's own pages",
                    note.at,
                    f"give the note another label (reserved: {', '.join(RESERVED)})",
                )
            elif not is_short(address):
                yield error(
                    "address-whole",
                    f"the label [^{note.label[:40]}…] is longer than the name of a file can be",
                    note.at,
                    "give the note a shorter label",
                )
            elif not is_portable(label_address(passage.label)):
                yield unportable("folder for a claim", label_address(passage.label), note.at)


def source_address_mistakes(
    sources: Mapping[str, Source], cited: Iterable[str]
) -> Iterator[Diagnostic]:
    """Published sources without an address of their own."""
    taken: dict[str, str] = {}
    for key in sorted(cited):
        address = source_address(key)
        if not slug(key):
            yield error(
                "address-whole",
                f"the key '{key}' holds no letter or digit, so its page has no address",
                sources[key].at,
                "give the source another key",
            )
        elif not is_short(address):
            yield error(
                "address-whole",
                f"the key '{key[:40]}…' is longer than the name of a file can be",
                sources[key].at,
                "give the source a shorter key",
            )
        elif address in taken:
            yield error(
                "address-unique",
                f"the pages of '{taken[address]}' and '{key}' have one address, /{address}",
                sources[key].at,
                "give one of them another key",
            )
        elif not is_portable(slug(key)):
            yield unportable("folder for a source", slug(key), sources[key].at)
        taken.setdefault(address, key)


def snapshot_mistakes(
    sources: Mapping[str, Source], snapshots: Mapping[str, str], files: Collection[str]
) -> Iterator[Diagnostic]:
    """Copies of sources that shall be published: each must stand in the site."""
    for key, name in sorted(snapshots.items()):
        at = dict(sources[key].places).get("snapshot", sources[key].at)
        if not name:
            at = dict(sources[key].places).get("publish-snapshot", at)
            message = f"'{key}' shall publish a kept copy and names none"
            yield error("snapshot-exists", message, at, "write snapshot: snapshots/report.pdf")
        elif is_draft_name(name):
            message = f"the kept copy {name} of '{key}' is not published: its name begins with _"
            yield error("snapshot-exists", message, at, "rename it, or take publish-snapshot out")
        elif name not in files:
            message = f"the kept copy {name} of '{key}' is no file of the content folder"
            hint = near(name, files) or "put the file there, or take publish-snapshot out"
            yield error("snapshot-exists", message, at, hint)
        elif not is_fit(name):
            yield unfit(name, at)


def nav_mistakes(settings: Settings, written: Iterable[Article]) -> Iterator[Diagnostic]:
    """What the navigation names and the site does not publish."""
    drafts = {article.name: article.front.draft for article in written}
    for number, name in enumerate(settings.nav):
        at = settings.nav_at[number] if number < len(settings.nav_at) else Location(settings.path)
        if name not in drafts:
            published = [each for each in drafts if not drafts[each]]
            message = f"nav names {name}, which is no article"
            hint = (
                near(name, published) or "write names as they stand in the content folder: about.md"
            )
            yield error("nav-target", message, at, hint)
        elif drafts[name]:
            message, hint = f"nav names {name}, which is a draft", "publish it, or take it out"
            yield error("nav-target", message, at, hint)
