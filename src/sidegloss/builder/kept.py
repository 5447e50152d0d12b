"""Nouns -> a file, and back in a later process: signed, and nothing but nouns.

What comes with a clone is never believed: a file is signed with a key of this user's, which lies in
no site. And what is read makes nouns of `model` and of builtins; it can name no other code.
"""

from __future__ import annotations

import hmac
import io
import os
import pickle
import secrets
import sys
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

_SIZE = 32
_ALLOWED = "sidegloss.model"


class _Nouns(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Only what stands in the model."""
        found = getattr(sys.modules.get(module), name, None)
        if not module.startswith(f"{_ALLOWED}.") or not isinstance(found, type):
            raise pickle.UnpicklingError(name)
        if found.__module__ != module:  # what a module of nouns has imported is none of them
            raise pickle.UnpicklingError(name)
        return found


def packed(value: object) -> bytes:
    """*value* as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Any:
    """What `packed` was given. Raises ValueError where that cannot be told."""
    try:
        return _Nouns(io.BytesIO(data)).load()
    except (
        pickle.PickleError,
        LookupError,
        TypeError,
        AttributeError,
        EOFError,
        ImportError,
    ) as error:
        raise ValueError(*error.args) from None


def keep(file: Path, value: object) -> None:
    """Write *value* to *file*, whole or not at all. Raises OSError."""
    data = packed(value)
    mark = file.with_name(f"{file.name}-{os.getpid()}")
    with mark.open("wb") as opened:
        opened.write(_signature(data))
        opened.write(data)
    mark.replace(file)


def kept(file: Path) -> Any:
    """What was kept in *file*. Raises OSError, and ValueError where somebody else wrote it."""
    data = file.read_bytes()
    if not hmac.compare_digest(data[:_SIZE], _signature(data[_SIZE:])):
        raise ValueError(file)
    return unpacked(data[_SIZE:])


def _signature(data: bytes) -> bytes:
    return blake2b(data, key=own_key(), digest_size=_SIZE).digest()


@lru_cache(maxsize=1)
def own_key() -> bytes:
    """This user's key, made when it is first wanted. Raises OSError where it cannot be kept."""
    file = cache_folder() / "key"
    with suppress(FileNotFoundError):
        key = file.read_bytes()
        if len(key) == _SIZE:
            return key
    file.parent.mkdir(parents=True, exist_ok=True)
    mark = file.with_name(f"key-{os.getpid()}")
    with open(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:  # noqa: PTH123
        opened.write(secrets.token_bytes(_SIZE))
    if not file.exists() or file.stat().st_size != _SIZE:
        mark.replace(file)
    mark.unlink(missing_ok=True)
    return file.read_bytes()


def cache_folder() -> Path:
    """Where this user's programs keep what they can make again."""
    if sys.platform == "win32":
        return (
            Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "sidegloss"
        )
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "sidegloss"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sidegloss"
