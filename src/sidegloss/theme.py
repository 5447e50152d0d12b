"""Page -> Output: templates and assets, the site's own before the default theme's.

A site shadows a file of the theme by having one of the same name, and reaches the original as
``default/name.html``. Undefined names fail the build.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError
from markupsafe import Markup
from rcssmin import cssmin
from rjsmin import jsmin

from sidegloss import engine
from sidegloss.carrying import carried, fit_for_xml
from sidegloss.model import Diagnostic, Location, Marks, Output, Severity, SiteError
from sidegloss.template_files import TemplateFiles
from sidegloss.views import TEMPLATES, Page, View

_PACKAGE = Path(__file__).parent
_PACKAGED = _PACKAGE / "templates"
DEFAULT = _PACKAGED if _PACKAGED.is_dir() else _PACKAGE.parents[1] / "templates"
"""In a wheel the default theme lies inside the package; in a checkout it is the repository's own."""
_MISTAKES = (
    *(TemplateError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError),
    RecursionError,
)
"""What a template's own expressions raise: ``{{ page.date + 1 }}``, ``{{ 1 // 0 }}``."""


def _minify_css(sheet: str) -> str:
    """The sheet without comments and whitespace.

    rcssmin reads a rule inside ``@layer`` as a declaration and joins ``.card :is(a)`` to
    ``.card:is(a)``, which selects something else. Inside ``@media`` it does not.
    """
    minified: str = cssmin(sheet.replace("@layer ", "@media layer "))
    return minified.replace("@media layer ", "@layer ")


_MINIFIERS: dict[str, Callable[[str], str]] = {".js": jsmin, ".css": _minify_css}
"""Ending of a file -> the function that removes comments and whitespace from it."""

_VIEW = re.compile(r"'sidegloss\.[\w.]*\.(\w+) object'")
"""How Jinja names a view that has no such field."""


class Theme:
    """A site's folder of templates over the default ones."""

    def __init__(self, site: Path, templates: str) -> None:
        own = site / templates
        self._site = site
        self._folders = (own, DEFAULT) if own.is_dir() and own != DEFAULT else (DEFAULT,)
        # Read once: a file that is written to meanwhile must not stand under its old fingerprint.
        self._files = {name: _read_asset(path) for name, path in self._asset_files()}
        self._assets = {name: _fingerprinted(name, data) for name, data in self._files.items()}
        for name in [name for name in self._files if name.endswith((".css", ".js"))]:
            self._files[name] = _link_assets(name, self._files[name], self._assets)
            self._assets[name] = _fingerprinted(name, self._files[name])
        self._templates = TemplateFiles(self._folders, DEFAULT)
        self._environment = engine.environment(
            self._templates.loader,
            {"carried": carried, "deeper": deeper, "digest": digest, "icons": icons},
        )
        self._speaking = lru_cache(maxsize=64)(partial(engine.speaking, self._environment))

    def version(self) -> str:
        """Changes whenever a template or an asset does."""
        digest = hashlib.sha256(self._templates.version_of(*self._templates.names()).encode())
        for asset, data in self._files.items():
            digest.update(b"assets/" + os.fsencode(asset) + b"\0" + data)
        return digest.hexdigest()

    def version_of(self, *names: str) -> str:
        """Hash of the named templates and of all that these can include, import, extend or show within.

        Words and assets are no part of it. A template that computes a name depends on all templates.
        """
        return self._templates.version_of(*names)

    @property
    def asset_names(self) -> Mapping[str, str]:
        """The name of each asset -> the one that it is published under, of the same length for ever."""
        return self._assets

    def compile(self) -> None:
        """Compile all templates now, so that processes forked from this one find them compiled on disk."""
        for name in self._templates.names():
            if not name.endswith((".html", ".xml")):
                continue
            original = name.removeprefix("default/")
            # nobody asks for the original of what the site has no other of
            if name != original and not self._is_shadowed(original):
                continue
            with suppress(TemplateError, UnicodeDecodeError):  # told where it is asked for
                self._environment.get_template(name)

    def render(self, page: Page) -> Output:
        """The page's html. Raises SiteError where a template is wrong or names what is not there."""
        linked: Counter[str] = Counter()
        text = self._text(linked, page.view)
        data = (fit_for_xml(text) if page.path.endswith(".xml") else text).encode()
        return Output(page.path, data, marks_of(data, linked, self._assets))

    def _text(self, linked: Counter[str], view: View) -> Markup:
        """A view in its template and its language. A template shows a view within its own as ``within(view)``."""
        name = TEMPLATES[type(view)]
        try:
            html = (
                self._speaking(view.frame.words)
                .get_template(name)
                .render(
                    page=view,
                    asset=partial(self._asset, linked, view.frame.root),
                    within=partial(self._text, linked),
                )
            )
        except TemplateSyntaxError as mistake:
            raise SiteError(self._told(mistake, mistake.filename or name, mistake.lineno)) from None
        except _MISTAKES as mistake:
            file, line = _raised_in(mistake, self._folders)
            raise SiteError(self._told(mistake, file or name, line)) from None
        return Markup(html)  # noqa: S704 - a template made it

    def assets(self) -> Iterator[Output]:
        """The theme's other files, under names that change with what they hold."""
        for name, data in self._files.items():
            yield Output(f"assets/{self._assets[name]}", data)

    def _is_shadowed(self, name: str) -> bool:
        """Whether the site has a file of its own in place of the theme's."""
        return len(self._folders) > 1 and (self._folders[0] / name).is_file()

    def _asset(self, linked: Counter[str], root: str, name: str) -> str:
        if name not in self._assets:
            raise KeyError(f"assets/{name}")
        linked[name] += 1
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
            said = mistake.message if isinstance(mistake, TemplateError) else None
            message = "the template fails: " + _VIEW.sub(r"\1", said or str(mistake))
        return Diagnostic(
            "template-whole",
            Severity.ERROR,
            message[:300],
            Location(self._place(Path(file)), line),
            "what a template may say is listed in the manual, under Restyling",
        )


