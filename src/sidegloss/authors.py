"""What an author wrote in the field ``author`` -> the names of the persons and bodies that sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sidegloss import names
from sidegloss.model import Location, Name, Value

Tell = Callable[[str, Location, str], None]
"""Reports a mistake: message, place, hint."""


def read(value: Value, tell: Tell) -> tuple[Name, ...]:
    """The names in *value*: a text, ``{family, given}``, ``{literal}``, ``{name}``, or a list of these.

    A text is read as `names.from_text` reads those of sources. One that names two persons is a mistake.
    """
    if value.items is not None:
        return tuple(name for item in value.items for name in read(item, tell))
    if value.fields is not None:
        return _of_parts(value, tell)
    text = " ".join((value.text or "").split())
    if not text.strip(" ,"):
        return ()
    if persons := names.several(text):
        tell("author names several persons in one text", value.at, hint_for(persons, text))
        return ()
    return (names.from_text(text),)


def _of_parts(value: Value, tell: Tell) -> tuple[Name, ...]:
    fields = value.fields or ()
    for field in fields:
        if field.name == "name":  # as Quarto and Hugo write a person, with whatever else they say
            return read(field.value, tell)
    for field in fields:
        if field.name not in names.PARTS:
            hint = "write {family: Okafor, given: Ada} or {literal: Harrow River Authority}"
            tell(f"a name has no field {field.name}", field.at, hint)
    name = names.from_parts(
        {field.name: " ".join((field.value.text or "").split()) for field in fields}
    )
    return (name,) if name.family or name.given or name.literal else ()


def hint_for(persons: Iterable[str], text: str) -> str:
    """How to write *persons*, all named in *text*, as a list."""
    listed = ", ".join(f'"{each}"' if "," in each else each for each in persons)
    return f"write author: [{listed}], or {{literal: {text}}} for an organisation"


def full_name(name: Name) -> str:
    """A name as it is read aloud: "Ada Okafor", "Harrow River Authority", "曹雪芹"."""
    if name.is_family_first and not name.literal:
        return name.family + name.given
    parts = (name.given, name.particle, name.family, name.suffix)
    return name.literal or " ".join(filter(None, parts))


def joined(names_: Iterable[str], comma: str, last: str) -> str:
    """Names as one text: "A, B and C". *comma* and *last* stand between them, with their spaces."""
    *first, end = list(names_) or [""]
    return f"{comma.join(first)}{last}{end}" if first else end
