/* The script of the page that is read. First its pure half: what the card shows, given what the
   reader did. Then the page: theme and depth, notes, the card, what the reader does, the margin. */

"use strict";

/**
 * What a card can show: a note by the id of its item in the list ("fn-gates"), a source by "@" and
 * its key ("@okafor").
 * @typedef {string} View
 *
 * The card, while it is open.
 * @typedef {object} Card
 * @property {View[]} views  What was opened, then what was opened inside it; the last one shows.
 * @property {HTMLElement | null} opener  What it was opened from; null after an address or a step.
 * @property {boolean} isPinned  Opened or kept by a press, a key or an address.
 * @property {boolean} isHeld  Opened by the focus, which is still on its marker.
 * @property {boolean} isSheet  At the bottom of the window.
 *
 * An event that happens by itself after so many milliseconds.
 * @typedef {{ after: number, event: OpenEvent | { type: "close" } }} Due
 *
 * @typedef {object} State
 * @property {Card | null} card
 * @property {Due | null} due
 * @property {boolean} isStill  The page was scrolled, and the pointer has not moved since.
 * @property {View} [muted]  What Escape closed: it opens again once the pointer has left its claim.
 *
 * @typedef {object} OpenEvent
 * @property {"open"} type
 * @property {View} view
 * @property {HTMLElement | null} opener
 * @property {boolean} [isPinned]
 * @property {boolean} [isHeld]
 * @property {boolean} [isSheet]
 *
 * The pointer is on a claim. *isToward*: it is on its way to the card.
 * @typedef {{ type: "over", views: View[], opener: HTMLElement, isMarker: boolean, isToward: boolean }} OverEvent
 * The pointer is on nothing that opens. *isMargin*: the open card is over the margin.
 * @typedef {{ type: "away", isMargin?: boolean }} AwayEvent
 * @typedef {{ type: "focus", view: View, opener: HTMLElement, isSheet?: boolean }} FocusEvent_
 * @typedef {{ type: "press", views: View[], opener: HTMLElement, isSheet?: boolean }} PressEvent
 * A source or a reference inside the card was pressed.
 * @typedef {{ type: "follow", view: View }} FollowEvent
 * @typedef {{ type: "step", order: View[], from: View, by: 1 | -1, isSheet?: boolean }} StepEvent
 * @typedef {{ type: "inside" | "moved" | "scrolled" | "pin" | "back" | "escape" | "close" }} PlainEvent
 * In every event, *isSheet* is whether a card that is opened now would be one.
 * @typedef {{ isSheet?: boolean } & (OpenEvent | OverEvent | AwayEvent | FocusEvent_ | PressEvent | FollowEvent | StepEvent | PlainEvent)} ReaderEvent
 *
 * What the reader wants to take along: share.js carries it out.
 * @typedef {{ action: string, view?: View, card: HTMLElement }} Choice
 *
 * @typedef {{ top: number, bottom: number }} Span
 */

