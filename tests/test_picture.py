"""The picture of an article's sourcing: what is drawn, where it leads, what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import SiteUnderTest, Texts
from shown import context_of
from sidegloss.builder import Builder, Layout
from sidegloss.model import End, Kind, Site, Stance
from sidegloss.pages.advances import ADVANCES
from sidegloss.pages.labels import SLACK, whose, width, wrap
from sidegloss.pages.picture import sourcing_address, sourcing_view
from sidegloss.views import SourcingView
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
def drawn(weir: Site) -> SourcingView:
    return sourcing_view(weir.articles[0], context_of(weir))


def view_of(made: SiteUnderTest) -> SourcingView:
    found = Builder(Layout(site=made.folder)).site()
    return sourcing_view(found.articles[0], context_of(found))


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
    texts = list(parts(link, "text"))
    marks = [part for part in parts(link, "g") if part.get("data-end")]
    number = next((int(text.text or "") for text in texts if text.get("class") == "number"), 0)
    lines = [text.text or "" for text in texts if text.get("class") in ("claimed", "whose")]
    ends = re.findall(r"-?\d+", marks[0].get("transform", "") if marks else rule(link))
    leads = (Line(p.get("class", ""), numbers(p), p.get("d", "")) for p in group[1:])
    return Node(
        href=link.get("href", ""),
        title=next(parts(link, "title")).text or "",
        name=" ".join(lines),
        number=number,
        mark=marks[0].get("data-end", "") if marks else "claim",
        trails=numbers(link),
        x=int(ends[0]),
        y=int(ends[1]) if marks else (int(ends[1]) + int(ends[2])) // 2,
        leads=tuple(leads),
    )


def rule(link: ET.Element) -> str:
    """The line at the end of a claim, from which others lead."""
    return next(part.get("d", "") for part in parts(link, "path") if part.get("class") == "rule")


def svg(view: SourcingView) -> ET.Element:
    return ET.fromstring(f"<svg>{view.html}</svg>")


def nodes(view: SourcingView) -> list[Node]:
    return [node_of(group) for group in svg(view) if group.tag == "g"]


def heads(view: SourcingView) -> list[ET.Element]:
    return [text for text in svg(view) if text.tag == "text"]


def node(view: SourcingView, name: str) -> Node:
    """The node whose title begins so, after what a claim's begins with."""
    return next(
        n for n in nodes(view) if n.title.partition(": ")[n.number > 0 and 2].startswith(name)
    )


def joined(view: SourcingView) -> set[tuple[str, str, str]]:
    """(style, from, to) of every line, by where its path begins, on the right, and where it ends."""
    found, drawn = set(), nodes(view)
    for start in drawn:
        for line in start.leads:
            here = re.match(r"M(-?\d+) (\d+)", line.path)
            there = re.search(r"H(-?\d+)$| (-?\d+) \d+$", line.path)
            assert here
            assert there
            right = [n for n in drawn if n.mark != "claim" and is_at(n, int(here[1]), int(here[2]))]
            left = [
                n for n in drawn if abs(n.x - int(there[1] or there[2])) <= 8 and n.x < int(here[1])
            ]
            assert len(right) == 1, line
            if line.style == "circle":
                assert right == [start]
                (end,) = (n for n in left if set(n.trails) & set(line.trails))
            else:
                assert start in left
                (end,) = right
            found.add((line.style, start.name, end.name))
    return found


def is_at(node: Node, x: int, y: int) -> bool:
    return abs(node.y - y) <= 5 and abs(node.x - x) <= 9


# ---------------------------------------------------------------- what is drawn


def test_every_note_that_cites_is_drawn_and_every_source_that_it_reaches(
    drawn: SourcingView,
) -> None:
    assert [n.number for n in nodes(drawn) if n.number] == [1, 2, 4, 5]
    assert {n.name.removesuffix(" 2026") for n in nodes(drawn) if not n.number} == {
        *(
            "Courier",
            "Gazette",
            "Tidewater Trust",
            "Inspection logs of the gates, forms R-7 and R-8",
            "River Authority",
        ),
        *("A letter", "Digest", "The gatekeeper's manual", "Echo", "Reply"),
    }


