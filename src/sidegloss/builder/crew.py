"""What is to be parsed and made -> done: in this process, in forks of it, or where an executor sends it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from socket import gethostname
from typing import TypeVar

from sidegloss.builder import stages
from sidegloss.builder.given import Task
from sidegloss.builder.jobs import Job
from sidegloss.builder.layout import Progress
from sidegloss.builder.programs import program
from sidegloss.builder.staged import Made, staged
from sidegloss.builder.tasks import tasks
from sidegloss.builder.workers import Tick, cores, spread
from sidegloss.model import Article, Diagnostic, Location, Severity, SiteError
from sidegloss.theme import Theme

WORTH = 40
"""Articles that are worth a process of their own."""
_SENT = 32
"""Articles, or tasks, that are sent from process to process together."""
_OF_ARTICLE = 2
"""Tasks that most articles come to."""

T = TypeVar("T")


class Crew:
    """Does a build's work. *jobs* are the processes it may have; 0: what the machine has and the work is worth.

    An *executor* gets functions of modules and plain values; whoever works for it must see the site's
    folder under the same path.
    """

    def __init__(self, jobs: int, told_of: Progress, executor: Executor | None = None) -> None:
        self._jobs, self._told_of, self._executor = jobs, told_of, executor

    def parsed(self, asked: Sequence[stages.Asked]) -> Iterable[Article]:
        """The articles, in their order."""
        tick = self._ticking("articles", len(asked))
        if self._executor and len(asked) > _SENT:
            parts = _few(asked)
            tasks = [self._executor.submit(stages.parsed, part) for part in parts]
            found = _gathered(tasks, [len(part) for part in parts], tick)
            return (article for part in found for article in part)
        jobs = self._of(len(asked))
        shares = spread(lambda number, of: map(stages.parsed, _few(asked[number::of])), jobs, tick)
        return (shares[n % jobs][n // jobs] for n in range(len(asked)))

    def made(self, job: Job, theme: Theme, todo: Sequence[tuple[str, Task]]) -> list[Made]:
        """What tasks come to: *todo* has each with its key."""
        tick = self._ticking("pages", len(todo))
        if self._executor and len(todo) > _SENT:
            return list(_made_elsewhere(self._executor, job, todo, tick))
        jobs = self._of(len(todo) // _OF_ARTICLE)
        if jobs > 1:
            theme.compile()
        output, folder = job.output, job.staging

        def work(number: int, of: int) -> Iterable[Sequence[Made]]:
            return staged(todo[number::of], output, folder, str(number))

        return [each for share in spread(work, jobs, tick) for each in share]

    def _of(self, articles: int) -> int:
        """In how many processes so many articles are worked at."""
        return self._jobs or max(min(cores(), articles // WORTH), 1)

    def _ticking(self, what: str, total: int) -> Tick:
        done = 0

        def tick(more: int) -> None:
            nonlocal done
            done += more
            self._told_of(what, done, total)

        return tick


def _few(all_of_them: Sequence[T]) -> list[Sequence[T]]:
    return [all_of_them[n : n + _SENT] for n in range(0, len(all_of_them), _SENT)]


# ---------------------------------------------------------------- in other places


def _made_elsewhere(
    executor: Executor, job: Job, todo: Sequence[tuple[str, Task]], tick: Tick
) -> Iterator[Made]:
    data = pickle.dumps(job, pickle.HIGHEST_PROTOCOL)
    file = job.staging / f"job-{blake2b(data, digest_size=16).hexdigest()}"
    file.write_bytes(data)
    parts = _few(todo)
    futures = [
        executor.submit(made_from, str(file), f"part{n}", [key for key, _ in part])
        for n, part in enumerate(parts)
    ]
    for made in _gathered(futures, [len(part) for part in parts], tick):
        yield from made


def made_from(file: str, name: str, keys: Sequence[str]) -> list[Made]:
    """Run the tasks with these *keys*. *file* holds the job, as the builder wrote it.

    Raises SiteError if a key is unknown here: this machine has other fonts, templates or packages.
    """
    job, found = _opened(file)
    if not found.keys() >= {*keys}:
        raise SiteError(_different(job))
    todo = [(key, found[key]) for key in keys]
    return [made for few in staged(todo, job.output, job.staging, name) for made in few]


@lru_cache(maxsize=1)
def _opened(file: str) -> tuple[Job, dict[str, Task]]:
    """A job's file is named by what it holds, so that an old one is never taken for it."""
    job: Job = pickle.loads(Path(file).read_bytes())  # noqa: S301 - the builder's own, of just now
    arguments = job.arguments(Theme(job.root, job.site.settings.templates))
    return job, {task.key(program()): task for task in tasks(arguments)}


def _different(job: Job) -> Diagnostic:
    return Diagnostic(
        "executor-alike",
        Severity.ERROR,
        f"the worker {gethostname()} would make other pages than this machine",
        Location(job.site.settings.path),
        "give it the same fonts, the same version of Sidegloss and of its packages, and the site's folder",
    )


def _gathered(
    tasks: Sequence[Future[T]], sizes: Sequence[int], tick: Callable[[int], None]
) -> list[T]:
    """The answers of *tasks*; the first mistake is raised, and what has not begun is called off."""
    size_of = dict(zip(tasks, sizes, strict=True))
    try:
        for task in as_completed(tasks):
            task.result()
            tick(size_of[task])
    except BaseException:
        for task in tasks:
            task.cancel()
        raise
    return [task.result() for task in tasks]
