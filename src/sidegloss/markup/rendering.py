"""Tokens of an article -> pieces of html and slots: markdown-it's renderer with our marks.

A rule returns html, a slot, or both in a tuple. A slot is an object of its own, so no text of an author can
imitate one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from sidegloss.markup.code import code_block, plain_code
from sidegloss.markup.excerpts import Edge, edged, excerpts
from sidegloss.markup.tokens import plain
from sidegloss.model import CitationEnd, CitationSlot, Excerpt, ImageSlot, Kind, LinkSlot, Piece

Slot = LinkSlot | ImageSlot | CitationSlot | CitationEnd | Edge
Part = str | Slot
Env = dict[str, Any]


def render(md: MarkdownIt, tokens: Sequence[Token], env: Env, in_note: bool) -> tuple[Piece, ...]:
    """Html and slots of a stream of tokens.

    ``env["marker"]`` (kind, number -> text) words a marker's label, ``env["table"]`` a table's,
    ``env["formula"]`` a formula's.
    """
    return _pieces(md, tokens, env, {}, in_note=in_note)


def render_text(
    md: MarkdownIt, tokens: Sequence[Token], env: Env
) -> tuple[tuple[Piece, ...], tuple[Excerpt, ...]]:
    """Html and slots of an article's text, and the stretches of it that its claims stand in."""
    with_edges, stretches = edged(tokens)
    edges: dict[int, list[int]] = {name: [] for name in range(len(stretches))}
    pieces = _pieces(md, with_edges, env, edges, in_note=False)
    counted = [(first, end) for first, end in edges.values()]
    return pieces, excerpts(stretches, counted)


def _pieces(
    md: MarkdownIt, tokens: Sequence[Token], env: Env, edges: dict[int, list[int]], *, in_note: bool
) -> tuple[Piece, ...]:
    """Html and slots; *edges* is told how many pieces stand before each edge."""
    env["in_note"] = in_note
    pieces: list[Piece] = []
    html: list[str] = []
    for part in _parts(md, tokens, env):
        if isinstance(part, str):
            html.append(part)
            continue
        _flush(html, pieces)
        if isinstance(part, Edge):
            edges[part.name].append(len(pieces))
        else:
            pieces.append(part)
    _flush(html, pieces)
    return tuple(pieces)


def _flush(html: list[str], pieces: list[Piece]) -> None:
    text = "".join(html)
    html.clear()
    if text:
        pieces.append(text)


def _parts(md: MarkdownIt, tokens: Sequence[Token], env: Env) -> Iterator[Part]:
    """markdown-it's loop over blocks, knowing at each moment in which inline token it is."""
    skip = 0
    for index, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token.type == "inline":
            env["inline"] = token
            yield from _inline(md.renderer, token.children or [], md.options, env)
        elif token.type == "paragraph_open" and (image := _captioned(tokens[index + 1])):
            env["inline"], skip = tokens[index + 1], 2
            yield from _figure(image, env)
        else:
            yield from _rendered(md.renderer, tokens, index, md.options, env)


def _inline(renderer: Any, tokens: Sequence[Token], options: Any, env: Env) -> Iterator[Part]:
    for index in range(len(tokens)):
        yield from _rendered(renderer, tokens, index, options, env)


def _rendered(
    renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Env
) -> tuple[Part, ...]:
    rule = renderer.rules.get(tokens[index].type)
    if rule is None:
        return (renderer.renderToken(tokens, index, options, env),)
    found: Part | tuple[Part, ...] = rule(tokens, index, options, env)
    return found if isinstance(found, tuple) else (found,)


def add_mark_rules(md: MarkdownIt) -> None:
    """Teach a MarkdownIt to render passages, markers and citations."""
    for name, rule in _MARKS.items():
        md.add_render_rule(name, rule)


def add_page_rules(md: MarkdownIt) -> None:
    """What the reader's page wants of ordinary Markdown: slots for links and images, no styles."""
    for name, rule in _PAGE.items():
        md.add_render_rule(name, rule)


_DROPPED = re.compile(
    r"-ad-|ai2html|banner|breadcrumbs|combx|comment|community|disqus|extra|footer|gdpr|header|"
    r"legends|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|"
    r"supplemental|ad-break|agegate|pagination|pager|popup|yom-remote",
    re.IGNORECASE,
)
"""Ids by which reader views tell furniture from text (Mozilla's Readability, its first pass)."""


