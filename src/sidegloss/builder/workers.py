"""Work in shares -> what each share came to, from processes of their own where the machine can fork.

A fork knows all that this process knows, so that only the answers have to be sent.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from typing import TypeVar, cast

T = TypeVar("T")


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
    work: Callable[[int, int], Iterable[Sequence[T]]], shares: int, tick: Tick = lambda _: None
) -> list[list[T]]:
    """What *work* gives for each share, asked with its number and how many there are.

    It gives its answers few by few, and each few are sent at once, so that no process holds all of
    its own. The first exception that one of them meets is raised here. One share is done in this
    process. *tick* hears how many answers have come.
    """
    if shares == 1:
        return [list(_counted(work(0, 1), tick))]
    context = get_context("fork")
    gc.freeze()  # a fork that goes through all that is there would make a copy of it
    started = []
    for number in range(shares):
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(work, number, shares, sending), daemon=True)
        process.start()
        sending.close()
        started.append((process, receiving))
    answers: list[list[T]] = [[] for _ in started]
    working = {receiving: number for number, (_, receiving) in enumerate(started)}
    try:
        while working:
            for receiving in cast("list[Connection]", wait([*working])):
                answer, mistake = receiving.recv()
                if mistake is not None:
                    raise mistake
                if answer is None:
                    del working[receiving]
                else:
                    answers[working[receiving]] += answer
                    tick(len(answer))
    finally:
        for process, receiving in started:
            receiving.close()
            if working:
                process.terminate()
            process.join()
    return answers


def _counted(parts: Iterable[Sequence[T]], tick: Tick) -> Iterator[T]:
    for part in parts:
        yield from part
        tick(len(part))


def _work(
    work: Callable[[int, int], Iterable[Sequence[T]]], number: int, shares: int, sending: Connection
) -> None:
    try:
        for part in work(number, shares):
            sending.send((part, None))
    except Exception as mistake:  # noqa: BLE001 - raised again where the answer is waited for
        sending.send((None, mistake))
    else:
        sending.send((None, None))
