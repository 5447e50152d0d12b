"""A number -> a site of so many articles: the same bytes every time.

An article has about 1,000 words of text and 12 claims, each with a note of 30 to 60 words that
cites one of 204 sources; five headings, a quotation, a list, links, emphasis and code. Sources
rest on each other up to four deep. The words are made up and mean nothing.
"""

from __future__ import annotations

import random
from pathlib import Path

SOURCES = 204
CLAIMS = 12
_SYLLABLES = (
    *("ba", "de", "fi", "go", "lu", "mar", "nes", "pol", "qui", "ran"),
    *("sto", "tel", "vin", "wex", "yor", "zan", "the", "of", "and", "in"),
)
_STEPS = ("quoting", "citing", "republishing", "analysing")


def write(folder: Path, articles: int, *, has_passages: bool = True) -> None:
    """Write the site into *folder*, which must not hold another."""
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    passages = "" if has_passages else "passage-pages = false\n"
    (folder / "pyproject.toml").write_text(f'[tool.sidegloss]\ntitle = "Bench"\n{passages}')
    (content / "sources.yaml").write_text(_sources())
    for number in range(articles):
        place = content / f"s{number // 100:03}"
        place.mkdir(exist_ok=True)
        (place / f"a{number:05}.md").write_text(article(number))


def article(number: int) -> str:
    """One article, with its front matter."""
    chance = random.Random(number)
    notes: list[str] = []
    title = _words(chance, 6).capitalize()
    date = f"20{chance.randrange(10, 27)}-{chance.randrange(1, 13):02}-10"
    parts = [f"---\ntitle: {title}\ndate: {date}\n---\n"]
    for section in range(5):
        parts.append(f"## {_words(chance, 4).capitalize()}\n")
        for paragraph in range(3):
            is_marked = len(notes) < CLAIMS and (section, paragraph) != (0, 0)
            parts.append(_paragraph(chance, notes, is_marked=is_marked))
    parts.append(f"> {_words(chance, 30)}\n")
    parts.append("".join(f"- {_words(chance, 8)}\n" for _ in range(4)))
    return "\n".join([*parts, *notes])


def _paragraph(chance: random.Random, notes: list[str], *, is_marked: bool) -> str:
    words = [_words(chance, 18), f"*{_words(chance, 2)}*", _words(chance, 12)]
    if is_marked:
        label = f"n{len(notes)}"
        words.insert(1, f"[{_words(chance, 9)}][^{label}]")
        notes.append(_note(chance, label))
    words.append(f"[{_words(chance, 3)}](https://example.org/{chance.randrange(400)})")
    words.append(f"{_words(chance, 18)} `{_words(chance, 1)}`")
    return " ".join(words) + ".\n"


def _note(chance: random.Random, label: str) -> str:
    key = chance.randrange(SOURCES)
    body = f'"{_words(chance, 6)}" [@s{key}, p. {chance.randrange(1, 90)}]'
    if key % 4 != 3 and chance.random() < 0.4:
        step = chance.choice(_STEPS)
        body = f"[@s{key} {step} @s{(key + 1) % SOURCES}]"
    return f"[^{label}]: {_words(chance, 20)} {body}. {_words(chance, 18)}.\n"


def _sources() -> str:
    return "".join(_source(number) for number in range(SOURCES))


def _source(number: int) -> str:
    chance = random.Random(-number - 1)
    rests = "none" if number % 4 == 3 else f"{{source: s{number + 1}, how: quotes}}"
    return (
        f"s{number}:\n  type: article-newspaper\n  title: {_words(chance, 6).capitalize()}\n"
        f"  author: {_words(chance, 1).capitalize()} {_words(chance, 1).capitalize()}\n"
        f"  container-title: The {_words(chance, 2).title()}\n  issued: 2024-03-0{number % 9 + 1}\n"
        f"  URL: https://example.org/{number}\n  rests-on: {rests}\n"
    )


def _words(chance: random.Random, count: int) -> str:
    return " ".join(
        "".join(chance.choice(_SYLLABLES) for _ in range(chance.randrange(1, 4)))
        for _ in range(count)
    )
