"""Trails: followed as product and record say, counted as a reader would by hand."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import SiteUnderTest, Texts
from sidegloss.bibliography import bibliography
from sidegloss.front_matter import split
from sidegloss.model import (
    Citation,
    End,
    Ground,
    Location,
    Manuscript,
    Record,
    Source,
    Stance,
    Standing,
    Step,
    Trail,
)
from sidegloss.parse import Reading, parse
from sidegloss.trails import LONGEST, circles, follow, reach, relied_on, standing, unrecorded
from sidegloss.words import load

TABLE = Path(__file__).parent / "cases" / "trails.md"


def cases() -> Iterator[tuple[str, str, str, str]]:
    """(title, sources, article, result) of every case in the table."""
    parts = re.split(r"^\.\n", TABLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for index in range(0, len(parts) - 1, 4):
        yield parts[index].strip().splitlines()[-1], *parts[index + 1 : index + 4]  # type: ignore[misc]


CASES = list(cases())


def sources_of(text: str) -> dict[str, Source]:
    return {s.key: s for s in bibliography([Record("sources.yaml", text, "yaml")]).sources}


def citations_of(written: str) -> tuple[str, tuple[Citation, ...]]:
    """The article's own source, and the citations of its notes."""
    own, lines = "", written.splitlines()
    if lines[0].startswith("source: "):
        own = lines.pop(0).removeprefix("source: ")
    labels = "".join(f"[^n{number}]" for number in range(len(lines)))
    notes = "".join(f"[^n{number}]: {line}\n\n" for number, line in enumerate(lines))
    found = split(f"[A claim]{labels}.\n\n{notes}", "a.md", "a.md")
    article = parse(Manuscript("a.md", "a.md", found.front, found.text), Reading(load("en")))
    assert not [d for d in article.diagnostics if d.severity == "error"]
    return own, tuple(c for note in article.notes for c in note.citations)


def shown(step: Step) -> str:
    said = " ".join(filter(None, (step.manner, step.key, step.locator)))
    return said if step.is_own else f"({said})"


def line(trail: Trail) -> str:
    ways = " of " + " ".join(map(shown, trail.ways)) if trail.ways else ""
    return f"{', '.join(map(shown, trail.steps))}: {trail.end}{ways}"


def counted(amount: Standing) -> str:
    names = ("outlets", "origins", "undetermined", "unknown", "not_asked", "circular")
    kinds = [(name.replace("_", "-"), getattr(amount, name)) for name in names]
    return "= " + "; ".join(f"{name} {' '.join(keys)}" for name, keys in kinds if keys)


@pytest.mark.parametrize(
    ("title", "records", "written", "wanted"), CASES, ids=[case[0] for case in CASES]
)
def test_a_trail_is_as_worked_out_by_hand(
    title: str, records: str, written: str, wanted: str
) -> None:
    sources = sources_of(records)
    own, citations = citations_of(written)
    trails = [follow(citation, sources, own) for citation in citations]
    got = [*map(line, trails), counted(standing(trails)).rstrip()]
    assert got == wanted.splitlines(), title


def test_the_table_has_every_end() -> None:
    ended = {end for end in End for case in CASES if f": {end}" in case[3]}
    assert ended == set(End)


# ---------------------------------------------------------------- one by one


def cited(*keys: str, stance: Stance = Stance.SUPPORTS) -> Citation:
    return Citation(
        tuple(Step(key, manner="quotes" if n else "") for n, key in enumerate(keys)), stance
    )


def resting(**grounds: str) -> dict[str, Source]:
    """Sources by key -> the keys they rest on, with blanks between; ``none`` is first-hand."""
    return {key: source(key, on) for key, on in grounds.items()}


def source(key: str, on: str) -> Source:
    ends = {"none": End.FIRST_HAND, "unknown": End.UNKNOWN, "": End.NOT_ASKED}
    if on in ends:
        return Source(key, end=ends[on])
    return Source(key, grounds=tuple(Ground(each) for each in on.split()))


