"""A language and a site's own words -> Words, and one word out of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain

SHIPPED = ("ar", "de", "en", "es", "fr")
"""Languages that have a table."""

RIGHT_TO_LEFT = frozenset(
    {
        *("ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "ks", "ku-arab", "nqo", "pa-arab"),
        *("ps", "sd", "syr", "ug", "ur", "uz-arab", "yi"),
    }
)
"""Languages that are written from the right, by themselves or in the script named."""

Pairs = tuple[tuple[str, str], ...]
Table = Mapping[str, "str | list[str] | Table"]

_AUTHORS_WORDS = ("signals", "steps", "verdicts")
_QUOTES = ("quotes.open", "quotes.close", "quotes.inner-open", "quotes.inner-close")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, English standing in where it has none."""

    language: str
    """BCP 47, as the author wrote it (``de-AT``)."""
    direction: str
    """``ltr`` or ``rtl``."""
    quotes: tuple[str, str, str, str]
    """Outer opening and closing mark, inner opening and closing mark; blanks belong to the mark."""
    signals: Pairs
    """(signal word as written, lower case; stance)."""
    steps: Pairs
    """(step word as written, lower case; manner)."""
    verdicts: Pairs
    """(verdict as written, lower case; its key)."""
    terms: Pairs
    """(dotted key, text): what readers see."""
    by_key: dict[str, str] = field(init=False, repr=False, compare=False)
    """*terms* again, to be asked hundreds of times a page: no part of what the value is."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", dict(self.terms))

    def __hash__(self) -> int:
        """By what tells most of them apart: every page asks for something in its words."""
        return hash((self.language, len(self.terms)))


@cache
def load(language: str, overrides: Pairs = ()) -> Words:
    """The words of a BCP 47 *language*: its own table's, else English ones.

    *overrides* are a site's own words, ``("de.kind.disputed", "Strittig")``: a term is replaced, an
    author's word (``de.verdicts.disputed``) is one more spelling, several parted by commas. What is
    said of ``de-AT`` goes before what is said of ``de``. Keys that no table knows are left out:
    see `unknown`.
    """
    own = dict(_overriding(language, overrides))
    texts = {**_texts("en"), **_texts(language), **own}
    signals, steps, verdicts = (_spellings(language, own, name) for name in _AUTHORS_WORDS)
    first, second, third, fourth = (texts[key] for key in _QUOTES)
    return Words(
        language=language,
        direction=_direction(language),
        quotes=(first, second, third, fourth),
        signals=signals,
        steps=steps,
        verdicts=verdicts,
        terms=tuple((key, texts[key]) for key in texts if _is_term(key)),
    )


def term(words: Words, key: str, /, **values: object) -> str:
    """The text of a dotted *key*, its ``{placeholders}`` filled from *values*.

    Raises KeyError for a key that no table has. A value that the text does not ask for is left
    out: a translation may do without it.
    """
    text = words.by_key[key]
    if not values:
        return text
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def unknown(overrides: Pairs) -> tuple[str, ...]:
    """The keys of *overrides* that no table has, as written."""
    return tuple(key for key, _ in overrides if key.partition(".")[2] not in keys())


@cache
def keys() -> frozenset[str]:
    """Every key that a site may override, without its language."""
    shipped = (_flat(_table(language)) for language in SHIPPED)
    return frozenset(key for table in shipped for key, _ in table)


def subtag(language: str) -> str:
    """The first subtag of a BCP 47 tag: ``de`` of ``de-AT``."""
    return language.replace("_", "-").partition("-")[0].lower()


# ---------------------------------------------------------------- tables


@cache
def _table(language: str) -> Table:
    """The shipped table of *language*, empty where there is none."""
    name = subtag(language)
    if name not in SHIPPED:
        return {}
    text = files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _flat(table: Table, above: str = "") -> Iterator[tuple[str, str | list[str]]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield above + name, value


def _texts(language: str) -> dict[str, str]:
    return {key: value for key, value in _flat(_table(language)) if isinstance(value, str)}


def _is_term(key: str) -> bool:
    return key.partition(".")[0] not in ("quotes", *_AUTHORS_WORDS)


def _overriding(language: str, overrides: Pairs) -> Iterator[tuple[str, str]]:
    """The known overrides of *language* without their language, the most telling last."""
    tag = language.replace("_", "-").lower()
    for wanted in dict.fromkeys((subtag(language), tag)):
        for name, text in overrides:
            said_of, _, key = name.partition(".")
            if said_of.lower() == wanted and key in keys():
                yield key, text


def _spellings(language: str, own: Mapping[str, str], name: str) -> Pairs:
    """(spelling, meaning): a site's own first, then the language's, then English; first wins."""
    tables = {key: text.split(",") for key, text in own.items()}, _table(language), _table("en")
    found: dict[str, str] = {}
    for key, spellings in chain.from_iterable(_flat(table) for table in tables):
        if key.startswith(f"{name}."):
            for spelling in (each.strip() for each in spellings):
                # "ß" is "ß" in lower case and "ss" with case folded: a reader may do either.
                for form in (spelling.lower(), spelling.casefold()):
                    found.setdefault(form, key.removeprefix(f"{name}."))
    found.pop("", None)
    return tuple(found.items())


def _direction(language: str) -> str:
    """By the language's usual script, or by the one that the tag names (``ku-Arab``)."""
    subtags = language.replace("_", "-").lower().split("-")
    if "latn" in subtags or "cyrl" in subtags:
        return "ltr"
    is_right_to_left = subtags[0] in RIGHT_TO_LEFT or "-".join(subtags[:2]) in RIGHT_TO_LEFT
    return "rtl" if is_right_to_left else "ltr"
