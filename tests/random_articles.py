"""A number -> an article with claims in every position that its grammar knows, always the same."""

from __future__ import annotations

import random

_WORDS = (
    *("gate", "weir", "<b>", "&amp;", "&", "*", "\\[x\\]", "`a < b`", "naïve", "e\u0301", "日本語"),
    *(
        "\U0001f600",
        "العربية",
        "“said”",
        "--",
        "...",
        "*it*",
        "**no**",
        "[link](https://a.example)",
    ),
)


def random_article(number: int) -> str:
    """Two to eight blocks; claims nest, coincide, cross emphasis, come again, and hold pictures."""
    chance = random.Random(number)
    labels = [f"n{index}" for index in range(chance.randint(1, 6))]
    blocks = [_block(chance, labels) for _ in range(chance.randint(2, 8))]
    notes = [
        f"[^{label}]: {_words(chance, 4)} [@s{index}].\n" for index, label in enumerate(labels)
    ]
    every = " ".join(f"see[^{label}]" for label in labels)
    return "\n".join(["---\ntitle: T\n---\n", *blocks, f"{every}\n", *notes])


def _block(chance: random.Random, labels: list[str]) -> str:
    text = " ".join(_passage(chance, labels, 0) for _ in range(chance.randint(1, 4)))
    match chance.randrange(6):
        case 0:
            return f"> {text}\n\n{_references(chance, labels)}\n"
        case 1:
            return f"- {text}\n- {_words(chance, 3)}\n"
        case 2:
            return f"| a | b |\n| --- | --- |\n| {text.replace('|', '')} | c |\n"
        case 3:
            return f"## {text}\n"
        case 4:
            return f"```\n{_words(chance, 3)}\n```\n\n{_references(chance, labels)}\n"
        case _:
            return f"{text}\n"


def _passage(chance: random.Random, labels: list[str], depth: int) -> str:
    text = _words(chance, chance.randint(1, 4))
    if depth < 3 and chance.random() < 0.4:
        text += f" {_passage(chance, labels, depth + 1)} {_words(chance, 1)}"
    if chance.random() < 0.3:
        return f"*{text}*"
    marked = f"[{text}]{_references(chance, labels)}"
    return f"*{_words(chance, 1)} {marked}*" if chance.random() < 0.2 else marked


def _references(chance: random.Random, labels: list[str]) -> str:
    chosen = chance.sample(labels, min(len(labels), chance.randint(1, 2)))
    return "".join(f"[^{label}]" for label in chosen)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(count))
