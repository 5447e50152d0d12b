// Names of files of pages -> for each, what Firefox's reader view keeps of it (JSON).
import { readFileSync } from "node:fs";
import { Readability } from "@mozilla/readability";
import { JSDOM } from "jsdom";

const folded = (text) => text.replace(/\s+/g, " ").trim();

const kept = (file) => {
  const { document } = new JSDOM(readFileSync(file, "utf8"), { url: "https://example.org/a/" })
    .window;
  const notes = [...document.querySelectorAll(".notes li[id^=fn-]")].map((item) => ({
    id: item.id,
    text: [...item.querySelectorAll("p")]
      .map((p) => folded(p.textContent))
      .filter((text) => text.length > 12),
  }));
  const sources = [...document.querySelectorAll(".sources li")].map((item) =>
    folded(item.textContent),
  );
  const markers = [...document.querySelectorAll("article a[role=doc-noteref]")].map(
    (a) => a.textContent,
  );
  // reader views make the title and what stands about it anew
  const blocks = [
    ...document.querySelectorAll("article > :is(p, h2, h3, h4, ul, ol, .claim-block)"),
  ]
    .filter((block) => !block.matches(".tags"))
    .map((block) => folded(block.textContent));
  const article = new Readability(document).parse();
  if (!article) return { file, notes, sources, markers, blocks, text: "", kept: [] };
  const shown = new JSDOM(article.content).window.document;
  return {
    file,
    notes,
    sources,
    markers,
    blocks,
    text: folded(article.textContent),
    kept: [...shown.querySelectorAll("a[href*='#fn-']")].map((a) => a.textContent),
  };
};

console.log(JSON.stringify(process.argv.slice(2).map(kept)));
