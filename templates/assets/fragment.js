/* Selected words -> a link that lights them. A module, loaded when words are first selected. First the
   pure half: texts -> a directive. Then the page that the texts are read from, and the button. */

/**
 * A place in the texts of a page, which are cut at blocks and markers.
 * @typedef {object} Place
 * @property {number} run - the index of a text
 * @property {number} at - an offset in it
 */
/**
 * What is right before or after a place, and how far it can be relied on: 0 is the same text, 1 is
 * across a block, 2 is across a marker, whose number changes with every note.
 * @typedef {{ text: string, distance: number }} Context
 */
/**
 * Words found in a folded text.
 * @typedef {{ run: number, at: number, end: number }} Match
 */

/* As browsers compare: without marks of letters, case, and the shapes of quotation marks. */
const fold = (/** @type {string} */ text) =>
  text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .toUpperCase();

/* Messengers and Markdown end an address at a bare mark. */
const encode = (/** @type {string} */ text) =>
  encodeURIComponent(text).replace(
    /[-.!~*'()_]/g,
    (mark) => "%" + mark.charCodeAt(0).toString(16).toUpperCase(),
  );

/** @type {(text: string, distance: number) => Context} */
const across = (text, distance) => ({
  text,
  distance: distance && /^\[\S+\]$/.test(text) ? 2 : distance,
});

/** @type {(texts: string[], place: Place) => Context} */
const before = (texts, { run, at }) => {
  let text = texts[run].slice(0, at).trim();
  let other = run;
  while (!text && other) {
    other -= 1;
    text = texts[other].trim();
  }
  return across(text, other === run ? 0 : 1);
};

/** @type {(texts: string[], place: Place) => Context} */
const after = (texts, { run, at }) => {
  let text = texts[run].slice(at).trim();
  let other = run;
  while (!text && other < texts.length - 1) {
    other += 1;
    text = texts[other].trim();
  }
  return across(text, other === run ? 0 : 1);
};

/**
 * Find words in texts by the rules of browsers.
 * @param {string[]} texts
 * @param {Intl.Segmenter} segmenter
 */
const finder = (texts, segmenter) => {
  const folded = texts.map(fold);
  /** @type {Set<number>[]} */
  const boundaries = [];

  /** @type {(run: number, at: number) => boolean} */
  const isBoundary = (run, at) => {
    if (!boundaries[run]) {
      const text = texts[run];
      const starts = [...segmenter.segment(text)].map(({ index }) => fold(text.slice(0, index)));
      boundaries[run] = new Set([...starts, folded[run]].map(({ length }) => length));
    }
    return boundaries[run].has(at);
  };

  /** @type {(match: Match, prefix: string, suffix: string) => boolean} */
  const isMatch = ({ run, at, end }, prefix, suffix) => {
    const begins = prefix ? before(folded, { run, at }).text.endsWith(prefix) : isBoundary(run, at);
    if (!begins) return false;
    return suffix ? after(folded, { run, at: end }).text.startsWith(suffix) : isBoundary(run, end);
  };

  /** @type {(words: string, prefix: string, suffix: string) => Match[]} */
  return (words, prefix, suffix) => {
    const [wanted, left, right] = [words, prefix, suffix].map(fold);
    return folded.flatMap((text, run) => {
      const found = [];
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        const match = { run, at, end: at + wanted.length };
        if (isMatch(match, left, right)) found.push(match);
      }
      return found;
    });
  };
};

/**
 * The directive that a browser resolves to just these words, whole; "" where there is none.
 * @param {string[]} texts - those of the page
 * @param {Place} from
 * @param {Place} to
 * @param {string | undefined} language
 * @returns {string}
 */
