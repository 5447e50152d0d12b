"""What other programs hold a text back by -> whether an article is a draft (product.md, section 3).

Jekyll: ``published: false``, ``_drafts/``. Hugo and Quarto: ``draft: true``. Obsidian: ``publish: false``.
A mark is honoured however its truth is written, and one mark is enough.
"""

from __future__ import annotations

TRUTHS = {
    **dict.fromkeys(("true", "yes", "on", "y", "1"), True),
    **dict.fromkeys(("false", "no", "off", "n", "0"), False),
}
"""What a field may hold that is true or false, in lower case."""

_AROUND = " \t\n\"'“”„‘’«».,;!"
"""Quotation marks that YAML does not know, and what a hand adds at the end of a line."""

MARKS = ("draft", "published", "publish", "status")

NOT_READY = frozenset(
    """
    archived embargo embargoed future hidden idea pending private review scheduled todo
    unfinished unlisted unpublished wip
    """.split()  # noqa: SIM905 - a list to be read
) | {"in progress", "in-progress", "in review", "in-review", "not published", "on hold", "to do"}
"""What ``status`` may hold that sounds as if the text were held back. It is not."""

FOLDERS = {"_posts": "posts", "_pages": "pages"}
"""Folders of Jekyll that hold published texts -> what to call them here."""


def holds_back(mark: str, text: str) -> bool:
    """Whether the field *mark* that holds *text* makes its article a draft."""
    written = text.strip(_AROUND).casefold()
    if mark == "status":
        return written == "draft"
    return TRUTHS.get(written) is (mark == "draft")


def is_draft_name(name: str) -> bool:
    """Whether a file of the content folder is a draft by its *name*: a part of it begins with ``_``."""
    return name.startswith("_") or "/_" in name


def published_name(name: str) -> str:
    """The name by which what another program publishes is published here; empty for a plain draft.

    ``_posts/weir.md`` is ``posts/weir.md``, Hugo's ``essays/_index.md`` is ``essays/index.md``.
    """
    *folders, file = name.split("/")
    file = file.removeprefix("_") if file.casefold() == "_index.md" else file
    meant = "/".join([*(FOLDERS.get(folder.casefold(), folder) for folder in folders), file])
    return "" if is_draft_name(meant) or meant == name else meant
