/** Completes a name after «@» from those who read what is written, in a listbox that the text itself steers. */
import { Extension, Plugin } from "../django_prose_editor/editor.js";

const PATIENCE = 150;
// Pixels that a phone's bar of sections takes from the window.
const BAR = 72;
// From «@» at the beginning of a word: a name of up to three words.
const BEGUN = /(?:^|[\s(\ufffc])@([\p{L}\p{M}\d’'·.-]*(?: [\p{L}\p{M}’'·.-]+){0,2} ?)$/u;

export function mentionsFor(host, id, voice) {
  return Extension.create({
    name: "mentions",
    addCommands: () => ({
      beginMention: () => ({ chain, state }) => {
        const { $from } = state.selection;
        const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, "", "x");
        return chain().focus().insertContent(/\S/.test(before) ? " @" : "@").run();
      },
    }),
    addProseMirrorPlugins() {
      const people = new People(host, id, voice, this.editor);
      return [
        new Plugin({
          view: (view) => {
            people.start(view);
            return people;
          },
          props: {
            handleKeyDown: (_view, event) => people.press(event),
            handleDOMEvents: { blur: () => people.close() },
          },
        }),
      ];
    },
  });
}

class People {
  constructor(host, id, voice, editor) {
    Object.assign(this, { host, id: `${id}_people`, voice, editor, found: [], at: 0, left: null });
  }

  start(view) {
    this.view = view;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: this.id, className: "rich-text__people", role: "listbox", hidden: true });
    this.list.ariaLabel = this.host.dataset.people;
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.at));
    });
    this.host.append(this.list);
  }

  destroy() {
    this.close();
    this.list.remove();
  }

  update(view, before) {
    if (before && view.state.doc.eq(before.doc) && view.state.selection.eq(before.selection)) return;
    const begun = view.hasFocus() && this.begunIn(view.state);
    if (!begun || begun.from === this.left) this.close();
    else if (begun.words !== this.words || begun.from !== this.from) this.look(begun);
    if (!begun) this.left = null;
  }

  begunIn(state) {
    const { $from, empty } = state.selection;
    if (!empty || !$from.parent.isTextblock) return null;
    const text = $from.parent.textBetween(Math.max(0, $from.parentOffset - 60), $from.parentOffset, "", "\ufffc");
    const [, words] = BEGUN.exec(text) ?? [];
    return words === undefined ? null : { words, from: $from.pos - words.length - 1, to: $from.pos };
  }

  look(begun) {
    Object.assign(this, begun);
    clearTimeout(this.timer);
    this.asked?.abort();
    this.timer = setTimeout(() => this.fetch(begun.words), PATIENCE);
  }

  async fetch(words) {
    this.asked = new AbortController();
    const address = new URL(this.host.dataset.mentions, location.href);
    address.searchParams.set("q", words.trim());
    try {
      const answer = await fetch(address, { signal: this.asked.signal, headers: { Accept: "application/json" } });
      this.show(answer.ok ? await answer.json() : []);
    } catch {
      // Left for another name, or without a network: one writes on.
    }
  }

  show(found) {
    const { nobody, found: told } = this.host.dataset;
    // Whoever goes on with a sentence after «@» is not looking for anybody.
    if (!found.length && (this.words.includes(" ") || !this.words)) return this.close();
    this.found = found;
    this.at = 0;
    const none = Object.assign(document.createElement("li"), { className: "rich-text__nobody", textContent: nobody });
    none.role = "presentation";
    this.list.replaceChildren(...(found.length ? found.map((person, at) => this.option(person, at)) : [none]));
    this.list.hidden = false;
    this.stand();
    this.mark();
    this.voice.whisper(found.length ? told.replace("{number}", found.length) : nobody);
    return undefined;
  }

  option({ name, council }, at) {
    const option = Object.assign(document.createElement("li"), { id: `${this.id}-${at}`, role: "option" });
    option.dataset.at = at;
    option.append(Object.assign(document.createElement("b"), { textContent: name }));
    if (council) option.append(" ", Object.assign(document.createElement("span"), { textContent: council }));
    return option;
  }

  /** Below the «@», or above where there is no room; never beyond the editor's side. */
  stand() {
    const box = this.host.getBoundingClientRect();
    const caret = this.view.coordsAtPos(this.from);
    const { offsetWidth: width, offsetHeight: height } = this.list;
    const isAbove = caret.bottom + height > innerHeight - BAR && caret.top > height;
    this.list.style.left = `${Math.min(Math.max(0, caret.left - box.left), Math.max(0, box.width - width))}px`;
    this.list.style.top = `${(isAbove ? caret.top - height - 4 : caret.bottom + 4) - box.top}px`;
  }

  mark() {
    const text = this.view.dom;
    text.setAttribute("aria-controls", this.id);
    if (!this.found.length) text.removeAttribute("aria-activedescendant");
    for (const option of this.list.querySelectorAll("[role=option]")) {
      const isChosen = Number(option.dataset.at) === this.at;
      option.ariaSelected = String(isChosen);
      if (!isChosen) continue;
      text.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }

  press(event) {
    if (!this.list || this.list.hidden || event.isComposing) return false;
    const { length } = this.found;
    if (event.key === "Escape") this.left = this.from;
    if (event.key === "Escape") this.close();
    else if (!length) return false;
    else if (event.key === "ArrowDown") this.at = (this.at + 1) % length;
    else if (event.key === "ArrowUp") this.at = (this.at + length - 1) % length;
    else if (event.key === "Enter" || event.key === "Tab") return this.choose(this.at);
    else return false;
    this.mark();
    return true;
  }

  choose(at) {
    const { id, name } = this.found[at];
    const { from, to } = this;
    this.close();
    const mention = { type: "mention", attrs: { person: String(id), name } };
    this.editor
      .chain()
      .focus()
      .insertContentAt({ from, to }, [mention, { type: "text", text: " " }])
      .run();
    return true;
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.words = null;
    this.found = [];
    this.list.hidden = true;
    this.list.replaceChildren();
    for (const name of ["aria-controls", "aria-activedescendant"]) this.view.dom.removeAttribute(name);
  }
}