var Sidegloss = (() => {
  /* Milliseconds. A marker shows more intent than text. */
  const delays = { text: 320, near: 120, leave: 250, margin: 800 };

  /** @type {State} */
  const start = { card: null, due: null, isStill: false };

  /* What the pointer may neither close nor replace. */
  const isFixed = (/** @type {State} */ { card }) => card?.isPinned || card?.isHeld;

  /* Nor may it cancel what the focus is about to open. */
  const isDueByFocus = (/** @type {State} */ { due }) =>
    due?.event.type === "open" && due.event.isHeld;

  /** @type {(state: State, card: Card | null) => State} */
  const withCard = (state, card) => ({ ...state, card, due: null });

  /** @type {(state: State, after: number) => State} */
  const leave = (state, after) => {
    if (isDueByFocus(state)) return state;
    const isLeaving = state.card && !isFixed(state);
    return { ...state, due: isLeaving ? { after, event: { type: "close" } } : null };
  };

  const events = {
    /** @type {(state: State, event: OverEvent) => State} */
    over(state, { views, opener, isMarker, isToward }) {
      const { card } = state;
      const view = /** @type {View} */ (views.at(-1));
      if (state.isStill || isDueByFocus(state)) return state;
      if (state.muted && views.includes(state.muted)) return leave(state, delays.leave);
      if (isFixed(state) || (card && views.includes(card.views[0]))) return { ...state, due: null };
      const after = isToward || !(isMarker || card) ? delays.text : delays.near;
      return {
        ...state,
        muted: "",
        due: { after, event: { type: "open", view, opener, isSheet: false } },
      };
    },

    /** @type {(state: State) => State} */
    inside: (state) => (isDueByFocus(state) ? state : { ...state, muted: "", due: null }),

    /** @type {(state: State, event: AwayEvent) => State} */
    away: (state, { isMargin }) =>
      state.isStill
        ? state
        : leave({ ...state, muted: "" }, isMargin ? delays.margin : delays.leave),

    /** @type {(state: State) => State} */
    moved: (state) => ({ ...state, isStill: false }),

    /**
     * A scroll cancels what the pointer was about to open, never what the focus was.
     * @type {(state: State) => State}
     */
    scrolled(state) {
      const isOfPointer = state.due?.event.type === "open" && !isDueByFocus(state);
      return { ...state, isStill: true, due: isOfPointer ? null : state.due };
    },

    /** @type {(state: State, event: FocusEvent_) => State} */
    focus(state, { view, opener, isSheet }) {
      const { card } = state;
      if (card?.views[0] === view) return withCard(state, { ...card, isHeld: true });
      /** @type {OpenEvent} */
      const event = { type: "open", view, opener, isSheet, isHeld: true };
      return { ...state, card: null, due: { after: delays.near, event } };
    },

    /** @type {(state: State, event: Omit<OpenEvent, "type">) => State} */
    open: (state, { view, opener, isPinned = false, isHeld = false, isSheet = false }) => ({
      ...withCard(state, { views: [view], opener, isPinned, isHeld, isSheet }),
      muted: "",
    }),

    /**
     * Where claims overlap, a second press goes on to the next.
     * @type {(state: State, event: PressEvent) => State}
     */
    press(state, { views, opener, isSheet }) {
      const { card } = state;
      const at = card ? views.indexOf(card.views[0]) : -1;
      const view = /** @type {View} */ (views.at(card?.isPinned && at >= 0 ? at - 1 : at));
      return events.open(state, { view, opener, isPinned: true, isSheet });
    },

    /** @type {(state: State) => State} */
    pin: (state) => withCard(state, state.card && { ...state.card, isPinned: true }),

    /**
     * A circle leads back to the view that is there already.
     * @type {(state: State, event: FollowEvent) => State}
     */
    follow(state, { view }) {
      const card = /** @type {Card} */ (state.card);
      const at = card.views.indexOf(view);
      const views = at < 0 ? [...card.views, view] : card.views.slice(0, at + 1);
      return withCard(state, { ...card, views, isPinned: true });
    },

    /** @type {(state: State) => State} */
    back: (state) =>
      withCard(
        state,
        state.card && state.card.views.length > 1
          ? { ...state.card, views: state.card.views.slice(0, -1) }
          : null,
      ),

    /**
     * The next card has the form of the one before, and stays as that did.
     * @type {(state: State, event: StepEvent) => State}
     */
    step(state, { order, from, by, isSheet }) {
      const { card } = state;
      return events.open(state, {
        view: /** @type {View} */ (order.at((order.indexOf(from) + by) % order.length)),
        opener: null,
        isPinned: card?.isPinned,
        isHeld: !card?.isPinned,
        isSheet: card?.isSheet ?? isSheet,
      });
    },

    /** @type {(state: State) => State} */
    close: (state) => withCard(state, null),

    /** @type {(state: State) => State} */
    escape(state) {
      const after = events.back(state);
      return { ...after, muted: after.card ? "" : state.card?.views[0] };
    },
  };

  /** @type {(state: State, event: ReaderEvent) => State} */
  const next = (state, event) => events[event.type](state, /** @type {any} */ (event));

  /**
   * The tops of margin notes: each beside its marker, or under the note above.
   * @type {(notes: { at: number, height: number }[], gap: number) => number[]}
   */
  const stack = (notes, gap) => {
    let free = 0;
    return notes.map(({ at, height }) => {
      const top = Math.max(at, free);
      free = top + height + gap;
      return top;
    });
  };

  /**
   * Where a card is beside its claim: below it, above it, or where the claim leaves no room, below or
   * above the line that the reader points at. It is lower than it would be rather than over them. The
   * side does not depend on the card, which stays there when another view replaces the one it shows.
   * @param {Span} claim
   * @param {number} line  The middle of it.
   * @param {number} height  Of the card, with all that it shows.
   * @param {number} room  The height of the window.
   * @returns {{ top: number, height: number }}
   */
  const beside = (claim, line, height, room) => {
    const at = (/** @type {Span} */ { top, bottom }) => {
      const above = top - 14;
      const below = room - bottom - 14;
      const isBelow = below >= Math.min(0.4 * room, above);
      const most = Math.min(height, isBelow ? below : above);
      return { height: most, top: isBelow ? bottom + 6 : top - 6 - most };
    };
    const found = at(claim);
    return found.height < Math.min(height, 180) ? at({ top: line - 32, bottom: line + 32 }) : found;
  };

  /* A choice that is made before share.js has arrived waits for it. */
  return {
    delays,
    start,
    next,
    stack,
    beside,
    /** @type {Choice | null} */
    choice: null,
    take(/** @type {Choice} */ choice) {
      this.choice = choice;
    },
  };
})();

