"""Links stay alive: the ledger, what an edit loses, and the edits that its hints print."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from conftest import SiteUnderTest, Texts
from sidegloss.builder import Builder, Layout
from sidegloss.cli import main
from sidegloss.ledger import likeness, rows, written
from sidegloss.model import Diagnostic, Ledger, RetiredArticle, Row
from sidegloss.recording import record

Make = Callable[[Texts], SiteUnderTest]

PATH = "content/ledger.json"
GATES = Row("weir/", "gates", "2026-03-12", "Nine gates of the weir failed")
LOGS = Row("weir/", "logs", "2026-03-12", "The logs came by post")


def article(*claims: tuple[str, str], head: str = "") -> str:
    """An article whose claims are (label, words)."""
    text = "".join(f"[{words}][^{label}].\n\n" for label, words in claims)
    notes = "".join(f"[^{label}]: A note.\n\n" for label, _ in claims)
    return f"---\ntitle: Weir\ndate: 2026-03-12\n{head}---\n\n{text}{notes}"


WEIR = article((GATES.label, GATES.words), (LOGS.label, LOGS.words))
LEDGER = written(Ledger((GATES, LOGS)))


def told(under_test: SiteUnderTest) -> list[Diagnostic]:
    """What `ledger --check` tells."""
    return list(Builder(Layout(under_test.folder)).ledger(is_check=True).diagnostics)


def codes(under_test: SiteUnderTest) -> list[str]:
    return [diagnostic.code for diagnostic in told(under_test)]


# ---------------------------------------------------------------- the file


def test_a_ledger_is_json_sorted_and_a_row_a_line() -> None:
    text = written(Ledger((LOGS, GATES), (RetiredArticle("old/", "withdrawn", "weir/"),)))

    found = json.loads(text)
    assert [row["label"] for row in found["claims"] if row] == ["gates", "logs"]
    assert found["retired-articles"][0] == {
        "article": "old/",
        "reason": "withdrawn",
        "see": "weir/",
    }
    assert rows(text, PATH) == Ledger(
        (GATES, LOGS), (RetiredArticle("old/", "withdrawn", "weir/"),)
    )
    assert len(text.splitlines()) == 10


def test_what_two_branches_add_is_joined_by_git_alone(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        name = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *name, *arguments], cwd=tmp_path, check=True, capture_output=True)

    def commit(*found: Row) -> None:
        record(tmp_path, PATH, written(Ledger(found)))
        git("add", ".")
        git("commit", "-m", "x")

    (tmp_path / "content").mkdir()
    git("init", "--initial-branch=main")
    commit(GATES)
    git("switch", "-c", "other")
    commit(GATES, Row("a/", "b", "", "x"), LOGS, Row("z/", "z", "", "y"))
    git("switch", "main")
    commit(GATES, LOGS, Row("weir/", "zeal", "", "z"))
    git("merge", "other")

    text = (tmp_path / PATH).read_text()
    found = rows(text, PATH)
    json.loads(text)
    assert found.diagnostics == ()
    assert {row.label for row in found.rows} == {"gates", "logs", "b", "z", "zeal"}


def test_a_doubled_row_is_one_and_a_contradicting_one_names_both_lines() -> None:
    other = Row("weir/", "gates", "2026-03-12", "Other words")
    text = written(Ledger((GATES, GATES, other)))

    found = rows(text, PATH)

    assert len(found.rows) == 1
    (mistake,) = found.diagnostics
    assert mistake.code == "ledger-row-once"
    assert "lines 6 and 8" in mistake.message or "lines 6 and 7" in mistake.message
    assert mistake.hint


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< HEAD",
        '{"article": "a/"},',
        '{"article": "a/", "label": 1},',
        '{"article": "a/", "label": "b", "colour": "c"},',
        "[1, 2],",
        "words",
        "\ud800",
    ],
)
def test_a_line_that_is_no_row_is_told_with_its_place(line: str) -> None:
    lines = LEDGER.split("\n")
    lines.insert(6, line)

    (mistake,) = rows("\n".join(lines), PATH).diagnostics

    assert (mistake.code, mistake.at.line) == ("ledger-readable", 7)
    assert mistake.hint


def test_a_ledger_that_cannot_be_read_is_not_written_over(site: Make) -> None:
    under_test = site({"content/weir.md": WEIR, PATH: "{\n<<<<<<< HEAD\n}\n"})
    with pytest.raises(SystemExit) as ended:
        main(["ledger", "--site", str(under_test.folder)])
    assert ended.value.code == 1
    assert (under_test.folder / PATH).read_text() == "{\n<<<<<<< HEAD\n}\n"


# ---------------------------------------------------------------- recording


def run(under_test: SiteUnderTest, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["ledger", "--site", str(under_test.folder), *arguments])
    return int(ended.value.code or 0)


def test_the_command_records_what_is_published_and_nothing_else(site: Make) -> None:
    under_test = site(
        {
            "content/weir.md": WEIR,
            "content/draft.md": article(("a", "Secret"), head="draft: true\n"),
        }
    )

    assert run(under_test, "--check") == 0
    assert run(under_test, "--check", "--strict") == 1
    assert not (under_test.folder / PATH).exists()
    assert run(under_test) == 0

    assert (under_test.folder / PATH).read_text() == LEDGER
    assert (under_test.folder / ".gitattributes").read_text() == f"{PATH} merge=union\n"
    assert run(under_test, "--check", "--strict") == 0


def test_what_is_missing_is_told_with_the_command_to_run(site: Make) -> None:
    under_test = site({"content/weir.md": WEIR, PATH: written(Ledger((GATES,)))})

    (missing,) = told(under_test)

    assert (missing.code, missing.severity) == ("claim-recorded", "warning")
    assert "/weir/logs/" in missing.message
    assert "/weir/gates/" not in missing.message
    assert "sidegloss ledger" in missing.hint


def test_a_build_writes_nothing_among_the_content(site: Make) -> None:
    under_test = site({"content/weir.md": WEIR})
    before = sorted(under_test.folder.rglob("*"))

    assert under_test.build().written

    assert sorted(under_test.folder.rglob("*")) == before


def test_a_second_run_changes_nothing_and_keeps_what_is_gone(site: Make) -> None:
    under_test = site({"content/weir.md": WEIR, PATH: LEDGER})
    under_test.write({"content/weir.md": article((GATES.label, GATES.words))})

    assert run(under_test) == 1  # a claim is lost; its row is not
    assert (under_test.folder / PATH).read_text() == LEDGER


# ---------------------------------------------------------------- what is lost, and its mend


def test_a_renamed_label_is_lost_until_it_is_led_on(site: Make) -> None:
    under_test = site({"content/weir.md": WEIR.replace("^gates", "^torn"), PATH: LEDGER})

    (lost, _) = sorted(told(under_test), key=lambda each: each.code)

    assert lost.code == "claim-kept"
    assert lost.message.endswith(": /weir/gates/")
    assert "claim-aliases:\n  gates: torn" in lost.hint


def test_a_lost_claim_stops_a_build_and_the_hint_is_the_edit(site: Make) -> None:
    renamed = WEIR.replace("^gates", "^torn")
    under_test = site({"content/weir.md": WEIR, PATH: LEDGER})
    before = under_test.build().written
    under_test.write({"content/weir.md": renamed})

    result = under_test.build()
    (lost,) = [d for d in result.diagnostics if d.code == "claim-kept"]

    assert before
    assert (lost.severity, result.written) == ("error", None)
    assert "weir/gates/index.html" in under_test.written()
    head = "\n".join(lost.hint.split("\n")[1:])
    under_test.write({"content/weir.md": renamed.replace("---\n\n", f"{head}\n---\n\n", 1)})
    assert under_test.build().written
    assert "torn" in under_test.read("weir/gates/index.html")


def test_a_claim_with_other_words_is_a_warning_in_a_build_and_an_error_to_the_ledger(
    site: Make,
) -> None:
    other = WEIR.replace("Nine gates of the weir failed", "Nobody ever counted")
    under_test = site({"content/weir.md": other, PATH: LEDGER})

    result = under_test.build()

    assert result.written
    assert [d.severity for d in result.diagnostics if d.code == "claim-changed"] == ["warning"]
    assert [d.severity for d in told(under_test)] == ["error"]
    assert run(under_test, "--check") == 1


def test_an_article_that_became_a_draft_is_lost_in_check_as_in_build(site: Make) -> None:
    under_test = site(
        {"content/weir.md": WEIR.replace("---\n", "---\ndraft: true\n", 1), PATH: LEDGER}
    )
    checked = [d for d in under_test.check(drafts=True) if d.endswith("[claim-kept]")]
    built = [d for d in under_test.build().diagnostics if d.code == "claim-kept"]

    assert len(checked) == len(built) == 1
    assert "is a draft now" in checked[0]
    assert "retired-articles" in built[0].hint


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"content/weir.md": WEIR}, ["ledger-exists"]),
        ({"content/weir.md": WEIR, PATH: LEDGER}, []),
        ({"content/weir.md": WEIR, PATH: written(Ledger())}, []),
        ({"content/weir.md": "# No claim\n"}, []),
        ({"content/weir.md": WEIR.replace("---\n", "---\ndraft: true\n", 1)}, []),
    ],
)
def test_a_site_with_claims_and_no_ledger_is_told_once(
    texts: Texts, found: list[str], site: Make
) -> None:
    diagnostics = Builder(Layout(site(texts).folder, with_drafts=True)).check()

    assert [d.code for d in diagnostics if d.code == "ledger-exists"] == found
    assert all(d.severity == "info" for d in diagnostics if d.code == "ledger-exists")


# ---------------------------------------------------------------- many claims at once


class Counted(SequenceMatcher):  # type: ignore[type-arg]
    """The standard library's comparison of two sequences, counted."""

    count = 0

    def ratio(self) -> float:
        type(self).count += 1
        return super().ratio()


