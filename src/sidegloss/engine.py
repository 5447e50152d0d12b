"""Templates and a language's words -> a Jinja environment for each language.

Words, dates and counts are globals of an environment. So a template's macros, imported *without
context*, are made once a language: Jinja caches the module of such an import.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from contextlib import suppress
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemBytecodeCache, StrictUndefined

from sidegloss import words
from sidegloss.installed import versions


class _Environment(Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own, for no template adds to them: Jinja's chain of maps is slow to read."""
        return super().make_globals(d) if d else self.globals


def environment(loader: BaseLoader, filters: dict[str, Callable[..., Any]]) -> Environment:
    """An environment without a language. Undefined names fail; templates do not change while it lives."""
    made = _Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        optimized=False,  # it takes longer than what it saves
        bytecode_cache=_compiled(),
    )
    made.filters |= filters | {"remembered": remembered}
    return made


def speaking(base: Environment, spoken: words.Words) -> Environment:
    """*base* with the words of a language."""
    made = base.overlay()
    made.globals = base.globals | {
        "words": spoken,
        "t": partial(words.term, spoken),
        "count": partial(words.count, spoken),
        "date": lru_cache(maxsize=4096)(partial(words.date, spoken)),
        "year": lru_cache(maxsize=4096)(partial(words.year, spoken)),
    }
    return made


def remembered(macro: Callable[..., Any]) -> Callable[..., Any]:
    """*macro*, called once for equal arguments: ``{% set short = short|remembered %}``.

    A source is cited again and again, and its citation takes as long as a paragraph's parsing.
    """
    return lru_cache(maxsize=1024, typed=True)(macro)


def _compiled() -> FileSystemBytecodeCache | None:
    """Where compiled templates are cached between processes: a folder of this user's alone.

    Jinja sees to that, and knows a template by its text; what the code means depends on the options
    above too. None where there is no such folder.
    """
    version = blake2b(Path(__file__).read_bytes() + repr(versions({"jinja2"})).encode())
    with suppress(RuntimeError, OSError):
        return FileSystemBytecodeCache(pattern=f"sidegloss-{version.hexdigest()[:16]}-%s.cache")
    return None
