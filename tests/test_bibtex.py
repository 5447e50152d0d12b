"""BibTeX of every kind that exports write -> sources; no TeX reaches readers, and no entry is lost in silence."""

from __future__ import annotations

import pytest

from sidegloss.bibliography import bibliography
from sidegloss.bibtex import tex
from sidegloss.model import Bibliography, Name, Record, Source


def read(text: str) -> Bibliography:
    return bibliography([Record("content/sources/a.bib", text, "bib")])


def only(text: str) -> Source:
    found = read(text)
    assert found.diagnostics == ()
    return found.sources[0]


def told(text: str) -> list[str]:
    return [f"{d.at.line}:{d.at.column} {d.severity} {d.code}" for d in read(text).diagnostics]


# ---------------------------------------------------------------- TeX


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"H$_2$O and H\textsubscript{2}O and H<sub>2</sub>O", "H₂O and H₂O and H₂O"),
        (r"{$^{31}$P}, $10^{-3}$, 10$^{th}$", "³¹P, 10⁻³, 10th"),
        (r"$x^{ab}$, $T_\mathrm{c}$, $^\circ$C", "x^ab, Tc, °C"),
        (r"{$<$}b{$>$} $\cdot$ $\alpha$ $\to$ \textmu", "<b> · α → µ"),
        (r"\enquote{a \emph{b}} \mkbibquote{c}", "“a b” “c”"),
        (r"{\glqq}falsch{\grqq}, \flqq{}x\frqq{}", "„falsch“, «x»"),
        (r"and\slash or", "and/or"),
        (
            r"\href{https://a.example/x_y%20z}{the page}, \url{https://a.example}",
            "the page, https://a.example",
        ),
        (r"\textit{a} \textsc{b} {\it c} \texttt{d} \mbox{e} \textbf{f}", "a b c d e f"),
        (r"1--2---3 a~b a\,b", "1–2—3 a b a b"),
        (r"\& \% \$5 \# \_ AT&amp;T &#233;", "& % $5 # _ AT&T é"),
        (r"50% of A & B, $5 and $10", "50% of A & B, $5 and $10"),
        (r"{\ss} Stra{\ss}e {\TeX}book {\LaTeX}", "ß Straße TeXbook LaTeX"),
        (
            r"\'\i \'{\i} \v{S}koda \L{}uk {\v r} Nguy{\~{\^e}}n \H{o} \c{c}",
            "íí Škoda Łuk ř Nguyễn ő ç",
        ),
        (r"Erd\H os, \O stergaard, na\"{\i}ve, G\"odel", "Erdős, Østergaard, naïve, Gödel"),
        (r"``a'' `b'", "“a” `b'"),
        (r"a\textendash b\textemdash{}c\dots", "a–b—c…"),
        (r"{{NASA}} and {IBM}", "NASA and IBM"),
        (r"\noopsort{1973}Title", "Title"),
        (r"$\mathrm{CO_2}$ $E=mc^2$ $\frac{1}{2}$", "CO₂ E=mc² 1/2"),
        (
            r"\textbackslash{}alpha, Tr\textbackslash{}aardh, a \textbackslash{} b",
            "α, Traardh, a ∖ b",
        ),
        (r"\unknown{word}", "word"),
        (r"\emph{never closed", "never closed"),
        ("{" * 100 + "deep" + "}" * 100, "deep"),
        (r"\\newline and \- and \/", "newline and and"),
    ],
)
def test_tex_is_shown_as_text(written: str, shown: str) -> None:
    assert tex.text(written) == shown


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (r"https://a.example/x\_y\%20z?a=1\&b=2\#c", "https://a.example/x_y%20z?a=1&b=2#c"),
        (r"\url{https://a.example/\~{}me}", "https://a.example/~me"),
        (r"https://a.example/{\textasciitilde}me", "https://a.example/~me"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("https://a.example/a--b", "https://a.example/a--b"),
    ],
)
def test_an_address_is_taken_as_it_is(written: str, address: str) -> None:
    assert only(f"@misc{{a, title={{T}}, url={{{written}}}}}").url == address


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("https://doi.org/10.1000/xyz", "10.1000/xyz"),
        (r"10.1000/a\_b", "10.1000/a_b"),
        (
            r"10.1002/(SICI)1097-0258(19980815/30)17:15/16{\textless}1661::AID-SIM968{\textgreater}3.0.CO;2-2",
            "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        ),
        ("doi: 10.1000/xyz", "10.1000/xyz"),
        ("https://dx.doi.org/10.1000/a%3Cb%3E", "10.1000/a<b>"),
    ],
)
def test_a_doi_keeps_its_odd_signs(written: str, doi: str) -> None:
    assert only(f"@misc{{a, title={{T}}, doi={{{written}}}}}").doi == doi


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"Hei{\ss}, F. and {\v C}apek, K. and others",
         (Name("Heiß", "F."), Name("Čapek", "K."), Name(literal="others"))),
        (r"Doe, J. and \L{}uk, J. and \v{S}koda, B. and \'Alvarez, C.",
         (Name("Doe", "J."), Name("Łuk", "J."), Name("Škoda", "B."), Name("Álvarez", "C."))),
        (r"\L ukasz Nowak and Ji\v r\'\i{} Nov\'ak",
         (Name("Nowak", "Łukasz"), Name("Novák", "Jiří"))),
        ("family=Beethoven, given=Ludwig, prefix=van",
         (Name("Beethoven", "Ludwig", particle="van"),)),
        ("given=Hans, given-i=H, family={de la Cruz and Sons}",
         (Name("de la Cruz and Sons", "Hans"),)),
        ("{{World Health Organization}} and {Barnes and Noble}",
         (Name(literal="World Health Organization"), Name(literal="Barnes and Noble"))),
        ("World Health Organization", (Name(literal="World Health Organization"),)),
        ("van der Berg, Jr., Jan", (Name("Berg", "Jan", particle="van der", suffix="Jr."),)),
        ("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
         (Name("Vallée Poussin", "Charles Louis Xavier Joseph", particle="de la"),)),
        ("{O'Brien}, {\\'E}amon", (Name("O'Brien", "Éamon"),)),
        ("A. Okafor\n  AND\n  B. Ito", (Name("Okafor", "A."), Name("Ito", "B."))),
        ("Plato", (Name(literal="Plato"),)),
        ("曹, 雪芹", (Name("曹", "雪芹", is_family_first=True),)),
    ],
)  # fmt: skip
def test_names_are_read_as_bibtex_and_biblatex_part_them(
    written: str, expected: tuple[Name, ...]
) -> None:
    assert only(f"@book{{a, title={{T}}, author={{{written}}}}}").author == expected


