/* First the pure half: which cards are open, given what the reader did. Then a coat of DOM. */

"use strict";

globalThis.Sidegloss = (() => {
  /* Milliseconds. A marker shows more intent than text. */
  const delays = { text: 320, near: 120, leave: 250, margin: 800 };

  /* cards: outermost first. Of each: by, the element that it was opened from; pinned, by a press or
     an address; isHeld, by focus, which is still on its marker; isSheet, at the bottom of the window.
     soon: an event that is due. still: scrolled, and the pointer has not moved since.
     muted: the note that Escape closed; it stays closed until the pointer leaves its claim. */
  const start = { cards: [], soon: null, still: false, muted: "" };

  const cut = (state, depth) => ({
    ...state,
    soon: null,
    cards: depth < state.cards.length ? state.cards.slice(0, depth) : state.cards,
  });

  /* A note is not opened again inside itself. */
  const outside = (state, note, depth) =>
    state.cards.slice(0, depth).findIndex((card) => card.note === note);

  /* What the pointer may neither close nor replace. */
  const isFixed = (card) => card.pinned || card.isHeld;

  /* Nor may it call off what focus is about to open. */
  const isDueByFocus = ({ soon }) => soon?.event.isHeld;

  /* What is deeper and not fixed closes after a grace. */
  const leave = (state, depth, after = delays.leave) => {
    if (isDueByFocus(state)) return state;
    const keep = Math.max(depth, state.cards.findLastIndex(isFixed) + 1);
    return {
      ...state,
      soon: keep < state.cards.length ? { after, event: { type: "close", depth: keep } } : null,
    };
  };

  const events = {
    over(state, { notes, by, depth, isMarker, isToward }) {
      const note = notes.at(-1),
        there = state.cards[depth];
      if (state.still || isDueByFocus(state)) return state;
      if (note === state.muted || outside(state, note, depth) >= 0) return leave(state, depth);
      if (there && (isFixed(there) || notes.includes(there.note))) return leave(state, depth + 1);
      const after = isToward || !(isMarker || state.cards.length) ? delays.text : delays.near;
      return { ...state, muted: "", soon: { after, event: { type: "open", note, by, depth } } };
    },
    inside: (state, { depth }) => leave({ ...state, muted: "" }, depth),
    away: (state, { isMargin }) =>
      state.still
        ? state
        : leave({ ...state, muted: "" }, 0, isMargin ? delays.margin : delays.leave),
    moved: (state) => ({ ...state, still: false }),
    /* A scroll cancels what the pointer asked for, never what focus asked for. */
    scrolled(state) {
      const isOfPointer = state.soon?.event.type === "open" && !isDueByFocus(state);
      return { ...state, still: true, soon: isOfPointer ? null : state.soon };
    },
    focus(state, { note, by, depth, isSheet }) {
      if (state.cards[depth]?.note === note) return cut(state, depth + 1);
      const soon = {
        after: delays.near,
        event: { type: "open", note, by, depth, isSheet, isHeld: true },
      };
      return { ...cut(state, depth), soon: outside(state, note, depth) < 0 ? soon : null };
    },
    /* What opens inside a card takes the form of that card. */
    open(state, { note, by, depth, pinned = false, isHeld = false, isSheet = false }) {
      const outer = state.cards
        .slice(0, depth)
        .map((card) => (pinned ? { ...card, pinned } : card));
      const card = { note, by, pinned, isHeld, isSheet: outer[0]?.isSheet ?? isSheet };
      return { ...state, cards: [...outer, card], soon: null, muted: "" };
    },
    /* A press on a control of a card. */
    pin: (state, { depth }) => ({
      ...state,
      soon: null,
      cards: state.cards.map((card, i) => (i < depth ? { ...card, pinned: true } : card)),
    }),
    /* Where claims overlap, a second press goes on to the next. */
    press(state, { notes, by, depth, isSheet }) {
      const there = state.cards[depth],
        at = notes.indexOf(there?.note);
      const note = at < 0 ? notes.at(-1) : there.pinned ? notes.at(at - 1) : there.note,
        circle = outside(state, note, depth);
      return circle < 0
        ? events.open(state, { note, by, depth, pinned: true, isSheet })
        : cut(state, circle + 1);
    },
    /* The next card has the form of the one before, and stays as that did. */
    step(state, { order, from, by, isSheet }) {
      const note = order.at((order.indexOf(from) + by) % order.length),
        [before] = state.cards;
      const pinned = state.cards.some((card) => card.pinned);
      return events.open(state, {
        note,
        by: null,
        depth: 0,
        pinned,
        isHeld: !pinned,
        isSheet: before?.isSheet ?? isSheet,
      });
    },
    close: (state, { depth }) => cut(state, depth),
    escape: (state, { under = "" }) => ({
      ...cut(state, Math.max(0, state.cards.length - 1)),
      muted: under,
    }),
  };

  /* Margin notes: each beside its marker, or under the note above. */
  const stack = (notes, free, gap) =>
    notes.map(({ at, height }) => {
      const top = Math.max(at, free);
      free = top + height + gap;
      return top;
    });

  return { delays, start, stack, next: (state, event) => events[event.type](state, event) };
})();

