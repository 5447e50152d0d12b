/* All claims -> those that fit: by words, source, verdict and stance. Reads the JSON indexes a page
   at a time, the newest first; without them (from a disk) it looks through the list that stands here. */
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form.find");
  if (!form) return;
  const list = document.querySelector("section.uses");
  const whole = [...list.childNodes];
  const output = form.querySelector("output");
  const pager = document.querySelector(".pager");
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const make = (name, ...kids) => {
    const e = document.createElement(name);
    e.append(...kids);
    return e;
  };
  const indexes = new Map();
  let asked = 0;

  const index = (page) => {
    if (!indexes.has(page)) {
      indexes.set(
        page,
        fetch(`${form.dataset.index}${page}.json`).then((answer) => answer.json()),
      );
    }
    return indexes.get(page);
  };
  const fits = (wanted) => (claim) =>
    wanted.text.every((word) => folded(claim.text).includes(word)) &&
    (!wanted.source || claim.sources.some((key) => folded(key).includes(wanted.source))) &&
    (!wanted.standing || claim[wanted.what] === wanted.standing) &&
    (!wanted.stance || claim.stances.includes(wanted.stance));
  const row = (article) => (claim) => {
    const link = make("a", claim.text);
    link.href = `${form.dataset.root}${article.address}#claim-${claim.id}`;
    const [first, ...told] = claim.told.split(" · ");
    const lead = claim.finding ? make("strong", first) : first;
    if (claim.finding) lead.className = "retracted";
    const how = make("span", lead, ...told.map((each) => ` · ${each}`));
    how.className = "how";
    const item = make("li", link, " ", how);
    item.dataset.kind = claim.kind;
    return item;
  };

  const find = async () => {
    const turn = ++asked;
    const { text, source, standing, stance } = form.elements;
    const [named, what = "kind"] = standing.value.split(" ").reverse();
    const wanted = {
      text: folded(text.value).split(/\s+/).filter(Boolean),
      source: folded(source.value.trim()),
      what,
      standing: named,
      stance: stance.value,
    };
    const isAny = !wanted.text.length && !wanted.source && !standing.value && !wanted.stance;
    if (pager) pager.hidden = !isAny;
    output.textContent = "";
    if (isAny) return list.replaceChildren(...whole);
    let shown = 0,
      total = 0;
    list.replaceChildren();
    for (let page = +form.dataset.pages; page > 0; page--) {
      const articles = await index(page);
      if (turn !== asked) return;
      for (const article of articles) {
        const found = article.claims.filter(fits(wanted));
        total += article.claims.length;
        shown += found.length;
        if (!found.length) continue;
        const title = make("a", article.title);
        title.href = `${form.dataset.root}${article.address}` || "./";
        list.append(make("h2", title), make("ul", ...found.map(row(article))));
      }
      output.textContent = shown
        ? output.dataset.shown.replace("{n}", shown).replace("{total}", total)
        : output.dataset.none;
    }
  };
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 120);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon();
  });
  if (location.protocol !== "file:") form.hidden = false;
});
