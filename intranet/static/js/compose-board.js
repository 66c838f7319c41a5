/** The keys, the focus and the news of the screen on which a circular is put together.
 *
 * Without this file its buttons and links do the same: they send forms, and lead to pages.
 */
const EVERY = 15_000;
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true], dialog";
const GOES = new Set(["accepta", "rebutja", "torna"]);
const KEYS = {
  a: "[name=accepta]",
  x: "[data-leave-out], [name=rebutja], [name=torna]",
  d: "[name=destaca], [name=normal]",
  e: "[data-words]",
  J: "[name=avall]",
  K: "[name=amunt]",
};
const FOLDS = ["#compose-checks > details", "#candidates > details"];
const NOT_PRESSED = new Set(["csrfmiddlewaretoken", "v"]);
const NO_CONNECTION = new Set([0, 403, 429]); // 403: another session has begun meanwhile
const BROKEN = 500; // and above, the server has not done it
const IN_SIGHT = 10_000;
const OFF = "[data-keys=off]"; // see `js/keys.js`

class ComposeBoard extends HTMLElement {
  connectedCallback() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.news = this.querySelector("#compose-news");
    this.dialog = this.querySelector("#leave-out");
    this.acts = this.querySelector("#acts");
    this.waiting = [];
    this.timer = setInterval(() => this.ask(), EVERY);
    document.addEventListener("click", (event) => this.press(event), { signal });
    document.addEventListener("keydown", (event) => this.key(event), { signal });
    document.addEventListener("htmx:beforeSwap", () => this.noteFolds(), { signal });
    document.addEventListener("htmx:afterOnLoad", (event) => this.settle(event), { signal });
    for (const kind of ["htmx:sendError", "htmx:responseError"]) {
      document.addEventListener(kind, (event) => this.sayItFailed(event), { signal });
    }
    document.addEventListener("submit", (event) => this.queue(event), { signal, capture: true });
    document.addEventListener("htmx:configRequest", (event) => this.nameIt(event), { signal });
    document.addEventListener("htmx:afterRequest", (event) => this.goOnPressing(event), { signal });
    this.addEventListener("auto-saved", (event) => this.advance(event), { signal });
    this.prepareKeys();
    this.quieten();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    clearTimeout(this.quiet);
    this.leaving?.abort();
  }

  get version() {
    return this.querySelector("#compose-version input");
  }

  /** What one has saved oneself is no news, and may be decided on. */
  advance({ target, detail: { before, version, stamp } }) {
    if (this.version.value === String(before)) this.version.value = version;
    const row = target.closest("[data-stamp]");
    if (!row) return this.measure();
    row.dataset.stamp = stamp;
    const value = `${row.dataset.entry}:${stamp}`;
    for (const button of row.querySelectorAll("button[form=acts]")) button.value = value;
    const leaves = row.querySelector("[data-leave-out]");
    if (leaves) leaves.dataset.leaveOut = value;
  }

  /** How long it is with the introduction that one is writing. */
  async measure() {
    const answer = await fetch(`${this.dataset.state}?mida=1`, { redirect: "manual" }).catch(() => null);
    if (answer?.status === 200) this.querySelector("#compose-meter").innerHTML = await answer.text();
  }

  /** One press after the other, each with what one sees once the one before it is done. */
  queue(event) {
    if (event.target !== this.acts) return;
    const { submitter } = event;
    if (!this.isPressed) {
      this.isPressed = true;
      this.pressed = submitter;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (submitter) this.waiting.push([submitter.name, submitter.value]);
  }

  /** Of a button that was drawn this very moment, htmx does not know yet that it was pressed. */
  nameIt({ detail: { elt, formData } }) {
    if (elt !== this.acts || !this.pressed) return;
    for (const name of [...formData.keys()]) if (!NOT_PRESSED.has(name)) formData.delete(name);
    formData.set(this.pressed.name, this.pressed.value);
  }

  goOnPressing({ detail: { elt, successful } }) {
    if (elt !== this.acts) return;
    this.isPressed = false;
    const isRefused = !successful || document.querySelector("#messages .alert:not([data-tone=success])");
    if (isRefused) this.waiting = []; // what was pressed after it was meant for what one saw before
    queueMicrotask(() => this.pressNext());
  }

  pressNext() {
    if (this.isPressed || !this.waiting.length) return;
    const [name, value] = this.waiting.shift();
    const button = this.buttonNow(name, value);
    if (button) button.click();
    else this.pressNext(); // it is done already
  }

  /** The same button as it is now: what it is about has another stamp once it has moved. */
  buttonNow(name, value) {
    const key = value.split(":")[0];
    const buttons = [...document.querySelectorAll(`button[form=acts][name="${name}"]`)];
    // Where one has dragged it to is no button; the one of that name is the way back of something else.
    if (name !== "posa") return buttons.find((one) => one.value.split(":")[0] === key);
    const place = document.getElementById("posa");
    const stamp = this.querySelector(`[data-entry="${key}"]`)?.dataset.stamp;
    place.value = value.split(":").with(3, stamp).join(":");
    return stamp && place;
  }

  async ask() {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${this.dataset.state}?v=${this.version.value}`, { redirect: "manual" });
      if (answer.status === 200) this.news.innerHTML = await answer.text();
    } catch {
      // It is asked again.
    }
  }

  /** Nothing that one presses is lost without a word. */
  sayItFailed({ detail: { xhr } }) {
    const isLost = NO_CONNECTION.has(xhr.status) || xhr.status >= BROKEN;
    const found = this.querySelector(isLost ? "template[data-failed]" : "template[data-gone]");
    this.news.replaceChildren(found.content.cloneNode(true));
    this.news.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const leaves = event.target.closest("[data-leave-out]");
    if (leaves && this.dialog && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
      event.preventDefault();
      this.follow(leaves, "rebutja");
      return this.askWhy(leaves);
    }
    if (event.target.closest("#leave-out [data-close]")) return this.dialog.close();
    const button = event.target.closest("button[form=acts]");
    if (button) this.follow(button, button.name);
    const words = event.target.closest("[data-words-of] form [type=submit]");
    if (words) this.next = `paraules-${words.closest("[data-words-of]").dataset.wordsOf}`;
  }

  /** Where one goes on: at the same entry or, when it is gone, at the next one, or at the heading above. */
  follow(button, name) {
    const row = button.closest("[data-entry]");
    const beside = row?.nextElementSibling ?? row?.previousElementSibling;
    const section = button.closest("section[aria-labelledby]");
    const column = button.closest("#propostes") ? "propostes-titol" : "circular-titol";
    const onward = beside?.id ?? section?.nextElementSibling?.querySelector("[data-entry]")?.id;
    this.next = GOES.has(name) && row ? [row.id, onward ?? column] : row?.id;
    const key = button.value?.split(":")[0];
    if ("undo" in button.dataset) this.next = [`proposta-${key}`, `entrada-${key}`];
  }

  askWhy(link) {
    const { leaveOut, title, by } = link.dataset;
    const about = this.dialog.querySelector("[name=rebutja]");
    if (about.value.split(":")[0] !== leaveOut.split(":")[0]) this.dialog.querySelector("textarea").value = "";
    about.value = leaveOut;
    this.dialog.querySelector("[data-about]").textContent = `«${title}» · ${by}`;
    this.dialog.querySelector("[data-refused]").textContent = "";
    this.dialog.showModal();
    this.dialog.querySelector("textarea").focus();
  }

  /** What somebody has opened, or closed, stays so when it is drawn anew. */
  noteFolds() {
    this.folds = FOLDS.map((place) => this.querySelector(place)?.open);
  }

  /** What was done stays in sight for a while. After it, `u` and Tab still find the way back: with the focus it is there again. */
  quieten() {
    clearTimeout(this.quiet);
    const messages = document.getElementById("messages");
    delete messages.dataset.quiet;
    if (!messages.querySelector(".alert") || messages.querySelector(".alert:not([data-tone=success])")) return;
    this.quiet = setTimeout(() => {
      if (messages.matches(":hover, :focus-within")) this.quieten();
      else messages.dataset.quiet = "";
    }, IN_SIGHT);
  }

  undo() {
    const button = document.querySelector("#messages [data-undo]");
    if (button) return button.click();
    const messages = document.getElementById("messages");
    messages.replaceChildren(this.querySelector("template[data-nothing]").content.cloneNode(true));
    delete messages.dataset.quiet;
  }

  settle(event) {
    this.quieten();
    const { xhr, target, elt, requestConfig } = event.detail;
    FOLDS.forEach((place, turn) => {
      const fold = this.querySelector(place);
      if (fold && this.folds?.[turn] !== undefined) fold.open = this.folds[turn];
    });
    if (this.dialog?.contains(elt)) {
      if (xhr.status !== 200) {
        this.dialog.querySelector("[data-refused]").textContent = document.querySelector("#messages")?.textContent.trim();
        return;
      }
      if (!document.querySelector("#messages [data-tone=warning]")) this.dialog.querySelector("textarea").value = "";
      this.dialog.close();
    }
    if (target?.matches(".compose-edit") && target.firstElementChild) return this.open(target);
    if (document.activeElement !== document.body && document.activeElement?.isConnected) return;
    const written = requestConfig.elt.closest("[data-words-of]")?.dataset.wordsOf;
    if (written) document.getElementById(`paraules-${written}`)?.focus();
    else this.goOn();
  }

  open(place) {
    if (!place.contains(document.activeElement)) place.querySelector("[name=title]")?.focus();
    place.scrollIntoView({ block: "nearest" });
  }

  goOn() {
    const place = [this.next].flat().map((id) => id && document.getElementById(id)).find(Boolean);
    const control = place?.matches("[data-entry]") ? place.querySelector("button[form=acts], a.button") : place;
    control?.focus();
  }

  prepareKeys() {
    const fold = this.querySelector(".compose-keys");
    if (fold) fold.hidden = false;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector(`${OFF}, :modal`) || event.target.closest?.(TYPING)) return;
    if (event.key === "p") return location.assign(this.dataset.preview);
    if (event.key === "u") return this.undo();
    if (event.key === "j" || event.key === "k") return this.step(event.key === "j" ? 1 : -1);
    const row = document.activeElement?.closest("[data-entry]");
    if (row && KEYS[event.key]) {
      event.preventDefault();
      row.querySelector(KEYS[event.key])?.click();
    }
  }

  step(way) {
    const rows = [...this.querySelectorAll("[data-entry]")].filter((row) => row.checkVisibility());
    const here = rows.indexOf(document.activeElement?.closest("[data-entry]"));
    const row = rows[here === -1 ? 0 : Math.min(Math.max(here + way, 0), rows.length - 1)];
    row?.querySelector("button[form=acts], a.button")?.focus();
  }
}

customElements.define("compose-board", ComposeBoard);
