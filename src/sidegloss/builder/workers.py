"""Work in shares -> what each share came to, from processes of their own where the machine can fork.

A fork knows all that this process knows, so that only the answers have to be sent.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")


def cores() -> int:
    """How many processes this one may run at a time; 1 where it cannot fork."""
    if "fork" not in get_all_start_methods():
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(work: Callable[[int, int], T], shares: int) -> list[T]:
    """What *work* gives for each share, asked with its number and how many there are.

    The first exception that one of them meets is raised here. One share is done in this process.
    """
    if shares == 1:
        return [work(0, 1)]
    context = get_context("fork")
    started = []
    for number in range(shares):
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(work, number, shares, sending), daemon=True)
        process.start()
        sending.close()
        started.append((process, receiving))
    answers: list[T] = []
    try:
        for _, receiving in started:
            answer, mistake = receiving.recv()
            if mistake is not None:
                raise mistake
            answers.append(answer)
    finally:
        for process, receiving in started:
            receiving.close()
            if len(answers) < shares:
                process.terminate()
            process.join()
    return answers


def _work(work: Callable[[int, int], T], number: int, shares: int, sending: Connection) -> None:
    try:
        answer = (work(number, shares), None)
    except Exception as mistake:  # noqa: BLE001 - raised again where the answer is waited for
        sending.send((None, mistake))
    else:
        sending.send(answer)
