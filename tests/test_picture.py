"""The picture of an article's sourcing: what is drawn, where it leads, what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout
from sidegloss.model import End, Kind, Site, Stance
from sidegloss.pages.labels import _width, cut, whose
from sidegloss.pages.picture import picture
from sidegloss.pages.surroundings import Surroundings
from sidegloss.theme import Theme
from sidegloss.views import Count, PictureView
from sidegloss.words import load
from tools import ROOT

SOURCES = """
courier: {type: article-newspaper, title: Weir gates failed, container-title: Courier, issued: 2026-03-08, rests-on: {source: tidewater, how: quotes}}
gazette: {type: article-newspaper, title: Gates again, container-title: Gazette, rests-on: {source: tidewater, how: quotes}}
tidewater: {title: The state of the weir, author: {literal: Tidewater Trust}, rests-on: {source: logs, how: analyses}}
logs: {title: "Inspection logs of the gates, forms R-7 and R-8", rests-on: none}
authority: {title: Statement, author: {literal: River Authority}, rests-on: none}
manual: {title: The gatekeeper's manual}
letter: {title: A letter, rests-on: unknown}
digest: {title: Digest, rests-on: [logs, letter]}
echo: {title: Echo, rests-on: reply}
reply: {title: Reply, rests-on: echo, retracted: {date: 2026-04-01}}
"""
ARTICLE = """---
title: Nine gates
---

[Nine gates failed][^gates], it was said, [and nobody knows why][^why][^ounces]. A point[^point].

[Round and round][^round].

[^gates]: Said [@courier; @gazette; disputes @authority, para. 3].
[^why]: Perhaps [@letter; @digest] and [cf. @manual].
[^ounces]: Our own reckoning.
[^point]: See [@logs].
[^round]: They cite each other [@echo].
"""
HEADS = [
    load("en").by_key[f"picture.{name}"] for name in ("claims", "outlets", "between", "origins")
]
Make = Callable[[Texts], SiteUnderTest]


@pytest.fixture
def weir(site: Make) -> Site:
    made = site({"content/weir.md": ARTICLE, "content/sources.yaml": SOURCES})
    return Builder(Layout(site=made.folder)).site()


@pytest.fixture
def drawn(weir: Site) -> PictureView:
    view = picture(weir.articles[0], Surroundings(weir, is_for_disk=False))
    assert view
    return view


def parts(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (part for part in element.iter() if part.tag.rpartition("}")[2] == name)


@dataclass(frozen=True)
class Line:
    """A line as the drawing has it."""

    style: str
    trails: tuple[int, ...]
    path: str


@dataclass(frozen=True)
class Node:
    """A claim (with a number) or a source as the drawing has it; *x* and *y* are of its mark."""

    href: str
    title: str
    name: str
    number: int
    mark: str
    trails: tuple[int, ...]
    x: int
    y: int
    leads: tuple[Line, ...]


def numbers(element: ET.Element) -> tuple[int, ...]:
    return tuple(map(int, element.get("data-trails", "").split()))


def node_of(group: ET.Element) -> Node:
    link = group[0]
    (field,) = parts(link, "rect")
    texts = list(parts(link, "text"))
    marks = [part for part in parts(link, "g") if part.get("data-end")]
    number = next((int(text.text or "") for text in texts if text.get("class") == "number"), 0)
    place = next((part.get("transform", "") for part in link if part.tag == "g"), "")
    x = re.findall(r"-?\d+", place)[0] if place else texts[-1].get("x", "")
    leads = (Line(p.get("class", ""), numbers(p), p.get("d", "")) for p in group[1:])
    return Node(
        href=link.get("href", ""),
        title=next(parts(link, "title")).text or "",
        name=texts[0].text or "",
        number=number,
        mark=marks[0].get("data-end", "") if marks else "claim",
        trails=numbers(link),
        x=int(x),
        y=int(field.get("y", "")) + int(field.get("height", "")) // 2,
        leads=tuple(leads),
    )


def svg(view: PictureView) -> ET.Element:
    return ET.fromstring(f"<svg>{view.html}</svg>")


def nodes(view: PictureView) -> list[Node]:
    return [node_of(group) for group in svg(view) if group.tag == "g"]


def heads(view: PictureView) -> list[ET.Element]:
    return [text for text in svg(view) if text.tag == "text"]


def node(view: PictureView, name: str) -> Node:
    """The node whose title begins so, after what a claim's begins with."""
    return next(
        n for n in nodes(view) if n.title.partition(": ")[n.number > 0 and 2].startswith(name)
    )


def joined(view: PictureView) -> set[tuple[str, str, str]]:
    """(style, from, to) of every line, by where its path ends."""
    found, drawn = set(), nodes(view)
    for start in drawn:
        for line in start.leads:
            x, y = re.match(r"M(-?\d+) (\d+)", line.path).groups()  # type: ignore[union-attr]
            ends = [n for n in drawn if abs(n.y - int(y)) <= 3 and 0 < n.x - int(x) <= 9]
            assert len(ends) == 1, line
            found.add((line.style, start.name, ends[0].name))
    return found


# ---------------------------------------------------------------- what is drawn


def test_every_note_that_cites_is_drawn_and_every_source_that_it_reaches(
    drawn: PictureView,
) -> None:
    assert [n.number for n in nodes(drawn) if n.number] == [1, 2, 4, 5]
    assert {n.name.removesuffix(" 2026") for n in nodes(drawn) if not n.number} == {
        *("Courier", "Gazette", "Tidewater Trust", "Inspection logs of the", "River Authority"),
        *("A letter", "Digest", "The gatekeeper's", "Echo", "Reply"),
    }


def test_lines_lead_from_claims_to_what_they_cite_and_from_there_to_what_that_rests_on(
    drawn: PictureView,
) -> None:
    assert joined(drawn) == {
        ("supports", "Nine gates failed", "Courier 2026"),
        ("supports", "Nine gates failed", "Gazette"),
        ("disputes", "Nine gates failed", "River Authority"),
        ("step", "Courier 2026", "Tidewater Trust"),
        ("step", "Gazette", "Tidewater Trust"),
        ("step", "Tidewater Trust", "Inspection logs of the"),
        ("supports", "and nobody knows why", "A letter"),
        ("supports", "and nobody knows why", "Digest"),
        ("context", "and nobody knows why", "The gatekeeper's"),
        ("supports", "Note 4", "Inspection logs of the"),
        ("supports", "Round and round", "Echo"),
        ("step", "Echo", "Reply"),
        ("circle", "Reply", "Echo"),
    }


def test_a_source_is_marked_by_how_trails_end_at_it(drawn: PictureView) -> None:
    marks = {re.split(r": | \(", n.title)[0]: n.mark for n in nodes(drawn)}

    assert marks["Courier 2026"] == marks["Tidewater Trust"] == marks["Reply"] == "step"
    assert marks["Inspection logs of the gates, forms R-7 and R-8"] == "first-hand"
    assert marks["The gatekeeper's manual"] == "not-asked"
    assert marks["A letter"] == "unknown"
    assert marks["Digest"] == "undetermined"
    assert marks["Echo"] == "circular"
    assert tuple(mark.name for mark in drawn.marks) == (
        *("first-hand", "step", "not-asked", "unknown", "undetermined", "circular"),
    )
    assert drawn.styles == ("supports", "disputes", "context", "step", "circle")


def test_origins_stand_in_the_last_column_and_alone(drawn: PictureView) -> None:
    last = max(n.x for n in nodes(drawn))

    assert {n.mark for n in nodes(drawn) if n.x == last} == {"first-hand"}
    assert [head.text for head in heads(drawn)] == HEADS


def test_nodes_lead_to_their_claims_notes_and_sources(drawn: PictureView) -> None:
    assert node(drawn, "Nine gates").href == "#claim-gates"
    assert node(drawn, "Note 4").href == "#fn-point"
    assert node(drawn, "Courier").href == "../sources/courier/"


def test_on_a_page_of_its_own_claims_lead_back_into_the_article(weir: Site) -> None:
    around = Surroundings(weir, is_for_disk=False)

    view = picture(weir.articles[0], around, at="weir/sourcing/")
    inline = picture(weir.articles[0], around, full="weir/sourcing/")

    assert view
    assert inline
    assert node(view, "Nine gates").href == "../#claim-gates"
    assert node(view, "Courier").href == "../../sources/courier/"
    assert (view.href, inline.href) == ("", "../weir/sourcing/")


def test_read_from_the_disk_links_name_files(weir: Site) -> None:
    around = Surroundings(weir, is_for_disk=True)

    inline = picture(weir.articles[0], around)
    view = picture(weir.articles[0], around, at="weir/~sourcing/")

    assert inline
    assert view
    assert node(inline, "Nine gates").href == "#claim-gates"
    assert node(view, "Nine gates").href == "../index.html#claim-gates"
    assert node(view, "Courier").href == "../../sources/courier/index.html"


def test_what_authors_wrote_stays_text_in_the_drawing(site: Make) -> None:
    made = site(
        {
            "content/a.md": "# A\n\n[So `<root>` & `<article>`][^a].\n\n[^a]: [@s].\n",
            "content/sources.yaml": "s: {title: '<root>', author: {literal: '<b> & Co.'}}\n",
        }
    )
    found = Builder(Layout(site=made.folder)).site()

    view = picture(found.articles[0], Surroundings(found, is_for_disk=False))

    assert view
    assert node(view, "So").title.endswith("So <root> & <article>")
    assert node(view, "<b>").title.startswith("<b> & Co.: <root>")


def test_what_a_trail_passes_through_has_its_number_and_nothing_else_has(
    drawn: PictureView,
) -> None:
    first = node(drawn, "Nine gates").trails
    courier, gazette = node(drawn, "Courier").trails, node(drawn, "Gazette").trails

    assert len(first) == 3
    assert node(drawn, "Tidewater").trails == (*courier, *gazette)
    assert set(courier + gazette) < set(first)
    assert node(drawn, "Inspection").trails == (*courier, *gazette, *node(drawn, "Note 4").trails)
    assert [line.trails for line in node(drawn, "Tidewater").leads] == [(*courier, *gazette)]
    assert not set(node(drawn, "Echo").trails) & set(first)


def test_what_is_counted_is_what_is_drawn(drawn: PictureView) -> None:
    assert (drawn.claims, drawn.sources, drawn.origins) == (4, 10, 2)
    assert (drawn.disputed, drawn.left_out) == (1, 1)
    assert drawn.ends == (
        *(Count("retracted", 1), Count("undetermined", 1)),
        *(Count("unknown", 1), Count("unasked", 1)),
    )


def test_the_table_has_a_row_for_each_trail(drawn: PictureView) -> None:
    rows = [(r.number, r.stance, r.outlet.key, r.last.key, r.end) for r in drawn.rows]

    assert rows == [
        (1, Stance.SUPPORTS, "courier", "logs", End.FIRST_HAND),
        (1, Stance.SUPPORTS, "gazette", "logs", End.FIRST_HAND),
        (1, Stance.DISPUTES, "authority", "authority", End.FIRST_HAND),
        (2, Stance.SUPPORTS, "letter", "letter", End.UNKNOWN),
        (2, Stance.SUPPORTS, "digest", "digest", End.UNDETERMINED),
        (2, Stance.CONTEXT, "manual", "manual", End.NOT_ASKED),
        (4, Stance.SUPPORTS, "logs", "logs", End.FIRST_HAND),
        (5, Stance.SUPPORTS, "echo", "echo", End.CIRCULAR),
    ]
    assert [way.key for way in drawn.rows[4].ways] == ["logs", "letter"]
    assert {row.kind for row in drawn.rows if row.number == 1} == {Kind.DISPUTED}


def test_an_article_that_cites_nothing_has_no_picture(site: Make) -> None:
    made = site({"content/a.md": "# A\n\n[A claim][^a].\n\n[^a]: Known to all.\n"})
    found = Builder(Layout(site=made.folder)).site()

    assert picture(found.articles[0], Surroundings(found, is_for_disk=False)) is None


def test_from_right_to_left_the_picture_is_mirrored(weir: Site) -> None:
    around = Surroundings(weir, is_for_disk=False)
    place = weir.articles[0]
    arabic = replace(place, article=replace(place.article, language="ar"))

    plain, mirrored = picture(place, around), picture(arabic, around)

    assert plain
    assert mirrored
    assert [n.x for n in nodes(mirrored)] == [plain.width - n.x for n in nodes(plain)]
    assert [n.y for n in nodes(mirrored)] == [n.y for n in nodes(plain)]
    claims = int(heads(plain)[0].get("x", ""))
    assert int(heads(mirrored)[0].get("x", "")) == mirrored.width - claims


def test_two_lines_between_the_same_two_run_beside_each_other(site: Make) -> None:
    made = site(
        {
            "content/a.md": "# A\n\n[A claim][^a].\n\n[^a]: [@s] but [disputes @s, p. 2].\n",
            "content/sources.yaml": "s: {title: S, rests-on: none}\n",
        }
    )
    found = Builder(Layout(site=made.folder)).site()

    view = picture(found.articles[0], Surroundings(found, is_for_disk=False))

    assert view
    paths = [line.path for line in nodes(view)[0].leads]
    assert len(paths) == 2
    assert len({path.split("H")[0] for path in paths}) == 2


def test_a_source_that_is_said_to_cite_itself_is_a_circle_without_a_line(site: Make) -> None:
    made = site(
        {
            "content/a.md": "# A\n\n[A claim][^a].\n\n[^a]: [@s citing @s]\n",
            "content/sources.yaml": "s: {title: S, rests-on: none}\n",
        }
    )
    found = Builder(Layout(site=made.folder)).site()

    view = picture(found.articles[0], Surroundings(found, is_for_disk=False))

    assert view
    assert [(n.mark, len(n.leads)) for n in nodes(view)[1:]] == [("circular", 0)]


# ---------------------------------------------------------------- the page


@pytest.fixture
def figure(weir: Site, drawn: PictureView) -> ET.Element:
    """The figure as the theme renders it on a page, read as XML."""
    around = Surroundings(weir, is_for_disk=False)
    theme = Theme(Path(weir.settings.path).parent, "templates")
    frame = around.frame("weir/", "Nine gates", "", around.words)
    speech = theme._speech(frame.words)
    template = theme._environment.from_string(
        '{% from "picture.html" import picture with context %}{{ picture(page) }}'
    )
    html = template.render(page=drawn, speech=speech, **speech.says)
    return ET.fromstring(html.replace("&nbsp;", " "))


def test_the_drawing_has_a_name_a_description_and_a_link_for_each_node(
    figure: ET.Element, drawn: PictureView
) -> None:
    svg = next(s for s in parts(figure, "svg") if s.get("role") == "group")

    links = list(parts(svg, "a"))
    assert [link.get("href") for link in links] == [n.href for n in nodes(drawn)]
    assert all(next(parts(link, "title")).text for link in links)
    title, text = (next(parts(svg, name)) for name in ("title", "desc"))
    assert title.text == "Where the claims of Nine gates come from"
    assert text.text == (
        "From 4 claims to 10 sources, among them 2 origins. Trails that end elsewhere: "
        "1 retracted, 1 undetermined, 1 unknown, 1 not asked. Disputed by a source: 1 claim. "
        "Not drawn, since they cite nothing: 1 note."
    )
    assert svg.get("aria-labelledby") == title.get("id")
    assert svg.get("aria-describedby") == text.get("id")


def test_no_style_and_no_id_of_the_figure_can_meet_the_articles_own(figure: ET.Element) -> None:
    ids = [part.get("id", "") for part in figure.iter() if "id" in part.attrib]

    assert ids
    assert all(name.startswith("_p-") for name in ids)
    assert not [part for part in figure.iter() if "style" in part.attrib]


def test_the_table_says_what_the_drawing_shows(figure: ET.Element) -> None:
    rows = ["".join(row.itertext()) for row in parts(figure, "tr")]

    assert len(rows) == 9
    logs = "“Inspection logs of the gates, forms R-7 and R-8” n.d."
    assert rows[1] == f"1 Nine gates failedsupportsCourier 2026{logs}, first-hand"
    assert rows[2] == f"supportsGazette n.d.{logs}, first-hand"
    assert rows[3].startswith("disputesRiver Authority n.d.first-hand")
    assert "may rest on" in rows[5]
    assert rows[8].endswith("in a circle · Retracted: “Reply” n.d.")


def test_a_retracted_source_says_so(figure: ET.Element) -> None:
    retracted = [link for link in parts(figure, "a") if link.get("class") == "retracted"]

    titles = [next(parts(link, "title")).text or "" for link in retracted]
    assert len(titles) == 1
    assert titles[0].startswith("Reply")
    assert titles[0].endswith("Retracted)")


def test_the_pictures_colours_are_the_themes() -> None:
    own = (ROOT / "templates/assets/picture.css").read_text(encoding="utf-8")
    theme = (ROOT / "templates/assets/reader.css").read_text(encoding="utf-8")

    used = set(re.findall(r"var\((--[a-z-]+)\)", own)) - {"--line"}

    assert len(used) > 8
    assert {name for name in used if f"{name}:" not in theme} == set()
    assert not re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", own)


# ---------------------------------------------------------------- labels


@given(st.text(max_size=80), st.floats(2, 30), st.integers(1, 3))
def test_a_label_keeps_to_its_room_and_lines(text: str, room: float, lines: int) -> None:
    shown = cut(text, room, lines)

    assert len(shown) <= lines
    assert all(_width(line) <= room or len(line) <= 2 for line in shown)
    assert bool(shown) == bool(text.split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short", ("short",)),
        ("two lines of words", ("two lines", "of words")),
        ("three lines of many words", ("three", "lines of…")),
        ("Donaudampfschifffahrt", ("Donaud…",)),
        ("  much   blank ", ("much", "blank")),
    ],
)
def test_a_label_is_cut_at_words_and_says_that_it_is_cut(text: str, shown: tuple[str, ...]) -> None:
    assert cut(text, 5.0, 2) == shown


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    assert _width("illicit") < _width("seventy") < _width("MAMMOTH")
    assert _width("水門") == 2
    assert _width("e\u0301") == _width("e")


def test_a_source_is_named_by_its_authors_else_by_where_it_stood_else_by_its_title(
    site: Make,
) -> None:
    records = """
    one: {title: T, author: {family: Okafor, given: Ada}, issued: 2026-03}
    two: {title: T, author: [{family: Okafor}, {literal: Tidewater Trust}]}
    five: {title: T, author: [{family: A}, {family: B}, {family: C}, {family: D}, {family: E}]}
    paper: {title: T, container-title: Courier, issued: 1939/1945}
    bare: {title: A title}
    """
    made = site({"content/a.md": "# A\n", "content/sources.yaml": records})
    around = Surroundings(Builder(Layout(site=made.folder)).site(), is_for_disk=False)

    names = {key: whose(around.cited(key, ""), around.words) for key in around.sources}

    assert names == {
        "one": "Okafor 2026",
        "two": "Okafor and Tidewater Trust",
        "five": "A et al.",
        "paper": "Courier 1939–1945",
        "bare": "A title",
    }