def relabelled(count: int, words: Callable[[int], tuple[str, str]]) -> tuple[str, str]:
    """(an article all of whose labels are other ones, the ledger of the one before)."""
    texts = [words(n) for n in range(count)]
    new = article(*((f"new-{n}", after) for n, (_, after) in enumerate(texts)))
    old = tuple(Row("weir/", f"old-{n}", "", before) for n, (before, _) in enumerate(texts))
    return new, written(Ledger(old))


def sentence(n: int) -> tuple[str, str]:
    return f"Gate {n} of the weir failed in March", f"Gate {n} of the weir did fail in May"


@pytest.mark.parametrize(
    ("words", "most"),
    [
        (lambda n: (f"Gate {n} failed", f"Gate {n} failed"), 0),
        (sentence, 4),
        (lambda n: (f"{n} {'a b ' * 200}", f"{n} {'b a ' * 200}"), 4),
        (lambda _: ("the same words", "the same words indeed"), 4),
    ],
    ids=["exact", "reworded", "long", "alike"],
)
def test_relabelled_claims_cost_a_few_comparisons_each(
    words: Callable[[int], tuple[str, str]],
    most: int,
    site: Make,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules["sidegloss.ledger.likeness"], "SequenceMatcher", Counted)
    count = 300
    text, ledger = relabelled(count, words)
    under_test = site({"content/weir.md": text, PATH: ledger})
    Counted.count = 0

    (lost,) = [d for d in Builder(Layout(under_test.folder)).check() if d.code == "claim-kept"]

    assert Counted.count <= most * count
    assert lost.hint.count(": new-") == count
    if words is sentence:
        assert all(f"old-{n}: new-{n}\n" in f"{lost.hint}\n" for n in range(count))


