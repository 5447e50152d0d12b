"""The text of a pyproject.toml -> Settings: ``[tool.sidegloss]``, checked, nothing unknown in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sidegloss import authors
from sidegloss.addresses import is_host, is_web, leads_out
from sidegloss.characters import FORBIDDEN
from sidegloss.content_files import is_manuscript, is_publishable
from sidegloss.fields import did_you_mean, nearest
from sidegloss.host_files import is_host_address
from sidegloss.model import (
    Diagnostic,
    Location,
    Name,
    Settings,
    Severity,
    SiteError,
    in_order,
)
from sidegloss.toml_places import Path, places, unreadable, value_of
from sidegloss.words import keys, unknown

TEXTS = (
    *("title", "url", "description", "language"),
    *("content", "templates", "output", "domain"),
)
AUTHORED = ("src", "tests")
"""Folders beside the site's own in which people keep what they write."""
FOLDERS = ("content", "templates", "output")
CARDS = ("none", "articles", "claims")

SEARCHES = ("none", "own", "pagefind")

KNOWN = (
    *TEXTS,
    "author",
    "nav",
    "root-files",
    "rules",
    "words",
    "passage-pages",
    "cards",
    "search",
)

OBSOLETE = {"extras": "code colouring and formulas are always on"}
"""Settings of version 0.1 that are accepted and ignored -> why they are not needed."""

OFF = "off"
SEVERITIES: dict[str, Severity | None] = {**{str(each): each for each in Severity}, OFF: None}

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
"""A tag as BCP 47 writes it: ``en``, ``pt-BR``, ``zh-Hant``."""


def understood(text: str, path: str, url: str | None = None) -> Settings:
    """The settings in *text*; defaults where it has no ``[tool.sidegloss]``.

    *url* stands in for the setting of that name. Raises SiteError with everything that is wrong:
    ``toml-readable``, ``settings-known``, ``settings-value``, ``path-inside``. What does not keep the site
    from being built is in its `diagnostics`: ``settings-obsolete``.
    """
    return _Reading(text, path).settings(url)


def _table(text: str, path: str) -> Mapping[str, Any]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteError(unreadable(str(error), path)) from error
    except RecursionError:
        raise SiteError(unreadable("Values are nested too deep", path)) from None
    except ValueError:  # Python reads no number of more than 4300 digits
        raise SiteError(unreadable("A number is too long", path)) from None
    tool = document.get("tool", {})
    table = tool.get("sidegloss", {}) if isinstance(tool, dict) else {}
    return table if isinstance(table, dict) else {}


