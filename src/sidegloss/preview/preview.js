/* A page of the preview -> the same page, updated as its author writes. It runs before the page's own
   scripts. What it adds to the page is in a shadow tree of its own. */
"use strict";
{
  /**
   * A message of the last build, as the server sends it.
   * @typedef {object} Message
   * @property {string} severity
   * @property {string} place
   * @property {string} text
   * @property {string} code
   * @property {string} excerpt
   * @property {string} [href]
   */
  /**
   * What the server sends after each build.
   * @typedef {object} News
   * @property {string} run - names the server's run
   * @property {number} turn - counts its builds
   * @property {Record<string, number>} changed - of each media file, the turn that changed it
   * @property {Message[]} [messages]
   * @property {Record<string, number>} [counts] - messages by severity
   * @property {string} [summary]
   * @property {boolean} [isWrong]
   * @property {number} [more] - messages that are not sent
   */
  /**
   * Blocks at the top of the window, and how far it is scrolled.
   * @typedef {{ at: number, text: string, top: number }} Block
   * @typedef {{ x: number, y: number, near: Block[] }} Position
   */
  /**
   * The open card: the notes and sources it shows, and the index of what it was opened from.
   * @typedef {{ views: string[], scrolled: number, isHeld: boolean, from: number }} Card
   */
  /** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
  /**
   * What an author sees of a page, kept while the page is replaced.
   * @typedef {object} Kept
   * @property {Position} position
   * @property {Card | null} card
   * @property {{ id: string, name: string, isItself: boolean } | null} focus
   * @property {boolean[]} opened - whether each <details> is open
   * @property {[string, string | boolean][]} values - of fields, by name
   */

  const tag = /** @type {HTMLScriptElement} */ (document.currentScript);
  const base = tag.dataset.base ?? "/";
  /* Which page this is: its digest, and the turn of the server's run that made it. */
  const shown = { run: tag.dataset.run, page: tag.dataset.page, turn: Number(tag.dataset.turn) };

  const root = document.documentElement;
  const calm = { preventScroll: true };
  const listen = EventTarget.prototype.addEventListener;
  const delay = setTimeout;

  /** @type {(selector: string, within?: ParentNode) => HTMLElement | null} */
  const one = (selector, within = document) => within.querySelector(selector);
  /** @type {(selector: string, within?: ParentNode) => HTMLElement[]} */
  const all = (selector, within = document) => [...within.querySelectorAll(selector)].map(asHtml);
  const asHtml = (/** @type {Element} */ element) => /** @type {HTMLElement} */ (element);

  /* A browser may refuse storage. */
  const KEPT = "sidegloss-preview";
  const OPENED = "sidegloss-messages";
  const recall = (/** @type {string} */ key) => {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  };
  /** @type {(key: string, value: string) => void} */
  const remember = (key, value) => {
    try {
      sessionStorage.setItem(key, value);
    } catch {}
  };

  /* ---------------------------------------------------------------- a page's life

     What the page's scripts begin on DOMContentLoaded (listeners, timers, observers) ends when another
     page replaces it; then they begin again, by the same event. What they begin earlier or later is for
     all pages that follow: a listener on the document that looks at what was clicked. */

  let life = new AbortController();
  let isBeginning = false;
  /** @type {Set<ReturnType<typeof setTimeout>>} */
  const timers = new Set();
  /** @type {Set<ResizeObserver>} */
  const observers = new Set();

  const begin = () => {
    isBeginning = true;
    delay(() => {
      isBeginning = false;
    });
  };
  const end = () => {
    life.abort();
    life = new AbortController();
    timers.forEach(clearTimeout);
    observers.forEach((observer) => observer.disconnect());
    timers.clear();
    observers.clear();
  };

  listen.call(document, "DOMContentLoaded", begin, true);
  EventTarget.prototype.addEventListener = function (type, act, options) {
    const isOfPage = this === window || this === document || this === root;
    if (!isBeginning || !isOfPage) {
      listen.call(this, type, act, options);
      return;
    }
    const given = typeof options === "object" ? options : { capture: Boolean(options) };
    const signal = given.signal ? AbortSignal.any([given.signal, life.signal]) : life.signal;
    listen.call(this, type, act, { ...given, signal });
  };
  globalThis.setTimeout = /** @type {typeof setTimeout} */ (
    /** @type {(...given: Parameters<typeof setTimeout>) => ReturnType<typeof setTimeout>} */
    (...given) => {
      const timer = delay(...given);
      timers.add(timer);
      return timer;
    }
  );
  globalThis.ResizeObserver = class extends ResizeObserver {
    /** @param {ResizeObserverCallback} act */
    constructor(act) {
      super(act);
      observers.add(this);
    }
  };

  /* ---------------------------------------------------------------- the position in the text */

  const BLOCKS = "main :is(h1, h2, h3, h4, h5, h6, p, li, dt, dd, pre, figure, blockquote, tr)";
  const NEAR = 6; // how many blocks are kept

  const blocksOfPage = () => all(BLOCKS).filter((block) => !block.closest(".card"));
  const topOf = (/** @type {Element} */ element) => element.getBoundingClientRect().top;
  const textOf = (/** @type {Element} */ element) =>
    (element.textContent ?? "").replace(/\s+/g, " ").trim();

  /** @type {() => Position} */
  const readPosition = () => {
    const blocks = blocksOfPage();
    const first = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 0);
    const near = first < 0 || !scrollY ? [] : blocks.slice(first, first + NEAR);
    return {
      x: scrollX,
      y: scrollY,
      near: near.map((block, i) => ({ at: first + i, text: textOf(block), top: topOf(block) })),
    };
  };

  /* To the first of the kept blocks that is still there; of those with its text, the nearest. */
  const restorePosition = (/** @type {Position} */ { x, y, near }) => {
    const blocks = near.length ? blocksOfPage() : [];
    scrollTo({ left: x, top: y, behavior: "instant" });
    for (const { at, text, top } of near) {
      const [nearest] = blocks
        .map((block, i) => ({ block, distance: Math.abs(i - at) }))
        .filter(({ block }) => textOf(block) === text)
        .sort((a, b) => a.distance - b.distance);
      if (nearest) {
        scrollBy({ top: topOf(nearest.block) - top, behavior: "instant" });
        return;
      }
    }
  };

  /* ---------------------------------------------------------------- the open card

     It shows notes and sources, "fn-gates" and "@logs": first what it was opened for, then what was
     opened inside it. */

  const markerOf = (/** @type {string} */ label) => one(`#${CSS.escape("fnref-" + label)} > a`);
  const sourcesOf = (/** @type {string} */ view) =>
    `.source[data-source="${CSS.escape(view.slice(1))}"]`;
  const viewsOf = (/** @type {HTMLElement} */ card) => (card.dataset.views ?? "").split(" ");

  /* What opens a view in the text: parts of a claim and its marker, or citations of a source. */
  const triggersOf = (/** @type {string} */ view) => {
    if (view.startsWith("@")) return all("article " + sourcesOf(view));
    const label = view.replace(/^fn-/, "");
    const isOwn = (/** @type {HTMLElement} */ part) =>
      part.dataset.notes?.split(" ").at(-1) === label;
    const parts = all("[data-notes]").filter(isOwn);
    const marker = markerOf(label);
    return marker ? [...parts, marker] : parts;
  };
  /* What opens a view inside a card. */
  /** @type {(view: string, card: HTMLElement) => HTMLElement | null} */
  const linkInside = (view, card) =>
    one(view.startsWith("@") ? sourcesOf(view) : `.xref[href="#${CSS.escape(view)}"]`, card);

  /* The index of the part of a claim, or of the citation, that a card is nearest to. */
  const indexOfNearest = (/** @type {HTMLElement} */ card) => {
    const box = card.getBoundingClientRect();
    const distances = triggersOf(viewsOf(card)[0]).map((part) => {
      const { left, bottom } = part.getBoundingClientRect();
      return Math.abs(left - box.left) + Math.abs(bottom - box.top);
    });
    return distances.indexOf(Math.min(...distances));
  };

  /** @type {() => Card | null} */
  const readCard = () => {
    const card = one(".card");
    if (!card) return null;
    return {
      views: viewsOf(card),
      scrolled: card.scrollTop,
      isHeld: card.contains(document.activeElement),
      from: indexOfNearest(card),
    };
  };

  const press = (/** @type {Element} */ trigger) =>
    trigger.dispatchEvent(
      new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1, view: window }),
    );

  const restoreCard = (/** @type {Card | null} */ kept) => {
    if (!kept) return;
    const [first, ...inside] = kept.views;
    const triggers = triggersOf(first);
    const trigger = triggers[kept.from] ?? triggers.at(-1);
    if (trigger) press(trigger);
    const card = one(".card");
    if (!card) return;
    for (const view of inside) {
      const link = linkInside(view, card);
      if (!link) break;
      press(link);
    }
    card.getAnimations().forEach((entrance) => entrance.finish()); // it was there before
    card.scrollTop = kept.scrolled;
    if (kept.isHeld) card.focus(calm);
  };

  /* ---------------------------------------------------------------- what an author sees, kept */

  const HOST = "_preview";

  /* The element with the focus, by the id of the nearest element that has one. */
  const readFocus = () => {
    const held = document.activeElement;
    const near = held?.closest(`.card, #${HOST}`) ? null : held?.closest("[id]");
    return held && near ? { id: near.id, name: held.localName, isItself: near === held } : null;
  };
  const restoreFocus = (/** @type {Kept["focus"]} */ focus) => {
    const near = focus && document.getElementById(focus.id);
    if (near) (focus.isItself ? near : one(focus.name, near))?.focus(calm);
  };

  const isCheckbox = (/** @type {Field} */ field) => field.type === "checkbox";
  const readFields = () => /** @type {Field[]} */ (all("main :is(input, select, textarea)[name]"));
  const readDetails = () => /** @type {HTMLDetailsElement[]} */ (all("main details"));

  /** @type {(field: Field) => [string, string | boolean]} */
  const valueOf = (field) => [
    field.name,
    isCheckbox(field) ? /** @type {HTMLInputElement} */ (field).checked : field.value,
  ];
  const restoreFields = (/** @type {Kept["values"]} */ values) => {
    for (const field of readFields()) {
      const value = values.find(([name]) => name === field.name)?.[1];
      if (value === undefined || value === "" || value === field.value) continue;
      if (isCheckbox(field)) /** @type {HTMLInputElement} */ (field).checked = Boolean(value);
      else field.value = String(value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  /** @type {() => Kept} */
  const keep = () => ({
    position: readPosition(),
    card: readCard(),
    focus: readFocus(),
    opened: readDetails().map((details) => details.open),
    values: readFields().map(valueOf),
  });
  const restore = (/** @type {Kept} */ kept) => {
    readDetails().forEach((details, i) => {
      details.open = kept.opened[i] ?? details.open;
    });
    restoreFields(kept.values);
    restorePosition(kept.position);
    restoreCard(kept.card);
    restorePosition(kept.position);
    restoreFocus(kept.focus);
  };

  /* With a claim in the address a page would open its card and scroll there, as on arrival. */
  const removeFragment = () => {
    const { href } = location;
    history.replaceState(history.state, "", location.pathname + location.search);
    return () => history.replaceState(history.state, "", href);
  };

  /* ---------------------------------------------------------------- the new page */

  /* Parsed by the browser: no script makes a page from a text. */
  /** @type {() => Promise<Document | null>} */
  const fetchPage = () =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.responseType = "document";
      request.onload = () => resolve(request.response);
      request.onerror = () => resolve(null);
      request.open("GET", location.pathname + location.search);
      request.send();
    });

  const SHEETS = "head > link[rel=stylesheet]";
  const hrefOf = (/** @type {Element} */ element) => element.getAttribute("href") ?? "";
  const srcOf = (/** @type {Element} */ element) => element.getAttribute("src") ?? "";
  /* The name of a file without its digest. */
  const nameOf = (/** @type {string} */ address) => address.replace(/\.[0-9a-f]{8}(?=\.\w+$)/, "");

  /** @type {(link: HTMLLinkElement) => Promise<boolean>} */
  const loadingOf = (link) =>
    new Promise((resolve) => {
      link.onload = () => resolve(true);
      link.onerror = () => resolve(false);
    });

  /* New style sheets are added beside the old ones, which leave when those are loaded: no flash. */
  const replaceSheets = async (/** @type {Document} */ fresh) => {
    const sheets = all(SHEETS);
    const isLoaded = (/** @type {string} */ href) =>
      sheets.some((link) => nameOf(hrefOf(link)) === nameOf(href));
    /* Some are loaded by a script when they are first needed. */
    const late = all("[data-style]", fresh).map(({ dataset }) => dataset.style ?? "");
    const wanted = [...all(SHEETS, fresh).map(hrefOf), ...late.filter(isLoaded)];
    const waits = [];
    let last = sheets.at(-1);
    for (const href of wanted) {
      const same = sheets.find((link) => hrefOf(link) === href);
      if (same) {
        last = same;
        continue;
      }
      const old = sheets.find((link) => nameOf(hrefOf(link)) === nameOf(href));
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = href;
      waits.push(loadingOf(link).then((isThere) => (isThere ? old : link)?.remove()));
      const place = old ?? last;
      if (place) place.after(link);
      else document.head.append(link);
      last = link;
    }
    await Promise.all(waits);
    const names = wanted.map(nameOf);
    for (const link of sheets) if (!names.includes(nameOf(hrefOf(link)))) link.remove();
  };

  /* The scripts of the theme begin again on request; any other runs once, so its page is loaded. */
  const OURS = /\/(~preview|assets\/(reader|picture|share|search-open)\.[0-9a-f]{8})\.js$/;
  const scriptsOf = (/** @type {Document} */ page) =>
    all("script[src]:not([data-turn])", page).map(srcOf).sort().join(" ");
  const canSwap = (/** @type {Document} */ fresh) => {
    const scripts = scriptsOf(document);
    const loaded = performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname)
      .filter((name) => name.endsWith(".js"));
    const areOurs = loaded.every((name) => OURS.test(name));
    return scripts !== "" && scripts === scriptsOf(fresh) && areOurs;
  };

  const CHOSEN = new Set(["class", "data-theme", "data-depth"]); // by the reader, not by the page
  const META = "head > meta:is([name], [property])";

  const swapAttributes = (/** @type {HTMLElement} */ fresh) => {
    for (const { name } of [...root.attributes])
      if (!CHOSEN.has(name) && !fresh.hasAttribute(name)) root.removeAttribute(name);
    for (const { name, value } of fresh.attributes)
      if (!CHOSEN.has(name)) root.setAttribute(name, value);
  };
  /* A picture that is there already is not loaded again. */
  const keepPictures = (/** @type {HTMLElement} */ body) => {
    const pictures = all("img");
    for (const image of all("img", body)) {
      const same = pictures.findIndex((picture) => picture.isEqualNode(image));
      if (same >= 0) image.replaceWith(...pictures.splice(same, 1));
    }
  };
  /* A script that has run reads its element's attributes: the element stays, with the new ones. */
  const keepScripts = (/** @type {HTMLElement} */ body) => {
    for (const script of all("script[src]", body)) {
      const same = one(`body script[src="${CSS.escape(srcOf(script))}"]`);
      if (!same) continue;
      for (const { name, value } of script.attributes)
        if (name !== "src") same.setAttribute(name, value);
      script.replaceWith(same);
    }
  };
  const swap = (/** @type {Document} */ fresh) => {
    const kept = keep();
    end();
    swapAttributes(fresh.documentElement);
    document.title = fresh.title;
    for (const meta of all(META)) meta.remove();
    document.head.append(...all(META, fresh));
    keepPictures(fresh.body);
    keepScripts(fresh.body);
    document.body.replaceChildren(...fresh.body.childNodes);
    begin();
    const restoreFragment = removeFragment();
    document.dispatchEvent(new Event("DOMContentLoaded", { bubbles: true }));
    restoreFragment();
    restore(kept);
  };
  /** @type {Kept | null} What a load before this one has kept, until it is in the page. */
  let unrestored = null;
  const reload = () => {
    /* Loaded again before it was restored, the page still has nothing of the reader's. */
    remember(KEPT, JSON.stringify({ at: location.pathname, ...(unrestored ?? keep()) }));
    location.reload();
  };

  /* Files keep their names: one that was changed is loaded again. */
  /** @type {(changed: News["changed"], since: number, isOtherRun: boolean) => void} */
  const reloadMedia = (changed, since, isOtherRun) => {
    for (const element of all("main :is(img, video, audio, source)[src]")) {
      const media = /** @type {HTMLImageElement | HTMLMediaElement} */ (element);
      const { pathname } = new URL(media.src, location.href);
      const name = decodeURIComponent(pathname).slice(base.length);
      if (!(changed[name] > since || (isOtherRun && name in changed))) continue;
      media.src = `${srcOf(media).split("?")[0]}?${changed[name]}`;
      if (media.parentElement instanceof HTMLMediaElement) media.parentElement.load();
    }
  };

  const catchUp = async (/** @type {News} */ news) => {
    const fresh = await fetchPage();
    if (!fresh) return; // the server has gone; the next one will send news
    const freshTag = one("script[data-turn]", fresh);
    if (!freshTag) {
      reload();
      return;
    }
    const { run, page, turn } = freshTag.dataset;
    const since = shown.turn;
    const isOtherRun = shown.run !== news.run;
    const isOtherPage = page !== shown.page;
    if (isOtherPage && !canSwap(fresh)) {
      reload();
      return;
    }
    await replaceSheets(fresh);
    if (isOtherPage) swap(fresh);
    reloadMedia(news.changed, since, isOtherRun);
    Object.assign(shown, { run, page, turn: Number(turn) });
  };

  /** @type {News | undefined} */
  let latest;
  let isFollowing = false;
  const follow = async () => {
    if (isFollowing) return;
    isFollowing = true;
    /** @type {News | undefined} */
    let news;
    while (latest && news !== latest) {
      news = latest;
      if (news.turn !== shown.turn || news.run !== shown.run) await catchUp(news);
    }
    isFollowing = false;
    report({ ...news, isLost: false });
  };

  /* ---------------------------------------------------------------- the stream

     Only while the page is visible: a browser opens six connections to a server, for all its tabs. */

  const LOST = 2000; // milliseconds without the server before the badge says so
  const RETRY = 1000;
  /** @type {EventSource | null} */
  let stream = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let lost;

  const connect = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(base + "~events");
    stream.onmessage = ({ data }) => {
      clearTimeout(lost);
      lost = undefined;
      latest = JSON.parse(data);
      follow();
    };
    stream.onerror = () => {
      lost ??= delay(() => report({ ...latest, isLost: true }), LOST);
      /* Another program answers in the server's place. */
      if (stream?.readyState === EventSource.CLOSED) {
        disconnect();
        delay(connect, RETRY);
      }
    };
  };
  const disconnect = () => {
    stream?.close();
    stream = null;
  };
  listen.call(document, "visibilitychange", () => {
    if (document.hidden) disconnect();
    else connect();
  });
  listen.call(window, "pagehide", disconnect);
  listen.call(window, "pageshow", connect);

  /* ---------------------------------------------------------------- the badge and the list of messages

     The badge counts the messages and opens the list. It is quiet: an error never opens the list by
     itself. Whether the list is open is kept for the next page of this tab. */

  /** @type {Record<string, string>} */
  const SIGNS = { error: "✕", warning: "!", info: "i" };
  const STOPPED = "The preview does not answer";

  /** @type {(name: string, className: string, ...parts: (string | Node)[]) => HTMLElement} */
  const make = (name, className, ...parts) => {
    const element = document.createElement(name);
    element.className = className;
    element.append(...parts);
    return element;
  };

  const host = make("div", "");
  host.id = HOST;
  host.popover = "manual";
  host.lang = "en";
  host.dir = "ltr";
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = base + "~preview.css";
  const aloud = make("p", "aloud");
  aloud.role = "status";
  const badge = make("button", "badge");
  badge.setAttribute("aria-controls", "messages");
  badge.hidden = true;
  const title = make("h2", "");
  const close = make("button", "close", "×");
  close.ariaLabel = "Close the messages";
  const list = make("ol", "messages");
  const panel = make("section", "panel", make("header", "", title, close), list);
  panel.id = "messages";
  panel.ariaLabel = "Messages of the preview";
  panel.tabIndex = -1;
  panel.hidden = true;
  host.attachShadow({ mode: "open" }).append(sheet, aloud, badge, panel);

  /** @type {(place: string, href: string | undefined) => HTMLElement} */
  const makePlace = (place, href) => {
    if (!href) return make("span", "place", place);
    const link = document.createElement("a");
    link.className = "place";
    link.href = href;
    link.append(place);
    return link;
  };
  const makeItem = (/** @type {Message} */ { severity, place, text, code, excerpt, href }) => {
    const what = make("p", "", make("b", "", severity), " ", make("span", "what", text));
    const where = make("p", "where", makePlace(place, href), " ", make("code", "", code));
    const item = make("li", severity, what, where);
    const [lines, ...help] = excerpt.split(/^ *= help: /m);
    if (lines.trim()) {
      const code = make("pre", "", lines.replace(/\n$/, ""));
      code.tabIndex = 0; // it scrolls
      item.append(code);
    }
    if (help.length) item.append(make("p", "help", help.join("").replace(/\s*\n\s*/g, " ")));
    return item;
  };
  /** @type {(severity: string, number: number) => HTMLElement} */
  const makeCount = (severity, number) => {
    const part = make("span", severity, make("i", "", SIGNS[severity]), String(number));
    part.ariaHidden = "true";
    return part;
  };

  let isWanted = recall(OPENED) === "1";
  let listed = "";
  let errorsBefore = 0;

  const toggle = (/** @type {boolean} */ isOpen) => {
    /* Shown again, it is above any card that is open. */
    if (isOpen && panel.hidden) {
      host.hidePopover?.();
      host.showPopover?.();
    }
    panel.hidden = !isOpen;
    badge.ariaExpanded = String(isOpen);
  };
  const choose = (/** @type {boolean} */ isOpen) => {
    isWanted = isOpen;
    remember(OPENED, isOpen ? "1" : "0");
    toggle(isOpen);
  };

  /** @typedef {Partial<News> & { isLost: boolean }} Report */
  const showBadge = (/** @type {Report} */ { counts = {}, summary = "", isWrong, isLost }) => {
    const isQuiet = !counts.error && !counts.warning;
    const parts = Object.entries(counts)
      .filter(([severity, number]) => number && (isQuiet || severity !== "info"))
      .map(([severity, number]) => makeCount(severity, number));
    badge.hidden = !summary && !isLost;
    badge.className = isLost ? "badge lost" : isWrong ? "badge wrong" : "badge";
    badge.ariaLabel = isLost ? STOPPED : `${summary}: show the messages`;
    badge.title = isLost ? STOPPED : summary;
    if (isLost) badge.replaceChildren("Preview stopped");
    else badge.replaceChildren(...parts);
    root.style.paddingBlockEnd = badge.hidden ? "" : "2.5rem"; // the end of a text is above the badge
  };
  const showMessages = (/** @type {Report} */ { messages = [], summary = "", more }) => {
    title.textContent = summary;
    list.replaceChildren(...messages.map(makeItem));
    if (more) list.append(make("li", "more", `and ${more} more`));
  };
  const announce = (/** @type {Report} */ { messages = [], counts = {}, summary = "" }) => {
    const errors = counts.error ?? 0;
    const first = messages.find(({ severity }) => severity === "error");
    if (errors > errorsBefore) aloud.textContent = `${summary}: ${first?.text}`;
    else if (errors < errorsBefore) aloud.textContent = summary || "No problems";
    errorsBefore = errors;
  };
  const report = (/** @type {Report} */ news) => {
    const { messages = [] } = news;
    if (!host.isConnected) root.append(host);
    if (!host.matches(":popover-open")) host.showPopover?.();
    showBadge(news);
    const now = JSON.stringify(messages);
    if (now === listed) return;
    listed = now;
    showMessages(news);
    announce(news);
    toggle(isWanted && messages.length > 0);
  };

  badge.onclick = () => {
    if (!list.childElementCount) return;
    choose(panel.hidden !== false);
    if (!panel.hidden) panel.focus(calm);
  };
  const closePanel = () => {
    choose(false);
    badge.focus();
  };
  close.onclick = closePanel;
  /* The page takes no notice of what happens in the list. */
  for (const type of ["click", "pointerdown", "pointerover", "pointermove", "focusin"])
    host.addEventListener(type, (event) => event.stopPropagation());
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || panel.hidden || !event.composedPath().includes(host)) return;
    event.stopImmediatePropagation();
    closePanel();
  };
  listen.call(window, "keydown", /** @type {EventListener} */ (onKey), true);

  /* ---------------------------------------------------------------- on arrival, after a reload */

  /** @type {(Kept & { at: string }) | null} */
  const kept = JSON.parse(recall(KEPT) ?? "null");
  remember(KEPT, "null");
  if (kept?.at === location.pathname) {
    unrestored = kept;
    const restoreFragment = removeFragment();
    const restoreAll = () => {
      unrestored = null;
      restore(kept);
      restoreFragment();
    };
    listen.call(window, "DOMContentLoaded", () => delay(restoreAll), { once: true });
    listen.call(window, "load", () => restorePosition(kept.position), { once: true });
  }
}
