/* A reader's words -> the claims, articles and sources that have them, shown. What finds them is another
   script (search-own.js, search-pagefind.js), loaded with the first search, as everything else is. All that
   is found is put into the page as text. */
import {
  claimRow,
  facts,
  fit,
  fold,
  listen,
  load,
  make,
  marked,
  read,
  spaced,
  valueOf,
} from "./find.js";

/**
 * @typedef {import("./find.js").Question} Question
 *
 * What was found of one kind of thing.
 * @typedef {object} Found
 * @property {number} count
 * @property {(from: number, to: number) => Promise<any[]>} some
 *
 * @typedef {object} Answer
 * @property {Found} claims
 * @property {Found} articles
 * @property {Found} sources
 * @property {boolean} [hasOlder] - there are claims that were not looked through
 *
 * Finds; *isCurrent* says whether the answer is still awaited, *isAll* whether older claims are wanted too.
 * @typedef {(question: Question, isCurrent: () => boolean, isAll: boolean) => Promise<Answer>} Find
 *
 * @typedef {object} Tools
 * @property {typeof among} among
 * @property {typeof best} best
 * @property {typeof load} load
 * @property {typeof sourcesIn} sourcesIn
 * @property {typeof spaced} spaced
 *
 * @typedef {"claims" | "articles" | "sources"} What
 */

/* ---------------------------------------------------------------- what fits */

/**
 * Some *length* letters of a text about the first place that was looked for.
 * @param {string} text
 * @param {string[]} wanted
 */
export const excerpt = (text, wanted, length = 200) => {
  if (text.length <= length) {
    return text;
  }
  const stretches = marked(text, wanted);
  const place = stretches.length > 1 && !stretches[0][1] ? stretches[0][0].length : 0;
  /** @param {number} at */
  const nextWord = (at) => {
    const space = text.indexOf(" ", at);
    return space >= 0 && space - at < 20 ? space + 1 : at;
  };
  const before = Math.floor(Math.min(place - length / 3, text.length - length));
  const start = place > length / 2 ? nextWord(before) : 0;
  const end = Math.min(nextWord(start + length), text.length);
  const cut = text.slice(start, end).trim();
  return `${start ? "… " : ""}${cut}${end < text.length ? " …" : ""}`;
};

/**
 * Entries, the best first.
 * @param {any[]} found
 */
export const best = (found) => found.sort((one, two) => two.fits - one.fits);

/** @type {WeakMap<object, string[]>} */
const foldedFields = new WeakMap();

/**
 * @param {any} entry
 * @param {string[]} fields
 */
const fieldsOf = (entry, fields) => {
  let texts = foldedFields.get(entry);
  if (!texts) {
    texts = fields.map((field) => fold((entry[field] ?? "").normalize("NFC")));
    foldedFields.set(entry, texts);
  }
  return texts;
};

/**
 * Those of some entries, always searched by the same fields, that fit some terms: the best first.
 * @param {any[]} entries
 * @param {string[]} wanted
 * @param {...string} fields
 */
export const among = (entries, wanted, ...fields) => {
  const found = [];
  for (const entry of entries) {
    const fits = fit(fieldsOf(entry, fields), wanted);
    if (fits) {
      found.push({ ...entry, fits });
    }
  }
  return best(found);
};

/**
 * The sources that fit some terms.
 * @param {any[]} sources
 * @param {string[]} wanted
 */
export const sourcesIn = (sources, wanted) =>
  among(sources, wanted, "title", "names", "container", "key");

/* ---------------------------------------------------------------- rows */

/**
 * @param {string} text
 * @param {string[]} wanted
 */
const lit = (text, wanted) =>
  marked(text, wanted).map(([words, isLit]) => (isLit ? make("mark", words) : words));

/**
 * @param {string} address
 * @param {string} text
 * @param {string[]} wanted
 */
const linkTo = (address, text, wanted) => {
  const link = make("a", ...lit(text, wanted));
  link.href = address || "./";
  link.dir = "auto";
  return link;
};

/**
 * A line with the words of a note or a summary about what was looked for.
 * @param {string} text
 * @param {string[]} wanted
 */
const noteLine = (text, wanted) => {
  const line = make("p", ...lit(excerpt(text, wanted), wanted));
  line.className = "note";
  line.dir = "auto";
  return line;
};

