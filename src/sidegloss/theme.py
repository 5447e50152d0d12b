"""Page -> Output: templates and assets, the site's own before the default theme's.

A site shadows a file of the theme by having one of the same name, and reaches the original as
``default/name.html``. Undefined names fail the build.
"""

from __future__ import annotations

import hashlib
import os
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from sidegloss import words
from sidegloss.model import Diagnostic, Location, Output, Severity, SiteError
from sidegloss.views import TEMPLATES, Page

_PACKAGE = Path(__file__).parent
_PACKAGED = _PACKAGE / "templates"
DEFAULT = _PACKAGED if _PACKAGED.is_dir() else _PACKAGE.parents[1] / "templates"
"""In a wheel the default theme lies inside the package; in a checkout it is the repository's own."""
_MISTAKES = (
    *(TemplateError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError),
    RecursionError,
)
"""What a template's own expressions raise: ``{{ page.date + 1 }}``, ``{{ 1 // 0 }}``."""


_VIEW = re.compile(r"'sidegloss\.[\w.]*\.(\w+) object'")
"""How Jinja names a view that has no such field."""


class Theme:
    """A site's folder of templates over the default ones."""

    def __init__(self, site: Path, templates: str) -> None:
        own = site / templates
        self._site = site
        self._folders = (own, DEFAULT) if own.is_dir() and own != DEFAULT else (DEFAULT,)
        # Read once: a file that is written to meanwhile must not stand under its old fingerprint.
        self._files = {name: path.read_bytes() for name, path in self._asset_files()}
        self._assets = {name: _fingerprinted(name, data) for name, data in self._files.items()}
        default = FileSystemLoader(DEFAULT)
        self._environment = _Environment(
            loader=ChoiceLoader(
                [FileSystemLoader(self._folders), PrefixLoader({"default": default})]
            ),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters |= {"deeper": deeper, "digest": digest, "icons": icons}
        self._speech = lru_cache(maxsize=64)(_Speech)

    def version(self) -> str:
        """Changes whenever a template or an asset does: part of what every page depends on."""
        digest = hashlib.sha256()
        for folder in self._folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def compile(self) -> None:
        """Compile all templates now, for processes that are forked from this one."""
        for name in self._environment.list_templates(["html"]):
            with suppress(TemplateError, UnicodeDecodeError):  # told where it is asked for
                self._environment.get_template(name)

    def render(self, page: Page) -> Output:
        """The page's html. Raises SiteError where a template is wrong or names what is not there."""
        view = page.view
        speech = self._speech(view.frame.words)
        name = TEMPLATES[type(view)]
        try:
            html = self._environment.get_template(name).render(
                page=view, asset=partial(self._asset, view.frame.root), speech=speech, **speech.says
            )
        except TemplateSyntaxError as mistake:
            raise SiteError(self._told(mistake, mistake.filename or name, mistake.lineno)) from None
        except _MISTAKES as mistake:
            file, line = _raised_in(mistake, self._folders)
            raise SiteError(self._told(mistake, file or name, line)) from None
        return Output(page.path, html.encode())

    def assets(self) -> Iterator[Output]:
        """The theme's other files, under names that change with what they hold."""
        for name, data in self._files.items():
            yield Output(f"assets/{self._assets[name]}", data)

    def _asset(self, root: str, name: str) -> str:
        if name not in self._assets:
            raise KeyError(f"assets/{name}")
        return f"{root}assets/{self._assets[name]}"

    def _asset_files(self) -> Iterator[tuple[str, Path]]:
        seen = set()
        for folder in self._folders:
            assets = folder / "assets"
            inside = os.path.realpath(folder)
            for path in sorted(assets.rglob("*")):
                name = path.relative_to(assets).as_posix()
                hidden = any(part.startswith(".") for part in name.split("/"))
                if path.is_file() and not hidden and name not in seen:
                    if not Path(os.path.realpath(path)).is_relative_to(inside):
                        raise SiteError(self._outside(path))
                    seen.add(name)
                    yield name, path

    def _outside(self, path: Path) -> Diagnostic:
        return Diagnostic(
            "path-inside",
            Severity.ERROR,
            f"{path.name} is a link that leads out of the folder of templates",
            Location(self._place(path)),
            "put a copy of the file in its place",
        )

    def _place(self, path: Path) -> str:
        is_own = path.is_relative_to(self._site)
        return path.relative_to(self._site).as_posix() if is_own else path.name

    def _told(self, mistake: Exception, file: str, line: int) -> Diagnostic:
        if isinstance(mistake, KeyError):
            message = f"the template asks for {mistake.args[0]}, which is not there"
        else:
            message = "the template fails: " + _VIEW.sub(r"\1", str(mistake))
        return Diagnostic(
            "template-whole",
            Severity.ERROR,
            message[:300],
            Location(self._place(Path(file)), line),
            "what a template may say is listed in the manual, under Restyling",
        )


# ---------------------------------------------------------------- links


_LINK = re.compile(r'(?<=\s)(?<!<use )(href|src|poster)="(?![a-zA-Z][a-zA-Z0-9+.-]*:|/)([^"]*)"')


def deeper(html: str, above: str) -> Markup:
    """Html of a page for one that stands in its folder: links set out from there.

    *above* is the link back to that page (``../``); links into it begin with ``#``.
    """

    def led(found: re.Match[str]) -> str:
        name, link = found.groups()
        return f'{name}="{above}{link}"' if link[:1] in {"#", ""} else f'{name}="../{link}"'

    return Markup(_LINK.sub(led, html))  # noqa: S704 - as safe as *html*, which a template made


def digest(text: str) -> str:
    """What names *text* in a page's policy. Data in a ``<script>`` never runs, but checkers ask."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


_ICON = re.compile(r'(?<=#i-)[\w-]+(?=")')


def icons(html: str) -> tuple[str, ...]:
    """The names of the icons that *html* shows, each once."""
    return tuple(dict.fromkeys(_ICON.findall(html)))


# ---------------------------------------------------------------- macros and words


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a macro sees of a page: its words. What it says depends on them and its arguments."""

    words: words.Words


class _Speech:
    """A language's functions for templates, and the macros that were made with them."""

    def __init__(self, spoken: words.Words) -> None:
        self.says: Mapping[str, Any] = {
            "t": partial(words.term, spoken),
            "count": partial(words.count, spoken),
            "date": lru_cache(maxsize=4096)(partial(words.date, spoken)),
            "year": lru_cache(maxsize=4096)(partial(words.year, spoken)),
        }
        self._page = SimpleNamespace(frame=_Frame(spoken))
        self._modules: dict[str, SimpleNamespace] = {}

    def module(self, template: _Importable) -> SimpleNamespace:
        """The macros of a template, made once a language.

        Those that the template names in ``remembered`` are asked once for the same arguments: a
        source is cited again and again, and its citation takes as long as a paragraph's parsing.
        """
        name = template.name or ""
        if name not in self._modules:
            made = template.macros({**self.says, "page": self._page, "speech": self})
            remembered = made.pop("remembered", ())
            for macro in remembered:
                made[macro] = lru_cache(maxsize=16384)(made[macro])
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


class _Calls(Context):
    """Calls what templates call. Jinja looks anew at every call for what its callee wants of it:
    that took a sixth of all rendering.
    """

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(obj)
        if kind in _PLAIN:
            if kwargs:
                kwargs.pop("_block_vars", None)
                kwargs.pop("_loop_vars", None)
            return obj(*args, **kwargs)
        if kind is Macro:
            if kwargs:
                kwargs.pop("_block_vars", None)
                kwargs.pop("_loop_vars", None)
            return obj(self.eval_ctx, *args, **kwargs)
        return super().call(obj, *args, **kwargs)


_PLAIN = frozenset((partial, type(lru_cache(len))))
"""What our words and remembered macros are: they want nothing but their arguments."""


class _Generator(CodeGenerator):
    """Writes ``environment.shown(…)`` where Jinja writes ``escape(…)`` around what is shown."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


class _Environment(Environment):
    """Jinja's, for templates that do not change while it lives."""

    context_class = _Calls
    code_generator_class = _Generator

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.template_class = _Importable
        self._loaded: dict[str, Template] = {}

    @staticmethod
    def shown(value: Any) -> str:
        """*value* as a page shows it; it is joined to a page's text, so it need not know it is safe."""
        return value if type(value) is Markup else escape(value)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: Any = None,  # noqa: A002
    ) -> Template:
        if globals is not None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        if name not in self._loaded:
            self._loaded[name] = super().get_template(name)
        return self._loaded[name]


def _fingerprinted(name: str, data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()[:8]
    folder, slash, file = name.rpartition("/")
    stem, dot, ending = file.rpartition(".")
    return f"{folder}{slash}{stem}.{digest}.{ending}" if dot else f"{name}.{digest}"


def _raised_in(mistake: Exception, folders: tuple[Path, ...]) -> tuple[str, int]:
    """The template and the line in it where a mistake was met: the innermost of the trace."""
    file, line, trace = "", 0, mistake.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if any(Path(name).is_relative_to(folder) for folder in folders):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    return file, line
