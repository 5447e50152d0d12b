/* The picture of an article's sourcing: pointing at a node lights the trails that run through it. */
"use strict";
{
  const light = (event) => {
    for (const part of document.querySelectorAll(".drawing .on")) part.classList.remove("on");
    const leaves = event.type === "pointerout" || event.type === "focusout";
    const node = leaves ? null : event.target.closest(".drawing a[data-trails]");
    for (const trail of node ? node.dataset.trails.split(" ") : []) {
      for (const part of node.closest("svg").querySelectorAll(`[data-trails~="${trail}"]`))
        part.classList.add("on");
    }
  };
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"])
    document.addEventListener(type, light);
}
