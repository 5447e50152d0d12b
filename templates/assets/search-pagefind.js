/* What is wanted -> what Pagefind has of it. Its program and its index of all words are loaded when a reader
   first asks, then the words and the entries that are asked for. */

/** Gives what finds: how many there are of each, and some of them. */
export const finder = async ({ load, sourcesIn, spaced }) => {
  const { createInstance } = await import(new URL("pagefind/pagefind.js", document.baseURI));
  const index = createInstance({ noWorker: true }); // the page's policy lets no script name another by a text
  const none = { count: 0, some: async () => [] };
  const listed = async (text, filters) => {
    const { results } = await index.search(text, { filters });
    // the entry is the name of the record's first anchor: see exports/records.py
    const entry = async (found) => JSON.parse((await found.data()).anchors[0].id);
    return {
      count: results.length,
      some: (from, to) => Promise.all(results.slice(from, to).map(entry)),
    };
  };
  return async (wanted) => {
    const text = wanted.words.length ? spaced(wanted.text.replace(/[“”„«»]/g, '"')) : null;
    const filters = {};
    if (wanted.source.length) {
      const keys = sourcesIn(await load("bibliography.json"), wanted.source).map(
        (source) => source.key,
      );
      if (!keys.length) return { claims: none, articles: none, sources: none };
      filters.source = { any: keys };
    }
    const narrowed = { ...filters, ...(wanted.standing && { [wanted.what]: wanted.standing }) };
    const isFiltered = wanted.standing;
    const [claims, articles, sources] = await Promise.all([
      listed(text, { ...narrowed, what: "claims" }),
      isFiltered || filters.source || !text ? none : listed(text, { what: "articles" }),
      isFiltered ? none : listed(text, { ...filters, what: "sources" }),
    ]);
    return { claims, articles, sources };
  };
};
