"""Quotations are exact or refused: what counts as the same, what never does, and at what cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sidegloss.quotations import Finding, State, folded, look_up

REPORT = """\
HARROW WEIR, 12 March. — The report (dated “May 3”) says: nine of the four-
teen gates did not pass.  It is a well-
known and e\ufb03cient weir; the keepers can't go past 3.5\u00a0km.

“Not one,” he wrote, “was out of service — not for a day.”
"""
FRENCH = "L’homme a dit « oui » hier\u202f! Il s’en va ; elle reste."
GERMAN = "Sie sagte »ja«, dann „nein“."
FAR = "The gates failed. " + "Water is wet. " * 150 + "Nobody knew."  # 2,100 characters between
NEARER = "The gates failed. " + "Water is wet. " * 100 + "Nobody knew."


def state(words: str, copy: str) -> State:
    return look_up(words, folded(copy)).state


# ---------------------------------------------------------------- what counts as the same

SAME = {
    "as it stands": ("he wrote", REPORT),
    "quotation marks": ('dated "May 3"', REPORT),
    "marks of another language": ("dit “oui” hier", FRENCH),
    "marks that open and close the other way": ("sagte «ja», dann 'nein'", GERMAN),
    "marks within marks": ("said 'no'", "he said “‘no’”"),
    "apostrophes": ("l'homme a dit", FRENCH),
    "an article cut off at its apostrophe": ("homme a dit", FRENCH),
    "French blanks before marks": ("Il s'en va; elle reste", FRENCH),
    "dashes": ("was out of service - not for a day", REPORT),
    "a dash without blanks": ("was out of service—not for a day", REPORT),
    "two hyphens for a dash": ("was out of service -- not for a day", REPORT),
    "a no-break blank": ("3.5 km", REPORT),
    "line breaks": ("the\n  keepers", REPORT),
    "a line break in the copy": ("gates did not pass. It is", REPORT),
    "a line's end of Windows": ("one two", "one\r\ntwo"),
    "a word hyphenated at a line's end": ("the fourteen gates", REPORT),
    "a hyphen of its own at a line's end": ("a well-known and", REPORT),
    "a hyphenated word in the quotation": ("nine of the four-\nteen gates", REPORT),
    "a ligature": ("efficient weir", REPORT),
    "a letter with its accent apart": ("café noir", "un cafe\u0301 noir"),
    "full width": ("ABC 12", "ＡＢＣ\u3000１２"),
    "soft hyphens": ("information", "in\u00adfor\u00adma\u00adtion"),
    "a soft hyphen at a line's end": ("information", "infor\u00ad\nmation"),
    "signs of no width": ("information", "in\u200bfor\u2060mation\ufeff"),
    "the first letter made a capital": ("It was out", "So it was out."),
    "the first letter made small": ("nine gates", "Nine gates failed."),
    "a capital in brackets": ("he said [T]he gates", "he said the gates failed"),
    "a small letter in brackets": ("[n]ine gates", "Nine gates failed."),
    "the first letter after a mark": ("“nine gates”", "‘Nine gates’ failed."),
    "no full stop": ("did not pass", REPORT),
    "a full stop of the author's": ("nine of the fourteen gates.", REPORT),
    "a comma of the author's": ("nine of the fourteen gates,", REPORT),
    "a comma within marks": ("nine of the fourteen gates,”", REPORT),
    "an omission": ("nine … did not pass", REPORT),
    "an omission of three dots": ("nine ... did not pass", REPORT),
    "an omission of spaced dots": ("nine . . . did not pass", REPORT),
    "an omission after a full stop": ("did not pass.... the keepers", REPORT),
    "an omission in brackets": ("nine […] did not [...] and", REPORT),
    "an omission in round brackets": ("nine (…) did not (...) and", REPORT),
    "an omission before and after": ("… nine of the fourteen […].", REPORT),
    "an omission of nothing": ("nine … of the", REPORT),
    "an omission of half a page": ("The gates … Nobody knew", NEARER),
    "the second of two beginnings": ("it … end", "it " + "no " * 1000 + "it was the end"),
    "dots of the copy itself": ("he was... tired", "he was… tired"),
    "an insertion for other words": ("[the company] failed", "At noon it failed."),
    "an insertion for a few words": ("then [it] failed", "then the board of the weir failed"),
    "an insertion for nothing": ("nine [broken] gates", "nine gates"),
    "an insertion beside an omission": ("nine […] [broken] gates", "nine of the gates"),
    "an ending in brackets": ("he walk[s] away", "he walked away"),
    "an ending in brackets, last": ("the gate[s]", "the gate"),
    "sic": ("teh [sic] gates", "teh gates"),
    "brackets of the copy": ("teh [sic] [g]ates […] fell", "teh [sic] [g]ates […] fell"),
    "a word after a hyphen": ("known and", "a well-known and"),
    "signs of regular expressions": ("(.*)+[^a]$", "so (.*)+[^a]$ it is"),
    "Chinese, over a line's end": ("机密文件", "这份机密\n文件，是真的"),
    "Chinese, within a sentence": ("文件，是", "这份机密文件,是真的"),
    "Japanese": ("最高裁判所に", "昨日、最高裁　判所に。"),
    "Thai": ("ประตูน้ำ", "ที่ประตูน้ำเก้าบาน"),
    "Korean without the particle": ("기밀 문서", "그는 기밀 문서를 보냈다"),
    "Arabic": ("تسعة من البوابات", "قال إن تسعة من\u200f البـوابات، لم"),
    "Hebrew": ('דו"ח השערים', "לפי דו״ח השערים"),
    "Hindi": ("किताब", "यह किताब है"),
    "the whole copy": (FRENCH, FRENCH),
}


@pytest.mark.parametrize(("words", "copy"), SAME.values(), ids=SAME)
def test_what_only_looks_different_is_found(words: str, copy: str) -> None:
    assert state(words, copy) is State.FOUND


# ---------------------------------------------------------------- what is refused

REFUSED = {
    "another word": ("ten of the fourteen gates", REPORT),
    "a word too many": ("nine of all the fourteen gates", REPORT),
    "a word too few": ("nine of the gates", REPORT),
    "another order": ("of nine the fourteen gates", REPORT),
    "another case within": ("Harrow Weir", REPORT),
    "a word begun": ("nine of the four", "nine of the fourteen"),
    "a word's end": ("teen gates", "fourteen gates"),
    "a word's end after a line's end": ("teen gates", REPORT),
    "a word's begin before a line's end": ("nine of the four", REPORT),
    "can for can't": ("the keepers can", REPORT),
    "a number's begin": ("go past 3", REPORT),
    "a number's end": ("000 gates", "1,000 gates"),
    "a hyphen that is not there": ("re-sign", "they resign"),
    "a hyphen left out": ("resign", "they re-sign"),
    "a mark that is a dash": ("out of service not for", REPORT),
    "blanks left out": ("nowhere", "now here"),
    "a blank put in": ("now here", "nowhere"),
    "a question": ("it failed?", "it failed."),
    "omitted words in another order": ("did not … nine of", REPORT),
    "an omission of more than a page": ("The gates … Nobody knew", FAR),
    "a word cut by an omission": ("nine … not p … known", REPORT),
    "an insertion for many words": ("nine [x] known", REPORT),
    "an insertion for many signs": ("a [x] b", "a " + "很" * 70 + " b"),
    "a capital in brackets for another letter": ("[B]ine gates", "nine gates"),
    "an ending in brackets for a word": ("the gate[s] fell", "the gate never fell"),
    "sic for a word": ("teh [sic] gates", "teh red gates"),
    "another sign in Chinese": ("机密文书", "这份机密文件"),
    "another accent": ("il a peché", "il a pêché"),
    "half a word in Hindi": ("कि", "यह किताब है"),
    "more than the copy": ("nine gates failed", "nine gates"),
    "too many omissions": (" … ".join(["gate"] * 50), "gate " * 50),
    "nothing": ("", REPORT),
    "blanks": (" \n\u00a0", REPORT),
    "only an omission": ("[…]", REPORT),
    "only an insertion": ("[the company]", REPORT),
    "only marks": ("“.”,;", REPORT),
    "only dashes": ("—-", REPORT),
    "an empty copy": ("nine", ""),
}


@pytest.mark.parametrize(("words", "copy"), REFUSED.values(), ids=REFUSED)
def test_what_is_different_is_refused(words: str, copy: str) -> None:
    assert state(words, copy) is not State.FOUND


# ---------------------------------------------------------------- places and hints


@pytest.mark.parametrize(
    ("words", "line", "column", "passage"),
    [
        ("harrow", 0, 0, ""),
        ("HARROW WEIR", 1, 1, "HARROW WEIR"),
        ("dated “May 3”", 1, 38, "dated “May 3"),
        ("of the fourteen gates", 1, 64, "of the four- teen gates"),
        ("efficient", 3, 11, "e\ufb03cient"),
        ("weir; the", 3, 19, "weir; the"),
        ("not for a day", 5, 44, "not for a day"),
        ("“Not one,” he wrote", 5, 2, "Not one,” he wrote"),
    ],
)
def test_a_place_is_that_of_the_original(words: str, line: int, column: int, passage: str) -> None:
    found = look_up(words, folded(REPORT))

    assert (found.line, found.column, found.passage) == (line, column, passage)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_counts_once_however_it_ends(end: str) -> None:
    assert look_up("three", folded(end.join(["one", "two — ﬁ", "…½ three"]))).line == 3


@pytest.mark.parametrize("before", ["ﬁﬂ…½㎏", "e\u0301a\u0308\u0323", "a\u00adb\u200b", "ｶﾞｷﾞ", "น้ำ"])
def test_what_is_folded_to_another_length_moves_no_column(before: str) -> None:
    found = look_up("gates", folded(f"{before} {before} gates"))

    assert found == Finding(State.FOUND, 1, 2 * len(before) + 3, "gates")


def test_a_changed_word_gets_the_passage_as_a_hint() -> None:
    near = look_up("ten of the fourteen gates did not pass", folded(REPORT))

    assert (near.state, near.line) == (State.NEAR, 1)
    assert "of the four- teen gates did not pass" in near.passage


def test_a_hint_shows_whole_words() -> None:
    near = look_up("It is a well-known and effi", folded(REPORT))

    assert (near.state, near.passage) == (State.NEAR, "It is a well- known and e\ufb03cient")


def test_the_hint_is_where_a_long_quotation_differs() -> None:
    words = [f"word{number}" for number in range(400)]
    copy = folded("\n".join(words))
    words[299] = "changed"

    near = look_up(" ".join(words), copy)

    assert near.state is State.NEAR
    assert "word298 word299 word300" in near.passage


def test_the_hint_is_the_best_of_many_passages() -> None:
    copy = "The gate of the weir is old. " * 50 + "\nThe gate of the lock is blue.\n" + REPORT

    assert look_up("The gate of the lock is red", folded(copy)).line == 2


def test_what_is_not_like_anything_gets_no_hint() -> None:
    assert look_up("a zebra ate my homework", folded(REPORT)) == Finding(State.ABSENT)


def test_a_hint_is_given_in_languages_without_blanks() -> None:
    near = look_up(
        "昨日最高裁判所に提出された文書は偽物である",
        folded("前文。昨日最高裁判所に提出された文書は本物である。"),
    )

    assert (near.state, near.column) == (State.NEAR, 4)


@pytest.mark.parametrize("copy", ["many words " * 100, "很" * 500, "a" * 500])
def test_a_passage_is_short(copy: str) -> None:
    found = look_up(copy, folded(copy))

    assert found.state is State.FOUND
    assert 150 < len(found.passage) <= 200


def test_copies_of_the_same_text_are_equal() -> None:
    used = folded(REPORT)
    look_up("no such words", used)

    assert used == folded(REPORT)
    assert hash(used) == hash(folded(REPORT))


# ---------------------------------------------------------------- any text

ALPHABETS = ("abcdefghij", "éàüßøñç", "абвгдежз", "αβγδεζη", "ابتثجحخ", "אבגדהוז")
WORD = st.sampled_from(ALPHABETS).flatmap(lambda letters: st.text(letters, min_size=1, max_size=9))
ALIKE = (
    (" ", "\n", "  ", "\u00a0", "\r\n", " \n\n ", "\u2009", "\u200b "),
    (" — ", " - ", "—", "–", " –\n", "\u00a0— ", " -- "),
    (" ‘", ' "', " “", " «", " „", " '", "\n'"),
    ("’ ", '" ', "” ", "» ", "“\n", "' "),
    (", ", ",\n", ",\u00a0"),
    ("’", "'", "ʼ", "\u200b'"),
    ("-", "\u2010", "\u2011", "-\n"),
)
SAME_KIND = st.sampled_from(ALIKE)


@st.composite
def as_printed(draw: st.DrawFn, word: str) -> str:
    """*word* as a printer may set it: divided at a line's end, or with soft hyphens."""
    cut = draw(st.integers(1, max(len(word) - 1, 1)))
    between = draw(st.sampled_from(["", "", "-\n", "\u00ad", "\u00ad\n", "\u200d", "-\r\n  "]))
    return word[:cut] + between + word[cut:] if len(word) > 1 else word


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, str]:
    """Words of a text between blanks, and the text with harmless changes."""
    words = draw(st.lists(WORD, min_size=1, max_size=12))
    kinds = draw(st.lists(SAME_KIND, min_size=len(words), max_size=len(words)))
    start = draw(st.integers(0, len(words) - 1))
    end = draw(st.integers(start, len(words) - 1))
    kinds[start - 1] = kinds[end] = ALIKE[0]
    mine = [word + draw(st.sampled_from(kind)) for word, kind in zip(words, kinds, strict=True)]
    its = [
        draw(as_printed(word)) + draw(st.sampled_from(kind))
        for word, kind in zip(words, kinds, strict=True)
    ]
    return "".join(mine[start : end + 1]), "".join(its)