# ---------------------------------------------------------------- links


def marks_of(data: bytes, linked: Mapping[str, int], names: Mapping[str, str]) -> Marks:
    """Where the assets that a page links to stand in it; *linked* is how often each was asked for.

    So a page whose style sheet has changed gets the new name without being rendered again. Where the
    page does not have the name as often (a filter changed it, or a text quotes it), the place is -1.
    """
    marks: list[tuple[int, str]] = []
    for name, count in sorted(linked.items()):
        published = re.escape(f"assets/{names[name]}".encode())
        places = [found.start() + len("assets/") for found in re.finditer(published, data)]
        marks += [(place, name) for place in places] if len(places) == count else [(-1, name)]
    return tuple(marks)


def can_rename(marks: Marks, names: Mapping[str, str]) -> bool:
    """Whether a page can get other names of assets without being rendered again."""
    return all(place >= 0 and name in names for place, name in marks)


def renamed(data: bytes, marks: Marks, names: Mapping[str, str]) -> bytes:
    """*data* of a page with the names that assets have by now: see `can_rename`.

    A published name is always as long as the one before.
    """
    changed = bytearray(data)
    for place, name in marks:
        if place >= 0:
            published = names[name].encode()
            changed[place : place + len(published)] = published
    return bytes(changed)


_LINK = re.compile(
    r"""="(?:(?<=\shref=")(?<!<use href=")|(?<=\ssrc=")|(?<=\sposter="))"""
    r'(?![a-zA-Z][a-zA-Z0-9+.-]*:|/)([^"]*)"'
)
"""The name of the attribute is looked back for: a search for two given signs is a quick one."""


def deeper(html: str, above: str) -> Markup:
    """Html of a page for one that stands in its folder: links set out from there.

    *above* is the link back to that page (``../``); links into it begin with ``#``.
    """

    def led(found: re.Match[str]) -> str:
        link = found[1]
        return f'="{above}{link}"' if link[:1] in {"#", ""} else f'="../{link}"'

    return Markup(_LINK.sub(led, html))  # noqa: S704 - as safe as *html*, which a template made


def digest(text: str) -> str:
    """What names *text* in a page's policy. Data in a ``<script>`` never runs, but checkers ask."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


_ICON = re.compile(r'#i-([\w-]+)"')


def icons(html: str) -> tuple[str, ...]:
    """The names of the icons that *html* shows, each once."""
    return tuple(dict.fromkeys(_ICON.findall(html)))


def _read_asset(path: Path) -> bytes:
    """The bytes of an asset as they are published; the default theme's without comments."""
    data = path.read_bytes()
    if path.suffix not in _MINIFIERS or not path.is_relative_to(DEFAULT):
        return data
    return _MINIFIERS[path.suffix](data.decode()).encode()


_LINKS = {
    ".css": re.compile(rb"""(url\(\s*(["']?))([^"')\s?#]+)"""),
    ".js": re.compile(rb"""(\bfrom\s*(["']))(\./[^"']+)"""),
}
"""Ending of a file -> what begins a link to another asset, and the link."""


def _link_assets(name: str, text: bytes, published: Mapping[str, str]) -> bytes:
    """A style sheet or script whose links to other assets have the names that these are published under.

    What a script imports must itself import nothing: its name is known before.
    """
    folder = posixpath.dirname(name)

    def link(found: re.Match[bytes]) -> bytes:
        target = posixpath.normpath(posixpath.join(folder, os.fsdecode(found[3])))
        if target not in published or target.endswith(".css"):
            return found[0]
        path = posixpath.relpath(published[target], folder or ".")
        dot = "./" if name.endswith(".js") and not path.startswith(".") else ""
        return found[1] + os.fsencode(dot + path)

    return _LINKS[posixpath.splitext(name)[1]].sub(link, text)


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
