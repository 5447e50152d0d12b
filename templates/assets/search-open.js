/* The key / opens the page for searching, or goes to its field, unless a reader has switched the key
   off there. */
"use strict";

/** Whether readers use the key; they do where nothing can be stored. */
const isKeyOn = () => {
  try {
    return localStorage.getItem("sidegloss-slash") !== "off";
  } catch {
    return true;
  }
};

addEventListener("keydown", (event) => {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key !== "/" || hasModifier || event.defaultPrevented) {
    return;
  }
  const isTyping =
    event.target instanceof Element &&
    event.target.closest("input, textarea, select, [contenteditable]");
  /** @type {HTMLElement | null} */
  const link = document.querySelector("[aria-keyshortcuts='/']");
  if (!link || isTyping || !isKeyOn()) {
    return;
  }
  event.preventDefault();
  if (link.ariaCurrent) {
    /** @type {HTMLElement | null} */
    const field = document.querySelector(".find [name=q]");
    field?.focus();
  } else {
    link.click();
  }
});
