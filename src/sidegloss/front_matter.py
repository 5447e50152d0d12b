"""The text of a Markdown file -> its front matter, understood, and where its own text begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sidegloss import authors, fields, toml_places
from sidegloss.addresses import leads_out
from sidegloss.days import correction, day_of, reads_as_day
from sidegloss.drafts import MARKS, NOT_READY, TRUTHS, holds_back, is_draft_name
from sidegloss.fences import TOML, YAML, opening
from sidegloss.foreign_fields import hint_for
from sidegloss.model import Diagnostic, Field, FrontMatter, Location, Name, Severity, Value
from sidegloss.settings import LANGUAGE
from sidegloss.slugs import dated, label_address, old_address

MOST_TAGS = 100
"""Each tag has a page and a feed, and the feed has the whole article."""

SLUG = re.compile(r"\w(?:[\w-]*\w)?\Z")
"""One segment of an address: letters of any script, digits, ``-`` and ``_``."""


@dataclass(frozen=True, slots=True)
class Split:
    """A file's front matter and text; *first_line* is the line at which *text* begins."""

    front: FrontMatter
    text: str
    first_line: int
    diagnostics: tuple[Diagnostic, ...]


def split(text: str, path: str, name: str) -> Split:
    """Take the front matter off *text*, whose lines end in ``\\n``, and complete it by the file's *name*.

    *name* is relative to the content folder. Where nothing says where the front matter ends, there is
    no text.
    Diagnostics: ``front-matter-closed``, ``front-matter-form``, ``front-matter-field``,
    ``front-matter-value``, ``date-form``, ``field-once``, ``yaml-readable``, ``toml-readable``.
    """
    found = opening(text, path)
    if found.mistake:
        return Split(named(FrontMatter(), name), "", 1, (found.mistake,))
    if not found.form:
        return Split(named(FrontMatter(), name), text, 1, ())
    front, diagnostics = understood(found.head, path, found.first_line, found.form)
    first_line = text.count("\n", 0, found.end) + 1
    return Split(named(front, name), text[found.end :], first_line, diagnostics)


def named(front: FrontMatter, name: str) -> FrontMatter:
    """*front* with what the file's *name* says: ``2019-03-18-weir.md`` its day, ``_weir.md`` a draft."""
    day = "" if front.date else day_of(dated(name)[0])
    if not day and not is_draft_name(name):
        return front
    return replace(front, date=front.date or day, draft=front.draft or is_draft_name(name))


def understood(
    text: str, path: str, first_line: int = 1, form: str = YAML
) -> tuple[FrontMatter, tuple[Diagnostic, ...]]:
    """The front matter in the *text*, and what is wrong with it."""
    parse = toml_places.parse if form == TOML else fields.parse
    root, told = parse(text, path, first_line)
    reading = _Reading()
    if root is None:
        if text.strip() and not told:
            _report_comments(reading, text, Location(path, first_line))
        return FrontMatter(), (*told, *reading.told)
    if root.fields is None:
        hint = (
            "write fields such as title: Nine gates, or delete both lines ---;"
            " a rule at the top of a text is written ***"
        )
        reading.tell("front-matter-value", "the front matter holds no fields", root.at, hint)
    for field in root.fields or ():
        reading.take(field)
    return FrontMatter(**reading.set), tuple(reading.told)


def _report_comments(reading: _Reading, text: str, at: Location) -> None:
    """Two rules around a heading are read as front matter that holds a comment."""
    if any(
        line.startswith("#") and line.count("#") != len(line.rstrip()) for line in text.split("\n")
    ):
        message = "the front matter holds comments only, which no reader sees"
        hint = "a rule at the top of a text is written ***"
        reading.tell("front-matter-value", message, at, hint, Severity.WARNING)


