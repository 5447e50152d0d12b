"""Citations and the records of sources -> trails, origins, circles: who rests on whom.

Pure functions of values. The rules are product.md's, section 3: a citation's own steps come
first; from its last source the way goes on by the records as long as there is one way on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from sidegloss.model import Citation, End, Ground, Source, Stance, Standing, Step, Trail

Sources = Mapping[str, Source]

LONGEST = 50
"""Steps that a trail may take: far above what was ever traced. What goes on further is not followed."""


def follow(citation: Citation, sources: Sources, reprinted: str = "") -> Trail:
    """The trail of *citation* to its end.

    *reprinted* is the key of the article's own source, or "": every trail sets out from it, so one
    that comes back to it goes in a circle. A key that no record has ends the trail as NOT_ASKED. One of more
    than `LONGEST` steps is a mistake, and ends as UNKNOWN.
    """
    trail = _followed(citation, sources, reprinted)
    passed = [step.key for step in trail.steps if is_retracted(step.key, sources)]
    ahead = {
        key for key in reach((way.key for way in trail.ways), sources) if sources[key].retracted
    }
    if not passed and not ahead:
        return trail
    first = passed[0] if passed else ""
    return replace(trail, retracted=first, perhaps_retracted=tuple(sorted(ahead - {*passed})))


def is_retracted(key: str, sources: Sources) -> bool:
    """Whether the source of *key* was retracted."""
    return key in sources and sources[key].retracted is not None


def _followed(citation: Citation, sources: Sources, reprinted: str) -> Trail:
    first = citation.steps[0]
    seen = {first.key, reprinted} if reprinted else {first.key}
    for number, step in enumerate(citation.steps[1:], 2):
        if step.key in seen:
            return Trail(citation, citation.steps[:number], End.CIRCULAR)
        seen.add(step.key)
    return _inherited(citation, sources, seen)


def _inherited(citation: Citation, sources: Sources, seen: set[str]) -> Trail:
    steps = list(citation.steps)
    while True:
        source = sources.get(steps[-1].key)
        if source is None:
            return Trail(citation, tuple(steps), End.NOT_ASKED)
        if source.end is not None or not source.grounds:
            return Trail(citation, tuple(steps), source.end or End.NOT_ASKED)
        ways = ways_on(source.grounds)
        if len(ways) > 1:
            return Trail(citation, tuple(steps), End.UNDETERMINED, ways)
        if len(steps) > LONGEST:
            return Trail(citation, tuple(steps), End.UNKNOWN)
        steps.append(ways[0])
        if ways[0].key in seen:
            return Trail(citation, tuple(steps), End.CIRCULAR)
        seen.add(ways[0].key)


def ways_on(grounds: Iterable[Ground]) -> tuple[Step, ...]:
    """The steps that a record offers: one a source, the first said of it."""
    ways: dict[str, Step] = {}
    for ground in grounds:
        step = Step(ground.key, ground.locator, ground.manner, is_own=False, at=ground.at)
        ways.setdefault(ground.key, step)
    return tuple(ways.values())


def standing(trails: Iterable[Trail]) -> Standing:
    """What the supporting ones among *trails* amount to: outlets, origins, and ends without one."""
    ends: dict[End, set[str]] = {end: set() for end in End}
    outlets: set[str] = set()
    retracted: set[str] = set()
    perhaps: set[str] = set()
    for trail in supporting(trails):
        outlets.add(trail.steps[0].key)
        perhaps.update(trail.perhaps_retracted)
        if trail.retracted:
            retracted.add(trail.retracted)
        else:
            ends[trail.end].add(trail.steps[-1].key)
    return Standing(
        outlets=tuple(sorted(outlets)),
        origins=tuple(sorted(ends[End.FIRST_HAND])),
        retracted=tuple(sorted(retracted)),
        undetermined=tuple(sorted(ends[End.UNDETERMINED])),
        unknown=tuple(sorted(ends[End.UNKNOWN])),
        not_asked=tuple(sorted(ends[End.NOT_ASKED])),
        circular=tuple(sorted(ends[End.CIRCULAR])),
        perhaps_retracted=tuple(sorted(perhaps)),
    )


def supporting(trails: Iterable[Trail]) -> Iterator[Trail]:
    """The trails whose citations support the claim: no others are counted."""
    return (trail for trail in trails if trail.citation.stance is Stance.SUPPORTS)


def retracted_on(
    trails: Iterable[Trail], sources: Sources
) -> tuple[frozenset[str], frozenset[str]]:
    """Retracted sources that the supporting *trails* pass through, and those that they may pass through."""
    counted = list(supporting(trails))
    steps = {step.key for trail in counted for step in trail.steps}
    passed = frozenset(key for key in steps if is_retracted(key, sources))
    ahead = {key for trail in counted for key in trail.perhaps_retracted}
    return passed, frozenset(ahead - passed)


def is_one_origin(found: Standing) -> bool:
    """Whether several outlets all lead to one origin, and no trail ends elsewhere."""
    dark = found.retracted or found.unknown or found.not_asked or found.circular
    return len(found.outlets) > 1 and len(found.origins) + len(found.undetermined) == 1 and not dark


def unrecorded(citation: Citation, sources: Sources) -> Iterator[tuple[Step, Step]]:
    """Own steps (from, to) of a citation that the record of the first does not have."""
    for before, step in pairwise(citation.steps):
        is_step = before.key in sources and before.key != step.key
        if is_step and not is_recorded(before.key, step.key, sources):
            yield before, step


def is_recorded(key: str, on: str, sources: Sources) -> bool:
    """Whether the record of *key* says that it rests on *on*."""
    return key in sources and any(ground.key == on for ground in sources[key].grounds)


def reach(keys: Iterable[str], sources: Sources) -> frozenset[str]:
    """*keys* and every source that they rest on, at any depth, by the records."""
    reached: set[str] = set()
    waiting = [key for key in keys if key in sources]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += [g.key for g in sources[key].grounds if g.key in sources]
    return frozenset(reached)


def relied_on(trails: Iterable[Trail], sources: Sources) -> frozenset[str]:
    """Every source that *trails* pass through, or that lies at any depth below where they end.

    What the record of a source on the way rests on besides is no part of a claim's own trail.
    """
    followed = list(trails)
    passed = {step.key for trail in followed for step in trail.steps}
    return reach((trail.steps[-1].key for trail in followed), sources) | passed


# ---------------------------------------------------------------- circles among sources


def circles(sources: Sources) -> tuple[tuple[str, ...], ...]:
    """The circles among the records: for each group of sources that rest on each other, one.

    A circle begins at its smallest key and is as short as any through it. A source that names
    itself is a mistake of its record and no circle.
    """
    groups = [group for group in _groups(sources) if len(group) > 1]
    return tuple(sorted(_shortest(min(group), group, sources) for group in groups))


def _groups(sources: Sources) -> Iterator[frozenset[str]]:
    """Strongly connected components by Tarjan's algorithm (1972), without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    on_path: set[str] = set()
    for root in sources:
        if root in index:
            continue
        work = [(root, iter(_below(root, sources)))]
        index[root] = low[root] = len(index)
        path.append(root)
        on_path.add(root)
        while work:
            key, below = work[-1]
            step = next(below, None)
            if step is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[key])
                if low[key] == index[key]:
                    group = {path.pop()}
                    while key not in group:
                        group.add(path.pop())
                    on_path -= group
                    yield frozenset(group)
            elif step not in index:
                index[step] = low[step] = len(index)
                path.append(step)
                on_path.add(step)
                work.append((step, iter(_below(step, sources))))
            elif step in on_path:
                low[key] = min(low[key], index[step])


def _below(key: str, sources: Sources) -> Sequence[str]:
    return [ground.key for ground in sources[key].grounds if ground.key in sources]


def _shortest(start: str, group: frozenset[str], sources: Sources) -> tuple[str, ...]:
    """The shortest way from *start* back to it within *group*, by breadth; *start* stands once."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for key in waiting:
        for step in sorted(_below(key, sources)):
            if step == start:
                way = [key]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if step in group and step not in came_from:
                came_from[step] = key
                waiting.append(step)
    raise AssertionError(f"{start} is in no circle")
