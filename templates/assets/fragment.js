/* Selected words -> a link that lights them. A module, asked for when words are first selected. First
   the pure half: texts -> a directive. Then the page that it is found in, and the button. */

/* As browsers compare: without marks of letters, case, and the shapes of quotation marks. */
const fold = (text) =>
  text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .toUpperCase();

/* Messengers and Markdown end an address at a mark that stands bare. */
const encode = (text) =>
  encodeURIComponent(text).replace(
    /[-.!~*'()_]/g,
    (mark) => "%" + mark.charCodeAt().toString(16).toUpperCase(),
  );

/* texts: the page's, cut at blocks and markers; from, to: {run, at} in them. The directive that a
   browser resolves to just these words, whole; "" where there is none. */
export const directive = (texts, from, to, language) => {
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  const wordsOf = (text) => [...segmenter.segment(text)].filter((part) => part.isWordLike);
  const folded = texts.map(fold),
    bounds = [];
  const isBound = (run, at) => {
    bounds[run] ||= new Set(
      [...segmenter.segment(texts[run])]
        .map(({ index }) => fold(texts[run].slice(0, index)).length)
        .concat(folded[run].length),
    );
    return bounds[run].has(at);
  };
  const whole = ({ run, at }, isEnd) => {
    const part = segmenter.segment(texts[run]).containing(isEnd ? at - 1 : at);
    return isEnd ? part.index + part.segment.length : part.index;
  };
  const first = whole(from),
    last = whole(to, true),
    isOne = from.run === to.run;
  const head = texts[from.run].slice(first, isOne ? last : undefined).trimEnd(),
    tail = texts[to.run].slice(isOne ? first : 0, last).trimStart();
  const isExact = isOne && head.length <= 300,
    at = fold(texts[from.run].slice(0, first)).length,
    end = fold(texts[to.run].slice(0, last)).length;

  /* What stands right before or after a place, and how far it is to be trusted: in the same run, across
     a block, across a marker, whose number changes with every note. */
  const distance = (text, isNear) => (isNear ? 0 : /^\[\S+\]$/.test(text) ? 2 : 1);
  const before = (all, run, at, text = all[run].slice(0, at).trim(), by = run) => {
    while (!text && by) text = all[--by].trim();
    return { text, far: distance(text, by === run) };
  };
  const after = (all, run, at, text = all[run].slice(at).trim(), by = run) => {
    while (!text && by < all.length - 1) text = all[++by].trim();
    return { text, far: distance(text, by === run) };
  };
  const places = (term, prefix, suffix) =>
    folded.flatMap((text, run) => {
      const found = [];
      for (let i = text.indexOf(term); i >= 0; i = text.indexOf(term, i + 1)) {
        const stop = i + term.length;
        if (
          (prefix ? before(folded, run, i).text.endsWith(prefix) : isBound(run, i)) &&
          (suffix ? after(folded, run, stop).text.startsWith(suffix) : isBound(run, stop))
        )
          found.push({ run, at: i, stop });
      }
      return found;
    });
  const lead = (text, count, part = wordsOf(text)[count - 1]) =>
    part ? text.slice(0, part.index + part.segment.length) : text;
  const trail = (text, count, part = wordsOf(text).at(-count)) =>
    count ? text.slice(part?.index ?? 0) : "";

  const left = before(texts, from.run, first),
    right = after(texts, to.run, last);
  const attempt = (count, back, forth) => {
    const prefix = trail(left.text, back),
      suffix = forth ? lead(right.text, forth) : "";
    const start = isExact ? head : lead(head, count),
      close = isExact ? "" : trail(tail, count);
    const starts = places(fold(start), fold(prefix), isExact ? fold(suffix) : "");
    if (starts.length !== 1 || starts[0].run !== from.run || starts[0].at !== at) return "";
    if (close) {
      const [{ stop }] = starts,
        ends = places(fold(close), "", fold(suffix)).filter(
          (one) => one.run > from.run || (one.run === from.run && one.at >= stop),
        );
      if (ends[0]?.run !== to.run || ends[0].stop !== end) return "";
    }
    return (
      "text=" +
      (prefix && encode(prefix) + "-,") +
      encode(start) +
      (close && "," + encode(close)) +
      (suffix && ",-" + encode(suffix))
    );
  };

  /* More of the words themselves, then what stands beside them, then what stands across a block, then across a marker. */
  for (const count of isExact ? [0] : [3, 4, 5, 6, 8]) {
    const found = attempt(count, 0, 0);
    if (found) return found;
  }
  for (const reach of [0, 1, 2])
    for (let n = 1; n < 13; n++)
      for (const [back, forth] of [
        [n, 0],
        [0, n],
        [n, n],
      ]) {
        const found =
          (back && left.far) <= reach && (forth && right.far) <= reach && attempt(5, back, forth);
        if (found) return found;
      }
  if (isOne) return "";
  /* At last in two: what is selected of the first run has neighbours of its own. */
  const one = directive(
    texts,
    from,
    { run: from.run, at: texts[from.run].trimEnd().length },
    language,
  );
  const other =
    one &&
    directive(texts, { run: from.run + 1, at: /\S/.exec(texts[from.run + 1]).index }, to, language);
  return other && one + "&" + other;
};

/* ---------------------------------------------------------------- the page */

const marker = "sup:has(> [data-n])";
/* The page as its readers get it: notes at their places, nothing of ours. */
const readPage = () => {
  const texts = [],
    nodes = new Map(),
    later = [],
    displays = new Map(),
    page = document.documentElement,
    { depth } = page.dataset;
  let text = "";
  const cut = () => {
    if (text.trim()) texts.push(text);
    text = "";
  };
  const walk = (node) => {
    if (node.nodeType === 3) {
      const { data } = node,
        base = text,
        run = texts.length;
      const fit = (end) =>
        node.parentElement.closest("pre")
          ? data.slice(0, end)
          : data
              .slice(0, end)
              .replace(/[ \t\n\r\f]+/g, " ")
              .replace(/^ /, /(^|[ \n])$/.test(base) ? "" : " ");
      nodes.set(node, (end) => ({ run, at: base.length + fit(end).length }));
      text += fit();
    } else if (
      node.nodeType === 1 &&
      !node.matches("script, style, template, dialog, title, desc, option, .card, .share")
    ) {
      /* Asked once for elements alike: those of notes that are far off cost most of the time. */
      const { parentElement: outer } = node,
        kind = [outer.localName, outer.className, node.localName, node.className].join();
      if (!displays.has(kind)) displays.set(kind, getComputedStyle(node).display);
      const display = displays.get(kind),
        isApart =
          !/^(inline|contents)$/.test(display) || node.matches("br, img, input, wbr, " + marker);
      if (display === "none" && !node.closest(".notes")) return;
      if (node.matches(".inset") && !later.includes(node)) return later.push(node);
      if (isApart) cut();
      node.childNodes.forEach(walk);
      if (isApart) cut();
    }
  };
  page.dataset.depth = "marks";
  walk(document.body);
  later.forEach(walk);
  page.dataset.depth = depth;
  return { texts, nodes };
};

/* Where a link leads without its directive: the claim, the note, the heading above. */
const idNear = (nodes) => {
  const within = (selector) =>
    nodes.map((node) => node.parentElement.closest(selector)).find(Boolean);
  const note = within("[data-notes]")?.dataset.notes.split(" ").at(-1),
    item = within("li[id^=fn-]");
  const headings = [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)[id]")];
  return (
    (
      item ||
      (note && document.getElementById("claim-" + note)) ||
      headings.findLast((heading) => heading.compareDocumentPosition(nodes[0]) & 4)
    )?.id || ""
  );
};

/* The fragment for a range; "" where it holds no words. */
export const fragment = (range) => {
  const { texts, nodes } = readPage(),
    parts = [];
  for (const [node, place] of nodes) {
    if (
      !range.intersectsNode(node) ||
      !node.parentElement.closest("article") ||
      node.parentElement.closest(marker)
    )
      continue;
    const from = place(node === range.startContainer ? range.startOffset : 0),
      to = place(node === range.endContainer ? range.endOffset : undefined),
      last = parts.at(-1);
    if (from.at >= to.at) continue;
    if (last?.to.run === to.run) Object.assign(last, { to }).nodes.push(node);
    else parts.push({ from, to, nodes: [node] });
  }
  const inside = ({ from, to }) => texts[from.run].slice(from.at, to.at),
    hasWords = (part) => /[\p{L}\p{N}]/u.test(inside(part));
  const picked = parts.slice(parts.findIndex(hasWords), parts.findLastIndex(hasWords) + 1);
  if (!picked.some(hasWords)) return "";
  const { from } = picked[0],
    { to } = picked.at(-1),
    opening = inside(picked[0]),
    closing = inside(picked.at(-1));
  from.at += opening.length - opening.trimStart().length;
  to.at -= closing.length - closing.trimEnd().length;
  const id = idNear(picked.flatMap((part) => part.nodes)),
    found = directive(texts, from, to, document.documentElement.lang || undefined);
  return (id || found) && "#" + encodeURIComponent(id) + (found && ":~:" + found);
};

/* ---------------------------------------------------------------- the button */

/* words: what it says, by key; dressed: a promise of its looks; copyLink: a promise of an address ->
   the key of what came of it. */
export const start = (words, dressed, copyLink) => {
  const { dir } = document.documentElement,
    listen = (type, act) => document.addEventListener(type, act, true);
  let offered, timer;
  const dismiss = () => {
    offered?.remove();
    offered = null;
  };
  const isOurs = (node) => offered?.contains(node);

  const offer = async () => {
    const selection = getSelection(),
      range = selection.rangeCount && selection.getRangeAt(0).cloneRange(),
      node = range && range.endContainer;
    const article = node && (node.nodeType === 1 ? node : node.parentElement).closest("article");
    if (
      offered ||
      !article ||
      document.querySelector(":active") ||
      !/[\p{L}\p{N}]/u.test(selection)
    )
      return;
    await dressed();
    const end = [...range.getClientRects()].findLast((box) => box.width > 1),
      origin = article.getBoundingClientRect();
    if (!end || offered || getSelection().isCollapsed) return;
    const own = (offered = Object.assign(document.createElement("span"), {
      className: "share",
      role: "status",
    }));
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: words.words,
    });
    button.onclick = async () => {
      own.textContent =
        words[await copyLink(location.href.split(/[?#]/)[0] + fragment(range))] || "";
      setTimeout(() => own === offered && dismiss(), 2500);
    };
    own.append(button);
    /* After its block, so that Tab goes on from there. */
    let block = node;
    while (block !== article && block.parentElement !== article) block = block.parentElement;
    block === article ? article.append(own) : block.after(own);
    const room = document.documentElement.clientWidth - 8 - own.offsetWidth,
      x = Math.min(dir === "rtl" ? end.left : end.right - own.offsetWidth, room);
    /* Below what a finger drags a selection by. */
    own.style.left = Math.max(8, x) - origin.left + "px";
    own.style.top =
      end.bottom - origin.top + (matchMedia("(pointer: coarse)").matches ? 32 : 8) + "px";
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(offer, 300);
  };

  listen("selectionchange", () => {
    if (!isOurs(document.activeElement)) dismiss();
    soon();
  });
  listen("pointerup", soon);
  listen("mousedown", (event) => isOurs(event.target) && event.preventDefault());
  listen(
    "scroll",
    () =>
      offered && Math.abs(offered.getBoundingClientRect().top / innerHeight - 0.5) > 1 && dismiss(),
  );
  listen("keydown", (event) => {
    const { key, shiftKey } = event,
      button = offered?.querySelector("button");
    if (key === "Escape" && offered) dismiss();
    else if (key === "Tab" && !shiftKey && button && !isOurs(document.activeElement))
      button.focus();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  soon();
};