export const directive = (texts, from, to, language) => {
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  const find = finder(texts, segmenter);
  const isOneText = from.run === to.run;

  /** @type {(run: number, at: number) => Intl.SegmentData} */
  const segmentAt = (run, at) =>
    /** @type {Intl.SegmentData} */ (segmenter.segment(texts[run]).containing(at));
  const wordsOf = (/** @type {string} */ text) =>
    [...segmenter.segment(text)].filter((part) => part.isWordLike);
  /** @type {(text: string, count: number) => string} */
  const firstWords = (text, count) => {
    const part = wordsOf(text)[count - 1];
    return part ? text.slice(0, part.index + part.segment.length) : text;
  };
  /** @type {(text: string, count: number) => string} */
  const lastWords = (text, count) => text.slice(wordsOf(text).at(-count)?.index ?? 0);

  const first = segmentAt(from.run, from.at).index;
  const closing = segmentAt(to.run, to.at - 1);
  const last = closing.index + closing.segment.length;
  const head = texts[from.run].slice(first, isOneText ? last : undefined).trimEnd();
  const tail = texts[to.run].slice(isOneText ? first : 0, last).trimStart();
  const isWhole = isOneText && head.length <= 300;
  const foldedStart = fold(texts[from.run].slice(0, first)).length;
  const foldedEnd = fold(texts[to.run].slice(0, last)).length;
  const left = before(texts, { run: from.run, at: first });
  const right = after(texts, { run: to.run, at: last });

  /**
   * The directive with so many words of the selection and beside it, if it finds the selection.
   * @param {number} count - words of its beginning and of its end
   * @param {number} back - words before it
   * @param {number} forth - words after it
   * @param {boolean} isOnly - whether its beginning must be found once only; else it must be found first
   */
  const attempt = (count, back, forth, isOnly) => {
    const prefix = back ? lastWords(left.text, back) : "";
    const suffix = forth ? firstWords(right.text, forth) : "";
    const start = isWhole ? head : firstWords(head, count);
    const end = isWhole ? "" : lastWords(tail, count);
    const starts = find(start, prefix, isWhole ? suffix : "");
    const [found] = starts;
    if (!found || (isOnly && starts.length > 1)) return "";
    if (found.run !== from.run || found.at !== foldedStart) return "";
    if (end) {
      const isLater = (/** @type {Match} */ match) =>
        match.run > found.run || (match.run === found.run && match.at >= found.end);
      const close = find(end, "", suffix).find(isLater);
      if (close?.run !== to.run || close.end !== foldedEnd) return "";
    }
    const parts = [
      prefix && encode(prefix) + "-,",
      encode(start),
      end && "," + encode(end),
      suffix && ",-" + encode(suffix),
    ];
    return "text=" + parts.join("");
  };

  /* More of the words themselves; then what is beside them, across a block, across a marker. */
  const search = (/** @type {boolean} */ isOnly) => {
    for (const count of isWhole ? [0] : [3, 4, 5, 6, 8]) {
      const found = attempt(count, 0, 0, isOnly);
      if (found) return found;
    }
    for (const reach of [0, 1, 2]) {
      const canGoBack = left.distance <= reach;
      const canGoForth = right.distance <= reach;
      for (let n = 1; n < 13; n += 1) {
        const found =
          (canGoBack && attempt(5, n, 0, isOnly)) ||
          (canGoForth && attempt(5, 0, n, isOnly)) ||
          (canGoBack && canGoForth && attempt(5, n, n, isOnly));
        if (found) return found;
      }
    }
    return "";
  };

  /* A note may repeat a whole block. Browsers light the first place, and notes come last. */
  const found = search(true) || search(false);
  if (found || isOneText) return found;

  /* In two at last: what is selected of the first text has neighbours of its own. */
  const next = from.run + 1;
  const endOfFirst = { run: from.run, at: texts[from.run].trimEnd().length };
  const one = directive(texts, from, endOfFirst, language);
  const other = one && directive(texts, { run: next, at: texts[next].search(/\S/) }, to, language);
  return other && one + "&" + other;
};

/* ---------------------------------------------------------------- the page */

const MARKER = "sup:has(> [data-n])";
const UNREAD = "script, style, template, dialog, title, desc, option, .card, .share";
const APART = "br, img, input, wbr, " + MARKER;
const HEADINGS = "article :is(h1, h2, h3, h4, h5, h6)[id]";

/**
 * An offset in a text node -> its place in the texts.
 * @typedef {(end?: number) => Place} Locate
 */

/**
 * What is selected of one text of the page.
 * @typedef {{ from: Place, to: Place, nodes: Text[] }} Part
 */

const parentOf = (/** @type {Node} */ node) => /** @type {HTMLElement} */ (node.parentElement);

