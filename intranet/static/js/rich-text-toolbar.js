/** The toolbar, after the ARIA pattern: one stop for Tab, arrows within, Alt+F10 to come and Escape to go back. */
import { Extension } from "../django_prose_editor/editor.js";
import { link } from "./rich-text-links.js";

const mark = (name, command) => ({ run: (chain) => chain[command](), isOn: (editor) => editor.isActive(name) });
const heading = (level) => ({
  run: (chain) => chain.toggleHeading({ level }),
  isOn: (editor) => editor.isActive("heading", { level }),
});
const plain = (command, ...given) => ({ run: (chain) => chain[command](...given) });

const COMMANDS = {
  bold: mark("bold", "toggleBold"),
  italic: mark("italic", "toggleItalic"),
  "heading-2": heading(2),
  "heading-3": heading(3),
  bullets: mark("bulletList", "toggleBulletList"),
  numbers: mark("orderedList", "toggleOrderedList"),
  quote: mark("blockquote", "toggleBlockquote"),
  indent: plain("sinkListItem", "listItem"),
  outdent: plain("liftListItem", "listItem"),
  link: { open: link, isOn: (editor) => editor.isActive("link") },
  mention: { open: (editor) => editor.commands.beginMention() },
  image: { open: (editor) => editor.commands.chooseImage(), isOn: (editor) => editor.isActive("image") },
  table: plain("insertTable", { rows: 3, cols: 2, withHeaderRow: true }),
  undo: { ...plain("undo"), isOff: (editor) => !editor.can().undo() },
  redo: { ...plain("redo"), isOff: (editor) => !editor.can().redo() },
  "add-row": plain("addRowAfter"),
  "add-column": plain("addColumnAfter"),
  "delete-row": plain("deleteRow"),
  "delete-column": plain("deleteColumn"),
  "delete-table": plain("deleteTable"),
};
const INSIDE = { item: "listItem", table: "table" };

export class Toolbar {
  constructor(host, bar) {
    this.host = host;
    this.bar = bar;
    if (!host.dataset.mentions) bar.querySelector("[data-command=mention]")?.remove();
    if (!host.dataset.upload) bar.querySelector("[data-command=image]")?.remove();
    this.buttons = [...bar.querySelectorAll("[data-command]")];
    this.groups = [...bar.querySelectorAll("[data-inside]")];
  }

  /** The keys by which the text reaches the toolbar and its questions. */
  extension() {
    return Extension.create({
      name: "toolbar",
      addKeyboardShortcuts: () => ({
        "Mod-k": () => this.do("link"),
        "Alt-F10": () => this.enter(),
      }),
    });
  }

  serve(editor) {
    this.editor = editor;
    this.bar.setAttribute("aria-controls", editor.view.dom.id);
    // Pressing a tool with the pointer leaves the focus, and a phone's keyboard, where they are.
    this.bar.addEventListener("mousedown", (event) => event.preventDefault());
    this.bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-command]");
      if (button?.ariaDisabled !== "true" && button) this.do(button.dataset.command);
    });
    this.bar.addEventListener("keydown", (event) => this.press(event));
    this.bar.addEventListener("focusin", (event) => this.stopAt(event.target.closest("[data-command]")));
    editor.on("transaction", () => this.tell());
    this.tell();
  }

  do(name) {
    const { run, open } = COMMANDS[name];
    if (open) open(this.editor, this.host);
    else run(this.editor.chain().focus()).run();
    return true;
  }

  enter() {
    this.shown.find((button) => button.tabIndex === 0)?.focus();
    return true;
  }

  get shown() {
    return this.buttons.filter((button) => !button.closest("[hidden]"));
  }

  press(event) {
    const { shown } = this;
    const now = shown.indexOf(document.activeElement);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") this.editor.commands.focus();
    else if (next === undefined) return;
    else shown.at(next % shown.length).focus();
    event.preventDefault();
  }

  /** Where Tab will stop next time. */
  stopAt(current) {
    for (const button of this.buttons) button.tabIndex = button === current ? 0 : -1;
  }

  /** What is in force where the cursor stands. */
  tell() {
    for (const group of this.groups) group.hidden = !this.editor.isActive(INSIDE[group.dataset.inside]);
    for (const button of this.buttons) {
      const { isOn, isOff } = COMMANDS[button.dataset.command];
      if (button.hasAttribute("aria-pressed")) button.ariaPressed = String(isOn(this.editor));
      if (isOff) button.ariaDisabled = String(isOff(this.editor));
    }
    if (!this.shown.some((button) => button.tabIndex === 0)) this.stopAt(this.shown[0]);
  }
}