@settings(deadline=None)
@given(quoted())
def test_any_words_of_any_text_are_found_after_harmless_changes(pair: tuple[str, str]) -> None:
    words, copy = pair

    found = look_up(words, folded(copy))

    assert found.state is State.FOUND
    line = re.split(r"\r\n|\n", copy)[found.line - 1]
    assert line[found.column - 1].casefold() == words[0].casefold()


@settings(deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_characters_between_two_words_are_found(before: str, text: str, after: str) -> None:
    words = f"alpha {text} omega"

    assert state(words, f"{before} {words} {after}") is State.FOUND


@settings(deadline=None)
@given(
    st.lists(WORD, min_size=2, max_size=12, unique_by=str.casefold),
    st.data(),
)
def test_a_quotation_with_another_word_is_never_found(
    words: list[str], data: st.DataObject
) -> None:
    copy = folded(" ".join([data.draw(as_printed(word)) for word in words]))
    at = data.draw(st.integers(0, len(words) - 1))
    old = words[at]
    new = data.draw(st.one_of(WORD, st.sampled_from([old[:-1], old[1:], old + "s", "x" + old])))
    assume(new and new.casefold() not in {word.casefold() for word in words})

    assert look_up(" ".join([*words[:at], new, *words[at + 1 :]]), copy).state is not State.FOUND


@settings(deadline=None)
@given(st.lists(WORD, min_size=3, max_size=12, unique_by=str.casefold), st.data())
def test_a_quotation_that_lacks_a_word_is_never_found(
    words: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(words) - 2))

    assert state(" ".join(words[:at] + words[at + 1 :]), " ".join(words)) is not State.FOUND


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_words_and_any_copy_give_a_place_in_the_copy(words: str, copy: str) -> None:
    found = look_up(words, folded(copy))

    assert (found.line == found.column == 0) == (found.state is State.ABSENT)
    if found.line:
        assert found.column <= len(copy.split("\n")[found.line - 1]) + 1


