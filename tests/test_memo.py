"""The memo: nothing twice, nothing kept too long, nothing lost on failure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidegloss.memo import Memo


class Lengths:
    """A pure function that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def __call__(self, keys: Sequence[str]) -> Iterator[int]:
        self.asked.append(tuple(keys))
        return (len(key) for key in keys)


def test_answers_come_in_the_order_of_the_keys() -> None:
    assert Memo(Lengths()).map(["three", "a", "three", "to"]) == [5, 1, 5, 2]


def test_each_missing_key_is_asked_once_and_all_together() -> None:
    lengths = Lengths()
    Memo(lengths).map(["b", "a", "b"])
    assert lengths.asked == [("b", "a")]


def test_a_second_round_asks_only_for_what_is_new() -> None:
    lengths = Lengths()
    memo = Memo(lengths)
    memo.map(["a", "b"])
    assert memo.map(["b", "ccc", "a"]) == [1, 3, 1]
    assert lengths.asked[1:] == [("ccc",)]


def test_a_round_without_news_computes_nothing() -> None:
    lengths = Lengths()
    memo = Memo(lengths)
    memo.map(["a"])
    memo.map(["a"])
    assert len(lengths.asked) == 1


def test_the_same_answer_is_given_again_not_an_equal_one() -> None:
    memo: Memo[str, tuple[str, ...]] = Memo(lambda keys: [(key, key) for key in keys])
    (first,) = memo.map(["a"])
    (again,) = memo.map(["a"])
    assert again is first


def test_what_a_round_does_not_ask_for_is_forgotten() -> None:
    lengths = Lengths()
    memo = Memo(lengths)
    memo.map(["a", "b"])
    memo.map(["a"])
    memo.map(["a", "b"])
    assert lengths.asked == [("a", "b"), ("b",)]


def test_a_failing_round_leaves_the_memory_as_it_was() -> None:
    asked: list[tuple[int, ...]] = []

    def halves(keys: Sequence[int]) -> Iterator[float]:
        asked.append(tuple(keys))
        return (1 / key for key in keys)

    memo = Memo(halves)
    memo.map([1, 2])
    with pytest.raises(ZeroDivisionError):
        memo.map([2, 0])
    assert memo.map([1, 2]) == [1.0, 0.5]
    assert asked == [(1, 2), (0,)]


def test_a_function_that_forgets_an_answer_is_found_out() -> None:
    memo: Memo[str, str] = Memo(lambda keys: list(keys)[1:])
    with pytest.raises(ValueError, match="shorter"):
        memo.map(["a", "b"])


@given(st.lists(st.lists(st.text(max_size=3)), max_size=6))
def test_with_a_memory_equals_without(rounds: list[list[str]]) -> None:
    memo = Memo(Lengths())
    for keys in rounds:
        assert memo.map(keys) == [len(key) for key in keys]


def test_one_key_takes_the_place_of_another_and_nothing_else_is_asked() -> None:
    lengths = Lengths()
    memo = Memo(lengths)
    memo.map(["a", "three"])

    assert memo.exchange("a", "seven!!") == 7
    assert memo.map(["seven!!", "three"]) == [7, 5]
    assert lengths.asked == [("a", "three"), ("seven!!",)]
    memo.map(["a"])
    assert lengths.asked[-1] == ("a",)


def test_a_key_exchanged_for_its_equal_is_not_asked_again() -> None:
    lengths = Lengths()
    memo = Memo(lengths)
    memo.map(["a"])

    assert memo.exchange("a", "a") == 1
    assert lengths.asked == [("a",)]
