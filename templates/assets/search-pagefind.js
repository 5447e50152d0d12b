/* A question -> what Pagefind has of it. Its program and its index of all words are loaded when a reader
   first searches, then the words and the entries that are needed. */

const NOTHING = { count: 0, some: async () => [] };

/**
 * The function that finds.
 * @param {import("./search.js").Tools} tools
 * @returns {Promise<import("./search.js").Find>}
 */
export const finder = async ({ load, sourcesIn, spaced }) => {
  const address = new URL("pagefind/pagefind.js", document.baseURI);
  const { createInstance } = await import(address.href);
  // The page's policy lets no script start a worker from a text.
  const index = createInstance({ noWorker: true });

  /**
   * @param {string | null} text
   * @param {Record<string, unknown>} filters
   */
  const list = async (text, filters) => {
    const { results } = await index.search(text, { filters });
    return {
      count: results.length,
      /**
       * @param {number} from
       * @param {number} to
       */
      some: (from, to) =>
        Promise.all(
          results.slice(from, to).map(async (/** @type {any} */ result) => {
            const { anchors } = await result.data();
            // The entry is the name of the record's first anchor: see exports/records.py.
            return JSON.parse(anchors[0].id);
          }),
        ),
    };
  };

  return async (question) => {
    const hasWords = question.words.length > 0;
    const text = hasWords ? spaced(question.text.replace(/[“”„«»]/g, '"')) : null;
    /** @type {Record<string, unknown>} */
    const filters = {};
    if (question.source.length) {
      const named = sourcesIn(await load("bibliography.json"), question.source);
      if (!named.length) {
        return { claims: NOTHING, articles: NOTHING, sources: NOTHING };
      }
      filters.source = { any: named.map((source) => source.key) };
    }
    const narrowed = { ...filters, what: "claims" };
    if (question.standing) {
      Object.assign(narrowed, { [question.field]: question.standing });
    }
    const hasWordsAlone = hasWords && !question.standing && !filters.source;
    const [claims, articles, sources] = await Promise.all([
      list(text, narrowed),
      hasWordsAlone ? list(text, { what: "articles" }) : NOTHING,
      question.standing ? NOTHING : list(text, { ...filters, what: "sources" }),
    ]);
    return { claims, articles, sources };
  };
};