/** @type {Record<What, (entry: any, wanted: string[], root: string) => HTMLLIElement>} */
const rows = {
  claims: (claim, wanted, root) => {
    const { article, note, sources, text } = claim;
    const isNoteFound = marked(note, wanted).some(([, isLit]) => isLit);
    const others = sources.length > 2 ? ` +${sources.length - 2}` : "";
    const row = claimRow(
      claim,
      linkTo(`${root}${article.address}#${claim.at}`, excerpt(text || note, wanted, 300), wanted),
      text && isNoteFound ? [noteLine(note, wanted)] : [],
      article.title,
      sources.slice(0, 2).join(", ") + others,
    );
    row.lang = article.language;
    return row;
  },
  articles: (article, wanted, root) => {
    const row = make("li", linkTo(root + article.address, article.title, wanted));
    if (article.summary) {
      row.append(noteLine(article.summary, wanted));
    }
    row.append(facts(article.author, article.annotator, article.date));
    row.lang = article.language;
    return row;
  },
  sources: (source, wanted, root) => {
    const told = [source.names, source.container, source.issued].filter(Boolean);
    return make(
      "li",
      linkTo(root + source.address, source.title || source.key, wanted),
      facts(...told.map((fact) => make("span", ...lit(fact, wanted)))),
    );
  },
};

/* ---------------------------------------------------------------- the page */

/** @type {Record<What, number>} */
const SHOWN = { claims: 10, articles: 5, sources: 5 };
const WHATS = /** @type {What[]} */ (Object.keys(SHOWN));
const MORE = 50;
const FIELDS = ["q", "source", "standing"];
const SLASH = "sidegloss-slash";

/**
 * @template {HTMLElement} [Kind=HTMLElement]
 * @param {ParentNode} within
 * @param {string} selector
 */
const one = (within, selector) => /** @type {Kind} */ (within.querySelector(selector));

