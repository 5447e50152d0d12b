/* A question -> what our own indexes have of it: the newest claims first, and older ones only where few
   were found. */

/** Claims that are enough: no older index is read. */
const ENOUGH = 30;

/**
 * The claims of some articles that fit a question. *keys* are those of the sources that it names.
 * @param {any[]} articles
 * @param {import("./find.js").Question} question
 * @param {Set<string> | null} keys
 * @param {typeof import("./search.js").among} among
 */
export const claimsIn = (articles, question, keys, among) => {
  const claims = [];
  for (const article of articles) {
    for (const claim of article.claims) {
      claim.article = article;
      const isOfKind = !question.standing || claim[question.field] === question.standing;
      if (isOfKind && (!keys || claim.sources.some((/** @type {string} */ key) => keys.has(key)))) {
        claims.push(claim);
      }
    }
  }
  return among(claims, question.words, "text", "note");
};

/**
 * The function that finds in *parts* indexes of claims.
 * @param {import("./search.js").Tools} tools
 * @param {number} parts
 * @returns {import("./search.js").Find}
 */
export const finder = ({ among, best, load, sourcesIn }, parts) => {
  /**
   * @param {any[]} found
   * @param {(entry: any) => any} [shown]
   */
  const list = (found, shown = (entry) => entry) => ({
    count: found.length,
    some: async (/** @type {number} */ from, /** @type {number} */ to) =>
      found.slice(from, to).map(shown),
  });

  return async (question, isCurrent, isAll) => {
    const [articles, sources] = await Promise.all([
      load("articles.json"),
      load("bibliography.json"),
    ]);
    /** @type {Set<string> | null} */
    let keys = null;
    if (question.source.length) {
      keys = new Set(sourcesIn(sources, question.source).map((source) => source.key));
    }

    /** @type {any[]} */
    let claims = [];
    let part = parts;
    while (part > 0 && isCurrent() && (isAll || claims.length < ENOUGH)) {
      const index = await load(`index/${part}.json`);
      claims = claims.concat(claimsIn(index, question, keys, among));
      part--;
    }

    /** @type {Map<string, string>} */
    const names = new Map();
    for (const source of sources) {
      names.set(source.key, source.container || source.names || source.title);
    }
    /** @param {any} claim */
    const withNames = (claim) => {
      const named = claim.sources.map((/** @type {string} */ key) => names.get(key));
      return { ...claim, sources: [...new Set(named.filter(Boolean))] };
    };

    const hasWordsAlone = question.words.length && !question.standing && !keys;
    const foundArticles = hasWordsAlone
      ? among(articles, question.words, "title", "summary", "author", "annotator")
      : [];
    const foundSources = question.standing ? [] : sourcesIn(sources, question.words);
    return {
      claims: list(best(claims), withNames),
      articles: list(foundArticles),
      sources: list(foundSources.filter((source) => !keys || keys.has(source.key))),
      hasOlder: part > 0,
    };
  };
};
