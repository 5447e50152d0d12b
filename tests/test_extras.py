"""Code and formulas: what they become, what they let through, what loads their style."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SiteUnderTest, Texts
from sidegloss import formulas, highlighting
from sidegloss.formulas import mathml, plain_formula
from sidegloss.highlighting import highlighted
from sidegloss.model import FrontMatter, Manuscript
from sidegloss.parse import Reading, parse
from sidegloss.words import load

Make = Callable[[Texts], SiteUnderTest]

HEAD = '[tool.sidegloss]\ncards = "none"\n'
ARTICLE = """\
[A sum $a < b$][^a] and $5 or US$5/US$10, `$x$`, \\$y$.

[^a]: Here $z$.

$$
\\frac{1}{2}
$$

[^b]

[^b]: A point.

```python
def f(x): return "<&>"
```

```nothing
<&>
```
"""


def tagless(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


# ---------------------------------------------------------------- code


def test_code_is_told_apart_and_says_the_same() -> None:
    code = 'def f(x):\n    # <b> & "c"\n    return 1.5 * "a"\n'
    html = highlighted(code, "python")
    assert tagless(html) == code
    assert '<span class="k">def</span> <span class="f">f</span>' in html
    assert '<span class="c"># &lt;b&gt; &amp; &quot;c&quot;</span>' in html
    assert '<span class="n">1.5</span>' in html


@given(st.text(max_size=80), st.sampled_from(["python", "html", "json", "diff", "bash", "jinja"]))
def test_code_of_any_sort_says_what_it_said(code: str, language: str) -> None:
    html = highlighted(code, language)
    assert not html or tagless(html) == code
    assert not re.findall(r"<(?!/?span)", html)


def test_a_language_that_nobody_knows_stays_as_it_is() -> None:
    assert highlighted("x", "nothing") == highlighted("x", "") == ""


def coloured(text: str) -> int:
    """How many blocks of an article have colours."""
    manuscript = Manuscript("content/a.md", "a.md", FrontMatter(title="T"), text)
    found = parse(manuscript, Reading(load("en")))
    return "".join(map(str, found.body)).count('<pre class="code" tabindex="0">')


def fence(code: str) -> str:
    return f"~~~python\n{code}\n~~~\n\n"


def test_code_that_is_long_or_wide_has_no_colours() -> None:
    assert coloured(fence("x = 1\n" * 600)) == 1
    assert coloured(fence("x = 1\n" * 700)) == 0
    assert coloured(fence("m{" * 200)) == 1
    assert coloured(fence("m{" * 201)) == 0


def test_code_of_one_article_is_read_up_to_a_budget() -> None:
    """Lexers take the square of a text's length: so the squares are counted, and no clock."""
    block = "x = 1\n" * 600
    count = highlighting.BUDGET // len(block) ** 2
    assert coloured(fence(block) * 10) == count
    assert coloured(fence("x = 1\n" * 100) * 100) == 100
    assert coloured(fence(block) * 10 + fence("y")) == count + 1


# ---------------------------------------------------------------- formulas


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("x", "<mi>x</mi>"),
        (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        ("a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
        (r"\text{<b>&}", "<mtext>&lt;b&gt;&amp;</mtext>"),
    ],
)
def test_a_formula_becomes_mathml(tex: str, expected: str) -> None:
    assert mathml(tex, is_block=False) == f'<math display="inline"><mrow>{expected}</mrow></math>'


