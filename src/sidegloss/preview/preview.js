/* A page of the preview -> the same page, kept in step with what its author writes. It stands before
   the page's own scripts. What it adds to the page lies in a shadow tree of its own. */
"use strict";
{
  const { base, run, turn, page } = document.currentScript.dataset;
  const root = document.documentElement,
    calm = { preventScroll: true };
  const listen = EventTarget.prototype.addEventListener,
    delay = setTimeout;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  /* Of what page this is: its digest, and the turn of the server's run at which it was made. */
  const shown = { run, page, turn: +turn };
  const KEPT = "sidegloss-preview";

  /* ---------------------------------------------------------------- a page's life

     What the page's scripts begin when the page is there (listeners, timers, observers) ends when
     another takes its place; then they begin anew, by the same event. What they do before, or later,
     is for all the pages to come: a listener on the document that looks at what was clicked. */

  let life = new AbortController(),
    isBegun = false; // while they begin
  const timers = new Set(),
    observers = new Set();
  const begin = () => {
    isBegun = true;
    delay(() => {
      isBegun = false;
    });
  };
  listen.call(document, "DOMContentLoaded", begin, true);
  EventTarget.prototype.addEventListener = function (type, act, options) {
    if (!isBegun || ![window, document, root].includes(this))
      return listen.call(this, type, act, options);
    const given = typeof options === "object" ? options : { capture: !!options };
    const signal = given?.signal ? AbortSignal.any([given.signal, life.signal]) : life.signal;
    return listen.call(this, type, act, { ...given, signal });
  };
  globalThis.setTimeout = (...given) => {
    const timer = delay(...given);
    timers.add(timer);
    return timer;
  };
  globalThis.ResizeObserver = class extends ResizeObserver {
    constructor(act) {
      super(act);
      observers.add(this);
    }
  };
  const end = () => {
    life.abort();
    life = new AbortController();
    timers.forEach(clearTimeout);
    observers.forEach((observer) => observer.disconnect());
    timers.clear();
    observers.clear();
  };

  /* ---------------------------------------------------------------- what the reader sees, and keeps */

  const BLOCKS = "main :is(h1, h2, h3, h4, h5, h6, p, li, dt, dd, pre, figure, blockquote, tr)";
  const topOf = (element) => element.getBoundingClientRect().top;
  const said = (element) => element.textContent.replace(/\s+/g, " ").trim();

  /* The blocks at the top of the window: where the first of them that is still there stands. */
  const place = () => {
    const blocks = all(BLOCKS).filter((block) => !block.closest(".card"));
    const first = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
    const near = first < 0 || !scrollY ? [] : blocks.slice(first, first + 6);
    return {
      x: scrollX,
      y: scrollY,
      near: near.map((block, i) => ({ at: first + i, text: said(block), top: topOf(block) })),
    };
  };
  const backTo = ({ x, y, near }) => {
    const blocks = near.length ? all(BLOCKS).filter((block) => !block.closest(".card")) : [];
    scrollTo({ left: x, top: y, behavior: "instant" });
    for (const { at, text, top } of near) {
      const alike = blocks
        .map((block, i) => [Math.abs(i - at), block])
        .filter(([, block]) => said(block) === text);
      if (!alike.length) continue;
      const [, block] = alike.reduce((a, b) => (b[0] < a[0] ? b : a));
      scrollBy({ top: topOf(block) - top, behavior: "instant" });
      return;
    }
  };

  /* A card shows a note or a source: "fn-gates", "@logs". What was opened inside it comes after. */
  const markerOf = (label) => one(`#${CSS.escape("fnref-" + label)} > a`);
  const triggers = (view) => {
    if (view.startsWith("@"))
      return all(`article .source[data-source="${CSS.escape(view.slice(1))}"]`);
    const label = view.slice(3);
    const parts = all("[data-notes]").filter(
      (part) => part.dataset.notes.split(" ").at(-1) === label,
    );
    return [...parts, markerOf(label)].filter(Boolean);
  };
  const inner = (view, card) =>
    one(
      view.startsWith("@")
        ? `.source[data-source="${CSS.escape(view.slice(1))}"]`
        : `.xref[href="#${CSS.escape(view)}"]`,
      card,
    );
  const shownCard = () => {
    const card = one(".card");
    if (!card) return null;
    return {
      views: card.dataset.views.split(" "),
      scrolled: card.scrollTop,
      isHeld: card.contains(document.activeElement),
      from: near(card),
    };
  };
  /* Which of a claim's parts, or of the places that cite a source, a card was opened from: the nearest. */
  const near = (card) => {
    const box = card.getBoundingClientRect();
    const far = triggers(card.dataset.views.split(" ")[0]).map((part) => {
      const { left, bottom } = part.getBoundingClientRect();
      return Math.abs(left - box.left) + Math.abs(bottom - box.top);
    });
    return far.indexOf(Math.min(...far));
  };
  const press = (trigger) =>
    trigger.dispatchEvent(
      new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1, view: window }),
    );
  const open = (wanted) => {
    if (!wanted) return;
    const [view, ...followed] = wanted.views;
    const found = triggers(view);
    const trigger = found[wanted.from] || found.at(-1);
    if (trigger) press(trigger);
    const card = one(".card");
    if (!card) return;
    for (const view of followed) {
      const link = inner(view, card);
      if (!link) break;
      press(link);
    }
    card.getAnimations().forEach((entrance) => entrance.finish()); // it was there
    card.scrollTop = wanted.scrolled;
    if (wanted.isHeld) card.focus(calm);
  };

  const focused = () => {
    const held = document.activeElement;
    const above = held?.closest(".card, #" + HOST) ? null : held?.closest("[id]");
    return above ? { id: above.id, name: held.localName, is: above === held } : null;
  };
  const fields = () => all("main :is(input, select, textarea)[name]");
  const keep = () => ({
    place: place(),
    card: shownCard(),
    focus: focused(),
    opened: all("main details").map((details) => details.open),
    values: fields().map((field) => [
      field.name,
      field.type === "checkbox" ? field.checked : field.value,
    ]),
  });
  const restore = (kept) => {
    all("main details").forEach((details, i) => {
      if (kept.opened[i] !== undefined) details.open = kept.opened[i];
    });
    for (const field of fields()) {
      const [, value] = kept.values.find(([name]) => name === field.name) ?? [];
      if (value === undefined || value === "" || value === field.value) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    backTo(kept.place);
    open(kept.card);
    backTo(kept.place);
    const { id, name, is } = kept.focus ?? {},
      above = id && document.getElementById(id);
    if (above) (is ? above : one(name, above))?.focus(calm);
  };

  /* With a claim in the address a page would open its card and go there, as on arrival. */
  const withoutFragment = (act) => {
    const { href } = location;
    history.replaceState(history.state, "", location.pathname + location.search);
    act();
    history.replaceState(history.state, "", href);
  };

  /* ---------------------------------------------------------------- the page anew */

  const fetchPage = () =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.responseType = "document"; // parsed by the browser: no text is turned into a page by a script
      request.onload = () => resolve(request.response);
      request.onerror = () => resolve(null);
      request.open("GET", location.pathname + location.search);
      request.send();
    });
  const tagOf = (page) => one("script[data-turn]", page);

  const named = (address) => address?.replace(/\.[0-9a-f]{8}(?=\.\w+$)/, "");
  /* New style sheets come in beside the old ones, which leave when those are there: no flash. */
  const dress = (fresh) => {
    const sheets = all("head > link[rel=stylesheet]"),
      waits = [];
    const isThere = (href) =>
      sheets.some((link) => named(link.getAttribute("href")) === named(href));
    /* And the one that a script fetches when it is first needed. */
    const late = all("[data-style]", fresh)
      .map(({ dataset }) => dataset.style)
      .filter(isThere);
    const wanted = [
      ...all("head > link[rel=stylesheet]", fresh).map((link) => link.getAttribute("href")),
      ...late,
    ];
    let last = sheets.at(-1);
    for (const href of wanted) {
      const there = sheets.find((link) => link.getAttribute("href") === href);
      const before = sheets.find((link) => named(link.getAttribute("href")) === named(href));
      if (there) {
        last = there;
        continue;
      }
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
      waits.push(
        new Promise((resolve) => {
          link.onload = () => {
            before?.remove();
            resolve();
          };
          link.onerror = () => {
            link.remove();
            resolve();
          };
        }),
      );
      if (before || last) (before || last).after(link);
      else document.head.append(link);
      last = link;
    }
    const leave = sheets.filter(
      (link) => !wanted.some((href) => named(href) === named(link.getAttribute("href"))),
    );
    return Promise.all(waits).then(() => leave.forEach((link) => link.remove()));
  };

  /* The scripts of the theme begin anew on request; any other runs once, so the page is loaded. */
  const OURS = /\/(~preview|assets\/(reader|claims|picture|share|search-open)\.[0-9a-f]{8})\.js$/;
  const scripts = (page) =>
    all("script[src]:not([data-turn])", page)
      .map((script) => script.getAttribute("src"))
      .sort()
      .join(" ");
  const loaded = () =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter((name) => name.endsWith(".js"));
  const canSwap = (fresh) => {
    const now = scripts(document);
    return now !== "" && now === scripts(fresh) && loaded().every((name) => OURS.test(name));
  };

  const STAYS = new Set(["class", "data-theme", "data-depth"]); // the reader's choice, not the page's
  const swap = (fresh) => {
    const kept = keep(),
      { body } = fresh;
    end();
    for (const { name } of [...root.attributes])
      if (!STAYS.has(name) && !fresh.documentElement.hasAttribute(name)) root.removeAttribute(name);
    for (const { name, value } of fresh.documentElement.attributes)
      if (!STAYS.has(name)) root.setAttribute(name, value);
    document.title = fresh.title;
    for (const meta of all("head > meta:is([name], [property])")) meta.remove();
    document.head.append(...all("head > meta:is([name], [property])", fresh));
    /* A picture that is there is not fetched again. */
    const pictures = all("img");
    for (const image of all("img", body)) {
      const there = pictures.findIndex((each) => each.isEqualNode(image));
      if (there >= 0) image.replaceWith(...pictures.splice(there, 1));
    }
    /* A script that has run reads what its element tells: the element stays, and tells it anew. */
    for (const script of all("script[src]", body)) {
      const there = one(`body script[src="${CSS.escape(script.getAttribute("src"))}"]`);
      for (const { name, value } of script.attributes)
        if (name !== "src") there.setAttribute(name, value);
      script.replaceWith(there);
    }
    document.body.replaceChildren(...body.childNodes);
    begin();
    withoutFragment(() => document.dispatchEvent(new Event("DOMContentLoaded", { bubbles: true })));
    restore(kept);
  };
  const reload = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ at: location.pathname, ...keep() }));
    } catch {}
    location.reload();
  };

  /* Files keep their names: a picture that was changed is asked for anew. */
  const refetch = (changed, since, isAll) => {
    for (const media of all("main :is(img, video, audio, source)[src]")) {
      const name = decodeURIComponent(new URL(media.src, location.href).pathname).slice(
        base.length,
      );
      if (!(changed[name] > since || (isAll && name in changed))) continue;
      media.src = media.getAttribute("src").split("?")[0] + "?" + changed[name];
      media.parentElement.load?.();
    }
  };

  let word,
    working = false;
  const follow = async () => {
    if (working) return;
    working = true;
    for (let told; told !== word;) {
      told = word;
      if (told.turn !== shown.turn || told.run !== shown.run) await catchUp(told);
    }
    working = false;
    tell(word);
  };
  const catchUp = async (told) => {
    const fresh = await fetchPage(),
      tag = fresh && tagOf(fresh);
    if (!fresh) return; // the server has gone; the next one will tell
    if (!tag) return reload();
    const { turn: since, run: before } = shown;
    const isOther = tag.dataset.page !== shown.page;
    if (isOther && !canSwap(fresh)) return reload();
    await dress(fresh);
    if (isOther) swap(fresh);
    refetch(told.changed, since, before !== told.run);
    Object.assign(shown, tag.dataset, { turn: +tag.dataset.turn });
  };

  /* ---------------------------------------------------------------- the stream */

  /* Only while the page is seen: a browser opens six connections to a server, for all its tabs. */
  let stream, lost;
  const connect = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(base + "~events");
    stream.onmessage = ({ data }) => {
      clearTimeout(lost);
      lost = 0;
      word = JSON.parse(data);
      follow();
    };
    stream.onerror = () => {
      lost ||= delay(() => tell({ ...word, isLost: true }), 2000);
      if (stream?.readyState === EventSource.CLOSED) {
        // another program answers in its place
        disconnect();
        delay(connect, 1000);
      }
    };
  };
  const disconnect = () => {
    stream?.close();
    stream = null;
  };
  listen.call(document, "visibilitychange", () => (document.hidden ? disconnect() : connect()));
  listen.call(window, "pagehide", disconnect);
  listen.call(window, "pageshow", connect);

  /* ---------------------------------------------------------------- the badge and the list of messages

     The badge counts the messages and opens the list. It is quiet: an error never opens the list by
     itself. Whether the list is open is kept for the next page of this tab. */

  const HOST = "_preview",
    OPENED = "sidegloss-messages";
  const SIGNS = { error: "✕", warning: "!", info: "i" };
  const make = (name, className, ...kids) => {
    const element = Object.assign(document.createElement(name), { className });
    element.append(...kids);
    return element;
  };
  const host = Object.assign(document.createElement("div"), {
    id: HOST,
    popover: "manual",
    lang: "en",
    dir: "ltr",
  });
  const sheet = Object.assign(document.createElement("link"), {
    rel: "stylesheet",
    href: base + "~preview.css",
  });
  const panel = make("section", "panel"),
    list = make("ol", "messages"),
    close = make("button", "close", "×");
  const title = make("h2", ""),
    badge = make("button", "badge"),
    aloud = make("p", "aloud");
  aloud.role = "status";
  panel.id = "messages";
  panel.ariaLabel = "Messages of the preview";
  panel.tabIndex = -1;
  close.ariaLabel = "Close the messages";
  badge.setAttribute("aria-controls", "messages");
  panel.append(make("header", "", title, close), list);
  host.attachShadow({ mode: "open" }).append(sheet, aloud, badge, panel);
  panel.hidden = badge.hidden = true;

  const item = ({ severity, place, text, code, excerpt, href }) => {
    const where = href
      ? Object.assign(make("a", "place", place), { href })
      : make("span", "place", place);
    const what = make("p", "", make("b", "", severity), " ", make("span", "what", text));
    const entry = make(
      "li",
      severity,
      what,
      make("p", "where", where, " ", make("code", "", code)),
    );
    const [lines, ...help] = excerpt.split(/^ *= help: /m);
    if (lines.trim()) {
      const shownLines = make("pre", "", lines.replace(/\n$/, ""));
      shownLines.tabIndex = 0;
      entry.append(shownLines);
    }
    if (help.length) entry.append(make("p", "help", help.join("").replace(/\s*\n\s*/g, " ")));
    return entry;
  };
  const count = (severity, number) => {
    const part = make("span", severity, make("i", "", SIGNS[severity]), String(number));
    part.ariaHidden = "true";
    return part;
  };

  let told = "",
    wanted = false,
    wrong = 0;
  try {
    wanted = sessionStorage.getItem(OPENED) === "1";
  } catch {}
  const toggle = (isOpen) => {
    if (isOpen && panel.hidden) {
      // above whatever card is open
      host.hidePopover?.();
      host.showPopover?.();
    }
    panel.hidden = !isOpen;
    badge.ariaExpanded = String(isOpen);
  };
  const choose = (isOpen) => {
    wanted = isOpen;
    try {
      sessionStorage.setItem(OPENED, isOpen ? "1" : "0");
    } catch {}
    toggle(isOpen);
  };
  const tell = ({ messages = [], counts = {}, summary = "", isWrong, more, isLost }) => {
    if (!host.isConnected) root.append(host);
    if (!host.matches(":popover-open")) host.showPopover?.();
    const isQuiet = !counts.error && !counts.warning;
    const parts = Object.entries(counts).filter(
      ([severity, number]) => number && (isQuiet || severity !== "info"),
    );
    badge.hidden = !summary && !isLost;
    badge.className = isLost ? "badge lost" : isWrong ? "badge wrong" : "badge";
    badge.ariaLabel = isLost ? "The preview does not answer" : `${summary}: show the messages`;
    badge.title = isLost ? "The preview does not answer" : summary;
    badge.replaceChildren(...(isLost ? ["Preview stopped"] : parts.map((part) => count(...part))));
    root.style.paddingBlockEnd = badge.hidden ? "" : "2.5rem"; // the end of a text is not below the badge
    const now = JSON.stringify(messages);
    if (now === told) return;
    told = now;
    title.textContent = summary;
    list.replaceChildren(
      ...messages.map(item),
      ...(more ? [make("li", "more", `and ${more} more`)] : []),
    );
    const errors = counts.error ?? 0;
    if (errors !== wrong)
      aloud.textContent =
        errors > wrong
          ? `${summary}: ${messages.find(({ severity }) => severity === "error").text}`
          : summary || "No problems";
    wrong = errors;
    toggle(wanted && messages.length > 0);
  };
  badge.onclick = () => {
    if (!list.childElementCount) return;
    choose(panel.hidden);
    if (!panel.hidden) panel.focus(calm);
  };
  close.onclick = () => {
    choose(false);
    badge.focus();
  };
  /* What is done in the messages is no business of the page's. */
  for (const type of ["click", "pointerdown", "pointerover", "pointermove", "focusin"])
    host.addEventListener(type, (event) => event.stopPropagation());
  listen.call(
    window,
    "keydown",
    (event) => {
      if (event.key !== "Escape" || panel.hidden || !event.composedPath().includes(host)) return;
      event.stopImmediatePropagation();
      close.onclick();
    },
    true,
  );

  /* ---------------------------------------------------------------- on arrival */

  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
  } catch {}
  if (kept && kept.at === location.pathname) {
    const { href } = location;
    history.replaceState(history.state, "", location.pathname + location.search);
    listen.call(
      window,
      "DOMContentLoaded",
      () =>
        delay(() => {
          restore(kept);
          history.replaceState(history.state, "", href);
        }),
      { once: true },
    );
    listen.call(window, "load", () => backTo(kept.place), { once: true });
  }
}
