/* What the reader takes along: links, and a note as evidence. First the pure half: what a note says ->
   text in several forms. Then what a choice in the card's list does. */

"use strict";

/**
 * A part of a text: bare words, or [name, what is inside, address].
 * @typedef {string | [name: string, inner: Part[], href?: string]} Part
 *
 * How a form writes parts: a rule for each name that it knows, and one for bare words.
 * @typedef {{ bare: (words: string) => string, [name: string]: (inner: string, href: string) => string }} Rules
 *
 * What is known of a note: a passage, what it is from, what its note says and where to find it.
 * @typedef {object} Known
 * @property {string} passage
 * @property {string} [author]
 * @property {string} [annotated]
 * @property {string} [title]
 * @property {string} [date]
 * @property {string} page
 * @property {string} address
 * @property {[open: string, close: string]} quotes
 * @property {string} comma
 * @property {Part[]} note
 */

var SideglossShare = (() => {
  /** @type {(rules: Rules) => (parts: Part[]) => string} */
  const writer = (rules) => {
    /** @type {(part: Part) => string} */
    const write = (part) => {
      if (typeof part === "string") return rules.bare(part);
      const [name, inner, href = ""] = part;
      const written = inner.map(write).join("");
      return rules[name] ? rules[name](written, href) : written;
    };
    return (parts) =>
      parts
        .map(write)
        .join("")
        .replace(/\s*\n\n\s*/g, "\n\n")
        .trim();
  };

  /** @typedef {(inner: string) => string} Wrap */
  /** @typedef {(inner: string, href: string) => string} Link */

  /** @type {Wrap} */
  const block = (inner) => "\n\n" + inner.trim() + "\n\n";
  /** @type {Wrap} */
  const quoted = (inner) => block(inner.trim().replace(/^/gm, "> "));
  /** @type {(mark: string) => Wrap} */
  const item = (mark) => (inner) => "\n" + mark + inner.trim().replace(/\n\s*/g, "\n  ");

  const text = writer({
    bare: String,
    passage: block,
    p: block,
    blockquote: quoted,
    ul: block,
    ol: block,
    li: item("– "),
    out: (inner, href) => `${inner} <${href}>`,
  });

  /** @type {Link} */
  const link = (inner, href) => `[${inner}](<${href}>)`;
  /** @type {Wrap} */
  const slant = (inner) => `*${inner}*`;
  /** @type {Wrap} */
  const strong = (inner) => `**${inner}**`;

  const markdown = writer({
    bare: (words) => words.replace(/[\\`*_[\]<>#|~]/g, "\\$&"),
    passage: quoted,
    p: block,
    blockquote: quoted,
    ul: block,
    ol: block,
    li: item("- "),
    a: link,
    out: link,
    self: (inner, href) => `<${href}>`,
    em: slant,
    cite: slant,
    b: strong,
    strong,
  });

  /** @type {Wrap} */
  const escaped = (words) => words.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  /** @type {(name: string) => Wrap} */
  const tag = (name) => (inner) => `<${name}>${inner}</${name}>`;
  /** @type {Link} */
  const anchor = (inner, href) => `<a href="${escaped(href)}">${inner}</a>`;
  const tags = ["p", "blockquote", "ul", "ol", "li", "em", "cite", "b", "strong"];

  const html = writer({
    ...Object.fromEntries(tags.map((name) => [name, tag(name)])),
    bare: escaped,
    passage: tag("blockquote"),
    a: anchor,
    out: anchor,
    self: anchor,
  });

  const isQuotation = /^(?:“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|"[^"]*"|‘[^‘]*’|「[^「」]*」)$/;

  /**
   * A note as evidence. A passage that is a quotation keeps its own marks.
   * @type {(known: Known) => Part[]}
   */
  const evidence = (known) => {
    const { passage, author, title, annotated, date, page, address, comma, note } = known;
    const [open, close] = known.quotes;
    /** @type {Part[]} */
    const origin = [];
    if (author) origin.push(author);
    if (title) origin.push(["a", [open + title + close], page]);
    if (annotated) origin.push(annotated);
    if (date) origin.push(date);
    /** @type {Part[]} */
    const parts = [
      ["p", origin.flatMap((part, i) => (i ? [comma, part] : [part]))],
      ...note,
      ["p", [["self", [address], address]]],
    ];
    if (passage) {
      const words = isQuotation.test(passage) ? passage : open + passage + close;
      parts.unshift(["passage", [words]]);
    }
    return parts;
  };

  /**
   * The entries of a file of BibTeX by their keys, in the order of these.
   * @type {(file: string, keys: string[]) => string}
   */
  const bibtex = (file, keys) => {
    const entries = file.split(/^(?=@)/m);
    const keyOf = (/** @type {string} */ entry) => /^@\w+\s*\{\s*([^\s,]+)/.exec(entry)?.[1];
    return keys
      .flatMap((key) => entries.filter((entry) => keyOf(entry) === key))
      .map((entry) => entry.trim() + "\n")
      .join("\n");
  };

  /**
   * The entries of a file of CSL-JSON by their ids, in the order of these.
   * @type {(file: string, keys: string[]) => string}
   */
  const csl = (file, keys) => {
    /** @type {{ id: string }[]} */
    const entries = JSON.parse(file);
    const found = keys.flatMap((key) => entries.filter(({ id }) => id === key));
    return JSON.stringify(found, null, 2) + "\n";
  };

  return { text, markdown, html, evidence, bibtex, csl };
})();

if (globalThis.document)
  (() => {
    const { text, markdown, html, evidence, bibtex, csl } = SideglossShare;
    /** What the page says of the article, and the words for what came of a choice. */
    const words = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
    const here = location.href.split(/[?#]/)[0];
    const byId = (/** @type {string} */ id) => document.getElementById(id);

    document.documentElement.classList.toggle("can-send", "share" in navigator);

    /* Browsers that know no directives take it for a part of the id. */
    const [id, directive] = location.hash.split(":~:");
    if (directive) addEventListener("load", () => location.replace(id));

    /* ---------------------------------------------------------------- the clipboard */

    /**
     * Copy one thing in several forms, by their types. The key of the words for what came of it.
     * @param {Record<string, string | Promise<string>>} forms
     * @param {string | Promise<string>} [address]  Shown to be copied by hand where the browser refuses.
     * @returns {Promise<string | undefined>}
     */
    const copy = async (forms, address) => {
      let failure = "refused";
      const items = Object.entries(forms).map(([type, form]) => {
        const blob = Promise.resolve(form).then((text) => new Blob([text], { type }));
        blob.catch(() => (failure = "unread"));
        return [type, blob];
      });
      try {
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(items))]);
        return address ? "link" : "copied";
      } catch {
        if (!address) return failure;
        prompt(words.title, await address);
      }
    };
    const copyText = (/** @type {string | Promise<string>} */ text) => copy({ "text/plain": text });
    const copyLink = (/** @type {string | Promise<string>} */ address) =>
      copy({ "text/plain": address }, address);

    /* ---------------------------------------------------------------- selected words */

    /** @type {Promise<unknown> | undefined} The style of the button beside them comes with it. */
    let style;
    const loadStyle = () =>
      (style ||= new Promise((done) => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = words.style || "";
        link.onload = link.onerror = done;
        document.head.append(link);
      }));

    /** @type {Promise<void> | undefined} They have a module of their own. From a disk browsers load none. */
    let module;
    const onSelection = () => {
      const { isCollapsed, anchorNode } = /** @type {Selection} */ (getSelection());
      if (isCollapsed || !anchorNode?.parentElement?.closest("article")) return;
      module ||= import(new URL(words.fragment || "", document.baseURI).href).then(
        ({ start }) => start(words, loadStyle, copyLink),
        () => {},
      );
    };
    document.addEventListener("selectionchange", onSelection);

    /* ---------------------------------------------------------------- a note as evidence */

    /** @type {(node: any) => Part} */
    const partOf = (node) => {
      if (!node.matches) {
        const isLayout = /^\s*\n\s*$/.test(node.data);
        if (isLayout && node.parentElement.matches("ul, ol, li, blockquote")) return "";
        return node.data.replace(/\s+/g, " ");
      }
      if (node.matches("svg, sup, .more, .back, [data-proof=no-copy]")) return "";
      const inner = [...node.childNodes].map(partOf);
      /* The list of sources says where to find it; evidence says so too. */
      const key = node.matches(".record") && node.querySelector("[data-source]")?.dataset.source;
      const copies = key && document.querySelector(`#source-${CSS.escape(key)} .copies`);
      if (copies) inner.push(" ", partOf(copies));
      if (node.href) return [node.rel ? "out" : "a", inner, node.href];
      return [node.localName, node.matches(".end") ? ["(", ...inner, ")"] : inner];
    };

    /** The words of a claim, without the marks of notes. */
    const passageOf = (/** @type {string} */ label) => {
      const claim = byId("claim-" + label);
      const marker = byId("fnref-" + label);
      if (!claim || !marker) return "";
      const range = new Range();
      range.setStartBefore(claim);
      range.setEndBefore(marker);
      const copied = range.cloneContents();
      for (const mark of copied.querySelectorAll("sup")) mark.remove();
      return (copied.textContent || "").replace(/\s+/g, " ").trim();
    };

    /** @type {(note: HTMLElement, address: string) => Part[]} */
    const evidenceOf = (note, address) =>
      evidence({
        ...words,
        passage: passageOf(note.id.slice(3)),
        page: here,
        address,
        quotes: [words.open || "", words.close || ""],
        comma: words.comma || "",
        note: /** @type {[string, Part[]]} */ (partOf(note))[1],
      });

    /** The place of a note in its article: its claim. A note on a point has none. */
    const placeOf = (/** @type {HTMLElement} */ { id }) => {
      const claim = "claim-" + id.slice(3);
      return here + "#" + (byId(claim) ? claim : id);
    };

    /**
     * The records of the sources that a note names, out of a file of the article's.
     * @type {(name: string, pick: (file: string, keys: string[]) => string, note: HTMLElement) => Promise<string>}
     */
    const recordsOf = async (name, pick, note) => {
      const named = [...note.querySelectorAll("[data-record], [data-source]")];
      const keys = named.map((each) => {
        const { record, source } = /** @type {HTMLElement} */ (each).dataset;
        return record || source || "";
      });
      const answer = await fetch(name);
      if (!answer.ok) throw new Error(name);
      return pick(await answer.text(), [...new Set(keys)]);
    };

    /** @typedef {Promise<string | undefined | void>} Outcome  A key of the words for it. */

    /** @type {Record<string, (note: HTMLElement, address: string, parts: Part[]) => Outcome>} */
    const actions = {
      copy: (note, address) => copyLink(address),
      inside: (note) => copyLink(placeOf(note)),
      text: (note, address, parts) => copyText(text(parts)),
      rich: (note, address, parts) => copy({ "text/plain": text(parts), "text/html": html(parts) }),
      markdown: (note, address, parts) => copyText(markdown(parts)),
      bibtex: (note) => copyText(recordsOf("sources.bib", bibtex, note)),
      csl: (note) => copyText(recordsOf("sources.json", csl, note)),
      send: (note, url, parts) =>
        navigator.share({ title: words.title, text: text(parts.slice(0, 2)), url }).catch(() => {}),
    };

    /** Do what was chosen in the card, and say there what came of it. */
    const take = async (/** @type {Choice} */ { action, view, card }) => {
      const note = byId(view || "");
      const status = card.querySelector("[role=status]");
      if (!note || !status || !actions[action]) return;
      /** @type {HTMLAnchorElement | null} */
      const own = note.querySelector(".here");
      const address = own?.href || placeOf(note);
      const outcome = await actions[action](note, address, evidenceOf(note, address));
      status.textContent = words[outcome || ""] || "";
      setTimeout(() => (status.textContent = ""), 4000);
    };

    Sidegloss.take = take;
    if (Sidegloss.choice) take(Sidegloss.choice);
    onSelection();
  })();
