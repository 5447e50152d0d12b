"""Arguments whose digests are known before their values are needed, and tasks that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from sidegloss.digests import digest
from sidegloss.model import Output

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given(Generic[T]):
    """An argument of a task. Its digest can be computed without loading its value.

    Both are computed on each call, so a task stays valid after an edit and then has another key.
    """

    digest: Callable[[], str]
    load: Callable[[], T]


def given(value: T) -> Given[T]:
    """An argument of a value that is here."""
    known = digest(value)
    return Given(lambda: known, lambda: value)


def together(items: Sequence[Given[T]]) -> Given[tuple[T, ...]]:
    """Several arguments as one. No value is loaded."""
    return Given(
        lambda: joined([item.digest() for item in items]), lambda: tuple(i.load() for i in items)
    )


def mapped(items: Mapping[str, Given[T]]) -> Given[dict[str, T]]:
    """Arguments with names as one."""
    known = joined([part for name, item in items.items() for part in (name, item.digest())])
    return Given(lambda: known, lambda: {name: item.load() for name, item in items.items()})


def joined(parts: Iterable[str]) -> str:
    """A digest of digests and names."""
    return blake2b("\n".join(map(repr, parts)).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """A module-level function, its arguments, and the paths of the files that it makes."""

    function: Callable[..., Iterable[Output]]
    arguments: tuple[Given[Any], ...]
    paths: tuple[str, ...]

    def key(self, program: str) -> str:
        """Digest of all that the files depend on: equal keys mean equal files."""
        name = f"{self.function.__module__}.{self.function.__qualname__}"
        return joined((program, name, *self.paths, *(each.digest() for each in self.arguments)))

    def run(self) -> Iterator[Output]:
        """Yield the files one at a time."""
        yield from self.function(*(argument.load() for argument in self.arguments))