if (globalThis.document)
  (() => {
    const { start, next, stack, beside } = Sidegloss;
    const page = document.documentElement;
    const calm = { preventScroll: true };

    /** @type {(selector: string, within?: ParentNode) => HTMLElement | null} */
    const one = (selector, within = document) => within.querySelector(selector);
    /** @type {(selector: string, within?: ParentNode) => HTMLElement[]} */
    const all = (selector, within = document) => [
      .../** @type {any} */ (within.querySelectorAll(selector)),
    ];
    const byId = (/** @type {string} */ id) => document.getElementById(id);

    /** The id that a fragment names; "" where it cannot be decoded. */
    const decode = (/** @type {string} */ hash) => {
      try {
        return decodeURIComponent(hash.slice(1));
      } catch {
        return "";
      }
    };

    /**
     * What the reader chose, where the browser keeps it; with *value* it is kept.
     * @type {(key: string, value?: string) => string | null}
     */
    const keep = (key, value) => {
      try {
        if (value != null) localStorage.setItem("sidegloss-" + key, value);
        return localStorage.getItem("sidegloss-" + key);
      } catch {
        return null;
      }
    };

    /* ---------------------------------------------------------------- theme and depth, before first paint */

    const dark = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => (page.dataset.theme ? page.dataset.theme === "dark" : dark.matches);
    const setDepth = (/** @type {string | null} */ depth) => {
      page.dataset.depth = depth === "text" || depth === "notes" ? depth : "marks";
    };

    page.classList.add("js");
    page.dataset.theme = keep("theme") || "";
    setDepth(new URLSearchParams(location.search).get("depth") || keep("depth"));

    /* ---------------------------------------------------------------- notes, sources and their marks */

    const wide = matchMedia("(min-width: 75rem)");
    const narrow = matchMedia("(max-width: 40rem)");
    const coarse = matchMedia("(hover: none) and (pointer: coarse)");

    /** @type {HTMLElement} */
    let article;
    /** @type {HTMLElement} */
    let list;
    /** @type {HTMLLIElement[]} */
    let items;
    /** @type {View[]} The notes that have a marker in the text. */
    let order;

    const isMargin = () =>
      "margin" in page.dataset && wide.matches && page.dataset.depth !== "text";

    /** @type {(view: View) => HTMLElement | undefined} */
    const markerOf = (view) =>
      /** @type {HTMLElement | undefined} */ (byId(view.replace("fn", "fnref"))?.firstElementChild);

    /** The stretches of text that a note is about. */
    const claimsOf = (/** @type {View} */ view) =>
      all(`[data-notes~="${CSS.escape(view.replace("fn-", ""))}"]`);

    /**
     * What an element opens: the views of a claim, from the outermost to the innermost.
     * @type {(opener: any) => View[]}
     */
    const viewsOf = ({ dataset, id, hash }) =>
      dataset.source
        ? ["@" + dataset.source]
        : dataset.notes
          ? dataset.notes.split(" ").map((/** @type {string} */ label) => "fn-" + label)
          : [id || decode(hash)];

    /**
     * The element around *target* that opens a card, or another view of it. In lists of notes and
     * sources a link is a link; in the margin the notes open as claims do.
     * @type {(target: HTMLElement) => HTMLElement | null}
     */
    const triggerAt = (target) => {
      /** @type {HTMLElement | null} */
      const trigger = target.closest("[data-notes], .xref, .source, [role=doc-noteref]");
      if (!trigger?.closest(".card")) {
        if (page.dataset.depth === "text") return null;
        if (target.closest(".notes, .sources, .inset"))
          return isMargin() ? target.closest(".list > li") : null;
      }
      return trigger;
    };

    const light = (/** @type {View} */ view, /** @type {boolean} */ isOn) => {
      for (const part of [byId(view), ...claimsOf(view)]) part?.classList.toggle("on", isOn);
    };

    /* ---------------------------------------------------------------- the card */

    let state = start;
    /** @type {Card | null} What the page shows by now. */
    let shown = null;
    /** @type {HTMLElement | null} */
    let card = null;
    /** @type {CloseWatcher | null} */
    let watcher = null;
    let timer = 0;

    const isInCard = (/** @type {Node | null} */ node) => card?.contains(node);

    const dispatch = (/** @type {ReaderEvent} */ event) => {
      const before = state;
      state = next(state, { isSheet: isSheet(), ...event });
      if (state.due !== before.due) {
        clearTimeout(timer);
        if (state.due) timer = setTimeout(dispatch, state.due.after, state.due.event);
      }
      if (state.card !== before.card) show();
    };
    const close = () => dispatch({ type: "close" });

    /** Make the page show the state's card. */
    const show = () => {
      const before = shown;
      shown = state.card;
      watcher?.destroy();
      const isSame =
        before && before.views[0] === shown?.views[0] && before.isSheet === shown.isSheet;
      if (before && !isSame) removeCard(before);
      if (!shown) return;
      if (!isSame) openCard(shown);
      else if (before.views !== shown.views) turnCard(before, shown);
      setPinned(shown.isPinned);
      /* The back gesture does what Escape does. */
      if (!shown.isSheet || !globalThis.CloseWatcher) return;
      watcher = new CloseWatcher();
      watcher.onclose = () => dispatch({ type: "escape" });
    };

    const openCard = (/** @type {Card} */ shown) => {
      const [view] = shown.views;
      const passage = passageOf(view, shown.opener);
      if (!shown.opener) passage.scrollIntoView({ block: "nearest" });
      const note = isMargin() && byId(view)?.getBoundingClientRect();
      const isOver = note && note.bottom > 0 && note.top < innerHeight;
      card = document.createElement("div");
      card.className = "card " + (shown.isSheet ? "sheet" : isOver ? "over" : "");
      card.tabIndex = -1;
      card.popover = "manual";
      fillCard(shown);
      article.after(card);
      card.showPopover({ source: passage });
      light(view, true);
      if (shown.isSheet) uncover();
      else place();
    };

    const removeCard = (/** @type {Card} */ { views: [view], opener }) => {
      const hadFocus = isInCard(document.activeElement);
      light(view, false);
      card?.remove();
      card = null;
      page.classList.remove("in-card");
      if (!hadFocus || shown) return;
      isByKey = false;
      (opener?.matches("a") ? opener : markerOf(view) || opener)?.focus(calm);
    };

    /** Another view in place of the one that shows. Back at one, the focus is where it was left. */
    const turnCard = (/** @type {Card} */ before, /** @type {Card} */ shown) => {
      const sheet = /** @type {HTMLElement} */ (card);
      const hadFocus = isInCard(document.activeElement);
      const left = before.views[shown.views.length];
      fillCard(shown);
      place();
      sheet.scrollTop = 0;
      const opener = all("a", sheet).find((link) => viewsOf(link)[0] === left);
      if (hadFocus) (opener || sheet).focus();
    };

    /**
     * Put a note or a record into the card, without ids, and the controls. By its kind and views the
     * style sheet knows which of them it has use for.
     */
    const fillCard = (/** @type {Card} */ { views }) => {
      const sheet = /** @type {HTMLElement} */ (card);
      const view = /** @type {View} */ (views.at(-1));
      const item = byId(view);
      const record = `[data-record="${CSS.escape(view.slice(1))}"]`;
      const original = item || one(".sources " + record) || one(record);
      const body = /** @type {HTMLElement} */ (original?.cloneNode(true));
      const { content } = /** @type {HTMLTemplateElement} */ (byId("_card"));
      const bar = /** @type {DocumentFragment} */ (content.cloneNode(true));
      const position = /** @type {HTMLElement} */ (one(".position", bar));
      position.textContent = /** @type {string} */ (position.textContent)
        .replace("{n}", `${order.indexOf(view) + 1}`)
        .replace("{total}", `${order.length}`);
      for (const part of all("[id]", body)) part.removeAttribute("id");
      sheet.replaceChildren(...(item ? body.childNodes : [body]), bar);
      sheet.dataset.kind = item?.dataset.kind || "";
      sheet.dataset.views = views.join(" ");
      sheet.ariaLabel = markerOf(view)?.ariaLabel || body.textContent;
    };

    /** Tab goes through a card once it is pinned; until then it goes on in the text. */
    const setPinned = (/** @type {boolean} */ isPinned) => {
      const sheet = /** @type {HTMLElement} */ (card);
      sheet.role = isPinned ? "dialog" : "group";
      for (const stop of all("a, button, summary", sheet)) stop.tabIndex = isPinned ? 0 : -1;
    };

    /**
     * What a card is opened from, else the claim or the marker of its note.
     * @type {(view: View, opener?: HTMLElement | null) => HTMLElement}
     */
    const passageOf = (view, opener) =>
      opener || claimsOf(view)[0] || /** @type {HTMLElement} */ (markerOf(view));

    /** The box around all that the note of the card is about. */
    const claimBox = (/** @type {Card} */ { views: [view], opener }) => {
      const range = new Range();
      range.setStartBefore(claimsOf(view)[0] || passageOf(view, opener));
      range.setEndAfter(claimsOf(view).at(-1) || passageOf(view, opener));
      return range.getBoundingClientRect();
    };

    /** Place the card in coordinates of the page: over its note in the margin, or beside its claim. */
    const place = () => {
      if (!card || !shown || shown.isSheet) return;
      const { style } = card;
      const isOver = card.matches(".over");
      const note = /** @type {HTMLElement} */ (byId(shown.views[0]));
      const claim = isOver ? note.getBoundingClientRect() : claimBox(shown);
      style.maxHeight = "";
      const { offsetWidth: width, offsetHeight: height } = card;
      let top = Math.min(claim.top, innerHeight - 8 - height);
      if (!isOver) {
        const line = Math.max(claim.top, Math.min(pointed, claim.bottom));
        const found = beside(claim, line, height, innerHeight);
        top = found.top;
        style.maxHeight = found.height + "px";
      }
      const left = page.dir === "rtl" ? claim.right - width : claim.left;
      style.left = Math.max(8, Math.min(left, page.clientWidth - width - 8)) + "px";
      style.top = scrollY + Math.max(8, top) + "px";
    };

    /** Scroll so far that the sheet does not cover its claim. */
    const uncover = () => {
      const { top, bottom } = claimBox(/** @type {Card} */ (shown));
      const room = innerHeight - /** @type {HTMLElement} */ (card).offsetHeight;
      if (bottom > room - 24 || top < 0) scrollBy({ top: Math.min(top - 24, bottom - room + 48) });
    };

    /** The card of the next claim or the one before; the focus goes along. */
    const step = (/** @type {1 | -1} */ by) => {
      const held = /** @type {HTMLElement} */ (document.activeElement);
      const from = shown ? shown.views[0] : viewsOf(held)[0];
      if (!order.includes(from)) return;
      const wasInCard = isInCard(held);
      dispatch({ type: "step", order, from, by });
      const { views } = /** @type {Card} */ (shown);
      (wasInCard ? card : markerOf(views[0]))?.focus(calm);
    };

    /* ---------------------------------------------------------------- controls */

    /** @type {HTMLDialogElement} */
    let keys;
    /** @type {View} Where a link of the key has led to. */
    let visited = "";

    /** @type {Record<string, (control: any) => void>} What a control does, by its data-do. */
    const actions = {
      theme() {
        const isOther = isDark() !== dark.matches;
        page.dataset.theme = isOther ? "" : dark.matches ? "light" : "dark";
        keep("theme", page.dataset.theme);
      },
      depth({ value }) {
        setDepth(value);
        keep("depth", value);
        close();
        arrange();
      },
      keys: () => keys.showModal(),
      previous: () => step(-1),
      next: () => step(1),
      back: () => dispatch({ type: "back" }),
      close,
      /* The browser follows the link, which leads to the next claim of its kind. */
      "next-of-kind"(link) {
        const views = order.filter((view) => byId(view)?.dataset.kind === link.dataset.kind);
        visited = views[(views.indexOf(visited) + 1) % views.length];
        const claim = visited.replace("fn", "claim");
        link.hash = byId(claim) ? claim : visited;
      },
    };

    /** Whether there is a control at *target*; it does what it is for. */
    const act = (/** @type {HTMLElement} */ target) => {
      /** @type {HTMLElement | null} */
      const control = target.closest("[data-do]");
      const action = control?.dataset.do || "";
      if (actions[action]) actions[action](control);
      else if (action && card) Sidegloss.take({ action, view: shown?.views.at(-1), card });
      showPressed();
      return control;
    };

    const showPressed = () => {
      for (const button of all("button[aria-pressed]")) {
        const { value } = /** @type {HTMLButtonElement} */ (button);
        button.ariaPressed = `${value ? value === page.dataset.depth : isDark()}`;
      }
    };

    /* ---------------------------------------------------------------- what the reader does */

    /** The pointer that was pressed last; "" where a key was. */
    let pointer = "";
    let isByKey = false;
    /** A link in the list was followed: it leads to a place, and opens no card. */
    let isOfList = false;
    /** The height that the pointer is at, and how far from the card. */
    let pointed = 0;
    let distance = 0;
    let isToward = false;
    /** @type {{ x: number, y: number, isTop: boolean } | null} */
    let swipe = null;

    /** Whether a note that is opened now is a sheet: what opens it decides. */
    const isSheet = () => narrow.matches || (pointer ? pointer === "touch" : coarse.matches);

    /** @type {Record<string, (event: any) => void>} */
    const listeners = {
      pointerover({ target, pointerType, buttons }) {
        if (pointerType === "touch" || buttons) return;
        if (isInCard(target)) return dispatch({ type: "inside" });
        const opener = narrow.matches ? null : triggerAt(target);
        if (!opener) return dispatch({ type: "away", isMargin: card?.matches(".over") });
        const isMarker = opener.matches("a");
        dispatch({ type: "over", views: viewsOf(opener), opener, isMarker, isToward });
      },

      pointermove(event) {
        const { left, right, top, bottom } = (card || page).getBoundingClientRect();
        const { clientX: x, clientY: y } = event;
        const before = distance;
        distance = Math.max(left - x, 0, x - right) + Math.max(top - y, 0, y - bottom);
        isToward = distance < before;
        pointed = y;
        if (!state.isStill) return;
        dispatch({ type: "moved" });
        listeners.pointerover(event);
      },

      pointerdown({ target, pointerType }) {
        isByKey = false;
        pointer = pointerType;
        dispatch({ type: "scrolled" });
        if (isInCard(target)) dispatch({ type: "pin" });
      },

      click(event) {
        const { target } = event;
        const trigger = triggerAt(target);
        const link = target.closest("a, button, summary");
        const isInside = isInCard(target);
        if (target === page) return;
        isOfList = link?.closest(".list");
        if (act(target)) return;
        if (!link && !getSelection()?.isCollapsed) return;
        const hasModifier = event.metaKey || event.ctrlKey || event.shiftKey;
        if (!trigger || hasModifier || (link && link !== trigger)) {
          if (!isInside) close();
          return;
        }
        event.preventDefault();
        const views = viewsOf(trigger);
        if (isInside) return dispatch({ type: "follow", view: views[0] });
        const isOfKey = isByKey || !event.detail;
        if (isOfKey) pointer = "";
        dispatch({ type: "press", views, opener: trigger });
        if (isOfKey || shown?.isSheet) card?.focus(calm);
      },

      focusin({ target }) {
        page.classList.toggle("in-card", !!isInCard(target));
        if (!isByKey || isInCard(target)) return;
        if (triggerAt(target) !== target) return close();
        const [view] = viewsOf(target);
        dispatch({ type: "focus", view, opener: target });
      },

      /* Letters do something only while a marker, a citation or the card has the focus. */
      keydown(event) {
        const { key, target } = event;
        const isOurs = isInCard(target) || triggerAt(target) === target;
        isByKey = true;
        pointer = "";
        if (keys.open) return;
        if (key === "Escape") {
          /* The list of ways closes by itself. */
          if (!card || one(".ways:popover-open")) return;
          dispatch({ type: "escape" });
        } else if (event.altKey || event.ctrlKey || event.metaKey) return;
        else if (key === "?") {
          /* Single keys can be switched off, on the page for searching. */
          if (target.matches("input, textarea, select") || keep("slash") === "off") return;
          keys.showModal();
        } else if (isOurs && key === "j") step(1);
        else if (isOurs && key === "k") step(-1);
        else if (isOurs && key === " " && target.matches("a")) target.click();
        else return;
        event.preventDefault();
      },

      touchstart({ target, touches: [{ clientX: x, clientY: y }] }) {
        const isOnSheet = shown?.isSheet && isInCard(target);
        swipe = isOnSheet ? { x, y, isTop: !card?.scrollTop } : null;
      },

      touchend({ changedTouches: [touch] }) {
        if (!swipe) return;
        const x = touch.clientX - swipe.x;
        const y = touch.clientY - swipe.y;
        const isForward = x < 0 === (page.dir !== "rtl");
        if (Math.abs(x) > 60 + 2 * Math.abs(y)) step(isForward ? 1 : -1);
        else if (swipe.isTop && y > 60 + 2 * Math.abs(x)) close();
      },
    };

    /* ---------------------------------------------------------------- the margin */

    /** Notes in full without a margin: each moves to the block that it is about, and back. */
    const inset = () => {
      const isInset = page.dataset.depth === "notes" && !isMargin();
      if (isInset === !!one(".inset")) return;
      list.append(...items);
      for (const old of all(".inset")) old.remove();
      if (!isInset) return;
      for (const item of items) {
        const block = markerOf(item.id)?.closest("article > *");
        if (!block || block.contains(list)) continue;
        let notes = block.nextElementSibling;
        if (!notes?.matches(".inset")) {
          notes = document.createElement("ol");
          notes.className = "list inset";
          block.after(notes);
        }
        notes.append(item);
      }
    };

    /** Place the notes in the margin, in one pass that reads and one that writes; then the card. */
    const arrange = () => {
      inset();
      if (isMargin()) {
        const { top } = article.getBoundingClientRect();
        const boxes = items.map((item) => ({
          at: (markerOf(item.id) || article).getBoundingClientRect().top - top,
          height: item.offsetHeight,
          isCut: item.children[1].scrollHeight > item.children[1].clientHeight + 2,
        }));
        stack(boxes, 14).forEach((top, i) => {
          items[i].style.setProperty("--top", top + "px");
          items[i].classList.toggle("cut", boxes[i].isCut);
        });
      }
      place();
    };

    /* ---------------------------------------------------------------- arriving, and beginning */

    /** A claim or a note in the address opens. Where words are lit, no card may cover them. */
    const arrive = () => {
      const id = decode(location.hash);
      const target = /^(claim|fn)-/.test(id) && byId(id);
      if (!target || isOfList) return;
      const view = "fn-" + (target.dataset.for || id.replace(/^\w+-|~.*/g, ""));
      if (!markerOf(view)) return;
      const claim = target.matches("[data-notes]") ? target : passageOf(view);
      const look = () => claim.scrollIntoView({ block: "center" });
      look();
      /* Again when all has its size, unless the reader has gone on. */
      addEventListener("load", () => setTimeout(() => shown?.views[0] === view && look(), 99));
      dispatch({ type: "open", view, opener: null, isPinned: true });
    };

    const listen = () => {
      for (const [type, act] of Object.entries(listeners))
        document.addEventListener(type, act, true);
      page.addEventListener("pointerleave", () => dispatch({ type: "away" }));
      addEventListener("scroll", () => dispatch({ type: "scrolled" }));
      addEventListener("resize", place);
      addEventListener("hashchange", arrive);
      wide.onchange = narrow.onchange = close;
    };

    const begin = () => {
      list = /** @type {HTMLElement} */ (one(".notes .list"));
      close();
      showPressed();
      if (!list)
        return document.addEventListener("click", ({ target }) =>
          act(/** @type {HTMLElement} */ (target)),
        );
      article = /** @type {HTMLElement} */ (one("article"));
      items = /** @type {HTMLLIElement[]} */ ([...list.children]);
      items.forEach((item, i) => (item.value = i + 1));
      keys = /** @type {HTMLDialogElement} */ (byId("_keys"));
      order = items.map((item) => item.id).filter((view) => !list.contains(markerOf(view) || list));
      listen();
      new ResizeObserver(arrange).observe(article);
      /* Notes would be seen to move where fonts arrive late, or where no frame has them in place yet. */
      const inNextFrame = requestAnimationFrame;
      const showNotes = () => inNextFrame(() => inNextFrame(() => page.classList.add("placed")));
      document.fonts.ready.then(showNotes);
      setTimeout(showNotes, 300);
      if (!performance.getEntriesByType("navigation")[0]?.name.includes(":~:text")) arrive();
    };
    addEventListener("DOMContentLoaded", begin);
  })();
