/* All claims -> those that a reader looks for: by words, source, verdict and stance. Reads the indexes
   one after the other, the newest first. */
import { claimRow, fit, fold, listen, load, make, read, valueOf } from "./find.js";

/**
 * @typedef {import("./find.js").Claim & { id: string, stances: string[] }} Listed
 * @typedef {import("./find.js").Question & { stance: string }} Asked
 */

/**
 * Whether a claim matches the form.
 * @param {Listed} claim
 * @param {Asked} asked
 */
const fits = (claim, asked) =>
  fit([fold(claim.text)], asked.words) > 0 &&
  (!asked.source.length || claim.sources.some((key) => fit([fold(key)], asked.source))) &&
  (!asked.standing || claim[asked.field] === asked.standing) &&
  (!asked.stance || claim.stances.includes(asked.stance));

/** @param {HTMLFormElement} form */
const begin = (form) => {
  const { index, pages, root } = form.dataset;
  const list = /** @type {HTMLElement} */ (document.querySelector(".by-article"));
  const output = /** @type {HTMLElement} */ (document.querySelector(".told"));
  /** @type {HTMLElement | null} */
  const pager = document.querySelector(".pager");
  const whole = [...list.childNodes];
  const countOfAll = output.textContent;
  let turn = 0;

  /**
   * @param {string} address
   * @param {Listed} claim
   */
  const row = (address, claim) => {
    const link = make("a", claim.text);
    link.href = `${root}${address}#claim-${claim.id}`;
    return claimRow(claim, link, []);
  };

  /**
   * Show the claims of all pages that fit, a page at a time.
   * @param {Asked} asked
   * @param {() => boolean} isCurrent
   */
  const show = async (asked, isCurrent) => {
    let shown = 0;
    let total = 0;
    for (let page = Number(pages); page > 0; page--) {
      const articles = await load(`${index}${page}.json`);
      if (!isCurrent()) {
        return;
      }
      if (!total) {
        list.replaceChildren();
      }
      for (const article of articles) {
        const found = article.claims.filter((/** @type {Listed} */ claim) => fits(claim, asked));
        total += article.claims.length;
        shown += found.length;
        if (found.length) {
          const title = make("a", article.title);
          title.href = `${root}${article.address}` || "./";
          const rows = make(
            "ul",
            ...found.map((/** @type {Listed} */ claim) => row(article.address, claim)),
          );
          rows.className = "rows";
          list.append(make("h2", title), rows);
        }
      }
      const text = (shown ? output.dataset.found : output.dataset.none) ?? "";
      output.textContent = text.replace("{n}", String(shown)).replace("{total}", String(total));
    }
  };

  const search = async () => {
    const own = ++turn;
    const asked = { ...read(form), stance: valueOf(form, "stance") };
    const isAny = !asked.words.length && !asked.source.length && !asked.standing && !asked.stance;
    if (pager) {
      pager.hidden = !isAny;
    }
    if (isAny) {
      output.textContent = countOfAll;
      list.replaceChildren(...whole);
      return;
    }
    try {
      await show(asked, () => own === turn);
    } catch {
      output.textContent = output.dataset.failed ?? "";
    }
  };

  const searchNow = listen(form, search);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void searchNow();
  });
};

document.addEventListener("DOMContentLoaded", () => {
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form.find");
  if (form) {
    begin(form);
  }
});
