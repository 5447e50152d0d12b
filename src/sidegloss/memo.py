"""Keys -> values, through a pure function that is asked only about keys it was not asked before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memo(Generic[K, V]):
    """What makes a rebuild cheap. A build with a memo equals one without, under these laws.

    1. *compute* is pure, and the key holds everything its answer depends on: no file, no clock, no
       setting that is not part of the key.
    2. Equal keys are interchangeable. A field that comparison skips must not reach the answer.
    3. Answers are frozen: whoever gets one may get the same one again.
    4. One generation is remembered: what a round did not ask for is forgotten, so the memory is as
       large as the site and never larger.
    5. A round that fails leaves the memory as it was.

    *compute* is handed all the missing keys of a round at once, each once, in their order, and gives
    one answer a key: it may be a loop, or the map of a pool of processes.
    """

    def __init__(self, compute: Callable[[Sequence[K]], Iterable[V]]) -> None:
        self._compute = compute
        self._known: dict[K, V] = {}

    def map(self, keys: Iterable[K]) -> list[V]:
        """The answers to *keys*, in their order. Raises ValueError where one is missing."""
        asked = tuple(keys)
        answers = {key: self._known[key] for key in asked if key in self._known}
        missing = tuple(dict.fromkeys(key for key in asked if key not in answers))
        if missing:
            answers.update(zip(missing, self._compute(missing), strict=True))
        self._known = answers
        return [answers[key] for key in asked]

    def recall(self, answers: Mapping[K, V]) -> None:
        """Take *answers*, given by the same function in another process, for those of a round before."""
        self._known = {**answers, **self._known}

    def exchange(self, old: K, new: K) -> V:
        """The answer to *new*, which takes the place of *old* in the round before."""
        answers = dict(self._known)
        known = answers.pop(old, None)
        answers[new] = (
            known if known is not None and old == new else next(iter(self._compute([new])))
        )
        self._known = answers
        return answers[new]