def test_a_key_that_no_record_has_ends_a_trail_without_an_origin() -> None:
    trail = follow(cited("a", "lost"), resting(a="none"))
    assert (line(trail), standing([trail]).origins) == ("a, quotes lost: not-asked", ())


def test_an_own_step_that_the_record_lacks_is_named() -> None:
    sources = resting(a="b", b="none", c="none")
    lacking = unrecorded(cited("a", "b", "c"), sources)
    assert [(before.key, step.key) for before, step in lacking] == [("b", "c")]


def test_a_record_reaches_every_way_that_it_names() -> None:
    sources = resting(a="b c", b="none", c="d", d="unknown", e="a")
    assert reach(["a", "gone", ""], sources) == {"a", "b", "c", "d"}


def test_a_claim_relies_on_its_trail_and_on_all_below_the_end_of_it_and_on_nothing_beside() -> None:
    sources = resting(a="b beside", beside="none", b="c d", c="e", d="none", e="none")

    def relied(*keys: str) -> set[str]:
        return set(relied_on([follow(cited(*keys), sources)], sources))

    assert relied("a") == {"a", "b", "beside", "c", "d", "e"}
    assert relied("a", "b") == {"a", "b", "c", "d", "e"}
    assert relied("a", "b", "c") == {"a", "b", "c", "e"}
    assert relied("a", "lost") == {"a", "lost"}
    assert relied_on([], sources) == set()


def test_one_circle_is_told_for_each_group_of_sources_that_rest_on_each_other() -> None:
    sources = resting(a="b", b="c", c="a b", x="y", y="x z", z="none", w="a")
    assert circles(sources) == (("a", "b", "c"), ("x", "y"))


def test_a_source_that_names_itself_is_no_circle_of_records() -> None:
    assert circles(resting(a="a", b="none")) == ()


def test_a_trail_is_followed_for_fifty_steps_however_many_sources_there_are() -> None:
    length = 20_000
    assert length > sys.getrecursionlimit()
    sources = resting(**{f"s{n}": f"s{n + 1}" for n in range(length)}, **{f"s{length}": "none"})
    trail = follow(cited(f"s{length - LONGEST + 1}"), sources)
    assert (len(trail.steps), trail.end) == (LONGEST, End.FIRST_HAND)
    trail = follow(cited("s0"), sources)
    assert (len(trail.steps), trail.end) == (LONGEST + 1, End.UNKNOWN)
    assert len(reach(["s0"], sources)) == length + 1
    assert circles(sources) == ()


def test_a_trail_of_more_than_fifty_steps_is_a_mistake(
    site: Callable[[Texts], SiteUnderTest],
) -> None:
    sources = "".join(f"s{n}: {{title: T, rests-on: s{n + 1}}}\n" for n in range(LONGEST))
    text = "---\ntitle: T\n---\n\nx[^a]\n\n[^a]: [@s0].\n"
    ended = f"{sources}s{LONGEST}: {{title: T, rests-on: "
    under_test = site({"content/a.md": text, "content/sources.yaml": ended + "unknown}\n"})
    told = [each for each in under_test.check() if "trail-long" in each]
    assert told == [
        "content/a.md:7:8: error: the trail from @s0 takes more than 50 steps [trail-long]"
    ]
    under_test.write({"content/a.md": text.replace("@s0", "@s1")})
    assert not [each for each in under_test.check() if "trail-long" in each]


def test_a_circle_may_be_as_long_as_there_are_sources() -> None:
    length = 20_000
    sources = resting(**{f"s{n}": f"s{(n + 1) % length}" for n in range(length)})
    assert follow(cited("s5"), sources).end is End.UNKNOWN
    assert [len(circle) for circle in circles(sources)] == [length]


