"""The text of a pyproject.toml -> Settings: ``[tool.sidegloss]``, checked, nothing unknown in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sidegloss.addresses import is_web, leads_out
from sidegloss.characters import FORBIDDEN
from sidegloss.fields import did_you_mean, nearest
from sidegloss.model import Diagnostic, Location, Settings, Severity, SiteError
from sidegloss.toml_places import Path, places
from sidegloss.words import keys, unknown

TEXTS = ("title", "url", "description", "author", "language", "content", "templates", "output")
FOLDERS = ("content", "templates", "output")
EXTRAS = ("code", "math")
CARDS = ("none", "articles", "claims")

SEARCHES = ("none", "own", "pagefind")

KNOWN = (*TEXTS, "nav", "rules", "words", "passage-pages", "cards", "search", "extras")

OFF = "off"
SEVERITIES: dict[str, Severity | None] = {**{str(each): each for each in Severity}, OFF: None}

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
"""A tag as BCP 47 writes it: ``en``, ``pt-BR``, ``zh-Hant``."""


def understood(text: str, path: str, url: str | None = None) -> Settings:
    """The settings in *text*; defaults where it has no ``[tool.sidegloss]``.

    *url* stands in for the setting of that name. Raises SiteError with everything that is wrong:
    ``toml-readable``, ``settings-known``, ``settings-value``, ``path-inside``.
    """
    return _Reading(text, path).settings(url)


def _table(text: str, path: str) -> Mapping[str, Any]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteError(_not_toml(str(error), path)) from error
    except RecursionError:
        raise SiteError(_not_toml("Values are nested too deep", path)) from None
    except ValueError:  # Python reads no number of more than 4300 digits
        raise SiteError(_not_toml("A number is too long", path)) from None
    tool = document.get("tool", {})
    table = tool.get("sidegloss", {}) if isinstance(tool, dict) else {}
    return table if isinstance(table, dict) else {}


def _not_toml(said: str, path: str) -> Diagnostic:
    found = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)", said)
    place = Location(path, int(found[1]), int(found[2])) if found and found[1] else Location(path)
    reason = said.split(" (at ", 1)[0]
    message = f"not TOML: {reason[:1].lower()}{reason[1:]}"
    hint = 'write texts in quotes: title = "Nine gates"'
    return Diagnostic("toml-readable", Severity.ERROR, message, place, hint)


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
            if key not in KNOWN:
                hint = did_you_mean(key, KNOWN, "delete it")
                self.tell("settings-known", f"there is no setting {key}", (key,), hint)
        self._check_characters(self.table, ())
        texts = {key: text for key in TEXTS if (text := self._text(key))}
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
        settings = Settings(
            **texts,
            nav=self._texts("nav"),
            rules=tuple(self._rules()),
            words=tuple(self._words()),
            passage_pages=chosen[0],
            cards=chosen[1],
            search=chosen[2] or Settings().search,
            extras=self._extras(),
            path=self.path,
            nav_at=tuple(self._place(("nav", str(i))) for i in range(len(self._texts("nav")))),
        )
        if self.told:
            raise SiteError(*dict.fromkeys(self.told))
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

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self.tell(
            "settings-value", f"{key} must be a list of texts", (key,), f'write {key} = ["…"]'
        )
        return ()

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
        for key, folder in folders.items():
            if leads_out(folder) or not settled[key]:
                hint = f'write the name of a folder beside pyproject.toml: {key} = "{key}"'
                self.tell("path-inside", f"{key} leads out of the site's folder", (key,), hint)
        for key, other in (
            ("output", "content"),
            ("output", "templates"),
            ("templates", "content"),
        ):
            one, two = settled[key], settled[other]
            if one and two and (one[: len(two)] == two or two[: len(one)] == one):
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

    def _extras(self) -> tuple[str, ...]:
        asked = self._texts("extras")
        for number, extra in enumerate(asked):
            if extra not in EXTRAS:
                hint = did_you_mean(extra, EXTRAS, f"write some of {', '.join(EXTRAS)}")
                message = f"there is no extra {extra} to ask for"
                self.tell("settings-value", message, ("extras", str(number)), hint)
        return tuple(sorted(set(asked)))

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


def _settled(folder: str) -> tuple[str, ...]:
    """Its parts, folded as file systems that ignore case would."""
    return tuple(part.casefold() for part in folder.split("/") if part not in {"", "."})
