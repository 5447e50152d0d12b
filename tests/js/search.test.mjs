// What a reader asks for -> what fits it, how well, and which stretches of a text are lit.
import assert from "node:assert/strict";
import test from "node:test";
import {
  fit,
  fold,
  foldWithPlaces,
  marked,
  parts,
  spaced,
  terms,
} from "../../templates/assets/find.js";
import { claimsIn } from "../../templates/assets/search-own.js";
import { among, excerpt } from "../../templates/assets/search.js";

// The lit stretches of a text in brackets.
const lit = (text, asked) =>
  marked(text, terms(asked))
    .map(([words, isLit]) => (isLit ? `[${words}]` : words))
    .join("");
const fits = (asked, ...texts) => fit(texts.map(fold), terms(asked));

test("case, accents and the shapes of marks tell no words apart", () => {
  for (const [asked, text] of [
    ["ecluse", "L’Écluse"],
    ["l'ecluse", "l’écluse"],
    ["strasse", "Straße"],
    ["lodz", "Łódź"],
    ["σοφος", "Σοφός"],
    ["الاحد", "الأَحَد"],
    ["istanbul", "İstanbul"],
    ["شلوم", "شَلـوم"],
    ["שלום", "שָׁלוֹם"],
  ]) {
    assert.ok(fits(asked, text.normalize("NFC")), `${asked} in ${text}`);
  }
});

test("letters that another script writes with marks stay apart", () => {
  assert.equal(fits("か", "が"), 0);
  assert.equal(fits("क", "ख"), 0);
});

test("each folded letter knows where it stands", () => {
  for (const text of ["Straße 3", "L’Écluse", "水门 🜚 x", "e\u0301t"]) {
    const { low, at } = foldWithPlaces(text);
    assert.equal(at.length, low.length + 1);
    assert.equal(at.at(-1), text.length);
    assert.equal(low, fold(text));
  }
});

test("words and phrases are asked for, without the marks around them", () => {
  assert.deepEqual(terms("Nine, gates!  “of  nine” a"), ["nine", "gates", "of nine", "a"]);
  assert.deepEqual(terms(' "" '), []);
  assert.deepEqual(terms("C++ ?"), ["c", "?"]);
});

test("all words must be there, in whatever field", () => {
  assert.ok(fits("gates letter", "Nine gates failed", "a reader’s letter"));
  assert.equal(fits("gates lock", "Nine gates failed", "a reader’s letter"), 0);
});

test("the beginning of a word weighs more than its inside, and a claim more than its note", () => {
  assert.ok(fits("art", "the art of it") > fits("art", "the party"));
  assert.ok(fits("gates", "gates", "") > fits("gates", "", "gates"));
});

test("a script without blanks is found by pairs of letters, in one piece first", () => {
  assert.deepEqual(parts("水门检查"), ["水门", "门检", "检查"]);
  assert.deepEqual(parts("gates"), ["gates"]);
  assert.deepEqual(parts("第3号門を"), ["第", "3", "号門", "門を"]);
  assert.ok(fits("水门", "九个水门检查失败"));
  assert.ok(fits("水门检查", "水门检查") > fits("水门检查", "检查了水门，门检在先"));
  assert.equal(fits("水门检查", "水门"), 0);
});

test("words are parted for Pagefind as its records are", () => {
  for (const [text, expected] of [
    ["L’écluse l'eau", "écluse eau"],
    ["they’re l’an", "they’re l’an"],
    ["dell'acqua", "acqua"],
    ["水门检查", "水门 门检 检查"],
    ["第3号門を", "第 3 号門 門を"],
    ["“nine gates”", "“nine gates”"],
  ])
    assert.equal(spaced(text).replace(/ +/g, " "), expected);
});

test("what was asked for is lit where words begin with it, else within them", () => {
  assert.equal(lit("The party of art, Art.", "art"), "The party of [art], [Art].");
  assert.equal(lit("The party", "art"), "The p[art]y");
  assert.equal(lit("die Straße", "strasse"), "die [Straße]");
  assert.equal(lit("九个水门检查失败", "水门检查"), "九个[水门检查]失败");
  assert.equal(lit("nine gates and gates", 'nine "gates and"'), "[nine] [gates and] gates");
  assert.equal(lit("<b>x</b>", "b"), "<[b]>x</[b]>");
  assert.equal(lit("", "b"), "");
});

test("an excerpt is about the first place that was asked for, and keeps words whole", () => {
  const text = `${"before ".repeat(60)}the gates failed${" after".repeat(60)}`;
  const cut = excerpt(text, ["gates"], 100);
  assert.match(cut, /^… before .*the gates failed after.* …$/);
  assert.ok(cut.length < 130);
  assert.equal(excerpt("short gates", ["gates"], 100), "short gates");
  assert.match(excerpt(text, ["nowhere"], 100), /^before/);
});

test("claims are narrowed by kind, verdict and source, words or none", () => {
  const claim = (at, kind, verdict, ...sources) => ({
    at,
    text: `Gate ${at}`,
    kind,
    verdict,
    sources,
    note: "said so",
  });
  const articles = [
    {
      title: "A",
      address: "a/",
      claims: [claim("x", "disputed", "false", "k"), claim("y", "sourced", "", "k", "l")],
    },
  ];
  const found = ({ keys = null, ...question }) =>
    claimsIn(articles, { words: [], standing: "", ...question }, keys, among).map(
      (each) => each.at,
    );

  assert.deepEqual(found({}), ["x", "y"]);
  assert.deepEqual(found({ words: ["said"] }), ["x", "y"]);
  assert.deepEqual(found({ field: "kind", standing: "sourced" }), ["y"]);
  assert.deepEqual(found({ field: "verdict", standing: "false" }), ["x"]);
  assert.deepEqual(found({ keys: new Set(["l"]) }), ["y"]);
  assert.deepEqual(found({ keys: new Set() }), []);
});
