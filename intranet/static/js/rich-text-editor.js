/** Puts the engine before a textarea and keeps the two in step. */
import { Editor } from "../django_prose_editor/editor.js";
import { imagesFor } from "./rich-text-images.js";
import { mentionsFor } from "./rich-text-mentions.js";
import { tidied } from "./rich-text-paste.js";
import { extensions } from "./rich-text-schema.js";
import { Toolbar } from "./rich-text-toolbar.js";
import { contentOf, isMarkup, placeOf } from "./rich-text-typed.js";

let drawn = 0;

/** Answers with what undoes it. */
export function write(host) {
  const { textarea } = host;
  const focus = focusIn(host);
  const bar = host.part("[role=toolbar]");
  const place = made("div", { className: "rich-text__place" });
  const said = made("p", { className: "rich-text__said", role: "status" });
  const whispered = made("p", { className: "visually-hidden", role: "status" });
  const voice = { say: (text) => said.replaceChildren(text), whisper: (text) => whispered.replaceChildren(text) };
  const toolbar = new Toolbar(host, bar);
  const id = textarea.id || `rich-text-${(drawn += 1)}`;
  const editor = new Editor({
    element: place,
    injectCSS: false,
    editable: !textarea.disabled && !textarea.readOnly,
    content: contentOf(host),
    extensions: [
      ...extensions,
      toolbar.extension(),
      ...(host.dataset.mentions ? [mentionsFor(host, id, voice)] : []),
      ...(host.dataset.upload ? [imagesFor(host, voice)] : []),
    ],
    editorProps: { attributes: attributesOf(textarea, host, id), transformPastedHTML: tidied },
    onUpdate: () => {
      textarea.value = editor.isEmpty ? "" : editor.getHTML();
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  // The textarea speaks for both: what the browser says of the text itself would be heard twice.
  place.addEventListener("input", (event) => event.stopPropagation());
  const label = textarea.labels[0];
  const toText = () => editor.commands.focus();
  label?.addEventListener("click", toText);
  textarea.before(bar, place, said, whispered);
  host.editor = editor;
  toolbar.serve(editor);
  host.dataset.ready = "";
  if (focus) resume(editor, focus);
  textarea.removeAttribute("id");
  textarea.hidden = true;
  return () => {
    label?.removeEventListener("click", toText);
    editor.destroy();
    for (const part of [bar, place, said, whispered]) part.remove();
    Object.assign(textarea, { id, hidden: false });
    delete host.dataset.ready;
  };
}

function made(tag, { role, ...properties }) {
  const element = Object.assign(document.createElement(tag), properties);
  if (role) element.setAttribute("role", role);
  return element;
}

/** Where one is writing, in the engine's terms; HTML is gone on with at its end. Null when one is elsewhere. */
function focusIn(host) {
  const { textarea } = host;
  const isAwaited = textarea.autofocus && document.activeElement === document.body;
  if (document.activeElement !== textarea && !isAwaited) return null;
  if (isMarkup(host)) return { from: Infinity, to: Infinity };
  const { value, selectionStart, selectionEnd } = textarea;
  return { from: placeOf(value, selectionStart), to: placeOf(value, selectionEnd) };
}

/** At once, while the textarea is still there: what is typed a moment later goes nowhere otherwise. */
function resume(editor, { from, to }) {
  const { size } = editor.state.doc.content;
  editor.commands.setTextSelection({ from: Math.min(from, size), to: Math.min(to, size) });
  editor.view.focus();
  editor.commands.scrollIntoView();
}

/** The text takes over the textarea's id, name, hints and errors. */
function attributesOf(textarea, host, id) {
  const label = textarea.labels[0];
  if (label && !label.id) label.id = `${id}_label`;
  const attributes = { id, role: "textbox", "aria-multiline": "true", class: "rich-text__text prose" };
  if (label) attributes["aria-labelledby"] = label.id;
  for (const name of ["aria-label", "aria-labelledby", "aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  if ("required" in host.dataset) attributes["aria-required"] = "true";
  if (host.dataset.mentions) attributes["aria-autocomplete"] = "list";
  return attributes;
}
