"""A page as a server sends it -> the text of its body, and where its marks stand."""

from __future__ import annotations

import time

import pytest

from odd_pages import ODD_PAGES
from sidegloss.exports.published import Mark, published


@pytest.mark.parametrize(("page", "text"), ODD_PAGES.values(), ids=ODD_PAGES)
def test_the_text_is_that_of_a_browser(page: str, text: str) -> None:
    assert published(page).text == text


def test_a_mark_has_its_place_in_the_text() -> None:
    page = '<body>a&amp;<span class="claim main" data-notes="x y" id="claim-x">b<i>c</i></span>d'

    found = published(page)

    assert found.text == "a&bcd"
    assert found.marks == (Mark("claim-x", ("x", "y"), ("claim", "main"), 2, 4),)


def test_a_mark_holds_what_stands_in_it() -> None:
    page = (
        '<body><div id="a"><span>1<span id="b">2</span>3</span><div>4</div></div>'
        '<sup id="c">5</sup><p id="d">6</p>'
    )

    marks = published(page).marks

    assert [(mark.id, mark.begin, mark.end) for mark in marks] == [
        ("a", 0, 4),
        ("b", 1, 2),
        ("c", 4, 5),
    ]


def test_reading_stops_behind_the_last_mark_that_is_wanted() -> None:
    page = "<body>1<div id=a>2<span id=b>3</span></div>4<i>5</i>6<span>7</span>8<span>9</span>"

    assert published(page, ["a", "b"], 2).text == "123456"
    assert published(page, ["b"], 0).text == "123"
    assert published(page, ["a", "c"], 0).text == published(page).text == "123456789"


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        ("id=a", "a"),
        ("id = 'a'", "a"),
        ("ID=\"a\" id='b'", "a"),
        ("title=\" id='b'\" id=a", "a"),
        ('data-id="b" id="a"', "a"),
        ("id='a&amp;b'", "a&b"),
        ("title='>' id=a", "a"),
    ],
)
def test_an_id_is_read_from_any_form_of_attribute(attributes: str, name: str) -> None:
    marks = published(f"<body><span {attributes}>x</span>").marks

    assert [(mark.id, mark.begin, mark.end) for mark in marks] == [(name, 0, 1)]


@pytest.mark.parametrize(
    "page",
    [
        "<body><template><span id=a>x</span></template>",
        "<body><script>'<span id=a>x</span>'</script>",
        "<body><!-- <span id=a>x</span> -->",
        "<body><b title='<span id=a>'>x</b>",
        "<body><span data-id='a'>x</span>",
    ],
)
def test_what_is_no_element_of_the_page_is_no_mark(page: str) -> None:
    assert published(page).marks == ()


@pytest.mark.parametrize(
    "piece",
    [
        *("<", "</", "<!--", "<a ", "<a b='", "<a b=", "<a b='c' \"d=e f>", "&", "&#"),
        *("<svg>", "<svg></math>", "<template>", "<pre>", "<textarea>", "<![CDATA["),
        *("<span id=a>", "</span>", "<span id=a></div>"),
    ],
)
def test_no_page_takes_longer_than_it_is_long(piece: str) -> None:
    def seconds(count: int) -> float:
        page = "<body>" + piece * count
        begin = time.process_time()
        published(page)
        return time.process_time() - begin

    short = min(seconds(1_000) for _ in range(3))

    # were a scan quadratic, sixteen times the text would take 256 times as long
    assert min(seconds(16_000) for _ in range(3)) <= 64 * short + 0.05