def test_old_addresses_lead_on_and_withdrawn_ones_say_why(site: Make) -> None:
    head = "aliases: [old/dam]\nclaim-aliases: {gates: torn}\nretired: {logs: They were forged.}\n"
    under_test = site(
        {
            "content/weir.md": article(("torn", GATES.words), head=head),
            PATH: written(
                Ledger(
                    (
                        GATES,
                        LOGS,
                        Row("old/dam/", "gates", "", GATES.words),
                        Row("gone/", "x", "", "Xs"),
                    ),
                    (RetiredArticle("gone/", "It was a hoax.", "weir/"),),
                )
            ),
        }
    )
    result = under_test.build(url="https://example.org/")
    assert [d.code for d in result.diagnostics if d.severity != "info"] == []

    refresh = '<meta http-equiv="refresh" content="0; url={}">'
    assert refresh.format("../../weir/torn/") in under_test.read("weir/gates/index.html")
    assert refresh.format("../../../weir/torn/") in under_test.read("old/dam/gates/index.html")
    moved = under_test.read("old/dam/index.html")
    assert refresh.format("../../weir/") in moved
    assert '<a id="claim-gates" href="../../weir/#claim-torn">' in moved
    assert '<link rel="canonical" href="https://example.org/weir/">' in moved
    withdrawn = under_test.read("weir/logs/index.html")
    assert "They were forged." in withdrawn
    assert LOGS.words in withdrawn
    assert "refresh" not in withdrawn
    gone = under_test.read("gone/index.html")
    assert "It was a hoax." in gone
    assert 'href="../weir/"' in gone
    assert "It was a hoax." in under_test.read("gone/x/index.html")
    html = under_test.read("weir/index.html")
    assert '<span class="place" id="claim-gates" data-for="torn"></span>' in html
    assert '<span class="place" id="fn-gates" data-for="torn"></span>' in html
    assert '<li id="claim-logs">' in html


