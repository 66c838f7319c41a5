/** What the keys of every page do. Without this file the search box and the page of the keys are reached as all else is. */
const page = () => document.querySelector("[data-keys-page]").href;

/** The box of the page itself comes before that of its head; where a phone shows neither, the page that has one. */
function search() {
  const boxes = [...document.querySelectorAll("[data-suggestions] input[type=search]")].reverse();
  const box = boxes.find((one) => one.checkVisibility());
  if (!box) return document.querySelector(".header__button--search").click();
  box.focus();
  box.select();
}

async function showKeys() {
  const told = await tell(fetch(page(), { redirect: "error" }));
  if (!told || document.querySelector(":modal")) return;
  const dialog = document.importNode(told.querySelector("#keys-dialog").content.firstElementChild, true);
  dialog.append(helpOf(told));
  dialog.addEventListener("submit", (event) => change(event, dialog));
  dialog.addEventListener("click", ({ target }) => (target === dialog || target.closest("[data-close]")) && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** What is typed on the page stays there: the switch is turned without leaving it. */
async function change(event, dialog) {
  event.preventDefault();
  const { target, submitter } = event;
  const told = await tell(fetch(target.action, { method: "POST", body: new FormData(target, submitter) }));
  if (!told) return;
  dialog.querySelector(".keys-help").replaceWith(helpOf(told));
  dialog.querySelector(".keys-help button").focus();
  document.querySelector(".header").dataset.keys = told.querySelector(".header").dataset.keys ?? "";
}

function helpOf(told) {
  return document.importNode(told.querySelector(".keys-help"), true);
}

/** The page of the keys; where it does not come, one is led to it. */
async function tell(asked) {
  try {
    const answer = await asked;
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (told.querySelector(".keys-help")) return told;
  } catch {
    // No network, or the session has ended.
  }
  location.assign(page());
  return null;
}

export { search as "/", showKeys as "?" };