/* The page as other readers get it: notes where they are at rest, and nothing that this script added. */
const readPage = () => {
  const page = document.documentElement;
  const { depth } = page.dataset;
  /** @type {string[]} */
  const texts = [];
  /** @type {Map<Text, Locate>} */
  const nodes = new Map();
  /** @type {Element[]} */
  const insets = [];
  /** @type {Map<string, string>} */
  const displays = new Map();
  let text = "";

  const cut = () => {
    if (text.trim()) texts.push(text);
    text = "";
  };

  const readText = (/** @type {Text} */ node) => {
    const { data } = node;
    const earlier = text;
    const run = texts.length;
    const isAsWritten = parentOf(node).closest("pre");
    const shown = (/** @type {number | undefined} */ end) => {
      const part = data.slice(0, end);
      if (isAsWritten) return part;
      const opening = /(^|[ \n])$/.test(earlier) ? "" : " ";
      return part.replace(/[ \t\n\r\f]+/g, " ").replace(/^ /, opening);
    };
    nodes.set(node, (end) => ({ run, at: earlier.length + shown(end).length }));
    text += shown(undefined);
  };

  /* Read once for elements alike: those of notes far off cost most of the time. */
  const displayOf = (/** @type {Element} */ element) => {
    const outer = parentOf(element);
    const kind = [outer.localName, outer.className, element.localName, element.className].join();
    const display = displays.get(kind) ?? getComputedStyle(element).display;
    displays.set(kind, display);
    return display;
  };

  const walk = (/** @type {Node} */ node) => {
    if (node instanceof Text) readText(node);
    if (!(node instanceof Element) || node.matches(UNREAD)) return;
    const display = displayOf(node);
    if (display === "none" && !node.closest(".notes")) return;
    if (node.matches(".inset") && !insets.includes(node)) {
      insets.push(node);
      return;
    }
    const isApart = !/^(inline|contents)$/.test(display) || node.matches(APART);
    if (isApart) cut();
    node.childNodes.forEach(walk);
    if (isApart) cut();
  };

  page.dataset.depth = "marks";
  walk(document.body);
  insets.forEach(walk);
  page.dataset.depth = depth;
  return { texts, nodes };
};

/* Where a link leads without its directive: to the note, the claim, the heading above. */
const idNear = (/** @type {Text[]} */ nodes) => {
  const within = (/** @type {string} */ selector) => {
    const found = nodes.map((node) => parentOf(node).closest(selector)).find(Boolean);
    return /** @type {HTMLElement | undefined} */ (found);
  };
  const item = within("li[id^=fn-]");
  if (item) return item.id;
  const label = within("[data-notes]")?.dataset.notes?.split(" ").at(-1);
  const claim = label && document.getElementById("claim-" + label);
  if (claim) return claim.id;
  const isAbove = (/** @type {Element} */ heading) =>
    heading.compareDocumentPosition(nodes[0]) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...document.querySelectorAll(HEADINGS)].findLast(isAbove)?.id ?? "";
};

/* What of a range is in the article, text by text. */
/** @type {(range: Range, nodes: Map<Text, Locate>) => Part[]} */
const partsOf = (range, nodes) => {
  /** @type {Part[]} */
  const parts = [];
  for (const [node, locate] of nodes) {
    const parent = parentOf(node);
    const isSelected = range.intersectsNode(node) && parent.closest("article");
    if (!isSelected || parent.closest(MARKER)) continue;
    const from = locate(node === range.startContainer ? range.startOffset : 0);
    const to = locate(node === range.endContainer ? range.endOffset : undefined);
    if (from.at >= to.at) continue;
    const last = parts.at(-1);
    if (last?.to.run === to.run) {
      last.to = to;
      last.nodes.push(node);
    } else parts.push({ from, to, nodes: [node] });
  }
  return parts;
};

/**
 * The fragment for a range; "" where it holds no words.
 * @param {Range} range
 */
export const fragment = (range) => {
  const { texts, nodes } = readPage();
  const parts = partsOf(range, nodes);
  const textOf = (/** @type {Part} */ { from, to }) => texts[from.run].slice(from.at, to.at);
  const hasWords = (/** @type {Part} */ part) => /[\p{L}\p{N}]/u.test(textOf(part));
  const first = parts.findIndex(hasWords);
  if (first < 0) return "";
  const picked = parts.slice(first, parts.findLastIndex(hasWords) + 1);
  const opening = picked[0];
  const closing = picked[picked.length - 1];
  const spaceBefore = textOf(opening).search(/\S/);
  const spaceAfter = textOf(closing).length - textOf(closing).trimEnd().length;
  opening.from.at += spaceBefore;
  closing.to.at -= spaceAfter;
  const language = document.documentElement.lang || undefined;
  const id = idNear(picked.flatMap((part) => part.nodes));
  const found = directive(texts, opening.from, closing.to, language);
  if (!id && !found) return "";
  return "#" + encodeURIComponent(id) + (found && ":~:" + found);
};