def test_lines_lead_from_claims_to_what_they_cite_and_from_there_to_what_that_rests_on(
    drawn: SourcingView,
) -> None:
    assert joined(drawn) == {
        ("supports", "Nine gates failed", "Courier 2026"),
        ("supports", "Nine gates failed", "Gazette"),
        ("disputes", "Nine gates failed", "River Authority"),
        ("step", "Courier 2026", "Tidewater Trust"),
        ("step", "Gazette", "Tidewater Trust"),
        ("step", "Tidewater Trust", "Inspection logs of the gates, forms R-7 and R-8"),
        ("supports", "and nobody knows why", "A letter"),
        ("supports", "and nobody knows why", "Digest"),
        ("context", "and nobody knows why", "The gatekeeper's manual"),
        ("supports", "Note 4", "Inspection logs of the gates, forms R-7 and R-8"),
        ("supports", "Round and round", "Echo"),
        ("step", "Echo", "Reply"),
        ("circle", "Reply", "Echo"),
    }


def test_a_source_is_marked_by_how_trails_end_at_it(drawn: SourcingView) -> None:
    marks = {re.split(r": | \(", n.title)[0]: n.mark for n in nodes(drawn)}

    assert marks["Courier 2026"] == marks["Tidewater Trust"] == marks["Reply"] == "step"
    assert marks["Inspection logs of the gates, forms R-7 and R-8"] == "first-hand"
    assert marks["The gatekeeper's manual"] == "not-asked"
    assert marks["A letter"] == "unknown"
    assert marks["Digest"] == "undetermined"
    assert marks["Echo"] == "circular"
    assert tuple(name for name, _ in drawn.marks) == (
        *("first-hand", "step", "not-asked", "unknown", "undetermined", "circular"),
    )
    assert drawn.styles == ("supports", "disputes", "context", "step", "circle")


def test_origins_stand_in_the_last_column_and_alone(drawn: SourcingView) -> None:
    last = max(n.x for n in nodes(drawn))

    assert {n.mark for n in nodes(drawn) if n.x == last} == {"first-hand"}
    assert [head.text for head in heads(drawn)] == HEADS


def test_claims_are_in_reading_order(drawn: SourcingView) -> None:
    claims = [n for n in nodes(drawn) if n.number]

    assert [n.number for n in sorted(claims, key=lambda n: n.y)] == [1, 2, 4, 5]


def test_nodes_lead_back_into_the_article_and_to_sources(drawn: SourcingView) -> None:
    assert drawn.article_href == "../"
    assert node(drawn, "Nine gates").href == "../#claim-gates"
    assert node(drawn, "Note 4").href == "../#fn-point"
    assert node(drawn, "Courier").href == "../../sources/courier/"


def test_read_from_the_disk_links_name_files(weir: Site) -> None:
    view = sourcing_view(weir.articles[0], context_of(weir, is_for_disk=True))

    assert node(view, "Nine gates").href == "../index.html#claim-gates"
    assert node(view, "Courier").href == "../../sources/courier/index.html"


def test_what_authors_wrote_stays_text_in_the_drawing(site: Make) -> None:
    made = site(
        {
            "content/a.md": "# A\n\n[So `<root>` & `<article>`][^a].\n\n[^a]: [@s].\n",
            "content/sources.yaml": "s: {title: '<root>', author: {literal: '<b> & Co.'}}\n",
        }
    )
    view = view_of(made)

    assert node(view, "So").title.endswith("So <root> & <article>")
    assert node(view, "<b>").title.startswith("<b> & Co.: <root>")


def test_what_a_trail_passes_through_has_its_number_and_nothing_else_has(
    drawn: SourcingView,
) -> None:
    first = node(drawn, "Nine gates").trails
    courier, gazette = node(drawn, "Courier").trails, node(drawn, "Gazette").trails

    assert len(first) == 3
    assert node(drawn, "Tidewater").trails == (*courier, *gazette)
    assert set(courier + gazette) < set(first)
    assert node(drawn, "Inspection").trails == (*courier, *gazette, *node(drawn, "Note 4").trails)
    assert [line.trails for line in node(drawn, "Tidewater").leads] == [(*courier, *gazette)]
    assert not set(node(drawn, "Echo").trails) & set(first)


