// Texts and a selection -> the directive that lights these words and no others.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const source = readFileSync(new URL("../../templates/assets/fragment.js", import.meta.url), "utf8");
const { directive } = await import("data:text/javascript," + encodeURIComponent(source));

// A selection is marked in the texts themselves: "a [b c] d". Runs are parted by "|".
const of = (marked, language = "en") => {
  const texts = marked.split("|"),
    from = { run: texts.findIndex((text) => text.includes("[")) };
  from.at = texts[from.run].indexOf("[");
  texts[from.run] = texts[from.run].replace("[", "");
  const to = { run: texts.findIndex((text) => text.includes("]")) };
  to.at = texts[to.run].indexOf("]");
  texts[to.run] = texts[to.run].replace("]", "");
  return decodeURIComponent(directive(texts, from, to, language));
};

// A whole run, where texts hold brackets of their own.
const select = (texts, run) =>
  decodeURIComponent(directive(texts, { run, at: 0 }, { run, at: texts[run].length }, "en"));

test("words that stand once need nothing beside them", () => {
  assert.equal(of("the [nine gates] of the weir"), "text=nine gates");
});

test("a selection is widened to whole words", () => {
  assert.equal(of("the n[ine gat]es of the weir"), "text=nine gates");
  assert.equal(of("he d[on’]t know"), "text=don’t");
});

test("words that stand twice get what stands before them, or after them, and no more of it than is needed", () => {
  assert.equal(of("old gates, new [gates]"), "text=new-,gates");
  assert.equal(of("[gates] of old and gates of iron"), "text=gates,-of old");
});

test("case, accents and the shapes of quotation marks tell no words apart", () => {
  assert.equal(of("the Gates of old|[gates] of iron"), "text=gates,-of iron");
  assert.equal(of("a résumé here|one [resume] more"), "text=one-,resume");
  assert.equal(of("‘so’ he said|and [“so” she] said"), "text=“so” she");
});

test("the same letters within a longer word are no second place", () => {
  assert.equal(of("articles of the [art]"), "text=art");
});

test("what stands across a marker or a block is used last", () => {
  assert.equal(of("gates|[gates] and|gates"), "text=gates,-and");
  assert.equal(of("first|gates|second|[gates]|third"), "text=second-,gates");
});

test("the number of a marker is used only where nothing else tells the words apart", () => {
  assert.equal(select(["old", "[3]", "gates", "more", "gates"], 2), "text=gates,-more");
  assert.equal(select(["old", "[3]", "gates", "[4]", "gates"], 2), "text=3]-,gates");
});

test("a selection over blocks is told by its beginning and its end", () => {
  assert.equal(
    of("one two [three four five six seven|and|eight nine ten eleven] twelve"),
    "text=three four five,nine ten eleven",
  );
});

test("a beginning that stands twice grows until it is the only one", () => {
  assert.equal(of("a b c x|[a b c d e|f g h] i"), "text=a b c d,f g h");
});

test("an end that stands nearer too grows as well", () => {
  assert.equal(
    of("[one two three four g h i five|six f g h i] j"),
    "text=one two three four,f g h i",
  );
});

test("a long passage of one block is told by its beginning and its end", () => {
  const long = Array.from({ length: 90 }, (_, i) => "word" + i).join(" ");

  assert.equal(of(`so [${long}] it is`), "text=word0 word1 word2,word87 word88 word89");
});

test("a heading that the contents repeat is lit with what follows it, in two", () => {
  assert.equal(
    of("Is that the end?|A story|Is that the [end?|It] is not"),
    "text=end?,-It&text=It",
  );
});

test("words that nothing tells apart get no directive", () => {
  assert.equal(of("gates|gates|[gates]|gates|gates"), "");
});

test("words of a block that a note repeats whole are found first in the block", () => {
  assert.equal(of("So|well is [salted] now|Notes|well is salted now"), "text=salted");
  assert.equal(of("So|salted, is [salted] now|Notes|salted, is salted now"), "text=is-,salted");
  assert.equal(of("So|well is salted now|Notes|well is [salted] now"), "");
});

test("marks that have a meaning in an address, or end it in a message, are encoded", () => {
  const texts = ["so (well-known), he & she_said: 3.5*!"];

  assert.equal(
    directive(texts, { run: 0, at: 3 }, { run: 0, at: texts[0].length }, "en"),
    "text=%28well%2Dknown%29%2C%20he%20%26%20she%5Fsaid%3A%203%2E5%2A%21",
  );
});

test("where no blanks part words a dictionary does", () => {
  assert.equal(of("我们在[水闸]工作", "zh"), "text=水闸");
});
