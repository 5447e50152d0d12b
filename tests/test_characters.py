"""Control characters in every field of a site: none reaches what is published."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from conftest import SETTINGS, SiteUnderTest, Texts
from payloads import hostile
from sidegloss.characters import FORBIDDEN, clean
from sidegloss.model import LinkSlot
from tables import article, html

Make = Callable[[Texts], SiteUnderTest]

ODD = "\0\x01\x07\x08\x0b\x0c\x0e\x1b\x1f\x7f\x80\x81\x85\x9f\ufdd0\ufdef\ufffe\uffff"
ESCAPED = "".join(f"%{byte:02X}" for byte in ODD.encode())
ENTITIES = "".join(f"&#{ord(each)};&#x{ord(each):x};" for each in ODD) + "&#13;&#xD800;"


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def odd_files(under_test: SiteUnderTest) -> list[tuple[str, str]]:
    """(file, text around it) of each file of the output that contains a forbidden character."""
    found = []
    for name in under_test.written():
        if name.endswith((".png", ".woff2")):
            continue
        text = under_test.read(name)
        texts = [text, *strings(json.loads(text))] if name.endswith(("json", "jsonld")) else [text]
        for each in texts:
            if odd := FORBIDDEN.search(each):
                found.append((name, ascii(each[max(odd.start() - 60, 0) : odd.end() + 20])))
                break
    return found


def site_with(payload: str) -> dict[str, str]:
    """A site with *payload* in every field of its content; its settings cannot hold it."""
    texts = hostile(f"x{payload}y")
    texts["pyproject.toml"] = hostile("x")["pyproject.toml"]
    return texts


@pytest.mark.parametrize("payload", [ODD, ENTITIES, ESCAPED], ids=["raw", "entities", "escapes"])
def test_no_control_character_reaches_the_output(site: Make, payload: str) -> None:
    under_test = site(site_with(payload))
    result = under_test.build()
    assert result.written, [d for d in result.diagnostics if d.severity == "error"]
    assert odd_files(under_test) == []


@pytest.mark.parametrize("character", ["\0", "\x01", "\x85", "\x7f", "\uffff"])
def test_each_control_character_is_found_in_an_output(site: Make, character: str) -> None:
    """The test above could fail."""
    under_test = site({"content/a.md": "a"})
    assert under_test.build().written
    (under_test.output / "x.json").write_text(json.dumps(["a", {"b": character}]))
    assert [name for name, _ in odd_files(under_test)] == ["x.json"]


@pytest.mark.parametrize(
    "address", ["%00", "%01", "%08", "%EF%BF%BF", "%7F", "%C2%85", "%000%00", "%0A%0D%09"]
)
def test_a_bare_address_shows_such_escapes_as_they_are_written(address: str) -> None:
    shown = html(article(f"See <https://a.example/{address}>.").body)

    assert f">https://a.example/{address}</a>" in shown


def test_no_text_imitates_a_slot() -> None:
    found = article("[b](b.md) and <https://a.example/%000%00> \0" + "0\0 &#0;0&#0;")
    slots = [piece for piece in found.body if isinstance(piece, LinkSlot)]

    assert len(slots) == 1
    assert "\0" not in html(found.body)


@pytest.mark.parametrize(
    "setting",
    [
        'title = "x\\u0000y"',
        'description = "\\u0085"',
        'words = {en = {"article.table" = "x\\u0000y"}}',
        'nav = ["a\\u0001.md"]',
        'author = "\\uFFFF"',
    ],
)
def test_a_setting_with_a_control_character_is_an_error_with_its_place(
    site: Make, setting: str
) -> None:
    head = SETTINGS.replace('title = "A site"\n', "") if setting.startswith("title") else SETTINGS
    under_test = site({"content/a.md": "a", "pyproject.toml": f"{head}{setting}\n"})

    told = under_test.check()

    number = head.count("\n") + 1
    assert [each for each in told if "contains the control character" in each]
    assert all(each.startswith(f"pyproject.toml:{number}:") for each in told), told


def test_a_character_is_replaced_by_one() -> None:
    assert clean("a\0b\x0bc\ud800\t\n\u2028é") == "a\ufffdb c\ufffd\t\n\u2028é"