# ---------------------------------------------------------------- entries


def test_a_chapter_takes_from_its_book_what_it_lacks() -> None:
    text = """
@incollection{part, crossref = {Whole}, title = {Part}, author = {Okafor, Ada}, pages = {1--9}}
@collection{whole, title = {Whole}, subtitle = {A Book}, editor = {Ito, Ben}, year = 2000, publisher = {Eastmere}, doi = {10.1/whole}}
"""
    part = next(each for each in read(text).sources if each.key == "part")
    assert (part.title, part.container_title) == ("Part", "Whole: A Book")
    assert (part.issued, part.publisher, part.editor) == ("2000", "Eastmere", (Name("Ito", "Ben"),))
    assert part.doi == ""


def test_xdata_is_shared_and_no_source_of_its_own() -> None:
    text = (
        "@xdata{house, publisher = {Eastmere}, date = {2011}}\n@book{a, title={A}, xdata={house}}"
    )
    assert [each.key for each in read(text).sources] == ["a"]
    assert (only(text).publisher, only(text).issued) == ("Eastmere", "2011")


def test_a_parent_that_is_missing_is_a_warning_and_a_circle_ends() -> None:
    assert told("@inbook{a, title={A}, crossref={gone}}") == ["1:32 warning bib-crossref"]
    circle = "@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={a}, year=2000}"
    assert [each.issued for each in read(circle).sources] == ["2000", "2000"]


def test_abbreviations_are_joined() -> None:
    text = '@string{jh = "Journal of "}\n@STRING(h = {History})\n'
    text += '@article{a, title = "A " # {B}, journal = jh # h, month = "1~" # mar, year = 2026}'
    found = only(text)
    assert (found.title, found.container_title) == ("A B", "Journal of History")
    assert found.issued == "2026-03-01"


