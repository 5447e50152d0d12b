"""Addresses: lower case, composed, and never out of the output folder, whatever the name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import SiteUnderTest, Texts
from sidegloss.slugs import address_of, href, root_from, slug, source_address, target_name
from sidegloss.write import folded

Make = Callable[[Texts], SiteUnderTest]

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Nine Gates", "nine-gates"),
        ("nine - gates", "nine-gates"),
        ("Über uns", "über-uns"),
        ("U\u0308ber", "über"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("smith:2020", "smith-2020"),
        ("10.1000/xyz", "10.1000-xyz"),
        ("v1.2", "v1.2"),
        ("हिन्दी", "हिन्दी"),
        ("ภาษาไทย", "ภาษาไทย"),
        ("قُرْآن", "قُرْآن"),
        ("中文", "中文"),
        ("a/../b", "a-..-b"),
        ("../..", ""),
        ("..", ""),
        (".hidden", "hidden"),
        ("con", "con"),
        ("a\\b", "a-b"),
        ("a\nb\x00c", "a-b-c"),
        ("C:x", "c-x"),
        ("❤\ufe0f", ""),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_a_name_becomes_one_segment_of_an_address(text: str, wanted: str) -> None:
    assert slug(text) == unicodedata.normalize("NFC", wanted)


@settings(max_examples=500, deadline=None)
@given(anything)
def test_whatever_the_name_its_address_is_one_composed_segment_that_stays_below(text: str) -> None:
    one = slug(text)
    assert not set(one) & set("/\\:?#%\"'<> \n\t\x00")
    assert one.strip(".") == one
    assert unicodedata.is_normalized("NFC", one)
    assert folded(one) == one


@settings(max_examples=300, deadline=None)
@given(anything)
def test_an_address_of_an_address_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@settings(max_examples=300, deadline=None)
@given(anything)
def test_names_that_differ_in_case_or_composition_have_one_address(text: str) -> None:
    assert slug(unicodedata.normalize("NFD", text)) == slug(text)
    assert slug(text.swapcase().casefold()) == slug(text.casefold())


@pytest.mark.parametrize(
    ("name", "own", "wanted"),
    [
        ("weir.md", "", "weir/"),
        ("index.md", "", ""),
        ("essays/index.md", "", "essays/"),
        ("Essays/Nine Gates.md", "", "essays/nine-gates/"),
        ("essays/weir.md", "lock", "essays/lock/"),
        ("essays/index.md", "lock", "essays/lock/"),
        ("README.MD", "", "readme/"),
        ("🙂.md", "", "/"),
        ("a/🙂/b.md", "", "a//b/"),
        ("🙂.md", "smile", "smile/"),
        ("con.md", "", "con/"),
        ("weir.md", "../../out", "out/"),
    ],
)
def test_an_article_stands_where_its_name_says(name: str, own: str, wanted: str) -> None:
    assert address_of(name, own) == wanted


def test_a_source_stands_below_sources() -> None:
    assert source_address("doi:10.1/ab?c") == "sources/doi-10.1-ab-c/"


def test_the_way_to_the_root_is_as_long_as_the_address_is_deep() -> None:
    assert [root_from(a) for a in ("", "weir/", "a/b/")] == ["", "../", "../../"]


@pytest.mark.parametrize(
    ("root", "address", "on_disk", "wanted"),
    [
        ("", "", False, "./"),
        ("../", "", False, "../"),
        ("../", "über/", False, "../%C3%BCber/"),
        ("", "", True, "index.html"),
        ("../", "", True, "../index.html"),
        ("../", "weir/", True, "../weir/index.html"),
        ("/repo/", "", False, "/repo/"),
    ],
)
def test_a_link_is_relative_and_names_a_file_on_a_disk_only(
    root: str, address: str, on_disk: bool, wanted: str
) -> None:
    assert href(root, address, is_for_disk=on_disk) == wanted


@pytest.mark.parametrize(
    ("name", "target", "wanted"),
    [
        ("weir.md", "gate.png", "gate.png"),
        ("essays/weir.md", "../gate.png", "gate.png"),
        ("essays/weir.md", "./a/../gate.png", "essays/gate.png"),
        ("weir.md", "nine%20gates.md", "nine gates.md"),
        ("weir.md", "table.csv?download", "table.csv"),
        ("weir.md", "what%3F.md", "what?.md"),
        ("weir.md", "../out.png", "../out.png"),
        ("weir.md", "/etc/passwd", "etc/passwd"),
        ("a/b/weir.md", "/c/d.png", "c/d.png"),
        ("a/weir.md", "//c/../d/", "d"),
        ("a/weir.md", "/", "."),
        ("a/weir.md", "/../x", "../x"),
    ],
)
def test_what_an_article_calls_a_file_is_followed_from_its_folder(
    name: str, target: str, wanted: str
) -> None:
    assert target_name(name, target) == wanted


# ---------------------------------------------------------------- hostile names, in whole sites

SOURCED = "[It was][^a].\n\n[^a]: [@{KEY}].\n"


def outcome(under_test: SiteUnderTest) -> list[str]:
    """The codes of errors; where there is none, everything was written below the output."""
    before = {file for file in under_test.folder.parent.rglob("*") if file.is_file()}
    result = under_test.build()
    errors = [d for d in result.diagnostics if d.severity == "error"]
    assert all(d.hint for d in errors)
    assert bool(errors) is (result.written is None)
    made = {file for file in under_test.folder.parent.rglob("*") if file.is_file()} - before
    assert all(file.is_relative_to(under_test.output) for file in made)
    return [d.code for d in errors]


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (["con.md", "aux.md", "nul.md"], []),
        (["index.md", "a/index.md", "a/b/index.md"], []),
        (["a.md", "a/index.md"], ["address-unique"]),
        (["Weir.md", "weir.md"], ["address-unique"]),
        (["caf\u00e9.md", "cafe\u0301.md"], ["address-unique"]),
        (["Straße.md", "strasse.md"], ["address-unique"]),
        (["a b.md", "a-b.md"], ["address-unique"]),
        (["A/x.md", "a/y.md"], []),
        (["...md.md", "a..b.md"], []),
        (["x\\..\\..\\y.md"], []),
        (["a\nb.md", "tab\t.md", "del\x7f.md"], []),
        (["🙂.md"], ["address-whole"]),
        (["🙂/a.md"], ["address-whole"]),
        (["-.md", "_.md"], ["address-whole"]),
        ([f"{'x' * 252}.md"], []),
        ([f"{'ŉ' * 126}.md"], ["address-whole"]),
        (["sources.md"], ["address-reserved"]),
        (["Assets.md", "claims.md", "search.md", "tags.md"], ["address-reserved"] * 4),
        (["page/2.md"], ["address-reserved"]),
        (["a/sources.md", "404.md", "b.html.md"], []),
        (["a?b#c%20.md", "a%2Fb.md", '"<script>.md'], []),
        (["README.MD", "Index.md"], []),
    ],
)
def test_whatever_articles_are_called_there_is_a_message_or_a_page(
    site: Make, names: list[str], codes: list[str]
) -> None:
    assert outcome(site({f"content/{name}": "Text." for name in names})) == codes


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"content/aux.md": "A"}, ["'content/aux.md'"]),
        ({"content/CON.md": "A"}, ["'content/CON.md'"]),
        ({"content/nul.tar.md": "A"}, ["'content/nul.tar.md'"]),
        ({"content/lpt¹/a.md": "A"}, ["'content/lpt¹/a.md'"]),
        ({"content/com0.md": "A", "content/console.md": "A", "content/a.con.md": "A"}, []),
        ({"content/what?.md": "A"}, ["'content/what?.md'"]),
        ({"content/a./b.md": "A"}, ["'content/a./b.md'"]),
        ({"content/a.md": "---\nslug: nul\n---\nA"}, ["'/nul/'"]),
        ({"content/a.md": "A", "content/prn.png": "x"}, ["'content/prn.png'"]),
        (
            {
                "content/a.md": "A",
                "content/sources.yaml": "k: {title: K, text: snapshots/aux.txt}",
                "content/snapshots/aux.txt": "x",
            },
            ["'content/snapshots/aux.txt'"],
        ),
        (
            {"content/a.md": "A", "content/sources/con.yaml": "k: {title: K}"},
            ["'content/sources/con.yaml'"],
        ),
        (
            {"content/a.md": SOURCED.replace("KEY", "aux"), "content/sources.yaml": "aux: {}"},
            ["'aux'"],
        ),
        ({"content/a.md": "[x][^nul]\n\n[^nul]: y\n"}, ["'nul'"]),
        ({"content/a.md": "---\ndate: 2026-03-12\ntags: [Con, x]\n---\nA"}, ["'con'"]),
        ({"content/a.md": "---\ndate: 2026-03-12\nseries: Aux\n---\nA"}, ["'aux'"]),
    ],
)
def test_a_name_that_windows_cannot_have_is_told(site: Make, texts: Texts, told: list[str]) -> None:
    under_test = site(texts)
    result = under_test.build()
    found = [d for d in result.diagnostics if d.code == "name-portable"]

    assert result.written
    assert [d.severity for d in found] == ["warning"] * len(told)
    assert [d.message.rpartition(" called ")[2] for d in found] == told
    assert all(d.hint for d in found)


def test_an_article_whose_name_is_no_text_is_told(site: Make) -> None:
    under_test = site({"content/a.md": "A."})
    (under_test.folder / "content/\udcff.md").write_bytes(b"B.")
    (under_test.folder / "content/b\udcff.png").write_bytes(b"B.")
    assert outcome(under_test) == ["address-whole"]


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("a..b", []),
        ("con", []),
        ("smith:2020", []),
        ("a/b", []),
        ("a/../../../b", []),
        ("x" * 255, []),
        ("x" * 256, ["address-whole"]),
        ("ü" * 128, ["address-whole"]),
        ("page", []),
        ("_", ["address-whole"]),
        ("doi:10.1000/x%2F..%2Fy?z#q", []),
    ],
)
def test_whatever_a_source_is_called_there_is_a_message_or_a_page(
    site: Make, key: str, codes: list[str]
) -> None:
    text = SOURCED.replace("KEY", key)
    under_test = site({"content/a.md": text, "content/sources.yaml": f'"{key}": {{title: X}}\n'})
    assert outcome(under_test) == codes


@pytest.mark.parametrize("keys", [("Foo", "foo"), ("Straße", "strasse"), ("a:b", "a/b")])
def test_two_sources_at_one_address_are_both_named(site: Make, keys: tuple[str, str]) -> None:
    cited = "".join(f"[It was][^{n}].\n\n[^{n}]: [@{{{key}}}].\n\n" for n, key in enumerate(keys))
    records = "".join(f'"{key}": {{title: X}}\n' for key in keys)
    under_test = site({"content/a.md": cited, "content/sources.yaml": records})
    (error,) = (d for d in under_test.build().diagnostics if d.severity == "error")
    assert error.code == "address-unique"
    assert all(key in error.message for key in keys)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("a b.png", []),
        ("ü?#%&\"'<>.png", []),
        ("a...png", []),
        ("a..b/c.png", []),
        ("a:b.png", ["address-whole"]),
        ("ab:c.png", []),
        ("back\\slash.png", ["address-whole"]),
        ("new\nline.png", ["address-whole"]),
        ("del\x7f.png", ["address-whole"]),
        ("x" * 251 + ".png", []),
        ("index.html", ["address-unique"]),
        ("404.html", ["host-file"]),
        ("x/index.html", ["address-unique"]),
    ],
)
def test_whatever_a_picture_is_called_there_is_a_message_or_a_copy(
    site: Make, name: str, codes: list[str]
) -> None:
    written = "".join(c if c in "/." else "".join(f"%{b:02X}" for b in c.encode()) for c in name)
    under_test = site({"content/x.md": f"![A]({written})", f"content/{name}": b"PNG"})
    assert outcome(under_test) == codes
    if not codes:
        assert (under_test.output / name).read_bytes() == b"PNG"


@pytest.mark.parametrize("own", ["../../x", "a/b", "/x", "x y", "a\\b", "..", "x" * 300])
def test_a_slug_that_is_no_segment_is_told(site: Make, own: str) -> None:
    under_test = site({"content/a.md": f"---\nslug: '{own}'\n---\nText."})
    assert len(outcome(under_test)) == 1


@pytest.mark.parametrize("name", ["x" * 251 + ".css", "new\nline.css", "back\\slash.css"])
def test_an_asset_whose_name_no_file_can_have_is_told(site: Make, name: str) -> None:
    assert outcome(site({"content/a.md": "A", f"templates/assets/{name}": "p{}"})) == [
        "address-whole"
    ]


def test_names_that_are_no_text_break_no_template(site: Make) -> None:
    under_test = site({"content/a.md": "A", "templates/x.html": "", "templates/assets/x.css": ""})
    (under_test.folder / "templates/\udcff.html").write_bytes(b"x")
    (under_test.folder / "templates/assets/\udcff.css").write_bytes(b"x")
    assert outcome(under_test) == []
