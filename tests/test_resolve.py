"""The one look across files: what links, citations, trails and addresses lead to."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from conftest import SiteUnderTest, Texts, of_content
from sidegloss.builder import Builder, Layout
from sidegloss.editorial import RULES
from sidegloss.model import Diagnostic, Site

Make = Callable[[Texts], SiteUnderTest]

WEIR = "# Weir\n\n## The gates\n\n[Nine gates failed][^Gates].\n\n[^Gates]: Nine.\n"
FILES: Texts = {
    "content/index.md": "# Home\n\nHello.\n",
    "content/weir.md": WEIR,
    "content/essays/lock.md": "# Lock\n\nText.\n",
    "content/essays/index.md": "# Essays\n\nText.\n",
    "content/über uns.md": "# Us\n\nText.\n",
    "content/images/gate one.png": b"PNG",
    "content/data.csv": "a;b\n",
    "content/hidden.md": "---\ndraft: true\n---\n\nText.\n",
    "content/moved.md": "---\naliases: [/old/2019/weir.html]\n---\n\nText.\n",
    "content/cafe\u0301.md": "Composed otherwise.\n",
    "content/gru\u0308n.csv": "a;b\n",
    "content/_img/a.png": b"PNG",
    "content/_img/a.csv": "a;b\n",
}


EDITORIAL = {rule.__name__.replace("_", "-") for rule in RULES} - {"source-cited"}


def told(under_test: SiteUnderTest, *, drafts: bool = False) -> list[Diagnostic]:
    """What `check` says, but for what only an editor would ask (test_editorial.py)."""
    layout = Layout(under_test.folder, under_test.output, with_drafts=drafts)
    return [d for d in of_content(Builder(layout).check()) if d.code not in EDITORIAL]


def errors(under_test: SiteUnderTest) -> list[tuple[str, str]]:
    """(code, hint) of every error."""
    return [(d.code, d.hint) for d in told(under_test) if d.severity == "error"]


def resolved(under_test: SiteUnderTest) -> Site:
    return Builder(Layout(under_test.folder)).site()


def hrefs(html: str, word: str) -> list[str]:
    """Where the links with the text *word* lead."""
    return re.findall(rf'<a href="([^"]*)"[^>]*>{word}</a>', html)


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("file", "written", "wanted"),
    [
        ("content/a.md", "weir.md", "../weir/"),
        ("content/a.md", "./weir.md", "../weir/"),
        ("content/a.md", "weir.md#the-gates", "../weir/#the-gates"),
        ("content/a.md", "weir.md#claim-gates", "../weir/#claim-gates"),
        ("content/a.md", "weir.md#fn-gates", "../weir/#fn-gates"),
        ("content/a.md", "weir.md#notes", "../weir/#notes"),
        ("content/a.md", "essays/lock.md", "../essays/lock/"),
        ("content/a.md", "essays/index.md", "../essays/"),
        ("content/a.md", "index.md", "../"),
        ("content/a.md", "%C3%BCber%20uns.md", "../%C3%BCber-uns/"),
        ("content/a.md", "<über uns.md>", "../%C3%BCber-uns/"),
        ("content/a.md", "data.csv", "../data.csv"),
        ("content/a.md", "images/gate%20one.png", "../images/gate%20one.png"),
        ("content/a.md", "#here", "#here"),
        ("content/essays/a.md", "lock.md", "../../essays/lock/"),
        ("content/essays/a.md", "../weir.md#the-gates", "../../weir/#the-gates"),
        ("content/essays/a.md", "../index.md", "../../"),
        ("content/essays/a.md", "index.md", "../../essays/"),
        ("content/essays/deep/a.md", "../../data.csv", "../../../data.csv"),
        ("content/a.md", "https://example.org/x.md", "https://example.org/x.md"),
        ("content/a.md", "mailto:a@example.org", "mailto:a@example.org"),
        ("content/a.md", "/weir/", "../weir/"),
        ("content/a.md", "/weir", "../weir/"),
        ("content/essays/a.md", "/weir/#the-gates", "../../weir/#the-gates"),
        ("content/essays/a.md", "/weir.md", "../../weir/"),
        ("content/essays/a.md", "/essays/lock/", "../../essays/lock/"),
        ("content/essays/a.md", "/essays", "../../essays/"),
        ("content/essays/a.md", "/old/2019/weir.html", "../../moved/"),
        ("content/essays/a.md", "/", "../../"),
        ("content/essays/a.md", "/data.csv", "../../data.csv"),
        ("content/a.md", "/%C3%BCber-uns/", "../%C3%BCber-uns/"),
        ("content/a.md", "cafe\u0301.md", "../caf%C3%A9/"),
        ("content/a.md", "caf\u00e9.md", "../caf%C3%A9/"),
        ("content/a.md", "gru\u0308n.csv", "../gru%CC%88n.csv"),
        ("content/a.md", "gr\u00fcn.csv", "../gru%CC%88n.csv"),
    ],
)
def test_a_link_leads_from_page_to_page_as_it_does_from_file_to_file(
    site: Make, file: str, written: str, wanted: str
) -> None:
    under_test = site({**FILES, file: f"# A\n\n## Here\n\n[word]({written})\n"})
    assert under_test.build().written
    page = file.removeprefix("content/").removesuffix(".md") + "/index.html"
    html = under_test.read(page)
    (href,) = re.findall(r'<a href="([^"]*)"[^>]*>word', html)
    assert href == wanted


def test_a_link_in_a_note_leads_where_one_in_the_text_does(site: Make) -> None:
    text = "It[^n].\n\n[^n]: See [word](../weir.md#claim-gates), ![g](<../images/gate one.png>).\n"
    under_test = site({**FILES, "content/essays/a.md": text})
    assert under_test.build().written
    html = under_test.read("essays/a/index.html")
    assert hrefs(html, "word") == ["../../weir/#claim-gates"]
    assert 'src="../../images/gate%20one.png"' in html
    assert (under_test.output / "images/gate one.png").read_bytes() == b"PNG"


def test_only_files_that_a_published_article_refers_to_are_copied(site: Make) -> None:
    under_test = site({**FILES, "content/a.md": "[x](data.csv)\n"})
    under_test.write({"content/hidden.md": "---\ndraft: true\n---\n![x](<images/gate one.png>)"})
    assert resolved(under_test).media == ("data.csv",)
    assert under_test.build().written
    assert "data.csv" in under_test.written()
    assert not (under_test.output / "images").exists()


def test_the_picture_of_the_front_matter_is_copied(site: Make) -> None:
    under_test = site(
        {**FILES, "content/essays/a.md": "---\nimage: ../images/gate one.png\n---\nA"}
    )
    assert resolved(under_test).media == ("images/gate one.png",)


@pytest.mark.parametrize(
    ("written", "code", "hint"),
    [
        ("[x](wier.md)", "link-target", "did you mean ../weir.md?"),
        ("[x](../weir)", "link-target", "did you mean ../weir.md?"),
        ("[x](../essays/)", "link-target", "did you mean index.md?"),
        ("[x](../deep/weir.html)", "link-target", "did you mean ../weir.md?"),
        ("[x](xyzzy.md)", "link-target", "write the path from this file"),
        ("[x](/wier/)", "link-target", "did you mean ../weir.md?"),
        ("[x](/Weir/)", "link-target", "did you mean ../weir.md?"),
        ("[x](/weir.html)", "link-target", "did you mean ../weir.md?"),
        ("[x](/content/weir.md)", "link-target", "did you mean ../weir.md?"),
        ("[x](/weir/gates/)", "link-target", "write ../weir.md#claim-gates"),
        ("[x](../Weir.md)", "link-target", "did you mean ../weir.md?"),
        ("[x](/hidden/)", "link-target", "publish it, or take the link out"),
        (
            "[x](C:\\Texts\\Ada\\new.md)",
            "link-target",
            "copy the file into content/ and link to it: new.md",
        ),
        ("[x](<C:\\My Files\\weir.md>)", "link-target", "link to the file in the site: ../weir.md"),
        ("[x](c:/Texts/Ada/new.md)", "link-target", "copy the file into content/"),
        ("[x](file:///C:/Texts/Ada/new.md)", "link-target", "copy the file into content/"),
        ("[x](FILE:///home/me/new.md)", "link-target", "copy the file into content/"),
        ("[x](\\\\server\\share\\new.md)", "link-target", "copy the file into content/"),
        ("[x](~/new.md)", "link-target", "copy the file into content/"),
        ("[x](%USERPROFILE%\\new.md)", "link-target", "copy the file into content/"),
        ("[x](/Volumes/Disk/new.md)", "link-target", "copy the file into content/"),
        ("[x](/home/me/weir.md)", "link-target", "link to the file in the site: ../weir.md"),
        ("[x](..\\weir.md)", "link-target", "write ../weir.md"),
        ("![x](C:\\Pictures\\depot.jpg)", "image-target", "copy the file into content/"),
        ("![x](file:///C:/depot.jpg)", "image-target", "copy the file into content/"),
        (
            "![x](<D:/gate one.png>)",
            "image-target",
            "link to the file in the site: ../images/gate one.png",
        ),
        ("![x](..\\images\\depot.jpg)", "image-target", "write ../images/depot.jpg"),
        ("![x](data:image/png;base64,AAAA)", "image-target", "save it as a file"),
        ("![x](/images/gate-one.png)", "image-target", "did you mean ../images/gate one.png?"),
        ("[x](../_img/a.csv)", "link-target", "move it to a folder"),
        ("![x](/_img/a.png)", "link-target", "move it to a folder"),
        ("[x](../../pyproject.toml)", "link-target", "write the path from this file"),
        ("[x](../hidden.md)", "link-target", "publish it, or take the link out"),
        ("[x](../weir.md#the-gate)", "link-fragment", "did you mean #the-gates?"),
        ("[x](../weir.md#claim-gate)", "link-fragment", "did you mean #claim-gates?"),
        ("[x](#xyzzy)", "link-fragment", "name a heading of it, or #claim-…"),
        ("![x](../images/gate%20on.png)", "image-target", "did you mean ../images/gate one.png?"),
        ("![x](../weir.md)", "image-target", ""),
        ("![x](xyzzy.png)", "image-target", "write the path from this file: images/gate.png"),
        ("![x](https://example.org/a.png)", "foreign-media", "save it beside the article"),
        ("![x](//example.org/a.png)", "foreign-media", "save it beside the article"),
        ("![x](HTTP://example.org/a.png)", "foreign-media", "save it beside the article"),
        ("![x](https://example.org/a.mp4)", "foreign-media", "save it beside the article"),
    ],
)
def test_a_link_that_leads_nowhere_is_an_error_with_a_hint(
    site: Make, written: str, code: str, hint: str
) -> None:
    under_test = site({**FILES, "content/essays/a.md": f"First.\n\nThen {written}.\n"})
    (error,) = (d for d in told(under_test) if d.severity == "error")
    assert error.code == code
    assert error.hint.startswith(hint)
    assert error.hint
    assert (error.at.path, error.at.line, error.at.column) == ("content/essays/a.md", 3, 6)


@pytest.mark.parametrize("image", ["https://example.org/a.png", "gone.png"])
def test_the_picture_of_the_front_matter_is_told_at_its_place(site: Make, image: str) -> None:
    under_test = site({**FILES, "content/a.md": f"---\ntitle: A\nimage: {image}\n---\nA"})
    (error,) = (d for d in told(under_test) if d.severity == "error")
    assert error.code == ("foreign-media" if "//" in image else "image-target")
    assert (error.at.line, error.at.column) == (3, 8)


# ---------------------------------------------------------------- drafts


def test_what_is_wrong_with_a_draft_keeps_nothing_from_being_published(site: Make) -> None:
    wrong = (
        "---\ndraft: true\n---\n[x](gone.md) ![x](gone.png) [a][^a] [b][^gone]\n\n[^a]: [@gone]\n"
    )
    under_test = site({**FILES, "content/hidden.md": wrong})
    assert told(under_test) == []
    assert under_test.build().written
    codes = {d.code for d in told(under_test, drafts=True) if d.severity == "error"}
    assert codes == {"link-target", "image-target", "note-defined", "source-defined"}


def test_two_drafts_may_link_to_each_other(site: Make) -> None:
    under_test = site({**FILES, "content/second.md": "---\ndraft: true\n---\n[x](hidden.md)"})
    assert told(under_test, drafts=True) == []


def test_a_draft_takes_no_address_until_it_is_published(site: Make) -> None:
    under_test = site({**FILES, "content/x.md": "---\nslug: weir\ndraft: true\n---\n"})
    assert told(under_test) == []
    assert [d.code for d in told(under_test, drafts=True)] == ["address-unique"]


# ---------------------------------------------------------------- addresses and navigation


def test_two_articles_at_one_address_are_both_named(site: Make) -> None:
    under_test = site({**FILES, "content/x.md": "---\nslug: weir\n---\n"})
    (error,) = told(under_test)
    assert (error.code, error.at.path) == ("address-unique", "content/x.md")
    assert "content/weir.md" in error.message
    assert "/weir/" in error.message


@pytest.mark.parametrize("name", ["sources", "claims", "assets", "search", "tags", "page"])
def test_the_addresses_of_the_site_itself_are_reserved(site: Make, name: str) -> None:
    wanted = ["address-reserved"]
    assert [code for code, _ in errors(site({f"content/{name}.md": "A"}))] == wanted
    under_test = site({})
    (under_test.folder / f"content/{name}.md").unlink()
    under_test.write({"content/x.md": f"---\nslug: {name.upper()}\n---\n"})
    assert [code for code, _ in errors(under_test)] == wanted


@pytest.mark.parametrize(
    ("named", "hint"),
    [
        ("wier.md", "did you mean weir.md?"),
        ("xyzzy", "write names as they stand in the content folder: about.md"),
        ("hidden.md", "publish it, or take it out"),
        ("data.csv", "write names as they stand in the content folder: about.md"),
    ],
)
def test_what_the_navigation_names_must_be_published(site: Make, named: str, hint: str) -> None:
    under_test = site(
        {**FILES, "pyproject.toml": f'[tool.sidegloss]\nnav = [\n  "weir.md",\n  "{named}",\n]\n'}
    )
    (error,) = told(under_test)
    assert (error.code, error.hint) == ("nav-target", hint)
    assert (error.at.path, error.at.line) == ("pyproject.toml", 4)


# ---------------------------------------------------------------- citations and trails

SOURCES = """\
courier: {title: C, rests-on: {source: logs, how: quotes}}
logs: {title: L, rests-on: none}
entry: {title: E, rests-on: {source: paper, how: cites}}
paper: {title: P, rests-on: {source: entry, how: cites}}
blog: {title: B, rests-on: [courier, entry]}
alone: {title: A}
"""


def citing(note: str, head: str = "", sources: str = SOURCES) -> dict[str, str | bytes]:
    return {"content/a.md": f"{head}[It][^n].\n\n[^n]: {note}\n", "content/sources.yaml": sources}


def findings(under_test: SiteUnderTest, code: str) -> list[Diagnostic]:
    return [d for d in told(under_test) if d.code == code]


@pytest.mark.parametrize(
    ("note", "column", "hint"),
    [
        ("[@couriel]", 8, "did you mean @courier?"),
        ("[@xyzzy]", 8, "add it to content/sources.yaml"),
        ("[@courier quoting @log, p. 3]", 25, "did you mean @logs?"),
        ("[@courier; disputes @logz]", 27, "did you mean @logs?"),
    ],
)
def test_a_key_that_no_source_has_is_an_error_at_the_key(
    site: Make, note: str, column: int, hint: str
) -> None:
    (error,) = findings(site(citing(note)), "source-defined")
    assert (error.severity, error.hint) == ("error", hint)
    assert (error.at.line, error.at.column) == (3, column)


def test_the_source_of_an_article_must_be_one(site: Make) -> None:
    (error,) = findings(site(citing("[@logs]", "---\nsource: couriel\n---\n")), "source-defined")
    assert (error.at.line, error.at.column, error.hint) == (2, 9, "did you mean courier?")


def test_a_severity_cannot_be_lowered_where_no_page_could_be_made(site: Make) -> None:
    wrong: dict[str, Texts] = {
        "source-defined": citing("[@gone]"),
        "address-whole": {"content/🙂.md": "A"},
        "address-unique": {"content/x.md": "---\nslug: a\n---\n", "content/a.md": "A"},
    }
    for code, texts in wrong.items():
        for severity in ("off", "info", "warning"):
            under_test = site(
                {**texts, "pyproject.toml": f'[tool.sidegloss.rules]\n{code} = "{severity}"\n'}
            )
            assert [c for c, _ in errors(under_test)] == [code]
            assert under_test.build().written is None
        for name in texts:
            (under_test.folder / name).unlink()


def test_other_severities_are_the_site_s_to_choose(site: Make) -> None:
    rules = '[tool.sidegloss.rules]\nlink-target = "warning"\nsource-cited = "off"\n'
    under_test = site({**citing("[@logs] [x](gone.md)"), "pyproject.toml": rules})
    assert [(d.code, d.severity) for d in told(under_test) if d.code != "circular-trail"] == [
        ("link-target", "warning")
    ]
    assert under_test.build().written


def test_a_source_that_nothing_cites_and_no_trail_reaches_is_told(site: Make) -> None:
    unused = findings(site(citing("[@blog]")), "source-cited")
    assert [(d.severity, d.at.line) for d in unused] == [("info", 6)]
    assert "'alone'" in unused[0].message


def test_the_source_that_an_article_reprints_is_published_with_what_it_rests_on(site: Make) -> None:
    under_test = site(citing("No source.", "---\nsource: courier\n---\n"))
    assert resolved(under_test).cited == {"courier", "logs"}


def test_an_own_step_that_the_record_lacks_is_told_once_with_what_to_add(site: Make) -> None:
    under_test = site(citing("[@logs quoting @alone; @logs quoting @alone, p. 2]"))
    (found,) = findings(under_test, "trail-not-in-record")
    assert found.severity == "info"
    assert found.hint == "add it to 'logs' under rests-on: {source: alone, how: quotes}"
    assert (found.at.line, found.at.column) == (3, 22)


def test_an_own_step_that_the_record_has_is_not_told(site: Make) -> None:
    assert findings(site(citing("[@courier republishing @logs]")), "trail-not-in-record") == []


def test_a_circle_among_records_is_told_once_and_printed(site: Make) -> None:
    (found,) = findings(site(citing("[@entry; @paper; @entry citing @paper]")), "circular-trail")
    assert found.severity == "warning"
    assert found.message.endswith("entry → paper → entry")
    assert (found.at.path, found.at.line) == ("content/sources.yaml", 3)


def test_a_circle_that_a_note_closes_is_told_at_the_note(site: Make) -> None:
    (found,) = (
        d
        for d in findings(
            site(citing("[@courier quoting @logs citing @courier]")), "circular-trail"
        )
        if d.at.path == "content/a.md"
    )
    assert found.message.endswith("courier → logs → courier")
    assert found.at.line == 3


def test_a_trail_that_comes_back_to_the_article_s_own_source_is_told_as_a_circle(
    site: Make,
) -> None:
    under_test = site(citing("[@courier]", "---\nsource: logs\n---\n"))
    (found,) = (d for d in findings(under_test, "circular-trail") if d.at.path == "content/a.md")
    assert found.message.endswith("logs → courier → logs")


def test_a_source_that_names_itself_is_an_error(site: Make) -> None:
    under_test = site(citing("[@x]", sources="x: {title: X, rests-on: x}\n"))
    assert [(d.severity, d.code) for d in told(under_test) if d.severity != "info"] == [
        ("error", "source-rests-on-another")
    ]


def test_a_citation_in_running_text_stays_text_and_is_told(site: Make) -> None:
    under_test = site(
        {"content/a.md": "So [@logs] and [@nobody].\n", "content/sources.yaml": SOURCES}
    )
    (found,) = findings(under_test, "citation-outside-note")
    assert (found.severity, found.at.line, found.at.column) == ("warning", 1, 4)
    assert "[passage][^id]" in found.hint
    assert under_test.build().written
    assert "[@logs] and [@nobody]" in under_test.read("a/index.html")


def test_words_before_a_known_key_that_are_no_signal_are_shown_and_count_as_context(
    site: Make,
) -> None:
    under_test = site(citing("So [according to @logs]."))
    (found,) = findings(under_test, "citation-signal")
    assert (found.severity, found.at.line) == ("warning", 3)
    (note,) = resolved(under_test).articles[0].notes
    assert [(c.signal, c.stance) for c in note.note.citations] == [("according to", "context")]
    assert (note.note.kind, note.standing.outlets) == ("context", ())


def test_words_before_keys_that_no_source_has_stay_text_without_a_message(site: Make) -> None:
    under_test = site(citing("Thanks [to *dear* @jack and @jill]; @jack knows. [@logs]"))
    assert {d.code for d in told(under_test)} == {"circular-trail", "source-cited"}
    assert under_test.build().written
    assert "[to <em>dear</em> @jack and @jill]; @jack knows." in under_test.read("a/index.html")


def test_a_source_named_in_a_sentence_has_no_stance_and_no_count_and_is_published(
    site: Make,
) -> None:
    under_test = site(citing("@logs [p. *3*] says so, and -@alone too [cf. @courier]."))
    (note,) = resolved(under_test).articles[0].notes
    assert [t.steps[0].key for t in note.named] == ["logs", "alone"]
    assert [t.steps[0].key for t in note.trails] == ["courier"]
    assert (note.note.kind, note.standing.outlets) == ("context", ())
    assert resolved(under_test).cited == {"logs", "alone", "courier"}
    assert under_test.build().written
    assert "(n.d., p. <em>3</em>)</a> says so, and <span class=" in under_test.read("a/index.html")


def test_all_mistakes_of_all_files_are_told_at_once_in_the_order_of_their_places(
    site: Make,
) -> None:
    under_test = site({**FILES, **citing("[@gone] [x](gone.md)"), "content/z.md": "![x](gone.png)"})
    places = [d.at for d in told(under_test) if d.severity == "error"]
    assert len(places) == 3
    assert places == sorted(places)


# ---------------------------------------------------------------- a broken file of sources

CITING = "[a][^1] [b][^2] [c][^3]\n\n[^1]: [@one].\n\n[^2]: [@two].\n\n[^3]: [@thre; @one].\n"


def grave(under_test: SiteUnderTest) -> list[tuple[str, str]]:
    return [(d.code, d.severity) for d in told(under_test) if d.severity != "info"]


def test_one_slip_in_the_sources_is_one_error_and_one_line_for_what_follows(site: Make) -> None:
    sources = "one:\n  title: A: b\ntwo: {title: T}\nthree: {title: T}\n"
    made = site({"content/a.md": CITING, "content/sources.yaml": sources})

    assert sorted(grave(made)) == [
        ("citation-unchecked", "warning"),
        ("source-defined", "error"),  # @thre is a mistake of its own: three can be read
        ("yaml-readable", "error"),
    ]
    (summary,) = (d for d in told(made) if d.code == "citation-unchecked")
    assert summary.message.startswith("2 citations are not checked, because content/sources.yaml")
    assert any(d.hint == "did you mean @three?" for d in told(made))


def test_where_a_file_cannot_be_read_at_all_no_key_is_called_unknown(site: Make) -> None:
    made = site({"content/a.md": CITING, "content/sources/z.json": '[{"id": "one", ]'})

    assert sorted(grave(made)) == [("citation-unchecked", "warning"), ("yaml-readable", "error")]


def test_a_bad_date_or_address_is_not_asked_for_once_more(site: Make) -> None:
    sources = "one:\n  title: T\n  issued: soon\n  url: e.example/x\n"
    text = "[a][^1]\n\n[^1]: [@one].\n"
    made = site({"content/a.md": text, "content/sources.yaml": sources})
    codes = [d.code for d in Builder(Layout(made.folder)).check()]

    assert codes.count("source-date") == codes.count("source-url") == 1
    assert not {"source-dated", "source-addressed"} & set(codes)


def test_what_a_library_holds_and_nobody_cites_is_one_line(site: Make) -> None:
    library = "".join(f"@book{{k{n}, title={{T}}, year=2000}}\n" for n in range(90))
    text = "[a][^1]\n\n[^1]: [@k1].\n"
    made = site({"content/a.md": text, "content/sources/lib.bib": library})
    (uncited,) = (d for d in told(made) if d.code == "source-cited")

    assert uncited.message == "not cited, so not published: k0, k10, k11 and 86 more"
