"""Pictures for sharing: what they show, that nothing runs out of them, and that they are always the same."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payloads import PAYLOADS
from sidegloss import cards
from sidegloss.cards import (
    blank_picture,
    drawing,
    fonts,
    is_available,
    lacking,
    picture,
    pictures,
)
from sidegloss.cards.choice import chosen
from sidegloss.cards.directions import in_sight, levels
from sidegloss.cards.drawing import draw
from sidegloss.cards.faces import faces_in, system_folders
from sidegloss.cards.lines import balanced, clean, clusters, pieces, shortened, wrapped
from sidegloss.model import Settings
from sidegloss.views import CardView
from tools import ROOT, missing

NOWHERE: tuple[str, ...] = ()
KINDS = ("disputed", "unsourced", "sourced", "context")
ARABIC = "لم تجتز تسع بوابات من أصل أربع عشرة آخر تفتيش لها"

CLAIM = CardView(
    text="Nine of the fourteen gates at Harrow Weir failed their last inspection",
    is_quotation=True,
    quotes=("“", "”"),
    kind="disputed",
    finding="",
    label="Disputed",
    standing="3 outlets, 1 origin",
    article_title="Nine gates",
    byline="Ada Okafor · 12 March 2026",
    site_title="The Weir Papers",
    language="en",
    direction="ltr",
)
ARTICLE = replace(CLAIM, text="Nine gates", kind="", label="", standing="", is_quotation=False)

SENTENCE = "Every gate that matters was working, and not one was out of service for long."
TEXTS = {
    "nothing": "",
    "a word": "Gates",
    "a sentence": SENTENCE,
    "a thousand words": " ".join([SENTENCE] * 67),
    "a word of 300 letters": "Wehrtorsicherheitsueberpruefung"[:30] * 10,
    "a word of 300 wide letters": "W" * 300,
    "ideographs": "水門のうち九つが前回の検査に合格しなかった、とブログは書いた。" * 9,
    "Arabic": f"{ARABIC} (Harrow Weir) 2025. " * 9,
    "Devanagari": "चौदह फाटकों में से नौ पिछली जाँच में विफल रहे। " * 9,
    "Thai": "ประตูน้ำเก้าในสิบสี่บานไม่ผ่านการตรวจสอบ" * 9,
    "emoji": "👩‍👩‍👧🇩🇪❤️👍🏽" * 60,
    "marks on marks": "Z̸̢̡̛̛͈̰̭̙̲̗͎̫͊̊̀̋̍̄̂͌̚a̶̧̛̛̮͙͎̗̓̈́̓̓̎͑̂̐̍l̵̢̡̬̟̝̫̱̼͂̆̀̿̇̄̅̌g̴̨̛̺̳̠̬̼̿̃̓̑̽̒o̷̡̦̩̟̱̘̯̒̽̏̈́̄ " * 40,
    "ligatures as wide as words": "﷽" * 40,
}


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, as the file's head says."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def sheet(card: CardView, folders: tuple[str, ...] = NOWHERE) -> ET.Element:
    """The svg of *card*, read back."""
    return ET.fromstring(draw(card, folders).svg)


def words(card: CardView, folders: tuple[str, ...] = NOWHERE) -> str:
    """All that a picture says, in the order in which it is drawn."""
    return " ".join(
        node.text or "" for node in sheet(card, folders).iter() if node.tag.endswith("text")
    )


def part(card: CardView, folders: tuple[str, ...], box: tuple[int, int, int, int]) -> bytes:
    """The pixels of a part of a picture (left, top, width, height), as PNG."""
    drawn = draw(card, folders)
    left, top, width, height = box
    whole = 'width="1200" height="630">'
    assert drawn.svg.count(whole) == 1
    cut = f'width="{width}" height="{height}" viewBox="{left} {top} {width} {height}">'
    return pictures._rendered(drawn.svg.replace(whole, cut), drawn.fonts)


# ---------------------------------------------------------------- the picture


def test_a_picture_is_a_png_of_the_size_that_is_asked_for() -> None:
    assert size_of(picture(CLAIM)) == (1200, 630)
    assert size_of(picture(ARTICLE)) == (1200, 630)


def test_a_picture_says_what_the_page_says() -> None:
    said = words(CLAIM)

    for word in (
        "“Nine",
        "inspection”",
        "Disputed",
        "3\u00a0outlets,",
        "Nine gates",
        "Ada Okafor",
        "Papers",
    ):
        assert word in said


def test_an_article_is_not_named_twice() -> None:
    assert words(ARTICLE).count("Nine gates") == 1


def test_kinds_differ_in_more_than_their_words() -> None:
    pictures = {picture(replace(CLAIM, kind=kind), NOWHERE) for kind in KINDS}

    assert len(pictures) == len(KINDS)


def test_a_picture_is_the_same_in_every_process_and_folder(tmp_path: Path) -> None:
    program = (
        "import hashlib, test_cards as t;"
        "print(*[hashlib.sha256(t.picture(c)).hexdigest() for c in (t.CLAIM, t.ARTICLE)])"
    )

    said = []
    for seed, folder in (("1", ROOT), ("2", tmp_path)):
        path = os.pathsep.join([str(ROOT / "tests"), *filter(None, sys.path)])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            cwd=folder,
            env=environment,
        )
        said.append(done.stdout.decode().split())

    here = [hashlib.sha256(picture(card)).hexdigest() for card in (CLAIM, ARTICLE)]
    assert said == [here, here]


def test_no_font_of_the_machine_is_opened_for_letters_that_the_shipped_one_has() -> None:
    card = replace(CLAIM, text="Łódź, Straße, Ελλάδα, Київ: “½ → fi” « où »", language="fr")

    assert fonts(card) == ()
    assert {Path(path).parent.name for path in draw(card, system_folders()).fonts} == {"fonts"}


def test_the_extra_is_missed_where_one_of_its_packages_is(monkeypatch: pytest.MonkeyPatch) -> None:
    there = is_available()
    find = importlib.util.find_spec
    monkeypatch.setattr(
        cards, "find_spec", lambda name: None if name == "uharfbuzz" else find(name)
    )

    assert there
    assert not is_available()


def test_the_default_picture_is_small_and_of_the_same_size() -> None:
    shipped = (ROOT / "templates" / "assets" / "share.png").read_bytes()

    assert size_of(shipped) == size_of(blank_picture()) == (1200, 630)
    assert len(shipped) < 30_000


def test_colours_and_icons_are_those_of_the_theme() -> None:
    style = (ROOT / "templates" / "assets" / "reader.css").read_text(encoding="utf-8")
    sprite = (ROOT / "templates" / "sprite.html").read_text(encoding="utf-8")

    for kind, (colour, tint) in drawing._COLOURS.items():
        assert f"--{kind}: light-dark({colour}, " in style
        assert f"--{kind}-tint: light-dark({tint}, " in style
        assert f"\"{kind}\": '{drawing._ICONS[kind]}'," in sprite
    for name, colour in (("page", drawing.PAGE), ("ink", drawing.INK), ("muted", drawing.MUTED)):
        assert f"--{name}: light-dark({colour}, " in style
    for name, colour in (("accent", drawing.ACCENT), ("wash", drawing.WASH)):
        assert f"--{name}: light-dark({colour}, " in style


# ---------------------------------------------------------------- nothing runs out of it


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("name", TEXTS)
def test_no_text_comes_near_an_edge_or_the_rule(name: str, direction: str) -> None:
    text = TEXTS[name]
    full = replace(
        CLAIM,
        text=text,
        direction=direction,
        label=text,
        standing=text,
        article_title=text + ".",
        byline=text,
        site_title=text,
    )
    empty = replace(
        full,
        text="",
        label="",
        standing="",
        article_title="",
        byline="",
        site_title="",
        is_quotation=False,
    )
    gap = 832 if direction == "ltr" else 1200 - 856
    boxes = [
        (0, 0, 20, 630),
        (1180, 0, 20, 630),
        (0, 0, 1200, 12),
        (0, 618, 1200, 12),
        (gap, 0, 24, 630),
    ]

    for box in boxes:
        assert part(full, system_folders(), box) == part(empty, NOWHERE, box)


def test_a_picture_from_the_right_is_mirrored() -> None:
    left, right = ((200, 0, 100, 400), (900, 0, 100, 400))
    bare = replace(ARTICLE, text="", article_title="", byline="", site_title="")
    mirrored = replace(bare, direction="rtl")

    assert part(bare, NOWHERE, left) == part(mirrored, NOWHERE, right)
    assert part(bare, NOWHERE, right) == part(mirrored, NOWHERE, left)
    assert part(bare, NOWHERE, left) != part(bare, NOWHERE, right)


def test_arabic_is_read_from_the_right() -> None:
    card = replace(CLAIM, text="سد Harrow", is_quotation=False, direction="rtl", language="ar")
    if lacking(card):
        missing("a font with Arabic letters", "apt install fonts-dejavu-core")

    arabic, latin = (
        node
        for node in sheet(card, system_folders()).iter()
        if (node.text or "").strip("\u2067\u2069") in {"سد", "Harrow"}
    )
    if "Harrow" in (arabic.text or ""):
        arabic, latin = latin, arabic

    assert fonts(card)
    assert arabic.get("y") == latin.get("y")
    assert float(arabic.get("x", 0)) > float(latin.get("x", 0))


# ---------------------------------------------------------------- what cannot be drawn


def test_letters_that_no_font_has_are_told() -> None:
    card = replace(CLAIM, text="The gate 水門 failed")

    assert lacking(card, NOWHERE) == "水門"
    assert lacking(CLAIM, NOWHERE) == ""


def test_a_few_letters_that_no_font_has_become_an_ellipsis() -> None:
    said = words(
        replace(CLAIM, text="Nine of the gates (水門) at Harrow Weir failed their inspection")
    )

    assert "(…)" in said


def test_a_text_of_which_much_is_lacking_is_not_drawn() -> None:
    said = words(replace(CLAIM, text="水門のうち九つ failed"))

    assert "failed" not in said
    assert "“" not in said
    assert "Disputed" in said


def test_an_emoji_that_no_font_has_is_left_out() -> None:
    assert "“Nine gates”" in words(replace(CLAIM, text="Nine 👩‍👩‍👧 gates"))


@pytest.mark.parametrize(
    "hostile",
    [
        '</text><image href="file:///etc/passwd"/>',
        "<image xlink:href='data:image/png;base64,AAAA'/>",
        "]]><!-- &entity; &#0; url(#x) <style>*{fill:red}</style>",
        "a\x00b\x1b[31mc\ud800d\uffffe\u202ef",
        *PAYLOADS,
    ],
)
def test_no_text_becomes_markup(hostile: str) -> None:
    card = replace(
        CLAIM, text=hostile, label=hostile, standing=hostile, byline=hostile, site_title=hostile
    )
    tags = {node.tag.rpartition("}")[2] for node in sheet(card).iter()}
    attributes = " ".join(value for node in sheet(card).iter() for value in node.attrib.values())

    assert tags <= {"svg", "rect", "g", "path", "circle", "text"}
    assert not re.search(r"file:|script:|https?:(?!//www\.w3\.org/)", attributes)
    assert size_of(picture(card)) == (1200, 630)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(text=st.text(st.characters(), max_size=120), direction=st.sampled_from(["ltr", "rtl"]))
def test_any_text_is_drawn_within_its_box(text: str, direction: str) -> None:
    card = replace(CLAIM, text=text, label=text, standing=text, byline=text, direction=direction)

    for node in sheet(card).iter():
        if node.tag.endswith("text"):
            assert 0 < float(node.get("x", 0)) < 1200
            assert 0 < float(node.get("y", 0)) < 630


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(text=st.text(st.characters(), max_size=200), kind=st.sampled_from([*KINDS, ""]))
def test_any_text_has_a_picture(text: str, kind: str) -> None:
    assert size_of(picture(replace(CLAIM, text=text, kind=kind, site_title=text))) == (1200, 630)


def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\x00\x01\x00\x00" + b"\xff" * 40)
    (tmp_path / "empty.otf").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("no font")

    assert faces_in(str(tmp_path / "broken.ttf")) == ()
    assert faces_in(str(tmp_path / "empty.otf")) == ()
    assert lacking(replace(CLAIM, text="水"), (str(tmp_path),)) == "水"


# ---------------------------------------------------------------- lines


def broken(text: str, width: int) -> tuple[str, ...]:
    """*text* in lines of *width* characters."""
    return wrapped(pieces(clean(text)), width, len)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("nine of fourteen", 8, ("nine of", "fourteen")),
        ("nine  of\n\nfourteen", 20, ("nine of fourteen",)),
        ("lock-keeper", 8, ("lock-", "keeper")),
        ("-5 or 3-4", 3, ("-5", "or", "3-4")),
        ("12\u00a0gates failed", 8, ("12\u00a0gates", "failed")),
        ("unbreakable", 4, ("unbr", "eaka", "ble")),
        ("水門は九つ。", 3, ("水門は", "九つ。")),
        ("水門は九。", 4, ("水門は", "九。")),
        ("水「門」は", 3, ("水", "「門」", "は")),
        ("수문 아홉", 3, ("수문", "아홉")),
        ("abc\u200bdef", 4, ("abc", "def")),
        ("", 10, ()),
    ],
)
def test_lines_break_where_a_printer_would_break_them(
    text: str, width: int, lines: tuple[str, ...]
) -> None:
    assert broken(text, width) == lines


def test_lines_are_even_and_no_more_than_they_must_be() -> None:
    parts = pieces("nine of the fourteen gates at the weir")

    assert wrapped(parts, 30, len) == ("nine of the fourteen gates at", "the weir")
    assert balanced(parts, 30, len) == ("nine of the fourteen", "gates at the weir")


@given(st.text(max_size=80), st.integers(min_value=1, max_value=30))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_lines_hold_every_character_and_no_other(text: str, width: int) -> None:
    ready = clean(text)
    whole = re.sub("[ \u200b]", "", ready)

    for lines in (wrapped(pieces(ready), width, len), balanced(pieces(ready), width, len)):
        assert "".join(lines).replace(" ", "") == whole


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Nine gates failed.", 18, "Nine gates failed."),
        ("Nine gates failed the last inspection", 24, "Nine gates failed the\u00a0…"),
        ("Nine gates failed. The others were not seen", 30, "Nine gates failed.\u00a0…"),
        ("It was Dr. Okafor who counted nine gates", 20, "It was Dr. Okafor\u00a0…"),
        ("The gates failed then, the blog wrote later", 27, "The gates failed then\u00a0…"),
        ("「水門」は九つ、と書いた。", 8, "「水門」は九つ…"),
        ("Sicherheitsüberprüfung", 10, "Sicherhei…"),
        ("Gates", 0, ""),
    ],
)
def test_a_long_text_ends_at_a_sentence_a_clause_or_a_word(
    text: str, most: int, short: str
) -> None:
    assert shortened(text, lambda part: len(part) <= most) == short


@given(st.text(max_size=80), st.integers(min_value=0, max_value=40))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_what_is_shortened_fits_and_is_a_beginning(text: str, most: int) -> None:
    ready = clean(text)

    short = shortened(ready, lambda part: len(part) <= most)

    assert len(short) <= most
    assert short == ready or ready.startswith(short.rstrip("\u00a0…"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("e\u0301a", ("é", "a")),
        ("👩‍👩‍👧👍🏽", ("👩‍👩‍👧", "👍🏽")),
        ("🇩🇪🇫🇷", ("🇩🇪", "🇫🇷")),
        ("नौ", ("नौ",)),
        ("क्षा", ("क्षा",)),
    ],
)
def test_what_readers_take_for_one_character_stays_together(
    text: str, parts: tuple[str, ...]
) -> None:
    assert clusters(clean(text)) == parts


def test_marks_of_direction_and_controls_are_taken_out() -> None:
    assert clean("a\u202eb\x00c\u2066d\ud800e\u00adf") == "abcdef"


# ---------------------------------------------------------------- directions


@pytest.mark.parametrize(
    ("text", "is_rtl", "expected"),
    [
        ("abc", False, "000"),
        ("abc", True, "222"),
        ("א ב", False, "111"),
        ("a א b", False, "00100"),
        ("א a ב", True, "11211"),
        ("א 12.5%", True, "1122222"),
        ("א, 7", False, "1112"),
        ("ع 12", False, "1122"),
        ("a 12", True, "2222"),
        ("(א)", True, "111"),
        ("א.", False, "10"),
        ("א (a b) 7", True, "111222112"),
        ("a (א b) c", False, "000100000"),
    ],
)
def test_directions_are_those_of_unicode(text: str, is_rtl: bool, expected: str) -> None:
    assert "".join(map(str, levels(text, is_rtl=is_rtl))) == expected


def test_stretches_are_put_in_the_order_of_sight() -> None:
    assert in_sight([("A", 1), ("12", 2), ("B", 1)]) == ("B", "12", "A")
    assert in_sight([("a", 0), ("B", 1), ("C", 1), ("d", 0)]) == ("a", "C", "B", "d")


# ---------------------------------------------------------------- for what pictures are made


@pytest.mark.parametrize(
    ("cards", "url", "size", "is_available", "expected"),
    [
        ("", "https://x.example/", (10, 200), True, ("claims", [])),
        ("", "https://x.example/", (10, 201), True, ("articles", ["cards-chosen"])),
        ("", "https://x.example/", (1001, 201), True, ("none", ["cards-chosen"])),
        ("claims", "https://x.example/", (9999, 99999), True, ("claims", [])),
        ("none", "https://x.example/", (1, 1), True, ("none", [])),
        ("", "", (1, 1), True, ("none", [])),
        ("", "https://x.example/", (1, 1), False, ("none", [])),
        ("articles", "https://x.example/", (1, 1), False, ("none", ["cards-installed"])),
    ],
)
def test_the_size_of_a_site_decides_unless_its_settings_do(
    cards: str, url: str, size: tuple[int, int], is_available: bool, expected: tuple[str, list[str]]
) -> None:
    settings = Settings(url=url, cards=cards)

    made, told = chosen(settings, *size, is_available=is_available)

    assert (made, [each.code for each in told]) == expected
    assert all(each.hint for each in told)
