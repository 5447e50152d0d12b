// The pure half of the reader script: what the card shows, as a function of what the reader did.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const file = new URL("../../templates/assets/reader.js", import.meta.url);
const world = vm.createContext({});
vm.runInContext(readFileSync(file, "utf8"), world);
const { beside, delays, next, stack, start } = world.Sidegloss;

const plain = (value) => JSON.parse(JSON.stringify(value));
const read = (...events) => events.reduce(next, start);
const shown = ({ card }) => (card ? card.views.join(" > ") + (card.isPinned ? "!" : "") : "");

// The clock: what was due happens.
const wait = { type: "wait" };
const live = (...events) =>
  events.reduce(
    (state, event) =>
      event !== wait ? next(state, event) : state.due ? next(state, state.due.event) : state,
    start,
  );

const over = (views, more = {}) => ({
  type: "over",
  views: views.split(" "),
  opener: views,
  isMarker: false,
  isToward: false,
  ...more,
});
const press = (views, more = {}) => ({
  type: "press",
  views: views.split(" "),
  opener: views,
  ...more,
});
const focus = (view, more = {}) => ({ type: "focus", view, opener: view, ...more });
const follow = (view) => ({ type: "follow", view });
const step = (by, more = {}) => ({ type: "step", order: ["a", "b", "c"], from: "a", by, ...more });
const away = { type: "away" };
const inside = { type: "inside" };
const moved = { type: "moved" };
const scrolled = { type: "scrolled" };
const pin = { type: "pin" };
const back = { type: "back" };
const close = { type: "close" };
const escape = { type: "escape" };

test("a pointer that rests on a claim opens its card after the longer delay", () => {
  const state = read(over("a"));
  assert.equal(shown(state), "");
  assert.equal(state.due.after, delays.text);
  assert.equal(shown(live(over("a"), wait)), "a");
});

test("a marker opens sooner than a line of text", () => {
  assert.equal(read(over("a", { isMarker: true })).due.after, delays.near);
});

test("where a card is open already the next one opens sooner", () => {
  assert.equal(live(over("a"), wait, over("b")).due.after, delays.near);
  assert.equal(shown(live(over("a"), wait, over("b"), wait)), "b");
});

test("a claim in the way of a pointer that makes for the card waits longer", () => {
  assert.equal(live(over("a"), wait, over("b", { isToward: true })).due.after, delays.text);
});

test("a pointer that leaves before the delay is over opens nothing", () => {
  assert.equal(live(over("a"), away).due, null);
});

test("a card closes a while after the pointer has left, later where it is over the margin", () => {
  assert.equal(live(over("a"), wait, away).due.after, delays.leave);
  assert.equal(live(over("a"), wait, { ...away, isMargin: true }).due.after, delays.margin);
  assert.equal(shown(live(over("a"), wait, away, wait)), "");
});

test("the way into the card is safe", () => {
  const state = live(over("a"), wait, away, inside);
  assert.equal(state.due, null);
  assert.equal(shown(state), "a");
});

test("a claim that scrolls under a resting pointer opens nothing", () => {
  assert.equal(read(scrolled, over("a")).due, null);
  assert.equal(shown(live(scrolled, over("a"), moved, over("a"), wait)), "a");
});

test("scrolling cancels a card that was about to open, but not one that was about to close", () => {
  assert.equal(read(over("a"), scrolled).due, null);
  assert.equal(shown(live(over("a"), wait, away, scrolled, wait)), "");
});

test("a hover never opens a sheet", () => {
  assert.equal(live(over("a", { isSheet: true }), wait).card.isSheet, false);
});

test("a press pins, and a pinned card outlasts the pointer", () => {
  assert.equal(shown(live(press("a"), away, wait)), "a!");
});

test("passing over other claims does not replace a pinned card", () => {
  assert.equal(shown(live(press("a"), over("b"), wait)), "a!");
});

test("a press on what is open pins it where it is", () => {
  assert.equal(shown(live(over("a"), wait, press("a"))), "a!");
});

test("a press on another claim replaces a pinned card", () => {
  assert.equal(shown(live(press("a"), press("b"))), "b!");
});

test("a press where claims overlap begins with the innermost and goes round", () => {
  const pressed = [1, 2, 3, 4].map((times) =>
    shown(read(...Array(times).fill(press("outer middle inner")))),
  );
  assert.deepEqual(pressed, ["inner!", "middle!", "outer!", "inner!"]);
});

test("a press keeps the note that hovering showed", () => {
  assert.equal(shown(live(over("outer"), wait, press("outer inner"))), "outer!");
});

test("what is opened inside a card takes the place of its content, and pins it", () => {
  const state = live(over("a"), wait, follow("@s"));
  assert.equal(shown(state), "a > @s!");
  assert.equal(shown(live(over("a"), wait, follow("@s"), away, wait)), "a > @s!");
});

test("back leads to the view before, and from the first view out of the card", () => {
  const state = read(press("a"), follow("b"), follow("@s"));
  assert.equal(shown(next(state, back)), "a > b!");
  assert.equal(shown(live(press("a"), follow("b"), back)), "a!");
  assert.equal(shown(live(press("a"), back)), "");
});

test("a circle leads back to the view that is there already", () => {
  assert.equal(shown(read(press("a"), follow("b"), follow("@s"), follow("a"))), "a!");
  assert.equal(shown(read(press("a"), follow("b"), follow("@s"), follow("b"))), "a > b!");
});

