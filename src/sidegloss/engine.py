"""A language's words and a site's templates -> templates that render: Jinja, asked for less.

Jinja looks at every call for what the callee wants of it, sorts the arguments of every macro, and
wraps all that is shown once more. Here is written what our templates need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from hashlib import blake2b
from keyword import iskeyword
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from sidegloss import words
from sidegloss.installed import versions


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a macro sees of a page's frame: its words."""

    words: words.Words


@dataclass(frozen=True, slots=True)
class _AnyPage:
    """What a macro sees of a page: what it says depends on that and on its arguments."""

    frame: _Frame


class Speech:
    """A language's functions for templates, and the macros that were made with them."""

    def __init__(self, spoken: words.Words) -> None:
        self.says: Mapping[str, Any] = {
            "t": partial(words.term, spoken),
            "count": partial(words.count, spoken),
            "date": lru_cache(maxsize=4096)(partial(words.date, spoken)),
            "year": lru_cache(maxsize=4096)(partial(words.year, spoken)),
        }
        self._page = _AnyPage(_Frame(spoken))
        self._modules: dict[str, SimpleNamespace] = {}

    def module(self, template: _Importable) -> SimpleNamespace:
        """The macros of a template, made once a language.

        Those that the template names in ``remembered`` are asked once for the same arguments: a
        source is cited again and again, and its citation takes as long as a paragraph's parsing.
        """
        name = template.name or ""
        if name not in self._modules:
            made = template.macros({**self.says, "page": self._page, "speech": self})
            self._modules[name] = SimpleNamespace(**made)
        return self._modules[name]


class _Importable(Template):
    """A template whose macros, imported *with context*, know the language and nothing else.

    Jinja would make the macros anew for every page, with all that the page holds.
    """

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja's name
        shared: bool = False,  # noqa: ARG002
        locals: Mapping[str, Any] | None = None,  # noqa: A002, ARG002
    ) -> Any:
        return (vars or {})["speech"].module(self)

    def macros(self, context: dict[str, Any]) -> dict[str, Any]:
        """What the template exports when it is read with *context*."""
        module = super().make_module(context)
        return {name: value for name, value in vars(module).items() if not name.startswith("_")}


# ---------------------------------------------------------------- a Jinja that does less


def _macro(context: Context, made: Macro, function: Callable[..., str]) -> Callable[..., Any]:
    """What a template calls by the name of a macro: *function*, which Jinja wrote for *made*.

    Jinja's own way to it sorts arguments that may have names; most stand in order.
    """
    if made.catch_kwargs or made.catch_varargs or made.caller:
        return made
    count = len(made.arguments)
    left_out = [(missing,) * (count - given) for given in range(count + 1)]

    def called(*arguments: Any, **named: Any) -> Any:
        if named or len(arguments) > count:
            return made(*arguments, **named)
        return _safe(Markup, function(*arguments, *left_out[len(arguments)]))

    is_remembered = made.name in context.vars.get("remembered", ())
    if is_remembered and isinstance(context.get("page"), _AnyPage):
        return lru_cache(maxsize=1024)(called)
    return called


_safe = str.__new__
"""``Markup(text)`` without asking *text* whether it is a Markup."""


_escaped: Callable[[str], Markup] = lru_cache(maxsize=4096)(escape)
"""Of words and of links, which pages show again and again."""


class _Generator(CodeGenerator):
    """Writes what Jinja writes, but for calls, macros, fields and what is shown.

    A template calls its functions and macros and nothing that Jinja would hand more than the
    arguments written; its fields are read where they are, without a call.
    """

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("environment.macro(context, ")
        super().macro_def(macro_ref, frame)
        self.write(", macro)")

    def visit_Call(  # noqa: N802 - Jinja's name
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        is_plain = not (forward_caller or node.dyn_args or node.dyn_kwargs)
        if not is_plain or any(iskeyword(each.key) for each in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        name = repr(node.attr)
        self.write("(found if (found := getattr((it := ")
        self.visit(node.node, frame)
        self.write(f"), {name}, missing)) is not missing else environment.getattr(it, {name}))")


def _compiled() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept from process to process: a folder of this user's alone.

    Jinja sees to that, and knows a template by its text; what the code means depends on this module too.
    None where there is no such folder.
    """
    version = blake2b(Path(__file__).read_bytes() + repr(versions({"jinja2"})).encode())
    with suppress(RuntimeError, OSError):
        return FileSystemBytecodeCache(pattern=f"sidegloss-{version.hexdigest()[:16]}-%s.cache")
    return None


class Engine(Environment):
    """Jinja's, for templates that do not change while it lives."""

    code_generator_class = _Generator

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, bytecode_cache=_compiled())
        self.template_class = _Importable
        self._loaded: dict[str, Template] = {}

    macro = staticmethod(_macro)

    @staticmethod
    def shown(value: Any) -> str:
        """*value* as a page shows it; it is joined to a page's text, so it need not know it is safe."""
        if type(value) is Markup:
            return value
        is_text = type(value) is str or isinstance(value, StrEnum)
        return _escaped(value) if is_text else escape(value)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: Any = None,  # noqa: A002
    ) -> Template:
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        if name not in self._loaded:
            loaded = self._loaded[name] = super().get_template(name)
            # every page begins with a copy of these, and Jinja's are a chain of maps
            loaded.globals = dict(loaded.globals)
        return self._loaded[name]
