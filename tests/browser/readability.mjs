// Names of files of pages -> for each, what Firefox's reader view keeps of it (JSON).
import { readFileSync } from "node:fs";
import { Readability } from "@mozilla/readability";
import { JSDOM } from "jsdom";

const folded = (text) => text.replace(/\s+/g, " ").trim();

const kept = (file) => {
  const { document } = new JSDOM(readFileSync(file, "utf8"), { url: "https://example.org/a/" }).window;
  const notes = [...document.querySelectorAll(".notes li[id^=fn-]")].map((item) => ({
    id: item.id,
    text: [...item.querySelectorAll("p")].map((p) => folded(p.textContent)).filter((text) => text.length > 12),
  }));
  const markers = [...document.querySelectorAll("article a[role=doc-noteref]")].map((a) => a.textContent);
  const article = new Readability(document).parse();
  const shown = new JSDOM(article.content).window.document;
  return {
    file,
    notes,
    markers,
    text: folded(article.textContent),
    kept: [...shown.querySelectorAll("a[href*='#fn-']")].map((a) => a.textContent),
    order: folded(article.textContent).length,
  };
};

console.log(JSON.stringify(process.argv.slice(2).map(kept)));