/* ---------------------------------------------------------------- the button */

const SETTLED = 300; // milliseconds after the selection last changed
const SHOWN = 2500; // milliseconds that the result of copying stays

/**
 * Offer a button where words of the article are selected.
 * @param {{ [key: string]: string | undefined }} words - what it says, by key
 * @param {() => Promise<unknown>} dressed - a promise of its style
 * @param {(address: string) => Promise<string | undefined>} copyLink - the key of the result
 */
export const start = (words, dressed, copyLink) => {
  /** @type {HTMLElement | null} */
  let offered = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const dismiss = () => {
    offered?.remove();
    offered = null;
  };
  const isOurs = (/** @type {unknown} */ node) => node instanceof Node && offered?.contains(node);

  const articleOf = (/** @type {Node} */ node) => {
    const element = node instanceof Element ? node : node.parentElement;
    return element?.closest("article");
  };

  /** @type {(range: Range) => HTMLElement} */
  const create = (range) => {
    const box = document.createElement("span");
    const button = document.createElement("button");
    box.className = "share";
    box.role = "status";
    button.type = "button";
    button.textContent = words.words ?? "";
    button.onclick = async () => {
      const [address] = location.href.split(/[?#]/);
      const result = await copyLink(address + fragment(range));
      box.textContent = words[result ?? ""] ?? "";
      setTimeout(() => {
        if (box === offered) dismiss();
      }, SHOWN);
    };
    box.append(button);
    return box;
  };

  /* After the block of the selection, so that Tab goes on from there. */
  /** @type {(box: HTMLElement, node: Node, article: Element) => void} */
  const insert = (box, node, article) => {
    let block = node;
    while (block !== article && block.parentNode !== article) block = parentOf(block);
    if (block === article) article.append(box);
    else article.insertBefore(box, block.nextSibling);
  };

  /* Below the last line of the selection, and below what a finger drags it by. */
  /** @type {(box: HTMLElement, line: DOMRect, origin: DOMRect) => void} */
  const place = (box, line, origin) => {
    const gap = matchMedia("(pointer: coarse)").matches ? 32 : 8;
    const isLeftward = document.documentElement.dir === "rtl";
    const room = document.documentElement.clientWidth - 8 - box.offsetWidth;
    const left = Math.min(isLeftward ? line.left : line.right - box.offsetWidth, room);
    box.style.left = Math.max(8, left) - origin.left + "px";
    box.style.top = line.bottom - origin.top + gap + "px";
  };

  const offer = async () => {
    const selection = getSelection();
    if (!selection?.rangeCount || !/[\p{L}\p{N}]/u.test(selection.toString())) return;
    const range = selection.getRangeAt(0).cloneRange();
    const article = articleOf(range.endContainer);
    if (offered || !article || document.querySelector(":active")) return;
    await dressed();
    const line = [...range.getClientRects()].findLast((box) => box.width > 1);
    if (!line || offered || getSelection()?.isCollapsed) return;
    const origin = article.getBoundingClientRect();
    offered = create(range);
    insert(offered, range.endContainer, article);
    place(offered, line, origin);
  };
  const offerSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(offer, SETTLED);
  };

  const dismissFarOff = () => {
    if (!offered) return;
    const middle = offered.getBoundingClientRect().top / innerHeight;
    if (Math.abs(middle - 0.5) > 1) dismiss();
  };

  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const { key, shiftKey } = event;
    const button = offered?.querySelector("button");
    if (key === "Escape" && offered) dismiss();
    else if (key === "Tab" && !shiftKey && button && !isOurs(document.activeElement))
      button.focus();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  document.addEventListener("selectionchange", () => {
    if (!isOurs(document.activeElement)) dismiss();
    offerSoon();
  });
  document.addEventListener("pointerup", offerSoon, true);
  document.addEventListener(
    "mousedown",
    (event) => {
      if (isOurs(event.target)) event.preventDefault();
    },
    true,
  );
  document.addEventListener("scroll", dismissFarOff, true);
  document.addEventListener("keydown", onKey, true);
  offerSoon();
};