test("a press on the claim of a card shows its first view again", () => {
  assert.equal(shown(read(press("a"), follow("@s"), press("a"))), "a!");
});

test("Esc leads one view back, and closes the first", () => {
  const state = read(press("a"), follow("b"), escape);
  assert.equal(shown(state), "a!");
  assert.equal(state.muted, "");
  assert.equal(shown(next(state, escape)), "");
  assert.equal(shown(read(escape)), "");
});

test("the claim under the pointer does not reopen what Esc closed, until the pointer has left it", () => {
  const closed = [over("a"), wait, escape];
  assert.equal(shown(live(...closed, over("a"), wait)), "");
  assert.equal(shown(live(...closed, over("a b"), wait)), "");
  assert.equal(shown(live(...closed, away, over("a"), wait)), "a");
  assert.equal(shown(live(...closed, over("b"), wait)), "b");
});

test("focus on a marker opens its card, and focus on the next one replaces it", () => {
  assert.equal(shown(live(focus("a"), wait)), "a");
  assert.equal(shown(live(focus("a"), wait, focus("b"))), "");
  assert.equal(shown(live(focus("a"), wait, focus("b"), wait)), "b");
});

test("a scroll does not cancel the card that focus opens, nor does the pointer", () => {
  assert.equal(shown(live(focus("a"), scrolled, wait)), "a");
  assert.equal(shown(live(focus("a"), away, over("b"), inside, wait)), "a");
});

test("a card that focus opened stays, whatever the pointer does", () => {
  const opened = [focus("a"), scrolled, wait, moved];
  assert.equal(shown(live(...opened, away, wait)), "a");
  assert.equal(shown(live(...opened, over("b"), wait)), "a");
  assert.equal(shown(live(...opened, escape)), "");
  assert.equal(shown(live(...opened, press("b"))), "b!");
});

test("so does a card that the pointer opened, once the focus is on its marker", () => {
  assert.equal(shown(live(over("a"), wait, focus("a"), away, wait)), "a");
});

test("a press on a control of a card pins it", () => {
  assert.equal(shown(live(over("a"), wait, pin, away, wait)), "a!");
  assert.equal(shown(live(over("a"), wait, away, pin, wait)), "a!");
});

test("the next card has the form of the one before", () => {
  assert.equal(live(press("a", { isSheet: true }), step(1, { isSheet: false })).card.isSheet, true);
  assert.equal(live(press("a"), step(1, { isSheet: true })).card.isSheet, false);
  assert.equal(live(press("a"), press("b", { isSheet: true })).card.isSheet, true);
});

test("stepping goes round the list, and stays pinned or held as it was", () => {
  assert.equal(shown(live(press("a"), step(1))), "b!");
  assert.equal(shown(live(press("c"), step(1, { from: "c" }))), "a!");
  assert.equal(shown(live(step(-1))), "c");
  assert.equal(shown(live(focus("a"), wait, step(1), away, wait)), "b");
});

test("a press outside closes the card, pinned or not, with all its views", () => {
  assert.equal(shown(live(press("a"), follow("b"), close)), "");
});

test("a state is never changed in place", () => {
  const before = read(press("a"), follow("b"));
  const copy = plain(before);
  for (const event of [press("b"), follow("@s"), over("c"), away, back, escape, scrolled, close])
    next(before, event);
  assert.deepEqual(plain(before), copy);
});

test("an event that changes nothing of the card leaves it the same object", () => {
  const state = read(press("a"));
  for (const event of [over("b"), away, inside, scrolled])
    assert.equal(next(state, event).card, state.card);
});

test("margin notes are beside their markers, or under the note above", () => {
  const notes = [
    { at: 100, height: 50 },
    { at: 120, height: 40 },
    { at: 400, height: 10 },
  ];
  assert.deepEqual(plain(stack(notes, 14)), [100, 164, 400]);
  assert.deepEqual(plain(stack([], 14)), []);
});

test("a card is below its claim where the window has room there, else above it", () => {
  assert.deepEqual(plain(beside({ top: 100, bottom: 150 }, 120, 300, 900)), {
    top: 156,
    height: 300,
  });
  assert.deepEqual(plain(beside({ top: 700, bottom: 750 }, 720, 300, 900)), {
    top: 394,
    height: 300,
  });
});

test("the side of a card does not depend on its height", () => {
  for (const [top, isBelow] of [
    [100, true],
    [600, false],
  ])
    for (const height of [90, 300, 500])
      assert.equal(beside({ top, bottom: top + 30 }, top, height, 900).top > top, isBelow);
});

test("a card that fits on neither side is lower, on the side with more room", () => {
  const { top, height } = beside({ top: 350, bottom: 400 }, 360, 500, 800);
  assert.equal(top, 406);
  assert.equal(top + height, 800 - 8);
  const above = beside({ top: 420, bottom: 480 }, 450, 500, 800);
  assert.equal(above.top, 8);
  assert.equal(above.top + above.height, 420 - 6);
});

test("a card never covers the line pointed at, even where its claim fills the window", () => {
  for (const y of [40, 200, 400, 600, 760]) {
    const { top, height } = beside({ top: -100, bottom: 900 }, y, 450, 800);
    assert.ok(top + height <= y - 32 || top >= y + 32, `${y}`);
    assert.ok(top >= 0 && top + height <= 800, `${y}`);
    assert.ok(height > 200, `${y}`);
  }
});