def test_an_address_of_another_generator_leads_on_too(site: Make) -> None:
    head = "aliases: [/2019/05/Weir.html]\n"
    under_test = site({"content/weir.md": article(("a", "b"), head=head)})
    assert under_test.build().written
    assert 'url=../../weir/"' in under_test.read("2019/05/Weir.html")


def test_words_that_change_a_little_are_the_same_claim(site: Make) -> None:
    little = WEIR.replace("Nine gates of the weir failed", "Ten gates of the weir failed")
    much = WEIR.replace("Nine gates of the weir failed", "Nobody ever counted")

    assert codes(site({"content/weir.md": little, PATH: LEDGER})) == []
    assert codes(site({"content/weir.md": much, PATH: LEDGER})) == ["claim-changed"]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Nine gates failed", "nine gates failed!", True),
        ("Nine of the fourteen gates failed", "Eight of the fourteen gates failed", True),
        ("Nine gates failed", "It rained on Tuesday", False),
        ("", "Words", False),
        ("堰の水門は九つ壊れていた", "堰の水門は十も壊れていた", True),
        ("堰の水門は九つ壊れていた", "昨日は雨が降った", False),
        ("ประตูน้ำเก้าบาน", "ประตูน้ำสิบบาน", True),
    ],
)
def test_likeness_tells_a_rewording_from_another_claim(one: str, other: str, is_same: bool) -> None:
    assert (likeness(one, other) >= 0.5) is is_same


# ---------------------------------------------------------------- what cannot be given up


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("retired: {gates: gone}\n", "label-given-up"),
        ("claim-aliases: {gates: logs}\n", "label-given-up"),
        ("aliases: [lock]\n", "address-unique"),
        ("aliases: [sources/x]\n", "address-reserved"),
    ],
)
def test_giving_up_what_is_in_use_is_told(head: str, code: str, site: Make) -> None:
    claims = ((GATES.label, GATES.words), (LOGS.label, LOGS.words))
    under_test = site({"content/weir.md": article(*claims, head=head), "content/lock.md": "Lock"})

    found = [d for d in under_test.build().diagnostics if d.severity == "error"]

    assert {d.code for d in found} == {code}
    assert all(d.hint for d in found)


@pytest.mark.parametrize("aliases", ["{old: nothing}", "{one: two, two: one}"])
def test_an_alias_that_leads_to_nothing_is_told(aliases: str, site: Make) -> None:
    head = f"claim-aliases: {aliases}\n"
    under_test = site({"content/weir.md": article((GATES.label, GATES.words), head=head)})

    found = [d for d in under_test.build().diagnostics if d.severity == "warning"]

    assert {d.code for d in found} == {"alias-target"}


def test_where_an_article_wants_the_address_of_a_published_claim_the_article_is_told(
    site: Make,
) -> None:
    head = "retired: {gates: gone}\n"
    under_test = site(
        {
            "content/weir/index.md": article((LOGS.label, LOGS.words), head=head),
            "content/weir/gates.md": "New",
            PATH: LEDGER,
        }
    )

    (found,) = (d for d in under_test.build().diagnostics if d.severity == "error")

    assert (found.code, found.at.path) == ("address-unique", "content/weir/gates.md")


def test_the_address_of_a_withdrawn_article_is_never_used_again(site: Make) -> None:
    text = written(Ledger((GATES,), (RetiredArticle("weir/", "gone"),)))
    under_test = site({"content/weir.md": WEIR, PATH: text})

    found = [d for d in under_test.build().diagnostics if d.severity == "error"]

    assert [(d.code, d.at.path) for d in found] == [("address-unique", "content/weir.md")]


