/* What a reader takes along: links, and a note as evidence. First the pure half. */

"use strict";

globalThis.SideglossShare = (() => {
  /* A tree is made of texts and of [name, inner, address?]; a writer has a rule for each name that it
     minds, and one for bare text. */
  const writer = (rules) => {
    const write = (node) =>
      node.at(1)?.map
        ? (rules[node[0]] || String)(node[1].map(write).join(""), node[2])
        : rules.bare(node);
    return (tree) =>
      tree
        .map(write)
        .join("")
        .replace(/\s*\n\n\s*/g, "\n\n")
        .trim();
  };
  const block = (inner) => "\n\n" + inner.trim() + "\n\n",
    item = (mark) => (inner) => "\n" + mark + inner.trim().replace(/\n\s*/g, "\n  ");
  const link = (inner, href) => `[${inner}](<${href}>)`,
    slant = (inner) => `*${inner}*`;

  const quoted = (inner) => block(inner.trim().replace(/^/gm, "> ")),
    bare = (inner, href) => `<${href}>`;
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
  const markdown = writer({
    bare: (words) => words.replace(/[\\`*_[\]<>#|~]/g, "\\$&"),
    p: block,
    ul: block,
    ol: block,
    passage: quoted,
    blockquote: quoted,
    li: item("- "),
    a: link,
    out: link,
    self: bare,
    em: slant,
    cite: slant,
    b: (inner) => `**${inner}**`,
    strong: (inner) => `**${inner}**`,
  });
  const plain = (words) => words.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt()};`),
    tag = (name) => [name, (inner) => `<${name}>${inner}</${name}>`];
  const anchor = (inner, href) => `<a href="${plain(href)}">${inner}</a>`;
  const html = writer({
    bare: plain,
    a: anchor,
    out: anchor,
    self: anchor,
    passage: tag("blockquote")[1],
    ...Object.fromEntries(
      ["p", "blockquote", "ul", "ol", "li", "em", "cite", "b", "strong"].map(tag),
    ),
  });

  /* Words in quotation marks; a passage that is a quotation keeps its own. */
  const inQuotes = (words, open, close) =>
    /^(?:“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|"[^"]*"|‘[^‘]*’|「[^「」]*」)$/.test(words)
      ? words
      : open + words + close;

  /* A passage, what it is from, what its note says, and where to find it. */
  const evidence = ({
    passage,
    author,
    annotated,
    title,
    date,
    page,
    address,
    quotes: [open, close],
    comma,
    note,
  }) => {
    const whence = [author, title && ["a", [open + title + close], page], annotated, date].filter(
      Boolean,
    );
    return [
      passage && ["passage", [inQuotes(passage, open, close)]],
      ["p", whence.flatMap((part, i) => (i ? [comma, part] : [part]))],
      ...note,
      ["p", [["self", [address], address]]],
    ].filter(Boolean);
  };

  /* Entries of a file of sources, by their keys and in their order. */
  const bibtex = (file, keys) => {
    const entries = file
      .split(/^(?=@)/m)
      .map((entry) => [/^@\w+\s*\{\s*([^\s,]+)/.exec(entry)?.[1], entry.trim() + "\n"]);
    return keys
      .flatMap((key) => entries.filter(([own]) => own === key).map(([, entry]) => entry))
      .join("\n");
  };
  const csl = (file, keys) =>
    JSON.stringify(
      keys.flatMap((key) => JSON.parse(file).filter(({ id }) => id === key)),
      null,
      2,
    ) + "\n";

  return { text, markdown, html, evidence, bibtex, csl };
})();

if (globalThis.document)
  (() => {
    const { text, markdown, html, evidence, bibtex, csl } = SideglossShare,
      words = document.currentScript.dataset;
    const all = (selector, within) => [...within.querySelectorAll(selector)],
      one = (selector, within = document) => within.querySelector(selector);
    const byId = (id) => document.getElementById(id),
      listen = (type, act) => document.addEventListener(type, act, true);
    const here = location.href.split(/[?#]/)[0],
      create = (name, fields) => Object.assign(document.createElement(name), fields);

    /* Browsers that know no directives take it for a part of the id. */
    const [id, directive] = location.hash.split(":~:");
    if (directive) addEventListener("load", () => location.replace(id));

    /* The looks of the button beside selected words come with it. */
    let dress;
    const dressed = () =>
      (dress ||= new Promise((done) =>
        document.head.append(
          create("link", { rel: "stylesheet", href: words.style, onload: done, onerror: done }),
        ),
      ));

    const copy = async (flavours, address) => {
      let failure = "refused";
      const blob = async (type, words) => new Blob([await words], { type });
      const made = Object.entries(flavours).map(([type, words]) => [
        type,
        blob(type, words).catch((error) => {
          failure = "unread";
          throw error;
        }),
      ]);
      try {
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(made))]);
        return address ? "link" : "copied";
      } catch {
        if (!address) return failure;
        prompt(words.title, await address);
      }
    };
    const copyLink = (address) => copy({ "text/plain": address }, address);

    /* Selected words have a module of their own, asked for when some are. From a disk browsers load none. */
    let module;
    listen("selectionchange", () => {
      const { isCollapsed, anchorNode } = getSelection();
      if (!isCollapsed && anchorNode.parentElement.closest("article"))
        module ||= import(new URL(words.fragment, document.baseURI)).then(
          ({ start }) => start(words, dressed, copyLink),
          () => {},
        );
    });

    /* ---------------------------------------------------------------- evidence */

    const tree = (node) => {
      if (!node.matches)
        return /^\s*\n\s*$/.test(node.data) && node.parentElement.matches("ul, ol, li, blockquote")
          ? ""
          : node.data.replace(/\s+/g, " ");
      if (node.matches("svg, sup, .bare, .back, [data-proof=no-copy]")) return "";
      const inner = [...node.childNodes].map(tree);
      return node.href
        ? [node.rel ? "out" : "a", inner, node.href]
        : node.matches(".end")
          ? ["", ["(", ...inner, ")"]]
          : [node.localName, inner];
    };
    /* A point note has no claim: its place in the article is the note. */
    const placeOf = (label) => here + (byId("claim-" + label) ? "#claim-" : "#fn-") + label;
    const evidenceOf = (note, address) => {
      const label = note.id.slice(3),
        claim = byId("claim-" + label),
        range = new Range();
      if (claim) {
        range.setStartBefore(claim);
        range.setEndBefore(byId("fnref-" + label));
      }
      const copied = range.cloneContents();
      for (const mark of all("sup", copied)) mark.remove();
      return {
        ...words,
        quotes: [words.open, words.close],
        page: here,
        address,
        passage: copied.textContent.replace(/\s+/g, " ").trim(),
        note: tree(note)[1],
      };
    };

    const asked = async (name, pick, note) => {
      const answer = await fetch(name);
      if (!answer.ok) throw new Error(name);
      return pick(await answer.text(), [
        ...new Set(
          all("[data-record], [data-source]", note).map(
            ({ dataset }) => dataset.record || dataset.source,
          ),
        ),
      ]);
    };
    const actions = {
      copy: (note, address) => copyLink(address),
      inside: (note) => copyLink(placeOf(note.id.slice(3))),
      text: (note, address, told) => copy({ "text/plain": text(told) }),
      rich: (note, address, told) => copy({ "text/plain": text(told), "text/html": html(told) }),
      markdown: (note, address, told) => copy({ "text/plain": markdown(told) }),
      bibtex: (note) => copy({ "text/plain": asked("sources.bib", bibtex, note) }),
      csl: (note) => copy({ "text/plain": asked("sources.json", csl, note) }),
      send: (note, address, told) =>
        navigator
          .share({ title: words.title, text: text(told.slice(0, 2)), url: address })
          .catch(() => {}),
    };
    const toggle = (button) => {
      const list = one(".ways", button.parentElement),
        card = button.closest(".card");
      list.hidden = !list.hidden;
      button.ariaExpanded = !list.hidden;
      one("[data-do=send]", list).hidden = !navigator.share;
      const below = card.getBoundingClientRect().bottom - innerHeight + 8;
      if (card.matches(".placed") && below > 0)
        card.style.top = parseFloat(card.style.top) - below + "px";
    };
    listen("click", async ({ target }) => {
      const button = target.closest(".card [data-do]"),
        act = actions[button?.dataset.do];
      if (button?.matches("[data-do=ways]")) return toggle(button);
      if (!act) return;
      const card = button.closest(".card"),
        note = byId(card.dataset.note),
        said = one("[role=status]", card);
      const address = one(".here", note)?.href || placeOf(note.id.slice(3));
      const word = await act(note, address, evidence(evidenceOf(note, address)));
      said.textContent = words[word] || "";
      setTimeout(() => {
        said.textContent = "";
      }, 4000);
    });

    listen("keydown", (event) => {
      const opener = one(".ways:not([hidden])")?.parentElement.querySelector("[data-do=ways]");
      if (event.key !== "Escape" || !opener) return;
      toggle(opener);
      opener.focus();
      event.preventDefault();
      event.stopImmediatePropagation();
    });
  })();
