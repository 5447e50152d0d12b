"""Articles -> what is wrong with each by itself, unknown fields once a site; folders that hold drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sidegloss.drafts import published_name
from sidegloss.model import Article, Diagnostic, Location, Severity


def own_mistakes(articles: Iterable[Article]) -> list[Diagnostic]:
    """The diagnostics of *articles*; one for each unknown field, at the first of the articles that have it."""
    told: list[Diagnostic] = []
    fields: dict[str, list[int]] = defaultdict(list)
    for article in articles:
        for diagnostic in article.diagnostics:
            if diagnostic.code == "front-matter-field":
                fields[diagnostic.message].append(len(told))
            told.append(diagnostic)
    for message, numbers in fields.items():
        if len(numbers) > 1:
            first = told[numbers[0]]
            told[numbers[0]] = replace(first, message=f"{message}, in {len(numbers)} articles")
    repeated = {number for numbers in fields.values() for number in numbers[1:]}
    return [each for number, each in enumerate(told) if number not in repeated]


def draft_names(articles: Iterable[Article]) -> Iterator[Diagnostic]:
    """Names that make drafts here, and that another program publishes: ``_posts/``, ``_index.md``."""
    seen: set[str] = set()
    for article in articles:
        meant = published_name(article.name)
        parts = zip(article.name.split("/"), meant.split("/"), strict=False) if meant else ()
        for number, (part, other) in enumerate(parts, 1):
            path = "/".join(article.name.split("/")[:number])
            if part == other or path in seen:
                continue
            seen.add(path)
            yield Diagnostic(
                "draft-named",
                Severity.WARNING,
                f"{path} is not published: its name begins with _, which makes a draft",
                Location(article.path),
                f"rename it to {other} to publish it",
            )
