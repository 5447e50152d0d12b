/* A reader's words -> the claims, articles and sources that have them, shown. What finds them is another
   script (search-own.js, search-pagefind.js), which is loaded when a reader asks, as all else is. All that is
   found is put into the page as text. */

/* ---------------------------------------------------------------- words */

const MARKS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g;
const LETTERS = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ł: "l",
  ı: "i",
  ς: "σ",
  ى: "ي",
  ة: "ه",
  ٱ: "ا",
  "‘": "'",
  "’": "'",
  ʼ: "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "«": '"',
  "»": '"',
  "‐": "-",
  "‑": "-",
  "–": "-",
  "—": "-",
  "−": "-",
};
const UNPARTED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]+/gu;
const LETTER = /[\p{L}\p{N}]/u;
const known = new Map();

const plainer = (sign) => {
  if (!known.has(sign)) {
    const low = sign
      .normalize("NFKD")
      .replace(MARKS, "")
      .toLowerCase()
      .replace(MARKS, "")
      .normalize("NFC");
    known.set(
      sign,
      [...low].map((each) => LETTERS[each] ?? (/\s/.test(each) ? " " : each)).join(""),
    );
  }
  return known.get(sign);
};

/** A text without what tells its letters apart: case, accents, shapes of quotation marks. */
export const folded = (text) =>
  /^[ -~]*$/.test(text) ? text.toLowerCase() : [...text].map(plainer).join("");

/** The same, and where in the text each of its letters stands. */
export const located = (text) => {
  let low = "";
  const at = [];
  let place = 0;
  for (const sign of text) {
    const plain = plainer(sign);
    for (let n = 0; n < plain.length; n++) at.push(place);
    low += plain;
    place += sign.length;
  }
  return { low, at: [...at, place] };
};

/** What is asked for: words, and phrases in quotation marks. */
export const terms = (asked) =>
  [...folded(asked.normalize("NFC")).matchAll(/"([^"]+)"|[^\s"]+/g)]
    .map(
      ([word, phrase]) =>
        phrase?.trim().replace(/\s+/g, " ") ??
        (word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "") || word),
    )
    .filter(Boolean);

const pairs = (run) => {
  const signs = [...run];
  return signs.length < 3 ? [run] : signs.slice(1).map((sign, n) => signs[n] + sign);
};

/** The parts of a term in a script without blanks: pairs of letters. Else the term itself. */
export const parts = (term) => {
  const found = [];
  let end = 0;
  for (const { 0: run, index } of term.matchAll(UNPARTED)) {
    found.push(term.slice(end, index).trim(), ...pairs(run));
    end = index + run.length;
  }
  return [...found, term.slice(end).trim()].filter(Boolean);
};

