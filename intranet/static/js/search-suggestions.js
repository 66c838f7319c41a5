/** Proposes below a search box what one may be looking for: an editable combobox as in WAI-ARIA's Authoring Practices (APG).
 *
 * Without this file the box simply searches.
 */
const PATIENCE = 150;
/** As `SHORTEST_BEGINNING` of intranet/fulltext/words.py: of fewer letters nothing is proposed. */
const SHORTEST = 3;
const attended = new WeakSet();
let dressed = null;

/** Help whoever is in this box, from now on. */
export function attend(input) {
  if (attended.has(input)) return;
  attended.add(input);
  const box = new Suggestions(input);
  if (input.value !== input.defaultValue) box.look();
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.host = input.closest("[data-suggestions]");
    this.id = `${input.id}-suggestions`;
    this.list = null;
    this.voice = Object.assign(document.createElement("span"), { className: "visually-hidden", role: "status" });
    this.host.append(this.voice);
    this.tell({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id });
    input.addEventListener("input", (event) => event.isComposing || this.look());
    input.addEventListener("compositionend", () => this.look());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("click", () => this.list || this.look());
    input.addEventListener("blur", () => this.close());
    input.form.addEventListener("submit", () => this.close());
    addEventListener("pagehide", () => this.close());
  }

  tell(attributes) {
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  get words() {
    return this.input.value.trim().replace(/\s+/g, " ");
  }

  get isTooShort() {
    return this.words.replace(/[^\p{L}\p{N}]/gu, "").length < SHORTEST;
  }

  get options() {
    return this.list ? [...this.list.querySelectorAll("[role=option]")] : [];
  }

  get chosen() {
    return this.list?.querySelector("[aria-selected=true]");
  }

  look() {
    this.stop();
    if (this.isTooShort) return this.close();
    if (this.list && this.words === this.shown) return this.choose(null);
    this.timer = setTimeout(() => this.ask(), PATIENCE);
  }

  stop() {
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  /** What comes late, or once one has left the box, is not shown. */
  async ask(then = () => {}) {
    this.stop();
    const asked = new AbortController();
    this.asked = asked;
    const { words } = this;
    const address = new URL(this.host.dataset.suggestions, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: asked.signal, redirect: "error" });
      if (!answer.ok) return this.close();
      const told = Object.assign(document.createElement("template"), { innerHTML: await answer.text() }).content;
      await dress(told.querySelector("link"));
      if (asked.signal.aborted || document.activeElement !== this.input) return;
      this.show(told, words);
      then();
    } catch {
      if (!asked.signal.aborted) this.close();
    }
  }

  show(told, words) {
    this.close();
    this.shown = words;
    this.list = told.querySelector("[role=listbox]");
    this.list.id = this.id;
    this.options.forEach((option, at) => (option.id = `${this.id}-${at}`));
    // The focus, and a phone's keyboard, stay with the box.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.host.append(this.list);
    this.input.ariaExpanded = "true";
    this.voice.textContent = told.querySelector("[data-told]").textContent.trim();
  }

  close() {
    this.stop();
    this.list?.remove();
    this.list = null;
    this.voice.textContent = "";
    this.input.ariaExpanded = "false";
    this.input.removeAttribute("aria-activedescendant");
  }

  /** `option` is the one that Enter opens; with none, the box is searched with. */
  choose(option) {
    for (const one of this.options) one.ariaSelected = String(one === option);
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.tell({ "aria-activedescendant": option.id });
    option.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const act = {
      ArrowDown: () => this.step(1, event.altKey),
      ArrowUp: () => this.step(-1, event.altKey),
      Enter: () => this.enter(),
      Escape: () => this.leave(),
    }[event.key];
    if (act?.()) event.preventDefault();
    // The caret moves in what is typed: nothing is chosen meanwhile.
    else if (/^(Home|End|Arrow(Left|Right))$/.test(event.key)) this.choose(null);
  }

  /** From the box to the first or the last one, and past the other end back to the box. With Alt the list is but opened or closed. */
  step(way, isAlone) {
    if (isAlone && way < 0) return this.leave();
    if (!this.list) {
      if (!this.isTooShort) this.ask(() => isAlone || this.step(way));
      return true;
    }
    if (isAlone) return true;
    const { options } = this;
    const places = [null, ...options];
    this.choose(places.at((places.indexOf(this.chosen ?? null) + way) % places.length));
    return true;
  }

  enter() {
    const { chosen } = this;
    if (!chosen) return false;
    chosen.click();
    this.close();
    return true;
  }

  leave() {
    if (!this.list) return false;
    this.close();
    return true;
  }
}

/** The list comes with its own looks: it is not shown before they are there. */
function dress(link) {
  dressed ??= new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
  return dressed;
}
