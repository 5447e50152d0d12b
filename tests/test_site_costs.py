"""A whole site takes as long to check and build as it is large, whoever wrote it."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SiteUnderTest, Texts

Made = Callable[[int], Texts]
HEAD = '[tool.sidegloss]\ntitle = "A site"\nurl = "https://a.example/"\ncards = "none"\n'
KEPT = "k: {title: K, rests-on: none}\n"


def each(count: int, text: str) -> str:
    """*text* once a number: ``#`` stands for it, ``+`` for the next."""
    return "".join(text.replace("#", str(n)).replace("+", str(n + 1)) for n in range(count))


def one(text: str, sources: str = KEPT) -> Texts:
    return {"content/a.md": text, "content/sources.yaml": sources}


LARGE = frozenset(
    {
        "claims of one paragraph",
        "notes of one passage",
        "many sources cited by one note",
        "sources that rest on the next two",
        "labels that were given up",
    }
)
"""Sites of many pages, which take seconds each."""
SITES: dict[str, Made] = {
    "labels that are not defined": lambda n: one(
        each(n, "[x][^m#] ") + "\n\n" + each(n, "[^n#]: x\n\n")
    ),
    "fragments that no heading has": lambda n: one(
        each(n, "[x](#m#) ") + "\n\n" + each(n, "# n#\n\n")
    ),
    "links that lead nowhere": lambda n: one(each(n, "[x](m#.md) ")),
    "keys that no source has": lambda n: one(
        "[x][^n]\n\n[^n]: " + each(n, "[@t#] "), each(n, "s#: {title: T}\n")
    ),
    "one source cited at many places": lambda n: one("[x][^n]\n\n[^n]: " + each(n, "[@k, p. #] ")),
    "many sources cited by one note": lambda n: one(
        "[x][^n]\n\n[^n]: " + each(n, "[@s#] "), each(n, "s#: {title: T, rests-on: none}\n")
    ),
    "claims of one paragraph": lambda n: one(
        each(n, "[x #][^n#] ") + "\n\n" + each(n, "[^n#]: [@k].\n\n")
    ),
    "notes of one passage": lambda n: one(
        "[x]" + each(n, "[^n#]") + "\n\n" + each(n, "[^n#]: [@k].\n\n")
    ),
    "labels that were changed again and again": lambda n: one(
        "---\nclaim-aliases:\n" + each(n, " x#: x+\n") + f" x{n}: n\n---\n\n[x][^n]\n\n[^n]: [@k]."
    ),
    "labels that were given up": lambda n: one(
        "---\nretired:\n" + each(n, " x#: gone\n") + "---\n\n[x][^n]\n\n[^n]: [@k]."
    ),
    "a trail": lambda n: one("[x][^n]\n\n[^n]: [@s0]", each(n, "s#: {title: T, rests-on: s+}\n")),
    "a trail of a note's own": lambda n: one(
        "[x][^n]\n\n[^n]: [@s0" + each(n - 1, " citing @s+") + "]", each(n, "s#: {title: T}\n")
    ),
    "sources that rest on the next two": lambda n: one(
        "[x][^n]\n\n[^n]: [@s0]",
        "".join(f"s{i}: {{title: T, rests-on: [s{i + 1}, s{i + 2}]}}\n" for i in range(n))
        + f"s{n}: {{title: T}}\ns{n + 1}: {{title: T}}\n",
    ),
    "grounds that are no sources": lambda n: one("x", each(n, "s#: {title: T, rests-on: t#}\n")),
}


def seconds(made: Made, count: int, times: int = 1) -> float:
    """The least time that building a site of *count* pieces took; the collector is not counted."""
    return min(_once(made(count)) for _ in range(times))


def _once(texts: Texts) -> float:
    with tempfile.TemporaryDirectory() as folder:
        under_test = SiteUnderTest(Path(folder, "site"), Path(folder, "output"))
        under_test.write({"pyproject.toml": HEAD, **texts})
        gc.disable()
        try:
            begin = time.process_time()
            under_test.build()
            return time.process_time() - begin
        finally:
            gc.enable()


@pytest.fixture(scope="module")
def warm() -> float:
    """What any build takes, templates compiled."""
    return seconds(lambda _: {"content/a.md": "x"}, 1, times=3)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(made, id=name, marks=pytest.mark.long if name in LARGE else ())
        for name, made in SITES.items()
    ],
)
def test_four_times_the_site_takes_about_four_times_as_long(made: Made, warm: float) -> None:
    short, long = (seconds(made, count) - warm for count in (250, 1000))
    slack = 0.15  # of a busy machine; were a pass quadratic, it would take sixteen times as long

    assert long <= 7 * max(short, 0.0) + slack
