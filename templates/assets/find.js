/* What claims.js and search.js share: texts and the words that are looked for in them, a claim as a
   row of a list, and a form that searches while its reader types. */

/**
 * A claim of an index, as exports/claims.py and exports/search.py write it.
 * @typedef {object} Claim
 * @property {string} text
 * @property {string} kind
 * @property {string} verdict
 * @property {string} finding - a key of the retraction that it rests on, or empty
 * @property {string} told - what its note comes to, in parts between " · "
 * @property {string[]} sources
 */

/**
 * What a form asks for.
 * @typedef {object} Question
 * @property {string} text - as typed
 * @property {string[]} words - folded words and phrases
 * @property {string[]} source - words of a source's name
 * @property {"kind" | "verdict" | "finding"} field - the field that *standing* is a value of
 * @property {string} standing
 */

/* ---------------------------------------------------------------- words */

/** Vowel signs, accents and the like, in the scripts that can do without them. */
const MARKS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g;

/** @type {Record<string, string>} */
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

/** Runs of scripts that put no spaces between words. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]+/gu;
const LETTER = /[\p{L}\p{N}]/u;

/** @type {Map<string, string>} */
const knownSigns = new Map();

/** @param {string} sign */
const foldSign = (sign) => {
  let folded = knownSigns.get(sign);
  if (folded === undefined) {
    const bare = sign
      .normalize("NFKD")
      .replace(MARKS, "")
      .toLowerCase()
      .replace(MARKS, "")
      .normalize("NFC");
    folded = [...bare].map((each) => LETTERS[each] ?? (/\s/.test(each) ? " " : each)).join("");
    knownSigns.set(sign, folded);
  }
  return folded;
};

/**
 * A text without case, accents and shapes of quotation marks.
 * @param {string} text
 */
export const fold = (text) =>
  /^[ -~]*$/.test(text) ? text.toLowerCase() : [...text].map(foldSign).join("");

/**
 * The same, with the place in the text of each of its letters.
 * @param {string} text
 * @returns {{ low: string, at: number[] }}
 */
export const foldWithPlaces = (text) => {
  let low = "";
  /** @type {number[]} */
  const at = [];
  let place = 0;
  for (const sign of text) {
    const folded = foldSign(sign);
    for (let n = 0; n < folded.length; n++) {
      at.push(place);
    }
    low += folded;
    place += sign.length;
  }
  return { low, at: [...at, place] };
};

/**
 * The folded words, and the phrases in quotation marks, that a reader typed.
 * @param {string} typed
 */
export const terms = (typed) => {
  /** @type {string[]} */
  const found = [];
  for (const [word, phrase] of fold(typed.normalize("NFC")).matchAll(/"([^"]+)"|[^\s"]+/g)) {
    const bare = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
    found.push(phrase === undefined ? bare || word : phrase.trim().replace(/\s+/g, " "));
  }
  return found.filter(Boolean);
};

/** @param {string} run */
const pairs = (run) => {
  const signs = [...run];
  return signs.length < 3 ? [run] : signs.slice(1).map((sign, n) => signs[n] + sign);
};

/**
 * The parts of a term in a script without spaces: pairs of letters. Else the term itself.
 * @param {string} term
 */
export const parts = (term) => {
  /** @type {string[]} */
  const found = [];
  let end = 0;
  for (const match of term.matchAll(UNSPACED)) {
    found.push(term.slice(end, match.index).trim(), ...pairs(match[0]));
    end = match.index + match[0].length;
  }
  found.push(term.slice(end).trim());
  return found.filter(Boolean);
};

/**
 * A text as words that Pagefind can tell apart, as exports/records.py writes them: without l’, in pairs of letters.
 * @param {string} text
 */
