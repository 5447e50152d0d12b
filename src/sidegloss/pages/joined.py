"""A note's trails -> branches: drawn together where they meet, so that nothing is said twice.

Trails of one stance that end at the same source share their last steps as far back as they say
the same of them. What leads into the shared part are its feeders, and feeders may meet in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sidegloss.views import Branch, StepView, TrailView


def joined(trails: Iterable[TrailView]) -> tuple[Branch, ...]:
    """The trails of a note as branches, each where its first trail stands."""
    plain = [
        Branch(trail.stance, (), trail.steps, "", "", trail.end, trail.ways) for trail in trails
    ]
    return tuple(_grouped(plain))


def _grouped(branches: Sequence[Branch]) -> list[Branch]:
    groups: dict[object, list[Branch]] = {}
    for number, branch in enumerate(branches):
        # a source cited for itself leads nowhere that others could lead to
        meeting = _meeting(branch) if len(branch.steps) > 1 else number
        groups.setdefault(meeting, []).append(branch)
    return [_met(group) for group in groups.values()]


def _meeting(branch: Branch) -> object:
    """What two branches must have in common to meet: where they end, and what comes after."""
    last = branch.steps[-1].source.key
    return (branch.stance, last, branch.manner, branch.locator, branch.end, branch.ways)


def _met(group: list[Branch]) -> Branch:
    """One branch of several that end alike; a branch alone stays as it is."""
    if len(group) == 1:
        return group[0]
    shared = _shared([branch.steps for branch in group])
    first = group[0]
    steps = first.steps[len(first.steps) - shared :]
    meeting = replace(steps[0], manner="", locator="")
    feeders = [_leading_in(branch, len(branch.steps) - shared) for branch in group]
    return replace(first, feeders=tuple(_grouped(feeders)), steps=(meeting, *steps[1:]))


def _leading_in(branch: Branch, count: int) -> Branch:
    """The first *count* steps of a branch, leading into what follows them."""
    into = branch.steps[count]
    return replace(
        branch,
        steps=branch.steps[:count],
        manner=into.manner,
        locator=into.locator,
        end=None,
        ways=(),
    )


def _shared(ways: Sequence[tuple[StepView, ...]]) -> int:
    """How many last steps all *ways* share: the same sources, the same said between them.

    At least one step of each way stays its own.
    """
    longest = min(len(way) for way in ways) - 1
    count = 1
    while count < longest:
        links = {(way[-count].manner, way[-count].locator) for way in ways}
        sources = {way[-count - 1].source.key for way in ways}
        if len(links) > 1 or len(sources) > 1:
            break
        count += 1
    return count