/** A text as words that Pagefind can tell, as exports/records.py has them: without l’, in pairs of letters. */
export const spaced = (text) =>
  text
    .replace(/(?<![\p{L}\p{N}])[\p{L}\p{N}]{1,5}['’ʼ](?=[\p{L}\p{N}]{3})/gu, "")
    .replace(UNPARTED, (run) => ` ${pairs(run).join(" ")} `)
    .trim();

const begins = (low, term) => {
  for (let at = low.indexOf(term); at >= 0; at = low.indexOf(term, at + 1))
    if (!at || !LETTER.test(low[at - 1])) return true;
  return false;
};
const within = (low, term) => (begins(low, term) ? 2 : low.includes(term) ? 1 : 0);

/** How well folded texts fit, the weightiest first: 0 where a term is in none of them. */
export const fit = (texts, wanted) => {
  let sum = 0;
  for (const term of wanted) {
    const best = (each) => Math.max(...texts.map((low, n) => within(low, each) / (n + 1)));
    let own = best(term);
    if (!own) {
      const pairs = parts(term);
      own = pairs.length > 1 ? Math.min(...pairs.map(best)) / 4 : 0;
    }
    if (!own) return 0;
    sum += own;
  }
  return sum || 1;
};

/** A text in stretches, [words, whether they were asked for]. */
export const marked = (text, wanted) => {
  const { low, at } = located(text);
  const lit = new Uint8Array(text.length);
  for (const term of wanted) {
    for (const each of low.includes(term) ? [term] : parts(term)) {
      const isBegun = begins(low, each);
      for (let n = low.indexOf(each); n >= 0; n = low.indexOf(each, n + 1)) {
        if (!isBegun || !n || !LETTER.test(low[n - 1]))
          lit.fill(1, at[n], Math.max(at[n + each.length], at[n] + 1));
      }
    }
  }
  const stretches = [];
  for (let start = 0, end = 1; start < text.length; start = end++) {
    while (end < text.length && lit[end] === lit[start]) end++;
    stretches.push([text.slice(start, end), !!lit[start]]);
  }
  return stretches;
};

/** Some *length* letters of a text about the first place that was asked for. */
export const excerpt = (text, wanted, length = 200) => {
  if (text.length <= length) return text;
  const first = marked(text, wanted);
  const place = first.length > 1 && !first[0][1] ? first[0][0].length : 0;
  const whole = (at) => {
    const blank = text.indexOf(" ", at);
    return blank >= 0 && blank - at < 20 ? blank + 1 : at;
  };
  const start =
    place > length / 2 ? whole(Math.min(place - length / 3, text.length - length) | 0) : 0;
  const end = Math.min(whole(start + length), text.length);
  return `${start ? "… " : ""}${text.slice(start, end).trim()}${end < text.length ? " …" : ""}`;
};

/* ---------------------------------------------------------------- what is searched */

const answers = new Map();
/** What stands at an address, asked for once; again where that failed. */
export const load = (address) => {
  if (!answers.has(address)) {
    const answer = fetch(address).then((found) =>
      found.ok ? found.json() : Promise.reject(new Error(found.status)),
    );
    answer.catch(() => answers.delete(address));
    answers.set(address, answer);
  }
  return answers.get(address);
};

const texts = new WeakMap();
const low = (entry, fields) => {
  if (!texts.has(entry))
    texts.set(
      entry,
      fields.map((field) => folded((entry[field] ?? "").normalize("NFC"))),
    );
  return texts.get(entry);
};

/** Those of some entries, always searched by the same fields, that fit some terms: the best first. */
export const among = (entries, wanted, ...fields) =>
  best(
    entries
      .map((entry) => ({ ...entry, fits: fit(low(entry, fields), wanted) }))
      .filter((entry) => entry.fits),
  );
export const best = (found) => found.sort((one, two) => two.fits - one.fits);

/** The sources that fit some terms, from the list of all. */
export const sourcesIn = (sources, wanted) =>
  among(sources, wanted, "title", "names", "container", "key");

/* ---------------------------------------------------------------- the page */

const SHOWN = { claims: 10, articles: 5, sources: 5 };
const MORE = 50;
const NOTHING = { count: 0, first: [] };

const begin = (form) => {
  const { root } = form.dataset;
  const output = form.querySelector("output");
  const older = document.querySelector(".found .older");
  const fields = form.elements;
  let turn = 0,
    waiting,
    finding;
  /** What finds, loaded once; again where that failed. */
  const finder = () => {
    finding ??= import(new URL(form.dataset.finder, document.baseURI)).then((found) =>
      found.finder({ among, best, load, sourcesIn, spaced }, +form.dataset.parts),
    );
    finding.catch(() => {
      finding = undefined;
    });
    return finding;
  };

  const make = (name, ...kids) => {
    const made = document.createElement(name);
    made.append(...kids);
    return made;
  };
  const lit = (text, wanted) =>
    marked(text, wanted).map(([stretch, isLit]) => (isLit ? make("mark", stretch) : stretch));
  const icon = (kind) => {
    const svg = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
    const [drawn, use] = [svg("svg"), svg("use")];
    drawn.classList.add("icon");
    drawn.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#i-${kind}`);
    drawn.append(use);
    return drawn;
  };
  const link = (address, text, wanted) => {
    const made = make("a", ...lit(text, wanted));
    made.href = root + address || "./";
    made.dir = "auto";
    return made;
  };
  const line = (name, text, wanted) => {
    const made = make("p", ...lit(text, wanted));
    made.className = name;
    made.dir = "auto";
    return made;
  };
  const facts = (...told) => {
    const made = make("p", ...told.filter(Boolean).flatMap((each) => [make("span", each), " "]));
    made.className = "facts";
    return made;
  };

  const rows = {
    claims: (claim, { words: wanted }) => {
      const { article, sources: two } = claim;
      const [first, ...told] = claim.told.split(" · ");
      const lead = claim.finding ? [make("strong", first), " · ", told.shift()] : [first];
      if (claim.finding) lead[0].className = "retracted";
      const standing = make("b", icon(claim.kind), ...lead);
      standing.className = "kind";
      const note =
        claim.text && !marked(claim.note, wanted).some(([, isLit]) => isLit) ? "" : claim.note;
      const item = make(
        "li",
        link(
          `${article.address}#${claim.at}`,
          excerpt(claim.text || claim.note, wanted, 300),
          wanted,
        ),
        ...(claim.text && note ? [line("note", excerpt(note, wanted), wanted)] : []),
        facts(
          standing,
          ...told,
          article.title,
          two.slice(0, 2).join(", ") + (two.length > 2 ? ` +${two.length - 2}` : ""),
        ),
      );
      item.dataset.kind = claim.kind;
      item.lang = article.language;
      return item;
    },
    articles: (article, { words: wanted }) => {
      const item = make(
        "li",
        link(article.address, article.title, wanted),
        ...(article.summary ? [line("note", excerpt(article.summary, wanted), wanted)] : []),
        facts(article.author, article.annotator, article.date),
      );
      item.lang = article.language;
      return item;
    },
    sources: (source, { words: wanted }) =>
      make(
        "li",
        link(source.address, source.title || source.key, wanted),
        facts(
          ...[source.names, source.container, source.issued].map(
            (each) => each && make("span", ...lit(each, wanted)),
          ),
        ),
      ),
  };
  const sections = Object.fromEntries(
    Object.keys(SHOWN).map((what) => [what, document.querySelector(`.found [data-what=${what}]`)]),
  );
  const show = (what, { count, first }, { some, wanted }) => {
    const [list, more] = [
      sections[what].querySelector("ul"),
      sections[what].querySelector("button"),
    ];
    const fill = (entries) => {
      list.append(...entries.map((each) => rows[what](each, wanted)));
      more.hidden = list.children.length >= count;
    };
    list.replaceChildren();
    fill(first);
    sections[what].hidden = !count;
    more.onclick = async () => {
      const [own, from] = [turn, list.children.length];
      try {
        const entries = await some(from, from + MORE);
        if (own !== turn || from !== list.children.length) return;
        fill(entries);
        list.children[from].querySelector("a").focus();
      } catch {
        output.textContent = output.dataset.failed;
      }
    };
  };

  const asked = () => {
    const [standing, what = "kind"] = fields.standing.value.split(" ").reverse();
    return {
      text: fields.q.value.normalize("NFC").trim(),
      words: terms(fields.q.value),
      source: terms(fields.source.value),
      what,
      standing,
    };
  };
  const find = async (isAll = false) => {
    const own = ++turn;
    const wanted = asked();
    const isAny = wanted.words.length || wanted.source.length || fields.standing.value;
    const state = new URLSearchParams(
      [...new FormData(form)].filter(([name, value]) => value && name !== "slash"),
    );
    history.replaceState(null, "", `${location.pathname}${state.size ? `?${state}` : ""}`);
    if (!isAny) {
      output.textContent = "";
      older.hidden = true;
      for (const what in SHOWN) show(what, NOTHING, {});
      return;
    }
    try {
      const found = await (await finder())(wanted, () => own === turn, isAll);
      if (own !== turn) return;
      const first = await Promise.all(
        Object.keys(SHOWN).map((what) => found[what].some(0, SHOWN[what])),
      );
      if (own !== turn) return;
      const counts = Object.keys(SHOWN).map((what) => found[what].count);
      Object.keys(SHOWN).forEach((what, n) =>
        show(what, { count: counts[n], first: first[n] }, { some: found[what].some, wanted }),
      );
      older.hidden = !found.hasOlder;
      const total = counts.reduce((sum, each) => sum + each, 0);
      output.textContent = total ? output.dataset.found.replace("{n}", total) : output.dataset.none;
    } catch {
      if (own === turn) output.textContent = output.dataset.failed;
    }
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 120);
  };

  const all = () => [...document.querySelectorAll(".found li > a")];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const links = all();
    const here = links.indexOf(document.activeElement);
    const isAsking = document.activeElement === fields.q;
    if (event.key === "Escape") {
      if (here >= 0) fields.q.focus();
      else if (!isAsking) return;
      else if (fields.q.value) {
        fields.q.value = "";
        soon();
      } else if (document.referrer.startsWith(new URL(root || "./", location).href)) history.back();
    } else if (event.key === "ArrowDown" && (isAsking || here >= 0)) links[here + 1]?.focus();
    else if (event.key === "ArrowUp" && here >= 0) (links[here - 1] ?? fields.q).focus();
    else if (event.key === "Enter" && event.target.type === "search") form.requestSubmit();
    else return;
    event.preventDefault();
  });
  form.addEventListener("input", (event) => {
    if (event.target !== fields.slash) soon();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await find();
    all()[0]?.focus();
  });
  older.addEventListener("click", async () => {
    await find(true);
    fields.q.focus();
  });
  try {
    fields.slash.checked = localStorage.getItem("sidegloss-slash") !== "off";
    fields.slash.addEventListener("change", () =>
      localStorage.setItem("sidegloss-slash", fields.slash.checked ? "on" : "off"),
    );
  } catch {}

  for (const [name, value] of new URLSearchParams(location.search))
    if (["q", "source", "standing"].includes(name)) fields[name].value = value;
  if (fields.standing.selectedIndex < 0) fields.standing.value = "";
  document.querySelector(".without").hidden = true;
  form.hidden = false;
  if (matchMedia("(hover: hover)").matches) fields.q.focus();
  find();
};

const form = globalThis.document?.querySelector("form.search");
if (form) begin(form);