export const spaced = (text) =>
  text
    .replace(/(?<![\p{L}\p{N}])[\p{L}\p{N}]{1,5}['’ʼ](?=[\p{L}\p{N}]{3})/gu, "")
    .replace(UNSPACED, (run) => ` ${pairs(run).join(" ")} `)
    .trim();

/**
 * Whether a word of a folded text begins with a term.
 * @param {string} low
 * @param {string} term
 */
const hasWord = (low, term) => {
  for (let at = low.indexOf(term); at >= 0; at = low.indexOf(term, at + 1)) {
    if (!at || !LETTER.test(low[at - 1])) {
      return true;
    }
  }
  return false;
};

/**
 * @param {string} low
 * @param {string} term
 */
const weigh = (low, term) => {
  if (hasWord(low, term)) {
    return 2;
  }
  return low.includes(term) ? 1 : 0;
};

/**
 * How well folded texts fit all terms; the first text weighs most. 0 where a term is in none of them.
 * @param {string[]} texts
 * @param {string[]} wanted
 */
export const fit = (texts, wanted) => {
  /** @param {string} term */
  const best = (term) => Math.max(...texts.map((low, n) => weigh(low, term) / (n + 1)));
  let sum = 0;
  for (const term of wanted) {
    let weight = best(term);
    if (!weight) {
      const found = parts(term);
      weight = found.length > 1 ? Math.min(...found.map(best)) / 4 : 0;
    }
    if (!weight) {
      return 0;
    }
    sum += weight;
  }
  return sum || 1;
};

/**
 * A text in stretches: the words, and whether they were looked for.
 * @param {string} text
 * @param {string[]} wanted
 */
export const marked = (text, wanted) => {
  const { low, at } = foldWithPlaces(text);
  const lit = new Uint8Array(text.length);
  for (const term of wanted) {
    for (const part of low.includes(term) ? [term] : parts(term)) {
      const beginsWord = hasWord(low, part);
      for (let n = low.indexOf(part); n >= 0; n = low.indexOf(part, n + 1)) {
        if (!beginsWord || !n || !LETTER.test(low[n - 1])) {
          lit.fill(1, at[n], Math.max(at[n + part.length], at[n] + 1));
        }
      }
    }
  }
  /** @type {[string, boolean][]} */
  const stretches = [];
  let start = 0;
  for (let end = 1; start < text.length; start = end++) {
    while (end < text.length && lit[end] === lit[start]) {
      end++;
    }
    stretches.push([text.slice(start, end), lit[start] === 1]);
  }
  return stretches;
};

/* ---------------------------------------------------------------- indexes */

/** @type {Map<string, Promise<any>>} */
const answers = new Map();

/**
 * The JSON at an address, requested once; again where that failed.
 * @param {string} address
 * @returns {Promise<any>}
 */
export const load = (address) => {
  let answer = answers.get(address);
  if (!answer) {
    answer = fetch(address).then((response) => {
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      return response.json();
    });
    answer.catch(() => answers.delete(address));
    answers.set(address, answer);
  }
  return answer;
};

/* ---------------------------------------------------------------- rows */

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {...(Node | string)} kids
 */
export const make = (name, ...kids) => {
  const made = document.createElement(name);
  made.append(...kids);
  return made;
};

/** @param {string} kind */
const icon = (kind) => {
  const namespace = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(namespace, "svg");
  const use = document.createElementNS(namespace, "use");
  drawing.classList.add("icon");
  drawing.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${kind}`);
  drawing.append(use);
  return drawing;
};

/**
 * A line of facts; empty ones are left out.
 * @param {...(Node | string)} told
 */
export const facts = (...told) => {
  const line = make("p");
  line.className = "facts";
  for (const fact of told) {
    if (fact) {
      line.append(typeof fact === "string" ? make("span", fact) : fact, " ");
    }
  }
  return line;
};

/**
 * A claim as templates/find.html shows it: *link*, what stands between, and what the claim's note comes to.
 * @param {Claim} claim
 * @param {HTMLAnchorElement} link
 * @param {Node[]} between
 * @param {...string} more - further facts
 */
export const claimRow = (claim, link, between, ...more) => {
  const told = claim.told.split(" · ");
  /** @type {Node[]} */
  const leading = [];
  if (claim.finding) {
    const retraction = make("strong", told.shift() ?? "");
    retraction.className = "retracted";
    leading.push(retraction);
  }
  const verdict = make("b", told.shift() ?? "");
  verdict.className = "kind";
  const row = make(
    "li",
    icon(claim.kind),
    link,
    ...between,
    facts(...leading, verdict, ...told, ...more),
  );
  row.dataset.kind = claim.kind;
  return row;
};

/* ---------------------------------------------------------------- the form */

/** Milliseconds without a key before a search begins. */
const PAUSE = 120;

/**
 * The value of a form's field; empty where it has no such field.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export const valueOf = (form, name) => {
  const field = form.elements.namedItem(name);
  const hasValue = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
  return hasValue ? field.value : "";
};

/**
 * @param {HTMLFormElement} form
 * @returns {Question}
 */
export const read = (form) => {
  const [standing, field = "kind"] = valueOf(form, "standing").split(" ").reverse();
  const typed = valueOf(form, "q");
  return {
    text: typed.normalize("NFC").trim(),
    words: terms(typed),
    source: terms(valueOf(form, "source")),
    field: /** @type {Question["field"]} */ (field),
    standing,
  };
};

/**
 * Show a form, and search when its reader pauses. Gives the function that searches now.
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} search
 */
export const listen = (form, search) => {
  let waiting = 0;
  const now = () => {
    clearTimeout(waiting);
    return search();
  };
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement && field.type === "checkbox")) {
      clearTimeout(waiting);
      waiting = setTimeout(search, PAUSE);
    }
  });
  form.dataset.ready = "";
  return now;
};