@pytest.mark.parametrize(
    "tex",
    [
        *("{", "}", "x}", "", "a_", r"\frac{1}", r"\left( x", r"\left", r"\nothing", r"\begin{x}"),
        *(r"\href{javascript:alert(1)}{x}", r"\style{color:red}{x}", r"\class{a}{b}"),
        r"\color{red}{x}",
    ],
)
def test_what_is_no_formula_is_refused_in_words(tex: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        mathml(tex, is_block=True)


COMMANDS = r"\frac \sqrt \text \left( \right) \href \style \sum ^ _ { } & \\ < > \" ' a 1 \mathbb \begin{matrix} \end{matrix}"


@given(st.lists(st.sampled_from([*COMMANDS.split(), "<script>", '"onclick="']), max_size=12))
def test_nothing_but_mathml_comes_of_a_formula(parts: list[str]) -> None:
    try:
        html = mathml(" ".join(parts), is_block=False)
    except ValueError:
        return
    for name, said in re.findall(r"<(\w+)([^<>]*)>", html):
        assert name in formulas._ELEMENTS
        assert set(re.findall(r' ([\w-]+)="[^"<>]*"', said)) <= formulas._ATTRIBUTES
    assert not re.findall(r"<(?!/?m|/?none)", html)


# ---------------------------------------------------------------- on a site


def test_both_stand_in_pages_with_their_style_sheets(site: Make) -> None:
    plain = "Nothing of both.\n"
    texts = {"pyproject.toml": HEAD, "content/x.md": ARTICLE, "content/y.md": plain}
    under_test = site(texts)
    assert under_test.build().written
    html, other = under_test.read("x/index.html"), under_test.read("y/index.html")
    assert html.count("<math ") == 3
    assert '<mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math></span><sup id="fnref-a">' in html
    assert "and $5 or US$5/US$10, <code>$x$</code>, $y$." in html
    assert '<div class="claim-block" data-kind="context" data-notes="b" id="claim-b">' in html
    assert (
        '<pre class="code" tabindex="0"><code class="language-python"><span class="k">def</span>'
        in html
    )
    assert '<pre tabindex="0"><code class="language-nothing">&lt;&amp;&gt;' in html
    assert ' style="' not in html
    for sheet in ("code.", "math."):
        assert f"assets/{sheet}" in html
        assert f"assets/{sheet}" not in other
    claim = under_test.read("x/a/index.html")
    assert "assets/math." in claim
    assert "assets/code." not in claim
    assert "A sum a &lt; b" in claim, "its words are the formula's"


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $10.",
        "Between $5m and $10m, or $5-$10, or US$5/US$10.",
        "An escaped \\$x\\$ and \\$ y $.",
        "Set $HOME and $PATH.",
        "`$x$` and $ x$ and $x $.",
    ],
)
def test_a_price_is_no_formula(site: Make, text: str) -> None:
    under_test = site({"pyproject.toml": HEAD, "content/x.md": f"# X\n\n{text}\n"})
    assert under_test.check() == []
    assert under_test.build().written
    assert "<math" not in under_test.read("x/index.html")


def test_the_setting_of_the_first_release_is_ignored_with_a_warning(site: Make) -> None:
    old = site({"pyproject.toml": f'{HEAD}extras = ["math"]\n', "content/x.md": ARTICLE})
    (warning,) = (line for line in old.check() if "settings-obsolete" in line)
    assert warning.startswith("pyproject.toml:3:1: warning: the setting extras is ignored")
    assert old.build().written
    before = old.read("x/index.html")
    old.write({"pyproject.toml": HEAD})
    assert old.build().written
    assert old.read("x/index.html") == before


def test_what_few_pages_need_is_imported_by_these_alone(site: Make) -> None:
    under_test = site({"pyproject.toml": HEAD, "content/x.md": "# X\n\nText.\n"})
    program = (
        "import sys; from sidegloss.cli import main\n"
        "try: main(['build', '--site', sys.argv[1]])\n"
        "except SystemExit: pass\n"
        "print(sorted({'bibtexparser', 'latex2mathml', 'pygments'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(under_test.folder)],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"S = 1.80655\,\mathrm{Cl}", "S = 1.80655 Cl"),
        (r"\sum_{i=0}^{5} x_i^2", "∑_(i=0)⁵x_i²"),
        (r"\frac{a+b}{2}", "(a + b)/2"),
        (r"\sqrt{2}", "√2"),
        (r"e^{-x/2}", "e^(−x/2)"),
        (r"\hat{x}", "x"),
        (r"H_2O", "H₂O"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "(1, 2; 3, 4)"),
        (r"\left(1", r"\left(1"),
    ],
)
def test_a_formula_in_a_title_is_plain_text(tex: str, text: str) -> None:
    assert plain_formula(tex) == text
