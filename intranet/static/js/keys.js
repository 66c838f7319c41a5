/** The keys of every page, and who helps in the search box: what they need comes when it is first asked for. */
const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const SILENT = "[data-keys=off], :modal, :popover-open";

addEventListener("keydown", async (event) => {
  const { key, target } = event;
  if (!/^[/?]$/.test(key) || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.defaultPrevented || target.closest?.(TYPING) || document.querySelector(SILENT)) return;
  event.preventDefault();
  const keys = await import("./keys-help.js");
  keys[key]();
});

const help = async ({ target }) => {
  if (target.closest?.("[data-suggestions]") && target.type === "search") {
    (await import("./search-suggestions.js")).attend(target);
  }
};
addEventListener("focusin", help);
help({ target: document.activeElement });