def test_sentences_say_what_is_drawn(drawn: SourcingView) -> None:
    assert drawn.summary == "3 claims rest on 1 origin."
    assert drawn.further == (
        "Trails that end elsewhere: 1 retracted, 1 undetermined origin, 1 unknown origin. "
        "Not drawn, since they cite nothing: 1 note."
    )
    assert drawn.frame.description == drawn.summary


TABLE = """# A

| Gate | Locks |  |
| ---- | ----- | --- |
| One | 3 | x |

[^a]

[^a]: [@s].
"""


def test_a_table_is_named_by_its_head(site: Make) -> None:
    view = view_of(site({"content/a.md": TABLE, "content/sources.yaml": "s: {title: S}\n"}))

    assert nodes(view)[0].name == "Gate · Locks"
    assert view.rows[0].claim == "Gate · Locks"


def test_the_table_has_a_row_for_each_trail(drawn: SourcingView) -> None:
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


DEEP = "s: {title: S, rests-on: t}\nt: {title: T}\nu: {title: U}\n"


def claims(*notes: str) -> str:
    """An article with a claim for each note."""
    passages = [f"[Claim {n}][^n{n}]." for n in range(len(notes))]
    return "\n\n".join(("# A", *passages, *(f"[^n{n}]: {note}" for n, note in enumerate(notes))))


@pytest.mark.parametrize(
    ("notes", "is_drawn"),
    [
        (("[@s].", "Known.", "Known."), True),  # a source that rests on another
        (("[@t].", "[@t, p. 2].", "Known."), True),  # two claims meet at a source
        (("[@t].", "[@u].", "Known."), False),  # nothing but pairs
        (("[@t]. [@t, p. 2].", "[@u].", "Known."), False),
        (("Known.", "Known.", "Known."), False),
        (("[@s].", "[@s]."), False),  # two claims: no key to the marks, which would link to it
    ],
)
def test_only_what_tells_something_is_drawn(
    site: Make, notes: tuple[str, ...], *, is_drawn: bool
) -> None:
    made = site({"content/a.md": claims(*notes), "content/sources.yaml": DEEP})
    place = Builder(Layout(site=made.folder)).site().articles[0]

    made.build()

    assert bool(sourcing_address(place)) == is_drawn
    assert ("a/~sourcing/index.html" in made.written()) == is_drawn


def test_the_article_repeats_no_word_of_its_claims_in_a_drawing(site: Make) -> None:
    made = site({"content/weir.md": ARTICLE, "content/sources.yaml": SOURCES})

    made.build()

    article = made.read("weir/index.html").partition("<article")[2]
    assert "<text" in made.read("weir/~sourcing/index.html")
    assert "<text" not in article
    assert article.count("nobody knows why") == 1


def test_a_claim_without_words_is_named_by_its_note(site: Make) -> None:
    made = site(
        {
            "content/a.md": "# A\n\n[![](b.png)][^a]\n\n[^a]: [@s].\n",
            "content/b.png": b"",
            "content/sources.yaml": "s: {title: S}\n",
        }
    )

    assert nodes(view_of(made))[0].name == "Note 1"


def test_from_right_to_left_the_picture_is_mirrored(weir: Site) -> None:
    around = context_of(weir)
    place = weir.articles[0]
    arabic = replace(place, article=replace(place.article, language="ar"))

    plain, mirrored = sourcing_view(place, around), sourcing_view(arabic, around)

    named = {n.href: n for n in nodes(mirrored)}
    for first, second in pairwise(nodes(plain)):
        here, there = (named[n.href].x for n in (first, second))
        assert (here > there) == (first.x < second.x)
        assert (here == there) == (first.x == second.x)
    assert [n.y for n in nodes(mirrored)] == [n.y for n in nodes(plain)]


