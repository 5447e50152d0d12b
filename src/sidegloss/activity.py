"""A file that a browser may open as a document -> the first thing in it that could run or load something.

The policy of our pages does not apply to a file that is opened by itself, at the site's own address. So such a file is
published only if a parser has read all of it and found only what is known to be harmless. XML is read by expat. HTML
must be so plain that no browser can read it in another way (`_HTML`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import PurePosixPath
from xml.parsers import expat

from sidegloss import inert
from sidegloss.characters import FORBIDDEN

SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
EVENTS = "http://www.w3.org/2001/xml-events"

_LINK = re.compile(r"(?:https?|mailto|tel):|[^:]*(?:[/?#]|\Z)", re.IGNORECASE)
"""An address that a click may lead to: of these schemes, or of none."""
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|bmp)[;,]", re.IGNORECASE)
_FONT = re.compile(
    r"data:(?:font/[a-z0-9-]+|application/(?:x-)?(?:font|octet)[a-z0-9-]*)[;,]", re.IGNORECASE
)
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0]+")
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(.))", re.DOTALL)
_CSS_URL = re.compile(r"url\(\s*[\"']?\s*([^)]*)", re.IGNORECASE)
_CSS_ACTIVE = re.compile(
    r"@import|expression\s*\(|(?:java|vb)script\s*:|(?<![\w-])behavior\s*:|-moz-binding|image-set\s*\("
    r"|(?<![\w-])(?:image|src)\s*\(",
    re.IGNORECASE,
)
_CSS_NAMESPACE = re.compile(r"@namespace[^;{]*;", re.IGNORECASE)

_HTML = re.compile(
    r"""[^<]+
    | <!doctype\s+html(?:\s+public(?:\s+"[^"<>]*")+)?\s*>
    | <!--(?!-?>)(?:(?!--|<!).)*-->
    | <(?P<raw>title|style)(?P<raw_given>(?:\s+[a-z][a-z0-9-]*\s*=\s*"[^"<>]*")*)\s*>(?P<content>[^<]*)</(?P=raw)\s*>
    | </[a-z][a-z0-9]*\s*>
    | <(?P<start>[a-z][a-z0-9]*)(?P<given>(?:\s+[a-z][a-z0-9-]*(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))?)*)\s*/?>""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
"""What plain HTML is made of; there is one way only to read it, whatever tree a browser makes of it."""
_HTML_ATTRIBUTE = re.compile(
    r"""\s+([a-z][a-z0-9-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may run or load. *line* and *column* count from 1."""

    what: str
    hint: str
    line: int
    column: int


class _Refused(Exception):  # noqa: N818 - it is no error of ours
    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


def ending_of(name: str) -> str:
    """The ending by which a host decides what a file is."""
    return PurePosixPath(name).suffix.lower()


def is_document(name: str, data: bytes) -> bool:
    """Whether a browser may open the file as a document: by its ending, else by how it begins."""
    ending = ending_of(name)
    if ending in inert.XML_ENDINGS | inert.HTML_ENDINGS | inert.COMPRESSED:
        return True
    return ending not in inert.ENDINGS and data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def active(data: bytes, name: str = "picture.svg") -> Found | None:
    """The first thing in the document *name* that may run or load something; None if it is harmless."""
    ending = ending_of(name)
    if ending in inert.COMPRESSED:
        return Found("compressed markup", "publish it uncompressed", 1, 1)
    looks_like_xml = data.lstrip()[:5].lower() == b"<?xml"
    if ending in inert.XML_ENDINGS or (ending not in inert.HTML_ENDINGS and looks_like_xml):
        return _Document(is_picture=ending == ".svg").read(data)
    return _plain_html(data)


# ---------------------------------------------------------------- XML, and SVG in particular


class _Document:
    """One XML document being read by expat."""

    def __init__(self, *, is_picture: bool) -> None:
        self.is_picture = is_picture
        self.at = (1, 1)
        """Line and column of the last tag, declaration or instruction."""
        self.is_ascii = True
        self.style: list[str] | None = None
        """The text of the style sheet that is being read."""
        self.parser = parser = expat.ParserCreate("UTF-8", " ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.entity
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text

    def read(self, data: bytes) -> Found | None:
        self.is_ascii = data.isascii()
        try:
            self.parser.Parse(data, True)
        except _Refused as refused:
            return Found(refused.what, refused.hint, *self.at)
        except expat.ExpatError as error:
            what = f"markup that is not well-formed ({expat.ErrorString(error.code)})"
            return Found(what, "correct it, or export it again", error.lineno, error.offset + 1)
        return None

    def _mark(self) -> None:
        self.at = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def declaration(self, _: str, encoding: str | None, __: int) -> None:
        self._mark()
        known = (encoding or "utf-8").lower()
        if known != "utf-8" and not (known in ("us-ascii", "iso-8859-1") and self.is_ascii):
            raise _Refused(f"the encoding {encoding}", "save it as UTF-8")

    def doctype(self, _: str, __: str | None, ___: str | None, has_subset: int) -> None:
        self._mark()
        if has_subset:
            raise _Refused("a DOCTYPE with declarations", "delete the part in square brackets")

    def entity(self, name: str, *_: object) -> None:
        self._mark()
        raise _Refused(f"the entity {name}", "write the character itself")

    def instruction(self, target: str, _: str) -> None:
        self._mark()
        if target.lower() == "xml-stylesheet":
            raise _Refused("a style sheet from elsewhere", "delete the line <?xml-stylesheet …?>")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._mark()
        namespace, _, local = name.rpartition(" ")
        if self.style is not None:
            raise _Refused(f"<{local}> in a style sheet", "delete it")
        if namespace == XHTML and not self.is_picture:
            _check_html(local, attributes.items())
        elif namespace == SVG or (self.is_picture and not namespace):
            _check_svg(local, attributes)
        elif namespace in (XHTML, EVENTS) or (namespace, local) == (MATHML, "annotation-xml"):
            raise _Refused(f"<{local}>", _hint_for(local))
        else:
            _check_foreign(attributes, is_formula=namespace == MATHML)
        if local == "style" and namespace in (SVG, XHTML, ""):
            self.style = []

    def text(self, data: str) -> None:
        if self.style is not None:
            self.style.append(data)

    def end(self, _: str) -> None:
        if self.style is not None:
            _check_css("".join(self.style))
            self.style = None


def _check_svg(local: str, attributes: Mapping[str, str]) -> None:
    if local not in inert.SVG_ELEMENTS:
        raise _Refused(f"<{local}>", _hint_for(local))
    for name, value in attributes.items():
        namespace, _, own = name.rpartition(" ")
        if namespace == EVENTS:
            raise _Refused(f"the handler {own}", f"delete the attribute {own}")
        if namespace in ("", XLINK, XML):
            _check_attribute(local, own, value)


def _check_attribute(element: str, name: str, value: str) -> None:
    """One attribute of a drawing; its name is matched without regard to case, as HTML would."""
    lower = name.lower()
    if lower.startswith("on"):
        raise _Refused(f"the handler {name}", f"delete the attribute {name}")
    if lower in inert.URLS:
        raise _Refused(f"the attribute {name}", "delete it")
    if lower == "attributename" and _changes_address(value):
        raise _Refused(f"<{element}> that changes {value.strip()}", f"delete <{element}>")
    if lower == "href":
        _check_address(element, value)
    if lower not in inert.TEXTS and not lower.startswith(("aria-", "data-")):
        _check_css(value)


def _changes_address(attribute: str) -> bool:
    local = _BLANKS.sub("", attribute).rpartition(":")[2].lower()
    return local.startswith("on") or local in inert.URLS | {"href", "style", "attributename"}


def _check_address(element: str, value: str) -> None:
    address = _BLANKS.sub("", value)
    if address.startswith("#") or not address:
        return
    if element == "a":
        if not _LINK.match(address):
            raise _Refused(f"a link to {address[:30]}", "link to an address with https:")
    elif not (element in ("image", "feImage", "img") and _PICTURE.match(address)):
        hint = "embed the image as PNG or JPEG, or delete it"
        raise _Refused(f"<{element}> that loads {address[:40]}", hint)


def _check_foreign(attributes: Mapping[str, str], *, is_formula: bool) -> None:
    """Attributes of an element that is part of no drawing and no page."""
    for name, value in attributes.items():
        namespace, _, local = name.rpartition(" ")
        if namespace == EVENTS or (is_formula and local.lower().startswith("on")):
            raise _Refused(f"the handler {local}", f"delete the attribute {local}")
        if (namespace, local) == (XML, "base"):
            raise _Refused("the attribute xml:base", "delete it")
        if local == "href" and (is_formula or namespace == XLINK):
            _check_address("a", value)


def _check_css(text: str) -> None:
    """A style sheet, or an attribute that may hold a part of one."""
    for css in (text, _CSS_ESCAPE.sub(_unescaped, text)):
        plain = _CSS_NAMESPACE.sub("", css)
        found = _CSS_ACTIVE.search(plain)
        if found:
            raise _Refused(f"the style {found[0]}", "delete it, or embed what it loads")
        for url in _CSS_URL.finditer(plain):
            address = _BLANKS.sub("", url[1][:80])
            if not (address.startswith("#") or _PICTURE.match(address) or _FONT.match(address)):
                raise _Refused(f"a style that loads {address[:40]}", "embed it, or delete it")


def _unescaped(found: re.Match[str]) -> str:
    if found[2]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def _hint_for(local: str) -> str:
    if local.lower() == "foreignobject":
        return "export the text as SVG text (draw.io: without “formatted text”), or publish a PNG"
    return f"delete <{local}>, or publish a PNG"


# ---------------------------------------------------------------- HTML


def _plain_html(data: bytes) -> Found | None:
    position, text = 0, data.decode("utf-8", "replace").removeprefix("\ufeff")
    tokens = _html_tokens(text)
    try:
        data.decode("utf-8")
        while (begin := next(tokens, -1)) >= 0:
            position = begin
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - before.rfind(b"\n")
        return Found(
            "bytes that are not UTF-8", "save it as UTF-8", before.count(b"\n") + 1, column
        )
    except _Refused as refused:
        line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
        return Found(refused.what, refused.hint, line, column)
    return None


def _html_tokens(text: str) -> Iterator[int]:
    """Where each token of plain HTML begins, before it is checked."""
    position = 0
    while position < len(text):
        yield position
        found = _HTML.match(text, position)
        if not found or (found["start"] or "").lower() in ("title", "style"):
            what = text[position : position + 20].partition("\n")[0]
            raise _Refused(f"markup that is not plain: {what}", "publish it as a PDF or a picture")
        if odd := FORBIDDEN.search(found[0].replace("\r", "")):
            raise _Refused(f"the character U+{ord(odd[0]):04X}", "delete it")
        _check_token(found)
        position = found.end()


def _check_token(found: re.Match[str]) -> None:
    raw = (found["raw"] or "").lower()
    if raw:
        _check_html(raw, _given(found["raw_given"]))
    if raw == "style":
        _check_css(found["content"])
    if found["start"]:
        _check_html(found["start"].lower(), _given(found["given"]))


def _given(attributes: str) -> list[tuple[str, str]]:
    found = _HTML_ATTRIBUTE.findall(attributes)
    return [(name.lower(), unescape(one or two)) for name, one, two in found]


def _check_html(element: str, attributes: Iterable[tuple[str, str]]) -> None:
    if element not in inert.HTML_ELEMENTS:
        raise _Refused(f"<{element}>", f"delete <{element}>, or publish a PDF")
    for name, value in attributes:
        local = name.rpartition(" ")[2]
        is_known = local in inert.HTML_ATTRIBUTES or local.startswith(("aria-", "data-"))
        if not is_known or (local == "charset" and value.lower() != "utf-8"):
            raise _Refused(f"the attribute {local}", "delete it")
        if local in ("href", "src"):
            _check_address(element, value)
        if local == "style":
            _check_css(value)