# ---------------------------------------------------------------- cost


def seconds(act: Callable[[], object]) -> float:
    """The best of three: a busy machine only ever adds."""
    times = []
    for _ in range(3):
        begun = process_time()
        act()
        times.append(process_time() - begun)
    return min(times)


def prose(size: int) -> list[str]:
    """Words with common and rare ones among them, the same each time."""
    return [f"w{number * number % 9973 % (number % 800 + 5)}" for number in range(size)]


HOSTILE: dict[str, tuple[Callable[[int], str], Callable[[int], str]]] = {
    "only omissions": (lambda n: "…" * n, lambda n: "gate " * n),
    "omissions between letters": (lambda n: "a … " * n, lambda n: "a b " * n),
    "forty omissions that lead nowhere": (lambda _: "a … " * 39 + "c", lambda n: "c " + "a b " * n),
    "only opening brackets": (lambda n: "[" * n, lambda n: "[a] " * n),
    "an opening bracket and blanks": (lambda n: "[" + " " * n, lambda n: " " * n),
    "blanks": (lambda n: "a" + " " * n + "b", lambda n: "a" + " " * n + "c"),
    "no blanks": (lambda _: "a" * 150 + "b", lambda n: "a" * n),
    "the same word": (lambda _: "gate " * 80 + "x", lambda n: "gate " * n),
    "one letter": (lambda _: "a", lambda n: "ab" * n),
    "punctuation": (lambda n: "!?" * n, lambda n: ".,;!?-'" * n),
    "hyphens at the lines' ends": (lambda _: "a-" * 40 + "b", lambda n: "a-a-\n" * n),
    "combining marks": (lambda _: "e\u0301" * 40, lambda n: "e" + "\u0316\u0301" * n),
    "ligatures": (lambda _: "fi" * 40 + "b", lambda n: "ﬁ" * n),
    "signs of regular expressions": (lambda n: "(.*)+" * n, lambda n: "(.*)" * n),
    "a long quotation": (lambda n: "gate " * n, lambda n: "gates " * n),
}


