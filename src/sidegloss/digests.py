"""A frozen value -> a short digest of all that comparing it compares; equal values, equal digests.

It is the same in every process and on every machine, where the hash of a text, the order of a set
and what a pickle shares are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from typing import Any


def digest(value: object) -> str:
    """The digest of texts, numbers, bytes, nouns, and tuples, sets and mappings of them.

    Raises TypeError on anything else: what it is could not be told from what it looks like.
    """
    return blake2b(
        "\n".join(_parts(value)).encode(errors="surrogatepass"), digest_size=16
    ).hexdigest()


def _parts(value: Any) -> Iterator[str]:
    """Each part says how it ends, so that no two values have the same parts."""
    if value is None or isinstance(value, str | bytes | bool | int | float):
        yield repr(value)
    elif isinstance(value, tuple | list):
        yield f"({len(value)}"
        for each in value:
            yield from _parts(each)
    elif isinstance(value, AbstractSet):
        yield f"{{{len(value)}"
        yield from sorted("\n".join(_parts(each)) for each in value)
    elif isinstance(value, Mapping):
        yield f":{len(value)}"
        for key in sorted(value):
            yield from _parts(key)
            yield from _parts(value[key])
    elif is_dataclass(value) and not isinstance(value, type):
        name, compared = _shape(type(value))
        yield name
        for field in compared:
            yield from _parts(getattr(value, field))
    else:
        raise TypeError(type(value))


@cache
def _shape(kind: type) -> tuple[str, tuple[str, ...]]:
    return kind.__qualname__, tuple(field.name for field in fields(kind) if field.compare)
