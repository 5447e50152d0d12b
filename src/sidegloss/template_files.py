"""Folders of templates -> their texts, what each refers to, and the version of what a page is made by.

A site's template shadows the default theme's of the same name, which it reaches as ``default/name.html``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)

from sidegloss.views import TEMPLATES

_TAG = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b.*?%\}", re.DOTALL)
_WITHIN = re.compile(r"\bwithin\b")
_JINJA = Environment()  # noqa: S701 - it parses and shows nothing

_Loaded = tuple[str, str | None, Callable[[], bool] | None]


class TemplateFiles:
    """The templates of *folders*, the first before the second, each read once."""

    def __init__(self, folders: tuple[Path, ...], default: Path) -> None:
        self._default = default
        self._files = ChoiceLoader(
            [FileSystemLoader(folders), PrefixLoader({"default": FileSystemLoader(default)})]
        )
        self._read = cache(self._read_file)
        self._references = cache(self._find_references)
        self.version_of = cache(self._version_of)
        self.loader: BaseLoader = FunctionLoader(self._load)

    def names(self) -> list[str]:
        """The names of all files that a template can refer to."""
        return self._files.list_templates()

    def _version_of(self, *names: str) -> str:
        """Hash of the named templates and of all that they can include, import or extend."""
        reached: set[str] = set()
        waiting = list(names)
        while waiting:
            if (name := waiting.pop()) not in reached:
                reached.add(name)
                waiting += self._references(name)
        digest = hashlib.sha256()
        for name in sorted(reached):
            text = self._text(name)
            digest.update(repr((name, text)).encode())
        return digest.hexdigest()

    def _find_references(self, name: str) -> tuple[str, ...]:
        """The templates that a template can refer to itself; all where it computes a name."""
        text = self._text(name) or ""
        found = [named for tag in _TAG.findall(text) for named in _named_in(tag)]
        if None in found:
            return tuple(self.names())
        shown = TEMPLATES.values() if _WITHIN.search(text) else ()
        return (*(named for named in found if named is not None), *shown)

    def _text(self, name: str) -> str | None:
        """None where no template has this name, or it is no text."""
        with suppress(TemplateNotFound, UnicodeDecodeError):
            return self._read(name)[0]
        return None

    def _read_file(self, name: str) -> _Loaded:
        return self._files.get_source(_JINJA, name)

    def _load(self, name: str) -> _Loaded | None:
        try:
            found = self._read(name)
        except TemplateNotFound:
            return None
        if not Path(found[1] or "").is_relative_to(self._default):
            self._check(name, found)
        return found

    # ------------------------------------------------------------ overrides without effect

    def _check(self, name: str, found: _Loaded) -> None:
        """Raises TemplateSyntaxError where a site's template overrides what would not change everywhere."""
        tree = _JINJA.parse(found[0], name, found[1])
        for line, message in (*self._lost_macros(name, tree), *self._lost_blocks(tree)):
            raise TemplateSyntaxError(message, line, name, found[1])

    def _lost_macros(self, name: str, tree: nodes.Template) -> Iterator[tuple[int, str]]:
        original = f"default/{name}"
        text = self._text(original)
        if text is None or original not in self._references(name):
            return
        own, theirs = _macros(tree), _macros(_JINJA.parse(text))
        is_extended = original in map(_parent, tree.find_all(nodes.Extends))
        for macro in own.keys() & theirs.keys() if is_extended else ():
            yield own[macro].lineno, f"{original} replaces the macro {macro}; copy the whole file"
        for user in [theirs[name] for name in theirs.keys() - own.keys()]:
            for macro in sorted({used.name for used in user.find_all(nodes.Name)} & own.keys()):
                what = (
                    f"the macro {user.name} of {original} uses the {macro} beside it, not this one"
                )
                yield own[macro].lineno, f"{what}; copy the whole file"

    def _lost_blocks(self, tree: nodes.Template) -> Iterator[tuple[int, str]]:
        for parent in map(_parent, tree.find_all(nodes.Extends)):
            known = self._blocks(parent)
            for block in tree.body:
                if known and isinstance(block, nodes.Block) and block.name not in known:
                    names = ", ".join(sorted(known))
                    yield block.lineno, f"{parent} has no block {block.name}, only {names}"

    def _blocks(self, name: str | None) -> set[str]:
        """The blocks of a template and of what it extends; none where that is not known."""
        text = self._text(name) if name else None
        if text is None:
            return set()
        tree = _JINJA.parse(text)
        above = [self._blocks(_parent(each)) for each in tree.find_all(nodes.Extends)]
        return (
            set() if set() in above else {b.name for b in tree.find_all(nodes.Block)}.union(*above)
        )


@lru_cache(maxsize=1024)
def _named_in(tag: str) -> tuple[str | None, ...]:
    """The templates that a tag names; None for a name that is computed.

    A tag alone is parsed in a fiftieth of the time that its whole template takes.
    """
    try:
        return tuple(meta.find_referenced_templates(_JINJA.parse(tag)))
    except TemplateSyntaxError:
        return (None,)


def _macros(tree: nodes.Template) -> dict[str, nodes.Macro]:
    return {node.name: node for node in tree.body if isinstance(node, nodes.Macro)}


def _parent(node: nodes.Extends) -> str | None:
    """The name of the extended template; None where it is computed."""
    is_written = isinstance(node.template, nodes.Const)
    return str(node.template.value) if is_written else None  # type: ignore[attr-defined]
