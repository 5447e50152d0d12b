"""A YAML parser's error -> what to tell an author: a sentence, what to type, and where."""

from __future__ import annotations

import re

import yaml

DEPTH = 40
"""Levels of nesting: far above what sources or front matter need, far below Python's stack."""
TOO_DEEP = (f"values are nested deeper than {DEPTH} levels", "write fewer levels")

LINE = re.compile(r"(?P<name>\s*(?:- +)*[^\s:#\"'\[{][^:#]*:) +(?P<text>\S.*?)\s*$")
"""``  title: Closed: the report``: a name, and the text after it."""


QUOTES = "\"'"


def explained(  # noqa: PLR0911 - one a mistake
    error: yaml.MarkedYAMLError, text: str
) -> tuple[str, str, int]:
    """(message, hint, offset into *text*) for *error*."""
    problem = (error.problem or error.context or "unreadable").rstrip(".")
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(text)) if mark else 0
    context = error.context_mark.index if error.context_mark else index
    if "nesting depth" in problem:  # PyYAML 6.0.4 has a bound of its own, before ours is met
        return *TOO_DEEP, index
    if text[index : index + 1] == "\t" and "token" in problem:
        return "YAML does not allow tabs here", "indent with spaces", index
    if "quoted scalar" in (error.context or "") and "end of stream" in problem:
        mark_used = text[context : context + 1]
        return "a quotation mark is never closed", f"close it with {mark_used}", context
    if "expected ':'" in problem:
        hint = "write a colon and a blank after the name, or put more blanks before a second line"
        return "a name without a colon and a value", hint, context
    if "mapping values" in problem:
        return _colon(text, index)
    if quoted := _in_quotes(_line(text, index)):
        return f"YAML cannot read this: {problem}", f"put the text in quotes: {quoted}", index
    if "flow" in (error.context or ""):
        bracket = "]" if text[context : context + 1] == "[" else "}"
        return f"a bracket is never closed: {problem}", f"close it with {bracket}", context
    before = _line(text, context)
    if quoted := _in_quotes(before) if before.find("#") < 0 else "":
        return f"YAML cannot read this: {problem}", f"put the text in quotes: {quoted}", context
    return f"YAML cannot read this: {problem}", _shape(problem), index


def _colon(text: str, index: int) -> tuple[str, str, int]:
    """A second colon in a line, or a deeper line below one that has a value already."""
    quoted = _in_quotes(_line(text, index))
    if quoted:
        message = "this value contains ': ' and must be quoted"
        return message, f"put the text in quotes: {quoted}", index
    message = "a field cannot begin here: the line above has a value already"
    return message, "begin this line under the first letter of the field above", index


def _shape(problem: str) -> str:
    if "'-'" in problem or "block sequence" in problem:
        return "begin every entry of the list with - at the same column"
    return "begin the fields of one entry at the same column"


def _in_quotes(line: str) -> str:
    """*line* with its text in quotes; empty where its text would not be mended by quotes."""
    match = LINE.match(line)
    if not match or not _needs_quotes(match["text"]):
        return ""
    text, name = match["text"], match["name"].strip()
    if text[0] in QUOTES and text[-1] == text[0]:
        text = text[1:-1]
    if '"' not in text and "\\" not in text:
        return f'{name} "{text}"'
    return f"{name} '" + text.replace("'", "''") + "'"


def _needs_quotes(text: str) -> bool:
    if text[0] in "@`%*&!>|":
        return True
    if text[0] in QUOTES:
        return text[0] in text[1:-1] if text[-1] == text[0] else bool(text[1:].strip())
    if text[0] in "[{":
        closing = {"[": "]", "{": "}"}[text[0]]
        return closing in text and text[-1] != closing
    return bool(re.search(r":(?: |$)|^- ", text))


def _line(text: str, index: int) -> str:
    begin = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    return text[begin : end if end >= 0 else len(text)]
