"""Trails -> branches: drawn by hand, and read back from random ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidegloss.model import End, Form, Stance
from sidegloss.pages.joined import joined
from sidegloss.views import Branch, CitedSource, StepView, TrailView

# A trail as a case writes it: ``disputes: blog p. 1 -quotes p. 2> paper = first-hand | a, b``,
# the signal left out where it supports, the ways after ``|``. A step with ``*`` is the record's.
LINK = re.compile(r" -(\*?)(\w*) ?([^>]*)> ")


def source(key: str) -> CitedSource:
    texts = dict.fromkeys(CitedSource.__slots__, "")
    return CitedSource(**texts | {"key": key, "author": (), "editor": (), "retracted": None})  # type: ignore[arg-type]


def trail_view(
    stance: Stance, steps: tuple[StepView, ...], end: End, ways: tuple[StepView, ...]
) -> TrailView:
    return TrailView(stance, "", Form.FULL, "", steps, end, ways, "")


def trail(written: str) -> TrailView:
    stance, _, said = written.rpartition(": ")
    path, end = said.split(" = ")
    end, _, ways = end.partition(" | ")
    first, *further = LINK.split(path)
    key, _, locator = first.partition(" ")
    steps = [StepView(source(key), locator, "", is_own=True)]
    for star, manner, where, to in zip(*(further[n::4] for n in range(4)), strict=True):
        steps.append(StepView(source(to), where, manner, is_own=not star))
    on = tuple(
        StepView(source(way), "", "via", is_own=False) for way in filter(None, ways.split(", "))
    )
    return trail_view(Stance(stance or "supports"), tuple(steps), End(end), on)


def drawn(branches: Iterable[Branch], depth: int = 0) -> Iterator[str]:
    """Branches as lines: what leads into a branch stands above it and further in.

    A branch that leads into another ends with ``-manner locator>``.
    """
    for branch in branches:
        yield from drawn(branch.feeders, depth + 1)
        stance = f"{branch.stance}: " if branch.stance != "supports" and not depth else ""
        path = "".join(map(step, branch.steps)).removeprefix(" ")
        ways = f" | {', '.join(way.source.key for way in branch.ways)}" if branch.ways else ""
        end = f" = {branch.end}{ways}" if branch.end else link(branch.manner, branch.locator)
        yield f"{'  ' * depth}{stance}{path}{end}"


def step(one: StepView) -> str:
    if not one.manner:
        return f" {one.source.key} {one.locator}".rstrip()
    return f"{link(one.manner, one.locator, '' if one.is_own else '*')} {one.source.key}"


def link(manner: str, locator: str, star: str = "") -> str:
    return f" -{star}{manner} {locator}".rstrip() + ">"


CASES = {
    "a trail alone is a branch without feeders": (
        ["blog p. 1 -quotes p. 2> paper -*via> logs = first-hand"],
        ["blog p. 1 -quotes p. 2> paper -*via> logs = first-hand"],
    ),
    "no trail, no branch": ([], []),
    "trails that end apart do not meet": (
        ["blog -quotes> logs = first-hand", "courier -quotes> letter = first-hand"],
        ["blog -quotes> logs = first-hand", "courier -quotes> letter = first-hand"],
    ),
    "two meet at the origin": (
        ["blog -quotes> logs = first-hand", "courier -analyses p. 3> logs = first-hand"],
        ["  blog -quotes>", "  courier -analyses p. 3>", "logs = first-hand"],
    ),
    "two meet before the origin, and share the way from there": (
        [
            "blog -quotes p. 1> tank -analyses sheet 2> logs = first-hand",
            "courier -cites> tank -analyses sheet 2> logs = first-hand",
        ],
        ["  blog -quotes p. 1>", "  courier -cites>", "tank -analyses sheet 2> logs = first-hand"],
    ),
    "three meet in two places": (
        [
            "blog -quotes> wire -cites> tank -analyses> logs = first-hand",
            "courier -quotes> wire -cites> tank -analyses> logs = first-hand",
            "tabloid -reports> tank -analyses> logs = first-hand",
        ],
        [
            "    blog -quotes>",
            "    courier -quotes>",
            "  wire -cites>",
            "  tabloid -reports>",
            "tank -analyses> logs = first-hand",
        ],
    ),
    "a branch stands where its first trail stood": (
        [
            "blog -quotes> logs = first-hand",
            "courier -quotes> letter = first-hand",
            "tabloid -quotes> logs = first-hand",
        ],
        [
            "  blog -quotes>",
            "  tabloid -quotes>",
            "logs = first-hand",
            "courier -quotes> letter = first-hand",
        ],
    ),
    "a step said with another manner is not shared": (
        [
            "blog -quotes> tank -analyses> logs = first-hand",
            "courier -quotes> tank -cites> logs = first-hand",
        ],
        ["  blog -quotes> tank -analyses>", "  courier -quotes> tank -cites>", "logs = first-hand"],
    ),
    "a step said of another page is not shared": (
        [
            "blog -quotes> tank -cites p. 1> logs = first-hand",
            "courier -quotes> tank -cites p. 2> logs = first-hand",
        ],
        [
            "  blog -quotes> tank -cites p. 1>",
            "  courier -quotes> tank -cites p. 2>",
            "logs = first-hand",
        ],
    ),
    "two of three say a step alike, and meet before the third": (
        [
            "blog -quotes> tank -cites p. 1> logs = first-hand",
            "courier -quotes> tank -cites p. 2> logs = first-hand",
            "tabloid -quotes> tank -cites p. 1> logs = first-hand",
        ],
        [
            "    blog -quotes>",
            "    tabloid -quotes>",
            "  tank -cites p. 1>",
            "  courier -quotes> tank -cites p. 2>",
            "logs = first-hand",
        ],
    ),
    "the same outlet at two places leads in twice": (
        ["blog p. 1 -quotes> logs = first-hand", "blog p. 9 -quotes> logs = first-hand"],
        ["  blog p. 1 -quotes>", "  blog p. 9 -quotes>", "logs = first-hand"],
    ),
    "a source cited for itself stays apart from those that lead to it": (
        ["logs p. 3 = first-hand", "blog -quotes> logs = first-hand"],
        ["logs p. 3 = first-hand", "blog -quotes> logs = first-hand"],
    ),
    "a source cited for itself beside two that meet at it": (
        [
            "blog -quotes> logs = first-hand",
            "logs p. 3 = first-hand",
            "courier -quotes> logs = first-hand",
        ],
        ["  blog -quotes>", "  courier -quotes>", "logs = first-hand", "logs p. 3 = first-hand"],
    ),
    "an outlet that another passes through keeps a line of its own": (
        [
            "wire -cites> logs = first-hand",
            "blog -quotes> wire -cites> logs = first-hand",
        ],
        ["  wire -cites>", "  blog -quotes> wire -cites>", "logs = first-hand"],
    ),
    "trails of two stances do not meet": (
        ["blog -quotes> logs = first-hand", "disputes: courier -quotes> logs = first-hand"],
        ["blog -quotes> logs = first-hand", "disputes: courier -quotes> logs = first-hand"],
    ),
    "those that dispute meet among themselves": (
        [
            "disputes: blog -quotes> denial = not-asked",
            "disputes: courier -quotes> denial = not-asked",
        ],
        ["  blog -quotes>", "  courier -quotes>", "disputes: denial = not-asked"],
    ),
    "two meet in the dark": (
        ["blog -quotes> tip = unknown", "courier -*via> tip = unknown"],
        ["  blog -quotes>", "  courier -via>", "tip = unknown"],
    ),
    "two run into the same circle at the same place": (
        [
            "blog -quotes> wire -cites> desk -cites> wire = circular",
            "courier -quotes> wire -cites> desk -cites> wire = circular",
        ],
        ["  blog -quotes>", "  courier -quotes>", "wire -cites> desk -cites> wire = circular"],
    ),
    "two run into the same circle at two places": (
        [
            "blog -quotes> wire -cites> desk -cites> wire = circular",
            "courier -quotes> desk -cites> wire -cites> desk = circular",
        ],
        [
            "blog -quotes> wire -cites> desk -cites> wire = circular",
            "courier -quotes> desk -cites> wire -cites> desk = circular",
        ],
    ),
    "an end and a circle at one source are not the same": (
        ["blog -quotes> wire = circular", "courier -quotes> wire = first-hand"],
        ["blog -quotes> wire = circular", "courier -quotes> wire = first-hand"],
    ),
    "two end at one fork": (
        [
            "blog -quotes> paper = undetermined | logs, letter",
            "courier -quotes> paper = undetermined | logs, letter",
        ],
        ["  blog -quotes>", "  courier -quotes>", "paper = undetermined | logs, letter"],
    ),
}


@pytest.mark.parametrize("title", CASES)
def test_trails_are_drawn_as_by_hand(title: str) -> None:
    written, lines = CASES[title]
    assert list(drawn(joined(map(trail, written)))) == lines


# ---------------------------------------------------------------- any trails

KEYS = "abcde"
PLACES = st.sampled_from(["", "p. 1", "p. 2"])
MANNERS = st.sampled_from(["quotes", "cites", "via"])


@st.composite
def any_trail(draw: st.DrawFn) -> TrailView:
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=5))
    steps = [StepView(source(keys[0]), draw(PLACES), "", is_own=True)]
    steps += [StepView(source(key), draw(PLACES), draw(MANNERS), is_own=True) for key in keys[1:]]
    end = draw(st.sampled_from(End))
    ways = tuple(StepView(source(key), "", "via", is_own=False) for key in "xy")
    stance = draw(st.sampled_from(Stance))
    undetermined = end is End.UNDETERMINED
    return trail_view(stance, tuple(steps), end, ways if undetermined else ())


Said = tuple[tuple[str, str, str], ...]


def said(steps: Iterable[StepView]) -> Said:
    return tuple((one.source.key, one.manner, one.locator) for one in steps)


def paths(branch: Branch) -> Iterator[Said]:
    """Every way through a branch, from an outlet to its last step."""
    if not branch.feeders:
        yield said(branch.steps)
        return
    (key, manner, locator), *further = said(branch.steps)
    assert (manner, locator) == ("", ""), "how it came to a meeting is said by each that leads in"
    for feeder in branch.feeders:
        for path in paths(feeder):
            yield (*path, (key, feeder.manner, feeder.locator), *further)


@settings(max_examples=400, deadline=None)
@given(st.lists(any_trail(), max_size=8))
def test_the_branches_read_back_are_the_trails(trails: list[TrailView]) -> None:
    branches = joined(trails)

    found = Counter((b.stance, path, b.end, b.ways) for b in branches for path in paths(b))

    assert found == Counter((t.stance, said(t.steps), t.end, t.ways) for t in trails)


@settings(max_examples=400, deadline=None)
@given(st.lists(any_trail(), max_size=8))
def test_two_branches_side_by_side_never_end_alike(trails: list[TrailView]) -> None:
    waiting = [joined(trails)]
    while waiting:
        beside = waiting.pop()
        ends = [
            (b.stance, b.steps[-1].source.key, b.manner, b.locator, b.end, b.ways)
            for b in beside
            if b.feeders or len(b.steps) > 1
        ]
        assert len(ends) == len(set(ends))
        waiting += [branch.feeders for branch in beside]


@settings(max_examples=200, deadline=None)
@given(st.lists(any_trail(), max_size=8))
def test_a_meeting_has_two_that_lead_in_and_more_never_share_their_last_step(
    trails: list[TrailView],
) -> None:
    waiting = list(joined(trails))
    while waiting:
        branch = waiting.pop()
        assert len(branch.feeders) != 1
        into = {(f.steps[-1].source.key, f.manner, f.locator) for f in branch.feeders}
        is_whole = any(len(f.steps) == 1 and not f.feeders for f in branch.feeders)
        assert not branch.feeders or is_whole or len(into) > 1, "the meeting is as early as may be"
        waiting += branch.feeders