@pytest.mark.parametrize(
    ("fields", "issued"),
    [
        ("date = {1987~}", "c. 1987"),
        ("date = {2004-06?}", "c. 2004-06"),
        ("date = {2004/..}", "2004/.."),
        ("date = {2004/}", "2004/.."),
        ("date = {199X}", "199X"),
        ("date = {2001-21}", "2001-21"),
        ("date = {2026-01-05T10:30:00+01:00}", "2026-01-05"),
        ("date = {-0044}", "-0044"),
        ("year = {844}", "0844"),
        ("year = {1984--1986}", "1984/1986"),
        ("year = {in press}", "in press"),
        ("year = {[1920?]}", "c. 1920"),
        ("year = 2018, month = {OCT 1}", "2018-10-01"),
        ("year = 2018, month = {March/April}", "2018-03/2018-04"),
        ("year = 2018, month = 7, day = 4", "2018-07-04"),
        ("year = 2018, month = sept", "2018-09"),
        ("pubstate = {inpress}", "in press"),
    ],
)
def test_dates_of_every_kind_are_read(fields: str, issued: str) -> None:
    assert only(f"@book{{a, title={{T}}, {fields}}}").issued == issued


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        (r"howpublished = {\url{https://a.example/x_y}}", "https://a.example/x_y"),
        (r"howpublished = {\href {https://a.example} {\texttt{a}}}", "https://a.example"),
        ("howpublished = {www.a.example}", "https://www.a.example"),
        (r"note = {Read at \url{https://a.example}.}", "https://a.example"),
        ("eprint = {1706.03762}, archivePrefix = {arXiv}", "https://arxiv.org/abs/1706.03762"),
        ("eprint = {hep-th/9901001}", "https://arxiv.org/abs/hep-th/9901001"),
        ("eprint = {123}, eprinttype = {jstor}", "https://www.jstor.org/stable/123"),
        ("url = {https://b.example}, eprint = {1706.03762}", "https://b.example"),
    ],
)
def test_an_address_is_found_where_bibtex_puts_it(fields: str, url: str) -> None:
    assert only(f"@misc{{a, title={{T}}, {fields}}}").url == url


def test_a_key_for_a_type_is_written_out() -> None:
    assert only("@thesis{a, title={T}, type={phdthesis}}").genre == "PhD thesis"


def test_a_file_in_the_old_style_is_read() -> None:
    text = '﻿@comment{x}\r\n@preamble{"\\newcommand{\\x}{}"}\r\nfree text\r\n% @book{no, title={No}}\r\n'
    text += '@ARTICLE(a:b+c/d,\r\n  Title = "A {"} B",\r\n  % a comment\r\n  YEAR = 1999\r\n)\r\n'
    found = read(text.removeprefix("﻿").replace("\r\n", "\n"))
    assert found.diagnostics == ()
    assert [(each.key, each.title, each.issued) for each in found.sources] == [
        ("a:b+c/d", 'A " B', "1999")
    ]


@pytest.mark.parametrize(
    ("text", "messages", "titles"),
    [
        ("@book{a, title={A} year={2000}}", ["1:20 warning bib-syntax"], ["A"]),
        ("@book{a, title={A}, title={B}}", ["1:27 warning field-once"], ["A"]),
        ("@book{a, title={A}}\n@book{a, title={B}}", ["2:1 warning source-defined-once"], ["A"]),
        ("@book{title={A}}\n@book{b, title={B}}", ["1:1 warning source-key"], ["B"]),
        ("@book{a, title={A}, journal {B}, year=2000}", ["1:21 warning bib-syntax"], ["A"]),
        ("@book{a, title={A}, publisher = eastmere}", ["1:33 warning bib-string"], ["A"]),
        ("@book{a, title={A}}, year={2000}}\n@book{b, title={B}}", ["1:19 warning bib-syntax"], ["A", "B"]),
        ("@book{a, title={A\n\n@book{b, title={B}}", ["1:1 error bib-readable"], ["B"]),
        ("@book{a,\n  title = {A {B},\n  year = {2000}\n}\n@book{b, title={B}}", ["2:11 warning bib-syntax"], ["A B", "B"]),
        ("@book{a, title={A}", ["1:1 error bib-readable"], []),
        ("@book", [], []),
        ("a@b.example (x) @", [], []),
    ],
)  # fmt: skip
def test_a_slip_gives_one_message_and_the_rest_is_read(
    text: str, messages: list[str], titles: list[str]
) -> None:
    assert told(text) == messages
    assert [each.title for each in read(text).sources] == titles


def test_no_file_is_read_in_more_than_linear_time() -> None:
    # each of these would be looked through to its end by every entry of it, if no limit were set
    for text in ("@book{a, title={A\n\n" * 4000, "@book{a,\n title={{{\n}\n" * 2000, "{" * 100_000):
        read(text)
    assert tex.text("\\textit{a" * 3000) == "a" * 3000