@pytest.mark.parametrize(("words", "copy"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_and_copies_cost_in_proportion(
    words: Callable[[int], str], copy: Callable[[int], str]
) -> None:
    once, fourfold = (
        seconds(lambda size=size: look_up(words(size), folded(copy(size))))  # type: ignore[misc]
        for size in (10_000, 40_000)
    )

    assert fourfold < 10 * max(once, 0.005)  # in proportion is 4, by the square 16


def test_many_quotations_in_a_long_copy_cost_in_proportion() -> None:
    words = prose(40_000)
    right = [" ".join(words[at : at + 15]) for at in range(0, 40_000, 1000)]
    wrong = [text.replace(" ", " not ", 1) for text in right]

    def proved(count: int) -> list[State]:
        copy = folded("\n".join(words))
        return [look_up(text, copy).state for text in (*right, *wrong) * count]

    assert proved(1).count(State.FOUND) == 40
    assert seconds(lambda: proved(4)) < 8 * seconds(lambda: proved(1))


@pytest.mark.long
def test_a_thousand_quotations_are_proved_against_a_megabyte_in_five_seconds() -> None:
    words = prose(230_000)
    text = "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
    right = [" ".join(words[at : at + 15]) for at in range(0, 200_000, 400)]
    wrong = [text.replace(" ", " not ", 1) for text in right]

    def proved() -> list[State]:
        copy = folded(text)
        return [look_up(text, copy).state for text in (*right, *wrong)]

    assert len(text) > 1_000_000
    assert proved().count(State.FOUND) == 500
    assert seconds(proved) < 5