def _classes(name: str, own: str = "") -> str:
    """The class attribute of an element with an id, so that a reader view keeps it.

    A label such as ``extradition`` would look like furniture; the class ``main`` says that it is not.
    """
    if name and _DROPPED.search(name):
        own = f"{own} main".lstrip()
    return f' class="{own}"' if own else ""


# ---------------------------------------------------------------- passages and markers


def _segment_open(_: Any, tokens: Sequence[Token], index: int, __: Any, env: Env) -> str:
    meta = tokens[index].meta
    labels = " ".join(meta["labels"])
    if env["in_note"]:
        return f'<span class="xref" data-notes="{labels}">'
    given = _classes(meta["id"], "claim")
    name = f' id="{meta["id"]}"' if meta["id"] else ""
    return f'<span{given} data-kind="{meta["kind"]}" data-notes="{labels}"{name}>'


def _place(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    meta = tokens[index].meta
    return _place_html(meta["id"], meta["for"])


def _place_html(name: str, label: str = "") -> str:
    """A place to come to; *label* is the note that it stands for, where its id does not say so."""
    stands_for = f' data-for="{label}"' if label else ""
    return f'<span{_classes(name, "place")} id="{name}"{stands_for}></span>'


def _marker(_: Any, tokens: Sequence[Token], index: int, __: Any, env: Env) -> str:
    return _marker_html(tokens[index], env)


def _marker_html(token: Token, env: Env) -> str:
    meta = token.meta
    note = meta["note"]
    label: Callable[[Kind, int], str] = env["marker"]
    role = 'class="xref"' if meta["in_note"] else 'role="doc-noteref"'
    details = "" if meta["in_note"] else f' aria-details="fn-{note.address}"'
    kind = note.structure.kind
    return (
        f'<sup{_classes(meta["id"])} id="{meta["id"]}"><a href="#fn-{note.address}" {role} data-n="{note.number}"'
        f' data-kind="{kind}" aria-label="{escape(label(kind, note.number))}"{details}>'
        f"[{note.number}]</a></sup>{_missing(note, env)}"
    )


def _missing(note: Any, env: Env) -> str:
    """In a preview, what says at the marker of a note that there is no such note."""
    is_missing = note.address in env.get("missing", ())
    return placeholder(f"note missing: [^{note.label}]") if is_missing else ""


def placeholder(text: str) -> str:
    """Html that shows *text* at a fault; only a preview has some."""
    return f'<span class="placeholder" lang="en" dir="ltr">{escape(text)}</span>'


def _block_open(_: Any, tokens: Sequence[Token], index: int, __: Any, env: Env) -> str:
    meta = tokens[index].meta
    labels = " ".join(meta["passage"].labels)
    if env["in_note"]:
        return f'<div class="xref-block" data-notes="{labels}">\n'
    first, *rest = meta["ids"]
    former = "".join(_place_html(*place) for place in meta["former"])
    places = "".join(_place_html(name) for name in rest) + former
    kind, given = meta["kind"], _classes(first, "claim-block")
    return f'<div{given} data-kind="{kind}" data-notes="{labels}" id="{first}">{places}\n'


def _block_close(_: Any, tokens: Sequence[Token], index: int, __: Any, env: Env) -> str:
    markers = "".join(_marker_html(marker, env) for marker in tokens[index].meta["markers"])
    return f'<p class="marks">{markers}</p>\n</div>\n'


def _edge(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> Edge:
    edge: Edge = tokens[index].meta["edge"]
    return edge


def _citation(
    self: Any, tokens: Sequence[Token], index: int, options: Any, env: Env
) -> Part | tuple[Part, ...]:
    meta, reading = tokens[index].meta, tokens[index].meta["reading"]
    attribution, alone = meta.get("attribution", False), meta["alone"]
    is_possible = not reading.is_certain
    is_named = is_possible and reading.is_bare
    slot = CitationSlot(meta["indexes"], attribution, alone, is_possible, is_named)
    if not is_possible:
        return slot
    return (slot, *_inline(self, tokens[index].children or [], options, env), CitationEnd())


# ---------------------------------------------------------------- links, images, tables


_FOLLOWED = re.compile(r"https?://|mailto:|tel:|//", re.IGNORECASE)
"""What a link that leaves the site begins with. Any other is told as one that leads nowhere: a scheme may
run a script, or start a program of the reader's."""


def is_external(address: str) -> bool:
    """Whether an address leaves the site: it has a scheme or a host."""
    head = address.split("/", 1)[0]
    return address.startswith("//") or ":" in head


def _link_open(
    _: Any, tokens: Sequence[Token], index: int, __: Any, env: Env
) -> Part | tuple[Part, ...]:
    token = tokens[index]
    href = str(token.attrs.get("href", ""))
    title = f' title="{escapeHtml(str(token.attrs["title"]))}"' if "title" in token.attrs else ""
    if is_external(href) and _FOLLOWED.match(href):
        return f'<a href="{escapeHtml(href)}"{title} rel="noopener noreferrer">'
    span = token.meta.get("span")
    if span is None:
        return "<a>"
    target, _, fragment = href.partition("#")
    at = env["positions"].span(env["inline"], *span, env["inline"].markup)
    return '<a href="', LinkSlot(target, fragment, at), f'"{title}>'


def _image(_: Any, tokens: Sequence[Token], index: int, __: Any, env: Env) -> ImageSlot:
    token = tokens[index]
    return _picture(token, str(token.attrs.get("title", "")), env)


def _picture(token: Token, title: str, env: Env) -> ImageSlot:
    span = token.meta.get("span", (0, 1))
    at = env["positions"].span(env["inline"], *span, env["inline"].markup)
    src = str(token.attrs.get("src", ""))
    return ImageSlot(src, plain(token.children or ()), title, at)


def _captioned(inline: Token) -> Token | None:
    """The image of a paragraph that holds one image with a title and nothing else."""
    children = inline.children or ()
    if len(children) == 1 and children[0].type == "image" and "title" in children[0].attrs:
        return children[0]
    return None


def _figure(image: Token, env: Env) -> tuple[Part, ...]:
    caption = escapeHtml(str(image.attrs["title"]))
    end = f"<figcaption>{caption}</figcaption></figure>\n"
    return "<figure>", _picture(image, "", env), end


def _heading_open(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    token = tokens[index]
    name = token.meta.get("id", "")
    return f'<{token.tag}{_classes(name)} id="{escape(name)}">' if name else f"<{token.tag}>"


def _formula(_: Any, tokens: Sequence[Token], index: int, __: Any, env: Env) -> str:
    return _formula_html(tokens[index], env)


def _formula_html(token: Token, env: Env) -> str:
    """The formula as MathML; in a preview one that cannot be read is shown as it is written."""
    if "wrong" in token.meta and env.get("has_placeholders"):
        return placeholder(f"formula unreadable: {token.content.strip()}")
    return str(token.meta.get("html", ""))


def _formula_block(_: Any, tokens: Sequence[Token], index: int, __: Any, env: Env) -> str:
    html, label = _formula_html(tokens[index], env), escape(env["formula"])
    return f'<div class="formula" role="group" tabindex="0" aria-label="{label}">{html}</div>\n'


def _table_open(_: Any, __: Any, ___: Any, ____: Any, env: Env) -> str:
    label = escape(env["table"])
    return f'<div class="table" role="group" tabindex="0" aria-label="{label}"><table>\n'


def _table_close(*_: Any) -> str:
    return "</table></div>\n"


def _cell_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))  # the page's policy allows no style attribute
    if style:
        token.attrs["data-align"] = style.removeprefix("text-align:")
    return str(self.renderToken(tokens, index, options, env))


def _task(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return f'<span class="task">{tokens[index].content}</span>'


_MARKS: Mapping[str, Callable[..., Any]] = {
    "segment_open": _segment_open,
    "place": _place,
    "marker": _marker,
    "claim_block_open": _block_open,
    "claim_block_close": _block_close,
    "citation": _citation,
    "edge": _edge,
}
_PAGE: Mapping[str, Callable[..., Any]] = {
    "heading_open": _heading_open,
    "link_open": _link_open,
    "image": _image,
    "code_block": plain_code,
    "fence": code_block,
    "math_inline": _formula,
    "math_block": _formula_block,
    "table_open": _table_open,
    "table_close": _table_close,
    "th_open": _cell_open,
    "td_open": _cell_open,
    "task_box": _task,
}
