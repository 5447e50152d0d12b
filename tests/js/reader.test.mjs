// The pure half of the reader script: which cards are open, as a function of what the reader did.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const file = new URL("../../templates/assets/reader.js", import.meta.url);
const world = vm.createContext({});
vm.runInContext(readFileSync(file, "utf8"), world);
const { delays, next, stack, start } = world.Sidegloss;

const plain = (value) => JSON.parse(JSON.stringify(value));
const read = (...events) => events.reduce(next, start);
const shown = (state) =>
  state.cards.map((card) => card.note + (card.pinned ? "!" : "")).join(" > ");

// The clock: what was due happens.
const wait = { type: "wait" };
const live = (...events) =>
  events.reduce(
    (state, event) =>
      event !== wait ? next(state, event) : state.soon ? next(state, state.soon.event) : state,
    start,
  );

const over = (notes, more = {}) => ({
  type: "over",
  notes: notes.split(" "),
  by: notes,
  depth: 0,
  isMarker: false,
  isToward: false,
  ...more,
});
const press = (notes, more = {}) => ({
  type: "press",
  notes: notes.split(" "),
  by: notes,
  depth: 0,
  ...more,
});
const away = { type: "away", isMargin: false };
const escape = { type: "escape" };

test("a pointer that rests on a claim opens its card after the longer delay", () => {
  const state = read(over("a"));
  assert.equal(shown(state), "");
  assert.equal(state.soon.after, delays.text);
  assert.equal(shown(live(over("a"), wait)), "a");
});

test("a marker opens sooner than a line of text", () => {
  assert.equal(read(over("a", { isMarker: true })).soon.after, delays.near);
});

test("where a card is open already the next one opens sooner", () => {
  assert.equal(live(over("a"), wait, over("b")).soon.after, delays.near);
  assert.equal(shown(live(over("a"), wait, over("b"), wait)), "b");
});

test("a claim in the way of a pointer that makes for the card waits longer", () => {
  assert.equal(live(over("a"), wait, over("b", { isToward: true })).soon.after, delays.text);
});

test("a pointer that leaves before the delay is over opens nothing", () => {
  assert.equal(live(over("a"), away).soon, null);
});

test("a card closes a while after the pointer has left, later where it lies over the margin", () => {
  assert.equal(live(over("a"), wait, away).soon.after, delays.leave);
  assert.equal(live(over("a"), wait, { ...away, isMargin: true }).soon.after, delays.margin);
  assert.equal(shown(live(over("a"), wait, away, wait)), "");
});

test("the way into the card is safe", () => {
  const state = live(over("a"), wait, away, { type: "inside", depth: 1 });
  assert.equal(state.soon, null);
  assert.equal(shown(state), "a");
});

test("a claim that scrolls under a resting pointer opens nothing", () => {
  const scrolled = read({ type: "scrolled" }, over("a"));
  assert.equal(scrolled.soon, null);
  assert.equal(
    shown(live({ type: "scrolled" }, over("a"), { type: "moved" }, over("a"), wait)),
    "a",
  );
});

