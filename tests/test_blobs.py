"""Stretches of a file: each is what it was, or is not known."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from sidegloss.builder.blobs import appending, is_half_dead, read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


def test_a_stretch_is_read_as_it_was_written(file: Path) -> None:
    with appending(file, is_anew=True) as blobs:
        places = [blobs.append(data) for data in (b"one", b"", b"three")]
    with appending(file, is_anew=False) as blobs:
        places.append(blobs.append(b"four"))
    assert [read(file, place) for place in places] == [b"one", b"", b"three", b"four"]


def test_what_was_cut_or_overwritten_is_not_known(file: Path) -> None:
    with appending(file, is_anew=True) as blobs:
        one, two = blobs.append(b"one"), blobs.append(b"two")
    file.write_bytes(b"oneTW")
    assert read(file, one) == b"one"
    with pytest.raises(ValueError):
        read(file, two)


def test_two_that_append_at_one_time_lose_at_most_what_they_wrote(file: Path) -> None:
    with appending(file, is_anew=True) as blobs:
        first = blobs.append(b"first")
    with appending(file, is_anew=False) as one, appending(file, is_anew=False) as other:
        places = {data: each.append(data) for data, each in ((b"a", one), (b"b", other))}
    assert read(file, first) == b"first"
    for data, place in places.items():
        try:
            assert read(file, place) == data
        except ValueError:
            continue


def test_a_file_that_is_written_anew_stands_until_the_new_one_is_whole(file: Path) -> None:
    with appending(file, is_anew=True) as blobs:
        old = blobs.append(b"old")
    with suppress(RuntimeError), appending(file, is_anew=True) as blobs:
        blobs.append(b"new")
        raise RuntimeError
    assert read(file, old) == b"old"
    assert [*file.parent.iterdir()] == [file]


def test_a_file_is_half_dead_when_twice_as_much_stands_in_it(file: Path) -> None:
    assert is_half_dead(file, 1)
    file.write_bytes(bytes(5 << 20))
    assert is_half_dead(file, 1 << 20)
    assert not is_half_dead(file, 3 << 20)