class _Reading:
    """One front matter, field by field."""

    def __init__(self) -> None:
        self.told: list[Diagnostic] = []
        self.set: dict[str, Any] = {}
        self.lines: dict[str, int] = {}

    def tell(
        self, code: str, message: str, at: Location, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.told.append(Diagnostic(code, severity, message, at, hint))

    def take(self, field: Field) -> None:
        """Read one field."""
        mark = field.name.casefold()
        if mark in MARKS and _holds_back(mark, field.value):
            self.set["draft"] = True
        read = READERS.get(field.name)
        if read is None:
            self.tell_unknown(field)
            return
        if field.name in self.lines:
            hint = f"keep one of the two: the first stands on line {self.lines[field.name]}"
            self.tell("field-once", f"{field.name} is given twice", field.at, hint)
            return
        self.lines[field.name] = field.at.line
        if field.value.text != "":
            self._set(field, read)

    def tell_unknown(self, field: Field) -> None:
        """Warn that there is no such *field*."""
        hint = hint_for(field.name) or fields.did_you_mean(field.name, READERS, "delete it")
        message = f"unknown front-matter field: {field.name}"
        self.tell("front-matter-field", message, field.at, hint, Severity.WARNING)

    def _set(self, field: Field, read: Callable[[_Reading, Field], Any]) -> None:
        before = len(self.told)
        value = read(self, field)
        if len(self.told) > before or field.name in MARKS:
            return
        self.set[field.name.replace("-", "_")] = value
        if field.name in {"author", "source", "image"}:
            self.set[f"{field.name}_at"] = field.value.at
        if field.name in {"aliases", "claim-aliases", "retired"}:
            self.set["places"] = (*self.set.get("places", ()), (field.name, field.value.at))

    def wrong(self, message: str, at: Location, hint: str) -> None:
        self.tell("front-matter-value", message, at, hint)


def _text(reading: _Reading, field: Field) -> str:
    if field.value.text is None:
        hint = f"write {field.name}: and a text, in quotes if it holds brackets or a colon"
        reading.wrong(f"{field.name} must be a text", field.value.at, hint)
    return " ".join((field.value.text or "").split())


def _texts(reading: _Reading, field: Field) -> tuple[str, ...]:
    """A list of texts; one text stands for a list of one."""
    if field.value.text is not None:
        return (field.value.text.strip(),)
    items = field.value.items
    if items is None or any(item.text is None for item in items):
        hint = f"write {field.name}: [one, another]"
        reading.wrong(f"{field.name} must be a list of texts", field.value.at, hint)
    return tuple(item.text.strip() for item in items or () if item.text)


def _author(reading: _Reading, field: Field) -> tuple[Name, ...]:
    return authors.read(field.value, reading.wrong)


def _tags(reading: _Reading, field: Field) -> tuple[str, ...]:
    text = field.value.text
    if text is not None:
        tags = tuple(tag.strip() for tag in text.split(",") if tag.strip())
    else:
        tags = _texts(reading, field)
    if len(tags) > MOST_TAGS:
        message = f"an article has at most {MOST_TAGS} tags, and this one has {len(tags)}"
        reading.wrong(message, field.value.at, "keep those by which readers look for it")
    return tags


def _date(reading: _Reading, field: Field) -> str:
    if field.value.text is None:
        hint = "write the day as YYYY-MM-DD, for example 2026-03-12"
        reading.tell("date-form", f"{field.name} must be one date", field.value.at, hint)
        return ""
    return _day(reading, field.value)


def _day(reading: _Reading, value: Value) -> str:
    written = value.text or ""
    done = day_of(written)
    if not done:
        message, hint = correction(written)
        reading.tell("date-form", message, value.at, hint)
    return done


def _holds_back(mark: str, value: Value) -> bool:
    """Whether a mark of a draft is set; ``status`` may be a list."""
    several = value.items if mark == "status" else None
    return any(holds_back(mark, each.text or "") for each in several or (value,))


def _published(reading: _Reading, field: Field) -> None:
    """``published`` or ``publish``: true or false. What else it holds has no effect."""
    written = field.value.text or ""
    if written.strip().casefold() in TRUTHS:
        return
    if reads_as_day(written):
        message, hint = f"unknown front-matter field: {field.name}", "did you mean date?"
        reading.tell("front-matter-field", message, field.at, hint, Severity.WARNING)
        return
    message = f"{field.name} is neither true nor false, and has no effect"
    hint = f"write {field.name}: false to hold the article back, or delete the line"
    reading.tell("front-matter-value", message, field.value.at, hint, Severity.WARNING)


def _status(reading: _Reading, field: Field) -> None:
    """``status: draft`` makes a draft. Warn of what sounds like it."""
    for each in field.value.items or (field.value,):
        written = " ".join((each.text or "").split())
        if written.casefold() in NOT_READY:
            message = f"status: {written} does not hold the article back"
            hint = "write status: draft to do that"
            reading.tell("front-matter-value", message, field.value.at, hint, Severity.WARNING)


def _truth(reading: _Reading, field: Field) -> bool | None:
    truth = TRUTHS.get((field.value.text or "").strip().casefold())
    if truth is None:
        words = "on or off" if field.name == "margin" else "true or false"
        hint = f"write {field.name}: {words.split(maxsplit=1)[0]}"
        reading.wrong(f"{field.name} must be {words}", field.value.at, hint)
    return truth


def _number(reading: _Reading, field: Field) -> int:
    written = (field.value.text or "").strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", written):
        message = f"{field.name} must be a whole number"
        reading.wrong(message, field.value.at, f"write {field.name}: 3")
        return 0
    return int(written)


def _slug(reading: _Reading, field: Field) -> str:
    slug = _text(reading, field)
    if slug and not SLUG.match(slug):
        hint = "write letters, digits, - and _ only: slug: nine-gates"
        reading.wrong(f"{slug} cannot be part of an address", field.value.at, hint)
    return slug


def _language(reading: _Reading, field: Field) -> str:
    language = _text(reading, field)
    if language and not LANGUAGE.match(language):
        hint = "write a tag such as en, de or pt-BR"
        reading.wrong(f"{language} is no language tag", field.value.at, hint)
    return language


def _source(reading: _Reading, field: Field) -> str:
    return _text(reading, field).removeprefix("@").removeprefix("{").removesuffix("}")


def _aliases(reading: _Reading, field: Field) -> tuple[str, ...]:
    aliases = _texts(reading, field)
    for alias in aliases:
        if leads_out(alias.removeprefix("/")):
            hint = "write an old address of this site, from its root: /old/weir/"
            reading.wrong(f"{alias} is no address of this site", field.value.at, hint)
    return tuple(old_address(alias) for alias in aliases)


def _pairs(reading: _Reading, field: Field) -> tuple[tuple[str, str], ...]:
    """A mapping of texts to texts."""
    if field.value.fields is None:
        example = "old: new" if field.name == "claim-aliases" else "gates: the claim was withdrawn"
        hint = f"write {field.name}: and below it, indented, {example}"
        reading.wrong(f"{field.name} must hold fields", field.value.at, hint)
    for each in field.value.fields or ():
        if each.value.text is None:
            reading.wrong(f"{each.name} must be a text", each.value.at, f"write {each.name}: …")
    found = field.value.fields or ()
    names: set[str] = set()
    for each in found:
        if each.name in names:
            reading.tell(
                "field-once", f"{each.name} is given twice", each.at, "keep one of the two"
            )
        names.add(each.name)
    pairs = ((_old_label(each.name), " ".join((each.value.text or "").split())) for each in found)
    return tuple(pairs)


def _old_label(name: str) -> str:
    """A label, or one behind the old address of its article, as both stand in addresses."""
    article, slash, label = name.strip().strip("/").rpartition("/")
    return (old_address(article) if slash else "") + label_address(label.removeprefix("^"))


def _corrections(reading: _Reading, field: Field) -> tuple[tuple[str, str], ...]:
    items = field.value.items if field.value.items is not None else (field.value,)
    return tuple(sorted(_correction(reading, item) for item in items))


def _correction(reading: _Reading, item: Value) -> tuple[str, str]:
    given: Mapping[str, Value] = {each.name: each.value for each in item.fields or ()}
    for each in item.fields or ():
        if each.name not in {"date", "text"}:
            hint = fields.did_you_mean(each.name, ("date", "text"), "write date and text")
            reading.wrong(f"a correction has no field {each.name}", each.at, hint)
    if not given.get("date") or not given.get("text") or not given["text"].text:
        hint = "write {date: 2026-03-14, text: what was wrong}"
        reading.wrong("a correction must have a date and a text", item.at, hint)
        return "", ""
    return _day(reading, given["date"]), " ".join((given["text"].text or "").split())


READERS: dict[str, Callable[[_Reading, Field], Any]] = {
    "title": _text,
    "date": _date,
    "updated": _date,
    "author": _author,
    "summary": _text,
    "language": _language,
    "source": _source,
    "draft": _truth,
    "published": _published,
    "publish": _published,
    "status": _status,
    "slug": _slug,
    "aliases": _aliases,
    "claim-aliases": _pairs,
    "retired": _pairs,
    "tags": _tags,
    "series": _text,
    "image": _text,
    "order": _number,
    "corrections": _corrections,
    "margin": _truth,
}
"""Every field of the front matter -> what reads it."""
