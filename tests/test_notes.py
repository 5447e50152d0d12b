"""What a note says, in which order, on each page that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from conftest import SiteUnderTest, Texts

Make = Callable[[Texts], SiteUnderTest]

SOURCES = """\
kay: {type: article-newspaper, title: The dam, author: Ann Kay, container-title: The Wave, issued: 2020-03-04, URL: https://wave.example/dam, rests-on: none}
jay: {type: report, title: Weirs, author: Bo Jay, issued: 1940, rests-on: none}
"""
TEXT = " ".join(["word"] * 30)


def built(site: Make, notes: Mapping[str, str], language: str = "en") -> SiteUnderTest:
    """A site of one article, with a claim for each of *notes* (label -> body)."""
    claims = " ".join(f"[the claim {label}][^{label}] {TEXT}." for label in notes)
    bodies = "\n\n".join(
        f"[^{label}]: " + body.replace("\n", "\n    ") for label, body in notes.items()
    )
    made = site(
        {
            "content/sources.yaml": SOURCES,
            "content/weir.md": f"---\ntitle: Weir\nlanguage: {language}\n---\n\n{claims}\n\n{bodies}\n",
        }
    )
    made.build(url="https://weir.example/")
    return made


def text_of(html: str) -> str:
    """What a reader sees of *html*, each block on a line of its own."""
    html = re.sub(r"\s+", " ", html)
    html = re.sub(r"</?(?:p|li|ul|ol|blockquote|br|section)\b[^>]*>", "\n", html)
    lines = re.sub(r"<[^>]*>", "", html).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def item(made: SiteUnderTest, label: str = "n") -> str:
    """The item of a note in its article's list, without the way back."""
    page = made.read("weir/index.html")
    found = page.split(f'id="fn-{label}"', 1)[1].split('<span class="more"', 1)[0]
    return found.split(">", 1)[1]


def lines(made: SiteUnderTest, label: str = "n") -> list[str]:
    return text_of(item(made, label)).split("\n")


KAY = "Ann Kay, “The dam”, The Wave, 4 March 2020"
# (a note; its lead; what follows, up to the trail)
ROWS = [
    ("**Disputed.** It was two.", "Disputed", ["It was two."]),
    ("**Misleading:** It was two.", "Misleading", ["It was two."]),
    ("**False**. It was two.", "False", ["It was two."]),
    ("**False** – It was two.", "False", ["It was two."]),
    ("**False** It was two.", "False", ["It was two."]),
    ("**Corrected** on 14 March.", "Corrected", ["Corrected on 14 March."]),
    ("**Opinion.**", "Opinion", []),
    ("**Unverified.**\n\n> Nobody\n> knows.", "Unverified", ["Nobody knows."]),
    ("It was two.", "Context", ["It was two."]),
    ("It was two [@kay].", "Sourced", ["It was two (Kay 2020)."]),
    ("It was two [@kay; @jay].", "Sourced · 2 outlets, 2 origins", ["It was two (Kay 2020; Jay 1940)."]),
    ("**Confirmed.** Two [disputes @kay].", "Disputed · Confirmed", ["Two (disputes Kay 2020)."]),
    ("[@kay].", "Sourced", []),
    ("**Corrected.** [@kay].", "Corrected", []),
    ("**Disputed.** [@kay, p. 1]. It says more.", "Disputed", ["It says more."]),
    ("**Disputed.** [@kay] says more.", "Disputed", ["(Kay 2020) says more."]),
    ("[@kay]. It says more [disputes @jay].", "Disputed", ["It says more (disputes Jay 1940)."]),
    ('"Two gates" [@kay].', "Sourced", ["“Two gates”."]),
    ('"Two gates." [@kay].', "Sourced", ["“Two gates.”"]),
    ('"Two gates" [@kay]. So it says.', "Sourced", ["“Two gates” (Kay 2020). So it says."]),
    ("It is in [@kay].", "Sourced", ["It is in (Kay 2020)."]),
    ("> Two gates\n> — [@kay, p. 5]", "Sourced", ["“Two gates”", "— Kay 2020, p. 5"]),
    ("> Two gates — [@kay, p. 5]", "Sourced", ["“Two gates”", "— Kay 2020, p. 5"]),
    ("> Two gates\n>\n> — [@kay]", "Sourced", ["“Two gates”", "— Kay 2020"]),
    ("> Two gates\n\n— [@kay]", "Sourced", ["“Two gates”", "— Kay 2020"]),
    ('> "Two gates"\n> — [@kay]', "Sourced", ["“Two gates”", "— Kay 2020"]),
    ('> Two "old" *gates*\n>\n> and a weir\n> — [@kay]', "Sourced", ["“Two ‘old’ gates", "and a weir”", "— Kay 2020"]),
    ("> Two gates", "Context", ["Two gates"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "lead", "said"), ROWS, ids=range(len(ROWS)))
def test_a_note_begins_with_its_lead_and_says_what_the_author_wrote(
    body: str, lead: str, said: list[str], site: Make
) -> None:
    made = built(site, {"n": body})
    first, *rest = lines(made)
    end = next(
        (i for i, line in enumerate(rest) if re.match(r"(Ann|Bo|× ?disputes|disputes) ", line)),
        len(rest),
    )

    assert first == lead
    assert rest[:end] == said
    assert item(made).lstrip().startswith('<p class="lead">')
    assert "<p></p>" not in item(made)


def test_quotation_marks_of_an_attributed_quotation_are_those_of_the_page(site: Make) -> None:
    made = built(site, {"n": "> Zwei Tore\n> — [@kay]"}, "de")

    assert lines(made)[1:3] == ["„Zwei Tore“", "— Kay 2020"]


def test_a_place_that_no_sentence_gives_is_in_the_trail(site: Make) -> None:
    made = built(
        site, {"a": "**Disputed.** [@kay, p. 1]. It says more.", "b": '"Two" [@kay, p. 2].'}
    )

    assert f"{KAY}, p. 1. first-hand" in lines(made, "a")
    assert f"{KAY}, p. 2. first-hand" in lines(made, "b")


def test_an_article_has_each_record_once_and_its_notes_link_to_it(site: Make) -> None:
    made = built(site, {"a": "One [@kay].", "b": "Two [@kay; @jay].", "c": "> Three\n> — [@kay]"})
    page = made.read("weir/index.html")
    notes = page.split('<ol class="list">')[1].split("</ol>\n</section>")[0]

    assert sorted(re.findall(r'data-record="(\w+)"', page)) == ["jay", "kay"]
    assert page.count("https://wave.example/dam") == 1
    assert set(re.findall(r'class="source[^"]*" href="([^"]*)"', notes)) == {
        "#source-jay",
        "#source-kay",
    }
    for key in ("jay", "kay"):
        assert page.count(f'id="source-{key}"') == 1


def test_the_page_of_a_claim_has_whole_records_that_link_to_the_pages_of_sources(
    site: Make,
) -> None:
    made = built(site, {"n": "One [@kay]."})
    page = made.read("weir/n/index.html")
    note = page.split('<section class="glossed"')[1].split("</section>")[0]

    assert 'href="https://wave.example/dam"' in note
    assert set(re.findall(r'class="(?:source|title)" href="([^"]*)"', note)) == {
        "../../sources/kay/"
    }


def test_no_list_or_title_shows_tex(site: Make) -> None:
    made = site(
        {
            "content/weir.md": "# Weir\n\n[The salt is $S = 1.80655\\,\\mathrm{Cl}$ here][^a].\n\n"
            "$$\\sum_{i=0}^{5} i$$\n\n[^b]\n\n[^a]: A.\n[^b]: B.\n"
        }
    )
    made.build(url="https://weir.example/")
    places = ("claims/index.html", "weir/a/index.html", "weir/b/index.html", "index.html")

    for name in places:
        shown = re.sub(r"<math.*?</math>", "", made.read(name), flags=re.DOTALL)
        assert not re.search(r"\\(?:,|mathrm|sum)", shown), name
    assert "S = 1.80655 Cl" in made.read("weir/a/index.html").split("<body>")[0]


def test_the_description_of_a_claim_names_who_disputes_it(site: Make) -> None:
    made = built(site, {"n": "**Disputed.** One [@kay; disputes @jay]."})
    found = re.search(r'og:description" content="([^"]*)"', made.read("weir/n/index.html"))

    assert found
    assert found[1].startswith("Disputed · 1 outlet, 1 origin · disputed by Jay 1940 – “Weir”")


def test_quotation_marks_inside_a_shared_claim_are_single(site: Make) -> None:
    made = site({"content/weir.md": 'X\n\n[It has "far closer" links][^n] so.\n\n[^n]: N.\n'})
    made.build(url="https://weir.example/")
    found = re.search(r'og:title" content="([^"]*)"', made.read("weir/n/index.html"))

    assert found
    assert found[1] == "“It has ‘far closer’ links”"
