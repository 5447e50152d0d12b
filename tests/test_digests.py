"""Digests: equal for equal values, in every process, and other ones for others."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidegloss.digests import digest
from sidegloss.model import Kind, Location, Media, Step

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda inner: st.tuples(inner) | st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=8,
)


@given(plain, plain)
def test_two_values_share_a_digest_where_they_look_alike(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) == (repr_of(one) == repr_of(other))


def repr_of(value: object) -> str:
    """Sets in an order, the rest as Python shows it: 1 and True are two values here."""
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(repr_of, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(repr_of, value)) + ")"
    return repr(value)


def test_what_comparing_leaves_out_is_left_out() -> None:
    step = Step("a", "p. 1", at=Location("content/a.md", 1))
    assert digest(step) == digest(Step("a", "p. 1", at=Location("content/a.md", 9)))
    assert digest(step) != digest(Step("a", "p. 2"))


def test_a_noun_is_told_from_what_is_in_it() -> None:
    assert digest(Media("a", 1, 2)) != digest(("a", 1, 2))
    assert digest((("a",), "b")) != digest(("a", ("b",)))
    assert digest(Kind.SOURCED) != digest(Kind.CONTEXT)


def test_what_has_no_value_is_refused() -> None:
    with pytest.raises(TypeError):
        digest(object())


def test_a_digest_is_the_same_in_every_process() -> None:
    asked = "from sidegloss.digests import digest; print(digest(frozenset('abc') | {('a', 1)}))"
    told = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(told) == 1