/** @param {HTMLFormElement} form */
const begin = (form) => {
  const root = form.dataset.root ?? "";
  const words = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
  const slash = /** @type {HTMLInputElement} */ (form.elements.namedItem("slash"));
  const found = one(document, ".found");
  const output = one(found, ".told");
  const older = one(found, ".older");
  /** @type {HTMLElement | null} */
  const start = found.querySelector(".start");
  let turn = 0;

  /** @param {string | undefined} text */
  const say = (text) => {
    output.textContent = text ?? "";
  };

  /** @type {Promise<Find> | undefined} */
  let finding;
  /** What finds, loaded once; again where that failed. */
  const finder = () => {
    if (!finding) {
      const address = new URL(form.dataset.finder ?? "", document.baseURI);
      const tools = { among, best, load, sourcesIn, spaced };
      finding = import(address.href).then((script) =>
        script.finder(tools, Number(form.dataset.parts)),
      );
      finding.catch(() => {
        finding = undefined;
      });
    }
    return finding;
  };

  /** @returns {HTMLElement[]} */
  const links = () =>
    [...found.querySelectorAll(/** @type {"a"} */ (".rows > li > a"))].filter((link) =>
      link.checkVisibility(),
    );

  /**
   * Show the first of what was found of one kind, and a button for the others.
   * @param {What} what
   * @param {Found} all
   * @param {any[]} first
   * @param {string[]} wanted
   */
  const show = (what, all, first, wanted) => {
    const section = one(found, `[data-what=${what}]`);
    const list = one(section, "ul");
    const more = one(section, "button");
    /** @param {any[]} entries */
    const fill = (entries) => {
      list.append(...entries.map((entry) => rows[what](entry, wanted, root)));
      more.hidden = list.children.length >= all.count;
    };
    list.replaceChildren();
    fill(first);
    section.hidden = !all.count;
    more.onclick = async () => {
      const own = turn;
      const from = list.children.length;
      try {
        const entries = await all.some(from, from + MORE);
        if (own === turn && from === list.children.length) {
          fill(entries);
          one(list.children[from], "a").focus();
        }
      } catch {
        say(output.dataset.failed);
      }
    };
  };

  /** Show what the page has before there are words. */
  const showStart = () => {
    for (const what of WHATS) {
      one(found, `[data-what=${what}]`).hidden = true;
    }
    older.hidden = true;
    if (start) {
      start.hidden = false;
    }
    found.dataset.ready = "";
    say("");
  };

  /**
   * @param {Answer} answer
   * @param {Question} question
   * @param {() => boolean} isCurrent
   */
  const showAnswer = async (answer, question, isCurrent) => {
    const first = await Promise.all(WHATS.map((what) => answer[what].some(0, SHOWN[what])));
    if (!isCurrent()) {
      return;
    }
    let total = 0;
    WHATS.forEach((what, n) => {
      show(what, answer[what], first[n], question.words);
      total += answer[what].count;
    });
    older.hidden = !answer.hasOlder;
    if (start) {
      start.hidden = true;
    }
    found.dataset.ready = "";
    say(total ? output.dataset.found?.replace("{n}", String(total)) : output.dataset.none);
  };

  /** Keep the question in the page's address, so that it can be shared and is there on the way back. */
  const writeAddress = () => {
    const query = new URLSearchParams();
    for (const name of FIELDS) {
      const value = valueOf(form, name);
      if (value) {
        query.set(name, value);
      }
    }
    history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  };

  const search = async (isAll = false) => {
    const own = ++turn;
    const isCurrent = () => own === turn;
    const question = read(form);
    writeAddress();
    if (!question.words.length && !question.source.length && !question.standing) {
      showStart();
      return;
    }
    try {
      const find = await finder();
      const answer = await find(question, isCurrent, isAll);
      if (isCurrent()) {
        await showAnswer(answer, question, isCurrent);
      }
    } catch {
      if (isCurrent()) {
        found.dataset.ready = "";
        say(output.dataset.failed);
      }
    }
  };

  const searchNow = listen(form, () => search());

  /**
   * Fill the form with the query of an address.
   * @param {string} query
   */
  const fill = (query) => {
    const values = new URLSearchParams(query);
    for (const name of FIELDS) {
      const field = /** @type {HTMLInputElement | HTMLSelectElement} */ (
        form.elements.namedItem(name)
      );
      field.value = values.get(name) ?? "";
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) {
        field.value = "";
      }
    }
  };

  /** Esc goes back one step: to the field, to an empty field, to the page that the reader came from. */
  const goBack = () => {
    if (links().includes(/** @type {HTMLElement} */ (document.activeElement))) {
      words.focus();
    } else if (document.activeElement !== words) {
      return false;
    } else if (words.value) {
      words.value = "";
      void searchNow();
    } else if (document.referrer.startsWith(new URL(root || "./", location.href).href)) {
      history.back();
    }
    return true;
  };

  /**
   * Down and up go through the field and the results.
   * @param {number} step
   */
  const walk = (step) => {
    const stops = [words, ...links()];
    const here = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    if (here < 0 || here + step < 0) {
      return false;
    }
    stops[here + step]?.focus();
    return true;
  };

  /** @param {KeyboardEvent} event */
  const handle = (event) => {
    switch (event.key) {
      case "Escape":
        return goBack();
      case "ArrowDown":
        return walk(1);
      case "ArrowUp":
        return walk(-1);
      case "Enter":
        if (event.target instanceof HTMLInputElement && event.target.type === "search") {
          form.requestSubmit();
          return true;
        }
    }
    return false;
  };

  document.addEventListener("keydown", (event) => {
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    if (!hasModifier && !event.isComposing && handle(event)) {
      event.preventDefault();
    }
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await searchNow();
    links()[0]?.focus();
  });

  older.addEventListener("click", async () => {
    await search(true);
    words.focus();
  });

  start?.addEventListener("click", (event) => {
    const example = event.target instanceof Element && event.target.closest(".examples a");
    if (example instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      fill(example.search);
      words.focus();
      void searchNow();
    }
  });

  try {
    slash.checked = localStorage.getItem(SLASH) !== "off";
    slash.addEventListener("change", () => {
      localStorage.setItem(SLASH, slash.checked ? "on" : "off");
    });
  } catch {
    // Nothing can be stored here: the key stays on.
  }

  fill(location.search);
  if (matchMedia("(hover: hover)").matches) {
    words.focus();
  }
  void search();
};

globalThis.document?.addEventListener("DOMContentLoaded", () => {
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form.find");
  if (form) {
    begin(form);
  }
});
