"""Items of lists that begin with ``[ ]`` or ``[x]`` -> items with a box, as GitHub has them.

The plug-in that others use looks for each item's list from the beginning, which takes minutes for
a long one, and cuts the box off the source text, which moves every place in it.
"""

from __future__ import annotations

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

BOXES = {"[ ] ": "☐", "[x] ": "☑", "[X] ": "☑"}


def task_lists(state: StateCore) -> None:
    """Core rule, after the inline rules."""
    lists: list[Token] = []
    before = previous = Token("", "", 0)
    for token in state.tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "inline" and before.type == "list_item_open" and _box(token):
            before.attrSet("class", "task-list-item")
            lists[-1].attrSet("class", "contains-task-list")
        before, previous = previous, token


def _box(inline: Token) -> bool:
    """Put a box in the place of the brackets that begin *inline*; whether there were any."""
    children = inline.children or []
    first = children[0] if children else inline
    sign = BOXES.get(first.content[:4]) if first.type == "text" else None
    if sign is None:
        return False
    first.content = first.content[3:]
    box = Token("task_box", "span", 0)
    box.content = sign
    children.insert(0, box)
    return True
