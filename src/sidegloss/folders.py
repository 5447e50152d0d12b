"""A site's settings and its disk -> which of the folders that they name may not be used, and why.

The text of a setting is checked by `settings`. Here links are followed: what counts is where a folder
really is.
"""

# What counts is where a path really leads, link by link: `os.path` says it without further looks.
# ruff: noqa: PTH112, PTH113, PTH118, PTH206

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from sidegloss import refusals
from sidegloss.cache_folder import cache_mistakes
from sidegloss.model import Diagnostic, Location, Settings, Severity
from sidegloss.regular_files import is_within
from sidegloss.settings import AUTHORED, is_hidden, overlap


def mistakes(site: Path, settings: Settings) -> Iterator[Diagnostic]:
    """What is wrong with the folders of content, templates, output and cache of *site*."""
    root = os.path.realpath(site)
    named = {
        "content": settings.content,
        "templates": settings.templates,
        "output": settings.output,
    }
    real = {key: os.path.realpath(os.path.join(root, name)) for key, name in named.items()}
    outside = [key for key in named if not is_within(real[key], root) or real[key] == root]
    for key in outside:
        yield refusals.outside(named[key].strip("/"), "the site")
    inside = {key: os.path.relpath(real[key], root).split(os.sep) for key in named}
    for key in ("content", "output"):
        if key not in outside and is_hidden(inside[key]):
            yield _hidden(key, named[key])
    for key in ("output", "templates"):
        if key not in outside and os.path.lexists(real[key]) and not os.path.isdir(real[key]):
            yield _no_folder(named[key])
    if "output" not in outside:
        yield from _among_authors_files(named["output"], inside["output"], inside)
    if "templates" not in outside:
        yield from _links(real["templates"], named["templates"].strip("/"), root)
    yield from cache_mistakes(site)


def is_among_sources(output: Path, site: Path, settings: Settings) -> str:
    """The folder of *site* that *output* overlaps with, or "": what is written must not be read again."""
    written, root = os.path.realpath(output), os.path.realpath(site)
    for name in dict.fromkeys((settings.content, settings.templates, *AUTHORED)):
        folder = os.path.realpath(os.path.join(root, name))
        if os.path.isdir(folder) and (is_within(written, folder) or is_within(folder, written)):
            return name
    return ""


def _among_authors_files(
    name: str, parts: Sequence[str], inside: dict[str, list[str]]
) -> Iterator[Diagnostic]:
    others = {"content": inside["content"], "templates": inside["templates"]}
    for other, its_parts in {**others, **{each: [each] for each in AUTHORED}}.items():
        if overlap(parts, its_parts):
            message = f"the output folder {name} and {other} are inside one another"
            hint = "give the output a folder of its own"
            yield Diagnostic("settings-value", Severity.ERROR, message, Location(name), hint)
            return


def _links(folder: str, path: str, root: str) -> Iterator[Diagnostic]:
    """Links in the folder of templates that lead out of the site, and files that are none."""
    if not os.path.isdir(folder):
        return
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda each: each.name)
    for entry in entries:
        name = f"{path}/{entry.name}"
        real = os.path.realpath(entry.path)
        if entry.is_symlink() and (
            not is_within(real, root) or not os.path.lexists(real) or is_within(folder, real)
        ):
            yield refusals.outside(name, "the site")
        elif entry.is_dir(follow_symlinks=False):
            yield from _links(entry.path, name, root)
        elif not (os.path.isfile(real) or os.path.isdir(real)):
            yield refusals.special(name)


def _hidden(key: str, name: str) -> Diagnostic:
    message = f"{key} is in a folder whose name begins with a dot: other programs act on these"
    hint = f'write the name of a folder beside pyproject.toml: {key} = "{key}"'
    return Diagnostic("settings-value", Severity.ERROR, message, Location(name), hint)


def _no_folder(name: str) -> Diagnostic:
    hint = "move it away, or name another folder in [tool.sidegloss]"
    return Diagnostic("output-ours", Severity.ERROR, f"{name} is no folder", Location(name), hint)