class _Reading:
    """One table of settings, key by key."""

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.table = _table(text, path)
        # Nobody's settings but ours are worth a scan.
        self.places = places(text, path) if self.table else {}
        self.told: list[Diagnostic] = []

    def settings(self, url: str | None) -> Settings:
        for key in self.table:
            if key not in KNOWN and key not in OBSOLETE:
                hint = did_you_mean(key, KNOWN, "delete it")
                self.tell("settings-known", f"there is no setting {key}", (key,), hint)
        self._check_characters(self.table, ())
        texts = {key: text for key in TEXTS if (text := self._text(key))}
        author = self._author()
        if url:
            texts["url"] = url
        chosen = (
            self._passage_pages(),
            self._one_of("cards", CARDS),
            self._one_of("search", SEARCHES),
        )
        self._check_folders({key: texts.get(key, getattr(Settings(), key)) for key in FOLDERS})
        if "language" in texts and not LANGUAGE.match(texts["language"]):
            hint = 'write a tag such as "en", "de" or "pt-BR"'
            self.tell("settings-value", "language is no language tag", ("language",), hint)
        if "url" in texts:
            texts["url"] = self._url(texts["url"], from_outside=bool(url))
        if texts.get("domain"):
            texts["domain"] = self._domain(texts["domain"])
        settings = Settings(
            **texts,
            root_files=self._root_files(texts.get("domain", "")),
            author=author,
            nav=self._texts("nav"),
            rules=tuple(self._rules()),
            words=tuple(self._words()),
            passage_pages=chosen[0],
            cards=chosen[1],
            search=chosen[2] or Settings().search,
            diagnostics=tuple(self._obsolete()),
            path=self.path,
            nav_at=self._places("nav"),
            root_files_at=self._places("root-files"),
        )
        if self.told:
            raise SiteError(*in_order(dict.fromkeys(self.told)))
        return settings

    def _check_characters(self, value: object, path: Path) -> None:
        """Report every text at or below *value* that contains a control character."""
        odd = FORBIDDEN.search(value) if isinstance(value, str) else None
        if odd:
            message = f"{'.'.join(path)} contains the control character U+{ord(odd[0]):04X}"
            self.tell("settings-value", message, path, "delete it")
        each = value.items() if isinstance(value, dict) else ()
        for key, below in enumerate(value) if isinstance(value, list) else each:
            self._check_characters(below, (*path, str(key)))

    def tell(self, code: str, message: str, key: Path, hint: str) -> None:
        self.told.append(Diagnostic(code, Severity.ERROR, message, self._place(key), hint))

    def _place(self, key: Path) -> Location:
        """Of the key, or of the nearest thing around it whose place is known."""
        for length in range(len(key), -1, -1):
            place = self.places.get(("tool", "sidegloss", *key[:length]))
            if place:
                return place
        return Location(self.path)

    def _text(self, key: str) -> str:
        value = self.table.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.tell("settings-value", f"{key} must be a text", (key,), f'write {key} = "…"')
        return ""

    def _author(self) -> tuple[Name, ...]:
        """A name, or a list of names; each a text, or a table of its parts."""
        given = self.table.get("author", [])
        value = value_of(given, self._place(("author",)))
        if value is None:
            hint = 'write author = "Ada Okafor", or a list of names'
            self.tell("settings-value", "author must be a name", ("author",), hint)
            return ()

        def tell(message: str, at: Location, hint: str) -> None:
            self.told.append(Diagnostic("settings-value", Severity.ERROR, message, at, hint))

        return authors.read(value, tell)

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self.tell(
            "settings-value", f"{key} must be a list of texts", (key,), f'write {key} = ["…"]'
        )
        return ()

    def _places(self, key: str) -> tuple[Location, ...]:
        return tuple(self._place((key, str(n))) for n in range(len(self._texts(key))))

    def _domain(self, domain: str) -> str:
        if is_host(domain):
            return domain.lower()
        hint = 'write the name alone, without https:// and without a path: domain = "example.org"'
        if not domain.isascii():
            hint = "write it as registrars do, in ASCII: xn--…"
        self.tell("settings-value", "domain is not a host name", ("domain",), hint)
        return ""

    def _root_files(self, domain: str) -> tuple[str, ...]:
        names = self._texts("root-files")
        for number, name in enumerate(names):
            parts = name.split("/")
            key = ("root-files", str(number))
            if leads_out(name) or not all(parts) or "." in parts:
                hint = 'write names as they are in the content folder: root-files = ["ads.txt"]'
                self.tell("path-inside", f"{name} is not a file of the content folder", key, hint)
            elif not _is_root_file(name):
                message = f"{name} is never published as a file"
                self.tell("settings-value", message, key, "take it out of root-files")
            elif domain and name.casefold() == "cname":
                message = "domain and root-files both give the site a domain"
                self.tell("settings-value", message, key, "take CNAME out of root-files")
        return tuple(dict.fromkeys(names))

    def _url(self, url: str, *, from_outside: bool) -> str:
        if is_web(url) and not set(url) & {"?", "#"}:
            return url if url.endswith("/") else f"{url}/"
        hint = "write the whole address of the site: https://example.org/reader/"
        at = Location("SIDEGLOSS_URL") if from_outside else self._place(("url",))
        message = f"url is no address of a site: {url}"
        self.told.append(Diagnostic("settings-value", Severity.ERROR, message, at, hint))
        return ""

    def _check_folders(self, folders: Mapping[str, str]) -> None:
        """Each inside the site, none inside another: what is written must not be read again."""
        settled = {key: _settled(folder) for key, folder in folders.items()}
        for key in ("content", "output"):
            if is_hidden(folders[key].split("/")):
                message = f"{key} is in a folder whose name begins with a dot"
                hint = f'write the name of a folder beside pyproject.toml: {key} = "{key}"'
                self.tell("settings-value", message, (key,), hint)
        for other in AUTHORED:
            if overlap(settled["output"], (other,)):
                message = f"output and {other} are inside one another"
                self.tell("settings-value", message, ("output",), "give output a folder of its own")
        for key, folder in folders.items():
            if leads_out(folder) or not settled[key]:
                hint = f'write the name of a folder beside pyproject.toml: {key} = "{key}"'
                self.tell("path-inside", f"{key} leads out of the site's folder", (key,), hint)
        for key, other in (
            ("output", "content"),
            ("output", "templates"),
            ("templates", "content"),
        ):
            if overlap(settled[key], settled[other]):
                hint = f"give {key} a folder of its own"
                message = f"{key} and {other} lie in one another"
                self.tell("settings-value", message, (key,), hint)

    def _passage_pages(self) -> bool:
        value = self.table.get("passage-pages", True)
        if not isinstance(value, bool):
            hint = "write passage-pages = true, or false"
            message = "passage-pages must be true or false"
            self.tell("settings-value", message, ("passage-pages",), hint)
        return value is not False

    def _one_of(self, key: str, values: Sequence[str]) -> str:
        """The value of *key*; empty where it is not given."""
        value = self.table.get(key, "")
        if value in values or key not in self.table:
            return str(value)
        hint = did_you_mean(str(value), values, f"write one of {', '.join(values)}")
        self.tell("settings-value", f"{key} cannot be {value}", (key,), hint)
        return ""

    def _obsolete(self) -> Iterator[Diagnostic]:
        for key in OBSOLETE.keys() & self.table.keys():
            message = f"the setting {key} is ignored: {OBSOLETE[key]}"
            at, hint = self._place((key,)), f"delete the line that sets {key}"
            yield Diagnostic("settings-obsolete", Severity.WARNING, message, at, hint)

    def _rules(self) -> Iterator[tuple[str, Severity | None]]:
        rules = self.table.get("rules", {})
        if not isinstance(rules, dict):
            hint = 'write [tool.sidegloss.rules] and below it circular-trail = "error"'
            self.tell("settings-value", "rules must be a table", ("rules",), hint)
            return
        for code, severity in rules.items():
            if isinstance(severity, str) and severity in SEVERITIES:
                yield code, SEVERITIES[severity]
            else:
                hint = f'write {code} = "error", "warning", "info" or "off"'
                message = f"{severity} is no severity"
                self.tell("settings-value", message, ("rules", code), hint)

    def _words(self) -> Iterator[tuple[str, str]]:
        words = self.table.get("words", {})
        if isinstance(words, dict):
            yield from self._known(tuple(self._flat(words, ("words",))))
        else:
            hint = 'write [tool.sidegloss.words.en] and below it note = "Note"'
            self.tell("settings-value", "words must be a table", ("words",), hint)

    def _known(self, words: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        for name in unknown(words):
            language, _, key = name.partition(".")
            near = nearest(key, keys())
            hint = f"did you mean {language}.{near}?" if near else "write en.kind.disputed or alike"
            path = ("words", *name.split("."))
            self.tell("settings-known", f"there is no word {name}", path, hint)
        return words

    def _flat(self, words: Mapping[str, Any], above: Path) -> Iterator[tuple[str, str]]:
        for key, value in words.items():
            path = (*above, key)
            if isinstance(value, dict):
                yield from self._flat(value, path)
            elif isinstance(value, str):
                yield ".".join(path[1:]), value
            else:
                hint = f'write {key} = "…"'
                self.tell("settings-value", f"the word {key} must be a text", path, hint)


def _is_root_file(name: str) -> bool:
    """Whether *name* may be listed: it is not private, and dots begin only names that hosts act on."""
    shown = "/".join(part.removeprefix(".") for part in name.split("/"))
    is_known = shown == name or is_host_address(name)
    return is_known and is_publishable(shown) and not is_manuscript(name)


def is_hidden(parts: Sequence[str]) -> bool:
    """Whether a path of these *parts* leads into a folder whose name begins with a dot."""
    return any(part.startswith(".") and part not in {".", ".."} for part in parts)


def overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one of two paths is the other or inside it; case does not count."""
    both = zip(one, other, strict=False)
    return bool(one and other) and all(a.casefold() == b.casefold() for a, b in both)


def _settled(folder: str) -> tuple[str, ...]:
    """Its parts, folded as file systems that ignore case would."""
    return tuple(part.casefold() for part in folder.split("/") if part not in {"", "."})
