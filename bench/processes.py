"""A command -> what it took: seconds, processor time, and the memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

_EVERY = 0.1
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Of one run of a command and all its processes."""

    wall: float
    cpu: float
    peak: int
    """Most megabytes at one time; 0 where the machine does not tell (it takes a ``/proc``)."""


def run(command: list[str], folder: Path, *, with_memory: bool = False) -> Taken:
    """Run a command in *folder*. Ends this script where the command fails."""
    begin = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as started:
        peak, done = [0], Event()
        watching = Thread(target=_watch, args=(started.pid, peak, done))
        if with_memory:
            watching.start()
        told = started.stderr.read() if started.stderr else b""
        _, status, used = os.wait4(started.pid, 0)
        wall = time.perf_counter() - begin
        started.returncode = os.waitstatus_to_exitcode(status)
        done.set()
        if with_memory:
            watching.join()
    if started.returncode:
        sys.exit(f"{' '.join(command)} failed: {told.decode(errors='replace')[-800:]}")
    return Taken(wall, used.ru_utime + used.ru_stime, peak[0])


def _environment() -> dict[str, str]:
    """Every program's modules are compiled once, as they are where it is installed."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def _watch(pid: int, peak: list[int], done: Event) -> None:
    while not done.wait(_EVERY):
        peak[0] = max(peak[0], sum(map(_memory, _tree(pid))))


def _tree(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        try:
            tasks = Path(f"/proc/{each}/task").iterdir()
            found += [int(c) for t in tasks for c in (t / "children").read_text().split()]
        except OSError:
            continue
    return found


def _memory(pid: int) -> int:
    """Megabytes of a process; what it shares with others is divided among them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024