test("scrolling calls off a card that was about to open, but not one that was about to close", () => {
  assert.equal(read(over("a"), { type: "scrolled" }).soon, null);
  assert.equal(shown(live(over("a"), wait, away, { type: "scrolled" }, wait)), "");
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

test("a reference inside a card opens a card above it", () => {
  assert.equal(shown(live(over("a"), wait, over("b", { depth: 1 }), wait)), "a > b");
});

test("pinning a nested card pins those that it stands in", () => {
  assert.equal(shown(live(over("a"), wait, press("b", { depth: 1 }))), "a! > b!");
});

test("going back to the outer card closes the inner one, after a while", () => {
  const nested = [over("a"), wait, over("b", { depth: 1 }), wait, { type: "inside", depth: 1 }];
  assert.equal(shown(live(...nested)), "a > b");
  assert.equal(shown(live(...nested, wait)), "a");
});

test("a circle is not followed", () => {
  const nested = [over("a"), wait, over("b", { depth: 1 }), wait];
  assert.equal(shown(live(...nested, over("a", { depth: 2 }), wait)), "a > b");
  assert.equal(
    shown(live(...nested, { type: "focus", note: "a", by: "", depth: 2 }, wait)),
    "a > b",
  );
  assert.equal(shown(live(...nested, press("a", { depth: 2 }))), "a");
});

test("leaving closes what is not pinned, and no more", () => {
  assert.equal(shown(live(press("a"), over("b", { depth: 1 }), wait, away, wait)), "a!");
});

test("Esc closes the innermost card", () => {
  assert.equal(shown(live(press("a"), press("b", { depth: 1 }), escape)), "a!");
  assert.equal(shown(live(press("a"), press("b", { depth: 1 }), escape, escape)), "");
  assert.equal(shown(live(escape)), "");
});

test("the claim under the pointer does not reopen what Esc closed, until the pointer has left it", () => {
  const closed = [over("a"), wait, { type: "escape", under: "a" }];
  assert.equal(shown(live(...closed, over("a"), wait)), "");
  assert.equal(shown(live(...closed, away, over("a"), wait)), "a");
  assert.equal(shown(live(...closed, over("b"), wait)), "b");
});

const focus = (note) => ({ type: "focus", note, by: note, depth: 0 });
const scrolled = { type: "scrolled" };

test("a scroll does not call off the card that focus opens", () => {
  assert.equal(shown(live(focus("a"), scrolled, wait)), "a");
  assert.equal(shown(live(focus("a"), away, over("b"), { type: "inside", depth: 0 }, wait)), "a");
});

test("a card that focus opened stays, whatever the pointer does", () => {
  const opened = [focus("a"), scrolled, wait];
  assert.equal(shown(live(...opened, { type: "moved" }, away, wait)), "a");
  assert.equal(shown(live(...opened, { type: "moved" }, over("b"), wait)), "a");
  assert.equal(shown(live(...opened, focus("b"), wait)), "b");
  assert.equal(shown(live(...opened, escape)), "");
  assert.equal(shown(live(...opened, press("b"))), "b!");
});

test("a card that was stepped to by keys stays as well", () => {
  const order = ["a", "b"];
  assert.equal(
    shown(live(focus("a"), wait, { type: "step", order, from: "a", by: 1 }, away, wait)),
    "b",
  );
});

test("a press on a control of a card pins it and those around it", () => {
  const nested = [over("a"), wait, over("b", { depth: 1 }), wait];
  assert.equal(shown(live(...nested, { type: "pin", depth: 1 }, away, wait)), "a!");
  assert.equal(shown(live(...nested, { type: "pin", depth: 2 }, away, wait)), "a! > b!");
});

test("what opens inside a card or after it has that card's form", () => {
  const order = ["a", "b"],
    pressed = press("a", { isSheet: true });
  assert.deepEqual(
    plain(live(pressed, press("b", { depth: 1 })).cards.map((card) => card.isSheet)),
    [true, true],
  );
  assert.equal(
    live(pressed, { type: "step", order, from: "a", by: 1, isSheet: false }).cards[0].isSheet,
    true,
  );
  assert.equal(live(press("a"), press("b", { isSheet: true })).cards[0].isSheet, true);
});

test("focus on a marker opens its card, and focus on the next one replaces it", () => {
  assert.equal(shown(live({ type: "focus", note: "a", by: "", depth: 0 }, wait)), "a");
  assert.equal(
    shown(
      live(
        { type: "focus", note: "a", by: "", depth: 0 },
        wait,
        { type: "focus", note: "b", by: "", depth: 0 },
        wait,
      ),
    ),
    "b",
  );
});

test("stepping goes round the list, and stays pinned where it was", () => {
  const order = ["a", "b", "c"];
  assert.equal(shown(live(press("a"), { type: "step", order, from: "a", by: 1 })), "b!");
  assert.equal(shown(live(press("c"), { type: "step", order, from: "c", by: 1 })), "a!");
  assert.equal(shown(live({ type: "step", order, from: "a", by: -1 })), "c");
});

test("a click outside closes everything, pinned or not", () => {
  assert.equal(shown(live(press("a"), press("b", { depth: 1 }), { type: "close", depth: 0 })), "");
});

test("a state is never changed in place", () => {
  const before = read(press("a"));
  const copy = plain(before);
  for (const event of [
    press("b", { depth: 1 }),
    over("c"),
    away,
    escape,
    { type: "scrolled" },
    { type: "close", depth: 0 },
  ])
    next(before, event);
  assert.deepEqual(plain(before), copy);
});

test("an event that changes no card leaves the list of cards the same object", () => {
  const state = read(press("a"));
  for (const event of [over("b"), away, { type: "scrolled" }, { type: "close", depth: 1 }])
    assert.equal(next(state, event).cards, state.cards);
});

test("margin notes stand beside their markers, or under the note above", () => {
  const notes = [
    { at: 100, height: 50 },
    { at: 120, height: 40 },
    { at: 400, height: 10 },
  ];
  assert.deepEqual(plain(stack(notes, 0, 14)), [100, 164, 400]);
  assert.deepEqual(plain(stack(notes, 130, 14)), [130, 194, 400]);
  assert.deepEqual(plain(stack([], 0, 14)), []);
});
