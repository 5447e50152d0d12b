/* What is wanted -> what our own indexes have of it: the newest claims first, and older ones only where few
   were found. */

const ENOUGH = 30;

/** The claims of some articles that fit what is wanted: {words, what, standing, keys}; *what* is kind, verdict or finding. */
export const claimsIn = (articles, wanted, among) => {
  for (const article of articles) for (const claim of article.claims) claim.article = article;
  return among(
    articles
      .flatMap((article) => article.claims)
      .filter(
        (claim) =>
          (!wanted.standing || claim[wanted.what] === wanted.standing) &&
          (!wanted.keys || claim.sources.some((key) => wanted.keys.has(key))),
      ),
    wanted.words,
    "text",
    "note",
  );
};

/** Gives what finds in *parts* indexes of claims: how many there are of each, and some of them. */
export const finder =
  ({ among, best, load, sourcesIn }, parts) =>
  async (wanted, isAwaited, isAll) => {
    const [articles, sources] = await Promise.all([
      load("articles.json"),
      load("bibliography.json"),
    ]);
    if (wanted.source.length)
      wanted.keys = new Set(sourcesIn(sources, wanted.source).map((source) => source.key));
    const isFiltered = wanted.standing;
    let claims = [],
      part = parts;
    for (; part > 0 && isAwaited() && (isAll || claims.length < ENOUGH); part--) {
      claims = claims.concat(claimsIn(await load(`index/${part}.json`), wanted, among));
    }
    const by = new Map(
      sources.map((source) => [source.key, source.container || source.names || source.title]),
    );
    const named = (claim) => ({
      ...claim,
      sources: [...new Set(claim.sources.map((key) => by.get(key)).filter(Boolean))],
    });
    const listed = (found, shown = (entry) => entry) => ({
      count: found.length,
      some: async (from, to) => found.slice(from, to).map(shown),
    });
    return {
      claims: listed(best(claims), named),
      articles: listed(
        isFiltered || wanted.keys || !wanted.words.length
          ? []
          : among(articles, wanted.words, "title", "summary", "author", "annotator"),
      ),
      sources: listed(
        isFiltered
          ? []
          : sourcesIn(sources, wanted.words).filter(
              (source) => !wanted.keys || wanted.keys.has(source.key),
            ),
      ),
      hasOlder: part > 0,
    };
  };
