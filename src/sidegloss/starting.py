"""What an author begins with -> its files: a new site, a new article, a new source."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from sidegloss import bibliography, content_files, ledger, read, recording, schemas
from sidegloss.model import Diagnostic, Ledger, Location, Record, Severity, SiteError
from sidegloss.slugs import RESERVED, slug

STARTER = {
    "content/first-bug.md": "article.md",
    "content/sources.yaml": "sources.yaml",
    "pyproject.toml": "pyproject.txt",
    "build.py": "build.txt",
    ".gitignore": "gitignore.txt",
    ".gitattributes": "gitattributes.txt",
    ".github/workflows/pages.yml": "pages.yml",
    ".vscode/settings.json": "editor.json",
}
"""Files of a new site -> their texts in the package."""

LEDGER = f"content/{content_files.LEDGER}"
SOURCES_SCHEMA = ".vscode/sources.schema.json"
SETTINGS_SCHEMA = ".vscode/pyproject.schema.json"

LONGEST = 60
"""Letters of a new article's file name: an address that can still be read aloud."""


def site(folder: Path, title: str = "") -> tuple[str, ...]:
    """Begin a site in *folder*, which is missing, empty, or holds a fresh repository; its files' names.

    Without a *title* the site is called as its folder is. Raises SiteError (``folder-empty``) before
    anything is written.
    """
    _refuse_full(folder)
    where = folder.resolve()
    named = title or re.sub(r"[-_\s]+", " ", where.name).strip()
    texts = starter(title or named[:1].upper() + named[1:] or "A reader", version("sidegloss"))
    recording.found(where, texts)
    return tuple(sorted(texts))


def starter(title: str, release: str) -> dict[str, str]:
    """The files of a new site called *title*, for the Sidegloss of that *release*."""
    folder = files("sidegloss") / "starter"
    texts = {name: (folder / own).read_text("utf-8") for name, own in STARTER.items()}
    settings = texts["pyproject.toml"]
    texts["pyproject.toml"] = settings.replace('title = "A title"', f"title = {_quoted(title)}")
    workflow = texts[".github/workflows/pages.yml"]
    wanted = f'"sidegloss[cards,search]~={release}"'
    texts[".github/workflows/pages.yml"] = workflow.replace('"sidegloss"', wanted)
    texts[LEDGER] = ledger.written(Ledger())
    texts[SOURCES_SCHEMA] = _json(schemas.of_sources())
    texts[SETTINGS_SCHEMA] = _json(schemas.of_settings())
    return texts


def article(folder: Path, title: str, day: str) -> str:
    """Begin an article in the site in *folder*, a draft of that *day*; its path.

    Raises SiteError: ``article-named`` where the title makes no address, ``article-new`` where that
    is taken, and what keeps the folder from being read as a site.
    """
    title = " ".join(title.split())
    settings = read.settings(folder)
    read.files(folder, settings)  # raises where this is no site
    name = _name(title)
    if not name or name in {*RESERVED, "index"}:
        what = "belongs to the site's own pages" if name else "holds no letter or digit"
        hint = 'give it another title; the one that readers see is title: in the file: "Sources, again"'
        message = f"no file can be named after “{title}”: it {what}"
        raise SiteError(_error("article-named", message, settings.content, hint))
    path = f"{settings.content.strip('/')}/{name}.md"
    if (folder / path).exists():
        hint = "open it, or give the new one another title"
        raise SiteError(_error("article-new", "this article is there already", path, hint))
    recording.add(folder, path, ARTICLE.format(title=_quoted(title), day=day))
    return path


ARTICLE = """\
---
title: {title}
date: {day}
draft: true
---

Write here.
"""


def source(folder: Path, key: str, url: str, day: str, *, title: str, kind: str) -> str:
    """Append a source to the file of sources of the site in *folder*; the file's path.

    *day*: when *url* was looked at. Raises SiteError, the file untouched: ``source-defined-once``,
    what is wrong with the new entry, or what kept the file from being read as it stands.
    """
    settings = read.settings(folder)
    content = settings.content.strip("/")
    records = {record.path: record for record in read.records(folder, settings)}
    paths = [f"{content}/sources.yaml", f"{content}/sources.yml"]
    path = next(filter(records.__contains__, paths), paths[0])
    before = records.get(path, Record(path, "", "yaml"))
    added = _entry(path, key, url=url, title=title, kind=kind, day=day)
    _refuse_twice(before, key, added)
    recording.add(folder, path, f"\n{added}" if before.text.strip() else added)
    return path


def _entry(path: str, key: str, *, url: str, title: str, kind: str, day: str) -> str:
    """The text of a new entry, once it is known to be read as what was asked for."""
    fields = {"type": kind, "title": title, "URL": url, "accessed": day}
    lines = [f"  {name}: {_plain(text)}\n" for name, text in fields.items() if text]
    text = f"{key}:\n{''.join(lines)}"
    read_again = bibliography.entries(Record(path, text, "yaml"))
    if not read_again.is_whole or [entry.source.key for entry in read_again.found] != [key]:
        hint = "begin and end with a letter or a digit, between them also write - _ . : /"
        raise SiteError(_error("source-key", f"{key} cannot be the key of a source", path, hint))
    if read_again.diagnostics:
        told = (replace(each, at=Location(path)) for each in read_again.diagnostics)
        raise SiteError(*told)
    return text


def _refuse_twice(before: Record, key: str, added: str) -> None:
    """Read the file as it stands and as it would stand: one source more, and nothing else."""
    one = bibliography.entries(before)
    if not one.is_whole:
        raise SiteError(*one.diagnostics)
    for entry in one.found:
        if entry.source.key == key:
            message, hint = f"a source {key} is defined already", "give the new one another key"
            at = entry.source.at
            raise SiteError(Diagnostic("source-defined-once", Severity.ERROR, message, at, hint))
    other = bibliography.entries(Record(before.path, f"{before.text}\n{added}", before.form))
    keys = [entry.source.key for entry in one.found]
    if not other.is_whole or [entry.source.key for entry in other.found] != [*keys, key]:
        message = "nothing can be appended here: the file is no plain list of keys"
        hint = f"write it there yourself:\n{added.strip()}"
        raise SiteError(_error("sources-open", message, before.path, hint))


def _refuse_full(folder: Path) -> None:
    """A fresh repository, as it was cloned empty, is no obstacle; anything else is somebody's work."""
    if folder.exists() and not folder.is_dir():
        message, hint = "this is a file", "name a folder that is not there yet"
    elif folder.is_dir() and any(entry.name != ".git" for entry in folder.iterdir()):
        message = "this folder is not empty"
        hint = f"name another one; for an article in a site, write: {_FORM}"
    else:
        return
    raise SiteError(_error("folder-empty", message, str(folder), hint))


_FORM = 'sidegloss new article "Title"'


def _name(title: str) -> str:
    """The name of an article's file, cut after a word where it is long."""
    whole = slug(title).replace(".", "-").strip("-")
    if len(whole) <= LONGEST:
        return whole
    return whole[: LONGEST + 1].rpartition("-")[0] or whole[:LONGEST]


def _quoted(text: str) -> str:
    """*text* as TOML and YAML both read it in double quotes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007f")


def _plain(text: str) -> str:
    """*text* as YAML reads it, in quotes where it needs them."""
    return text if re.fullmatch(r"(?:https?://\S*[^\s:]|[\w-]+)", text) else _quoted(text)


def _json(value: object) -> str:
    return f"{json.dumps(value, indent=1, ensure_ascii=False)}\n"


def _error(code: str, message: str, path: str, hint: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, Location(path), hint)