# ---------------------------------------------------------------- a hundred revisions

SYLLABLES = ("ba", "de", "fi", "go", "lu", "mar", "nes", "pol", "qui", "ran", "sto", "tel")
REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')


@dataclass
class Author:
    """Edits articles at random and touches no alias. Each claim's words hold a word of its own."""

    folder: Path
    chance: random.Random
    number: int = 0
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def new(self, prefix: str) -> str:
        self.number += 1
        return f"{prefix}{self.number}"

    def words(self) -> str:
        plain = ("".join(self.chance.choices(SYLLABLES, k=2)) for _ in range(7))
        return f"{self.new('zq')} {' '.join(plain)}"

    def begin(self) -> None:
        for _ in range(4):
            self.add_file()

    def pick(self) -> str:
        return self.chance.choice(sorted(self.texts))

    def add_file(self) -> None:
        claims = [(self.new("c"), self.words()) for _ in range(4)]
        self.texts[self.new("a")] = claims

    def delete_file(self) -> None:
        if len(self.texts) > 2:
            name = self.pick()
            del self.texts[name]
            self.heads.pop(name, None)

    def rename_file(self) -> None:
        old, new = self.pick(), self.new("sub/a")
        self.texts[new] = self.texts.pop(old)
        self.heads[new] = self.heads.pop(old, "")

    def insert(self) -> None:
        self.texts[self.pick()].append((self.new("c"), self.words()))

    def delete(self) -> None:
        claims = self.texts[self.pick()]
        if claims:
            claims.pop(self.chance.randrange(len(claims)))

    def reorder(self) -> None:
        self.chance.shuffle(self.texts[self.pick()])

    def reword(self) -> None:
        def reworded(words: str) -> str:
            parts = words.split()
            parts[self.chance.randrange(1, len(parts))] = self.chance.choice(SYLLABLES)
            return " ".join(parts)

        self.change(lambda label, words: (label, reworded(words)))

    def rewrite(self) -> None:
        self.change(lambda label, _: (label, self.words()))

    def relabel(self) -> None:
        self.change(lambda _, words: (self.new("c"), words))

    def swap_labels(self) -> None:
        claims = self.texts[self.pick()]
        if len(claims) > 1:
            (a, one), (b, two) = claims[:2]
            claims[:2] = [(b, one), (a, two)]

    def move_claim(self) -> None:
        """To the newest article: a claim that comes back to one that gave it up is a mistake."""
        old, new = self.pick(), list(self.texts)[-1]
        if self.texts[old] and old != new:
            self.texts[new].append(self.texts[old].pop())
            self.add_file()

    def change(self, how: Callable[[str, str], tuple[str, str]]) -> None:
        claims = self.texts[self.pick()]
        if claims:
            at = self.chance.randrange(len(claims))
            claims[at] = how(*claims[at])

    def revise(self) -> None:
        """One to three edits of any sort, written to the folder."""
        sorts = (
            *(self.insert, self.delete, self.reorder, self.reword, self.reword, self.rewrite),
            *(self.relabel, self.relabel, self.rename_file, self.add_file, self.delete_file),
            *(self.swap_labels, self.move_claim),
        )
        for _ in range(self.chance.randrange(1, 4)):
            self.chance.choice(sorts)()
        self.write()

    def write(self) -> None:
        for file in self.folder.rglob("content/**/*.md"):
            file.unlink()
        for name, claims in self.texts.items():
            file = self.folder / "content" / f"{name}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(article(*claims, head=self.heads.get(name, "")))

    # ------------------------------------------------------------ what hints say, word for word

    def apply(self, diagnostic: Diagnostic) -> None:
        first, *lines = diagnostic.hint.split("\n")
        ledger = self.folder / PATH
        if first == "write in its front matter, in place of these fields if it has them:":
            name = diagnostic.at.path.removeprefix("content/").removesuffix(".md")
            fields = {line.split(":")[0] for line in lines if not line.startswith(" ")}
            kept = "".join(
                block
                for block in re.findall(
                    r"^\S.*\n(?: .*\n)*", self.heads.get(name, ""), re.MULTILINE
                )
                if block.split(":")[0] not in fields
            )
            self.heads[name] = kept + "".join(f"{line}\n" for line in lines)
            self.write()
        elif first == f'write below the line "retired-articles": [ of {PATH}:':
            head = '"retired-articles": [\n'
            ledger.write_text(ledger.read_text().replace(head, f"{head}{lines[0]}\n"))
        else:
            assert first == f"if it is the same claim, let its row in {PATH} read:"
            row = json.loads(lines[0].removesuffix(","))
            begin = f'{{"article": "{row["article"]}", "label": "{row["label"]}", '
            found = [line for line in ledger.read_text().splitlines() if line.startswith(begin)]
            assert len(found) == 1
            ledger.write_text(ledger.read_text().replace(found[0], lines[0]))