def test_two_lines_between_the_same_two_run_beside_each_other(site: Make) -> None:
    made = site(
        {
            "content/a.md": "# A\n\n[A claim][^a].\n\n[^a]: [@s] but [disputes @s, p. 2].\n",
            "content/sources.yaml": "s: {title: S, rests-on: none}\n",
        }
    )
    view = view_of(made)

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
    view = view_of(made)

    assert [(n.mark, len(n.leads)) for n in nodes(view)[1:]] == [("circular", 0)]


# ---------------------------------------------------------------- the page


@pytest.fixture
def figure(site: Make) -> ET.Element:
    """The article as the theme renders it on the page, read as XML."""
    made = site({"content/weir.md": ARTICLE, "content/sources.yaml": SOURCES})
    made.build()
    html = made.read("weir/~sourcing/index.html")
    return ET.fromstring(
        html[html.index("<article") : html.index("</article>") + len("</article>")]
    )


def test_the_drawing_has_a_name_a_description_and_a_link_for_each_node(
    figure: ET.Element, drawn: SourcingView
) -> None:
    svg = next(s for s in parts(figure, "svg") if s.get("role") == "group")

    links = list(parts(svg, "a"))
    assert [link.get("href") for link in links] == [n.href for n in nodes(drawn)]
    assert all(next(parts(link, "title")).text for link in links)
    title, text = (next(parts(svg, name)) for name in ("title", "desc"))
    assert title.text == "Where the claims of Nine gates come from"
    assert text.text == f"{drawn.summary} {drawn.further}"
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
    groups = [group for group in parts(figure, "g") if group.get("class") == "retracted"]

    titles = [next(parts(group, "title")).text or "" for group in groups]
    assert len(titles) == 1
    assert titles[0].startswith("Reply")
    assert titles[0].endswith("Retracted)")


def test_the_pictures_colours_are_the_themes() -> None:
    own = (ROOT / "templates/assets/sourcing.css").read_text(encoding="utf-8")
    theme = (ROOT / "templates/assets/reader.css").read_text(encoding="utf-8")

    used = set(re.findall(r"var\((--[a-z-]+)\)", own)) - {"--line", "--fade"}

    assert len(used) > 8
    assert {name for name in used if f"{name}:" not in theme} == set()
    assert not re.findall(r"#[0-9a-f]{3,8}\b|\brgb|hsl", own)


# ---------------------------------------------------------------- labels


@settings(deadline=None)
@given(st.text(max_size=80), st.floats(2, 30), st.integers(1, 3))
def test_a_label_keeps_to_its_room_and_lines(text: str, room: float, lines: int) -> None:
    shown = wrap(text, room, lines)

    assert len(shown) <= lines
    assert all(width(line) < room + 1e-9 or len(line) <= 2 for line in shown)
    assert bool(shown) == bool(text.split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short", ("short",)),
        ("two lines of words", ("two lines", "of words")),
        ("three lines of many words", ("three", "lines of…")),
        ("Donaudampfschifffahrt", ("Donauda", "mpfsch…")),
        ("  much   blank ", ("much", "blank")),
    ],
)
def test_a_label_is_cut_at_words_and_says_that_it_is_cut(text: str, shown: tuple[str, ...]) -> None:
    assert wrap(text, 5.2, 2) == shown


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    assert width("illicit") < width("seventy") < width("MAMMOTH")
    assert width("水門") == 2 * SLACK
    assert width("e\u0301") == width("e") == width("é")


def test_widths_are_those_of_the_shipped_typeface() -> None:
    fonts = [
        TTFont(ROOT / f"templates/assets/fonts/serif-{cut}.woff2")
        for cut in ("regular", "semibold")
    ]
    letters = {letter: advance for advance, those in ADVANCES for letter in those}

    for letter in "aWmi1.—":
        shown = max(
            font["hmtx"][font.getBestCmap()[ord(letter)]][0] / font["head"].unitsPerEm
            for font in fonts
        )
        assert shown <= letters[letter] < shown + 0.041


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
    around = context_of(Builder(Layout(site=made.folder)).site())

    names = {key: whose(around.cited(key, ""), around.words) for key in around.sources}

    assert names == {
        "one": "Okafor 2026",
        "two": "Okafor and Tidewater Trust",
        "five": "A et al.",
        "paper": "Courier 1939–1945",
        "bare": "A title",
    }
