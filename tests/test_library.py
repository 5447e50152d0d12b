"""A scholar's whole library, as exported: read without errors, and nearly without messages."""

from __future__ import annotations

import json
from collections.abc import Callable

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout
from sidegloss.report import report
from tables import CASES

ENTRIES, COPIES = 9, 10

PERSON = {"family": "Okafor", "given": "Ada"}
DAY = {"date-parts": [["2026", 3, 8]]}
ITEMS: list[dict[str, object]] = [
    {
        "type": "article-journal",
        "title": "Gates in the <i>Delta</i>: H<sub>2</sub>O &amp; beyond",
        "author": [PERSON, {"family": "Berg", "given": "Anna", "non-dropping-particle": "van den"}],
        "container-title": "Eastmere Review",
        "DOI": "https://doi.org/10.1234/er.2026.1",
        "issued": DAY,
        "abstract": "<p>…</p>",
    },
    {"type": "report", "title": "Closed", "author": [{"literal": "Tidewater Institute"}], "issued": DAY},
    {"type": "webpage", "title": "About us", "URL": "https://a.example/", "accessed": DAY},
    {"type": "book", "title": "紅樓夢", "author": [{"family": "曹", "given": "雪芹"}], "issued": {"literal": "18th century"}},
    {"type": "post", "title": "A post", "author": [{"family": "others"}], "issued": {"date-parts": [[2026]], "season": 1}},
    {"type": "legal_case", "title": "Marsh v. Weir", "issued": {"date-parts": [[]]}, "note": "Extra: x"},
]  # fmt: skip


def library() -> Texts:
    bib = (CASES / "library.bib").read_text(encoding="utf-8")
    head, _, entries = bib.partition("@article")
    copies = "".join(f"@article{entries}".replace("_N", f"_{n}") for n in range(COPIES))
    items = [{"id": f"z{n}_{i}", **item} for n in range(10) for i, item in enumerate(ITEMS)]
    text = "[Nine gates failed][^gates].\n\n[^gates]: Said: [@okaforWeir2026_1; @itoLock2024_2; @z0_3].\n"
    return {
        "content/a.md": text,
        "content/sources/library.bib": head + copies,
        "content/sources/zotero.json": json.dumps(items),
    }


def test_a_library_is_read_without_errors_and_prints_less_than_twenty_lines(
    site: Callable[[Texts], SiteUnderTest],
) -> None:
    made = site(library())
    builder = Builder(Layout(made.folder, made.output))
    told = builder.check()

    assert [each.message for each in told if each.severity != "info"] == []
    shown = "\n".join(report(told, "text", lambda path: str(made.folder / path)))
    assert len(shown.splitlines()) < 20
    assert len(builder.site().sources) == ENTRIES * COPIES + len(ITEMS) * 10


def test_what_is_cited_from_it_is_shown_whole(site: Callable[[Texts], SiteUnderTest]) -> None:
    made = site(library())
    made.build()
    page = made.read("a/index.html")

    assert "Okafor, Šimek, van der Berg et al. 2026" in page
    assert "Failed Gates and H₂O Levels at Harrow Weir: An Étude" in page
    assert "Proceedings of the Nth Conference on Weirs" in page
    assert "曹雪芹" in page
    assert "雪芹 曹" not in page