def answer(output: Path, address: str) -> str:
    """The page that a reader of *address* comes to, by way of any refresh."""
    file = output / address / "index.html"
    for _ in range(3):
        if not file.is_file():
            return ""
        html = file.read_text()
        led = REFRESH.search(html)
        if not led:
            return html
        file = (file.parent / led[1] / "index.html").resolve()
    return ""


def said(html: str) -> str:
    """The passage that a page is about: lit, or quoted where it was withdrawn."""
    lit = re.findall(r'<span class="claim on"[^>]*>(.*?)</span>', html)
    quoted = re.findall(r'<blockquote class="excerpt"><p>(.*?)</p>', html)
    return " ".join(lit + quoted)


def wrong(output: Path, recorded: Ledger) -> set[str]:
    """The published addresses that do not answer with the words that were published."""
    found = set()
    for row in recorded.rows:
        own_word = row.words.split()[0]
        page = answer(output, f"{row.article}{row.label}/")
        article_page = output / row.article / "index.html"
        html = article_page.read_text() if article_page.is_file() else ""
        is_placed = f'id="claim-{row.label}"' in html or "was withdrawn" in html
        if own_word not in said(page).split() or not is_placed:
            found.add(f"/{row.article}{row.label}/")
    return found


def named(diagnostics: list[Diagnostic]) -> set[str]:
    """The addresses of claims that messages name as lost or changed."""
    names: set[str] = set()
    for each in diagnostics:
        if each.code == "claim-kept":
            listed = re.split(r": (?=/)|with it ", each.message)[-1]
            names.update(listed.split(", "))
        elif each.code == "claim-changed":
            names.add(each.message.split(" ")[0])
    return names


def mends(diagnostics: list[Diagnostic]) -> Iterator[Diagnostic]:
    return (each for each in diagnostics if each.code != "claim-recorded")


LENIENT: Texts = {
    "content/index.md": "Home",
    "pyproject.toml": '[tool.sidegloss]\ncards = "none"\nrules.claim-kept = "warning"\n',
}
"""A site that is built even if claims are lost, so that what is lost can be compared."""


def revise(under_test: SiteUnderTest, seed: int, revisions: int) -> int:
    """Check every published address after each of so many revisions; how many were lost in all."""
    author = Author(under_test.folder, random.Random(seed))
    author.begin()
    author.write()
    assert run(under_test) == 0
    lost_in_all = 0
    for _ in range(revisions):
        author.revise()
        recorded = rows((under_test.folder / PATH).read_text(), PATH)
        result = under_test.build()
        assert result.written, result.diagnostics
        lost = wrong(under_test.output, recorded)
        assert named(told(under_test)) == lost
        lost_in_all += len(lost)

        for diagnostic in mends(told(under_test)):
            author.apply(diagnostic)
        run(under_test)

        assert told(under_test) == []
        assert under_test.build().written
        mended = rows((under_test.folder / PATH).read_text(), PATH)
        assert wrong(under_test.output, mended) == set()
        assert {(r.article, r.label) for r in recorded.rows} <= {
            (r.article, r.label) for r in mended.rows
        }
    return lost_in_all


@pytest.mark.parametrize("seed", [1, 2])
def test_after_every_revision_each_address_answers_or_is_named_and_mended(
    seed: int, site: Make
) -> None:
    assert revise(site(LENIENT), seed, 10) > 0


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_links_stay_alive_through_a_hundred_revisions(seed: int, site: Make) -> None:
    assert revise(site(LENIENT), seed, 100) > 50