if (globalThis.document)
  (() => {
    const { start, next, stack } = Sidegloss,
      page = document.documentElement,
      calm = { preventScroll: true };
    const one = (selector, within = document) => within.querySelector(selector);
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const byId = (id) => document.getElementById(id),
      listen = (type, act, options) => document.addEventListener(type, act, options);
    /* The id that a fragment names; "" where it cannot be decoded. */
    const decoded = (hash) => {
      try {
        return decodeURIComponent(hash.slice(1));
      } catch {
        return "";
      }
    };
    const create = (name, className) => Object.assign(document.createElement(name), { className });
    const keep = (key, value) => {
      try {
        return value === undefined
          ? localStorage.getItem("sidegloss-" + key)
          : localStorage.setItem("sidegloss-" + key, value);
      } catch {}
    };

    /* Before first paint. */
    const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
      theme = () => page.dataset.theme || system();
    const setDepth = (depth) => {
      page.dataset.depth = /^(text|notes)$/.test(depth) ? depth : "marks";
    };
    page.classList.add("js");
    page.dataset.theme = keep("theme") || "";
    setDepth(new URLSearchParams(location.search).get("depth") || keep("depth"));

    addEventListener("DOMContentLoaded", () => {
      const wide = matchMedia("(min-width: 75rem)"),
        narrow = matchMedia("(max-width: 40rem)"),
        coarse = matchMedia("(hover: none) and (pointer: coarse)");
      /* The event that opens a note decides its form: a hand's pointer, or "" for keys and addresses. */
      const isSheet = (pointer) =>
        narrow.matches || (pointer ? pointer === "touch" : coarse.matches);
      const article = one("article"),
        list = one(".notes .list"),
        items = list ? [...list.children] : [],
        keys = byId("_keys");
      let state = start,
        cards = [],
        shown = [],
        timer,
        watcher,
        distance = 0,
        pointer = "",
        isToward,
        isByKey,
        isReturning,
        isLocal,
        swipe;

      const press = (target) => {
        const button = target.closest("[data-do]");
        if (button) actions[button.dataset.do]?.(button);
        for (const other of all("[aria-pressed]"))
          other.ariaPressed = other.value ? other.value === page.dataset.depth : theme() === "dark";
        return button;
      };
      const actions = {
        theme() {
          const other = theme() === "dark" ? "light" : "dark";
          keep("theme", (page.dataset.theme = other === system() ? "" : other));
        },
        depth({ value }) {
          setDepth(value);
          keep("depth", value);
          close(0);
          arrange();
        },
        keys: () => keys.showModal(),
        "close-keys": () => keys.close(),
        previous: (button) => step(-1, button),
        next: (button) => step(1, button),
        close: (button) => close(depthOf(button) - 1),
      };
      press(page);
      if (!list) return listen("click", ({ target }) => press(target));

      /* A note goes by its item's id, a source by "@" and its key. */
      const markerOf = (note) => byId("fnref-" + note.slice(3))?.firstElementChild;
      const order = items
        .map((item) => item.id)
        .filter((note) => markerOf(note) && !list.contains(markerOf(note)));
      const isMargin = () =>
        "margin" in page.dataset && wide.matches && page.dataset.depth !== "text";
      const recordOf = (note, within = article) =>
        one(`[data-record="${CSS.escape(note.slice(1))}"]`, within);
      const depthOf = (target) => shown.findLastIndex((card) => card.contains(target)) + 1;
      const notesOf = ({ dataset, id, hash }) =>
        dataset.source
          ? ["@" + dataset.source]
          : dataset.notes
            ? dataset.notes.split(" ").map((label) => "fn-" + label)
            : [id || decoded(hash)];
      /* In the list a link is a link; in the margin its items open cards as claims do. */
      const triggerAt = (target) => {
        const trigger = target.closest?.(
            ".claim, .claim-block, .xref, [role=doc-noteref], .card .source, .list > li",
          ),
          card = target.closest?.(".card");
        if (
          !trigger ||
          (!card &&
            (page.dataset.depth === "text" ||
              (trigger.closest(".list") && !(isMargin() && trigger.matches("li")))))
        )
          return null;
        const [note] = notesOf(trigger);
        return note[0] === "@" && (recordOf(note, card) || !recordOf(note)) ? null : trigger;
      };

      const dispatch = (event) => {
        const before = state;
        state = next(state, event);
        if (state.soon !== before.soon) {
          clearTimeout(timer);
          if (state.soon) timer = setTimeout(dispatch, state.soon.after, state.soon.event);
        }
        if (state.cards !== before.cards) show();
        if (event.focus) shown.at(-1)?.focus(calm);
      };
      const close = (depth) => dispatch({ type: "close", depth });

      /* A note only where it stands by its claim. */
      const parts = {};
      for (const part of all("[data-notes]"))
        for (const note of notesOf(part)) (parts[note] ||= []).push(part);
      const light = (note, on) => {
        parts[note]?.forEach((part) => part.classList.toggle("on", on));
        byId(note)?.classList.toggle("on", on && (page.dataset.depth === "notes" || isMargin()));
      };

      const show = () => {
        const old = cards,
          same = old.findIndex((card, i) => state.cards[i]?.note !== card.note),
          kept = same < 0 ? old.length : same;
        cards = state.cards;
        for (let i = old.length; i-- > kept;) {
          const card = shown.pop(),
            { note, by } = old[i],
            isHeld = card.contains(document.activeElement);
          light(note, false);
          card.remove();
          isReturning = true;
          if (isHeld && !cards[kept]) (by?.matches("a") ? by : markerOf(note) || by).focus(calm);
          isReturning = false;
        }
        for (const card of cards.slice(kept)) shown.push(make(card));
        cards.forEach(({ note, pinned }, i) => {
          shown[i].role = pinned ? "dialog" : "group";
          /* Tab goes through a card once it is pinned; until then it goes on in the text. */
          for (const stop of all("a, button, summary", shown[i])) stop.tabIndex = pinned ? 0 : -1;
          light(note, true);
        });
        /* The back gesture closes a sheet. */
        watcher?.destroy();
        watcher =
          globalThis.CloseWatcher && shown.at(-1)?.matches(".sheet") ? new CloseWatcher() : null;
        if (watcher) watcher.onclose = () => close(cards.length - 1);
      };

      const make = ({ note, by, isSheet }) => {
        const item = byId(note),
          card = create("div", "card"),
          bar = byId("_card").content.cloneNode(true),
          position = one(".position", bar);
        const body = (item || recordOf(note)).cloneNode(true),
          passage = by || markerOf(note),
          anchor = passage.matches(".claim-block") ? markerOf(note) : passage;
        for (const part of all("[id]", body)) part.removeAttribute("id");
        if (item && !shown.length)
          position.textContent = position.textContent
            .replace("{n}", order.indexOf(note) + 1)
            .replace("{total}", order.length);
        else for (const part of all(".of-note", bar)) part.remove();
        card.append(...(item ? body.childNodes : [body]), bar);
        card.tabIndex = -1;
        card.dataset.kind = item?.dataset.kind || "";
        card.dataset.note = note;
        card.ariaLabel = item ? markerOf(note).ariaLabel : body.textContent.trim();
        if (!by) passage.scrollIntoView({ block: "nearest" });
        const box = isMargin() && item?.getBoundingClientRect(),
          isOver = !shown.length && box?.bottom > 0 && box.top < innerHeight;
        card.classList.toggle("sheet", isSheet);
        card.classList.toggle("over", isOver);
        (shown.at(-1) || article.parentElement).append(card);
        if (card.showPopover) {
          card.popover = "manual";
          card.showPopover({ source: anchor });
        }
        if (isSheet) uncover(passage, card);
        else if (isOver || !by || !CSS.supports("position-area: block-end"))
          place(card, isOver ? item : anchor, isOver);
        return card;
      };

      /* Over the margin, after a jump, or without anchors: in page coordinates. */
      const place = (card, anchor, isOver) => {
        const box = anchor.getBoundingClientRect(),
          { style } = card,
          bottom = innerHeight - 8;
        card.classList.add("placed");
        if (isOver) style.width = box.width + "px";
        const height = card.offsetHeight,
          width = card.offsetWidth,
          left = page.dir === "rtl" ? box.right - width : box.left;
        const top = isOver
          ? Math.min(box.top, bottom - height)
          : box.bottom + 6 + height < bottom
            ? box.bottom + 6
            : box.top - height - 6;
        style.left = Math.max(8, Math.min(left, page.clientWidth - width - 8)) + "px";
        style.top = scrollY + Math.max(8, top) + "px";
      };

      /* A sheet does not cover its claim. */
      const uncover = (passage, sheet) => {
        const box = passage.getBoundingClientRect(),
          room = innerHeight - sheet.offsetHeight;
        if (!shown.length && (box.bottom > room - 24 || box.top < 0))
          scrollBy({ top: Math.min(box.top - 24, box.bottom - room + 48) });
      };

      const step = (by, target) => {
        const focus = depthOf(target) > 0;
        dispatch({
          type: "step",
          order,
          from: cards[0]?.note || notesOf(target)[0],
          by,
          focus,
          isSheet: isSheet(pointer),
        });
        if (!focus) markerOf(cards[0].note).focus(calm);
      };

      const point = ({ target, pointerType, buttons }) => {
        if (pointerType === "touch" || buttons) return;
        const depth = depthOf(target),
          by = narrow.matches && !depth ? null : triggerAt(target);
        if (by)
          dispatch({
            type: "over",
            notes: notesOf(by),
            by,
            depth,
            isMarker: by.matches("a"),
            isToward,
          });
        else
          dispatch({
            type: depth ? "inside" : "away",
            depth,
            isMargin: shown[0]?.matches(".over"),
          });
      };
      listen("pointerover", point);
      listen("pointermove", (event) => {
        const { left, right, top, bottom } = (shown.at(-1) || page).getBoundingClientRect(),
          { clientX: x, clientY: y } = event;
        const now = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
        isToward = now < distance;
        distance = now;
        if (!state.still) return;
        dispatch({ type: "moved" });
        point(event);
      });
      page.addEventListener("pointerleave", () => dispatch({ type: "away" }));
      listen("scroll", ({ target }) => target === document && dispatch({ type: "scrolled" }), {
        passive: true,
      });
      listen(
        "pointerdown",
        ({ pointerType }) => {
          isByKey = false;
          pointer = pointerType;
          dispatch({ type: "scrolled" });
        },
        true,
      );

      /* A press focuses a control, and a browser then scrolls it clear of the scroll padding: the page
       would move under the pointer, and the press end beside the control. */
      listen("mousedown", (event) => {
        const control = event.target.closest(".card button");
        if (!control) return;
        event.preventDefault();
        control.focus(calm);
      });

      listen("click", (event) => {
        const { target } = event,
          by = triggerAt(target),
          depth = depthOf(target),
          link = target.closest("a, button, summary, input");
        if (target === page) return;
        isLocal = !depth && link?.closest(".list");
        if (depth && link && link !== by) dispatch({ type: "pin", depth });
        if (press(target)) return;
        if (!by || event.metaKey || event.ctrlKey || event.shiftKey || (link && link !== by))
          return close(depth);
        if (!link && !getSelection().isCollapsed) return;
        event.preventDefault();
        const isOfKey = isByKey || !event.detail,
          form = isSheet(isOfKey ? "" : pointer);
        dispatch({
          type: "press",
          notes: notesOf(by),
          by,
          depth,
          isSheet: form,
          focus: form || isOfKey,
        });
      });

      listen("focusin", ({ target }) => {
        if (!isByKey || isReturning || keys.open) return;
        const by = triggerAt(target),
          depth = depthOf(target);
        if (by === target)
          dispatch({ type: "focus", note: notesOf(by)[0], by, depth, isSheet: isSheet("") });
        else close(depth);
      });

      listen(
        "keydown",
        (event) => {
          const { key, target } = event,
            isOurs = depthOf(target) || target.matches?.("[role=doc-noteref]");
          isByKey = true;
          pointer = "";
          if (keys.open) return;
          if (key === "Escape" && cards.length) {
            const under = all(":hover").map(triggerAt).findLast(Boolean);
            dispatch({ type: "escape", under: under && notesOf(under).at(-1) });
          } else if (!isOurs || event.altKey || event.ctrlKey || event.metaKey) return;
          else if (key === "j" || key === "k") step(key === "j" ? 1 : -1, target);
          else if (key === "?") keys.showModal();
          else if (key === " " && target.matches("a")) target.click();
          else return;
          event.preventDefault();
        },
        true,
      );

      listen(
        "touchstart",
        ({ target, touches: [{ clientX, clientY }] }) => {
          const sheet = target.closest?.(".card.sheet");
          swipe = sheet && { clientX, clientY, sheet, isTop: sheet.scrollTop <= 0 };
        },
        { passive: true },
      );
      listen("touchend", ({ changedTouches: [touch] }) => {
        if (!swipe) return;
        const x = touch.clientX - swipe.clientX,
          y = touch.clientY - swipe.clientY;
        if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y) && cards.length === 1)
          step(x < 0 === (page.dir !== "rtl") ? 1 : -1, swipe.sheet);
        else if (swipe.isTop && y > 60 && y > 2 * Math.abs(x)) close(cards.length - 1);
      });

      /* Notes in full without a margin: each moves to the block that it is about, and back. */
      const inset = () => {
        const isInset = page.dataset.depth === "notes" && !isMargin();
        if (isInset === !!one(".inset")) return;
        list.append(...items);
        for (const old of all(".inset")) old.remove();
        if (isInset)
          for (const item of items) {
            const block = markerOf(item.id)?.closest("article > *");
            if (!block || block.contains(list)) continue;
            if (!block.nextElementSibling.matches(".inset"))
              block.after(create("ol", "list inset"));
            block.nextElementSibling.append(item);
          }
      };

      /* One pass that reads, one that writes. */
      const arrange = () => {
        inset();
        if (isMargin()) {
          const origin = article.getBoundingClientRect().top;
          const boxes = items.map((item) => ({
            at: (markerOf(item.id)?.getBoundingClientRect().top ?? origin) - origin,
            height: item.offsetHeight,
          }));
          stack(boxes, 0, 14).forEach((top, i) => items[i].style.setProperty("--top", top + "px"));
        }
        page.classList.add("placed");
      };
      items.forEach((item, i) => {
        item.value = i + 1;
      });
      new ResizeObserver(arrange).observe(article);
      wide.onchange = narrow.onchange = () => close(0);
      arrange();

      /* A claim or a note in the address; where words are lit, no card may cover them. */
      const isLit = performance.getEntriesByType("navigation")[0]?.name.includes(":~:text");
      const arrive = (event) => {
        const hash = decoded(location.hash),
          place = byId(hash),
          [, kind, name] = /^(claim|fn)-(.+)/.exec(hash) || [];
        const label = place?.dataset.for || name,
          note = "fn-" + label?.split("~")[0];
        if (!kind || isLocal || (isLit && !event) || !place || !markerOf(note)) return;
        const claims = parts[note] || [markerOf(note)],
          by = claims.find(({ id }) => id === "claim-" + label) || claims[0];
        const look = () => by.scrollIntoView({ block: "center" });
        look();
        /* Again when all has its size, unless the reader has gone on. */
        addEventListener("load", () => setTimeout(() => cards[0]?.note === note && look(), 99));
        dispatch({ type: "open", note, by: null, depth: 0, pinned: true, isSheet: isSheet("") });
      };
      addEventListener("hashchange", arrive);
      arrive();
    });
  })();
