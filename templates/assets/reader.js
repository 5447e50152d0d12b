/* The reader: one list of notes, shown as cards, sheets and margin notes as well.

   First a pure half, which cards are open as a function of what the reader did; it knows no
   document and no clock. Then a thin coat of DOM. Every text stands in the page. */

"use strict";

globalThis.Sidegloss = (() => {
  /* Milliseconds. A small target shows more intent than a line of text that lies in the way. */
  const delays = { text: 320, near: 120, leave: 250, margin: 800 };

  /* cards: outermost first, {note, by, pinned}; by: what it was opened from.
     soon: an event that is due, {after, event}, or null: the coat keeps the clock.
     still: the page scrolled, and the pointer has not moved by itself since.
     muted: what Esc was pressed over; it opens nothing until the pointer has left it. */
  const start = { cards: [], soon: null, still: false, muted: null };

  const pinnedCards = (cards) => cards.findLastIndex((card) => card.pinned) + 1;

  /* A note that is open further out is not opened again inside itself. */
  const circles = (state, note, depth) => state.cards.slice(0, depth).some((card) => card.note === note);

  /* Closing, after a grace, what stands deeper than depth and is not pinned. */
  const leaving = (state, depth, after) => {
    const keep = Math.max(depth, pinnedCards(state.cards));
    return keep < state.cards.length ? { after, event: { type: "close", depth: keep } } : null;
  };

  const cut = (state, depth) =>
    depth < state.cards.length ? { ...state, cards: state.cards.slice(0, depth), soon: null } : { ...state, soon: null };

  const open = (state, { note, by, depth, pinned = false, focus = false }) => {
    const outer = state.cards.slice(0, depth).map((card) => (pinned ? { ...card, pinned } : card));
    return { ...state, cards: [...outer, { note, by, pinned, focus }], soon: null, muted: null };
  };

  const over = (state, event) => {
    const { notes, by, depth, marker, toward } = event;
    const note = notes.at(-1), there = state.cards[depth];
    if (state.still) return state;
    if (by === state.muted || circles(state, note, depth)) return { ...state, soon: leaving(state, depth, delays.leave) };
    if (there && notes.includes(there.note)) return { ...state, soon: leaving(state, depth + 1, delays.leave) };
    if (there && there.pinned) return { ...state, soon: leaving(state, depth + 1, delays.leave) };
    const after = toward || !(marker || state.cards.length) ? delays.text : delays.near;
    return { ...state, muted: null, soon: { after, event: { type: "open", note, by, depth } } };
  };

  /* Where claims overlap, a press on what is pinned already goes on to the next of their notes. */
  const press = (state, { notes, by, depth, focus }) => {
    const there = state.cards[depth], at = there ? notes.indexOf(there.note) : -1;
    const note = at < 0 ? notes.at(-1) : there.pinned ? notes.at(at - 1) : there.note;
    if (circles(state, note, depth)) return cut(state, state.cards.findIndex((card) => card.note === note) + 1);
    return open(state, { note, by, depth, pinned: true, focus });
  };

  const events = {
    over,
    press,
    open,
    inside: (state, { depth }) => ({ ...state, muted: null, soon: leaving(state, depth, delays.leave) }),
    away: (state, { margin }) =>
      state.still ? state : { ...state, muted: null, soon: leaving(state, 0, margin ? delays.margin : delays.leave) },
    moved: (state) => (state.still ? { ...state, still: false } : state),
    scrolled: (state) => ({ ...state, still: true, soon: state.soon && state.soon.event.type === "open" ? null : state.soon }),
    focus: (state, { note, by, depth }) => {
      const there = state.cards[depth];
      if (circles(state, note, depth) || (there && there.note === note)) return cut(state, depth + 1);
      return { ...cut(state, depth), soon: { after: delays.near, event: { type: "open", note, by, depth } } };
    },
    escape: (state, { under }) => ({ ...cut(state, Math.max(0, state.cards.length - 1)), muted: under || null }),
    close: (state, { depth }) => cut(state, depth),
    step: (state, { order, from, by, focus }) => {
      const at = order.indexOf(from), note = order[(at + by + order.length) % order.length];
      return open(state, { note, by: null, depth: 0, pinned: state.cards.some((card) => card.pinned), focus });
    },
  };

  const next = (state, event) => events[event.type](state, event);

  /* Margin notes: each beside its marker, or under the note above it. */
  const stack = (notes, top, gap) => {
    let free = top;
    return notes.map(({ at, height }) => {
      const place = Math.max(at, free);
      free = place + height + gap;
      return place;
    });
  };

  return { delays, start, next, stack };
})();

