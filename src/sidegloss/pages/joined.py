"""A note's trails -> those that differ, as branches: drawn together where they meet, so that nothing is
said twice.

Trails of one stance that end at the same source share their last steps as far back as they say
the same of them. What leads into the shared part are its feeders, and feeders may meet in turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sidegloss.views import Branch, StepView, TrailView


def different(trails: Iterable[TrailView]) -> tuple[TrailView, ...]:
    """Each way once: a further citation that adds nothing but a quotation is not shown again.

    A citation of a source that another trail of the same stance passes through, at no other
    place in it, is part of that trail, and takes the note's own words for how it goes on.
    """
    ways: dict[tuple[object, ...], TrailView] = {}
    for trail in trails:
        ways.setdefault((trail.stance, trail.steps, trail.ways), trail)
    if len(ways) < 2:
        return tuple(ways.values())
    alike: dict[object, list[TrailView]] = defaultdict(list)
    for trail in ways.values():
        for begin, step in enumerate(trail.steps):
            for locator in ("", step.locator) if step.locator else ("",):
                alike[_end(trail, begin, locator)].append(trail)
    return tuple(
        trail
        for trail in ways.values()
        if not any(
            _is_part(trail, other)
            for other in alike[_end(trail, 0, trail.steps[0].locator)]
            if other is not trail
        )
    )


def _end(trail: TrailView, begin: int, locator: str) -> object:
    """The sources of a trail from a step on, and the place in the first: what parts must share."""
    keys = tuple(step.source.key for step in trail.steps[begin:])
    return trail.stance, trail.ways, keys, locator


def _is_part(trail: TrailView, other: TrailView) -> bool:
    begin = len(other.steps) - len(trail.steps)
    if begin < 0 or trail.stance != other.stance or trail.ways != other.ways:
        return False
    first, *further = zip(trail.steps, other.steps[begin:], strict=True)
    return _is_said(*first) and all(_is_said_on(step, said) for step, said in further)


def _is_said(step: StepView, said: StepView) -> bool:
    return step.source.key == said.source.key and step.locator in ("", said.locator)


def _is_said_on(step: StepView, said: StepView) -> bool:
    """Whether *said* says all of *step*: how the note says it goes before how the record does."""
    return step == said or (step.source.key == said.source.key and not step.is_own)


# ---------------------------------------------------------------- what meets


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
