/* The page of an article's sourcing: pointing at a node lights the trails that run through it. */
"use strict";
{
  /** @param {Event} event */
  const light = (event) => {
    for (const part of document.querySelectorAll(".drawing .on")) part.classList.remove("on");
    const leaves = event.type === "pointerout" || event.type === "focusout";
    if (leaves || !(event.target instanceof Element)) return;
    const node = event.target.closest(".drawing a");
    for (const trail of node?.getAttribute("data-trails")?.split(" ") ?? []) {
      for (const part of document.querySelectorAll(`.drawing [data-trails~="${trail}"]`))
        part.classList.add("on");
    }
  };
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"])
    document.addEventListener(type, light);
}
