"""The address of a Dask scheduler -> an executor whose work its workers do. Needs the extra ``dask``."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager


@contextmanager
def executing(address: str) -> Iterator[Executor]:
    """An executor at *address* (``tcp://10.0.0.1:8786``). Raises ImportError without the extra, and
    OSError where nobody answers.
    """
    from distributed import Client  # noqa: PLC0415 - an extra

    with Client(address, timeout=10) as client:  # type: ignore[no-untyped-call]
        yield client.get_executor(pure=False)
