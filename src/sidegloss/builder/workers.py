"""Work in shares -> what each share came to, from processes of their own where the machine can fork.

A fork knows all that this process knows, so that only the answers have to be sent.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.sharedctypes import Synchronized
from typing import Any, TypeVar

T = TypeVar("T")

_EVERY = 0.2
"""Seconds between two looks at how far the work is."""


def cores() -> int:
    """How many processes this one may run at a time; 1 where it cannot fork."""
    if "fork" not in get_all_start_methods():
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


Tick = Callable[[int], None]
"""Told how much more is done."""


def spread(
    work: Callable[[int, int, Tick], T], shares: int, tick: Tick = lambda _: None
) -> list[T]:
    """What *work* gives for each share, asked with its number and how many there are.

    The first exception that one of them meets is raised here. One share is done in this process.
    *tick* is told, in this process, what *work* tells wherever it is done.
    """
    if shares == 1:
        return [work(0, 1, tick)]
    context = get_context("fork")
    done = context.Value("l", 0)
    started = []
    for number in range(shares):
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(
            target=_work, args=(work, number, shares, done, sending), daemon=True
        )
        process.start()
        sending.close()
        started.append((process, receiving))
    answers: dict[int, T] = {}
    told = 0
    try:
        while len(answers) < shares:
            waiting = [each for n, (_, each) in enumerate(started) if n not in answers]
            ready = wait(waiting, _EVERY)
            tick(done.value - told)
            told = done.value
            for number, (_, receiving) in enumerate(started):
                if receiving in ready:
                    answers[number] = _answer(receiving)
    finally:
        for process, receiving in started:
            receiving.close()
            if len(answers) < shares:
                process.terminate()
            process.join()
    return [answers[number] for number in range(shares)]


def _answer(receiving: Connection) -> Any:
    answer, mistake = receiving.recv()
    if mistake is not None:
        raise mistake
    return answer


def _work(
    work: Callable[[int, int, Tick], T],
    number: int,
    shares: int,
    done: Synchronized[int],
    sending: Connection,
) -> None:
    def tick(more: int) -> None:
        with done.get_lock():
            done.value += more

    try:
        answer = (work(number, shares, tick), None)
    except Exception as mistake:  # noqa: BLE001 - raised again where the answer is waited for
        sending.send((None, mistake))
    else:
        sending.send(answer)
