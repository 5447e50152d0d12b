"""What the builds of a site leave for the next process: its articles as understood, its pieces as made.

An article is known again by its file's look, or by its bytes where that has changed; a piece by its key,
which holds everything that it was made of, where the files that it came to are as they were left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sidegloss.builder.blobs import Place, appending, is_half_dead, read
from sidegloss.builder.kept import keep, kept, packed, unpacked
from sidegloss.builder.layout import MEMORY, Layout
from sidegloss.builder.programs import program
from sidegloss.builder.staged import Made
from sidegloss.builder.stages import Asked
from sidegloss.builder.unchanged import SETTLED, Look, look_of, name_of, now_at
from sidegloss.digests import digest
from sidegloss.model import Article, Kept, Manuscript, Marks
from sidegloss.parse import Reading
from sidegloss.read import Seen
from sidegloss.theme import can_rename

ARTICLES, BLOBS = "articles.kept", "articles.blobs"

Files = tuple[tuple[str, Look, Marks], ...]
"""Paths below output/, how each looked when it was written, and the assets that it links to."""
_Understood = tuple[tuple[int, ...], str, str, bool, bool, Place]
"""Look of the file, digest of its bytes, of the reading, whether settled and plain, and where the
article is among the `BLOBS`.
"""


def article_of(folder: Path, understood: _Understood) -> Article:
    """The article that is remembered in *folder*. Raises OSError, ValueError where it is not any more."""
    article: Article = unpacked(read(folder / BLOBS, understood[-1]))
    return article


def understood_from(seen: Mapping[str, Seen], asked: Iterable[Asked]) -> dict[str, str]:
    """By the path of each article: a digest of its file, and of how it was read."""
    digests = _Digests()
    return {
        one.manuscript.path: f"{seen[one.manuscript.path].digest} {digests.of(one.reading)}"
        for one in asked
    }


@dataclass(slots=True)
class Memory:
    """What earlier builds of a site left, and what this one leaves."""

    layout: Layout
    began: int = 0
    """When, by the clock of the site's file system: what changed shortly before may change unseen."""
    articles: dict[str, _Understood] = field(default_factory=dict)
    pieces: dict[str, Files] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    """The names under which assets were published."""
    renamed: frozenset[str] = frozenset()
    """Those that have another name by now."""

    @classmethod
    def of(cls, layout: Layout) -> Memory:
        """What is remembered of *layout*: nothing where that was lost, or written by somebody else."""
        memory = cls(layout)
        if layout.has_memory:
            with suppress(OSError):
                memory.began = now_at(layout.site)
            with suppress(OSError, ValueError, TypeError):
                found, articles = kept(memory._folder / ARTICLES)
                if found == program():
                    memory.articles = articles
            with suppress(OSError, ValueError, TypeError):
                found, (pieces, assets) = kept(memory._folder / _pieces(layout))
                if found == program():
                    memory.pieces, memory.assets = pieces, assets
        return memory

    def recalled(
        self, reading_of: Callable[[Manuscript], Reading]
    ) -> tuple[dict[str, Seen], dict[Asked, Article]]:
        """The manuscripts as they were seen, without their texts, and what they were understood as."""
        seen: dict[str, Seen] = {}
        known: dict[Asked, Article] = {}
        digests = _Digests()
        for path, understood in self.articles.items():
            look, its_digest, read_as, *flags, _ = understood
            with suppress(OSError, ValueError):
                article = article_of(self._folder, understood)
                manuscript = Manuscript(path, article.name, article.front, "")
                reading = reading_of(manuscript)
                if digests.of(reading) == read_as:
                    seen[path] = Seen(look, manuscript, its_digest, *flags)
                    known[Asked(manuscript, reading)] = article
        return seen, known

    def rename(self, names: Mapping[str, str]) -> None:
        """Publish assets under these *names*: what links to one that is gone, or not by its plain name, is
        forgotten.
        """
        changed = frozenset(n for n, left in self.assets.items() if names.get(n) != left)
        self.renamed, self.assets = changed, dict(names)
        if changed:
            self.pieces = {
                key: files
                for key, files in self.pieces.items()
                if all(
                    can_rename(tuple(m for m in marks if m[1] in changed), names)
                    for *_, marks in files
                )
            }

    def standing(self, key: str, output: str, ours: frozenset[str]) -> tuple[Kept, ...] | None:
        """What the piece of *key* came to, in *output*; None where that is not known.

        In *output* it must be as it was left, and be among the files that are *ours*.
        """
        files = self.pieces.get(key)
        if files is not None and all(
            path in ours and look_of(f"{output}/{path}") == look for path, look, _ in files
        ):
            return tuple(Kept(path, tuple(look), marks) for path, look, marks in files)
        return None

    def keep_articles(
        self, seen: Mapping[str, Seen], asked: Sequence[Asked], articles: Sequence[Article]
    ) -> None:
        """Leave the articles for the next process."""
        file = self._folder / BLOBS
        places = {path: each[-1] for path, each in self.articles.items()}
        live = sum(place[1] for place in places.values())
        is_anew = not live or is_half_dead(file, live)
        digests = _Digests()
        left: dict[str, _Understood] = {}
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            with appending(file, is_anew=is_anew) as blobs:
                for one, article in zip(asked, articles, strict=True):
                    each, read_as = seen[article.path], digests.of(one.reading)
                    known = self.articles.get(article.path)
                    is_known = known and known[1:3] == (each.digest, read_as) and not is_anew
                    place = places[article.path] if is_known else blobs.append(packed(article))
                    is_settled = max(each.look[1:3]) < self.began - SETTLED
                    own = (each.look, each.digest, read_as, is_settled, each.is_plain, place)
                    left[article.path] = own
            if left != self.articles:
                self._keep(ARTICLES, left)

    def keep_pieces(self, pieces: Iterable[Made], looks: Mapping[str, tuple[int, ...]]) -> None:
        """Leave the pieces, by their keys, and how the files looked that they came to.

        *looks* are those of what this build wrote (`Written.looks`): a file that another build put in
        its place would have another one, and is not taken for ours.
        """
        left: dict[str, Files] = {}
        for made in pieces:
            if all(each.path in looks for each in made.outputs):
                found = ((each.path, [*looks[each.path]], each.marks) for each in made.outputs)
                left[made.key] = tuple(found)
        if left != self.pieces or self.renamed:
            self._keep(_pieces(self.layout), (left, self.assets))

    def _keep(self, name: str, entries: object) -> None:
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            keep(self._folder / name, (program(), entries))

    @property
    def _folder(self) -> Path:
        return self.layout.site / MEMORY


def _pieces(layout: Layout) -> str:
    return f"pieces-{name_of(layout)}.kept"


class _Digests:
    """The digests of readings, each made once: there is one a language."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Reading, str]] = {}

    def of(self, reading: Reading) -> str:
        known = self._known.get(id(reading.words))
        if known is None or known[0] != reading:
            known = self._known[id(reading.words)] = (reading, digest(reading))
        return known[1]