if (globalThis.document) (() => {
  const { start, next, stack } = Sidegloss;
  const page = document.documentElement, one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const kept = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem("sidegloss-" + key);
      value ? localStorage.setItem("sidegloss-" + key, value) : localStorage.removeItem("sidegloss-" + key);
    } catch { /* a page from a disk, or a reader who keeps nothing */ }
  };

  /* ------------------------------------------------ before first paint: theme and depth */

  const depths = ["text", "marks", "notes"], asked = new URLSearchParams(location.search).get("depth");
  const isDark = () => (page.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const setTheme = (theme) => { theme ? (page.dataset.theme = theme) : delete page.dataset.theme; };
  const setDepth = (depth) => { page.dataset.depth = depths.includes(depth) ? depth : "marks"; };
  page.classList.add("js");
  setTheme(kept("theme"));
  setDepth(asked || kept("depth"));

  addEventListener("DOMContentLoaded", () => {
    const wide = matchMedia("(min-width: 75rem)"), small = matchMedia("(max-width: 40rem), (hover: none) and (pointer: coarse)");
    const article = one("article"), list = one(".notes .list"), template = one("#_card"), keys = one("#_keys");
    const pressed = () => {
      for (const button of all("[data-do=theme]")) button.ariaPressed = isDark();
      for (const button of all("[data-do=depth]")) button.ariaPressed = button.value === page.dataset.depth;
    };

    const doing = {
      theme() {
        setTheme(isDark() ? "light" : "dark");
        const chosen = page.dataset.theme;
        delete page.dataset.theme;
        const system = isDark() ? "dark" : "light";
        setTheme(chosen === system ? "" : chosen);
        kept("theme", page.dataset.theme || "");
      },
      depth(button) { setDepth(button.value); kept("depth", button.value); dispatch({ type: "close", depth: 0 }); arrange(); },
      keys() { keys.showModal(); },
      "close-keys"() { keys.close(); },
      previous: (button) => step(-1, button),
      next: (button) => step(1, button),
      close: (button) => dispatch({ type: "close", depth: depthOf(button) - 1 }),
      async copy(button) {
        const address = location.href.split(/[?#]/)[0] + "#claim-" + cards[0].note.slice(3);
        try { await navigator.clipboard.writeText(address); button.textContent = button.dataset.done; } catch { prompt(button.textContent, address); }
      },
    };
    const act = (target) => {
      const button = target.closest("button[data-do]");
      if (button) { doing[button.dataset.do](button); pressed(); }
      return button;
    };
    pressed();
    if (!list) return document.addEventListener("click", (event) => act(event.target));

    /* ------------------------------------------------ what opens what */

    const items = [...list.children], opens = ".claim, .claim-block, a[role=doc-noteref], .xref, .card .source, .list > li";
    const markerOf = (note) => document.getElementById("fnref-" + note.slice(3))?.firstElementChild;
    const order = items.map((item) => item.id).filter((note) => markerOf(note) && !list.contains(markerOf(note)));
    const isMargin = () => "margin" in page.dataset && wide.matches && page.dataset.depth !== "text";
    const notesOf = (trigger) => trigger.dataset.notes ? trigger.dataset.notes.split(" ").map((label) => "fn-" + label)
      : trigger.dataset.source ? ["@" + trigger.dataset.source] : [trigger.id || decodeURIComponent(trigger.hash.slice(1))];
    const recordOf = (note) => one(`.notes [data-record="${CSS.escape(note.slice(1))}"], .behind [data-record="${CSS.escape(note.slice(1))}"]`);
    const depthOf = (target) => shown.findLastIndex((card) => card.contains(target)) + 1;
    /* In the list itself a link is a link; in the margin its items open cards as claims do. */
    const triggerAt = (target) => {
      const trigger = target.closest?.(opens), card = target.closest?.(".card");
      if (!trigger || (trigger.matches(".list > li") ? !isMargin() : !card && trigger.closest(".list, .inset"))) return null;
      if (trigger.dataset.source && (!recordOf("@" + trigger.dataset.source) || one(`[data-record="${CSS.escape(trigger.dataset.source)}"]`, card))) return null;
      return page.dataset.depth === "text" && !card ? null : trigger;
    };

    /* ------------------------------------------------ the state, and the cards that show it */

    let state = start, timer, shown = [], cards = [], watcher, byKeyboard = false;

    const dispatch = (event) => {
      const before = state;
      state = next(state, event);
      if (state.soon !== before.soon) {
        clearTimeout(timer);
        if (state.soon) timer = setTimeout(dispatch, state.soon.after, state.soon.event);
      }
      if (state.cards !== before.cards) show();
    };

    const light = (note, on) => {
      for (const part of all(`[data-notes~="${CSS.escape(note.slice(3))}"]`, article)) part.classList.toggle("on", on);
      document.getElementById(note)?.classList.toggle("on", on);
    };

    const show = () => {
      const same = cards.findIndex((card, i) => state.cards[i]?.note !== card.note || state.cards[i]?.by !== card.by);
      const keep = same < 0 ? cards.length : same;
      for (const card of shown.splice(keep).reverse()) {
        const gone = cards.pop(), held = card.contains(document.activeElement);
        light(gone.note, false);
        card.remove();
        if (held && !state.cards[keep]) back(gone).focus({ preventScroll: true });
      }
      for (const card of state.cards.slice(keep)) shown.push(make(card));
      cards = state.cards;
      cards.forEach((card, i) => {
        shown[i].setAttribute("role", card.pinned ? "dialog" : "group");
        light(card.note, true);
      });
      if (cards.at(-1)?.focus) shown.at(-1).focus({ preventScroll: true });
      watch();
    };
    const back = (card) => (card.by?.matches("a") ? card.by : markerOf(card.note) || card.by);

    /* The back gesture closes a sheet, where browsers tell of it. */
    const watch = () => {
      watcher?.destroy();
      watcher = null;
      if (!globalThis.CloseWatcher || !shown.at(-1)?.classList.contains("sheet")) return;
      watcher = new CloseWatcher();
      watcher.onclose = () => { watcher = null; dispatch({ type: "close", depth: cards.length - 1 }); };
    };

    const make = ({ note, by }) => {
      const item = document.getElementById(note), card = document.createElement("div"), depth = shown.length;
      const body = (item || recordOf(note)).cloneNode(true), bar = template.content.cloneNode(true);
      const trigger = by || markerOf(note), block = trigger.matches(".claim-block") ? markerOf(note) : trigger;
      for (const element of all("[id]", body)) element.removeAttribute("id");
      card.className = "card";
      card.tabIndex = -1;
      if (item) {
        card.dataset.kind = item.dataset.kind;
        card.ariaLabel = markerOf(note).ariaLabel;
        card.append(...body.childNodes);
      } else {
        const line = document.createElement("p");
        line.append(body);
        card.append(line);
      }
      const position = one(".position", bar);
      if (depth || !item) for (const button of all("[data-do=previous], .position, [data-do=next], [data-do=copy]", bar)) button.remove();
      else position.textContent = position.textContent.replace("{n}", order.indexOf(note) + 1).replace("{total}", order.length);
      card.append(bar);
      card.ariaLabel ||= card.textContent.trim().slice(0, 60);
      if (small.matches) card.classList.add("sheet");
      const margin = isMargin() && !depth && !small.matches && item.getBoundingClientRect(), isSeen = margin && margin.bottom > 0 && margin.top < innerHeight - 80;
      if (isSeen) card.classList.add("over");
      (shown.at(-1) || document.body).append(card);
      if (card.showPopover) { card.popover = "manual"; card.showPopover({ source: block }); }
      place(card, isSeen ? item : block);
      if (small.matches && !depth) clear(trigger, card);
      return card;
    };

    /* Over a margin note, or where the browser has no anchors: in page coordinates, to scroll along. */
    const place = (card, anchor) => {
      const isOver = card.classList.contains("over");
      if (card.classList.contains("sheet") || (CSS.supports("position-area: block-end") && !isOver)) return;
      const box = anchor.getBoundingClientRect(), style = card.style, room = page.clientWidth - 8;
      card.classList.add("placed");
      if (isOver) style.width = box.width + "px";
      const below = box.bottom + 6, fits = below + card.offsetHeight < innerHeight, height = card.offsetHeight;
      const left = page.dir === "rtl" ? box.right - card.offsetWidth : box.left;
      const top = isOver ? Math.min(box.top, innerHeight - height - 8) : fits ? below : box.top - height - 6;
      style.left = scrollX + Math.max(8, Math.min(left, room - card.offsetWidth)) + "px";
      style.top = scrollY + Math.max(8, top) + "px";
    };

    /* A sheet does not cover the claim that it is about. */
    const clear = (trigger, sheet) => {
      const box = trigger.getBoundingClientRect(), room = innerHeight - sheet.offsetHeight;
      if (box.bottom > room - 24 || box.top < 0) scrollBy({ top: Math.min(box.top - 24, box.bottom - room + 48) });
    };

    const step = (by, target) => {
      const from = cards[0]?.note || document.activeElement.hash?.slice(1);
      const inCard = depthOf(target) > 0;
      dispatch({ type: "step", order, from, by, focus: inCard });
      const marker = markerOf(cards[0].note);
      if (!inCard) marker.focus({ preventScroll: true });
      if (small.matches) clear(marker, shown[0]);
      else marker.scrollIntoView({ block: "nearest" });
    };

    /* ------------------------------------------------ pointer, keyboard, touch */

    let distance = 0, isToward = false;
    const point = (event) => {
      if (event.pointerType === "touch" || event.buttons) return;
      const trigger = triggerAt(event.target), depth = depthOf(event.target);
      if (trigger) dispatch({ type: "over", notes: notesOf(trigger), by: trigger, depth, marker: trigger.matches("a"), toward: isToward });
      else dispatch(depth ? { type: "inside", depth } : { type: "away", margin: shown[0]?.classList.contains("over") });
    };
    document.addEventListener("pointerover", point);
    document.addEventListener("pointermove", (event) => {
      const box = shown.at(-1)?.getBoundingClientRect();
      if (box) {
        const now = Math.hypot(Math.max(box.left - event.clientX, 0, event.clientX - box.right), Math.max(box.top - event.clientY, 0, event.clientY - box.bottom));
        isToward = now < distance;
        distance = now;
      } else isToward = false;
      if (!state.still) return;
      dispatch({ type: "moved" });
      point(event);
    });
    page.addEventListener("pointerleave", () => dispatch({ type: "away" }));
    addEventListener("scroll", () => dispatch({ type: "scrolled" }), { passive: true });
    addEventListener("interest", (event) => event.preventDefault(), true);

    let isTouch = false, isLocal = false;
    document.addEventListener("pointerdown", (event) => { isTouch = event.pointerType === "touch"; byKeyboard = false; }, true);
    document.addEventListener("click", (event) => {
      const { target } = event, trigger = triggerAt(target), link = target.closest("a, button, summary, input");
      isLocal = Boolean(link?.closest(".notes") && !link.closest(".card"));
      if (act(target)) return;
      if (!trigger || event.metaKey || event.ctrlKey || event.shiftKey || (link && link !== trigger)) {
        if (!depthOf(target)) dispatch({ type: "close", depth: 0 });
        return;
      }
      if (!trigger.matches("a") && !getSelection().isCollapsed) return;
      event.preventDefault();
      dispatch({ type: "press", notes: notesOf(trigger), by: trigger, depth: depthOf(target), focus: isTouch || event.detail === 0 });
    });

    document.addEventListener("focusin", ({ target }) => {
      if (!byKeyboard) return;
      const trigger = target.matches("a") && triggerAt(target), depth = depthOf(target);
      if (trigger && !trigger.matches("li")) dispatch({ type: "focus", note: notesOf(trigger)[0], by: trigger, depth });
      else if (cards.length > depth) dispatch({ type: "close", depth });
    });

    document.addEventListener("keydown", (event) => {
      const { key, target } = event, isOurs = depthOf(target) || target.matches?.("a[role=doc-noteref]");
      byKeyboard = true;
      if (key === "Escape" && cards.length && !keys.open) {
        event.preventDefault();
        dispatch({ type: "escape", under: all(":hover").map(triggerAt).findLast(Boolean) });
      } else if (isOurs && !event.altKey && !event.ctrlKey && !event.metaKey && !target.matches("input, textarea, select")) {
        if (key === "j" || key === "k") { event.preventDefault(); step(key === "j" ? 1 : -1, target); }
        else if (key === "?") keys.showModal();
        else if (key === " " && target.matches("a")) { event.preventDefault(); target.click(); }
      }
    }, true);

    let from = null;
    document.addEventListener("touchstart", ({ target, touches: [touch] }) => {
      const sheet = target.closest?.(".sheet");
      from = sheet && { x: touch.clientX, y: touch.clientY, sheet, isTop: sheet.scrollTop <= 0 };
    }, { passive: true });
    document.addEventListener("touchend", ({ changedTouches: [touch] }) => {
      if (!from) return;
      const x = touch.clientX - from.x, y = touch.clientY - from.y, { sheet, isTop } = from;
      from = null;
      if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y) && cards.length === 1) step(x < 0 === (page.dir !== "rtl") ? 1 : -1, sheet);
      else if (isTop && y > 60 && y > 2 * Math.abs(x)) dispatch({ type: "close", depth: cards.length - 1 });
    });

    /* ------------------------------------------------ where the list stands */

    /* Notes in full without a margin: each item moves to the block that it is about, and back. */
    const inset = () => {
      const isInset = page.dataset.depth === "notes" && !isMargin();
      if (isInset === Boolean(one(".inset"))) return;
      list.append(...items);
      for (const old of all(".inset")) old.remove();
      if (isInset) for (const item of items) {
        const marker = markerOf(item.id);
        let block = marker;
        while (block && block.parentElement !== article) block = block.parentElement;
        if (!block || block.contains(list)) continue;
        if (!block.nextElementSibling?.matches(".inset")) {
          const place = document.createElement("ol");
          place.className = "list inset";
          block.after(place);
        }
        block.nextElementSibling.append(item);
      }
    };
    items.forEach((item, i) => { item.value = i + 1; });

    /* One pass that reads, one that writes. */
    const arrange = () => {
      inset();
      if (isMargin()) {
        const origin = article.getBoundingClientRect().top, legend = one(".legend");
        const boxes = items.map((item) => ({ at: (markerOf(item.id)?.getBoundingClientRect().top ?? 0) - origin, height: item.offsetHeight }));
        const tops = stack(boxes, legend.offsetTop + legend.offsetHeight + 24, 14);
        items.forEach((item, i) => { item.style.top = tops[i] + "px"; });
      } else for (const item of items) item.style.top = "";
      page.classList.add("placed");
    };
    arrange();
    new ResizeObserver(arrange).observe(article);
    wide.addEventListener("change", () => { dispatch({ type: "close", depth: 0 }); arrange(); });

    /* ------------------------------------------------ a claim or a note in the address */

    const arrive = () => {
      const [, kind, label] = /^#(claim|fn)-(.+)$/.exec(decodeURIComponent(location.hash)) || [];
      const note = "fn-" + label?.split("~")[0], place = kind && document.getElementById(kind + "-" + label);
      if (!place || !markerOf(note) || isLocal) return;
      const found = kind === "claim" ? place : one(`[data-notes~="${CSS.escape(note.slice(3))}"]`, article);
      const passage = found?.matches(".claim, .claim-block") ? found : markerOf(note);
      passage.scrollIntoView({ block: "center", behavior: "instant" });
      dispatch({ type: "open", note, by: passage, depth: 0, pinned: true });
    };
    arrive();
    addEventListener("hashchange", arrive);
    addEventListener("load", () => { if (cards.length) cards[0].by.scrollIntoView({ block: "center", behavior: "instant" }); });
  });
})();
