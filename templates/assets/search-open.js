/* The key / -> the page for searching, or its field, unless a reader has switched the key off there. */
"use strict";
addEventListener("keydown", (event) => {
  const link = document.querySelector("[aria-keyshortcuts='/']");
  if (
    event.key !== "/" ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.defaultPrevented ||
    !link
  )
    return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  try {
    if (localStorage.getItem("sidegloss-slash") === "off") return;
  } catch {}
  event.preventDefault();
  (document.querySelector(".search [name=q]") ?? link)[link.ariaCurrent ? "focus" : "click"]();
});