def test_five_thousand_sources_with_trails_twelve_deep_are_followed_quickly() -> None:
    # 0.1 s on a slow core; anything that looks at all sources for each takes minutes
    deep = 12
    sources = resting(
        **{f"s{n}": "none" if n % deep == deep - 1 else f"s{n + 1}" for n in range(5_000)}
    )
    begun = process_time()
    trails = [follow(cited(key), sources) for key in sources for _ in range(4)]
    amounts = [standing(trails[n : n + 4]) for n in range(0, len(trails), 4)]
    assert circles(sources) == ()
    assert process_time() - begun < 5
    assert max(len(trail.steps) for trail in trails) == deep
    assert all(len(amount.outlets) == 1 for amount in amounts)


# ---------------------------------------------------------------- against a count of its own

KEYS = "abcdefg"
Graph = Mapping[str, str | tuple[str, ...]]
graphs = st.fixed_dictionaries(
    {
        key: st.one_of(
            st.sampled_from(["none", "unknown", ""]),
            st.lists(st.sampled_from(KEYS), min_size=1, max_size=3).map(tuple),
        )
        for key in KEYS
    }
)
notes = st.lists(
    st.tuples(
        st.sampled_from(list(Stance)),
        st.lists(st.sampled_from(KEYS), min_size=1, max_size=4),
    ),
    max_size=5,
)


def walked(path: list[str], left: str, graph: Graph) -> tuple[str, str]:
    """(how the trail ends, the last key), step by step as a reader with a pencil would.

    *left* is the article's own source, where all trails set out.
    """
    first, *own = path
    passed = [first]
    while True:
        if own:
            here = own.pop(0)
        else:
            on = graph[passed[-1]]
            if isinstance(on, str):
                return {"none": "origin", "unknown": "dark", "": "unasked"}[on], passed[-1]
            if len(set(on)) > 1:
                return "fork", passed[-1]
            here = on[0]
        if here in passed or here == left:
            return "circle", here
        passed.append(here)


@settings(max_examples=400, deadline=None)
@given(graphs, notes, st.sampled_from(["", *KEYS]))
def test_any_claim_comes_to_what_a_reader_counts(
    graph: Graph, note: list[tuple[Stance, list[str]]], left: str
) -> None:
    sources = {k: source(k, on if isinstance(on, str) else " ".join(on)) for k, on in graph.items()}
    trails = [follow(cited(*path, stance=stance), sources, left) for stance, path in note]
    ends = [
        (path[0], *walked(path, left, graph)) for stance, path in note if stance == Stance.SUPPORTS
    ]

    def at(kind: str) -> tuple[str, ...]:
        return tuple(sorted({last for _, end, last in ends if end == kind}))

    assert standing(trails) == Standing(
        outlets=tuple(sorted({first for first, _, _ in ends})),
        origins=at("origin"),
        undetermined=at("fork"),
        unknown=at("dark"),
        not_asked=at("unasked"),
        circular=at("circle"),
    )


@settings(max_examples=200, deadline=None)
@given(graphs)
def test_a_circle_is_told_wherever_a_source_can_come_back_to_itself(graph: Graph) -> None:
    sources = {k: source(k, on if isinstance(on, str) else " ".join(on)) for k, on in graph.items()}
    below = {k: set() if isinstance(on, str) else set(on) for k, on in graph.items()}

    def comes_to(key: str) -> set[str]:
        found: set[str] = set()
        for _ in KEYS:
            found |= {far for near in {key} | found for far in below[near]}
        return found

    together = {
        frozenset(o for o in comes_to(k) if k in comes_to(o)) for k in KEYS if k in comes_to(k)
    }
    groups = {group for group in together if len(group) > 1}
    told = circles(sources)
    assert len(told) == len(groups)
    for circle in told:
        assert any(set(circle) <= group and circle[0] == min(group) for group in groups)
        assert len(set(circle)) == len(circle)
        for key, on in zip(circle, (*circle[1:], circle[0]), strict=True):
            assert on in below[key]


def test_places_of_steps_are_those_of_the_record() -> None:
    at = Location("content/sources.yaml", 3, 5)
    sources = {"a": Source("a", grounds=(Ground("b", at=at),)), "b": Source("b", end=End.UNKNOWN)}
    assert follow(cited("a"), sources).steps[1].at == at
